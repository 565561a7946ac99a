"""What the files in a ZIP archive are called: UTF-8 where it is said or plain, else by the letters of all names."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from zipfile import ZipInfo

from ingest.readers.charset import decode

_UTF8 = 0x800  # general purpose bit 11 (APPNOTE.TXT 4.4.4)
_UNICODE_PATH = 0x7075  # the Info-ZIP Unicode Path Extra Field (APPNOTE.TXT 4.6.9)
_CP437_LETTERS = frozenset("ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜáíóúñÑß")


def names_of(entries: Sequence[ZipInfo]) -> dict[ZipInfo, str]:
    """The name of each entry. One that says nothing of its encoding is UTF-8 where its bytes are; cp437, as the
    standard has it, where all letters of all such names are then Western; else what the letters make likely."""
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
    """The name in the extra field, if it is of the present name: its checksum says so."""
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
    western = {entry: name.decode("cp437") for entry, name in raw.items()}
    letters = {char for name in western.values() for char in name if not char.isascii()}
    if letters <= _CP437_LETTERS:
        return western
    encoding = decode(b"\n".join(raw.values())).encoding
    return {entry: name.decode(encoding, "replace") for entry, name in raw.items()}
