"""Catalogue reads of an ingest, a watcher poll and the lists of held records do not grow with the archive: no statement
scans a whole table."""

from __future__ import annotations

import re
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import event

from archive.catalogue import Catalogue
from archive.catalogue.schema.tables import metadata
from archive.record import Outcome, Status
from archive.storage.archive import Archive
from ingest.pipeline.pipeline import Options, ingest
from ingest.watch.file_stability import FileStability
from ingest.watch.new_files import Folders, Newcomers

SMALL = {"collection_rules", "legal_holds", "meta", "new_text_bands", "roots"}  # do not grow with the archive
FEW = ("ix_events_fixity", "ix_accessions_running")  # indexes of a few rows
STOPS_EARLY = "ORDER BY records.rowid DESC"  # its reader stops early
ARTICLE = "Kapal {0} berlayar\n\nKapal {0} berlayar dari Tegal ke kota lain pada Senin pagi, kata wali kota {1}.\n"


@pytest.fixture
def disk(tmp_path: Path) -> Path:
    folder = tmp_path / "disk"
    folder.mkdir()
    for n in range(3):
        add(folder, n)
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7")
    with zipfile.ZipFile(folder / "many.zip", "w") as packed:
        packed.writestr("inner.txt", ARTICLE.format("lama", "."))
    return folder


def add(folder: Path, n: int) -> None:
    """Add an article that names a photo, and the photo."""
    words = " ".join(f"Penumpang nomor {at} turun di dermaga." for at in range(20))
    (folder / f"{n}.txt").write_text(ARTICLE.format("baru", words) + f"\nFoto: DSC_{n}.jpg\n", encoding="utf-8")
    Image.new("RGB", (60, 40), (n, 90, 90)).save(folder / f"DSC_{n}.jpg")


@contextmanager
def statements(catalogue: Catalogue) -> Iterator[dict[str, Any]]:
    """Record the statements that run meanwhile, each with the values of one run."""
    seen: dict[str, Any] = {}

    def told(_: Any, __: Any, statement: str, values: Any, ___: Any, many: bool) -> None:
        seen.setdefault(statement, values[0] if many else values)

    event.listen(catalogue._database.engine, "before_cursor_execute", told)
    yield seen
    event.remove(catalogue._database.engine, "before_cursor_execute", told)


def whole_reads(catalogue: Catalogue, seen: dict[str, Any]) -> list[str]:
    """Return the statements that scan a growing table completely."""
    assert seen
    found = []
    with catalogue.snapshot() as conn:
        driver = conn.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        for statement, values in seen.items():
            if statement.startswith("PRAGMA") or STOPS_EARLY in statement:
                continue
            for _, _, _, step in driver.execute(f"EXPLAIN QUERY PLAN {statement}", values):
                read = re.match(r"SCAN (\w+)", step)
                if read and read[1] in metadata.tables.keys() - SMALL and not step.endswith(FEW):
                    found.append(f"{step}: {statement}")
    return found


def test_no_look_of_the_watcher_no_ingest_and_no_list_of_held_records_reads_a_table_whole(
    tmp_path: Path, disk: Path
) -> None:
    with Archive.create(tmp_path / "archive") as archive:
        ingest([disk], archive, Options(Status.HELD))
        newcomers = Newcomers(archive, Folders([disk], [], archive.folder), FileStability(0.0), lambda _: 0.0)
        add(disk, 4)
        with statements(archive.catalogue) as looked:
            new = {Path(found.file).name for found in newcomers.found({}, [str(disk)])}
        with statements(archive.catalogue) as ingested:
            receipt = ingest([disk], archive)
        with statements(archive.catalogue) as listed:
            held, withdrawn = map(archive.catalogue.of_status, (Status.HELD, Status.WITHDRAWN))
        assert new == {"4.txt", "DSC_4.jpg"}
        assert receipt.outcomes == {Outcome.ADDED: 2, Outcome.UNCHANGED: 9}
        assert (len(held), withdrawn) == (7, [])
        for seen in (looked, ingested, listed):
            assert whole_reads(archive.catalogue, seen) == []
