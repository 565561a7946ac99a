"""What a search engine is to this archive: one protocol, fed with ready terms and asked with plans."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, Self

from archive.query.plan import Plan

FACETS = ("kind", "genre", "language", "source", "person", "place", "collection", "year", "credit", "flag", "has")
"""The facet columns every engine keeps; all may hold several values. `has` holds "photo" and the like."""

SCHEMA_VERSION = 2
"""Raised when the fields or columns of an index change; an index of another version is rebuilt."""


@dataclass(frozen=True, slots=True)
class Document:
    """A record as an engine keeps it. `id` is at most 32 ASCII characters. `terms` maps an engine field (see
    archive.analysis) to its (term, position) pairs; `facets` a column of FACETS to its values as they are shown.
    `dates` is its first and last day as integers (20250101, 20251231), None when undated. `title` is for sorting."""

    id: str
    terms: Mapping[str, Sequence[tuple[str, int]]]
    facets: Mapping[str, Sequence[str]] = field(default_factory=dict)
    dates: tuple[int, int] | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class State:
    """How far an index has come: the catalogue's revision and the instant (`2026-05-03T10:00:00Z`) it reflects, and the
    versions of analysis and schema that it was made with. `authorities` is the digest of the name cards by which its
    credits were read; empty when they were not all read by the same."""

    revision: int
    instant: str
    analysis: int
    schema: int = SCHEMA_VERSION
    authorities: str = ""


@dataclass(frozen=True, slots=True)
class EngineResults:
    """`ids` and `scores` of the slice asked for, in order; `total` of all answers. `facets`: for each column asked for,
    (value, count) by count, then value, and the values filtered by always among them. `undated`: how many answers have
    no date; where dates were asked for, how many were left out because they have none."""

    ids: tuple[str, ...]
    scores: tuple[float, ...]
    total: int
    facets: Mapping[str, tuple[tuple[str, int], ...]]
    undated: int
    state: State


class Engine(Protocol):
    """An index in one folder. Readers may be many, in any thread and process; only one process may `update` at a time.

    A document is visible to the next search, in every process, once `update` returns. Ties in score or date are broken
    by newest date, then by id, so that an order never depends on how an index was built. Undated documents come last
    in both orders of date.
    """

    name: str

    @classmethod
    def create(cls, folder: Path, state: State) -> Self:
        """A new, empty index in `folder`, which is made when it is missing. What stood there is replaced."""

    @classmethod
    def open(cls, folder: Path) -> Self:
        """The index in `folder`, which must be of this archive's own making. Raises IndexUnusable."""

    def update(self, documents: Iterable[Document], gone: Collection[str], state: State) -> None:
        """Put these documents in (in place of those with their ids), take the `gone` ids out, and note the new state:
        readers see all of it or nothing, also after a crash in the middle."""

    def search(self, plan: Plan) -> EngineResults:
        """The answers as of the last finished update."""

    def count(self) -> int:
        """How many documents there are."""

    def ids(self) -> frozenset[str]:
        """The ids of all documents."""

    def terms(self, field: str, prefix: str, limit: int) -> list[tuple[str, int]]:
        """Up to `limit` (term, number of documents) that begin with `prefix`, those with most documents first."""

    def state(self) -> State:
        """How far this index has come."""

    def close(self) -> None:
        """Give files and memory back. A closed engine is not used again."""
