"""Where the indexes of an archive are, and which of them answers: the place of each, and the swap to a new one.

An index is two: what the public sees, and what the archivist sees. Each rebuild makes a new pair, a generation, with a
number of its own. Engines whose index is a folder keep generations in the archive's folder (`index_folders`), those on
servers keep them there.
"""

from __future__ import annotations

from typing import Any, Protocol
from weakref import WeakKeyDictionary

from archive.access import IndexName
from archive.search.engines.engine import ON_SERVERS, ServerHealth, indexes_on_server
from archive.search.index.index_folders import IndexFolders
from archive.storage.archive import Archive


class Generation(Protocol):
    """An index of all records, for both viewers. Two are equal when they are the same one."""

    @property
    def number(self) -> int:
        """Return its number, which no other had before."""

    def engine(self) -> str:
        """Return the name of the engine that made it, whatever the settings say now."""

    def place(self, name: IndexName) -> Any:
        """Return where that engine finds one of the two."""

    def share(self) -> None:
        """Let the index of what is held begin as a copy of the public one, which takes the place of what is there."""

    def mark_suspect(self) -> None:
        """Note that a part of it may be damaged, for whoever writes it to look. Does nothing where that is not
        allowed."""

    def suspected_at(self) -> int | None:
        """Return when this was last noted (nanoseconds), None if it was not since the last look."""

    def clear_suspicion(self) -> None:
        """Note that somebody has looked. Does nothing where that is not allowed."""

    def mark_damaged(self) -> None:
        """Note that a part of it is damaged. It answers until another takes its place. Does nothing where that is not
        allowed."""

    def is_damaged(self) -> bool:
        """Return whether this was noted."""


class Generations(Protocol):
    """The generations of an archive's index."""

    def health(self) -> ServerHealth | None:
        """Return what the server that has them says of itself, None for folders. Raise IndexUnavailable."""

    def current(self) -> Generation | None:
        """Return the one that answers now, None when there is none. Looked up anew at every request. Raise
        IndexUnavailable while the server that has them does not answer."""

    def fresh(self, engine: str) -> Generation:
        """Return a new one without indexes, which this engine is going to make."""

    def numbered(self, number: int) -> Generation:
        """Return the one with this number."""

    def make_current(self, generation: Any) -> None:
        """Let this one answer, in one step: a reader sees the one before or this one."""

    def remove_superseded(self) -> None:
        """Delete those that answered before the current one, once it has answered for a minute: a search that looked
        it up before the swap still finds its index."""

    def remove(self, generation: Any) -> None:
        """Delete this one, which does not answer."""

    def remove_unfinished(self) -> None:
        """Delete what rebuilds that were cut short left behind. Only under the lock that a rebuild holds."""


_known: WeakKeyDictionary[Archive, dict[bool, Generations]] = WeakKeyDictionary()


def generations_of(archive: Archive, engine: str | None = None) -> Generations:
    """Return the generations among which those of this engine are, by default the one that the settings name. Raise
    ConfigError for its settings, or when it is not installed."""
    engine = engine or archive.settings.index.engine
    here = _known.setdefault(archive, {})
    on_server = engine in ON_SERVERS
    if on_server not in here:
        told = (archive.settings.index, archive.folder, archive.catalogue)
        here[on_server] = indexes_on_server(engine, *told) if on_server else IndexFolders(archive.derived)
    return here[on_server]


def current(archive: Archive) -> Generation | None:
    """Return the generation that answers now, None when there is none. Raise IndexUnavailable, ConfigError."""
    return generations_of(archive).current()
