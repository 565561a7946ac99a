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

SHORT = 40  # words below which only equal texts are one
SHORTEST = 5  # words below which texts are not compared at all
ALIKE = 0.7  # of all runs of three words, how many two texts must share
NEAR = 34  # of the 128 bits of two sketches, how many may differ: such texts do by 25, others by 64
_SHINGLE = 3
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

    @cached_property
    def words(self) -> list[str]:
        """Its words without case and marks."""
        return _WORD.findall(fold(self._read))[:_READ]

    @property
    def _read(self) -> str:
        return self.text[: _READ * _WORD_LENGTH]

    @cached_property
    def places(self) -> list[tuple[str, int]]:
        """Its words, each with where it stands in the text."""
        return [(fold(found.group()), found.start()) for found in islice(_WORD.finditer(self._read), _READ)]

    @property
    def digest(self) -> str:
        """The same for texts of the same words; empty for those with hardly any."""
        if len(self.words) < SHORTEST:
            return ""
        return hashlib.blake2b(" ".join(self.words).encode("utf-8", "replace"), digest_size=16).hexdigest()

    @property
    def sketch(self) -> str:
        """128 bits in hexadecimal, of which few differ between texts that share most runs of words; empty for a short
        text. Charikar's simhash (2002)."""
        if len(self.words) < SHORT:
            return ""
        hashes = b"".join(hashlib.blake2b(run.encode("utf-8", "replace"), digest_size=16).digest() for run in self.runs)
        bits = np.unpackbits(np.frombuffer(hashes, np.uint8).reshape(-1, 16), axis=1)
        return np.packbits(bits.sum(0) * 2 > len(bits)).tobytes().hex()

    @cached_property
    def runs(self) -> frozenset[str]:
        """All runs of three words."""
        words = self.words
        return frozenset(" ".join(words[at : at + _SHINGLE]) for at in range(len(words) - _SHINGLE + 1))

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


def sketches(given: list[str]) -> NDArray[np.uint64]:
    """Sketches as an array of two columns, for `near`."""
    return np.frombuffer(bytes.fromhex("".join(given)), ">u8").astype(np.uint64).reshape(-1, 2)


def near(all_of_them: NDArray[np.uint64], one: NDArray[np.uint64]) -> NDArray[np.int64]:
    """The places of those near one of them, the nearest first."""
    apart = np.bitwise_count(all_of_them ^ one).sum(1, dtype=np.int64)
    found = np.flatnonzero(apart <= NEAR)
    return found[np.argsort(apart[found], kind="stable")]


def same_text(one: Wording, other: Wording) -> bool:
    """Whether two texts are one: equal, or long enough and alike, without other facts in the same places."""
    if one.words == other.words:
        return len(one.words) >= SHORTEST
    if min(len(one.words), len(other.words)) < SHORT:
        return False
    shared = len(one.runs & other.runs)
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
    return renamed * _FOR_EACH_NAME > min(len(one.words), len(other.words))


def _at_an_edge(one: Wording, other: Wording, span: tuple[int, int], other_span: tuple[int, int]) -> bool:
    sizes = len(one.places), len(other.places)
    if min(sizes) < _WITH_EDGES:
        return False
    if max(span[1], other_span[1]) <= _EDGE:
        return True
    return span[0] >= sizes[0] - _EDGE and other_span[0] >= sizes[1] - _EDGE
