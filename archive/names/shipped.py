"""The name cards that come with this version, read when they are first asked for."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from archive.authorities import Card, read

_FOLDER = Path(__file__).parent.with_name("cards")  # one file for each part of the world or subject


@cache
def shipped_cards() -> tuple[Card, ...]:
    """All of them, in the order of their files."""
    return tuple(card for name, text in _texts() for card in read(text, f"{_FOLDER.name}/{name}"))


@cache
def shipped_digest() -> str:
    """Sixteen hex digits that change with the cards of another version."""
    told = hashlib.sha256()
    for name, text in _texts():
        told.update(f"{name}\0{text}\0".encode())
    return told.hexdigest()[:16]


def _texts() -> list[tuple[str, str]]:
    return [(path.name, path.read_text(encoding="utf-8")) for path in sorted(_FOLDER.glob("*.toml"))]
