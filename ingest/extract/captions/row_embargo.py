"""Embargoes in rows of a caption table: each holds the photo of its row and the whole table."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from archive.record import Description, strictest_embargo
from archive.text.orthography import fold
from ingest.extract.embargo import matcher
from ingest.extract.embargo.embargo_fields import add_field_embargo, keeps_back
from ingest.extract.embargo.sources import add_embargo_candidates
from ingest.extract.embargo.text_orders import read_embargo

ORIGIN = "table column"

Order: TypeAlias = Mapping[str, str | None]
"""An embargo, as a Mention has it."""

_HEADING = re.compile(
    r"\W*(?:embargo\w*(?: (?:until|sampai|hingga|den|date|tanggal))?|hold until|not before|tahan sampai"
    r"|cam (?:dang|cong bo)(?: (?:truoc|den))?)\W*"
)


def is_embargo_heading(cell: str) -> bool:
    """Return whether a heading stands over embargoes, and nothing else."""
    return _HEADING.fullmatch(fold(cell)) is not None


def read_lines_embargo(lines: Sequence[str]) -> Order | None:
    """Return the embargo that a table has in lines of no photo, such as the one above its headings: it is for all its
    photos."""
    said = read_embargo([*lines])
    return {"until": said["until"], "words": said["words"]} if said else None


class RowEmbargoes:
    """The embargoes of the rows of one file: `words` are those that were met, for the table as a whole."""

    def __init__(self) -> None:
        self.words: dict[str, Order | None] = {}

    def of(self, headings: Sequence[str], row: Sequence[str]) -> Order | None:
        """Return the strictest of the embargoes that a row names in its cells, captions as those of a photo's own
        fields; None where it names none."""
        named = list(zip(headings, row, strict=False))
        cells = [cell for heading, cell in named if is_embargo_heading(heading)]
        cells += [f"{heading}: {cell}" for heading, cell in named if keeps_back(heading, cell)]
        for cell in cells:
            if cell and cell not in self.words:
                self.words[cell] = _order_of(cell)
        for order in filter(None, map(_order_in, [cell for cell in dict.fromkeys(row) if cell not in cells])):
            words = str(order["words"])
            self.words.setdefault(words, order)
            cells.append(words)
        return strictest_embargo(map(self.words.get, cells))


def _order_in(words: str) -> Order | None:
    """The embargo in a caption: `EMBARGO: the bridge opens.`"""
    if not matcher.may_hold(words):
        return None
    said = Description("", "table", 1)
    said.offer("caption", words, ORIGIN)
    add_embargo_candidates(said, "", "")
    return _told(said)


def _order_of(words: str) -> Order | None:
    """What a cell under a heading for embargoes says; None when it says that there is none."""
    said = Description("", "table", 1)
    add_field_embargo(words, said, ORIGIN)
    return _told(said)


def _told(said: Description) -> Order | None:
    value = said.values.get("embargo")
    return {"until": value["until"], "words": value["words"]} if value else None
