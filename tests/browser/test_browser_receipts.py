"""An archivist reads a receipt in the browser, by mouse and by keyboard."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.support.desk_shelf import EMPTY


def test_from_the_list_to_the_files_of_one_reason(page: Page) -> None:
    page.goto("/receipts")
    page.get_by_role("link", name="Accession 1").click()
    page.get_by_role("link", name="Rejected 4").click()
    page.get_by_role("link", name=EMPTY).click()
    expect(page.get_by_role("heading", name="3 files")).to_be_visible()
    with page.expect_download() as taken:
        page.get_by_role("link", name="As a table for spreadsheets (CSV)").click()
    assert taken.value.suggested_filename == "receipt-1.csv"


def test_the_files_are_narrowed_by_keyboard_alone(page: Page) -> None:
    page.goto("/receipts/1")
    page.get_by_label("In the path or the reason").focus()
    page.keyboard.type("rahasia")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="1 file")).to_be_visible()
    expect(page.get_by_role("row", name="rahasia.txt")).to_be_visible()


@pytest.mark.parametrize("path", ["/receipts", "/receipts/1", "/receipts/2"])
@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_is_wider_than_the_screen(page: Page, path: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
