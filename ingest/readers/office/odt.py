"""Read OpenDocument texts (.odt): visible text, letterhead apart, pictures as files, metadata."""

from __future__ import annotations

import zipfile
from itertools import islice
from pathlib import PurePosixPath
from typing import Any

from lxml import etree

from archive.errors import Encrypted, Unreadable
from archive.media_types import PHOTOS, has_suffix
from archive.messages import Message
from archive.record import Description, Member
from ingest.extract.metadata_values import one_line
from ingest.readers.base import zip_safety
from ingest.readers.base.source import VERSION, Source
from ingest.readers.office import odt_body, office_metadata
from ingest.readers.office.document_flow import Flow
from ingest.readers.office.odt_body import DC, META, OFFICE, STYLE, styles_of
from ingest.readers.office.office_metadata import MOST, add_named_property

NAME = "odt"
TYPE = "application/vnd.oasis.opendocument.text"
TYPES = (TYPE, f"{TYPE}-template", f"{TYPE}-master")
WHAT = Message("an-opendocument-text")
MAX_PICTURES = 500
_PROPERTIES = {
    "title": (f"{DC}title", "title"),
    "initial-creator": (f"{META}initial-creator", "creator"),
    "creator": (f"{DC}creator", "creator"),
    "subject": (f"{DC}subject", "subject"),
    "description": (f"{DC}description", "description"),
    "keyword": (f"{META}keyword", "keywords"),
    "creation-date": (f"{META}creation-date", "created"),
    "date": (f"{DC}date", "modified"),
    "generator": (f"{META}generator", "software"),
}


def read_source(source: Source) -> Description:
    """Return the words in their order, a blank line between paragraphs; headers and footers as furniture; each picture
    as a block of its name, and its file left beside. Raise Encrypted when a password is needed, Unreadable when it is
    damaged or made to use up the machine."""
    zip_safety.check(source, WHAT)
    description = Description(source.media_type, NAME, VERSION)
    try:
        with zipfile.ZipFile(source.path) as file:
            if b"encryption-data" in _bytes(file, "META-INF/manifest.xml") or "encrypted-package" in file.namelist():
                raise Encrypted(Message("encrypted", file=source.filename))
            _read(source, file, description)
    except (RecursionError, etree.XMLSyntaxError) as error:
        if isinstance(error, RecursionError) or "depth" in str(error).lower():
            raise zip_safety.too_large(source, WHAT, Message("parts-too-deep")) from error
        raise zip_safety.damaged(source, WHAT) from error
    except (etree.LxmlError, LookupError, *zip_safety.ZIP_ERRORS) as error:
        raise zip_safety.damaged(source, WHAT) from error
    return description


def _read(source: Source, file: zipfile.ZipFile, description: Description) -> None:
    content, styles = _xml(file, "content.xml"), _xml(file, "styles.xml")
    body = None if content is None else content.find(f"{OFFICE}body/{OFFICE}text")
    if content is None or body is None:
        raise Unreadable(Message("opendocument-without-text", file=source.filename))
    roots = [root for root in (styles, content) if root is not None]
    flow = Flow()
    part = odt_body.OdtPart(styles_of(roots), _OdtPictures(source, file, description).keep, flow)
    for master in [] if styles is None else styles.iter(f"{STYLE}master-page"):
        for margin in master:
            flow.margin(odt_body.lines(margin, part))
    odt_body.read_odt_body(body, part)
    flow.into(description)
    meta = _xml(file, "meta.xml")
    office_metadata.offer(_meta(meta), description.text, description)
    for own in [] if meta is None else islice(meta.iter(f"{META}user-defined"), MOST):
        name = own.get(f"{META}name") or ""
        add_named_property(name, "".join(own.itertext()), description, f"odt:meta:{one_line(name, 60)}")


def _bytes(file: zipfile.ZipFile, name: str) -> bytes:
    return file.read(name) if name in file.namelist() else b""


def _xml(file: zipfile.ZipFile, name: str) -> Any:
    """The root of a member, None when there is no such one. No entities, no network."""
    data = _bytes(file, name)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(data, parser) if data else None


def _meta(root: Any) -> dict[str, tuple[str, str]]:
    """The metadata (ODF 1.3 part 3, 4.3) by the archive's names."""
    found: dict[str, tuple[str, str]] = {}
    for name, (tag, key) in _PROPERTIES.items() if root is not None else ():
        words = ", ".join(element.text or "" for element in root.iter(tag))
        if words.strip():
            found.setdefault(key, (f"odt:meta:{name}", words))
    return found


class _OdtPictures:
    """Leaves the pictures of a document beside it, each once."""

    def __init__(self, source: Source, file: zipfile.ZipFile, description: Description) -> None:
        self.source, self.file, self.members = source, file, description.members
        self.names: dict[str, str] = {}

    def keep(self, href: str) -> str | None:
        """Return the name of a picture by its place in the document or outside; None for what is no photo."""
        path = href.removeprefix("./")
        name = one_line(PurePosixPath(path).name, 250)
        suffix = PurePosixPath(name).suffix.lower()
        if not has_suffix(name, PHOTOS) or path in self.names:
            return self.names.get(path)
        if path not in self.file.namelist():
            return name  # a link to a file elsewhere
        if len(self.members) >= MAX_PICTURES or name in self.names.values():
            return None
        kept = f"inside-{len(self.members) + 1}{suffix}"
        (self.source.folder / kept).write_bytes(self.file.read(path))
        self.members.append(Member(name, kept))
        self.names[path] = name
        return name
