"""Pages of which one script does not arrive: what it would do is missing, and nothing on the page only looks alive."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

import webui
from tests.support.commands import desk_state

SCRIPTS = sorted(path.name for path in (Path(webui.__file__).parent / "static").glob("*.js"))
PAGES = (
    "/", "/search?q=konvensi", "/search?q=kind:photo&view=grid", "/records/release1?q=konvensi", "/records/photo1",
    "/list", "/list?ids=release1,photo1", "/desk/records",
)  # fmt: skip
ELSEWHERE = {"desk-intake.js", "desk-progress.js", "reader.js"}
"""Scripts of pages that these records do not have: test_browser_desk_intake and test_browser_document."""

DEAD = """async () => {
    window.print = () => document.body.setAttribute("printed", "");
    const dead = [];
    let changes = 0;
    navigation.addEventListener("navigate", event => {
        changes += 1;
        if (!event.destination.sameDocument) event.preventDefault();
    });
    for (const button of document.querySelectorAll("button[type=button]:enabled")) {
        if (!button.checkVisibility()) continue;
        changes = 0;
        const seen = new MutationObserver(() => changes += 1);
        seen.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
        button.click();
        for (let tries = 0; !changes && tries < 40; tries++) await new Promise(go => setTimeout(go, 50));
        seen.disconnect();
        if (!changes) dead.push(button.getAttribute("aria-label") ?? button.textContent);
    }
    return dead;
}"""
"""Returns the visible buttons for scripts that neither change the page nor lead to another one."""


@pytest.fixture
def context(browser: Browser, base_url: str) -> Iterator[BrowserContext]:
    with browser.new_context(base_url=base_url, storage_state=desk_state()) as opened:
        yield opened


def block(page: Page, script: str) -> list[str]:
    """Make a script fail to load, or all (`*.js`). Return the list to which errors of the others will be added."""
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))

    def abort(route: Route) -> None:
        route.abort()

    page.route(f"**/static/{script}?*", abort)
    return errors


@pytest.mark.parametrize("script", SCRIPTS)
def test_without_one_script_no_button_is_dead(context: BrowserContext, script: str) -> None:
    paths = [path for path in PAGES if f"/static/{script}?" in context.request.get(path).text()]
    assert paths or script in ELSEWHERE
    for path in paths:
        page = context.new_page()
        errors = block(page, script)
        page.goto(path)
        assert page.evaluate(DEAD) == [], path
        assert errors == [], path
        page.close()


@pytest.mark.parametrize("path", PAGES)
def test_without_all_scripts_no_button_for_them_is_shown(context: BrowserContext, path: str) -> None:
    page = context.new_page()
    block(page, "*.js")
    page.goto(path)
    assert page.locator("button[type=button]:visible").all_text_contents() == []


def test_a_page_that_cannot_read_the_lists_does_not_call_them_empty(context: BrowserContext) -> None:
    page = context.new_page()
    page.goto("/")
    page.evaluate("localStorage.setItem('press-archive-kept', JSON.stringify(['release1']))")
    block(page, "list-page.js")
    page.goto("/list")
    expect(page.get_by_role("link", name="Kept (1)")).to_be_visible()
    expect(page.get_by_text("stored in this browser")).to_be_visible()
    expect(page.get_by_text("Nothing saved yet.")).to_be_hidden()
