"""Choose the block walker for a picture by its first bytes. Formats without one (BigTIFF) go through Pillow."""

from __future__ import annotations

from collections.abc import Callable
from typing import BinaryIO

from PIL import Image, TiffImagePlugin

from archive.media_types import GIF, JP2, JPEG, JXL, PHOTOSHOP, PNG, TIFF, TYPES, WEBP, by_first_bytes
from archive.pictures.containers import is_tiff, raw_type, read_at
from archive.pictures.photoshop import is_psd
from ingest.photo.box_blocks import walk_boxes
from ingest.photo.camera_blocks import HEIGHT_TAG, WIDTH_TAG, walk_heif, walk_psd, walk_raw, walk_tiff
from ingest.photo.exif import EXIF_IFD, GPS_IFD
from ingest.photo.web_blocks import SOI, Blocks, tiff_start, walk_gif, walk_jpeg, walk_png, walk_webp


def blocks_of(picture: Image.Image) -> Blocks:
    """Return EXIF and XMP of an opened picture, as found by Pillow."""
    blocks = Blocks(size=picture.size)
    exif, xmp = picture.info.get("exif"), picture.info.get("xmp")
    if isinstance(picture, TiffImagePlugin.TiffImageFile):  # whose EXIF is the file itself
        width, height = picture.tag_v2.get(WIDTH_TAG), picture.tag_v2.get(HEIGHT_TAG)
        blocks.size = (width, height) if width and height else blocks.size  # as stored, not rotated
        exif = _written_anew(picture)
    if isinstance(exif, bytes):
        blocks.exif = tiff_start(exif)
    if isinstance(xmp, str):
        xmp = xmp.encode()
    if isinstance(xmp, bytes):
        blocks.xmp.append(xmp)
    return blocks


def _written_anew(picture: Image.Image) -> bytes | None:
    """Return the tags of a BigTIFF as a plain EXIF block; None if they cannot be written."""
    try:
        exif = picture.getexif()
        for directory in (EXIF_IFD, GPS_IFD):
            exif.get_ifd(directory)  # read while its offsets are still those of a BigTIFF
        exif.bigtiff = False
        return exif.tobytes()
    except Exception:  # values of the wrong type, in damaged files
        return None


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
    """Return the metadata blocks of the file, and its format by Pillow's name, RAW for camera raw files; empty blocks
    and `` for other formats (BMP, BigTIFF, Photoshop documents of unknown version)."""
    head = read_at(file, 0, 300)
    if (raw := raw_type(file)) is not None:
        return walk_raw(file, raw), RAW
    found = JPEG if head.startswith(SOI) else by_first_bytes(head) or ""
    if found not in _WALKERS or (found == TIFF and not is_tiff(head)) or (found == PHOTOSHOP and not is_psd(head)):
        return Blocks(), ""
    walker, name = _WALKERS[found]
    return walker(file), name
