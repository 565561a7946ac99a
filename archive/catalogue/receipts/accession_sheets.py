"""The accession sheet: the entry of an accession in the archive's register."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, Row, select

from archive.catalogue.schema.batch import Batch
from archive.catalogue.schema.rows import upsert
from archive.catalogue.schema.tables import accession_sheets, accessions
from archive.errors import UnknownRecord
from archive.messages import Message


@dataclass(frozen=True, slots=True)
class AccessionSheet:
    """The archive's own number, the donor, the carrier, the agreement, and a note; "" if unknown. `by`: who edited it
    last, at the instant `at`."""

    number: str = ""
    donor: str = ""
    carrier: str = ""
    agreement: str = ""
    note: str = ""
    by: str = ""
    at: str = ""

    def to_json(self) -> dict[str, str]:
        """Return its values by name."""
        return asdict(self)


FIELDS = ("number", "donor", "carrier", "agreement", "note")


def sheets(conn: Connection) -> dict[int, AccessionSheet]:
    """Return all sheets by the number of their accession."""
    return {row.accession: _sheet(row) for row in conn.execute(select(accession_sheets))}


def sheet_digest(conn: Connection, accession: int) -> str:
    """Return a digest of the present sheet of an accession."""
    row = conn.execute(select(accession_sheets).where(accession_sheets.c.accession == accession)).first()
    return hashlib.sha256(repr(_sheet(row) if row else None).encode()).hexdigest()[:16]


def edit_sheet(batch: Batch, accession: int, values: dict[str, str], by: str) -> AccessionSheet:
    """Write these fields of the sheet of an accession; others stay. Return the sheet. Raise UnknownRecord."""
    if batch.conn.execute(select(accessions.c.n).where(accessions.c.n == accession)).first() is None:
        raise UnknownRecord(Message("accession-unknown", number=accession))
    row = batch.conn.execute(select(accession_sheets).where(accession_sheets.c.accession == accession)).first()
    before = _sheet(row) if row else AccessionSheet()
    after = AccessionSheet(**{**before.to_json(), **values, "by": by, "at": batch.now})
    batch.conn.execute(upsert(accession_sheets), {"accession": accession, **after.to_json()})
    batch.decision("accession", None, accession=accession, by=by, before=before.to_json(), after=after.to_json())
    return after


def _sheet(row: Row[Any]) -> AccessionSheet:
    return AccessionSheet(**{key: value for key, value in row._mapping.items() if key != "accession"})
