"""Read the XML of a Word document: paragraphs, tables and text boxes in order, and the pictures inside, saved as files.

Inserted words count, deleted ones do not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any
from urllib.parse import unquote

from archive.media_types import PHOTOS, has_suffix, of_suffix
from archive.record import Member
from archive.text import vietnamese
from ingest.extract.metadata_values import one_line
from ingest.readers.base.inline_pictures import ICON_PIXELS
from ingest.readers.base.time_limit import TimeLimit
from ingest.readers.office.document_flow import Cell, Flow, Paragraph
from ingest.readers.office.docx_styles import DocxStyles, Lists, Style, W, own, read_toggle, value

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
V = "{urn:schemas-microsoft-com:vml}"
OFFICE = "{urn:schemas-microsoft-com:office:office}"
PIC = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
EMU = 9_525  # a pixel in drawing units (ECMA-376, 20.1.2.1)
MAX_PICTURES = 500


@dataclass(slots=True)
class Pictures:
    """Extract pictures from a document as it is read. `relations` are those of the present part."""

    folder: Path
    members: list[Member] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)  # by part

    def of(self, drawing: Any, relations: Mapping[str, Any]) -> list[str]:
        """Return the names of the pictures in a drawing (`w:drawing`, `w:pict`); none for icons, shapes and
        metafiles."""
        found = []
        if not _too_small(drawing):
            for blip in drawing.iter(f"{A}blip", f"{V}imagedata"):
                relation = relations.get(blip.get(f"{R}embed") or blip.get(f"{R}id") or blip.get(f"{R}link") or "")
                name = None if relation is None else self._name(relation, _given(blip))
                if name and name not in found:
                    found.append(name)
        return found

    def _name(self, relation: Any, given: str) -> str | None:
        if relation.is_external:
            linked = one_line(PurePosixPath(unquote(str(relation.target_ref)).replace("\\", "/")).name, 250)
            return linked if has_suffix(linked, PHOTOS) else None
        part = relation.target_part
        path = str(part.partname)
        if path in self.names:
            return self.names[path]
        suffix = PurePosixPath(path).suffix.lower()
        if not has_suffix(path, PHOTOS) or len(self.members) >= MAX_PICTURES:
            return None
        name = self._free(given, suffix) or self._free(PurePosixPath(path).name, suffix)
        if name is None:
            return None
        file = f"inside-{len(self.members) + 1}{suffix}"
        (self.folder / file).write_bytes(part.blob)
        self.members.append(Member(name, file))
        self.names[path] = name
        return name

    def _free(self, given: str, suffix: str) -> str | None:
        """Return a name for a picture of this type, None for no name or one already used in the document."""
        name = one_line(PureWindowsPath(given).name, 200)
        if name and not has_suffix(name, PHOTOS):
            name = ""
        elif name and of_suffix(name) is not of_suffix(f"x{suffix}"):
            name = f"{PurePosixPath(name).stem}{suffix}"
        return name if name and name not in self.names.values() else None


def _given(blip: Any) -> str:
    """Return the original file name of a picture: Word stores it as the name or description."""
    if title := blip.get(f"{OFFICE}title"):
        return title if has_suffix(title, PHOTOS) else f"{title}.jpg"
    picture = next(blip.iterancestors(f"{PIC}pic"), None)
    about = None if picture is None else picture.find(f"{PIC}nvPicPr/{PIC}cNvPr")
    for name in () if about is None else (about.get("name", ""), about.get("descr", "")):
        if has_suffix(name, PHOTOS) and len(name) < 300:
            return str(name)
    return ""


def _too_small(drawing: Any) -> bool:
    extent = next(drawing.iter(f"{WP}extent"), None)
    sides = [] if extent is None else [extent.get("cx", ""), extent.get("cy", "")]
    return any(side.isdigit() and int(side) < ICON_PIXELS * EMU for side in sides)


MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
# never part of the text: properties, deleted and moved words, field codes, comments, ruby
_NEVER = frozenset(
    f"{W}{name}"
    for names in (("del", "moveFrom", "delText", "instrText", "delInstrText", "rt"), ("pPr", "rPr", "tblPr", "tblGrid"))
    for name in (*names, "tcPr", "trPr", "sectPr", "sdtPr")
)
_DRAWN = (f"{W}drawing", f"{W}pict", f"{W}object")
_SIGNS = {
    f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-",
}  # fmt: skip
MAX_ROWS = 50_000


@dataclass(slots=True)
class DocxPart:
    """The context for reading a part of the document: its relations, and what all parts share. `notes`: footnotes and
    endnotes as elements by (kind, id); `told` those already included."""

    styles: DocxStyles
    lists: Lists
    pictures: Pictures
    relations: Mapping[str, Any]
    notes: Mapping[tuple[str, str], Any]
    limit: TimeLimit
    told: list[tuple[str, str]] = field(default_factory=list)


@dataclass(slots=True)
class _DocxParagraph:
    """A paragraph being read: its runs as (text, font), and the position in a field's code."""

    base: Style
    runs: list[tuple[str, str | None]] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)
    codes: list[bool] = field(default_factory=list)  # for open fields: whether their code is still being read
    words: bool = False
    upright: bool = False
    words_first: bool = False


