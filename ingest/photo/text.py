"""Bytes of unknown or wrongly declared encoding become clean text."""

from __future__ import annotations

import html
import re
import unicodedata

# Nobody writes a longer caption; somebody who does wants to fill our memory.
LONGEST = 100_000
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff\ufffe\uffff\ud800-\udfff]")
_ENTITY = re.compile(r"&(?:[A-Za-z]{2,8}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});")


def decode(data: bytes, declared: str | None = None) -> str:
    """The text of `data`: UTF-8 where it is valid UTF-8, else `declared` (a codec's name), else Windows-1252.

    Writers declare what they like; text that is valid UTF-8 and not ASCII is hardly ever anything else. A character
    cut in two by a byte limit at the very end does not make a text invalid.
    """
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data" and error.start >= len(data) - 3 and error.start > 0:
            head = data[: error.start]
            if not head.isascii():
                return head.decode("utf-8")
    for codec in (declared, "cp1252"):
        if codec:
            try:
                return data.decode(codec)
            except (UnicodeDecodeError, LookupError):
                continue
    return data.decode("latin-1")


def clean(text: str) -> str:
    """`text` as NFC with LF line ends, without control characters and surrounding white space."""
    if text.isascii() and text.isprintable():  # most values, and there are many
        return text[:LONGEST].strip()
    text = text[:LONGEST].replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _CONTROLS.sub("", text)).strip()


def unescape(text: str) -> str:
    """`text` with HTML character references resolved: some programs escape once more than XML asks for."""
    for _ in range(2):
        if "&" not in text:
            break
        text = _ENTITY.sub(lambda match: html.unescape(match.group()), text)
    return text
