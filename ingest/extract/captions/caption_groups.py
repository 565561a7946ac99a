"""Group the names and captions of a block, and assign captions to photos, by their numbers if there are any."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from archive.record import Mention
from archive.text.orthography import collapse, ends_sentence, starts_low, word_count
from ingest.extract.boilerplate.text_blocks import ArticlePiece
from ingest.extract.captions.caption_marks import (
    CaptionMark,
    LineKind,
    is_caption_label,
    is_in_sentence,
    list_number,
    number_of,
    strip_label,
)
from ingest.extract.captions.credit_lines import is_credit_line, split_credit
from ingest.extract.captions.picture_names import read_emphasised_words

MOST_NUMBERED = 500  # captions in one list, and photos without a caption that it may apply to

_SIZE = re.compile(
    r"\(?\d{1,5}(?:[.,]\d{1,3})?\s?(?:[KMG]i?B|bytes|px)\)?\Z|\(?\d{2,5}\s?[x×]\s?\d{2,5}(?: px)?\)?\Z", re.IGNORECASE
)


def mention(name: str, words: str) -> Mention:
    """Return the mention of one photo; `words`: its caption with its credit, as printed."""
    printed = collapse(words)
    plain = read_emphasised_words([printed], strong=True) or printed
    caption, credit, raw = split_credit(strip_label(plain))
    if caption and _SIZE.match(caption):
        caption = None
    return Mention(name, caption, credit, plain if raw else None)


def captioned(names: list[str], lines: list[str]) -> list[Mention]:
    """Return one mention per name, all with the words of `lines`, or each with its own if the lines are numbered."""
    lines = [line.removeprefix("> ") for line in lines]
    own = own_captions(lines, len(names)) if len(names) > 1 else {}
    if own:
        return [mention(name, own.get(n, "")) for n, name in enumerate(names, 1)]
    last = next((n for n, line in enumerate(lines) if not is_credit_line(line)), 0)
    if last and split_credit(" ".join(lines))[1] is None:
        lines = [*lines[last:], *lines[:last]]  # a credit above its caption
    return [mention(name, " ".join(lines)) for name in names]


def own_captions(lines: list[str], count: int) -> dict[int, str]:
    """Return captions by number if each of the lines begins with one or continues the line above; else {}.

    `Foto 2: ...` may skip numbers; plain `2. ...` counts only if all `count` photos have one. Credit lines at the end
    apply to all captions without a credit.
    """
    lines = list(lines)
    credit_lines: list[str] = []
    while lines and is_credit_line(lines[-1]) and not _number(lines[-1], plain=True):
        credit_lines.insert(0, lines.pop())
    plain = bool(lines) and number_of(lines[0]) is None
    own: dict[int, str] = {}
    number = None
    for line in lines:
        begins = _number(line, plain)
        if begins is not None:
            if begins in own:
                return {}
            number = begins
            own[number] = list_number(line)[1] if plain else line
        elif number is None:
            return {}
        else:
            own[number] += f" {line}"
    if not own or not 1 <= min(own) <= max(own) <= count or (plain and len(own) != count):
        return {}
    for number, words in own.items():
        if credit_lines and split_credit(strip_label(words))[1] is None:
            own[number] = " ".join([words, *credit_lines])
    return own


def _number(line: str, plain: bool) -> int | None:
    return number_of(line) or (list_number(line)[0] if plain else None)


def hand_out_numbered(pieces: list[ArticlePiece], numbers: list[int | None]) -> list[str]:
    """Assign the captions of a list `Foto 1: ...` in other blocks than the names to photos without one.

    `numbers`: those of all photos in order, from the labels or list marks of their names. Return the line that
    announced the list, if any. Nothing is assigned unless every photo without a caption has one in the list.
    """
    places = [(piece, n) for piece in pieces for n in range(len(piece.photos))]
    bare = [
        (place, number)
        for place, number in zip(places, numbers, strict=True)
        if place[0].photos[place[1]].caption is None
    ]
    if not bare or len(bare) > MOST_NUMBERED:
        return []
    named = {number: place for place, number in bare if number}
    by_label = len(named) == len(bare) and len(set(numbers)) == len(numbers)
    photos = named if by_label else {n: place for n, (place, _) in enumerate(bare, 1)}
    start = 0
    while start < len(pieces):
        lines, heading, end = _numbered_run(pieces, start)
        own = own_captions(lines, max(photos))
        if set(own) == set(photos) and (by_label or number_of(lines[0])):
            for number, (piece, n) in photos.items():
                piece.photos[n] = _with_caption(piece.photos[n], own[number])
            for piece in pieces[start:end]:
                piece.lines = []
            return heading
        start = end
    return []


def _numbered_run(pieces: list[ArticlePiece], start: int) -> tuple[list[str], list[str], int]:
    """Return (lines that may be a list of captions, the line that announces it, the piece after them) from piece
    `start`."""
    lines = pieces[start].lines
    heading = lines[:1] if lines and is_caption_label(lines[0]) else []
    lines = lines[len(heading) :]
    end = start + 1
    if heading or (lines and _number(lines[0], plain=True)):
        while end < len(pieces) and pieces[end].lines and _number(pieces[end].lines[0], plain=True):
            lines = [*lines, *pieces[end].lines] if len(lines) <= 2 * MOST_NUMBERED else lines
            end += 1
    return (lines, heading, end) if len(lines) <= 2 * MOST_NUMBERED else ([], heading, end)


def _with_caption(photo: Mention, words: str) -> Mention:
    new = mention(photo.filename, words)
    raw = " ".join(filter(None, [new.caption_raw, photo.caption_raw]))
    return replace(photo, caption=new.caption, credit=new.credit or photo.credit, caption_raw=raw or None)


LONGEST_CAPTION = 700  # characters; longer text between names is paragraphs of a page without blank lines
_INTRODUCES = re.compile(
    r"(?:berikut|terlampir|di bawah ini|as follows|following|below|attached|sau đây|dưới đây|kèm theo|đính kèm"
    r"|foto-foto|dokumentasi|galeri|gallery|photos|pictures|images|hình ảnh|chùm ảnh)\b",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Group:
    """Consecutive names with their words and credit lines."""

    names: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    numbers: list[int | None] = field(default_factory=list)
    closed: bool = False  # the caption is complete: lines below are body text

    def add(self, mark: CaptionMark) -> None:
        """Add the names of one more line."""
        self.names += mark.names
        self.numbers += [mark.number if len(mark.names) == 1 else None] * len(mark.names)


@dataclass(slots=True)
class CaptionPieces:
    """The result of reading the blocks: pieces in order, and words that belong to neither caption nor body."""

    pieces: list[ArticlePiece] = field(default_factory=list)
    furniture: list[str] = field(default_factory=list)
    count: int = 0
    head: list[str] = field(default_factory=list)  # of a table whose rows are in separate blocks
    capped: bool = False  # photo names were left in the text because there were too many

    numbers: list[int | None] = field(default_factory=list)  # of all photos, if their names are numbered

    def photos(self, page: int, mentions: list[Mention], numbers: list[int | None] | None = None) -> None:
        """Add photos at this place."""
        self.pieces.append(ArticlePiece(page, photos=mentions))
        self.numbers += numbers or [None] * len(mentions)
        self.count += len(mentions)

    def body(self, page: int, lines: list[str]) -> None:
        """Add a paragraph at this place."""
        if lines:
            self.pieces.append(ArticlePiece(page, lines=lines))


def read_part(page: int, marks: list[CaptionMark], found: CaptionPieces) -> None:
    """Add the photos and paragraphs of these lines to `found`, in order."""
    _demote(marks)
    if not any(mark.names for mark in marks):
        found.body(page, [mark.line for mark in marks])
    elif _captioned_from_above(marks):
        _from_above(page, marks, found)
    else:
        _from_below(page, marks, found)


def _demote(marks: list[CaptionMark]) -> None:
    """Treat bare names as words if a sentence is wrapped around them."""
    first = ""  # in the run of words above
    for n, mark in enumerate(marks):
        if mark.sort is LineKind.WORDS:
            first = first or mark.line
        elif mark.sort is LineKind.NAME and mark.plain:
            before = marks[n - 1].line if n and marks[n - 1].sort is LineKind.WORDS else None
            after = marks[n + 1].line if n + 1 < len(marks) and marks[n + 1].sort is LineKind.WORDS else None
            if is_in_sentence(before, after, first, mark.line[-1:] in ".,;"):
                marks[n] = CaptionMark(LineKind.WORDS, mark.line)
            else:
                first = ""
        else:
            first = ""


def _is_long(lines: list[str]) -> bool:
    return sum(map(len, lines)) > LONGEST_CAPTION


def _captioned_from_above(marks: list[CaptionMark]) -> bool:
    """Return whether the part begins with words and ends with names (optionally followed by a credit line)."""
    tail = [mark for mark in marks if mark.sort is not LineKind.CREDIT]
    if marks[0].sort not in (LineKind.WORDS, LineKind.CREDIT) or not tail or tail[-1].sort is not LineKind.NAME:
        return False
    runs: list[list[str]] = [[]]
    for mark in marks:
        if mark.names:
            runs.append([])
        else:
            runs[-1].append(mark.line)
    ended = any(mark.sort in (LineKind.CAPTIONED, LineKind.ENDED) for mark in marks)
    return not ended and not any(map(_is_long, runs)) and not _introduces(runs[0][-1])


def _introduces(line: str) -> bool:
    """Return whether the line is body text that announces what is below it."""
    return line.endswith(":") and _INTRODUCES.search(line[-300:]) is not None


def _from_above(page: int, marks: list[CaptionMark], found: CaptionPieces) -> None:
    group = Group()
    mentions: list[Mention] = []
    for mark in marks:
        if mark.sort is LineKind.WORDS and group.names:
            mentions += captioned(group.names, group.words)
            group = Group()
        if mark.names:
            group.add(mark)
        else:
            group.words.append(mark.line)
    found.photos(page, mentions + captioned(group.names, group.words))


def _from_below(page: int, marks: list[CaptionMark], found: CaptionPieces) -> None:
    """Read names, the words under them, names, ...; words before the first name are a paragraph."""
    above: list[str] = []
    group = Group()
    for n, mark in enumerate(marks):
        if mark.sort is LineKind.ENDED:
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
        elif not group.names or (group.closed and mark.sort is LineKind.WORDS) or _is_paragraph(group, marks, n):
            above.append(mark.line)
            group.closed = group.closed or bool(group.names)
        else:
            group.words.append(mark.line)
    _flush(page, above, group, found)


def _flush(page: int, above: list[str], group: Group, found: CaptionPieces) -> None:
    """Add the photos collected so far, then the paragraph under their caption; or the paragraph before the first
    name."""
    if group.names:
        found.photos(page, captioned(group.names, group.words), group.numbers)
    found.body(page, above)


def _is_paragraph(group: Group, marks: list[CaptionMark], n: int) -> bool:
    """Return whether line n under a caption is body text of a page without blank lines."""
    if not group.words:
        return len(marks[n].line) > LONGEST_CAPTION
    line = marks[n].line
    last = group.words[-1]
    if starts_low(line) or marks[n].sort is not LineKind.WORDS:
        return False
    if split_credit(last)[1] is not None:
        return word_count(line) > 5 and ends_sentence(line)
    rest = [mark.line for mark in marks[n : n + 40]]
    return ends_sentence(last) and (len(line) > LONGEST_CAPTION // 2 or _is_long([*group.words, *rest]))


def _take_unfinished(above: list[str]) -> list[str]:
    """Remove from the end of `above` the lines whose sentence continues below, and return them."""
    taken: list[str] = []
    while above and not ends_sentence(above[-1]) and not above[-1].endswith(":"):
        taken.insert(0, above.pop())
    return taken
