"""The access of a new record, from its description, the accession and earlier decisions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from archive.access import instant, utc_now
from archive.access import stricter as strictest
from archive.catalogue import WAITING, Access
from archive.catalogue import Writer as Transaction
from archive.catalogue.records.virus_state import with_reason
from archive.catalogue.restrictions.record_access import access_by_words
from archive.messages import Message, has_code, join_messages
from archive.record import Candidate, Description, Kind, Mention, Status
from archive.text.dates import date_finder
from archive.text.embargo.instants import end_of_day, last_day
from ingest.extract.captions.picture_names import codes
from ingest.extract.captions.row_embargo import ORIGIN
from ingest.extract.dates.issue_date import TEXTUAL
from ingest.extract.embargo.embargo_candidates import OF_TEXTS, settle
from ingest.extract.secrets import ACCESS_TOKEN, IDENTITY_NUMBER, PRIVATE_KEY, find_secrets, secret_words
from ingest.readers.registry import NONE

LOCKED = Access(Status.HELD, hold_reason=Message("hold-encrypted"))
LOCKED_AGAIN = Access(Status.HELD, hold_reason=Message("hold-encrypted-version"))
LOCKED_INSIDE = Access(Status.HELD, hold_reason=Message("hold-encrypted-inside"))
NOT_READ = Access(Status.HELD, hold_reason=Message("hold-unread"))
PART_NOT_READ = Access(Status.HELD, hold_reason=Message("hold-unread-part"))
READ_SINCE = Access(Status.HELD, hold_reason=Message("hold-unread-read"))
UNREAD_INSIDE = Access(Status.HELD, hold_reason=Message("hold-unread-inside"))
MAIL_STORE = Access(Status.HELD, hold_reason=Message("hold-mail-store"))

_WITHOUT_WORDS = ("audio/", "font/", "image/", "video/")  # types of files without text that could be an embargo
_PARTS_UNREAD = (  # codes of notes on unread parts
    "attachment-damaged", "attachments-left", "attachments-not-found", "attachments-unread", "cells-not-read",
    "cells-unreadable", "document-cut", "document-inside", "document-slow", "file-cut", "file-cut-of", "mail-sealed",
    "orders-unread", "page-by-script", "pages-left", "pages-unreadable", "part-not-imported", "row-unread", "rows-left",
    "sheet-unreadable", "slides-left", "text-cut",
)  # fmt: skip
_DAYS_OF_FILE = ("document_created", "document_modified")
_NAMES = {"file name", "folder"}
_DAY = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")
_HEAD, _LINE, _LEAD = 2000, 120, 10  # characters of a beginning, of a line, of words before a day (`On`, `Ngày`)
SURE = 0.8  # the least confidence of the issue date of an old text


_FOR_SECRETS = {
    PRIVATE_KEY: Message("hold-secret-key"),
    ACCESS_TOKEN: Message("hold-secret-token"),
    IDENTITY_NUMBER: Message("hold-secret-identity"),
}
_SECRET_CODES = tuple(why.code for why in _FOR_SECRETS.values())


def access_for(description: Description, default: Status) -> Access:
    """Return the access of a record with this description: held for a virus or secrets until someone decides, else the
    result of `access_by_order`."""
    ordered = access_by_order(description, default)
    why = [Message("hold-virus", signature=description.virus)] if description.virus else []
    why += [_FOR_SECRETS[kind] for kind in description.secrets]
    if not why:
        return ordered
    if ordered.status is Status.HELD and default is Status.RELEASED:
        why.append(Message("hold-secret-embargo", words=str(ordered.hold_reason)[:200]))
    return Access(Status.HELD, hold_reason=why[0] if len(why) == 1 else join_messages(why))


def is_for_secrets(access: Access) -> bool:
    """Return whether a record is held for secrets in it."""
    return has_code(access.hold_reason or "", *_SECRET_CODES)


def access_of_unread(description: Description) -> Access:
    """Return the access of a file that may have an embargo in an unread part: held if no reader supports its format, or
    a reader left out a part."""
    if description.reader == NONE.name and not description.media_type.startswith(_WITHOUT_WORDS):
        return NOT_READ
    return PART_NOT_READ if any(has_code(note, *_PARTS_UNREAD) for note in description.notes) else Access()


def is_for_virus(access: Access) -> bool:
    """Return whether a record is held for a virus in it."""
    return has_code(access.hold_reason or "", "hold-virus")


def forget_known_virus(w: Transaction, record: str, description: Description, sha256: str) -> None:
    """Remove the virus from a description if the record was held for it in the same file before: whoever released it
    since knew."""
    if description.virus and w.virus_results(record).get(sha256) == description.virus:
        description.virus = None


def forget_known_secrets(w: Transaction, record: str, description: Description, *, same_file: bool = False) -> None:
    """Remove secrets from a description that an archivist knew about when deciding on the record: those of the same
    file, or those in its present text."""
    if description.secrets and w.access_is_decided(record):
        found = find_secrets(description.text)
        in_text = {one.kind for one in found} >= set(description.secrets)
        if same_file or (in_text and secret_words(description.text) <= secret_words(w.text(record))):
            description.secrets = []


def access_by_order(description: Description, default: Status) -> Access:
    """Return the access by the embargoes in a description, for its record and the files inside it: held while an
    embargo lasts or cannot be read, else the default. If the default is held, the end of an embargo releases nothing:
    someone decides."""
    if default is Status.HELD:
        return Access(Status.HELD, hold_reason=Message("hold-ingest"))
    return access_by_words(description.values, instant(utc_now()))


def hold_named(description: Description) -> None:
    """Put the photos that a text names under its embargo, also by names without a suffix anywhere in it. It must be in
    force. A photo whose row in a caption table has an embargo keeps that one."""
    offers = [offer.value for offer in description.origins.get("embargo", []) if offer.origin != ORIGIN]
    own = next((value for value in offers if value.get("enforced") is not False), None)
    if own is None or description.values.get("kind") == Kind.PHOTO:
        return
    order = {"until": own.get("until"), "words": own.get("words")}
    mentions = [mention if mention.embargo else replace(mention, embargo=order) for mention in description.mentions]
    named = {key for mention in mentions for key in (mention.filename, mention.filename.rpartition(".")[0])}
    places = [(code[0], start + code.start()) for start, line in _lines(description.text) for code in codes(line)]
    places += [(code[0], 0) for line in description.furniture for code in codes(line)]
    for name, offset in places:
        if name not in named:
            named.add(name)
            mentions.append(Mention(name, offset=offset, embargo=order))
    description.mentions = mentions


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield each line of a text and where it begins."""
    start = 0
    for line in text.splitlines(keepends=True):
        yield start, line
        start += len(line)


