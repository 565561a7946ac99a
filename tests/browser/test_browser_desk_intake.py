"""An archivist uploads files in the browser, chosen, dropped or by keyboard, and finds them as records."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import FileChooser, Page, expect

from archive.storage.archive import Archive
from tests.browser.test_browser_axe import violations
from tests.support.commands import desk_app, desk_state
from webui.http.server import Server, address, open_listener
from webui.services.services import OpenArchive


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, served: set[str]) -> Iterator[str]:
    """The address of the desk of an empty archive, on the server that `serve` runs."""
    folder = tmp_path_factory.mktemp("desk") / "archive"
    Archive.create(folder).close()
    services = OpenArchive(folder)
    listener = open_listener("127.0.0.1", 0)
    url = address(listener).rstrip("/")
    served.add(url.removeprefix("http://"))
    server = Server(desk_app(services), listener, 4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield url
    server.stop()
    thread.join()
    services.close()


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a text in a subfolder, an empty file, one that is larger than a piece, and odd names."""
    folder = tmp_path_factory.mktemp("disk")
    (folder / "kapal" / "2025").mkdir(parents=True)
    (folder / "kapal" / "2025" / "kapal rumah sakit.txt").write_text("Kapal rumah sakit\n\nBersandar di Ambon.\n")
    (folder / "kapal" / "..%2f‮gpj.txt").write_text("Kapal terbalik\n\nNamanya dibaca dari kanan.\n")
    (folder / "kapal" / "kosong.txt").write_bytes(b"")
    (folder / "kapal" / "buku.txt").write_text("Buku panjang kapalselam\n\n" + "Kata demi kata.\n" * 80_000)
    (folder / "jembatan 😀.txt").write_text("Jembatan gantung\n\nDibuka di Kapuas.\n")
    (folder / "pasar.txt").write_text("Pasar terapung\n\nRamai di Banjarmasin.\n")
    return folder


def drop(page: Page, *paths: Path) -> None:
    """Drop files and folders from the desktop, as the browser sees it."""
    session = page.context.new_cdp_session(page)
    data = {"items": [], "files": [str(path) for path in paths], "dragOperationsMask": 1}
    for kind in ("dragEnter", "dragOver", "drop"):
        session.send("Input.dispatchDragEvent", {"type": kind, "x": 200, "y": 300, "data": data})


def finds(page: Page, desk: str, query: str, title: str) -> None:
    page.goto(f"{desk}/search?q={query}")
    expect(page.get_by_role("link", name=title).first).to_be_visible()


