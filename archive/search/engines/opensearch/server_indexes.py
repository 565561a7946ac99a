"""Generations of an archive's index on an OpenSearch cluster.

Their names begin with the configured name and the key of the archive, so that archives can share a cluster:

    press-archive-0badcafe-3-public     and -held, the indexes of generation 3, each with its -words beside it
    press-archive-0badcafe-current      the alias of the generation that answers
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from archive.access import INDEX_NAMES, IndexName
from archive.errors import ConfigError, IndexUnavailable
from archive.messages import Message
from archive.search.engines.engine import GRACE_SECONDS, ServerHealth
from archive.search.engines.opensearch.engine import IndexPlace, writing_alias
from archive.search.engines.opensearch.mapping import copies
from archive.search.engines.opensearch.server import EXISTS, Json, RequestRefused, Server, ServerSettings
from archive.settings import IndexSection

COPIES_SECONDS = 30  # until a new index is used without its replicas
HEALTH_TRIES = 30  # checks whether an index can be used, each of up to ten seconds
_OF_A_GENERATION = re.compile(r"(?P<prefix>.+)-(?P<number>\d+)-(?:public|held)(?:-words)?")
_NOT_FOUND, _NOT_YET = 404, 408


@dataclass(frozen=True, slots=True)
class ServerGeneration:
    """The indexes on `server` whose names begin with `prefix` and this number."""

    server: Server
    prefix: str
    number: int

    def __str__(self) -> str:
        return f"{self.prefix}-{self.number} ({', '.join(self.server.settings.urls)})"

    def engine(self) -> str:
        """Return the name of the engine."""
        return "opensearch"

    def place(self, name: IndexName) -> IndexPlace:
        """Return one of its two indexes."""
        return IndexPlace(self.server, f"{self.prefix}-{self.number}-{name}")

    def share(self) -> None:
        """Make the held index a clone of the public one; the cluster hard-links its files. Raise IndexUnavailable."""
        public, held = self.place("public"), self.place("held")
        held.delete()
        for source, target in ((public.name, held.name), (public.words, held.words)):
            self._block(source, True)
            try:
                self.server.ask("POST", f"/{source}/_clone/{target}", {"aliases": {writing_alias(target): {}}})
            except RequestRefused as error:
                if error.kind != EXISTS:
                    raise
            self._wait_for(target)
            for index in (source, target):
                self._block(index, None)

    def mark_suspect(self) -> None:
        """Do nothing: the cluster checks its own files."""

    def suspected_at(self) -> int | None:
        """Return None."""
        return None

    def clear_suspicion(self) -> None:
        """Do nothing."""

    def mark_damaged(self) -> None:
        """Mark it, by an alias, to be rebuilt: it is ahead of the catalogue."""
        self.server.ask("PUT", f"/{self.place('public').name}/_alias/{self._damaged}")

    def is_damaged(self) -> bool:
        """Return whether it is marked."""
        return _indexes_of(self.server, self._damaged) != []

    @property
    def _damaged(self) -> str:
        return f"{self.prefix}-{self.number}-damaged"

    def _block(self, index: str, blocked: bool | None) -> None:
        self.server.ask("PUT", f"/{index}/_settings", {"index.blocks.write": blocked})

    def _wait_for(self, index: str) -> None:
        for _ in range(HEALTH_TRIES):
            try:
                self.server.ask("GET", f"/_cluster/health/{index}", wait_for_status="yellow", timeout="10s")
            except RequestRefused as error:
                if error.status != _NOT_YET:
                    raise
            else:
                return
        raise IndexUnavailable(Message("search-server-wrong", error=f"{index} does not get ready"))


class ArchiveNumbers(Protocol):
    """The catalogue's numbers for indexes on servers."""

    def archive_id(self, *, make: bool = False) -> int | None:
        """Return the number by which servers identify this archive; None if it has none and none is created."""

    def next_generation(self, least: int) -> int:
        """Return a number for a new index that no other had, `least` or higher."""


