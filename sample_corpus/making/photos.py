"""Makes photos/: each row of photos.toml drawn, developed, and given its metadata."""

from __future__ import annotations

import io
import tomllib
import zlib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import numpy as np
from PIL import Image

from making import formats, hall, sea, shore
from making import metadata as meta

_SCENES: dict[str, Callable[[], Image.Image]] = {
    "signing": lambda: hall.signing(closer=False),
    "signed": lambda: hall.signing(closer=True),
    "plenary": hall.plenary,
    "podium": hall.podium,
    "press_conference": hall.press_conference,
    "flags": hall.flags,
    "bridge_day": shore.bridge_day,
    "bridge_night": shore.bridge_night,
    "harbour_dusk": shore.harbour_dusk,
    "training_ship": sea.training_ship,
    "hospital_ship": sea.hospital_ship,
    "lighthouse": sea.lighthouse,
    "quay_crowd": shore.quay_crowd,
    "seagrass": sea.seagrass,
    "terminal": shore.terminal,
    "ferry_night": lambda: sea.ferry(night=True),
    "ferry_day": lambda: sea.ferry(night=False),
}
SCENES = {name: cache(draw) for name, draw in _SCENES.items()}
"""Each is drawn once, however many files show it."""

QUALITY = 68


def rows() -> list[meta.Photo]:
    """The photographs of the corpus."""
    table = tomllib.loads((Path(__file__).parent / "photos.toml").read_text("utf-8"))
    return [meta.Photo(**row) for row in table["photo"]]


def files() -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Each photograph's path in the corpus and what makes it."""
    for photo in rows():
        yield f"photos/{photo.name}", lambda photo=photo: make(photo)  # type: ignore[misc]


def make(photo: meta.Photo) -> bytes:
    """The bytes of the photograph's file."""
    picture = SCENES[photo.scene]()
    if photo.orientation == 6:  # the camera was held upright: stored lying, to be turned a quarter clockwise
        picture = picture.transpose(Image.Transpose.ROTATE_90)
    return FORMATS.get(Path(photo.name).suffix, jpeg)(picture, photo)


def jpeg(picture: Image.Image, photo: meta.Photo) -> bytes:
    """A JPEG with its metadata."""
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=QUALITY, optimize=True, dpi=(300, 300))
    return meta.into_jpeg(out.getvalue(), picture.size, photo)


def _png(picture: Image.Image, photo: meta.Photo) -> bytes:
    out = io.BytesIO()
    picture.quantize(160, dither=Image.Dither.FLOYDSTEINBERG).save(out, "PNG", optimize=True)
    return meta.into_png(out.getvalue(), photo)


def _webp(picture: Image.Image, photo: meta.Photo) -> bytes:
    out = io.BytesIO()
    picture.save(
        out, "WEBP", quality=70, method=4, exif=b"Exif\0\0" + meta.tiff(photo, picture.size, []), xmp=meta.xmp(photo)
    )
    return out.getvalue()


def _tiff(picture: Image.Image, photo: meta.Photo) -> bytes:
    """One deflated strip with horizontal differencing (TIFF 6.0 section 14, Adobe's compression 8)."""
    pixels = np.asarray(picture).astype(np.int16)
    pixels[:, 1:] -= pixels[:, :-1].copy()
    strip = zlib.compress(pixels.astype(np.uint8).tobytes(), 9)
    width, height = picture.size
    packet, block = meta.xmp(photo), meta.iim(photo)
    more = [
        meta.long(256, width),
        meta.long(257, height),
        meta.short(258, 8, 8, 8),
        meta.short(259, 8),
        meta.short(262, 2),
    ]
    more += [meta.short(277, 3), meta.long(278, height), meta.short(284, 1), meta.short(317, 2)]
    more += [(700, meta.BYTE, len(packet), packet), (33723, meta.UNDEFINED, len(block), block)]
    return meta.tiff(photo, picture.size, more, strip)


FORMATS: dict[str, Callable[[Image.Image, meta.Photo], bytes]] = {
    ".png": _png,
    ".tif": _tiff,
    ".webp": _webp,
    ".avif": formats.avif,
    ".bmp": formats.bmp,
    ".dng": formats.dng,
    ".gif": formats.gif,
    ".heic": formats.heic,
    ".psd": formats.psd,
}
