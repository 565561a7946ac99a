"""The photos that a block names, each with the words that caption it, and what of the block is body text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from archive.record import Mention
from ingest.enrich.blocks import Block, Piece
from ingest.enrich.credit import split_credit
from ingest.enrich.markdown import Image, emphasised, images
from ingest.enrich.marks import Mark, Sort, is_gallery_label, is_in_sentence, number_of, read_mark, strip_label
from ingest.enrich.tables import read_table
from ingest.enrich.words import collapse, ends_sentence, starts_low, word_count

LONGEST_CAPTION = 700  # characters; more words than this between names are paragraphs of a page without blank lines
MOST_MENTIONS = 20_000  # of one text; further names stay text
MOST_LINES = 20_000  # of one block that are read for names

_DOTTED = re.compile(r"\.[A-Za-z0-9]{2,5}[\s)\]\"'”`>*_|,;:]|\.[A-Za-z0-9]{2,5}\Z")


_SIZE = re.compile(
    r"\(?\d{1,5}(?:[.,]\d{1,3})?\s?(?:[KMG]i?B|bytes|px)\)?\Z|\(?\d{2,5}\s?[x×]\s?\d{2,5}(?: px)?\)?\Z", re.IGNORECASE
)


@dataclass(slots=True)
class Group:
    """Names in a row with the words and credit lines that go with them."""

    names: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    closed: bool = False  # the caption is complete: lines below are body


@dataclass(slots=True)
class Found:
    """What reading the blocks gave: pieces in order, and words that belong to no caption and no body."""

    pieces: list[Piece] = field(default_factory=list)
    furniture: list[str] = field(default_factory=list)
    count: int = 0
    capped: bool = False  # photo names were left in the text because there were too many

    def photos(self, page: int, mentions: list[Mention]) -> None:
        """Photos that stand here."""
        self.pieces.append(Piece(page, photos=mentions))
        self.count += len(mentions)

    def body(self, page: int, lines: list[str]) -> None:
        """A paragraph that stands here."""
        if lines:
            self.pieces.append(Piece(page, lines=lines))


def read_blocks(blocks: list[Block]) -> Found:
    """Photos and paragraphs of all blocks in order."""
    found = Found()
    taken = False  # the block was the caption of the image before it
    for n, block in enumerate(blocks):
        if taken:
            taken = False
        elif found.capped or not any("." in line and _DOTTED.search(line[:2100]) for line in block.lines):
            found.body(block.page, block.lines)
        elif found.count >= MOST_MENTIONS:
            found.capped = True
            found.body(block.page, block.lines)
        elif len(block.lines) > MOST_LINES:
            found.capped = True
            _read_block(Block(block.page, block.lines[:MOST_LINES]), None, found)
            found.body(block.page, block.lines[MOST_LINES:])
        else:
            after = blocks[n + 1] if n + 1 < len(blocks) else None
            taken = _read_block(block, after, found)
    return found


def _read_block(block: Block, after: Block | None, found: Found) -> bool:
    """Reads one block; True when the block after it was taken as the caption of an image."""
    if any("![" in line for line in block.lines):
        return _read_images(block, after, found)
    table = read_table(block.lines) if any("\t" in line or "|" in line for line in block.lines) else None
    if table is not None:
        found.photos(block.page, table.photos)
        found.furniture += table.rest
        found.body(block.page, table.lines)
        return False
    _read_lines(block.page, block.lines, found)
    return False


def _read_images(block: Block, after: Block | None, found: Found) -> bool:
    """A block with Markdown images; words under one are its caption, as under a name."""
    above: list[str] = []
    lines = list(block.lines)
    taken = False
    while lines:
        line = lines.pop(0)
        here = images(line)
        if not here:
            above.append(line)
            continue
        _read_lines(block.page, above, found)
        above = []
        under = []
        while lines and not images(lines[0]):
            under.append(lines.pop(0))
        words = emphasised(under, strong=True) or collapse(" ".join(under))
        if not words and not lines and after is not None and after.page == block.page:
            words = emphasised(after.lines) or ""
            taken = bool(words)
        found.photos(block.page, _image_mentions(here, words, found))
    _read_lines(block.page, above, found)
    return taken


def _image_mentions(here: list[Image], words: str, found: Found) -> list[Mention]:
    """The caption is the words under the images, else an image's title, else its alternative text."""
    mentions = []
    for image in here:
        caption = words or image.title or image.alt
        mentions.append(_mention(image.filename, caption))
        unsaid = [part for part in (image.alt, image.title, image.target) if part and part not in caption]
        found.furniture += unsaid
    return mentions


def _read_lines(page: int, lines: list[str], found: Found) -> None:
    """Lines of one block: cut where a line stands apart, the parts between read for names."""
    part: list[Mark] = []
    marks = [read_mark(line) for line in lines]
    named = any(mark.names for mark in marks)
    for mark in [*marks, None]:
        if mark is not None and mark.sort is not Sort.APART:
            part.append(mark)
            continue
        _read_part(page, part, found)
        part = []
        if mark is not None and named and is_gallery_label(mark.line):
            found.furniture.append(mark.line)
        elif mark is not None:
            found.body(page, [mark.line])


