"""The tables of scans and of texts that the archivist typed; the migrations make them."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Integer, Table, Text

from archive.catalogue.tables import Json, Words, metadata

# Records some of whose pages are pictures of words: which pages of which bytes, and whether they are still to be read.
# No pages: they are not found yet. `otherwise` is who may see the record apart from that its words are not read
# (status, release_at, hold_reason), while it is held for that; else null.
scans = Table(
    "scans",
    metadata,
    Column("record", ForeignKey("records.id"), primary_key=True),
    Column("sha256", Text, nullable=False),
    Column("pages", Json, nullable=False),
    Column("pending", Boolean, nullable=False, index=True),
    Column("otherwise", Json, nullable=False),
)

# What was read on each page of such bytes (pages count from 1), and by which languages. `confidence` is 0 to 100, null
# for a page with nothing on it; `reason` says why a page could not be read.
scan_pages = Table(
    "scan_pages",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("page", Integer, primary_key=True),
    Column("languages", Text, nullable=False),
    Column("text", Words, nullable=False),
    Column("confidence", Integer),
    Column("reason", Words),
    Column("read_at", Text, nullable=False),
)

# Every text that the archivist typed, of a record with these bytes. The last one that was not cleared is in force.
typed_texts = Table(
    "typed_texts",
    metadata,
    Column("n", Integer, primary_key=True),
    Column("record", ForeignKey("records.id"), nullable=False, index=True),
    Column("sha256", Text, nullable=False),
    Column("text", Words, nullable=False),
    Column("at", Text, nullable=False),
    Column("cleared", Boolean, nullable=False),
)

# What the file says, of records whose text is a typed one now.
file_texts = Table(
    "file_texts",
    metadata,
    Column("record", ForeignKey("records.id"), primary_key=True),
    Column("text", Words, nullable=False),
)
