"""What a block walker takes out of a picture file: the metadata blocks as bytes, before anyone reads them."""

from __future__ import annotations

from dataclasses import dataclass, field

from archive.media_types import CLASSIC_TIFF

XMP_UUID = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")  # XMP part 3, 1.1.4: of boxes that hold a packet
_MARKS = 24  # bytes in which the mark of an EXIF block, or a damaged one, ends
_PACKETS = (b"<?xpacket begin", b"<x:xmpmeta", b"<x:xapmeta", b"<rdf:RDF")
FILE_ENDS = "the file ends before its picture does"


@dataclass(slots=True)
class Blocks:
    """The metadata blocks of one file, in file order.

    `exif` is a TIFF structure (starts with II or MM), `more_exif` further ones with other tags. `xmp` are XMP packets,
    `extended` the extended parts of XMP, which belong to them and come after them. `resources` are Photoshop image
    resources (8BIM ...), `iim` bare IPTC-IIM streams found outside of them. `texts` are PNG text chunks as (keyword,
    text); `comments` those of JPEG, GIF and JPEG 2000. `crw` is what a CRW file says by its own tags.
    `size` is (width, height) as the file's own header says; `problem` what stopped the walk, as half a sentence.
    """

    exif: bytes = b""
    more_exif: list[bytes] = field(default_factory=list)
    xmp: list[bytes] = field(default_factory=list)
    extended: list[bytes] = field(default_factory=list)
    resources: bytes = b""
    iim: list[bytes] = field(default_factory=list)
    crw: dict[str, str] = field(default_factory=dict)
    texts: list[tuple[str, str]] = field(default_factory=list)
    comments: list[bytes] = field(default_factory=list)
    size: tuple[int, int] | None = None
    problem: str | None = None

    @property
    def empty(self) -> bool:
        """Whether nothing at all was found that a description can be made of."""
        blocks = (self.exif, self.more_exif, self.xmp, self.extended, self.resources, self.iim)
        return not any((*blocks, self.texts, self.comments, self.crw))


def tiff_start(block: bytes) -> bytes:
    """An EXIF block from its TIFF header on, whatever mark stands before it; empty when there is none."""
    if block[:4] == b"Exif":
        block = block[6:]
    if block[:2] in (b"II", b"MM"):
        return block
    places = [at for mark in CLASSIC_TIFF if (at := block.find(mark, 0, _MARKS)) >= 0]
    return block[min(places) :] if places else b""


def packet_start(block: bytes) -> bytes:
    """An XMP packet from where it begins, whatever stands before it; empty when there is none."""
    places = [at for mark in _PACKETS if (at := block.find(mark)) >= 0]
    return block[min(places) :] if places else b""
