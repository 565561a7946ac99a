"""The tests of tests/archive/search/test_subjects.py, of an archive whose index is on a real OpenSearch node."""

from collections.abc import Iterator

import pytest

from archive.search.index import index_sync
from archive.storage.archive import Archive
from tests.archive.search.test_subjects import *  # noqa: F403
from tests.archive.search.test_subjects import fill
from tests.distributed.opensearch.test_opensearch_archive import NAME, ask
from tests.support.search_shelf import SearchShelf


@pytest.fixture(scope="module")
def shelf(node_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchShelf]:
    with pytest.MonkeyPatch.context() as patch:
        for key, value in {"ENGINE": "opensearch", "URLS": node_url, "NAME": NAME}.items():
            patch.setenv(f"PRESS_ARCHIVE_INDEX_{key}", value)
        with Archive.create(tmp_path_factory.mktemp("subjects") / "archive") as archive:
            shelf = SearchShelf(archive)
            fill(shelf)
            index_sync.update(archive)
            yield shelf
            shelf.searcher.close()
    ask(node_url, "DELETE", f"/{NAME}-*")
