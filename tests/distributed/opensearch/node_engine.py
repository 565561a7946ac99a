"""The OpenSearch engine as used by the tests of all engines: each folder is an index on a node."""

from __future__ import annotations

from hashlib import blake2b
from pathlib import Path
from typing import Self

from archive.search.engines.engine import State
from archive.search.engines.opensearch import IndexPlace, OpenSearchEngine, Server, ServerSettings


class EngineHere(OpenSearchEngine):
    """Accepts folders like the other engines: each corresponds to an index on the node."""

    server: Server
    made: list[IndexPlace]

    @classmethod
    def place(cls, folder: Path | IndexPlace) -> IndexPlace:
        if isinstance(folder, IndexPlace):
            return folder
        digest = blake2b(str(folder).encode(), digest_size=8).hexdigest()
        return IndexPlace(cls.server, f"test-{digest}-{cls.server.settings.shards}")

    @classmethod
    def create(cls, folder: Path | IndexPlace, state: State) -> Self:
        place = cls.place(folder)
        cls.made.append(place)
        return super().create(place, state)

    @classmethod
    def open(cls, folder: Path | IndexPlace, beside: IndexPlace | None = None) -> Self:
        return super().open(cls.place(folder), beside)


def engine_on(url: str, shards: int) -> type[EngineHere]:
    """Return an engine whose indexes have this many shards."""
    members = {"server": Server(ServerSettings((url,), shards=shards)), "made": []}
    return type(f"EngineOf{shards}", (EngineHere,), members)
