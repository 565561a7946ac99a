"""Notes for the receipt about PDF pages that are scans, empty, unreadable or left out."""

from __future__ import annotations

from collections.abc import Sequence

from archive.messages import Message, join_messages

READ_THEM = Message("read-scans")
READ_LOCKED = Message("read-locked-scans")


def of_pages(pages: Sequence[str | None], count: int, why: str) -> list[str]:
    """Return the notes on the pages read (None: could not be read) of `count` in total; `why` is the reason if these
    are fewer."""
    notes: list[str] = []
    broken = [number for number, text in enumerate(pages, start=1) if text is None]
    if len(pages) < count:
        notes.append(Message("pages-left", pages=len(pages), all=count, why=why))
    if broken:
        notes.append(
            join_messages([Message("pages-unreadable", pages=format_page_numbers(broken)), Message("look-at-original")])
        )
    return notes


def of_scans(scans: Sequence[int], count: int, *, locked: bool = False) -> list[str]:
    """Return a note that these pages of `count` are still to be read by OCR; if `locked`, only with the password."""
    if not scans:
        return []
    how = READ_LOCKED if locked else READ_THEM
    if len(scans) == count:
        return [join_messages([Message("scan-unread"), how])]
    return [join_messages([Message("scan-pages-unread", pages=format_page_numbers(scans)), how])]


def of_empty(pages: Sequence[str | None], scans: Sequence[int]) -> list[str]:
    """Return a note that pages have neither text nor anything to recognize."""
    shown = set(scans)
    bare = [number for number, text in enumerate(pages, start=1) if text is not None and not text.strip()]
    empty = [number for number in bare if number not in shown]
    if not empty:
        return []
    if len(empty) == len(pages):
        return [Message("no-page-filled" if len(pages) > 1 else "page-empty")]
    return [Message("page-without-text" if len(empty) == 1 else "pages-without-text", pages=format_page_numbers(empty))]


def format_page_numbers(numbers: Sequence[int]) -> str:
    """Return `page 3` or `pages 2-4, 7`, shortened after twelve ranges."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    written = [f"{first}-{last}" if last > first else f"{first}" for first, last in runs]
    word = "page" if len(numbers) == 1 else "pages"
    return f"{word} {', '.join(written[:12])}{' and more' if len(written) > 12 else ''}"
