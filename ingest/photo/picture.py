"""What only the decoder knows: the size of the picture, whether it can be decoded, and how it looks."""

from __future__ import annotations

import logging
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from PIL import (
    AvifImagePlugin,
    Image,
    ImageOps,
    JpegImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    UnidentifiedImageError,
    WebPImagePlugin,
)

from archive.errors import Unreadable

# Only what is asked for: Pillow knows formats that start other programs or read other files.
# Named through their modules, so that they are there without all the others being imported.
FORMATS = (
    JpegImagePlugin.JpegImageFile.format,
    PngImagePlugin.PngImageFile.format,
    TiffImagePlugin.TiffImageFile.format,
    WebPImagePlugin.WebPImageFile.format,
    AvifImagePlugin.AvifImageFile.format,
)
logging.getLogger("PIL").setLevel(logging.CRITICAL)  # it tells stderr of every odd file; our notes do that

_PLAIN_WORDS = re.compile(r"[A-Za-z][a-z]+(?: [A-Za-z0-9(-][a-z0-9-]*[),:]?)+")
_HASH_SOURCE = 64  # pixels a side that the hash is made from


@contextmanager
def opened(file: BinaryIO) -> Iterator[tuple[Image.Image | None, str | None]]:
    """The opened but not yet decoded picture, or None and why, as half a sentence.

    Only the first frame is ever looked at: an MPO file is a camera's JPEG with more pictures behind it.
    """
    file.seek(0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            picture = Image.open(file, formats=FORMATS)
        except Image.DecompressionBombError as error:
            claimed = re.search(r"\d+", str(error))
            yield None, _too_large(claimed[0] if claimed else "too many")
            return
        except UnidentifiedImageError:
            yield None, "its data is damaged or incomplete"
            return
        except Exception as error:
            yield None, in_words(error)
            return
        yield picture, None


def in_words(error: Exception) -> str:
    """What a decoder said, as half a sentence for people: where it spoke of its own inside, that data is damaged."""
    words = str(error).strip().rstrip(".")
    if isinstance(error, Unreadable):
        return words
    if isinstance(error, MemoryError):
        return "it needs more memory than a file may use"
    if words.startswith("Decompressed data too large"):
        return "a text or colour profile in it grows beyond what is safe to unpack"
    speaks = isinstance(error, OSError | ValueError | EOFError | RuntimeError) and _PLAIN_WORDS.fullmatch(words)
    return words if speaks else "its data is damaged or incomplete"


def oversize(size: tuple[int, int] | None) -> str | None:
    """Why a picture whose header claims this size is not opened, as half a sentence: Pillow's limit against bombs."""
    if size and Image.MAX_IMAGE_PIXELS and size[0] * size[1] > 2 * Image.MAX_IMAGE_PIXELS:
        return _too_large(f"{size[0]} x {size[1]}")
    return None


def _too_large(what: str) -> str:
    return f"it is too large to open safely: {what} pixels, more than {2 * (Image.MAX_IMAGE_PIXELS or 0)}"


def difference_hash(picture: Image.Image) -> str:
    """The 64-bit difference hash of the upright picture, as 16 hexadecimal digits.

    Each bit says whether a cell of a grid of 9 x 8 is brighter than its right neighbour, row by row. Raises what
    Pillow raises when the picture cannot be decoded.
    """
    picture.draft("L", (_HASH_SOURCE, _HASH_SOURCE))
    orientation = _orientation(picture)
    if picture.mode in ("1", "P", "PA"):  # Pillow does not blend these when it makes them smaller
        picture = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    grey = _grey(picture.resize((_HASH_SOURCE, _HASH_SOURCE), Image.Resampling.BOX, reducing_gap=2.0))
    grey.info = {}  # a damaged EXIF block among it
    grey.getexif()[274] = orientation
    cells = ImageOps.exif_transpose(grey).resize((9, 8), Image.Resampling.BOX).tobytes()
    bits = "".join("1" if cells[i] > cells[i + 1] else "0" for row in range(8) for i in range(row * 9, row * 9 + 8))
    return f"{int(bits, 2):016x}"


def _orientation(picture: Image.Image) -> int:
    try:
        return int(picture.getexif().get(274, 1))
    except Exception:  # a damaged EXIF block says nothing of the picture
        return 1


def _grey(picture: Image.Image) -> Image.Image:
    if picture.mode.startswith(("I", "F")):  # 16 bits and more: spread what is there over 8
        low, high = picture.convert("F").getextrema()
        span = (float(high) - float(low)) or 1.0  # type: ignore[arg-type]
        return picture.convert("F").point(lambda value: (value - low) * (255.0 / span)).convert("L")
    if picture.has_transparency_data:
        coloured = picture.convert("RGBA")
        ground = Image.new("RGBA", coloured.size, "white")
        return Image.alpha_composite(ground, coloured).convert("L")
    return picture.convert("L")
