"""Collections, disposals and legal holds at the desk: set after a preview, by users with permission."""

from __future__ import annotations

from typing import Any

import pytest
from werkzeug.test import TestResponse

from archive.access import PUBLIC
from archive.catalogue.accounts import passwords
from archive.catalogue.accounts.roles import Role
from archive.login_name import acting_as
from tests.support.desk_pages import Desk, said, tree

NAME = "Pidato Menteri"
COLLECTIONS, DUE, HOLDS = "/desk/collections", "/desk/collections/due", "/desk/legal-holds"
RULE = {"collection": NAME, "kind": "closed", "years": "30", "counted_from": "date", "reason": "UU 43/2009"}
PASSWORD = "tujuh kapal di dermaga"


@pytest.fixture
def young(desk: Desk) -> str:
    return desk.shelf.add("Pidato tahun 2001", date="2001-01-01", collection=NAME)


def confirmed(desk: Desk, answer: TestResponse, **more: Any) -> TestResponse:
    """Send the form of a confirmation."""
    assert answer.status_code == 200, answer.text
    (form,) = tree(answer).xpath("//main//form")
    fields = {one.get("name"): one.get("value", "") for one in form.xpath(".//input[@name]")}
    return desk.post(form.get("action"), **{key: value for key, value in (fields | more).items() if key != "token"})


def main(desk: Desk, path: str) -> str:
    return said(desk.page(path).xpath("//main"))


def test_a_rule_is_set_and_lifted_after_a_preview(desk: Desk, young: str) -> None:
    desk.index()
    assert "No rule." in main(desk, COLLECTIONS)
    shown = desk.post(f"{COLLECTIONS}/rule", **RULE)
    assert "1 is public now, and will be no more" in said(tree(shown))
    assert desk.archive.catalogue.get(young, PUBLIC) is not None
    page = said(desk.follow(confirmed(desk, shown)))
    assert "Rule 1 is set." in page
    assert "closed for 30 years from the date of a record" in page
    assert "UU 43/2009" in page
    assert desk.archive.catalogue.get(young, PUBLIC) is None
    assert "closed until 1 January 2031, 00:00 WIB by the rule of collection Pidato Menteri" in main(
        desk, f"/desk/records/{young}"
    )
    released = said(tree(desk.post("/desk/access", id=[young], status="released")))
    assert "1 of them is closed by the rule of its collection." in released
    lifting = desk.post(f"{COLLECTIONS}/rules/1/lift")
    assert "1 becomes public" in said(tree(lifting))
    refused = confirmed(desk, lifting, reason=" ")
    assert refused.status_code == 400
    assert "Give a reason" in refused.text
    assert "Rule 1 is lifted." in said(desk.follow(confirmed(desk, lifting, reason="dibuka")))
    assert desk.archive.catalogue.get(young, PUBLIC) is not None


def test_what_came_after_the_preview_is_shown_again(desk: Desk, young: str) -> None:
    shown = desk.post(f"{COLLECTIONS}/rule", **RULE)
    desk.shelf.add("Pidato baru", date="2020-01-01", collection=NAME)
    again = confirmed(desk, shown)
    assert again.status_code == 200
    assert "2 are public now, and will be no more" in said(tree(again))
    assert desk.archive.catalogue.get(young, PUBLIC) is not None
    assert confirmed(desk, again).status_code == 303


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"years": "-1"}, "from 1 to 200"),
        ({"years": "10000"}, "from 1 to 200"),
        ({"years": ""}, "from 1 to 200"),
        ({"collection": "Nihil"}, "No record is in the collection Nihil"),
        ({"collection": " "}, "name of a collection"),
        ({"reason": " "}, "Give a reason"),
        ({"reason": "x" * 501}, "500"),
    ],
)
def test_a_form_that_cannot_be_carried_out_says_why(desk: Desk, young: str, wrong: dict[str, str], words: str) -> None:
    for path in ("rule", "rule/apply"):
        answer = desk.post(f"{COLLECTIONS}/{path}", **RULE | wrong)
        assert answer.status_code == 400
        assert words in said(tree(answer).xpath("//*[@role='alert']"))
    assert desk.archive.catalogue.collection_rules() == []
    assert desk.archive.catalogue.get(young, PUBLIC) is not None


def test_a_form_without_its_token_does_nothing(desk: Desk, young: str) -> None:
    for path in (f"{COLLECTIONS}/rule/apply", f"{HOLDS}/apply", f"{DUE}/dispose"):
        data = {**RULE, "scope": "record", "target": young, "case": "x"}
        assert desk.client.post(path, data=data).status_code == 403
    assert desk.archive.catalogue.collection_rules() == []
    assert desk.archive.catalogue.legal_holds() == []


def test_empty_lists_say_what_to_do(desk: Desk) -> None:
    assert "No record is in a collection yet." in main(desk, COLLECTIONS)
    assert "No collection has a rule that says how long to keep it." in main(desk, DUE)
    assert "No legal holds." in main(desk, HOLDS)
    assert desk.get(f"{DUE}?on=2026-13-45").status_code == 400
    assert desk.get(f"{COLLECTIONS}/disposals/7").status_code == 404
    assert desk.get(f"{COLLECTIONS}/disposals/x").status_code == 404


