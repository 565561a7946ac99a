"""A second run over an unchanged disk reads next to nothing from the disk and the catalogue."""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from archive.catalogue import Catalogue
from archive.search.index import index_sync
from archive.storage.archive import Archive
from archive.storage.originals import FolderStore
from ingest.pipeline import pipeline, unchanged_files
from ingest.pipeline.pipeline import Options, ingest
from ingest.pipeline.receipt import Receipt

FOLDERS = 12
TEXT = "Jembatan nomor {} dibuka di Kupang pada hari Sabtu di hadapan warga.\n"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """An archive that ingested a disk with alternating files and folders."""
    home = tmp_path_factory.mktemp("home")
    for n in range(FOLDERS):
        inner = home / "disk" / f"{n:02}-folder"
        inner.mkdir(parents=True)
        (home / "disk" / f"{n:02}.txt").write_text(TEXT.format(n))
        (inner / "a.txt").write_text(TEXT.format(n + 100))
    (home / "disk" / "empty.txt").write_bytes(b"")
    with Archive.create(home / "archive") as opened:
        ingest([home / "disk"], opened)
        yield opened


def again(archive: Archive, **options: Any) -> Receipt:
    return ingest([archive.folder.parent / "disk"], archive, Options(**options))


def counting(monkeypatch: pytest.MonkeyPatch, owner: object, name: str) -> list[tuple[object, ...]]:
    """Return a list of the arguments of every later call of a function."""
    real, calls = getattr(owner, name), []

    def call(*arguments: object, **more: object) -> object:
        calls.append(arguments)
        return real(*arguments, **more)

    monkeypatch.setattr(owner, name, call)
    return calls


def test_no_file_is_read_and_the_index_is_looked_at_once(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    copies = counting(monkeypatch, FolderStore, "incoming")
    updates = counting(monkeypatch, index_sync, "update")
    receipt = again(archive)
    assert (receipt.files, receipt.outcomes["unchanged"], receipt.bytes_read) == (2 * FOLDERS + 1,) * 2 + (0,)
    assert copies == []
    assert len(updates) == 1


def test_small_folders_are_asked_for_together(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    asked, below = counting(monkeypatch, Catalogue, "names_in"), counting(monkeypatch, Catalogue, "names_below")
    again(archive)
    assert (len(asked), len(below)) == (0, 1)


def test_each_large_folder_is_asked_for_once_though_files_and_folders_stand_by_turns(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unchanged_files, "_AT_ONCE", 0)
    asked = counting(monkeypatch, Catalogue, "names_in")
    assert again(archive).outcomes["unchanged"] == 2 * FOLDERS + 1
    assert Counter(folder for _, _, folder in asked) == Counter(["", *(f"{n:02}-folder" for n in range(FOLDERS))])


def test_all_lines_of_a_batch_are_written_in_one_statement(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "BATCH_SECONDS", 600.0)  # it is one batch, however long it takes
    seen: Counter[tuple[str, bool]] = Counter()

    def told(_conn: object, _cursor: object, statement: str, _values: object, _context: object, many: bool) -> None:
        words = statement.split()
        seen[f"{words[0]} {words[2] if words[0] == 'INSERT' else ''}".strip(), many] += 1

    engine = archive.catalogue._database.engine
    event.listen(engine, "before_cursor_execute", told)
    again(archive)
    event.remove(engine, "before_cursor_execute", told)
    assert seen["INSERT receipt_lines", True] == 1
    assert seen["INSERT receipt_lines", False] == 0
    assert seen["SELECT", False] <= 25  # one per file or folder would be more


def test_what_was_rejected_stands_until_it_is_to_be_tried_again(archive: Archive) -> None:
    assert again(archive).outcomes["rejected"] == 0
    receipt = again(archive, again=True)
    assert (receipt.outcomes["rejected"], receipt.outcomes["unchanged"]) == (1, 2 * FOLDERS)


@pytest.mark.parametrize("at_once", [0, 1, 3, 5, 100])
def test_names_are_known_however_many_are_asked_for_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr(unchanged_files, "_AT_ONCE", at_once)
    disk = tmp_path / "disk"
    for n, name in enumerate(
        ("a.txt", "a/x.txt", "a/b/y.txt", "a/b/c/z.txt", "a-b/w.txt", "a0/v.txt", "z/\udcff/u.txt")
    ):
        (disk / name).parent.mkdir(parents=True, exist_ok=True)
        (disk / name).write_text(TEXT.format(n), encoding="utf-8")
    with zipfile.ZipFile(disk / "a" / "b" / "m.zip", "w") as packed:
        packed.writestr("in/side.txt", TEXT.format(99))
    with Archive.create(tmp_path / "archive") as archive:
        assert ingest([disk], archive).outcomes["added"] == 8
        receipt = ingest([disk], archive)
        assert (receipt.files, receipt.outcomes["unchanged"]) == (9, 9)
