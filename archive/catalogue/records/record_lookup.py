"""Find a record by its id, by the digest of one of its files, or by a file name."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping

from sqlalchemy import Connection, bindparam, func, literal_column, select

from archive.catalogue.receipts.file_paths import records_of
from archive.catalogue.schema.filenames import name_key, shown
from archive.catalogue.schema.tables import merged, names, records

MOST = 20  # records with one name that are listed

# must match the index definition word for word, or SQLite does not use the index
_EXPORTED_ID = func.json_extract(records.c.facts, literal_column("'$.exported_id'"))
_EXPORTED = select(records.c.id).where(
    records.c.reader == literal_column("'records'"), bindparam("exported") == _EXPORTED_ID
)

# by name first, which is indexed
_PICTURELESS = select(records.c.id).join(names, names.c.record == records.c.id)
_PICTURELESS = _PICTURELESS.where(
    names.c.key == bindparam("key"),
    records.c.reader == literal_column("'records'"),
    func.json_extract(records.c.facts, literal_column("'$.exported_sha256'")) == bindparam("sha256"),
)


def by_id(conn: Connection, given: str) -> list[str]:
    """Return the record with that id."""
    return list(conn.execute(select(records.c.id).where(records.c.id == given)).scalars())


def by_digest(conn: Connection, given: str) -> list[str]:
    """Return the records that have a file with this SHA-256."""
    return records_of(conn, given.strip().lower())[:MOST]


def by_filename(conn: Connection, given: str) -> list[str]:
    """Return the records with a file of that name: the name alone, or with any number of its folders, as in receipts.
    Present names come before former ones, exact case before other case."""
    wanted = unicodedata.normalize("NFC", given.strip().replace("\\", "/")).strip("/")
    at = names.c.key == name_key(wanted)
    rows = conn.execute(select(names).where(at, names.c.record.is_not(None)).order_by(names.c.id)).all()
    found = [(row, unicodedata.normalize("NFC", shown(row.path, row.member))) for row in rows]
    end = f"/{wanted}".replace("!/", "/")
    exact = [(row, name) for row, name in found if f"/{name}".replace("!/", "/").endswith(end)]
    if not exact:
        exact = [
            (row, name) for row, name in found if f"/{name}".replace("!/", "/").casefold().endswith(end.casefold())
        ]
    live = [row for row, _ in exact if row.live] or [row for row, _ in exact]
    return list(dict.fromkeys(row.record for row in live))[:MOST]


def merged_into(conn: Connection, old: str) -> tuple[str, int] | None:
    """Return the record that this one was merged into, and the offset of its file numbers there; None if it was not
    merged."""
    at, raised = old, 0
    while row := conn.execute(select(merged.c.kept, merged.c.first).where(merged.c.old == at)).first():
        at, raised = row.kept, raised + row.first
    return None if at == old else (at, raised)


def at_home(conn: Connection, given: str) -> str | None:
    """Return this archive's record with this id, or the one that it was merged into."""
    moved = merged_into(conn, given)
    return moved[0] if moved else next(iter(by_id(conn, given)), None)


def by_exported_id(conn: Connection, given: str) -> str | None:
    """Return the record that was imported from an export of the record with this id elsewhere."""
    return conn.execute(_EXPORTED.order_by(records.c.added_at, records.c.id), {"exported": given}).scalar()


def by_exported_picture(conn: Connection, filename: str, sha256: str) -> str | None:
    """Return the photo that was imported from an export without its picture, if this file name and digest are those of
    the picture."""
    rows = conn.execute(_PICTURELESS.order_by(records.c.id), {"key": name_key(filename), "sha256": sha256})
    return rows.scalars().first()


MEANT: Mapping[str, Callable[[Connection, str], list[str]]] = {
    "id": by_id,
    "sha256": by_digest,
    "filename": by_filename,
}
