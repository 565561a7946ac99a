"""Erasures at the desk: requested after a preview, listed, and cancelled, by users with permission."""

from __future__ import annotations

import pytest

from archive.access import ARCHIVIST
from archive.catalogue.accounts import passwords
from archive.catalogue.accounts.roles import Role
from archive.login_name import acting_as
from tests.support.desk_pages import Desk, said, tree
from tests.webui.desk.test_desk_rules import confirmed, main

ERASURES = "/desk/erasures"
PASSWORD = "tujuh kapal di dermaga"
WHY = "Putusan pengadilan 12/2026"


@pytest.fixture
def record(desk: Desk) -> str:
    return desk.shelf.add("Siaran tentang Budi")


def test_a_request_shows_what_it_takes_and_how_to_carry_it_out(desk: Desk, record: str) -> None:
    assert "No requests." in main(desk, ERASURES)
    link = desk.page(f"/desk/records/{record}").xpath("//a[contains(@href, '/desk/erasures?record=')]/@href")[0]
    assert desk.page(link.partition("#")[0]).xpath("//input[@name='record']/@value") == [record]
    shown = desk.post(f"{ERASURES}/preview", record=f"http://localhost/records/{record}", reason=WHY)
    words = said(tree(shown))
    assert "Siaran tentang Budi" in words
    assert "would be erased" in words
    assert desk.archive.catalogue.erasures() == []
    page = said(desk.follow(confirmed(desk, shown)))
    assert "Request 1 is noted. Nothing is erased yet." in page
    assert "press-archive erase carry-out" in page
    assert WHY in page
    assert desk.archive.catalogue.get(record, ARCHIVIST) is not None
    (one,) = desk.archive.catalogue.erasures()
    assert (one.record, one.reason, one.state) == (record, WHY, "requested")
    assert "Erasure requested" in said(desk.page(f"/desk/records/{record}").xpath("//*[@class='done-to']"))
    again = confirmed(desk, desk.post(f"{ERASURES}/preview", record=record, reason=WHY))
    assert again.status_code == 400
    assert "requested already: request 1" in said(tree(again).xpath("//*[@role='alert']"))


def test_a_request_is_cancelled_with_a_reason(desk: Desk, record: str) -> None:
    confirmed(desk, desk.post(f"{ERASURES}/preview", record=record, reason=WHY))
    page = said(desk.follow(desk.post(f"{ERASURES}/1/cancel", reason="dicabut")))
    assert "No requests." in page
    assert desk.archive.catalogue.erasures() == []
    history = said(desk.page(f"/desk/records/{record}").xpath("//*[@class='done-to']"))
    assert "Request to erase it cancelled" in history
    assert "dicabut" in history
    gone = desk.post(f"{ERASURES}/1/cancel")
    assert gone.status_code == 400
    assert "There is no request 1" in said(tree(gone).xpath("//*[@role='alert']"))
    assert desk.post(f"{ERASURES}/x/cancel").status_code == 404


@pytest.mark.parametrize(
    ("wrong", "words"),
    [({"reason": " "}, "Give a reason"), ({"record": "nihil"}, "record"), ({"reason": "x" * 501}, "500")],
)
def test_a_form_that_cannot_be_carried_out_says_why(desk: Desk, record: str, wrong: dict[str, str], words: str) -> None:
    for path in ("preview", "request"):
        answer = desk.post(f"{ERASURES}/{path}", **{"record": record, "reason": WHY} | wrong)
        assert answer.status_code == 400
        assert words in said(tree(answer).xpath("//*[@role='alert']"))
    assert desk.archive.catalogue.erasures() == []


def test_what_came_after_the_preview_is_shown_again(desk: Desk, record: str) -> None:
    shown = desk.post(f"{ERASURES}/preview", record=record, reason=WHY)
    (form,) = tree(shown).xpath("//main//form")
    fields = {
        one.get("name"): one.get("value", "") for one in form.xpath(".//input[@name]") if one.get("name") != "token"
    }
    again = desk.post(f"{ERASURES}/request", **fields | {"previewed": "0" * 16})
    assert again.status_code == 409
    assert "look again" in said(tree(again))
    assert desk.archive.catalogue.erasures() == []
    (form,) = tree(again).xpath("//main//form")
    assert form.xpath(".//input[@name='reason']/@value") == [WHY]
    assert form.xpath(".//input[@name='previewed']/@value") == [fields["previewed"]]


def test_a_legal_hold_is_named(desk: Desk, record: str) -> None:
    with desk.archive.catalogue.write() as writer:
        writer.set_legal_hold("Perkara 7", "surat", "ani", "record", record, [record])
    shown = desk.post(f"{ERASURES}/preview", record=record, reason=WHY)
    assert "Under legal hold 1: Perkara 7" in said(tree(shown))
    confirmed(desk, shown)
    assert "Under legal hold 1: Perkara 7" in main(desk, ERASURES)


def test_what_was_erased_has_no_words_left(desk: Desk, record: str) -> None:
    with acting_as("ani"):
        confirmed(desk, desk.post(f"{ERASURES}/preview", record=record, reason=WHY))
    with desk.archive.catalogue.write() as writer:
        writer.carry_out_erasure(1, "budi")
    page = main(desk, ERASURES)
    assert "carried out by budi on" in page
    assert "press-archive erase carry-out 1" in page  # its files are not removed yet
    assert "Siaran tentang Budi" not in page
    with desk.archive.catalogue.write() as writer:
        writer.finish_erasure(1)
    page = main(desk, ERASURES)
    assert "Not finished" not in page
    assert "press-archive erase backups" in page
    assert desk.post(f"{ERASURES}/1/cancel").status_code == 400


@pytest.mark.parametrize(("role", "may"), [(Role.EDITOR, False), (Role.ARCHIVIST, True), (Role.ADMIN, True)])
def test_only_an_archivist_requests_and_cancels(desk: Desk, record: str, role: Role, may: bool) -> None:
    other = desk.shelf.add("Lain")
    with desk.archive.catalogue.write() as writer:
        writer.add_user("siti", "", role, passwords.hash_password(PASSWORD, ""))
        writer.request_erasure(other, WHY, "ani")
    client = desk.app.test_client()
    assert client.post("/desk/login", data={"name": "siti", "password": PASSWORD}).status_code == 303
    page = tree(client.get(ERASURES))
    assert bool(page.xpath("//main//form[@method='post']")) is may
    token = client.get("/desk/account").text.partition('name="token" value="')[2].partition('"')[0]
    form = {"token": token, "record": record, "reason": WHY}
    shown = client.post(f"{ERASURES}/preview", data=form)
    assert shown.status_code == (200 if may else 403)
    digest = tree(shown).xpath("//main//input[@name='previewed']/@value")[0] if may else ""
    assert client.post(f"{ERASURES}/request", data=form | {"previewed": digest}).status_code == (303 if may else 403)
    assert client.post(f"{ERASURES}/1/cancel", data={"token": token}).status_code == (303 if may else 403)
    assert [one.requested_by for one in desk.archive.catalogue.erasures()] == (["siti"] if may else ["ani"])


def test_a_form_without_its_token_does_nothing(desk: Desk, record: str) -> None:
    data = {"record": record, "reason": WHY}
    for path in ("preview", "request", "1/cancel"):
        assert desk.client.post(f"{ERASURES}/{path}", data=data).status_code == 403
    assert desk.archive.catalogue.erasures() == []
