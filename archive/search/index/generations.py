"""Where the indexes of an archive are, and which generation is in use: the place of each, and the swap to a new one.

There are two indexes: for the public, and for the archivist. Each rebuild makes a new pair, a generation, with a new
number. Engines whose index is a folder keep generations in the archive's folder (`index_folders`), those on servers
keep them there.
"""

from __future__ import annotations

from typing import Any, Protocol
from weakref import WeakKeyDictionary

from archive.access import IndexName
from archive.search.engines.engine import ON_SERVERS, ServerHealth, indexes_on_server
from archive.search.index.index_folders import IndexFolders
from archive.storage.archive import Archive


class Generation(Protocol):
    """An index of all records, for both viewers. Two objects are equal if they are the same generation."""

    @property
    def number(self) -> int:
        """Return its number, which is never reused."""

    def engine(self) -> str:
        """Return the name of the engine that made it, whatever the present settings."""

    def place(self, name: IndexName) -> Any:
        """Return where that engine finds one of the two."""

    def share(self) -> None:
        """Make the held index a copy of the public one, replacing what is there."""

    def mark_suspect(self) -> None:
        """Note that a part of it may be damaged, so that its writer checks it. Does nothing without permission to
        write."""

    def suspected_at(self) -> int | None:
        """Return when this was last noted (nanoseconds), None if not since the last check."""

    def clear_suspicion(self) -> None:
        """Note that it was checked. Does nothing without permission to write."""

    def mark_damaged(self) -> None:
        """Note that a part of it is damaged. It is used until another replaces it. Does nothing without permission to
        write."""

    def is_damaged(self) -> bool:
        """Return whether this was noted."""


class Generations(Protocol):
    """The generations of an archive's index."""

    def health(self) -> ServerHealth | None:
        """Return the state reported by their server, None for folders. Raise IndexUnavailable."""

    def current(self) -> Generation | None:
        """Return the one in use, or None. Looked up at every request. Raise IndexUnavailable while their server does
        not answer."""

    def fresh(self, engine: str) -> Generation:
        """Return a new one without indexes, for this engine to create."""

    def numbered(self, number: int) -> Generation:
        """Return the one with this number."""

    def make_current(self, generation: Any) -> None:
        """Put this one into use atomically: a reader sees the previous one or this one."""

    def remove_superseded(self) -> None:
        """Delete those used before the current one, once it has been in use for a minute: a search that looked one up
        before the swap still finds its index."""

    def remove(self, generation: Any) -> None:
        """Delete this one, which is not in use."""

    def remove_unfinished(self) -> None:
        """Delete leftovers of interrupted rebuilds. Only under the lock that a rebuild holds."""


_known: WeakKeyDictionary[Archive, dict[bool, Generations]] = WeakKeyDictionary()


def generations_of(archive: Archive, engine: str | None = None) -> Generations:
    """Return the generations of this engine, by default the one in the settings. Raise ConfigError for its settings, or
    if it is not installed."""
    engine = engine or archive.settings.index.engine
    here = _known.setdefault(archive, {})
    on_server = engine in ON_SERVERS
    if on_server not in here:
        told = (archive.settings.index, archive.folder, archive.catalogue)
        here[on_server] = indexes_on_server(engine, *told) if on_server else IndexFolders(archive.derived)
    return here[on_server]


def current(archive: Archive) -> Generation | None:
    """Return the generation in use, or None. Raise IndexUnavailable, ConfigError."""
    return generations_of(archive).current()