def read_docx_body(container: Any, part: DocxPart, flow: Flow) -> None:
    """Add the content of `container` (a body, header, note, text box) to `flow`, until it is full."""
    for block in _blocks(container):
        if flow.full:
            return
        if block.tag == f"{W}tbl":
            flow.table(list(_rows(block, part)))
        else:
            for one in _paragraphs(block, part):
                flow.paragraph(one)


def lines(container: Any, part: DocxPart) -> list[str]:
    """Return the words of all paragraphs in `container`, including tables."""
    found = (_paragraph(p, part) for p in container.iter(f"{W}p"))
    return [one.text for one, _ in found if one.text.strip()]


def _blocks(container: Any) -> Iterator[Any]:
    """Yield the paragraphs and tables in it. python-docx's `iter_inner_content` skips those in content controls and
    tracked changes."""
    for child in container:
        if child.tag in (f"{W}p", f"{W}tbl"):
            yield child
        elif child.tag == f"{MC}AlternateContent":
            yield from _blocks(_choice(child))
        elif isinstance(child.tag, str) and child.tag not in _NEVER:
            yield from _blocks(child)


def _choice(alternate: Any) -> Any:
    """Return the shown form of content with several (ECMA-376 part 3, 10.2.1)."""
    found = alternate.find(f"{MC}Choice")
    return found if found is not None and len(found) else alternate.find(f"{MC}Fallback")


def _rows(table: Any, part: DocxPart) -> Iterator[list[Cell]]:
    """Return the rows of cells; a nested table is added as paragraphs."""
    rows = [row for row in _inside(table, f"{W}tr") if read_toggle(row, f"{W}trPr/{W}del") is None]
    for row in rows[:MAX_ROWS]:
        if part.limit.is_over:
            return
        yield [_cell(cell, part) for cell in _inside(row, f"{W}tc")]


def _inside(element: Any, tag: str) -> Iterator[Any]:
    """Yield the nearest elements with a tag, through content controls and the like."""
    for child in element:
        if child.tag == tag:
            yield child
        elif isinstance(child.tag, str) and child.tag not in _NEVER and child.tag != f"{W}tbl":
            yield from _inside(child, tag)


def _cell(cell: Any, part: DocxPart) -> Cell:
    merged = cell.find(f"{W}tcPr/{W}vMerge")
    if merged is not None and merged.get(f"{W}val") != "restart":
        return []
    found: Cell = []
    for block in _blocks(cell):
        if block.tag == f"{W}tbl":
            found += [one for row in _rows(block, part) for inner in row for one in inner]
        else:
            found += _paragraphs(block, part)
    return found


def _paragraphs(element: Any, part: DocxPart) -> list[Paragraph]:
    """Return a paragraph, after those in the text boxes anchored in it."""
    one, boxes = _paragraph(element, part)
    found = [
        inner for box in boxes for block in _blocks(box) if block.tag == f"{W}p" for inner in _paragraphs(block, part)
    ]
    found += [
        inner
        for box in boxes
        for block in _blocks(box)
        if block.tag == f"{W}tbl"
        for row in _rows(block, part)
        for cell in row
        for inner in cell
    ]
    if one.pictures and one.text and not one.caption:  # a floating picture comes before the words it is anchored in
        return [*found, Paragraph(pictures=one.pictures), Paragraph(one.text, one.level, one.mark, notes=one.notes)]
    return [*found, one]


