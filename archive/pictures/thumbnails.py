"""Decode a picture once, no larger than needed, and save thumbnails and previews. Runs in workers only.

Each is a JPEG in the job's folder: sRGB, upright, on white, without metadata except the copyright notice.
"""

from __future__ import annotations

import io
import math
import warnings
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from PIL import (
    GifImagePlugin,
    Image,
    ImageChops,
    ImageFile,
    ImageOps,
    Jpeg2KImagePlugin,
    JpegImagePlugin,
    TiffImagePlugin,
)

from archive.errors import Unreadable
from archive.messages import Message
from archive.pictures import colour, embedded_jpegs, photoshop
from archive.pictures.containers import holds_raw, is_tiff, raw_type, read_at
from archive.pictures.embedded_jpegs import SOI, scan
from archive.pictures.formats import NO_PICTURE, in_words, missing, open_picture
from archive.pictures.jpeg2000 import read_codestream_header
from archive.pictures.photoshop import read_composite
from archive.pictures.tiff_samples import decode_deep, deep_layout

_GAP = 1.05  # by how much a JPEG is decoded larger than wanted: more costs time and is not visible
_NO_GAP_FROM = 800  # pixels a side: from here the decoder's size is sharp enough
_REDUCE = 2.0  # larger pictures are first averaged in whole steps
_BLANK = 16  # decoders fill missing parts with one grey, more or less
_MOST_TRIED = 8  # embedded pictures
_ORIENTATION = 274
_EXIF_MARK, _EXIF_WITHIN = b"Exif\0\0", 1 << 17  # bytes of a JPEG: EXIF is its first or second segment
_STAND_IN = Message("picture-undecodable")


@dataclass(frozen=True, slots=True)
class SmallPicture:
    """A picture of at most the requested size. `problem` says, as half a sentence, why it is not the complete picture,
    or None; `truncated`: because its data ends early; `preview`: it is a smaller picture embedded in the file."""

    image: Image.Image
    problem: str | None = None
    truncated: bool = False
    preview: bool = False


def small(path: Path, size: int) -> SmallPicture:
    """Return the picture with at most `size` pixels a side, never enlarged; if its end is missing, what can be decoded.
    For camera raw files, return the largest preview. Raise Unreadable with what to do if nothing can be shown."""
    with path.open("rb") as file, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if raw_type(file) or (is_tiff(read_at(file, 0, 4)) and holds_raw(file)):
            return _of_raw(file, size)
        if photoshop.is_psd(read_at(file, 0, 6)):
            with suppress(*NO_PICTURE):
                return SmallPicture(colour.plain(*read_composite(file, size)))
        try:
            return _whole_or_part(file, size)
        except (Unreadable, *NO_PICTURE) as error:
            for data in _stand_ins(file):
                try:
                    shown = _whole_or_part(io.BytesIO(data), size, _turn(file))
                except (Unreadable, *NO_PICTURE):
                    continue
                return SmallPicture(shown.image, _STAND_IN, preview=True)
            raise refusal(error) from error


def refusal(error: BaseException) -> Unreadable:
    """Return the error as one that says what to do."""
    if isinstance(error, Unreadable):
        return error
    return Unreadable(Message("picture-decoding", why=in_words(error)))


def _of_raw(file: BinaryIO, size: int) -> SmallPicture:
    turn = embedded_jpegs.orientation(file)
    for place in embedded_jpegs.find_embedded_jpegs(file)[:_MOST_TRIED]:
        try:
            shown = _whole_or_part(io.BytesIO(place.bytes(file)), size, turn)
        except (Unreadable, *NO_PICTURE):
            continue
        return SmallPicture(shown.image, shown.problem, shown.truncated, preview=True)
    try:
        thumbnail = _whole_or_part(file, size).image  # one without compression
        return SmallPicture(thumbnail, Message("no-larger-preview"), preview=True)
    except (Unreadable, *NO_PICTURE) as error:
        raise Unreadable(Message("develop-raw")) from error


