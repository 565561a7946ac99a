"""The words of files from before Word 6: Word 1 and 2 for Windows, Write, and Word for DOS.

Sources: Microsoft's file format notes with Write of Windows 3 and with Word 2 for Windows. A file is a header, the text
as one run of bytes, and pages with character and paragraph formats.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from archive.text.charset import decode_text

WORD_1, WORD_2 = b"\x9b\xa5", b"\xdb\xa5"
WRITE = (b"1\xbe\0\0\0\xab", b"2\xbe\0\0\0\xab")  # the second has OLE objects
_PAGE = 128  # bytes of the header and of each page of Write and Word for DOS
_END, _PARAGRAPHS, _LAST = 0x0E, 0x12, 0x60  # of the header: where the text ends, page of paragraphs, 0 in Word for DOS
_FAST_SAVE, _LOCKED = 0x0004, 0x0100
_PICTURE = 0x10  # a bit of byte 16 of a paragraph's properties


class DamagedEarlyWord(Exception):
    """The text is not where the header says."""


class Locked(Exception):
    """The file has a password."""


def read_text(data: bytes) -> str:
    """Return the text, with CR or LF at the end of paragraphs. Raise DamagedEarlyWord and Locked."""
    if data.startswith(WRITE):
        return _write(data).replace("\n", "\r")
    if data.startswith((WORD_1, WORD_2)):
        return _word_for_windows(data)
    raise DamagedEarlyWord


def _word_for_windows(data: bytes) -> str:
    """Read Word for Windows, whose header fields are at the same positions as in Word 6."""
    bits, start, end = *_numbers("<H", data, 0x0A), *_numbers("<2I", data, 0x18)
    if bits & _LOCKED:
        raise Locked
    if bits & _FAST_SAVE or not 0x20 <= start <= end <= len(data):
        raise DamagedEarlyWord
    return decode_text(data[start:end]).text if end > start else ""


def _write(data: bytes) -> str:
    """Read Write: the text without paragraphs that are pictures or objects. Word for DOS used the DOS code page."""
    (end,), (last,) = _numbers("<I", data, _END), _numbers("<H", data, _LAST)
    if not _PAGE <= end <= len(data):
        raise DamagedEarlyWord
    text = b"".join(data[start:stop] for start, stop in _words_of(data, end))
    if not text:
        return ""
    return decode_text(text).text if last else text.decode("cp850").replace("\x0b", "\n")


def _words_of(data: bytes, end: int) -> Iterator[tuple[int, int]]:
    """Yield the text between pictures. Each page of paragraphs has the first byte, then for each paragraph its end and
    the position of its properties, and their number in its last byte."""
    at, (page,) = _PAGE, _numbers("<H", data, _PARAGRAPHS)
    while at < end and (page + 1) * _PAGE <= len(data):
        block = data[page * _PAGE : (page + 1) * _PAGE]
        for n in range(min(block[-1], 20)):
            stop, place = struct.unpack_from("<IH", block, 4 + 6 * n)
            shape = block[4 + place :][: 1 + block[4 + place]] if place < _PAGE - 5 else b""
            stop = min(stop, end)
            if stop <= at:
                continue
            if not (len(shape) > 17 and shape[17] & _PICTURE):
                yield at, stop
            at = stop
        page += 1
    if at < end:
        yield at, end


def _numbers(shape: str, data: bytes, at: int) -> tuple[int, ...]:
    try:
        return struct.unpack_from(shape, data, at)
    except struct.error as error:
        raise DamagedEarlyWord from error
