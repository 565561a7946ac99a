"""From the words that go with photos to their mentions: caption, credit, and which caption is whose by its number."""

from __future__ import annotations

import re
from dataclasses import replace

from archive.record import Mention
from ingest.enrich.blocks import Piece
from ingest.enrich.credit import is_credit_line, split_credit
from ingest.enrich.markdown import emphasised
from ingest.enrich.marks import is_caption_label, list_number, number_of, strip_label
from ingest.enrich.words import collapse

MOST_NUMBERED = 500  # captions of one list, and photos without a caption that it is for

_SIZE = re.compile(
    r"\(?\d{1,5}(?:[.,]\d{1,3})?\s?(?:[KMG]i?B|bytes|px)\)?\Z|\(?\d{2,5}\s?[x×]\s?\d{2,5}(?: px)?\)?\Z", re.IGNORECASE
)


def mention(name: str, words: str) -> Mention:
    """The mention of one photo; `words`: its caption with its credit, as printed."""
    printed = collapse(words)
    plain = emphasised([printed], strong=True) or printed
    caption, credit, raw = split_credit(strip_label(plain))
    if caption and _SIZE.match(caption):
        caption = None
    return Mention(name, caption, credit, plain if raw else None)


def captioned(names: list[str], lines: list[str]) -> list[Mention]:
    """One mention a name, all with the words of `lines`, or each with its own where the lines are numbered."""
    lines = [line.removeprefix("> ") for line in lines]
    own = own_captions(lines, len(names)) if len(names) > 1 else {}
    if own:
        return [mention(name, own.get(n, "")) for n, name in enumerate(names, 1)]
    last = next((n for n, line in enumerate(lines) if not is_credit_line(line)), 0)
    if last and split_credit(" ".join(lines))[1] is None:
        lines = [*lines[last:], *lines[:last]]  # a credit above its caption
    return [mention(name, " ".join(lines)) for name in names]


def own_captions(lines: list[str], count: int) -> dict[int, str]:
    """Captions by number where each of the lines begins with one or goes on with the line above; else {}.

    `Foto 2: ...` may leave numbers out; plain `2. ...` counts only when all `count` photos have one. Credit lines at
    the end are for all captions without a credit.
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


def hand_out_numbered(pieces: list[Piece], numbers: list[int | None]) -> list[str]:
    """Gives the captions of a list `Foto 1: ...`, that stands in other blocks than the names, to photos without one.

    `numbers`: of all photos in order, by the labels or list marks of their names. Returns the line that announced the
    list, if any. Nothing is given unless every photo without a caption has one in the list.
    """
    places = [(piece, n) for piece in pieces for n in range(len(piece.photos))]
    bare = [(place, number) for place, number in zip(places, numbers, strict=True) if _is_bare(place)]
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


def _numbered_run(pieces: list[Piece], start: int) -> tuple[list[str], list[str], int]:
    """(lines that may be a list of captions, the line that announces it, the piece after them) from piece `start`."""
    lines = pieces[start].lines
    heading = lines[:1] if lines and is_caption_label(lines[0]) else []
    lines = lines[len(heading) :]
    end = start + 1
    if heading or (lines and _number(lines[0], plain=True)):
        while end < len(pieces) and pieces[end].lines and _number(pieces[end].lines[0], plain=True):
            lines = [*lines, *pieces[end].lines] if len(lines) <= 2 * MOST_NUMBERED else lines
            end += 1
    return (lines, heading, end) if len(lines) <= 2 * MOST_NUMBERED else ([], heading, end)


def _is_bare(place: tuple[Piece, int]) -> bool:
    return place[0].photos[place[1]].caption is None


def _with_caption(photo: Mention, words: str) -> Mention:
    new = mention(photo.filename, words)
    raw = " ".join(filter(None, [new.caption_raw, photo.caption_raw]))
    return replace(photo, caption=new.caption, credit=new.credit or photo.credit, caption_raw=raw or None)
