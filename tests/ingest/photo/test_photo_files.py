"""Picture files in practice: JPEG 2000, JPEG XL, CRW; damaged signatures; missing codecs; large ones."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import brotli
import pytest
from PIL import Image

from archive.errors import Unreadable
from archive.messages import Message
from archive.pictures.thumbnails import thumbnail
from archive.record import Description
from ingest.description.file_description import describe
from ingest.photo.box_blocks import jxl_size
from ingest.readers.base.sniff import media_type
from tests.builders.box_builders import (
    EXIF_UUID,
    IIM_UUID,
    XMP_UUID,
    box,
    codestream,
    crw,
    heif,
    jp2,
    jxl,
    jxl_codestream,
    mrw,
    x3f,
)
from tests.builders.photo_builders import (
    UTF8,
    XMP_MARK,
    ascii_tag,
    bytes_tag,
    caption,
    chunk,
    comment,
    dataset,
    encoded,
    exif_segment,
    iim_segment,
    jpeg,
    offers,
    packet,
    png,
    resource,
    segment,
    short_tag,
    tiff,
    xmp_segment,
)
from tests.builders.photo_builders import read as read_as

EXIF = tiff([ascii_tag(270, b"Kapal di Surabaya"), ascii_tag(315, b"Sari Dewi")])
PACKET = caption("Kapal di Surabaya")


def read(folder: Path, data: bytes, name: str = "photo.jpg") -> Description:
    """Return the reader's output for a file with these bytes, whose type is sniffed."""
    path = folder / "sniffed"
    path.write_bytes(data)
    return read_as(folder, data, name, media_type(path, name))


# JPEG 2000 and JPEG XL


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.jp2", jp2(), "image/jp2"),
        ("a.j2k", codestream(), "image/jp2"),
        ("a.jxl", jxl(), "image/jxl"),
        ("a.jxl", jxl_codestream(640, 480), "image/jxl"),
        ("no-suffix", jxl_codestream(640, 480) + b"in plain letters " * 400, "image/jxl"),
        ("a.crw", crw(), "image/x-canon-crw"),
        ("a.mrw", mrw(EXIF), "image/x-minolta-mrw"),
        ("a.x3f", x3f(encoded("JPEG")), "image/x-sigma-x3f"),
        ("a.heif", heif(b"avc1", b"avci"), "image/avci"),
    ],
)
def test_it_is_a_picture_and_no_text(tmp_path: Path, name: str, data: bytes, kind: str) -> None:
    (tmp_path / "a").write_bytes(data)
    told = describe(str(tmp_path / "a"), name, str(tmp_path))
    assert (told["media_type"], told["reader"], told["text"]) == (kind, "photo", "")
    assert told["values"]["kind"] == "photo"


@pytest.mark.parametrize(
    "boxes",
    [
        (box(b"uuid", XMP_UUID, PACKET),),
        (box(b"xml ", PACKET),),
        (box(b"uuid", EXIF_UUID, EXIF),),
        (box(b"Exif", b"\0\0\0\0", EXIF),),
        (box(b"Exif", b"\0\0\0\6Exif\0\0", EXIF),),
        (box(b"uuid", IIM_UUID, UTF8 + dataset(2, 120, b"Kapal di Surabaya")),),
        (box(b"brob", b"xml ", brotli.compress(PACKET)),),
        (box(b"brob", b"Exif", brotli.compress(b"\0\0\0\0" + EXIF)),),
        (box(b"xml ", b"<mods/>"), box(b"xml ", PACKET)),
    ],
)
@pytest.mark.parametrize("make", [jp2, jxl])
def test_boxes_describe_the_picture(tmp_path: Path, make: object, boxes: tuple[bytes, ...]) -> None:
    assert callable(make)
    description = read(tmp_path, make(*boxes), "a.jxl")
    assert description.values["caption"] == "Kapal di Surabaya"
    assert (description.values["width"], description.values["height"]) in ((64, 48), (640, 480))


def test_jpeg_2000_is_shown_and_no_larger_than_needed(tmp_path: Path) -> None:
    path = tmp_path / "a.jp2"
    path.write_bytes(jp2(width=1200, height=900))
    with Image.open(tmp_path / thumbnail(str(path), str(tmp_path), 100)) as shown:
        assert shown.size == (100, 75)
        assert shown.getextrema() != ((0, 0), (0, 0), (0, 0))
    assert read(tmp_path, codestream(), "a.j2k").thumbnail


