"""What a block walker takes out of a picture file: the metadata blocks as bytes, before anyone reads them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import BinaryIO

MAX_BLOCK = 16 << 20  # bytes of one metadata block; a camera's largest are a few hundred kilobytes
MAX_PARTS = 20_000  # segments, chunks or directory entries looked at in one file


FILE_ENDS = "the file ends before its picture does"


@dataclass(slots=True)
class Blocks:
    """The metadata blocks of one file, in file order.

    `exif` is a TIFF structure (starts with II or MM). `xmp` are XMP packets, `extended` the extended parts of XMP,
    which belong to them and come after them. `resources` are Photoshop image resources (8BIM ...), `iim` bare IPTC-IIM
    streams found outside of them. `texts` are PNG text chunks as (keyword, text); `comments` JPEG comments.
    `size` is (width, height) as the file's own header says; `problem` what stopped the walk, as half a sentence.
    """

    exif: bytes = b""
    xmp: list[bytes] = field(default_factory=list)
    extended: list[bytes] = field(default_factory=list)
    resources: bytes = b""
    iim: list[bytes] = field(default_factory=list)
    texts: list[tuple[str, str]] = field(default_factory=list)
    comments: list[bytes] = field(default_factory=list)
    size: tuple[int, int] | None = None
    problem: str | None = None

    @property
    def empty(self) -> bool:
        """Whether nothing at all was found that a description can be made of."""
        return not (self.exif or self.xmp or self.extended or self.resources or self.iim or self.texts or self.comments)


def tiff_start(block: bytes) -> bytes:
    """An EXIF block from its TIFF header on (an `Exif` mark before it taken off); empty when there is none."""
    if block[:4] == b"Exif":
        block = block[6:]
    return block if block[:2] in (b"II", b"MM") else b""


def read_at(file: BinaryIO, offset: int, length: int) -> bytes:
    """Up to `length` bytes (MAX_BLOCK at most) of `file` from `offset` on; fewer where the file ends."""
    file.seek(offset)
    return file.read(max(0, min(length, MAX_BLOCK)))
