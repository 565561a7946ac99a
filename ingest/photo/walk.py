"""Chooses the block walker for a picture file by what its first bytes say."""

from __future__ import annotations

from typing import BinaryIO

from archive.pixels.reading import read_at
from archive.pixels.tiff import is_tiff
from ingest.photo.blocks import Blocks
from ingest.photo.blocks_heif import is_heif, walk_heif
from ingest.photo.blocks_jpeg import SOI, walk_jpeg
from ingest.photo.blocks_png import SIGNATURE, walk_png
from ingest.photo.blocks_tiff import walk_tiff
from ingest.photo.blocks_webp import walk_webp


def walk(file: BinaryIO) -> tuple[Blocks, str]:
    """The metadata blocks of the file, and its format as Pillow names it; empty blocks and `` for other formats."""
    head = read_at(file, 0, 12)
    if head.startswith(SOI):
        return walk_jpeg(file), "JPEG"
    if head.startswith(SIGNATURE):
        return walk_png(file), "PNG"
    if is_tiff(head):
        return walk_tiff(file), "TIFF"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return walk_webp(file), "WEBP"
    if is_heif(head):
        return walk_heif(file), "HEIF"
    return Blocks(), ""
