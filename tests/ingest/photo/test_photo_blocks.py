"""Blocks are found wherever formats and programs put them."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import pytest

from archive.errors import Unreadable
from tests.builders.photo_builders import (
    EXTENSION_MARK,
    UTF8,
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
    picture,
    png,
    read,
    resource,
    riff,
    segment,
    short_tag,
    tiff,
    xmp_segment,
)


def test_iim_may_span_several_app13_segments(tmp_path: Path) -> None:
    text = "Presiden membuka sidang. " * 60
    whole = resource(0x0404, UTF8 + dataset(2, 120, text.encode()) + dataset(2, 110, b"ANTARA"))
    parts = [segment(0xED, b"Photoshop 3.0\0" + whole[start : start + 700]) for start in range(0, len(whole), 700)]
    description = read(tmp_path, jpeg(*parts))
    assert description.values["caption"] == text.strip()
    assert description.values["credit"] == "ANTARA"


def test_extended_xmp_is_put_together_by_offset(tmp_path: Path) -> None:
    guid = b"0123456789ABCDEF0123456789ABCDEF"
    extended = packet(f"<photoshop:Instructions>{'x' * 3000}</photoshop:Instructions>")
    main = packet("", f'xmpNote:HasExtendedXMP="{guid.decode()}" photoshop:City="Hà Nội"')
    parts = [
        segment(0xE1, EXTENSION_MARK + guid + struct.pack(">II", len(extended), start) + extended[start : start + 1000])
        for start in range(0, len(extended), 1000)
    ]
    description = read(tmp_path, jpeg(xmp_segment(main), *reversed(parts)))
    assert description.values["city"] == "Hà Nội"
    assert description.values["instructions"] == "x" * 3000


def test_extended_xmp_with_a_part_missing_gives_what_comes_before(tmp_path: Path) -> None:
    guid = b"0" * 32
    extended = packet("<photoshop:City>Huế</photoshop:City><photoshop:State>" + "y" * 2000 + "</photoshop:State>")
    first = segment(0xE1, EXTENSION_MARK + guid + struct.pack(">II", len(extended), 0) + extended[:1500])
    third = segment(0xE1, EXTENSION_MARK + guid + struct.pack(">II", len(extended), 2500) + extended[2500:])
    assert read(tmp_path, jpeg(xmp_segment(packet("")), first, third)).values["city"] == "Huế"


def test_the_later_of_two_packets_is_the_one_of_the_new_issue(tmp_path: Path) -> None:
    data = jpeg(
        xmp_segment(caption("HANOI - OCTOBER 25: Delegates arrive.")), xmp_segment(caption("(FILE PHOTO) Delegates."))
    )
    assert offers(read(tmp_path, data), "caption") == [
        ("xmp:dc:description", "(FILE PHOTO) Delegates."),
        ("xmp:dc:description", "HANOI - OCTOBER 25: Delegates arrive."),
    ]


def test_the_same_packet_twice_is_one_source(tmp_path: Path) -> None:
    one = xmp_segment(caption("Upacara bendera."))
    assert offers(read(tmp_path, jpeg(one, one)), "caption") == [("xmp:dc:description", "Upacara bendera.")]


def test_a_jpeg_comment_is_a_caption_of_last_resort(tmp_path: Path) -> None:
    only = read(tmp_path, jpeg(comment("Ảnh chụp tại cảng Hải Phòng".encode())))
    assert offers(only, "caption") == [("jpeg comment", "Ảnh chụp tại cảng Hải Phòng")]
    both = read(
        tmp_path, jpeg(comment(b"A remark of long ago"), exif_segment(tiff([ascii_tag(270, b"The port at dawn")])))
    )
    assert both.values["caption"] == "The port at dawn"
    assert ("jpeg comment", "A remark of long ago") in offers(both, "caption")


def test_fill_bytes_and_garbage_between_segments_are_skipped(tmp_path: Path) -> None:
    data = jpeg(b"\xff\xff\xff", xmp_segment(caption("Satu.")), b"\0garbage\0", comment(b"Two words"))
    assert [value for _, value in offers(read(tmp_path, data), "caption")] == ["Satu.", "Two words"]


def test_iim_without_the_photoshop_wrapping_is_read(tmp_path: Path) -> None:
    assert read(tmp_path, jpeg(segment(0xED, dataset(2, 120, b"Bare dataset")))).values["caption"] == "Bare dataset"


@pytest.mark.parametrize("keep", ["metadata", "half a segment"])
def test_a_truncated_jpeg_keeps_what_describes_it(tmp_path: Path, keep: str) -> None:
    whole = jpeg(xmp_segment(caption("Jembatan Suramadu.")), segment(0xE2, b"\0" * 500))
    cut = whole[: whole.index(b"\xff\xe2") + (0 if keep == "metadata" else 100)]
    description = read(tmp_path, cut)
    assert description.values["caption"] == "Jembatan Suramadu."
    assert description.notes[0].startswith("the picture is incomplete: ")
    held = [] if keep == "metadata" else ["more beside the text"]  # what was in the other half is unknown
    assert [note[:20] for note in description.notes[1:]] == held


def test_a_jpeg_cut_within_its_pixels_keeps_its_size_and_says_so(tmp_path: Path) -> None:
    whole = jpeg(xmp_segment(caption("Kapal di Tanjung Priok.")), base=encoded("JPEG", 640, 480))
    description = read(tmp_path, whole[:-1500])
    assert (description.values["width"], description.values["height"]) == (640, 480)
    assert description.notes[0].startswith("the picture is incomplete: ")


def test_a_file_with_neither_picture_nor_metadata_is_unreadable(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="save a copy and ingest that"):
        read(tmp_path, b"\xff\xd8\xff\xe0 nothing of use")


def test_png_texts_of_all_three_kinds_are_read(tmp_path: Path) -> None:
    data = png(
        chunk(b"tEXt", b"Title\0Lapangan Merdeka"),
        chunk(b"zTXt", b"Author\0\0" + zlib.compress(b"Siti Rahma")),
        chunk(b"iTXt", b"Description\0\1\0vi\0\0" + zlib.compress("Lễ khai mạc".encode())),
        chunk(b"tEXt", b"copyright\0\xa9 ANTARA"),
        chunk(b"tEXt", b"Creation Time\x002025-10-25T09:30:00+07:00"),
    )
    description = read(tmp_path, data, "a.png", "image/png")
    assert offers(description, "title") == [("png:Title", "Lapangan Merdeka")]
    assert offers(description, "creator") == [("png:Author", ["Siti Rahma"])]
    assert offers(description, "caption") == [("png:Description", "Lễ khai mạc")]
    assert offers(description, "copyright") == [("png:Copyright", "© ANTARA")]
    assert description.values["created"] == "2025-10-25T09:30:00+07:00"


def test_png_keeps_xmp_in_a_text_and_exif_in_a_chunk_even_after_the_picture(tmp_path: Path) -> None:
    data = png(
        chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + caption("Từ gói XMP.")),
        after=chunk(b"eXIf", tiff([ascii_tag(315, b"Budi")])),
    )
    description = read(tmp_path, data, "a.png", "image/png")
    assert offers(description, "caption") == [("xmp:dc:description", "Từ gói XMP.")]
    assert offers(description, "creator") == [("exif:315", ["Budi"])]


def test_png_profiles_written_as_hexadecimal_text_are_read(tmp_path: Path) -> None:
    profile = resource(0x0404, dataset(2, 110, b"Reuters"))
    text = b"\niptc\n%8d\n" % len(profile) + profile.hex().encode() + b"\n"
    data = png(chunk(b"zTXt", b"Raw profile type iptc\0\0" + zlib.compress(text)))
    assert offers(read(tmp_path, data, "a.png", "image/png"), "credit") == [("iim:2:110", "Reuters")]


def test_webp_chunks_are_read(tmp_path: Path) -> None:
    block = b"Exif\0\0" + tiff([ascii_tag(315, b"Dewi")])
    description = read(tmp_path, riff((b"EXIF", block), (b"XMP ", caption("Ở cảng."))), "a.webp", "image/webp")
    assert offers(description, "creator") == [("exif:315", ["Dewi"])]
    assert offers(description, "caption") == [("xmp:dc:description", "Ở cảng.")]


def test_tiff_keeps_xmp_iim_and_exif_in_tags(tmp_path: Path) -> None:
    one_grey_pixel = [(256, 1), (257, 1), (258, 8), (262, 1), (273, 0), (277, 1), (278, 1), (279, 1)]
    packet_tag, stream_tag = bytes_tag(700, caption("From the packet."), 1), bytes_tag(33723, dataset(2, 110, b"VNA"))
    tags = [*(short_tag(*one) for one in one_grey_pixel), ascii_tag(270, b"From the directory"), packet_tag, stream_tag]
    data = tiff(tags, exif=[ascii_tag(36867, b"2024:05:01 10:20:30")])
    description = read(tmp_path, data, "a.tif", "image/tiff")
    assert offers(description, "caption") == [
        ("xmp:dc:description", "From the packet."),
        ("exif:270", "From the directory"),
    ]
    assert offers(description, "credit") == [("iim:2:110", "VNA")]
    assert description.values["created"] == "2024-05-01T10:20:30"
    assert (description.values["width"], description.values["height"]) == (1, 1)
    assert description.notes == []


def test_avif_is_read_as_it_was_written(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    exif = b"Exif\0\0" + tiff([ascii_tag(315, "Lê Thị Lan".encode())])
    picture().save(buffer, "AVIF", exif=exif, xmp=caption("Trong AVIF."))
    description = read(tmp_path, buffer.getvalue(), "a.avif", "image/avif")
    assert description.values["creator"] == ["Lê Thị Lan"]
    assert description.values["caption"] == "Trong AVIF."
    assert (description.values["width"], description.values["height"]) == (64, 48)


def test_heic_metadata_is_read_though_the_picture_is_not(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    picture().save(buffer, "AVIF", xmp=caption("Trong HEIC."))
    data = buffer.getvalue().replace(b"ftypavif", b"ftypheic", 1).replace(b"avifmif1", b"heicmif1", 1)
    description = read(tmp_path, data, "a.heic", "image/heic")
    assert description.values["caption"] == "Trong HEIC."
    assert (description.values["width"], description.values["height"]) == (64, 48)
    assert description.notes[0].startswith("the picture cannot be shown")


def test_the_content_decides_and_not_the_name(tmp_path: Path) -> None:
    data = png(chunk(b"tEXt", b"Title\0A wire photo without an extension"))
    assert read(tmp_path, data, "20251025_001", "image/jpeg").values["title"] == "A wire photo without an extension"


def test_empty_iim_block_does_no_harm(tmp_path: Path) -> None:
    description = read(tmp_path, jpeg(iim_segment(b"")))
    assert description.notes == []