def test_what_an_encoder_signs_a_codestream_with_is_no_caption(tmp_path: Path) -> None:
    written = codestream()
    signed = written[:2] + written[2:].replace(b"\xff\x52", b"\xff\x64\x00\x0f\0\1Kakadu-v5.2\xff\x52", 1)
    description = read(tmp_path, signed, "a.j2k")
    assert "caption" not in description.values
    assert description.values["title"] == "a.j2k"


@pytest.mark.parametrize(
    ("header", "size"),
    [
        (b"\x41", None),  # ends in the middle
        (bytes([0b0100_1111, 0, 0]), (64, 64)),  # small: 8 times 8, square
        (jxl_codestream(1088, 64)[2:], (1088, 64)),
        (jxl_codestream(16_000, 12_000)[2:], (16_000, 12_000)),
    ],
)
def test_the_size_of_jpeg_xl(header: bytes, size: tuple[int, int] | None) -> None:
    assert jxl_size(header) == size


def test_a_brotli_bomb_is_unpacked_no_further_than_a_block_may_have(tmp_path: Path) -> None:
    bomb = brotli.compress(b"<x:xmpmeta>" + bytes(64 << 20), quality=1)
    description = read(tmp_path, jxl(box(b"brob", b"xml ", bomb)), "a.jxl")
    assert description.values["width"] == 640


def test_jpeg_xl_keeps_its_record_and_says_why_it_is_not_shown(tmp_path: Path) -> None:
    description = read(tmp_path, jxl_codestream(640, 480), "a.jxl")
    assert description.notes == [str(Message("picture-codec-missing", codec="JPEG XL"))]
    assert "packed with JPEG XL, for which there is no decoder here" in description.notes[0]
    assert description.values["title"] == "a.jxl"
    assert description.thumbnail is None


# Raw files without a TIFF around them


def test_crw(tmp_path: Path) -> None:
    description = read(tmp_path, crw(), "CRW_0001.CRW")
    values = description.values
    assert (values["camera"], values["camera_make"]) == ("Canon EOS 300D", "Canon")
    assert values["creator"] == ["Sari Dewi"]
    assert values["created"] == "2003-11-10T17:39:26"
    assert (values["width"], values["height"], values["orientation"]) == (3072, 2048, 1)
    assert offers(description, "creator") == [("crw:owner", ["Sari Dewi"])]
    assert description.thumbnail


@pytest.mark.parametrize(("degrees", "turn"), [(90, 6), (180, 3), (270, 8), (-90, 8)])
def test_a_crw_is_shown_upright(tmp_path: Path, degrees: int, turn: int) -> None:
    path = tmp_path / "a.crw"
    path.write_bytes(crw(degrees))
    assert read(tmp_path, path.read_bytes(), "a.crw").values["orientation"] == turn
    with Image.open(tmp_path / thumbnail(str(path), str(tmp_path), 100)) as shown:
        assert shown.size == ((75, 100) if turn in (6, 8) else (100, 75))


def test_a_damaged_crw_is_kept(tmp_path: Path) -> None:
    whole = crw()
    for end in (14, 30, 200, len(whole) - 3):
        assert read(tmp_path, whole[:end], "a.crw").values["kind"] == "photo"
    looping = whole[:-4] + struct.pack("<I", 0xFFFFFFFF)
    assert read(tmp_path, looping, "a.crw").thumbnail


def test_minolta_and_sigma(tmp_path: Path) -> None:
    minolta = read(tmp_path, mrw(tiff([ascii_tag(271, b"Minolta"), short_tag(274, 6)])), "a.mrw")
    assert (minolta.values["width"], minolta.values["height"]) == (3264, 2448)
    assert (minolta.values["camera_make"], minolta.values["orientation"]) == ("Minolta", 6)
    assert minolta.thumbnail
    sigma = read(tmp_path, x3f(jpeg(exif_segment(tiff([ascii_tag(271, b"SIGMA")])))), "a.x3f")
    assert (sigma.values["width"], sigma.values["camera_make"]) == (2640, "SIGMA")
    assert sigma.thumbnail


# Damaged or missing signatures


