"""The tables next to the originals: readable without the program, and a lost catalogue can be restored from them."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, select

from archive.access import ARCHIVIST, PUBLIC, Access
from archive.catalogue.schema.copying import stored_rows
from archive.catalogue.schema.tables import metadata
from archive.custody.tables import TableState, TableUpdates, altered_tables, rebuild_catalogue, write_tables
from archive.edits.edits import decide, rehearsal
from archive.errors import StoreError
from archive.record import Status
from archive.storage.archive import Archive
from tests.support.commands import json_lines, run, some
from tests.support.killed_steps import killed_at

TEXTS = {
    "jembatan.txt": "Jembatan dibuka\n\nJakarta, 3 Mei 2025\n\nGubernur membuka jembatan.\n\nFoto: IMG_0001.jpg\n",
    "held.txt": "EMBARGO UNTIL 1 JANUARY 2090\n\nRahasia besar\n\nNobody may read this yet.\n",
    "=cmd.txt": '{"base64": "AAAA"}\n\nIa bilang "halo", lalu pergi; [selesai].\n',
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of three texts, one held, with an edit, unchanged since its tables were written."""
    place = tmp_path_factory.mktemp("tables")
    (place / "disk").mkdir()
    for name, text in TEXTS.items():
        (place / "disk" / name).write_text(text, encoding="utf-8")
    run("init", "--archive", place / "archive")
    run("ingest", "--archive", place / "archive", place / "disk")
    (found, *_) = json_lines(run("search", "--json", "--archive", place / "archive", "jembatan"))[0]["results"]
    run("records", "edit", found["id"], "creator=Nur Aini", "keywords=jembatan; laut", "--archive", place / "archive")
    (place / "disk" / "again.txt").write_text("Lagi\n\nSatu berkas lagi.\n", encoding="utf-8")
    run("ingest", "--archive", place / "archive", place / "disk")
    return place / "archive"


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    shutil.copytree(made, tmp_path / "archive")
    return tmp_path / "archive"


def lose_catalogue(folder: Path) -> None:
    for path in folder.glob("catalogue.sqlite*"):
        path.unlink()


def rows_of(conn: Connection) -> dict[str, list[tuple[Any, ...]]]:
    return {
        table.name: [tuple(row) for rows in stored_rows(conn, table) for row in rows]
        for table in metadata.sorted_tables
    }


