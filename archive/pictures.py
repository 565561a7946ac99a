"""Small pictures of photographs, for the screen; these functions run inside workers only.

Each leaves one JPEG in the job's folder: sRGB, upright, on white, without any metadata but the copyright notice.
"""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from archive.pixels.small import small

_COPYRIGHT = 33432  # the EXIF tag Copyright (CIPA DC-008, 4.6.4)
_LARGE = 800  # pixels a side: smaller ones are there at once, and are written faster without being made smaller


def thumbnail(path: str, folder: str, size: int = 400, copyright: str | None = None) -> str:  # noqa: A002
    """The name of a JPEG in `folder` of at most `size` pixels a side, never enlarged. Of a cut-off file: what there is
    of it; of a camera raw file: its preview. `copyright` is written into it as EXIF. Raises Unreadable."""
    return save(small(Path(path), size).image, Path(folder) / "thumbnail.jpg", copyright)


def preview(path: str, folder: str, size: int = 1600, copyright: str | None = None) -> str:  # noqa: A002
    """As `thumbnail`, at a size for looking at the picture by itself."""
    return save(small(Path(path), size).image, Path(folder) / "preview.jpg", copyright)


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
