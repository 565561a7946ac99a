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

_HASH_SOURCE = 64  # pixels a side that the hash is made from


@contextmanager
def opened(file: BinaryIO) -> Iterator[tuple[Image.Image | None, str | None]]:
    """The opened but not yet decoded picture, or None and why, as half a sentence.

    Raises Unreadable for a picture of more pixels than Pillow opens. Only the first frame is ever looked at: an MPO
    file is a camera's JPEG with more pictures behind it.
    """
    file.seek(0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            picture = Image.open(file, formats=FORMATS)
        except Image.DecompressionBombError as error:
            claimed = re.search(r"\d+", str(error))
            raise Unreadable(_too_large(claimed[0] if claimed else "too many")) from error
        except UnidentifiedImageError:
            yield None, "its data is damaged or incomplete"
            return
        except Exception as error:
            yield None, f"{type(error).__name__}: {error}"
            return
        yield picture, None


def check_size(size: tuple[int, int] | None) -> None:
    """Raises Unreadable when a header claims more pixels than Pillow opens: its limit against image bombs."""
    if size and Image.MAX_IMAGE_PIXELS and size[0] * size[1] > 2 * Image.MAX_IMAGE_PIXELS:
        raise Unreadable(_too_large(f"{size[0]} x {size[1]}"))


def _too_large(what: str) -> str:
    limit = 2 * (Image.MAX_IMAGE_PIXELS or 0)
    return (
        f"the picture is too large to open ({what} pixels, more than {limit}); "
        "if it is genuine, save a smaller copy and ingest that"
    )


def difference_hash(picture: Image.Image) -> str:
    """The 64-bit difference hash of the upright picture, as 16 hexadecimal digits.

    Each bit says whether a cell of a grid of 9 x 8 is brighter than its right neighbour, row by row. Raises what
    Pillow raises when the picture cannot be decoded.
    """
    picture.draft("L", (_HASH_SOURCE, _HASH_SOURCE))
    orientation = picture.getexif().get(274, 1)
    if picture.mode in ("1", "P", "PA"):  # Pillow does not blend these when it makes them smaller
        picture = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    grey = _grey(picture.resize((_HASH_SOURCE, _HASH_SOURCE), Image.Resampling.BOX, reducing_gap=2.0))
    grey.getexif()[274] = orientation
    cells = ImageOps.exif_transpose(grey).resize((9, 8), Image.Resampling.BOX).tobytes()
    bits = "".join("1" if cells[i] > cells[i + 1] else "0" for row in range(8) for i in range(row * 9, row * 9 + 8))
    return f"{int(bits, 2):016x}"


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
