"""Describe one file: sniff, read, extract. Runs in a worker, because it touches foreign bytes.

The suffix of a file is compared with its content: saved error pages often have the name of a picture.
"""

from __future__ import annotations

import errno
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from archive.errors import Unreadable
from archive.media_types import PDF, XLSX, Family, content_of, of_suffix
from archive.messages import FORMAT_MESSAGES, Message, has_code
from archive.record import TEXT_ORIGIN, Candidate, Description, origins_json
from archive.text.embargo.instants import UNKNOWN
from ingest.description.extraction import extract_description
from ingest.description.scan_text import add_ocr_text
from ingest.extract.dates.issue_date import add_file_date, doubt_years
from ingest.extract.embargo.embargo_candidates import embargo
from ingest.extract.embargo.unread_words import UNREAD_ORDERS, add_unread_embargoes
from ingest.extract.language import language_detection
from ingest.extract.metadata_values import is_junk
from ingest.extract.secrets import hide_in_reports, note_secrets
from ingest.photo.metadata_fields import KEYS, ValueShape
from ingest.readers.base import sniff
from ingest.readers.base.members import CONTAINER, PACKED
from ingest.readers.base.source import CONVERTED, Source
from ingest.readers.pdf.page_notes import READ_THEM
from ingest.readers.registry import PHOTO, SIDECAR, Reader, reader_for, unread_words

_FORMATS = {words: Message(code) for code, words in FORMAT_MESSAGES.items()}


def _format(words: str) -> str:
    """Return a file's format as a message, if its name differs between languages."""
    return _FORMATS.get(words, words)


def contradiction(filename: str, media_type: str) -> Message | None:
    """Return "its name says JPEG, its content is an HTML page" if the families differ; None if they agree or one is
    unknown."""
    said, held = of_suffix(filename), content_of(media_type)
    if said is None or not said.label or held is None or said.family is held[0]:
        return None
    if (said.family, held[0]) == (Family.PACKED, Family.DOCUMENT):  # office documents are ZIP archives
        return None
    return Message("name-contradicts", name=_format(said.label), content=_format(held[1]))


# a value from the format's metadata, and the key it fills if the text gave none
LATE = {"document_title": "title", "page_date": "date"}
LATE_CONFIDENCE = 0.4
OF_PHOTOS = (PHOTO.name, SIDECAR.name)
SURE, ENOUGH = 0.9, 120  # minimum confidence of a detected language, in at least so many characters
# The same for a language common in press offices here, which outweighs the default language that browsers and word
# processors write into a PDF.
LIKELY, DEFAULT, EXPECTED = 0.7, "en", ("id", "ms", "vi")
_OF_THE_MACHINE = frozenset([errno.ENOMEM, errno.ENOSPC, errno.EDQUOT])  # errors that are no fault of file or rule
_NUMBERED = re.compile(r"(?:Slide|Page)[ -]\d+")  # what LibreOffice calls pages without a name in the outline of a PDF
_CONVERTED_BY = {PDF: "converted-by", XLSX: "converted-table-by"}  # what the note says by what was made
_OF_CONVERSION = ("document_created", "document_modified", "software")  # of what was made, not of the original
TEXTS = ("title", "language", "date", "date_precision", "kind", "source", "source_url")


