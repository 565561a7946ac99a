"""Split raw text into pages and blocks: lines between blank lines, with any line ends and blanks."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field, replace

from archive.record import PAGE_BREAK, Mention
from archive.text.orthography import INVISIBLE

# New lines (Word's manual break, NEL, LINE SEPARATOR) and new paragraphs of other systems.
_ENDS = str.maketrans({"\r": "\n", "\x0b": "\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n\n"})


@dataclass(slots=True)
class Block:
    """The lines between two blank lines of a page; `page` counts from 0."""

    page: int
    lines: list[str]


@dataclass(slots=True)
class ArticlePiece:
    """A part of an article, in order: a paragraph of body text (`lines`) or photos at that place."""

    page: int
    lines: list[str] = field(default_factory=list)
    photos: list[Mention] = field(default_factory=list)


def normalise_text(text: str) -> str:
    """Return the text in NFC with LF line ends and without a byte order mark at its start."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text).lstrip("\ufeff")
    return text.replace("\r\n", "\n").translate(_ENDS)


def is_blank(line: str) -> bool:
    """Return whether a line is empty or contains only white space and invisible characters."""
    words = line.strip()
    return not words or (words[0] in INVISIBLE and not words.strip(INVISIBLE).strip())


def split(text: str) -> list[Block]:
    """Return the blocks of a normalised text in order. A page break ends a block; trailing blanks of a line are
    dropped."""
    blocks: list[Block] = []
    for page, words in enumerate(text.split(PAGE_BREAK)):
        lines: list[str] = []
        for line in words.split("\n"):
            if line and not is_blank(line):
                lines.append(line.rstrip().strip(INVISIBLE).rstrip())
            elif lines:
                blocks.append(Block(page, lines))
                lines = []
        if lines:
            blocks.append(Block(page, lines))
    return blocks


def compose_text(pieces: list[ArticlePiece], pages: int) -> tuple[str, list[Mention]]:
    """Return the body text and its mentions: paragraphs with one blank line between, PAGE_BREAK between the `pages`
    pages.

    The offset of a mention is the start of the paragraph that follows it, or the length of the text.
    """
    parts: list[str] = []
    found: list[Mention] = []
    waiting: list[Mention] = []
    page, length, fresh = 0, 0, True
    for piece in pieces:
        waiting.extend(piece.photos)
        if not piece.lines:
            continue
        gap = PAGE_BREAK * (piece.page - page) or ("" if fresh else "\n\n")
        paragraph = "\n".join(piece.lines)
        start = length + len(gap)
        found.extend(_at(mention, start) for mention in waiting)
        waiting = []
        parts += [gap, paragraph]
        page, length, fresh = piece.page, start + len(paragraph), False
    parts.append(PAGE_BREAK * (pages - 1 - page))
    text = "".join(parts)
    return text, found + [_at(mention, len(text)) for mention in waiting]


def _at(mention: Mention, offset: int) -> Mention:
    return replace(mention, offset=offset)
