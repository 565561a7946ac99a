"""The protocol of search engines, the facets, and the table of engines by their names in archive.toml.

Engines get terms and plans, never text.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from importlib import import_module
from types import MappingProxyType
from typing import Any, Protocol, Self

from archive.errors import ConfigError
from archive.messages import Message
from archive.search.query.plan import Plan

FACETS = (
    "kind",
    "genre",
    "language",
    "source",
    "person",
    "place",
    "collection",
    "subject",
    "subject_code",
    "year",
    "month",
    "day",
    "dated",
    "credit",
    "photographer",
    "speaker",
    "event",
    "flag",
    "has",
    "ocr",
    "status",
    "added",
    "sequence",
    "version",
)
"""The facet columns every engine keeps; all may hold several values. `has` holds "photo" and the like, `month` 2025-10,
`day` 2025-10-25, `added` the year, month and day on which the record came, `dated` what the listed date is the date of
(archive.listed_date.Basis), `subject` the names of subjects with a code and `subject_code` the codes
(archive.subject_codes), `ocr` how words were read by machine, `status` who may see a record that is not public.
`sequence` and `version` hold one value or none: the contact sheet of a photo, and what stands for all languages and
copies of one text; they are for collapsing."""

SCHEMA_VERSION = 12
"""Raised when the fields or columns of an index, or what goes into them, change; an index of another version is
rebuilt."""


MOST_COUNTED = 60_000
"""The values of a facet that any engine can tell at once."""


@dataclass(frozen=True, slots=True)
class Document:
    """A record as an engine keeps it. `id` is at most 32 ASCII characters. `terms` maps an engine field (see
    archive.text) to its (term, position) pairs; those that are DocumentTerms can be had as arrays for many documents.
    `facets` maps a column of FACETS to its values as they are shown.
    `dates` is its first and last day as integers (20250101, 20251231), None when undated. `title` is for sorting, and
    `came` too: when it came to those who see it, in seconds since 1970.
    `form` is a digest, 16 hexadecimal digits or none, of all that its viewers see of the record."""

    id: str
    terms: Mapping[str, Sequence[tuple[str, int]]]
    facets: Mapping[str, Sequence[str]] = field(default_factory=dict)
    dates: tuple[int, int] | None = None
    title: str = ""
    form: str = ""
    came: int = 0


@dataclass(frozen=True, slots=True)
class State:
    """How far an index has come: the catalogue's revision and the instant (`2026-05-03T10:00:00Z`) it reflects, and the
    versions of analysis and schema that it was made with. `authorities` is the digest of the name cards by which its
    credits were read; empty when they were not all read by the same. `public_revision` numbers the last change that the
    public could see of it."""

    revision: int
    instant: str
    analysis: int
    schema: int = SCHEMA_VERSION
    authorities: str = ""
    public_revision: int = 0


@dataclass(frozen=True, slots=True)
class ServerHealth:
    """What a server that keeps indexes says of itself: its name, its version, the number of its nodes, and whether all
    parts of its indexes can be used: `green`, `yellow` (copies are missing) or `red` (parts are)."""

    name: str
    version: str
    nodes: int
    status: str


@dataclass(frozen=True, slots=True)
class EngineResults:
    """`ids` and `scores` of the slice asked for, in order; `total` of all answers. `facets`: for each column asked for,
    (value, count) by count, then value, and the values filtered by always among them. `undated`: how many answers have
    no date; where dates were asked for, how many were left out because they have none.

    `groups`: how many answers are left when the plan collapses, as many as `total` when it does not; `others`, beside
    each id, how many more answers it stands for; `numbers`, beside each id, what it is sorted by in one of
    NUMBER_ORDERS (archive.search.query.plan), else its first day as an integer; 0 for none."""

    ids: tuple[str, ...]
    scores: tuple[float, ...]
    total: int
    facets: Mapping[str, tuple[tuple[str, int], ...]]
    undated: int
    state: State
    groups: int = 0
    others: tuple[int, ...] = ()
    numbers: tuple[int, ...] = ()


class IndexReader(Protocol):
    """What answers questions from an index, for any number of threads.

    Ties in score or title are broken by newest date, then by id; those in a number by id. So an order never depends on
    how an index was built. Undated documents come last in both orders of date.
    """

    def search(self, plan: Plan) -> EngineResults:
        """Return the answers as of the last finished update."""

    def count(self) -> int:
        """Return how many documents there are."""

    def terms(self, field: str, prefix: str, limit: int) -> list[tuple[str, int]]:
        """Return up to `limit` (term, number of documents) that begin with `prefix`, those with most documents first.
        Only terms that a document has which is there: what was taken back is not told, nor counted."""

    def near(self, field: str, term: str, limit: int) -> list[tuple[str, int]]:
        """Return the terms a Fuzzy node stands for, in the same way, the term itself left out; told as `terms` are."""

    def frequencies(self, field: str, terms: Sequence[str]) -> list[int]:
        """Return how many documents have each of these terms. Documents taken back may still count where an engine says
        so."""

    def values(self, column: str, prefix: str, limit: int) -> list[tuple[str, int]]:
        """Return up to `limit` (value, number of documents) of a facet column that have a word which begins with
        `prefix` when both are folded (see archive.text.fold), those with most documents first; told as `terms` are."""

    def state(self) -> State:
        """Return how far this index has come."""


class Engine(IndexReader, Protocol):
    """An index in one place. Readers may be many, in any thread and process; only one process may `update` at a
    time, but where `many_writers` says otherwise.

    A document is visible to the next search, in every process, once `update` returns.
    """

    name: str
    joins: bool
    """Whether it can answer from an index and the one `beside` it as if they were one."""
    atomic: bool
    """Whether readers see all of an update or nothing, also after a crash in the middle, and two processes that update
    at a time are told so. Of others holds: the state is written last and is never ahead of what can be found; the same
    update done again, or a later one of the same documents, makes whole what a crash left; and `forms` tells of all
    that a crash may have left."""
    many_writers: bool
    """Whether several processes may update at a time, each other documents."""

    @classmethod
    def create(cls, folder: Any, state: State) -> Self:
        """Return a new, empty index in `folder`, which is made when it is missing. What stood there is replaced. An
        engine whose index is on a server takes its own kind of place there."""

    @classmethod
    def open(cls, folder: Any, beside: Any = None) -> Self:
        """Return the index in `folder`, which must be of this archive's own making. Raise IndexUnusable, or
        IndexUnavailable while its server does not answer. With one `beside`, which only engines that join take, all
        that asks is answered from both: of a document that both have, from the one in `folder`; `update`, `tidy` and
        `state` are of that one alone."""

    def update(self, documents: Iterable[Document], gone: Collection[str], state: State, *, as_of: int = 0) -> None:
        """Put these documents in (in place of those with their ids) and take the `gone` ids out: readers see all of it
        or nothing, also after a crash in the middle, if the engine is `atomic`. Then note the new state; a crash before
        that leaves the earlier one, and never one that says more than is there. Without documents and ids only the
        state is noted. `as_of` is the revision of the catalogue before these documents were read: an engine with
        `many_writers` lets an update that comes late overwrite none of a later revision."""

    def tidy(self, stop: Callable[[], bool]) -> bool:
        """Return some of the merging that updates leave for when there is nothing else to do. Gives whether there may
        be more. Answers stay as they are. `stop` is asked all the time; when it says so, what was begun is dropped."""

    def ids(self) -> frozenset[str]:
        """Return the ids of all documents."""

    def forms(self, ids: Collection[str]) -> dict[str, str]:
        """Return the form of each of these documents that is there, by id; of this index alone, without one beside."""

    def damaged_file(self, stop: Callable[[], bool]) -> str:
        """Return the path, below its folder, of a file that is not as it was written; empty if there is none, or when
        `stop`, which is asked before each file, says so. Reads all of them."""

    def close(self) -> None:
        """Give files and memory back. A closed engine is not used again."""


ENGINES: Mapping[str, str] = MappingProxyType(
    {
        "whoosh": "archive.search.engines.whoosh:WhooshEngine",
        "tantivy": "archive.search.engines.tantivy:TantivyEngine",
        "opensearch": "archive.search.engines.opensearch:OpenSearchEngine",
    }
)
"""Where each engine is: it is loaded when it is asked for, as some need what need not be installed. Every engine here
passes the contract, tests/archive/search/test_engines.py and those beside it."""

ON_SERVERS: Mapping[str, str] = MappingProxyType(
    {"opensearch": "archive.search.engines.opensearch:ServerIndexes"},
)
"""The engines whose indexes are on a server, and where what keeps them there is."""

ROOM: Mapping[str, int] = MappingProxyType({"whoosh": 200_000})
"""The records up to which an engine answers at once on a small machine; an engine that is not here has no such end."""


GRACE_SECONDS = 60.0
"""For so long a replaced index stays, for the searches that found it before."""

_ends: ContextVar[float] = ContextVar("ends", default=math.inf)


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Let requests to servers of indexes that are made in this block end after so many seconds, answered or not."""
    token = _ends.set(min(_ends.get(), time.monotonic() + seconds))
    try:
        yield
    finally:
        _ends.reset(token)


def seconds_left() -> float:
    """Return how long a request to a server may take; infinite outside `within`, 0 when its time is over."""
    return max(0.0, _ends.get() - time.monotonic())


def engine_named(name: str) -> type[Engine]:
    """Return the engine of that name. ConfigError when there is none, or when what it needs is not installed."""
    if name not in ENGINES:
        raise ConfigError(Message("engine-unknown", name=repr(name), names=list(ENGINES)))
    engine: type[Engine] = _loaded(name, ENGINES[name])
    return engine


def indexes_on_server(name: str, *given: Any) -> Any:
    """Return what keeps the indexes of that engine on its server. ConfigError when what it needs is not installed."""
    return _loaded(name, ON_SERVERS[name])(*given)


def _loaded(name: str, where: str) -> Any:
    module, _, class_name = where.partition(":")
    try:
        return getattr(import_module(module), class_name)
    except ModuleNotFoundError as error:
        if error.name is None or error.name.startswith("archive"):
            raise
        raise ConfigError(Message("engine-missing", name=name)) from error
