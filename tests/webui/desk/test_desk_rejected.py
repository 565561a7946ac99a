"""The list of files that were not ingested: its entries, when they disappear, and what to do."""

from __future__ import annotations

import csv
import io
import re
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from archive.catalogue import ReceiptLine
from archive.record import Outcome, Status
from archive.storage.archive import Archive
from ingest.pipeline.pipeline import ingest
from tests.ingest.readers.test_pdf_passwords import locked
from tests.support.growth import ends
from webui.desk.ingest.rejected import count_rejected
from webui.services.services import OpenArchive

EMPTY = "it has no bytes; copy it again"
LOCKED = "it needs a password; give a copy without one"


def receipt(archive: Archive, *lines: tuple[str, str, Outcome, str]) -> None:
    """Write an accession in which the files at (root, path) had these outcomes and reasons."""
    with archive.catalogue.write() as w:
        number = w.open_accession({"paths": ["/disk"]}, Status.RELEASED)
        for root, path, outcome, reason in lines:
            where, _, member = path.partition("!/")
            line = ReceiptLine(f"/disk/{root}/{path}", outcome, reason, root=root, relpath=where, member=member)
            w.receipt_line(number, line)
        w.close_accession(number)


def words(at_desk: FlaskClient, path: str = "/desk/rejected") -> str:
    response = at_desk.get(path)
    assert response.status_code == 200
    main = response.text.partition('<main id="main"')[2].partition("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", main)).split())


def test_an_archive_into_which_everything_came_says_so(at_desk: FlaskClient) -> None:
    assert "All files were added" in words(at_desk)


def test_what_was_refused_last_stands_there_and_what_came_in_since_does_not(
    opened: OpenArchive, at_desk: FlaskClient
) -> None:
    receipt(
        opened.archive,
        ("a", "stays.txt", Outcome.REJECTED, EMPTY),
        ("a", "mended.txt", Outcome.REJECTED, EMPTY),
        ("a", "same-name.txt", Outcome.REJECTED, EMPTY),
        ("a", "box.zip!/secret.pdf", Outcome.ENCRYPTED, LOCKED),
        ("a", "good.txt", Outcome.ADDED, "new"),
        ("a", "was-good.txt", Outcome.ADDED, "new"),
    )
    receipt(
        opened.archive,
        ("a", "mended.txt", Outcome.ADDED, "new"),
        ("b", "same-name.txt", Outcome.ADDED, "new"),
        ("a", "stays.txt", Outcome.REJECTED, EMPTY),
        ("a", "was-good.txt", Outcome.REJECTED, "the disk cannot read it; copy it again"),
    )
    told = words(at_desk)
    assert "4 files" in told
    for path in ("/disk/a/stays.txt", "/disk/a/same-name.txt", "/disk/a/box.zip!/secret.pdf", "/disk/a/was-good.txt"):
        assert told.count(path) == 1
    assert "mended.txt" not in told
    assert "good.txt" not in told.replace("was-good.txt", "")
    assert count_rejected(opened.archive) == 4
    assert "Not added 4" in words(at_desk, "/desk")
    assert 'href="/receipts/2?outcome=rejected"' in at_desk.get("/desk/rejected").text


def test_reasons_are_counted_whatever_the_files_are_called_and_lead_to_them(
    opened: OpenArchive, at_desk: FlaskClient
) -> None:
    names = [f"berkas-{n}.txt" for n in range(3)]
    receipt(
        opened.archive,
        *(("a", f"x/{name}", Outcome.REJECTED, f"{name} has no bytes") for name in names),
        ("a", "y.pdf", Outcome.ENCRYPTED, LOCKED),
    )
    page = at_desk.get("/desk/rejected").text
    assert 'the file has no bytes</a> <span class="count">3 files' in page
    (url,) = re.findall(r'<a href="([^"]*)"[^>]*>the file has no bytes', page)
    told = words(at_desk, unescape(url))
    assert "3 files" in told
    assert "y.pdf" not in told
    assert "1 file " in words(at_desk, "/desk/rejected?outcome=encrypted")
    assert "None of these" in words(at_desk, "/desk/rejected?why=never")


