"""All places of a file where words may hold it back, gathered; of several embargoes the strictest counts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import PurePosixPath

from archive.record import Description
from ingest.enrich.clock import read_instant
from ingest.enrich.embargo import HEADER_LINES, continues_embargo, embargo_part, read_embargo
from ingest.enrich.flags import offer_flags
from ingest.enrich.hold_names import name_holds, name_is_secret
from ingest.enrich.orders import says_when
from ingest.enrich.stamps import is_framed, is_mark, is_stamped
from ingest.enrich.strictest import IN_HEAD, IN_NAME, IN_TEXT, settle
from ingest.enrich.withheld import is_labelled, is_secret, is_withheld
from ingest.enrich.words import ends_sentence, fold, starts_low

# Fields in which people write sentences; those of a format for embargoes are offered by its reader.
FIELDS = ("title", "document_title", "headline", "description", "caption", "instructions", "usage_terms", "keywords")
TITLES = ("title", "document_title", "headline")
LONGEST_LINE = 160  # characters of a line that holds a text back from within
LABEL = 40  # characters before it, as `Note to editors: `
SEARCHED = 60_000  # characters of the body
FOOT = 5_000  # characters at the end that are looked at behind these
WRAPPED = 60  # characters of a line that may go on in the next
MOST_BESIDE = 20  # lines of a page
LAST_LINES = 5
STAMPED = "stamp of secrecy"
SENTENCES = 4  # of a field

_HINT = re.compile(
    r"embargo|not (?:to be|for) (?:releas|publi|broadcast)|hold for release|(?:jangan|tidak|dilarang) (?:di|me)"
    r"|(?:cấm|không|cam|khong) (?:công|đăng|phát|phổ|cong|dang|phat|pho)",
    re.IGNORECASE,
)
_ALONE = re.compile(r"\W{0,6}(?:embargo(?:ed)?(?: until)?|cấm công bố|diembargo)\W{0,6}\Z", re.IGNORECASE)
_BEFORE = re.compile(r"(?<!\w)(?:before|until|sebelum|truoc khi|prior to)(?!\w)")
_QUOTES = ('"', "“", "«", "'", "‘")
_SENTENCE = re.compile(r"(?<=[.!*\])])\s+(?=[A-ZÀ-ỸĐ][a-zà-ỹđ])|\n+")
_SURE = 0.75  # confidence of a day of issue by which the year of an embargo may be told
_NEAR = 31  # days between all days on offer for it


@dataclass(frozen=True, slots=True)
class Words:
    """The first lines of a text, and its body with what stands under it."""

    head: list[str]
    body: str


def offer_embargoes(description: Description, filename: str, relpath: str, words: Words | None = None) -> None:
    """Puts on offer every embargo in the words of the file, its fields, its name and its folders, and first of all the
    strictest: one whose end nobody can read, else the one that ends last."""
    issued = _issued(description)
    if words is not None:
        _offer(description, words.head[:HEADER_LINES], IN_HEAD, issued)
        for line in _standing_alone(words.body):
            _offer(description, [line], IN_TEXT, issued)
        for line in filter(_orders_in_head, words.head[:HEADER_LINES]):
            _withhold(description, line, IN_HEAD)
        for line in _withheld_below(words.body):
            _withhold(description, line, IN_TEXT)
    for origin, line in list(_in_fields(description)):
        _offer(description, [line], origin, issued)
    offer_flags(description)
    for origin, line in list(_titles(description)):
        if embargo_part(line) is None and is_stamped(line):
            description.offer("embargo", {"until": None, "words": line, "origin": origin}, origin)
    marked = next((name for name in (*PurePosixPath(relpath).parts[:-1], filename) if name_holds(name)), None)
    if marked is not None:
        until = read_instant(marked.replace("_", " "))
        origin = STAMPED if name_is_secret(PurePosixPath(marked).stem) else IN_NAME
        description.offer("embargo", {"until": until, "words": marked, "origin": origin}, origin)
    settle(description)


def _withhold(description: Description, line: str, origin: str) -> None:
    """An order that names no day holds until someone decides; a stamp of secrecy does whatever the text's age."""
    origin = STAMPED if is_secret(line) else origin
    description.offer("embargo", {"until": None, "words": line.strip(), "origin": origin}, origin)


