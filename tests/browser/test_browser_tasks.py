"""Typical tasks of a researcher, on an archive of the sample corpus: each by mouse, by keyboard alone, and with script
off."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from typing import Any
from urllib.parse import unquote

import feedparser
import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect
from pypdf import PdfReader

from tests.support.commands import desk_state
from tests.support.touring import STORY, toured

QUOTE = "Behind every article stands somebody's name"
MOST_STEPS = 300  # presses of Tab before giving up


AS_PREPARED = """CHECK AGAINST DELIVERY

Speech by the Secretary for Culture, Anwen Tulloch, Kirkby Vale, 6 October 2021

Thank you, Madam Chair, and thank you to the people of Kirkby Vale for lending us this splendid hall.

I was asked to speak about libraries and I want to begin with a confession. I was thrown out of one when I was nine.

A library is a place with rules, and it is a place where somebody will bend down and hand you the thing you need.

I am not going to tell you that I can mend that in one budget. But I can tell you what we shall do first.
"""
AS_DELIVERED = """Speech by the Secretary for Culture, Anwen Tulloch, Kirkby Vale, 6 October 2021 (as delivered)

Thank you, Madam Chair, and thank you to the people of Kirkby Vale for lending us this splendid hall.

My mother sold bananas on the step of the one in our street.

I was asked to speak about libraries and I want to begin with a confession. I was thrown out of one when I was nine.

A library is a place with rules, and it is a place where somebody will bend down and hand you the thing you need.

I won't tell you that I can mend that in one budget. But I can tell you what we shall do first.
"""


@pytest.fixture(scope="module")
def address(served: set[str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An archive with a speech in two texts, and with scans that wait for OCR."""
    more = tmp_path_factory.mktemp("more")
    (more / "kirkby-vale-prepared.txt").write_text(AS_PREPARED)
    (more / "kirkby-vale-delivered.txt").write_text(AS_DELIVERED)
    with toured(more, options=["--no-ocr"]) as found:
        served.add(found.partition("//")[2])
        yield found


