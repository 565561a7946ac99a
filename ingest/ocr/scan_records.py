"""Scans in their records: which pages wait for OCR, what is held until then, and what OCR found.

The text of a scan may release its record or name an embargo.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from archive.catalogue import UNREAD, WAITING, Access, KnownRecord, ReadPage, Scan
from archive.catalogue import Writer as Transaction
from archive.errors import PressArchiveError
from archive.media_types import is_picture_type
from archive.messages import Message, join_messages, message_of, reason_columns
from archive.record import Description, Status
from archive.sandbox.pool import Pool
from archive.settings import OcrSection
from archive.storage.archive import Archive
from archive.tesseract import POOR, installed
from ingest.extract.embargo.embargo_candidates import is_bare
from ingest.files.restrictions import (
    access_around,
    access_by_order,
    access_for,
    brings_embargo,
    choose_stricter_access,
    forget_known_secrets,
    tighten_members,
)
from ingest.files.roots import ContainerContext, RootPath, Roots
from ingest.files.workers import DESCRIBE, accept_description
from ingest.ocr import OCR
from ingest.readers.pdf.page_notes import READ_THEM, of_scans

LIGHT = 165  # grey, of 255: at least half of a page of text is paper
ORIGIN = "rule:scan"


HEAD = 3  # first pages of a text, where an embargo would be
BOOK = 20  # minimum pages with text in a book
FEW = 10  # such pages for each scanned one


def waits_for_ocr(description: Description, settings: OcrSection) -> bool:
    """Return whether a record is held until its scans are read. A book with few of them, none at its beginning, has
    enough text to show whether it is under an embargo, and is not held."""
    if not settings.hold_until_read or not description.scans:
        return False
    scans = set(description.scans)
    shown = [number for number, text in enumerate(description.pages, start=1) if text.strip() or number in scans]
    own = len(shown) - len(scans)
    return own < BOOK or own < FEW * len(scans) or not scans.isdisjoint(shown[:HEAD])


class Scans:
    """How an archive's settings treat scans."""

    def __init__(self, settings: OcrSection) -> None:
        self._settings = settings
        self._lacks: str | None = None
        self._asked = False

    def tell(self, description: Description) -> None:
        """Note in a description which pages are to be read, including a picture that looks like a page of text if
        pictures are read too."""
        if self._settings.images and not description.scans and _looks_like_text(description):
            description.scans = pages_of_picture(description)
            description.notes.append(join_messages([_looks_like(len(description.scans)), READ_THEM]))
        if description.scans:
            description.offer(OCR, {"pending": len(description.scans)}, ORIGIN)

    def settle(self, w: Transaction, record: str, description: Description) -> list[str]:
        """Note whether a record with this description waits for OCR. Return the other records that were public and are
        held now."""
        if description.scans:
            return w.expect_words(record, description.scans, waits_for_ocr(description, self._settings))
        if w.scan(record) is not None:
            w.no_scan(record)
        return []

    def settle_within(self, w: Transaction, record: str, within: ContainerContext | None) -> None:
        """Hold a record inside a scan until that is read, because its embargo would apply to both."""
        around = within.descriptions if within else []
        if any(waits_for_ocr(one, self._settings) for one in around):
            w.wait_within(record)

    def reasons(self, w: Transaction, record: str, description: Description) -> list[str]:
        """Return what the receipt says in addition to the notes; empty if it is not a scan."""
        if not description.scans:
            return []
        held = [Message("held-until-read")] if w.known(record).access == UNREAD else []
        if not self._asked:
            self._lacks, self._asked = installed().lacks(self._settings.languages), True
        return [*held, self._lacks] if self._lacks else [*held]


def _looks_like(pages: int) -> Message:
    return Message("looks-like-text") if pages == 1 else Message("looks-like-texts", number=pages)


def scans_left(description: Description, words: Sequence[ReadPage], settings: OcrSection) -> list[int]:
    """Return the pages still to be read of a scan read before, or of one only recognised now, and note them in the
    description."""
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
    """Return the pages, from 1, of a picture of text, possibly several in a TIFF."""
    return list(range(1, len(description.pages) + 1)) or [1]


def _looks_like_text(description: Description) -> bool:
    """Return whether a picture is mostly light, like paper; whether it has words is known after reading it."""
    if not is_picture_type(description.media_type) or not description.miniature:
        return False
    try:
        grey = base64.b64decode(description.miniature)
    except (binascii.Error, ValueError):
        return False
    return bool(grey) and median(grey) >= LIGHT


AGENT = "press-archive ocr"
DOUBTFUL = Access(Status.HELD, hold_reason=Message("hold-scan-doubtful"))


@dataclass(frozen=True, slots=True)
class ScanSource:
    """A scan in the store, and its name on the original disk."""

    sha256: str
    filename: str
    relpath: str


