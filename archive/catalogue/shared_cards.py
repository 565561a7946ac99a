"""The name cards shared by all machines of an archive, as the text of an authorities.toml: at most one row."""

from __future__ import annotations

import hashlib

from sqlalchemy import Connection, delete, insert, select

from archive.catalogue.schema.batch import Batch
from archive.catalogue.schema.tables import name_cards
from archive.errors import ChangedMeanwhile
from archive.messages import Message


def digest(conn: Connection) -> str:
    """Return sixteen hex digits that change with the cards; empty if the catalogue has none."""
    return conn.execute(select(name_cards.c.digest)).scalar() or ""


def text(conn: Connection) -> str:
    """Return the cards, empty if the catalogue has none."""
    return conn.execute(select(name_cards.c.text)).scalar() or ""


def replace(batch: Batch, new: str, over: str) -> None:
    """Replace the cards with the digest `over` by these. Raise ChangedMeanwhile if they have changed."""
    if digest(batch.conn) != over:
        raise ChangedMeanwhile(Message("cards-changed-meanwhile"))
    made = hashlib.sha256(new.encode()).hexdigest()[:16]
    batch.conn.execute(delete(name_cards))
    batch.conn.execute(insert(name_cards), {"digest": made, "text": new})
    batch.decision("name cards", before=over, after=made)
