"""Small pictures of photographs and of document pages, for the screen; these functions run inside workers only.

Each leaves one JPEG in the job's folder: sRGB, upright, on white, without any metadata but the copyright notice.
"""

from __future__ import annotations

import math
from pathlib import Path

import pypdfium2
from PIL import Image

from archive.errors import Encrypted, Unreadable
from archive.pixels.small import small

_COPYRIGHT = 33432  # the EXIF tag Copyright (CIPA DC-008, 4.6.4)
_SAVE_AGAIN = "open it in the program that made it, save it again and hand it in again"
_PAGE_PIXELS = 8_000_000  # of one page picture, however long the page
_LARGE = 800  # pixels a side: smaller ones are there at once, and are written faster without being made smaller


def thumbnail(path: str, folder: str, size: int = 400, copyright: str | None = None) -> str:  # noqa: A002
    """The name of a JPEG in `folder` of at most `size` pixels a side, never enlarged. Of a cut-off file: what there is
    of it; of a camera raw file: its preview. `copyright` is written into it as EXIF. Raises Unreadable."""
    return save(small(Path(path), size).image, Path(folder) / "thumbnail.jpg", copyright)


def preview(path: str, folder: str, size: int = 1600, copyright: str | None = None) -> str:  # noqa: A002
    """As `thumbnail`, at a size for looking at the picture by itself."""
    return save(small(Path(path), size).image, Path(folder) / "preview.jpg", copyright)


def page_picture(path: str, folder: str, page: int = 1, width: int = 800) -> str:
    """The name of a JPEG in `folder` of one page of a PDF (counted from 1), `width` pixels wide unless that makes it
    too long. Raises Encrypted, and Unreadable also when there is no such page."""
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise Encrypted(f"The document needs a password; {_SAVE_AGAIN} without one.") from error
        raise Unreadable(f"The document cannot be opened ({error}); {_SAVE_AGAIN}.") from error
    try:
        if not 1 <= page <= len(document):
            raise Unreadable(f"There is no page {page}; the document has pages 1 to {len(document)}.")
        sheet = document[page - 1]
        wide, high = sheet.get_size()
        if not (wide > 0 and high > 0 and math.isfinite(wide * high)):
            raise Unreadable(f"Page {page} has no size; {_SAVE_AGAIN}.")
        scale = min(width / wide, math.sqrt(_PAGE_PIXELS / (wide * high)))
        image = sheet.render(scale=scale).to_pil().convert("RGB")
    except pypdfium2.PdfiumError as error:
        raise Unreadable(f"Page {page} cannot be drawn ({error}); {_SAVE_AGAIN}.") from error
    finally:
        document.close()
    return save(image, Path(folder) / "page.jpg", None)


def save(image: Image.Image, target: Path, notice: str | None) -> str:
    """Write an RGB picture as a JPEG without any metadata but the copyright notice; the name of the file."""
    bare = Image.new("RGB", image.size)
    bare.paste(image)  # a new image: a comment or profile of the old one would be written too
    exif = Image.Exif()
    if notice:
        exif[_COPYRIGHT] = notice.encode()  # ASCII by the standard, UTF-8 as everyone writes and reads it
    large = max(image.size) >= _LARGE
    bare.save(target, "JPEG", quality=85, optimize=large, progressive=large, exif=exif if notice else b"")
    return target.name
