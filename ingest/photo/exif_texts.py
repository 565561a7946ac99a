"""Texts of EXIF that are not plain ones: the fields of Windows, and those that begin with a character code."""

from __future__ import annotations

from ingest.photo.text import decode


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
    """UserComment and its like start with eight bytes that name their character code; what follows often disagrees."""
    code, body = data[:8].upper(), data[8:]
    if code.startswith(b"UNICODE"):
        return _unicode(body)
    if code.startswith(b"JIS"):
        try:
            return body.decode("iso2022_jp" if b"\x1b" in body else "shift_jis")
        except UnicodeDecodeError:
            return decode(body)
    if not code.startswith(b"ASCII") and code.strip(b"\0 "):
        body = data  # no character code at all: all of it is text
    if body[1::2].count(0) * 3 > len(body) or body[0::2].count(0) * 3 > len(body):
        return _unicode(body)
    return decode(body.lstrip(b"\0 ").partition(b"\0")[0])


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
