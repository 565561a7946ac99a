"""Saving and copying in a browser: a list that it stores, copied citations, links to passages."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.support.http_load import wait_until
from tests.support.web_fakes import BODY

TITLE = "Penandatanganan konvensi di Hanoi"
SECOND = BODY.index("Acara")


def keep(page: Page, title: str) -> None:
    page.get_by_role("button", name=f"Keep: {title}").click()


@pytest.fixture
def clipboard(context: BrowserContext) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])


def copied(page: Page) -> str:
    """Return the text copied since the last call. The message is cleared each time, so it must appear again."""
    status = page.locator("#kept-status")
    expect(status).to_have_text("Copied.")
    status.evaluate("status => status.replaceChildren()")
    return str(page.evaluate("navigator.clipboard.readText()"))


def test_records_are_kept_shared_and_exported_by_mouse(page: Page, browser: Browser, base_url: str) -> None:
    page.goto("/search?q=konvensi")
    keep(page, TITLE)
    expect(page.locator("#kept-status")).to_have_text("Kept in this browser.")
    expect(page.get_by_role("button", name=f"Keep: {TITLE}")).to_have_attribute("aria-pressed", "true")
    page.goto("/records/photo1")
    keep(page, "Penyambutan")
    page.goto("/")
    page.get_by_role("link", name="Kept (2)").click()
    expect(page).to_have_url(re.compile(r"/list\?ids=release1,photo1$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("A list of 2 records")
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV", exact=True).click()
    assert download.value.suggested_filename == "press-archive.csv"
    assert TITLE in download.value.path().read_text(encoding="utf-8-sig")
    with page.expect_download() as download:
        page.get_by_role("link", name="Previews with captions (ZIP)").click()
    with zipfile.ZipFile(io.BytesIO(download.value.path().read_bytes())) as previews:
        assert previews.namelist() == ["previews/W-HAI_1275-photo1.jpg", "captions.csv"]
    # Someone else opens the address, and saves the records.
    with browser.new_context(base_url=base_url) as theirs:
        other = theirs.new_page()
        other.goto(page.url)
        expect(other.get_by_role("link", name="Kept")).to_have_count(0)
        other.get_by_role("button", name="Save to my lists").click()
        expect(other.get_by_role("link", name="Kept (2)")).to_be_visible()
        expect(other.get_by_role("button", name="Save to my lists")).to_have_count(0)


def test_what_is_kept_is_let_go_again(page: Page) -> None:
    page.goto("/search?q=konvensi")
    keep(page, TITLE)
    page.reload()
    toggle = page.get_by_role("button", name=f"Keep: {TITLE}")
    expect(toggle).to_have_attribute("aria-pressed", "true")
    toggle.click()
    expect(toggle).to_have_attribute("aria-pressed", "false")
    expect(page.get_by_role("link", name="Kept")).to_have_count(0)
    keep(page, TITLE)
    page.get_by_role("link", name="Kept (1)").click()
    page.get_by_role("button", name="Delete this list").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("My lists")
    expect(page.get_by_text("Nothing saved yet.")).to_be_visible()
    expect(page.get_by_role("link", name="Kept")).to_have_count(0)


def test_a_list_of_nothing_offers_nothing_to_take_away(page: Page) -> None:
    page.goto("/list?ids=never")
    expect(page.get_by_role("heading", level=1)).to_have_text("An empty list")
    expect(page.get_by_role("link", name="CSV")).to_have_count(0)


def test_lists_have_names_notes_and_an_order_that_are_kept(page: Page, browser: Browser, base_url: str) -> None:
    page.goto("/list")
    page.get_by_label("New list").fill("Hanoi & laut")
    page.get_by_role("button", name="Create list").click()
    page.goto("/search?q=konvensi")
    keep(page, TITLE)
    page.goto("/records/photo1")
    keep(page, "Penyambutan")
    page.get_by_role("link", name="Hanoi & laut (2)").click()
    page.get_by_label(f"Note: {TITLE}").fill("untuk halaman 3")
    page.get_by_role("button", name="Move up: Penyambutan").click()
    expect(page).to_have_url(re.compile(r"/list\?ids=photo1,release1&name=Hanoi"))
    expect(page.get_by_role("button", name="Move up: Penyambutan")).to_be_focused()
    with page.expect_download() as download:
        page.get_by_role("link", name="RIS", exact=True).click()
    assert download.value.suggested_filename == "Hanoi & laut.ris"
    assert download.value.path().read_text(encoding="utf-8").index("Penyambutan") > 0
    page.reload()
    expect(page.locator(".entries .title")).to_have_text(["Penyambutan", TITLE])
    expect(page.get_by_label(f"Note: {TITLE}")).to_have_value("untuk halaman 3")
    expect(page.locator("#citations > li").first).to_contain_text("Penyambutan")
    # Their address has the name; notes stay here.
    with browser.new_context(base_url=base_url) as theirs:
        other = theirs.new_page()
        other.goto(page.url)
        expect(other.get_by_role("heading", level=1)).to_have_text("Hanoi & laut")
        other.get_by_role("button", name="Save to my lists").click()
        expect(other.get_by_label(f"Note: {TITLE}")).to_have_value("")
        expect(other.get_by_role("link", name="Hanoi & laut (2)")).to_be_visible()


def test_a_list_of_before_is_the_first_one_and_another_can_take_its_place(page: Page) -> None:
    page.goto("/")
    page.evaluate("localStorage.setItem('press-archive-kept', JSON.stringify(['release1', 'photo1']))")
    page.goto("/list")
    expect(page.locator(".saved li")).to_have_text([re.compile("Kept.*Records: 2")])
    page.get_by_label("New list").fill("Kedua")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Kedua (0)")).to_be_visible()
    page.get_by_role("button", name="Add here: Kept").click()
    expect(page.get_by_role("link", name="Kept (2)")).to_be_visible()


def test_a_saved_search_says_what_is_new(page: Page) -> None:
    page.goto("/search?q=konvensi")
    page.get_by_role("button", name="Save this search").click()
    expect(page.locator("#kept-status")).to_have_text("Saved. My lists shows what is new.")
    page.goto("/list")
    row = page.locator("#my-searches li")
    expect(row).to_contain_text("nothing new since")
    page.evaluate(
        """() => {
            const [saved] = JSON.parse(localStorage.getItem("press-archive-searches"));
            const seen = new Date(Date.now() - 3 * 86_400_000).toISOString();
            const before = { ...saved, total: saved.total - 1, seen };
            localStorage.setItem("press-archive-searches", JSON.stringify([before]));
        }"""
    )
    page.reload()
    expect(row).to_contain_text(re.compile(r"1 new since \w+day"))
    row.get_by_role("link", name="konvensi").click()
    expect(page.get_by_role("button", name="Save this search")).to_be_disabled()
    page.goto("/list")
    expect(row).to_contain_text("nothing new since")
    row.get_by_text("Edit").click()
    row.get_by_role("button", name="Delete search").click()
    expect(page.get_by_text("Nothing saved yet.")).to_be_visible()


def test_what_another_window_changes_is_seen_at_once(page: Page) -> None:
    page.goto("/search?q=konvensi")
    other = page.context.new_page()
    other.goto("/records/photo1")
    keep(other, "Penyambutan")
    expect(page.get_by_role("link", name="Kept (1)")).to_be_visible()
    keep(page, TITLE)
    expect(other.get_by_role("link", name="Kept (2)")).to_be_visible()


def test_two_windows_on_one_list_overwrite_nothing(page: Page) -> None:
    page.goto("/search?q=konvensi")
    keep(page, TITLE)
    page.get_by_role("link", name="Kept (1)").click()
    other = page.context.new_page()
    other.goto(page.url)
    page.locator("#list-tools textarea").fill("untuk pameran")
    page.get_by_label(f"Note: {TITLE}").fill("halaman 3")
    expect(other.locator("#list-tools textarea")).to_have_value("untuk pameran")
    note = other.get_by_label(f"Note: {TITLE}")
    expect(note).to_have_value("halaman 3")
    note.press("End")
    note.press_sequentially(", atas")
    expect(page.get_by_label(f"Note: {TITLE}")).to_have_value("halaman 3, atas")


def test_a_name_being_typed_survives_a_change_in_another_window(page: Page) -> None:
    page.goto("/search?q=konvensi")
    keep(page, TITLE)
    page.get_by_role("link", name="Kept (1)").click()
    name = page.get_by_label("Name")
    name.press_sequentially("Hari")
    other = page.context.new_page()
    other.goto("/records/photo1")
    keep(other, "Penyambutan")
    expect(other.get_by_role("link", name="Kept (2)")).to_be_visible()
    expect(page.get_by_role("link", name="Kept (2)")).to_be_visible()
    name.press_sequentially(" Kamis")
    name.press("Tab")
    expect(page.locator(".entries > *")).to_have_count(2)
    expect(page.get_by_label("Name")).to_have_value("Hari Kamis")
    assert "name=Hari+Kamis" in page.url


def test_a_search_saved_in_two_windows_is_one(page: Page) -> None:
    page.goto("/search?q=konvensi")
    other = page.context.new_page()
    other.goto("/search?q=konvensi")
    for window in (page, other):
        window.get_by_role("button", name="Save this search").click()
    page.goto("/list")
    expect(page.locator("#my-searches li")).to_have_count(1)


def test_by_keyboard_alone(page: Page, clipboard: None) -> None:
    page.goto("/records/release1")
    page.get_by_role("button", name=f"Keep: {TITLE}").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_role("link", name="Kept (1)")).to_be_visible()
    page.get_by_role("button", name="Copy the citation").focus()
    page.keyboard.press("Enter")
    said = copied(page)
    assert said.startswith(f"vietnamnet.vn. “{TITLE}” [Press release, No. 123/SP/HM/X/2025]. 25 October 2025.")
    assert "\n" not in said
    page.get_by_role("button", name="Links to paragraphs").focus()
    page.keyboard.press("Enter")
    page.locator(f"#t{SECOND} .pilcrow").focus()
    expect(page.locator(f"#t{SECOND} .pilcrow")).to_have_css("opacity", "1")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"#t{SECOND}$"))
    assert copied(page).endswith(f"/records/release1#t{SECOND}")


def test_signs_of_paragraphs_are_no_stops_until_they_are_asked_for(page: Page) -> None:
    page.goto("/records/release1")
    signs = page.locator(".pilcrow")
    expect(signs).to_have_count(3)
    assert signs.evaluate_all("all => all.map(sign => sign.tabIndex)") == [-1, -1, -1]
    expect(signs.first).to_have_css("opacity", "0")
    page.locator(f"#t{SECOND}").hover()
    expect(page.locator(f"#t{SECOND} .pilcrow")).to_have_css("opacity", "1")


def test_a_link_to_a_paragraph_shows_it_marked(browser: Browser, base_url: str) -> None:
    """Without script, like all reading."""
    with browser.new_context(java_script_enabled=False, base_url=base_url) as context:
        page = context.new_page()
        page.goto(f"/records/release1/passage/{SECOND + 5}")
        expect(page).to_have_url(re.compile(f"/records/release1#t{SECOND}$"))
        marked, plain = page.locator(f"#t{SECOND}"), page.locator("#t0")
        expect(marked).to_be_in_viewport()
        background = "element => getComputedStyle(element).backgroundColor"
        assert marked.evaluate(background) != plain.evaluate(background)


SELECT = """(paragraph, words) => {
    const range = document.createRange(), text = paragraph.firstChild, start = text.data.indexOf(words);
    range.setStart(text, start);
    range.setEnd(text, start + words.length);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
}"""


def test_selected_words_have_an_address_at_which_they_are_marked(page: Page, clipboard: None) -> None:
    """Partly selected words are copied whole, because browsers do not highlight parts of words."""
    page.goto("/records/release1")
    expect(page.get_by_role("button", name="Copy link")).to_have_count(0)
    page.locator(f"#t{SECOND}").evaluate(SELECT, "hadiri wak")
    page.get_by_role("button", name="Copy link").click()
    address = copied(page)
    assert address.endswith(f"/records/release1#t{SECOND}:~:text=dihadiri%20wakil")
    page.goto("about:blank")
    page.goto(address)
    expect(page.locator(f"#t{SECOND}")).to_be_in_viewport()


def test_selected_words_are_quoted_with_their_source_by_keyboard_alone(page: Page, clipboard: None) -> None:
    page.goto("/records/release1")
    page.locator(f"#t{SECOND}").evaluate(SELECT, "hadiri wak")
    page.locator(f"#t{SECOND}").scroll_into_view_if_needed()
    expect(page.get_by_role("group", name="Selected words")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Copy quote with citation")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="Copied.")).to_be_in_viewport(ratio=1)
    quote, source = copied(page).split("\n")
    assert quote == "“dihadiri wakil”"
    assert source.startswith(f"vietnamnet.vn, “{TITLE}”, 25 October 2025, ")
    assert re.search(rf", para\. 2\. http://[^ ]+/records/release1/passage/{SECOND}$", source)
    page.keyboard.press("Escape")
    expect(page.get_by_role("group", name="Selected words")).to_have_count(0)


def test_where_nothing_may_be_copied_the_words_are_selected(page: Page) -> None:
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    page.goto("/records/photo1")
    page.get_by_role("button", name="Copy the citation").click()
    expect(page.locator("#kept-status")).to_have_text("It could not be copied; it is selected now.")
    assert wait_until(lambda: "Penyambutan" in page.evaluate("getSelection().toString()"))


def test_all_citations_of_a_list_are_copied_line_by_line(page: Page, clipboard: None) -> None:
    page.goto("/list?ids=release1,photo1")
    page.get_by_role("button", name="Copy all citations").click()
    assert [line.partition(".")[0] for line in copied(page).split("\n")] == ["vietnamnet", "VNA"]
    page.get_by_role("button", name="Copy the address").click()
    assert copied(page).endswith("/list?ids=release1,photo1")


@pytest.mark.parametrize("stored", ["{", "null", "[1, {}]", '["../x", "<b>", "release1"]', '"release1"'])
def test_whatever_is_in_the_storage_the_page_stays_whole(page: Page, stored: str) -> None:
    page.add_init_script(f"localStorage.setItem('press-archive-kept', {stored!r})")
    page.goto("/search?q=konvensi")
    expect(page.get_by_role("button", name=f"Keep: {TITLE}")).to_be_visible()


def test_where_storage_is_closed_a_list_lasts_as_long_as_the_page(page: Page) -> None:
    page.add_init_script("Object.defineProperty(window, 'localStorage', {get() { throw new Error('closed'); }})")
    page.goto("/search?q=konvensi")
    keep(page, TITLE)
    expect(page.get_by_role("link", name="Kept (1)")).to_be_visible()
    expect(page.locator("#kept-status")).to_contain_text("This browser stores nothing.")


def test_a_full_list_says_so(page: Page) -> None:
    page.goto("/")
    page.evaluate(
        "localStorage.setItem('press-archive-kept', JSON.stringify([...Array(200).keys()].map(n => `id${n}`)))"
    )
    page.goto("/search?q=konvensi")
    keep(page, TITLE)
    expect(page.locator("#kept-status")).to_have_text("The list is full: it holds at most 200 records.")
    expect(page.get_by_role("button", name=f"Keep: {TITLE}")).to_have_attribute("aria-pressed", "false")


def test_a_shared_list_is_complete_without_script(browser: Browser, base_url: str) -> None:
    with browser.new_context(java_script_enabled=False, base_url=base_url) as context:
        page = context.new_page()
        page.goto("/list?ids=photo1,held1,release1")
        expect(page.get_by_text("1 record of this list is not available.")).to_be_visible()
        expect(page.locator("ol.entries > li")).to_have_count(2)
        expect(page.get_by_role("button", name="Keep")).to_have_count(0)
        with page.expect_download() as download:
            page.get_by_role("link", name="RIS", exact=True).click()
        assert download.value.path().read_bytes().count(b"TY  - ") == 2
        page.goto("/records/release1")
        expect(page.locator("#citation")).to_contain_text("SHA-256")
        with page.expect_download() as download:
            page.get_by_role("link", name="BibTeX", exact=True).click()
        assert download.value.suggested_filename == "release1.bib"


@pytest.mark.parametrize("width", [320, 768])
@pytest.mark.parametrize("path", ["/list?ids=release1,photo1,frame1302,held1", "/list"])
def test_no_list_scrolls_sideways(page: Page, path: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_sign_of_a_paragraph_never_makes_a_line(page: Page) -> None:
    page.goto("/records/release1")
    expect(page.locator(".pilcrow").first).to_be_attached()
    longer = """signs => signs.filter(sign => {
        const paragraph = sign.parentElement;
        const height = paragraph.clientHeight;
        sign.style.display = "none";
        const alone = paragraph.clientHeight;
        sign.style.display = "";
        return height > alone;
    }).length"""
    for width in range(300, 420, 4):
        page.set_viewport_size({"width": width, "height": 700})
        assert page.locator(".pilcrow").evaluate_all(longer) == 0, width
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
