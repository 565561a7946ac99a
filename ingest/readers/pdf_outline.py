"""What a PDF says of its pages: the numbers printed on them (ISO 32000-1, 12.4.2) and its outline (12.3.3)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import pypdfium2

from archive.record import Description
from ingest.readers.fields import one_line

LABELS, OUTLINE = "page_labels", "outline"
MAX_LABEL = 20  # characters; Roman numerals of a million take a thousand
MAX_ENTRIES, MAX_DEPTH = 500, 6
_ERRORS = (pypdfium2.PdfiumError, ValueError, AssertionError, RecursionError)


def offer(document: Any, pages: Sequence[str | None], description: Description) -> None:
    """Offer `page_labels`: by the number of a page, counted from 1, what is printed on it, where that is something
    else (`{"4": "iv"}`), and `outline`: the entries as `title`, `level` (from 1) and `pdf_page`. Entries that stand
    nowhere in the text, as those of a scan, become furniture, so that they are found."""
    description.offer(LABELS, _labels(document, len(pages)), "pdf:PageLabels")
    outline = list(_outline(document))
    description.offer(OUTLINE, outline, "pdf:Outlines")
    words = _plain(" ".join(page or "" for page in pages)) if outline else ""
    known = set(description.furniture)
    for title in dict.fromkeys(entry["title"] for entry in outline):
        if _plain(title) not in words and title not in known:
            description.furniture.append(title)


def _labels(document: Any, count: int) -> dict[str, str] | None:
    found: dict[str, str] = {}
    for number in range(1, count + 1):
        try:
            label = one_line(document.get_page_label(number - 1)[: 4 * MAX_LABEL])
        except _ERRORS:
            continue
        if label and label != str(number) and len(label) <= MAX_LABEL:
            found[str(number)] = label
    return found or None


def _outline(document: Any) -> Iterator[dict[str, Any]]:
    try:
        for number, bookmark in enumerate(document.get_toc(max_depth=MAX_DEPTH)):
            if number >= MAX_ENTRIES:
                return
            if title := one_line(bookmark.get_title(), 300):
                place = bookmark.get_dest()
                at = None if place is None else place.get_index()
                page = None if at is None or at < 0 else at + 1
                yield {"title": title, "level": bookmark.level + 1, "pdf_page": page}
    except _ERRORS:
        return


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
