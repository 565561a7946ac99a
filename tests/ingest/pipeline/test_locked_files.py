"""Passwords tried on files that were ingested without them: their originals are read, wherever the files were."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from archive.access import ARCHIVIST
from archive.record import Outcome, Status
from archive.storage.archive import Archive
from ingest.pipeline.locked_files import find_locked_files, read_locked_files
from ingest.pipeline.pipeline import Options, ingest
from tests.ingest.readers.test_pdf_passwords import BODY, SECRET, locked


@pytest.mark.parametrize("access", [Status.RELEASED, Status.HELD])
def test_an_original_is_read_as_its_accession_said_and_is_then_unchanged_on_the_disk(
    tmp_path: Path, access: Status
) -> None:
    disk, aside = tmp_path / "disk", tmp_path / "aside"
    disk.mkdir()
    locked(disk / "a.pdf", SECRET)
    with Archive.create(tmp_path / "shelf") as archive:
        ingest([disk], archive, Options(access, values={"collection": "Rapat"}))
        disk.rename(aside)
        made: list[int] = []
        read_locked_files(archive, {"passwords": ["salah", SECRET], "lines": [(1, 1)]}, lambda: False, made.append)
        (line,) = archive.catalogue.receipt(2)
        assert (made, line.outcome, line.status) == ([2], Outcome.ADDED, access)
        accession = archive.catalogue.accession(2)
        assert accession is not None
        assert accession.retry == 1
        assert BODY in str(archive.catalogue.text(str(line.record), ARCHIVIST))
        aside.rename(disk)
        again: list[Outcome] = []
        ingest([disk], archive, tell=lambda told, _: again.append(told.outcome))
        assert again == [Outcome.UNCHANGED]


def test_only_lines_of_files_that_need_a_password_and_are_kept_count(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    locked(disk / "a.pdf", SECRET)
    (disk / "b.txt").write_text("Jembatan dibuka di Kupang oleh warga kemarin.\n")
    (disk / "c.txt").touch()
    with Archive.create(tmp_path / "shelf") as archive:
        ingest([disk], archive)
        lines = {line.path.rpartition("/")[2]: (1, line.n) for line in archive.catalogue.receipt(1)}
        assert len(lines) == 3
        every = [*lines.values(), (1, 99), (7, 1)]
        found = find_locked_files(archive, every)
        assert [one.name for one in found[1]] == ["a.pdf"]
        shutil.rmtree(archive.folder / "originals")
        assert find_locked_files(archive, every) == {}
