"""Which records lie inside the bytes of a file that was taken in with the files inside it."""

from __future__ import annotations

from sqlalchemy import Connection, and_, bindparam, or_, select

from archive.access import is_public
from archive.catalogue.tables import assets, names
from archive.record import Status

_OUTER, _INNER = names.alias("outer"), names.alias("inner")
_LIES_IN = (
    _OUTER.c.sha256 == bindparam("sha256"),
    _INNER.c.member != "",
    _INNER.c.record.is_not(None),
    or_(_OUTER.c.member == "", _INNER.c.member.startswith(_OUTER.c.member.concat("!/"), autoescape=False)),
)
_SAME_FILE = and_(_INNER.c.root == _OUTER.c.root, _INNER.c.path == _OUTER.c.path)
_INSIDE = select(_INNER.c.record).distinct().join(_OUTER, _SAME_FILE).where(*_LIES_IN)
_FILES_INSIDE = (
    select(assets.c.record, assets.c.sha256, assets.c.status, assets.c.release_at)
    .join(_INNER, and_(_INNER.c.record == assets.c.record, _INNER.c.sha256 == assets.c.sha256))
    .join(_OUTER, _SAME_FILE)
    .where(*_LIES_IN, _INNER.c.first_seen <= _OUTER.c.last_seen, _INNER.c.last_seen >= _OUTER.c.first_seen)
)


def records_inside(conn: Connection, sha256: str) -> set[str]:
    """The records that any file inside these bytes is of, or was when a file of that name was last taken in: who may
    not see them all may not have the bytes."""
    return set(conn.execute(_INSIDE, {"sha256": sha256}).scalars())


def closed_inside(conn: Connection, sha256: str, now: str) -> bool:
    """Whether a file that lay in these bytes was replaced since, and stays closed at that instant."""
    closed: set[tuple[str, str]] = set()
    is_open: set[tuple[str, str]] = set()
    for record, digest, status, release_at in conn.execute(_FILES_INSIDE, {"sha256": sha256}):
        hidden = status is not None and not is_public(Status(status), release_at, now)
        (closed if hidden else is_open).add((record, digest))
    return bool(closed - is_open)
