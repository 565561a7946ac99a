"""What a confirmation shows of who may see records, as a digest. Whoever decides compares it again while nobody else
can write: what came in between was not decided about."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection

from sqlalchemy import Connection, func, select

from archive.catalogue.restrictions.restricted_versions import held_names, marks_of
from archive.catalogue.schema.id_queries import EACH, select_by_ids
from archive.catalogue.schema.tables import ACCESS_COLUMNS, assets, records

_FILES = select(func.count()).where(assets.c.record == records.c.id).scalar_subquery()
_SHOWN = select(
    records.c.id,
    records.c.version,
    func.json_extract(records.c.facts, "$.embargo").label("embargo"),
    _FILES.label("files"),
    *(records.c[name] for name in ACCESS_COLUMNS),
).where(records.c.id.in_(EACH))


def digest_of_access(conn: Connection, ids: Collection[str]) -> str:
    """Return sixteen hex digits for these records, in whatever order they come: which they are, their version, files
    and embargo, who may see them, and which of their files and names have an access of their own."""
    marks, names = marks_of(conn, ids), held_names(conn, ids)
    lines = [
        json.dumps([list(row), marks.get(row.id), names.get(row.id)], sort_keys=True)
        for row in select_by_ids(conn, _SHOWN, dict.fromkeys(ids))
    ]
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()[:16]
