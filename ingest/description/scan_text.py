"""Put the recognized text of scanned pages into a description, before extraction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from archive.media_types import is_picture_type
from archive.messages import Message, has_code, stored_message
from archive.record import PAGE_BREAK, TEXT_ORIGIN, Description
from archive.text import fold
from ingest.description.extraction import extract_description
from ingest.ocr import OCR
from ingest.readers.pdf.page_notes import READ_THEM, format_page_numbers

ORIGIN = "tesseract"
_AS_TEXT = "application/x-scanned-page"  # not a picture type, so that its text is structured like any text
LEAST_LETTERS = 120  # in a picture of a page of text
LEAST_SURE = 60


def add_ocr_text(description: Description, words: Mapping[str, Mapping[str, Any]], filename: str, relpath: str) -> None:
    """Add recognized text to a description. `words` has, by page number from 1, `text`, `confidence`, and why the page
    could not be read, as `reason` and `messages`. A page's own text follows the recognized one; other pages keep only
    theirs."""
    if is_picture_type(description.media_type):
        description.notes += _notes(words, max(1, len(description.pages)))
        _picture(description, words, filename, relpath)
        return
    scans = [number for number in description.scans if str(number) in words]
    words = {str(number): words[str(number)] for number in scans}
    description.notes = [note for note in description.notes if not has_code(note, READ_THEM.code)]
    description.notes += _notes(words, len(description.scans))
    for number in scans:
        own, read = description.pages[number - 1], str(words[str(number)].get("text") or "")
        description.pages[number - 1] = _both(own, read)
    description.text = PAGE_BREAK.join(description.pages)
    _tell(description, words)


def _both(own: str, read: str) -> str:
    """Return the text of a page, and what of the recognized text is not in it."""
    known = " ".join(fold(own).split())
    if not known:
        return read
    new = [line for line in read.split("\n") if not line.strip() or " ".join(fold(line).split()) not in known]
    return f"{own}\n\n{chr(10).join(new).strip()}".strip()


def _picture(description: Description, words: Mapping[str, Mapping[str, Any]], filename: str, relpath: str) -> None:
    """Treat a picture with many confidently recognized words as one or several pages of text, and describe it by these
    first."""
    read = [words.get(str(number), {}) for number in range(1, max(1, len(description.pages)) + 1)]
    texts = [str(page.get("text") or "") for page in read]
    letters = [sum(map(str.isalnum, text)) for text in texts]
    sure = sum(count * (page.get("confidence") or 0) for count, page in zip(letters, read, strict=True))
    if sum(letters) < LEAST_LETTERS or sure < LEAST_SURE * sum(letters):
        return
    page = Description(_AS_TEXT, description.reader, description.reader_version, text=PAGE_BREAK.join(texts))
    page.pages = texts[:] if len(texts) > 1 else []
    extract_description(page, filename, relpath)
    description.text, description.pages, description.mentions = page.text, page.pages, page.mentions
    description.furniture += page.furniture
    for key, offers in page.origins.items():
        for offer in reversed(offers):
            description.prefer(key, offer.value, offer.origin, offer.confidence)
    _tell(description, words)


def _tell(description: Description, words: Mapping[str, Mapping[str, Any]]) -> None:
    sure = {page: read["confidence"] for page, read in words.items() if read.get("confidence") is not None}
    if not sure:
        return
    letters = {page: sum(map(str.isalnum, str(words[page].get("text") or ""))) for page in sure}
    whole = sum(letters.values())
    mean = round(sum(sure[page] * letters[page] for page in sure) / whole) if whole else 0
    told = {"pages": len(sure), "confidence": mean, "lowest": min(sure.values()), "by_page": sure}
    description.offer(OCR, told, ORIGIN)
    if whole:
        description.offer(TEXT_ORIGIN, OCR, ORIGIN)


def _notes(words: Mapping[str, Mapping[str, Any]], count: int) -> list[str]:
    """Add notes on what could not be read, and how much was left out."""
    failed: dict[str, list[int]] = {}
    for page, read in words.items():
        if why := stored_message(read.get("reason"), read.get("messages")):
            failed.setdefault(why, []).append(int(page))
    notes: list[str] = [
        Message("pages-unread", pages=format_page_numbers(sorted(pages)), why=why) for why, pages in failed.items()
    ]
    if len(words) < count:
        notes.append(Message("scan-pages-left", count=len(words), all=f"{count:,}", cure=Message("raise-pages")))
    return notes
