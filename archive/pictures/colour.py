"""Convert decoded pictures of any mode to 8-bit sRGB on white."""

from __future__ import annotations

import io
from functools import lru_cache

from PIL import Image, ImageCms

_WHITE = (255, 255, 255)
_LEAST_GAMMA, _MOST_GAMMA = 0.1, 3.0
_SAME_GAMMA = 0.05  # this close to 1/2.2 it is not corrected, as in browsers
_ABOUT_ONE = 1.2  # the maximum of greys in the range 0 to 1, after sharpening of edges
_PROFILED = frozenset({"L", "RGB", "CMYK", "LAB"})


def resizable(image: Image.Image) -> Image.Image:
    """Return the picture in a mode whose pixels can be averaged: no palette, no transparent colour."""
    if image.mode.startswith("I;16"):
        return image.convert("I")
    if image.has_transparency_data:
        return image if image.mode in ("RGBA", "LA") else image.convert("RGBA")
    if image.mode == "1":
        return image.convert("L")
    if image.mode in ("P", "PA"):
        return image.convert("RGB")
    return image


def plain(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Return the picture as RGB: deep greys reduced to eight bits, transparency on white, colours by the ICC profile,
    or as sRGB if none fits."""
    return to_srgb(_on_white(_eight_bits(image)), profile)


def extremes(image: Image.Image) -> list[tuple[float, float]]:
    """Return the lowest and the highest value of each band."""
    found = image.getextrema()
    pairs = found if isinstance(found[0], tuple) else (found,)
    return [(float(low), float(high)) for low, high in pairs]


def to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Return the picture as RGB in sRGB, ignoring a broken profile or one for another kind of picture."""
    if image.mode == "LAB":
        transform: ImageCms.ImageCmsTransform | None = _from_lab()
    else:
        transform = _transform(profile, image.mode) if profile and image.mode in _PROFILED else None
    if transform is not None:
        converted = ImageCms.applyTransform(image, transform)
        if converted is not None:
            return converted
    return image if image.mode == "RGB" else image.convert("RGB")


def from_gamma(image: Image.Image, gamma: float) -> Image.Image:
    """Return an RGB picture whose values are light to the power of `gamma`, in sRGB; unchanged if that is close to
    sRGB, or impossible."""
    if not _LEAST_GAMMA < gamma < _MOST_GAMMA or abs(gamma * 2.2 - 1) < _SAME_GAMMA:
        return image
    return image.point([round(255 * _encoded((value / 255) ** (1 / gamma))) for value in range(256)] * 3)


def _encoded(light: float) -> float:
    """Return a share of light encoded as in sRGB (IEC 61966-2-1)."""
    return 12.92 * light if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055


@lru_cache(maxsize=8)
def _transform(profile: bytes, mode: str) -> ImageCms.ImageCmsTransform | None:
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.buildTransform(source, ImageCms.createProfile("sRGB"), mode, "RGB")
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return None


@lru_cache(maxsize=1)
def _from_lab() -> ImageCms.ImageCmsTransform:
    return ImageCms.buildTransform(ImageCms.createProfile("LAB"), ImageCms.createProfile("sRGB"), "LAB", "RGB")


def _eight_bits(image: Image.Image) -> Image.Image:
    """Reduce greys of 16 and 32 bits to 8; Pillow's own conversion would clip everything above 255."""
    if image.mode not in ("I", "F"):
        return image
    low, high = extremes(image)[0]
    if image.mode == "I":
        low, high = 0.0, 65535.0  # values beyond it are edges sharpened when the picture was reduced
    elif 0.5 <= high <= _ABOUT_ONE and low >= 1 - _ABOUT_ONE:
        low, high = 0.0, 1.0
    factor = 255.0 / ((high - low) or 1.0)
    return image.convert("F").point(lambda value: value * factor + -low * factor).convert("L")


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode not in ("RGBA", "LA"):
        return image
    white = Image.new(image.mode[:-1], image.size, _WHITE if image.mode == "RGBA" else 255)
    white.paste(image.convert(white.mode), mask=image.getchannel("A"))
    return white
