"""Engines on a real OpenSearch node, for the contract that all engines keep."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from archive.search.engines.engine import Engine
from tests.distributed.opensearch.node_engine import EngineHere, engine_on
from tests.distributed.opensearch.nodes import cluster
from tests.support.engines import COMPARED

RUNNING = "TESTS_OPENSEARCH"  # names the address of a node that runs already; it is for tests alone


@pytest.fixture(scope="session")
def node_url() -> Iterator[str]:
    """The address of a node."""
    if url := os.environ.get(RUNNING):
        yield url
        return
    with cluster() as nodes:
        yield nodes[0].url


@pytest.fixture(scope="session", autouse=True)
def compared(node_url: str) -> Iterator[dict[str, type[EngineHere]]]:
    """The tests of agreement compare these too: with one shard, and with five."""
    kinds = {f"opensearch-{shards}": engine_on(node_url, shards) for shards in (1, 5)}
    with pytest.MonkeyPatch.context() as patch:
        for name, kind in kinds.items():
            patch.setitem(COMPARED, name, kind)
        yield kinds


@pytest.fixture
def kind(compared: dict[str, type[EngineHere]]) -> type[Engine]:
    """The engine of which the contract is asked here."""
    return compared["opensearch-1"]


@pytest.fixture(autouse=True)
def indexes_deleted(compared: dict[str, type[EngineHere]]) -> Iterator[None]:
    """A node holds only so many indexes. Those that a test made are deleted; those of a module stay for its tests."""
    before = {name: len(kind.made) for name, kind in compared.items()}
    yield
    for name, kind in compared.items():
        for place in {*kind.made[before[name] :]}:
            place.delete()
        del kind.made[before[name] :]
