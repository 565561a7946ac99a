"""Build camera raw files for the tests in their manufacturers' layouts, with a drawn picture as the preview."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PIL import Image

from tests.builders.photo_builders import caption, encoded

BYTE, ASCII, SHORT, LONG, RATIONAL, UNDEFINED = 1, 2, 3, 4, 5, 7
_FORMS = {BYTE: "B", SHORT: "H", LONG: "I"}
Directory = Mapping[int, tuple[int, Any]]  # tag -> (type, value)

CORNERS = {
    "upper left": (220, 30, 30),
    "upper right": (30, 160, 60),
    "lower left": (40, 60, 200),
    "grey": (200, 200, 200),
}
MOMENT, MODEL, WORDS = "2025:10:25 09:30:00", "Kamera 7", "Kapal di dermaga."


@dataclass(frozen=True)
class Blob:
    """Bytes stored elsewhere in the file; the tag has their offset."""

    data: bytes


def corners(width: int = 800, height: int = 600) -> Image.Image:
    """Return a grey picture with a red, a green and a blue corner. The lower right one is grey, so that any rotation is
    visible."""
    image = Image.new("RGB", (width, height), CORNERS["grey"])
    image.paste(CORNERS["upper left"], (0, 0, width // 4, height // 4))
    image.paste(CORNERS["upper right"], (width - width // 4, 0, width, height // 4))
    image.paste(CORNERS["lower left"], (0, height - height // 4, width // 4, height))
    return image


def saved(image: Image.Image, kind: str = "JPEG", **how: Any) -> bytes:
    """Return the picture as a file."""
    buffer = io.BytesIO()
    image.save(buffer, kind, **how)
    return buffer.getvalue()


def tiff_file(chain: Sequence[Directory], order: str = "<", mark: bytes = b"*\0", lead: bytes = b"") -> bytes:
    """Return a TIFF structure. `mark` replaces the number 42; `lead` comes between its header and its first
    directory."""
    out = bytearray((b"II" if order == "<" else b"MM") + mark)
    out += struct.pack(order + "I", 8 + len(lead)) + lead
    pointer = 4
    for directory in chain:
        struct.pack_into(order + "I", out, pointer, len(out))
        pointer = _write(out, order, directory)
    return bytes(out)


def _write(out: bytearray, order: str, directory: Directory) -> int:
    """Write a directory and everything it points to, and return the offset of its pointer to the next one."""
    start = len(out)
    out += struct.pack(order + "H", len(directory)) + bytes(12 * len(directory) + 4)
    for index, (tag, (kind, value)) in enumerate(sorted(directory.items())):
        data, count = _encoded(out, order, kind, value)
        if len(data) > 4:
            place, pad = len(out), b"\0" * (len(data) % 2)
            out += data + pad
            data = struct.pack(order + "I", place)
        struct.pack_into(order + "HHI4s", out, start + 2 + 12 * index, tag, kind, count, data.ljust(4, b"\0"))
    return start + 2 + 12 * len(directory)


def _encoded(out: bytearray, order: str, kind: int, value: Any) -> tuple[bytes, int]:
    if isinstance(value, Blob):
        place = len(out)
        out += value.data + b"\0" * (len(value.data) % 2)
        return struct.pack(order + "I", place), 1
    if isinstance(value, Mapping):
        place = len(out)
        _write(out, order, value)
        return struct.pack(order + "I", place), 1
    if isinstance(value, list) and value and isinstance(value[0], Mapping):
        places = []
        for directory in value:
            places.append(len(out))
            _write(out, order, directory)
        return struct.pack(f"{order}{len(places)}I", *places), len(places)
    if isinstance(value, str):
        return value.encode() + b"\0", len(value.encode()) + 1
    if isinstance(value, bytes):
        return value, len(value)
    numbers = value if isinstance(value, list) else [value]
    if kind == RATIONAL:
        return b"".join(struct.pack(order + "II", *pair) for pair in numbers), len(numbers)
    return struct.pack(f"{order}{len(numbers)}{_FORMS[kind]}", *numbers), len(numbers)


EXIF: Directory = {36864: (UNDEFINED, b"0232"), 36867: (ASCII, MOMENT), 37500: (UNDEFINED, b"Maker\0" + bytes(20))}
GPS: Directory = {
    1: (ASCII, "S"),
    2: (RATIONAL, [(6, 1), (10, 1), (30, 1)]),
    3: (ASCII, "E"),
    4: (RATIONAL, [(106, 1), (49, 1), (0, 1)]),
}


def about(make: str, turn: int = 1) -> dict[int, tuple[int, Any]]:
    """Return the camera tags of a first directory, with EXIF and GPS directories below it."""
    return {
        271: (ASCII, make),
        272: (ASCII, MODEL),
        274: (SHORT, turn),
        306: (ASCII, MOMENT),
        34665: (LONG, EXIF),
        34853: (LONG, GPS),
    }


def strips(data: bytes, width: int, height: int, compression: int, photometric: int) -> dict[int, tuple[int, Any]]:
    """Return a picture in one strip as a directory."""
    colours = 3 if photometric in (2, 6) else 1
    return {
        256: (LONG, width),
        257: (LONG, height),
        258: (SHORT, [8] * colours if colours == 3 else 14),
        259: (SHORT, compression),
        262: (SHORT, photometric),
        273: (LONG, Blob(data)),
        277: (SHORT, colours),
        278: (LONG, height),
        279: (LONG, len(data)),
    }


def whole_jpeg(data: bytes) -> dict[int, tuple[int, Any]]:
    """Return the tags of a JPEG that two tags point to."""
    return {259: (SHORT, 6), 513: (LONG, Blob(data)), 514: (LONG, len(data))}


def lossless() -> bytes:
    """Return the start of a lossless JPEG (T.81 annex H), the compression of raw data. Picture decoders cannot show
    it."""
    frame = struct.pack(">BHHB", 14, 3000, 4000, 1) + b"\x01\x11\x00"
    scan = b"\x01\x01\x00\x01\x00\x00"
    return (
        b"\xff\xd8\xff\xc3" + struct.pack(">H", len(frame) + 2) + frame
        + b"\xff\xda" + struct.pack(">H", len(scan) + 2) + scan + bytes(range(200)) * 20 + b"\xff\xd9"
    )  # fmt: skip


def thumb() -> bytes:
    """Return a small JPEG without the picture's colours. A reader that shows it has missed the larger one."""
    return encoded("JPEG", 160, 120)


