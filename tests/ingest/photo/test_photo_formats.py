"""HEIC, AVIF, Photoshop, GIF and BMP: their metadata and their appearance."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageCms

from archive.errors import Unreadable
from archive.pictures.thumbnails import preview, thumbnail
from archive.record import Description
from ingest.readers.base.sniff import media_type
from ingest.readers.registry import READERS
from tests.builders.format_builders import ADOBE, P3, gif, heic, profile, psd, psd_thumbnail
from tests.builders.photo_builders import (
    UTF8,
    ascii_tag,
    caption,
    chunk,
    dataset,
    offers,
    png,
    read,
    resource,
    riff,
    short_tag,
    tiff,
)
from tests.builders.raw_builders import CORNERS, box, corners, saved, strips, tiff_file
from tests.support.growth import ends

TYPES = {
    "heic": "image/heic", "avif": "image/avif", "psd": "image/vnd.adobe.photoshop", "gif": "image/gif",
    "bmp": "image/bmp", "png": "image/png", "tif": "image/tiff", "webp": "image/webp", "jpg": "image/jpeg",
}  # fmt: skip
EXIF = tiff([ascii_tag(270, b"Di dermaga"), short_tag(274, 6)])
IIM = UTF8 + dataset(2, 105, b"Judul") + dataset(2, 120, "Cảng".encode())
Color = tuple[int, int, int]


def describe(tmp_path: Path, suffix: str, data: bytes) -> Description:
    return read(tmp_path, data, f"a.{suffix}", TYPES[suffix])


def shown(tmp_path: Path, data: bytes) -> Image.Image:
    """Return the thumbnail of a file."""
    path = tmp_path / "original"
    path.write_bytes(data)
    with Image.open(tmp_path / thumbnail(str(path), str(tmp_path))) as image:
        image.load()
        return image


def near(seen: Any, wanted: Color, by: int = 14) -> bool:
    return all(abs(a - b) <= by for a, b in zip(seen, wanted, strict=True))


def assert_upright(image: Image.Image, by: int = 14) -> None:
    right, bottom = image.width - 9, image.height - 9
    assert near(image.getpixel((8, 8)), CORNERS["upper left"], by)
    assert near(image.getpixel((right, 8)), CORNERS["upper right"], by)
    assert near(image.getpixel((8, bottom)), CORNERS["lower left"], by)
    assert near(image.getpixel((right, bottom)), CORNERS["grey"], by)


# metadata


def test_each_format_is_told_by_its_content_and_has_the_photo_reader(tmp_path: Path) -> None:
    samples = {"heic": heic(), "psd": psd(corners(40, 30)), "gif": gif(corners(40, 30)), "bmp": saved(corners(), "BMP")}
    samples |= {
        "avif": saved(corners(), "AVIF"),
        "heif": heic().replace(b"ftypheic", b"ftypmif1").replace(b"mif1heic", b"mif1miaf"),
    }
    for suffix, data in samples.items():
        path = tmp_path / "bytes"
        path.write_bytes(data)
        wanted = TYPES.get(suffix, "image/heif")
        assert media_type(path, "bytes") == wanted
        assert READERS[wanted].name == "photo"


def test_heic_gives_exif_xmp_and_the_size_of_its_picture(tmp_path: Path) -> None:
    description = describe(tmp_path, "heic", heic(EXIF, caption("Halo"), turn=6))
    assert description.values["caption"] == "Halo"
    assert ("exif:270", "Di dermaga") in offers(description, "caption")
    assert (description.values["width"], description.values["height"]) == (320, 240)
    assert description.notes == []


@pytest.mark.parametrize("version", [1, 2])
def test_photoshop_documents_give_their_resources(tmp_path: Path, version: int) -> None:
    resources = (
        resource(0x0404, IIM)
        + resource(0x0422, EXIF)
        + resource(0x0424, caption("Halo"))
        + resource(0x0425, bytes(15) + b"\1")
    )
    description = describe(tmp_path, "psd", psd(corners(80, 60), resources, version=version))
    assert description.values["headline"] == "Judul"
    assert offers(description, "caption")[0] == ("iim:2:120", "Cảng"), "a digest that differs: the IIM is newer"
    assert ("exif:270", "Di dermaga") in offers(description, "caption")
    assert (description.values["width"], description.values["height"]) == (80, 60)


def test_gif_gives_its_comment_and_xmp(tmp_path: Path) -> None:
    words = "Pelabuhan di senja hari, " * 20
    description = describe(
        tmp_path, "gif", gif(corners(80, 60), words.encode(), caption("Halo"), [corners(80, 60)] * 3)
    )
    assert description.values["caption"] == "Halo"
    assert ("gif comment", words.strip()) in offers(description, "caption")
    assert (description.values["width"], description.values["height"]) == (80, 60)
    assert description.notes == []


def test_bmp_is_a_photo_with_its_size(tmp_path: Path) -> None:
    description = describe(tmp_path, "bmp", saved(corners(80, 60), "BMP"))
    assert (description.values["kind"], description.values["width"]) == ("photo", 80)
    assert description.thumbnail


# appearance


@pytest.mark.parametrize("turn", range(1, 9))
def test_heic_is_turned_once_whatever_exif_says_besides(tmp_path: Path, turn: int) -> None:
    undo = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}.get(turn)  # numbers of Image.Transpose
    image = shown(tmp_path, heic(tiff([short_tag(274, turn)]), turn=turn))
    seen = image.transpose({0: 0, 1: 1, 3: 3, 5: 5, 6: 6, 2: 2, 4: 4}[undo]) if undo is not None else image
    assert_upright(seen)
    assert image.size == ((320, 240) if turn < 5 else (240, 320))


FORMS: dict[str, Callable[[Image.Image], bytes]] = {
    "png": lambda image: saved(image, "PNG"),
    "16-bit png": lambda image: deep_png(image),
    "palette png": lambda image: saved(image.quantize(16), "PNG"),
    "gif": lambda image: gif(image),
    "bmp": lambda image: saved(image, "BMP"),
    "palette bmp": lambda image: saved(image.quantize(16), "BMP"),
    "avif": lambda image: saved(image, "AVIF", quality=90),
    "webp": lambda image: saved(image, "WEBP", quality=90),
    "lossless webp": lambda image: saved(image, "WEBP", lossless=True),
    "tiff": lambda image: saved(image, "TIFF"),
    "lzw tiff": lambda image: saved(image, "TIFF", compression="tiff_lzw"),
    "jpeg tiff": lambda image: saved(image, "TIFF", compression="jpeg"),
    "16-bit tiff": lambda image: deep_tiff(image),
    "cmyk tiff": lambda image: saved(cmyk(image), "TIFF"),
    "lab tiff": lambda image: saved(lab(image), "TIFF"),
    "jpeg": lambda image: saved(image, quality=92),
    "progressive jpeg": lambda image: saved(image, quality=92, progressive=True),
    "adobe cmyk jpeg": lambda image: saved(cmyk(image), quality=92),
    "cmyk jpeg of others": lambda image: without_adobe(saved(ImageChops.invert(cmyk(image)), quality=92)),
    "psd": lambda image: psd(image),
    "unpacked psd": lambda image: psd(image, packed=False),
    "cmyk psd": lambda image: psd(cmyk(image)),
    "lab psd": lambda image: psd(lab(image)),
    "16-bit psd": lambda image: psd(image, depth=16),
    "psb": lambda image: psd(image, version=2),
    "unpacked 16-bit cmyk psb": lambda image: psd(cmyk(image), depth=16, version=2, packed=False),
    "16-bit lab psb": lambda image: psd(lab(image), depth=16, version=2),
    "palette psd": lambda image: psd(image.quantize(16)),
    "display p3": lambda image: saved(into(image, P3), icc_profile=profile(P3), quality=95),
    "adobe rgb": lambda image: saved(into(image, ADOBE), "PNG", icc_profile=profile(ADOBE)),
}


def cmyk(image: Image.Image) -> Image.Image:
    return image.convert("CMYK")


def lab(image: Image.Image) -> Image.Image:
    transform = ImageCms.buildTransform(ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), "RGB", "LAB")
    converted = ImageCms.applyTransform(image, transform)
    assert converted is not None
    return converted


def into(image: Image.Image, primaries: Any) -> Image.Image:
    target = ImageCms.ImageCmsProfile(io.BytesIO(profile(primaries)))
    converted = ImageCms.profileToProfile(image, ImageCms.createProfile("sRGB"), target)
    assert converted is not None
    return converted


def deep_png(image: Image.Image) -> bytes:
    """Return a PNG with sixteen bits per colour."""
    rows = [image.crop((0, y, image.width, y + 1)).tobytes() for y in range(image.height)]
    data = b"".join(b"\0" + bytes(byte for value in row for byte in (value, 0x80)) for row in rows)
    header = struct.pack(">IIBBBBB", *image.size, 16, 2, 0, 0, 0)
    packed = chunk(b"IDAT", zlib.compress(data, 1))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + packed + chunk(b"IEND", b"")


def deep_tiff(image: Image.Image) -> bytes:
    data = bytes(byte for value in image.tobytes() for byte in (0x80, value))
    return tiff_file([strips(data, *image.size, 1, 2) | {258: (3, [16, 16, 16])}])


def without_adobe(data: bytes) -> bytes:
    at = data.index(b"\xff\xee\0\x0eAdobe")
    return data[:at] + data[at + 16 :]


@pytest.mark.parametrize("form", FORMS)
def test_colours_come_out_right(tmp_path: Path, form: str) -> None:
    image = shown(tmp_path, FORMS[form](corners()))
    assert (image.mode, image.size) == ("RGB", (400, 300))
    assert_upright(image, 24 if "cmyk" in form or "palette" in form else 14)


def test_a_wide_profile_is_not_only_passed_over(tmp_path: Path) -> None:
    wide = Image.new("RGB", (400, 300), (234, 51, 35))  # sRGB red in Display P3
    assert near(shown(tmp_path, saved(wide, "PNG", icc_profile=profile(P3))).getpixel((9, 9)), (255, 0, 0), 8)


def test_deep_grey_keeps_its_shades(tmp_path: Path) -> None:
    grey = Image.linear_gradient("L").resize((400, 300))
    deep = grey.convert("I").point(lambda value: value * 257).convert("I;16")
    for data in (saved(deep, "PNG"), saved(deep, "TIFF"), psd(grey)):
        image = shown(tmp_path, data)
        assert near(image.getpixel((200, 150)), (128, 128, 128), 4)
        assert near(image.getpixel((200, 5)), (4, 4, 4), 8)


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "AVIF", "GIF", "TIFF"])
def test_what_is_transparent_is_white(tmp_path: Path, kind: str) -> None:
    image = corners().convert("RGBA")
    image.paste((0, 0, 0, 0), (300, 200, 500, 400))
    for one in (image, image.quantize(16)) if kind == "PNG" else (image,):
        small = shown(tmp_path, saved(one, kind))
        assert near(small.getpixel((200, 150)), (255, 255, 255), 6)
        assert near(small.getpixel((8, 8)), CORNERS["upper left"])


def test_black_and_white_is_shown(tmp_path: Path) -> None:
    image = Image.new("1", (400, 300), 1)
    image.paste(0, (0, 0, 200, 300))
    for data in (saved(image, "PNG"), saved(image, "TIFF", compression="group4"), saved(image, "BMP")):
        small = shown(tmp_path, data)
        assert near(small.getpixel((50, 150)), (0, 0, 0), 8)
        assert near(small.getpixel((350, 150)), (255, 255, 255), 8)


@pytest.mark.parametrize("version", [1, 2])
def test_a_document_without_a_composite_is_shown_by_its_thumbnail(tmp_path: Path, version: int) -> None:
    small = resource(0x040C, psd_thumbnail(saved(corners(160, 120), quality=92), 160, 120))
    whole = psd(corners(), small, version=version)
    cut = whole[: whole.index(small) + len(small) + 4]
    description = describe(tmp_path, "psd", cut)
    assert description.thumbnail
    with Image.open(tmp_path / description.thumbnail) as image:
        assert_upright(image)
        assert image.size == (160, 120)
    assert any("small copy kept in the file" in note for note in description.notes)


def test_public_pictures_hold_nothing_but_the_notice(tmp_path: Path) -> None:
    secret = tiff([ascii_tag(270, b"secret")], gps=[ascii_tag(1, b"S")])
    for data in (heic(secret, caption("secret")), gif(corners(), b"secret", caption("secret"))):
        path = tmp_path / "original"
        path.write_bytes(data)
        for make in (thumbnail, preview):
            made = (tmp_path / make(str(path), str(tmp_path), copyright="© Kantor")).read_bytes()
            for mark in (b"secret", b"ICC_PROFILE", b"\xff\xfe", b"http://ns.adobe.com", b"GPS"):
                assert mark not in made
            assert "© Kantor".encode() in made


# truncated


@pytest.mark.parametrize("suffix", ["png", "tif", "webp", "heic", "avif", "gif", "jpg", "psd"])
def test_of_a_cut_off_file_what_there_is_is_described_and_shown(tmp_path: Path, suffix: str) -> None:
    noise = Image.effect_noise((800, 600), 40).convert("RGB")
    noise.paste(CORNERS["upper left"], (0, 0, 800, 200))
    data = {
        "png": lambda: saved(noise, "PNG"),
        "tif": lambda: tiff_file([strips(noise.tobytes(), 800, 600, 1, 2) | {270: (2, "Di dermaga")}]),
        "webp": lambda: saved(noise, "WEBP", quality=80),
        "heic": lambda: heic(EXIF, caption("Halo")),
        "avif": lambda: saved(noise, "AVIF", exif=tiff([ascii_tag(270, b"Di dermaga")])),
        "gif": lambda: gif(noise, b"Di dermaga"),
        "jpg": lambda: saved(noise, exif=b"Exif\0\0" + tiff([ascii_tag(270, b"Di dermaga")])),
        "psd": lambda: psd(noise, resource(0x0422, EXIF)),
    }[suffix]()
    description = describe(
        tmp_path, suffix, data[: -len(data) // 3 if suffix != "heic" else -len(EXIF) - len(caption("Halo")) - 120]
    )
    assert any("incomplete" in note for note in description.notes)
    assert description.thumbnail
    if suffix not in ("heic", "psd"):  # whose first third is only one of three colour planes
        with Image.open(tmp_path / description.thumbnail) as image:
            assert near(image.getpixel((200, 20)), CORNERS["upper left"], 50)
    if suffix not in ("png", "webp", "heic"):
        assert description.values["caption"] == "Di dermaga"


@pytest.mark.parametrize(("kind", "code"), [("tiff_lzw", 5), ("tiff_adobe_deflate", 8), ("packbits", 32773)])
def test_the_strips_that_a_cut_off_tiff_still_has_are_shown(tmp_path: Path, kind: str, code: int) -> None:
    noise = Image.effect_noise((800, 600), 40).convert("RGB")
    noise.paste(CORNERS["upper left"], (0, 0, 800, 200))
    raw = saved(noise, "TIFF", compression=kind)
    with Image.open(io.BytesIO(raw)) as image:
        tags = image.tag_v2  # type: ignore[attr-defined]
        places, lengths, rows, predictor = (tags.get(tag, 1) for tag in (273, 279, 278, 317))
    directory = strips(b"", 800, 600, code, 2) | {278: (4, rows), 279: (4, list(lengths)), 317: (3, predictor)}
    start = len(tiff_file([directory | {273: (4, list(places))}]))
    moved = [start + sum(lengths[:index]) for index in range(len(lengths))]
    data = b"".join(raw[place : place + length] for place, length in zip(places, lengths, strict=True))
    whole = tiff_file([directory | {273: (4, moved)}]) + data
    description = describe(tmp_path, "tif", whole[: len(whole) * 2 // 3])
    with Image.open(tmp_path / (description.thumbnail or "")) as image:
        assert near(image.getpixel((200, 20)), CORNERS["upper left"], 30)
    assert description.notes == [
        "the picture is damaged: its data is damaged or incomplete; what there is of it is shown"
    ]


# malicious


def huge_gif() -> bytes:
    return b"GIF89a\xff\xff\xff\xff\x80\0\0" + bytes(6) + b"\x2c" + bytes(4) + b"\xff\xff\xff\xff\0\2\2\x4c\1\0\x3b"


def many_frames() -> bytes:
    frame = b"\x2c" + bytes(4) + b"\1\0\1\0\0" + b"\2\2\x44\1\0"
    return b"GIF89a\1\0\1\0\x80\0\0" + bytes(6) + frame * 1_000_000 + b"\x3b"


def many_items() -> bytes:
    infos = b"".join(box(b"infe", struct.pack(">IHH4sB", 2 << 24, n % 65_535, 0, b"Exif", 0)) for n in range(60_000))
    extents = struct.pack(">HHH", 1, 0, 65_535) + struct.pack(">II", 0, 1 << 30) * 65_535
    meta = box(
        b"meta",
        bytes(4),
        box(b"iinf", bytes(4), struct.pack(">H", 60_000), infos),
        box(b"iloc", bytes(4), b"\x44\0\0\1", extents),
    )
    return box(b"ftyp", b"heic\0\0\0\0mif1heic") + meta


def boxes_in_circles() -> bytes:
    return box(b"ftyp", b"heic\0\0\0\0mif1heic") + box(
        b"meta", bytes(4), struct.pack(">I", 8) + b"iinf" + bytes(100_000)
    )


def lying_resources() -> bytes:
    lies = (b"8BIM\x04\x04\0\0\xff\xff\xff\xff" + b"8BIM\x04\x04\0\0\0\0\0\0") * 60_000
    return b"8BPS" + struct.pack(">H6xHIIHH", 1, 3, 100, 100, 8, 3) + bytes(4) + struct.pack(">I", 0xFFFFFFFF) + lies


def huge_psd() -> bytes:
    return b"8BPS" + struct.pack(">H6xHIIHH", 2, 56, 300_000, 300_000, 32, 3) + bytes(16)


def huge_strips() -> bytes:
    entry = strips(b"\xff" * 100, 60_000, 2_000, 1, 2)
    return tiff_file([entry | {279: (4, 0xFFFFFFFF), 273: (4, 0xFFFFFFF0)}])


def bombs_in_texts() -> bytes:
    bomb = zlib.compress(bytes(60 << 20), 9)
    return png(*[chunk(b"zTXt", b"Title\0\0" + bomb), chunk(b"iTXt", b"XML:com.adobe.xmp\0\1\0\0\0" + bomb)] * 40)


def huge_bmp() -> bytes:
    return (
        b"BM" + struct.pack("<IHHIIiiHHIIiiII", 200, 0, 0, 54, 40, 60_000, 60_000, 1, 24, 0, 0, 0, 0, 0, 0) + bytes(100)
    )


def endless_webp() -> bytes:
    return riff() + (b"XMP " + struct.pack("<I", 2) + b"<x") * 500_000


@pytest.mark.parametrize(
    ("suffix", "build"),
    [
        ("gif", huge_gif), ("gif", many_frames), ("heic", many_items), ("heic", boxes_in_circles),
        ("psd", lying_resources), ("psd", huge_psd), ("tif", huge_strips), ("png", bombs_in_texts), ("bmp", huge_bmp),
        ("webp", endless_webp),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)  # fmt: skip
def test_files_made_to_cost_end_soon(tmp_path: Path, suffix: str, build: Callable[[], bytes]) -> None:
    data = build()
    try:
        with ends():
            description = describe(tmp_path, suffix, data)
        assert description.notes or description.thumbnail
    except Unreadable:
        pass


@pytest.mark.parametrize("suffix", ["heic", "psd", "gif"])
def test_damaged_files_are_described_or_refused(tmp_path: Path, suffix: str) -> None:
    whole = {
        "heic": heic(EXIF, caption("Halo")),
        "psd": psd(corners(40, 30), resource(0x0424, caption("Halo"))),
        "gif": gif(corners(40, 30), b"words"),
    }[suffix]
    for place in range(4, min(len(whole), 2400), 37):
        data = bytearray(whole)
        data[place : place + 4] = (b"\xff\xff\xff\xff", b"\0\0\0\0", b"\x7f\xff\0\1")[place % 3]
        with ends(), suppress(Unreadable):
            str(describe(tmp_path, suffix, bytes(data)).to_json()).encode()
