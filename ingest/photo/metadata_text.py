"""Decode metadata bytes of unknown or wrongly declared encoding to clean text.

Older captions are in a legacy character set, which is detected from their bytes as far as possible.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable

from archive.text import vietnamese
from archive.text.charset import decode_text as guessed

WESTERN = "cp1252"
_SAMPLE = 20_000  # bytes that are read
_OTHERS = ("mac_roman", "cp1250")  # for Latin letters; Photoshop on a Mac used the first until 2002
_LEAST_DENSE = 6  # bytes over 0x7F
_PUNCTUATION = frozenset("‘’‚“”„–—…«»‹›¡¿©®™°ªº·§¶€£¥$†‡•½¼¾²³¹´¸¨\u00a0\u00ad")
_BETWEEN = frozenset("’·–—-\u00ad\u00a0€°ªº")  # what may come between two letters


def legacy_charset(data: bytes, declared: str | None = None) -> str | None:
    """Return a name for `decoded`: of an old Vietnamese set in which the bytes read well, else `declared` if it is more
    specific than "Western", else the likeliest by its letters; None for Western (Windows-1252) texts."""
    sample = data[:_SAMPLE]
    found = vietnamese.charset_of(sample)
    if found is None and declared not in (None, WESTERN):
        return declared
    return found or _dense(sample) or _other_latin(sample)


def decoded(data: bytes, charset: str) -> str | None:
    """Return the text of `data` in that character set; None if it is invalid there."""
    if charset in vietnamese.CHARSETS:
        text = vietnamese.decoded(data, charset)
        return None if "\ufffd" in text else text
    try:
        return data.decode(charset)
    except (UnicodeDecodeError, LookupError):
        return None


def western(data: bytes) -> str:
    """Return the text of `data` in Windows-1252, with its five undefined bytes as in Latin-1."""
    try:
        return data.decode(WESTERN)
    except UnicodeDecodeError:
        return "".join(_one(byte) for byte in data)


def _one(byte: int) -> str:
    return chr(byte) if byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else bytes([byte]).decode(WESTERN)


def _dense(sample: bytes) -> str | None:
    """Return the set of a text with mostly non-ASCII letters, unlike any Western text."""
    high = sum(byte > 0x7F for byte in sample)
    if high < _LEAST_DENSE or high * 2 < len(sample.translate(None, b" \r\n\t")):
        return None
    found = guessed(sample)
    return None if found.lost or found.encoding in (WESTERN, "utf-8", "ascii") else found.encoding


def _other_latin(sample: bytes) -> str | None:
    """Return another Latin character set in which the text looks right while in Windows-1252 it does not."""
    if not _odd(western(sample)):
        return None
    return next((name for name in _OTHERS if not _odd(sample.decode(name, "replace"))), None)


def _odd(text: str) -> int:
    """Return how many letters and signs are misplaced: a capital after a lower-case letter, a sign in a word."""
    count = 0
    for index, char in enumerate(text):
        if char < "\x80":
            continue
        before, after = text[index - 1 : index], text[index + 1 : index + 2]
        if char.isalpha():
            count += char.isupper() and before.islower()
        elif before.isalpha() and after.isalpha():
            count += char not in _BETWEEN
        else:
            count += char not in _PUNCTUATION and unicodedata.category(char) not in ("Mn", "Zs")
    return count


# Nobody writes a longer caption; it would be an attempt to exhaust memory.
LONGEST = 100_000
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff\ufffe\uffff\ud800-\udfff]")
_ESCAPED = re.compile("[\udc80-\udcff]")  # a byte that is not UTF-8 (PEP 383)
_LEAST_GOOD = 2  # valid UTF-8 characters for each invalid byte
_ENTITY = re.compile(r"&(?:[A-Za-z]{2,8}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});")


def charset_of_values(values: Iterable[bytes], declared: str | None = None) -> str | None:
    """Return the character set for `decode` shared by the values of one block, determined from all its non-UTF-8 values
    together: a city's name alone is too short. `declared` (a codec's name) is the block's own declaration."""
    legacy_ones = [value for value in values if not value.isascii() and _utf8(value) is None]
    return legacy_charset(b"\n".join(legacy_ones), declared) if legacy_ones else declared


def decode_metadata_text(data: bytes, charset: str | None = None) -> str:
    """Return the text of `data`: UTF-8 if valid, else in `charset` (from `charset_of`; determined from these bytes
    alone if None), else Windows-1252.

    Declarations are unreliable; valid UTF-8 that is not ASCII is hardly ever anything else. A character cut by a byte
    limit at the very end, or some Windows-1252 bytes within UTF-8, do not change that.
    """
    if b"\0" in data and (wide := _wide(data)):
        return data.decode(wide, "replace")
    text = _utf8(data)
    if text is not None:
        return text
    name = charset or legacy_charset(data)
    text = decoded(data, name) if name else None
    return western(data) if text is None else text


def _wide(data: bytes) -> str | None:
    """Decode UTF-16 of either order, in which every other byte is zero, unlike other text."""
    whole = data.rstrip(b"\0")
    even, odd = whole[0::2].count(0), whole[1::2].count(0)
    if max(even, odd) * 3 < len(whole) or min(even, odd) > 0:
        return None
    return "utf-16-be" if even > odd else "utf-16-le"


def _utf8(data: bytes) -> str | None:
    """Return the text if it is UTF-8 except for its end or some of its bytes."""
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
    return _ESCAPED.sub(lambda match: western(bytes([ord(match[0]) - 0xDC00])), replaced)


def clean_metadata_text(text: str) -> str:
    """Return `text` up to its first NUL, which ends fixed-length values, as NFC with LF line ends, without control
    characters and surrounding white space."""
    if text.isascii() and text.isprintable():  # most values, and there are many
        return text[:LONGEST].strip()
    text = text[:LONGEST].lstrip("\0 ").partition("\0")[0].replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _CONTROLS.sub("", text)).strip()


def unescape_html(text: str) -> str:
    """Return `text` with HTML character references resolved: some programs escape once more than XML requires."""
    for _ in range(2):
        if "&" not in text:
            break
        text = _ENTITY.sub(lambda match: html.unescape(match.group()), text)
    return text