def note_old(description: Description, days: int, added: datetime | None = None) -> None:
    """Turn an embargo that was old when the text was `added` (by default now) into a note, which holds nothing. The
    text must be dated more than `days` before, and the embargo must name no day that was in the future then. If the
    text may be of several days, the last counts. Embargoes in fields, and secrecy stamps, are never turned into notes.
    With 0 `days`, none is."""
    added = added or utc_now()
    offers = description.origins.get("embargo", [])
    told = next((n for n, offer in enumerate(offers) if _by_words_alone(offer, added)), None)
    if not days or told is None:
        return
    last = _own_day(description)
    if last is None or last >= added.date() - timedelta(days=days):
        return
    for n, offer in enumerate(offers):
        if _by_words_alone(offer, added):
            offers[n] = Candidate(offer.origin, {**offer.value, "enforced": False}, offer.confidence)
            words = str(offer.value.get("words") or "embargo")[:200]
            description.notes.append(Message("embargo-not-enforced", date=last.isoformat(), words=words))
    settle(description)


def _by_words_alone(offer: Candidate, added: datetime) -> bool:
    """Return whether an embargo is only in words around a text, and names no day that was still in the future
    somewhere."""
    if offer.origin not in OF_TEXTS or offer.value.get("until") is not None:
        return False
    named = last_day(str(offer.value.get("words") or ""))
    end = end_of_day(named) if named is not None else None
    return named is None or (end is not None and end <= instant(added))


def _own_day(description: Description) -> date | None:
    """Return the last possible day of the text itself, for a year or month its last day; None without one. That there
    is one must be beyond doubt: a day somewhere in the text, or in its last lines, may be that of a form or of a law.
    The dates and names of its file do not count: an old file may be overwritten."""
    of_file = {offer.origin for key in _DAYS_OF_FILE for offer in description.origins.get(key, [])} | _NAMES
    issued, of_event = (
        [offer for offer in description.origins.get(key, []) if offer.origin not in of_file]
        for key in ("date", "event_date")
    )
    if all((offer.confidence or SURE) < SURE for offer in issued) and not _begins_with_day(description.text):
        return None
    read = [(day, offer.origin in TEXTUAL) for offer in issued + of_event for day in _DAY.findall(str(offer.value))]
    days = [day for day, _ in read] + [_turned(day) for day, is_in_text in read if is_in_text]
    return max(filter(None, map(_end, days)), default=None)


