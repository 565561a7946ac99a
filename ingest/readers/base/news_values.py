"""What formats of news agencies share: embargoes, status, dates, and pictures named beside a text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from email.utils import parsedate_to_datetime
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from archive.access import instant, utc_now
from archive.media_types import PHOTOS, has_suffix
from archive.messages import Message
from archive.record import Description
from archive.text.embargo.instants import EmbargoEnd
from ingest.extract import metadata_values
from ingest.extract.captions.credit_lines import split_credit
from ingest.extract.embargo.embargo_candidates import embargo
from ingest.extract.embargo.embargo_fields import keeps_back, read_field
from ingest.extract.embargo.matcher import may_hold
from ingest.extract.embargo.sentence_parts import lines_of
from ingest.extract.embargo.text_orders import read_embargo
from ingest.readers.base.front_matter import FIELDS
from ingest.readers.base.members import MemberShelf

HELD_BACK = ("withheld", "canceled", "cancelled", "killed", "embargoed")  # NewsCodes pubstatus, NITF management-status
SEVERAL = "news-items"  # the reader named for a file with several items: see readers.members.PACKED
NONE = ("", "none", "null", "false", "0")

_EMBARGO = re.compile(r"embargo(?:ed)?[_-]?(?:date|until|till|to|end|ends|time|at|lift|lifts|expires)?", re.I)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_UNSAFE = re.compile(r"[^\w.@()+,-]+")
_BY = re.compile(r"(?:by|oleh|bởi|foto|photo|ảnh)(?:\s*+:)?\s++(?=\S)", re.I)
_PICTURED = {"id": "Foto", "ms": "Foto", "vi": "Ảnh"}


def several(description: Description, shelf: MemberShelf, items: Iterable[tuple[str, bytes, str]]) -> None:
    """Store each of several items (its identifier, its bytes, its suffix) as a file, named by the end of its
    identifier, or else its position from 1. The original file is then only a container."""
    for n, (identifier, data, suffix) in enumerate(items, start=1):
        stem = _UNSAFE.sub("-", re.split(r"[/:]", identifier.rstrip("/:"))[-1][-80:]).strip(".-")
        shelf.put(f"{stem or f'item-{n}'}{suffix}", [data])
    description.reader = SEVERAL
    description.notes.append(Message("items-inside", count=shelf.count))


class NewsRestrictions:
    """Collected restrictions from a format; the strictest is the embargo."""

    def __init__(self, description: Description) -> None:
        self._description = description
        self._held: list[dict[str, Any]] = []

    def until(self, value: object, origin: str) -> None:
        """Read a field with the end of an embargo. An unreadable one holds until someone decides."""
        if value is None or (words := metadata_values.one_line(value, 300)).casefold() in NONE:
            return
        self._held.append(embargo(read_field(words), words, origin))

    def known(self, until: object, words: object, origin: str) -> None:
        """Add an embargo that was read before: its end, None if someone decides, and its words."""
        end = read_field(until) if isinstance(until, str) else EmbargoEnd(None)
        self._held.append(embargo(end, metadata_values.one_line(words or "embargo", 300), origin))

    def field(self, name: str, value: object, origin: str) -> None:
        """Read a field that may hold a text according to its name: an embargo, a status, `draft: yes`."""
        words = metadata_values.one_line(value, 300)
        if FIELDS.get(re.sub(r"[\s-]+", "_", name.casefold())) == "embargo" or _EMBARGO.fullmatch(name):
            self.until(words, origin)
        elif words and keeps_back(_CAMEL.sub(" ", name), words):
            self.known(None, f"{name}: {words}", origin)

    def published(self, value: object, origin: str) -> None:
        """Read the publication time: a future one is the end of an embargo (RSS 2.0, `pubDate`)."""
        if not isinstance(value, str) or not value.strip():
            return
        words = metadata_values.one_line(value, 60)
        try:
            told = parsedate_to_datetime(words)
            end = EmbargoEnd(instant(told)) if told.tzinfo else read_field(told.isoformat(" ", "minutes"))
        except (ValueError, TypeError, OverflowError):
            end = read_field(words)
        if end.until is not None and end.until > instant(utc_now()):
            self._held.append(embargo(end, words, origin))

    def told(self, text: str, origin: str) -> None:
        """Read hidden words, such as a note to editors, for an embargo in one of their lines."""
        for line in filter(may_hold, lines_of(text)):
            if (told := read_embargo([line])) is not None:
                self._held.append({**told, "origin": origin})

    def status(self, value: object, origin: str) -> None:
        """Read a field with the publication status. Withheld and canceled items are held until someone decides."""
        status = metadata_values.one_line(value, 60).casefold().rpartition(":")[2]
        if status not in HELD_BACK:
            return
        self._description.offer("publication_status", status, origin)
        if status == "embargoed" and any(held["until"] for held in self._held):
            return  # its end is known
        self._description.notes.append(Message("marked-by-agency", status=status))
        self._held.append(embargo(EmbargoEnd(None), status, origin))

    def note(self, value: object, origin: str) -> None:
        """Store a note to editors as instructions, and read it for an embargo in words."""
        words = metadata_values.one_line(value, 4000) if isinstance(value, str) else ""
        self._description.offer("instructions", words, origin)
        told = read_embargo([line.strip() for line in value.splitlines()] if isinstance(value, str) else [])
        if told is not None:
            self._held.append({**told, "origin": origin})

    @property
    def any(self) -> bool:
        """Return whether something holds the text."""
        return bool(self._held)

    def offer(self) -> None:
        """Add the embargoes, the strictest first: an open-ended one, else the one that ends last."""
        for held in sorted(self._held, key=lambda held: held["until"] or "9999", reverse=True):
            self._description.offer("embargo", held, held["origin"])


def add_issue_date(value: object, origin: str, confidence: float, description: Description) -> None:
    """Add the issue date in a field."""
    known = metadata_values.day(value) if isinstance(value, str) else None
    if known:
        description.offer("date", known[0], origin, confidence)
        description.offer("date_precision", known[1], origin)


def people(value: object) -> list[str]:
    """Return the names in a byline, without "By"."""
    return (
        metadata_values.names(_BY.sub("", metadata_values.one_line(value, 600), count=1))
        if isinstance(value, str)
        else []
    )


def picture_name(*addresses: object) -> str | None:
    """Return the file name of a picture in the first address, path or name that ends in one, else None."""
    for address in addresses:
        if not isinstance(address, str):
            continue
        try:
            last = PurePosixPath(unquote(urlsplit(address.replace("\\", "/")[:4000]).path)).name
        except ValueError:
            continue
        last = metadata_values.one_line(last, 250)
        if has_suffix(last, PHOTOS):
            return last
    return None


def caption(words: str, credit: str, language: str | None) -> str:
    """Return a caption followed by its credit, as articles print both; one that already has a credit is unchanged."""
    words, credit = metadata_values.one_line(words, 4000), _BY.sub("", metadata_values.one_line(credit, 150), count=1)
    if not credit or (words and split_credit(words)[1]):
        return words
    return f"{words} ({_PICTURED.get(language or '', 'Photo')}: {credit})".lstrip()


def block(filename: str, words: str) -> str:
    """Return the text block for a picture: its file name, its caption directly below."""
    return f"{filename}\n{words}".rstrip()


def joined(parts: Iterable[str]) -> str:
    """Return paragraphs separated by blank lines, none empty."""
    return "\n\n".join(part for part in (part.strip("\n ") for part in parts) if part)
