"""kill -9 of a server's indexer in the middle of large merges: the index gives the same results, and continues."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from archive.access import INDEX_NAMES, PUBLIC
from archive.catalogue import NewAsset
from archive.record import Description
from archive.search.execution.requests import SearchRequest
from archive.search.index import index_sync
from archive.search.searcher import Searcher
from archive.storage.archive import Archive
from tests.support.index_damage import index_folder
from tests.support.merge_killing import documents, segments, stray

RECORDS = int(os.environ.get("SOAK_RECORDS", "12000"))
TURNS = 5
KILLS = int(os.environ.get("SOAK_KILLS", "20"))  # in each
BATCH = 400
LONGEST = 60.0  # seconds until the indexer begins to merge
REQUESTS = (
    SearchRequest("", sort="-date", page_size=300, facets=("kind", "year")),
    SearchRequest("kala", sort="-date", page_size=300, facets=("kind",)),
    SearchRequest('"kala nisen"', sort="title", page_size=300),
    SearchRequest("own1x1*", sort="date", page_size=300),
)


def add(archive: Archive, count: int, seed: int) -> None:
    """Add records in one transaction, and update the index."""
    with archive.catalogue.write() as writer:
        for made in documents(count, seed):
            text = " ".join(word for word, _ in made.terms["text_text"])
            described = Description("text/plain", "test", 1, text=text)
            described.offer("title", made.title, "test")
            described.offer("date", "2025-01-11", "test")
            digest = f"{seed:032x}{int(made.id.split('-')[1]):032x}"
            writer.add_record(described, NewAsset(digest, 10, "text/plain"))
    index_sync.update(archive)


def told(archive: Archive) -> list[object]:
    with closing(Searcher(archive)) as searcher:
        found = [searcher.search(request, PUBLIC) for request in REQUESTS]
    return [([hit.record.id for hit in one.hits], one.total, one.facets, one.revision) for one in found]


def folders(archive: Archive) -> list[Path]:
    """Return the folders of the two current indexes."""
    return [index_folder(archive) / name for name in INDEX_NAMES]


def killed(archive: Archive, seconds: float) -> None:
    """Start the indexer, and kill it this long after it began to merge the first index."""
    before = set(folders(archive)[0].iterdir())
    command = [sys.executable, "-m", "archive.search.index.index_daemon", str(archive.folder), str(os.getpid())]
    with subprocess.Popen(command) as indexer:
        until = time.monotonic() + LONGEST
        while set(folders(archive)[0].iterdir()) <= before:
            assert time.monotonic() < until, "nothing was merged"
            time.sleep(0.005)
        time.sleep(seconds)
        indexer.kill()


@pytest.mark.parametrize("turn", range(TURNS))
def test_an_indexer_killed_while_it_merges_loses_nothing(tmp_path: Path, turn: int) -> None:
    chance, caught = random.Random(3 + turn), 0
    with Archive.create(tmp_path / "archive") as archive:
        for seed in range(RECORDS // BATCH):
            add(archive, BATCH, seed)
        shutil.copytree(archive.derived / "index", tmp_path / "unmerged")
        for kill in range(KILLS):
            shutil.rmtree(archive.derived / "index")
            shutil.copytree(tmp_path / "unmerged", archive.derived / "index")
            index_sync.update(archive)
            before = told(archive)
            killed(archive, chance.uniform(0, 1.5))
            caught += any(len(segments(folder)) > 1 and stray(folder) for folder in folders(archive))
            assert told(archive) == before
            add(archive, 1, 1_000_000 + kill)
            assert [name for folder in folders(archive) for name in stray(folder)] == []
            assert index_sync.status(archive)["public"]["records"] == RECORDS // BATCH * BATCH + kill + 1
    print(f"\n{KILLS} kills, {caught} of them in the middle of a merge of {RECORDS} records")
    assert caught
