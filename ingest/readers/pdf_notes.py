"""Sentences for the receipt about the pages of a PDF that have no text, could not be read, or were left out."""

from __future__ import annotations

from collections.abc import Sequence


def of_pages(pages: Sequence[str | None], count: int, why: str) -> list[str]:
    """What there is to say of the pages read (None: could not be read) of the `count` that there are; `why` is the
    reason when these are fewer."""
    notes: list[str] = []
    broken = [number for number, text in enumerate(pages, start=1) if text is None]
    blank = [number for number, text in enumerate(pages, start=1) if text is not None and not text.strip()]
    if len(pages) < count:
        notes.append(f"only pages 1-{len(pages)} of {count} can be searched: {why}; split the file to find the rest")
    if broken:
        notes.append(f"{_pages(broken)} could not be read; look at the original")
    if len(blank) == len(pages):
        where = "no page has text" if len(pages) > 1 else "its page has no text"
        notes.append(f"{where}: a scan or a picture; text recognition would make it searchable")
    elif blank:
        one = len(blank) == 1
        notes.append(
            f"{_pages(blank)} {'has' if one else 'have'} no text; {'it' if one else 'they'} may be"
            f" {'a scan' if one else 'scans'}"
        )
    return notes


def _pages(numbers: Sequence[int]) -> str:
    """`page 3` or `pages 2-4, 7`, shortened after twelve runs."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    written = [f"{first}-{last}" if last > first else f"{first}" for first, last in runs]
    word = "page" if len(numbers) == 1 else "pages"
    return f"{word} {', '.join(written[:12])}{' and more' if len(written) > 12 else ''}"