@dataclass
class Hand:
    """A way of working: by mouse or by keyboard, on a page with or without script. `steps` counts the actions:
    searches, links followed, fields filled."""

    page: Page
    keys: bool
    steps: int = 0

    def search(self, words: str) -> None:
        """Type the words into the search box of any page, and submit."""
        self.steps += 1
        if self.keys:
            self.step_to(self.page.locator("#q"))
            self.page.keyboard.press("Control+A")
            self.page.keyboard.type(words)
            with self.page.expect_navigation():  # otherwise the next action happens on the old page
                self.page.keyboard.press("Enter")
        else:
            self.page.locator("#q").fill(words)
            self.page.get_by_role("button", name="Search", exact=True).click()

    def follow(self, link: Locator) -> None:
        """Follow a link, or press a button."""
        self.steps += 1
        if not self.keys:
            link.click()
            return
        self.step_to(link)
        self.page.keyboard.press("Enter")

    def fill(self, field: Locator, words: str) -> None:
        """Type words into a field of a form."""
        self.steps += 1
        if not self.keys:
            field.fill(words)
            return
        self.step_to(field)
        self.page.keyboard.type(words)

    def tick(self, box: Locator) -> None:
        """Tick or untick a filter, and apply it if there is no script to do so."""
        self.steps += 1
        self.page.wait_for_load_state("domcontentloaded")
        before = self.page.url
        if self.keys:
            self.step_to(box)
            self.page.keyboard.press("Space")
        else:
            box.click()
        if (apply := self.page.get_by_role("button", name="Apply")).is_visible():
            self.follow(apply)
        expect(self.page).not_to_have_url(before)

    def choose(self, field: Locator, label: str) -> None:
        """Choose a value of a list, or with an empty label tick a box."""
        self.steps += 1
        if not self.keys:
            field.select_option(label=label) if label else field.check()
            return
        self.step_to(field)
        self.page.keyboard.type(label or " ")

    def take(self, link: Locator) -> str:
        """Return the content of the downloaded file."""
        with self.page.expect_download() as taken:
            self.follow(link)
        return taken.value.path().read_text(encoding="utf-8")

    def step_to(self, target: Locator) -> None:
        for _ in range(MOST_STEPS):
            if target.evaluate("element => element === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        pytest.fail(f"no number of steps leads to {target}")


@pytest.fixture(params=["mouse", "keyboard", "without script"])
def hand(request: Any, browser: Browser, address: str) -> Iterator[Hand]:
    with browser.new_context(
        storage_state=desk_state(), base_url=address, locale="en", java_script_enabled=request.param != "without script"
    ) as context:
        page = context.new_page()
        page.goto("/")
        yield Hand(page, request.param == "keyboard")


def result(page: Page, name: str) -> Locator:
    return page.locator("ol.entries .title").get_by_role("link", name=name)


def test_find_a_quote(hand: Hand) -> None:
    hand.search(f'"{QUOTE}"')
    expect(hand.page.locator("ol.entries mark").first).to_contain_text("Behind")
    hand.follow(result(hand.page, "Twenty-seven delegations sign"))
    expect(hand.page.locator("article mark").first).to_be_visible()
    expect(hand.page.locator("article")).to_contain_text(f'{QUOTE}," said Trịnh Khánh Vân')


def test_find_a_frame_and_its_neighbour(hand: Hand) -> None:
    hand.search("W-HAI_1275.jpg")
    hand.follow(hand.page.locator("ol.entries .title a").first)
    expect(hand.page.locator("bdi.file")).to_have_text("W-HAI_1275.jpg")
    expect(hand.page.locator(".may-print")).to_contain_text("with the credit")
    hand.follow(hand.page.get_by_role("link", name="Contact sheet"))
    expect(hand.page).to_have_url(re.compile("/sequence"))  # the page before it has such a link, too
    hand.page.wait_for_load_state("domcontentloaded")
    hand.follow(hand.page.get_by_role("link", name="W-HAI_1276.jpg"))
    if hand.page.get_by_role("dialog").is_visible():  # with script the large picture opens first
        hand.follow(hand.page.get_by_role("link", name="Open its page"))
    expect(hand.page.locator("bdi.file")).to_have_text("W-HAI_1276.jpg")


def test_compare_languages(hand: Hand) -> None:
    hand.search(f'"{QUOTE}"')
    hand.follow(result(hand.page, "Twenty-seven delegations sign"))
    hand.follow(hand.page.get_by_role("link", name="side by side").first)
    expect(hand.page.get_by_role("heading", level=1)).to_have_text("Side by side")
    expect(hand.page.locator("main")).to_contain_text("one standard of safety on the quays")
    expect(hand.page.locator("main td[lang=id]").first).to_be_visible()


def test_cite(hand: Hand) -> None:
    hand.search(f'"{QUOTE}"')
    hand.follow(result(hand.page, "Twenty-seven delegations sign"))
    expect(hand.page.locator("#citation")).to_contain_text("Maritime Corridor Secretariat")
    told = hand.take(hand.page.get_by_role("link", name="RIS", exact=True))
    assert re.search(r"^TI  - .*Twenty-seven delegations sign the Da Nang Charter", told, re.MULTILINE)
    assert told.rstrip().endswith("ER  -")


def test_save_a_search_as_a_feed(hand: Hand) -> None:
    hand.search("kapal")
    feed = hand.page.get_by_role("link", name="Get updates (feed)")
    if hand.keys:
        hand.step_to(feed)  # a browser may show the feed, or pass it to a feed reader
    where = feed.get_attribute("href")
    assert where is not None
    answer = hand.page.request.get(where)
    assert answer.headers["content-type"].startswith("application/atom+xml")
    found = feedparser.parse(answer.body())
    assert not found.bozo
    assert len(found.entries) > 5
    assert "kapal" in unquote(found.feed.title)


def test_narrow_by_a_filter_and_take_the_list_away(hand: Hand) -> None:
    hand.search("kapal")
    hand.tick(hand.page.get_by_role("checkbox", name=re.compile("^Speech")))
    expect(hand.page).to_have_url(re.compile("kind=speech"))
    told = hand.take(hand.page.get_by_role("link", name="CSV"))
    assert "speech" in told
    assert "press-release" not in told


def test_who_is_in_a_photo_and_may_it_be_printed(hand: Hand) -> None:
    hand.search("W-HAI_1275.jpg")
    hand.follow(hand.page.locator("ol.entries .title a").first)
    expect(hand.page.locator(".may-print")).to_be_in_viewport()
    expect(hand.page.get_by_role("link", name="Trịnh Khánh Vân").first).to_be_in_viewport()
    assert hand.steps == 2


def test_all_photos_of_a_person(hand: Hand) -> None:
    hand.search("W-HAI_1275.jpg")
    hand.follow(hand.page.locator("ol.entries .title a").first)
    hand.follow(hand.page.locator("main").get_by_role("link", name="Trịnh Khánh Vân", exact=True).first)
    expect(hand.page.get_by_role("heading", level=1)).to_have_text("Trịnh Khánh Vân")
    expect(hand.page.get_by_role("heading", name=re.compile("^Photographs"))).to_be_in_viewport()
    expect(hand.page.get_by_role("link", name="3 photos")).to_be_visible()
    assert hand.steps == 3


def test_an_event_in_three_languages(hand: Hand) -> None:
    hand.search("Da Nang Charter")
    hand.follow(result(hand.page, "Twenty-seven delegations sign"))
    hand.follow(hand.page.locator('main a[href^="/events/"]').first)
    expect(hand.page).to_have_url(re.compile("/events/"))
    for title in ("Twenty-seven delegations sign", "Dua puluh tujuh delegasi", "Hai mươi bảy đoàn đại biểu"):
        expect(hand.page.get_by_role("link", name=title).first).to_be_visible()
    assert hand.steps == 3


def test_the_records_of_a_month(hand: Hand) -> None:
    hand.search("forum")
    hand.fill(hand.page.get_by_label("From", exact=True), "2025-04")
    hand.fill(hand.page.get_by_label("Until", exact=True), "2025-04")
    hand.follow(hand.page.get_by_role("button", name="Apply"))
    expect(hand.page).to_have_url(re.compile("from=2025-04"))
    facts = hand.page.locator("ol.entries > li .facts")
    expect(facts.first).to_contain_text("April 2025")
    assert hand.steps == 4


def test_a_link_to_a_passage(hand: Hand) -> None:
    """The address of a hit is such a link."""
    hand.search(f'"{QUOTE}"')
    hand.follow(hand.page.get_by_role("link", name="in the text").first)
    expect(hand.page).to_have_url(re.compile("#hit-1$"))
    again = hand.page.context.new_page()
    again.goto(hand.page.url)
    expect(again.locator("article mark").first).to_be_in_viewport()
    assert hand.steps == 2


def test_words_without_their_accents(hand: Hand) -> None:
    hand.search("hiến chương đà nẵng")
    accented = hand.page.get_by_role("heading", level=1).inner_text()
    hand.search("hien chuong da nang")
    plain = hand.page.get_by_role("heading", level=1).inner_text()
    assert plain.split(" ", 1)[0] == accented.split(" ", 1)[0] != "0"


def test_a_slip_of_the_finger(hand: Hand) -> None:
    hand.search("charterr")
    expect(result(hand.page, "Da Nang Charter").first).to_be_visible()
    expect(hand.page.locator("main")).to_contain_text("charterr")
    assert hand.steps == 1


def test_three_filters_and_one_taken_away(hand: Hand) -> None:
    hand.search("forum")
    for name in ("^Press release", "^English", "^2025"):
        hand.tick(hand.page.get_by_role("checkbox", name=re.compile(name)).first)
    expect(hand.page).to_have_url(re.compile("kind=press-release"))
    narrow = hand.page.get_by_role("heading", level=1).inner_text()
    hand.tick(hand.page.get_by_role("checkbox", name=re.compile("^English")))
    expect(hand.page).not_to_have_url(re.compile("language=en"))
    expect(hand.page).to_have_url(re.compile("kind=press-release"))
    expect(hand.page.get_by_role("heading", level=1)).not_to_have_text(narrow)


USUAL = ("da nang charter", "presiden", "harbour", "forum", "W-HAI", "kind:photo")
"""Typical queries. Some have fewer results than fit on a page."""
HIDDEN_HITS = """() => [...document.querySelectorAll(".words > .passage")].filter((one) => {
    const hit = one.querySelector("mark");
    return hit && hit.getBoundingClientRect().bottom > one.getBoundingClientRect().bottom + 2;
}).map((one) => one.textContent)"""
"""The passages whose hits are cut off in the list."""


@pytest.mark.parametrize(("width", "height", "least"), [(1280, 800, 4), (360, 740, 1)])
def test_results_stand_above_the_fold(browser: Browser, address: str, width: int, height: int, least: int) -> None:
    size: Any = {"width": width, "height": height}
    with browser.new_context(base_url=address, locale="en", viewport=size) as context:
        page = context.new_page()
        for query in USUAL:
            page.goto(f"/search?q={query}")
            entries = page.locator("ol.entries > li")
            ends = [box["y"] + box["height"] for entry in entries.all()[:least] if (box := entry.bounding_box())]
            assert len(ends) == min(least, entries.count())
            assert max(ends) <= height, query
            assert page.locator(".passage").first.evaluate("one => getComputedStyle(one).fontSize") == "16px"
            assert page.evaluate(HIDDEN_HITS) == []


def test_a_page_of_results_weighs_less_than_20_kb(browser: Browser, address: str) -> None:
    """Including styles and scripts, without pictures."""
    with browser.new_context(base_url=address) as context:
        page = context.new_page()
        page.goto("/search?q=charter")
        sizes = page.evaluate("""() => performance.getEntries()
            .filter((one) => ["navigation", "script", "link"].includes(one.initiatorType))
            .map((one) => one.encodedBodySize)""")
        assert len(sizes) > 8, sizes
        assert sum(sizes) < 20 * 1024, sizes


@pytest.mark.parametrize("path", ["/search?q=charter", "/search?kind=photo&view=grid"])
@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_moves_while_results_load(browser: Browser, address: str, width: int, path: str) -> None:
    with browser.new_context(base_url=address, viewport={"width": width, "height": 740}) as context:
        page = context.new_page()
        page.goto(path)
        moved = page.evaluate("""() => new Promise((done) => {
            let sum = 0;
            const add = (list) => list.getEntries().forEach((one) => (sum += one.value));
            new PerformanceObserver(add).observe({ type: "layout-shift", buffered: true });
            requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done(sum))));
        })""")
        assert moved < 0.1


@pytest.mark.parametrize("width", [360, 1280])
def test_the_heading_of_results_stays_while_the_page_arrives(browser: Browser, address: str, width: int) -> None:
    """A page that has arrived only as far as its results has its parts where the whole page has them."""
    tops = []
    for whole in (True, False):
        with browser.new_context(base_url=address, viewport={"width": width, "height": 740}) as context:
            page = context.new_page()
            if not whole:
                page.route("**/search?*", _answer_without_results)
                page.route("**/*.js*", lambda route: route.abort())
            page.goto("/search?kind=photo&view=grid")
            assert page.locator("#entries").count() == whole
            tops.append(page.locator("#found-heading").evaluate("one => Math.round(one.getBoundingClientRect().top)"))
    assert tops[0] == tops[1]


@pytest.mark.parametrize("width", [360, 1280])
def test_no_picture_of_a_grid_moves_while_the_others_arrive(browser: Browser, address: str, width: int) -> None:
    """What is seen of a page cut off behind any of its pictures stands where the whole page has it."""
    seen = """() => Object.fromEntries([...document.querySelectorAll(".cell")].map((cell, at) => [at, cell])
        .filter(([, cell]) => cell.checkVisibility({ visibilityProperty: true }))
        .map(([at, cell]) => [at, cell.getBoundingClientRect()]).map(([at, { x, y, width }]) => [at, [x, y, width]]))"""
    with browser.new_context(base_url=address, viewport={"width": width, "height": 740}) as context:
        page = context.new_page()
        page.goto("/search?kind=photo&view=grid")
        whole = page.evaluate(seen)
        assert len(whole) > 12
        pieces = page.content().split('<li class="cell')
        assert len(pieces) == len(whole) + 1
        for count in range(len(whole) - 7, len(whole)):
            part = '<li class="cell'.join(pieces[: count + 1])
            page.route("**/search?*", partial(_answer_with, part))
            page.goto("/search?kind=photo&view=grid")
            expect(page.locator(".cell")).to_have_count(count)
            assert page.evaluate(seen).items() <= whole.items(), count


def _answer_with(page: str, route: Route) -> None:
    route.fulfill(body=page, content_type="text/html")


def _answer_without_results(route: Route) -> None:
    answer = route.fetch()
    route.fulfill(response=answer, body=answer.text().partition('<ol id="entries"')[0])


def test_the_first_result_is_three_presses_of_tab_away(browser: Browser, address: str) -> None:
    with browser.new_context(base_url=address, locale="en") as context:
        page = context.new_page()
        page.goto("/search?q=da+nang+charter")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        expect(page.locator("ol.entries > li .title a, ol.entries > li .thumb").first).to_be_focused()


def test_what_is_folded_in_a_result_opens(hand: Hand) -> None:
    hand.search("da nang charter")
    entry = hand.page.locator("ol.entries > li").first
    expect(entry.locator("details.further .passage").first).to_be_hidden()
    entry.locator("details.further summary").click()
    expect(entry.locator("details.further .passage").first).to_be_visible()
    hand.page.get_by_text("How your search was read").click()
    expect(hand.page.locator(".name-card").first).to_be_visible()


def test_a_speech_as_prepared_and_as_delivered(hand: Hand) -> None:
    hand.search("libraries Kirkby Vale")
    hand.follow(hand.page.locator("ol.entries .title a").first)
    side_by_side = hand.page.locator(".counterpart").get_by_role("link", name="side by side")
    expect(side_by_side).to_be_in_viewport()
    hand.follow(side_by_side)
    expect(hand.page.locator("thead .kind")).to_have_text(["As prepared", "As delivered"])
    expect(hand.page.locator(".legend")).to_contain_text("left out added when spoken")
    expect(hand.page.locator("td:last-child ins").first).to_contain_text("My mother sold bananas on the step")
    expect(hand.page.locator("td del")).to_contain_text(["am not going to"])
    expect(hand.page.locator("tbody tr")).to_have_count(5)
    hand.follow(hand.page.get_by_role("link", name="Only changes"))
    expect(hand.page.locator("tbody tr")).to_have_count(2)
    assert hand.steps == 4


def test_an_article_is_printed_on_two_pages(hand: Hand) -> None:
    hand.search(f"filename:{STORY}")
    hand.follow(hand.page.locator("ol.entries .title a").first)
    expect(hand.page.locator("article figure img").first).to_be_visible()
    printed = PdfReader(BytesIO(hand.page.pdf(format="A4")))
    words = " ".join(page.extract_text() for page in printed.pages)
    assert len(printed.pages) <= 2
    assert "SHA-256" in words  # the citation
    assert "Similar records" not in words
    assert hand.steps == 2


def undo(hand: Hand) -> None:
    """Undo what was just done at the desk."""
    hand.follow(hand.page.locator(".change-done").get_by_role("link", name="Undo"))
    expect(hand.page).to_have_url(re.compile("/undo"))
    hand.follow(hand.page.locator("main").get_by_role("button", name="Undo"))
    expect(hand.page.locator(".change-done")).to_contain_text("Undone")


def test_a_held_record_is_decided_beside_its_text(hand: Hand) -> None:
    hand.follow(hand.page.get_by_role("link", name="Desk", exact=True))
    hand.follow(hand.page.locator("ul.tasks").get_by_role("link", name="Held", exact=True))
    expect(hand.page).to_have_url(re.compile("status=held"))
    hand.follow(hand.page.get_by_role("link", name="Night school for buoy keepers"))
    expect(hand.page.locator(".own-side")).to_contain_text("The chairs were taken out of a scrapped ferry")
    expect(hand.page.locator(".own-side p").last).to_be_in_viewport()
    hand.follow(hand.page.get_by_role("button", name="Release…"))
    expect(hand.page.get_by_role("heading", level=1)).to_have_text("Release 1 record?")
    hand.follow(hand.page.get_by_role("button", name="Release", exact=True))
    expect(hand.page.locator(".change-done")).to_contain_text("Released")
    assert hand.steps == 5
    undo(hand)


def test_several_photos_are_tagged(hand: Hand) -> None:
    hand.follow(hand.page.get_by_role("link", name="Desk", exact=True))
    expect(hand.page).to_have_url(re.compile("/desk$"))
    hand.search("kind:photo forum")
    boxes = hand.page.locator("ol.entries input[name=id]")
    for box in boxes.all()[:2]:
        hand.choose(box, "")
    hand.follow(hand.page.get_by_role("button", name="Set fields…"))
    hand.choose(hand.page.locator("[name=key]"), "Keywords")
    hand.fill(hand.page.locator("[name=value]"), "berita utama")
    hand.follow(hand.page.get_by_role("button", name="Show what would change"))
    expect(hand.page.get_by_role("heading", level=2)).to_have_text("2 records would change")
    hand.follow(hand.page.get_by_role("button", name="Set 1 field"))
    expect(hand.page.locator(".change-done ins")).to_have_text("berita utama")
    expect(hand.page.get_by_role("heading", level=1)).to_contain_text("kind:photo forum")  # back at the list
    assert hand.steps == 9
    undo(hand)


@pytest.mark.parametrize("hand", ["keyboard"], indirect=True)
def test_waiting_scans_are_read(hand: Hand) -> None:
    hand.follow(hand.page.get_by_role("link", name="Desk", exact=True))
    hand.follow(hand.page.locator("ul.tasks").get_by_role("link", name="Scans", exact=True))
    expect(hand.page.get_by_role("heading", level=1)).to_have_text("Scans")
    hand.follow(hand.page.get_by_role("button", name="Read all scans"))
    expect(hand.page.locator("main")).to_contain_text("3 scans read")
    assert hand.steps == 3
