"""The engines that the contract is tested on, by name. Engines on servers are added by the tests that start a
server."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from archive.search.engines.engine import ENGINES, ON_SERVERS, Engine, State, engine_named

LOCAL = tuple(sorted(ENGINES.keys() - ON_SERVERS.keys()))
"""The engines that need no server."""
COMPARED: dict[str, type[Engine]] = {name: engine_named(name) for name in LOCAL}


def created(folder: Path, state: State) -> dict[str, Engine]:
    """Create an empty index of every engine."""
    return {name: kind.create(folder / name, state) for name, kind in COMPARED.items()}


def closed(engines: Mapping[str, Engine]) -> None:
    for engine in engines.values():
        engine.close()
