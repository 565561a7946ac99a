"""Bytes of unknown or wrongly declared encoding become clean text."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable

from ingest.photo import legacy

# Nobody writes a longer caption; somebody who does wants to fill our memory.
LONGEST = 100_000
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff\ufffe\uffff\ud800-\udfff]")
_ESCAPED = re.compile("[\udc80-\udcff]")  # a byte that is no UTF-8 (PEP 383)
_LEAST_GOOD = 2  # characters of UTF-8 for each byte that is none
_ENTITY = re.compile(r"&(?:[A-Za-z]{2,8}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});")


def charset_of(values: Iterable[bytes], declared: str | None = None) -> str | None:
    """The character set for `decode` that the values of one block share, as far as those that are no UTF-8 tell
    together: a city's name alone is too short to tell by. `declared` (a codec's name) is what the block itself says."""
    legacy_ones = [value for value in values if not value.isascii() and _utf8(value) is None]
    return legacy.charset_of(b"\n".join(legacy_ones), declared) if legacy_ones else declared


def decode(data: bytes, charset: str | None = None) -> str:
    """The text of `data`: UTF-8 where it is valid UTF-8, else in `charset` (from `charset_of`; worked out from these
    bytes alone when None), else Windows-1252.

    Writers declare what they like; text that is valid UTF-8 and not ASCII is hardly ever anything else. A character
    cut in two by a byte limit at the very end, or some bytes of Windows-1252 among UTF-8, make it nothing else.
    """
    if b"\0" in data and (wide := _wide(data)):
        return data.decode(wide, "replace")
    text = _utf8(data)
    if text is not None:
        return text
    name = charset or legacy.charset_of(data)
    text = legacy.decoded(data, name) if name else None
    return legacy.western(data) if text is None else text


def _wide(data: bytes) -> str | None:
    """UTF-16 of either order, where every other byte is zero, as in no other text."""
    whole = data.rstrip(b"\0")
    even, odd = whole[0::2].count(0), whole[1::2].count(0)
    if max(even, odd) * 3 < len(whole) or min(even, odd) > 0:
        return None
    return "utf-16-be" if even > odd else "utf-16-le"


def _utf8(data: bytes) -> str | None:
    """The text when it is UTF-8 but for its end or some of its bytes."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data" and error.start >= len(data) - 3 and error.start > 0:
            head = data[: error.start]
            if not head.isascii():
                return head.decode("utf-8")
    replaced = data.decode("utf-8", "surrogateescape")
    beyond = len(replaced.encode("ascii", "ignore"))
    bad = len(_ESCAPED.findall(replaced))
    if len(replaced) - beyond - bad < _LEAST_GOOD * bad:
        return None
    return _ESCAPED.sub(lambda match: legacy.western(bytes([ord(match[0]) - 0xDC00])), replaced)


def clean(text: str) -> str:
    """`text` up to its first NUL, where values end that have a fixed length, as NFC with LF line ends, without control
    characters and surrounding white space."""
    if text.isascii() and text.isprintable():  # most values, and there are many
        return text[:LONGEST].strip()
    text = text[:LONGEST].lstrip("\0 ").partition("\0")[0].replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _CONTROLS.sub("", text)).strip()


def unescape(text: str) -> str:
    """`text` with HTML character references resolved: some programs escape once more than XML asks for."""
    for _ in range(2):
        if "&" not in text:
            break
        text = _ENTITY.sub(lambda match: html.unescape(match.group()), text)
    return text