def _stand_ins(file: BinaryIO) -> Iterator[bytes]:
    """Yield what can be shown instead of the picture: a thumbnail stored with it."""
    head = read_at(file, 0, 16)
    if photoshop.is_psd(head):
        data = photoshop.thumbnail_of(photoshop.resources_of(file))
        if data:
            yield data
    elif is_tiff(head):
        for place in embedded_jpegs.find_embedded_jpegs(file)[:_MOST_TRIED]:
            yield place.bytes(file)
    elif head.startswith(SOI):  # in its EXIF
        for place in sorted(scan(file), key=lambda place: -place.pixels)[:_MOST_TRIED]:
            yield place.bytes(file)


def _turn(file: BinaryIO) -> int:
    """Return the orientation in a TIFF or JPEG file, which applies to its thumbnail too, or 1. Since its picture cannot
    be opened, EXIF is searched among its first bytes."""
    head = read_at(file, 0, _EXIF_WITHIN)
    at = head.find(_EXIF_MARK) if head.startswith(SOI) else -1
    return embedded_jpegs.orientation(io.BytesIO(head[at + len(_EXIF_MARK) :]) if at >= 0 else file)


def _whole_or_part(file: BinaryIO, size: int, turn: int = 1) -> SmallPicture:
    try:
        return SmallPicture(_decode(file, size, turn))
    except (Unreadable, *NO_PICTURE) as error:
        cut = missing(file) > 0
        if not cut and not isinstance(error, OSError):
            raise
        image = _leniently(lambda: _decode(file, size, turn, lenient=True))
        if all(high - low <= _BLANK for low, high in colour.extremes(image)):
            raise  # not a single row was there
        reason = Message("picture-cut") if cut else in_words(error)
        return SmallPicture(image, reason, truncated=cut or "truncated" in reason or "not processed" in reason)


def _leniently(decode: Callable[[], Image.Image]) -> Image.Image:
    before = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        return decode()
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def _decode(file: BinaryIO, size: int, turn: int, lenient: bool = False) -> Image.Image:
    """Decode the first frame only: further ones may be anything, and MPO files are camera JPEGs."""
    if layout := deep_layout(file):
        return _finished(decode_deep(file, layout, lenient), size, layout.orientation, layout.profile)
    with open_picture(file, lenient) as image:
        profile = image.info.get("icc_profile")
        if isinstance(image, JpegImagePlugin.JpegImageFile):
            _draft(image, size)
        elif isinstance(image, Jpeg2KImagePlugin.Jpeg2KImageFile):
            image.reduce = _halvings(file, image, size)
        frame = image.tile[0].extents if isinstance(image, GifImagePlugin.GifImageFile) and image.tile else None
        _load(image, lenient)
        if _is_inverted(image):
            image.paste(ImageChops.invert(image))
        if frame and "transparency" not in image.info:
            image = _framed(image, frame)
        if image.format == "HEIF":
            image = image.copy()  # the original object would reload at full size if the file has further pictures
        shown = _finished(image, size, turn, profile)
        return colour.from_gamma(shown, _gamma(image)) if image.format == "PNG" else shown


def _gamma(image: Image.Image) -> float:
    """Return the gAMA chunk of a PNG, or 0 if another chunk overrides it (PNG specification, 4.3)."""
    return 0.0 if {"icc_profile", "srgb"} & image.info.keys() else float(image.info.get("gamma", 0.0))


def _finished(image: Image.Image, size: int, turn: int, profile: bytes | None) -> Image.Image:
    shown = colour.resizable(image)
    shown.thumbnail((size, size), Image.Resampling.LANCZOS, reducing_gap=_REDUCE)
    return colour.plain(_upright(shown, turn), profile)


def _draft(image: JpegImagePlugin.JpegImageFile, size: int) -> None:
    """Decode no more of a JPEG than needed for the wanted size."""
    scale = size * (_GAP if size < _NO_GAP_FROM else 1) / max(image.size)
    if scale < 1:
        image.draft(None, (math.ceil(image.width * scale), math.ceil(image.height * scale)))


