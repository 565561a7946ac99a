"""A read-only archive, as on a disk mounted read-only: reading works, and commands that cannot work say why."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from archive.catalogue.schema.sqlite import SqliteDatabase
from archive.cli import main
from archive.errors import StoreError
from archive.storage.archive import Archive
from ingest.pipeline.pipeline import ingest


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An archive of one text without write permission, which also applies to root."""
    disk = tmp_path / "disk"
    disk.mkdir()
    (disk / "a.txt").write_text("Jembatan baru dibuka untuk umum di Kupang.", encoding="utf-8")
    with Archive.create(tmp_path / "archive") as archive:
        ingest([disk], archive)
    paths = [tmp_path / "archive", *(tmp_path / "archive").rglob("*")]
    modes = {path: path.stat().st_mode for path in paths}
    for path, mode in modes.items():
        path.chmod(mode & ~(stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH))
    really = os.access

    def access(path: Path, mode: int) -> bool:
        readable = not mode & os.W_OK or bool(Path(path).stat().st_mode & stat.S_IWUSR)
        return readable and really(path, mode)

    monkeypatch.setattr(os, "access", access)
    yield tmp_path / "archive"
    for path, mode in modes.items():
        path.chmod(mode)


def run(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(main, [*words, "--archive", str(folder)])


def test_it_is_searched_and_nothing_is_written_beside_its_catalogue(folder: Path) -> None:
    before = sorted(path.name for path in folder.iterdir())
    assert run(folder, "search", "jembatan").output.startswith("1 record\n")
    assert "seen by everyone: 1 record" in run(folder, "index", "status").output
    assert "added 1" in run(folder, "receipts").output
    assert sorted(path.name for path in folder.iterdir()) == before


def test_what_writes_says_that_it_may_not(folder: Path) -> None:
    with Archive.open(folder) as archive, pytest.raises(StoreError, match="mounted read-only"):  # noqa: SIM117
        with archive.catalogue.write() as writer:
            writer.root("/disk")


def test_one_of_an_earlier_version_asks_for_a_copy(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.catalogue.schema.migration.HEAD", "9999")
    said = run(folder, "search", "jembatan")
    assert said.exit_code == 1
    assert "`press-archive catalogue upgrade` as the account that owns it" in said.stderr


def test_its_originals_are_verified(folder: Path) -> None:
    before = (folder / "catalogue.sqlite").read_bytes()
    assert run(folder, "verify").output == "1 original is as it came in, 0 are not.\n"
    assert (folder / "catalogue.sqlite").read_bytes() == before


def test_an_index_that_cannot_be_read_there_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.search.index.index_folders.IndexFolders.current", lambda _: None)
    said = run(folder, "search", "jembatan")
    assert said.exit_code == 1
    assert "may only be read here, and has no index that can be" in said.stderr


def test_while_someone_writes_it_is_read_with_what_they_wrote(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Archive.create(tmp_path / "archive") as writing:
        monkeypatch.setattr(SqliteDatabase, "is_writable", lambda _: False)
        with writing.catalogue.write() as writer:
            writer.root("/disk", "disk")
        with Archive.open(tmp_path / "archive") as reading:
            assert reading.catalogue.roots() == {"disk": "/disk"}
