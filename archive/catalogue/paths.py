"""File names as the catalogue keeps them: any bytes a disk may hold, as text that prints and reads back the same."""

from __future__ import annotations

import re
import unicodedata

_AMBIGUOUS = re.compile(r"\\(?=x[0-9a-f]{2})")
_UNDECODED = re.compile("[\udc80-\udcff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_ESCAPE = re.compile(r"\\x([0-9a-f]{2})")


def printable(path: str) -> str:
    """A path as `os.fsdecode` gives it, as text that can be printed, stored and sent: a byte that is not UTF-8 becomes
    `\\xe9`. Other paths stay as they are, but for a backslash that would read like such an escape (`\\x5c`)."""
    if "\\" not in path and path.isprintable():
        return path
    path = _AMBIGUOUS.sub(r"\\x5c", path)
    path = _UNDECODED.sub(lambda match: f"\\x{ord(match[0]) - 0xDC00:02x}", path)
    return scrub(path)


def actual(text: str) -> str:
    """The inverse of `printable`: the path as the system calls take it."""
    return _ESCAPE.sub(_unescape, text) if "\\" in text else text


def _unescape(match: re.Match[str]) -> str:
    byte = int(match[1], 16)
    return chr(byte) if byte < 0x80 else chr(0xDC00 + byte)


def scrub(text: str) -> str:
    """The text with U+FFFD for every lone surrogate, which neither SQLite nor UTF-8 can hold."""
    return _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text)


def shown(path: str, member: str = "") -> str:
    """A name as people read it: `folder/a.zip!/b.txt`, printable."""
    return printable(f"{path}!/{member}" if member else path)


def name_key(filename: str) -> str:
    """What makes two file names the same name: the last part, NFC, without regard to case or runs of spaces."""
    last = printable(filename.rsplit("/", 1)[-1])
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", last).casefold())
    return " ".join(folded.split())


def folder_of(path: str, member: str = "") -> tuple[str, ...]:
    """The folders a name lies in, outermost first; a container counts as a folder (`a.zip!`)."""
    whole = f"{path}!/{member}" if member else path
    return tuple(part for part in whole.split("/")[:-1] if part not in ("", "."))
