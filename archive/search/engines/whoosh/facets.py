"""Facet columns as arrays: a number for each value in the engine, and each document's numbers."""

from __future__ import annotations

import heapq
import threading
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from archive.text import fold

Ints = npt.NDArray[np.int64]


class Column:
    """All values that a facet column has had since the engine was opened, in order of first use. A value keeps its
    number across commits; one without documents is never counted."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.values: list[str] = []
        self._folded: list[str] = []
        self._numbers: dict[str, int] = {}
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self.values)

    def numbers(self, values: Sequence[str]) -> Ints:
        """Return the numbers of these values, assigning new ones."""
        with self._lock:
            for value in values:
                if value not in self._numbers:
                    self._numbers[value] = len(self.values)
                    self.values.append(value)
            return np.array([self._numbers[value] for value in values], np.int64)

    def largest(self, counts: Ints, size: int, chosen: Collection[str]) -> tuple[tuple[str, int], ...]:
        """Return the `size` values with the largest counts, by count, then value, and the chosen ones, even if
        small."""
        numbers = np.flatnonzero(counts)
        if len(numbers) > size > 0:
            edge = np.partition(counts[numbers], len(numbers) - size)[len(numbers) - size]
            sure = numbers[counts[numbers] > edge].tolist()
            ties = ((self.values[i], i) for i in numbers[counts[numbers] == edge].tolist())
            top = [*sure, *(i for _, i in heapq.nsmallest(size - len(sure), ties))]
        else:
            top = numbers.tolist() if size > 0 else []
        shown = _by_count((self.values[i], int(counts[i])) for i in top)
        there = {value for value, _ in shown}
        rest = _by_count((value, self._count(counts, value)) for value in set(chosen) - there)
        return (*shown, *rest)

    def _count(self, counts: Ints, value: str) -> int:
        number = self._numbers.get(value, len(counts))
        return int(counts[number]) if number < len(counts) else 0

    def beginning(self, prefix: str, counts: Ints, size: int) -> list[tuple[str, int]]:
        """Return up to `size` values with a count that have a word beginning with `prefix`, both folded, by count, then
        value."""
        wanted = fold(prefix).strip()
        with self._lock:
            self._folded += [fold(value) for value in self.values[len(self._folded) :]]
        told = [i for i in np.flatnonzero(counts).tolist() if wanted in self._folded[i]]
        begun = ((self.values[i], int(counts[i])) for i in told if _begins_word(self._folded[i], wanted))
        return _by_count(begun)[:size]


def _by_count(counted: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    return sorted(counted, key=lambda item: (-item[1], item[0]))


def _begins_word(value: str, wanted: str) -> bool:
    at = value.find(wanted)
    while at > 0 and value[at - 1].isalnum():
        at = value.find(wanted, at + 1)
    return at >= 0


@dataclass(frozen=True, slots=True)
class Facet:
    """The values of one column in one segment: the first of each document (-1: none), and any further ones with their
    documents, ascending."""

    first: npt.NDArray[np.int32]
    more_docs: Ints
    more: Ints

    @classmethod
    def of(cls, values: Ints, docs: Sequence[Ints], size: int) -> Facet:
        """Return the facet from the documents of each value."""
        holders = np.concatenate(docs) if docs else np.empty(0, np.int64)
        numbers = np.repeat(values, [len(d) for d in docs]) if docs else holders
        order = np.argsort(holders, kind="stable")
        holders, numbers = holders[order], numbers[order]
        begins = np.ones(len(holders), np.bool_)
        begins[1:] = holders[1:] != holders[:-1]
        first = np.full(size, -1, np.int32)
        first[holders[begins]] = numbers[begins]
        return cls(first, holders[~begins], numbers[~begins])

    def counts(self, docs: Ints, values: int) -> Ints:
        """Return how many of these documents have each of the column's `values`."""
        counted = np.bincount(self.first[docs] + 1, minlength=values + 1)[1:]
        if len(self.more):
            counted = counted + np.bincount(self.more[_among(self.more_docs, docs, len(self.first))], minlength=values)
        return counted


def _among(holders: Ints, docs: Ints, size: int) -> npt.NDArray[np.bool_]:
    mask = np.zeros(size, np.bool_)
    mask[docs] = True
    return mask[holders]
