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

_GAP = 1.05  # how much larger than wanted a JPEG is decoded at least: a finer one costs time, and is not seen
_NO_GAP_FROM = 800  # pixels a side: so many are sharp enough as the decoder makes them
_REDUCE = 2.0  # pictures more than so many times larger are first averaged in whole steps
_BLANK = 16  # decoders fill what is missing with one grey, give or take
_MOST_TRIED = 8  # embedded pictures
_ORIENTATION = 274
_EXIF_MARK, _EXIF_WITHIN = b"Exif\0\0", 1 << 17  # bytes of a JPEG: EXIF is its first or second segment
_STAND_IN = Message("picture-undecodable")


@dataclass(frozen=True, slots=True)
class SmallPicture:
    """A picture of at most the size asked for. `problem` says as half a sentence why it is not all that the file
    promises, None when it is; `truncated` whether that is because its data ends early; `preview` whether it is a
    smaller picture that the file carries of itself."""

    image: Image.Image
    problem: str | None = None
    truncated: bool = False
    preview: bool = False


def small(path: Path, size: int) -> SmallPicture:
    """Return the picture of at most `size` pixels a side, never enlarged; what can be decoded of it when its end is
    missing. Of camera raw files the largest preview. Raise Unreadable with what to do when nothing can be shown."""
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
    """What can be shown when the picture itself cannot: a thumbnail kept beside it."""
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
    """The orientation that a TIFF or JPEG file says it has, which holds for its thumbnail too; 1 where it says none.
    Its picture cannot be opened, so that its EXIF is looked for among its first bytes."""
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
            raise  # not one row of it was there
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
    """Only the first frame is ever looked at: further ones may be anything, and MPO files are camera JPEGs."""
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
            image = image.copy()  # its own object loads anew, and at full size, where the file holds further pictures
        shown = _finished(image, size, turn, profile)
        return colour.from_gamma(shown, _gamma(image)) if image.format == "PNG" else shown


def _gamma(image: Image.Image) -> float:
    """What the gAMA chunk of a PNG says, 0 where another chunk goes before it (PNG specification, 4.3)."""
    return 0.0 if {"icc_profile", "srgb"} & image.info.keys() else float(image.info.get("gamma", 0.0))


def _finished(image: Image.Image, size: int, turn: int, profile: bytes | None) -> Image.Image:
    shown = colour.resizable(image)
    shown.thumbnail((size, size), Image.Resampling.LANCZOS, reducing_gap=_REDUCE)
    return colour.plain(_upright(shown, turn), profile)


def _draft(image: JpegImagePlugin.JpegImageFile, size: int) -> None:
    """Decode no more of a JPEG than is needed for the size wanted."""
    scale = size * (_GAP if size < _NO_GAP_FROM else 1) / max(image.size)
    if scale < 1:
        image.draft(None, (math.ceil(image.width * scale), math.ceil(image.height * scale)))


def _halvings(file: BinaryIO, image: Image.Image, size: int) -> int:
    """How often a JPEG 2000 is halved while it is decoded, so that it is no smaller than the size wanted."""
    header = read_codestream_header(file)
    return min(header.levels if header else 0, max(0, int(math.log2(max(image.size) / size))))


def _load(image: Image.Image, lenient: bool) -> None:
    """Decode it; of a TIFF that ends early keep the strips that were there."""
    try:
        image.load()
    except OSError:
        if not lenient or not isinstance(image, TiffImagePlugin.TiffImageFile) or image._im is None:
            raise
        image.tile = []


def _framed(image: Image.Image, frame: tuple[int, int, int, int]) -> Image.Image:
    """A GIF whose first frame covers only a part of it: the rest is nothing, where Pillow puts the first colour."""
    if frame == (0, 0, *image.size):
        return image
    canvas = Image.new("RGB", image.size, "white")
    canvas.paste(image.crop(frame).convert("RGB"), frame[:2])
    return canvas


def _is_inverted(image: Image.Image) -> bool:
    """Whether a CMYK JPEG was not written by Adobe, whose way of writing ink as light is all that Pillow knows."""
    return image.mode == "CMYK" and image.format in ("JPEG", "MPO") and "adobe" not in image.info


def _upright(image: Image.Image, turn: int) -> Image.Image:
    """The picture turned as it says itself or, when it does not, by `turn`, which the file around it says."""
    try:
        exif = image.getexif()
        if turn != 1 and _ORIENTATION not in exif:
            exif[_ORIENTATION] = turn
        return ImageOps.exif_transpose(image)
    except Exception:  # a damaged EXIF block says nothing of the picture
        return image


_COPYRIGHT = 33432  # the EXIF tag Copyright (CIPA DC-008, 4.6.4)
_WIDEST_JPEG = 65_500  # pixels a side, which libjpeg writes at most
_LARGE = 800  # pixels a side: smaller ones are there at once, and are written faster without being made smaller


def thumbnail(path: str, folder: str, size: int = 400, copyright: str | None = None) -> str:  # noqa: A002
    """Return the name of a JPEG in `folder` of at most `size` pixels a side, never enlarged. Of a cut-off file: what
    there is of it; of a camera raw file: its preview. `copyright` is written into it as EXIF. Raise Unreadable."""
    return save(small(Path(path), size).image, Path(folder) / "thumbnail.jpg", copyright)


def preview(path: str, folder: str, size: int = 1600, copyright: str | None = None) -> str:  # noqa: A002
    """Save a picture as `thumbnail` does, large enough to view it alone."""
    return save(small(Path(path), size).image, Path(folder) / "preview.jpg", copyright)


def access_copy(path: str, folder: str, copyright: str | None = None) -> str:  # noqa: A002
    """Save a picture as `thumbnail` does, in its full size and finely."""
    return save(small(Path(path), _WIDEST_JPEG).image, Path(folder) / "access-copy.jpg", copyright, quality=92)


def save(image: Image.Image, target: Path, notice: str | None, quality: int = 85) -> str:
    """Write an RGB picture as a JPEG without any metadata but the copyright notice; the name of the file."""
    bare = Image.new("RGB", image.size)
    bare.paste(image)  # a new image: a comment or profile of the old one would be written too
    exif = Image.Exif()
    if notice:
        exif[_COPYRIGHT] = notice.encode()  # ASCII by the standard, UTF-8 as everyone writes and reads it
    large = max(image.size) >= _LARGE
    bare.save(target, "JPEG", quality=quality, optimize=large, progressive=large, exif=exif if notice else b"")
    return target.name
