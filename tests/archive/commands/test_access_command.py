"""`press-archive access`: times in words, all records of a query. Questions of `init`; what `doctor` says about
clocks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner

from archive.cli import main
from archive.commands.setup import examine
from archive.edits.typed_instants import describe, read_instant
from archive.errors import NotEditable
from archive.record import Status
from archive.search.index import index_sync
from archive.storage.archive import Archive
from tests.support.commands import json_lines, run
from tests.support.desk_pages import HELD, Desk, said, tree

JAKARTA = ZoneInfo("Asia/Jakarta")
MONDAY = datetime(2026, 11, 30, 14, 0, tzinfo=UTC)  # 21:00 in Jakarta


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Friday 10:00", "2026-12-04T03:00:00Z"),
        ("tomorrow 9am", "2026-12-01T02:00:00Z"),
        ("4 Desember 2026 pukul 10.00 WIB", "2026-12-04T03:00:00Z"),
        ("10 giờ ngày 4/12/2026", "2026-12-04T03:00:00Z"),
        ("  besok jam 9 pagi\n", "2026-12-01T02:00:00Z"),
        ("ngày mai 8 giờ sáng", "2026-12-01T01:00:00Z"),
        ("thứ Sáu 10h", "2026-12-04T03:00:00Z"),
        ("Jumat 10.00 WITA", "2026-12-04T02:00:00Z"),
        ("25/12/2026 10:00", "2026-12-25T03:00:00Z"),
        ("December 4 2026 5pm New York time", "2026-12-04T22:00:00Z"),
        ("4 December 2026 noon", "2026-12-04T05:00:00Z"),
        ("today 23:00", "2026-11-30T16:00:00Z"),
        ("Friday 10:00 UTC", "2026-12-04T10:00:00Z"),
        ("2035-05-03T10:00+07:00", "2035-05-03T03:00:00Z"),
        ("2035-05-03 10:00", "2035-05-03T03:00:00Z"),
    ],
)
def test_an_instant_is_read_by_the_clocks_of_the_archive(typed: str, meant: str) -> None:
    assert read_instant(typed, JAKARTA, MONDAY) == meant


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("4/12/2026 10:00", "may be 2026-04-12, 2026-12-04"),
        ("Monday 10:00", "may be today or in a week"),
        ("next Friday 10:00", "not a day and time"),
        ("not before Friday 10:00", "not a day and time"),
        ("Friday 10:00 or 11:00", "not a day and time"),
        ("tomorrow or Friday 10:00", "not a day and time"),
        ("Friday", "not a day and time"),
        ("10:00", "not a day and time"),
        ("2035-05-03", "not a day and time"),
        ("Friday 25:00", "not a day and time"),
        ("Friday 3 December 2026 10:00", "not a day and time"),
        ("4 December 2026 10:00 IST", "not a day and time"),
        ("4 December 2026 10:00 XYZ", "not a day and time"),
        ("0001-01-01 10:00", "has passed"),
        ("9999-12-31T23:59:59-12:00", "not a day and time"),
        ("x" * 5000, "not a day and time"),
        ("", "not a day and time"),
        ("today 01:00", "has passed"),
        ("1 January 2020 10:00", "has passed"),
    ],
)
def test_what_is_ambiguous_or_past_is_refused_with_an_example(typed: str, why: str) -> None:
    with pytest.raises(NotEditable, match=why) as refused:
        read_instant(typed, JAKARTA, MONDAY)
    assert "2026-12-01 10:00" in str(refused.value)


def test_an_hour_that_comes_twice_is_the_later_one() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    assert read_instant("25 October 2027 02:30", berlin, MONDAY) == "2027-10-25T00:30:00Z"
    assert read_instant("31 October 2027 02:30", berlin, MONDAY) == "2027-10-31T01:30:00Z"
    assert describe("2027-10-31T01:30:00Z", berlin) == "2027-10-31T01:30:00Z (2027-10-31 02:30 Europe/Berlin)"
    assert describe("0001-01-02T12:00:09Z", JAKARTA) == "0001-01-02T12:00:09Z (0001-01-02 19:07:21 Asia/Jakarta)"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    desk = Desk(tmp_path_factory.mktemp("access") / "archive")
    yield desk
    desk.close()


@pytest.fixture(scope="module")
def folder(desk: Desk) -> Path:
    return desk.archive.folder


def test_the_command_and_the_desk_tell_the_instant_that_they_read(desk: Desk, folder: Path) -> None:
    record = desk.shelf.add("Rilis dana desa")
    told = run("access", "held", "--archive", folder, record, "--until", "4 Desember 2090 pukul 10.00 WIB").stdout
    assert "held until 2090-12-04T03:00:00Z (2090-12-04 10:00 Asia/Jakarta): Rilis dana desa" in told
    assert (
        "until 2090-12-04T03:00:00Z (2090-12-04 10:00 Asia/Jakarta)"
        in run("access", "list", "--archive", folder).stdout
    )
    refused = run("access", "held", "--archive", folder, record, "--until", "4/12/2090 10:00", code=2)
    assert "may be 2090-04-12, 2090-12-04" in refused.stderr
    chosen = {"id": record, "status": "held", "ends": "at", "previewed": desk.previewed(record)}
    chosen["ends"] = "never"  # as in the form: typed words still count
    again = desk.post("/desk/access/apply", **chosen, when="5 tháng 12 năm 2090")
    assert again.status_code == 400
    assert tree(again).xpath("//main//input[@name='when']/@value") == ["5 tháng 12 năm 2090"]
    page = desk.follow(desk.post("/desk/access/apply", **chosen, when="10 giờ ngày 5/12/2090"))
    assert "2090" in said(page)
    (now,) = json_lines(run("access", "list", "--archive", folder, "--json"))
    assert now["release_at"] == "2090-12-05T03:00:00Z"


def test_all_records_of_a_query_are_held_and_undone_as_one(desk: Desk, folder: Path) -> None:
    ids = [desk.shelf.add(f"Pengungsi {n}", collection="Kamp") for n in range(12)]
    other = desk.shelf.add("Bukan kamp")
    index_sync.update(desk.archive)
    query = ("--where", "collection:Kamp")
    shown = run("access", "held", "--archive", folder, *query, code=1)
    assert "12 records would be held" in shown.stdout
    assert "and 2 more" in shown.stdout
    assert "Add --yes" in shown.stderr
    (dry,) = json_lines(run("access", "held", "--archive", folder, *query, "--dry-run", "--json"))
    assert (dry["matched"], dry["change_set"]) == (12, None)
    assert not desk.archive.catalogue.change_sets() or desk.archive.catalogue.change_sets()[0].records != 12
    done = json_lines(run("access", "held", "--archive", folder, *query, "--yes", "--json", "--reason", "keluarga"))
    assert {one["record"] for one in done} == {*ids}
    assert {(one["status"], one["reason"]) for one in done} == {(Status.HELD, "keluarga")}
    assert len({one["change_set"] for one in done}) == 1
    assert desk.client.get(f"/records/{ids[0]}").status_code == 404
    assert desk.client.get(f"/records/{other}").status_code == 200
    run("records", "undo", "--archive", folder)
    assert desk.client.get(f"/records/{ids[0]}").status_code == 200
    assert "--where is empty" in run("access", "held", "--archive", folder, "--where", " ", code=1).stderr
    assert "0 records would be held" in run("access", "held", "--archive", folder, "--where", "title:zzzz").stdout
    assert "Say which records" in run("access", "held", "--archive", folder, ids[0], *query, code=2).stderr


def test_records_are_found_by_status_at_the_desk_and_by_commands(desk: Desk, folder: Path) -> None:
    held = desk.shelf.add("Tahanan pelabuhan", access=HELD)
    desk.shelf.add("Tahanan bandara")
    desk.index()
    query = "is:embargoed tahanan"
    (found,) = json_lines(run("search", "--held", "--json", "--archive", folder, query))
    assert [one["id"] for one in found["results"]] == [held]
    assert "Only the archivist can search by" in run("search", "--archive", folder, query).stdout
    listed = said(desk.page("/desk/records?q=is:embargoed+tahanan"))
    assert "Tahanan pelabuhan" in listed
    assert "Tahanan bandara" not in listed
    shown = run("access", "released", "--archive", folder, "--where", query, "--dry-run").stdout
    assert "1 record would be released" in shown


def test_init_asks_on_a_terminal_who_sees_new_records(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.commands.setup.can_ask", lambda: True)
    asked = CliRunner().invoke(main, ["init", "--archive", str(tmp_path / "a")], input="secret\nheld\n")
    assert asked.exit_code == 0
    assert "'secret' is not one of" in asked.stderr
    assert "New records are held: only the archivist can see" in asked.stdout
    said = CliRunner().invoke(main, ["init", "--archive", str(tmp_path / "b"), "--access", "held"])
    assert "New records are held" in said.stdout
    again = CliRunner().invoke(main, ["init", "--archive", str(tmp_path / "a")])
    assert again.exit_code == 1
    assert "New records can be" not in again.stderr


def test_init_asks_nothing_without_a_terminal(tmp_path: Path) -> None:
    assert "New records are released" in run("init", "--archive", tmp_path / "c").stdout


def test_doctor_tells_of_a_clock_that_is_before_the_newest_event(tmp_path: Path) -> None:
    Archive.create(tmp_path / "a").close()
    (clock,) = [one for one in examine(tmp_path / "a") if one.subject == "clock"]
    assert (clock.state, clock.cure) == ("ok", "")
    with (
        Archive.open(tmp_path / "a", clock=lambda: datetime(2098, 1, 1, tzinfo=UTC)) as archive,
        archive.catalogue.write("tests") as writer,
    ):
        writer.event("ingestion")
    (clock,) = [one for one in examine(tmp_path / "a") if one.subject == "clock"]
    assert clock.state == "missing"
    assert "before the newest event of the archive (2098-01-01T00:00:00Z (2098-01-01 00:00 UTC))" in clock.found
    assert "timedatectl" in clock.cure
