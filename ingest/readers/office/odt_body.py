"""Read the XML of an OpenDocument text: paragraphs, lists, tables, notes and frames, with their styles.

Source: ODF 1.3 part 3, section 16.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from archive.text import vietnamese
from ingest.readers.base.inline_pictures import ICON_PIXELS
from ingest.readers.office.document_flow import Cell, Flow, Paragraph

OFFICE, TEXT, TABLE, STYLE, DRAW, FO, SVG, XLINK, META = (
    f"{{urn:oasis:names:tc:opendocument:xmlns:{name}:1.0}}" if "/" not in name else f"{{{name}}}"
    for name in (
        "office", "text", "table", "style", "drawing", "xsl-fo-compatible", "svg-compatible",
        "http://www.w3.org/1999/xlink", "meta",
    )
)  # fmt: skip
DC = "{http://purl.org/dc/elements/1.1/}"
MAX_CHAIN = 12
CAPTIONS = ("caption", "illustration", "figure", "drawing")


@dataclass(frozen=True, slots=True)
class StyleFormat:
    """The relevant properties of a style, including its base styles; None if unspecified."""

    names: tuple[str, ...] = ()
    font: str | None = None
    italic: bool | None = None
    hidden: bool = False

    @property
    def title(self) -> bool:
        """Return whether it is that of the title."""
        return "title" in self.names

    @property
    def caption(self) -> bool:
        """Return whether it is one for captions."""
        return any(name.startswith(CAPTIONS) for name in self.names)

    def over(self, base: StyleFormat) -> StyleFormat:
        """Return the style over `base`, which fills the gaps."""
        return StyleFormat(
            self.names,
            self.font or base.font,
            base.italic if self.italic is None else self.italic,
            self.hidden or base.hidden,
        )


@dataclass(slots=True)
class OdtStyles:
    """The styles by family and name, and for each list whether it is numbered."""

    looks: dict[tuple[str, str], StyleFormat] = field(default_factory=dict)
    counted: dict[str, bool] = field(default_factory=dict)

    def of(self, family: str, name: str | None) -> StyleFormat:
        """Return a style; the default paragraph style for none."""
        return self.looks.get((family, name or ""), self.looks.get((family, ""), StyleFormat()))


def styles_of(roots: Iterable[Any]) -> OdtStyles:
    """Return the styles in `styles.xml` and `content.xml`."""
    found = OdtStyles()
    elements: dict[tuple[str, str], Any] = {}
    faces: dict[str, str] = {}
    for root in roots:
        for face in root.iter(f"{STYLE}font-face"):
            faces[face.get(f"{STYLE}name") or ""] = (face.get(f"{SVG}font-family") or "").strip("'\" ")
        for element in root.iter(f"{STYLE}style"):
            elements[element.get(f"{STYLE}family") or "", element.get(f"{STYLE}name") or ""] = element
        for element in root.iter(f"{STYLE}default-style"):
            elements.setdefault((element.get(f"{STYLE}family") or "", ""), element)
        for element in root.iter(f"{TEXT}list-style"):
            number = element.find(f"{TEXT}list-level-style-number")
            found.counted[element.get(f"{STYLE}name") or ""] = (
                number is not None and number.get(f"{TEXT}level", "1") == "1" and bool(number.get(f"{STYLE}num-format"))
            )
    for family, name in elements:
        found.looks[family, name] = _look(family, name, elements, faces)
    return found


def _look(family: str, name: str, elements: dict[tuple[str, str], Any], faces: dict[str, str]) -> StyleFormat:
    look, at = StyleFormat(), name
    names: list[str] = []
    for _ in range(MAX_CHAIN):
        element = elements.get((family, at))
        if element is None:
            break
        names += [(element.get(f"{STYLE}display-name") or at).replace("_20_", " ").casefold()]
        look = look.over(_own(element, faces))
        at = element.get(f"{STYLE}parent-style-name") or ""
        if at == "" and name == "":
            break
    return StyleFormat(tuple(names), look.font, look.italic, look.hidden)


def _own(element: Any, faces: dict[str, str]) -> StyleFormat:
    properties = element.find(f"{STYLE}text-properties")
    if properties is None:
        return StyleFormat()
    named = properties.get(f"{STYLE}font-name")
    font = faces.get(named) or named if named else (properties.get(f"{FO}font-family") or "").strip("'\" ")
    slant = properties.get(f"{FO}font-style")
    return StyleFormat(
        (), font or None, None if slant is None else slant == "italic", properties.get(f"{TEXT}display") == "none"
    )


# never part of the text: deleted words, comments, declarations, ruby, note numbers
_NEVER = (
    f"{TEXT}tracked-changes", f"{OFFICE}annotation", f"{OFFICE}forms", f"{TEXT}sequence-decls", f"{TEXT}variable-decls",
    f"{TEXT}user-field-decls", f"{TEXT}ruby-text", f"{TEXT}note-citation", f"{SVG}title", f"{SVG}desc",
    f"{TEXT}hidden-text", f"{OFFICE}event-listeners", f"{TEXT}soft-page-break", f"{TEXT}placeholder",
)  # fmt: skip
_LOEXT = "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}"
_LENGTH = re.compile(r"([0-9.]{1,12})(cm|mm|in|pt|px)\Z")
_PIXELS = {"cm": 96 / 2.54, "mm": 96 / 25.4, "in": 96.0, "pt": 96 / 72, "px": 1.0}
MAX_REPEATED = 64  # repeated cells or rows: spreadsheets fill their sheet with them
MAX_ROWS = 50_000


@dataclass(slots=True)
class OdtPart:
    """The context for reading a text. `keep` stores a picture as a file and returns its name."""

    styles: OdtStyles
    keep: Callable[[str], str | None]
    flow: Flow
    noted: int = 0


@dataclass(slots=True)
class _OdtParagraph:
    runs: list[tuple[str, str | None]] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)
    words: bool = False
    upright: bool = False
    words_first: bool = False


def read_odt_body(container: Any, part: OdtPart) -> None:
    """Add the content of `container` to the flow, until it is full."""
    for kind, block in _blocks(container, part):
        if part.flow.full:
            return
        if kind == "table":
            part.flow.table(list(_rows(block, part)))
        else:
            for one in block:
                part.flow.paragraph(one)


def lines(container: Any, part: OdtPart) -> list[str]:
    """Return the words of all paragraphs in `container`, including tables."""
    found = (_paragraph(element, part)[0] for element in container.iter(f"{TEXT}p", f"{TEXT}h"))
    return [one.text for one in found if one.text.strip()]


def _blocks(container: Any, part: OdtPart) -> Iterator[tuple[str, Any]]:
    """Yield ("table", element) or ("text", paragraphs) of its content."""
    for child in container:
        if child.tag in (f"{TEXT}p", f"{TEXT}h"):
            yield "text", _paragraphs(child, part)
        elif child.tag == f"{TEXT}list":
            yield "text", list(_items(child, part, child.get(f"{TEXT}style-name")))
        elif child.tag == f"{TABLE}table":
            yield "table", child
        elif child.tag == f"{DRAW}frame":
            opened = _OdtParagraph()
            _frame(child, part, opened)
            yield "text", [Paragraph(pictures=opened.pictures)] if opened.pictures else []
            for box in opened.boxes:
                yield from _blocks(box, part)
        elif _is_shown(child):
            yield from _blocks(child, part)


def _is_shown(element: Any) -> bool:
    """Return whether its words are shown: not in a hidden section (ODF 1.3 part 3, 5.4), nor the prompt of a
    LibreOffice content control."""
    if not isinstance(element.tag, str) or element.tag in _NEVER:
        return False
    if element.tag != f"{TEXT}section":
        return bool(element.get(f"{_LOEXT}showing-place-holder") != "true")
    display = element.get(f"{TEXT}display")
    return not (display == "none" or (display == "condition" and _says_hidden(element)))


def _says_hidden(element: Any) -> bool:
    return bool(element.get(f"{TEXT}is-hidden") == "true")


def _items(element: Any, part: OdtPart, style: str | None) -> Iterator[Paragraph]:
    """Return the paragraphs of a list, the first of each item with its mark."""
    counted = part.styles.counted.get(style or "", False)
    number = 0
    for item in element:
        if item.tag not in (f"{TEXT}list-item", f"{TEXT}list-header"):
            continue
        if part.flow.late:
            return
        first = item.tag == f"{TEXT}list-item"
        number += first
        for child in item:
            if child.tag == f"{TEXT}list":
                yield from _items(child, part, child.get(f"{TEXT}style-name") or style)
            elif child.tag in (f"{TEXT}p", f"{TEXT}h"):
                for one in _paragraphs(child, part):
                    if first and one.text.strip() and not one.level:
                        one.mark, first = f"{number}. " if counted else "- ", False
                    yield one


def _rows(table: Any, part: OdtPart) -> Iterator[list[Cell]]:
    """Return the rows of cells; a nested table is added as paragraphs."""
    count = 0
    for row in table.iter(f"{TABLE}table-row"):
        if next(row.iterancestors(f"{TABLE}table")) is not table:
            continue
        cells: list[Cell] = []
        for cell in row:
            if cell.tag in (f"{TABLE}table-cell", f"{TABLE}covered-table-cell"):
                cells += [list(_cell(cell, part))] * _repeated(cell, "columns")
        count += 1
        if count > MAX_ROWS or part.flow.late:
            return
        yield from [cells] * _repeated(row, "rows")


def _repeated(element: Any, what: str) -> int:
    number = element.get(f"{TABLE}number-{what}-repeated", "1")
    return max(1, min(int(number), MAX_REPEATED)) if number.isdigit() and len(number) < 9 else 1


def _cell(cell: Any, part: OdtPart) -> Iterator[Paragraph]:
    for kind, block in _blocks(cell, part):
        if kind == "table":
            yield from (one for row in _rows(block, part) for inner in row for one in inner)
        else:
            yield from block


def _paragraphs(element: Any, part: OdtPart) -> list[Paragraph]:
    """Return a paragraph, after those in the text boxes anchored in it."""
    one, boxes = _paragraph(element, part)
    found: list[Paragraph] = []
    for box in boxes:
        found += _cell(box, part)
    if one.pictures and one.text and not one.caption:
        return [*found, Paragraph(pictures=one.pictures), Paragraph(one.text, one.level, notes=one.notes)]
    return [*found, one]


def _paragraph(element: Any, part: OdtPart) -> tuple[Paragraph, list[Any]]:
    look = part.styles.of("paragraph", element.get(f"{TEXT}style-name"))
    opened = _OdtParagraph()
    if not look.hidden and not any(map(_says_hidden, element.iter(f"{TEXT}hidden-paragraph"))):
        _inline(element, part, opened, look)
    level = 1 if look.title else 0
    outline = element.get(f"{TEXT}outline-level") or "1"
    if element.tag == f"{TEXT}h":
        level = int(outline) if outline.isdigit() and len(outline) < 3 else 1
    under = bool(opened.pictures) and not opened.words_first
    caption = look.caption or (opened.words and not opened.upright) or under
    return Paragraph(vietnamese.joined(opened.runs), level, "", caption, opened.pictures, opened.notes), opened.boxes


def _inline(element: Any, part: OdtPart, opened: _OdtParagraph, look: StyleFormat) -> None:
    """Add the words in an element, through spans, links and fields; none once the time is over."""
    if part.flow.late:
        return
    _say(element.text, look, opened)
    for child in element:
        tag = child.tag
        if tag == f"{TEXT}s":
            _say(" ", look, opened)
        elif tag == f"{TEXT}tab":
            _say("\t", look, opened)
        elif tag == f"{TEXT}line-break":
            opened.runs.append(("\n", look.font))
        elif tag == f"{TEXT}note":
            _note(child, part, opened)
        elif tag == f"{DRAW}frame":
            _frame(child, part, opened)
        elif _is_shown(child):
            inner = look
            if tag == f"{TEXT}span":
                inner = part.styles.of("text", child.get(f"{TEXT}style-name")).over(look)
            if not inner.hidden:
                _inline(child, part, opened, inner)
        _say(child.tail, look, opened)


def _say(text: str | None, look: StyleFormat, opened: _OdtParagraph) -> None:
    if not text:
        return
    opened.runs.append((text.replace("\n", " ").replace("\r", " "), look.font))  # ODF 1.3 part 3, 6.1.2
    if text.strip():
        opened.words = True
        opened.upright |= not look.italic
        opened.words_first |= not opened.pictures


def _note(note: Any, part: OdtPart, opened: _OdtParagraph) -> None:
    body = note.find(f"{TEXT}note-body")
    words = "" if body is None else " ".join(lines(body, part))
    if words:
        part.noted += 1
        opened.notes.append(f"[{part.noted}] {words}")


def _frame(frame: Any, part: OdtPart, opened: _OdtParagraph) -> None:
    """Add the picture or text box of a frame; the first of several forms."""
    sides = (frame.get(f"{SVG}width", ""), frame.get(f"{SVG}height", ""))
    for child in frame:
        if child.tag == f"{DRAW}text-box":
            opened.boxes.append(child)
            return
        if child.tag == f"{DRAW}image" and not any(map(_small, sides)):
            name = part.keep(child.get(f"{XLINK}href") or "")
            if name:
                opened.pictures.append(name)
                return


def _small(side: str) -> bool:
    found = _LENGTH.match(side)
    return found is not None and found[1].count(".") < 2 and float(found[1]) * _PIXELS[found[2]] < ICON_PIXELS