def _halvings(file: BinaryIO, image: Image.Image, size: int) -> int:
    """Return how often a JPEG 2000 is halved on decoding without becoming smaller than the wanted size."""
    header = read_codestream_header(file)
    return min(header.levels if header else 0, max(0, int(math.log2(max(image.size) / size))))


def _load(image: Image.Image, lenient: bool) -> None:
    """Decode it; if a TIFF ends early, keep the existing strips."""
    try:
        image.load()
    except OSError:
        if not lenient or not isinstance(image, TiffImagePlugin.TiffImageFile) or image._im is None:
            raise
        image.tile = []


def _framed(image: Image.Image, frame: tuple[int, int, int, int]) -> Image.Image:
    """Handle a GIF whose first frame covers only part of it: the rest is transparent, but Pillow fills it with the
    first colour."""
    if frame == (0, 0, *image.size):
        return image
    canvas = Image.new("RGB", image.size, "white")
    canvas.paste(image.crop(frame).convert("RGB"), frame[:2])
    return canvas


def _is_inverted(image: Image.Image) -> bool:
    """Return whether a CMYK JPEG is not by Adobe; Pillow only knows Adobe's inverted ink values."""
    return image.mode == "CMYK" and image.format in ("JPEG", "MPO") and "adobe" not in image.info


def _upright(image: Image.Image, turn: int) -> Image.Image:
    """Return the picture rotated by its own orientation or, without one, by `turn`, that of the surrounding file."""
    try:
        exif = image.getexif()
        if turn != 1 and _ORIENTATION not in exif:
            exif[_ORIENTATION] = turn
        return ImageOps.exif_transpose(image)
    except Exception:  # a damaged EXIF block is ignored
        return image


_COPYRIGHT = 33432  # the EXIF tag Copyright (CIPA DC-008, 4.6.4)
_WIDEST_JPEG = 65_500  # pixels a side, libjpeg's maximum
_LARGE = 800  # pixels a side: smaller ones decode fast, and are saved faster without reducing them


def thumbnail(path: str, folder: str, size: int = 400, copyright: str | None = None) -> str:  # noqa: A002
    """Save a JPEG in `folder` with at most `size` pixels a side, never enlarged, and return its name. For a truncated
    file: what there is of it; for a camera raw file: its preview. `copyright` is written into it as EXIF. Raise
    Unreadable."""
    return save(small(Path(path), size).image, Path(folder) / "thumbnail.jpg", copyright)


def medium(path: str, folder: str, size: int = 800, copyright: str | None = None) -> str:  # noqa: A002
    """Save a picture as `thumbnail` does, large enough for viewing alone on a phone."""
    return save(small(Path(path), size).image, Path(folder) / "medium.jpg", copyright)


def preview(path: str, folder: str, size: int = 1600, copyright: str | None = None) -> str:  # noqa: A002
    """Save a picture as `thumbnail` does, large enough for viewing alone."""
    return save(small(Path(path), size).image, Path(folder) / "preview.jpg", copyright)


def access_copy(path: str, folder: str, copyright: str | None = None) -> str:  # noqa: A002
    """Save a picture as `thumbnail` does, in full size and high quality."""
    return save(small(Path(path), _WIDEST_JPEG).image, Path(folder) / "access-copy.jpg", copyright, quality=92)


def save(image: Image.Image, target: Path, notice: str | None, quality: int = 85) -> str:
    """Write an RGB picture as a JPEG without metadata except the copyright notice; return the file's name."""
    bare = Image.new("RGB", image.size)
    bare.paste(image)  # a new image, since a comment or profile of the old one would be written too
    exif = Image.Exif()
    if notice:
        exif[_COPYRIGHT] = notice.encode()  # ASCII by the standard, but UTF-8 is what everyone writes and reads
    large = max(image.size) >= _LARGE
    bare.save(target, "JPEG", quality=quality, optimize=large, progressive=large, exif=exif if notice else b"")
    return target.name
