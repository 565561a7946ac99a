"""Viewing pictures: the results as a grid, and one large over the page, by mouse, by keyboard and without script."""

from __future__ import annotations

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.test_browser_axe import violations
from tests.support.http_load import wait_until

GRID = "/search?kind=photo&view=grid&collapse=none"


def test_results_are_looked_at_as_pictures_and_back(page: Page) -> None:
    page.goto("/search?kind=photo")
    page.get_by_role("navigation", name="View").get_by_role("link", name="Pictures").click()
    expect(page.locator("ol.grid img").first).to_be_visible()
    assert "view=grid" in page.url
    page.get_by_role("navigation", name="Order").get_by_role("link", name="Newest first").click()
    assert "view=grid" in page.url  # changing the search keeps the view
    page.get_by_role("navigation", name="View").get_by_role("link", name="List").click()
    expect(page.locator("ol.grid")).to_have_count(0)


def test_a_picture_opens_large_and_leads_to_the_next_by_keyboard_alone(page: Page) -> None:
    page.goto(GRID)
    first = page.locator("ol.grid a[data-preview]").first
    first.focus()
    page.keyboard.press("Enter")
    viewer = page.get_by_role("dialog")
    expect(viewer).to_be_visible()
    expect(viewer.get_by_role("status")).to_have_text(re.compile(r"Picture 1 of \d+"))
    expect(viewer.locator("img")).not_to_have_js_property("naturalWidth", 0)
    before = viewer.locator(".said").text_content() or ""
    page.keyboard.press("ArrowRight")
    expect(viewer.get_by_role("status")).to_have_text(re.compile(r"Picture 2 of \d+"))
    expect(viewer.locator(".said")).not_to_have_text(before)
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(viewer.get_by_role("status")).to_have_text(re.compile(r"Picture 1 of \d+"))
    page.keyboard.press("Escape")
    expect(viewer).to_be_hidden()
    expect(first).to_be_focused()


def test_by_mouse_it_closes_beside_the_picture_and_leads_to_the_page(page: Page) -> None:
    page.goto(GRID)
    page.locator("ol.grid a[data-preview]").nth(1).click()
    viewer = page.get_by_role("dialog")
    expect(viewer).to_be_visible()
    page.mouse.click(3, 3)
    expect(viewer).to_be_hidden()
    page.locator("ol.grid a[data-preview]").first.click()
    viewer.get_by_role("link", name="Open its page").click()
    expect(page).to_have_url(re.compile(r"/records/\w+"))


def test_the_picture_of_a_photo_and_the_frames_of_a_sheet_open_large(page: Page) -> None:
    page.goto("/records/frame1302")
    page.locator("figure.plate a[data-preview]").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    expect(page.get_by_role("dialog").get_by_role("link", name="Open its page")).to_be_hidden()
    page.keyboard.press("Escape")
    page.get_by_role("link", name=re.compile("Contact sheet")).click()
    expect(page).to_have_url(re.compile("/sequence"))
    page.wait_for_load_state("domcontentloaded")  # by then the scripts have run
    page.locator("ol.frames a[data-preview]").nth(2).click()
    expect(page.get_by_role("dialog").get_by_role("status")).to_have_text(re.compile(r"Picture 3 of \d+"))


def test_without_script_a_picture_leads_to_its_page(browser: Browser, base_url: str) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=base_url)
    page = context.new_page()
    page.goto(GRID)
    page.locator("ol.grid a[data-preview]").first.click()
    expect(page.locator("figure.plate img")).to_be_visible()
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
def test_both_are_accessible(page: Page, scheme: str, width: int) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(GRID)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert violations(page) == []
    page.locator("ol.grid a[data-preview]").first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert violations(page) == []


