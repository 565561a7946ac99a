"""Whether two texts are one: a reprint with small edits is, another form of the same letter with other facts is not."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from archive.analysis import fold
from archive.catalogue.letters import Letters, Numbers, letters_of, mixed

SHORT = 40  # words below which only equal texts are one
SHORTEST = 5  # words below which texts are not compared at all
ALIKE = 0.7  # of all runs of three words, how many two texts must share
NEAR = 34  # of the 128 bits of two sketches, how many may differ: such texts do by 25, others by 64
_READ = 5_000  # words of a text that are looked at
_WORD_LENGTH = 10  # characters, so that no more of a long text is read
_WORD = re.compile(r"[^\W_]+")
_EDGE = 15  # words at either end where datelines, bylines and initials stand
_WITH_EDGES = 80  # words of a text that has such ends
_FOR_EACH_NAME = 200  # words of a text for each name that may be written otherwise


@dataclass(frozen=True)
class Wording:
    """A text as its words. Everything is worked out once, when it is first needed."""

    text: str

    @property
    def _read(self) -> str:
        return self.text[: _READ * _WORD_LENGTH]

    @cached_property
    def letters(self) -> Letters:
        """The letters of its words without case and marks."""
        return letters_of(self._read, _READ)

    @cached_property
    def places(self) -> list[tuple[str, int]]:
        """Its words without case and marks, each with where it stands in the text."""
        return [(fold(found.group()), found.start()) for found in islice(_WORD.finditer(self._read), _READ)]

    @cached_property
    def digest(self) -> str:
        """The same for texts of the same words; empty for those with hardly any."""
        if self.letters.words < SHORTEST:
            return ""
        return hashlib.blake2b(self.letters.written(), digest_size=16).hexdigest()

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
        """A number for each run of three words, each once, ascending."""
        words = self.letters.numbers()
        runs = np.sort(mixed(mixed(words[:-2]) + words[1:-1]) + words[2:])
        return runs[np.concatenate([[True], runs[1:] != runs[:-1]])] if len(runs) else runs

    def facts(self, start: int, end: int) -> tuple[Counter[str], set[str]]:
        """Of these words the numbers, and those that are written with a capital within a sentence."""
        numbers: Counter[str] = Counter()
        names: set[str] = set()
        for word, begin in self.places[start:end]:
            if any(sign.isdigit() for sign in word):
                numbers[word] += 1
            elif self.text[begin].isupper() and not self._opens(begin):
                names.add(word)
        return numbers, names

    def _opens(self, at: int) -> bool:
        """Whether a sentence begins there."""
        before = self.text[max(0, at - 4) : at]
        return "\n" in before or before.rstrip(" \"'“”‘’(")[-1:] in ("", ".", "!", "?", ":", "…")


def sketches(given: list[str]) -> Numbers:
    """Sketches as an array of two rows, a half of each in either, for `near`."""
    return np.ascontiguousarray(np.frombuffer(bytes.fromhex("".join(given)), np.uint64).reshape(-1, 2).T)


def near(all_of_them: Numbers, one: Numbers) -> NDArray[np.int64]:
    """The places of those near one of them, the nearest first."""
    apart = sum(np.bitwise_count(half ^ bits) for half, bits in zip(all_of_them, one, strict=True))
    found = np.flatnonzero(apart <= NEAR)
    return found[np.argsort(apart[found], kind="stable")]


def same_text(one: Wording, other: Wording) -> bool:
    """Whether two texts are one: equal, or long enough and alike, without other facts in the same places."""
    if one.digest == other.digest:
        return bool(one.digest)
    if min(one.letters.words, other.letters.words) < SHORT:
        return False
    shared = len(np.intersect1d(one.runs, other.runs, assume_unique=True))
    if shared < ALIKE * (len(one.runs) + len(other.runs) - shared):
        return False
    return not _other_facts(one, other)


def _other_facts(one: Wording, other: Wording) -> bool:
    """Whether another number stands where one of them has a number, or other names stand where it has names, more often
    than an editor's hand would do it."""
    renamed = 0
    matcher = SequenceMatcher(None, [word for word, _ in one.places], [word for word, _ in other.places])
    for tag, start, end, other_start, other_end in matcher.get_opcodes():
        if tag != "replace" or _at_an_edge(one, other, (start, end), (other_start, other_end)):
            continue
        numbers, names = one.facts(start, end)
        other_numbers, other_names = other.facts(other_start, other_end)
        if numbers - other_numbers and other_numbers - numbers:
            return True
        renamed += bool(names and other_names and names.isdisjoint(other_names))
    return renamed * _FOR_EACH_NAME > min(one.letters.words, other.letters.words)


def _at_an_edge(one: Wording, other: Wording, span: tuple[int, int], other_span: tuple[int, int]) -> bool:
    sizes = len(one.places), len(other.places)
    if min(sizes) < _WITH_EDGES:
        return False
    if max(span[1], other_span[1]) <= _EDGE:
        return True
    return span[0] >= sizes[0] - _EDGE and other_span[0] >= sizes[1] - _EDGE
