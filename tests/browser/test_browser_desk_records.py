"""An archivist corrects captions, accepts values, releases and holds records in the browser: by mouse and by keyboard
alone."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from archive.access import ARCHIVIST
from archive.catalogue import Access
from archive.record import Description, Status
from tests.browser.test_browser_axe import violations
from tests.support.commands import desk_state
from tests.support.desk_pages import HELD, Desk
from tests.support.http_load import wait_until

CAPTION, OTHER = "Gubernur memotong pita di Kupang", "Bupati memotong pita di Kupang"
WIDE = "W" * 300


class Served(Desk):
    """Photos with two candidate captions, a held and a withdrawn record, one with long words; served at `url`."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.record = self.photo(CAPTION, filename="W-ALI_0412.jpg", keywords=["pita"])
        said = Description("image/jpeg", "test", 2)
        for key, value, origin in (
            ("kind", "photo", "test"),
            ("language", "id", "test"),
            ("title", CAPTION, "first sentence"),
            ("caption", CAPTION, "xmp:dc:description"),
            ("caption", OTHER, "iim:2:120"),
            ("created", "2025-05-03T09:12:44", "exif:DateTimeOriginal"),
        ):
            said.offer(key, value, origin)
        with self.archive.catalogue.write() as w:
            w.describe(self.record, said)
        self.held = self.shelf.add("Pidato yang belum boleh terbit", access=HELD)
        self.shelf.add("Siaran yang ditarik", access=Access(Status.WITHDRAWN))
        self.odd = self.photo(f"<b>{WIDE}</b> \u202egpj.exe", title=f"{WIDE} \u202e", credit=WIDE)
        self.index()
        self.url = ""

    def caption(self) -> object:
        found = self.archive.catalogue.get(self.record, ARCHIVIST)
        assert found is not None
        return found.values.get("caption")


@pytest.fixture
def desk(tmp_path: Path, served: set[str]) -> Iterator[Served]:
    desk = Served(tmp_path / "archive")
    server = make_server("127.0.0.1", 0, desk.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    served.add(f"127.0.0.1:{server.port}")
    desk.url = f"http://127.0.0.1:{server.port}"
    yield desk
    server.shutdown()
    thread.join()
    server.server_close()
    desk.close()


def test_a_caption_is_corrected_by_mouse_and_taken_back(page: Page, desk: Served) -> None:
    page.goto(f"{desk.url}/records/{desk.record}")
    page.get_by_role("link", name="At the desk").click()
    field = page.get_by_role("region", name="Caption", exact=True)
    field.get_by_text("Type another").click()
    field.get_by_role("textbox", name="Caption").fill("Wali kota memotong pita di Kupang")
    field.get_by_role("button", name="Save").click()
    expect(page.locator("main p[role=status]")).to_contain_text("Done as change 1.")
    expect(field).to_contain_text("The archivist")
    desk.index()
    page.goto(f"{desk.url}/search?q=caption:wali+kota")
    expect(page.locator(".entries li")).to_have_count(1)
    page.goto(f"{desk.url}/desk/changes")
    page.get_by_role("link", name="Change 1").click()
    page.get_by_role("link", name="Undo").click()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Change 2")
    assert desk.caption() == CAPTION


def test_a_second_window_overwrites_nothing_and_keeps_what_was_typed(page: Page, desk: Served) -> None:
    first, second = page, page.context.new_page()
    for window in (first, second):
        window.goto(f"{desk.url}/desk/records/{desk.record}")
        typed = window.get_by_role("region", name="Caption", exact=True)
        typed.get_by_text("Type another").click()
    for window, words in ((first, "Wali kota memotong pita"), (second, "Camat memotong pita")):
        typed = window.get_by_role("region", name="Caption", exact=True)
        typed.get_by_role("textbox", name="Caption").fill(words)
        typed.get_by_role("button", name="Save").click()
    told = second.get_by_role("alert", name="Changed meanwhile")
    expect(told).to_contain_text("Wali kota memotong pita")
    assert desk.caption() == "Wali kota memotong pita"
    typed = second.get_by_role("region", name="Caption", exact=True)
    expect(typed.get_by_role("textbox", name="Caption")).to_have_value("Camat memotong pita")
    typed.get_by_role("button", name="Save").click()
    expect(second.locator("main p[role=status]")).to_contain_text("Done as change 2.")
    assert desk.caption() == "Camat memotong pita"


def test_a_value_on_offer_is_taken_by_a_click(page: Page, desk: Served) -> None:
    page.goto(f"{desk.url}/desk/records/{desk.record}")
    field = page.get_by_role("region", name="Caption", exact=True)
    field.get_by_role("button", name="Take this").click()
    expect(page.locator("main p[role=status]")).to_contain_text("Done as change 1.")
    assert desk.caption() == OTHER
    field.get_by_role("button", name="Give back what the file says").click()
    expect(page.locator("main p[role=status]")).to_contain_text("Done as change 2.")
    assert desk.caption() == CAPTION


def test_a_caption_is_corrected_by_keyboard_alone(page: Page, desk: Served) -> None:
    page.goto(f"{desk.url}/desk/records?q=W-ALI")
    page.locator("main").focus()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(CAPTION)
    reach(page, "Type another Caption")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Control+a")
    page.keyboard.type("Camat memotong pita")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("main p[role=status]")).to_contain_text("Done as change 1.")
    assert desk.caption() == "Camat memotong pita"