def _begins_with_day(text: str) -> bool:
    """Return whether one of the first two paragraphs begins with a day, or the first is a line with one at its end:
    `Ngày 15/10/2025, câu lạc bộ…`, `District court, 8 August 2026`."""
    for n, paragraph in enumerate([one.strip() for one in text[:_HEAD].split("\n\n") if one.strip()][:2]):
        found = next(iter(date_finder.find(paragraph[:_LINE])), None)
        if found is not None and found.precision == "day" and found.complete:
            ends = n == 0 and len(paragraph) <= _LINE and found.end >= len(paragraph) - 1
            if found.start <= _LEAD or (ends and "," in paragraph[: found.start]):
                return True
    return False


def _turned(iso: str) -> str:
    """Return the day with its month and day exchanged: 12/01/2026 is read in both ways. Empty if there is no such."""
    year, _, rest = iso.partition("-")
    month, _, day = rest.partition("-")
    return f"{year}-{day}-{month}" if day else ""


def _end(iso: str) -> date | None:
    """Return the last day of a year, a month or a day; None for an invalid date."""
    try:
        return date_finder.last_day(iso)
    except ValueError:
        return None


def choose_stricter_access(before: Access, after: Access) -> Access:
    """Return the stricter of two accesses: fewer people see the record, or they see it later. Return `before` if both
    are equally strict."""
    return strictest(before, after, instant(utc_now()))


def brings_embargo(w: Transaction, record: str, description: Description) -> bool:
    """Return whether what was read now, and is not written yet, puts a record under a stricter embargo than before. One
    that was a note before, and still has no end, does not if an archivist decided who may see the record."""
    had, found = w.known(record).values.get("embargo"), description.values.get("embargo")
    if not found or found.get("enforced") is False:
        return False
    if not had:
        return True
    before, now = (Access(Status.HELD, one.get("until")) for one in (had, found))
    if choose_stricter_access(before, now) != before:
        return True
    says_an_hour = found.get("until") not in (None, had.get("until"))
    return had.get("enforced") is False and (says_an_hour or not w.access_is_decided(record))


def tighten_access(w: Transaction, record: str, access: Access, **detail: str) -> None:
    """Apply a stricter access to a record; nothing is released. A record held as a scan keeps it after it is read.
    `detail` is stored in the event."""
    before = w.known(record).access
    if is_for_virus(access) and not is_for_virus(before) and before.status is not Status.WITHDRAWN:
        w.set_status(record, with_reason(access, w.access_once_scanned(record)), **detail)
        return
    scan = w.scan(record) if before in WAITING else None
    if scan is not None and scan.otherwise is not None:
        w.hold_scan_also(record, choose_stricter_access(scan.otherwise, access))
        return
    after = choose_stricter_access(before, access)
    if after != before:
        w.set_status(record, after, **detail)
    elif access.status is not Status.RELEASED:
        w.note_hold(record, order_until=access.release_at, **detail)


def access_around(w: Transaction, record: str) -> Access:
    """Return the strictest access by the words of a record's containers, such as the mail that it was attached to."""
    access = Access()
    for around in w.came_from(record):
        if record in w.came_in(around):
            access = choose_stricter_access(access, access_by_words(w.known(around).values, instant(utc_now())))
    return access


def tighten_members(w: Transaction, record: str, access: Access, *, decided: bool = True) -> list[str]:
    """Apply a record's stricter access by its own words to the files inside it too, such as the attachments of a mail;
    without `decided`, except those that an archivist decided on. Return the records that were public and are held
    now."""
    if access.status is Status.RELEASED:
        return []
    inside = [one for one in w.came_in(record) if decided or not w.access_is_decided(one)]
    public = [one for one in inside if w.status(one) is Status.RELEASED]
    for one in inside:
        tighten_access(w, one, access, because=record)
    return [one for one in public if w.status(one) is not Status.RELEASED]