def test_what_an_editor_asks_of_a_photo_is_above_the_fold(page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto("/records/frame1302")
    asked = ("figure.plate img", ".caption .credit", ".may-print", ".people", ".run")
    for part in asked:
        box = page.locator(part).bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= 800, part
    picture, verdict = page.locator("figure.plate").bounding_box(), page.locator(".may-print").bounding_box()
    assert picture
    assert verdict
    assert picture["x"] + picture["width"] <= verdict["x"]  # side by side
    page.set_viewport_size({"width": 360, "height": 740})
    tops = [box["y"] for part in asked if (box := page.locator(part).bounding_box())]
    assert tops == sorted(tops)


def test_several_pictures_are_chosen_kept_and_their_size_is_remembered(page: Page) -> None:
    page.goto(GRID)
    cells = page.locator("ol.grid > li")
    expect(page.locator(".chosen")).to_be_hidden()
    cells.nth(0).get_by_role("checkbox").check()
    cells.nth(3).get_by_role("checkbox").click(modifiers=["Shift"])
    expect(page.locator(".chosen [role=status]")).to_have_text("4 selected")
    page.get_by_role("button", name="Keep selected").click()
    expect(page.get_by_role("link", name="Kept (4)")).to_be_visible()
    expect(cells.nth(3).get_by_role("button", name=re.compile("^Keep"))).to_have_attribute("aria-pressed", "true")
    height = cells.nth(0).locator("img").evaluate("img => img.height")
    page.get_by_role("button", name="Small").click()
    page.reload()
    expect(page.get_by_role("button", name="Small")).to_have_attribute("aria-pressed", "true")
    assert wait_until(lambda: cells.nth(0).locator("img").evaluate("img => img.height") < height)


def test_a_picture_has_an_address_and_back_closes_it(page: Page) -> None:
    page.goto("/search?kind=photo")
    page.goto(GRID)
    second = page.locator("ol.grid a[data-preview]").nth(1)
    second.click()
    viewer = page.get_by_role("dialog")
    address = f"{GRID}#view={second.get_attribute('data-id')}"
    expect(page).to_have_url(re.compile(re.escape(address) + "$"))
    page.go_back()
    expect(viewer).to_be_hidden()
    expect(page).to_have_url(re.compile(re.escape(GRID) + "$"))
    page.go_forward()
    expect(viewer).to_be_visible()
    page.keyboard.press("Escape")
    expect(viewer).to_be_hidden()
    expect(second).to_be_focused()
    expect(page).to_have_url(re.compile(re.escape(GRID) + "$"))
    page.goto("/")
    page.goto(address)
    expect(viewer.get_by_role("status")).to_have_text(re.compile("Picture 2 of"))
    viewer.get_by_role("button", name="Close").click()
    expect(page).to_have_url(re.compile(re.escape(GRID) + "$"))


def test_the_viewer_tells_rights_keeps_and_goes_on_across_pages(page: Page) -> None:
    page.goto(f"{GRID}&page_size=3&page=2")
    page.locator("ol.grid a[data-preview]").last.click()
    viewer = page.get_by_role("dialog")
    expect(viewer.get_by_role("status")).to_have_text("Picture 3 of 3")
    expect(viewer.locator(".verdict")).to_have_text("Ask before printing")
    viewer.get_by_role("button", name=re.compile("^Keep")).click()
    expect(viewer.get_by_role("button", name=re.compile("^Keep"))).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("ArrowRight")
    expect(viewer.get_by_role("status")).to_have_text("Picture 4 of 6")
    expect(page).to_have_url(re.compile(r"page=3#view="))
    for _ in range(4):
        page.keyboard.press("ArrowLeft")
    expect(viewer.get_by_role("status")).to_have_text("Picture 3 of 9")
    viewer.get_by_role("button", name=re.compile("^Keep")).click()  # on a page loaded later
    page.keyboard.press("Escape")
    expect(page.locator("ol.grid a[data-preview]").nth(2)).to_be_focused()
    expect(page.get_by_role("link", name="Kept (2)")).to_be_visible()


def test_the_viewer_knows_what_another_window_keeps(page: Page) -> None:
    page.goto(GRID)
    first = page.locator("ol.grid a[data-preview]").first
    first.click()
    star = page.get_by_role("dialog").get_by_role("button", name=re.compile("^Keep"))
    expect(star).to_have_attribute("aria-pressed", "false")
    other = page.context.new_page()
    other.goto(page.url)  # which opens the same picture
    other.get_by_role("dialog").get_by_role("button", name=re.compile("^Keep")).click()
    expect(star).to_have_attribute("aria-pressed", "true")
    star.click()
    expect(other.get_by_role("dialog").get_by_role("button", name=re.compile("^Keep"))).to_have_attribute(
        "aria-pressed", "false"
    )


def test_a_picture_that_takes_its_time_is_said_to_be_on_its_way(page: Page) -> None:
    waiting: list[Route] = []
    page.route("**/preview", lambda route: waiting.append(route))
    page.goto(GRID)
    page.locator("ol.grid a[data-preview]").first.click()
    viewer = page.get_by_role("dialog")
    expect(viewer).to_have_attribute("aria-busy", "true")
    waiting[0].continue_()
    expect(viewer).not_to_have_attribute("aria-busy", "true")


def test_a_picture_is_shown_to_its_pixels_and_drawn_about(page: Page) -> None:
    page.goto("/records/frame1302")
    whole = io.BytesIO()
    Image.new("RGB", (3000, 2000), "navy").save(whole, "png")
    asked = re.compile("/records/frame1302/assets/")
    page.route(asked, lambda route: route.fulfill(body=whole.getvalue(), content_type="image/png"))
    page.locator("figure.plate a[data-preview]").click()
    picture = page.get_by_role("dialog").locator("img")
    stage = page.locator(".stage")
    picture.click(position={"x": 5, "y": 5})
    expect(picture).to_have_js_property("clientWidth", 3000)
    expect(stage).to_have_js_property("scrollLeft", 0)
    box = stage.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 600, box["y"] + 300)
    page.mouse.down()
    page.mouse.move(box["x"] + 200, box["y"] + 100, steps=4)
    page.mouse.up()
    expect(stage).to_have_js_property("scrollLeft", 400)
    expect(stage).to_have_js_property("scrollTop", 200)
    page.keyboard.press("ArrowRight")
    expect(picture).to_have_js_property("clientWidth", 3000)  # dragging is not a click
    assert violations(page) == []
    page.keyboard.press("+")
    expect(picture).to_have_js_property("clientWidth", 6000)
    page.keyboard.press("Escape")
    expect(stage).not_to_have_class(re.compile("zoomed"))
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
