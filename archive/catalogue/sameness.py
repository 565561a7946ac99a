"""Whether two texts are one: a reprint with small edits is, another form of the same letter with other facts is not."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from archive.analysis import fold
from archive.analysis.edits import one_edit
from archive.catalogue.letters import Letters, Numbers, letters_of, mixed

SHORT = 40  # words below which only texts of equal words and title are one
SHORTEST = 5  # words below which texts are not compared at all
MOST_EQUAL = 6  # texts of the same words, above which these are a form and tell nothing
ALIKE = 0.7  # of all runs of three words, how many two texts must share
LEAST_ALIKE = 0.5  # the same of two texts with one title, or of which one holds the other
CONTAINED = 0.9  # of the runs of one text, how many make it one that the other holds
LEAD_ALIKE = 0.6  # of the runs in the lead of either, how many must stand in the other
NEAR = 40  # of the 128 bits of two sketches, how many may differ: such texts do by 35, others by 64
_READ = 5_000  # words of a text that are looked at
_WORD_LENGTH = 10  # characters, so that no more of a long text is read
_WORD = re.compile(r"[^\W_]+")
_EDGE = 15  # words at the end where bylines and initials stand
_WITH_EDGES = 80  # words of a text that has such ends
_HEAD = 25  # words before the lead, at most, that say whose it is and when
_LEAD = 60  # words in which news says what it is about
_FOR_EACH_NAME = 200  # words of a text for each name that may be written otherwise
_MOST_NAMES = 3
_PROSE = 8  # words of a line that says something; menus, heads and tables have shorter ones
_SENTENCE = 4  # the same of one that ends as a sentence does
_BROKEN = re.compile(r"(?<=[^\W\d_])-\s+(?=[a-zà-ỹ])")  # a word at the end of a line
_LINE = re.compile(r"[^\n]+")
_DATELINE = re.compile(r"(?:\S+\s+){0,16}?\S*(?:--|[-–—])\s+(?!.{0,60}?(?:--|[-–—])\s)")
_LEGIBLE = str.maketrans("lio", "110")
_END = re.compile(r"[.!?…]\W*\Z")


@dataclass(frozen=True, slots=True)
class Place:
    """A word as it is compared, where it begins in the text, and whether it is a number."""

    word: str
    begins: int
    number: bool


@dataclass(frozen=True)
class Wording:
    """A text as its words, and its title. Everything is worked out once, when it is first needed."""

    text: str
    title: str = ""

    @cached_property
    def _read(self) -> str:
        return _BROKEN.sub("", self.text[: _READ * _WORD_LENGTH])

    @cached_property
    def letters(self) -> Letters:
        """The letters of its words without case and marks."""
        return letters_of(self._read, _READ)

    @cached_property
    def _prose(self) -> list[tuple[int, int]]:
        """Where lines stand that say something, and not what menus, heads and tables do; all of a text with hardly
        any."""
        found: list[tuple[int, int]] = []
        words = 0
        for line in _LINE.finditer(self._read):
            many = len(_WORD.findall(line.group()))
            if many >= _PROSE or (many >= _SENTENCE and _END.search(line.group())):
                found.append(line.span())
                words += many
        return found if words >= SHORT else [(0, len(self._read))]

    @cached_property
    def places(self) -> list[Place]:
        """Its words without case and marks, as `legible` as they can be made."""
        words = islice(_WORD.finditer(self._read), _READ)
        return [_place(fold(found.group()), found.start()) for found in words]

    @cached_property
    def lead(self) -> tuple[int, int]:
        """Which words say what the news is: the first of the first line of prose that is long enough, behind its
        dateline."""
        start, end = next((span for span in self._prose if self._is_paragraph(*span)), self._prose[0])
        dateline = _DATELINE.match(self._read, start, end)
        begins = dateline.end() if dateline else start
        first = bisect_left(self.places, begins, key=lambda place: place.begins)
        return first, min(first + _LEAD, len(self.places))

    def _is_paragraph(self, start: int, end: int) -> bool:
        line = self._read[start:end]
        return _END.search(line) is not None or len(_WORD.findall(line)) >= 2 * _PROSE

    @cached_property
    def lead_runs(self) -> Numbers:
        """The runs of three words in its lead."""
        first, end = self.lead
        if first == len(self.places):
            return np.empty(0, np.uint64)
        behind = self.places[end].begins if end < len(self.places) else len(self._read)
        return _runs(letters_of(self._read[self.places[first].begins : behind], _LEAD).legible())

    @cached_property
    def digest(self) -> str:
        """The same for texts of the same words, short ones with the same title too; empty for those with hardly any."""
        if self.letters.words < SHORTEST:
            return ""
        title = letters_of(self.title, _READ).written() if self.letters.words < SHORT else b""
        return hashlib.blake2b(self.letters.written() + title, digest_size=16).hexdigest()

    @property
    def sketch(self) -> str:
        """128 bits in hexadecimal, of which few differ between texts that share most runs of words; empty for a short
        text. Charikar's simhash (2002)."""
        if self.letters.words < SHORT:
            return ""
        bits = np.unpackbits(np.stack([self.runs, mixed(self.runs)], axis=1).view(np.uint8), axis=1).view(np.uint64)
        # Eight counts are added as one number; 255 times, and none has run over.
        sums = [np.add.reduce(bits[at : at + 255]).view(np.uint8) for at in range(0, len(bits), 255)]
        return np.packbits(np.sum(sums, axis=0, dtype=np.int64) * 2 > len(bits)).tobytes().hex()

    @cached_property
    def runs(self) -> Numbers:
        """A number for each run of three words of its prose, each once, ascending."""
        prose = "\n".join(self._read[start:end] for start, end in self._prose)
        return _runs(letters_of(prose, _READ).legible())

    def facts(self, start: int, end: int) -> tuple[Counter[str], set[str]]:
        """Of these words the numbers, and those that are written with a capital within a sentence."""
        numbers: Counter[str] = Counter()
        names: set[str] = set()
        for place in self.places[start:end]:
            if place.number:
                numbers[place.word] += 1
            elif self._read[place.begins].isupper() and not self._opens(place.begins):
                names.add(place.word)
        return numbers, names

    def _opens(self, at: int) -> bool:
        """Whether a sentence begins there."""
        before = self._read[max(0, at - 4) : at]
        return "\n" in before or before.rstrip(" \"'“”‘’(")[-1:] in ("", ".", "!", "?", ":", "…")


