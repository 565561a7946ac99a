"""Scans in an encrypted PDF: read if the password is available, otherwise they wait, with a hint how to read them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from pypdf import PdfWriter

from archive.tesseract import installed
from tests.builders.scan_pages import FONT, INDONESIAN, drawn, scan
from tests.support.commands import Run, json_lines

pytestmark = pytest.mark.skipif(
    not os.environ.get("TESTS_NEED_ALL") and (installed().lacks("ind+vie+eng") is not None or not Path(FONT).exists()),
    reason="tesseract or the font is not on this machine",
)


@pytest.fixture
def locked(tmp_path: Path) -> Path:
    """A folder with an encrypted scan; the password is in `sandi.txt` next to the folder."""
    disk = tmp_path / "disk"
    disk.mkdir()
    path = scan(disk / "pindai.pdf", drawn(INDONESIAN))
    writer = PdfWriter(clone_from=path)
    writer.encrypt("Sandi-suar", "pemilik", algorithm="AES-256")
    writer.write(path)
    (tmp_path / "sandi.txt").write_text("salah\nSandi-suar\n", encoding="utf-8")
    return disk


def found(run: Run, shelf: Path, query: str) -> int:
    (answer,) = json_lines(run("search", "--held", "--archive", shelf, "--json", query))
    return int(answer["total"])


def test_it_is_read_at_intake_with_the_password_at_hand(press_archive: Run, locked: Path, tmp_path: Path) -> None:
    shelf = tmp_path / "shelf"
    press_archive("init", "--archive", shelf)
    passwords = tmp_path / "sandi.txt"
    press_archive("ingest", "--archive", shelf, "--pdf-passwords", passwords, locked)
    assert found(press_archive, shelf, "has:scan dermaga") == 1
    assert found(press_archive, shelf, "ocr:pending") == 0
    for file in shelf.rglob("*"):
        assert not file.is_file() or b"Sandi-suar" not in file.read_bytes(), file


def test_left_for_later_it_waits_for_the_password_and_says_so(press_archive: Run, locked: Path, tmp_path: Path) -> None:
    shelf, passwords = tmp_path / "shelf", tmp_path / "sandi.txt"
    press_archive("init", "--archive", shelf)
    done = press_archive("ingest", "--archive", shelf, "--json", "--no-ocr", "--pdf-passwords", passwords, locked)
    line = json_lines(done)[0]
    assert "`press-archive ocr --pending` with `--pdf-passwords FILE`" in line["reason"]
    without = press_archive("ocr", "--archive", shelf, "--pending")
    assert "1 scan needs its password: `press-archive ocr --pending --pdf-passwords FILE`." in without.stderr
    assert "could not be read" not in without.stderr
    assert "left" not in without.stderr
    assert found(press_archive, shelf, "ocr:pending") == 1
    read = json_lines(press_archive("ocr", "--archive", shelf, "--json", "--pending", "--pdf-passwords", passwords))
    assert read[-1] == {"scans": 1, "pages": 1, "failed_pages": 0, "pending": 0, "locked": 0}
    assert found(press_archive, shelf, "has:scan dermaga") == 1
    again = press_archive("ocr", "--archive", shelf, line["record"])
    assert "1 scan needs its password" in again.stderr
    assert found(press_archive, shelf, "has:scan dermaga") == 1
