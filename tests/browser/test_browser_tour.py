"""Every type of page, on an archive of the sample corpus, in three languages, light and dark, on a desktop and a phone.
No type of page is left out of the tour."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, ConsoleMessage, Page
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import Map, RequestRedirect

from archive.catalogue.accounts.passwords import hash_password
from archive.catalogue.accounts.roles import Permission, Role
from archive.storage.archive import Archive
from tests.browser.test_browser_axe import violations
from tests.support.commands import desk_app, desk_state
from tests.support.serving import serving
from tests.support.touring import PAGES_OF_USERS, page_types, toured
from tests.support.web_fakes import FakeServices
from webui.services.services import OpenArchive

LOOKS = (("en", "dark", 360), ("id", "light", 360), ("vi", "dark", 1280))
NO_PAGES = {
    "api", "feeds", "static", "pages.thumbnail", "pages.preview", "pages.asset", "pages.access_copy",
    "pages.page_picture", "pages.page_thumbnail", "pages.passage", "desk.thumbnail", "desk.preview", "desk.asset",
    "desk.receipt_csv", "desk.rejected_csv", "desk.due_csv", "desk.intake_now", "desk.adding_relations",
    "desk.start_openid", "desk.end_openid",
}  # fmt: skip
"""Endpoints, or prefixes of them, that are not pages."""

SEEN_ELSEWHERE = {
    "pages.series_unit", "desk.desk_disposal",  # the archive has none: test_series, test_desk_rules
    *(f"pages.{name}{page}" for name in ("places", "organisations", "sources", "photographers")
      for page in ("", "_entity")),  # the templates of people
    "desk.intake_progress", "desk.under_way",  # during a job: test_browser_desk_intake, _records
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


PASSWORD = "tujuh kapal di dermaga"


@pytest.fixture(scope="module")
def with_users(tmp_path_factory: pytest.TempPathFactory, served: set[str]) -> Iterator[str]:
    """The address of an archive with an admin and a token."""
    folder: Path = tmp_path_factory.mktemp("users") / "archive"
    Archive.create(folder).close()
    services = OpenArchive(folder)
    with services.archive.catalogue.write() as writer:
        writer.add_user("nur", "Nur Aini", Role.ADMIN, hash_password(PASSWORD, "nur"))
        writer.create_token("script", [Permission.READ], 30)
    with serving(desk_app(services), served) as found:
        yield found
    services.close()


@pytest.mark.parametrize(("language", "scheme", "width"), LOOKS)
def test_nor_on_the_pages_of_users(browser: Browser, with_users: str, language: str, scheme: str, width: int) -> None:
    looks: dict[str, Any] = {"color_scheme": scheme, "viewport": {"width": width, "height": 800}}
    with browser.new_context(locale=language, **looks) as context:
        page = context.new_page()
        wrong = [*_looked_at(page, with_users + PAGES_OF_USERS["login"], language, width)]
        page.locator("[name=name]").fill("nur")
        page.locator("[name=password]").fill(PASSWORD)
        page.locator("[name=password]").press("Enter")
        page.wait_for_url(lambda url: not url.endswith(PAGES_OF_USERS["login"]))
        for name in ("account", "users"):
            wrong += _looked_at(page, with_users + PAGES_OF_USERS[name], language, width)
            assert page.url.endswith(PAGES_OF_USERS[name])
    assert wrong == []


def _looked_at(page: Page, url: str, language: str, width: int) -> Iterator[str]:
    answer = page.goto(url)
    if answer is None or answer.status != 200:
        yield f"answers {answer and answer.status}"
    if page.locator("html").get_attribute("lang") != language:
        yield "is in another language"
    if page.evaluate("document.documentElement.scrollWidth") > width:
        yield "is wider than the screen"
    head, content, filled = page.evaluate(LOOK)
    if head != content:
        yield f"begins at {content}, below a header that begins at {head}"
    if len(filled) > 1:
        yield f"has several buttons that look like what it is for: {filled}"
    yield from violations(page)


LOOK = """() => {
    const start = (box) => Math.round(box.getBoundingClientRect().left + parseFloat(getComputedStyle(box).paddingLeft));
    const filling = getComputedStyle(document.body).color;
    const isFilled = (button) => button.checkVisibility() && getComputedStyle(button).backgroundColor === filling;
    const buttons = [...document.querySelectorAll("button, .button")].filter(isFilled);
    const texts = buttons.map((one) => one.textContent.trim());
    return [start(document.querySelector(".top")), start(document.querySelector("main")), texts];
}"""
"""Returns where header and content begin, and which buttons are filled."""


def test_no_type_of_page_is_left_out(services: FakeServices, types: Mapping[str, str]) -> None:
    app = desk_app(services)
    seen = {_endpoint(app.url_map, path.partition("?")[0]) for path in (*types.values(), *PAGES_OF_USERS.values())}
    assert _pages(app) - seen == SEEN_ELSEWHERE


def _pages(app: Flask) -> set[str]:
    rules = (rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or set()))
    return {rule.endpoint for rule in rules if not {rule.endpoint, rule.endpoint.partition(".")[0]} & NO_PAGES}


def _endpoint(rules: Map, path: str) -> str | None:
    try:
        return str(rules.bind("localhost").match(path)[0])
    except (NotFound, MethodNotAllowed, RequestRedirect):
        return None
