"""The tables that remember which records became one, or two, and what they were before; the migrations make them."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, Table, Text

from archive.catalogue.tables import Json, metadata

# Records that are part of another one now, whose ids still lead there. `kept`: the record that took it in, which may
# itself be part of another by now; `first`: by how much the numbers of its files were raised. `revision` is the one in
# which it went, for the indexes.
merged = Table(
    "merged",
    metadata,
    Column("old", Text, primary_key=True),
    Column("kept", Text, nullable=False, index=True),
    Column("first", Integer, nullable=False),
    Column("change_set", ForeignKey("change_sets.n"), nullable=False),
    Column("revision", Integer, nullable=False, index=True),
)

# What the records of such a change set were before, row by row, and a digest of what the set left.
join_snapshots = Table(
    "join_snapshots",
    metadata,
    Column("change_set", ForeignKey("change_sets.n"), primary_key=True),
    Column("record", Text, nullable=False),
    Column("before", Json, nullable=False),
    Column("left", Text, nullable=False),
)
