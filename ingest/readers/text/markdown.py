"""Read Markdown: front matter as values, the rest as plain text with its paragraphs and pictures."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from archive.messages import Message
from archive.record import PAGE_BREAK, Description
from archive.text.charset import clean_text
from ingest.extract.embargo.unread_words import NamedWords
from ingest.extract.metadata_values import one_line, web_address
from ingest.readers.base import front_matter
from ingest.readers.base.source import VERSION, Source
from ingest.readers.text.plain_text import read_characters

NAME = "markdown"

MAX_CHARACTERS = 1_000_000  # a long book; longer malicious input would take all of a worker's time

# Every repetition below is limited: a line of ten megabytes is read in one pass.
_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(.{0,2000}?)[ \t]{0,50}#{0,10}$")
_UNDERLINE = re.compile(r" {0,3}(?:={2,200}|-{2,200})[ \t]{0,50}$")
_RULE = re.compile(r" {0,3}(?:(?:\*[ \t]{0,3}){3,80}|(?:-[ \t]{0,3}){3,80}|(?:_[ \t]{0,3}){3,80})$")
_FENCE = re.compile(r" {0,3}(?:`{3,20}|~{3,20})[^`]{0,100}$")
_QUOTE = re.compile(r"(?: {0,3}> ?){1,20}")
_BULLET = re.compile(r"^([ \t]{0,20})[*+][ \t]{1,4}(?=\S)")
_DEFINITION = re.compile(r" {0,3}\[[^\]]{1,200}\]:[ \t]{1,20}\S{1,2000}(?:[ \t]{1,20}[\"'(].*)?$")
_CAPTION = re.compile(r"\s{0,8}([*_]{1,3})(?![*_\s])[^\n]{1,4000}\1\s{0,8}$")
_TARGET = r"\((?:[^()\n]|\([^()\n]{0,200}\)){1,1000}\)"
_LINKED_IMAGE = re.compile(rf"\[(!\[[^\[\]\n]{{0,600}}\]{_TARGET})\]\([^()\n]{{0,1000}}\)")
_IMAGE = re.compile(rf"!\[[^\[\]\n]{{0,600}}\]{_TARGET}")
_LINK = re.compile(
    r"(?<!!)\[([^\[\]\n]{1,1000})\](?:\(<?([^()\s>]{0,2000}(?:\([^()\s]{0,200}\)[^()\s>]{0,500})?)>?"
    r"(?:[ \t]{1,5}[\"'][^\n\"']{0,300}[\"'])?\)|\[[^\[\]\n]{0,200}\])"
)
_AUTOLINK = re.compile(r"<((?:https?://|mailto:)[^<>\s]{1,2000})>")
_IMG_TAG = re.compile(r"<img\s([^<>]{1,2000})>", re.I)
_ATTRIBUTE = re.compile(r"\b(src|alt)\s?=\s?(?:\"([^\"]{0,1000})\"|'([^']{0,1000})')", re.I)
_BREAK_TAG = re.compile(r"<(?:br|/p|/div|/li|/tr|/h[1-6])\s?/?>", re.I)
_TAG = re.compile(r"</?[a-zA-Z][a-zA-Z0-9]{0,15}(?:\s[^<>\n]{0,1000})?/?>")
_STRONG = (re.compile(r"\*\*([^*\n]{1,1000})\*\*"), re.compile(r"(?<!\w)__([^\n_]{1,1000})__(?!\w)"))
_EMPHASIS = (
    re.compile(r"(?<![\w*])\*(?!\s)([^*\n]{1,1000})(?<!\s)\*(?!\*)"),
    re.compile(r"(?<!\w)_(?!\s)([^_\n]{1,1000})(?<!\s)_(?!\w)"),
    re.compile(r"~~([^~\n]{1,1000})~~"),
    re.compile(r"`{1,3}([^`\n]{1,2000})`{1,3}"),
)
_DEFINED = re.compile(r"^ {0,3}\[[^\]\n]{1,200}\]:[ \t]{1,20}\S{0,300}[ \t]{1,20}[\"'(](.{3,}+)$", re.M)
_TITLED = re.compile(r"\]\([^()\s]{0,500}[ \t]{1,5}[\"']([^\n\"']{3,}+)[\"']\)")
_MARKED = re.compile(r"[*_\[<&`~\\]")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+.!|>~-])")
_RELEASE = re.compile(  # the address of the original release
    r"\s{0,8}\[((?:original|source)[\w /-]{0,30}release)\]\((https?://[^\s()]{1,2000})\)\s{0,8}$", re.I
)
_SOURCE = re.compile(r"\s{0,8}[*_]{0,3}(?:sumber|source|nguồn|theo)\b", re.I)


def read_source(source: Source) -> Description:
    """Return the text without Markdown marks. Image lines `![alt](x.jpg)`, an emphasised line under one and pipe tables
    are unchanged: they show which words belong to a picture. The first heading becomes the title."""
    description = Description(source.media_type, NAME, VERSION)
    text = read_characters(source, description)
    found, body = front_matter.split(text, description)
    front_matter.offer(found, description)
    if len(body) > MAX_CHARACTERS:
        description.notes.append(Message("markdown-too-long"))
        description.text = body
    else:
        description.text = plain(body, description)
    if PAGE_BREAK in description.text:
        description.pages = description.text.split(PAGE_BREAK)
    return description


def unread_words(source: Source) -> Iterator[NamedWords]:
    """Yield what is written and not shown: front matter, comments, definitions and titles of links."""
    text = read_characters(source, Description(source.media_type, NAME, VERSION))
    _, body = front_matter.split(text, Description(source.media_type, NAME, VERSION))
    for line in text[: len(text) - len(body)].splitlines():
        name, _, value = ("front matter", ":", line.lstrip("# ")) if line.startswith("#") else line.partition(":")
        yield name.strip(), value.strip(" \"'")
    for comment in _split_comments(text)[1]:
        yield "comment", comment
    for found in (*_DEFINED.finditer(body), *_TITLED.finditer(body)):
        yield "link", found[1].rstrip("\"') ")


def plain(text: str, description: Description) -> str:
    """Return Markdown (CommonMark, and pipe tables) as plain text; add the first top-level heading as title, and the
    name and URL of a linked source line."""
    lines: list[str] = []
    after_image = fenced = False
    for raw in "".join(_split_comments(text)[0]).split("\n"):
        if _FENCE.match(raw):
            fenced = not fenced
            continue
        if fenced:
            lines.append(raw)
            continue
        line = _QUOTE.sub("", raw, count=1) if raw.lstrip()[:1] == ">" else raw
        caption = _CAPTION.match(line) if after_image else None
        if caption and (lines[-1] or caption.group(1) in ("*", "_")):
            lines.append(line.strip())
            continue
        if after_image and lines[-1] and not line.strip():
            lines.append("")  # a caption may follow one empty line, in italics; in bold it would be a heading
            continue
        _add_line(line, lines, description)
        after_image = bool(lines) and lines[-1].startswith("![") and lines[-1].endswith(")")
    return clean_text(re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n"))  # entities may have introduced anything


def _add_line(line: str, lines: list[str], description: Description) -> None:
    if heading := _HEADING.match(line):
        words = _inline(heading.group(2)).strip()
        if len(heading.group(1)) == 1 and words:
            _offer_heading(words, description)
        lines += ["", words, ""]
    elif _UNDERLINE.match(line) and lines and lines[-1].strip() and "|" not in lines[-1]:
        if "=" in line:
            _offer_heading(lines[-1].strip(), description)
        lines += [""]
    elif _RULE.match(line) or _DEFINITION.match(line):
        lines.append("")
    else:
        if release := _RELEASE.match(line):
            line = f"{release[1]}: <{release[2]}>"
        elif _SOURCE.match(line):
            line = _source_line(line, description)
        lines += [part.rstrip(" \t\\") for part in _inline(_BULLET.sub(r"\1- ", line)).split("\n")]


def _offer_heading(words: str, description: Description) -> None:
    if not any(o.origin == "heading" for o in description.origins.get("title", [])):
        description.offer("title", one_line(words), "heading", 0.9)


def _source_line(line: str, description: Description) -> str:
    """Return a source line with its link's address in place of the link; add the link's words as the source's name."""
    link = _LINK.search(line)
    address = web_address(link.group(2) or "") if link else None
    if link is None or address is None:
        return line
    if web_address(link.group(1)) is None:
        description.offer("source", one_line(_inline(link.group(1)), 300), "source line")
    return f"{line[: link.start()]}<{address}>{line[link.end() :]}"


