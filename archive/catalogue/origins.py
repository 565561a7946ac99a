"""The origins of a record as they lie in its row, read when they are asked for: lists of records need none."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from archive.record import Offer


def offers_in(told: Mapping[str, Iterable[Mapping[str, Any]]]) -> dict[str, list[Offer]]:
    """The origins of a row, read as JSON, as the values that travel."""
    return {key: [Offer(**offer) for offer in offers] for key, offers in told.items()}


class Origins(Mapping[str, list[Offer]]):
    """For each key every value on offer, the one used first; equal to a dict of the same."""

    __slots__ = ("_offers", "_text")

    def __init__(self, text: str) -> None:
        """`text`: the JSON of the row."""
        self._text = text
        self._offers: dict[str, list[Offer]] | None = None

    def _read(self) -> dict[str, list[Offer]]:
        if self._offers is None:
            self._offers = offers_in(json.loads(self._text))
        return self._offers

    def __getitem__(self, key: str) -> list[Offer]:
        return self._read()[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._read())

    def __len__(self) -> int:
        return len(self._read())

    def __repr__(self) -> str:
        return repr(self._read())