@pytest.mark.parametrize(
    "damaged",
    [
        segment(0xE1, b"http://ns.adobe.com/xap/1.0/" + PACKET),
        segment(0xE1, b"http://ns.adobe.com/xap/9.9/\0" + PACKET),
        segment(0xE1, b"HTTP://NS.ADOBE.COM/XAP/1.0/\0\0\0" + PACKET),
        segment(0xE1, b"\0" * 29 + PACKET),
        segment(0xE1, PACKET),
        segment(0xE1, b"Exif\0\0" + XMP_MARK + PACKET),
        segment(0xE3, XMP_MARK + PACKET),
        segment(0xED, PACKET),
        segment(0xFE, PACKET),
        segment(0xE1, (XMP_MARK + PACKET).replace(b"\xef\xbb\xbf", b"")),
    ],
    ids=[
        "no zero",
        "another version",
        "capitals",
        "zeros",
        "no mark",
        "EXIF's mark",
        "APP3",
        "APP13",
        "comment",
        "no BOM",
    ],
)
def test_xmp_is_read_whatever_stands_before_it(tmp_path: Path, damaged: bytes) -> None:
    description = read(tmp_path, jpeg(damaged))
    assert offers(description, "caption") == [("xmp:dc:description", "Kapal di Surabaya")]


@pytest.mark.parametrize("length", [2, 20, 60, 40_000])
def test_xmp_is_read_behind_a_wrong_length(tmp_path: Path, length: int) -> None:
    whole = bytearray(xmp_segment(PACKET))
    whole[2:4] = struct.pack(">H", length)
    description = read(tmp_path, jpeg(bytes(whole)))
    assert description.values["caption"] == "Kapal di Surabaya"


@pytest.mark.parametrize(
    "damaged",
    [
        segment(0xE1, EXIF),
        segment(0xE1, b"\0\0\0\0\0\0" + EXIF),
        segment(0xE1, b"EXIF\0\0" + EXIF),
        segment(0xE1, b"Exif\0\0Exif\0\0" + EXIF),
        segment(0xED, b"Photoshop 9.9\0" + resource(0x0404, dataset(2, 120, b"Kapal di Surabaya"))),
        segment(0xED, resource(0x0404, dataset(2, 120, b"Kapal di Surabaya"))),
    ],
)
def test_exif_and_iim_are_read_whatever_stands_before_them(tmp_path: Path, damaged: bytes) -> None:
    assert read(tmp_path, jpeg(damaged)).values["caption"] == "Kapal di Surabaya"


def test_xmp_of_png_and_heif_without_its_name(tmp_path: Path) -> None:
    for keyword in (b"XMP", b"xml:com.adobe.xmp", b"Comment"):
        named = png(chunk(b"iTXt", keyword + b"\0\0\0\0\0" + PACKET))
        assert offers(read(tmp_path, named), "caption") == [("xmp:dc:description", "Kapal di Surabaya")], keyword
    assert read(tmp_path, heif(b"hvc1") + box(b"uuid", XMP_UUID, PACKET)).values["caption"] == "Kapal di Surabaya"


@pytest.mark.parametrize(
    "body",
    [
        '<dc:Rights><rdf:Alt><rdf:li xml:lang="x-default">Antara</rdf:li></rdf:Alt></dc:Rights>',
        "<dc:RIGHTS>Antara</dc:RIGHTS>",
        '<q:rights xmlns:q="https://purl.org/dc/elements/1.1/">Antara</q:rights>',
        '<q:Rights xmlns:q="http://PURL.org/DC/Elements/1.1#">Antara</q:Rights>',
    ],
)
def test_properties_are_known_however_their_names_are_spelled(tmp_path: Path, body: str) -> None:
    assert offers(read(tmp_path, jpeg(xmp_segment(packet(body)))), "copyright") == [("xmp:dc:rights", "Antara")]


def test_properties_of_other_standards_in_other_spelling(tmp_path: Path) -> None:
    body = "<photoshop:headline>Kapal tiba</photoshop:headline><Iptc4xmpCore:location>Dermaga</Iptc4xmpCore:location>"
    values = read(tmp_path, jpeg(xmp_segment(packet(body, 'photoshop:credit="Antara" dc:Format="image"')))).values
    assert (values["headline"], values["sublocation"], values["credit"]) == ("Kapal tiba", "Dermaga", "Antara")


# Values


@pytest.mark.parametrize(
    "block",
    [
        iim_segment(UTF8 + dataset(2, 120, b"Kapal di Surabaya\0\xff\xfeold words")),
        iim_segment(UTF8 + dataset(2, 120, b"\0\0Kapal di Surabaya\0")),
        exif_segment(tiff([bytes_tag(270, b"Kapal di Surabaya\0old words\0", 2)])),
        exif_segment(tiff([bytes_tag(40092, "Kapal di Surabaya\0old".encode("utf-16-le"), 1)])),
        exif_segment(tiff(exif=[bytes_tag(37510, b"ASCII\0\0\0Kapal di Surabaya\0old words")])),
        comment(b"Kapal di Surabaya\0old words"),
        comment("Kapal di Surabaya".encode("utf-16-le")),
        comment("Kapal di Surabaya".encode("utf-16-be")),
    ],
)
def test_values_end_at_a_zero(tmp_path: Path, block: bytes) -> None:
    assert read(tmp_path, jpeg(block)).values["caption"] == "Kapal di Surabaya"


