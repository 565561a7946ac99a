"""Files whose names do not match their content: stored by content, with a note in the receipt."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.storage.archive import Archive
from ingest.description.file_description import contradiction
from ingest.pipeline.pipeline import ingest
from ingest.pipeline.receipt import FileOutcome

OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("not-a-photo.jpg", "text/html", "its name says JPEG, its content is an HTML page"),
        ("NOT-A-PHOTO.JPEG", "text/plain", "its name says JPEG, its content is plain text"),
        ("scan.jpg", "application/pdf", "its name says JPEG, its content is a PDF"),
        ("scan.pdf", "image/jpeg", "its name says PDF, its content is a picture"),
        ("DSC_1.NEF", "text/html", "its name says camera raw file, its content is an HTML page"),
        ("rilis.docx", "text/html", "its name says word processor document, its content is an HTML page"),
        ("rilis.docx", "application/zip", "its name says word processor document, its content is an archive of files"),
        ("rilis.txt", "application/pdf", "its name says text, its content is a PDF"),
        ("foto.png", "application/octet-stream", "its name says PNG, its content is nothing that is known"),
    ],
)
def test_a_name_of_another_family_is_told(name: str, content: str, said: str) -> None:
    assert contradiction(name, content) == said


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("foto.jpg", "image/png"),
        ("foto.tif", "image/x-nikon-nef"),
        ("rilis.zip", OFFICE),
        ("rilis.doc", "application/rtf"),
        ("rilis.txt", "text/html"),
        ("rilis.md", "text/plain"),
        ("tanpa-akhiran", "text/html"),
        ("rilis.20251025", "application/pdf"),
        ("lagu.mp3", "application/x-unheard-of"),
    ],
)
def test_a_name_of_the_same_family_or_of_none_is_not(name: str, content: str) -> None:
    assert contradiction(name, content) is None


def test_a_saved_error_page_is_kept_as_what_it_is_and_the_receipt_says_it(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    page = "<!DOCTYPE html><html><title>404</title><body><p>Halaman tidak ditemukan.</p></body></html>"
    (disk / "not-a-photo.jpg").write_text(page)
    told: list[FileOutcome] = []
    with Archive.create(tmp_path / "archive") as archive:
        ingest([disk], archive, tell=lambda line, _: told.append(line))
    (line,) = told
    assert line.outcome.value == "added"
    assert "its name says JPEG, its content is an HTML page" in line.reason
