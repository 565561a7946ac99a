"""Search assistance: suggestions, name cards, groups, the timeline, and what to remove when nothing is found."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

TYPED = """(box, words) => {
    for (const letter of words) {
        box.value += letter;
        box.dispatchEvent(new InputEvent("input", {data: letter, inputType: "insertText", bubbles: true}));
    }
}"""
"""Types letters one after the other without a pause, however busy the machine is."""


@pytest.fixture(params=["with script", "without script"])
def either(request: pytest.FixtureRequest, browser: Browser, base_url: str) -> Iterator[Page]:
    """A page in a browser with and without script."""
    with browser.new_context(java_script_enabled=request.param == "with script", base_url=base_url) as context:
        yield context.new_page()


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def test_a_suggestion_is_chosen_by_keyboard(page: Page) -> None:
    page.goto("/")
    box = page.get_by_role("combobox", name="Search the archive")
    expect(box).to_have_attribute("aria-expanded", "false")
    box.press_sequentially("pid")
    options = page.get_by_role("listbox", name="Suggestions").get_by_role("option")
    expect(options).to_have_text([re.compile("Pidato pembukaan *Title")])
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_text("Suggestions: 1. The down arrow leads to them.")).to_have_role("status")
    page.keyboard.press("ArrowDown")
    expect(options).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", "suggestion-0")
    expect(box).to_be_focused()
    expect(box).to_have_value("pid")
    page.keyboard.press("ArrowUp")
    expect(box).not_to_have_attribute("aria-activedescendant", re.compile("."))
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/search\?q=%22Pidato\+pembukaan%22$"))
    page.go_back()
    expect(page).to_have_url(re.compile(r"/$"))


def test_suggestions_close_and_leave_what_was_typed(page: Page) -> None:
    page.goto("/search?q=konvensi&kind=document")
    box = page.locator("#q")
    box.fill("siar")
    expect(page.get_by_role("option")).to_have_count(8)
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("siar")
    box.press_sequentially("an")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/search\?q=siaran&kind=document$"))


def test_a_suggestion_is_chosen_by_mouse_and_keeps_the_filters(page: Page) -> None:
    page.goto("/search?q=konvensi&kind=speech")
    page.locator("#q").fill("pidato")
    page.get_by_role("option").click()
    expect(page).to_have_url(re.compile("q=%22Pidato.*kind=speech$"))


def test_only_the_last_question_is_asked_and_an_older_answer_is_not_shown(page: Page) -> None:
    asked: list[str] = []

    def slowly(route: Route) -> None:
        asked.append(route.request.url.partition("q=")[2])
        if asked[-1] == "siaran":
            page.locator("#q").fill("pidato")  # keeps typing before the response arrives
        route.continue_()

    page.goto("/")
    page.route("**/api/v1/suggest*", slowly)
    page.locator("#q").focus()
    page.locator("#q").evaluate(TYPED, "siaran")
    expect(page.get_by_role("option")).to_have_text([re.compile("Pidato pembukaan")])
    assert asked == ["siaran", "pidato"]


def test_a_name_card_is_switched_off_and_on(either: Page) -> None:
    either.goto("/search?q=Luong+Cuong")
    either.get_by_text("How your search was read").click()
    expect(either.locator(".forms")).to_contain_text("Chủ tịch nước Lương Cường")
    either.get_by_role("link", name="only as typed").click()
    expect(either).to_have_url(re.compile("names_off=person%2Fluong-cuong$"))
    expect(either.locator(".name-card")).to_have_count(0)
    either.get_by_role("link", name="Switch on").click()
    expect(either.locator(".name-card")).to_have_count(1)
    either.go_back()
    expect(either.locator(".name-card")).to_have_count(0)


def test_letters_with_several_meanings_lead_to_one(either: Page) -> None:
    either.goto("/search?q=PBB")
    either.get_by_role("link", name="Partai Bulan Bintang").click()
    expect(either.locator("#q")).to_have_value("Partai Bulan Bintang")


def test_a_group_is_opened_and_closed(either: Page) -> None:
    either.goto("/search?q=W-HAI_13&kind=photo")
    heading(either, "13 records for W-HAI_13")
    expect(either.locator(".entries > li")).to_have_count(2)
    either.get_by_role("link", name="and 11 more frames").click()
    expect(either.locator(".entries > li")).to_have_count(12)
    either.get_by_role("link", name="the frames of one run").click()
    expect(either.locator(".entries > li")).to_have_count(2)


def test_a_bar_leads_to_its_year_and_a_month_of_it(either: Page) -> None:
    either.goto("/search?q=siaran")
    expect(either.locator(".when summary")).to_have_text("Records by year, 2000 to 2019")
    either.locator(".timeline a", has_text="2007: 3 records").click()
    expect(either).to_have_url(re.compile(r"q=siaran&date_from=2007&date_to=2007$"))
    heading(either, "3 records for siaran")
    either.get_by_text("Records by month of 2007").click()
    either.get_by_role("link", name="May 2007: 3 records").press("Enter")
    expect(either).to_have_url(re.compile(r"date_to=2007&month=2007-05$"))
    either.get_by_role("link", name="All years").click()
    heading(either, "60 records for siaran")
    either.go_back()
    heading(either, "3 records for siaran")


def across(page: Page, first: str, last: str) -> None:
    """Press on the bar of one year and drag to another's, without releasing."""
    boxes = [page.locator(".timeline a", has_text=f"{year}: ").bounding_box() for year in (first, last)]
    (x, y), (onward, _) = ((box["x"] + box["width"] / 2, box["y"] + 9) for box in boxes if box)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move((x + onward) / 2, y, steps=3)
    page.mouse.move(onward, y, steps=3)


