"""Camera raw files: distinguished by content, described, and shown by their largest preview, upright."""

from __future__ import annotations

import io
import json
import shutil
import struct
import subprocess
from pathlib import Path

import pytest
from PIL import Image

from archive.errors import Unreadable
from archive.pictures.thumbnails import preview
from archive.record import Description
from ingest.readers.base.sniff import media_type
from tests.builders.photo_builders import read
from tests.builders.raw_builders import (
    CORNERS,
    MODEL,
    MOMENT,
    RAWS,
    WORDS,
    about,
    corners,
    lossless,
    saved,
    strips,
    tiff_file,
)
from tests.support.growth import assert_linear, ends

PREVIEW = saved(corners(), quality=92)
SIDEWAYS = saved(corners().transpose(Image.Transpose.ROTATE_90), quality=92)  # as a camera held upright (6) stores it


def near(seen: object, wanted: tuple[int, int, int], by: int = 12) -> bool:
    assert isinstance(seen, tuple)
    return all(abs(a - b) <= by for a, b in zip(seen, wanted, strict=True))


def assert_upright(path: Path) -> None:
    """Assert that each corner of the picture has its colour."""
    with Image.open(path) as image:
        assert image.mode == "RGB"
        right, bottom = image.width - 9, image.height - 9
        assert near(image.getpixel((8, 8)), CORNERS["upper left"])
        assert near(image.getpixel((right, 8)), CORNERS["upper right"])
        assert near(image.getpixel((8, bottom)), CORNERS["lower left"])
        assert near(image.getpixel((right, bottom)), CORNERS["grey"])


def described(tmp_path: Path, suffix: str, data: bytes) -> Description:
    return read(tmp_path, data, f"a.{suffix}", RAWS[suffix][1])


@pytest.mark.parametrize("suffix", RAWS)
def test_a_raw_file_is_told_by_its_content(tmp_path: Path, suffix: str) -> None:
    build, wanted, _ = RAWS[suffix]
    path = tmp_path / "no-suffix"
    path.write_bytes(build(PREVIEW))
    assert media_type(path, "no-suffix") == wanted


@pytest.mark.skipif(shutil.which("exiftool") is None, reason="needs exiftool")
@pytest.mark.parametrize("suffix", RAWS)
def test_the_files_of_these_tests_are_what_they_claim(tmp_path: Path, suffix: str) -> None:
    build, _, called = RAWS[suffix]
    path = tmp_path / f"a.{suffix}"
    path.write_bytes(build(PREVIEW))
    command = ["exiftool", "-j", "-FileType", "-Make", "-Model", "-DateTimeOriginal", "-Description", str(path)]
    told = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)[0]
    assert told["FileType"] == called
    assert (told["Model"], told["DateTimeOriginal"], told["Description"]) == (MODEL, MOMENT, WORDS)


@pytest.mark.parametrize("suffix", RAWS)
def test_what_describes_a_raw_file_is_read(tmp_path: Path, suffix: str) -> None:
    description = described(tmp_path, suffix, RAWS[suffix][0](PREVIEW))
    assert description.values["caption"] == WORDS
    assert description.values["camera_model"] == MODEL
    assert description.values["created"] == "2025-10-25T09:30:00"
    assert description.values["gps"] == pytest.approx([-6.175, 106.8167], abs=0.001)
    assert description.values["width"] >= 800
    assert description.notes == []


@pytest.mark.parametrize("suffix", RAWS)
def test_the_largest_preview_is_shown(tmp_path: Path, suffix: str) -> None:
    description = described(tmp_path, suffix, RAWS[suffix][0](PREVIEW))
    assert description.thumbnail
    assert_upright(tmp_path / description.thumbnail)
    assert len(description.values["difference_hash"]) == 16
    (tmp_path / "larger").mkdir()
    assert_upright(tmp_path / "larger" / preview(str(tmp_path / "original"), str(tmp_path / "larger")))


@pytest.mark.parametrize("suffix", RAWS)
def test_a_preview_is_turned_as_the_raw_file_says(tmp_path: Path, suffix: str) -> None:
    description = described(tmp_path, suffix, RAWS[suffix][0](SIDEWAYS, turn=6))
    assert description.thumbnail
    assert_upright(tmp_path / description.thumbnail)


