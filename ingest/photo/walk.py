"""Chooses the block walker for a picture file by what its first bytes say."""

from __future__ import annotations

from collections.abc import Callable
from typing import BinaryIO

from archive.media_types import GIF, JP2, JPEG, JXL, PHOTOSHOP, PNG, TIFF, TYPES, WEBP, by_first_bytes
from archive.pixels.photoshop import is_psd
from archive.pixels.raw import raw_type
from archive.pixels.reading import read_at
from archive.pixels.tiff import is_tiff
from ingest.photo.blocks import Blocks
from ingest.photo.blocks_boxes import walk_boxes
from ingest.photo.blocks_gif import walk_gif
from ingest.photo.blocks_heif import walk_heif
from ingest.photo.blocks_jpeg import SOI, walk_jpeg
from ingest.photo.blocks_png import walk_png
from ingest.photo.blocks_psd import walk_psd
from ingest.photo.blocks_raw import walk_raw
from ingest.photo.blocks_tiff import walk_tiff
from ingest.photo.blocks_webp import walk_webp

RAW = "RAW"
_WALKERS: dict[str, tuple[Callable[[BinaryIO], Blocks], str]] = {
    PNG: (walk_png, "PNG"),
    TIFF: (walk_tiff, "TIFF"),
    WEBP: (walk_webp, "WEBP"),
    GIF: (walk_gif, "GIF"),
    PHOTOSHOP: (walk_psd, "PSD"),
    JPEG: (walk_jpeg, "JPEG"),
    JP2: (walk_boxes, "JPEG2000"),
    JXL: (walk_boxes, "JXL"),
    **{row.name: (walk_heif, "HEIF") for row in TYPES if row.brands and row.reader and row.camera != "raw"},
}


def walk(file: BinaryIO) -> tuple[Blocks, str]:
    """The metadata blocks of the file, and its format as Pillow names it, RAW for camera raw files; empty blocks and ``
    for other formats (BMP, BigTIFF, Photoshop documents of no known version)."""
    head = read_at(file, 0, 300)
    if (raw := raw_type(file)) is not None:
        return walk_raw(file, raw), RAW
    found = JPEG if head.startswith(SOI) else by_first_bytes(head) or ""
    if found not in _WALKERS or (found == TIFF and not is_tiff(head)) or (found == PHOTOSHOP and not is_psd(head)):
        return Blocks(), ""
    walker, name = _WALKERS[found]
    return walker(file), name
