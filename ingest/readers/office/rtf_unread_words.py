"""The words of an RTF document that the reader does not show: annotations, drawings, hidden and deleted words,
properties."""

from __future__ import annotations

import re
from collections.abc import Iterator

import olefile

from ingest.extract.embargo.unread_words import NamedWords, TooManyWords
from ingest.readers.base.byte_words import of_bytes
from ingest.readers.base.source import Source
from ingest.readers.inner_files import MOST_FILES, inner_words
from ingest.readers.office.compound_words import native_file

MOST_BYTES = 64 << 20
_PICTURE = re.compile(rb"[0-9a-fA-F\s]{400,}")
_OBJECT = re.compile(rb"\\objdata(?![a-z])\s{0,9}((?:[0-9a-fA-F]{2}\s{0,4}){20,})")
_BLANKS = {ord(char): None for char in " \t\r\n"}
_PROPERTY = re.compile(
    r"\{\\propname ([^{}\\]{1,100})\}\s{0,3}(?:\\proptype\d{1,3})?\s{0,3}\{\\staticval ([^{}]{1,300})\}"
)
_ENDS = re.compile(r"[{}]|\\(?:par|line|cell|row|sect|page)(?![a-z])")
_CHARACTER = re.compile(r"\\u(-?\d{1,6}) ?(?:\\'[0-9a-f]{2}|[^\\{}])?|\\'([0-9a-fA-F]{2})")
_CONTROL = re.compile(r"\\[a-z]{1,32}-?\d{0,10} ?|\\[^a-z]|[\r\n]")


def unread_words(source: Source) -> Iterator[NamedWords]:
    """Yield the words between the ends of groups and paragraphs, whatever they are for, and the properties that a
    person named (RTF 1.9.1, "User-Defined Document Properties")."""
    data = source.head(MOST_BYTES)
    for count, found in enumerate(_OBJECT.finditer(data)):
        if count >= MOST_FILES:
            raise TooManyWords
        yield from _of_object(bytes.fromhex(found[1].decode().translate(_BLANKS)), source)
    text = _PICTURE.sub(b" ", data).decode("latin-1")
    for name, value in _PROPERTY.findall(text):
        yield _plain(name), _plain(value)
    for piece in _ENDS.split(text):
        if len(piece) > 2 and (words := _plain(piece[:4_000])):
            yield "group", words


def _of_object(data: bytes, source: Source) -> Iterator[NamedWords]:
    """The words of a file that an object is, or has in it."""
    at = data.find(olefile.MAGIC)
    if at >= 0:
        yield from inner_words("object", data[at:], source)
    else:
        yield from inner_words(*native_file(data), source)
        yield from of_bytes(data)


def _plain(piece: str) -> str:
    return " ".join(_CONTROL.sub("", _CHARACTER.sub(_character, piece)).split())


def _character(found: re.Match[str]) -> str:
    if found[2]:
        return bytes([int(found[2], 16)]).decode("cp1252", "replace")
    return chr(int(found[1]) % 0x10000)