def turned(data: bytes, width: int) -> bytes:
    return b"".join(data[at : at + width][::-1] for at in range(0, len(data), width))


WORDS = b"Kapal Polisi di Surabaya. "  # a length that allows swapping bytes in twos and fours, with its code


@pytest.mark.parametrize(
    "content",
    [
        turned(b"ASCII\0\0\0" + WORDS, 2),
        turned(b"ASCII\0\0\0" + WORDS + b"\0\0", 4),
        turned(b"ASCII\0\0\0", 8) + WORDS,
        turned(b"ASCII\0\0\0", 2) + WORDS,
        b"\0\0\0ASCII" + WORDS,
        turned(b"UNICODE\0", 2) + WORDS.decode().encode("utf-16-le"),
        turned(b"UNICODE\0", 8) + WORDS.decode().encode("utf-16-le"),
        turned(b"UNICODE\0" + WORDS.decode().encode("utf-16-be"), 2),
        b"\0UNICODE" + WORDS.decode().encode("utf-16-be"),
        bytes(8) + WORDS,
    ],
)
def test_user_comments_with_their_code_in_another_order(tmp_path: Path, content: bytes) -> None:
    description = read(tmp_path, jpeg(exif_segment(tiff(exif=[bytes_tag(37510, content)]))))
    assert description.values["caption"] == WORDS.decode().strip()


def test_words_with_zeros_between_are_no_utf_16(tmp_path: Path) -> None:
    content = bytes(8) + b"GCM_TAG\0Information\0Roundabout\0No\0Good" + bytes(200)
    description = read(tmp_path, jpeg(exif_segment(tiff(exif=[bytes_tag(37510, content)]))))
    assert description.values["caption"] == "GCM_TAG"


@pytest.mark.parametrize("mark", ["(C)", "(c) 2014", "©", "Copyright", "Copyright ©", "(R)", "null", "Photographer"])
def test_a_mark_is_no_person(tmp_path: Path, mark: str) -> None:
    body = f"<dc:creator><rdf:Seq><rdf:li>{mark}</rdf:li></rdf:Seq></dc:creator>"
    description = read(tmp_path, jpeg(xmp_segment(packet(body)), exif_segment(tiff([ascii_tag(315, b"Sari Dewi")]))))
    assert description.values["creator"] == ["Sari Dewi"]
    assert mark in [value for _, value in offers(description, "boilerplate")]


def test_a_mark_among_names_is_left_out_and_names_are_not(tmp_path: Path) -> None:
    names = "".join(f"<rdf:li>{name}</rdf:li>" for name in ("(C)", "C. Smith", "R", "Sari Dewi"))
    description = read(tmp_path, jpeg(xmp_segment(packet(f"<dc:creator><rdf:Seq>{names}</rdf:Seq></dc:creator>"))))
    assert description.values["creator"] == ["C. Smith", "R", "Sari Dewi"]


def test_a_camera_is_no_photographer(tmp_path: Path) -> None:
    block = tiff([ascii_tag(271, b"SAMSUNG"), ascii_tag(272, b"SM-G973F"), ascii_tag(315, b"SAMSUNG")])
    assert "creator" not in read(tmp_path, jpeg(exif_segment(block))).values


@pytest.mark.parametrize(
    "words", ["Camera", "Screenshot", "Test", "Scan", "Vivo", "Picture", "Comment", "花", "Mẹ", "Ba"]
)
def test_a_word_that_somebody_typed_is_a_caption(tmp_path: Path, words: str) -> None:
    assert read(tmp_path, jpeg(xmp_segment(caption(words)))).values["caption"] == words
    iim = iim_segment(UTF8 + dataset(2, 120, words.encode()))
    assert read(tmp_path, jpeg(iim)).values["caption"] == words


@pytest.mark.parametrize("words", ["Apple", "Gerhana", "花", "Mẹ", "Traveler"])
def test_a_word_in_a_field_that_cameras_fill_is_a_caption_too(tmp_path: Path, words: str) -> None:
    block = tiff([bytes_tag(270, words.encode() + b"\0", 2), ascii_tag(271, b"NIKON CORPORATION")])
    assert read(tmp_path, jpeg(exif_segment(block))).values["caption"] == words


