"""Companions that are missing, unreadable or truncated, and real files through all commands."""

from __future__ import annotations

import pkgutil
from contextlib import suppress
from pathlib import Path

import pytest

from archive.record import Outcome
from archive.storage import fixity
from ingest.files.file_reading import FileInProgress, FileStat, ReadingContext
from ingest.files.walk import WalkedPath
from ingest.pipeline.pipeline import ingest
from tests.builders.companion_disk import Disk, disk
from tests.builders.photo_builders import alternatives, packet
from tests.builders.raw_builders import corners, nef, saved
from tests.ingest.pipeline.test_intake import Stop, failing
from tests.support.commands import Run, json_lines

__all__ = ["disk"]
NINE = "2025-10-25T09:00:00"


@pytest.mark.parametrize("attached", [True, False])
def test_a_sidecar_that_verify_found_missing_is_put_right_by_taking_it_in_again(disk: Disk, attached: bool) -> None:
    disk.put("a.xmp", caption="Kapal")
    if attached:
        disk.put("a.jpg")
    disk.take()
    disk.archive.store.path(disk.archive.catalogue.name("disk", "a.xmp").sha256).unlink()  # type: ignore[union-attr]
    bad = [found for found in fixity.verify(disk.archive) if found.state.value != "ok"]
    assert ["a.xmp" in found.message for found in bad] == [True]
    assert (bad[0].record is not None) is attached
    disk.take()
    assert "whole again" in disk.says("a.xmp")
    assert {found.state.value for found in fixity.verify(disk.archive)} == {"ok"}
    assert disk.take()["a.xmp"] == "unchanged"
    assert "whole again" not in disk.says("a.xmp")


def test_a_name_that_holds_what_cannot_be_read_still_waits_with_what_it_held(
    disk: Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk.put("a.xmp", caption="Kapal")
    disk.take()
    disk.put("a.xmp", caption="broken")

    def broken(desk: ReadingContext, found: WalkedPath, relpath: str, *, later: bool = False) -> FileInProgress:
        return FileInProgress(
            found, FileStat.of(found.path), outcome=Outcome.REJECTED, reason="empty", of_the_bytes=True
        )

    with monkeypatch.context() as patch:
        patch.setattr("ingest.pipeline.read_ahead.take", broken)
        assert disk.take()["a.xmp"] == "rejected"
    disk.put("a.jpg")
    disk.take("a.jpg")
    assert disk.of("a.jpg").values["caption"] == "Kapal"


POINTS = {
    "the first sidecar": "archive.catalogue.photos.sidecars._use",
    "its values": "archive.catalogue.records.record_writes.redescribe",
    "a receipt line": "archive.catalogue.receipts.receipts.add_line",
    "indexing": "archive.search.index.index_sync.sync_index",
}


@pytest.mark.parametrize("after", [0, 2])
@pytest.mark.parametrize("point", POINTS)
def test_a_stop_at_any_point_is_made_good_by_the_next_run(
    disk: Disk, monkeypatch: pytest.MonkeyPatch, point: str, after: int
) -> None:
    disk.put("waits.xmp", caption="Kapal")
    for n in range(2):
        disk.put(f"{n}.nef", created=NINE)
        disk.put(f"{n}.jpg", created=NINE, headline=f"Foto {n}")
        disk.put(f"{n}.xmp", caption=f"Kapal {n}")
    module, _, name = POINTS[point].rpartition(".")
    with monkeypatch.context() as patch:
        target = pkgutil.resolve_name(module)
        patch.setattr(target, name, failing(Stop(), after)(getattr(target, name)))
        with suppress(Stop):
            ingest([disk.home / "disk"], disk.archive)
    disk.take()
    for n in range(2):
        record = disk.of(f"{n}.nef")
        assert {record.id} == {disk.of(f"{n}.{suffix}").id for suffix in ("jpg", "xmp")}
        assert (record.values["caption"], record.values["headline"]) == (f"Kapal {n}", f"Foto {n}")
        assert len(record.assets) == 3
    assert disk.waits("waits.xmp")
    assert disk.settled()


def test_real_files_of_one_frame_are_one_record_that_all_commands_agree_on(tmp_path: Path, press_archive: Run) -> None:
    folder, archive = tmp_path / "disk", tmp_path / "archive"
    folder.mkdir()
    picture = saved(corners())
    (folder / "DSC_1.NEF").write_bytes(nef(picture))
    (folder / "DSC_1.JPG").write_bytes(picture)
    (folder / "DSC_1.xmp").write_bytes(packet(alternatives("dc:description", vi="Tàu cập cảng Hải Phòng sáng nay.")))
    (folder / "LATER.jpg.xmp").write_bytes(packet(alternatives("dc:description", en="A ship.")))
    press_archive("init", "--archive", archive)
    *lines, _ = json_lines(press_archive("ingest", "--archive", archive, "--json", folder))
    assert [line["outcome"] for line in lines] == ["added", "attached", "attached", "attached"]
    assert lines[0]["record"] == lines[1]["record"] == lines[2]["record"]
    assert lines[3]["record"] is None
    for command in ("check", "verify"):
        press_archive(command, "--archive", archive)
    (answer,) = json_lines(press_archive("search", "--archive", archive, "--json", "cap cang"))
    assert [(result["id"], result["language"]) for result in answer["results"]] == [(lines[0]["record"], "vi")]
    said = press_archive("inspect", folder / "DSC_1.xmp").stdout
    assert "Tàu cập cảng Hải Phòng sáng nay." in said
    assert "sidecar:dc:description[vi]" in said
    *lines, _ = json_lines(press_archive("ingest", "--archive", archive, "--json", folder))
    assert {line["outcome"] for line in lines} == {"unchanged"}
