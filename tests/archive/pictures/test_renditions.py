"""Renditions: pictures are upright, in sRGB, on white and without metadata; each is made once and stored."""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import struct
import threading
import time
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import nullcontext
from itertools import islice
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PIL import Image, ImageCms, ImageDraw
from pypdf import PdfReader, PdfWriter

from archive.errors import Encrypted, StoreError, Unreadable, WorkerError, WorkerTimeout
from archive.pictures.pdf_pages import page_picture
from archive.pictures.thumbnails import preview, thumbnail
from archive.sandbox.limits import Limits
from archive.storage import renditions
from archive.storage.renditions import Renditions
from tests.support.counting_pool import CountingPool

RED, GREEN, BLUE, WHITE = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)


def near(got: Any, wanted: tuple[int, int, int], by: int = 12) -> bool:
    """Return whether a colour is as expected, within the losses of JPEG."""
    return all(abs(a - b) <= by for a, b in zip(got, wanted, strict=True))


def flag(size: tuple[int, int] = (800, 600)) -> Image.Image:
    """Return a picture that is red on the left and blue on the right, with a green bar along the top."""
    image = Image.new("RGB", size, RED)
    draw = ImageDraw.Draw(image)
    draw.rectangle((size[0] // 2, 0, *size), fill=BLUE)
    draw.rectangle((0, 0, size[0], size[1] // 4), fill=GREEN)
    return image


def small(path: Path, size: int = 200, **arguments: Any) -> Image.Image:
    """Return the thumbnail of a file."""
    name = thumbnail(str(path), str(path.parent), size, **arguments)
    with Image.open(path.parent / name) as image:
        image.load()
        assert image.format == "JPEG"
        assert image.mode == "RGB"
        return image


def saved(tmp_path: Path, image: Image.Image, name: str, **how: Any) -> Path:
    path = tmp_path / name
    image.save(path, **how)
    return path


@pytest.mark.parametrize("suffix", ["jpg", "png", "tif", "webp", "gif", "bmp", "avif"])
def test_each_format_gives_a_small_jpeg_with_the_same_colours(tmp_path: Path, suffix: str) -> None:
    image = small(saved(tmp_path, flag(), f"flag.{suffix}"))
    assert image.size == (200, 150)
    by = 40 if suffix in ("gif", "avif", "webp") else 12
    assert near(image.getpixel((20, 120)), RED, by)
    assert near(image.getpixel((180, 120)), BLUE, by)
    assert near(image.getpixel((100, 10)), GREEN, by)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("suffix", ["jpg", "tif", "png"])
def test_every_orientation_comes_out_upright_and_only_once(tmp_path: Path, suffix: str, orientation: int) -> None:
    turned = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }.get(orientation)
    image = flag() if turned is None else flag().transpose(turned)
    exif = Image.Exif()
    exif[274] = orientation
    result = small(saved(tmp_path, image, f"turned.{suffix}", exif=exif))
    assert result.size == (200, 150)
    assert near(result.getpixel((20, 120)), RED)
    assert near(result.getpixel((180, 120)), BLUE)
    assert near(result.getpixel((100, 10)), GREEN)
    assert 274 not in result.getexif()


def swapped_profile() -> bytes:
    """Return the sRGB profile with the primaries of red and green exchanged: a reader that applies it shows red as
    green."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return profile.replace(b"rXYZ", b"?XYZ", 1).replace(b"gXYZ", b"rXYZ", 1).replace(b"?XYZ", b"gXYZ", 1)


@pytest.mark.parametrize("suffix", ["jpg", "png", "tif", "webp"])
def test_a_colour_profile_is_heeded(tmp_path: Path, suffix: str) -> None:
    image = Image.new("RGB", (300, 300), RED)
    result = small(saved(tmp_path, image, f"profile.{suffix}", icc_profile=swapped_profile()))
    assert near(result.getpixel((100, 100)), GREEN, 20)
    assert "icc_profile" not in result.info


def test_a_broken_profile_or_one_for_other_pictures_is_passed_over(tmp_path: Path) -> None:
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for image, profile, wanted in (
        (Image.new("RGB", (300, 300), RED), b"no profile", RED),
        (Image.new("L", (300, 300), 200), srgb, (200, 200, 200)),
        (Image.new("CMYK", (300, 300), (255, 0, 0, 0)), srgb, (0, 255, 255)),
    ):
        result = small(saved(tmp_path, image, "odd.jpg", icc_profile=profile))
        assert near(result.getpixel((100, 100)), wanted)


def test_cmyk_comes_out_in_its_colours(tmp_path: Path) -> None:
    for suffix in ("jpg", "tif"):
        for ink, seen in (((0, 255, 255, 0), RED), ((0, 0, 0, 0), WHITE), ((0, 0, 0, 255), (0, 0, 0))):
            path = saved(tmp_path, Image.new("CMYK", (300, 300), ink), f"ink.{suffix}")
            assert near(small(path).getpixel((100, 100)), seen)


def test_sixteen_bit_greys_keep_their_shades(tmp_path: Path) -> None:
    grey = Image.new("I;16", (300, 300), 0x8000)
    for name in ("grey.png", "grey.tif"):
        assert near(small(saved(tmp_path, grey, name)).getpixel((100, 100)), (128, 128, 128), 2)
    numbers = Image.new("F", (300, 300), 0.0)
    numbers.paste(2.0, (150, 0, 300, 300))
    result = small(saved(tmp_path, numbers, "numbers.tif"))
    assert near(result.getpixel((20, 100)), (0, 0, 0))
    assert near(result.getpixel((180, 100)), WHITE)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "RGB", "L"])
def test_what_is_transparent_is_white(tmp_path: Path, mode: str) -> None:
    how: dict[str, Any] = {}
    if mode in ("RGBA", "LA"):
        image = Image.new(mode, (300, 300), (0, 0, 0, 0) if mode == "RGBA" else (0, 0))
    else:
        image = Image.new(mode, (300, 300), 0)
        how["transparency"] = (0, 0, 0) if mode == "RGB" else 0
    result = small(saved(tmp_path, image, "clear.png", **how))
    assert near(result.getpixel((100, 100)), WHITE)


def test_black_and_white_is_smoothed(tmp_path: Path) -> None:
    lines = Image.new("1", (800, 800), 1)
    draw = ImageDraw.Draw(lines)
    for x in range(0, 800, 4):
        draw.line((x, 0, x, 800), fill=0, width=2)
    assert near(small(saved(tmp_path, lines, "lines.tif")).getpixel((100, 100)), (128, 128, 128), 30)


def test_a_small_picture_is_not_enlarged(tmp_path: Path) -> None:
    assert small(saved(tmp_path, flag((80, 60)), "small.png"), 400).size == (80, 60)


def test_a_preview_is_larger(tmp_path: Path) -> None:
    path = saved(tmp_path, flag((2000, 1000)), "wide.jpg")
    with Image.open(tmp_path / preview(str(path), str(tmp_path))) as image:
        assert image.size == (1600, 800)


@pytest.mark.parametrize("profile", [None, swapped_profile()], ids=["plain", "profile"])
def test_no_metadata_is_left_but_the_notice(tmp_path: Path, profile: bytes | None) -> None:
    exif = Image.Exif()
    exif[270], exif[315] = "a secret caption", "a secret name"
    exif.get_ifd(0x8825)[1] = "N"
    how = {"exif": exif, "comment": b"a secret comment", "xmp": b"<x:xmpmeta>secret</x:xmpmeta>", "dpi": (300, 300)}
    path = saved(tmp_path, flag(), "full.jpg", icc_profile=profile, **how)
    assert path.read_bytes().count(b"secret") == 4
    assert dict(small(path).getexif()) == {}
    made = (tmp_path / "thumbnail.jpg").read_bytes()
    for mark in (b"secret", b"Exif", b"ICC_PROFILE", b"\xff\xfe", b"8BIM", b"http://ns.adobe.com"):
        assert mark not in made
    noticed = small(path, copyright="© 2025 Bùi Văn Hải/TTXVN")
    made = (tmp_path / "thumbnail.jpg").read_bytes()
    assert list(noticed.getexif()) == [33432]
    assert "© 2025 Bùi Văn Hải/TTXVN".encode() in made
    assert b"secret" not in made


def test_of_a_picture_with_several_frames_the_first_is_shown(tmp_path: Path) -> None:
    for name in ("frames.gif", "frames.webp", "frames.tif", "frames.png", "frames.mpo"):
        first, second = Image.new("RGB", (300, 200), RED), Image.new("RGB", (300, 200), BLUE)
        path = saved(tmp_path, first, name, save_all=True, append_images=[second])
        assert near(small(path).getpixel((100, 100)), RED, 40)


def test_a_broken_second_frame_does_not_matter(tmp_path: Path) -> None:
    first, second = flag(), Image.new("RGB", (800, 600), BLUE)
    path = saved(tmp_path, first, "frames.mpo", save_all=True, append_images=[second])
    data = path.read_bytes()
    cut = data.index(b"\xff\xd8\xff", 1000)
    path.write_bytes(data[:cut] + b"\x00" * 50)
    assert near(small(path).getpixel((20, 120)), RED)


@pytest.mark.parametrize("suffix", ["jpg", "png"])
def test_of_a_cut_off_picture_what_is_there_is_shown(tmp_path: Path, suffix: str) -> None:
    noise = Image.effect_noise((800, 600), 80).convert("RGB")
    noise.paste(RED, (0, 0, 800, 150))
    path = saved(tmp_path, noise, f"cut.{suffix}")
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    result = small(path)
    assert result.size == (200, 150)
    assert near(result.getpixel((100, 10)), RED, 20)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def bomb(width: int, height: int) -> bytes:
    """Return a PNG of a few kB that decompresses to width times height black pixels."""
    rows = zlib.compress(bytes(1 << 20), 9)
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", rows) + _chunk(b"IEND", b"")


def test_what_is_no_picture_is_refused_with_a_sentence(tmp_path: Path) -> None:
    whole = saved(tmp_path, flag(), "whole.jpg").read_bytes()
    scan = whole.index(b"\xff\xda")
    broken = {
        "empty.jpg": b"",
        "text.jpg": b"Presiden Luong Cuong",
        "header.jpg": whole[:100],
        "scanless.jpg": whole[: scan + 14],
        "drawing.eps": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 100 100\n",
        "bomb.png": bomb(30_000, 30_000),
        "large.png": bomb(10_000, 9_500),
    }
    for name, data in broken.items():
        (tmp_path / name).write_bytes(data)
        with pytest.raises(Unreadable, match=r"add (that|it again)\b") as caught:
            thumbnail(str(tmp_path / name), str(tmp_path))
        assert str(tmp_path) not in str(caught.value), "a receipt shows no path of a worker"
        if name in ("bomb.png", "large.png"):
            assert "89 megapixels" in str(caught.value)


def pdf(path: Path, pages: int = 2) -> Path:
    document = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        document.new_page(300, 600)
    document.save(path)
    document.close()
    return path


def test_a_page_of_a_document_is_drawn(tmp_path: Path) -> None:
    path = pdf(tmp_path / "a.pdf")
    with Image.open(tmp_path / page_picture(str(path), str(tmp_path), 2, 150)) as image:
        assert image.size == (150, 300)
        assert near(image.getpixel((10, 10)), WHITE)
    with pytest.raises(Unreadable, match="pages 1 to 2"):
        page_picture(str(path), str(tmp_path), 3)
    (tmp_path / "b.pdf").write_bytes(b"%PDF-1.7 no more")
    with pytest.raises(Unreadable, match="cannot be opened"):
        page_picture(str(tmp_path / "b.pdf"), str(tmp_path))


def test_a_document_with_a_password_is_encrypted(tmp_path: Path) -> None:
    writer = PdfWriter(clone_from=PdfReader(pdf(tmp_path / "open.pdf")))
    writer.encrypt("secret", algorithm="AES-256")
    writer.write(tmp_path / "locked.pdf")
    with pytest.raises(Encrypted, match="needs a password"):
        page_picture(str(tmp_path / "locked.pdf"), str(tmp_path))


class House:
    """A folder of originals, a pool, and the renditions."""

    def __init__(self, folder: Path, pool: CountingPool) -> None:
        self.folder, self.pool = folder, pool
        self.derived = folder / "derived"
        self.renditions = Renditions(self.derived, pool, lambda sha256: nullcontext(folder / sha256))

    def add(self, data: bytes) -> str:
        """Store an original, and return its digest."""
        sha256 = hashlib.sha256(data).hexdigest()
        (self.folder / sha256).write_bytes(data)
        return sha256

    def photo(self) -> str:
        """Store a photo as an original, and return its digest."""
        buffer = io.BytesIO()
        flag().save(buffer, "JPEG")
        return self.add(buffer.getvalue())


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with CountingPool(2, tmp_path / "jobs", Limits()) as pool:
        yield House(tmp_path, pool)


def test_a_rendition_is_made_once_and_kept(house: House) -> None:
    sha256 = house.photo()
    made = house.renditions.get(sha256, "thumbnail", "© VNA")
    assert made is not None
    assert made.is_relative_to(house.derived)
    with Image.open(made) as image:
        assert image.size == (400, 300)
        assert image.getexif()[33432].encode("latin-1").decode() == "© VNA"
    assert house.renditions.get(sha256, "thumbnail") == made
    assert (
        Renditions(house.derived, house.pool, lambda s: nullcontext(house.folder / s)).get(sha256, "thumbnail") == made
    )
    assert house.pool.runs == 1
    larger = house.renditions.get(sha256, "preview")
    assert larger is not None
    assert larger != made
    assert house.pool.runs == 2
    assert not list(house.derived.rglob("*.part"))


def test_threads_that_ask_at_once_make_it_once(house: House) -> None:
    sha256 = house.photo()
    house.pool.seconds = 0.2
    barrier = threading.Barrier(8)

    def ask(_: int) -> Path | None:
        barrier.wait()
        return house.renditions.get(sha256, "thumbnail")

    with ThreadPoolExecutor(8) as threads:
        answers = set(threads.map(ask, range(8)))
    assert len(answers) == 1
    assert None not in answers
    assert house.pool.runs == 1


def test_derived_files_may_be_deleted_at_any_time(house: House) -> None:
    sha256 = house.photo()
    for _ in range(2):
        made = house.renditions.get(sha256, "thumbnail")
        assert made is not None
        assert made.is_file()
        shutil.rmtree(house.derived)
    made = house.renditions.get(sha256, "thumbnail")
    assert made is not None
    made.write_bytes(b"")
    assert house.renditions.get(sha256, "thumbnail") == made
    assert made.stat().st_size > 0, "an empty file, as a power cut leaves it, is made again"


def test_a_bad_original_costs_one_worker_once(house: House) -> None:
    sha256 = house.add(b"no picture at all")
    assert [house.renditions.get(sha256, "thumbnail") for _ in range(3)] == [None, None, None]
    assert house.pool.runs == 1
    (marker,) = house.derived.rglob("*.failed")
    assert "not a picture in a supported format" in marker.read_text()


def test_after_a_limit_it_is_tried_again_a_day_later(house: House) -> None:
    sha256 = house.photo()
    house.pool.error = WorkerTimeout("It took too long; allow more time.")
    assert house.renditions.get(sha256, "thumbnail") is None
    house.pool.error = None
    assert house.renditions.get(sha256, "thumbnail") is None
    assert house.pool.runs == 1
    (marker,) = house.derived.rglob("*.failed")
    yesterday = time.time() - 25 * 3600
    os.utime(marker, (yesterday, yesterday))
    assert house.renditions.get(sha256, "thumbnail") is not None
    bad = house.add(b"no picture")
    house.renditions.get(bad, "thumbnail")
    (marker,) = house.derived.rglob(f"{bad}*.failed")
    os.utime(marker, (yesterday, yesterday))
    house.renditions.get(bad, "thumbnail")
    assert house.pool.runs == 3, "what is no picture today is none tomorrow"


def test_what_is_no_fault_of_the_original_is_not_remembered(house: House) -> None:
    sha256 = house.photo()
    house.pool.error = WorkerError("The disk is full; free some space.")
    assert house.renditions.get(sha256, "thumbnail") is None
    house.pool.error = None
    assert house.renditions.get(sha256, "thumbnail") is not None

    def missing(sha256: str) -> nullcontext[Path]:
        raise StoreError("It is missing; restore it.")

    assert Renditions(house.derived, house.pool, missing).get("0" * 64, "thumbnail") is None
    assert house.renditions.get("1" * 64, "thumbnail") is None
    assert not list(house.derived.rglob("*.failed"))


def test_one_made_during_ingest_is_kept_and_not_made_again(house: House) -> None:
    sha256 = house.photo()
    job = house.pool.run("archive.pictures.thumbnails:thumbnail", {"path": str(house.folder / sha256)})
    kept = house.renditions.keep(sha256, "thumbnail", job.file(job.result))
    job.close()
    runs = house.pool.runs
    assert house.renditions.get(sha256, "thumbnail") == kept
    assert house.pool.runs == runs
    assert kept.read_bytes()[:3] == b"\xff\xd8\xff"


def test_one_that_is_kept_ends_an_earlier_failure(house: House) -> None:
    sha256 = house.add(b"no picture")
    assert house.renditions.get(sha256, "thumbnail") is None
    made = house.folder / "made.jpg"
    flag().save(made)
    kept = house.renditions.keep(sha256, "thumbnail", made)
    assert house.renditions.get(sha256, "thumbnail") == kept
    assert not made.exists()


def test_pages_are_renditions_too(house: House) -> None:
    sha256 = house.add(pdf(house.folder / "a.pdf").read_bytes())
    first, second = house.renditions.page(sha256, 1), house.renditions.page(sha256, 2)
    assert first is not None
    assert second is not None
    assert first != second
    assert house.renditions.page(sha256, 3) is None
    with pytest.raises(ValueError, match="count from 1"):
        house.renditions.page(sha256, 0)


def test_pages_are_kept_within_a_size_and_the_oldest_go(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    sha256 = house.add(pdf(house.folder / "a.pdf", 6).read_bytes())
    photo = house.renditions.get(house.photo(), "thumbnail")
    first = house.renditions.page(sha256, 1)
    assert first is not None
    assert photo is not None
    os.utime(first, (0, 0))
    monkeypatch.setattr(renditions, "PAGE_BYTES", 3 * first.stat().st_size)
    monkeypatch.setattr(renditions, "_PRUNE_AFTER", 1)
    made = [house.renditions.page(sha256, number) for number in range(2, 7)]
    assert not first.exists()
    assert [path.exists() for path in made if path] == [False, False, True, True, True]
    assert photo.exists()


def test_a_page_waits_a_while_for_its_turn_and_then_is_not_there(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    sha256 = house.add(pdf(house.folder / "a.pdf", 4).read_bytes())
    monkeypatch.setattr(renditions, "_PATIENCE", 0.05)
    house.pool.may_go_on = threading.Event()
    with ThreadPoolExecutor(4) as threads:
        asked = [threads.submit(house.renditions.page, sha256, number) for number in range(1, 5)]
        first = [one.result() for one in islice(as_completed(asked), 2)]
        house.pool.may_go_on.set()
    assert first == [None, None]
    assert sum(one.result() is None for one in asked) == 2
    assert house.renditions.why_not(sha256, 1) is None
    assert all(house.renditions.page(sha256, number) for number in range(1, 5)), "it is tried again"


def test_a_document_that_was_slow_has_no_more_small_pictures_made(house: House) -> None:
    sha256 = house.add(pdf(house.folder / "a.pdf", 3).read_bytes())
    assert house.renditions.page(sha256, 3, small=True) is not None
    house.pool.error = WorkerTimeout("It took too long; save it again.")
    assert house.renditions.page(sha256, 1) is None
    assert house.renditions.why_not(sha256, 1) == "It took too long; save it again."
    house.pool.error = None
    assert house.renditions.page(sha256, 2, small=True) is None
    assert house.renditions.page(sha256, 3, small=True) is not None
    assert house.renditions.page(sha256, 2) is not None


@pytest.mark.parametrize("digest", ["../../etc/passwd", "", "A" * 64, "0" * 63, "0" * 64 + "\n"])
def test_only_digests_name_files(house: House, digest: str) -> None:
    with pytest.raises(ValueError, match="SHA-256"):
        house.renditions.get(digest, "thumbnail")


def test_only_known_names_are_made(house: House) -> None:
    with pytest.raises(ValueError, match="thumbnail, medium, preview"):
        house.renditions.get("0" * 64, "../x")  # type: ignore[arg-type]


def test_pictures_run_within_a_workers_default_limits(house: House) -> None:
    """A photo of 24 megapixels, and a transparent PNG of 50 megapixels, in one gigabyte of address space."""
    for size, mode, kind in (((6000, 4000), "RGB", "JPEG"), ((8000, 6250), "RGBA", "PNG")):
        buffer = io.BytesIO()
        Image.new(mode, size, (200, 30, 30, 128)[: len(mode)]).save(buffer, kind, compress_level=1)
        made = house.renditions.get(house.add(buffer.getvalue()), "preview")
        assert made is not None
