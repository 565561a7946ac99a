"""Embargoes in rows of a caption table: each holds the photo of its row and the whole table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from archive.record import Description, strictest_embargo
from ingest.extract.embargo import matcher
from ingest.extract.embargo.embargo_fields import (
    add_field_embargo,
    keeps_back,
    names_embargo,
    names_publication,
    read_named,
)
from ingest.extract.embargo.sources import add_embargo_candidates
from ingest.extract.embargo.text_orders import read_embargo

ORIGIN = "table column"

DITTO = (
    '"',
    "''",
    "``",
    "〃",
    "”",
    "“",
    ",,",
    "ditto",
    "do.",
    "idem",
    "id.",
    "sda",
    "s.d.a.",
    "sama",
    "nt",
    "như trên",
)
"""Cells that repeat what is above them."""

Order: TypeAlias = Mapping[str, str | None]
"""An embargo, as a Mention has it."""


def is_embargo_heading(cell: str) -> bool:
    """Return whether a heading is for embargoes only."""
    return names_embargo(cell)


def read_lines_embargo(lines: Sequence[str]) -> Order | None:
    """Return the embargo in table lines without a photo, such as one above the headings: it applies to all photos."""
    said = [read_embargo([*lines]), *(read_embargo([line]) for line in lines if matcher.may_hold(line))]
    found = strictest_embargo(said)
    return {"until": found["until"], "words": found["words"]} if found else None


class RowEmbargoes:
    """The embargoes of the rows of one file: `words` are the ones found, for the table as a whole."""

    def __init__(self) -> None:
        self.words: dict[str, Order | None] = {}
        self._above: dict[int, str] = {}  # the last cell of each column for embargoes

    def of(self, headings: Sequence[str], row: Sequence[str], *, of_photo: bool = True) -> Order | None:
        """Return the strictest embargo in the cells of a row, treating captions like a photo's own fields, or None.
        `of_photo`: otherwise a day of publication holds nothing, because calendars of releases are public."""
        row = self._repeated(headings, row)
        named = [(heading, cell) for heading, cell in zip(headings, row, strict=False) if cell]
        cells = [f"{heading}: {cell}" for heading, cell in named if keeps_back(heading, cell)]
        for cell in cells:
            if cell not in self.words:
                self.words[cell] = _order_of(cell)
        for heading, cell in named:
            order = _order_under(heading, cell) if of_photo or not names_publication(heading) else None
            if order is not None:
                cells.append(cell)
                self.words.setdefault(cell, order)
        for order in filter(None, map(_order_in, [cell for cell in dict.fromkeys(row) if cell not in cells])):
            words = str(order["words"])
            self.words.setdefault(words, order)
            cells.append(words)
        if any(row[len(headings) :]) and any(map(names_embargo, headings)):  # its cells may stand under wrong headings
            words = " | ".join(filter(None, row))[:300]
            self.words.setdefault(words, {"until": None, "words": words})
            cells.append(words)
        return strictest_embargo(map(self.words.get, cells))

    def _repeated(self, headings: Sequence[str], row: Sequence[str]) -> Sequence[str]:
        """Return a row with what stands above in place of ditto marks in columns for embargoes."""
        row = [*row]
        for n, (heading, cell) in enumerate(zip(headings, row, strict=False)):
            if cell and names_embargo(heading):
                if cell.strip().casefold() in DITTO:
                    row[n] = self._above.get(n, cell)
                self._above[n] = row[n]
        return row

    def of_days(self, headings: Sequence[str], row: Sequence[str]) -> None:
        """Note the embargoes of a row without a photo that name a day under an embargo heading."""
        for heading, cell in zip(headings, row, strict=False):
            if not cell or cell in self.words or names_publication(heading):
                continue
            if (order := _order_under(heading, cell)) is not None and order["until"]:
                self.words[cell] = order


def _order_in(words: str) -> Order | None:
    """Return the embargo in a caption: `EMBARGO: the bridge opens.`"""
    if not matcher.may_hold(words):
        return None
    said = Description("", "table", 1)
    said.offer("caption", words, ORIGIN)
    add_embargo_candidates(said, "", "")
    return _told(said)


def _order_under(heading: str, cell: str) -> Order | None:
    """Return what a cell means under its heading: `Embargo`, `Jangan tayang sebelum`, a future day of publication."""
    told = read_named(heading, cell)
    return {"until": told["until"], "words": told["words"]} if told else None


def _order_of(words: str) -> Order | None:
    """Return what a cell under an embargo heading says; None if there is no embargo."""
    said = Description("", "table", 1)
    add_field_embargo(words, said, ORIGIN)
    return _told(said)


def _told(said: Description) -> Order | None:
    value = said.values.get("embargo")
    return {"until": value["until"], "words": value["words"]} if value else None
