"""Texts of EXIF that are not plain ones: the fields of Windows, and those that begin with a character code."""

from __future__ import annotations

import re

from ingest.photo.text import decode

_CODES = (b"ASCII", b"UNICODE", b"JIS")  # CIPA DC-008, 4.6.5, table 6
_SLIP = re.compile(rb"[a-z][A-Z]|[A-Za-z] [.,]")


def windows_text(data: bytes) -> str:
    """The fields of Windows are UTF-16LE; some programs write them in the other order, or as UTF-8."""
    data = data[: len(data) // 2 * 2] if b"\0" in data[:8] else data
    if b"\0" not in data and (text := _plain_ascii(data)):
        return text
    return data.decode(_utf16(data), "replace").partition("\0")[0]


def _plain_ascii(data: bytes) -> str:
    """The text when all bytes are letters, spaces and marks of ASCII, else empty."""
    words = data.decode("ascii", "ignore")
    return words if len(words) == len(data) and words.isprintable() else ""


def coded_text(data: bytes) -> str:
    """UserComment and its like start with eight bytes that name their character code, in whatever order programs that
    changed the order of bytes have left them; what follows often disagrees."""
    name, width = _code_of(data[:8])
    code, body = name or data[:8].upper(), data[8:]
    if width and not code.startswith(b"UNICODE"):
        body = min(_swapped(body, width), body, key=_slips)
    if code.startswith(b"UNICODE"):
        return _unicode(body)
    if code.startswith(b"JIS"):
        try:
            return body.decode("iso2022_jp" if b"\x1b" in body else "shift_jis")
        except UnicodeDecodeError:
            return decode(body)
    if not code.startswith(b"ASCII") and code.strip(b"\0 "):
        body = data  # no character code at all: all of it is text
    if _is_wide(body.rstrip(b"\0 ")):
        return _unicode(body)
    return decode(body.lstrip(b"\0 ").partition(b"\0")[0])


def _code_of(field: bytes) -> tuple[bytes, int]:
    """The character code that eight bytes name, and in pieces of how many bytes they are turned round (0 when they are
    not, or all are); empty for none."""
    for width in (0, 2, 4, 8):
        name = (_swapped(field, width) if width else field).upper().strip(b"\0 ")
        if found := next((code for code in _CODES if name.startswith(code)), b""):
            return found, width % 8
    return b"", 0


def _swapped(data: bytes, width: int) -> bytes:
    """The bytes with the order in each piece of `width` turned round; what is left at the end stays."""
    whole = len(data) // width * width
    return b"".join(data[at : at + width][::-1] for at in range(0, whole, width)) + data[whole:]


def _slips(body: bytes) -> int:
    """How often a capital follows a small letter, or a blank an end: as in text whose bytes are turned round."""
    return len(_SLIP.findall(body))


def _is_wide(body: bytes) -> bool:
    """Whether every other byte is zero, as in UTF-16 of a text in Latin letters; not in words with zeros between."""
    even, odd = body[0::2].count(0), body[1::2].count(0)
    return max(even, odd) * 3 > len(body) and min(even, odd) * 8 < max(even, odd)


def _unicode(body: bytes) -> str:
    """UTF-16 in either order, or the UTF-8 that some programs write under that name."""
    try:
        text = body.rstrip(b"\0 ").decode("utf-8")
    except UnicodeDecodeError:
        text = ""
    if text and "\0" not in text and (text.isascii() or not _is_text(body.decode(_utf16(body), "replace"))):
        return text
    return body.decode(_utf16(body), "replace").partition("\0")[0]


def _is_text(text: str) -> bool:
    """Whether the letters are of few scripts, as UTF-8 read as UTF-16 are not."""
    return len({ord(char) >> 10 for char in text}) <= 2 and all(map(str.isprintable, text.split()))


def _utf16(body: bytes) -> str:
    """UTF-16 of either order: in most text the high bytes are small and alike."""
    if body[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    even, odd = body[0::2], body[1::2]
    return "utf-16-be" if even.count(0) > odd.count(0) else "utf-16-le"
