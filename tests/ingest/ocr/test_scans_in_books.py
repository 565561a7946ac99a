"""A scanned page in a book does not hold the book's text, unless an embargo could be on that page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from archive.access import ARCHIVIST, PUBLIC, Viewer
from archive.catalogue import UNREAD
from archive.record import Status
from archive.search.execution.requests import SearchRequest
from archive.search.searcher import Searcher
from archive.storage.archive import Archive
from ingest.pipeline.pipeline import ingest

SCAN_ON = {"book": {13}, "cover": {1}, "second": {2}, "letter": {2}, "many": {8, 11, 14}, "text": set[int]()}


def write(path: Path, pages: int, scans: set[int]) -> None:
    """Write a PDF with text on each page, except for those with only a drawing."""
    canvas = Canvas(str(path), pageCompression=1)
    for number in range(1, pages + 1):
        if number in scans:
            canvas.rect(50, 50, 400, 600, fill=1)
        else:
            for line in range(8):
                canvas.drawString(72, 700 - 20 * line, f"{path.stem}: harbour minutes, sheet {number}, entry {line}.")
        canvas.showPage()
    canvas.save()


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    folder = tmp_path_factory.mktemp("books")
    disk = folder / "disk"
    disk.mkdir()
    for stem, scans in SCAN_ON.items():
        write(disk / f"{stem}.pdf", 2 if stem == "letter" else 25, scans)
    with Archive.create(folder / "archive") as made:
        ingest([disk], made)
        yield made


def found(archive: Archive, viewer: Viewer) -> list[str]:
    hits = Searcher(archive).search(SearchRequest("harbour minutes", collapse=()), viewer).hits
    return sorted(hit.record.filename for hit in hits)


def test_the_words_of_a_book_are_found_before_its_scanned_page_is_read(archive: Archive) -> None:
    assert found(archive, PUBLIC) == ["book.pdf", "text.pdf"]


def test_every_scanned_page_waits_for_ocr(archive: Archive) -> None:
    waiting = {scan.record: scan.pages for scan in archive.catalogue.pending_scans()}
    records = archive.catalogue.get_many(list(waiting), ARCHIVIST)
    assert {one.filename: set(waiting[one.id]) for one in records} == {
        f"{stem}.pdf": scans for stem, scans in SCAN_ON.items() if scans
    }
    held = {one.filename for one in records if one.status is Status.HELD}
    assert held == {"cover.pdf", "second.pdf", "letter.pdf", "many.pdf"}
    assert all(one.hold_reason == UNREAD.hold_reason for one in records if one.status is Status.HELD)