def test_files_that_are_chosen_become_records(page: Page, desk: str, disk: Path) -> None:
    page.goto(f"{desk}/desk/intake")
    expect(page.get_by_role("button", name="Add files")).to_be_disabled()
    page.get_by_label("Choose files").set_input_files([disk / "jembatan 😀.txt", disk / "pasar.txt"])
    expect(page.get_by_text("Files: 2, 7")).to_be_visible()
    page.get_by_label("Collection").fill("Kalimantan")
    page.get_by_role("button", name="Add files").click()
    expect(page.get_by_text("Every file is accounted for.", exact=True)).to_be_visible()
    expect(page.get_by_text("Files accounted for: 2 of 2", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="Jembatan gantung")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("link", name="The receipt: what became of each file").click()
    expect(page.get_by_role("rowheader", name="jembatan 😀.txt", exact=True)).to_be_visible()
    finds(page, desk, "terapung+collection:Kalimantan", "Pasar terapung")


def test_a_folder_that_is_dropped_keeps_its_shape(page: Page, desk: str, disk: Path) -> None:
    page.goto(f"{desk}/desk/intake")
    drop(page, disk / "kapal", disk / "pasar.txt")
    expect(page.get_by_text("Files: 5,")).to_be_visible()
    expect(page.get_by_text("kapal/2025/kapal rumah sakit.txt")).to_be_visible()
    page.get_by_role("button", name="Add files").click()
    expect(page.get_by_text("Every file is accounted for.", exact=True)).to_be_visible()
    page.get_by_role("link", name="The receipt: what became of each file").click()
    for name in (
        "kapal/2025/kapal rumah sakit.txt",
        "kapal/kosong.txt",
        "kapal/buku.txt",
        "kapal/..%2f\N{REPLACEMENT CHARACTER}gpj.txt",
    ):
        expect(page.get_by_role("rowheader", name=name, exact=True)).to_be_visible()
    finds(page, desk, "ambon", "Kapal rumah sakit")
    finds(page, desk, "kapalselam", "Buku panjang kapalselam")


TALL = 2_500  # pixels: no box lies half below the bar at the foot of the window
PASTE = """([text, picture]) => {
  const data = new DataTransfer();
  if (text) data.setData("text/plain", text);
  if (picture) data.items.add(new File([Uint8Array.from(picture)], "image.png", { type: "image/png" }));
  document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""
DROP = """(text) => {
  const data = new DataTransfer();
  data.items.add(new File([text], "tanpa entri.txt"));
  document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
}"""


def test_a_text_and_a_picture_are_pasted_named_and_sent_after_a_break(page: Page, desk: str, tmp_path: Path) -> None:
    Image.radial_gradient("L").convert("RGB").save(tmp_path / "gambar.png")
    page.goto(f"{desk}/desk/intake")
    page.evaluate(PASTE, ["Feri Ambon\n\nBerlayar lagi besok pagi.", None])
    page.evaluate(PASTE, ["", [*(tmp_path / "gambar.png").read_bytes()]])
    page.evaluate(DROP, "Sawah terasering\n\nPanen dimulai di Jatiluwih.")
    expect(page.get_by_text("Files: 3,")).to_be_visible()
    names = page.get_by_label("Name of the pasted file")
    expect(names).to_have_count(2)
    given = [one.input_value() for one in names.all()]
    assert all(re.fullmatch(r"Pasted \d{4}-\d\d-\d\d \d\d\.\d\d\.\d\d\.(png|txt)", one) for one in given)
    names.nth(given.index(next(one for one in given if one.endswith("txt")))).fill("feri/ambon.txt")
    expect(page.get_by_text("feri_ambon.txt")).to_be_visible()
    assert violations(page) == []
    over = {"problem": "over", "over": True}  # as after a long sleep; other statuses would cause console errors
    page.route("**/piece?*", lambda route: route.fulfill(json=over), times=1)
    page.get_by_role("button", name="Add files").click()
    expect(page.get_by_text("Files accounted for: 3 of 3", exact=True)).to_be_visible()
    for title in ("Feri Ambon", "Sawah terasering"):
        expect(page.get_by_role("link", name=title)).to_be_visible()
    expect(page.get_by_role("link", name="Pasted ", exact=False)).to_be_visible()


def test_by_keyboard_alone(page: Page, desk: str, tmp_path: Path) -> None:
    (tmp_path / "sungai.txt").write_text("Sungai Mahakam\n\nPesut terlihat lagi.\n")
    page.goto(f"{desk}/desk/intake")
    expect(page.get_by_role("button", name="Add files")).to_be_visible()  # the script has revealed the form
    page.get_by_label("Choose files").focus()
    expect(page.get_by_label("Choose files")).to_be_focused()
    choosers: list[FileChooser] = []
    page.on("filechooser", lambda chooser: choosers.append(chooser))
    for _ in range(10):  # a browser that has just opened the page may ignore a key
        page.keyboard.press("Enter")
        page.wait_for_timeout(500)
        if choosers:
            break
    choosers[0].set_files(tmp_path / "sungai.txt")
    page.get_by_label("New records become").focus()
    page.keyboard.type("Held")
    page.get_by_label("Collection").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Every file is accounted for.", exact=True)).to_be_visible()
    page.get_by_role("link", name="The receipt: what became of each file").click()
    expect(page.get_by_role("row", name="sungai.txt")).to_contain_text("held")


def test_a_file_that_changes_while_it_is_sent_is_named(page: Page, desk: str, tmp_path: Path) -> None:
    for name in ("tetap.txt", "berubah.txt"):
        (tmp_path / name).write_text(f"Naskah {name}\n\nBelum selesai.\n")
    page.goto(f"{desk}/desk/intake")
    drop(page, tmp_path / "tetap.txt", tmp_path / "berubah.txt")
    expect(page.get_by_text("Files: 2,")).to_be_visible()
    (tmp_path / "berubah.txt").write_text("Naskah lain, yang lebih panjang dari yang dipilih tadi.\n")
    page.get_by_role("button", name="Add files").click()
    expect(page.get_by_text("berubah.txt: it changed, or is not there any more")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Add the others").click()
    expect(page.get_by_text("Every file is accounted for.", exact=True)).to_be_visible()
    expect(page.get_by_text("Files accounted for: 1 of 1", exact=True)).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_the_page_is_fit_for_everyone(page: Page, desk: str, disk: Path, width: int, scheme: Any) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{desk}/desk/intake")
    assert violations(page) == []
    drop(page, disk / "kapal")
    expect(page.get_by_text("Files: 4,")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(page) == []


def test_without_script_a_command_is_told(page: Page, desk: str, browser: Any) -> None:
    with browser.new_context(storage_state=desk_state(), java_script_enabled=False) as context:
        bare = context.new_page()
        bare.goto(f"{desk}/desk/intake")
        expect(bare.locator("#needs-script code")).to_be_visible()
        expect(bare.locator("#needs-script code")).to_have_text("press-archive ingest FOLDER")
        expect(bare.get_by_role("button", name="Add files")).to_be_hidden()


def test_where_its_script_is_missing_a_command_is_told(desk: str, browser: Any) -> None:
    with browser.new_context(storage_state=desk_state()) as context:
        bare = context.new_page()
        bare.route("**/static/desk-intake.js?*", lambda route: route.abort())
        bare.goto(f"{desk}/desk/intake")
        expect(bare.locator("#needs-script code")).to_be_visible()
        bare.unroute_all()
        bare.reload()
        expect(bare.get_by_text("Choose files", exact=True)).to_be_visible()
        expect(bare.locator("#needs-script")).to_be_hidden()


def test_where_the_script_of_progress_is_missing_a_link_shows_how_far_it_is(
    desk: str, browser: Any, disk: Path
) -> None:
    with browser.new_context(storage_state=desk_state()) as context:
        bare = context.new_page()
        bare.route("**/static/desk-progress.js?*", lambda route: route.abort())
        bare.goto(f"{desk}/desk/intake")
        bare.get_by_label("Choose files").set_input_files([disk / "kapal" / "buku.txt"])
        bare.get_by_role("button", name="Add files").click()
        expect(bare).to_have_url(re.compile("/desk/intake/."))
        again = bare.get_by_role("link", name="Show how far it is now")
        done = bare.get_by_text("Every file is accounted for.", exact=True)
        while not done.is_visible():
            expect(again.or_(done).first).to_be_visible()
            bare.reload()
        expect(again).to_be_hidden()


def test_from_a_missing_credit_to_one_that_is_set(page: Page, desk: str, tmp_path: Path) -> None:
    for n, colour in enumerate(("teal", "orange")):
        Image.radial_gradient("L").convert("RGB").point(lambda at, n=n: at ^ (n * 90 + 17)).save(
            tmp_path / f"{colour}.png"
        )
    (tmp_path / "kosong.txt").touch()
    page.goto(f"{desk}/desk/intake")
    drop(page, *sorted(tmp_path.iterdir()))
    expect(page.get_by_text("Files: 3,")).to_be_visible()
    page.get_by_role("button", name="Add files").click()
    expect(page.get_by_text("Every file is accounted for.", exact=True)).to_be_visible()
    page.get_by_role("link", name="Rights", exact=True).click()
    page.get_by_role("link", name="No credit").click()
    page.set_viewport_size({"width": 1280, "height": TALL})
    assert violations(page) == []
    page.get_by_role("checkbox", name="teal").check()
    page.get_by_role("button", name="Set fields").click()
    expect(page.get_by_label("Field", exact=True)).to_have_value("credit")
    page.get_by_label("Value", exact=True).fill("Siti Rahma")
    page.get_by_role("button", name="Show what would change").click()
    page.get_by_role("button", name="Set 1 field").click()
    page.get_by_role("link", name="Rights", exact=True).click()
    page.get_by_role("link", name="No credit").click()
    expect(page.get_by_role("link", name="orange")).to_be_visible()
    for path in ("/desk/rejected", "/desk/rights?show=no-terms", "/desk/rights?of=text", "/desk"):
        for width, scheme in ((320, "dark"), (1280, "light")):
            page.set_viewport_size({"width": width, "height": TALL})
            page.emulate_media(color_scheme=scheme)
            page.goto(f"{desk}{path}")
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
            assert violations(page) == []