@pytest.mark.parametrize("ends", [("2003", "2006"), ("2006", "2003")])
def test_a_span_of_the_timeline_is_chosen_by_dragging(page: Page, ends: tuple[str, str]) -> None:
    page.goto("/search?q=siaran&year=2003&year=2006")  # filters that the span replaces
    page.wait_for_load_state("domcontentloaded")  # by then the scripts have run
    across(page, *ends)
    expect(page.locator(".timeline .chosen")).to_be_visible()
    page.mouse.up()
    expect(page).to_have_url(re.compile(r"/search\?q=siaran&date_from=2003&date_to=2006$"))
    heading(page, "12 records for siaran")
    expect(page.locator(".when summary")).to_have_text("Records by year, 2003 to 2006")
    expect(page.get_by_role("textbox", name="From")).to_have_value("2003")
    expect(page.get_by_role("textbox", name="Until")).to_have_value("2006")


def test_escape_gives_up_a_span(page: Page) -> None:
    page.goto("/search?q=siaran")
    page.wait_for_load_state("domcontentloaded")  # by then the scripts have run
    across(page, "2003", "2006")
    expect(page.locator(".timeline .chosen")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".timeline .chosen")).to_have_count(0)
    page.mouse.up()
    page.locator(".timeline a", has_text="2004: ").click()  # no drag is active: a click is a click again
    expect(page).to_have_url(re.compile(r"q=siaran&date_from=2004&date_to=2004$"))


@pytest.mark.parametrize("path", ["/search", "/search?q=siaran", "/search?date_from=2007&date_to=2007"])
@pytest.mark.parametrize("width", [1280, 360, 320])
def test_the_whole_timeline_is_in_view(page: Page, path: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(path)
    page.evaluate("document.querySelector('.filters > details').open = true")
    page.locator(".when summary").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    drawn = page.locator(".timeline rect, .timeline text").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect()).map(box => [box.left, box.right])"
    )
    assert len(drawn) > 2
    assert min(left for left, _ in drawn) >= 0
    assert max(right for _, right in drawn) <= width


def test_what_keeps_a_search_from_answers_is_dropped(either: Page) -> None:
    either.goto("/search?q=konvensi+zzz&kind=press-release&relax=off")
    expect(either.get_by_role("heading", name="Why no results?")).to_be_visible()
    either.get_by_role("link", name="Remove it (zzz)").click()
    heading(either, "1 record for konvensi")
    expect(either.locator("#q")).to_have_value("konvensi")


def test_filters_wait_folded_below_what_helps_where_nothing_was_found(either: Page) -> None:
    either.goto("/search?q=jembatan+zzzz&relax=off&kind=photo")
    expect(either.locator(".filters input:visible")).to_have_count(0)
    folded, helps = either.locator(".filters summary"), either.get_by_role("heading", name="Why no results?")
    below, above = folded.bounding_box(), helps.bounding_box()
    assert below is not None
    assert above is not None
    assert below["y"] > above["y"]
    folded.click()
    expect(either.locator(".filters").get_by_role("checkbox", name="Photo")).to_be_checked()
    either.goto("/search?q=zzzz&relax=off")
    expect(either.locator(".filters")).to_have_count(0)


@pytest.mark.parametrize("view", ["list", "grid"])
def test_on_a_phone_orders_and_views_are_one_row(either: Page, view: str) -> None:
    either.set_viewport_size({"width": 360, "height": 740})
    either.goto(f"/search?q=siaran&view={view}")
    row = either.locator(".ways-to-look").bounding_box()
    assert row is not None
    assert row["height"] < 45
    order = either.get_by_role("navigation", name="Order")
    expect(order.get_by_role("link")).to_have_count(0)
    order.get_by_text("Best match").first.click()
    order.get_by_role("link", name="Newest first").click()
    expect(either).to_have_url(re.compile("sort="))
    expect(order.locator("summary")).to_have_text("Order: Newest first")


