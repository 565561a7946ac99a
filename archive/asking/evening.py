"""A mended query in one way of writing: `Lương Cường` or `Luong Cuong`, and not `Luong Cường`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from archive.analysis import fold
from archive.analysis.words import exact_form
from archive.asking.indexes import Opened
from archive.query.marks import spellings
from archive.query.plan import AnyOf, Phrase, Plan

_FIELDS = ("text_exact", "title_exact", "caption_exact", "names_exact")
_MOST = 6  # spellings of a syllable, those of most records, that are looked for beside its neighbour


@dataclass(frozen=True, slots=True)
class Stretch:
    """What is to stand in the query text in place of [start, end)."""

    start: int
    end: int
    text: str


def evened(text: str, mends: Sequence[Stretch], words: Sequence[Stretch], opened: Opened) -> list[Stretch]:
    """The mends, and for the syllables beside one with marks, where these were typed without, the marks that texts
    write there; where no text writes these side by side, the mends without marks. `words` are all of the query, as
    typed."""
    covered = {at for mend in mends for at in range(mend.start, mend.end)}
    pieces = sorted([*mends, *(w for w in words if w.start not in covered)], key=lambda piece: piece.start)
    given = {piece.start: piece for piece in mends}
    for at, piece in enumerate(pieces):
        if piece not in mends or not _has_marks(piece.text):
            continue
        for way in (pieces[:at][::-1], pieces[at + 1 :]):
            spelt = _spelt(text, piece, way, opened)
            if spelt is None:
                return [replace(mend, text=fold(mend.text)) for mend in mends]
            given |= {one.start: one for one in spelt}
    return list(given.values())


def _spelt(text: str, piece: Stretch, way: Sequence[Stretch], opened: Opened) -> list[Stretch] | None:
    """The syllables on one way from this piece as texts write them beside it, up to what has marks or needs none; None
    where no text has one there."""
    found: list[Stretch] = []
    for other in way:
        first, second = sorted((piece, other), key=lambda one: one.start)
        if text[first.end : second.start].strip() or _has_marks(other.text) or not spellings(fold(other.text)):
            break
        leftwards = other is first
        form = _beside(fold(other.text), piece.text.split()[0 if leftwards else -1], leftwards, opened)
        if form is None:
            return None
        if not _has_marks(form):
            break
        piece = replace(other, text=form)
        found.append(piece)
    return found


def _beside(folded: str, known: str, before: bool, opened: Opened) -> str | None:
    """How most texts write a syllable `before` or after a word whose marks are known."""
    forms = [folded, *spellings(folded)]
    many = [max(several) for several in zip(*(opened.engine.frequencies(f, forms) for f in _FIELDS), strict=True)]
    likely = sorted(((count, form) for count, form in zip(many, forms, strict=True) if count), reverse=True)[:_MOST]
    told = exact_form(known)
    pairs = {form: (form, told) if before else (told, form) for _, form in likely}
    counts = [(_records(pair, opened), form) for form, pair in pairs.items()]
    count, best = max(counts, default=(0, ""))
    return best if count else None


def _records(pair: tuple[str, str], opened: Opened) -> int:
    return opened.engine.search(Plan(AnyOf(tuple(Phrase(field, pair) for field in _FIELDS)), limit=0)).total


def _has_marks(text: str) -> bool:
    return fold(text) != text.casefold()
