"""The whole path: files on a disk are ingested, served by the command, found and read in a browser."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.support.commands import COMMAND, clean_environment
from tests.support.http_load import wait_until

ARTICLE = """Presiden membuka jembatan baru di Kupang

KUPANG, 3 Mei 2025 - Presiden membuka jembatan Teluk Sari yang menghubungkan dua kecamatan.

W-HAI_1275.jpg
Presiden memotong pita di jembatan Teluk Sari. Foto: Ali/KOMINFO

Warga menyambut gembira dan berjalan kaki melintasi jembatan itu untuk pertama kali.

W-HAI_1316.jpg
Warga menyeberang untuk pertama kali.
"""
HELD = """EMBARGOED UNTIL 10:00 GMT 3 MAY 2051

Lantern prize goes to the ferry crew

The winners of the lantern prize at the jembatan will be named on Friday.
"""


@pytest.fixture(scope="session")
def archive_url(tmp_path_factory: pytest.TempPathFactory, served: set[str]) -> Iterator[str]:
    """The address of a server for an archive of one article, the photo it names, and one held text."""
    folder = tmp_path_factory.mktemp("whole")
    disk, archive = folder / "disk", folder / "archive"
    disk.mkdir()
    (disk / "jembatan.txt").write_text(ARTICLE, encoding="utf-8")
    (disk / "prize.txt").write_text(HELD, encoding="utf-8")
    Image.linear_gradient("L").resize((1600, 1000)).convert("RGB").save(disk / "W-HAI_1275.jpg")
    for arguments in (["init"], ["ingest", str(disk)]):
        command = [str(COMMAND), arguments[0], "--archive", str(archive), *arguments[1:]]
        subprocess.run(command, check=True, capture_output=True, env=clean_environment(), timeout=120)
    command = [str(COMMAND), "serve", "--archive", str(archive), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=clean_environment()) as server:
        assert server.stdout
        address = server.stdout.readline().strip().rstrip("/")
        served.add(urlsplit(address).netloc)
        yield address
        server.terminate()
        assert server.wait(timeout=120) == 0


def test_a_photo_is_found_by_its_name_and_leads_to_its_article(page: Page, archive_url: str) -> None:
    page.goto(f"{archive_url}/")
    page.locator("#q").fill("W-HAI_1275.jpg")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("2 records for W-HAI_1275.jpg")
    page.locator("ol.entries .title a").first.click()
    assert wait_until(lambda: page.locator(".plate img").evaluate("image => image.naturalWidth") >= 1000)
    page.get_by_role("region", name="Articles").get_by_role("link", name="Presiden membuka jembatan baru").click()
    expect(page.locator("figure")).to_have_count(2)
    expect(page.locator("figure.absent")).to_contain_text("W-HAI_1316.jpg")
    expect(page.locator("figcaption").first).to_contain_text("Presiden memotong pita di jembatan Teluk Sari.")


def test_what_is_held_back_is_not_there(page: Page, archive_url: str) -> None:
    for asked in ("lantern", "jembatan+lantern&relax=off"):
        page.goto(f"{archive_url}/search?q={asked}")
        expect(page.get_by_text("No records found.")).to_be_visible()
    for asked in ("jembatan", "jembatan+lantern"):
        page.goto(f"{archive_url}/search?q={asked}")
        expect(page.locator("ol.entries")).not_to_contain_text("Lantern")
