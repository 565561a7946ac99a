"""Lines of a block, already read one by one, as groups: names, and the words above or below that caption them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from archive.record import Mention
from ingest.enrich.blocks import Piece
from ingest.enrich.captions import captioned
from ingest.enrich.credit import split_credit
from ingest.enrich.marks import Mark, Sort, is_in_sentence
from ingest.enrich.words import ends_sentence, starts_low, word_count

LONGEST_CAPTION = 700  # characters; more words than this between names are paragraphs of a page without blank lines
_INTRODUCES = re.compile(
    r"(?:berikut|terlampir|di bawah ini|as follows|following|below|attached|sau đây|dưới đây|kèm theo|đính kèm"
    r"|foto-foto|dokumentasi|galeri|gallery|photos|pictures|images|hình ảnh|chùm ảnh)\b",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Group:
    """Names in a row with the words and credit lines that go with them."""

    names: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    numbers: list[int | None] = field(default_factory=list)
    closed: bool = False  # the caption is complete: lines below are body

    def add(self, mark: Mark) -> None:
        """The names of one more line."""
        self.names += mark.names
        self.numbers += [mark.number if len(mark.names) == 1 else None] * len(mark.names)


@dataclass(slots=True)
class Found:
    """What reading the blocks gave: pieces in order, and words that belong to no caption and no body."""

    pieces: list[Piece] = field(default_factory=list)
    furniture: list[str] = field(default_factory=list)
    count: int = 0
    head: list[str] = field(default_factory=list)  # of a table whose rows stand in blocks of their own
    capped: bool = False  # photo names were left in the text because there were too many

    numbers: list[int | None] = field(default_factory=list)  # of all photos, where their names are numbered

    def photos(self, page: int, mentions: list[Mention], numbers: list[int | None] | None = None) -> None:
        """Photos that stand here."""
        self.pieces.append(Piece(page, photos=mentions))
        self.numbers += numbers or [None] * len(mentions)
        self.count += len(mentions)

    def body(self, page: int, lines: list[str]) -> None:
        """A paragraph that stands here."""
        if lines:
            self.pieces.append(Piece(page, lines=lines))


def read_part(page: int, marks: list[Mark], found: Found) -> None:
    """Puts the photos and paragraphs of these lines into `found`, in order."""
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
            if is_in_sentence(before, after, first, mark.line[-1:] in ".,;"):
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
    return not ended and not any(map(_is_long, runs)) and not _introduces(runs[0][-1])


def _introduces(line: str) -> bool:
    """Whether the line is body text that announces what stands below it."""
    return line.endswith(":") and _INTRODUCES.search(line[-300:]) is not None


def _from_above(page: int, marks: list[Mark], found: Found) -> None:
    group = Group()
    mentions: list[Mention] = []
    for mark in marks:
        if mark.sort is Sort.WORDS and group.names:
            mentions += captioned(group.names, group.words)
            group = Group()
        if mark.names:
            group.add(mark)
        else:
            group.words.append(mark.line)
    found.photos(page, mentions + captioned(group.names, group.words))


def _from_below(page: int, marks: list[Mark], found: Found) -> None:
    """Names, the words under them, names, ...; words before the first name are a paragraph."""
    above: list[str] = []
    group = Group()
    for n, mark in enumerate(marks):
        if mark.sort is Sort.ENDED:
            words = _take_unfinished(above) if not group.names else []
            _flush(page, above, group, found)
            found.photos(page, captioned(mark.names, [*words, mark.caption]))
            above, group = [], Group()
        elif mark.names:
            if group.words or above or mark.caption:
                _flush(page, above, group, found)
                above, group = [], Group()
            group.add(mark)
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
        found.photos(page, captioned(group.names, group.words), group.numbers)
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
