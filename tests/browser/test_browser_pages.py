"""Typical use of the pages, by mouse, by keyboard, and with script off."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from tests.support.commands import desk_state


def test_search_narrow_open_and_go_back(page: Page) -> None:
    page.goto("/")
    page.locator("#q").fill("konvensi")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("2 records for konvensi")
    expect(page.locator("ol mark").first).to_have_text("konvensi")
    page.wait_for_load_state("domcontentloaded")  # by then the scripts have run
    page.get_by_label("Press release").click()
    expect(page).to_have_url(re.compile(r"/search\?q=konvensi&kind=press-release$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("1 record for konvensi")
    page.get_by_role("link", name="Penandatanganan konvensi di Hanoi").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Penandatanganan konvensi di Hanoi")
    page.go_back()
    page.get_by_role("link", name="Remove filter Kind: Press release").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("2 records for konvensi")


def test_pages_of_results(page: Page) -> None:
    page.goto("/search?q=siaran")
    page.get_by_role("link", name="Next").click()
    expect(page.locator("[aria-current=page]")).to_have_text("Page 2")
    expect(page.locator("ol.entries")).to_have_attribute("start", "21")
    page.get_by_role("link", name="Page 3").click()
    expect(page.get_by_role("link", name="Next")).to_have_count(0)
    expect(page.locator("ol.entries > li")).to_have_count(20)


def test_from_an_article_to_its_photo_and_back(page: Page) -> None:
    page.goto("/records/release1")
    expect(page.get_by_text("No photo to show for this name.")).to_be_visible()
    picture = page.get_by_role("img", name="Photo W-HAI_1275.jpg")
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_js_property("naturalWidth", 1200)
    picture.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Penyambutan")
    expect(page.get_by_text("OLYMPUS DIGITAL CAMERA").first).to_be_visible()
    page.get_by_role("region", name="Articles").get_by_role("link", name="Penandatanganan konvensi di Hanoi").click()
    expect(page).to_have_url(re.compile("/records/release1$"))


def test_the_original_is_kept_not_shown(page: Page) -> None:
    page.goto("/records/photo1")
    with page.expect_download() as download:
        page.get_by_role("link", name="W-HAI_1275.jpg", exact=True).click()
    assert download.value.suggested_filename == "W-HAI_1275.jpg"
    assert download.value.path().read_bytes() == b"photo1"


def test_by_keyboard_alone(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("konvensi")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("2 records for konvensi")
    page.get_by_label("Document").focus()
    page.keyboard.press("Space")
    expect(page.get_by_label("Document")).to_be_checked()
    expect(page).to_have_url(re.compile(r"\?q=konvensi$"))  # nothing happens until it is submitted
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("kind=document"))
    page.wait_for_load_state("domcontentloaded")  # by then the scripts have run
    page.keyboard.press("Escape")
    page.locator("main").focus()
    page.keyboard.press("j")
    expect(page.get_by_role("link", name="Nota tanpa tanggal")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/records/document1\?q=konvensi&"))


def test_keys_of_one_letter_can_be_switched_off(page: Page) -> None:
    page.goto("/")
    page.get_by_role("button", name="Shortcut keys").click()
    page.reload()
    expect(page.get_by_role("button", name="Shortcut keys")).to_have_text(re.compile("off"))
    page.locator("main").focus()
    page.keyboard.press("/")
    expect(page.locator("#q")).not_to_be_focused()


def test_focus_is_always_visible(page: Page) -> None:
    page.goto("/search?q=konvensi")
    for _ in range(25):
        page.keyboard.press("Tab")
        style = page.evaluate("(s => [s.outlineStyle, s.outlineWidth])(getComputedStyle(document.activeElement))")
        tag = page.evaluate("document.activeElement.tagName")
        assert tag in {"BODY", "MAIN"} or style == ["solid", "3px"], tag


def test_complete_without_script(browser: Browser, base_url: str) -> None:
    context = browser.new_context(storage_state=desk_state(), java_script_enabled=False, base_url=base_url)
    page = context.new_page()
    page.goto("/")
    page.locator("#q").fill("konvensi")
    page.get_by_role("button", name="Search").click()
    page.get_by_label("Document").check()
    page.get_by_role("textbox", name="From").fill("")
    page.get_by_role("button", name="Apply filters").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("1 record for konvensi")
    page.get_by_role("link", name="Nota tanpa tanggal").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Nota tanpa tanggal")
    context.close()


@pytest.mark.parametrize(
    "path",
    [
        "/", "/search?q=konvensi", "/records/release1", "/records/photo1", "/records/speech1", "/records/frame1302",
        "/records/frame1302/sequence", "/records/story1", "/records/table1", "/records/odd1", "/records/odd1/sequence",
        "/records/odd-table", "/search?q=Luong+Cuong+PBB+foto", "/search?q=siaran&year=2001", "/search?q=W-HAI",
        "/search?q=konvensi+zzz&kind=press-release&relax=off", "/search?q=Luong&names=off&genre=" + "W" * 300,
    ],
)  # fmt: skip
@pytest.mark.parametrize("width", [320, 768])
def test_no_page_scrolls_sideways(page: Page, path: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    expect(page.locator("#q")).to_be_visible()


def test_from_a_photo_through_its_contact_sheet_to_another_frame(browser: Browser, base_url: str) -> None:
    """Without script, like all reading."""
    with browser.new_context(storage_state=desk_state(), java_script_enabled=False, base_url=base_url) as context:
        page = context.new_page()
        page.goto("/records/frame1302")
        page.get_by_role("link", name="Contact sheet of all 12 frames").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("W-HAI 1300.*1311, 12 frames"))
        expect(page.locator(".frames img")).to_have_count(12)
        page.get_by_role("link", name="W-HAI_1305.jpg").click()
        expect(page).to_have_url(re.compile("/records/frame1305$"))
        expect(page.locator(".film [aria-current] img")).to_have_attribute("alt", "W-HAI_1305.jpg")


def test_captions_in_conflict_stand_beside_one_another_where_there_is_room(page: Page) -> None:
    page.goto("/records/frame1302")
    boxes = [item.bounding_box() for item in page.locator(".rivals li").all()]
    assert boxes[0]["y"] == boxes[1]["y"]  # type: ignore[index]
    page.set_viewport_size({"width": 375, "height": 800})
    boxes = [item.bounding_box() for item in page.locator(".rivals li").all()]
    assert boxes[0]["x"] == boxes[1]["x"]  # type: ignore[index]


@pytest.mark.parametrize("script", [True, False])
def test_on_a_phone_filters_are_one_line_above_the_results_or_open_below_them(
    browser: Browser, base_url: str, script: bool
) -> None:
    with browser.new_context(
        storage_state=desk_state(),
        viewport={"width": 360, "height": 740},
        java_script_enabled=script,
        base_url=base_url,
    ) as context:
        page = context.new_page()
        page.goto("/search?q=siaran")
        filters, found = (page.locator(one).bounding_box() for one in (".filters", ".found"))
        assert filters is not None
        assert found is not None
        assert (filters["y"] < found["y"], filters["height"] < 60) == (script, script)


def test_on_a_phone_the_filters_open_when_asked_for(page: Page) -> None:
    page.set_viewport_size({"width": 375, "height": 800})
    page.goto("/search?q=konvensi")
    expect(page.get_by_label("Press release")).to_be_hidden()
    page.locator(".filters summary").click()
    expect(page.get_by_label("Press release")).to_be_visible()


def test_a_page_is_small(page: Page) -> None:
    sizes: list[int] = []
    page.on("response", lambda response: sizes.append(len(response.body())))
    page.goto("/search?q=konvensi", wait_until="networkidle")
    assert 0 < sum(sizes) < 100_000


def test_hostile_words_run_nothing(page: Page, services: object) -> None:
    page.on("dialog", lambda dialog: pytest.fail(f"a dialog opened: {dialog.message}"))
    page.goto("/search?q=%3Cscript%3Ealert(1)%3C/script%3E%22%3E%3Cimg%20src=x%20onerror=alert(1)%3E")
    expect(page.locator("#q")).to_have_value('<script>alert(1)</script>"><img src=x onerror=alert(1)>')
    assert page.locator("main img[src=x]").count() == 0


def test_a_question_mark_shows_the_keys_and_escape_gives_the_focus_back(page: Page) -> None:
    page.goto("/search?q=konvensi")
    keys = page.get_by_role("dialog", name="Keys")
    page.keyboard.press("j")
    here = page.locator("#entries .title a").first
    expect(here).to_be_focused()
    page.keyboard.press("?")
    expect(keys).to_contain_text("next, previous result")
    page.keyboard.press("Escape")
    expect(keys).to_be_hidden()
    expect(here).to_be_focused()
    page.get_by_role("button", name="Shortcut keys").click()
    page.keyboard.press("?")
    expect(keys).to_be_hidden()


@pytest.mark.parametrize(("name", "most"), [("release1", 2), ("photo1", 1)])
def test_a_record_on_paper_is_what_it_says_and_its_source(page: Page, name: str, most: int) -> None:
    page.goto(f"/records/{name}")
    printed = PdfReader(io.BytesIO(page.pdf(format="A4")))
    assert len(printed.pages) <= most
    said = " ".join("".join(one.extract_text() for one in printed.pages).split())
    assert f"/records/{name}" in said  # how it is cited
    for left_out in ("Similar records", "Where from", "Download", "How to search"):
        assert left_out not in said


@pytest.mark.parametrize(
    ("width", "density", "rendition"), [(360, 2, "800,533"), (360, 3, "preview"), (1280, 1, "preview")]
)
def test_a_screen_gets_a_picture_of_its_size(
    browser: Browser, base_url: str, width: int, density: int, rendition: str
) -> None:
    looks: dict[str, Any] = {"viewport": {"width": width, "height": 740}, "device_scale_factor": density}
    with browser.new_context(base_url=base_url, storage_state=desk_state(), **looks) as context:
        page = context.new_page()
        page.goto("/records/frame1302")
        picture = page.locator("figure.plate img")
        page.wait_for_function("() => document.querySelector('figure.plate img').naturalWidth > 0")
        assert rendition in picture.evaluate("one => one.currentSrc")
        box = picture.bounding_box()
        assert box is not None
        assert box["width"] / box["height"] == pytest.approx(1.5, abs=0.02)
