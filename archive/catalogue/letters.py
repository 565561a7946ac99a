"""The words of a text as numbers, made from its letters all at once: most of what is worked out of a text at intake."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from archive.analysis import fold

Numbers = NDArray[np.uint64]

_TABLE = 0x10000  # characters whose folded form is looked up; what comes after is a letter, and stays as it is
_BLOCK = 0x100  # of which all are folded when one is met: all of them take as long as a hundred texts
_SEPARATOR, _NOTHING, _UNKNOWN = 0, 0xFFFFFFFF, 0xFFFFFFFE
_FOLDED = np.array([*[_UNKNOWN] * _TABLE, _SEPARATOR], np.uint32)
_BEGINS = 1 << 31

_LEGIBLE = np.arange(0x80, dtype=np.uint32)
_LEGIBLE[[ord("l"), ord("i")]] = ord("1")
_LEGIBLE[ord("o")] = ord("0")

# The last step of SplitMix64 (Steele, Lea and Flood, 2014).
_MIX = tuple((np.uint64(shift), np.uint64(by)) for shift, by in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)))
_LAST = np.uint64(31)
_GAMMA = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, slots=True)
class Letters:
    """The folded letters and digits of a text's words, and which of them begin a word."""

    codes: NDArray[np.uint32]
    begins: NDArray[np.int64]

    @property
    def words(self) -> int:
        """How many words there are."""
        return len(self.begins)

    def written(self) -> bytes:
        """The same bytes for the same words, and for no others."""
        codes = self.codes.copy()
        codes[self.begins] |= np.uint32(_BEGINS)
        return codes.tobytes()

    def legible(self) -> Letters:
        """Return the same letters with those made one that recognition of print takes for each other: l, i and 1, o and
        0, m and rn."""
        codes = _LEGIBLE.take(self.codes, mode="clip")
        codes = np.where(self.codes < len(_LEGIBLE), codes, self.codes)
        first = np.zeros(len(codes), bool)
        first[self.begins] = True
        ends = np.flatnonzero((codes[:-1] == ord("r")) & (codes[1:] == ord("n")) & ~first[1:])
        codes[ends] = ord("m")
        return Letters(np.delete(codes, ends + 1), self.begins - np.searchsorted(ends, self.begins))

    def numbers(self) -> Numbers:
        """64 bits for each word, the same wherever it stands."""
        if not self.words:
            return np.empty(0, np.uint64)
        begun = np.repeat(self.begins, np.diff(self.begins, append=len(self.codes)))
        within = (np.arange(len(self.codes)) - begun).astype(np.uint64)
        return np.add.reduceat(mixed(self.codes + (within << np.uint64(32))), self.begins)


def letters_of(text: str, most: int) -> Letters:
    """The letters of the first `most` words."""
    read = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    codes = _FOLDED.take(read, mode="clip")
    if (unknown := codes == _UNKNOWN).any():
        _fold(np.flatnonzero(np.bincount(read[unknown] // _BLOCK)))
        codes = _FOLDED.take(read, mode="clip")
    if (beyond := read >= _TABLE).any():
        codes[beyond] = read[beyond]
    if (nothing := codes == _NOTHING).any():
        codes = codes[~nothing]
    within = codes != _SEPARATOR
    begins = within.copy()
    begins[1:] &= ~within[:-1]
    if most < np.count_nonzero(begins):
        end = np.flatnonzero(begins)[most]
        codes, within, begins = codes[:end], within[:end], begins[:end]
    return Letters(codes[within], np.flatnonzero(begins[within]))


def mixed(numbers: Numbers) -> Numbers:
    """Other 64 bits for each number, in which every bit depends on all of it."""
    numbers = numbers + _GAMMA
    for shift, by in _MIX:
        numbers = (numbers ^ (numbers >> shift)) * by
    return numbers ^ (numbers >> _LAST)


def _fold(blocks: NDArray[np.int64]) -> None:
    """Work out of all characters of these blocks what each is without case and marks: a letter or digit, a separator,
    or nothing, as marks are."""
    for block in blocks.tolist():
        first = block * _BLOCK
        signs = [chr(code) for code in range(first, first + _BLOCK)]
        if not first:
            signs[ord("\n")] = " "
        forms = fold("\n".join(signs)).split("\n")
        _FOLDED[first : first + _BLOCK] = [*map(_code, signs, forms)]


def _code(sign: str, form: str) -> int:
    if not form:
        return _NOTHING
    if len(form) > 1:
        return ord(sign) if form.isalnum() else _SEPARATOR
    return ord(form) if form.isalnum() else _SEPARATOR