def describe(
    path: str,
    filename: str,
    folder: str,
    relpath: str = "",
    unseen: bool = False,
    words: Mapping[str, Mapping[str, Any]] | None = None,
    passwords: Sequence[str] = (),
    kept: str = "",
    later: bool = False,
    converted: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Return the description of the file at `path`, as `Description.to_json()`; pictures are written to `folder`.
    `filename` and `relpath` are its names on the ingested disk. `unseen`: for a picture whose decoding crashed a
    worker, only its metadata. `words`: recognized text of its scanned pages, by number. `passwords`: tried on a file
    that needs one, and never returned. `kept`: the folder with data that is slow to load. `later`: pictures in a
    container or mail are listed, and not extracted. `converted`: the file was made by a `program` from one of that
    `media_type`. Raise Unreadable (empty, damaged, unseen and not a picture) and Encrypted."""
    if kept:
        language_detection.keep_in(Path(kept))
    file = Path(path)
    try:
        media_type = sniff.media_type(file, filename)
    except OSError as error:
        raise Unreadable(Message("disk-unread", file=filename, error=error.strerror)) from error
    reader = reader_for(media_type)
    if unseen and reader.name != PHOTO.name:
        raise Unreadable(Message("no-picture", file=filename))
    source = Source(file, filename, media_type, Path(folder), relpath, unseen, tuple(passwords), later)
    description = _as_read(reader, source, words, converted)
    try:
        _extract(description, source)
    except MemoryError:
        raise
    except Exception as error:  # a rule is at fault, not the file
        if isinstance(error, OSError) and error.errno in _OF_THE_MACHINE:
            raise
        description = _as_read(reader, source, words, converted)
        _hold_unenriched(description, error)
    return description.to_json()


def _as_read(
    reader: Reader,
    source: Source,
    words: Mapping[str, Mapping[str, Any]] | None,
    converted: Mapping[str, str] | None,
) -> Description:
    """Return the description from the file's own content, with the recognized text of its scanned pages."""
    description = reader.read(source)
    if converted is not None:
        return _of_original(description, converted)
    if words is not None:
        add_ocr_text(description, words, source.filename, source.relpath)
    if differs := contradiction(source.filename, source.media_type):
        description.notes.insert(0, differs)
    return description


def _of_original(description: Description, converted: Mapping[str, str]) -> Description:
    """Turn the description of a PDF or workbook into that of the file it was converted from. Its pages are not the
    original's, so none is read as a scan, and no file inside it belongs to the original."""
    if description.media_type not in _CONVERTED_BY:
        raise Unreadable(Message("converter-no-pdf"))
    made_by, code = converted["program"], _CONVERTED_BY[description.media_type]
    description.media_type, description.reader = converted["media_type"], CONVERTED
    description.scans, description.members, description.thumbnail = [], [], None
    for key in _OF_CONVERSION:
        description.origins.pop(key, None)
        description.values.pop(key, None)
    description.furniture = [words for words in description.furniture if not _NUMBERED.fullmatch(words)]
    description.offer(TEXT_ORIGIN, made_by, CONVERTED)
    kept = [note for note in description.notes if not has_code(note, READ_THEM.code)]
    description.notes = [Message(code, program=made_by), *kept]
    return description


def _extract(description: Description, source: Source) -> None:
    note_secrets(description, source.filename)  # before text is classified
    if description.reader not in PACKED or description.reader == reader_for(source.media_type).name:
        add_unread_embargoes(unread_words(source), description)  # each item in a file is read separately
        _hold_members_unread(description)
    extract_description(description, source.filename, source.relpath)
    if description.reader in PACKED:
        description.offer("genre", CONTAINER, "rule:container")
    if description.text:
        doubt_years(description)
    if description.reader not in OF_PHOTOS:
        _offer_late(description)
        _settle_language(description)
    if description.secrets:
        hide_in_reports(description)


def _hold_members_unread(description: Description) -> None:
    """Hold also the files in a container whose own words are not all read: an order there is for all of them."""
    if description.reader in PACKED and any(has_code(note, UNREAD_ORDERS) for note in description.notes):
        description.offer("embargo", embargo(UNKNOWN, Message(UNREAD_ORDERS), "rule"), "rule")


def _hold_unenriched(description: Description, error: Exception) -> None:
    """Note that the rules failed on a file, and hold it, because it was not checked for embargoes."""
    why = Message("enrich-failed", error=type(error).__name__)
    description.notes.append(why)
    description.offer("embargo", {"until": None, "words": why, "origin": "rule"}, "rule")


def inspect_json(description: Description, path: str) -> dict[str, Any]:
    """Return the description as `press-archive inspect --json` prints it: plain values, the named keys always present
    (null, "" or [] if unknown), all other values beside them, and `origins` as returned by `record.origins_json`."""
    values = description.values
    result: dict[str, Any] = {
        "path": path,
        "media_type": description.media_type,
        "reader": description.reader,
        "text": description.text,
        "pages": description.pages,
        **{key: values.get(key) for key in TEXTS},
        "identifiers": values.get("identifiers", []),
        "mentions": [mention.to_json() for mention in description.mentions],
    }
    if description.reader in OF_PHOTOS:
        result |= {key.name: [] if key.shape is ValueShape.LIST else None for key in KEYS if key.name not in result}
        result |= {"width": None, "height": None}
    result |= values
    result["furniture"] = description.furniture
    result["notes"] = description.notes
    if description.secrets:
        result["secrets"] = description.secrets
    result["origins"] = origins_json(description.origins)
    return result


def _offer_late(description: Description) -> None:
    """Add metadata of the file's author or program after everything from the text: a title that is not in the text, the
    day the file was created."""
    add_file_date(description)
    for own, key in LATE.items():
        for offer in description.origins.get(own, []):
            if all(other.value != offer.value for other in description.origins.get(key, [])):
                (_late_title if key == "title" else _late_date)(offer, description)


def _settle_language(description: Description) -> None:
    """Use the detected language if a page or PDF declares a different one: templates and programs declare their own."""
    offers = description.origins.get("language", [])
    words = [o for o in offers if o.origin == "py3langid" and (o.confidence or 0.0) >= LIKELY]
    if not words or not offers[0].origin.startswith(("html:", "pdf:")):
        return
    told, found = offers[0].value, words[0]
    plain = (found.confidence or 0.0) >= SURE and len(description.text) >= ENOUGH
    by_default = offers[0].origin.startswith("pdf:") and told == DEFAULT and found.value in EXPECTED
    if told == found.value or not (plain or by_default):
        return
    description.origins["language"] = [found, *(offer for offer in offers if offer is not found)]
    description.values["language"] = found.value
    others = [code for code in description.values.get("languages", []) if code not in (told, found.value)]
    if "languages" in description.values:
        description.prefer("languages", [found.value, *others], "py3langid")


def _late_title(offer: Candidate, description: Description) -> None:
    """Rank generated titles last; a real one is better than a sentence."""
    used = description.origins.get("title", [])
    if is_junk(str(offer.value)):
        if used:
            description.offer("title", offer.value, offer.origin, 0.1)
    elif used and used[0].origin == "first sentence":
        description.prefer("title", offer.value, offer.origin, LATE_CONFIDENCE)
    else:
        description.offer("title", offer.value, offer.origin, LATE_CONFIDENCE)


def _late_date(offer: Candidate, description: Description) -> None:
    """Add the date found in a page as a possible day of issue."""
    if not description.text.strip():
        return
    if "date" not in description.values:
        description.offer("date_precision", "day", offer.origin)
    description.offer("date", offer.value, offer.origin, offer.confidence or LATE_CONFIDENCE)


def inspect(path: str, filename: str, shown: str, folder: str) -> dict[str, Any]:
    """Return the object that `inspect --json` prints for one file, called `shown` there. Raise as `describe` does."""
    return inspect_json(Description.from_json(describe(path, filename, folder, shown)), shown)
