"""The schema of a Whoosh index, and how its files are opened."""

from __future__ import annotations

import mmap
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.columns import FixedBytesColumn, NumericColumn
from whoosh.fields import FieldType, Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import StructFile
from whoosh.formats import Existence

from archive.search.engines.engine import FACETS
from archive.text import ENGINE_FIELDS

INDEX_NAME = "MAIN"  # part of Whoosh's file names
ID_BYTES = 32
TITLE_BYTES = 64  # enough to sort titles by
FORM_BYTES = 16

COLUMN_TYPES = {
    name: np.dtype(kind)
    for name, kind in {
        "id": f"S{ID_BYTES}",
        "title": f"S{TITLE_BYTES}",
        "form": f"S{FORM_BYTES}",
        "first": ">i4",
        "last": ">i4",
        "came": ">i8",
    }.items()
}
"""What the columns of documents are on disk."""


def facet_field(column: str) -> str:
    """Return the field with a facet column's values as terms."""
    return f"facet_{column}"


class TermsField(FieldType):  # type: ignore[misc]
    """A field of terms, with a column of lengths: the writer takes ready (term, position) pairs."""

    def __init__(self) -> None:
        super().__init__(format=Existence(), analyzer=None, scorable=True)


class ValuesField(FieldType):  # type: ignore[misc]
    """A field whose terms are whole values, for facets, filters and ids."""

    def __init__(self, column: Any = None) -> None:
        super().__init__(format=Existence(), analyzer=None)
        self.column_type = column


class ColumnField(FieldType):  # type: ignore[misc]
    """A field that is only a column: dates, and titles to sort by."""

    indexed = False

    def __init__(self, column: Any) -> None:
        super().__init__(format=Existence(), analyzer=None)
        self.column_type = column


def schema() -> Schema:
    """Return the fields of an index."""
    fields: dict[str, FieldType] = {name: TermsField() for name in ENGINE_FIELDS}
    fields |= {facet_field(column): ValuesField() for column in FACETS}
    fields["id"] = ValuesField(FixedBytesColumn(ID_BYTES))
    fields["first"] = ColumnField(NumericColumn("i", default=0))
    fields["last"] = ColumnField(NumericColumn("i", default=0))
    fields["came"] = ColumnField(NumericColumn("q", default=0))
    fields["title"] = ColumnField(FixedBytesColumn(TITLE_BYTES))
    fields["form"] = ColumnField(FixedBytesColumn(FORM_BYTES))
    return Schema(**fields)


class MapStorage(FileStorage):  # type: ignore[misc]
    """Open files as memory maps, without Whoosh's copy of the whole map on the heap."""

    def create(self) -> MapStorage:
        """Create the folder. Whoosh's own method keeps the exception for an existing folder, and with it every
        frame."""
        Path(self.folder).mkdir(parents=True, exist_ok=True)
        return self

    def temp_storage(self, name: str | None = None) -> MapStorage:
        """Return a folder inside this one for the writer's temporary sort files."""
        return MapStorage(str(Path(self.folder, name or "MAIN.tmp"))).create()

    def open_file(self, name: str, **kwargs: Any) -> StructFile:
        """Return a StructFile over the map. Raise FileNotFoundError if the file has been merged away."""
        with Path(self.folder, name).open("rb") as file:
            empty = file.seek(0, 2) == 0
            mapped = BytesIO() if empty else mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        return StructFile(mapped, name=name, **kwargs)
