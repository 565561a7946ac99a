"""Scans on their way in: which pages are to be read later, what is held until then, and what the receipt says of it."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from statistics import median

from archive.catalogue import UNREAD, ReadPage
from archive.catalogue import Writer as Transaction
from archive.recognition import installed
from archive.record import Description
from archive.settings import OcrSection
from ingest.ocr import OCR
from ingest.readers.pdf_notes import READ_THEM, of_scans

LIGHT = 165  # grey, of 255: half of a page of text at least is paper
ORIGIN = "rule:scan"


class Scans:
    """What the settings of an archive make of scans."""

    def __init__(self, settings: OcrSection) -> None:
        self._settings = settings
        self._lacks: str | None = None
        self._asked = False

    def tell(self, description: Description) -> None:
        """Note in a description which pages are to be read; among them a picture that looks like a page of text, where
        pictures are read too."""
        if self._settings.images and not description.scans and _looks_like_text(description):
            description.scans = pages_of_picture(description)
            pages = "a page" if len(description.scans) == 1 else f"{len(description.scans)} pages"
            description.notes.append(f"it looks like {pages} of text, whose words are not read yet; {READ_THEM}")
        if description.scans:
            description.offer(OCR, {"pending": len(description.scans)}, ORIGIN)

    def settle(self, w: Transaction, record: str, description: Description) -> None:
        """A record with this description waits for its words, or does so no more."""
        if description.scans:
            w.expect_words(record, description.scans, self._settings.hold_until_read)
        elif w.scan(record) is not None:
            w.no_scan(record)

    def told(self, w: Transaction, record: str, description: Description) -> str:
        """What the receipt says beside the notes; empty for what is no scan."""
        if not description.scans:
            return ""
        held = "; held until they are read, for they may name an embargo" if w.known(record).access == UNREAD else ""
        if not self._asked:
            self._lacks, self._asked = installed().lacks(self._settings.languages), True
        return held + (f"; {self._lacks}" if self._lacks else "")


def scans_left(description: Description, words: Sequence[ReadPage], settings: OcrSection) -> list[int]:
    """The pages of a scan that was read before, or of what is known for one only now, whose words are still to be read;
    the description says so of itself."""
    if not words:
        Scans(settings).tell(description)
        return description.scans
    read = {one.page for one in words}
    left = [page for page in description.scans[: settings.pages_per_file] if page not in read]
    if left:
        description.prefer(OCR, {"pending": len(left)}, ORIGIN)
        description.notes += of_scans(left, len(description.pages))
    return left


def pages_of_picture(description: Description) -> list[int]:
    """The pages, from 1, of a picture that is one of text, or of several as a TIFF may be."""
    return list(range(1, len(description.pages) + 1)) or [1]


def _looks_like_text(description: Description) -> bool:
    """Whether a picture is mostly light, as paper is; whether there are words on it is seen when it is read."""
    if not description.media_type.startswith("image/") or not description.miniature:
        return False
    try:
        grey = base64.b64decode(description.miniature)
    except (binascii.Error, ValueError):
        return False
    return bool(grey) and median(grey) >= LIGHT
