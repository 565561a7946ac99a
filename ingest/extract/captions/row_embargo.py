"""Embargoes in rows of a caption table: each holds the photo of its row and the whole table."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from archive.record import Description
from archive.text.orthography import fold
from ingest.extract.embargo.embargo_fields import add_field_embargo, keeps_back, may_keep_back

ORIGIN = "table column"

Order: TypeAlias = Mapping[str, str | None]
"""An embargo, as a Mention has it."""

_HEADING = re.compile(
    r"\W*(?:embargo\w*(?: (?:until|sampai|hingga|den|date|tanggal))?|hold until|not before|tahan sampai"
    r"|cam (?:dang|cong bo)(?: (?:truoc|den))?)\W*"
)


def is_embargo_heading(cell: str) -> bool:
    """Return whether a column under this heading may hold the photos of its rows back."""
    return _HEADING.fullmatch(fold(cell)) is not None or may_keep_back(cell)


class RowEmbargoes:
    """The embargoes of the rows of one file: `words` are those that were met, for the table as a whole."""

    def __init__(self) -> None:
        self.words: dict[str, Order | None] = {}

    def of(self, headings: Sequence[str], row: Sequence[str]) -> Order | None:
        """Return the strictest of the embargoes that a row names in its cells; None where it names none."""
        named = list(zip(headings, row, strict=False))
        cells = [cell for heading, cell in named if _HEADING.fullmatch(fold(heading))]
        cells += [f"{heading}: {cell}" for heading, cell in named if keeps_back(heading, cell)]
        for cell in cells:
            if cell and cell not in self.words:
                self.words[cell] = _order_of(cell)
        orders = [order for cell in cells if (order := self.words.get(cell)) is not None]
        return max(orders, key=lambda order: order["until"] or "9999", default=None)


def _order_of(words: str) -> Order | None:
    """What a cell under a heading for embargoes says; None when it says that there is none."""
    said = Description("", "table", 1)
    add_field_embargo(words, said, ORIGIN)
    value = said.values.get("embargo")
    return {"until": value["until"], "words": value["words"]} if value else None
