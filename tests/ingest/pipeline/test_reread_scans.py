"""`press-archive reread` of scans: text read from their pages is kept, new pages wait, and typed text takes
precedence."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import delete

from archive.access import ARCHIVIST
from archive.catalogue.schema.tables import scan_pages
from archive.record import Status
from archive.storage.archive import Archive
from ingest.pipeline.pipeline import ingest
from tests.builders.scan_pages import ENGLISH, INDONESIAN, drawn, scan
from tests.ingest.ocr.test_ocr import pytestmark as needs_tesseract
from tests.ingest.ocr.test_ocr import read
from tests.ingest.pipeline.test_reread import folder, made_old, reread, seen, taken

__all__ = ["folder"]
pytestmark = needs_tesseract
TYPED = "Gubernur menutup mercusuar Karang Jeruk."


def text(folder: Path, record: str) -> str:
    with Archive.open(folder) as archive:
        return archive.catalogue.text(record, ARCHIVIST) or ""


def words_read(folder: Path) -> None:
    with Archive.open(folder) as archive:
        read(archive)


def test_the_words_that_were_read_stay_and_describe_it_by_the_present_rules(folder: Path, tmp_path: Path) -> None:
    record = taken(folder, scan(tmp_path / "id.pdf", drawn(INDONESIAN)))["id.pdf"]
    words_read(folder)
    before = seen(folder, record)
    assert "kapal penumpang" in text(folder, record)
    made_old(folder, record, title="Judul lama")
    assert text(folder, record) == "teks lama"
    (line, _) = reread(folder)
    assert line["outcome"] == "changed"
    assert "kapal penumpang" in text(folder, record)
    assert seen(folder, record).values == before.values
    assert seen(folder, record).status is Status.RELEASED
    assert reread(folder)[-1]["records"] == {}


def test_a_typed_text_wins_and_what_the_scan_says_stays_behind_it(folder: Path, tmp_path: Path) -> None:
    record = taken(folder, scan(tmp_path / "id.pdf", drawn(INDONESIAN)))["id.pdf"]
    words_read(folder)
    with Archive.open(folder) as archive, archive.catalogue.write() as writer:
        writer.put_text(record, TYPED)
    made_old(folder, record, title="Judul lama")
    reread(folder)
    assert text(folder, record) == TYPED
    assert seen(folder, record).values["text_origin"] == "archivist"
    with Archive.open(folder) as archive, archive.catalogue.write() as writer:
        assert writer.clear_text(record)
    assert "kapal penumpang" in text(folder, record)


def test_a_scan_that_waits_is_left_to_the_reading_of_its_words(folder: Path, tmp_path: Path) -> None:
    record = taken(folder, scan(tmp_path / "en.pdf", drawn(ENGLISH)))["en.pdf"]
    (line, _) = reread(folder, "--all")
    assert (line["outcome"], line["record"]) == ("kept", record)
    assert "press-archive ocr --pending" in line["reason"]
    words_read(folder)
    assert "breakwater" in text(folder, record)


def test_what_an_older_reader_did_not_know_for_a_scan_is_held_and_waits(folder: Path, tmp_path: Path) -> None:
    record = taken(folder, scan(tmp_path / "en.pdf", drawn(ENGLISH)))["en.pdf"]
    with Archive.open(folder) as archive, archive.catalogue.write() as writer:
        writer.no_scan(record)
    made_old(folder, record, title="Judul lama")
    assert seen(folder, record).status is Status.RELEASED
    (line, _) = reread(folder)
    assert (line["outcome"], line["status"]) == ("changed", "held")
    assert "still to be read: page 1" in line["reason"]
    words_read(folder)
    assert "breakwater" in text(folder, record)
    assert seen(folder, record).status is Status.RELEASED


def test_only_the_pages_that_were_not_read_wait(folder: Path, tmp_path: Path) -> None:
    pages = (drawn(ENGLISH), drawn(["Second page: the lighthouse keepers' choir sang."]))
    record = taken(folder, scan(tmp_path / "en.pdf", *pages))["en.pdf"]
    words_read(folder)
    with Archive.open(folder) as archive:
        sha256 = seen(folder, record).original.sha256
        with archive.catalogue.write() as writer:
            writer._batch.conn.execute(delete(scan_pages).where(scan_pages.c.page == 2))
        assert [one.page for one in archive.catalogue.read_pages(sha256)] == [1]
    (line, _) = reread(folder, "--all")
    assert "still to be read: page 2" in line["reason"]
    assert "breakwater" in text(folder, record)
    assert seen(folder, record).values["ocr"] == {"pending": 1}
    words_read(folder)
    assert "choir" in text(folder, record)
    assert seen(folder, record).values["ocr"]["pages"] == 2


def test_a_picture_keeps_its_words_where_pictures_are_read_no_more(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "page.png"
    drawn(ENGLISH).save(path)
    with Archive.open(folder) as archive:
        settings = replace(archive.settings, ocr=replace(archive.settings.ocr, images=True))
    reading = Archive(folder, settings)
    ids: list[str] = []
    ingest([path], reading, tell=lambda line, _: ids.append(line.record or ""))
    read(reading)
    reading.close()
    assert "breakwater" in text(folder, ids[0])
    made_old(folder, ids[0], kind="photo")
    reread(folder)
    assert "breakwater" in text(folder, ids[0])
    assert seen(folder, ids[0]).values["date"] == "2025-10-25"


@pytest.mark.parametrize("how", [(), ("--all",)])
def test_words_of_an_embargo_in_an_old_text_hold_nothing_when_it_is_read_again(
    folder: Path, tmp_path: Path, how: tuple[str, ...]
) -> None:
    (tmp_path / "lama.txt").write_text("EMBARGO\n\nHarga Beras Diumumkan\n\nJakarta, 3 Mei 2019 - Harga beras tetap.\n")
    record = taken(folder, tmp_path / "lama.txt")["lama.txt"]
    assert seen(folder, record).status is Status.RELEASED
    if not how:
        made_old(folder, record, title="Judul lama")
    reread(folder, *how)
    assert seen(folder, record).status is Status.RELEASED
