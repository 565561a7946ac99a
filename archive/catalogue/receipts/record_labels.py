"""Labels of records in lists: path of the original, title, dates, first words of a caption.

The path is that of the photo itself, never of its sidecar or the JPEG beside a raw file.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Text, func, select, type_coerce

from archive.catalogue.receipts.file_paths import shown_names
from archive.catalogue.schema.batch import in_chunks
from archive.catalogue.schema.tables import assets, records
from archive.record import Role


@dataclass(frozen=True, slots=True)
class RecordLabel:
    """The label of a record in a list. `file` is the name of its newest original, with its folder (`a/b.zip!/c.jpg`),
    `date` its issue date, `created` when a photo was taken (both ISO 8601, in the precision known)."""

    file: str
    title: str | None
    date: str | None
    created: str | None
    caption: str | None


def fact(key: str) -> ColumnElement[Any]:
    """Return one of a record's facts as a column, which is faster than reading all facts."""
    return func.json_extract(type_coerce(records.c.facts, Text), f"$.{key}")


def of_collection(conn: Connection, name: str) -> list[str]:
    """Return the ids of the records of a collection, sorted."""
    return list(conn.execute(select(records.c.id).where(fact("collection") == name).order_by(records.c.id)).scalars())


def labels_of(conn: Connection, ids: Iterable[str]) -> dict[str, RecordLabel]:
    """Return the labels of these records in lists, by id. Held records are included."""
    wanted = sorted(set(ids))
    files = files_of(conn, wanted)
    keys = ("title", "date", "created", "caption")
    found: dict[str, RecordLabel] = {}
    for chunk in in_chunks(wanted):
        rows = conn.execute(select(records.c.id, *map(fact, keys)).where(records.c.id.in_(chunk)))
        found.update((id_, RecordLabel(files.get(id_, ""), *map(_text, said))) for id_, *said in rows)
    return found


def files_of(conn: Connection, ids: Iterable[str]) -> dict[str, str]:
    """Return the name of the newest original of each of these records, with its folder; a present name before a former
    one, else the first."""
    wanted = list(ids)
    shown = shown_names(conn, wanted)
    found: dict[str, str] = {}
    for chunk in in_chunks(wanted):
        originals = select(assets.c.record, assets.c.sha256).where(
            assets.c.record.in_(chunk), assets.c.role == Role.ORIGINAL.value
        )
        for record, sha256 in conn.execute(originals.order_by(assets.c.version)):  # the newest wins
            found[record] = next(iter(shown.get((record, sha256), ())), found.get(record, sha256))
    return found


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None
