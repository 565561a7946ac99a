"""The blocks that Pillow hands out, for formats that have no walker of their own here (BigTIFF)."""

from __future__ import annotations

from PIL import Image

from ingest.photo.blocks import Blocks, tiff_start


def blocks_of(picture: Image.Image) -> Blocks:
    """EXIF and XMP of an opened picture, as Pillow found them."""
    blocks = Blocks(size=picture.size)
    exif, xmp = picture.info.get("exif"), picture.info.get("xmp")
    if isinstance(exif, bytes):
        blocks.exif = tiff_start(exif)
    if isinstance(xmp, str):
        xmp = xmp.encode()
    if isinstance(xmp, bytes):
        blocks.xmp.append(xmp)
    return blocks
