"""MinHash bands (Broder 1997; Leskovec, Rajaraman and Ullman 2014, 3.4): numbers by which similar sets are found.

Each MinHash function is the distance upwards from a point: the least hash of a set is then the first of its numbers
above the point, found by one binary search in the sorted numbers.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.uint64]

BANDS, ROWS = 40, 3  # two sets that share half of their numbers lack a common band once in 80 to 200 times
_BITS = 47  # of a band: SQLite stores these in 6 bytes

# The last step of SplitMix64 (Steele, Lea and Flood, 2014).
_MIX = tuple((np.uint64(shift), np.uint64(by)) for shift, by in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)))
_LAST = np.uint64(31)
_GAMMA = np.uint64(0x9E3779B97F4A7C15)


def mixed(numbers: Numbers) -> Numbers:
    """Return 64 mixed bits for each number, in which every bit depends on all input bits."""
    numbers = numbers + _GAMMA
    for shift, by in _MIX:
        numbers = (numbers ^ (numbers >> shift)) * by
    return numbers ^ (numbers >> _LAST)


_POINTS = mixed(np.arange(BANDS * ROWS, dtype=np.uint64)).reshape(ROWS, BANDS)


def bands_of(numbers: Numbers) -> NDArray[np.int64]:
    """Return `BANDS` numbers below 2 ** 47 for a set of evenly distributed numbers in ascending order; none for an
    empty set."""
    if not len(numbers):
        return np.empty(0, np.int64)
    first = numbers.take(np.searchsorted(numbers, _POINTS), mode="wrap")
    bands = first[0]
    for more in first[1:]:
        bands = mixed(bands) + more
    return (mixed(bands) >> np.uint64(64 - _BITS)).astype(np.int64)
