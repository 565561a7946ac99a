"""The pages in Indonesian and Vietnamese: for everyone, on a phone, by keyboard, and in the language of the browser."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_browser_axe import violations
from tests.support.commands import desk_state

PAGES = {
    "search": "/search?q=Luong+Cuong+PBB+foto", "nothing": "/search?q=konvensi+zzz&kind=press-release&relax=off",
    "front": "/", "article": "/records/release1", "photo": "/records/frame1302", "table": "/records/table1",
    "help": "/help/search", "receipts": "/receipts", "receipt": "/receipts/1?outcome=rejected",
    "list": "/list?ids=release1,photo1",
}  # fmt: skip
HEADINGS = {"id": "Cara mencari", "vi": "Cách tìm kiếm", "en": "How to search"}


LOOKS = ((320, "light"), (1280, "dark"), (320, "dark"), (1280, "light"))


def looks() -> Iterator[tuple[str, str, int, str]]:
    """Yield each page in both languages, in two of the looks; the tour of all types of pages has others."""
    for n, path in enumerate(PAGES.values()):
        for shift, tag in enumerate(("id", "vi")):
            yield path, tag, *LOOKS[(n + shift) % 4]


@pytest.mark.parametrize(("path", "tag", "width", "scheme"), list(looks()))
def test_no_violation_and_no_sideways_scroll(page: Page, path: str, tag: str, width: int, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{path}{'&' if '?' in path else '?'}lang={tag}")
    expect(page.locator("html")).to_have_attribute("lang", tag)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(page) == []


@pytest.mark.parametrize("tag", ["id", "vi"])
@pytest.mark.parametrize("path", ["/search?q=(abc", "/records/never"])
def test_no_violation_where_something_went_wrong(browser: Browser, base_url: str, path: str, tag: str) -> None:
    with browser.new_context(
        storage_state=desk_state(), base_url=base_url, locale=tag, viewport={"width": 320, "height": 900}
    ) as context:
        page = context.new_page()
        page.goto(path)
        expect(page.locator("html")).to_have_attribute("lang", tag)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        assert violations(page) == []


@pytest.mark.parametrize(("locale", "tag"), [("id-ID", "id"), ("vi-VN", "vi"), ("de-DE", "en"), ("en-GB", "en")])
def test_the_browser_says_its_language(browser: Browser, base_url: str, locale: str, tag: str) -> None:
    with browser.new_context(storage_state=desk_state(), base_url=base_url, locale=locale) as context:
        page = context.new_page()
        page.goto("/help/search")
        expect(page.locator("html")).to_have_attribute("lang", tag)
        expect(page.get_by_role("heading", level=1)).to_have_text(HEADINGS[tag])


def test_the_language_is_switched_by_keyboard_and_stays(page: Page) -> None:
    page.goto("/search?q=siaran&page=2")
    link = page.get_by_role("contentinfo").get_by_role("link", name="Tiếng Việt")
    for _step in range(200):
        page.keyboard.press("Tab")
        if link.evaluate("link => link === document.activeElement"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"q=siaran&page=2&lang=vi$"))
    expect(page.locator("html")).to_have_attribute("lang", "vi")
    expect(page.get_by_role("heading", level=1)).to_contain_text("bản ghi cho")
    expect(page.locator(".pager [aria-current]")).to_have_text("Trang 2")
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Thông cáo báo chí, bài phát biểu và ảnh")
    (cookie,) = [one for one in page.context.cookies() if not one["name"].startswith("desk-")]
    assert (cookie["name"], cookie["value"], cookie["sameSite"]) == ("lang", "vi", "Lax")
    page.get_by_role("link", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_the_language_is_switched_without_script(browser: Browser, base_url: str) -> None:
    with browser.new_context(storage_state=desk_state(), base_url=base_url, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto("/records/photo1")
        page.get_by_role("link", name="Bahasa Indonesia").click()
        expect(page.get_by_role("heading", name="Tentang arsip ini")).to_be_visible()
        page.get_by_role("link", name="Cara mencari").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Cara mencari")


def test_going_back_after_a_switch_shows_no_page_in_the_other_language(page: Page) -> None:
    page.goto("/help/search")
    page.goto("/?lang=id")
    page.goto("/help/search")
    expect(page.get_by_role("heading", level=1)).to_have_text("Cara mencari")
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Cara mencari")


def test_suggestions_count_as_the_language_does(page: Page) -> None:
    page.goto("/?lang=vi")
    page.locator("#q").fill("siaran")
    page.get_by_role("option").first.wait_for()
    expect(page.get_by_text("Gợi ý: ")).to_contain_text("mũi tên")
    expect(page.get_by_role("option").first).to_contain_text("Tiêu đề")
