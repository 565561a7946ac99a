"""What the styles of an OpenDocument text say of its paragraphs, words and lists (ODF 1.3 part 3, 16)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

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
class Look:
    """What counts of a style, with all that it rests on; None where nothing is said."""

    names: tuple[str, ...] = ()
    font: str | None = None
    italic: bool | None = None
    hidden: bool = False

    @property
    def title(self) -> bool:
        """Whether it is that of the title."""
        return "title" in self.names

    @property
    def caption(self) -> bool:
        """Whether it is one for captions."""
        return any(name.startswith(CAPTIONS) for name in self.names)

    def over(self, base: Look) -> Look:
        """This one where it says something, else `base`."""
        return Look(
            self.names,
            self.font or base.font,
            base.italic if self.italic is None else self.italic,
            self.hidden or base.hidden,
        )


@dataclass(slots=True)
class Styles:
    """The styles by family and name, and of each list whether it counts its items."""

    looks: dict[tuple[str, str], Look] = field(default_factory=dict)
    counted: dict[str, bool] = field(default_factory=dict)

    def of(self, family: str, name: str | None) -> Look:
        """A style, that of plain paragraphs for none."""
        return self.looks.get((family, name or ""), self.looks.get((family, ""), Look()))


def styles_of(roots: Iterable[Any]) -> Styles:
    """The styles in `styles.xml` and `content.xml`."""
    found = Styles()
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


def _look(family: str, name: str, elements: dict[tuple[str, str], Any], faces: dict[str, str]) -> Look:
    look, at = Look(), name
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
    return Look(tuple(names), look.font, look.italic, look.hidden)


def _own(element: Any, faces: dict[str, str]) -> Look:
    properties = element.find(f"{STYLE}text-properties")
    if properties is None:
        return Look()
    named = properties.get(f"{STYLE}font-name")
    font = faces.get(named) or named if named else (properties.get(f"{FO}font-family") or "").strip("'\" ")
    slant = properties.get(f"{FO}font-style")
    return Look(
        (), font or None, None if slant is None else slant == "italic", properties.get(f"{TEXT}display") == "none"
    )
