"""A bag is ingested completely or not at all; records that were held in its archive are held here too."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from archive.access import ARCHIVIST, PUBLIC, Access
from archive.edits.edits import decide
from archive.messages import Message
from archive.record import Record, Status
from archive.storage.archive import Archive
from ingest.identity.bagged_records import BaggedRecord, BaggedRecords
from ingest.pipeline.pipeline import Options, ingest
from tests.builders.bags import write_bag
from tests.support.commands import json_lines, run, some

LONG_EMBARGO = "EMBARGO sampai 1 Januari 2099\n\nIsi naskah ini dibuka nanti.\n"
FILES = {
    "terbuka.txt": "Siaran pers tentang jembatan\n\nJembatan itu selesai dibangun.\n",
    "tertutup.txt": LONG_EMBARGO,
    "dibuka.txt": LONG_EMBARGO.replace("2099", "2098"),
    "ditahan.txt": "Pidato yang ditahan\n\nTidak ada tanda apa pun di dalamnya.\n",
    "ditarik.txt": "Pidato yang ditarik\n\nTidak ada tanda apa pun di dalamnya.\n",
}


@pytest.fixture(scope="module")
def bag(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bag with held records, from an archive in which the archivist edited some of them."""
    folder = tmp_path_factory.mktemp("from")
    (folder / "masuk").mkdir()
    for name, text in FILES.items():
        (folder / "masuk" / name).write_text(text, encoding="utf-8")
    with zipfile.ZipFile(folder / "masuk/berkas.zip", "w") as packed:
        packed.writestr("di-dalam.txt", "Catatan di dalam berkas\n\nTidak ada tanda apa pun.\n")
    run("init", "--archive", folder / "archive")
    run("ingest", "--archive", folder / "archive", folder / "masuk")
    with Archive.open(folder / "archive") as archive:
        ids = {name: archive.catalogue.meant("filename", name)[0] for name in FILES}
        decide(archive, [ids["dibuka.txt"]], Status.RELEASED, None, "test")
        decide(archive, [ids["ditahan.txt"]], Status.HELD, None, "test")
        decide(archive, [ids["ditarik.txt"]], Status.WITHDRAWN, None, "test")
        with archive.catalogue.write("test") as writer:
            writer.set_value(ids["terbuka.txt"], "title", "Jembatan Kupang")
            writer.set_value(ids["terbuka.txt"], "keywords", ["jembatan", "Kupang"])
            writer.put_text(ids["terbuka.txt"], "Jembatan itu dibuka untuk umum.")
    run("bag", "create", folder / "bag", "--all", "--with-held", "--archive", folder / "archive")
    return folder / "bag"


@pytest.fixture(scope="module")
def received(bag: Path) -> Path:
    """Another archive that ingested the bag."""
    folder = bag.parent / "other"
    run("init", "--archive", folder)
    run("bag", "ingest", bag, "--archive", folder)
    return folder


def records(folder: Path) -> dict[str, Record]:
    with Archive.open(folder) as archive:
        ids = sorted(archive.catalogue.visible_ids(ARCHIVIST))
        return {one.filename: one for one in archive.catalogue.get_many(ids, ARCHIVIST)}


def test_statuses_and_embargoes_come_back(bag: Path, received: Path) -> None:
    made, found = records(bag.parent / "archive"), records(received)
    assert found.keys() == made.keys()
    for name, record in some(made.items()):
        assert (found[name].status, found[name].release_at) == (record.status, record.release_at), name
    assert found["tertutup.txt"].status is Status.HELD
    assert found["dibuka.txt"].status is Status.RELEASED
    assert found["ditahan.txt"].status is Status.HELD
    assert found["ditarik.txt"].status is Status.WITHDRAWN


def test_values_and_text_of_the_archivist_come_back(received: Path) -> None:
    record = records(received)["terbuka.txt"]
    assert record.title == "Jembatan Kupang"
    assert record.origins["title"][0].origin == "archivist"
    assert record.values["keywords"] == ["jembatan", "Kupang"]
    with Archive.open(received) as archive:
        assert archive.catalogue.text(record.id, PUBLIC) == "Jembatan itu dibuka untuk umum."


def test_the_receipt_names_the_checksums_of_the_bag(received: Path) -> None:
    lines = json_lines(run("receipts", "show", "1", "--archive", received, "--json"))
    told = {line["path"].rpartition("/")[2]: line for line in lines if "path" in line}
    assert "manifest-sha256.txt" in told["terbuka.txt"]["reason"]
    assert not [name for name in told if "manifest" in name or "ndjson" in name]


def test_the_same_bag_again_changes_nothing(bag: Path, received: Path) -> None:
    before = records(received)
    summary = json_lines(run("bag", "ingest", bag, "--archive", received, "--json"))[-1]
    assert not summary["totals"].get("added") if "totals" in summary else True
    after = records(received)
    assert {name: one.status for name, one in after.items()} == {name: one.status for name, one in before.items()}


def test_a_bag_that_is_ingested_as_a_folder_is_held(bag: Path, tmp_path: Path) -> None:
    """Its receipts and descriptions name held records, and its files do not say that they were held."""
    run("init", "--archive", tmp_path / "archive")
    run("ingest", bag, "--archive", tmp_path / "archive")
    with Archive.open(tmp_path / "archive") as archive:
        assert archive.catalogue.visible_ids(ARCHIVIST)
        assert not archive.catalogue.visible_ids(PUBLIC)


