"""A digest of the access that a confirmation shows. It is compared again when the decision is written, while nobody
else can write, so that intermediate changes are not decided on unseen."""

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
    """Return sixteen hex digits for these records, in any order: their ids, versions, files and embargoes, their
    access, and which of their files and names have an access of their own."""
    marks, names = marks_of(conn, ids), held_names(conn, ids)
    lines = [
        json.dumps([list(row), marks.get(row.id), names.get(row.id)], sort_keys=True)
        for row in select_by_ids(conn, _SHOWN, dict.fromkeys(ids))
    ]
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()[:16]
