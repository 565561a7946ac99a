"""Reading at a hit: from a search to the page of a PDF with the words highlighted, and on to the next hit."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from archive.storage.archive import Archive
from ingest.pipeline.pipeline import ingest
from tests.browser.test_browser_axe import violations
from tests.builders.book import ON, PAGES, PHRASE, phrase_box, write_book
from tests.support.http_load import wait_until
from tests.support.serving import serving
from webui import create_app
from webui.services.services import OpenArchive

STORY = (
    "Nelayan menunggu di dermaga.\n\n"
    + "Mereka berbicara tentang cuaca dan hasil laut.\n\n" * 60
    + "Lalu dermaga sepi."
)


@pytest.fixture(scope="module")
def book_url(tmp_path_factory: pytest.TempPathFactory, served: set[str]) -> Iterator[str]:
    """The address of a server for an archive with a report of nine pages and a long text."""
    folder = tmp_path_factory.mktemp("book")
    (folder / "disk").mkdir()
    write_book(folder / "disk/laporan.pdf")
    (folder / "disk/cerita.txt").write_text(STORY, encoding="utf-8")
    with Archive.create(folder / "archive") as archive:
        ingest([folder / "disk"], archive)
    services = OpenArchive(folder / "archive")
    with serving(create_app({"SERVICES": services}), served) as url:
        yield url
    services.close()


PLACE = """() => {
    const [on, under] = ["#hit-1 rect", ".under img"].map(name => document.querySelector(name).getBoundingClientRect());
    const [x, y] = [at => (at - under.left) / under.width, at => (at - under.top) / under.height];
    return [x(on.left), y(on.top), x(on.right), y(on.bottom)];
}"""


def is_on_the_phrase(page: Page) -> None:
    """Check that the rectangle is visible, on the picture, where the phrase was drawn."""
    expect(page.locator(".under img")).to_have_js_property("naturalWidth", 1200)
    expect(page.locator("#hit-1 rect")).to_be_in_viewport(ratio=0.99)
    left, top, right, bottom = page.evaluate(PLACE)
    drawn = phrase_box()
    assert abs(left - drawn[0]) < 0.005
    assert abs(right - drawn[2]) < 0.005
    assert drawn[1] - 0.01 < top <= drawn[1] + 0.002
    assert drawn[3] - 0.002 <= bottom < drawn[3] + 0.01


def test_from_a_search_to_the_rectangle_on_the_phrase(page: Page, book_url: str) -> None:
    page.goto(f"{book_url}/")
    page.locator("#q").fill(f'"{PHRASE}"')
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="p. 4 (page 7 of the file)").click()
    expect(page).to_have_url(re.compile(rf"/pages/{ON}\?q=.*&hit=1#hit-1$"))
    expect(page.locator("nav.hits output")).to_have_text("1 of 1")
    is_on_the_phrase(page)
    page.locator(".record-bar .back").click()
    expect(page.locator("mark#hit-1")).to_have_text(PHRASE)


def test_the_same_by_keyboard_alone(page: Page, book_url: str) -> None:
    page.goto(f"{book_url}/")
    page.keyboard.press("/")
    page.keyboard.type(f'"{PHRASE}"')
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("1 record for")
    page.wait_for_load_state("domcontentloaded")  # by then the scripts have run
    page.locator("main").focus()
    page.keyboard.press("j")
    link = page.get_by_role("link", name="p. 4 (page 7 of the file)")
    for _ in range(10):
        if link.evaluate("link => link === document.activeElement"):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(rf"/pages/{ON}\?"))
    is_on_the_phrase(page)


def test_the_same_without_script(browser: Browser, book_url: str) -> None:
    with browser.new_context(java_script_enabled=False, base_url=book_url) as context:
        page = context.new_page()
        page.goto("/")
        page.locator("#q").fill(f'"{PHRASE}"')
        page.get_by_role("button", name="Search").click()
        page.get_by_role("link", name="p. 4 (page 7 of the file)").click()
        is_on_the_phrase(page)
        expect(page.get_by_text("Keys: n next hit")).to_be_hidden()
        page.goto("/search?q=dermaga")
        page.get_by_role("link", name="p. ii (page 2 of the file)").click()
        for place in (r"/pages/2\?q=dermaga&result=\d+&hit=2", r"/pages/7\?q=dermaga&result=\d+&hit=3"):
            page.get_by_role("link", name="Next hit").click()
            expect(page).to_have_url(re.compile(place))
        expect(page.locator("nav.hits output")).to_have_text("3 of 6")


def test_keys_lead_from_hit_to_hit_and_can_be_switched_off(page: Page, book_url: str) -> None:
    page.goto(f"{book_url}/search?q=dermaga")
    page.get_by_role("link", name="p. ii (page 2 of the file)").click()
    said = page.locator("nav.hits output")
    expect(said).to_have_text("1 of 6")
    keys = page.get_by_text("Keys: n next hit")
    expect(keys).to_be_visible()
    page.keyboard.press("n")
    expect(said).to_have_text("2 of 6")
    expect(page.locator("svg g.here")).to_have_attribute("id", "hit-2")
    expect(page.locator("mark.here")).to_have_attribute("id", "text-2")
    page.keyboard.press("n")
    expect(page).to_have_url(re.compile(r"/pages/7\?q=dermaga&result=\d+&hit=3#hit-3$"))
    expect(said).to_have_text("3 of 6")
    expect(page.locator("#hit-3 rect")).to_be_in_viewport(ratio=0.99)
    expect(keys).to_be_visible()
    page.keyboard.press("p")
    expect(page).to_have_url(re.compile(r"/pages/2\?q=dermaga&result=\d+&hit=2#hit-2$"))
    expect(keys).to_be_visible()
    page.get_by_role("button", name="Shortcut keys").click()
    page.keyboard.press("n")
    expect(said).to_have_text("2 of 6")
    page.get_by_role("button", name="Shortcut keys").click()


def test_a_long_text_is_read_from_hit_to_hit(page: Page, book_url: str) -> None:
    page.goto(f"{book_url}/search?q=dermaga")
    page.get_by_role("link", name="in the text").first.click()
    said = page.locator("nav.hits output")
    expect(said).to_have_text("1 of 2")
    expect(page.get_by_text("Keys: n next hit")).to_be_visible()
    page.get_by_role("link", name="Next hit").click()
    expect(said).to_have_text("2 of 2")
    expect(page.locator("mark.here")).to_be_in_viewport(ratio=0.99)
    expect(page).to_have_url(re.compile("hit=2#hit-2$"))
    page.keyboard.press("p")
    expect(said).to_have_text("1 of 2")
    expect(page.locator("mark#hit-1")).to_be_in_viewport(ratio=0.99)


WAYS = """window.ways = []; const go = Element.prototype.scrollIntoView;
Element.prototype.scrollIntoView = function (how) { ways.push(how?.behavior ?? "auto"); go.call(this, how); };"""
"""Records how a page scrolls to its places."""


@pytest.mark.browser_context_args(reduced_motion="no-preference")
def test_a_page_opens_at_its_hit_at_once_and_glides_to_the_next_by_key(page: Page, book_url: str) -> None:
    """The link must not move away under the pointer before the click."""
    page.goto(f"{book_url}/search?q=dermaga")
    page.get_by_role("link", name="in the text").first.click()
    place = page.get_by_role("link", name="Next hit").get_attribute("href")
    assert place is not None
    page.add_init_script(WAYS)
    page.goto(f"{book_url}{place}")
    expect(page.locator("mark#hit-2")).to_be_in_viewport(ratio=0.99)
    assert "smooth" not in page.evaluate("ways")
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    page.keyboard.press("p")
    expect(page.locator("mark#hit-1")).to_be_in_viewport(ratio=0.99)
    assert page.evaluate("ways") == ["smooth"]


def test_without_the_script_of_the_reader_its_links_turn_the_pages(browser: Browser, book_url: str) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.route("**/static/reader.js?*", lambda route: route.abort())
        page.goto(f"{book_url}/search?q=dermaga")
        page.get_by_role("link", name="p. ii (page 2 of the file)").click()
        page.get_by_role("link", name="Next page").click()
        expect(page).to_have_url(re.compile(r"/pages/3\?"))
        expect(page.locator(".page-strip .here")).to_be_visible()


def test_from_thumbnail_to_page_and_from_page_to_page(page: Page, book_url: str) -> None:
    page.goto(f"{book_url}/search?q=dermaga")
    page.get_by_role("link", name="p. ii (page 2 of the file)").click()
    page.get_by_role("link", name="All pages").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"{PAGES} pages")
    expect(page.locator(".with-hits")).to_have_count(3)
    image = page.locator(".leaves img").nth(8)
    image.scroll_into_view_if_needed()
    expect(image).to_have_js_property("naturalWidth", 180)
    page.get_by_role("link", name="p. 6 (page 9 of the file)").click()
    page.get_by_role("link", name="Previous page").click()
    expect(page).to_have_url(re.compile(r"/pages/8\?q=dermaga&result=\d+$"))
    page.keyboard.press("ArrowRight")
    expect(page).to_have_url(re.compile(r"/pages/9\?q=dermaga&result=\d+$"))
    page.keyboard.press("PageUp")
    expect(page).to_have_url(re.compile(r"/pages/8\?q=dermaga&result=\d+$"))
    page.get_by_label("Page", exact=True).fill("7")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/pages/7\?q=dermaga&result=\d+$"))
    picture = page.locator(".under img")
    expect(picture).to_have_js_property("naturalWidth", 1200)
    fitted = picture.evaluate("image => image.clientWidth")
    page.get_by_role("link", name="Larger").click()
    page.get_by_role("link", name="Larger").click()
    expect(page).to_have_url(re.compile(r"zoom=150"))
    assert wait_until(lambda: picture.evaluate("image => image.clientWidth") > fitted)
    page.get_by_role("link", name="Next page").click()
    expect(page).to_have_url(re.compile(r"/pages/8\?q=dermaga&result=\d+&zoom=150$"))
    page.get_by_role("link", name="Fit width").click()
    expect(page).to_have_url(re.compile(r"/pages/8\?q=dermaga&result=\d+$"))


@pytest.mark.parametrize(("width", "high"), [(1280, 48), (360, 92)])
def test_one_bar_stands_above_a_page(page: Page, book_url: str, width: int, high: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{book_url}/search?q=dermaga")
    page.get_by_role("link", name="p. ii (page 2 of the file)").click()
    bar, picture = page.locator(".record-bar").bounding_box(), page.locator(".page-picture").bounding_box()
    assert bar is not None
    assert picture is not None
    assert bar["height"] <= high
    assert picture["y"] - (bar["y"] + bar["height"]) <= 24
    found = page.get_by_role("searchbox", name="Find in this document")
    expect(found).to_have_value("dermaga")
    found.fill(PHRASE)
    found.press("Enter")
    is_on_the_phrase(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_no_violation_and_nothing_scrolls_sideways(page: Page, book_url: str, width: int, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{book_url}/search?q=dermaga")
    page.get_by_role("link", name="p. ii (page 2 of the file)").click()
    here = page.url.split("?")[0]
    for address in (
        page.url,
        f"{here}?q=j*",
        f"{here}?zoom=300",
        here,
        here.rsplit("/", 1)[0] + "?q=dermaga",
        here.rsplit("/pages")[0] + "?q=dermaga&hit=2",
    ):
        page.goto(address)
        assert violations(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