def _inline(line: str) -> str:
    """Return a line without emphasis, links, tags and escapes. Images are unchanged."""
    if not _MARKED.search(line):
        return line
    line = _LINKED_IMAGE.sub(r"\1", line)
    line = _IMG_TAG.sub(_image_of_tag, line)
    kept: list[str] = []
    at = 0
    for image in _IMAGE.finditer(line):
        kept += [_words(line[at : image.start()]), image.group()]
        at = image.end()
    return "".join([*kept, _words(line[at:])])


def _image_of_tag(tag: re.Match[str]) -> str:
    found = {name.lower(): double or single for name, double, single in _ATTRIBUTE.findall(tag.group(1))}
    return f"![{found.get('alt', '')}]({found['src']})" if found.get("src") else ""


def _words(text: str) -> str:
    addresses: list[str] = []

    def hold(match: re.Match[str]) -> str:
        addresses.append(match.group(1))  # an address may contain _ and *, which are not marks there
        return f"\ue000{len(addresses) - 1}\ue001"

    text = _AUTOLINK.sub(hold, _LINK.sub(r"\1", text.replace("\ue000", "").replace("\ue001", "")))
    text = _TAG.sub("", _BREAK_TAG.sub("\n", text))
    for mark in (*_STRONG, *_EMPHASIS):
        text = mark.sub(r"\1", text)
    text = html.unescape(_ESCAPE.sub(r"\1", text))
    return re.sub(r"\ue000(\d{1,9})\ue001", lambda held: addresses[int(held.group(1))], text)


def _split_comments(text: str) -> tuple[list[str], list[str]]:
    """Return the parts of a text between its comments, and the comments."""
    parts: list[str] = []
    comments: list[str] = []
    at = 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start)) >= 0:
        parts.append(text[at:start])
        comments.append(text[start + 4 : end])
        at = end + 3
    return [*parts, text[at:]], comments