def test_fields_of_many_are_set_by_keyboard_alone(page: Page, desk: Served) -> None:
    page.goto(f"{desk.url}/desk/records?q=pita")
    reach(page, "id")
    page.keyboard.press("Space")
    reach(page, "Set fields…")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Set fields")
    reach(page, "key")
    page.keyboard.type("City")
    reach(page, "value")
    page.keyboard.type("Kupang")
    reach(page, "Show what would change")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=2)).to_have_text("1 record would change")
    reach(page, "Set 1 field")
    page.keyboard.press("Enter")
    expect(page.locator(".change-done ins")).to_have_text("Kupang")
    expect(page.get_by_role("heading", level=1)).to_contain_text("pita")


def test_ticks_stay_on_other_pages_and_shift_takes_all_between_two(page: Page, desk: Served) -> None:
    for n in range(12):
        desk.photo(f"Kapal {n:02}")
    desk.index()
    first, second = (f"{desk.url}/desk/records?q=kapal&sort=title&view=grid&page_size=8&page={n}" for n in (1, 2))
    said = page.locator(".tally [role=status]")
    pictures = page.locator("main li label")
    page.set_viewport_size({"width": 360, "height": 500})
    page.goto(first)
    pictures.nth(1).click()
    pictures.nth(3).click(modifiers=["Shift"])
    expect(said).to_have_text("3 selected, 3 on this page")
    page.goto(second)
    expect(said).to_have_text("3 selected, 0 on this page")
    page.get_by_role("checkbox", name="Kapal 08").focus()
    page.keyboard.press("Space")
    page.get_by_role("checkbox", name="Kapal 11").focus()
    page.keyboard.press("Shift+Space")
    expect(said).to_have_text("7 selected, 4 on this page")
    page.get_by_role("checkbox", name="Kapal 09").uncheck()
    scroll = "scrollTo({ top: 200, behavior: 'instant' }); scrollY"
    assert (height := page.evaluate(scroll)) > 100
    page.get_by_role("button", name="Set fields").evaluate("button => button.click()")
    expect(page.locator(".those")).to_contain_text("6 records: Kapal")
    page.get_by_role("link", name="Cancel").click()
    expect(said).to_have_text("6 selected, 3 on this page")
    assert wait_until(lambda: page.evaluate("scrollY") == height)
    page.get_by_role("button", name="Set fields").evaluate("button => button.click()")
    page.get_by_label("Field", exact=True).select_option("City")
    page.get_by_label("Value", exact=True).fill("Kupang")
    page.get_by_role("button", name="Show what would change").click()
    page.get_by_role("button", name="Set 1 field").click()
    expect(page.locator(".change-done")).to_contain_text("Done: Fields set · 6 records · City: Kupang")
    assert wait_until(lambda: page.evaluate("scrollY") == height)
    expect(page.locator(".change-done")).to_be_in_viewport()
    expect(said).to_be_empty()
    page.get_by_label("Select all on this page").check()
    expect(said).to_have_text("4 selected, 4 on this page")
    page.reload()
    expect(said).to_have_text("4 selected, 4 on this page")
    page.get_by_role("button", name="Clear").click()
    expect(said).to_be_empty()
    page.goto(f"{desk.url}/desk/records?q=pita")
    expect(said).to_be_empty()


