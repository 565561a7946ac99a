"""What scripts may rely on, and how they are warned long before something ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from types import MappingProxyType
from typing import Any

from flask import Response, request

PROMISE = (
    "Version 1 only gains addresses, parameters and keys. None is renamed, removed or given another meaning. An "
    "address that will end says so for a year in its headers Deprecation and Sunset, and here under `deprecated`."
)
SHORTEST = timedelta(days=365)  # between the announcement of an end and the end


@dataclass(frozen=True, slots=True)
class Ending:
    """An address that will end: `announced` and `ends` are UTC days, `instead` is the address or page to go to."""

    announced: date
    ends: date
    instead: str

    def __post_init__(self) -> None:
        """Raise ValueError for an end that is announced too late."""
        if self.ends - self.announced < SHORTEST:
            raise ValueError(f"{self.ends} is less than a year after {self.announced}.")

    def headers(self) -> dict[str, str]:
        """Return Deprecation (RFC 9745), Sunset (RFC 8594) and a link to the replacement."""
        return {
            "Deprecation": f"@{int(_instant(self.announced).timestamp())}",
            "Sunset": format_datetime(_instant(self.ends), usegmt=True),
            "Link": f'<{self.instead}>; rel="deprecation"',
        }

    def to_json(self) -> dict[str, Any]:
        """Return it as it appears in the list of addresses."""
        return {"announced": self.announced.isoformat(), "ends": self.ends.isoformat(), "instead": self.instead}


ENDING: Mapping[str, Ending] = MappingProxyType({})
"""The addresses that will end, by their rule, such as /api/v1/records/<record_id>/text. None does."""


def announce_end(response: Response) -> Response:
    """Add the headers of an address that will end to its answer."""
    ending = ENDING.get(request.url_rule.rule) if request.url_rule is not None else None
    for name, value in ending.headers().items() if ending is not None else ():
        response.headers.add(name, value)
    return response


def _instant(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
