"""What only the decoder knows of a picture: its size, and whether it opens."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from PIL import Image, UnidentifiedImageError

from archive.errors import Unreadable
from archive.pixels.cut import missing
from archive.pixels.formats import MOST_PIXELS, in_words, open_picture


@contextmanager
def opened(file: BinaryIO) -> Iterator[tuple[Image.Image | None, str | None]]:
    """The opened but not yet decoded picture, or None and why, as half a sentence.

    Only the first frame is ever looked at: an MPO file is a camera's JPEG with more pictures behind it.
    """
    try:
        picture = open_picture(file, lenient=missing(file) > 0)
    except Unreadable as error:
        told = isinstance(error.__cause__, UnidentifiedImageError)
        yield None, "its data is damaged or incomplete" if told else _TOO_LARGE
    except Exception as error:
        yield None, in_words(error)
    else:
        yield picture, None


_TOO_LARGE = f"it is too large to open safely: more than {MOST_PIXELS} pixels"


def oversize(size: tuple[int, int] | None) -> str | None:
    """Why a picture whose header claims this size is not opened, as half a sentence: Pillow's limit against bombs."""
    if size and size[0] * size[1] > 2 * MOST_PIXELS:
        return f"it is too large to open safely: {size[0]} x {size[1]} pixels, more than {2 * MOST_PIXELS}"
    return None
