"""Sound and film with the same words in each of their tags: (format, place) -> a maker of them."""

from __future__ import annotations

import io
import struct
import wave
from collections.abc import Callable, Mapping
from xml.sax.saxutils import escape

from tests.builders.box_builders import XMP_UUID, box
from tests.builders.photo_builders import packet

Maker = Callable[[str], bytes]
_FRAMES = (b"\xff\xfb\x90\x64" + bytes(413)) * 20


def _packet(words: str) -> bytes:
    return packet(f"<dc:rights><rdf:Alt><rdf:li>{escape(words)}</rdf:li></rdf:Alt></dc:rights>")


def _safe(size: int) -> bytes:
    return bytes((size >> shift) & 127 for shift in (21, 14, 7, 0))


def _id3(body: bytes, version: int = 3, flags: int = 0) -> bytes:
    return b"ID3" + bytes([version, 0, flags]) + _safe(len(body)) + body


def _frame(name: bytes, data: bytes, version: int = 3) -> bytes:
    if version == 2:
        return name + struct.pack(">I", len(data))[1:] + data
    return name + (_safe(len(data)) if version == 4 else struct.pack(">I", len(data))) + b"\0\0" + data


def _wide(words: str) -> bytes:
    return words.encode("utf-16")


def _mp3(name: bytes, before: bytes = b"\1", behind: bytes = b"") -> Maker:
    return lambda words: _id3(_frame(name, before + _wide(words) + behind)) + _FRAMES


def _chapter(name: bytes, before: bytes) -> Maker:
    return lambda words: _id3(_frame(name, before + _frame(b"TIT2", b"\1" + _wide(words)))) + _FRAMES


def _older(name: bytes, before: bytes) -> Maker:
    return lambda words: _id3(_frame(name, before + words.encode("latin-1"), 2), 2) + _FRAMES


def _newer(name: bytes, before: bytes) -> Maker:
    return lambda words: _id3(_frame(name, before + words.encode(), 4), 4) + _FRAMES


def _ape(words: str) -> bytes:
    said = words.encode()
    item = struct.pack("<II", len(said), 0) + b"Note\0" + said
    size = len(item) + 32
    about = struct.pack("<II", size, 1)
    return (
        _FRAMES
        + b"APETAGEX\xd0\x07\0\0"
        + about
        + struct.pack("<I", 0xA0000000)
        + bytes(8)
        + item
        + b"APETAGEX\xd0\x07\0\0"
        + about
        + struct.pack("<I", 0x80000000)
        + bytes(8)
    )


def _wav(make: Callable[[str], tuple[bytes, bytes]]) -> Maker:
    def made(words: str) -> bytes:
        out = io.BytesIO()
        with wave.open(out, "wb") as file:
            file.setparams((1, 1, 8000, 0, "NONE", ""))
            file.writeframes(bytes(4000))
        kind, data = make(words)
        whole = out.getvalue() + kind + struct.pack("<I", len(data)) + data + bytes(len(data) % 2)
        return whole[:4] + struct.pack("<I", len(whole) - 8) + whole[8:]

    return made


def _part(kind: bytes, data: bytes) -> bytes:
    return kind + struct.pack("<I", len(data)) + data + bytes(len(data) % 2)


def _film(brand: bytes, tags: Callable[[str], bytes], *, above: bool = False) -> Maker:
    def made(words: str) -> bytes:
        head = box(b"mvhd", bytes(4) + struct.pack(">4I", 0, 0, 1000, 5000) + bytes(80))
        kind = box(b"ftyp", brand + bytes(4) + brand)
        said = tags(words)
        return kind + box(b"moov", head, b"" if above else said) + box(b"mdat", bytes(9000)) + (said if above else b"")

    return made


def _listed(*items: bytes) -> bytes:
    handler = box(b"hdlr", bytes(8) + b"mdirappl" + bytes(9))
    return box(b"udta", box(b"meta", bytes(4), handler, box(b"ilst", *items)))


def _data(words: str) -> bytes:
    return box(b"data", struct.pack(">II", 1, 0), words.encode())


def _freeform(name: bytes) -> Callable[[str], bytes]:
    return lambda words: _listed(
        box(b"----", box(b"mean", bytes(4), b"com.apple.iTunes"), box(b"name", bytes(4), name), _data(words))
    )


def _keyed(words: str) -> bytes:
    name = b"com.apple.quicktime.description"
    keys = box(b"keys", struct.pack(">II", 0, 1), struct.pack(">I", len(name) + 8), b"mdta", name)
    return box(
        b"meta", box(b"hdlr", bytes(8) + b"mdta" + bytes(13)), keys, box(b"ilst", box(b"\0\0\0\1", _data(words)))
    )


def _quicktime(name: bytes) -> Callable[[str], bytes]:
    return lambda words: box(b"udta", box(name, struct.pack(">HH", len(words.encode()), 0), words.encode()))


