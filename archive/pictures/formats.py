"""Open picture files with Pillow and libheif: only listed formats, within limits, one thread each.

A truncated file is opened with the missing part blank, and the loss is measured.
"""

from __future__ import annotations

import io
import logging
import re
import warnings
from typing import BinaryIO

import pi_heif
from PIL import (
    AvifImagePlugin,
    BmpImagePlugin,
    GifImagePlugin,
    Image,
    Jpeg2KImagePlugin,
    JpegImagePlugin,
    PngImagePlugin,
    PsdImagePlugin,
    TiffImagePlugin,
    UnidentifiedImageError,
    WebPImagePlugin,
)

from archive.errors import Unreadable
from archive.messages import Message
from archive.pictures.containers import all_boxes, read_at

_MOST = 128 << 20  # bytes of a file that is padded


def missing(file: BinaryIO) -> int:
    """Return how many bytes a WebP, HEIC or AVIF file lacks by its own header; 0 for complete ones and other formats.

    Their decoders reject incomplete files; those of other formats stop where the data ends.
    """
    head = read_at(file, 0, 12)
    promised = 0
    if head[:4] == b"RIFF" and head[8:] == b"WEBP":
        promised = 8 + int.from_bytes(head[4:8], "little")
    elif head[4:8] == b"ftyp":
        promised = _end_of_boxes(file)
    return max(0, promised - file.seek(0, io.SEEK_END))


def filled(file: BinaryIO) -> BinaryIO:
    """Return the file padded with zeros, which decoders render as some flat colour; unchanged if it is complete."""
    lacking = missing(file)
    size = file.seek(0, io.SEEK_END)
    if not lacking or size + lacking > _MOST:
        return file
    file.seek(0)
    return io.BytesIO(file.read(size) + bytes(lacking))


def _end_of_boxes(file: BinaryIO) -> int:
    """Return where the last box of a file should end. Since boxes are clipped to the file when read, its header is
    used."""
    last = 0
    for _, start, _ in all_boxes(file):
        last = start
    for skip in (8, 16):
        head = read_at(file, last - skip, skip)
        size = int.from_bytes(head[:4], "big")
        if skip == 8 and size > 1:
            return last - skip + size
        if skip == 16 and size == 1:
            return last - skip + int.from_bytes(head[8:], "big")
    return 0


# Only what is needed: Pillow knows formats that start other programs or read other files. Imported by module, so that
# they are available without importing all others.
_PLUGINS = (
    AvifImagePlugin.AvifImageFile,
    BmpImagePlugin.BmpImageFile,
    GifImagePlugin.GifImageFile,
    Jpeg2KImagePlugin.Jpeg2KImageFile,
    JpegImagePlugin.JpegImageFile,
    PngImagePlugin.PngImageFile,
    PsdImagePlugin.PsdImageFile,
    TiffImagePlugin.TiffImageFile,
    WebPImagePlugin.WebPImageFile,
)
FORMATS = (*(plugin.format for plugin in _PLUGINS if plugin.format), "HEIF")
NO_PICTURE = (OSError, SyntaxError, ValueError, EOFError, ArithmeticError, LookupError, TypeError, RuntimeError)

MOST_PIXELS = Image.MAX_IMAGE_PIXELS or 0  # decoded at full size: Pillow's limit against image bombs
_TOO_LARGE = Message("picture-megapixels", most=MOST_PIXELS // 1_000_000)
_PLAIN_WORDS = re.compile(r"[A-Za-z][a-z]+(?: [A-Za-z0-9(-][a-z0-9-]*[),:]?)+")

pi_heif.register_heif_opener(decode_threads=1, thumbnails=False, depth_images=False, aux_images=False)
AvifImagePlugin.DEFAULT_MAX_THREADS = 1
logging.getLogger("PIL").setLevel(logging.CRITICAL)  # it logs every odd file to stderr; our notes replace that


class TooLarge(Unreadable):
    """A picture has more pixels than are safe to decode."""


def open_picture(file: BinaryIO, lenient: bool = False) -> Image.Image:
    """Return the opened but not yet decoded picture: the first of several frames, or the primary one of HEIC.
    `lenient`: also if the end of the file is missing, when its decoder needs all of it.

    Raise TooLarge for more pixels than are safe to decode (JPEG, which is decoded at a smaller size, may have twice as
    many), Unreadable for what is no picture in one of FORMATS; else what the decoder raises on a damaged header.
    """
    if lenient:
        file = filled(file)
    file.seek(0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a malformed MPO or EXIF block must not prevent showing the picture
        try:
            image = Image.open(file, formats=FORMATS)
        except Image.DecompressionBombError as error:
            raise TooLarge(_TOO_LARGE) from error
        except UnidentifiedImageError as error:
            raise Unreadable(Message("picture-format", formats=list(FORMATS))) from error
    if not isinstance(image, JpegImagePlugin.JpegImageFile) and image.width * image.height > MOST_PIXELS:
        raise TooLarge(_TOO_LARGE)
    return image


def in_words(error: BaseException) -> str:
    """Return a decoder's message as half a sentence for people; if it is about internals, that data is damaged."""
    words = str(error).strip().rstrip(".")
    if isinstance(error, Unreadable):
        return words
    if isinstance(error, MemoryError):
        return Message("picture-memory")
    if words.startswith("decoder error"):
        return Message("data-incomplete")
    if words.startswith("Decompressed data too large"):
        return Message("profile-too-large")
    speaks = isinstance(error, OSError | ValueError | EOFError | RuntimeError) and _PLAIN_WORDS.fullmatch(words)
    return words if speaks else Message("data-incomplete")
