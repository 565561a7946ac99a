"""The place up to which all answers were read, as an opaque text that a caller hands back to read on."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from typing import Literal

START = "*"
_LONGEST = 300
_LAST_DAY = 99_991_231


class BadCursor(ValueError):
    """A cursor that no answer gave, or one of another order; a sentence says what to do."""


@dataclass(frozen=True, slots=True)
class Place:
    """An order of date, and the (first day, id) that was read last in it; None before the first."""

    sort: Literal["date", "-date"]
    after: tuple[int, str] | None = None

    def written(self) -> str:
        """As the caller gets it."""
        told = json.dumps([self.sort, *(self.after or ())], separators=(",", ":"))
        return base64.urlsafe_b64encode(told.encode("ascii")).decode("ascii").rstrip("=")


def read_cursor(cursor: str, sort: str) -> Place:
    """The place that a cursor names in a search of that order; by relevance there is no reading on, so that the newest
    come first instead. Raises BadCursor."""
    if sort == "title":
        raise BadCursor("A cursor reads in an order of date: ask for sort=date, sort=-date, or leave sort out.")
    wanted: Literal["date", "-date"] = "date" if sort == "date" else "-date"
    if cursor == START:
        return Place(wanted)
    place = _read(cursor)
    if place.sort != wanted:
        raise BadCursor("This cursor is of a search in another order: leave sort as it was, or begin again with *.")
    return place


def _read(cursor: str) -> Place:
    try:
        if len(cursor) > _LONGEST or not cursor.isascii():
            raise ValueError
        told = json.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True))
        sort, day, id_ = told
        if sort not in ("date", "-date") or type(day) is not int or not 0 <= day <= _LAST_DAY:
            raise ValueError
        if not isinstance(id_, str) or not 0 < len(id_) <= 32 or not id_.isascii() or not id_.isalnum():
            raise ValueError
    except (ValueError, TypeError, binascii.Error, RecursionError):
        message = "This is no cursor that an answer gave: take next_cursor as it stands there, or begin again with *."
        raise BadCursor(message) from None
    return Place(sort, (day, id_))
