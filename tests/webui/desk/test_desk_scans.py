"""Scans at the desk: the number of waiting pages, what is missing to read them, and reading them in the background."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html

from archive.record import Status
from archive.tesseract import Recognition, installed
from ingest.pipeline.pipeline import ingest
from tests.builders.scan_pages import FONT, INDONESIAN, drawn, scan
from tests.support.desk_pages import Desk
from webui.desk.ingest import scans
from webui.desk.ingest.scans import HERE
from webui.desk.ingest.side_jobs import side_jobs_of

with_tesseract = pytest.mark.skipif(
    not os.environ.get("TESTS_NEED_ALL") and (installed().lacks("ind+vie+eng") is not None or not Path(FONT).exists()),
    reason="tesseract or the font is not on this machine",
)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """The desk of an archive with an unread scan of two pages."""
    made = Desk(tmp_path / "archive")
    disk = tmp_path / "disk"
    disk.mkdir()
    scan(disk / "pindai.pdf", drawn(INDONESIAN), drawn(INDONESIAN))
    ingest([disk], made.archive)
    yield made
    side_jobs_of(made.app).stop_all()
    made.services.close()


def words(page: html.HtmlElement) -> str:
    return " ".join(" ".join(page.xpath('//main[@id="main"]')[0].itertext()).split())


def settled(desk: Desk) -> str:
    """Return the page once reading has finished."""
    job = side_jobs_of(desk.app).latest(HERE)
    assert job is not None
    assert job.ended.wait(90)
    return words(desk.page(HERE))


@with_tesseract
def test_what_waits_is_counted_and_read_by_a_button(desk: Desk) -> None:
    told = words(desk.page(HERE))
    assert "Waiting records 1 Waiting pages 2" in told
    assert "pindai.pdf 2 pages" in told
    assert "Scans 1" in words(desk.page("/desk"))
    answer = desk.post(HERE, once="a")
    assert (answer.status_code, answer.location) == (303, HERE)
    told = settled(desk)
    assert "1 scan read, 2 pages." in told
    assert "% sure" in told
    assert "Waiting records 0" in told
    assert "Read all scans" not in told
    (record,) = desk.archive.catalogue.of_status(Status.RELEASED)
    assert f"/desk/records/{record}" in desk.get(HERE).text or f"/records/{record}" in desk.get(HERE).text


def test_a_missing_program_is_told_with_what_to_install(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scans, "installed", lambda: Recognition(None))
    told = words(desk.page(HERE))
    assert "apt install tesseract-ocr tesseract-ocr-ind tesseract-ocr-vie tesseract-ocr-eng" in told
    assert "Read all scans" not in told
    monkeypatch.setattr(scans, "installed", lambda: Recognition("/usr/bin/tesseract", frozenset({"eng", "osd"})))
    told = words(desk.page(HERE))
    assert "Languages: ind, vie, eng. Installed: eng." in told
    assert "apt install tesseract-ocr-ind tesseract-ocr-vie" in told


def test_another_process_that_reads_them_is_named(desk: Desk) -> None:
    with desk.archive.lock("ocr"):
        told = words(desk.page(HERE))
    assert f"Scans are being read elsewhere: Process {os.getpid()}" in told
    assert "Read all scans" not in told


def test_a_command_that_fails_says_why(desk: Desk) -> None:
    with desk.archive.lock("ocr"):
        desk.post(HERE)
        job = side_jobs_of(desk.app).latest(HERE)
        assert job is not None
        assert job.ended.wait(90)
    assert f"Process {os.getpid()}" in settled(desk)


@with_tesseract
def test_a_stop_keeps_what_waits(desk: Desk) -> None:
    desk.post(HERE)
    assert desk.post(f"{HERE}/stop").location == HERE
    assert "Reading was interrupted" not in settled(desk)
    assert len(desk.archive.catalogue.pending_scans()) in (0, 1)


def test_nothing_that_waits_is_said_so(tmp_path: Path) -> None:
    made = Desk(tmp_path / "empty")
    assert "No scans wait." in words(made.page(HERE))
    made.services.close()
