"""What only the decoder knows of a picture: its size, and whether it opens."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from PIL import Image, UnidentifiedImageError

from archive.messages import Message
from archive.pixels.codecs import missing_codec
from archive.pixels.cut import missing
from archive.pixels.formats import MOST_PIXELS, TooLarge, in_words, open_picture


@contextmanager
def opened(file: BinaryIO) -> Iterator[tuple[Image.Image | None, str | Message | None]]:
    """The opened but not yet decoded picture, or None and why, as `why_not_shown` has it.

    Only the first frame is ever looked at: an MPO file is a camera's JPEG with more pictures behind it.
    """
    try:
        picture = open_picture(file, lenient=missing(file) > 0)
    except Exception as error:
        yield None, why_not_shown(file, error)
    else:
        yield picture, None


def why_not_shown(file: BinaryIO, error: BaseException) -> str | Message:
    """Return why a picture was not opened or decoded: a message where the file is sound (it is too large, or no decoder
    here knows what it is packed with), else half a sentence."""
    if isinstance(error, TooLarge):
        return Message("picture-pixels", most=MOST_PIXELS)
    if codec := missing_codec(file, str(error.__cause__ or error)):
        return Message("picture-codec-missing", codec=codec)
    unknown = isinstance(error.__cause__, UnidentifiedImageError)
    return "its data is damaged or incomplete" if unknown else in_words(error)


def oversize(size: tuple[int, int] | None) -> Message | None:
    """Return why a picture whose header claims this size is not opened: Pillow's limit against bombs."""
    if size and size[0] * size[1] > 2 * MOST_PIXELS:
        return Message("picture-too-large", width=size[0], height=size[1], most=2 * MOST_PIXELS)
    return None
