"""What is shown for a picture that cannot be decoded."""

from __future__ import annotations

import io
import struct
from pathlib import Path

import pytest
from PIL import Image

from archive.errors import Unreadable
from archive.pictures.thumbnails import small


@pytest.mark.parametrize(("orientation", "size"), [(1, (60, 40)), (6, (40, 60))])
def test_of_a_jpeg_without_its_picture_the_thumbnail_in_its_exif_is_shown(
    orientation: int, size: tuple[int, int], tmp_path: Path
) -> None:
    inner = io.BytesIO()
    Image.new("RGB", (60, 40), (200, 40, 30)).save(inner, "JPEG")
    entries = struct.pack("<HHHII", 1, 274, 3, 1, orientation) + struct.pack("<I", 26)
    second = struct.pack("<HHHII", 2, 513, 4, 1, 56) + struct.pack("<HHII", 514, 4, 1, len(inner.getvalue())) + bytes(4)
    exif = b"Exif\0\0II*\0\x08\0\0\0" + entries + second + inner.getvalue()
    path = tmp_path / "cut.jpg"
    path.write_bytes(b"\xff\xd8\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif)
    found = small(path, 100)
    assert found.image.size == size
    assert found.preview
    assert found.problem
    assert found.image.getpixel((20, 20)) == pytest.approx((200, 40, 30), abs=8)


def test_a_jpeg_with_neither_picture_nor_thumbnail_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "cut.jpg"
    path.write_bytes(b"\xff\xd8\xff\xe1\0\x0aExif\0\0II")
    with pytest.raises(Unreadable):
        small(path, 100)