def test_a_file_that_is_dropped_again_leaves_the_list(opened: OpenArchive, at_desk: FlaskClient) -> None:
    base = opened.archive.derived / "dropped"
    for n, body in (("1" * 16, ""), ("2" * 16, "Surat\n\nIsi surat.\n")):
        folder = base / n / "dropped" / "surat"
        folder.mkdir(parents=True)
        (folder / "satu.txt").write_text(body)
        if not body:
            (folder / "dua.txt").write_text(body)
        ingest([folder.parent], opened.archive)
    told = words(at_desk)
    assert "surat/dua.txt" in told
    assert "satu.txt" not in told


def test_a_file_that_lies_there_unchanged_stays_on_the_list_until_it_comes_in(
    opened: OpenArchive, at_desk: FlaskClient, tmp_path: Path
) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    (disk / "empty.txt").write_bytes(b"")
    locked(disk / "locked.pdf", "rahasia")
    (disk / "good.txt").write_text("Surat\n\nIsi surat.\n")
    for _ in range(3):
        ingest([disk], opened.archive)
        told = words(at_desk)
        assert "2 files" in told
        assert all(name in told for name in ("empty.txt", "locked.pdf"))
    (disk / "empty.txt").write_text("Surat\n\nIsi surat lain.\n")
    for _ in range(2):
        ingest([disk], opened.archive)
        assert "empty.txt" not in words(at_desk)


def test_a_file_that_the_disk_reads_again_as_it_was_leaves_the_list(opened: OpenArchive, at_desk: FlaskClient) -> None:
    file = ("a", "was-good.txt")
    receipt(opened.archive, (*file, Outcome.ADDED, "new"))
    receipt(opened.archive, (*file, Outcome.REJECTED, "the disk cannot read it; copy it again"))
    assert count_rejected(opened.archive) == 1
    receipt(opened.archive, (*file, Outcome.UNCHANGED, "untouched"))
    assert count_rejected(opened.archive) == 0


def test_the_table_has_all_of_them_and_runs_nothing(opened: OpenArchive, at_desk: FlaskClient) -> None:
    receipt(opened.archive, *(("a", f"{n}.txt", Outcome.REJECTED, "=cmd()") for n in range(205)))
    response = at_desk.get("/desk/rejected/csv?outcome=rejected")
    rows = list(csv.DictReader(io.StringIO(response.get_data().decode("utf-8-sig"), newline="")))
    assert [row["path"] for row in rows] == [f"/disk/a/{n}.txt" for n in range(205)]
    assert {row["reason"] for row in rows} == {"'=cmd()"}
    assert {row["accession"] for row in rows} == {"1"}
    seen = []
    for page in (1, 2, 3):
        seen += re.findall(r"/disk/a/\d+\.txt", words(at_desk, f"/desk/rejected?page={page}"))
    assert seen == [row["path"] for row in rows]
    assert "None of these" in words(at_desk, "/desk/rejected?page=4")


@pytest.mark.parametrize("query", ["page=0", "page=x", "outcome=gone", f"why={'x' * 2000}", "unknown=1"])
def test_what_cannot_be_asked_is_refused(at_desk: FlaskClient, query: str) -> None:
    assert at_desk.get(f"/desk/rejected?{query}").status_code == 400


def test_markup_in_names_and_reasons_is_text(opened: OpenArchive, at_desk: FlaskClient) -> None:
    receipt(opened.archive, ("a", "<script>alert(1)</script>\u202e.txt", Outcome.REJECTED, "<b>no</b>"))
    page = at_desk.get("/desk/rejected").text
    assert "<script>alert" not in page
    assert "<b>no" not in page
    assert "\u202e" not in page


def test_a_large_archive_is_looked_through_in_a_moment(opened: OpenArchive, at_desk: FlaskClient) -> None:
    lines = [("a", f"f{n}.txt", Outcome.ADDED if n % 50 else Outcome.REJECTED, EMPTY) for n in range(20_000)]
    for _time in range(2):
        receipt(opened.archive, *lines)
    with ends():
        assert "400 files" in words(at_desk)
