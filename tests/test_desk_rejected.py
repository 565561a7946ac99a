"""The list of what is still outside: what stands on it, what leaves it, and what to do."""

from __future__ import annotations

import csv
import io
import re
import time
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from archive.archive import Archive
from archive.catalogue import Line
from archive.record import Outcome, Status
from ingest.pipeline import ingest
from webui import create_app
from webui.desk.rejected import outside
from webui.opening import OpenArchive

EMPTY = "it has no bytes; copy it again"
LOCKED = "it needs a password; give a copy without one"


@pytest.fixture
def services(tmp_path: Path) -> Iterator[OpenArchive]:
    Archive.create(tmp_path / "archive").close()
    made = OpenArchive(tmp_path / "archive")
    yield made
    made.close()


@pytest.fixture
def client(services: OpenArchive) -> FlaskClient:
    return create_app({"SERVICES": services, "DESK": True}).test_client()


def receipt(archive: Archive, *lines: tuple[str, str, Outcome, str]) -> None:
    """An accession in which the files at (root, path) had these outcomes and reasons."""
    with archive.catalogue.write() as w:
        number = w.open_accession({"paths": ["/disk"]}, Status.RELEASED)
        for root, path, outcome, reason in lines:
            where, _, member = path.partition("!/")
            line = Line(f"/disk/{root}/{path}", outcome, reason, root=root, relpath=where, member=member)
            w.receipt_line(number, line)
        w.close_accession(number)


def words(client: FlaskClient, path: str = "/desk/rejected") -> str:
    response = client.get(path)
    assert response.status_code == 200
    main = response.text.partition('<main id="main"')[2].partition("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", main)).split())


def test_an_archive_into_which_everything_came_says_so(client: FlaskClient) -> None:
    assert "Nothing is left outside" in words(client)


def test_what_was_refused_last_stands_there_and_what_came_in_since_does_not(
    services: OpenArchive, client: FlaskClient
) -> None:
    receipt(
        services.archive,
        ("a", "stays.txt", Outcome.REJECTED, EMPTY),
        ("a", "mended.txt", Outcome.REJECTED, EMPTY),
        ("a", "same-name.txt", Outcome.REJECTED, EMPTY),
        ("a", "box.zip!/secret.pdf", Outcome.ENCRYPTED, LOCKED),
        ("a", "good.txt", Outcome.ADDED, "new"),
        ("a", "was-good.txt", Outcome.ADDED, "new"),
    )
    receipt(
        services.archive,
        ("a", "mended.txt", Outcome.ADDED, "new"),
        ("b", "same-name.txt", Outcome.ADDED, "new"),
        ("a", "stays.txt", Outcome.REJECTED, EMPTY),
        ("a", "was-good.txt", Outcome.REJECTED, "the disk cannot read it; copy it again"),
    )
    told = words(client)
    assert "4 files" in told
    for path in ("/disk/a/stays.txt", "/disk/a/same-name.txt", "/disk/a/box.zip!/secret.pdf", "/disk/a/was-good.txt"):
        assert told.count(path) == 1
    assert "mended.txt" not in told
    assert "good.txt" not in told.replace("was-good.txt", "")
    assert outside(services.archive) == 4
    assert "Not taken in 4" in words(client, "/desk")
    assert 'href="/receipts/2?outcome=rejected"' in client.get("/desk/rejected").text


def test_reasons_are_counted_whatever_the_files_are_called_and_lead_to_them(
    services: OpenArchive, client: FlaskClient
) -> None:
    names = [f"berkas-{n}.txt" for n in range(3)]
    receipt(
        services.archive,
        *(("a", f"x/{name}", Outcome.REJECTED, f"{name} has no bytes") for name in names),
        ("a", "y.pdf", Outcome.ENCRYPTED, LOCKED),
    )
    page = client.get("/desk/rejected").text
    assert 'the file has no bytes</a> <span class="count">3 files' in page
    (url,) = re.findall(r'<a href="([^"]*)"[^>]*>the file has no bytes', page)
    told = words(client, unescape(url))
    assert "3 files" in told
    assert "y.pdf" not in told
    assert "1 file " in words(client, "/desk/rejected?outcome=encrypted")
    assert "None of these" in words(client, "/desk/rejected?why=never")


def test_a_file_that_is_dropped_again_leaves_the_list(services: OpenArchive, client: FlaskClient) -> None:
    base = services.archive.derived / "dropped"
    for n, body in (("1" * 16, ""), ("2" * 16, "Surat\n\nIsi surat.\n")):
        folder = base / n / "dropped" / "surat"
        folder.mkdir(parents=True)
        (folder / "satu.txt").write_text(body)
        if not body:
            (folder / "dua.txt").write_text(body)
        ingest([folder.parent], services.archive)
    told = words(client)
    assert "surat/dua.txt" in told
    assert "satu.txt" not in told


def test_the_table_has_all_of_them_and_runs_nothing(services: OpenArchive, client: FlaskClient) -> None:
    receipt(services.archive, *(("a", f"{n}.txt", Outcome.REJECTED, "=cmd()") for n in range(205)))
    response = client.get("/desk/rejected/csv?outcome=rejected")
    rows = list(csv.DictReader(io.StringIO(response.get_data().decode("utf-8-sig"), newline="")))
    assert [row["path"] for row in rows] == [f"/disk/a/{n}.txt" for n in range(205)]
    assert {row["reason"] for row in rows} == {"'=cmd()"}
    assert {row["accession"] for row in rows} == {"1"}
    seen = []
    for page in (1, 2, 3):
        seen += re.findall(r"/disk/a/\d+\.txt", words(client, f"/desk/rejected?page={page}"))
    assert seen == [row["path"] for row in rows]
    assert "None of these" in words(client, "/desk/rejected?page=4")


@pytest.mark.parametrize("query", ["page=0", "page=x", "outcome=gone", f"why={'x' * 2000}", "unknown=1"])
def test_what_cannot_be_asked_is_refused(client: FlaskClient, query: str) -> None:
    assert client.get(f"/desk/rejected?{query}").status_code == 400


def test_markup_in_names_and_reasons_is_text(services: OpenArchive, client: FlaskClient) -> None:
    receipt(services.archive, ("a", "<script>alert(1)</script>\u202e.txt", Outcome.REJECTED, "<b>no</b>"))
    page = client.get("/desk/rejected").text
    assert "<script>alert" not in page
    assert "<b>no" not in page
    assert "\u202e" not in page


def test_a_large_archive_is_looked_through_in_a_moment(services: OpenArchive, client: FlaskClient) -> None:
    lines = [("a", f"f{n}.txt", Outcome.ADDED if n % 50 else Outcome.REJECTED, EMPTY) for n in range(20_000)]
    for _time in range(2):
        receipt(services.archive, *lines)
    began = time.monotonic()
    assert "400 files" in words(client)
    assert time.monotonic() - began < 3