def source_of(archive: Archive, scan: Scan) -> ScanSource:
    """Return the file of a scan, under its present or else last name."""
    names = [name for name in archive.catalogue.names_of_record(scan.record) if name.sha256 == scan.sha256]
    if not names:
        return ScanSource(scan.sha256, scan.sha256, "")
    name = names[0]
    told = Roots(archive.catalogue.roots()).told(RootPath(name.root, name.path, name.member))
    whole = f"{told}/{name.member}" if name.member else told
    return ScanSource(scan.sha256, whole.rsplit("/", 1)[-1], whole)


def words_of(pages: Sequence[ReadPage]) -> dict[str, dict[str, object]]:
    """Return the recognized text of pages in the format for `describe`."""
    return {
        str(one.page): {"text": one.text, "confidence": one.confidence, **reason_columns(one.reason)} for one in pages
    }


def described(
    pool: Pool,
    archive: Archive,
    source: ScanSource,
    pages: Sequence[ReadPage] | None,
    passwords: Sequence[str] = (),
) -> Description:
    """Return the description of a scan with the recognized words of these pages; without them (None) which are to be
    read. `passwords` are tried if it needs one. Raise Unreadable, Encrypted, WorkerError."""
    asked: dict[str, object] = {"filename": source.filename, "relpath": source.relpath}
    if passwords:
        asked["passwords"] = list(passwords)
    if pages is not None:
        asked["words"] = words_of(pages)
    with archive.store.local(source.sha256) as path, pool.run(DESCRIBE, asked | {"path": str(path)}) as job:
        description = accept_description(job.result, source.filename, source.relpath, archive, source.sha256)
    description.thumbnail = None
    description.members = []
    return description


def apply_ocr_result(
    w: Transaction, scan: Scan, description: Description, pages: Sequence[ReadPage]
) -> list[str] | None:
    """Describe the record with these words. Return the records inside it that were public and are held now; None if it
    has other bytes by now, and waits again."""
    now = w.scan(scan.record)
    if now is None or now.sha256 != scan.sha256 or w.newest(scan.record) != scan.sha256:
        return None
    held: list[str] = []
    before, brings = w.known(scan.record), brings_embargo(w, scan.record, description)
    forget_known_secrets(w, scan.record, description)
    w.describe(scan.record, description)
    w.words_read(scan.record, description.scans or scan.pages)
    found, ordered = access_for(description, Status.RELEASED), access_by_order(description, Status.RELEASED)
    if before.access in WAITING and now.otherwise is not None:
        doubt = DOUBTFUL if now.pending and _in_doubt(description, pages) else Access()
        access = _combine_access(w, scan.record, now.otherwise, found, before)
        w.open_scan(scan.record, choose_stricter_access(access, doubt))
        held += tighten_members(w, scan.record, ordered)
        held += tighten_members(w, scan.record, doubt, decided=False)
    elif brings or description.secrets or _names_hour(before.access, found, before):  # except what was decided already
        access = _combine_access(w, scan.record, before.access, found, before)
        if access == before.access:
            w.note_hold(scan.record)
        else:
            w.set_status(scan.record, access)
        held += tighten_members(w, scan.record, ordered)
    w.open_within(scan.record)
    sure = description.values.get("ocr", {}).get("confidence")
    w.event("text recognition", scan.record, pages=len(pages), confidence=sure)
    return held


def _combine_access(w: Transaction, record: str, before: Access, found: Access, known: KnownRecord) -> Access:
    """Return the stricter of the access before its words were read and that by its words. If only its own mark
    (`EMBARGO_rilis.pdf`) held it, the end in its words replaces the mark. The mark of a mail around it remains, and
    that of a text that names it: a picture that is now a page of text is not linked with it again."""
    if _names_hour(before, found, known):
        others = choose_stricter_access(access_around(w, record), w.access_by_texts(record))
        return choose_stricter_access(found, others)
    return choose_stricter_access(before, found)


def _names_hour(before: Access, found: Access, known: KnownRecord) -> bool:
    """Return whether only the record's own mark held it, and its words now give the end."""
    own = str((known.values.get("embargo") or {}).get("words") or "")
    bare = before.status is Status.HELD and before.release_at is None and is_bare(own)
    return bare and before.hold_reason == own and found.release_at is not None


def _in_doubt(description: Description, pages: Sequence[ReadPage]) -> bool:
    """Return whether the first non-empty page, where an embargo would be, was read with low confidence."""
    read = {one.page: one for one in pages}
    for number, text in enumerate(description.pages or [description.text], start=1):
        one = read.get(number)
        if number in description.scans and one is None:
            return True
        if one is not None and (one.reason is not None or one.confidence is not None):
            return one.reason is not None or (one.confidence or 0) < POOR
        if text.strip():
            return False
    return False


def failed(w: Transaction, scan: Scan, error: PressArchiveError) -> None:
    """Hold a scan that cannot be read at all until someone decides. It no longer waits."""
    before = w.known(scan.record).access
    w.words_read(scan.record, scan.pages)
    if before in WAITING and scan.pending:
        w.open_scan(scan.record, DOUBTFUL)
        tighten_members(w, scan.record, DOUBTFUL, decided=False)
    w.open_within(scan.record)
    w.event("text recognition", scan.record, "failure", **reason_columns(message_of(error)))
