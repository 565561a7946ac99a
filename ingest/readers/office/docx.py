"""Read Word documents (.docx): visible text, letterhead separately, pictures as files, core properties.

Tracked changes are resolved, and hidden rows and empty prompts dropped. If python-docx cannot open a document, a
repaired copy is tried.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from docx import Document
from docx.opc.exceptions import OpcError
from docx.oxml.parser import parse_xml
from lxml import etree

from archive.errors import Unreadable
from archive.messages import Message
from archive.record import Description
from ingest.readers.base import zip_safety
from ingest.readers.base.source import VERSION, Source
from ingest.readers.base.zip_safety import ZIP_ERRORS
from ingest.readers.office import docx_body, office_metadata
from ingest.readers.office.document_flow import Flow
from ingest.readers.office.docx_body import Pictures
from ingest.readers.office.docx_styles import DocxStyles, W, lists_of, read_toggle, styles_of, value
from ingest.readers.office.office_metadata import add_package_properties

# errors of python-docx on damaged packages, in addition to its own
ERRORS = (OpcError, etree.LxmlError, LookupError, AttributeError, TypeError, AssertionError, *ZIP_ERRORS)
_MAIN = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_OTHER_MAINS = re.compile(
    rb"application/(?:vnd\.ms-word\.(?:document|template)\.macroEnabled(?:Template)?"
    rb"|vnd\.openxmlformats-officedocument\.wordprocessingml\.template)\.main\+xml"
)
_STRICT = (  # ISO 29500-1, and the same in ISO 29500-4, which python-docx supports
    (b"http://purl.oclc.org/ooxml/officeDocument/", b"http://schemas.openxmlformats.org/officeDocument/2006/"),
    (b"http://purl.oclc.org/ooxml/wordprocessingml/", b"http://schemas.openxmlformats.org/wordprocessingml/2006/"),
    (b"http://purl.oclc.org/ooxml/drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
)
_RELATION = re.compile(rb"<Relationship\s[^<>]*?/>")
_TARGET = re.compile(rb"""\sTarget\s*=\s*["']([^"']*)["']""")


def open_document(path: Path, folder: Path) -> Any:
    """Return the document opened by python-docx. Macro-enabled documents and templates, strict documents and those with
    relations to missing parts are read from a temporary copy in `folder`. Raise ERRORS."""
    try:
        return Document(str(path))
    except (etree.XMLSyntaxError, zipfile.BadZipFile):
        raise
    except ERRORS:
        copy = folder / "mended.docx"
        try:
            _mend(path, copy)
            return Document(str(copy))
        finally:
            copy.unlink(missing_ok=True)


def _mend(path: Path, copy: Path) -> None:
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(copy, "w") as new:
        names = frozenset(old.namelist())
        for name in names:
            data = old.read(name)
            if name == "[Content_Types].xml":
                data = _OTHER_MAINS.sub(_MAIN, data)
            elif name.endswith(".rels"):
                data = _with_targets(_transitional(data), name, names)
            elif name.endswith(".xml"):
                data = _transitional(data)
            new.writestr(name, data)


def _transitional(data: bytes) -> bytes:
    for strict, transitional in _STRICT:
        data = data.replace(strict, transitional)
    return data


def _with_targets(data: bytes, name: str, names: Iterable[str]) -> bytes:
    """Return the relations without those to missing parts."""
    base = posixpath.dirname(posixpath.dirname(name))

    def kept(found: re.Match[bytes]) -> bytes:
        target = _TARGET.search(found.group())
        if target is None or b"External" in found.group():
            return found.group()
        path = posixpath.normpath(posixpath.join("/", base, target.group(1).decode("utf-8", "replace")))
        return found.group() if path.lstrip("/") in names else b""

    return _RELATION.sub(kept, data)


_PROMPT = "placeholder text"  # the built-in style of a content control's prompt
IMPORTED = f"{W}altChunk"
NOT_IMPORTED = Message("part-not-imported")


def settle(container: Any, styles: DocxStyles) -> None:
    """Remove from a body, or any other container of paragraphs, what is not shown and is not in an element of deleted
    words: prompts, hidden rows, deleted cells; and join paragraphs whose mark between them was deleted."""
    gone = [control for control in container.iter(f"{W}sdt") if _is_prompt(control, styles)]
    gone += [row for row in container.iter(f"{W}tr") if read_toggle(row, f"{W}trPr/{W}hidden")]
    gone += [cell for cell in container.iter(f"{W}tc") if cell.find(f"{W}tcPr/{W}cellDel") is not None]
    for element in gone:
        element.getparent().remove(element)
    joined = [paragraph for paragraph in container.iter(f"{W}p") if _mark_is_gone(paragraph)]
    for paragraph in reversed(joined):  # from the last one, so that content moves only once
        _join_to_next(paragraph)


def _is_prompt(control: Any, styles: DocxStyles) -> bool:
    """Return whether a content control shows only its prompt (ECMA-376, 17.5.2.39): some programs leave the mark on
    controls that have been filled in."""
    if not read_toggle(control, f"{W}sdtPr/{W}showingPlcHdr"):
        return False
    runs = [run for run in control.iter(f"{W}r") if run.find(f"{W}t") is not None]
    named = [styles.known.get(value(run.find(f"{W}rPr"), f"{W}rStyle") or "") for run in runs]
    return all(style is not None and style.name == _PROMPT for style in named)


def _mark_is_gone(paragraph: Any) -> bool:
    """Return whether the end of a paragraph was deleted or moved away (17.13.5.15, 17.13.5.22)."""
    mark = paragraph.find(f"{W}pPr/{W}rPr")
    return mark is not None and any(mark.find(f"{W}{name}") is not None for name in ("del", "moveFrom"))


def _join_to_next(paragraph: Any) -> None:
    after = paragraph.getnext()
    if after is None or after.tag != f"{W}p":
        return
    at = 1 if after.find(f"{W}pPr") is not None else 0
    for child in reversed([child for child in paragraph if child.tag != f"{W}pPr"]):
        after.insert(at, child)
    paragraph.getparent().remove(paragraph)


NAME = "docx"
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
WHAT = Message("a-word-document")
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_CORE = ("title", "author", "subject", "comments", "keywords", "created", "modified")
_NAMES = {"author": "creator", "comments": "description"}


def read_source(source: Source) -> Description:
    """Return the words in order, with blank lines between paragraphs; headers and footers as boilerplate; each picture
    as a block with its name, and its file stored separately. Raise Encrypted if a password is needed, Unreadable if it
    is damaged or malicious."""
    zip_safety.check(source, WHAT)
    description = Description(source.media_type, NAME, VERSION)
    try:
        document = open_document(source.path, source.folder)
        flow = _flow(document.part, source, description)
    except RecursionError as error:
        raise zip_safety.too_large(source, WHAT, Message("parts-too-deep")) from error
    except etree.XMLSyntaxError as error:
        if "depth" in str(error).lower():
            raise zip_safety.too_large(source, WHAT, Message("parts-too-deep")) from error
        raise zip_safety.damaged(source, WHAT) from error
    except ERRORS as error:
        raise zip_safety.damaged(source, WHAT) from error
    flow.into(description)
    office_metadata.offer(_core(document, description), description.text, description)
    add_package_properties(source.path, description, "docx")
    return description


def _flow(main: Any, source: Source, description: Description) -> Flow:
    """Return the words of the document's body, after those of its headers and footers."""
    flow = Flow()
    numbering = next(_related_parts(main, "numbering"), None)
    styles = next(_related_parts(main, "styles"), None)
    part = docx_body.DocxPart(
        styles_of(None if styles is None else _root(styles)),
        lists_of(None if numbering is None else _root(numbering)),
        Pictures(source.folder),
        main.rels,
        dict(_notes(main)),
        flow.limit,
    )
    body = main.element.find(f"{W}body")
    if body is None:
        raise Unreadable(Message("word-without-body", file=source.filename))
    for margin in _margins(main, body):
        root = _root(margin)
        settle(root, part.styles)
        flow.margin(docx_body.lines(root, part))
    settle(body, part.styles)
    docx_body.read_docx_body(body, part, flow)
    if next(body.iter(IMPORTED), None) is not None:
        description.notes.append(NOT_IMPORTED)
    description.members = part.pictures.members
    return flow


def _related_parts(part: Any, kind: str) -> Iterator[Any]:
    for relation in part.rels.values():
        if relation.reltype.rsplit("/", 1)[-1] == kind and not relation.is_external:
            yield relation.target_part


def _root(part: Any) -> Any:
    """The XML of a part; python-docx has parsed some of them already."""
    element = getattr(part, "element", None)
    return parse_xml(part.blob) if element is None else element


def _margins(main: Any, body: Any) -> Iterator[Any]:
    """Yield the headers and footers in the order of the sections that show them, each once."""
    seen = set()
    for reference in (e for tag in ("headerReference", "footerReference") for e in body.iter(f"{W}{tag}")):
        relation = main.rels.get(reference.get(f"{R}id") or "")
        if relation is not None and not relation.is_external and relation.target_part.partname not in seen:
            seen.add(relation.target_part.partname)
            yield relation.target_part


def _notes(main: Any) -> Iterator[tuple[tuple[str, str], Any]]:
    for kind in ("footnote", "endnote"):
        for part in _related_parts(main, f"{kind}s"):
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
        description.notes.append(Message("core-properties-unread", error=type(error).__name__))
    return found
