"""A TIFF of several pages, as made by scanners and fax machines, is read page by page; its thumbnails are not pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, TiffImagePlugin

from archive.access import ARCHIVIST
from archive.storage.archive import Archive
from ingest.photo.multipage_tiff import count_pages, page_of
from ingest.pipeline.pipeline import ingest
from tests.builders.scan_pages import ENGLISH, INDONESIAN, VIETNAMESE, drawn
from tests.ingest.ocr.test_ocr import ids, read, record
from tests.ingest.ocr.test_ocr import pytestmark as needs_tesseract
from tests.support.commands import run


def tiff(path: Path, *frames: Image.Image, thumbnails: bool = False) -> Path:
    """Write a file of these frames, optionally each followed by a thumbnail."""
    with TiffImagePlugin.AppendingTiffWriter(str(path), new=True) as out:
        for frame in frames:
            frame.save(out, "TIFF")
            out.newFrame()
            if thumbnails:
                frame.resize((frame.width // 2, frame.height // 2)).save(out, "TIFF", tiffinfo={254: 1})
                out.newFrame()
    return path


@pytest.mark.parametrize("thumbnails", [False, True])
def test_the_pages_are_counted_and_each_is_the_one_that_is_asked_for(tmp_path: Path, thumbnails: bool) -> None:
    pages = [Image.new("L", (400, 300 + 10 * n), 40 * n) for n in range(3)]
    path = tiff(tmp_path / "fax.tif", *pages, thumbnails=thumbnails)
    with path.open("rb") as file:
        assert count_pages(file) == 3
    assert [page_of(path, n).size for n in (1, 2, 3)] == [page.size for page in pages]


def test_a_picture_of_another_kind_is_one_page(tmp_path: Path) -> None:
    first, second = Image.new("L", (60, 60), 9), Image.new("L", (60, 60), 200)
    first.save(tmp_path / "moving.gif", save_all=True, append_images=[second])
    (tmp_path / "no.tif").write_bytes(b"II*\0" + b"\xff" * 60)
    for name in ("moving.gif", "no.tif"):
        with (tmp_path / name).open("rb") as file:
            assert count_pages(file) == 1


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """An archive with OCR of pictures."""
    with Archive.create(tmp_path / "archive") as opened:
        yield Archive(opened.folder, replace(opened.settings, ocr=replace(opened.settings.ocr, images=True)))


@needs_tesseract
def test_the_words_of_every_page_are_found_and_say_on_which_they_stand(archive: Archive, tmp_path: Path) -> None:
    lines: list[str] = []
    path = tiff(tmp_path / "fax.tif", drawn(INDONESIAN), drawn(VIETNAMESE), drawn(ENGLISH))
    ingest([path], archive, tell=lambda line, _: lines.append(line.reason))
    assert "it looks like 3 pages of text" in lines[0]
    read(archive)
    found = record(archive, "fax.tif")
    assert (found.values["ocr"]["pages"], found.values["date"]) == (3, "2025-10-25")
    text = archive.catalogue.text(found.id, ARCHIVIST) or ""
    assert ["kapal penumpang" in page for page in text.split("\f")] == [True, False, False]
    assert ["breakwater" in page for page in text.split("\f")] == [False, False, True]
    for words in ("kapal penumpang", "ngọn hải đăng", "breakwater monsoons"):
        assert ids(archive, words) == ["fax.tif"]


@needs_tesseract
def test_a_picture_is_read_when_it_is_asked_for_by_its_id(tmp_path: Path) -> None:
    path = tiff(tmp_path / "fax.tif", drawn(INDONESIAN), drawn(ENGLISH))
    with Archive.create(tmp_path / "archive") as archive:
        ingest([path], archive)
        assert archive.catalogue.pending_scans() == []
        run("ocr", record(archive, "fax.tif").id, "--archive", archive.folder)
        assert ids(archive, "breakwater monsoons") == ["fax.tif"]
