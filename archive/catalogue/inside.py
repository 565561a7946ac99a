"""Which records lie inside the bytes of a file that was taken in with the files inside it."""

from __future__ import annotations

from sqlalchemy import Connection, and_, bindparam, or_, select

from archive.catalogue.tables import names

_OUTER, _INNER = names.alias("outer"), names.alias("inner")
_INSIDE = (
    select(_INNER.c.record)
    .distinct()
    .join(_OUTER, and_(_INNER.c.root == _OUTER.c.root, _INNER.c.path == _OUTER.c.path))
    .where(
        _OUTER.c.sha256 == bindparam("sha256"),
        _INNER.c.member != "",
        _INNER.c.record.is_not(None),
        or_(_OUTER.c.member == "", _INNER.c.member.startswith(_OUTER.c.member.concat("!/"), autoescape=False)),
    )
)


def records_inside(conn: Connection, sha256: str) -> set[str]:
    """The records that any file inside these bytes is of, or was when a file of that name was last taken in: who may
    not see them all may not have the bytes."""
    return set(conn.execute(_INSIDE, {"sha256": sha256}).scalars())
