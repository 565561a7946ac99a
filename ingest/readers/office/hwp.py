"""Read documents of Hangul 5 (.hwp): the text in order, headers and footers separately, document properties.

Sources: "Hwp Document File Formats 5.0" and the description of documents for distribution, published by Hancom.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from datetime import datetime
from itertools import count
from typing import Any

import olefile
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from archive.errors import Encrypted, Unreadable
from archive.messages import Message
from archive.record import Description
from ingest.readers.base.source import VERSION, Source
from ingest.readers.office import office_metadata
from ingest.readers.office.doc import OLE_ERRORS
from ingest.readers.office.document_flow import Flow, Paragraph

NAME = "hwp"
MOST_BYTES = 64 << 20  # of all sections, unpacked
_PACKED, _LOCKED, _DISTRIBUTED = 1, 2, 4  # bits of the header of the file
_DISTRIBUTION, _TEXT, _CONTROL, _MEMO = 0x1C, 0x43, 0x47, 0x5D  # tags of records
_FURNITURE, _HIDDEN = ("head", "foot"), ("tcmt",)  # controls with paragraphs that are not shown among the others
_BLOCK = 16  # AES block size in bytes
_LONG = 8  # characters that a control takes in the text
_LETTERS = {0x0A: "\n", 0x18: "-", 0x1E: " ", 0x1F: " "}  # one-character controls; others below 32 take more
_SHORT = (0x00, 0x0A, 0x0D, *range(0x18, 0x20))
_SUMMARY = "\x05HwpSummaryInformation"
_PROPERTIES = {2: "title", 3: "subject", 4: "creator", 5: "keywords", 6: "description", 12: "created", 13: "modified"}
_DAMAGES = (*OLE_ERRORS, zlib.error)


def read_source(source: Source) -> Description:
    """Return the words in order, with blank lines between paragraphs. Raise Encrypted if a password is needed,
    Unreadable if it is damaged."""
    description = Description(source.media_type, NAME, VERSION)
    try:
        with olefile.OleFileIO(str(source.path)) as container:
            bits = int.from_bytes(_stream(container, "FileHeader", source.size)[36:40], "little")
            if bits & _LOCKED:
                raise Encrypted(Message("encrypted", file=source.filename))
            flow = Flow()
            for section in _sections(container, bits, source.size):
                _add_paragraphs(section, flow)
            flow.into(description)
            office_metadata.offer(_properties(container), description.text, description)
    except _DAMAGES as error:
        raise Unreadable(Message("damaged-hwp", file=source.filename)) from error
    return description


def _stream(container: Any, name: str, size: int) -> bytes:
    """Return the bytes of a stream. Raise ValueError if its size exceeds the file."""
    if container.get_size(name) > size:
        raise ValueError
    return bytes(container.openstream(name).read())


def _sections(container: Any, bits: int, size: int) -> Iterator[bytes]:
    """Yield the records of each section. A document for distribution has them in other streams."""
    storage, left = "ViewText" if bits & _DISTRIBUTED else "BodyText", MOST_BYTES
    for number in count():
        name = f"{storage}/Section{number}"
        if left <= 0 or (number and not container.exists(name)):
            return
        data = _stream(container, name, size)
        if bits & _DISTRIBUTED:
            data = _distributed(data)
        if bits & _PACKED:
            data = zlib.decompressobj(-zlib.MAX_WBITS).decompress(data, left)
        left -= len(data)
        yield data


def _distributed(data: bytes) -> bytes:
    """Return a decrypted section. Its key comes first: in 256 bytes mixed with pseudo-random numbers, seeded by their
    first four bytes."""
    tag, _, first, start = next(_records(data), (0, 0, b"", 0))
    if tag != _DISTRIBUTION or len(first) != 256:
        raise ValueError
    seed = int.from_bytes(first[:4], "little")
    chance, plain, value, left = seed, bytearray(first), 0, 0
    for at in range(256):
        if not left:
            chance = (chance * 214013 + 2531011) & 0xFFFFFFFF
            value = chance >> 16 & 0xFF
            chance = (chance * 214013 + 2531011) & 0xFFFFFFFF
            left = (chance >> 16 & 15) + 1
        if at >= 4:
            plain[at] ^= value
        left -= 1
    begin = 4 + (seed & 15)
    decryptor = Cipher(algorithms.AES128(bytes(plain[begin : begin + 16])), modes.ECB()).decryptor()  # noqa: S305
    return decryptor.update(data[start : start + (len(data) - start) // _BLOCK * _BLOCK])


def _records(data: bytes) -> Iterator[tuple[int, int, bytes, int]]:
    """Yield (tag, level, bytes, end position) of each record, up to the first incomplete one."""
    at = 0
    while at + 4 <= len(data):
        head = int.from_bytes(data[at : at + 4], "little")
        tag, level, size, at = head & 0x3FF, head >> 10 & 0x3FF, head >> 20, at + 4
        if size == 0xFFF:
            size, at = int.from_bytes(data[at : at + 4], "little"), at + 4
        if at + size > len(data):
            return
        yield tag, level, data[at : at + size], at + size
        at += size


def _add_paragraphs(section: bytes, flow: Flow) -> None:
    """Add the paragraphs of a section, without comments; a control's content is on a lower level."""
    within: list[tuple[int, str]] = []
    for tag, level, data, _ in _records(section):
        while within and level <= within[-1][0]:
            within.pop()
        if tag == _CONTROL:
            within.append((level, data[:4][::-1].decode("latin-1")))
        elif tag == _MEMO:
            within.append((level, _HIDDEN[0]))
        elif tag == _TEXT and not any(name in _HIDDEN for _, name in within):
            words = _words(data)
            if any(name in _FURNITURE for _, name in within):
                flow.margin([words])
            else:
                flow.paragraph(Paragraph(words))
        if flow.full:
            return


def _words(data: bytes) -> str:
    """Return the words of a paragraph. Tabs and controls take eight characters."""
    text = data[: len(data) // 2 * 2].decode("utf-16-le", "replace")
    found, at = [], 0
    while at < len(text):
        char = ord(text[at])
        if char >= 0x20:
            found.append(text[at])
        elif char == 0x09:
            found.append("\t")
        else:
            found.append(_LETTERS.get(char, ""))
        at += 1 if char >= 0x20 or char in _SHORT else _LONG
    return "".join(found)


def _properties(container: Any) -> dict[str, tuple[str, str]]:
    """Return (origin, value) of the properties by the archive's names; empty if they are damaged or missing."""
    try:
        told = container.getproperties(_SUMMARY, convert_time=True) if container.exists(_SUMMARY) else {}
    except _DAMAGES:
        return {}
    found = {}
    for number, key in _PROPERTIES.items():
        value = told.get(number)
        if isinstance(value, str):
            found[key] = (f"hwp:summary:{key}", value.split("\0")[0])
        elif isinstance(value, datetime):
            found[key] = (f"hwp:summary:{key}", value.isoformat())
    return found
