"""The tables that remember what the archivist changed, so that it can be taken back; the migrations make them."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, Table, Text

from archive.catalogue.tables import Json, Words, metadata

# One act of the archivist over one or many records. `action`: edit, import, undo, ...; `what`: it in words; `by`: the
# login of who did it; `records`: how many it changed; `undoes`: the set it took back; `undone_by`: the last that took
# this one back.
change_sets = Table(
    "change_sets",
    metadata,
    Column("n", Integer, primary_key=True),
    Column("at", Text, nullable=False),
    Column("by", Words, nullable=False),
    Column("action", Text, nullable=False),
    Column("what", Words, nullable=False),
    Column("records", Integer, nullable=False),
    Column("undoes", ForeignKey("change_sets.n")),
    Column("undone_by", ForeignKey("change_sets.n")),
)

# What the archivist said of a key of a record before a set and after it: their values, the one in use first, [] for
# nothing said. `used_before` and `used_after`: the value in use, whoever said it.
changed_values = Table(
    "changed_values",
    metadata,
    Column("change_set", ForeignKey("change_sets.n"), primary_key=True),
    Column("record", ForeignKey("records.id"), primary_key=True, index=True),
    Column("key", Text, primary_key=True),
    Column("before", Json, nullable=False),
    Column("after", Json, nullable=False),
    Column("used_before", Json, nullable=False),
    Column("used_after", Json, nullable=False),
)
