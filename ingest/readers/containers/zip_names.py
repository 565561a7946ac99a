"""The names of the files in a ZIP: UTF-8 where that is declared or evident, else the encoding that fits all names."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Callable, Sequence
from zipfile import ZipInfo

from archive.text.charset import decode_text

_UTF8 = 0x800  # general purpose bit 11 (APPNOTE.TXT 4.4.4)
_UNICODE_PATH = 0x7075  # the Info-ZIP Unicode Path Extra Field (APPNOTE.TXT 4.6.9)
_CP437_LETTERS = frozenset("ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜáíóúñÑß")


def names_of(entries: Sequence[ZipInfo]) -> dict[ZipInfo, str]:
    """Return the name of each entry. One without declared encoding is UTF-8 if its bytes are; cp437, the standard's
    default, if all letters of all such names are then Western; else the likeliest one."""
    names: dict[ZipInfo, str] = {}
    untold: dict[ZipInfo, bytes] = {}
    for entry in entries:
        if entry.flag_bits & _UTF8:
            names[entry] = entry.orig_filename
        elif (told := _unicode_path(entry)) is not None:
            names[entry] = told
        else:
            untold[entry] = entry.orig_filename.encode("cp437")
    return names | _read(untold)


def _unicode_path(entry: ZipInfo) -> str | None:
    """Return the name in the extra field, if its checksum matches the present name."""
    extra = entry.extra
    while len(extra) >= 4:
        kind, length = struct.unpack("<HH", extra[:4])
        data, extra = extra[4 : 4 + length], extra[4 + length :]
        if kind == _UNICODE_PATH and len(data) > 5 and data[0] == 1:
            (checksum,) = struct.unpack("<L", data[1:5])
            if checksum == zlib.crc32(entry.orig_filename.encode("cp437")):
                return data[5:].decode("utf-8", "replace")
    return None


def _read(raw: dict[ZipInfo, bytes]) -> dict[ZipInfo, str]:
    try:
        return {entry: name.decode("utf-8") for entry, name in raw.items()}
    except UnicodeDecodeError:
        pass
    whole = b"\n".join(raw.values())
    encoding = _encoding_of(whole)
    if encoding is None:
        western = {entry: name.decode("cp437") for entry, name in raw.items()}
        letters = {char for name in western.values() for char in name if not char.isascii()}
        if letters <= _CP437_LETTERS:
            return western
        encoding = decode_text(whole).encoding
    return {entry: name.decode(encoding, "replace") for entry, name in raw.items()}


def _encoding_of(names: bytes) -> str | None:
    """Return the encoding of names whose words are Cyrillic or East Asian, None if they may be Western. Names are too
    short for the statistics by which that of a text is found."""
    words = [word for word in _RAW_WORDS.findall(names) if not word.isascii()]
    letters = b"".join(words)
    beyond = sum(byte >= 0x80 for byte in letters)
    if beyond < _LEAST or beyond * 2 < len(letters) or any(word[:1].isascii() for word in words):
        return None
    for encoding in _CYRILLIC:
        said = _WORDS.findall(names.decode(encoding, "replace"))
        if all(word.isascii() or _CYRILLIC_WORD.fullmatch(word) for word in said):
            return encoding
    return next((encoding for encoding, is_likely in _EAST_ASIAN.items() if _fits(names, encoding, is_likely)), None)


def _fits(names: bytes, encoding: str, is_likely: Callable[[str, bytes], bool]) -> bool:
    try:
        text = "".join(char for char in names.decode(encoding) if not char.isascii())
    except UnicodeDecodeError:
        return False
    return is_likely(text, text.encode(encoding))


def _is_japanese(text: str, _: bytes) -> bool:
    return any("\u3041" <= char <= "\u30fa" for char in text) and not any("\uff61" <= char <= "\uff9f" for char in text)


def _is_korean(text: str, _: bytes) -> bool:
    return len(text) >= 4 and all("\uac00" <= char <= "\ud7a3" for char in text)


def _is_simplified(_: str, data: bytes) -> bool:
    """Whether all are among the 3,755 usual letters of GB 2312, or its signs."""
    return all(0xA1 <= byte <= 0xA3 or 0xB0 <= byte <= 0xD7 for byte in data[::2])


def _is_traditional(_: str, data: bytes) -> bool:
    """Whether all are among the 5,401 usual letters of Big5, or its signs."""
    return all(0xA1 <= byte <= 0xC6 for byte in data[::2])


_CYRILLIC = ("cp1251", "cp866", "koi8-r")
_EAST_ASIAN: dict[str, Callable[[str, bytes], bool]] = {
    "cp932": _is_japanese,
    "cp949": _is_korean,
    "gb2312": _is_simplified,
    "big5": _is_traditional,
    "gbk": lambda text, _: all(char.isalpha() for char in text),
}
_LEAST = 3  # bytes beyond ASCII
_RAW_WORDS, _WORDS = re.compile(rb"[A-Za-z\x80-\xff]+"), re.compile(r"[A-Za-z\x80-\U0010ffff]+")
_CYRILLIC_WORD = re.compile("[\u0410-\u042f\u0401]?[\u0430-\u044f\u0451]+|[\u0410-\u042f\u0401]+")  # in one case
