"""kill -9 while a container is ingested: the next run ingests the rest, and the result is as if nothing had
happened."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from archive.access import ARCHIVIST
from archive.storage.archive import Archive
from tests.support.commands import json_lines, run, run_apart
from tests.support.killing import kill_ingest

FILES = 230


def make_disk(folder: Path) -> Path:
    """Write a container of more files than fit in one batch, with another inside it, between two files on the disk."""
    folder.mkdir()
    text = "Kapal nomor {} sandar di dermaga.\n\nNakhoda dan anak buah kapal disambut warga pelabuhan.\n"
    with zipfile.ZipFile(folder / "inner.zip", "w") as packed:
        for n in range(30):
            packed.writestr(f"i-{n:03}.txt", text.format(f"dalam {n}"))
    with zipfile.ZipFile(folder / "b.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        for n in range(FILES):
            packed.writestr(f"texts/{n:03}.txt", text.format(n))
        packed.write(folder / "inner.zip", "inner.zip")
    (folder / "inner.zip").unlink()
    (folder / "a.txt").write_text(text.format("pertama"), encoding="utf-8")
    (folder / "c.txt").write_text(text.format("terakhir"), encoding="utf-8")
    return folder


@pytest.mark.parametrize(("lines", "seconds"), [(0, 1.2), (1, 0.0), (1, 0.3), (100, 0.1), (200, 0.0)])
def test_a_killed_intake_of_a_container_is_finished_by_the_next(tmp_path: Path, lines: int, seconds: float) -> None:
    disk = make_disk(tmp_path / "disk")
    archive, said = kill_ingest(tmp_path, disk, lines, seconds)
    with Archive.open(archive) as opened:
        whole = opened.catalogue.name("disk", "b.zip") is not None
        assert not whole or len(opened.catalogue.members_of("disk", "b.zip")) == FILES + 31
    *after, summary = json_lines(run_apart("ingest", "--archive", archive, "--json", disk))
    records = {line["path"]: line["record"] for line in after}
    assert summary["complete"]
    assert len(set(records.values()) - {None}) == len(after) == FILES + 31 + 3
    for line in said:
        assert records[line["path"]] == line["record"], f"{line} was told, and is another record now"
    run("verify", "--archive", archive)
    run("check", "--archive", archive)
    with Archive.open(archive) as opened:
        assert len(opened.catalogue.visible_ids(ARCHIVIST)) == len(after)
        assert opened.store.unsettled() == []
    *again, _ = json_lines(run_apart("ingest", "--archive", archive, "--json", disk))
    assert {line["outcome"] for line in again} == {"unchanged"}
    assert {line["path"] for line in again} == records.keys()
