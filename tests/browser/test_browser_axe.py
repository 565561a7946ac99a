"""Accessibility of every page type by axe, in light and dark, on a desk and on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from archive.errors import IndexUnusable
from archive.settings import Settings, WebSection
from tests.support.commands import desk_app, desk_state
from tests.support.serving import serving
from tests.support.web_fakes import FakeServices

PAGES = [
    "/", "/search?q=konvensi", "/search?q=konvensi&kind=press-release&date_from=2025", "/search?q=zzz&kind=speech",
    "/search?q=siaran&page=2", "/records/release1", "/records/photo1", "/records/photo2", "/records/speech1",
    "/records/frame1302", "/records/frame1302/sequence", "/records/story1", "/records/table1", "/search?q=W-HAI",
    "/search?q=Luong+Cuong+PBB+foto", "/search?q=Cuong&names_off=person%2Fluong-cuong", "/search?q=konvnsi",
    "/search?q=konvensi+zzz&kind=press-release&relax=off", "/search?year=2001",
    "/search?q=siaran&year=2001&month=2001-05",
    "/list?ids=release1,photo1,frame1302,held1", "/list", "/help/search", "/help/api",
    "/receipts", "/receipts/1?outcome=rejected", "/receipts/2?after=100", "/receipts/1?q=zzz",
    "/search?q=W-HAI&sequence=W-HAI+1300%E2%80%931311&collapse=none",
]  # fmt: skip
ERROR_PAGES = ["/search?q=(abc", "/records/never"]
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],  # describing every element that passes takes most of the time
}


def violations(page: Page) -> list[str]:
    page.wait_for_load_state("domcontentloaded")  # the page may not have loaded completely yet
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{v['id']}: {node['html'][:150]}" for v in found for node in v["nodes"]]


def looks() -> Iterator[tuple[str, int, str]]:
    """Yield each page in two looks: in both widths and both schemes, and each pair of these on every other page."""
    for n, path in enumerate(PAGES):
        for width, scheme in zip((375, 1280), ("dark", "light") if n % 2 else ("light", "dark"), strict=True):
            yield path, width, scheme


@pytest.mark.parametrize(("path", "width", "scheme"), list(looks()))
def test_no_violation(page: Page, path: str, width: int, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(path)
    if width == 1280:
        page.evaluate("for (const one of document.querySelectorAll('main details')) one.open = true")
    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_no_violation_while_suggestions_are_open(page: Page, width: int, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/search?q=Luong+Cuong")
    page.locator("details.reading > summary").click()
    page.locator("#q").fill("siaran")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ERROR_PAGES)
def test_no_violation_where_something_went_wrong(browser: Browser, base_url: str, path: str, scheme: str) -> None:
    """Uses a separate page: Chromium writes every 4xx to the console, which the other tests forbid."""
    with browser.new_context(
        storage_state=desk_state(),
        base_url=base_url,
        color_scheme=scheme,  # type: ignore[arg-type]
    ) as context:
        page = context.new_page()
        page.goto(path)
        assert violations(page) == []


@pytest.mark.parametrize(
    ("language", "scheme", "width"), [("en", "light", 1280), ("vi", "dark", 1280), ("id", "light", 320)]
)
@pytest.mark.parametrize("status", [429, 503])
def test_no_violation_where_a_visitor_must_wait(
    browser: Browser, services: FakeServices, served: set[str], status: int, language: str, scheme: str, width: int
) -> None:
    limits = WebSection(requests_per_day=1) if status == 429 else WebSection()
    app = desk_app(replace(services, settings=replace(Settings(), web=limits)))
    app.add_url_rule("/making", "making", _is_made)
    looks: dict[str, Any] = {"color_scheme": scheme, "locale": language, "viewport": {"width": width, "height": 740}}
    with serving(app, served) as address, browser.new_context(**looks) as context:
        page = context.new_page()
        page.goto(f"{address}/about")
        asked = f"{address}{'/making' if status == 503 else '/about?twice'}"
        answer = page.goto(asked)
        assert answer is not None
        assert answer.status == status
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert violations(page) == []
        with page.expect_response(asked) as again:
            page.locator(".ways button").click()
        assert again.value.status == status


def _is_made() -> str:
    raise IndexUnusable("the index is made")


def test_a_bad_page_would_be_caught(page: Page) -> None:
    page.goto("/")
    page.evaluate(
        """() => {
            const bad = document.createElement("p");
            bad.textContent = "hardly to be read";
            bad.className = "bad";
            const input = document.createElement("input");
            document.querySelector("main").append(bad, input);
            const sheet = new CSSStyleSheet();
            sheet.replaceSync(".bad { color: #ccc; background: #fff }");
            document.adoptedStyleSheets = [sheet];
        }"""
    )
    found = " ".join(violations(page))
    assert "color-contrast" in found
    assert "label" in found