def _place(folded: str, begins: int) -> Place:
    digits = sum(map(str.isdigit, folded))
    return Place(folded.replace("rn", "m").translate(_LEGIBLE), begins, digits * 2 >= len(folded))


def _runs(letters: Letters) -> Numbers:
    words = letters.numbers()
    runs = np.sort(mixed(mixed(words[:-2]) + words[1:-1]) + words[2:])
    return runs[np.concatenate([[True], runs[1:] != runs[:-1]])] if len(runs) else runs


def sketches(given: list[str]) -> Numbers:
    """Sketches as an array of two rows, a half of each in either, for `near`."""
    return np.ascontiguousarray(np.frombuffer(bytes.fromhex("".join(given)), np.uint64).reshape(-1, 2).T)


def near(all_of_them: Numbers, one: Numbers) -> NDArray[np.int64]:
    """The places of those near one of them, the nearest first."""
    apart = sum(np.bitwise_count(half ^ bits) for half, bits in zip(all_of_them, one, strict=True))
    found = np.flatnonzero(apart <= NEAR)
    return found[np.argsort(apart[found], kind="stable")]


def same_text(one: Wording, other: Wording) -> bool:
    """Return whether two texts are one: equal, or long enough and alike, with one lead and no other facts in the same
    places. What stands in many records is in no lead, so a disclaimer alone makes no two of them one."""
    if one.digest == other.digest:
        return bool(one.digest)
    if min(one.letters.words, other.letters.words) < SHORT:
        return False
    return _alike(one, other) and _one_lead(one, other) and not _other_facts(one, other)


def _alike(one: Wording, other: Wording) -> bool:
    """Return whether most runs of words are those of both; fewer will do where the title is the same, or nearly all of
    one is in the other, as in a page around it."""
    shared = len(np.intersect1d(one.runs, other.runs, assume_unique=True))
    contained = shared >= CONTAINED * min(len(one.runs), len(other.runs))
    least = LEAST_ALIKE if contained or _one_title(one, other) else ALIKE
    return shared >= least * (len(one.runs) + len(other.runs) - shared)


def _one_title(one: Wording, other: Wording) -> bool:
    titles = [_WORD.findall(fold(wording.title)) for wording in (one, other)]
    return bool(titles[0]) and titles[0] == titles[1]


def _one_lead(one: Wording, other: Wording) -> bool:
    """Return whether most of either lead stands in the other text, and not each has names or numbers of its own."""
    for mine, theirs in ((one, other), (other, one)):
        if len(mine.lead_runs) and float(np.isin(mine.lead_runs, theirs.runs).mean()) < LEAD_ALIKE:
            return False
    own = [_only_in_lead(one, other), _only_in_lead(other, one)]
    return not all(
        [fact for fact in mine if not any(one_edit(fact, fact_) for fact_ in theirs)]
        for mine, theirs in (own, own[::-1])
    )


def _only_in_lead(one: Wording, other: Wording) -> set[str]:
    """Return the numbers and names in the lead of one that stand nowhere in the other text."""
    numbers, names = one.facts(*one.lead)
    return {*numbers, *names} - {place.word for place in other.places}


def _other_facts(one: Wording, other: Wording) -> bool:
    """Return whether another number stands where one of them has a number, or other names more often than an editor's
    hand would do it. What stands before the lead is the head of a page."""
    renamed = 0
    matcher = SequenceMatcher(None, [place.word for place in one.places], [place.word for place in other.places])
    for tag, start, end, other_start, other_end in matcher.get_opcodes():
        before = end <= min(one.lead[0], _HEAD) and other_end <= min(other.lead[0], _HEAD)
        if tag != "replace" or before or _at_the_end(one, other, start, other_start):
            continue
        numbers, names = one.facts(start, end)
        other_numbers, other_names = other.facts(other_start, other_end)
        if numbers - other_numbers and other_numbers - numbers:
            return True
        renamed += bool(names and other_names and names.isdisjoint(other_names))
    return renamed > min(_MOST_NAMES, min(one.letters.words, other.letters.words) / _FOR_EACH_NAME)


def _at_the_end(one: Wording, other: Wording, start: int, other_start: int) -> bool:
    sizes = len(one.places), len(other.places)
    return min(sizes) >= _WITH_EDGES and start >= sizes[0] - _EDGE and other_start >= sizes[1] - _EDGE
