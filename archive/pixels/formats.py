"""Opens picture files through Pillow and libheif: only the formats named here, within limits, and one thread each."""

from __future__ import annotations

import logging
import warnings
from typing import BinaryIO

import pi_heif
from PIL import (
    AvifImagePlugin,
    BmpImagePlugin,
    GifImagePlugin,
    Image,
    JpegImagePlugin,
    PngImagePlugin,
    PsdImagePlugin,
    TiffImagePlugin,
    UnidentifiedImageError,
    WebPImagePlugin,
)

from archive.errors import Unreadable

# Only what is asked for: Pillow knows formats that start other programs or read other files.
# Named through their modules, so that they are there without all the others being imported.
_PLUGINS = (
    AvifImagePlugin.AvifImageFile,
    BmpImagePlugin.BmpImageFile,
    GifImagePlugin.GifImageFile,
    JpegImagePlugin.JpegImageFile,
    PngImagePlugin.PngImageFile,
    PsdImagePlugin.PsdImageFile,
    TiffImagePlugin.TiffImageFile,
    WebPImagePlugin.WebPImageFile,
)
FORMATS = (*(plugin.format for plugin in _PLUGINS if plugin.format), "HEIF")
NO_PICTURE = (OSError, SyntaxError, ValueError, EOFError, ArithmeticError, LookupError, TypeError, RuntimeError)

pi_heif.register_heif_opener(decode_threads=1, thumbnails=False, depth_images=False, aux_images=False)
AvifImagePlugin.DEFAULT_MAX_THREADS = 1
logging.getLogger("PIL").setLevel(logging.CRITICAL)  # it tells stderr of every odd file; our notes do that


def open_picture(file: BinaryIO) -> Image.Image:
    """The opened but not yet decoded picture: of several frames the first, of HEIC the primary one.

    Raises Unreadable for more pixels than are safe to decode (JPEG, which is decoded at a smaller size, may have twice
    as many), and for what is no picture in one of FORMATS; else what the decoder raises on a damaged header.
    """
    file.seek(0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a malformed MPO or EXIF block is no reason to show no picture
        try:
            image = Image.open(file, formats=FORMATS)
        except Image.DecompressionBombError as error:
            raise Unreadable(_too_large(str(error))) from error
        except UnidentifiedImageError as error:
            raise Unreadable(
                f"This is no picture in a format that is read here ({', '.join(FORMATS)}), or it is damaged; "
                "save it as one of these and hand that in."
            ) from error
    if not isinstance(image, JpegImagePlugin.JpegImageFile) and image.width * image.height > most_pixels():
        raise Unreadable(_too_large(f"{image.width} x {image.height}"))
    return image


def most_pixels() -> int:
    """How many pixels are decoded at full size at most: Pillow's limit against image bombs."""
    return Image.MAX_IMAGE_PIXELS or 0


def _too_large(what: str) -> str:
    return (
        f"The picture has more pixels than are safe to open ({what}); "
        f"make one of at most {most_pixels() // 1_000_000} megapixels and hand that in."
    )
