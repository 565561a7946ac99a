"""Read RTF: text in the declared code pages and fonts, with tables, notes, pictures and properties.

Also unpacks the compressed RTF of Outlook ([MS-OXRTFCP]).
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from pathlib import Path

from archive.errors import Unreadable
from archive.messages import Message
from archive.record import Description, Member
from ingest.readers.base.inline_pictures import ICON_PIXELS
from ingest.readers.base.source import VERSION, Source
from ingest.readers.office import office_metadata
from ingest.readers.office.document_flow import Flow
from ingest.readers.office.rtf_parser import Picture, TooDeep, tokenize_rtf
from ingest.readers.office.rtf_text import RtfWords

MOST = 32 << 20  # bytes unpacked
_PACKED, _PLAIN = 0x75465A4C, 0x414C454D
_HEAD = struct.Struct("<IIII")
_RING = 4096
_KNOWN = (  # [MS-OXRTFCP] 2.1.2.1, the initial dictionary
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor "
    b"MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20"
    b"\\b\\i\\u\\tab\\tx"
)


def unpack(data: bytes) -> bytes:
    """Return the RTF, as far as it can be unpacked, at most MOST bytes; empty for other data."""
    if len(data) < _HEAD.size:
        return b""
    _, size, kind, _ = _HEAD.unpack_from(data)
    if kind == _PLAIN:
        return data[_HEAD.size : _HEAD.size + min(size, MOST)]
    return _unpacked(data, min(size, MOST)) if kind == _PACKED else b""


def _unpacked(data: bytes, size: int) -> bytes:
    ring = bytearray(_RING)
    ring[: len(_KNOWN)] = _KNOWN
    write, at, out = len(_KNOWN), _HEAD.size, bytearray()
    while at < len(data) and len(out) < size:
        control, at = data[at], at + 1
        for bit in range(8):
            if control >> bit & 1:
                if at + 2 > len(data):
                    return bytes(out[:size])
                offset, length = data[at] << 4 | data[at + 1] >> 4, (data[at + 1] & 15) + 2
                at += 2
                if offset == write:
                    return bytes(out[:size])
            else:
                if at >= len(data):
                    return bytes(out[:size])
                offset, length = -1, 1
            for n in range(length):
                byte = data[at] if offset < 0 else ring[(offset + n) % _RING]
                out.append(byte)
                ring[write] = byte
                write = (write + 1) % _RING
            at += offset < 0
    return bytes(out[:size])


NAME = "rtf"
TYPE = "application/rtf"
MAX_BYTES = 256 << 20  # pictures are in it as hexadecimal
MAX_PICTURES = 500
HEAD = 64  # bytes that may precede it: a byte order mark, blank lines
TWIPS = 15  # a pixel at 96 dpi
_STEP = 2_000  # tokens between checks of the clock
_KEYS = {
    "title": "title", "author": "creator", "subject": "subject", "keywords": "keywords", "category": "category",
    "doccomm": "description",
    "generator": "software", "creatim": "created", "revtim": "modified",
}  # fmt: skip


def read_source(source: Source) -> Description:
    """Return the words in order, with blank lines between paragraphs; headers and footers as boilerplate; each JPEG and
    PNG as a block with its name, and its file stored separately. Raise Unreadable if groups are nested too deep."""
    description = Description(source.media_type, NAME, VERSION)
    data = source.head(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        description.notes.append(Message("document-cut", size=MAX_BYTES >> 20))
    data = data[max(data[:HEAD].find(b"{\\rtf"), 0) : MAX_BYTES]
    flow = Flow()
    words = RtfWords(flow, _RtfPictures(source.folder, description).keep)
    try:
        for count, token in enumerate(tokenize_rtf(data)):
            if count % _STEP == 0 and flow.full:
                break
            words.take(token)
    except TooDeep as error:
        raise Unreadable(Message("rtf-too-deep", file=source.filename)) from error
    if words.stack and not flow.full:
        description.notes.append(Message("rtf-cut"))
    words.end()
    flow.margin(words.margins)
    flow.into(description)
    office_metadata.offer(_properties(words.info, words.dates), description.text, description)
    return description


def _properties(info: Mapping[str, str], dates: Mapping[str, Mapping[bytes, int]]) -> dict[str, tuple[str, str]]:
    """The information group (RTF 1.9.1, "Information Group") by the archive's names."""
    found = {key: (f"rtf:info:{name}", info.get(name, "").rstrip(";")) for name, key in _KEYS.items()}
    for name, parts in dates.items():
        year, month, day = (parts.get(word, 0) for word in (b"yr", b"mo", b"dy"))
        found[_KEYS[name]] = (f"rtf:info:{name}", f"{year:04}-{month:02}-{day:02}")
    return found


class _RtfPictures:
    """Store pictures as files, numbered in order."""

    def __init__(self, folder: Path, description: Description) -> None:
        self.folder, self.members = folder, description.members

    def keep(self, picture: Picture) -> str | None:
        """Return the name of the picture; None for metafiles, icons, and other data."""
        sides = (picture.width, picture.height)
        if (
            not picture.kind
            or any(0 < side < ICON_PIXELS * TWIPS for side in sides)
            or len(self.members) >= MAX_PICTURES
        ):
            return None
        data = b"".join(picture.parts)
        if not picture.binary:
            try:
                data = bytes.fromhex(data.decode("ascii"))
            except ValueError:
                return None
        if not data:
            return None
        count = len(self.members) + 1
        name, file = f"image{count}{picture.kind}", f"inside-{count}{picture.kind}"
        (self.folder / file).write_bytes(data)
        self.members.append(Member(name, file))
        return name
