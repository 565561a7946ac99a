"""Markdown images, `![alt](x.jpg "title")`, and the emphasised line that captions them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from ingest.enrich.filenames import is_picture_name

_LONGEST = 2000
_TARGET = r"(<[^<>]{1,400}>|(?:[^()\s\"<>]|\([^()\s]{0,80}\)|[ ](?![\"'])){1,400}?)"
_IMAGE = re.compile(rf"!\[([^\[\]]{{0,600}})\]\(\s*+{_TARGET}\s*+(?:[\"']([^\"']{{0,600}})[\"']\s*+)?\)")
_LINKED = re.compile(r"\[(!\[[^\[\]]{0,600}\]\([^()]{1,600}\))\]\(([^()]{1,600})\)")
_LIST_MARK = re.compile(r"\A(?:[-*+•>]|\d{1,3}[.)])\s+")
_BLANKS = re.compile(r"\s{1,9}\.(?=\w{3,5}\Z)")  # before the suffix, a slip of the editor
_EMPHASIS = re.compile(r"(?:\*(?!\s|\*)([^*]+)(?<!\s)\*|_(?!\s|_)([^_]+)(?<!\s)_|<em>([^<]+)</em>)\Z")
_STRONG = re.compile(r"(?:\*\*(?!\s)([^*]+)\*\*|__(?!\s)([^_]+)__|\*\*\*([^*]+)\*\*\*)\Z")


@dataclass(frozen=True, slots=True)
class Image:
    """One image: the file's name, the alternative text, the title, and the target when it says more than the name."""

    filename: str
    alt: str
    title: str
    target: str


def images(line: str) -> tuple[list[Image], str]:
    """(the images of a line of picture files, the emphasised words after them); ([], "") where other words stand."""
    line = _LIST_MARK.sub("", line.strip(), count=1)
    if "![" not in line[:3] or len(line) > _LONGEST:
        return [], ""
    links: list[str] = []

    def unlink(match: re.Match[str]) -> str:
        links.append(match[2])
        return match[1]

    line = _LINKED.sub(unlink, line)
    found = list(_IMAGE.finditer(line))
    rest = _IMAGE.sub("", line).strip()
    words = emphasised([rest], strong=True) if rest else ""
    if not found or words is None:
        return [], ""
    read = [_image(match, " ".join(links)) for match in found]
    return (read, words) if all(is_picture_name(image.filename) for image in read) else ([], "")


def emphasised(lines: list[str], strong: bool = False) -> str | None:
    """The words of lines that are emphasised as a whole (`*words*`), else None. `strong`: `**words**` counts too."""
    words = " ".join(line.strip() for line in lines)
    if len(words) > _LONGEST:
        return None
    if len(lines) > 1 and words.count(words[:1]) > 2:
        each = [emphasised([line], strong) for line in lines]
        return " ".join(map(str, each)) if all(each) else None
    match = _EMPHASIS.match(words) or (_STRONG.match(words) if strong else None)
    return next(group for group in match.groups() if group) if match else None


def _image(match: re.Match[str], link: str) -> Image:
    target = match[2].strip("<>").strip()
    path = target if "://" not in target else urlsplit(target).path
    filename = _BLANKS.sub(".", unquote(path.split("?")[0].rsplit("/", 1)[-1]))
    more = " ".join(part for part in (target if target != filename else "", link) if part)
    return Image(filename, match[1].strip(), (match[3] or "").strip(), more)
