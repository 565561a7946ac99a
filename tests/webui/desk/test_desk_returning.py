"""After each action the archivist returns to the list, search and page where it began, and is notified."""

from __future__ import annotations

import pytest
from lxml import html

from tests.support.desk_pages import HELD, Desk, said, tree
from webui.desk.forms import background_jobs
from webui.desk.records import bulk_edit

LIST = "/desk/records?q=jembatan&sort=title&page=2&page_size=1"


def back_of(page: html.HtmlElement, action: str) -> str:
    """Return the page that the form with that action gives as its origin."""
    (place,) = page.xpath(f"//main//form[@action='{action}']/input[@name='back']/@value")
    return str(place)


def notice(page: html.HtmlElement) -> html.HtmlElement:
    (told,) = page.xpath("//main//div[@role='status']")
    return told


def test_fields_set_and_undone_lead_back_to_the_same_page_of_the_list(desk: Desk) -> None:
    for n in range(3):
        desk.shelf.add(f"Jembatan {n}")
    desk.index()
    shown = desk.page(LIST)
    (record,) = shown.xpath("//main//input[@name='id']/@value")
    place = back_of(shown, "/desk/fields")
    assert place == LIST
    wanted = {"id": record, "key": "city", "how": "set", "value": "Kupang", "back": place}
    preview = tree(desk.post("/desk/fields", **wanted))
    (cancel,) = preview.xpath("//main//a[text()='Cancel']/@href")
    assert cancel == f"{LIST}#tick-{record}"
    assert back_of(preview, "/desk/fields/apply") == LIST

    answer = desk.set_fields(**wanted)
    assert answer.headers["Location"] == f"{LIST}&change=1#tick-{record}"
    done = desk.follow(answer)
    assert done.xpath("//main//input[@name='id']/@value") == [record]
    assert "Done: Fields set · 1 record · City: Kupang" in said(notice(done))
    assert back_of(done, "/desk/fields") == LIST

    (change,) = notice(done).xpath(".//a[text()='Change 1']/@href")
    seen = desk.page(change)
    assert seen.xpath("//main//a[text()='Go back']/@href") == [LIST]
    (undo,) = notice(done).xpath(".//a[text()='Undo']/@href")
    assert seen.xpath("//main//a[text()='Undo']/@href") == [undo]
    asked = desk.page(undo)
    assert asked.xpath("//main//a[text()='Cancel']/@href") == [LIST]
    form = {name: asked.xpath(f"//main//input[@name='{name}']/@value")[0] for name in ("previewed", "back")}
    answer = desk.post("/desk/changes/1/undo", **form)
    assert answer.headers["Location"] == f"{LIST}&change=2"
    assert "Done: Undone: Change 1" in said(notice(desk.follow(answer)))
    assert said(notice(desk.page(f"{LIST}&change=1"))).startswith("Undone: Fields set")


def test_a_release_leads_back_to_the_held_and_one_of_nothing_says_so(desk: Desk) -> None:
    record = desk.shelf.add("Jembatan", access=HELD)
    held = "/desk/records?status=held"
    form = {"id": record, "status": "released", "previewed": desk.previewed(record), "back": held}
    answer = desk.post("/desk/access/apply", **form)
    assert answer.headers["Location"] == f"{held}&change=1#tick-{record}"
    assert "Done: Released · 1 record" in said(notice(desk.follow(answer)))
    form["previewed"] = desk.previewed(record)
    again = desk.post("/desk/access/apply", **form)
    assert again.headers["Location"] == f"{held}&change=none#tick-{record}"
    assert "Nothing was changed" in said(notice(desk.follow(again)))


def test_the_page_of_a_record_is_come_back_to_from_its_access(desk: Desk) -> None:
    record = desk.shelf.add("Jembatan")
    here = f"/desk/records/{record}"
    place = back_of(desk.page(here), "/desk/access")
    assert place == here
    form = {"id": record, "status": "withdrawn", "previewed": desk.previewed(record), "back": place}
    done = desk.follow(desk.post("/desk/access/apply", **form))
    assert said(done.xpath("//h1")) == "Jembatan"
    assert "Done: Withdrawn · 1 record" in said(notice(done))


def test_a_field_of_a_record_is_undone_on_the_way_back_to_it(desk: Desk) -> None:
    record = desk.shelf.add("Jembatan")
    here = f"/desk/records/{record}"
    saved = desk.follow(desk.post(here, key="city", how="set", value="Kupang"))
    (change,) = saved.xpath("//main//p[@role='status']/a/@href")
    (undo,) = desk.page(change).xpath("//main//a[text()='Undo']/@href")
    asked = desk.page(undo)
    form = {name: asked.xpath(f"//main//input[@name='{name}']/@value")[0] for name in ("previewed", "back")}
    answer = desk.post("/desk/changes/1/undo", **form)
    assert answer.headers["Location"] == f"{here}?change=2"
    assert "Done: Undone: Change 1" in said(notice(desk.follow(answer)))


def test_the_review_of_rights_is_come_back_to(desk: Desk) -> None:
    desk.photo("Pita dipotong")
    page = desk.page("/desk/rights?show=no-credit")
    place = back_of(page, "/desk/fields")
    wanted = {"id": page.xpath("//main//input[@name='id']/@value"), "key": "credit", "how": "set", "value": "Ali"}
    done = desk.follow(desk.set_fields(**wanted, back=place))
    assert "No credit: 0 records" in said(done)
    assert "Done: Fields set · 1 record · Credit: Ali" in said(notice(done))


def test_a_change_beside_the_server_leads_back_too(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    records = [desk.shelf.add(f"Jembatan {n}") for n in range(2)]
    monkeypatch.setattr(bulk_edit, "APART", 1)
    monkeypatch.setattr(background_jobs, "_WAIT", 60.0)
    answer = desk.set_fields(id=records, key="city", how="set", value="Hue", back="/desk/records?page_size=1")
    over = desk.get(answer.headers["Location"])
    assert over.headers["Location"] == "/desk/records?page_size=1&change=1"


@pytest.mark.parametrize(
    "place",
    [
        "//evil.example/desk/records",
        "https://evil.example/desk/records",
        "javascript:alert(1)",
        "/desk/records/../../evil",
        "/desk/records\\@evil.example",
        "/desk/records/a b",
        "/desk/changes/1/undo",
        "http://[",
        "/desk/records?q=" + "x" * 30_000,
    ],
)
def test_no_form_leads_to_where_it_was_not_begun(desk: Desk, place: str) -> None:
    record = desk.shelf.add("Jembatan")
    answer = desk.set_fields(id=record, key="city", how="set", value="Hue", back=place)
    assert answer.headers["Location"] == "/desk/changes/1"
    assert desk.page("/desk/changes/1/undo?back=//evil.example").xpath("//main//input[@name='back']") == []


@pytest.mark.parametrize("told", ["99", "0", "-1", "x", "١", "9" * 40, "<b>"])
def test_a_change_that_there_is_not_is_not_told(desk: Desk, told: str) -> None:
    assert desk.page(f"/desk/records?change={told}").xpath("//main//div[@role='status']") == []