RGB_THUMB = strips(Image.new("RGB", (160, 120), (9, 9, 9)).tobytes(), 160, 120, 1, 2)
SMALL = {254: (LONG, 1)}
PACKET = {700: (BYTE, caption(WORDS))}


def dng(preview: bytes, turn: int = 1) -> bytes:
    """Adobe DNG 1.4: a thumbnail, below it the raw data and the preview."""
    raw = strips(lossless(), 4000, 3000, 7, 32803) | {254: (LONG, 0), 33421: (SHORT, [2, 2])}
    shown = strips(preview, 800, 600, 7, 6) | SMALL
    first = RGB_THUMB | SMALL | about("Leica", turn) | PACKET | {50706: (BYTE, b"\1\4\0\0"), 330: (LONG, [raw, shown])}
    return tiff_file([first])


def cr2(preview: bytes, turn: int = 1) -> bytes:
    """Canon CR2: the preview, a thumbnail, a small picture, the raw data."""
    first = strips(preview, 800, 600, 6, 6) | about("Canon", turn) | PACKET
    del first[262]
    last = strips(lossless(), 4000, 3000, 6, 6) | {50752: (SHORT, [1, 2000, 2000])}
    last.pop(262)
    chain = [first, whole_jpeg(thumb()), RGB_THUMB, last]
    return tiff_file(chain, lead=b"CR\2\0" + bytes(4))


def nef(preview: bytes, turn: int = 1) -> bytes:
    """Nikon NEF, big-endian: a thumbnail, below it the preview and the raw data."""
    raw = strips(bytes(4000), 4000, 3000, 34713, 32803)
    first = RGB_THUMB | SMALL | about("NIKON CORPORATION", turn) | PACKET
    return tiff_file([first | {330: (LONG, [whole_jpeg(preview) | SMALL, raw])}], ">", b"\0*")


def arw(preview: bytes, turn: int = 1) -> bytes:
    """Sony ARW: the preview, below it the raw data, then a thumbnail."""
    raw = strips(bytes(4000), 4000, 3000, 32767, 32803)
    first = whole_jpeg(preview) | SMALL | about("SONY", turn) | PACKET | {330: (LONG, [raw])}
    return tiff_file([first, whole_jpeg(thumb()) | SMALL])


def pef(preview: bytes, turn: int = 1) -> bytes:
    """Pentax PEF, big-endian: the raw data, a thumbnail, the preview."""
    first = strips(bytes(4000), 4000, 3000, 65535, 32803) | about("PENTAX", turn) | PACKET
    return tiff_file([first, whole_jpeg(thumb()), whole_jpeg(preview)], ">", b"\0*")


def srw(preview: bytes, turn: int = 1) -> bytes:
    """Samsung SRW: a thumbnail, below it the preview and the raw data."""
    raw = strips(bytes(4000), 4000, 3000, 32770, 32803)
    below = [whole_jpeg(preview) | SMALL, raw]
    return tiff_file([RGB_THUMB | SMALL | about("SAMSUNG", turn) | PACKET | {330: (LONG, below)}])


