"""The tables by which texts that belong together are found; the migrations make them."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Table, Text

from archive.catalogue.tables import Json, metadata

# What the rules look at, of each text that is no photo.
profiles = Table(
    "profiles",
    metadata,
    Column("record", ForeignKey("records.id"), primary_key=True),
    Column("profile", Json, nullable=False),
)

# By what each text is found: its number, name, folder, title, day; with `?` before it, what it looks for in others.
clues = Table(
    "clues",
    metadata,
    Column("record", ForeignKey("records.id"), primary_key=True),
    Column("clue", Text, primary_key=True, index=True),
)

# What the archivist said does not hold; no rule brings it again, whichever of the two is the subject.
refused_relations = Table(
    "refused_relations",
    metadata,
    Column("one", ForeignKey("records.id"), primary_key=True),
    Column("type", Text, primary_key=True),
    Column("other", ForeignKey("records.id"), primary_key=True, index=True),
)
