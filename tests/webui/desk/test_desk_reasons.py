"""The reason for a change: given at the desk or with a command, stored with the change, searchable, never public."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.commands import json_lines, run
from tests.support.desk_pages import Desk, said, tree

WHY = "Người phát ngôn gọi điện: chưa công bố"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    desk = Desk(tmp_path_factory.mktemp("desk") / "archive")
    yield desk
    desk.close()


@pytest.fixture(scope="module")
def folder(desk: Desk) -> Path:
    return desk.archive.folder


def test_a_hold_at_the_desk_keeps_its_reason(desk: Desk, folder: Path) -> None:
    record = desk.shelf.add("Rilis jembatan")
    shown = tree(desk.post("/desk/access", id=record, status="held"))
    assert shown.xpath("//input[@name='reason']")
    chosen = {"id": record, "status": "held", "ends": "never", "previewed": desk.previewed(record)}
    page = desk.follow(desk.post("/desk/access/apply", **chosen, reason=f"  {WHY}\n"))
    assert WHY in said(desk.page(f"/desk/records/{record}").xpath("//section[@aria-labelledby='history']"))
    assert said(page)
    n = desk.archive.catalogue.change_sets()[0].n
    assert WHY in said(desk.page(f"/desk/changes/{n}"))
    assert desk.client.get(f"/records/{record}").status_code == 404
    (told,) = json_lines(run("records", "changes", "--json", "--archive", folder, "--reason", "goi DIEN"))
    assert (told["change_set"], told["reason"]) == (n, WHY)


def test_changes_are_found_by_words_of_their_reason(desk: Desk, folder: Path) -> None:
    one, other = desk.shelf.add("Rilis satu"), desk.shelf.add("Rilis dua")
    run("records", "edit", "--archive", folder, one, "city=Kupang", "--reason", "Nama kota salah, kata Ratna")
    run("records", "edit", "--archive", folder, other, "city=Medan")
    found = json_lines(run("records", "changes", "--json", "--archive", folder, "--reason", "ratna salah"))
    assert [told["what"].split()[0] for told in found] == [one]
    assert "[Nama kota salah, kata Ratna]" in run("records", "changes", "--archive", folder).stdout
    assert "No change has such a reason" in run("records", "changes", "--archive", folder, "--reason", "xyz").stdout
    listed = desk.page("/desk/changes?reason=ratna")
    assert [said(row) for row in listed.xpath("//tbody//th")] == [f"Change {found[0]['change_set']}"]
    assert "No change has such a reason" in said(desk.page("/desk/changes?reason=%3Cscript%3E"))


def test_merge_undo_fields_and_access_take_a_reason(desk: Desk, folder: Path) -> None:
    one, other = desk.shelf.add("Pidato satu"), desk.shelf.add("Pidato dua")
    run("access", "withdrawn", "--archive", folder, one, "--reason", "a")
    run("records", "undo", "--archive", folder, "--reason", "b")
    merge = desk.page(f"/desk/records/{one}/merge?other={other}")
    previewed = merge.xpath("//input[@name='previewed']/@value")[0]
    desk.follow(desk.post(f"/desk/records/{one}/merge", other=other, previewed=previewed, reason="c"))
    desk.follow(desk.undo(desk.archive.catalogue.change_sets()[0].n, reason="d"))
    wanted = {"id": [one], "key": ["city"], "how": ["set"], "value": ["Bogor"]}
    desk.follow(desk.post("/desk/fields/apply", **wanted, **desk.shown_fields(**wanted), reason="e"))
    desk.follow(desk.post(f"/desk/records/{one}", key="city", how="set", value="Depok", reason="f"))
    assert [made.reason for made in desk.archive.catalogue.change_sets()[:6]] == ["f", "e", "d", "c", "b", "a"]


def test_a_reason_that_cannot_be_kept_changes_nothing(desk: Desk, folder: Path) -> None:
    record = desk.shelf.add("Rilis panjang")
    before = len(desk.archive.catalogue.change_sets())
    chosen = {"id": record, "status": "withdrawn", "previewed": desk.previewed(record)}
    refused = desk.post("/desk/access/apply", **chosen, reason="x" * 501)
    assert refused.status_code == 400
    assert "at most 500 characters" in said(tree(refused))
    refused = desk.post(f"/desk/records/{record}", key="city", how="set", value="Solo", reason="a\u202eb")
    assert refused.status_code == 400
    assert "cannot be displayed" in said(tree(refused))
    assert "at most 500" in run("access", "held", "--archive", folder, record, "--reason", "x" * 501, code=2).stderr
    assert len(desk.archive.catalogue.change_sets()) == before
