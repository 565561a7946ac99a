"""Keep the pictures of a page at their place: each becomes its file name, followed by its caption."""

from __future__ import annotations

import re
from itertools import islice
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from lxml import etree
from lxml.html import HtmlElement

from archive.media_types import PHOTOS, has_suffix
from ingest.extract.metadata_values import one_line

SOURCES = ("data-src", "data-original", "data-lazy-src", "data-photo-original-src", "src")  # before placeholders
ICON_PIXELS = 48  # per side: smaller ones are icons and counters
LOGO_PIXELS = 200  # both sides: a smaller picture in the text of a mail is an icon, a logo or a counter
MAX_PICTURES = 2_000
_CAPTION_CLASS = re.compile(r"caption|chu-?thich|keterangan|desc-?(?:photo|image)|image-?desc", re.I)
_MARK = "\u27e6picture {}\u27e7"
_MARKED = re.compile(r"(?:(?<![ \t])[ \t]++)?(?:\| )?\u27e6picture (\d{1,5})\u27e7(?: \|)?[ \t]*+")
_BLANKS = re.compile(r"\s{1,9}\.(?=\w{3,5}\Z)")  # before the suffix: a typo of the editor
_DECORATION = re.compile(r"(?:^|[\W_])(?:logo|icon|avatar|sprite|spacer|pixel|placeholder|loading)(?:[\W_]|$)", re.I)


def mark(root: HtmlElement) -> list[str]:
    """Replace every photo of the page, with its caption, by a paragraph with its number; return the corresponding text
    blocks by number."""
    pictures: list[str] = []
    for image in list(root.iter("img"))[:MAX_PICTURES]:
        name = file_name(image)
        if name is None or image.getparent() is None:
            continue
        frame = _frame(image)
        caption = _caption(image, frame)
        alt = one_line(image.get("alt") or "", 500)
        if caption or not alt or alt == name:
            pictures.append(f"{name}\n{caption}".rstrip())
        else:
            pictures.append(f"![{alt.replace('[', '(').replace(']', ')')}]({name})")
        _replace(frame, _MARK.format(len(pictures) - 1))
    return pictures


def unmark(text: str, pictures: list[str]) -> str:
    """Return the text with the pictures' blocks in place of their numbers."""

    def block(found: re.Match[str]) -> str:
        number = int(found.group(1))
        return f"\n\n{pictures[number]}\n\n" if number < len(pictures) else found.group()

    return re.sub(r"\n{3,}", "\n\n", _MARKED.sub(block, text))


def file_name(image: HtmlElement) -> str | None:
    """Return the file name of a picture element, None if it has none or is an icon."""
    if any(side.isdigit() and int(side) < ICON_PIXELS for side in (image.get("width", ""), image.get("height", ""))):
        return None
    for attribute in SOURCES:
        address = (image.get(attribute) or "").strip()[:4000]
        if not address or address.startswith("data:"):
            continue
        try:
            name = PurePosixPath(unquote(urlsplit(address).path)).name
        except ValueError:
            continue
        name = one_line(name, 250)
        if has_suffix(name, PHOTOS):
            name = _BLANKS.sub(".", name)
            return None if _DECORATION.search(name) else name
    return None


def _frame(image: HtmlElement) -> Any:
    """Return the element that contains only the picture and its caption: a figure, a caption box, a table of one
    picture (as Vietnamese newsrooms make them), a link; else the picture itself."""
    for ancestor in image.iterancestors():
        if ancestor.tag == "figure" or "wp-caption" in (ancestor.get("class") or ""):
            return ancestor if _is_only_picture(ancestor) else _link(image)
        if ancestor.tag == "table":
            small = sum(1 for _ in islice(ancestor.iter("tr"), 4)) <= 3 and _is_only_picture(ancestor)
            return ancestor if small and len(ancestor.text_content()) < 1500 else _link(image)
        if ancestor.tag in ("body", "article", "main", "section"):
            break
    return _link(image)


def _is_only_picture(element: HtmlElement) -> bool:
    return sum(1 for _ in islice(filter(file_name, element.iter("img")), 2)) == 1


def _link(image: HtmlElement) -> Any:
    parent = image.getparent()
    while parent is not None and parent.tag in ("a", "picture", "span", "figure") and _is_only_picture(parent):
        if parent.text_content().strip():
            break
        image, parent = parent, parent.getparent()
    return image


def _caption(image: HtmlElement, frame: Any) -> str:
    """Return the words under a picture, removing them from the tree if they are outside the frame."""
    if frame is not image:
        inside = frame.xpath(".//figcaption") or [
            e for e in frame.iter() if _CAPTION_CLASS.search(e.get("class") or "")
        ]
        words = one_line(" ".join((inside[0] if inside else frame).itertext()), 4000)
        if words:
            return words
    following = frame.getnext()
    tail = (frame.tail or "").strip()
    if following is not None and not tail and following.tag == "br":
        tail, following = (following.tail or "").strip(), following.getnext()
    if (
        following is None
        and not tail
        and frame.getparent() is not None
        and not frame.getparent().text_content().strip()
    ):
        following = frame.getparent().getnext()
    if following is None or tail or following.find(".//img") is not None:
        return ""
    caption_like = following.tag == "figcaption" or _CAPTION_CLASS.search(following.get("class") or "")
    if not caption_like and not _emphasised(following):
        return ""
    words = one_line(" ".join(following.itertext()), 4000)
    if words:
        following.drop_tree()
    return words


def _emphasised(element: HtmlElement) -> bool:
    """Return whether all its words are emphasised, as in captions without a class."""
    if element.tag in ("em", "i"):
        return True
    inner = [e for e in element if e.tag in ("em", "i")] if element.tag == "p" else []
    return len(inner) == 1 and element.text_content().strip() == inner[0].text_content().strip() != ""


def _replace(frame: Any, words: str) -> None:
    """Put a paragraph in the frame's place, splitting the surrounding paragraph."""
    new = etree.Element("p")
    new.text = words
    parent = frame.getparent()
    if parent is None:
        return
    if parent.tag in ("p", "em", "strong", "span", "center", "a", "h1", "h2", "h3", "h4", "li", "td", "figure"):
        new = etree.Element("span")
        new.text = f" {words} "
    new.tail = frame.tail
    parent.replace(frame, new)