@pytest.mark.parametrize("suffix", RAWS)
def test_without_a_preview_it_is_kept_with_a_note(tmp_path: Path, suffix: str) -> None:
    data = RAWS[suffix][0](b"\0" * 200)
    for small in (b"\xff\xd8\xff\xe0", b"\xff\xd8\xff\xdb"):
        data = data.replace(small, b"\0\0\0\0")
    description = described(tmp_path, suffix, data)
    assert description.values["kind"] == "photo"
    assert any("preview is in it" in note for note in description.notes)


@pytest.mark.parametrize("suffix", RAWS)
def test_a_raw_file_cut_off_anywhere_is_described_or_refused(tmp_path: Path, suffix: str) -> None:
    data = RAWS[suffix][0](PREVIEW)
    refused = set()
    for part in range(1, 12):
        try:
            with ends():
                described(tmp_path, suffix, data[: len(data) * part // 12])
        except Unreadable:
            refused.add(part)
    assert refused <= {1, 2}


def test_a_preview_that_does_not_decode_gives_way_to_a_smaller_one(tmp_path: Path) -> None:
    broken = bytearray(saved(corners(1600, 1200)))
    start = broken.index(b"\xff\xda")
    broken[start:] = bytes(len(broken) - start)
    description = described(tmp_path, "pef", RAWS["pef"][0](bytes(broken)))
    with Image.open(tmp_path / (description.thumbnail or "")) as shown:
        assert shown.size == (160, 120)


def test_raw_of_an_unknown_maker_is_a_tiff_shown_by_its_preview(tmp_path: Path) -> None:
    raw = strips(bytes(4000), 4000, 3000, 65000, 32803)
    first = strips(PREVIEW, 800, 600, 7, 6) | about("EPSON") | {254: (4, 1), 330: (4, [raw])}
    path = tmp_path / "a.erf"
    path.write_bytes(tiff_file([first]))
    assert media_type(path, "a.erf") == "image/tiff"
    description = read(tmp_path, path.read_bytes(), "a.erf", "image/tiff")
    assert description.thumbnail
    assert_upright(tmp_path / description.thumbnail)


def test_a_tiff_made_by_a_camera_maker_is_no_raw_file(tmp_path: Path) -> None:
    path = tmp_path / "scan.tif"
    corners().save(path, tiffinfo={271: "NIKON CORPORATION"})
    assert media_type(path, "scan.nef") == "image/tiff"


def test_directories_that_point_at_each_other_end(tmp_path: Path) -> None:
    below = struct.pack("<HHHII", 1, 330, 4, 400, 8) + bytes(4)
    out = b"II*\0\x08\0\0\0" + below + struct.pack("<I", 8) * 400
    with ends(), pytest.raises(Unreadable):
        read(tmp_path, out, "a.dng", "image/x-adobe-dng")


def test_a_file_full_of_starts_of_pictures_is_looked_through_once(tmp_path: Path) -> None:
    whole = RAWS["orf"][0](b"\0" * 200)
    assert_linear(lambda data: described(tmp_path, "orf", data), lambda n: whole + b"\xff\xd8\xff\xe0\0\x02" * n)


def test_raw_data_packed_as_lossless_jpeg_is_no_preview(tmp_path: Path) -> None:
    description = described(tmp_path, "dng", RAWS["dng"][0](lossless()))
    assert (description.values["width"], description.values["height"]) == (4000, 3000)
    with Image.open(io.BytesIO((tmp_path / (description.thumbnail or "")).read_bytes())) as shown:
        assert shown.size == (160, 120)


@pytest.mark.parametrize("size", [1 << 48, 1 << 61, (1 << 63) - 1, (1 << 64) - 1], ids=hex)
def test_a_box_that_claims_more_than_any_disk_holds_ends_there(tmp_path: Path, size: int) -> None:
    damaged = RAWS["cr3"][0](PREVIEW) + struct.pack(">I4sQ", 1, b"free", size)
    assert described(tmp_path, "cr3", damaged).values["camera_model"] == MODEL
