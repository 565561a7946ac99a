"""Output of the decoder: size, a perceptual hash, a thumbnail, and refusals that say what to do."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image, ImageOps

from tests.builders.photo_builders import (
    ascii_tag,
    caption,
    encoded,
    exif_segment,
    jpeg,
    picture,
    read,
    short_tag,
    tiff,
    xmp_segment,
)


def hash_of(tmp_path: Path, data: bytes) -> int:
    value = read(tmp_path, data).values["difference_hash"]
    assert len(value) == 16
    return int(value, 16)


def distance(one: int, other: int) -> int:
    return (one ^ other).bit_count()


def saved(image: Image.Image, kind: str = "JPEG", **how: int) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **how)
    return buffer.getvalue()


def test_the_same_picture_smaller_or_recompressed_has_nearly_the_same_hash(tmp_path: Path) -> None:
    whole = picture(1600, 1200)
    original = hash_of(tmp_path, saved(whole, quality=95))
    assert distance(original, hash_of(tmp_path, saved(whole.resize((400, 300)), quality=40))) <= 6
    assert distance(original, hash_of(tmp_path, saved(whole, "PNG"))) <= 6
    other = ImageOps.invert(whole)
    assert distance(original, hash_of(tmp_path, saved(other))) >= 10


def test_the_hash_is_that_of_the_upright_picture(tmp_path: Path) -> None:
    upright = picture(640, 480)
    turned = jpeg(exif_segment(tiff([short_tag(274, 6)])), base=saved(upright.transpose(Image.Transpose.ROTATE_90)))
    assert distance(hash_of(tmp_path, turned), hash_of(tmp_path, saved(upright))) <= 6


@pytest.mark.parametrize("mode", ["L", "1", "P", "RGBA", "LA", "I;16", "CMYK"])
def test_pictures_of_every_mode_have_a_look(tmp_path: Path, mode: str) -> None:
    grey = picture(200, 150, "L")
    image = (
        grey.convert("I").point(lambda value: value * 256).convert("I;16")
        if mode == "I;16"
        else picture(200, 150, mode)
    )
    kind, suffix = ("TIFF", "image/tiff") if mode == "CMYK" else ("PNG", "image/png")
    description = read(tmp_path, saved(image, kind), "a", suffix)
    reference = int(read(tmp_path, saved(grey, "PNG"), "a", "image/png").values["difference_hash"], 16)
    assert distance(int(description.values["difference_hash"], 16), reference) <= 8
    assert description.notes == []


def test_a_thumbnail_is_left_in_the_folder_with_the_copyright_notice(tmp_path: Path) -> None:
    segments = exif_segment(tiff([ascii_tag(33432, b"ANTARA 2025"), ascii_tag(315, b"Secret Name")]))
    description = read(tmp_path, jpeg(segments, base=encoded("JPEG", 1200, 900)))
    assert description.thumbnail is not None
    with Image.open(tmp_path / description.thumbnail) as small:
        assert max(small.size) == 400
        assert small.getexif()[33432] == "ANTARA 2025"
        assert 315 not in small.getexif()


def test_only_the_first_frame_of_a_camera_file_with_several_is_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    buffer = io.BytesIO()
    picture(320, 240).save(buffer, "MPO", save_all=True, append_images=[picture(320, 240).rotate(180)])
    data = buffer.getvalue()
    with Image.open(io.BytesIO(data)) as opened:
        assert opened.format == "MPO"
        monkeypatch.setattr(type(opened), "seek", lambda *_: pytest.fail("a frame was sought"))
    description = read(tmp_path, data)
    assert (description.values["width"], description.values["height"]) == (320, 240)
    assert description.notes == []


def test_a_picture_that_cannot_be_decoded_keeps_what_describes_it(tmp_path: Path) -> None:
    data = jpeg(xmp_segment(caption("Jembatan Merah Putih.")), base=encoded("JPEG")[:200])
    description = read(tmp_path, data)
    assert description.values["caption"] == "Jembatan Merah Putih."
    assert "difference_hash" not in description.values
    assert description.notes


def test_a_thumbnail_that_fails_is_a_note(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_: object) -> str:
        raise OSError("No space is left")

    monkeypatch.setattr("ingest.photo.photo_reader.save", failing)
    description = read(tmp_path, jpeg())
    assert description.notes == ["no thumbnail could be made: No space is left"]
    assert description.thumbnail is None
