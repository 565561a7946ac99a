"""Vietnamese of before Unicode as it hides in documents: the fonts that showed it, and their text as letters."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from ingest.readers.vietnamese import charset_of, decoded, letters

# What the fonts are called: ABC's begin with .Vn, and those of capitals end in H; VNI's with VNI-; VISCII's have names
# of their own, the most common ones here.
_TCVN3 = re.compile(r"\.[vV][nN](?=[A-Za-z])|Vn(?=[A-Z])")
_CAPITALS = re.compile(r"(?<=[a-z])H\Z")
_VNI = re.compile(r"vni\b|vni[- _]", re.I)
_VISCII = re.compile(
    r"(?:viscii|vi[ -](?:arial|times|courier)|heo ?may|hoang ?yen|minh ?quan|phuong ?thao|tha ?huong|u ?hoai)\b",
    re.I,
)
_UNICODE = re.compile("[\u0102-\u01b0\u0300-\u0323\u1ea0-\u1ef9]")  # such letters are in none of the old sets
_ODD = {0x81, 0x8D, 0x8F, 0x90, 0x9D}  # bytes that cp1252 has no letter for, and programs keep as they are
_BYTE = {bytes([n]).decode("cp1252"): n for n in range(0x80, 0x100) if n not in _ODD} | {
    chr(n): n for n in range(0x100)
}
_SYMBOLS = {
    chr(0xF000 + n): n for n in range(0x20, 0x100)
}  # how fonts of symbols, as some of these say to be, are kept


@dataclass(frozen=True, slots=True)
class Old:
    """An old character set as a font shows it; `capitals`: its small letters look like capitals."""

    charset: str
    capitals: bool = False


@lru_cache(1024)
def of_font(name: str | None) -> Old | None:
    """The old Vietnamese character set (`tcvn3`, `vni`, `viscii`) that text in a font of this name is in, else None."""
    name = (name or "").strip(" \"'")
    if _VNI.match(name):
        return Old("vni")
    if _TCVN3.match(name):
        return Old("tcvn3", _CAPITALS.search(name) is not None)
    return Old("viscii") if _VISCII.match(name) else None


def in_unicode(text: str, old: Old | None) -> str:
    """The letters that text kept as Windows-1252 shows in a font of an old character set. Text that is in Unicode all
    the same, whatever its font, stays as it is."""
    if old is None or _UNICODE.search(text) or (text.isascii() and not old.capitals):
        return text
    parts: list[str] = []
    kept = bytearray()
    for char in text:
        byte = _BYTE.get(char, _SYMBOLS.get(char))
        if byte is not None:
            kept.append(byte)
            continue
        parts += [letters(bytes(kept), old.charset), char]
        kept.clear()
    parts.append(letters(bytes(kept), old.charset))
    found = "".join(parts)
    return found.upper() if old.capitals else found


def has_unicode(text: str) -> bool:
    """Whether letters are in it that none of the old sets has."""
    return _UNICODE.search(text) is not None


def charset_by_reading(text: str) -> str | None:
    """The old character set of text of which no font tells it, by how Vietnamese it reads in one; None when it does in
    none, or is in Unicode already."""
    if has_unicode(text):
        return None
    codes = [_BYTE.get(char, _SYMBOLS.get(char)) for char in text]
    charset = charset_of(bytes(0x20 if code is None else code for code in codes))
    return None if charset == "cp1258" else charset


def read_as(text: str, charset: str) -> str:
    """The letters of a line in a character set that `charset_by_reading` gave."""
    codes = [_BYTE.get(char, _SYMBOLS.get(char)) for char in text]
    known = bytes(code for code in codes if code is not None)
    if len(known) < len(codes):
        return in_unicode(text, Old(charset))
    found, plain = decoded(known, charset), letters(known, charset)
    return found if found.isupper() else plain[:1] + found[1:]  # a line begins anywhere in a sentence


def joined(runs: Iterable[tuple[str, str | None]]) -> str:
    """The text of runs of (text, font), those in old character sets in Unicode. Neighbours in one character set are
    read together, for VNI's two bytes of a letter may stand in two runs."""
    parts: list[str] = []
    waiting, before = "", None
    for text, font in runs:
        old = of_font(font)
        if old != before:
            parts.append(in_unicode(waiting, before))
            waiting, before = "", old
        waiting += text
    return "".join([*parts, in_unicode(waiting, before)])
