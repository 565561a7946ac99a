"""Real files in one archive: each gets an outcome, all are unchanged in a second run, and the first article is
found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from archive.access import PUBLIC
from archive.record import Outcome
from archive.search.execution.requests import SearchRequest
from archive.search.index import index_sync
from archive.search.searcher import Searcher
from archive.storage import fixity
from archive.storage.archive import Archive
from ingest.pipeline.pipeline import ingest
from ingest.pipeline.receipt import FileOutcome

SHARED = Path(__file__).parents[3] / "shared"
FOLDERS = [SHARED / "data" / name for name in ("speeches", "pdf", "photos")] + [SHARED / "seed"]
pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="../shared is not here")


@pytest.fixture(scope="module")
def lines() -> list[FileOutcome]:
    return []


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory, lines: list[FileOutcome]) -> Iterator[Archive]:
    with Archive.create(tmp_path_factory.mktemp("real") / "archive") as opened:
        receipt = ingest(FOLDERS, opened, tell=lambda line, _: lines.append(line))
        assert receipt.complete
        assert receipt.files == len(lines)
        yield opened


def test_every_file_has_one_outcome_with_a_reason(archive: Archive, lines: list[FileOutcome]) -> None:
    files = [file for folder in FOLDERS for file in folder.rglob("*") if file.is_file()]
    inside = {line.path.partition("!/")[0] for line in lines if "!/" in line.path}  # files inside files
    assert Counter(line.path for line in lines if "!/" not in line.path) == Counter(map(str, files))
    assert inside
    assert inside <= set(map(str, files))
    assert all(line.reason for line in lines)
    outcomes = Counter(line.outcome for line in lines)
    print(dict(outcomes))
    assert outcomes[Outcome.ENCRYPTED] == 1
    assert outcomes[Outcome.ADDED] >= len(files) - 5


def test_a_second_run_reports_them_unchanged_and_writes_only_its_receipt(archive: Archive) -> None:
    revision = archive.catalogue.revision()
    again: list[FileOutcome] = []
    ingest(FOLDERS, archive, tell=lambda line, _: again.append(line))
    assert {line.outcome for line in again} == {Outcome.UNCHANGED}
    assert archive.catalogue.revision() == revision
    assert len(archive.catalogue.accessions()) == 2
    assert list(fixity.check(archive, index_sync.ids(archive))) == []


@pytest.mark.parametrize(
    "query",
    [
        "penandatanganan konvensi",
        '"Luong Cuong"',
        "Lương Cường",
        "luong cuong",
        "HAI_1275",
        "1275",
        "W-HAI_1275.jpg",
        "lễ mở ký công ước",
        "caption:pembukaan",
        "source:vietnamnet.vn",
        "credit:VNA",
        "Guterres",
    ],
)
def test_the_article_is_found_first(archive: Archive, query: str) -> None:
    with closing(Searcher(archive)) as searcher:
        first, *_ = searcher.search(SearchRequest(query), PUBLIC).hits
    assert first.record.filename.startswith("000_")
