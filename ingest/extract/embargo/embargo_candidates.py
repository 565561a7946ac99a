"""Candidates for an embargo (until when, in which words, from where), and the choice among them.

An embargo is {until, words, origin}: a UTC instant, None if someone decides. `assumed` is END_OF_DAY if the words name
a day but no hour and zone; such an embargo lasts until that day has ended everywhere on earth.
"""

from __future__ import annotations

import re
from typing import Any

from archive.messages import Message
from archive.record import Candidate, Description
from archive.text.embargo.instants import EmbargoEnd
from ingest.extract.embargo import matcher

IN_HEAD, IN_TEXT, IN_NAME = "header line", "line of the text", "file name"
OF_TEXTS = (IN_HEAD, IN_TEXT, IN_NAME)  # found in text, not in a field for it
STAMPED = "stamp of secrecy"
OF_NAMES = (IN_NAME, STAMPED)  # found in a file or folder name; a stamp may be in either
END_OF_DAY = "end of day"

_DECIMAL = re.compile(r"(?<!\d)\d++,\d+")  # `November 2,84 persen`


def embargo(end: EmbargoEnd, words: str, origin: str) -> dict[str, Any]:
    """Return the value of an embargo with that end."""
    value: dict[str, Any] = {"until": end.until, "words": words, "origin": origin}
    return value | ({"assumed": END_OF_DAY} if end.until is not None and not end.exact else {})


def strictest(ends: list[EmbargoEnd]) -> EmbargoEnd:
    """Return which of several ends in one text counts: an unreadable one, else the last.

    If they name different days, and not one instant on two sides of the date line, someone decides.
    """
    unclear = next((end for end in ends if end.until is None), None)
    last = max(ends, key=lambda end: end.until or "")
    if unclear is not None:
        return unclear
    days = {end.day for end in ends}
    return (
        last
        if len(days) == 1 or len({end.until for end in ends}) == 1
        else EmbargoEnd(None, day=max(filter(None, days)))
    )


def settle(description: Description) -> None:
    """Use the strictest candidate; one that is not enforced comes last. A bare mark refers to the same embargo as words
    that give its end."""
    offers = description.origins.get("embargo")
    if offers:
        offers.sort(key=_strictness, reverse=True)
        told = any(offer.value.get("until") is not None and offer.value.get("enforced", True) for offer in offers)
        offers.sort(key=lambda offer: told and _is_bare(offer))
        chosen = description.values["embargo"] = offers[0].value
        note = Message("embargo-end-of-day", words=str(chosen.get("words") or "embargo")[:200])
        if chosen.get("assumed") == END_OF_DAY and note not in description.notes:
            description.notes.append(note)


def is_bare(words: str) -> bool:
    """Return whether words only say that there is an embargo: `EMBARGO: Inflasi`."""
    return matcher.is_bare(_DECIMAL.sub("", words.replace("_", " ")))


def _is_bare(offer: Candidate) -> bool:
    return offer.value.get("until") is None and is_bare(str(offer.value.get("words") or ""))


def _strictness(offer: Candidate) -> tuple[bool, str]:
    return offer.value.get("enforced", True), offer.value.get("until") or "9999"


def put(description: Description, end: EmbargoEnd, words: str, origin: str) -> None:
    """Add a candidate for an embargo with that end."""
    description.offer("embargo", embargo(end, words, origin), origin)
