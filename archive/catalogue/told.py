"""What was done: accessions with their receipts, events, and what a check of all of it reads."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, select

from archive.catalogue import audit, receipts
from archive.catalogue.opened import Opened
from archive.catalogue.receipts import EVERY, Accession, Line, Wanted
from archive.catalogue.tables import events
from archive.record import Outcome


class Told(Opened):
    """The part of a catalogue that tells what was done."""

    def accessions(self) -> list[Accession]:
        """Every accession, newest first."""
        with self._read() as conn:
            return receipts.all_accessions(conn)

    def accession(self, n: int) -> Accession | None:
        """One accession, None when there is none of that number."""
        with self._read() as conn:
            return receipts.accession_of(conn, n)

    def receipt(self, accession: int, wanted: Wanted = EVERY, after: int = 0, most: int = -1) -> list[Line]:
        """Those lines of one receipt that are wanted, in the order they were written; with `most`, the next so many
        after number `after`, for a receipt may have millions."""
        with self._read() as conn:
            return receipts.lines_of(conn, accession, wanted, after, most)

    def has_line(self, accession: int, path: str) -> bool:
        """Whether a receipt has a line of the file at that path, as it was given."""
        with self._read() as conn:
            return receipts.has_line(conn, accession, path)

    def receipt_count(self, accession: int, wanted: Wanted = EVERY) -> int:
        """How many lines of a receipt are wanted."""
        with self._read() as conn:
            return receipts.count_of(conn, accession, wanted)

    def files_told(self, accession: int) -> int:
        """How many files of the disk have their line in a receipt so far."""
        with self._read() as conn:
            return receipts.files_told(conn, accession)

    def receipt_reasons(self, accession: int, outcome: Outcome, most: int) -> list[tuple[str, int]]:
        """The commonest reasons of one outcome in a receipt, each with its count, with ANY_FILE for the file's name."""
        with self._read() as conn:
            return receipts.reasons_of(conn, accession, outcome, most)

    def events(self, record: str | None = None) -> list[dict[str, Any]]:
        """What was done, oldest first, in PREMIS words: n, at, agent, type, record, outcome, detail."""
        wanted = select(events).order_by(events.c.n)
        with self._read() as conn:
            rows = conn.execute(wanted if record is None else wanted.where(events.c.record == record))
            return [dict(row._mapping) for row in rows]

    def damaged(self) -> set[str]:
        """The digests of originals that the last `verify` of them found missing or altered, and that did not come in
        again since."""
        with self._read() as conn:
            return audit.damaged(conn)

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """A reading transaction for `archive.catalogue.audit`."""
        with self._read() as conn:
            yield conn
