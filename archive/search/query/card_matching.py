"""Find the forms of name cards in the words of a query: adjacent words, the longest form first."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from archive.authority.authorities import OFFICE, PERSON, Card
from archive.authority.card_index import COURTESY, CardEntry, CardRole, Cards, NameForm
from archive.search.query.tree import Word
from archive.text import Token, TokenRole, tokenize

_FILLERS = {
    ("tahun",),
    ("pada", "tahun"),
    ("pada",),
    ("di", "tahun"),
    ("thn",),
    ("nam",),
    ("vao", "nam"),
    ("trong", "nam"),
    ("in",),
    ("of",),
}
_YEARS = range(1900, 2100)
_EVERYDAY = frozenset({"who", "us", "as", "itu", "ma", "bi", "ham", "bpk"})
"""Acronyms that in small letters are words of everyday."""


@dataclass(frozen=True, slots=True)
class CardMatch:
    """Words of a query, as the clauses that contain them, and the card they mean by `form`; `bare` if they are exactly
    that form. `years`: the first and last year beside an office. Without a card, any of `senses` may be meant."""

    clauses: tuple[Word, ...]
    card: Card | None
    form: NameForm | None = None
    bare: bool = True
    years: tuple[int, int] | None = None
    senses: tuple[Card, ...] = ()


@dataclass(frozen=True, slots=True)
class _TypedPart:
    """A part of a word of the query; `first` and `last` say whether its clause begins and ends with it."""

    token: Token
    raw: str
    clause: int
    first: bool
    last: bool


class CardMatcher:
    """Find the cards in runs of words; `kinds` are those that may be meant there, `off` keys of those that may not.
    `shouted`: the whole query is in capitals, so capitals say nothing."""

    def __init__(self, cards: Cards, kinds: Collection[str], off: Collection[str], shouted: bool) -> None:
        self._cards = cards
        self._kinds = kinds
        self._off = off
        self._shouted = shouted

    def find(self, run: Sequence[Word]) -> Iterator[CardMatch]:
        """Yield the matches in adjacent words, in order, without overlaps."""
        typed = [part for number, word in enumerate(run) for part in _parts(word, number)]
        words = [part.token.folded for part in typed]
        at = 0
        while at < len(typed):
            step, match = self._at(run, typed, words, at) if typed[at].first else (1, None)
            if match is not None:
                yield match
            at += step

    def _at(
        self, run: Sequence[Word], typed: Sequence[_TypedPart], words: Sequence[str], at: int
    ) -> tuple[int, CardMatch | None]:
        """Return how many parts to skip, and the match that begins here."""
        year = self._year_and_office(run, typed, words, at)
        if year is not None:
            return year
        titled = self._title_and_person(run, typed, words, at)
        length, entries = self._longest(typed, words, at)
        if titled is not None and titled[0] > length:
            return titled
        if not length:
            return 1, None
        clauses = _clauses(run, typed, at, at + length)
        match = self._judged(clauses, typed[at : at + length], entries, length == len(typed))
        if match is None or match.card is None:
            return length, None if length == 1 and _is_syllable_of_a_name(typed, at) else match
        if match.card.kind == PERSON:
            end = self._past_degrees(typed, words, at + length)
            return end - at, CardMatch(_clauses(run, typed, at, end), match.card, match.form, end == at + length)
        if match.card.kind == OFFICE and match.card.terms:
            end, years = _year(typed, words, at + length)
            if years is not None:
                return end - at, CardMatch(_clauses(run, typed, at, end), match.card, match.form, False, years)
        return length, match

    def _title_and_person(
        self, run: Sequence[Word], typed: Sequence[_TypedPart], words: Sequence[str], at: int
    ) -> tuple[int, CardMatch] | None:
        start = at
        while passed := self._cards.before(words, start):
            start += passed
            if start < len(typed) and typed[start].first:
                length, entries = self._longest(typed, words, start)
                if length and not self._cards.before(words, start) >= length:
                    match = self._judged((), typed[start : start + length], entries)
                    if match is None or match.card is None or match.card.kind != PERSON:
                        return None
                    end = self._past_degrees(typed, words, start + length)
                    return end - at, CardMatch(_clauses(run, typed, at, end), match.card, match.form, False)
        return None

    def _year_and_office(
        self, run: Sequence[Word], typed: Sequence[_TypedPart], words: Sequence[str], at: int
    ) -> tuple[int, CardMatch] | None:
        end, years = _year(typed, words, at)
        if years is None or end == len(typed) or not typed[end].first:
            return None
        length, entries = self._longest(typed, words, end)
        match = self._judged((), typed[end : end + length], entries) if length else None
        if match is None or match.card is None or match.card.kind != OFFICE or not match.card.terms:
            return None
        clauses = _clauses(run, typed, at, end + length)
        return end + length - at, CardMatch(clauses, match.card, match.form, False, years)

    def _past_degrees(self, typed: Sequence[_TypedPart], words: Sequence[str], at: int) -> int:
        """Return where the capitalised degrees after a name end: S.E. is one, `se` a word."""
        while (passed := self._cards.after(words, at)) and typed[at].first and typed[at + passed - 1].last:
            if not all(part.raw[0].isupper() and part.raw.isascii() for part in typed[at : at + passed]):
                break
            at += passed
        return at

    def _longest(self, typed: Sequence[_TypedPart], words: Sequence[str], at: int) -> tuple[int, list[CardEntry]]:
        for length in self._cards.lengths(words[at]):
            end = at + length
            if end <= len(typed) and typed[end - 1].last:
                found = [e for e in self._cards.entries(words[at:end]) if self._fits(e, typed[at:end])]
                if found:
                    return length, found
        return 0, []

    def _fits(self, entry: CardEntry, typed: Sequence[_TypedPart]) -> bool:
        """Return whether typed accents match the form; those of a form that is an ordinary word are required."""
        if entry.card.key in self._off or (entry.role is not CardRole.OTHER and entry.card.kind not in self._kinds):
            return False
        return all(
            part.token.exact == exact
            or (part.token.exact == part.token.folded and (entry.role is not CardRole.COMMON or len(typed) > 1))
            for part, exact in zip(typed, entry.form.exact, strict=True)
        )

    def _judged(
        self, clauses: tuple[Word, ...], typed: Sequence[_TypedPart], entries: Sequence[CardEntry], alone: bool = False
    ) -> CardMatch | None:
        """Return the intended card, or several possible ones; None if it is something else. `alone`: nothing else was
        typed."""
        others = {e.card.key for e in entries if e.role is CardRole.OTHER}
        sure = {
            e.card.key: e
            for e in entries
            if e.card.key not in others and (e.role is CardRole.FULL or self._is_acronym(e, typed) or _is_of_office(e))
        }
        maybe = {e.card.key: e for e in entries if e.role is not CardRole.OTHER and e.card.key not in sure}
        if not sure and not alone:
            maybe = {at: e for at, e in maybe.items() if e.role is CardRole.SHORT or _may_be_named(e, typed)}
        if not sure and not maybe:
            return None
        if len(sure) == 1 and not maybe:
            entry = next(iter(sure.values()))
            return CardMatch(clauses, entry.card, entry.form)
        return CardMatch(clauses, None, senses=tuple(e.card for e in (*sure.values(), *maybe.values())))

    def _is_acronym(self, entry: CardEntry, typed: Sequence[_TypedPart]) -> bool:
        """Return whether a common form is an acronym typed in capitals among other words, unlike the ordinary word."""
        capitals = entry.role is CardRole.COMMON and _is_capitals(entry) and all(part.raw.isupper() for part in typed)
        return capitals and not self._shouted


def _is_of_office(entry: CardEntry) -> bool:
    """Return whether a short form of a person contains an office, like `Menlu Retno`, which is unambiguous."""
    words = entry.form.folded
    if entry.role is not CardRole.SHORT or entry.card.kind != PERSON or len(words) < 2:
        return False
    return COURTESY.isdisjoint((words[0], " ".join(words[:2])))


def _may_be_named(entry: CardEntry, typed: Sequence[_TypedPart]) -> bool:
    """Return whether a form that is also an ordinary word is worth suggesting: typed like the name, or an acronym in
    lower case that is not an everyday word."""
    small = len(typed) == 1 and typed[0].raw.islower() and typed[0].raw not in _EVERYDAY
    return _as_a_name(entry, typed) or (small and _is_capitals(entry))


def _is_capitals(entry: CardEntry) -> bool:
    letters = entry.form.text.replace(".", "")
    return letters.isupper() and len(letters) > 1


def _as_a_name(entry: CardEntry, typed: Sequence[_TypedPart]) -> bool:
    """Return whether a form that is also an ordinary word was typed like the name: WHO and Đức, not who and đức."""
    if len(typed) > 1:
        return True
    raw = typed[0].raw
    return raw.isupper() if entry.form.text.replace(".", "").isupper() else raw[:1].isupper()


def _is_syllable_of_a_name(typed: Sequence[_TypedPart], at: int) -> bool:
    """Return whether an accented word is beside other capitalised ones: Đức is Germany, but in Nguyễn Minh Đức a
    person."""
    marked = typed[at].token.exact != typed[at].token.folded
    return marked and any(part.raw[:1].isupper() for part in (*typed[max(at - 1, 0) : at], *typed[at + 1 : at + 2]))


def _parts(word: Word, number: int) -> Iterator[_TypedPart]:
    parts = [token for token in tokenize(word.text) if token.role is TokenRole.PART]
    for i, token in enumerate(parts):
        yield _TypedPart(token, word.text[token.start : token.end], number, i == 0, i == len(parts) - 1)


def _clauses(run: Sequence[Word], typed: Sequence[_TypedPart], start: int, end: int) -> tuple[Word, ...]:
    return tuple(run[typed[start].clause : typed[end - 1].clause + 1])


def _year(typed: Sequence[_TypedPart], words: Sequence[str], at: int) -> tuple[int, tuple[int, int] | None]:
    """Return where a mention of one or two years ends (`tahun 2009`, `2004-2009`), and these."""
    for filler in sorted(_FILLERS, key=len, reverse=True):
        if tuple(words[at : at + len(filler)]) == filler and at + len(filler) < len(words):
            at += len(filler)
            break
    years: list[int] = []
    end = at
    while end < len(words) and len(years) < 2 and _is_year(words[end]) and (end == at or not typed[end].first):
        years.append(int(words[end]))
        end += 1
    if not years or not typed[at].first or not typed[end - 1].last:
        return at, None
    return end, (min(years), max(years))


def _is_year(word: str) -> bool:
    return len(word) == 4 and word.isascii() and word.isdecimal() and int(word) in _YEARS
