"""Which character set a caption is in that was written before everything was UTF-8, as far as its bytes tell."""

from __future__ import annotations

import unicodedata

from ingest.readers import vietnamese
from ingest.readers.charset import decode as guessed

WESTERN = "cp1252"
_SAMPLE = 20_000  # bytes that are looked at
_OTHERS = ("mac_roman", "cp1250")  # of Latin letters; Photoshop on a Mac wrote the first until 2002
_LEAST_DENSE = 6  # bytes over 0x7F
_PUNCTUATION = frozenset("‘’‚“”„–—…«»‹›¡¿©®™°ªº·§¶€£¥$†‡•½¼¾²³¹´¸¨\u00a0\u00ad")
_BETWEEN = frozenset("’·–—-\u00ad\u00a0€°ªº")  # what may stand between two letters


def charset_of(data: bytes, declared: str | None = None) -> str | None:
    """A name for `decoded`: of an old Vietnamese set that the bytes read well in, else `declared` where it says more
    than "Western", else of what the letters make likely; None for Western (Windows-1252) texts."""
    sample = data[:_SAMPLE]
    found = vietnamese.charset_of(sample)
    if found is None and declared not in (None, WESTERN):
        return declared
    return found or _dense(sample) or _other_latin(sample)


def decoded(data: bytes, charset: str) -> str | None:
    """The text of `data` in that character set; None when it cannot be in it."""
    if charset in vietnamese.CHARSETS:
        text = vietnamese.decoded(data, charset)
        return None if "\ufffd" in text else text
    try:
        return data.decode(charset)
    except (UnicodeDecodeError, LookupError):
        return None


def western(data: bytes) -> str:
    """The text of `data` in Windows-1252, the five bytes that it leaves undefined as in Latin-1."""
    try:
        return data.decode(WESTERN)
    except UnicodeDecodeError:
        return "".join(_one(byte) for byte in data)


def _one(byte: int) -> str:
    return chr(byte) if byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else bytes([byte]).decode(WESTERN)


def _dense(sample: bytes) -> str | None:
    """The set of a text most of whose letters are beyond ASCII, as no Western text's are."""
    high = sum(byte > 0x7F for byte in sample)
    if high < _LEAST_DENSE or high * 2 < len(sample.translate(None, b" \r\n\t")):
        return None
    found = guessed(sample)
    return None if found.loss or found.encoding in (WESTERN, "utf-8", "ascii") else found.encoding


def _other_latin(sample: bytes) -> str | None:
    """Another set of Latin letters in which the text looks right while in Windows-1252 it does not."""
    if not _odd(western(sample)):
        return None
    return next((name for name in _OTHERS if not _odd(sample.decode(name, "replace"))), None)


def _odd(text: str) -> int:
    """How many letters and signs stand where no writer puts them: a capital after a small letter, a sign in a word."""
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
