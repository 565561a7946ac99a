"""A real Chromium on a real server; a test fails on any console error and any request to another host."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import ConsoleMessage, Page, Request, expect

from archive.record import Kind
from tests.builders.web_photos import SPAN, odd, photographs
from tests.support.commands import desk_app, desk_state
from tests.support.desk_shelf import fill
from tests.support.serving import serving
from tests.support.web_fakes import FakeServices, record, with_cards

BROWSERS = (Path("/usr/bin/chromium-headless-shell"), Path("/usr/bin/chromium"))
CHROMIUM = next((path for path in BROWSERS if path.exists()), BROWSERS[0])
"""The headless build of the same engine is much faster, so it is preferred if installed."""
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-default-apps",
    "--disable-dev-shm-usage",
]

expect.set_options(timeout=60_000)  # milliseconds: other tests may be using the machine


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark all tests of this folder, and skip them without Chromium; in CI, where TESTS_NEED_ALL is set, they fail
    instead."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if not CHROMIUM.exists() and not os.environ.get("TESTS_NEED_ALL"):
                item.add_marker(pytest.mark.skip(reason=f"{CHROMIUM} is missing: apt-get install {CHROMIUM.name}"))


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    return {"executable_path": str(CHROMIUM), "args": SWITCHES}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """A browser in which the desks of the tests were opened, with animations off, so that moving between hits is
    instant."""
    return {**browser_context_args, "storage_state": desk_state(), "reduced_motion": "reduce"}


@pytest.fixture(scope="session")
def services(tmp_path_factory: pytest.TempPathFactory) -> FakeServices:
    """The memorable records and photographs, and sixty more so that there are several pages of results."""
    made = photographs(tmp_path_factory.mktemp("pictures"))
    odd(made)
    for n in range(60):
        values = {"title": f"Siaran pers nomor {n:02}", "language": "id", "date": f"{2000 + n % 20}-05-03"}
        made.add(record(f"many{n}", Kind.PRESS_RELEASE, f"siaran-{n:02}.txt", values), "Banyak siaran pers.")
    made.searcher.groups |= {f"frame{number}": ("sequence", SPAN) for number in range(1300, 1312)}
    with_cards(made)
    made.searcher.meant["konvnsi"] = "konvensi"
    made.searcher.said["foto"] = ("kind", "photo")
    desk: Any = made
    desk.receipts, desk.intake_runs = fill(tmp_path_factory.mktemp("desk") / "catalogue.sqlite"), lambda: False
    return made


@pytest.fixture(scope="session")
def served() -> set[str]:
    """The hosts (with port) that tests serve pages on: a request to any other host fails the test."""
    return set()


@pytest.fixture(scope="session")
def base_url(services: FakeServices, served: set[str]) -> Iterator[str]:
    """The address of a server with these records."""
    with serving(desk_app(services), served) as url:
        yield url


@pytest.fixture(autouse=True)
def watched(page: Page, served: set[str]) -> Iterator[None]:
    """Fail the test on any console message and any request to another host."""
    wrong: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            wrong.append(f"console: {message.text}")

    def asked(request: Request) -> None:
        if urlsplit(request.url).netloc not in served:
            wrong.append(f"request: {request.url}")

    page.on("console", heard)
    page.on("pageerror", lambda error: wrong.append(f"script: {error}"))
    page.on("request", asked)
    yield
    assert not wrong
