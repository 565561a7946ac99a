"""Small pictures of photographs and of document pages, for the screen; these functions run inside workers only.

Each leaves one JPEG in the job's folder: sRGB, upright, on white, without any metadata but the copyright notice.
"""

from __future__ import annotations

import io
import math
import warnings
from pathlib import Path

import pypdfium2
from PIL import (
    AvifImagePlugin,
    BmpImagePlugin,
    GifImagePlugin,
    Image,
    ImageCms,
    ImageFile,
    ImageOps,
    JpegImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    UnidentifiedImageError,
    WebPImagePlugin,
)

from archive.errors import Encrypted, Unreadable

_PLUGINS = (
    AvifImagePlugin.AvifImageFile,
    BmpImagePlugin.BmpImageFile,
    GifImagePlugin.GifImageFile,
    JpegImagePlugin.JpegImageFile,
    PngImagePlugin.PngImageFile,
    TiffImagePlugin.TiffImageFile,
    WebPImagePlugin.WebPImageFile,
)
_FORMATS = [plugin.format for plugin in _PLUGINS if plugin.format]
_GAP = 2.0  # decode a JPEG at no less than twice the size wanted, then reduce: four times as fast, not seen
_COPYRIGHT = 33432  # the EXIF tag Copyright (CIPA DC-008, 4.6.4)
_BLANK = 16  # decoders fill what is missing with one grey, give or take
_WHITE = (255, 255, 255)
_SAVE_AGAIN = "open it in the program that made it, save it again and hand it in again"
_PAGE_PIXELS = 8_000_000  # of one page picture, however long the page
_NO_PICTURE = (OSError, SyntaxError, ValueError, EOFError, ArithmeticError, LookupError, TypeError)


def thumbnail(path: str, folder: str, size: int = 400, copyright: str | None = None) -> str:  # noqa: A002
    """The name of a JPEG in `folder` of at most `size` pixels a side, never enlarged. Of a cut-off file: what there is
    of it. `copyright` is written into it as EXIF. Raises Unreadable."""
    return _reduced(path, Path(folder) / "thumbnail.jpg", size, copyright)


def preview(path: str, folder: str, size: int = 1600, copyright: str | None = None) -> str:  # noqa: A002
    """As `thumbnail`, at a size for looking at the picture by itself."""
    return _reduced(path, Path(folder) / "preview.jpg", size, copyright)


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
    return _save(image, Path(folder) / "page.jpg", None)


def _reduced(path: str, target: Path, size: int, notice: str | None) -> str:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a malformed MPO or EXIF block is no reason to show no picture
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            image = _small(path, size)
        except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
            raise Unreadable(
                "The picture has more pixels than are safe to open; "
                f"make one of at most {(Image.MAX_IMAGE_PIXELS or 0) // 1_000_000} megapixels and hand that in."
            ) from error
        except UnidentifiedImageError as error:
            raise Unreadable(
                f"This is no picture in a format that is read here ({', '.join(_FORMATS)}); "
                "save it as one of these and hand that in."
            ) from error
        except _NO_PICTURE as error:
            raise Unreadable(f"The picture cannot be decoded ({error}); {_SAVE_AGAIN}.") from error
    return _save(image, target, notice)


def _small(path: str, size: int) -> Image.Image:
    """The picture reduced, upright and in sRGB; what can be decoded of it when its end is missing."""
    try:
        return _decode(path, size)
    except OSError:
        before = ImageFile.LOAD_TRUNCATED_IMAGES
        ImageFile.LOAD_TRUNCATED_IMAGES = True
        try:
            image = _decode(path, size)
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = before
        if all(high - low <= _BLANK for low, high in _extremes(image)):
            raise  # not one row of it was there
        return image


def _decode(path: str, size: int) -> Image.Image:
    """Only the first frame is ever looked at: further ones may be anything, and MPO files are camera JPEGs."""
    with Image.open(path, formats=_FORMATS) as image:
        profile = image.info.get("icc_profile")
        if isinstance(image, JpegImagePlugin.JpegImageFile):
            image.draft(None, (math.ceil(size * _GAP), math.ceil(size * _GAP)))
        image.load()
        plain = _resizable(image)
        plain.thumbnail((size, size), Image.Resampling.LANCZOS, reducing_gap=_GAP)
        return _to_srgb(_on_white(_eight_bits(_upright(plain))), profile)


def _upright(image: Image.Image) -> Image.Image:
    try:
        return ImageOps.exif_transpose(image)
    except Exception:  # a damaged EXIF block says nothing of the picture
        return image


def _resizable(image: Image.Image) -> Image.Image:
    """The picture in a mode whose pixels can be averaged: no palette, no colour that means transparent."""
    if image.mode.startswith("I;16"):
        return image.convert("I")
    if image.has_transparency_data:
        return image if image.mode in ("RGBA", "LA") else image.convert("RGBA")
    if image.mode == "1":
        return image.convert("L")
    if image.mode in ("P", "PA"):
        return image.convert("RGB")
    return image


def _eight_bits(image: Image.Image) -> Image.Image:
    """Greys of 16 and 32 bits brought to 8; Pillow's own conversion would cut off everything above 255."""
    if image.mode not in ("I", "F"):
        return image
    low, high = _extremes(image)[0]
    if image.mode == "I":
        low, high = 0.0, max(65535.0, high)
    factor = 255.0 / ((high - low) or 1.0)
    return image.convert("F").point(lambda value: value * factor + -low * factor).convert("L")


def _extremes(image: Image.Image) -> list[tuple[float, float]]:
    found = image.getextrema()
    pairs = found if isinstance(found[0], tuple) else (found,)
    return [(float(low), float(high)) for low, high in pairs]


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode not in ("RGBA", "LA"):
        return image
    white = Image.new(image.mode[:-1], image.size, _WHITE if image.mode == "RGBA" else 255)
    white.paste(image.convert(white.mode), mask=image.getchannel("A"))
    return white


def _to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            converted = None  # a broken profile, or one of another kind of picture
        if converted is not None:
            return converted
    return image if image.mode == "RGB" else image.convert("RGB")


def _save(image: Image.Image, target: Path, notice: str | None) -> str:
    bare = Image.new("RGB", image.size)
    bare.paste(image)  # a new image: a comment or profile of the old one would be written too
    exif = Image.Exif()
    if notice:
        exif[_COPYRIGHT] = notice.encode()  # ASCII by the standard, UTF-8 as everyone writes and reads it
    bare.save(target, "JPEG", quality=85, optimize=True, progressive=True, exif=exif if notice else b"")
    return target.name
