"""Accessions for the pages of receipts: one with every outcome, one of many files, one interrupted."""

from __future__ import annotations

from pathlib import Path

from archive.catalogue import STOPPED, Catalogue, ReceiptLine
from archive.record import Outcome, Status

MANY = 250  # files of the second accession
LONG = "a/" * 150 + "x.txt"
EMPTY = "the file has no bytes; copy it again from where it came from"
LOCKED = "it needs a password; give a copy without one"


def fill(path: Path) -> Catalogue:
    """Create a catalogue with three accessions in a new file."""
    catalogue = Catalogue(path)
    with catalogue.write() as w:
        number = w.open_accession({"paths": ["/media/disk"]}, Status.RELEASED)
        for outcome in Outcome:
            w.receipt_line(
                number, ReceiptLine(f"/media/disk/{outcome.value}.txt", outcome, f"{outcome.value}; look at it")
            )
        for n in range(3):
            reason = EMPTY.replace("the file", f"empty-{n}.txt")
            w.receipt_line(number, ReceiptLine(f"/media/disk/empty-{n}.txt", Outcome.REJECTED, reason))
        w.receipt_line(number, ReceiptLine("/media/disk/a.zip!/<b>.pdf", Outcome.ENCRYPTED, LOCKED, member="<b>.pdf"))
        w.receipt_line(
            number, ReceiptLine("/media/disk/rahasia.txt", Outcome.ADDED, "new; held until noon", Status.HELD)
        )
        w.receipt_line(number, ReceiptLine(f"/media/disk/{LONG}", Outcome.ADDED, "new"))
        w.close_accession(number)
    with catalogue.write() as w:
        number = w.open_accession({"paths": [f"/media/disk/{n}" for n in range(9)]}, Status.RELEASED)
        for n in range(MANY):
            w.receipt_line(number, ReceiptLine(f"/media/disk/{n:04}.txt", Outcome.ADDED, "new", Status.RELEASED))
        w.close_accession(number)
    with catalogue.write() as w:
        w.close_accession(w.open_accession({"paths": ["/media/phone"]}, Status.HELD), STOPPED)
    return catalogue
