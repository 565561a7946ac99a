"""The tables by which versions of one text are known; the migrations make them."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, Table, Text

from archive.catalogue.tables import metadata

# How each text is worded: a digest of its words (empty for hardly any), and the 128 bits by which nearly equal ones are
# found (empty for short ones). `change` counts the statements that brought rows, as that of `looks` does.
editions = Table(
    "editions",
    metadata,
    Column("record", ForeignKey("records.id"), primary_key=True),
    Column("digest", Text, nullable=False, index=True),
    Column("sketch", Text, nullable=False),
    Column("change", Integer, nullable=False, index=True),
)

# The numbers of texts, by which their versions in other languages are known.
edition_numbers = Table(
    "edition_numbers",
    metadata,
    Column("record", ForeignKey("records.id"), primary_key=True),
    Column("number", Text, primary_key=True, index=True),
)

# Two records whose texts are nearly equal, once; those of equal ones have one digest.
reprints = Table(
    "reprints",
    metadata,
    Column("one", ForeignKey("records.id"), primary_key=True),
    Column("other", ForeignKey("records.id"), primary_key=True, index=True),
)
