"""Photos named in a block with their captions, and the remaining body text."""

from __future__ import annotations

import re

from archive.record import Mention
from archive.text.orthography import collapse
from ingest.extract.boilerplate.text_blocks import Block
from ingest.extract.captions.caption_groups import CaptionPieces, hand_out_numbered, mention, read_part
from ingest.extract.captions.caption_marks import CaptionMark, LineKind, is_gallery_label, unwrap_line
from ingest.extract.captions.credit_lines import split_credit
from ingest.extract.captions.name_lines import holds_code, read_line
from ingest.extract.captions.picture_names import Image, images, is_attachment, is_like_code, read_emphasised_words
from ingest.extract.captions.table_columns import is_head_row, is_row, read_table, table_lines

MOST_MENTIONS = 20_000  # in one text; further names stay text
MOST_LINES = 20_000  # in one block that are searched for names

_DOTTED = re.compile(r"\.[A-Za-z0-9]{2,5}(?![A-Za-z0-9])")


def read_blocks(blocks: list[Block]) -> CaptionPieces:
    """Return photos and paragraphs of all blocks in order."""
    found = CaptionPieces()
    taken = False  # the block was the caption of the image before it
    for n, block in enumerate(blocks):
        if taken:
            taken = False
        elif is_head_row(block.lines) and n + 1 < len(blocks) and is_row(block.lines[0], blocks[n + 1].lines):
            found.head = list(block.lines)
            found.furniture += found.head
        elif found.capped or not _may_name(block.lines):
            found.body(block.page, block.lines)
        elif found.count >= MOST_MENTIONS:
            found.capped = True
            found.body(block.page, block.lines)
        elif len(block.lines) > MOST_LINES:
            found.capped, found.head = True, []
            _read_block(Block(block.page, block.lines[:MOST_LINES]), None, found)
            found.body(block.page, block.lines[MOST_LINES:])
        else:
            after = blocks[n + 1] if n + 1 < len(blocks) else None
            if found.head and not is_row(found.head[0], block.lines):
                found.head = []
            taken = _read_block(block, after, found)
    found.furniture += hand_out_numbered(found.pieces, found.numbers)
    return found


def _may_name(lines: list[str]) -> bool:
    """Return whether the lines of a block need to be searched for photo names."""
    if any("." in line and _DOTTED.search(line[:2100]) for line in lines):
        return True
    return any(map(holds_code, lines)) or bool(_told_by_caption(lines))


def _read_block(block: Block, after: Block | None, found: CaptionPieces) -> bool:
    """Read one block; return True if the block after it was used as the caption of an image."""
    first, last = table_lines(block.lines)
    table = read_table(block.lines[first:last], found.head) if last else None
    if table is not None:
        _read_around_table(Block(block.page, block.lines[:first]), found)
        found.photos(block.page, table.photos)
        found.furniture += table.rest
        found.body(block.page, table.lines)
        _read_around_table(Block(block.page, block.lines[last:]), found)
        return False
    if any("![" in line for line in block.lines):
        return _read_images(block, after, found)
    _read_lines(block.page, block.lines, found)
    return False


def _read_around_table(block: Block, found: CaptionPieces) -> None:
    if len(block.lines) == 1 and is_gallery_label(block.lines[0]):
        found.furniture += block.lines
    elif block.lines:
        _read_lines(block.page, block.lines, found)


def _read_images(block: Block, after: Block | None, found: CaptionPieces) -> bool:
    """Read a block with Markdown images; words under one are its caption, as under a name."""
    above: list[str] = []
    lines = list(block.lines)
    taken = False
    while lines:
        line = lines.pop(0)
        here, words = images(line)
        if not here:
            above.append(line)
            continue
        _read_lines(block.page, above, found)
        above, under = [], [words] if words else []
        while lines and not under and images(lines[0])[0]:  # consecutive images share the words below
            more, words = images(lines.pop(0))
            here += more
            under += [words] if words else []
        while lines and not images(lines[0])[0]:
            under.append(lines.pop(0))
        words = read_emphasised_words(under, strong=True) or collapse(" ".join(under))
        if not words and not lines and after is not None and after.page == block.page:
            words = read_emphasised_words(after.lines) or ""
            taken = bool(words)
        found.photos(block.page, _image_mentions(here, words, found))
    _read_lines(block.page, above, found)
    return taken


def _image_mentions(here: list[Image], words: str, found: CaptionPieces) -> list[Mention]:
    """Return the mentions of images. The caption is the words under them, else an image's title, else its alternative
    text."""
    mentions = []
    lone = split_credit(words)[0] is None  # empty, or only a credit
    for image in here:
        caption = collapse(f"{image.title or image.alt} {words}") if lone else words
        mentions.append(mention(image.filename, caption))
        unsaid = [part for part in (image.alt, image.title, image.target) if part and part not in caption]
        found.furniture += unsaid
    return mentions


def _read_lines(page: int, lines: list[str], found: CaptionPieces) -> None:
    """Read the lines of one block: split where a line stands apart, and search the parts for names."""
    part: list[CaptionMark] = []
    marks = [read_line(line) for line in lines]
    for n in _told_by_caption(lines):
        marks[n] = CaptionMark(LineKind.NAME, lines[n], [lines[n].strip()], plain=True)
    named = any(mark.names for mark in marks)
    if named:
        found.furniture += [mark.aside for mark in marks if mark.aside]
        for other in marks:
            if other.sort is LineKind.WORDS and is_attachment(unwrap_line(other.line)):
                other.sort = LineKind.APART
    for mark in [*marks, None]:
        if mark is not None and mark.sort is not LineKind.APART:
            part.append(mark)
            continue
        read_part(page, part, found)
        part = []
        if mark is not None and named and is_gallery_label(mark.line):
            found.furniture.append(mark.line)
        elif mark is not None:
            found.body(page, [mark.line])


def _told_by_caption(lines: list[str]) -> list[int]:
    """Return which lines may be a photo's code, with a caption and credit directly below."""
    found = []
    for n, line in enumerate(lines[:-1]):
        if is_like_code(line.strip()):
            under = lines[n + 1 : n + 3]
            words = [split_credit(collapse(" ".join(under[:count]))) for count in (1, 2)]
            if any(caption and credit for caption, credit, _ in words):
                found.append(n)
    return found
