"""Chooses the block walker for a picture file by what its first bytes say."""

from __future__ import annotations

from typing import BinaryIO

from archive.pixels.photoshop import is_psd
from archive.pixels.raw import raw_type
from archive.pixels.reading import read_at
from archive.pixels.tiff import is_tiff
from ingest.photo import blocks_gif
from ingest.photo.blocks import Blocks
from ingest.photo.blocks_heif import is_heif, walk_heif
from ingest.photo.blocks_jpeg import SOI, walk_jpeg
from ingest.photo.blocks_png import SIGNATURE, walk_png
from ingest.photo.blocks_psd import walk_psd
from ingest.photo.blocks_raw import walk_raw
from ingest.photo.blocks_tiff import walk_tiff
from ingest.photo.blocks_webp import walk_webp

RAW = "RAW"


def walk(file: BinaryIO) -> tuple[Blocks, str]:
    """The metadata blocks of the file, and its format as Pillow names it, RAW for camera raw files; empty blocks and ``
    for other formats."""
    head = read_at(file, 0, 12)
    if head.startswith(SOI):
        return walk_jpeg(file), "JPEG"
    if head.startswith(SIGNATURE):
        return walk_png(file), "PNG"
    raw = raw_type(file)
    if raw is not None:
        return walk_raw(file, raw), RAW
    if is_tiff(head):
        return walk_tiff(file), "TIFF"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return walk_webp(file), "WEBP"
    if is_heif(head):
        return walk_heif(file), "HEIF"
    if head.startswith(blocks_gif.SIGNATURES):
        return blocks_gif.walk_gif(file), "GIF"
    if is_psd(head):
        return walk_psd(file), "PSD"
    return Blocks(), ""
