"""The tabs of the desk: in groups, each with the current number of waiting items."""

from __future__ import annotations

import pytest
from lxml import html

from archive.record import Mention
from tests.support.desk_pages import HELD, Desk, said


def tabs(page: html.HtmlElement) -> dict[str, list[str]]:
    groups = page.xpath("//nav[@aria-label='Desk']/ul/li")
    return {said(one.xpath("./span")): [said(tab) for tab in one.xpath(".//a")] for one in groups}


def current(page: html.HtmlElement) -> list[str]:
    return [said(one) for one in page.xpath("//nav[@aria-label='Desk']//a[@aria-current]")]


def test_tabs_are_in_groups_and_nothing_that_waits_has_no_number(desk: Desk) -> None:
    assert tabs(desk.page("/desk")) == {
        "To decide": ["Held", "Photos in articles", "Relations", "Events", "Rights", "Not added"],
        "Records": [
            "All records",
            "Withdrawn",
            "Series",
            "Changes",
            "Collections",
            "Due for disposal",
            "Legal holds",
            "Erasures",
        ],
        "Files": ["Add files", "Passwords", "Scans", "Receipts"],
    }


def test_what_waits_is_counted_as_it_is_now(desk: Desk) -> None:
    held = desk.shelf.add("Rahasia", access=HELD)
    photo, article = desk.photo("Pita dipotong", filename="W-ALI_0412.jpg"), desk.shelf.add("Jembatan dibuka")
    with desk.archive.catalogue.write() as w:
        w.add_mentions(article, [Mention("W-ALI_0413.jpg", "Pita", "", "", 0)])
    page = desk.page("/desk/changes")
    assert tabs(page)["To decide"][:2] == ["Held 1", "Photos in articles 1"]
    form = {"id": held, "status": "released", "previewed": desk.previewed(held)}
    assert tabs(desk.follow(desk.post("/desk/access/apply", **form)))["To decide"][0] == "Held"
    entry = desk.page("/desk/mentions?show=unresolved").xpath("//form[@class='choosing']")[0]
    named = {one.get("name"): one.get("value") for one in entry.xpath(".//input[@name and @type='hidden']")}
    desk.follow(desk.post("/desk/mentions", **{**named, "act": "other", "other": photo}))
    assert tabs(desk.page("/desk/changes"))["To decide"][1] == "Photos in articles"


@pytest.mark.parametrize(
    ("path", "tab"),
    [
        ("/desk/records", ["All records"]),
        ("/desk/records?status=released&q=x", ["All records"]),
        ("/desk/records?status=held&sort=title", ["Held"]),
        ("/desk/records?status=withdrawn", ["Withdrawn"]),
        ("/desk/collections", ["Collections"]),
        ("/desk/collections/due", ["Due for disposal"]),
        ("/desk/rights", ["Rights"]),
        ("/desk/rights?of=text", ["Rights"]),
        ("/desk", []),
    ],
)
def test_the_tab_of_the_page_is_marked(desk: Desk, path: str, tab: list[str]) -> None:
    desk.index()
    assert current(desk.page(path)) == tab
