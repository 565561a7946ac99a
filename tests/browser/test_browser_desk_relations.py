"""An archivist decides about relations and mentions in the browser: by mouse, by keyboard alone, and without script."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from archive.record import Mention
from tests.browser.test_browser_axe import violations
from tests.support.commands import desk_state
from tests.support.deciding_shelf import BODY, CAPTION, HOSTILE, Shelf
from tests.support.serving import serving

MENTIONS, RELATIONS = "/desk/mentions", "/desk/relations"


class Desk(Shelf):
    """Three guessed photos, one name that is not in the archive, three doubtful relations; served at `url`."""

    url = ""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        at = BODY.index("Warga") + 30
        with self.archive.catalogue.write() as writer:
            for n, name in enumerate(("Đại biểu", "Thủ tướng", "Hồ Gươm")):
                self.photo(writer, f"b/{name}.jpg", 3 + n, f"Ảnh {name}")
            self.photo(writer, "c/foto-utama.jpg", 9, CAPTION, held=True)
            names = [Mention(name, "Ảnh", None, None, at) for name in ("dai-bieu.jpg", "thu-tuong.jpg", "ho-guom.jpg")]
            self.article = self.text(writer, "Warga Wolio menyambut", *names, Mention("tidak-ada.jpg", CAPTION))
            texts = [self.text(writer, f"{HOSTILE} {n}", held=n == 2) for n in range(4)]
            pictures = [self.photo(writer, f"{n}/pantai.jpg", 20 + n) for n in range(2)]
        with self.archive.catalogue.write() as writer:
            writer.relate(texts[0], "corrects", texts[1], "rule:name", 0.5)
            writer.relate(texts[2], "annex-of", texts[1], "rule:attachment", 0.6)
            writer.relate(pictures[0], "crop-of", pictures[1], "rule:difference-hash", 0.7)
        self.index()


@pytest.fixture
def desk(tmp_path: Path, served: set[str]) -> Iterator[Desk]:
    with closing(Desk(tmp_path)) as opened, serving(opened.app, served) as opened.url:
        yield opened


def focused(page: Page) -> str:
    """Return the id of the focused element, else its text."""
    return str(page.evaluate("document.activeElement.id || document.activeElement.textContent.trim()"))


def tab_to(page: Page, words: str, key: str = "Tab") -> None:
    for _ in range(60):
        page.keyboard.press(key)
        if focused(page) == words:
            return
    raise AssertionError(f"{words} is not to be reached")


def doubtful(desk: Desk) -> int:
    desk.index()
    return desk.page(f"/records/{desk.article}").count("<summary>Possible photo, unconfirmed")


def test_a_mention_is_confirmed_by_mouse_and_taken_back(page: Page, desk: Desk) -> None:
    page.goto(desk.url + MENTIONS)
    page.get_by_role("button", name="Confirm this photo").first.click()
    expect(page.locator(".done")).to_contain_text("Confirmed: dai-bieu.jpg")
    expect(page.get_by_role("link", name="Doubtful 2")).to_be_visible()
    expect(page.locator("#item-0")).to_contain_text("thu-tuong.jpg")
    assert doubtful(desk) == 2
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".done")).to_contain_text("Undone: dai-bieu.jpg")
    expect(page.locator("#item-0")).to_contain_text("dai-bieu.jpg")
    assert doubtful(desk) == 3


def test_mentions_are_decided_by_keyboard_alone(page: Page, desk: Desk) -> None:
    page.goto(desk.url + MENTIONS)
    tab_to(page, "Confirm this photo")
    page.keyboard.press("Enter")
    expect(page.locator(".done")).to_contain_text("Confirmed: dai-bieu.jpg")
    expect(page.locator("#item-0")).to_be_focused()
    expect(page.locator("#item-0")).to_be_in_viewport()
    expect(page.locator(".done")).to_be_in_viewport()
    tab_to(page, "Not this photo")
    page.keyboard.press("Space")
    expect(page.locator(".done")).to_contain_text("Refused: thu-tuong.jpg")
    expect(page.locator("[id^=item-]:focus")).to_have_count(1)
    page.keyboard.press("Shift+Tab")
    assert focused(page) == "Undo"
    page.keyboard.press("Enter")
    expect(page.locator(".done")).to_contain_text("Undone: thu-tuong.jpg")
    assert doubtful(desk) == 2


def test_what_was_done_and_what_is_next_are_seen_together_on_a_phone(page: Page, desk: Desk) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{desk.url}{RELATIONS}?lang=id")
    page.get_by_role("button", name="Konfirmasi").nth(1).click()
    expect(page.locator(".done strong")).to_be_in_viewport()
    expect(page.locator(".done button")).to_be_in_viewport()
    expect(page.locator("#item-1 button").first).to_be_in_viewport()


def test_a_photo_is_given_by_the_address_of_its_page(page: Page, desk: Desk) -> None:
    photo = next(one.photo for one in desk.archive.catalogue.namings() if one.photo)
    page.goto(f"{desk.url}{MENTIONS}?show=unresolved")
    page.get_by_text("By its id").click()
    field = page.get_by_label("Its id, or the address of its page")
    field.fill(f"{desk.url}/records/{photo}")
    field.press("Enter")
    expect(page.locator(".done")).to_contain_text("Confirmed: tidak-ada.jpg")


def test_another_photo_is_picked_beside_the_text_by_keyboard_alone(page: Page, desk: Desk) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{desk.url}{MENTIONS}?show=unresolved")
    page.get_by_role("link", name="Another photo").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Likely photos")).to_be_visible()
    expect(page.locator("mark").first).to_be_in_viewport()
    page.get_by_role("searchbox", name="Search photos").fill("Hồ Gươm")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Photos found")).to_be_visible()
    assert violations(page) == []
    tab_to(page, "Confirm this photo")
    page.keyboard.press("Enter")
    expect(page.locator(".done")).to_contain_text("Confirmed: tidak-ada.jpg")


def test_relations_are_decided_by_keyboard_alone(page: Page, desk: Desk) -> None:
    page.goto(desk.url + RELATIONS)
    for button, said in (("Confirm", "Confirmed:"), ("Refuse", "Refused:"), ("Confirm", "Confirmed:")):
        tab_to(page, button)
        page.keyboard.press("Enter")
        expect(page.locator(".done")).to_contain_text(said)
        expect(page.locator("#item-0")).to_be_focused()
    expect(page.locator("main")).to_contain_text("nothing waits here")
    assert len(desk.archive.catalogue.related()) == 2


def test_a_relation_is_added_with_what_is_wrong_said_at_its_field(browser: Browser, desk: Desk) -> None:
    """Uses a separate page without script: Chromium writes every 4xx to the console, which the other tests forbid."""
    with browser.new_context(storage_state=desk_state(), base_url=desk.url, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(RELATIONS)
        page.get_by_label("First record").fill("never-was")
        page.get_by_label("Second record").fill(desk.article)
        page.get_by_label("Relation", exact=True).select_option(label="A translation of")
        page.get_by_role("button", name="Relate them").click()
        expect(page.get_by_label("First record")).to_have_attribute("aria-invalid", "true")
        expect(page.get_by_label("First record")).to_have_accessible_description(
            "No record has these words, this id or this address: try other words."
        )
        expect(page.get_by_label("First record")).to_be_focused()
        expect(page.get_by_label("Second record")).to_have_value(desk.article)
        (first,) = (one.subject for one in desk.archive.catalogue.related() if one.type == "corrects")
        page.get_by_label("First record").fill(first)
        page.get_by_label("Relation", exact=True).select_option(label="Corrects")
        page.get_by_role("button", name="Relate them").click()
        expect(page.locator(".done")).to_contain_text("Confirmed:")
        page.get_by_role("button", name="Undo").click()
        expect(page.locator(".done")).to_contain_text("Undone:")


def test_the_record_to_merge_is_found_by_keyboard_and_words(page: Page, desk: Desk) -> None:
    page.goto(f"{desk.url}/desk/records/{desk.article}/merge")
    tab_to(page, "other")
    page.keyboard.type("evil")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Records found")).to_be_visible()
    assert violations(page) == []
    tab_to(page, "Merge…")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Merge these records?")).to_be_visible()
    tab_to(page, "Merge")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("Merged")


def test_each_button_says_what_it_is_about(page: Page, desk: Desk) -> None:
    page.goto(desk.url + MENTIONS)
    expect(page.get_by_role("button", name="Confirm this photo").first).to_have_accessible_description(
        "dai-bieu.jpg Đại biểu.jpg"
    )
    page.goto(desk.url + RELATIONS)
    button = page.get_by_role("button", name="Refuse").last
    expect(button).to_have_accessible_description("pantai.jpg A crop of pantai.jpg")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_no_violation_and_no_sideways_scroll(page: Page, desk: Desk, width: int, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.set_viewport_size({"width": width, "height": 900})
    paths = [
        MENTIONS,
        f"{MENTIONS}?show=unresolved",
        f"{MENTIONS}?show=decided",
        RELATIONS,
        f"{RELATIONS}?show=refused",
    ]
    for path in paths:
        page.goto(desk.url + path)
        assert violations(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    for path, button in ((MENTIONS, "Not this photo"), (RELATIONS, "Refuse")):
        page.goto(desk.url + path)
        page.get_by_role("button", name=button).first.click()
        expect(page.locator(".done")).to_be_visible()
        assert violations(page) == [], path
    for path in (f"{MENTIONS}?show=decided", f"{RELATIONS}?show=refused&lang=vi"):
        page.goto(desk.url + path)
        assert violations(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_no_violation_where_a_field_is_wrong(browser: Browser, desk: Desk) -> None:
    with browser.new_context(storage_state=desk_state(), base_url=desk.url) as context:
        page = context.new_page()
        page.goto(f"{MENTIONS}?show=unresolved")
        page.get_by_text("By its id").click()
        page.get_by_label("Its id, or the address of its page").fill("never-was")
        page.keyboard.press("Enter")
        expect(page.get_by_label("Its id, or the address of its page")).to_be_focused()
        assert violations(page) == []
        page.goto(RELATIONS)
        page.get_by_label("First record").fill("never-was")
        page.get_by_label("Second record").fill("never-was")
        page.get_by_label("Relation", exact=True).select_option(label="Corrects")
        page.get_by_role("button", name="Relate them").click()
        expect(page.get_by_label("First record")).to_be_focused()
        assert violations(page) == []
