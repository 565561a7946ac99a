"""Makes the texts in old or odd encodings from their plain UTF-8 sources."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

SOURCES = Path(__file__).parent / "sources"
TONES = "\u0300\u0301\u0303\u0309\u0323"  # the five marks that windows-1258 keeps apart from their letters


def files() -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Each text's path in the corpus and what makes it."""
    yield "releases/2022-09-22-tau-huan-luyen.txt", lambda: windows_1258(_read("2022-09-22-tau-huan-luyen.txt"))
    yield (
        "releases/2023-10-19-bao-so-8.txt",
        lambda: unicodedata.normalize("NFD", _read("2023-10-19-bao-so-8.txt")).encode(),
    )
    yield (
        "releases/2025-07-03-penyelamatan-nelayan.txt",
        lambda: ("\ufeff" + _read("2025-07-03-penyelamatan-nelayan.txt")).encode("utf-16-le"),
    )


def windows_1258(text: str) -> bytes:
    """The text as an old Vietnamese Windows wrote it: letters, their tones behind them, lines ended by CRLF."""
    letters = ""
    for letter in unicodedata.normalize("NFC", text):
        try:
            letter.encode("cp1258")
            letters += letter
        except UnicodeEncodeError:
            parts = unicodedata.normalize("NFD", letter)
            tones = "".join(mark for mark in parts if mark in TONES)
            base = "".join(mark for mark in parts if mark not in TONES)
            letters += unicodedata.normalize("NFC", base) + tones
    return letters.replace("\n", "\r\n").encode("cp1258")


def _decomposed(name: str) -> bytes:
    return unicodedata.normalize("NFD", _read(name)).encode()


def _read(name: str) -> str:
    return (SOURCES / name).read_text("utf-8")
