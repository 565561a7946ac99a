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
    archive.text) to its (term, position) pairs; DocumentTerms are also available as arrays for many documents. `facets`
    maps a column of FACETS to its values as they are shown. `dates` is its first and last day as integers (20250101,
    20251231), None if undated. `title` and `came` are for sorting; `came` is when it arrived for its viewers, in
    seconds since 1970. `form` is a digest, 16 hexadecimal digits or empty, of all that its viewers see of the
    record."""

    id: str
    terms: Mapping[str, Sequence[tuple[str, int]]]
    facets: Mapping[str, Sequence[str]] = field(default_factory=dict)
    dates: tuple[int, int] | None = None
    title: str = ""
    form: str = ""
    came: int = 0


@dataclass(frozen=True, slots=True)
class State:
    """The state of an index: the catalogue's revision and the instant (`2026-05-03T10:00:00Z`) it reflects, and the
    versions of analysis and schema that it was built with. `authorities` is the digest of the name cards used to parse
    its credits; empty if they were not all parsed with the same cards. `public_revision` numbers the last public change
    in it."""

    revision: int
    instant: str
    analysis: int
    schema: int = SCHEMA_VERSION
    authorities: str = ""
    public_revision: int = 0


@dataclass(frozen=True, slots=True)
class ServerHealth:
    """The state reported by a server with indexes: its name, version, number of nodes, and health: `green`, `yellow`
    (copies are missing) or `red` (parts are)."""

    name: str
    version: str
    nodes: int
    status: str


@dataclass(frozen=True, slots=True)
class EngineResults:
    """`ids` and `scores` of the requested slice, in order; `total` of all results. `facets`: for each requested column,
    (value, count) by count, then value, always including values filtered by. `undated`: how many results have no date;
    if dates were requested, how many were left out for lack of one.

    `groups`: the number of results after collapsing, equal to `total` without it; `others`: for each id, how many more
    results it represents; `numbers`: for each id, its sort key in one of NUMBER_ORDERS (archive.search.query.plan),
    else its first day as an integer; 0 for none."""

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
    """Queries on an index, for any number of threads.

    Ties in score or title are broken by newest date, then by id; those in a number by id. So the order never depends on
    how an index was built. Undated documents come last in both orders of date.
    """

    def search(self, plan: Plan) -> EngineResults:
        """Return the results as of the last finished update."""

    def count(self) -> int:
        """Return the number of documents."""

    def terms(self, field: str, prefix: str, limit: int) -> list[tuple[str, int]]:
        """Return up to `limit` (term, number of documents) with this `prefix`, most documents first. Only terms of
        present documents: deleted ones are neither listed nor counted."""

    def near(self, field: str, term: str, limit: int) -> list[tuple[str, int]]:
        """Return the terms that a Fuzzy node matches, without the term itself, in the form of `terms`."""

    def frequencies(self, field: str, terms: Sequence[str]) -> list[int]:
        """Return how many documents have each of these terms. Some engines may still count deleted documents."""

    def values(self, column: str, prefix: str, limit: int) -> list[tuple[str, int]]:
        """Return up to `limit` (value, number of documents) of a facet column that have a word beginning with `prefix`,
        both folded (see archive.text.fold), most documents first; counted as in `terms`."""

    def state(self) -> State:
        """Return the state of this index."""


class Engine(IndexReader, Protocol):
    """An index in one place. There may be many readers, in any thread and process; only one process may `update` at a
    time, unless `many_writers` is set.

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
        """Return a new, empty index in `folder`, which is created if missing. An existing one is replaced. An engine
        with a server takes a place there instead of a folder."""

    @classmethod
    def open(cls, folder: Any, beside: Any = None) -> Self:
        """Return the index in `folder`, which must have been made by this archive. Raise IndexUnusable, or
        IndexUnavailable while its server does not answer. With an index `beside`, which only engines that join support,
        queries are answered from both: a document in both is taken from `folder`; `update`, `tidy` and `state` concern
        only that one."""

    def update(self, documents: Iterable[Document], gone: Collection[str], state: State, *, as_of: int = 0) -> None:
        """Add these documents (replacing those with the same ids) and remove the `gone` ids: readers see all of it or
        nothing, also after a crash in the middle, if the engine is `atomic`. Then store the new state; after a crash
        before that, the earlier state remains, never one ahead of the content. Without documents and ids, only the
        state is stored. `as_of` is the revision of the catalogue before these documents were read: an engine with
        `many_writers` never lets a late update overwrite a later revision."""

    def tidy(self, stop: Callable[[], bool]) -> bool:
        """Do some of the merging that updates postpone to idle times. Return whether there may be more. Results do not
        change. `stop` is called all the time; if it returns true, unfinished work is dropped."""

    def ids(self) -> frozenset[str]:
        """Return the ids of all documents."""

    def forms(self, ids: Collection[str]) -> dict[str, str]:
        """Return the form of each of these documents in this index, by id, without one beside."""

    def damaged_file(self, stop: Callable[[], bool]) -> str:
        """Return the path, relative to its folder, of a damaged file; empty if there is none, or if `stop`, called
        before each file, returns true. Reads all files."""

    def close(self) -> None:
        """Release files and memory. A closed engine is not used again."""


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
    """Limit requests to index servers in this block to so many seconds in total."""
    token = _ends.set(min(_ends.get(), time.monotonic() + seconds))
    try:
        yield
    finally:
        _ends.reset(token)


def seconds_left() -> float:
    """Return how long a request to a server may take; infinite outside `within`, 0 when the time is over."""
    return max(0.0, _ends.get() - time.monotonic())


def engine_named(name: str) -> type[Engine]:
    """Return the engine with that name. Raise ConfigError if there is none, or if its requirements are not
    installed."""
    if name not in ENGINES:
        raise ConfigError(Message("engine-unknown", name=repr(name), names=list(ENGINES)))
    engine: type[Engine] = _loaded(name, ENGINES[name])
    return engine


def indexes_on_server(name: str, *given: Any) -> Any:
    """Return the manager of that engine's indexes on its server. Raise ConfigError if its requirements are not
    installed."""
    return _loaded(name, ON_SERVERS[name])(*given)


def _loaded(name: str, where: str) -> Any:
    module, _, class_name = where.partition(":")
    try:
        return getattr(import_module(module), class_name)
    except ModuleNotFoundError as error:
        if error.name is None or error.name.startswith("archive"):
            raise
        raise ConfigError(Message("engine-missing", name=name)) from error
