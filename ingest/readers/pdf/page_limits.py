"""Limits of documents with pages: how many are read, how much text, for how long."""

from __future__ import annotations

from collections.abc import Iterator

from archive.messages import Message
from archive.record import PAGE_BREAK, Description
from archive.text.charset import clean_text
from ingest.readers.base.time_limit import TimeLimit
from ingest.readers.pdf import page_notes
from ingest.readers.pdf.paragraphs import PageLine, paragraphs
from ingest.readers.text.plain_text import MAX_CHARACTERS

MAX_PAGES = 5_000
MAX_PAGE_CHARACTERS = 1_000_000
MOST_DRAWN = 2 * MAX_PAGE_CHARACTERS  # characters of a page, of which blanks and hyphens disappear
SECONDS = 10.0  # for the text; the rest is for metadata and extraction


def collect_pages(texts: Iterator[str | None], count: int, description: Description) -> list[str | None]:
    """Return the texts of the pages within the limits on pages, characters and time, None for a page that cannot be
    read. Note where reading stopped, and which pages could not be read. `count`: the number of pages."""
    pages: list[str | None] = []
    characters, limit = 0, TimeLimit(SECONDS)
    why = Message("has-pages", number=f"{count:,}") if count > MAX_PAGES else Message("no-more-opened")
    for text in texts:
        room = min(MAX_PAGE_CHARACTERS, MAX_CHARACTERS - characters)
        if text is not None and len(text) >= room:
            description.notes.append(Message("text-cut", characters=f"{room:,}", all=f"{len(text):,}"))
        pages.append(text and text[: max(0, room)])
        characters += len(text or "") + 1
        if len(pages) >= min(count, MAX_PAGES):
            break
        if characters >= MAX_CHARACTERS or limit.is_over:
            why = Message("text-limit", characters=f"{characters:,}", seconds=f"{SECONDS:.0f}")
            break
    description.notes += page_notes.of_pages(pages, count, why)
    return pages


def page_text(lines: list[PageLine]) -> str:
    """Return a page's lines as cleaned paragraphs, without form feeds."""
    return clean_text(paragraphs(lines)).replace(PAGE_BREAK, "\n").strip()