def orf(preview: bytes, turn: int = 1) -> bytes:
    """Olympus ORF: raw data, and a preview that only the maker notes refer to."""
    first = strips(bytes(4000), 4000, 3000, 1, 32803) | about("OLYMPUS IMAGING CORP.", turn) | PACKET
    settings = tiff_file([{256: (LONG, 1), 257: (LONG, Blob(preview)), 258: (LONG, len(preview))}])
    note = b"OLYMPUS\0II\3\0" + settings[8:]
    first[34665] = (LONG, dict(EXIF) | {37500: (UNDEFINED, note)})
    return tiff_file([first], mark=b"RO")


def rw2(preview: bytes, turn: int = 1) -> bytes:
    """Panasonic RW2: proprietary tags, and a JPEG with the metadata."""
    block = tiff_file([about("Panasonic", turn)])
    segment = b"\xff\xe1" + struct.pack(">H", len(block) + 8) + b"Exif\0\0" + block
    described = preview[:2] + segment + preview[2:]
    first = {
        1: (UNDEFINED, b"0310"),
        2: (SHORT, 4060), 3: (SHORT, 3020),
        4: (SHORT, 4), 5: (SHORT, 8), 6: (SHORT, 3004), 7: (SHORT, 4008),
        0x2E: (UNDEFINED, described),
        271: (ASCII, "Panasonic"), 272: (ASCII, MODEL), 274: (SHORT, turn),
        34665: (LONG, {36864: (UNDEFINED, b"0230")}),
    } | PACKET  # fmt: skip
    return tiff_file([first], mark=b"U\0", lead=bytes.fromhex("88e774d8f8251d4d947a6e77822b5d6a"))


def raf(preview: bytes, turn: int = 1) -> bytes:
    """Fujifilm RAF: a header with the offset of the JPEG, which has the metadata."""
    block = tiff_file([about("FUJIFILM", turn)])
    packet_ = b"http://ns.adobe.com/xap/1.0/\0" + caption(WORDS)
    segments = b"\xff\xe1" + struct.pack(">H", len(block) + 8) + b"Exif\0\0" + block
    segments += b"\xff\xe1" + struct.pack(">H", len(packet_) + 2) + packet_
    described = preview[:2] + segments + preview[2:]
    header = b"FUJIFILMCCD-RAW 0201FF383501" + MODEL.encode().ljust(32, b"\0") + b"0100" + bytes(20)
    behind = 160 + len(described)
    header += struct.pack(">6I", 160, len(described), behind, 4, behind + 4, 4000)
    return header.ljust(160, b"\0") + described + bytes(4004)


def box(kind: bytes, *content: bytes) -> bytes:
    """A box of an ISO base media file."""
    inner = b"".join(content)
    return struct.pack(">I", len(inner) + 8) + kind + inner


def cr3(preview: bytes, turn: int = 1) -> bytes:
    """Canon CR3: directories in boxes, a thumbnail, XMP, and the preview in a separate box."""
    first = {k: v for k, v in about("Canon", turn).items() if k not in (34665, 34853)}
    first |= {256: (SHORT, 4000), 257: (SHORT, 3000)}
    small = thumb()
    canon = bytes.fromhex("85c0b687820f11e08111f4ce462b6a48")
    inside = box(b"CNCV", b"CanonCR3_001/00.09.00/00.00.00")
    inside += box(b"CMT1", tiff_file([first])) + box(b"CMT2", tiff_file([EXIF])) + box(b"CMT4", tiff_file([GPS]))
    inside += box(b"THMB", struct.pack(">IHHIHH", 0, 160, 120, len(small), 1, 0), small)
    shown = box(b"PRVW", struct.pack(">IHHHHI", 0, 1, 800, 600, 1, len(preview)), preview)
    return (
        box(b"ftyp", b"crx \0\0\0\1crx isom")
        + box(b"moov", box(b"uuid", canon, inside))
        + box(b"uuid", bytes.fromhex("be7acfcb97a942e89c71999491e3afac"), caption(WORDS))
        + box(b"uuid", bytes.fromhex("eaf42b5e1c984b88b9fbb7dc406e4d16"), bytes(7), b"\1", shown)
        + box(b"mdat", bytes(4000))
    )


Build = Callable[..., bytes]
RAWS: dict[str, tuple[Build, str, str]] = {  # suffix -> builder, media type, exiftool's name
    "dng": (dng, "image/x-adobe-dng", "DNG"),
    "cr2": (cr2, "image/x-canon-cr2", "CR2"),
    "cr3": (cr3, "image/x-canon-cr3", "CR3"),
    "nef": (nef, "image/x-nikon-nef", "NEF"),
    "arw": (arw, "image/x-sony-arw", "ARW"),
    "raf": (raf, "image/x-fuji-raf", "RAF"),
    "orf": (orf, "image/x-olympus-orf", "ORF"),
    "rw2": (rw2, "image/x-panasonic-rw2", "RW2"),
    "pef": (pef, "image/x-pentax-pef", "PEF"),
    "srw": (srw, "image/x-samsung-srw", "SRW"),
}
