"""Every type of page over an archive of the sample corpus, in three languages, light and dark, on a desktop and a
phone; and that no type of page is left out of the tour."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest
from flask import Flask
from playwright.sync_api import Browser, ConsoleMessage, Page
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import Map, RequestRedirect

from tests.browser.test_browser_axe import violations
from tests.support.commands import desk_app, desk_state
from tests.support.touring import page_types, toured
from tests.support.web_fakes import FakeServices

LOOKS = (("en", "dark", 360), ("id", "light", 360), ("vi", "dark", 1280))
NO_PAGES = {
    "api", "feeds", "static", "pages.thumbnail", "pages.preview", "pages.asset", "pages.page_picture",
    "pages.page_thumbnail", "pages.passage", "desk.thumbnail", "desk.preview", "desk.asset", "desk.receipt_csv",
    "desk.rejected_csv", "desk.intake_now", "desk.adding_relations",
}  # fmt: skip
"""What is no page: endpoints, or beginnings of them."""

SEEN_ELSEWHERE = {
    *(f"pages.{name}{page}" for name in ("places", "organisations", "sources", "photographers")
      for page in ("", "_entity")),  # the templates of people
    "desk.intake_progress", "desk.under_way",  # while something is done: test_browser_desk_intake, _records
    "desk.fields_of_none", "desk.fields_set_of_none", "desk.access_of_none", "desk.access_set_of_none",  # records
}  # fmt: skip


@pytest.fixture(scope="module")
def address(served: set[str]) -> Iterator[str]:
    with toured() as found:
        served.add(found.partition("//")[2])
        yield found


@pytest.fixture(scope="module")
def types(address: str) -> dict[str, str]:
    return page_types(address)


@pytest.mark.parametrize(("language", "scheme", "width"), LOOKS)
def test_no_violation_and_nothing_wider_than_the_screen(
    browser: Browser, address: str, types: Mapping[str, str], language: str, scheme: str, width: int
) -> None:
    wrong: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            wrong.append(f"{message.page.url if message.page else ''}: {message.text}")

    with browser.new_context(
        storage_state=desk_state(),
        locale=language,
        color_scheme=scheme,  # type: ignore[arg-type]
        viewport={"width": width, "height": 800},
    ) as context:
        page = context.new_page()
        page.on("console", heard)
        for name, path in types.items():
            wrong += [f"{name}: {what}" for what in _looked_at(page, address + path, language, width)]
    assert wrong == []


def _looked_at(page: Page, url: str, language: str, width: int) -> Iterator[str]:
    answer = page.goto(url)
    if answer is None or answer.status != 200:
        yield f"answers {answer and answer.status}"
    if page.locator("html").get_attribute("lang") != language:
        yield "is in another language"
    if page.evaluate("document.documentElement.scrollWidth") > width:
        yield "is wider than the screen"
    yield from violations(page)


def test_no_type_of_page_is_left_out(services: FakeServices, types: Mapping[str, str]) -> None:
    app = desk_app(services)
    seen = {_endpoint(app.url_map, path.partition("?")[0]) for path in types.values()}
    assert _pages(app) - seen == SEEN_ELSEWHERE


def _pages(app: Flask) -> set[str]:
    rules = (rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or set()))
    return {rule.endpoint for rule in rules if not {rule.endpoint, rule.endpoint.partition(".")[0]} & NO_PAGES}


def _endpoint(rules: Map, path: str) -> str | None:
    try:
        return str(rules.bind("localhost").match(path)[0])
    except (NotFound, MethodNotAllowed, RequestRedirect):
        return None
