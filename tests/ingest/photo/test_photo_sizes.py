"""Width and height are as stored in the file, whatever its orientation; and those of BigTIFF."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image, TiffImagePlugin

from archive.record import Description
from tests.builders.format_builders import heic
from tests.builders.photo_builders import read
from tests.builders.raw_builders import corners

TURNED = 6  # a quarter turn clockwise


def stored(kind: str) -> bytes:
    exif = Image.Exif()
    exif[274] = TURNED
    buffer = io.BytesIO()
    corners(60, 40).save(buffer, kind.upper(), exif=exif)
    return buffer.getvalue()


def size(description: Description) -> tuple[int, int]:
    return description.values["width"], description.values["height"]


@pytest.mark.parametrize("kind", ["jpeg", "tiff", "png", "webp", "avif"])
def test_width_and_height_are_as_stored(tmp_path: Path, kind: str) -> None:
    description = read(tmp_path, stored(kind), f"a.{kind}", f"image/{kind}")
    assert size(description) == (60, 40)
    with Image.open(tmp_path / str(description.thumbnail)) as shown:
        assert shown.size == (40, 60)


def test_width_and_height_of_a_turned_heic_are_as_stored(tmp_path: Path) -> None:
    upright = size(read(tmp_path, heic(), "a.heic", "image/heic"))
    assert size(read(tmp_path, heic(turn=TURNED), "a.heic", "image/heic")) == upright
    assert upright[0] != upright[1]


def test_a_big_tiff_gives_its_exif_and_its_size_as_stored(tmp_path: Path) -> None:
    tags = TiffImagePlugin.ImageFileDirectory_v2()
    tags[270], tags[315], tags[274] = "The ferry leaves the harbour.", "Ana Lim", TURNED
    tags[34665] = {36867: "2024:05:06 07:08:09"}
    buffer = io.BytesIO()
    corners(60, 40).save(buffer, "TIFF", tiffinfo=tags, big_tiff=True)
    description = read(tmp_path, buffer.getvalue(), "a.tif", "image/tiff")
    assert description.values["caption"] == "The ferry leaves the harbour."
    assert description.values["creator"] == ["Ana Lim"]
    assert description.values["created"] == "2024-05-06T07:08:09"
    assert description.values["orientation"] == TURNED
    assert size(description) == (60, 40)
