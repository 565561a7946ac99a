"""The blocks that Pillow hands out, for formats that have no walker of their own here (BigTIFF)."""

from __future__ import annotations

from PIL import Image, TiffImagePlugin

from ingest.photo.blocks import Blocks, tiff_start
from ingest.photo.blocks_tiff import HEIGHT_TAG, WIDTH_TAG
from ingest.photo.exif_survey import EXIF_IFD, GPS_IFD


def blocks_of(picture: Image.Image) -> Blocks:
    """EXIF and XMP of an opened picture, as Pillow found them."""
    blocks = Blocks(size=picture.size)
    exif, xmp = picture.info.get("exif"), picture.info.get("xmp")
    if isinstance(picture, TiffImagePlugin.TiffImageFile):  # whose EXIF is the file itself
        width, height = picture.tag_v2.get(WIDTH_TAG), picture.tag_v2.get(HEIGHT_TAG)
        blocks.size = (width, height) if width and height else blocks.size  # as stored: Pillow's is the turned one's
        exif = _written_anew(picture)
    if isinstance(exif, bytes):
        blocks.exif = tiff_start(exif)
    if isinstance(xmp, str):
        xmp = xmp.encode()
    if isinstance(xmp, bytes):
        blocks.xmp.append(xmp)
    return blocks


def _written_anew(picture: Image.Image) -> bytes | None:
    """The tags of a BigTIFF as a plain EXIF block; None when they cannot be written."""
    try:
        exif = picture.getexif()
        for directory in (EXIF_IFD, GPS_IFD):
            exif.get_ifd(directory)  # read while its places are still those of a BigTIFF
        exif.bigtiff = False
        return exif.tobytes()
    except Exception:  # values of the wrong sort, in files that were damaged
        return None