def table(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / "catalogue" / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_each_accession_writes_tables_that_other_programs_read(folder: Path) -> None:
    records = {one["title"]: one for one in table(folder, "records.csv")}
    assert (records["Jembatan dibuka"]["creator"], records["Jembatan dibuka"]["status"]) == ("Nur Aini", "released")
    assert records["Jembatan dibuka"]["keywords"] == "jembatan; laut"
    names = {one["path"]: one for one in table(folder, "names.csv")}
    assert names["'=cmd.txt"]["root"].endswith("/disk")
    assert {one["outcome"] for one in table(folder, "receipts.csv")} >= {"added", "unchanged"}
    lines = [json.loads(line) for line in (folder / "catalogue" / "catalogue.ndjson").read_bytes().splitlines()]
    assert lines[-1]["rows"] == len(lines) - 2
    manifest = (folder / "manifest-sha256.txt").read_text(encoding="utf-8").splitlines()
    assert len(manifest) == 4 + len(list(folder.glob("originals/??/*")))
    for line in some(manifest):
        sha256, name = line.split("  ")
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == sha256


@pytest.mark.parametrize("name", ["catalogue/records.csv", "catalogue/catalogue.ndjson", "manifest-sha256.txt"])
def test_a_flipped_bit_in_a_table_is_named_and_mended(folder: Path, name: str) -> None:
    path = folder / name
    whole = path.read_bytes()
    path.write_bytes(whole[:40] + bytes([whole[40] ^ 1]) + whole[41:])
    told = run("check", "--archive", folder, code=1).stdout
    assert f"{path} is not as it was written" in told or "manifest" in name
    assert "press-archive catalogue tables" in told
    run("catalogue", "tables", "--archive", folder)
    run("check", "--archive", folder)


def test_a_lost_catalogue_is_made_again_the_same(folder: Path) -> None:
    with Archive.open(folder) as archive, archive.catalogue.snapshot() as conn:
        before = rows_of(conn)
    lose_catalogue(folder)
    assert "press-archive catalogue rebuild" in run("check", "--archive", folder, code=1).stderr
    run("catalogue", "rebuild", "--archive", folder)
    with closing(Archive.open(folder)) as archive, archive.catalogue.snapshot() as conn:
        after = rows_of(conn)
    for name in some(before):
        if name not in ("public_forms", "meta"):  # about the index, which is new
            assert after[name] == before[name], name
    assert "Catalogue, originals, index and receipts agree." in run("check", "--archive", folder).stdout
    assert "Jembatan dibuka" in run("search", "jembatan", "--archive", folder).stdout
    assert "Rahasia" not in run("search", "rahasia", "--archive", folder).stdout
    run("records", "undo", "--archive", folder)


def test_tables_older_than_a_change_make_nothing_public_unasked(folder: Path) -> None:
    with Archive.open(folder) as archive:
        (public, *_) = archive.catalogue.of_status(Status.RELEASED)
        decide(archive, [public], Status.WITHDRAWN, None, "test")
    lose_catalogue(folder)
    assert "would be public again" in run("catalogue", "rebuild", "--archive", folder, code=1).stderr
    assert not (folder / "catalogue.sqlite").exists()
    (told,) = json_lines(run("catalogue", "rebuild", "--hold", "--json", "--archive", folder))
    assert (told["current"], told["held_now"]) == (False, 3)
    with Archive.open(folder) as archive:
        assert archive.catalogue.of_status(Status.RELEASED) == []
    run("records", "undo", "--archive", folder)
    with Archive.open(folder) as archive:
        assert len(archive.catalogue.of_status(Status.RELEASED)) == 3


def test_a_catalogue_that_is_to_be_held_is_never_there_unheld(folder: Path) -> None:
    cards = (folder / "authorities.toml").read_text(encoding="utf-8")
    decide_in(folder)
    lose_catalogue(folder)
    (folder / "authorities.toml").write_text(f"{cards}\n[[card]\nkind =", encoding="utf-8")
    assert "authorities.toml" in run("catalogue", "rebuild", "--hold", "--archive", folder, code=1).stderr
    assert not list(folder.glob("catalogue.sqlite*"))
    (folder / "authorities.toml").write_text(cards, encoding="utf-8")
    step = 1
    while killed_at(step, lambda: rebuild_catalogue(folder, TableState.of(folder), hold_by="nur")):
        if (folder / "catalogue.sqlite").exists():
            assert public_in(folder) == []
        lose_catalogue(folder)
        step += 1
    assert step > 1
    assert public_in(folder) == []


def decide_in(folder: Path) -> None:
    with Archive.open(folder) as archive:
        decide_once(archive)


def public_in(folder: Path) -> list[str]:
    with Archive.open(folder) as archive:
        return archive.catalogue.visible(archive.catalogue.changes(0), PUBLIC)


def test_what_is_held_has_no_hour_left_at_which_it_comes_out(folder: Path) -> None:
    hour = "2030-01-01T00:00:00Z"
    with Archive.open(folder) as archive:
        withdrawn, timed, *_ = archive.catalogue.of_status(Status.RELEASED)
        decide(archive, [withdrawn], Status.WITHDRAWN, None, "test")
        decide(archive, [timed], Status.HELD, hour, "test")
    with closing(sqlite3.connect(folder / "catalogue.sqlite")) as conn, conn:
        conn.execute("UPDATE assets SET status = 'held', release_at = ?", (hour,))
        conn.execute("UPDATE names SET status = 'held', release_at = ? WHERE record IS NOT NULL", (hour,))
    with Archive.open(folder) as archive:
        before = accesses(archive)
        write_tables(archive)
    decide_in(folder)
    lose_catalogue(folder)
    run("catalogue", "rebuild", "--hold", "--archive", folder)
    with Archive.open(folder) as archive:
        now = accesses(archive)
        assert {hour for _, _, hour in now} == {None}
        assert ("records", "withdrawn", None) in now
        assert ("records", "released", None) not in now
        assert "press-archive catalogue rebuild" in {one["agent"] for one in archive.catalogue.events(timed)}
    run("records", "undo", "--archive", folder)
    with Archive.open(folder) as archive:
        assert accesses(archive) == before


def accesses(archive: Archive) -> list[tuple[str, str, str | None]]:
    with archive.catalogue.snapshot() as conn:
        return [
            (name, row.status, row.release_at)
            for name in ("records", "assets", "names")
            for row in conn.execute(select(metadata.tables[name]).order_by(*metadata.tables[name].primary_key))
            if row.status
        ]


def test_a_change_while_tables_are_written_is_known(folder: Path) -> None:
    with Archive.open(folder) as archive:
        assert TableState.of(folder).is_current
        write_tables(archive, lambda done: decide_once(archive) if done == 5 else None)
        assert not TableState.of(folder).is_current
        write_tables(archive)
        assert TableState.of(folder).is_current


def test_what_is_taken_back_before_it_is_written_leaves_tables_as_they_are(folder: Path) -> None:
    with Archive.open(folder) as archive:
        (public, *_) = archive.catalogue.of_status(Status.RELEASED)
        with rehearsal(archive, "test") as writer:
            writer.decide_access([public], Access(Status.HELD), "test")
        assert TableState.of(folder).is_current
        decide_once(archive)
        assert not TableState.of(folder).is_current


def decide_once(archive: Archive) -> None:
    decide(archive, archive.catalogue.of_status(Status.RELEASED)[:1], Status.HELD, None, "test")


def test_a_catalogue_that_is_there_is_not_replaced(folder: Path) -> None:
    before = (folder / "catalogue.sqlite").read_bytes()
    assert "move it out" in run("catalogue", "rebuild", "--archive", folder, code=1).stderr
    assert (folder / "catalogue.sqlite").read_bytes() == before
    lose_catalogue(folder)
    (folder / "catalogue.sqlite-wal").write_bytes(b"old")
    assert "catalogue.sqlite-wal" in run("catalogue", "rebuild", "--archive", folder, code=1).stderr


def spoiled(whole: bytes) -> Iterator[bytes]:
    lines = whole.splitlines(keepends=True)
    yield b""
    yield b"".join(lines[:-1])
    yield b"".join([*lines[:4], *lines[5:]])
    yield whole.replace(b"Jembatan dibuka", b"Jembatan ditutup")
    yield whole + lines[1]
    yield whole[: len(whole) // 2]
    yield lines[0] + b"[1]\n" + lines[-1]
    yield lines[0].replace(b'"format":1', b'"format":2') + b"".join(lines[1:])


def test_damaged_tables_make_no_catalogue(folder: Path) -> None:
    path = folder / "catalogue" / "catalogue.ndjson"
    whole = path.read_bytes()
    lose_catalogue(folder)
    path.chmod(0o600)
    for bad in some(spoiled(whole)):
        path.write_bytes(bad)
        assert "damaged" in run("catalogue", "rebuild", "--as-written", "--archive", folder, code=1).stderr
        assert not list(folder.glob("catalogue.sqlite*"))
    path.unlink()
    assert "is missing" in run("catalogue", "rebuild", "--archive", folder, code=1).stderr


def test_a_kill_at_any_step_leaves_whole_tables(folder: Path) -> None:
    path, step = folder / "catalogue" / "catalogue.ndjson", 1

    def act() -> None:
        with Archive.open(folder) as archive:
            decide_once(archive)
            write_tables(archive)

    while killed_at(step, act):
        assert altered_tables(folder) == []
        lines = path.read_bytes().splitlines(keepends=True)
        assert json.loads(lines[-1])["sha256"] == hashlib.sha256(b"".join(lines[:-1])).hexdigest()
        with Archive.open(folder) as archive:
            known = archive.catalogue.get_many(archive.catalogue.changes(0), ARCHIVIST)
            status = {one.id: one.status.value for one in known}
        rows = [one["row"] for one in map(json.loads, lines) if one.get("table") == "records"]
        assert not TableState.of(folder).is_current or {row["id"]: row["status"] for row in rows} == status
        step += 1
    assert step > 15
    assert TableState.of(folder).is_current
    assert not [*folder.rglob("*.part")]


NEW = {"change_sets": {"reason"}, "events": {"by"}, "public_forms": {"shown_since", "changed_at"}}  # since 0022


def test_tables_of_an_earlier_version_are_taken(folder: Path) -> None:
    """As written by that version: without the tables and columns added since."""
    path = folder / "catalogue" / "catalogue.ndjson"
    lines = [json.loads(line) for line in path.read_bytes().splitlines()]
    since = {"press_events", "event_members", "event_ties", "event_clues", "event_decisions"}
    since |= {"alert_progress", "alert_deliveries", "event_links", "erasures", "erased_files", "accession_sheets"}
    kept = [one for one in lines[1:-1] if one["table"] not in since and one["row"].get("key") != "last_event"]
    for one in kept:
        one["row"] = {name: value for name, value in one["row"].items() if name not in NEW.get(one["table"], ())}
    old = [lines[0] | {"schema": "0022"}, *kept]
    written = b"".join(json.dumps(one, ensure_ascii=False).encode() + b"\n" for one in old)
    end = {"rows": len(kept), "sha256": hashlib.sha256(written).hexdigest()}
    path.chmod(0o600)
    path.write_bytes(written + json.dumps(end).encode() + b"\n")
    lose_catalogue(folder)
    rebuild_catalogue(folder, TableState.of(folder))
    assert [path.name for path in folder.glob("catalogue*sqlite*")] == ["catalogue.sqlite"]
    with Archive.open(folder) as archive:
        titles = {one.title for one in archive.catalogue.get_many(archive.catalogue.changes(0), ARCHIVIST)}
    assert "Jembatan dibuka" in titles
    assert "intact" in run("log", "--verify", "--archive", folder).stdout


def test_many_accessions_write_tables_a_tenth_of_the_time(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows, written = folder / "catalogue" / "catalogue.ndjson", []
    monkeypatch.setattr("archive.custody.tables._SPEED", rows.stat().st_size / 60)  # it takes a minute
    monkeypatch.setattr("archive.custody.tables.write_tables", written.append)
    with Archive.open(folder) as archive:
        for minutes, count in ((0, 0), (9, 0), (11, 1)):
            then = time.time() - 60 * minutes
            os.utime(rows, (then, then))
            updates = TableUpdates(archive)
            assert updates.after_accession() is None
            assert len(written) == count
        updates.after_accession()
        os.utime(rows)
        updates.after_accession()
        updates.finish()
        updates.finish()
    assert len(written) == 3


def test_a_folder_that_cannot_be_written_is_told_and_changes_nothing(folder: Path) -> None:
    before = (folder / "manifest-sha256.txt").read_bytes()
    shutil.rmtree(folder / "catalogue")
    (folder / "catalogue").write_text("in the way")
    with Archive.open(folder) as archive:
        said = TableUpdates(archive).after_accession()
        assert said is not None
        with pytest.raises(StoreError):
            write_tables(archive)
    assert (folder / "manifest-sha256.txt").read_bytes() == before


def test_nobody_else_reads_them(folder: Path) -> None:
    with Archive.open(folder) as archive:
        write_tables(archive)
    assert not [path for path in folder.rglob("*") if path.stat().st_mode & 0o077]


def test_the_rows_are_those_of_sqlite(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "catalogue.sqlite")) as conn:
        (count,) = conn.execute("SELECT count(*) FROM records").fetchone()
    assert len(table(folder, "records.csv")) == count == 4
