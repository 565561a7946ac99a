"""Candidates for an embargo (until when, in which words, from where), and the choice among them.

An embargo is {until, words, origin}: a UTC instant, None where someone decides. `assumed` is END_OF_DAY if the words
name a day but no hour and zone; such an embargo lasts until that day has ended everywhere on earth.
"""

from __future__ import annotations

import re
from typing import Any

from archive.messages import Message
from archive.record import Candidate, Description
from archive.text.embargo.instants import EmbargoEnd
from ingest.extract.embargo import matcher

IN_HEAD, IN_TEXT, IN_NAME = "header line", "line of the text", "file name"
OF_TEXTS = (IN_HEAD, IN_TEXT, IN_NAME)  # said in words around a text, not in a field for it
STAMPED = "stamp of secrecy"
OF_NAMES = (IN_NAME, STAMPED)  # said by a file name or folder; a stamp may stand in either
END_OF_DAY = "end of day"

_DECIMAL = re.compile(r"(?<!\d)\d++,\d+")  # `November 2,84 persen`


def embargo(end: EmbargoEnd, words: str, origin: str) -> dict[str, Any]:
    """Return the value of an embargo that ends so."""
    value: dict[str, Any] = {"until": end.until, "words": words, "origin": origin}
    return value | ({"assumed": END_OF_DAY} if end.until is not None and not end.exact else {})


def strictest(ends: list[EmbargoEnd]) -> EmbargoEnd:
    """Return the end that counts of several in the words of one text: one that nobody can read, else the last.

    Where they name different days, and not one instant on two sides of the date line, someone decides.
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
    """Let the strictest of the embargoes on offer be the one used; one that is not enforced comes last. A mark that
    says no more than that there is an embargo speaks of the same one as words that say when it ends."""
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
    """Return whether words say only that there is an embargo: `EMBARGO: Inflasi`."""
    return matcher.is_bare(_DECIMAL.sub("", words.replace("_", " ")))


def _is_bare(offer: Candidate) -> bool:
    return offer.value.get("until") is None and is_bare(str(offer.value.get("words") or ""))


def _strictness(offer: Candidate) -> tuple[bool, str]:
    return offer.value.get("enforced", True), offer.value.get("until") or "9999"


def put(description: Description, end: EmbargoEnd, words: str, origin: str) -> None:
    """Put on offer an embargo that ends so."""
    description.offer("embargo", embargo(end, words, origin), origin)
