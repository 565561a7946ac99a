"""Numbers with their nouns, as messages in English say them."""

from __future__ import annotations


def many(count: int, one: str, several: str = "") -> str:
    """`1 file`, `2,000 files`; `several` where an s behind it will not do."""
    return f"1 {one}" if count == 1 else f"{count:,} {several or f'{one}s'}"
