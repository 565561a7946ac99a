"""Which words of a text to highlight for a query. Each word is checked once, in however many result texts it occurs."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from archive.search.query.stop_words import joins_others
from archive.search.query.term_forms import other_type
from archive.search.query.tree import (
    Clause,
    DateClause,
    Either,
    Every,
    FieldClause,
    FuzzyWord,
    KindBoost,
    NameClause,
    Not,
    PrefixWord,
    Query,
    Quoted,
    StopWord,
    Word,
)
from archive.text import Language, Token, TokenRole, stem_term, tokenize
from archive.text.fold import exact_form, folded_form, one_edit


@dataclass(frozen=True, slots=True)
class Needle:
    """One thing to mark: adjacent words (with up to `slop` others between), words with this prefix, or words within one
    edit. A single word is marked in all its inflections, a quoted one only as it is. Words typed with accents are
    marked with these accents if the text has them so; a `form` of a name also without any."""

    exact: tuple[str, ...]
    folded: tuple[str, ...]
    slop: int = 0
    begins: bool = False
    inflected: bool = False
    almost: bool = False
    form: bool = False

    @property
    def marked(self) -> bool:
        """Return whether it was typed with accents."""
        return self.exact != self.folded


class Judge:
    """Find runs of letters and digits, in texts of one language, that may be the first word of a needle. It may return
    wrong ones, but never misses one."""

    def __init__(self, wanted: Sequence[Needle], entry: Language) -> None:
        self._entry = entry
        self._equal: defaultdict[str, list[Needle]] = defaultdict(list)
        self._alike: list[Needle] = []  # prefixes, fuzzy words, or the digits at the end of a word (IMG1275)
        self._inflected: defaultdict[str, list[_Inflected]] = defaultdict(list)  # by first letter
        for needle in wanted:
            first = needle.folded[0]
            self._equal[first].append(needle)
            if needle.begins or needle.almost or first[0].isdigit():
                self._alike.append(needle)
            if needle.inflected and entry.stemmer is not None:
                self._inflected[first[0]].append(_Inflected(needle, entry))
        self._wanted = [*dict.fromkeys(self._beginnings())]
        self._judged: dict[str, tuple[Needle, ...]] = {}
        self._letters = None if self._any_letter() else {_letters_of(word) for n in wanted for word in n.folded}
        self._joining: dict[str, bool] = {}

    def _any_letter(self) -> bool:
        """Return whether a word with any initial may match."""
        return any(not needle.begins for needle in self._alike)

    def may_join(self, stretch: str) -> bool:
        """Return whether parts of a folded stretch without blanks, joined, may be a word of a needle."""
        if self._letters is None:
            return True
        known = self._joining.get(stretch)
        if known is None:
            letters = _letters_of(stretch)
            inflected = (one for several in self._inflected.values() for one in several)
            known = any(word in letters for word in self._letters) or any(one.may_be_in(letters) for one in inflected)
            self._joining[stretch] = known
        return known

    def _beginnings(self) -> Iterator[tuple[str, bool]]:
        """Yield letters that every word matched by `_needles_of` contains: at its beginning, or (True) within it."""
        yield from ((first, False) for first in self._equal)
        for inflected in (one for several in self._inflected.values() for one in several):
            yield inflected.letters()

    def _runs(self, folded: str) -> Iterator[tuple[int, int]]:
        """Yield runs of letters and digits that may be the first word of a needle, in order. Searching for letters
        skips most words of a text."""
        if self._any_letter() or not all(letters for letters, _ in self._wanted):
            yield from (match.span() for match in _RUN.finditer(folded))
            return
        places: set[tuple[int, int]] = set()
        for letters, inside in self._wanted:
            at = folded.find(letters)
            while at >= 0:
                start, end = at, _end_of_run(folded, at)
                while inside and start and folded[start - 1].isalnum():
                    start -= 1
                if not (start and folded[start - 1].isalnum()):
                    places.add((start, end))
                at = folded.find(letters, end)
        yield from sorted(places)

    def found(self, text: str, folded: str) -> Iterator[tuple[int, int, tuple[Needle, ...]]]:
        """Yield [start, end) of the runs in a text, also given folded, that may be the first word of a needle."""
        judged = self._judged
        for start, end in self._runs(folded):
            word = text[start:end]
            about = judged.get(word)
            if about is None:
                about = judged[word] = tuple(dict.fromkeys(self._needles_of(*_forms(word))))
            if about:
                yield start, end, about

    def _needles_of(self, exact: str, folded: str) -> Iterator[Needle]:
        yield from self._equal.get(folded, ())
        for needle in self._alike:
            first = needle.folded[0]
            if (
                (needle.begins and folded.startswith(first))
                or (needle.almost and one_edit(folded, first))
                or (first[0].isdigit() and folded.endswith(first))
            ):
                yield needle
        for inflected in self._inflected.get(folded[:1], ()):
            if inflected.may_be(folded) and stem_term(exact, self._entry) == inflected.stem:
                yield inflected.needle


_RUN = re.compile(r"[^\W_]+")  # letters and digits


def _end_of_run(folded: str, at: int) -> int:
    run = _RUN.match(folded, at)
    return run.end() if run else at + 1


def _letters_of(text: str) -> str:
    return "".join(filter(str.isalnum, text))


@lru_cache(maxsize=100_000)
def _forms(word: str) -> tuple[str, str]:
    exact = exact_form(word)
    return exact, folded_form(exact)


class _Inflected:
    """A word marked in all its inflections, and what these share, to check before computing a stem."""

    def __init__(self, needle: Needle, entry: Language) -> None:
        self.needle = needle
        self.stem = stem_term(needle.exact[0], entry) or ""
        root = folded_form(self.stem.partition(":")[2])
        self._beginning = self._inner = ""
        if entry.stemmer == "english":  # removes endings; the last two letters of the rest may differ
            self._beginning = root[: max(1, len(root) - 2)]
        elif entry.stemmer == "indonesian":  # removes both ends; the first letter of the rest may differ
            self._inner = root[1:]

    def letters(self) -> tuple[str, bool]:
        """Return letters in every word for which `may_be` is true, and whether they may be within it."""
        return (self._beginning, False) if self._beginning else (self._inner, True)

    def may_be_in(self, letters: str) -> bool:
        """Return whether these letters may contain a word with the stem."""
        return self._beginning in letters and self._inner in letters

    def may_be(self, folded: str) -> bool:
        """Return whether a word with the needle's first letter may have its stem."""
        return folded.startswith(self._beginning) and self._inner in folded


