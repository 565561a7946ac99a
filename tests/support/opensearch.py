"""A pytest plugin (`-p tests.support.opensearch`): archives have their index on a cluster of three nodes."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.distributed.opensearch.nodes import cluster


@pytest.fixture(scope="session", autouse=True)
def on_three_nodes() -> Iterator[None]:
    """Start them for the test run, and set them in the settings of all archives."""
    with cluster(3) as nodes:
        settings = {"ENGINE": "opensearch", "URLS": ",".join(node.url for node in nodes), "SHARDS": "2"}
        os.environ.update({f"PRESS_ARCHIVE_INDEX_{key}": value for key, value in settings.items()})
        yield
        for key in settings:
            del os.environ[f"PRESS_ARCHIVE_INDEX_{key}"]