def reach(page: Page, wanted: str) -> None:
    """Press Tab until the element with that name or text has the focus."""
    said = "(e => [e.name, e.innerText || e.textContent].map(s => (s || '').replace(/\\s+/g, ' ').trim()))"
    page.wait_for_load_state("domcontentloaded")
    for _ in range(120):
        page.keyboard.press("Tab")
        if wanted in page.evaluate(f"{said}(document.activeElement)"):
            return
    pytest.fail(f"no way to {wanted!r} by Tab")


def test_a_record_is_held_and_released_without_script(browser: Browser, desk: Served) -> None:
    with browser.new_context(storage_state=desk_state(), java_script_enabled=False, base_url=desk.url) as context:
        page = context.new_page()
        page.goto(f"/desk/records/{desk.record}")
        page.get_by_role("button", name="Hold").click()
        page.get_by_label("until this hour").check()
        page.get_by_label("Day", exact=True).fill("2099-05-03")
        page.get_by_label("Hour", exact=True).fill("10:00")
        page.get_by_role("button", name="Hold").click()
        expect(page.locator(".change-done ins")).to_have_text("Held (3 May 2099, 10:00 WIB)")
        expect(page.get_by_role("heading", level=1)).to_have_text(CAPTION)
        answer = page.goto(f"/records/{desk.record}")
        assert answer is not None
        assert answer.status == 404
        page.goto("/desk/records?status=held")
        page.get_by_label("Which records").select_option("page")
        page.get_by_role("button", name="Release").click()
        expect(page.get_by_role("heading", name="2 become public")).to_be_visible()
        page.get_by_role("button", name="Release").click()
        answer = page.goto(f"/records/{desk.held}")
        assert answer is not None
        assert answer.status == 200


def walk(page: Page, desk: Served) -> Iterator[str]:
    """Open every page of this section in turn, and yield its name."""
    desk.post(f"/desk/records/{desk.odd}", key="credit", how="set", value=f"{WIDE} 2")
    desk.post(f"/desk/records/{desk.odd}", key="credit", how="set", value=f"{WIDE} 3")
    for path in ("?page_size=2", "?q=pita", "?view=grid", "?status=held", "?q=zzz"):
        page.goto(f"{desk.url}/desk/records{path}")
        yield path
    for record in (desk.record, desk.held, desk.odd):
        page.goto(f"{desk.url}/desk/records/{record}")
        for summary in page.locator("main details summary:visible").all():
            summary.click()
        yield f"record {record}"
    page.goto(f"{desk.url}/desk/records/{desk.record}")
    with page.expect_navigation():
        page.get_by_role("button", name=re.compile("Hold|Tahan|Tạm giữ")).click()
    yield "hold"
    page.goto(f"{desk.url}/desk/records")
    page.locator("select[name=scope]").select_option("page")
    with page.expect_navigation():
        page.locator(".buttons button").first.click()
    page.locator("#key").select_option("credit")
    page.locator("#value").fill(WIDE)
    with page.expect_navigation():
        page.locator("button[name=more]").click()
    yield "form"
    page.locator("#key-2").select_option("keywords")
    page.locator("#how-2").select_option("add")
    page.locator("#value-2").fill(f"pita; {WIDE}")
    with page.expect_navigation():
        page.locator("form.setting button:not([name])").click()
    yield "preview"
    with page.expect_navigation():
        page.locator("form.confirm button").click()
    yield "done"
    for path in ("changes", "changes/1", "changes/1/undo"):
        page.goto(f"{desk.url}/desk/{path}")
        yield path