def test_a_legal_hold_is_set_on_a_record_a_query_or_a_collection(desk: Desk, young: str) -> None:
    desk.index()
    for n, (scope, target) in enumerate((("record", young), ("query", "pidato"), ("collection", NAME)), 1):
        given = {"scope": scope, "target": target, "case": f"Perkara {n}", "reason": "surat pengadilan"}
        shown = desk.post(f"{HOLDS}/preview", **given)
        assert "1 record would be under this hold" in said(tree(shown))
        assert f"Legal hold {n} is set. Perkara {n}" in said(desk.follow(confirmed(desk, shown)))
    page = main(desk, f"/desk/records/{young}")
    assert "Under legal hold 1: Perkara 1. It cannot be removed until the hold is lifted." in page
    assert "Put under a legal hold" in said(desk.page(f"/desk/records/{young}").xpath("//*[@class='done-to']"))
    assert desk.archive.catalogue.get(young, PUBLIC) is not None
    assert desk.post(f"{HOLDS}/1/lift", reason=" ").status_code == 400
    assert "Legal hold 1 is lifted." in said(desk.follow(desk.post(f"{HOLDS}/1/lift", reason="putusan")))
    assert desk.post(f"{HOLDS}/9/lift", reason="x").status_code == 400
    for scope, target in (("record", "nihil"), ("query", "zzzz"), ("query", ""), ("collection", "Nihil")):
        answer = desk.post(f"{HOLDS}/preview", scope=scope, target=target, case="x", reason="y")
        assert answer.status_code == 400, (scope, target)
        assert tree(answer).xpath("//*[@role='alert']")


def test_what_is_due_is_requested_and_has_a_certificate(desk: Desk, young: str) -> None:
    kept = desk.shelf.add("Pidato tertahan", date="2002-01-01", collection=NAME)
    desk.index()
    confirmed(desk, desk.post(f"{COLLECTIONS}/rule", **RULE | {"kind": "retention", "years": "20"}))
    confirmed(desk, desk.post(f"{HOLDS}/preview", scope="record", target=kept, case="Perkara 1", reason="x"))
    page = main(desk, DUE)
    assert "Pidato tahun 2001 Press release, due 1 January 2021, counted from 1 January 2001" in page
    assert "Legal hold: Perkara 1" in page
    assert "Nothing is due on this day." in main(desk, f"{DUE}?on=2000-01-01")
    assert [row.split(",")[1] for row in desk.get(f"{DUE}/csv").text.splitlines()[1:]] == [young, kept]
    with acting_as("ani"):
        answer = desk.post(f"{DUE}/dispose", collection=NAME, reason="JRA 2020")
    assert "1 record to carry out" in said(desk.follow(answer))
    assert desk.archive.catalogue.get(young, PUBLIC) is not None
    assert "Disposal 1" in said(desk.page("/desk/erasures").xpath("//*[@id='request-1']"))
    assert desk.post(f"{DUE}/dispose", collection=NAME, reason="x").status_code == 400  # nothing is left to request
    (disposal,) = desk.archive.catalogue.disposals()
    digest = desk.archive.catalogue.get(young, PUBLIC).original.sha256  # type: ignore[union-attr]
    with desk.archive.catalogue.write() as writer:
        writer.carry_out_disposal(disposal.n, young, "budi")
    (erased,) = desk.page("/desk/erasures").xpath("//section[@aria-labelledby='gone']//li/a")
    assert (said(erased), erased.get("href")) == ("Disposal 1", f"{COLLECTIONS}/disposals/1")
    page = main(desk, f"{COLLECTIONS}/disposals/1")
    assert "Certificate of disposal 1" in page
    assert "carried out by budi on" in page
    assert digest in page
    assert "tombstone" in page
    assert "Pidato tahun 2001" not in page


def test_a_request_is_dropped(desk: Desk, young: str) -> None:
    confirmed(desk, desk.post(f"{COLLECTIONS}/rule", **RULE | {"kind": "retention", "years": "20"}))
    desk.post(f"{DUE}/dispose", collection=NAME, reason="JRA 2020")
    page = said(desk.follow(desk.post(f"{COLLECTIONS}/disposals/1/cancel")))
    assert "1 record was removed from the request." in page
    assert desk.archive.catalogue.erasures() == []
    assert desk.archive.catalogue.get(young, PUBLIC) is not None


@pytest.mark.parametrize(("role", "may"), [(Role.EDITOR, False), (Role.ARCHIVIST, True), (Role.ADMIN, True)])
def test_only_an_archivist_sets_rules_and_holds(desk: Desk, young: str, role: Role, may: bool) -> None:
    with desk.archive.catalogue.write() as writer:
        writer.add_user("siti", "", role, passwords.hash_password(PASSWORD, ""))
    client = desk.app.test_client()
    assert client.post("/desk/login", data={"name": "siti", "password": PASSWORD}).status_code == 303
    for path in (COLLECTIONS, DUE, HOLDS):
        answer = client.get(path)
        assert answer.status_code == 200
        assert bool(tree(answer).xpath("//main//form[@method='post']")) is (may and path != DUE)
    token = client.get("/desk/account").text.partition('name="token" value="')[2].partition('"')[0]
    asked = client.post(f"{COLLECTIONS}/rule", data={**RULE, "token": token})
    assert asked.status_code == (200 if may else 403)
    hold = {"token": token, "scope": "record", "target": young, "case": "x", "reason": "y"}
    assert client.post(f"{HOLDS}/apply", data=hold).status_code == (303 if may else 403)
    assert [one.set_by for one in desk.archive.catalogue.legal_holds()] == (["siti"] if may else [])
