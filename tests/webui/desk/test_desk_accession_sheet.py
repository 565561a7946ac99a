"""The accession sheet at the desk: written by users with permission, never overwriting others' changes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html

from archive.catalogue.accounts import passwords
from archive.catalogue.accounts.roles import Role
from archive.record import Status
from tests.support.desk_pages import Desk, said, tree

RECEIPT, SHEET = "/receipts/1", "/receipts/1/sheet"
PASSWORD = "tujuh kapal di dermaga"
TYPED = {"number": "2026/014", "donor": "Kantor Pers <Kupang>", "carrier": "USB", "agreement": "", "note": "dua\nbaris"}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path / "archive")
    with desk.archive.catalogue.write() as writer:
        n = writer.open_accession({"paths": ["/disk"], "folder": "/", "values": {}}, Status.RELEASED, "running")
        writer.close_accession(n, "done")
    yield desk
    desk.close()


def previewed(page: html.HtmlElement) -> str:
    return str(page.xpath("//form[contains(@action, '/sheet')]//input[@name='previewed']/@value")[0])


def test_a_sheet_is_written_and_changed(desk: Desk) -> None:
    page = desk.page(RECEIPT)
    assert "Nothing is written yet." in said(page)
    answer = desk.post(SHEET, previewed=previewed(page), reason="dari surat jalan", **TYPED)
    page = desk.follow(answer)
    for words in ("2026/014", "Kantor Pers <Kupang>", "USB", "Written by"):
        assert words in said(page)
    sheet = desk.archive.catalogue.accession_sheets()[1]
    assert {key: sheet.to_json()[key] for key in TYPED} == TYPED
    (event,) = [one for one in desk.archive.catalogue.events() if one["type"] == "accession"]
    assert event["detail"]["reason"] == "dari surat jalan"
    assert page.xpath("//textarea[@name='note']")[0].text.strip() == "dua\nbaris"
    desk.follow(desk.post(SHEET, previewed=previewed(page), donor=""))
    sheet = desk.archive.catalogue.accession_sheets()[1]
    assert (sheet.donor, sheet.number) == ("", "2026/014")  # values that are not in the form are kept


def test_the_same_again_writes_nothing(desk: Desk) -> None:
    desk.post(SHEET, previewed=previewed(desk.page(RECEIPT)), **TYPED)
    desk.follow(desk.post(SHEET, previewed=previewed(desk.page(RECEIPT)), **TYPED))
    assert len([one for one in desk.archive.catalogue.events() if one["type"] == "accession"]) == 1


def test_what_somebody_else_wrote_meanwhile_is_told(desk: Desk) -> None:
    page = desk.page(RECEIPT)
    seen = page.xpath("//form[contains(@action, '/sheet')]//input[@name='seen']/@value")[0]
    with desk.archive.catalogue.write() as writer:
        writer.edit_accession_sheet(1, {"donor": "Dinas Arsip"}, "budi")
    answer = desk.post(SHEET, previewed=previewed(page), seen=seen, reason="surat", **TYPED)
    assert answer.status_code == 409
    again = tree(answer)
    assert "Accession sheet changed" in said(again)
    assert "Dinas Arsip" in said(again)
    assert again.xpath("//main//input[@name='donor']/@value") == [TYPED["donor"]]
    assert again.xpath("//form[contains(@action, '/sheet')]//input[@name='reason']/@value") == ["surat"]
    assert desk.archive.catalogue.accession_sheets()[1].donor == "Dinas Arsip"
    assert desk.post(SHEET, previewed=previewed(again), **TYPED).status_code == 303


def test_what_is_too_long_is_refused_and_kept(desk: Desk) -> None:
    answer = desk.post(SHEET, previewed=previewed(desk.page(RECEIPT)), donor="x" * 2001)
    assert answer.status_code == 400
    assert "2000" in said(tree(answer).xpath("//*[@role='alert']"))
    assert tree(answer).xpath("//main//input[@name='donor']/@value") == ["x" * 2001]
    assert desk.archive.catalogue.accession_sheets() == {}


def test_there_is_no_sheet_without_its_accession(desk: Desk) -> None:
    for path in ("/receipts/7/sheet", "/receipts/x/sheet"):
        assert desk.post(path, **TYPED).status_code == 404


@pytest.mark.parametrize(("role", "may"), [(Role.EDITOR, False), (Role.ARCHIVIST, True)])
def test_only_who_adds_files_writes_it(desk: Desk, role: Role, may: bool) -> None:
    with desk.archive.catalogue.write() as writer:
        writer.add_user("siti", "", role, passwords.hash_password(PASSWORD, ""))
    client = desk.app.test_client()
    assert client.post("/desk/login", data={"name": "siti", "password": PASSWORD}).status_code == 303
    page = tree(client.get(RECEIPT))
    assert bool(page.xpath("//form[contains(@action, '/sheet')]")) is may
    token = client.get("/desk/account").text.partition('name="token" value="')[2].partition('"')[0]
    digest = desk.archive.catalogue.sheet_digest(1)
    answer = client.post(SHEET, data={"token": token, "previewed": digest, **TYPED})
    assert answer.status_code == (303 if may else 403)
    assert [one.by for one in desk.archive.catalogue.accession_sheets().values()] == (["siti"] if may else [])