@pytest.mark.parametrize(
    ("scheme", "width", "lang"), [("light", 1280, "en"), ("dark", 375, "id"), ("dark", 1280, "vi")]
)
def test_no_violation(page: Page, desk: Served, scheme: str, width: int, lang: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.set_viewport_size({"width": width, "height": 1100})  # no box is half hidden behind the action bar
    page.goto(f"{desk.url}/?lang={lang}")
    assert {where: found for where in walk(page, desk) if (found := violations(page))} == {}


@pytest.mark.parametrize("width", [320, 768])
def test_nothing_is_wider_than_the_screen(page: Page, desk: Served, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    widths = {where: page.evaluate("document.documentElement.scrollWidth") for where in walk(page, desk)}
    assert widths
    assert {where: wide for where, wide in widths.items() if wide > width} == {}


def test_what_is_wrong_is_said_at_the_field_that_has_the_focus(browser: Browser, desk: Served) -> None:
    """Uses a separate context: Chromium writes every 4xx to the console, which the other tests forbid."""
    with browser.new_context(storage_state=desk_state(), base_url=desk.url, color_scheme="dark") as context:
        page = context.new_page()
        page.goto(f"/desk/records/{desk.record}")
        field = page.get_by_role("region", name="Made", exact=True)
        field.get_by_text("Type another").click()
        field.get_by_role("textbox", name="Made").fill("besok")
        field.get_by_role("button", name="Save").click()
        typed = field.get_by_role("textbox", name="Made")
        expect(typed).to_have_value("besok")
        expect(typed).to_be_focused()
        expect(typed).to_have_accessible_description(re.compile("Made: 'besok' is not a date"))
        assert violations(page) == []
        page.goto("/desk/records?q=pita")
        page.get_by_role("button", name="Set fields").click()
        expect(page.get_by_role("alert")).to_have_text("No record is chosen: tick some, or choose all.")
        assert violations(page) == []


@pytest.mark.parametrize("script", [True, False])
def test_what_was_typed_before_a_restart_is_sent_again_on_a_phone_in_another_language(
    browser: Browser, desk: Served, script: bool
) -> None:
    """Uses a separate context, as above."""
    with browser.new_context(
        storage_state=desk_state(),
        base_url=desk.url,
        viewport={"width": 320, "height": 640},
        java_script_enabled=script,
    ) as context:
        page = context.new_page()
        page.goto(f"/desk/records/{desk.record}")
        field = page.get_by_role("region", name="Caption", exact=True)
        field.get_by_text("Type another").click()
        field.get_by_role("textbox", name="Caption").fill("Camat memotong pita\ndi Kupang")
        desk.app.config["FORM_TOKEN"] = "of the next run"
        field.get_by_role("button", name="Save").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Not sent yet")
        page.get_by_role("button", name="Bahasa Indonesia").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Belum terkirim")
        expect(page.get_by_role("textbox", name="Keterangan foto")).to_have_value("Camat memotong pita\ndi Kupang")
        if script:  # which axe is
            assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        page.get_by_role("button", name="Kirim lagi").click()
        expect(page.locator("main p[role=status]")).to_contain_text("perubahan 1")
        assert desk.caption() == "Camat memotong pita\ndi Kupang"


def test_the_parts_of_the_desk_take_one_row_on_a_phone_and_open_without_script(browser: Browser, desk: Served) -> None:
    with browser.new_context(
        storage_state=desk_state(), base_url=desk.url, viewport={"width": 360, "height": 640}, java_script_enabled=False
    ) as context:
        page = context.new_page()
        page.goto("/desk/changes")
        parts = page.get_by_role("navigation", name="Desk")
        expect(parts.get_by_role("link", name="Changes")).to_be_visible()
        expect(parts.get_by_role("link", name="Relations")).to_be_hidden()
        assert (parts.bounding_box() or {})["height"] < 110
        parts.get_by_text("Parts of the desk").click()
        parts.get_by_role("link", name="Relations").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Relations")
