"""Pages of a multi-page TIFF, as written by scanners and faxes."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from PIL import Image, ImageOps, TiffImagePlugin

from archive.errors import Unreadable
from archive.messages import Message
from archive.pictures.formats import MOST_PIXELS, NO_PICTURE, in_words, open_picture

MOST = 5_000  # frames of one file that are read
_NEW_SUBFILE_TYPE, _REDUCED, _MASK = 254, 1, 4  # TIFF 6.0, section 8
_LEAST = 0.25  # of the sides of the first: a smaller frame is an unmarked thumbnail


def count_pages(file: BinaryIO) -> int:
    """Return how many frames of a picture are pages, as far as it can be read; 1 if it is not a TIFF."""
    found: list[int] = []
    with suppress(Unreadable, *NO_PICTURE), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with open_picture(file) as image:
            found.extend(_pages(image))
    return max(1, len(found))


def page_of(path: Path, number: int) -> Image.Image:
    """Return a page of a TIFF, counted from 1, upright and in grey. Raise Unreadable."""
    try:
        with path.open("rb") as file, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with open_picture(file) as image:
                at = next(islice(_pages(image), number - 1, None), None)
                if at is None or image.width * image.height > MOST_PIXELS:
                    raise Unreadable(Message("frame-missing", frame=number))
                image.seek(at)
                return ImageOps.exif_transpose(image).convert("L")
    except NO_PICTURE as error:
        raise Unreadable(Message("frame-undecodable", frame=number, why=in_words(error))) from error


def _pages(image: Image.Image) -> Iterator[int]:
    """Yield the frames, from 0, that are neither reduced copies nor masks. The image is positioned at each."""
    if not isinstance(image, TiffImagePlugin.TiffImageFile):
        yield 0
        return
    least = [_LEAST * side for side in image.size]
    for number in range(MOST):
        try:
            image.seek(number)
        except EOFError:
            return
        kind = image.tag_v2.get(_NEW_SUBFILE_TYPE, 0)
        plain = not (isinstance(kind, int) and kind & (_REDUCED | _MASK))
        if number == 0 or (plain and image.width >= least[0] and image.height >= least[1]):
            yield number
