"""Lists, counts and receipts show what is held now, and say what will stay held."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.access import ARCHIVIST
from archive.catalogue import Access
from archive.catalogue import ReceiptLine as Kept
from archive.record import Outcome, Status
from archive.storage.archive import Archive
from ingest.commands.ingest_report import IngestReporter
from ingest.commands.progress import FileCounter
from ingest.pipeline.receipt import FileOutcome, Receipt
from tests.support.changed_shelf import Shelf

PAST, TO_COME = "2020-05-03T10:00:00Z", "2099-05-03T10:00:00Z"


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "archive")


def hold(shelf: Shelf, record: str, until: str | None, reason: str) -> str:
    with Archive.open(shelf.folder) as archive, archive.catalogue.write() as writer:
        writer.set_status(record, Access(Status.HELD, until, reason))
    return record


def test_what_was_held_until_an_hour_that_has_come_is_held_nowhere(shelf: Shelf) -> None:
    over = hold(shelf, shelf.add("a.txt", text="x", title="Sudah"), PAST, "EMBARGO")
    held = hold(shelf, shelf.add("b.txt", text="x", title="Belum"), TO_COME, "EMBARGO")
    assert "press-release, released: Sudah" in shelf.run("records show", over).stdout
    assert shelf.json("records show", over)[0]["status"] == "released"
    assert shelf.json("records show", held)[0]["status"] == "held"
    with Archive.open(shelf.folder) as archive:
        counts = archive.catalogue.counts(ARCHIVIST)
        with archive.catalogue.write() as writer:
            assert (writer.status(over), writer.status(held)) == (Status.RELEASED, Status.HELD)
            assert writer.statuses([over, held]) == {over: Status.RELEASED, held: Status.HELD}
        assert {status: n for (_kind, status), n in counts.items()} == {Status.RELEASED: 1, Status.HELD: 1}


def test_access_list_tells_what_is_held_until_when_and_why(shelf: Shelf) -> None:
    for_good = hold(shelf, shelf.add("a.txt", text="x", title="Menunggu"), None, "Not for release")
    soon = hold(shelf, shelf.add("b.txt", text="x", title="Belum"), TO_COME, "EMBARGO 3 MEI")
    hold(shelf, shelf.add("c.txt", text="x", title="Sudah"), PAST, "EMBARGO")
    shelf.run("access", "withdrawn", shelf.add("d.txt", text="x", title="Ditarik"))
    said = shelf.run("access", "list").stdout.splitlines()
    assert said == [
        f"{soon}  until {TO_COME} (2099-05-03 10:00 UTC): Belum  (EMBARGO 3 MEI)",
        f"{for_good}  until someone decides: Menunggu  (Not for release)",
        "2 records are held.",
    ]
    first, second = shelf.json("access", "list")
    assert (first["record"], first["release_at"], first["reason"]) == (soon, TO_COME, "EMBARGO 3 MEI")
    assert (second["record"], second["status"], second["release_at"]) == (for_good, "held", None)
    assert "give it no record" in shelf.run("access", "list", soon, code=2).stderr
    assert "Say which records" in shelf.run("access", "released", code=2).stderr


def test_a_receipt_tells_what_was_held_then_and_is_public_now(shelf: Shelf) -> None:
    with Archive.open(shelf.folder) as archive, archive.catalogue.write() as writer:
        n = writer.open_accession({"paths": ["/disk"]}, Status.RELEASED)
    one, two = (shelf.add(f"{n}.txt", Status.HELD, text="x") for n in range(2))
    with Archive.open(shelf.folder) as archive, archive.catalogue.write() as writer:
        for record in (one, two):
            writer.receipt_line(n, Kept(f"/disk/{record}", Outcome.ADDED, "new", Status.HELD, record))
        writer.close_accession(n, "done")
    shelf.run("access", "released", one)
    said = shelf.run("receipts show", n).stdout.splitlines()
    assert said == [f"added, held then, public now: /disk/{one}: new", f"added, held: /disk/{two}: new"]


def test_the_end_of_an_intake_tells_how_many_are_held(capsys: pytest.CaptureFixture[str]) -> None:
    receipt = Receipt(7, complete=True)
    for n in range(3):
        receipt.count(FileOutcome(f"{n}.txt", Outcome.ADDED, "new", Status.HELD if n else Status.RELEASED, str(n)))
    receipt.count(FileOutcome("x", Outcome.REJECTED, "broken"))
    assert receipt.to_json()["held"] == {"added": 2}
    IngestReporter(as_json=False, ahead=FileCounter((), frozenset(), Path("/nowhere"), 1000)).summary(receipt)
    said = capsys.readouterr().out
    assert "of which held: 2" in said
    assert "1 rejected, 2 held. See: press-archive receipts show 7." in said
