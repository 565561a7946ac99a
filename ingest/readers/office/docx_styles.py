"""Styles and lists of a Word document: heading, caption, font, list numbers."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MAX_STYLES = 5_000
MAX_CHAIN = 12  # base styles of a style
BULLET = "- "
_NOT = ("0", "false", "off", "none")


@dataclass(frozen=True, slots=True)
class Style:
    """The relevant properties of a style or of a run; None if unspecified. `level`: of a heading; `number`: of its
    list."""

    name: str = ""
    level: int | None = None
    font: str | None = None
    italic: bool | None = None
    hidden: bool | None = None
    number: str | None = None

    def over(self, base: Style) -> Style:
        """Return the style over `base`, which fills the gaps."""
        return Style(
            self.name or base.name,
            base.level if self.level is None else self.level,
            self.font or base.font,
            base.italic if self.italic is None else self.italic,
            base.hidden if self.hidden is None else self.hidden,
            self.number or base.number,
        )


@dataclass(slots=True)
class DocxStyles:
    """The styles of a document by their ids."""

    known: dict[str, Style] = field(default_factory=dict)
    normal: Style = Style()

    def of(self, style: str | None) -> Style:
        """Return a style by its id; the default paragraph style if there is none."""
        return self.known.get(style or "", self.normal)


@dataclass(slots=True)
class Lists:
    """The lists of a document, which count their items in order. `formats`: by list and level."""

    formats: dict[str, dict[int, str]] = field(default_factory=dict)
    counted: dict[tuple[str, int], int] = field(default_factory=lambda: defaultdict(int))

    def mark(self, number: str, level: int) -> str:
        """Return the mark before the next item of this list at this level, empty for no list."""
        shape = self.formats.get(number, {}).get(level)
        if shape is None or number == "0":
            return ""
        if shape in ("bullet", "none"):
            return BULLET if shape == "bullet" else ""
        self.counted[number, level] += 1
        for deeper in range(level + 1, 9):
            self.counted.pop((number, deeper), None)
        count = self.counted[number, level]
        if shape in ("lowerLetter", "upperLetter") and count <= 26:
            return f"{chr((97 if shape == 'lowerLetter' else 65) + count - 1)}. "
        return f"{count}. "


def value(element: Any, path: str) -> str | None:
    """Return the `val` of the element's child, or None."""
    found = element.find(path) if element is not None else None
    return None if found is None else found.get(f"{W}val")


def read_toggle(element: Any, path: str) -> bool | None:
    """Return whether a toggle property is on; None if unspecified (ECMA-376, 17.17.4)."""
    found = element.find(path) if element is not None else None
    return None if found is None else found.get(f"{W}val", "true") not in _NOT


def own(properties: Any) -> Style:
    """Return the direct properties of a run (`w:rPr`)."""
    if properties is None:
        return Style()
    fonts = properties.find(f"{W}rFonts")
    font = None if fonts is None else fonts.get(f"{W}hAnsi") or fonts.get(f"{W}ascii")
    return Style("", None, font, read_toggle(properties, f"{W}i"), read_toggle(properties, f"{W}vanish"))


def styles_of(root: Any) -> DocxStyles:
    """Return the styles in `styles.xml`."""
    found = DocxStyles()
    if root is None:
        return found
    found.normal = own(root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))
    elements = {e.get(f"{W}styleId"): e for e in root.findall(f"{W}style")[:MAX_STYLES] if e.get(f"{W}styleId")}
    plain = next((id_ for id_, e in elements.items() if _is_normal(e)), None)
    if plain is not None:
        found.normal = _resolved(plain, elements, found.normal)
    for id_ in elements:
        found.known[id_] = _resolved(id_, elements, found.normal)
    return found


def _is_normal(element: Any) -> bool:
    return element.get(f"{W}type") == "paragraph" and element.get(f"{W}default", "0") not in _NOT


def _resolved(id_: str, elements: dict[str, Any], base: Style) -> Style:
    chain: list[Style] = []
    at: str | None = id_
    while at in elements and len(chain) < MAX_CHAIN:
        chain.append(_style(elements[at]))
        at = value(elements[at], f"{W}basedOn")
    for style in reversed(chain):
        base = style.over(base)
    if not any(style.level is not None for style in chain):
        base = replace(base, level=None)
    return base


def _style(element: Any) -> Style:
    name = (value(element, f"{W}name") or "").casefold()
    outline = value(element, f"{W}pPr/{W}outlineLvl")
    level = 1 if name == "title" else None
    if name.startswith("heading ") and name[8:].isdigit():
        level = int(name[8:])
    elif level is None and outline is not None and outline.isdigit() and int(outline) < 9:
        level = int(outline) + 1
    number = value(element, f"{W}pPr/{W}numPr/{W}numId")
    return replace(own(element.find(f"{W}rPr")), name=name, level=level, number=number)


def lists_of(root: Any) -> Lists:
    """Return the lists in `numbering.xml`."""
    found = Lists()
    if root is None:
        return found
    shapes: dict[str | None, dict[int, str]] = {}
    for abstract in root.findall(f"{W}abstractNum")[:MAX_STYLES]:
        shapes[abstract.get(f"{W}abstractNumId")] = {
            int(level.get(f"{W}ilvl")): value(level, f"{W}numFmt") or "decimal"
            for level in abstract.findall(f"{W}lvl")
            if (level.get(f"{W}ilvl") or "").isdigit()
        }
    for number in root.findall(f"{W}num")[:MAX_STYLES]:
        found.formats[number.get(f"{W}numId") or ""] = shapes.get(value(number, f"{W}abstractNumId"), {})
    return found
