"""`virus-scan --all` rescans originals with newer signatures, least recently scanned first, and resumes where it
stopped."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from PIL import Image

from archive.access import ARCHIVIST
from archive.commands.custody.virus_scan import virus_scan
from archive.custody.virus_scan import scan_again, scanner_of
from archive.edits.edits import decide
from archive.errors import NoVirusScanner
from archive.record import Status
from archive.storage.archive import Archive
from tests.ingest.pipeline.test_viruses_held import (
    BODY,
    EMBARGO,
    INFECTED,
    SIDECAR,
    access,
    archive,
    clamd,
    disk,
    is_public,
    set_scanner,
    taken,
    write,
)
from tests.support.fake_clamd import FakeClamd, running_clamd

__all__ = ["archive", "clamd", "disk"]  # fixtures

NEWER = "ClamAV 1.4.3/27701/Tue Dec  1 09:12:01 2026"
FOUND = "stream: Win.Test.Later FOUND"


def scan(archive: Archive, *options: str, code: int = 0) -> Result:
    done = CliRunner().invoke(virus_scan, ["--archive", str(archive.folder), "--all", *options])
    assert done.exit_code == code, done.output
    return done


def lines(archive: Archive, code: int = 0) -> list[dict[str, Any]]:
    return [json.loads(line) for line in scan(archive, "--json", code=code).stdout.splitlines()]


def added(archive: Archive, disk: Path, *names: str) -> dict[str, str]:
    """Add these texts one after the other, and return their records."""
    records = {}
    for name in names:
        write(disk, **{name: f"{name.title()}\n\n{BODY}"})
        records[name] = str(taken(archive, disk)[f"{name}.txt"].record)
    return records


def scanned(clamd: FakeClamd) -> list[str]:
    """Return the texts scanned since the last call, by their first word."""
    names = [data.split()[0].decode().lower() for data in clamd.taken]
    clamd.taken.clear()
    return names


def stop_after_two(done: int, _of: int) -> None:
    """Simulate Ctrl-C after two files."""
    if done == 2:
        raise KeyboardInterrupt


def test_the_file_scanned_longest_ago_is_first_and_one_never_scanned_before_it(
    tmp_path: Path, disk: Path, clamd: FakeClamd
) -> None:
    with Archive.create(tmp_path / "archive") as archive:
        added(archive, disk, "delta")
    set_scanner(tmp_path, "clamd.ctl")
    with Archive.open(tmp_path / "archive") as archive:
        added(archive, disk, "charlie", "alpha", "bravo")
        scanned(clamd)
        *_, summary = lines(archive)
        assert summary["again"] == {"clean": 4, "found": 0, "unscanned": 0}
        assert scanned(clamd) == ["delta", "charlie", "alpha", "bravo"]
        assert "already" in scan(archive).stderr
        assert scanned(clamd) == []
        added(archive, disk, "echo")
        scanned(clamd)
        scan(archive)
        assert scanned(clamd) == ["echo"]
        clamd.version = NEWER
        scan(archive)
        assert scanned(clamd) == ["delta", "charlie", "alpha", "bravo", "echo"]


def test_a_record_in_which_a_virus_is_found_now_is_held_at_once(archive: Archive, disk: Path, clamd: FakeClamd) -> None:
    records = added(archive, disk, "alpha", "bravo")
    write(disk, embargo=EMBARGO)
    embargo = str(taken(archive, disk)["embargo.txt"].record)
    clamd.version, clamd.answer = NEWER, FOUND
    results = scan_again(archive, scanner_of(archive), lambda _done, _of: None)
    first = next(results)
    assert (first.record, first.signature, first.status) == (records["alpha"], "Win.Test.Later", Status.HELD)
    assert not is_public(archive, records["alpha"])
    assert is_public(archive, records["bravo"])
    assert "a virus was found in it: Win.Test.Later" in str(access(archive, records["alpha"]).hold_reason)
    results.close()
    told = scan(archive).stdout
    assert f"{records['bravo']}: Win.Test.Later" in told
    assert records["alpha"] not in told  # already scanned with these signatures
    assert not is_public(archive, records["bravo"])
    both = access(archive, embargo)
    assert both.release_at is None  # its release time does not release it
    assert "EMBARGO SAMPAI 3 MEI 2099" in str(both.hold_reason)
    events = [event for event in archive.catalogue.events() if event["record"] == records["bravo"]]
    (check,) = (event for event in events if event["type"] == "virus check" and event["outcome"] == "failure")
    assert (check["detail"]["signature"], check["detail"]["signatures"]) == ("Win.Test.Later", NEWER)
    assert (events[-1]["type"], events[-1]["detail"]["after"]) == ("policy assignment", "held")


def test_a_stopped_scan_goes_on_where_it_was(archive: Archive, disk: Path, clamd: FakeClamd) -> None:
    added(archive, disk, "alpha", "bravo", "charlie", "delta")
    scanned(clamd)
    with pytest.raises(KeyboardInterrupt):
        list(scan_again(archive, scanner_of(archive), stop_after_two))
    assert scanned(clamd) == ["alpha", "bravo"]
    scan(archive)
    assert scanned(clamd) == ["charlie", "delta"]


def test_a_scan_stopped_by_newer_signatures_begins_with_what_was_left(
    archive: Archive, disk: Path, clamd: FakeClamd
) -> None:
    added(archive, disk, "alpha", "bravo", "charlie")
    with pytest.raises(KeyboardInterrupt):
        list(scan_again(archive, scanner_of(archive), stop_after_two))
    scanned(clamd)
    clamd.version = NEWER
    scan(archive)
    assert scanned(clamd) == ["charlie", "alpha", "bravo"]


def test_a_release_despite_this_virus_stands_and_another_virus_holds(
    archive: Archive, disk: Path, clamd: FakeClamd
) -> None:
    write(disk, infected=INFECTED)
    record = str(taken(archive, disk)["infected.txt"].record)
    decide(archive, [record], Status.RELEASED, None, "test", reason="It is the test file of eicar.org.")
    scan(archive)
    assert is_public(archive, record)
    clamd.version, clamd.answer = NEWER, FOUND
    scan(archive)
    assert not is_public(archive, record)


def test_what_is_withdrawn_stays_withdrawn(archive: Archive, disk: Path, clamd: FakeClamd) -> None:
    record = added(archive, disk, "alpha")["alpha"]
    decide(archive, [record], Status.WITHDRAWN, None, "test")
    clamd.answer = FOUND
    (told, _) = lines(archive)
    assert (told["status"], told["signature"]) == ("withdrawn", "Win.Test.Later")
    assert access(archive, record).status is Status.WITHDRAWN


def test_a_sidecar_of_two_photos_is_scanned_once_and_holds_both(archive: Archive, disk: Path, clamd: FakeClamd) -> None:
    for suffix in ("jpg", "png"):
        Image.new("RGB", (40, 30), "navy" if suffix == "jpg" else "gold").save(disk / f"foto.{suffix}")
    (disk / "foto.xmp").write_text(SIDECAR % "Jembatan dibuka.", encoding="utf-8")
    photos = {str(line.record) for name, line in taken(archive, disk).items() if name != "foto.xmp"}
    assert len(photos) == 2
    clamd.taken.clear()
    clamd.version, clamd.also = NEWER, b"adobe:ns:meta"
    told = lines(archive)[:-1]
    assert {line["record"] for line in told if line["signature"]} == photos
    assert len(clamd.taken) == 3
    assert not any(is_public(archive, photo) for photo in photos)


@pytest.mark.parametrize(
    ("how", "code"), [("too-large", "rescan-too-large"), ("failed", "rescan-failed"), ("missing", "rescan-unreadable")]
)
def test_what_cannot_be_scanned_again_stays_as_it_is_and_is_tried_first_next_time(
    archive: Archive, disk: Path, clamd: FakeClamd, how: str, code: str
) -> None:
    records = added(archive, disk, "alpha", "bravo")
    scan(archive)
    clamd.version = NEWER
    if how == "missing":
        kept = archive.catalogue.get(records["alpha"], ARCHIVIST)
        assert kept is not None
        archive.store.remove(kept.original.sha256)
    else:
        clamd.most, clamd.answer = (5, "") if how == "too-large" else (1 << 30, "stream: ERROR")
    first, *_, summary = lines(archive, code=1)
    assert (first["record"], first["code"]) == (records["alpha"], code)
    assert summary["again"]["unscanned"] == (1 if how == "missing" else 2)
    assert is_public(archive, records["alpha"])
    clamd.most, clamd.answer = 1 << 30, ""
    scanned(clamd)
    scan(archive, code=1 if how == "missing" else 0)
    assert scanned(clamd) == ([] if how == "missing" else ["alpha", "bravo"])


def test_a_scanner_that_falls_silent_ends_the_scan_and_keeps_what_was_scanned(
    tmp_path: Path, archive: Archive, disk: Path, clamd: FakeClamd
) -> None:
    added(archive, disk, "alpha", "bravo")
    scanner = scanner_of(archive)
    scanned(clamd)

    def gone(_done: int, _of: int) -> None:
        (tmp_path / "clamd.ctl").unlink()

    with pytest.raises(NoVirusScanner, match="does not answer"):
        list(scan_again(archive, scanner, gone))
    assert scanned(clamd) == ["alpha"]
    with running_clamd(tmp_path / "clamd.ctl") as other:
        scan(archive)
        assert scanned(other) == ["bravo"]


def test_what_waits_is_scanned_first(archive: Archive, disk: Path, clamd: FakeClamd) -> None:
    added(archive, disk, "alpha")
    clamd.answer = "stream: ERROR"
    waits = added(archive, disk, "bravo")["bravo"]
    assert not is_public(archive, waits)
    clamd.answer = ""
    scanned(clamd)
    *_, summary = lines(archive)
    assert (summary["clean"], summary["again"]["clean"]) == (1, 1)
    assert is_public(archive, waits)
    assert scanned(clamd) == ["bravo", "alpha"]


@pytest.mark.parametrize("options", [[], ["--all", "--pending"]])
def test_one_of_the_two_is_asked_for(archive: Archive, options: list[str]) -> None:
    done = CliRunner().invoke(virus_scan, ["--archive", str(archive.folder), *options])
    assert done.exit_code == 2
    assert "either --pending or --all" in done.output
