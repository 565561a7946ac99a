"""What pages and JSON say of a record whose words a machine read from a scan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from archive.record import TEXT_ORIGIN, TYPED, Record
from webui.words import _


@dataclass(frozen=True, slots=True)
class Recognised:
    """How many pages were read so, and how surely, from 0 to 100: in the mean, and the worst of them."""

    pages: int
    confidence: int
    lowest: int


def recognised(record: Record) -> Recognised | None:
    """None for words that were not read from a scan, or that the archivist typed in their place."""
    told = record.values.get("ocr")
    if not isinstance(told, Mapping) or not told.get("pages") or record.values.get(TEXT_ORIGIN) == TYPED:
        return None
    return Recognised(int(told["pages"]), int(told.get("confidence", 0)), int(told.get("lowest", 0)))


def read_by_machine(record: Record, page: int) -> bool:
    """Whether the words of this page, counted from 1, were read from its picture."""
    told = record.values.get("ocr")
    by_page = told.get("by_page") if isinstance(told, Mapping) else None
    return isinstance(by_page, Mapping) and str(page) in by_page


def scan_note(record: Record) -> str | None:
    """The sentence on the page of a record; None where its words are a file's own."""
    if record.values.get(TEXT_ORIGIN) == TYPED:
        return _("Words typed by the archivist.")
    if isinstance(told := record.values.get("ocr"), Mapping) and told.get("pending"):
        return _("A scan whose words are not read yet.")
    found = recognised(record)
    if found is None:
        return None
    return _("Words read by machine from a scan, confidence %(n)d %%.", n=found.confidence)