def _read_part(page: int, marks: list[Mark], found: Found) -> None:
    _demote(marks)
    if not any(mark.names for mark in marks):
        found.body(page, [mark.line for mark in marks])
    elif _captioned_from_above(marks):
        _from_above(page, marks, found)
    else:
        _from_below(page, marks, found)


def _demote(marks: list[Mark]) -> None:
    """Make words of bare names that are part of a sentence wrapped around them."""
    first = ""  # of the run of words above
    for n, mark in enumerate(marks):
        if mark.sort is Sort.WORDS:
            first = first or mark.line
        elif mark.sort is Sort.NAME and mark.plain:
            before = marks[n - 1].line if n and marks[n - 1].sort is Sort.WORDS else None
            after = marks[n + 1].line if n + 1 < len(marks) and marks[n + 1].sort is Sort.WORDS else None
            if is_in_sentence(before, after, first):
                marks[n] = Mark(Sort.WORDS, mark.line)
            else:
                first = ""
        else:
            first = ""


def _is_long(lines: list[str]) -> bool:
    return sum(map(len, lines)) > LONGEST_CAPTION


def _captioned_from_above(marks: list[Mark]) -> bool:
    """Whether the part begins with words and ends in names (a credit line after them allowed)."""
    tail = [mark for mark in marks if mark.sort is not Sort.CREDIT]
    if marks[0].sort not in (Sort.WORDS, Sort.CREDIT) or not tail or tail[-1].sort is not Sort.NAME:
        return False
    runs: list[list[str]] = [[]]
    for mark in marks:
        if mark.names:
            runs.append([])
        else:
            runs[-1].append(mark.line)
    ended = any(mark.sort in (Sort.CAPTIONED, Sort.ENDED) for mark in marks)
    return not ended and not any(map(_is_long, runs)) and not runs[0][-1].endswith(":")


def _from_above(page: int, marks: list[Mark], found: Found) -> None:
    group = Group()
    mentions: list[Mention] = []
    for mark in marks:
        if mark.sort is Sort.WORDS and group.names:
            mentions += _finish(group)
            group = Group()
        if mark.names:
            group.names += mark.names
        else:
            group.words.append(mark.line)
    found.photos(page, mentions + _finish(group))


def _from_below(page: int, marks: list[Mark], found: Found) -> None:
    """Names, the words under them, names, ...; words before the first name are a paragraph."""
    above: list[str] = []
    group = Group()
    for n, mark in enumerate(marks):
        if mark.sort is Sort.ENDED:
            words = _take_unfinished(above) if not group.names else []
            _flush(page, above, group, found)
            found.photos(page, _finish(Group(mark.names, [*words, mark.caption])))
            above, group = [], Group()
        elif mark.names:
            if group.words or above or mark.caption:
                _flush(page, above, group, found)
                above, group = [], Group()
            group.names += mark.names
            if mark.caption:
                group.words.append(mark.caption)
                group.closed = ends_sentence(mark.caption) or split_credit(mark.caption)[1] is not None
        elif not group.names or (group.closed and mark.sort is Sort.WORDS) or _is_paragraph(group, marks, n):
            above.append(mark.line)
            group.closed = group.closed or bool(group.names)
        else:
            group.words.append(mark.line)
    _flush(page, above, group, found)


def _flush(page: int, above: list[str], group: Group, found: Found) -> None:
    """Photos collected so far, then the paragraph under their caption; or the paragraph before the first name."""
    if group.names:
        found.photos(page, _finish(group))
    found.body(page, above)


def _is_paragraph(group: Group, marks: list[Mark], n: int) -> bool:
    """Whether line n under a caption is body text of a page without blank lines."""
    if not group.words:
        return len(marks[n].line) > LONGEST_CAPTION
    line = marks[n].line
    last = group.words[-1]
    if starts_low(line) or marks[n].sort is not Sort.WORDS:
        return False
    if split_credit(last)[1] is not None:
        return word_count(line) > 5 and ends_sentence(line)
    rest = [mark.line for mark in marks[n : n + 40]]
    return ends_sentence(last) and (len(line) > LONGEST_CAPTION // 2 or _is_long([*group.words, *rest]))


def _take_unfinished(above: list[str]) -> list[str]:
    """Takes from the end of `above` the lines whose sentence goes on below."""
    taken: list[str] = []
    while above and not ends_sentence(above[-1]) and not above[-1].endswith(":"):
        taken.insert(0, above.pop())
    return taken


def _finish(group: Group) -> list[Mention]:
    """One mention a name, all with the caption of the group, or each with its own where the lines are numbered."""
    numbers = [number_of(words) for words in group.words]
    if len(group.names) > 1 and numbers and all(numbers) and len(set(numbers)) == len(numbers):
        own = {number: words for number, words in zip(numbers, group.words, strict=True) if number}
        if max(own) <= len(group.names):
            return [_mention(name, own.get(n, "")) for n, name in enumerate(group.names, 1)]
    words = " ".join(group.words)
    return [_mention(name, words) for name in group.names]


def _mention(name: str, words: str) -> Mention:
    caption, credit, raw = split_credit(strip_label(collapse(words)))
    if caption and _SIZE.match(caption):
        caption = None
    return Mention(name, caption, credit, collapse(words) if raw else None)
