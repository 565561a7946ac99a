"""Read OpenDocument texts (.odt): visible text, letterhead separately, pictures as files, metadata."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import PurePosixPath
from typing import Any

from lxml import etree

from archive.errors import Encrypted, Unreadable
from archive.media_types import FLAT, PHOTOS, has_suffix
from archive.messages import Message
from archive.record import PAGE_BREAK, Description, Member
from ingest.extract.metadata_values import one_line
from ingest.readers.base import zip_safety
from ingest.readers.base.source import VERSION, Source
from ingest.readers.office import odt_body, office_metadata
from ingest.readers.office.document_flow import Flow
from ingest.readers.office.odt_body import DC, META, OFFICE, STYLE, styles_of
from ingest.readers.office.office_metadata import MOST, add_named_property

NAME = "odt"
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


_OLD_NAMES = re.compile(rb"[\"']http://openoffice\.org/2000/(\w{1,20})[\"']")
_FO = b"urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
Parts = Callable[[str], Any]


def read_source(source: Source) -> Description:
    """Return the words in order, with blank lines between paragraphs; headers and footers as boilerplate; each picture
    as a block with its name, and its file stored separately. Raise Encrypted if a password is needed, Unreadable if it
    is damaged or malicious."""
    description = Description(source.media_type, NAME, VERSION)
    with opened(source, WHAT) as (parts, file):
        _read(source, parts, file, description)
    return description


@contextmanager
def opened(source: Source, what: Message) -> Iterator[tuple[Parts, zipfile.ZipFile | None]]:
    """Open a document of OpenDocument or OpenOffice 1: its parts by name, and their ZIP, None for a single XML file.
    Raise Encrypted, and Unreadable for any reading error."""
    try:
        if source.media_type.endswith(FLAT):
            root = _flat(source, what)
            yield lambda _: root, None
            return
        zip_safety.check(source, what)
        with zipfile.ZipFile(source.path) as file:
            if b"encryption-data" in _bytes(file, "META-INF/manifest.xml") or "encrypted-package" in file.namelist():
                raise Encrypted(Message("encrypted", file=source.filename))
            yield lambda name: _xml(_bytes(file, name)), file
    except (RecursionError, etree.XMLSyntaxError) as error:
        if isinstance(error, RecursionError) or "depth" in str(error).lower():
            raise zip_safety.too_large(source, what, Message("parts-too-deep")) from error
        raise zip_safety.damaged(source, what) from error
    except (etree.LxmlError, LookupError, *zip_safety.ZIP_ERRORS) as error:
        raise zip_safety.damaged(source, what) from error


def _flat(source: Source, what: Message) -> Any:
    """Return the root of a single XML file, within the limits of packed ones."""
    most = zip_safety.TREES
    data = source.head(most.xml + 1)
    if len(data) > most.xml:
        raise zip_safety.too_large(source, what, Message("text-unpacks", size=f"{source.size >> 20:,} MB"))
    if data.count(b"<") > most.tags:
        raise zip_safety.too_large(source, what, Message("too-many-elements", count=most.tags))
    if b"<!ENTITY" in data.replace(b"\0", b""):
        raise Unreadable(Message("document-declares-entities", file=source.filename, what=what))
    return _xml(data)


def _read(source: Source, parts: Parts, file: zipfile.ZipFile | None, description: Description) -> None:
    content, styles = parts("content.xml"), parts("styles.xml")
    body = None if content is None else content.find(f"{OFFICE}body/{OFFICE}text")
    if content is not None and body is None and content.get(f"{OFFICE}class") == "text":
        body = content.find(f"{OFFICE}body")  # of OpenOffice 1
    if content is None or body is None:
        raise Unreadable(Message("opendocument-without-text", file=source.filename))
    roots = [root for root in (styles, content) if root is not None]
    flow = Flow()
    part = odt_body.OdtPart(styles_of(roots), OdtPictures(source, file, description).keep, flow)
    for master in [] if styles is None else styles.iter(f"{STYLE}master-page"):
        for margin in master:
            flow.margin(odt_body.lines(margin, part))
    odt_body.read_odt_body(body, part)
    flow.into(description)
    offer_meta(parts("meta.xml"), description)


def offer_meta(meta: Any, description: Description) -> None:
    """Add a document's metadata, including user-defined properties."""
    office_metadata.offer(_meta(meta), description.text.replace(PAGE_BREAK, "\n"), description)
    for own in [] if meta is None else islice(meta.iter(f"{META}user-defined"), MOST):
        name = own.get(f"{META}name") or ""
        add_named_property(name, "".join(own.itertext()), description, f"odt:meta:{one_line(name, 60)}")


def _bytes(file: zipfile.ZipFile, name: str) -> bytes:
    return file.read(name) if name in file.namelist() else b""


def _xml(data: bytes) -> Any:
    """Return the root of a part, or None; OpenOffice 1 with the names of OpenDocument. No entities, no network."""
    if b"http://openoffice.org/2000/" in data[:4096]:
        data = _OLD_NAMES.sub(rb'"urn:oasis:names:tc:opendocument:xmlns:\1:1.0"', data)
        data = data.replace(b"style:properties", b"style:text-properties").replace(
            b"http://www.w3.org/1999/XSL/Format", _FO
        )
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


class OdtPictures:
    """Store the pictures of a document as files, each once."""

    def __init__(self, source: Source, file: zipfile.ZipFile | None, description: Description) -> None:
        self.source, self.file, self.members = source, file, description.members
        self.names: dict[str, str] = {}

    def keep(self, href: str) -> str | None:
        """Return the name of a picture by its place in the document or outside; None if it is not a photo."""
        path = href.removeprefix("./")
        name = one_line(PurePosixPath(path).name, 250)
        suffix = PurePosixPath(name).suffix.lower()
        if not has_suffix(name, PHOTOS) or path in self.names:
            return self.names.get(path)
        if self.file is None or path not in self.file.namelist():
            return name  # a link to a file elsewhere
        if len(self.members) >= MAX_PICTURES or name in self.names.values():
            return None
        kept = f"inside-{len(self.members) + 1}{suffix}"
        (self.source.folder / kept).write_bytes(self.file.read(path))
        self.members.append(Member(name, kept))
        self.names[path] = name
        return name
