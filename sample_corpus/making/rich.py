"""Writes RTF as a word processor of its time did."""

from __future__ import annotations

from collections.abc import Sequence


def rich(body: str, fonts: Sequence[str] = ("\\fcharset0 Times New Roman",), info: str = "", before: str = "") -> bytes:
    """The bytes of a document: `body` in RTF (see `words`), its fonts by number, the groups of its information, what
    stands before the body (styles, headers)."""
    table = "".join(f"{{\\f{n}\\fnil{font};}}" for n, font in enumerate(fonts))
    told = f"{{\\info{info}}}" if info else ""
    return f"{{\\rtf1\\ansi\\ansicpg1252\\deff0{{\\fonttbl{table}}}\r\n{told}{before}{body}}}".encode("latin-1")


def words(text: str) -> str:
    """A text with all but ASCII as Word writes it: a number, and behind it a byte for readers that know no Unicode."""
    return "".join(_sign(char) for char in text)


def bytes_of(text: str) -> str:
    """A text in the bytes of Windows-1252."""
    return "".join(chr(byte) if byte < 0x80 else f"\\'{byte:02x}" for byte in text.encode("cp1252"))


def _sign(char: str) -> str:
    if char in "\\{}":
        return f"\\{char}"
    if char.isascii():
        return char
    numbers = char.encode("utf-16-le")
    codes = [int.from_bytes(numbers[n : n + 2], "little", signed=True) for n in range(0, len(numbers), 2)]
    return "".join(f"\\u{code}?" for code in codes)
