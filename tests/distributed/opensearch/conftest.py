"""Engines on a real OpenSearch node, for the contract of all engines."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from archive.search.engines.engine import Engine
from tests.distributed.opensearch.node_engine import EngineHere, engine_on
from tests.distributed.opensearch.nodes import cluster
from tests.support.engines import COMPARED

RUNNING = "TESTS_OPENSEARCH"  # the address of a running node that is only for tests


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
    """Engines that the tests of agreement also compare: with one shard, and with five."""
    kinds = {f"opensearch-{shards}": engine_on(node_url, shards) for shards in (1, 5)}
    with pytest.MonkeyPatch.context() as patch:
        for name, kind in kinds.items():
            patch.setitem(COMPARED, name, kind)
        yield kinds


@pytest.fixture
def kind(compared: dict[str, type[EngineHere]]) -> type[Engine]:
    """The engine that the contract is tested on here."""
    return compared["opensearch-1"]


@pytest.fixture(autouse=True)
def indexes_deleted(compared: dict[str, type[EngineHere]]) -> Iterator[None]:
    """Delete the indexes that a test made, because a node has a limited number. Those of a module are kept for its
    tests."""
    before = {name: len(kind.made) for name, kind in compared.items()}
    yield
    for name, kind in compared.items():
        for place in {*kind.made[before[name] :]}:
            place.delete()
        del kind.made[before[name] :]
