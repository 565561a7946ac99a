"""What a block walker takes out of a picture file: the metadata blocks as bytes, before anyone reads them."""

from __future__ import annotations

from dataclasses import dataclass, field

FILE_ENDS = "the file ends before its picture does"


@dataclass(slots=True)
class Blocks:
    """The metadata blocks of one file, in file order.

    `exif` is a TIFF structure (starts with II or MM), `more_exif` further ones with other tags. `xmp` are XMP packets,
    `extended` the extended parts of XMP, which belong to them and come after them. `resources` are Photoshop image
    resources (8BIM ...), `iim` bare IPTC-IIM streams found outside of them. `texts` are PNG text chunks as (keyword,
    text); `comments` those of JPEG and GIF.
    `size` is (width, height) as the file's own header says; `problem` what stopped the walk, as half a sentence.
    """

    exif: bytes = b""
    more_exif: list[bytes] = field(default_factory=list)
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
        return not any(
            (self.exif, self.more_exif, self.xmp, self.extended, self.resources, self.iim, self.texts, self.comments)
        )


def tiff_start(block: bytes) -> bytes:
    """An EXIF block from its TIFF header on (an `Exif` mark before it taken off); empty when there is none."""
    if block[:4] == b"Exif":
        block = block[6:]
    return block if block[:2] in (b"II", b"MM") else b""
