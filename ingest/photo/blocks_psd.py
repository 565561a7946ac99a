"""Walks the image resources of Photoshop documents, PSD and PSB."""

from __future__ import annotations

from typing import BinaryIO

from archive.pixels.photoshop import resources, resources_of, size_of
from archive.pixels.reading import read_at
from ingest.photo.blocks import FILE_ENDS, Blocks, tiff_start

_EXIF_RESOURCE, _XMP_RESOURCE = 0x0422, 0x0424


def walk_psd(file: BinaryIO) -> Blocks:
    """The metadata blocks of a Photoshop document; IIM and its digest stay in `resources`. Never raises."""
    header = read_at(file, 0, 26)
    width, height = size_of(header)
    blocks = Blocks(size=(width, height) if width and height else None)
    if len(header) < 26:
        blocks.problem = FILE_ENDS
    blocks.resources = resources_of(file)
    for number, content in resources(blocks.resources):
        if number == _EXIF_RESOURCE:
            blocks.exif = blocks.exif or tiff_start(content)
        elif number == _XMP_RESOURCE:
            blocks.xmp.append(content)
    return blocks
