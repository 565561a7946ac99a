"""DjVu: the text layer is read page by page, scans wait for OCR, damage and bombs end with a reason."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from archive.access import ARCHIVIST, PUBLIC
from archive.errors import Unreadable
from archive.format_versions import puid_by_bytes
from archive.record import Kind, Outcome, Status
from archive.storage.archive import Archive
from ingest.pipeline.pipeline import ingest
from ingest.readers.base import sniff
from ingest.readers.pdf import djvu
from tests.builders.djvu_pages import TWO, page
from tests.builders.made_files import read

TEXT = "Nomor 12/SP/X/1998\n\x1fJakarta, 12 Oktober 1998. Balai pustaka dibuka oleh Menteri.\n"


def written(words: str) -> Image.Image:
    picture = Image.new("RGB", (400, 300), "white")
    ImageDraw.Draw(picture).text((20, 40), words, fill="black")
    return picture


def test_text_size_and_metadata_of_a_document_of_two_pages(tmp_path: Path) -> None:
    (tmp_path / "a.djvu").write_bytes(TWO)
    found = read(tmp_path / "a.djvu")
    assert (found.media_type, found.reader) == ("image/vnd.djvu", "djvu")
    words = "Jakarta, 12 Oktober 1998. Balai pustaka di Tanjung Priok dibuka kembali oleh Menteri."
    assert found.pages == [f"SIARAN PERS\nNomor 12/SP/X/1998\n\n{words}", ""]
    assert {key: found.values[key] for key in ("width", "height", "document_title", "creator", "date")} == {
        "width": 400,
        "height": 300,
        "document_title": "Siaran pers 1998",
        "creator": ["Humas Pelabuhan"],
        "date": "1998",
    }
    assert found.scans == [2]
    assert found.notes == ["scan, the words of page 2 are not read yet; `press-archive ocr --pending`"]


def test_text_that_is_not_packed_is_read_too(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(page(TEXT))
    found = read(tmp_path / "a")
    assert found.text == "Nomor 12/SP/X/1998\n\nJakarta, 12 Oktober 1998. Balai pustaka dibuka oleh Menteri."
    assert found.scans == []


@pytest.mark.parametrize("content", [TWO, page(TEXT)], ids=["document", "page"])
def test_content_decides_and_pronom_has_a_name_for_it(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.jpg").write_bytes(content)
    kind = sniff.media_type(tmp_path / "a.jpg", "a.jpg")
    assert (kind, puid_by_bytes(kind, content)) == ("image/vnd.djvu", "fmt/255")
    (tmp_path / "b.djvu").write_bytes(content[:12] + b"THUM" + content[16:])
    assert sniff.media_type(tmp_path / "b.djvu", "b.djvu") == "application/octet-stream"


def test_a_list_of_pages_that_are_other_files_says_so(tmp_path: Path) -> None:
    at = TWO.index(b"DIRM") + 8
    (tmp_path / "a.djvu").write_bytes(TWO[:at] + b"\1" + TWO[at + 1 :])
    found = read(tmp_path / "a.djvu")
    assert found.text == ""
    assert found.notes == ["it only lists the files that hold the pages of a DjVu document: ingest these too"]


@pytest.mark.parametrize("cut", [20, 200, 575])
def test_a_damaged_document_says_what_to_do(tmp_path: Path, cut: int) -> None:
    (tmp_path / "a.djvu").write_bytes(TWO[:cut])
    with pytest.raises(Unreadable, match=r"a\.djvu is a damaged DjVu document: copy it again"):
        read(tmp_path / "a.djvu")


def test_damaged_in_any_way_it_is_read_or_rejected(tmp_path: Path) -> None:
    chance, path, read_some = random.Random(3), tmp_path / "a.djvu", 0
    reasons = set()
    for _ in range(300):
        damaged = bytearray(TWO)
        for _ in range(chance.choice([1, 3, 20])):
            damaged[chance.randrange(16, len(TWO))] = chance.randrange(256)
        path.write_bytes(damaged)
        try:
            read_some += len(read(path).pages)
        except Unreadable as error:
            reasons.add(str(error))
    assert read_some
    assert len(reasons) == 1
    assert "copy it again" in reasons.pop()


def test_of_a_page_that_cannot_be_read_the_others_are(tmp_path: Path) -> None:
    at = TWO.index(b"TXTz") + 8
    (tmp_path / "a.djvu").write_bytes(TWO[:at] + b"\0" * 170 + TWO[at + 170 :])
    found = read(tmp_path / "a.djvu")
    assert found.pages == ["", ""]
    assert found.scans == [2]
    assert "page 1 could not be read; look at the original" in found.notes


def test_a_page_is_drawn_as_it_was_scanned_and_no_larger_than_asked(tmp_path: Path) -> None:
    path = tmp_path / "a.djvu"
    path.write_bytes(page(picture=written("SIARAN PERS")))
    image, dpi = djvu.draw_page(path, 1, dpi=300, most_pixels=10_000_000)
    assert (image.mode, image.size, dpi) == ("L", (400, 300), 200)
    darkest, lightest = image.getextrema()
    assert darkest < 60 < 200 < lightest
    image, dpi = djvu.draw_page(path, 1, dpi=100, most_pixels=10_000_000)
    assert (image.size, dpi) == ((200, 150), 100)
    image, dpi = djvu.draw_page(path, 1, dpi=300, most_pixels=30_000)
    assert (image.size, dpi) == ((200, 150), 100)
    with pytest.raises(Unreadable, match="page 2"):
        djvu.draw_page(path, 2, dpi=300, most_pixels=10_000_000)


def test_documents_with_text_are_public_and_scans_wait_for_ocr(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    (disk / "siaran.djvu").write_bytes(page(TEXT))
    (disk / "pindaian.djvu").write_bytes(page(picture=written("SIARAN PERS")))
    (disk / "rusak.djvu").write_bytes(TWO[:200])
    with Archive.create(tmp_path / "archive") as archive:
        ingest([disk], archive)
        outcomes = {Path(line.path).name: line.outcome for line in archive.catalogue.receipt(1)}
        known = archive.catalogue.get_many(archive.catalogue.changes(0), ARCHIVIST)
        found = {one.filename: one for one in known}
        assert outcomes["rusak.djvu"] is Outcome.REJECTED
        assert {name: one.status for name, one in found.items()} == {
            "siaran.djvu": Status.RELEASED,
            "pindaian.djvu": Status.HELD,
        }
        assert found["siaran.djvu"].kind is not Kind.PHOTO
        assert [one.filename for one in archive.catalogue.get_many([*archive.catalogue.changes(0)], PUBLIC)] == [
            "siaran.djvu"
        ]