@pytest.mark.parametrize("words", ["OLYMPUS DIGITAL CAMERA", "untitled", "null", "Default caption", "SONY DSC"])
def test_what_programs_write_is_none_wherever_it_stands(tmp_path: Path, words: str) -> None:
    assert "caption" not in read(tmp_path, jpeg(xmp_segment(caption(words)))).values


@pytest.mark.parametrize("words", ["Screenshot", "cof", "Apple", "test", "Kakadu-v5.2.1"])
def test_what_a_machine_writes_by_itself_is_none(tmp_path: Path, words: str) -> None:
    block = tiff([ascii_tag(270, words.encode()), ascii_tag(271, b"Apple")])
    assert "caption" not in read(tmp_path, jpeg(exif_segment(block))).values


# Missing codecs, and large pictures


@pytest.mark.parametrize(
    ("data", "codec"),
    [
        (heif(b"avc1", b"avci"), "H.264 (AVC)"),
        (heif(b"vvc1"), "H.266 (VVC)"),
        (heif(b"unci"), "ISO/IEC 23001-17 (uncompressed samples)"),
        (heif(b"j2k1", b"j2ki"), "JPEG 2000 in HEIF"),
        (heif(b"grid", tiles=b"avc1"), "H.264 (AVC)"),
        (encoded("JPEG").replace(b"\xff\xc0", b"\xff\xc3"), "lossless JPEG"),
        (encoded("JPEG").replace(b"\xff\xc0\x00\x11\x08", b"\xff\xc1\x00\x11\x0c"), "JPEG of 12 bits"),
    ],
)
def test_a_codec_that_is_not_here_is_no_damage(tmp_path: Path, data: bytes, codec: str) -> None:
    description = read(tmp_path, data, "a.heif")
    assert description.notes == [str(Message("picture-codec-missing", codec=codec))]
    assert description.values["width"] in (640, 64)
    assert description.thumbnail is None


def test_a_tiff_of_an_unknown_compression_is_no_damage(tmp_path: Path) -> None:
    tags = [short_tag(number, value) for number, value in ((256, 64), (257, 48), (258, 8), (259, 34661), (262, 1))]
    tags += [short_tag(277, 1), short_tag(278, 48), short_tag(279, 64)]
    description = read(tmp_path, tiff([*tags, (273, 4, 1, struct.pack("<I", 8))]) + bytes(64), "a.tif")
    assert "it is packed with JBIG, " in description.notes[0]


def test_a_damaged_heif_is_still_damaged(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="damaged or incomplete"):
        read(tmp_path, heif(b"hvc1"), "a.heic")


def test_a_heif_of_another_codec_keeps_what_describes_it(tmp_path: Path) -> None:
    description = read(tmp_path, heif(b"avc1", b"avci", xmp=PACKET), "a.heif")
    assert description.values["caption"] == "Kapal di Surabaya"


def huge_png(*chunks: bytes) -> bytes:
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 30_000, 30_000, 1, 0, 0, 0, 0))
    pixels = chunk(b"IDAT", zlib.compress(bytes(30_000 // 8 + 1) * 1000, 9))
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(chunks) + pixels + chunk(b"IEND", b"")


def large(width: int, height: int) -> bytes:
    """Return a JPEG whose frame header claims this size."""
    whole = bytearray(encoded("JPEG"))
    at = whole.index(b"\xff\xc0") + 5
    whole[at : at + 4] = struct.pack(">HH", height, width)
    return bytes(whole)


@pytest.mark.parametrize(
    ("data", "size"),
    [
        (huge_png(), (30_000, 30_000)),
        (large(60_000, 40_000), (60_000, 40_000)),
        (heif(b"hvc1", size=(60_000, 40_000)), (60_000, 40_000)),
        (jxl_codestream(60_000, 40_000), (60_000, 40_000)),
    ],
)
def test_a_large_picture_keeps_its_record(tmp_path: Path, data: bytes, size: tuple[int, int]) -> None:
    description = read(tmp_path, data, "panorama.png")
    assert (description.values["width"], description.values["height"]) == size
    assert description.values["title"] == "panorama.png"
    assert f"it is too large to open safely: {size[0]} x {size[1]} pixels, more than" in description.notes[0]
    assert description.thumbnail is None


def test_a_picture_between_the_two_limits_keeps_its_record(tmp_path: Path) -> None:
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 12_000, 10_000, 1, 0, 0, 0, 0))
    data = b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(bytes(1501 * 10_000), 9)) + chunk(b"IEND", b"")
    description = read(tmp_path, data, "scan.png")
    assert description.values["width"] == 12_000
    assert description.notes == [str(Message("picture-pixels", most=89478485))]
