"""Embargoes in the words that a file contains beside its text: comments, notes, properties, alternative texts, hidden
parts.

Readers leave such words out of the text, so that nobody searches or sees them. An order among them still holds the
file.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any, TypeAlias

from archive.messages import Message
from archive.record import Description
from archive.text.embargo.instants import UNKNOWN
from archive.text.orthography import collapse
from ingest.extract.embargo import matcher
from ingest.extract.embargo.embargo_candidates import embargo
from ingest.extract.embargo.embargo_fields import (
    is_status,
    names_embargo,
    names_publication,
    plain_name,
    read_named,
)
from ingest.extract.embargo.sentence_parts import lines_of
from ingest.extract.embargo.text_orders import read_embargo

NamedWords: TypeAlias = tuple[str, str]
"""Words with the name that they stand under: an element, an attribute, a header, a property."""


class TooManyWords(Exception):
    """A file has more words beside its text than are searched for an embargo."""


UNREAD_ORDERS = "orders-unread"  # the code of the note on such a file
MOST = 200_000  # of one file
MOST_READ = 4_000  # lines with words of an order, which take most of a millisecond each
MOST_FOUND = 20  # orders of one file that are kept, those that last longest
_LEAST = 3  # characters of a line


def add_unread_embargoes(said: Iterable[NamedWords], description: Description, shown: str | None = None) -> None:
    """Put on offer the embargoes in words that are not in `shown`, by default the text of the description: its own
    orders are read where they stand. The origin is the reader and the name: `docx:comment`. If there is more than is
    searched, `said` raises TooManyWords, and a note holds the file."""
    lines = frozenset(map(collapse, description.text.splitlines())) if shown is None else frozenset()
    shown = collapse(description.text) if shown is None else shown
    found: list[tuple[str, dict[str, Any]]] = []
    try:
        found.extend(_orders(said, shown, lines))
    except TooManyWords:
        description.notes.append(Message(UNREAD_ORDERS))
    for name, told in sorted(found, key=lambda one: one[1]["until"] or "9999", reverse=True)[:MOST_FOUND]:
        origin = f"{description.reader}:{plain_name(name).replace(' ', '-').casefold()[:60] or 'unread'}"
        description.offer("embargo", {**told, "origin": origin}, origin)


def _orders(said: Iterable[NamedWords], shown: str, lines: Collection[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the orders with the names that they stand under."""
    seen: set[NamedWords] = set()
    read = 0
    for count, (name, words) in enumerate(said):
        if count >= MOST:
            raise TooManyWords
        for line in lines_of(words):
            if (name, line) in seen or len(line) < _LEAST:
                continue
            seen.add((name, line))
            if (collapse(line) in lines or _is_number(line)) and not names_embargo(name):
                continue
            may_hold = matcher.may_hold(line)
            read += may_hold
            if read > MOST_READ:
                raise TooManyWords
            told = _read(name, line, may_hold=may_hold)
            if told is not None and (names_embargo(name) or collapse(line) not in shown):
                yield name, told


def read_unread(name: str, line: str) -> dict[str, Any] | None:
    """Return the embargo that a line says by itself or by its name. A bare mark counts in capitals alone."""
    return _read(name, line, may_hold=matcher.may_hold(line))


def _read(name: str, line: str, *, may_hold: bool) -> dict[str, Any] | None:
    told = read_embargo([line]) if may_hold else None
    if told is not None and (told["until"] is not None or line.isupper() or not _is_name(line)):
        return told
    if is_status(name) and matcher.is_held_status(words := line.rpartition(":")[2]):
        return embargo(UNKNOWN, words, name)
    if names_embargo(name) or names_publication(name) or matcher.may_hold(plain_name(name)):
        return read_named(name, line)
    return None


def _is_number(line: str) -> bool:
    """Return whether a line is a number or the name of a cell, as most values in markup are."""
    return len(line) <= 5 and not line.isalpha()


def _is_name(line: str) -> bool:
    """Return whether a line may be the subject of a page, or an identifier of a program: `embargo`,
    `embargoed_until`."""
    return " " not in line or matcher.is_bare(line)