class ServerIndexes:
    """The generations of the archive in `folder`; see archive.search.index.generations."""

    def __init__(self, section: IndexSection, folder: Path, catalogue: ArchiveNumbers) -> None:
        """Raise ConfigError if the settings name no cluster."""
        if not section.urls:
            raise ConfigError(Message("search-server-unnamed"))
        files = {
            name: str(folder / path) if path else ""
            for name, path in (("credentials_file", section.credentials_file), ("ca_file", section.ca_file))
        }
        urls = tuple(url.rstrip("/") for url in section.urls)
        self._server = Server(ServerSettings(urls, shards=section.shards, replicas=section.replicas, **files))
        self._name = section.name
        self._catalogue = catalogue
        self._seen: tuple[int, float] = (0, 0.0)  # the number in use, and since when it has been seen in use

    def health(self) -> ServerHealth:
        """Return the state that the cluster reports. Raise IndexUnavailable."""
        version = self._server.check_version()
        told = self._server.ask("GET", "/_cluster/health")
        return ServerHealth(str(told["cluster_name"]), version, int(told["number_of_nodes"]), str(told["status"]))

    def current(self) -> ServerGeneration | None:
        """Return the generation that the alias names. Raise IndexUnavailable."""
        archive_id = self._catalogue.archive_id()
        if archive_id is None:
            return None
        prefix = self._prefix(archive_id)
        named = _indexes_of(self._server, _current(prefix))
        numbers = {number for index in named if (number := _number(prefix, index)) is not None}
        return ServerGeneration(self._server, prefix, max(numbers)) if numbers else None

    def fresh(self, engine: str) -> ServerGeneration:  # noqa: ARG002 - others ask it
        """Return one with the next number. The cluster must have a supported version. Raise IndexUnavailable."""
        self._server.check_version()
        least = max(self._numbers(self._own_prefix()), default=0) + 1
        return self.numbered(self._catalogue.next_generation(least))

    def numbered(self, number: int) -> ServerGeneration:
        """Return the one with this number."""
        return ServerGeneration(self._server, self._own_prefix(), number)

    def make_current(self, generation: ServerGeneration) -> None:
        """Point the alias to this one, once its shards have their replicas, if the cluster has the nodes for them.
        Raise IndexUnavailable."""
        every = f"{generation.prefix}-{generation.number}-*"
        self._server.ask("PUT", f"/{every}/_settings", copies(self._server.settings))
        with suppress(RequestRefused):  # after COPIES_SECONDS: used without them
            self._server.ask("GET", f"/_cluster/health/{every}", wait_for_status="green", timeout=f"{COPIES_SECONDS}s")
        alias = _current(generation.prefix)
        indexes = [generation.place(name).name for name in INDEX_NAMES]
        before: Json = {"remove": {"index": f"{generation.prefix}-*", "alias": alias, "must_exist": False}}
        after: Json = {"add": {"indices": indexes, "alias": alias}}
        self._server.ask("POST", "/_aliases", {"actions": [before, after]})

    def remove_superseded(self) -> None:
        """Delete the generations before the current one, once this process has seen it in use for GRACE_SECONDS."""
        current = self.current()
        if current is None:
            return
        number, since = self._seen
        if number != current.number:
            self._seen = (current.number, time.monotonic())
        elif time.monotonic() - since >= GRACE_SECONDS:
            self._delete(current.prefix, lambda number: number < current.number)
            self._seen = (current.number, float("inf"))  # once is enough

    def remove(self, generation: ServerGeneration) -> None:
        """Delete this one."""
        self._delete(generation.prefix, lambda number: number == generation.number)

    def remove_unfinished(self) -> None:
        """Delete the generations after the current one, or all if there is none."""
        archive_id = self._catalogue.archive_id()
        if archive_id is not None:
            current = self.current()
            self._delete(self._prefix(archive_id), lambda number: current is None or number > current.number)

    def _own_prefix(self) -> str:
        archive_id = self._catalogue.archive_id(make=True)
        assert archive_id is not None
        return self._prefix(archive_id)

    def _prefix(self, archive_id: int) -> str:
        return f"{self._name}-{archive_id:08x}"

    def _numbers(self, prefix: str) -> list[int]:
        told = self._server.ask("GET", f"/_cat/indices/{prefix}-*", format="json", h="index", expand_wildcards="all")
        rows: list[dict[str, Any]] = told.get("told", [])
        return sorted({number for row in rows if (number := _number(prefix, str(row["index"]))) is not None})

    def _delete(self, prefix: str, chosen: Callable[[int], bool]) -> None:
        for number in self._numbers(prefix):
            if chosen(number):
                for name in INDEX_NAMES:
                    ServerGeneration(self._server, prefix, number).place(name).delete()


def _indexes_of(server: Server, alias: str) -> list[str]:
    """Return the indexes of an alias, none if it does not exist. Raise IndexUnavailable."""
    try:
        return list(server.ask("GET", f"/_alias/{alias}"))
    except RequestRefused as error:
        if error.status == _NOT_FOUND:
            return []
        raise


def _current(prefix: str) -> str:
    return f"{prefix}-current"


def _number(prefix: str, index: str) -> int | None:
    """Return the generation of an index; None if it is not of this archive."""
    found = _OF_A_GENERATION.fullmatch(index)
    return int(found["number"]) if found and found["prefix"] == prefix else None