def test_what_was_meant_is_one_click_away(either: Page) -> None:
    either.goto("/search?q=konvnsi")
    heading(either, "2 records for konvensi")
    either.get_by_role("link", name="Search as typed").click()
    heading(either, "0 records for konvnsi")
    either.get_by_role("link", name="konvensi", exact=True).click()
    heading(either, "2 records for konvensi")
    expect(either.locator("#q")).to_have_value("konvensi")
    expect(either.locator("ol mark").first).to_have_text("konvensi")


def test_filters_that_have_no_box_stay_when_others_are_chosen(either: Page) -> None:
    either.goto("/search?q=siaran&month=2001-05&sort=-date&names=off")
    either.get_by_label("Press release").check()
    either.get_by_role("button", name="Apply filters").click()
    expect(either).to_have_url(re.compile("kind=press-release"))
    for kept in ("month=2001-05", "sort=-date", "names=off"):
        assert kept in either.url


def test_nothing_is_asked_while_there_is_nothing_to_finish(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/search?q=konvensi")
    page.locator("#q").fill("s")
    page.locator("#q").fill("x" * 201)
    page.locator("#q").fill("pidato")
    expect(page.get_by_role("option")).to_have_count(1)
    assert [url.partition("suggest")[2] for url in asked if "suggest?" in url] == ["?q=pidato"]


HERE = "window.stays = (window.stays ?? 0) + 1"
"""Set once in a page; a reloaded page does not have it."""


def stays(page: Page) -> None:
    assert page.evaluate("window.stays") == 1, "the page was loaded anew"


def test_filters_orders_and_views_change_the_results_in_place_and_back_brings_them_again(page: Page) -> None:
    page.goto("/search?q=konvensi")
    page.evaluate(HERE)
    before = page.get_by_role("heading", level=1).inner_text()
    box = page.get_by_role("checkbox", name=re.compile("Press release"))
    box.click()
    expect(page).to_have_url(re.compile("kind=press-release"))
    expect(page.get_by_role("listitem").filter(has_text="Kind: Press release")).to_be_visible()
    expect(box).to_be_checked()
    expect(box).to_be_focused()
    page.get_by_role("link", name="Newest first").click()
    expect(page).to_have_url(re.compile("sort=-date"))
    expect(page.locator("#found-heading")).to_be_focused()
    page.get_by_role("link", name="Pictures").click()
    expect(page.locator("ol.grid")).to_be_visible()
    expect(page.get_by_role("button", name="Small")).to_be_visible()
    page.locator(".grid .keep button").first.click()
    expect(page.locator("#kept")).to_be_visible()
    for _ in range(3):
        page.go_back()
    expect(page).to_have_url(re.compile(r"/search\?q=konvensi$"))
    heading(page, before)
    expect(box).not_to_be_checked()
    stays(page)


def test_a_new_search_from_the_box_is_answered_in_place(page: Page) -> None:
    page.goto("/search?q=konvensi")
    page.evaluate(HERE)
    page.locator("#q").fill("upacara")
    page.keyboard.press("Enter")
    expect(page).to_have_title(re.compile("^upacara"))
    expect(page.locator("main")).not_to_have_attribute("aria-busy", "true")
    stays(page)


def test_only_the_last_choice_is_shown(page: Page) -> None:
    waiting: list[Route] = []
    page.route("**/search?*sort=title*", lambda route: waiting.append(route))
    page.goto("/search?q=konvensi")
    page.get_by_role("link", name="Title", exact=True).click()
    expect(page.locator("main")).to_have_attribute("aria-busy", "true")
    page.get_by_role("link", name="Newest first").click()
    expect(page).to_have_url(re.compile("sort=-date"))
    for route in waiting:
        route.abort()
    expect(page.locator("main")).not_to_have_attribute("aria-busy", "true")
    expect(page).to_have_url(re.compile("sort=-date"))


def test_an_answer_that_is_no_page_of_results_is_loaded_as_a_page(page: Page) -> None:
    page.goto("/search?q=konvensi")
    page.route(
        "**/search?*sort=title*",
        lambda route: route.fulfill(body="<h1>Later</h1>", content_type="text/html"),
    )
    page.get_by_role("link", name="Title", exact=True).click()
    expect(page.get_by_role("heading", name="Later")).to_be_visible()
