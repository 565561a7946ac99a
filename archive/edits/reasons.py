"""The archivist's reasons for changes: as stored with a change set, and their search."""

from __future__ import annotations

import unicodedata

from archive.errors import NotEditable
from archive.messages import Message
from archive.text.orthography import collapse, fold

LONGEST = 500  # characters


def reason_of(typed: str | None) -> str | None:
    """Return the reason as stored, on one line in NFC; None if empty. Raise NotEditable for a long one, and for
    invisible characters."""
    words = collapse(unicodedata.normalize("NFC", typed or ""))
    if len(words) > LONGEST:
        raise NotEditable(Message("reason-too-long", most=LONGEST))
    if not all(sign.isprintable() for sign in words):
        raise NotEditable(Message("reason-unprintable"))
    return words or None


def has_words(reason: str | None, words: str) -> bool:
    """Return whether a reason contains each of these words, or a word with that prefix, ignoring case and accents."""
    there = [word.strip(_STOPS) for word in fold(reason or "").split()]
    return all(any(word.startswith(wanted.strip(_STOPS)) for word in there) for wanted in fold(words).split())


_STOPS = ".,;:!?()[]\"'"
