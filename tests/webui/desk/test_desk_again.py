"""Forms of the desk from a page of an earlier run of the server, and pages that answer forms in another language: input
is kept, and nothing is done without being requested."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from lxml import html
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from archive.access import ARCHIVIST
from tests.support.desk_pages import Desk, said, tree
from webui.desk.records.selection import digest_of

HERE = {"Origin": "http://localhost"}
TYPED = "Wali kota <b>memotong</b> pita\r\ndi Kupang\u202e"


def late(desk: Desk, path: str, **data: object) -> TestResponse:
    """Send a form of a page from an earlier run of the server, as a browser sends it."""
    return desk.client.post(path, data={"token": "of an earlier run", **data}, headers=HERE)


def sent_again(desk: Desk, answer: TestResponse, **changed: str) -> TestResponse:
    """Send the form of that page as it is."""
    form = main_form(tree(answer))
    kept = [(name, value) for name, value in fields(form) if name not in changed]
    return desk.client.post(form.action, data=MultiDict([*kept, *changed.items()]), headers=HERE)


def main_form(page: html.HtmlElement) -> html.FormElement:
    (form,) = page.xpath("//main//form[@method='post']")
    return form


def fields(form: html.FormElement) -> list[tuple[str, str]]:
    return [(name, value.removeprefix("\n")) for name, value in form.form_values()]


def test_what_was_typed_before_the_server_was_started_anew_is_sent_again_by_one_press(desk: Desk) -> None:
    photo = desk.photo("Gubernur memotong pita")
    answer = late(desk, f"/desk/records/{photo}", key="caption", how="set", value=TYPED)
    assert answer.status_code == 403
    page = tree(answer)
    assert "nothing was changed" in said(page.xpath("//*[@role='alert']"))
    assert "Gubernur memotong pita" in said(page.xpath("//main"))
    (typed,) = page.xpath("//main//textarea")
    assert said(page.xpath(f"//label[@for='{typed.get('id')}']")) == "Caption"
    assert typed.value.strip() == TYPED.replace("\r\n", "\n")
    desk.follow(sent_again(desk, answer))
    found = desk.archive.catalogue.get(photo, ARCHIVIST)
    assert found is not None
    assert found.values["caption"] == TYPED.replace("\r\n", "\n")


def test_what_was_typed_can_be_mended_before_it_is_sent_again(desk: Desk) -> None:
    photo = desk.photo("Pita")
    desk.follow(sent_again(desk, late(desk, f"/desk/records/{photo}", key="caption", value=TYPED), value="Lain"))
    found = desk.archive.catalogue.get(photo, ARCHIVIST)
    assert found is not None
    assert found.values["caption"] == "Lain"


@pytest.mark.parametrize(
    ("path", "form", "words"),
    [
        ("/desk/access/apply", {"status": "held", "ends": "at", "day": "2099-05-03", "hour": "10:00"},
         "Hold"),
        ("/desk/access/apply", {"status": "withdrawn"}, "Withdraw"),
        ("/desk/fields/apply", {"key": "city", "how": "clear"}, "Give back what the file says: City"),
    ],
)  # fmt: skip
def test_it_says_what_would_be_done_and_of_which_records(
    desk: Desk, path: str, form: Mapping[str, str], words: str
) -> None:
    ids = [desk.shelf.add(f"Jembatan {n}", city="Hue") for n in range(2)]
    for one in ids:
        desk.post(f"/desk/records/{one}", key="city", how="set", value="Hanoi")
    seen = {"previewed": desk.previewed(*ids)} if "status" in form else desk.shown_fields(id=ids, **form)
    answer = late(desk, path, id=ids, **seen, **form)
    assert f"{words} · Jembatan 0; Jembatan 1" in said(tree(answer).xpath("//main"))
    assert sent_again(desk, answer).status_code == 303


def test_decisions_are_sent_again_too(desk: Desk) -> None:
    one, other = (desk.shelf.add(f"Jembatan {n}") for n in range(2))
    answer = late(desk, "/desk/relations/add", subject=one, relation="corrects", object=f"/records/{other}")
    assert [area.value.strip() for area in tree(answer).xpath("//main//textarea")] == [one, f"/records/{other}"]
    assert "Confirmed" in said(desk.follow(sent_again(desk, answer)))
    decided = {"act": "refuse", "one": one, "relation": "corrects", "other": other}
    previewed = desk.page("/desk/relations?show=all").xpath("//main//input[@name='previewed']/@value")[0]
    answer = late(desk, "/desk/relations", **decided, previewed=previewed)
    assert "Refuse: Corrects · Jembatan 0; Jembatan 1" in said(tree(answer))
    assert "Refused" in said(desk.follow(sent_again(desk, answer)))


def test_a_form_that_does_not_say_that_it_comes_from_here_is_not_offered_again(desk: Desk) -> None:
    photo = desk.photo("Pita")
    for status, headers in (
        (403, {}),
        (404, {"Origin": "http://evil.example"}),
        (404, {"Origin": "null"}),
        (404, {"Sec-Fetch-Site": "cross-site"}),
    ):
        data = {"key": "caption", "value": "evil"}
        answer = desk.client.post(f"/desk/records/{photo}", data=data, headers=headers)
        assert answer.status_code == status
        assert "evil" not in said(tree(answer).xpath("//main"))
        assert not tree(answer).xpath("//main//form")


def in_language(desk: Desk, answer: TestResponse, language: str) -> TestResponse:
    """Return the page of that response after switching the language at its foot."""
    (form,) = tree(answer).xpath("//footer//form[@method='post']")
    (button,) = form.xpath(f".//button[@lang='{language}']")
    path = answer.request.path + button.get("formaction")
    return desk.client.post(path, data=MultiDict([*fields(form)]), headers=HERE)


def test_a_preview_stays_when_the_language_is_changed(desk: Desk) -> None:
    ids = [desk.shelf.add(f"Jembatan {n}") for n in range(2)]
    preview = desk.post("/desk/fields", id=ids, key="city", how="set", value="Hue <i>")
    other = in_language(desk, preview, "vi")
    assert other.status_code == 200
    page = tree(other)
    assert page.get("lang") == "vi"
    assert page.xpath("//main//textarea[@name='value']")[0].value.strip() == "Hue <i>"
    assert len(page.xpath("//ol[@class='revised']/li")) == 2
    again = in_language(desk, in_language(desk, desk.post("/desk/access", id=ids, status="withdrawn"), "id"), "en")
    assert "Withdraw 2 records?" in said(tree(again))
    assert desk.archive.catalogue.change_sets() == []


def test_what_was_wrong_in_a_form_is_said_in_the_other_language_beside_what_was_typed(desk: Desk) -> None:
    photo = desk.photo("Pita")
    refused = desk.post(f"/desk/records/{photo}", key="date", how="set", value="besok")
    other = in_language(desk, refused, "id")
    assert other.status_code == 400
    assert "besok" in [area.value.strip() for area in tree(other).xpath("//main//textarea")]
    wrong = desk.post("/desk/relations/add", subject=photo, relation="corrects", object="nowhere")
    page = tree(in_language(desk, wrong, "vi"))
    assert page.xpath("//main//input[@name='object']/@value") == ["nowhere"]
    outdated = in_language(desk, late(desk, f"/desk/records/{photo}", key="caption", value="Baru"), "en")
    assert "Baru" in said(tree(outdated).xpath("//main"))


def test_choosing_a_language_does_nothing_else(desk: Desk) -> None:
    """Even if a refused form would be accepted by now."""
    one, other = (desk.shelf.add(f"Jembatan {n}") for n in range(2))
    for path, form in (
        (f"/desk/records/{one}", {"key": "city", "how": "set", "value": "Hue"}),
        ("/desk/fields/apply", {"id": one, "key": "city", "how": "set", "value": "Hue", "previewed": digest_of([one])}),
        ("/desk/access/apply", {"id": one, "status": "withdrawn", "previewed": desk.previewed(one)}),
        ("/desk/relations/add", {"subject": one, "relation": "corrects", "object": other}),
        ("/desk/relations", {"act": "refuse", "one": one, "relation": "corrects", "other": other}),
    ):
        answer = desk.post(f"{path}?lang=vi", **form)
        assert answer.status_code == 303, path
        assert desk.client.get(answer.headers["Location"]).status_code == 200, path
    assert desk.archive.catalogue.change_sets() == []
    assert desk.archive.catalogue.relation_counts() == {}


def test_an_address_that_takes_forms_only_leads_to_their_page(desk: Desk) -> None:
    assert desk.follow(desk.get("/desk/relations/add")).xpath("//form[@action='/desk/relations/add']")


def test_errors_at_the_desk_say_what_to_do_and_lead_back_to_it(desk: Desk) -> None:
    photo = desk.photo("Pita")
    long = desk.post(f"/desk/records/{photo}", key="caption", how="set", value="x" * 1_200_000)
    assert long.status_code == 413
    assert "Nothing was changed: go back, and send less." in said(tree(long).xpath("//main"))
    sent_only = desk.get("/desk/intake/abc/start")
    assert sent_only.status_code == 405
    assert "only takes what a page sends to it" in said(tree(sent_only).xpath("//main"))
    for answer in (long, sent_only, desk.get("/desk/changes/9")):
        assert "/desk" in tree(answer).xpath("//main//a/@href")
    assert "/desk" not in tree(desk.get("/records/never")).xpath("//main//a/@href")
