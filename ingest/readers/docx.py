"""Reads Word documents (.docx): the words that are shown, letterhead apart, pictures beside, core properties."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from docx.oxml.parser import parse_xml
from lxml import etree

from archive.errors import Unreadable
from archive.record import Description
from ingest.readers import docx_body, docx_shown, office_info, office_zip
from ingest.readers.docx_open import ERRORS, open_document
from ingest.readers.docx_pictures import Pictures
from ingest.readers.docx_styles import W, lists_of, styles_of
from ingest.readers.flow import Flow
from ingest.readers.office_marks import offer_marks
from ingest.readers.source import Source

NAME, VERSION = "docx", 3
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
WHAT = "a Word document"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_CORE = ("title", "author", "subject", "comments", "keywords", "created", "modified")
_NAMES = {"author": "creator", "comments": "description"}


def read(source: Source) -> Description:
    """The words in their order, a blank line between paragraphs; headers and footers as furniture; each picture as a
    block of its name, and its file left beside. Raises Encrypted when a password is needed, Unreadable when it is
    damaged or made to use up the machine."""
    office_zip.check(source, WHAT)
    description = Description(source.media_type, NAME, VERSION)
    try:
        document = open_document(source.path, source.folder)
        flow = _flow(document.part, source, description)
    except RecursionError as error:
        raise office_zip.too_large(source, WHAT, "for its parts stand too deep in each other") from error
    except etree.XMLSyntaxError as error:
        if "depth" in str(error).lower():
            raise office_zip.too_large(source, WHAT, "for its parts stand too deep in each other") from error
        raise office_zip.damaged(source, WHAT) from error
    except ERRORS as error:
        raise office_zip.damaged(source, WHAT) from error
    flow.into(description)
    office_info.offer(_core(document, description), description.text, description)
    offer_marks(source.path, description, "docx")
    return description


def _flow(main: Any, source: Source, description: Description) -> Flow:
    """The words of the document's body, after those of its headers and footers."""
    flow = Flow()
    numbering = next(_related(main, "numbering"), None)
    styles = next(_related(main, "styles"), None)
    part = docx_body.Part(
        styles_of(None if styles is None else _root(styles)),
        lists_of(None if numbering is None else _root(numbering)),
        Pictures(source.folder),
        main.rels,
        dict(_notes(main)),
        flow.deadline,
    )
    body = main.element.find(f"{W}body")
    if body is None:
        raise Unreadable(f"{source.filename} is a Word document without a body: ask for it again where it came from")
    for margin in _margins(main, body):
        root = _root(margin)
        docx_shown.settle(root, part.styles)
        flow.margin(docx_body.lines(root, part))
    docx_shown.settle(body, part.styles)
    docx_body.read(body, part, flow)
    if next(body.iter(docx_shown.IMPORTED), None) is not None:
        description.notes.append(docx_shown.NOT_IMPORTED)
    description.members = part.pictures.members
    return flow


def _related(part: Any, kind: str) -> Iterator[Any]:
    """The parts that the part is related to in this way."""
    for relation in part.rels.values():
        if relation.reltype.rsplit("/", 1)[-1] == kind and not relation.is_external:
            yield relation.target_part


def _root(part: Any) -> Any:
    """The XML of a part; python-docx has parsed some of them already."""
    element = getattr(part, "element", None)
    return parse_xml(part.blob) if element is None else element


def _margins(main: Any, body: Any) -> Iterator[Any]:
    """The headers and footers in the order of the sections that show them, each once."""
    seen = set()
    for reference in (e for tag in ("headerReference", "footerReference") for e in body.iter(f"{W}{tag}")):
        relation = main.rels.get(reference.get(f"{R}id") or "")
        if relation is not None and not relation.is_external and relation.target_part.partname not in seen:
            seen.add(relation.target_part.partname)
            yield relation.target_part


def _notes(main: Any) -> Iterator[tuple[tuple[str, str], Any]]:
    for kind in ("footnote", "endnote"):
        for part in _related(main, f"{kind}s"):
            for note in _root(part).findall(f"{W}{kind}"):
                yield (kind, note.get(f"{W}id") or ""), note


def _core(document: Any, description: Description) -> dict[str, tuple[str, str]]:
    """The core properties (ECMA-376 part 2, 11) by the archive's names."""
    found = {}
    try:
        core = document.core_properties
        for name in _CORE:
            value = getattr(core, name)
            key = _NAMES.get(name, name)
            words = "" if value is None else value if isinstance(value, str) else value.isoformat()
            found[key] = (f"docx:core:{key}", words)
    except ERRORS as error:
        description.notes.append(f"the core properties could not be read ({type(error).__name__})")
    return found
