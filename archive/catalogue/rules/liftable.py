"""What rules of collections and legal holds have in common: someone sets one for a reason, and it stays on record when
it is lifted."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, Table, select, update

from archive.catalogue.schema.batch import Batch
from archive.errors import BadRule
from archive.messages import Message


class Liftable:
    """A rule or a hold. `lifted_at` is None while it is in force."""

    __slots__ = ()
    n: int
    reason: str
    set_at: str
    set_by: str
    lifted_at: str | None
    lifted_by: str | None
    lifted_reason: str | None

    @property
    def stands(self) -> bool:
        """Return whether it is in force."""
        return self.lifted_at is None


def row_in_force(conn: Connection, table: Table, n: int, *, unknown: str, lifted: str) -> Row[Any]:
    """Return the row of a rule or hold that is in force. Raise BadRule with one of the two messages, given by their
    codes."""
    row = conn.execute(select(table).where(table.c.n == n)).first()
    if row is None or row.lifted_at is not None:
        raise BadRule(Message(unknown if row is None else lifted, n=n))
    return row


def mark_row_lifted(batch: Batch, table: Table, n: int, reason: str, by: str) -> None:
    """Note in its row who lifted a rule or hold, when and why."""
    lifted = {"lifted_at": batch.now, "lifted_by": by, "lifted_reason": reason}
    batch.conn.execute(update(table).where(table.c.n == n).values(lifted))


def required_reason(reason: str | None) -> str:
    """Return the given reason. Raise BadRule if there is none."""
    if not reason or not reason.strip():
        raise BadRule(Message("rule-reason-missing"))
    return reason
