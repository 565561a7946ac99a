"""Read presentations (.pptx): each slide as a page with title, texts, tables and notes; pictures as files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from lxml import etree
from pptx.exc import PythonPptxError
from pptx.package import Package

from archive.media_types import PHOTOS, has_suffix
from archive.messages import Message
from archive.record import PAGE_BREAK, Description
from ingest.readers.base import zip_safety
from ingest.readers.base.inline_pictures import ICON_PIXELS
from ingest.readers.base.members import MemberShelf
from ingest.readers.base.source import VERSION, Source
from ingest.readers.base.time_limit import TimeLimit
from ingest.readers.office import document_flow, office_metadata
from ingest.readers.office.office_metadata import add_package_properties

NAME = "pptx"
TYPE = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
WHAT = Message("a-presentation")
DEEPEST = 20  # nested groups
MOST_PICTURES = 500
SECONDS = 8.0
EMU = 9_525  # a pixel (ECMA-376 part 1, 20.1.2.1)
OWN_COMMENT = "generated using python-pptx"  # in presentations made by a script
ERRORS = (PythonPptxError, etree.LxmlError, LookupError, AttributeError, TypeError, AssertionError, RecursionError,
          *zip_safety.ZIP_ERRORS)  # fmt: skip
_CORE = {"title": "title", "author": "creator", "subject": "subject", "comments": "description", "keywords": "keywords",
         "created": "created", "modified": "modified"}  # fmt: skip
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def read_source(source: Source) -> Description:
    """Return the words of each slide as a page: title, texts and tables in order, the names of its pictures, its notes.
    Raise Encrypted if a password is needed, Unreadable if it is damaged or malicious."""
    zip_safety.check(source, WHAT)
    description = Description(source.media_type, NAME, VERSION)
    deck = _Deck(MemberShelf(description, source.folder), description)
    try:
        presentation = Package.open(str(source.path)).main_document_part.presentation  # including templates and shows
        for slide in presentation.slides:
            if deck.limit.is_over:
                description.notes.append(Message("slides-left"))
                break
            deck.read(slide)
        core = presentation.core_properties
    except ERRORS as error:
        raise zip_safety.damaged(source, WHAT) from error
    document_flow.add_margins(deck.margins, deck.pages, description)
    document_flow.into(deck.pages, deck.title, description)
    description.notes += document_flow.of_hidden(deck.hidden)
    office_metadata.offer(dict(_properties(core)), description.text.replace(PAGE_BREAK, "\n"), description)
    add_package_properties(source.path, description, "pptx")
    return description


def _properties(core: Any) -> Iterator[tuple[str, tuple[str, str]]]:
    for name, key in _CORE.items():
        try:
            value = getattr(core, name)
        except ERRORS:
            continue
        words = "" if value is None else value if isinstance(value, str) else value.isoformat()
        if words == OWN_COMMENT:
            continue
        yield key, (f"pptx:core:{key}", words)


class _Deck:
    """The pages read so far, and the stored pictures."""

    def __init__(self, shelf: MemberShelf, description: Description) -> None:
        self.pages: list[list[str]] = []
        self.margins: list[str] = []
        self.title = ""
        self.hidden = 0
        self.limit = TimeLimit(SECONDS)
        self._shelf = shelf
        self._description = description
        self._pictures: dict[str, str] = {}  # names by part
        self._drawn: set[str] = set()  # layouts and masters, by part

    def read(self, slide: Any) -> None:
        """Read one slide: its title first, wherever it is drawn. Hidden slides return nothing."""
        if slide._element.get("show") in ("0", "false"):
            self.hidden += 1
            self.pages.append([])
            return
        title = slide.shapes.title
        if title is not None and not title.has_text_frame:  # a picture in its place
            title = None
        words = "" if title is None else document_flow.slide_text(title.text_frame.text)
        self.title = self.title or words
        blocks = [words] if words else []
        for shape in _all_shapes(slide.shapes):
            if title is None or shape.shape_id != title.shape_id:
                blocks += self._shape(shape, slide)
        if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
            blocks.append(document_flow.slide_text(slide.notes_slide.notes_text_frame.text))
        self.pages.append([block for block in blocks if block])
        if slide._element.get("showMasterSp") not in ("0", "false"):
            self._read_drawn(slide.slide_layout)

    def _read_drawn(self, layout: Any) -> None:
        """Read what a layout and its master show on their slides: texts of shapes other than placeholders."""
        hides = layout._element.get("showMasterSp") in ("0", "false")
        for drawn in (layout,) if hides else (layout, layout.slide_master):
            name = str(drawn.part.partname)
            if name not in self._drawn:
                self._drawn.add(name)
                shapes = _all_shapes(drawn.shapes)
                self.margins += [s.text_frame.text for s in shapes if s.has_text_frame and not s.is_placeholder]

    def _shape(self, shape: Any, slide: Any) -> Iterator[str]:
        if shape.has_text_frame:
            yield document_flow.slide_text(shape.text_frame.text)
        elif getattr(shape, "has_table", False):
            rows = ([" ".join(cell.text.split()) for cell in row.cells] for row in shape.table.rows)
            yield "\n".join(" | ".join(cell for cell in row if cell) for row in rows if any(row))
        elif getattr(shape, "has_chart", False):
            yield from _words_of(shape.chart.part.blob, f"{_A}t")
        else:
            for drawing in shape._element.iter(_DIAGRAM):
                part = slide.part.related_part(drawing.get(f"{_R}dm"))
                yield "\n".join(_words_of(part.blob, f"{_A}t"))
        for blip in shape._element.iter(f"{_A}blip"):
            if name := self._picture(shape, slide, blip.get(f"{_R}embed")):
                yield name

    def _picture(self, shape: Any, slide: Any, relation: str | None) -> str | None:
        """Return the name of a picture, whose file is stored once; None for icons, linked pictures, and metafiles."""
        if (
            relation is None
            or min(shape.width or ICON_PIXELS * EMU, shape.height or ICON_PIXELS * EMU) < ICON_PIXELS * EMU
        ):
            return None
        part = slide.part.related_part(relation)
        path = PurePosixPath(str(part.partname))
        if str(path) in self._pictures or not has_suffix(path.name, PHOTOS) or self._shelf.count >= MOST_PICTURES:
            return None
        given = [str(e.get(key)) for e in shape._element.iter("{*}cNvPr") for key in ("descr", "name") if e.get(key)]
        name = document_flow.picture_name(given, path.suffix) or path.name
        self._shelf.put(name, [part.blob])
        self._pictures[str(path)] = self._description.members[-1].name
        return self._pictures[str(path)]


def _all_shapes(shapes: Any, depth: int = 0) -> Iterator[Any]:
    for shape in shapes:
        if hasattr(shape, "shapes"):
            if depth < DEEPEST:
                yield from _all_shapes(shape.shapes, depth + 1)
        else:
            yield shape


def _words_of(xml: bytes, tag: str) -> list[str]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return [words for e in etree.fromstring(xml, parser).iter(tag) if (words := " ".join((e.text or "").split()))]