def test_an_archive_that_holds_what_comes_releases_nothing(bag: Path, tmp_path: Path) -> None:
    run("init", "--archive", tmp_path / "archive")
    run("bag", "ingest", bag, "--access", "held", "--archive", tmp_path / "archive")
    with Archive.open(tmp_path / "archive") as archive:
        assert not archive.catalogue.visible_ids(PUBLIC)


def test_an_invalid_bag_is_told_whole_and_not_ingested(bag: Path, tmp_path: Path) -> None:
    run("init", "--archive", tmp_path / "archive")
    bad = write_bag(tmp_path / "bad")
    (bad / "data/pidato.txt").write_bytes(b"x")
    (bad / "data/lain.txt").write_bytes(b"x")
    done = run("bag", "ingest", bad, "--archive", tmp_path / "archive", code=1)
    assert [line.split()[0] for line in done.stdout.splitlines()] == ["data/lain.txt", "data/pidato.txt"]
    assert "2 faults" in done.stderr
    assert records(tmp_path / "archive") == {}


def test_a_bag_of_others_is_ingested_as_it_is(tmp_path: Path) -> None:
    run("init", "--archive", tmp_path / "archive")
    bag = write_bag(tmp_path / "bag", {"data/a/siaran.txt": b"Siaran pers\n\nIsi.\n"}, algorithms=("md5",))
    run("bag", "ingest", bag, "--collection", "Titipan", "--archive", tmp_path / "archive")
    record = records(tmp_path / "archive")["siaran.txt"]
    assert record.status is Status.RELEASED
    assert record.values["collection"] == "Titipan"


def test_a_bag_whose_records_are_in_no_manifest_is_held(tmp_path: Path) -> None:
    """It may be one of ours that lost its tag manifest, with held records."""
    run("init", "--archive", tmp_path / "archive")
    bag = write_bag(tmp_path / "bag", {"data/a/siaran.txt": b"Siaran pers\n\nIsi.\n"}, algorithms=("md5",))
    (bag / "metadata").mkdir()
    (bag / "metadata/records.ndjson").write_text('{"status": "released"}\n', encoding="utf-8")
    done = run("bag", "ingest", bag, "--archive", tmp_path / "archive")
    assert "no tag manifest" in done.stderr
    assert records(tmp_path / "archive")["siaran.txt"].status is Status.HELD


LINES: dict[str, tuple[dict[str, Any], Status]] = {
    "released": ({"status": "released"}, Status.RELEASED),
    "unknown status": ({"status": "open"}, Status.HELD),
    "no status": ({}, Status.HELD),
    "status of another type": ({"status": ["released"]}, Status.HELD),
    "malformed hour": ({"status": "held", "release_at": "soon"}, Status.HELD),
    "closed file": ({"status": "released", "access_decided": True, "closed": True}, Status.HELD),
}


@pytest.mark.parametrize(("told", "status"), LINES.values(), ids=LINES)
def test_what_a_bag_cannot_say_is_held(told: dict[str, Any], status: Status, tmp_path: Path) -> None:
    sha256 = "ab" * 32
    asset = {"sha256": sha256, "role": "original", "version": 1, "closed": told.pop("closed", False)}
    line = {"id": "x", "version": 1, "origins": {"title": [], "date": {"origin": "archivist"}}, **told}
    content = json.dumps(line | {"assets": [asset, None, {"sha256": 1}]}) + "\n[1]\nno JSON\n"
    (tmp_path / "records.ndjson").write_text(content, encoding="utf-8")
    found = BaggedRecords(tmp_path / "records.ndjson")
    assert found.of(sha256).access.status is status
    assert found.of("cd" * 32).access.status is Status.HELD


def test_of_two_records_with_the_same_bytes_the_held_one_counts(tmp_path: Path) -> None:
    asset = {"sha256": "ab" * 32, "role": "original", "version": 1}
    lines = [
        {"id": n, "version": 1, "status": status, "assets": [asset]} for n, status in (("a", "released"), ("b", "held"))
    ]
    (tmp_path / "records.ndjson").write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    assert BaggedRecords(tmp_path / "records.ndjson").of("ab" * 32).access.status is Status.HELD


def test_what_a_bag_did_not_bring_is_held_when_it_is_tried_again(bag: Path, tmp_path: Path) -> None:
    """A retry does not know the content of the bag."""
    run("init", "--archive", tmp_path / "archive")
    with Archive.open(tmp_path / "archive") as archive:
        stopped = Options(bagged=BaggedRecords(bag / "metadata/records.ndjson"), stopped=lambda: True)
        ingest([bag / "data"], archive, stopped)
    run("ingest", "--retry", "1", "--archive", tmp_path / "archive")
    found = records(tmp_path / "archive")
    assert "terbuka.txt" in found
    assert {one.status for one in some(found.values())} == {Status.HELD}


def test_a_file_behind_a_password_stays_as_its_bag_says() -> None:
    locked = Access(Status.HELD, hold_reason=Message("hold-encrypted"))
    held = Access(Status.HELD, hold_reason="by the minister")
    assert BaggedRecord(held).access_with(locked) == held
