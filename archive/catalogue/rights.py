"""What is recorded of the rights of each record, for the archivist's review; read in one pass."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Text, func, select, type_coerce

from archive.catalogue.tables import mentions, records
from archive.record import Kind, Status

_KEYS = ("credit", "creator", "source", "copyright", "usage_terms", "instructions", "expiry_date")
# All keys at once: what takes time is to read the facts of a record, not to look for one more of them.
_SAID = func.json_extract(type_coerce(records.c.facts, Text), *(f"$.{key}" for key in _KEYS))
_ALL = select(records.c.id, records.c.kind, _SAID).where(records.c.status != Status.WITHDRAWN.value)


@dataclass(frozen=True, slots=True)
class Rights:
    """`credits` are the words that may say whose it is: its own, and for a photo those that articles give it.
    `terms`: whether anything is said of how it may be used; `expiry`: until when, as its file says it."""

    id: str
    kind: Kind
    credits: tuple[str, ...]
    copyright: str
    terms: bool
    expiry: str


def rights_of_all(conn: Connection) -> Iterator[Rights]:
    """Those of every record that is not withdrawn, the newest first."""
    given: dict[str, list[str]] = {}
    named = select(mentions.c.photo, mentions.c.credit).where(mentions.c.photo.is_not(None), mentions.c.credit != "")
    for photo, credit in conn.execute(named):
        given.setdefault(photo, []).append(credit)
    for id_, kind, said in conn.execute(_ALL.order_by(records.c.added_at.desc(), records.c.id)):
        credit, creator, source, copyright_, terms, instructions, expiry = json.loads(said)
        own = (words for value in (credit, creator, source) for words in _words(value))
        told = any(_words(terms)) or any(_words(instructions))
        found = (*own, *given.get(id_, ()))
        yield Rights(id_, Kind(kind), found, " ".join(_words(copyright_)), told, " ".join(_words(expiry)))


def _words(value: Any) -> list[str]:
    """The texts in a value, which may be a list."""
    values = value if isinstance(value, list) else [value]
    return [one for one in values if isinstance(one, str) and one.strip()]