def _orders_in_head(line: str) -> bool:
    return is_withheld(line) or (embargo_part(line) is None and (is_mark(line) or is_stamped(line)))


def offer_beside(shown: str, description: Description) -> None:
    """Puts on offer the embargoes in lines that a page shows beside its article: above it, in its foot, in a frame."""
    seen = f"{shown[:SEARCHED]}\n{shown[max(SEARCHED, len(shown) - FOOT) :]}"
    lines = (line for line in map(str.strip, seen.splitlines()) if 0 < len(line) <= LONGEST_LINE)
    holding = (line for line in lines if embargo_part(line) is not None or is_withheld(line) or is_framed(line))
    for line in islice(holding, MOST_BESIDE):
        if line not in description.text:
            _offer(description, [line], IN_TEXT, None)
            if is_withheld(line) or is_framed(line):
                _withhold(description, line, IN_TEXT)


def _offer(description: Description, lines: list[str], origin: str, issued: date | None) -> None:
    embargo = read_embargo(lines, issued)
    if embargo is not None:
        description.offer("embargo", {**embargo, "origin": origin}, origin)


def _standing_alone(body: str) -> Iterator[str]:
    """The lines below the head that are orders of their own and say when: on a page of their own, in a note at the end,
    in the cell of a table."""
    lines = _lines(body)
    for above, line, below in zip(["", *lines], lines, [*lines[1:], ""], strict=False):
        if _ALONE.match(line) and continues_embargo(line, below):
            yield f"{line} {below}"
        if 0 < len(line) <= LONGEST_LINE and line[0] not in _QUOTES and (_HINT.search(line) or _begins(above, line)):
            part = embargo_part(line)
            if part is not None and len(line) - len(part) <= LABEL and _waits(fold(part)):
                yield line


def _waits(words: str) -> bool:
    return says_when(words) or _BEFORE.search(words) is not None


def _begins(above: str, line: str) -> bool:
    """Whether a line is none that goes on with the sentence of the one above it."""
    return not above or not (starts_low(line) or (len(above) > WRAPPED and not ends_sentence(above)))


def _lines(body: str) -> list[str]:
    """The lines of a body; of a very long one those at its beginning and its end."""
    seen = body if len(body) <= SEARCHED + FOOT else f"{body[:SEARCHED]}\n\n{body[-FOOT:]}"
    return [line.strip() for line in seen.splitlines()]


def _withheld_below(body: str) -> Iterator[str]:
    """The lines below the head that order to publish nothing. Of stamps, and of the one word, those at the end, for
    elsewhere one may be the heading of a part."""
    lines = [line for line in _lines(body) if line]
    ends = len(lines) - LAST_LINES
    told = max((n for n, line in enumerate(lines) if ends_sentence(line) and len(line) > WRAPPED), default=-1)
    for n, line in enumerate(lines):
        if is_withheld(line):
            if n >= ends or is_labelled(line) or not is_secret(line):
                yield line
        elif is_framed(line) or (n > told and n >= ends and is_mark(line)):
            yield line


def _in_fields(description: Description) -> Iterator[tuple[str, str]]:
    """The sentences at the beginning of the fields that say more than the one word, with the field's origin."""
    for key in FIELDS:
        for offer in description.origins.get(key, []):
            values = offer.value if isinstance(offer.value, list) else [offer.value]
            for value in values[:20]:
                if isinstance(value, str) and _HINT.search(value, 0, 2000):
                    for line in _SENTENCE.split(value[:2000])[:SENTENCES]:
                        if len(line.split()) > 1:
                            yield offer.origin, line


def _titles(description: Description) -> Iterator[tuple[str, str]]:
    """The titles that the fields of a file give, whole, with the field's origin."""
    for key in TITLES:
        for offer in description.origins.get(key, []):
            if isinstance(offer.value, str):
                yield offer.origin, offer.value.strip()


def _issued(description: Description) -> date | None:
    """The day of issue, where a good source gives it and nothing on offer is far from it."""
    offers = [offer for offer in description.origins.get("date", []) if len(str(offer.value)) == len("2026-05-03")]
    if not offers or offers[0].value != description.values.get("date"):
        return None
    days = [date.fromisoformat(str(offer.value)) for offer in offers]
    sure = offers[0].confidence is None or offers[0].confidence >= _SURE
    return days[0] if sure and all(abs((day - days[0]).days) <= _NEAR for day in days) else None