_MOST_STEPS = 200_000  # words checked for one needle of several words; real texts need far fewer

Run = tuple[int, int]
"""The first and the last of some tokens."""


class HighlightMark(NamedTuple):
    """[start, end) in the text, and the number of the needle found there."""

    start: int
    end: int
    needle: int


def marks(tokens: Sequence[Token], wanted: Sequence[Needle], entry: Language) -> Iterator[HighlightMark]:
    """Yield every place to mark. If the text has what was typed with the same accents, words that match only without
    accents (lượng for Lương) are not marked."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for i, token in enumerate(tokens):
        places[token.folded].append(i)
    for number, needle in enumerate(wanted):
        for first, last in _found(tokens, places, needle, entry):
            yield HighlightMark(tokens[first].start, tokens[last].end, number)


def _found(tokens: Sequence[Token], places: dict[str, list[int]], needle: Needle, entry: Language) -> list[Run]:
    word = needle.folded[0]
    if needle.begins:
        return [(i, i) for other in places if other.startswith(word) for i in places[other]]
    if needle.almost:
        return [(i, i) for other in places if one_edit(other, word) for i in places[other]]
    if len(needle.folded) > 1:
        found = list(_runs(tokens, places.get(word, ()), needle))
    else:
        found = [(i, i) for i in places.get(word, ())]
    if needle.marked:
        found = [run for run in found if _as_typed(tokens, run, needle)] or found
    if needle.inflected and entry.stemmer is not None:
        stem = stem_term(needle.exact[0], entry)
        others = [other for other in places if other != word and other[:1] == word[:1]]
        same = [i for other in others for i in places[other] if stem_term(tokens[i].exact, entry) == stem]
        found += [(i, i) for i in same]
    return found


def _runs(tokens: Sequence[Token], starts: Iterable[int], needle: Needle) -> Iterator[Run]:
    """Yield where the words of a needle follow each other."""
    steps = free = 0
    for start in starts:
        if steps > _MOST_STEPS:
            return
        if start < free or tokens[start].role is not TokenRole.PART:
            continue
        last = tokens[start].position + len(needle.folded) - 1 + needle.slop
        at, matched = start + 1, 1
        while matched < len(needle.folded) and at < len(tokens) and tokens[at].position <= last:
            token = tokens[at]
            if token.role is TokenRole.PART and token.folded == needle.folded[matched]:
                matched += 1
            at += 1
        steps += at - start
        if matched == len(needle.folded):
            free = at
            yield start, at - 1


def _as_typed(tokens: Sequence[Token], run: Run, needle: Needle) -> bool:
    alone = run[0] == run[1]
    words = {token.exact for token in tokens[run[0] : run[1] + 1] if alone or token.role is TokenRole.PART}
    if all(word in words for word in needle.exact):
        return True
    return needle.form and all(word in words for word in needle.folded)


class Needles(tuple[Needle, ...]):
    """Everything to mark, and by language the words of texts checked so far that match."""

    def __init__(self, _: Iterable[Needle] = ()) -> None:
        self._judges: dict[str, Judge] = {}

    def judge(self, entry: Language) -> Judge:
        """Return the judge of words in texts of that language."""
        if entry.tag not in self._judges:
            self._judges[entry.tag] = Judge(self, entry)
        return self._judges[entry.tag]


def select_field_needles(query: Query, field: str = "text") -> Needles:
    """Return what to mark in values of this field (a field of a TextValue): everything searched in it, or without a
    field, except exclusions."""
    return Needles(dict.fromkeys(_needles(query.clause, field, True)) if query.clause is not None else ())


def _needles(clause: Clause, field: str, here: bool, form: bool = False) -> Iterator[Needle]:
    match clause:
        case Word(text=text) if here:
            yield from _of_words(text, inflected=not form, form=form)
        case Quoted(text=text, slop=slop) if here:
            yield from _of_words(text, slop=slop, form=form)
        case PrefixWord(text=text) if here:
            yield from _of_last(text, begins=True)
        case FuzzyWord(text=text) if here:
            yield from _of_last(text, begins=False)
        case NameClause(clause=typed, others=others):
            yield from _needles(_without_joining_words(typed), field, here)
            for inner in others:
                yield from _needles(inner, field, here, form=True)
        case KindBoost(clause=typed) | DateClause(clause=typed):
            yield from _needles(typed, field, here)
        case FieldClause(field=name, clause=inner):
            yield from _needles(inner, field, name == field, form)
        case Every(clauses=clauses) | Either(clauses=clauses):
            for inner in clauses:
                yield from _needles(inner, field, here, form)
        case Not() | StopWord():  # every text is full of these words
            return


def _without_joining_words(name: Clause) -> Clause:
    """Return the words of a typed name without its function words: `Bank of England` is not every `of`."""
    words = name.clauses if isinstance(name, Every) else ()
    telling = tuple(word for word in words if not (isinstance(word, Word) and joins_others(word.text)))
    return Every(telling) if telling else name


def _of_words(text: str, slop: int = 0, inflected: bool = False, form: bool = False) -> Iterator[Needle]:
    tokens = list(tokenize(text))
    parts = [token for token in tokens if token.role is TokenRole.PART]
    if parts:
        exact, folded = tuple(p.exact for p in parts), tuple(p.folded for p in parts)
        yield Needle(exact, folded, slop, inflected=inflected and len(parts) == 1, form=form)
        other = other_type(folded[-1]) if inflected and len(parts) > 1 else None
        if other is not None:
            yield Needle((*exact[:-1], other), (*folded[:-1], other), form=form)
    for token in tokens:
        if token.role is TokenRole.JOINED:
            yield Needle((token.exact,), (token.folded,), form=form)


def _of_last(text: str, begins: bool) -> Iterator[Needle]:
    """Return the needle for words whose last one is a prefix or fuzzy; those before it may be anywhere."""
    parts = [token for token in tokenize(text) if token.role is TokenRole.PART]
    for n, part in enumerate(parts, 1):
        last = n == len(parts)
        yield Needle((part.exact,), (part.folded,), begins=last and begins, almost=last and not begins)