def _paragraph(element: Any, part: DocxPart) -> tuple[Paragraph, list[Any]]:
    properties = element.find(f"{W}pPr")
    style = part.styles.of(value(properties, f"{W}pStyle"))
    opened = _DocxParagraph(style)
    _inline(element, part, opened)
    outline = value(properties, f"{W}outlineLvl")
    level = int(outline) + 1 if outline and outline.isdigit() and int(outline) < 9 else style.level or 0
    text = vietnamese.joined(opened.runs)
    under = bool(opened.pictures) and not opened.words_first  # words below a picture, in its paragraph
    caption = "caption" in style.name or (opened.words and not opened.upright) or under
    mark = _mark(properties, style, part.lists) if text.strip() and not level else ""
    return Paragraph(text, level, mark, caption, opened.pictures, opened.notes), opened.boxes


def _mark(properties: Any, style: Style, lists: Lists) -> str:
    number = value(properties, f"{W}numPr/{W}numId") or style.number
    level = value(properties, f"{W}numPr/{W}ilvl") or "0"
    return lists.mark(number, int(level)) if number and level.isdigit() else ""


def _inline(element: Any, part: DocxPart, opened: _DocxParagraph, style: Style | None = None) -> None:
    """Add the runs in an element, through links, inserted words and content controls."""
    if part.limit.is_over:
        return
    for child in element:
        tag = child.tag
        if tag == f"{W}r":
            properties = child.find(f"{W}rPr")
            if properties is None:
                _inline(child, part, opened, opened.base)
                continue
            base = opened.base
            if (named := value(properties, f"{W}rStyle")) and named in part.styles.known:
                base = part.styles.known[named].over(base)
            mine = own(properties).over(base)
            if not mine.hidden:
                _inline(child, part, opened, mine)
        elif tag == f"{W}t" or tag == f"{M}t":
            _say(child.text or "", style or opened.base, opened)
        elif tag in _SIGNS:
            _say(_SIGNS[tag], style or opened.base, opened)
        elif tag == f"{W}fldChar":
            _field(child.get(f"{W}fldCharType"), opened.codes)
        elif tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
            _note(tag, child.get(f"{W}id") or "", part, opened)
        elif tag in _DRAWN:
            _drawn(child, part, opened)
        elif tag == f"{MC}AlternateContent":
            _inline(_choice(child), part, opened, style)
        elif isinstance(tag, str) and tag not in _NEVER:
            _inline(child, part, opened, style)


def _say(text: str, style: Style, opened: _DocxParagraph) -> None:
    if any(opened.codes) or not text:
        return
    opened.runs.append((text, style.font))
    if text.strip():
        opened.words = True
        opened.upright |= not style.italic
        opened.words_first |= not opened.pictures


def _field(kind: str | None, codes: list[bool]) -> None:
    """Handle a field: its code is not text, its result is (ECMA-376, 17.16.18)."""
    if kind == "begin":
        codes.append(True)
    elif kind == "separate" and codes:
        codes[-1] = False
    elif kind == "end" and codes:
        codes.pop()


def _note(tag: str, id_: str, part: DocxPart, opened: _DocxParagraph) -> None:
    key = ("footnote" if "footnote" in tag else "endnote", id_)
    note = part.notes.get(key)
    if note is None or key in part.told:
        return
    part.told.append(key)
    words = " ".join(lines(note, part))
    if words:
        opened.notes.append(f"[{len(part.told)}] {words}")


def _drawn(drawing: Any, part: DocxPart, opened: _DocxParagraph) -> None:
    """Add the pictures and text boxes of a drawing; a box drawn in two ways is read once."""
    opened.pictures += [name for name in part.pictures.of(drawing, part.relations) if name not in opened.pictures]
    for box in drawing.iter(f"{W}txbxContent"):
        outer = next(box.iterancestors(f"{W}txbxContent", *_DRAWN), None)
        if outer is drawing:
            opened.boxes.append(box)
    for path in drawing.iter(f"{V}textpath"):  # WordArt and watermarks as drawn by Word for old programs
        _say(path.get("string") or "", opened.base, opened)
