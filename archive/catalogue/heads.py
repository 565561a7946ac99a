"""What records are called, without reading the records: for suggestions, which are asked for at every letter."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, func, select

from archive.catalogue.batch import in_chunks
from archive.catalogue.reading import Sight
from archive.catalogue.tables import records

_TITLE = func.coalesce(
    func.nullif(func.json_extract(records.c.facts, "$.title"), ""),
    func.json_extract(records.c.facts, "$.headline"),
)
_HEAD = select(records.c.id, records.c.status, records.c.release_at, _TITLE.label("title"))


def titles_of(conn: Connection, ids: Collection[str], sight: Sight) -> dict[str, str]:
    """The titles, else the headlines, by id, of those of the records that may be seen and have one."""
    found: dict[str, str] = {}
    for chunk in in_chunks(dict.fromkeys(ids)):
        rows = conn.execute(_HEAD.where(records.c.id.in_(chunk)))
        found.update((row.id, str(row.title)) for row in rows if row.title and sight.sees(row))
    return found