def _comments(*said: str) -> bytes:
    lines = [one.encode() for one in said]
    return (
        struct.pack("<I", 3) + b"ref" + struct.pack("<I", len(lines))
        + b"".join(struct.pack("<I", len(one)) + one for one in lines)
    )  # fmt: skip


def _block(kind: int, data: bytes) -> bytes:
    return bytes([kind]) + struct.pack(">I", len(data))[1:] + data


def _flac(make: Callable[[str], tuple[int, bytes]]) -> Maker:
    about = struct.pack(">HH", 4096, 4096) + bytes(6) + bytes([0x0A, 0xC4, 0x42, 0xF0, 0, 0, 0, 100]) + bytes(16)
    return lambda words: (
        b"fLaC" + _block(0, about) + _block(make(words)[0], make(words)[1]) + _block(0x81, bytes(64)) + b"\xff\xf8"
        + bytes(900)
    )  # fmt: skip


def _page(serial: int, number: int, kind: int, packet: bytes) -> bytes:
    laces = bytes([255] * (len(packet) // 255) + [len(packet) % 255])
    return b"OggS" + struct.pack("<BBqIIIB", 0, kind, 0, serial, number, 0, len(laces)) + laces + packet


def _vorbis(said: str) -> bytes:
    head = b"\1vorbis" + struct.pack("<IBIIIIBB", 0, 1, 8000, 0, 64000, 0, 0xB8, 1)
    return _page(1, 0, 2, head) + _page(1, 1, 0, b"\3vorbis" + _comments(said) + b"\1")


def _opus(words: str) -> bytes:
    head = b"OpusHead" + struct.pack("<BBHIHB", 1, 1, 312, 48000, 0, 0)
    return _page(1, 0, 2, head) + _page(1, 1, 0, b"OpusTags" + _comments(f"DESCRIPTION={words}"))


def _element(kind: str, *content: bytes) -> bytes:
    data = b"".join(content)
    return bytes.fromhex(kind) + (len(data) | 0x10000000).to_bytes(4, "big") + data


def _matroska(make: Callable[[bytes], bytes]) -> Maker:
    head = _element("1A45DFA3", _element("4282", b"matroska"))
    sound = _element("1F43B675", _element("E7", b"\0"), _element("A3", bytes(9000)))
    return lambda words: head + _element("18538067", sound, make(words.encode()))


def _avi(make: Callable[[bytes], bytes]) -> Maker:
    def made(words: str) -> bytes:
        body = b"AVI " + _part(b"LIST", b"hdrl" + _part(b"avih", bytes(56))) + _part(b"LIST", b"movi" + bytes(9000))
        return b"RIFF" + struct.pack("<I", len(body := body + make(words.encode()))) + body

    return made


_ENG = b"\1eng\xff\xfe\0\0"
_SPAN = struct.pack(">4I", 0, 1000, 0xFFFFFFFF, 0xFFFFFFFF)

SOUND_CARRIERS: Mapping[tuple[str, str], Maker] = {
    ("mp3", "comment"): _mp3(b"COMM", _ENG),
    ("mp3", "text of a user"): _mp3(b"TXXX", b"\1" + _wide("Note") + b"\0\0"),
    ("mp3", "terms of use"): _mp3(b"USER", b"\1eng"),
    ("mp3", "description of a link"): _mp3(b"WXXX", behind=b"\0\0https://port.example"),
    ("mp3", "private frame"): lambda words: _id3(_frame(b"PRIV", b"port.example\0" + words.encode())) + _FRAMES,
    ("mp3", "name of a file inside"): _mp3(b"GEOB", b"\1t\0\xff\xfe\0\0", b"\0\0data"),
    ("mp3", "description of a picture"): _mp3(b"APIC", b"\1image/png\0\3", b"\0\0\x89PNG"),
    ("mp3", "seller"): _mp3(b"OWNE", b"\1USD1\00020260101"),
    ("mp3", "chapter"): _chapter(b"CHAP", b"a\0" + _SPAN),
    ("mp3", "table of contents"): _chapter(b"CTOC", b"t\0\3\1a\0"),
    ("mp3", "ID3v2.2 comment"): _older(b"COM", b"\0eng\0"),
    ("mp3", "ID3v2.2 text of a user"): _older(b"TXX", b"\0Note\0"),
    ("mp3", "ID3v2.4 comment"): _newer(b"COMM", b"\3eng\0"),
    ("mp3", "ID3v2.4 text of a user"): _newer(b"TXXX", b"\3Note\0"),
    ("mp3", "APE"): _ape,
    ("wav", "bext description"): _wav(lambda words: (b"bext", words.encode().ljust(602, b"\0"))),
    ("wav", "bext coding history"): _wav(lambda words: (b"bext", b"A hall".ljust(602, b"\0") + words.encode())),
    ("wav", "iXML note"): _wav(lambda words: (b"iXML", f"<BWFXML><NOTE>{escape(words)}</NOTE></BWFXML>".encode())),
    ("wav", "axml"): _wav(lambda words: (b"axml", f"<ebuCore><rights>{escape(words)}</rights></ebuCore>".encode())),
    ("wav", "XMP"): _wav(lambda words: (b"_PMX", _packet(words))),
    ("wav", "INFO subject"): _wav(lambda words: (b"LIST", b"INFO" + _part(b"ISBJ", words.encode() + b"\0"))),
    ("wav", "label of a cue"): _wav(lambda words: (b"LIST", b"adtl" + _part(b"labl", bytes(4) + words.encode()))),
    ("wav", "note of a cue"): _wav(lambda words: (b"LIST", b"adtl" + _part(b"note", bytes(4) + words.encode()))),
    ("wav", "ID3"): _wav(lambda words: (b"id3 ", _id3(_frame(b"COMM", _ENG + _wide(words))))),
    ("wav", "cart"): _wav(lambda words: (b"cart", b"0101" + words.encode().ljust(2044, b"\0"))),
    ("mp4", "long description"): _film(b"isom", lambda words: _listed(box(b"ldes", _data(words)))),
    ("mp4", "description"): _film(b"isom", lambda words: _listed(box(b"\xa9des", _data(words)))),
    ("mp4", "field of a program"): _film(b"isom", _freeform(b"NOTE")),
    ("mp4", "field by its key"): _film(b"isom", _keyed),
    ("mp4", "3GPP description"): _film(b"isom", lambda words: box(b"udta", box(b"dscp", bytes(6), words.encode()))),
    ("mp4", "XMP"): _film(b"isom", lambda words: box(b"uuid", XMP_UUID, _packet(words)), above=True),
    ("mp4", "chapter"): _film(
        b"isom",
        lambda words: box(
            b"udta", box(b"chpl", bytes(8), b"\1", bytes(8), bytes([len(words.encode())]), words.encode())
        ),
    ),
    ("m4a", "description"): _film(b"M4A ", lambda words: _listed(box(b"desc", _data(words)))),
    ("mov", "information"): _film(b"qt  ", _quicktime(b"\xa9inf")),
    ("mov", "field by its key"): _film(b"qt  ", _keyed),
    ("mov", "XMP"): _film(b"qt  ", lambda words: box(b"udta", box(b"XMP_", _packet(words)))),
    ("flac", "comment"): _flac(lambda words: (4, _comments(f"COMMENT={words}"))),
    ("flac", "comment without a name"): _flac(lambda words: (4, _comments(words))),
    ("flac", "description of a picture"): _flac(
        lambda words: (
            6,
            struct.pack(">II", 3, 9) + b"image/png" + struct.pack(">I", len(words.encode())) + words.encode()
            + struct.pack(">5I", 1, 1, 24, 0, 4) + b"\x89PNG",
        )
    ),
    ("flac", "application"): _flac(lambda words: (2, b"port" + words.encode())),
    ("ogg", "comment"): lambda words: _vorbis(f"NOTE={words}"),
    ("ogg", "Opus comment"): _opus,
    ("mkv", "tag"): _matroska(
        lambda words: _element(
            "1254C367", _element("7373", _element("67C8", _element("45A3", b"NOTE"), _element("4487", words)))
        )
    ),
    ("mkv", "title"): _matroska(lambda words: _element("1549A966", _element("7BA9", words))),
    ("mkv", "chapter"): _matroska(
        lambda words: _element("1043A770", _element("45B9", _element("B6", _element("80", _element("85", words)))))
    ),
    ("avi", "INFO comment"): _avi(lambda words: _part(b"LIST", b"INFO" + _part(b"ICMT", words + b"\0"))),
    ("avi", "XMP"): _avi(lambda words: _part(b"_PMX", _packet(words.decode()))),
}  # fmt: skip

# A day to come, or past, in a field for it.
SOUND_NAMED: Mapping[tuple[str, str], Maker] = {
    ("mp3", "TXXX embargo"): _mp3(b"TXXX", b"\1" + _wide("EMBARGO") + b"\0\0"),
    ("mp3", "release time"): lambda day: _id3(_frame(b"TDRL", b"\0" + day.encode(), 4), 4) + _FRAMES,
    ("mp4", "embargo of a program"): _film(b"isom", _freeform(b"EMBARGO_UNTIL")),
    ("mp4", "day"): _film(b"isom", lambda day: _listed(box(b"\xa9day", _data(day)))),
    ("flac", "EMBARGO"): _flac(lambda day: (4, _comments(f"EMBARGO={day}"))),
    ("ogg", "EMBARGO"): lambda day: _vorbis(f"EMBARGO={day}"),
    ("mkv", "EMBARGO"): _matroska(
        lambda day: _element(
            "1254C367", _element("7373", _element("67C8", _element("45A3", b"EMBARGO"), _element("4487", day)))
        )
    ),
    ("wav", "iXML embargo"): _wav(lambda day: (b"iXML", f"<BWFXML><EMBARGO>{day}</EMBARGO></BWFXML>".encode())),
}  # fmt: skip
