"""EXIF is read by exifread and Pillow together, within limits, and its texts are decoded with the right encoding."""

from __future__ import annotations

import io
import struct
from pathlib import Path

import pytest

from archive.record import Description
from ingest.photo.exif import read_exif
from tests.builders.photo_builders import (
    ascii_tag,
    bytes_tag,
    dataset,
    exif_segment,
    jpeg,
    offers,
    packet,
    rational_tag,
    read,
    short_tag,
    tiff,
    xmp_segment,
)
from tests.support.growth import ends


def described(tmp_path: Path, block: bytes) -> Description:
    return read(tmp_path, jpeg(exif_segment(block)))


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("Cảng Hải Phòng".encode(), "Cảng Hải Phòng"),
        ("Zürich – am See".encode("cp1252"), "Zürich – am See"),
        (b"Text\0and rubbish behind it", "Text"),
    ],
)
def test_texts_are_utf8_where_they_can_be_and_else_windows_1252(tmp_path: Path, content: bytes, expected: str) -> None:
    assert offers(described(tmp_path, tiff([ascii_tag(270, content)])), "caption") == [("exif:270", expected)]


def test_the_utf8_type_of_exif_3_is_read(tmp_path: Path) -> None:
    text = "Lương Cường".encode()
    assert described(tmp_path, tiff([(315, 129, len(text), text)])).values["creator"] == ["Lương Cường"]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"ASCII\0\0\0A plain comment", "A plain comment"),
        (b"UNICODE\0" + "Ảnh tư liệu của bảo tàng".encode("utf-16-le"), "Ảnh tư liệu của bảo tàng"),
        (b"UNICODE\0" + "Foto arsip".encode("utf-16-be"), "Foto arsip"),
        (b"JIS\0\0\0\0\0" + "東京駅の前".encode("iso2022_jp"), "東京駅の前"),
        (b"\0\0\0\0\0\0\0\0" + "Không khai báo".encode(), "Không khai báo"),
        (b"No character code at all", "No character code at all"),
    ],
)
def test_user_comments_are_read_in_every_character_code(tmp_path: Path, content: bytes, expected: str) -> None:
    block = tiff(exif=[bytes_tag(37510, content)])
    assert offers(described(tmp_path, block), "caption") == [("exif:37510", expected)]


def test_a_tag_that_stands_in_two_directories_keeps_both_values(tmp_path: Path) -> None:
    block = tiff([bytes_tag(37510, b"ASCII\0\0\0The main one")], exif=[bytes_tag(37510, b"ASCII\0\0\0The other one")])
    assert offers(described(tmp_path, block), "caption") == [
        ("exif:37510", "The main one"),
        ("exif:37510", "The other one"),
    ]


@pytest.mark.parametrize("length", [30, 3000])
def test_windows_fields_are_read_short_and_long(tmp_path: Path, length: int) -> None:
    text = ("Pelabuhan lama " * 300)[:length].strip()
    xp = [bytes_tag(tag, value.encode("utf-16-le") + b"\0\0", 1) for tag, value in ((40091, "Judul"), (40092, text))]
    lists = [bytes_tag(tag, "satu;dua".encode("utf-16-le"), 1) for tag in (40093, 40094)]
    description = described(tmp_path, tiff([*xp, *lists]))
    assert offers(description, "title") == [("exif:40091", "Judul")]
    assert offers(description, "caption") == [("exif:40092", text)]
    assert offers(description, "creator") == [("exif:40093", ["satu", "dua"])]
    assert offers(description, "keywords") == [("exif:40094", ["satu", "dua"])]


def test_the_day_it_was_taken_has_its_zone(tmp_path: Path) -> None:
    block = tiff(exif=[ascii_tag(36867, b"2025:10:25 09:30:00"), ascii_tag(36881, b"+07:00")])
    assert offers(described(tmp_path, block), "date_created") == [("exif:36867+36881", "2025-10-25T09:30:00+07:00")]


@pytest.mark.parametrize("blank", [b"0000:00:00 00:00:00", b"    :  :     :  :  ", b"", b"\xff" * 19])
def test_a_clock_that_was_never_set_gives_no_date(tmp_path: Path, blank: bytes) -> None:
    assert "created" not in described(tmp_path, tiff(exif=[ascii_tag(36867, blank)])).values


def test_the_day_of_a_scan_is_not_the_day_of_the_picture(tmp_path: Path) -> None:
    description = described(tmp_path, tiff(exif=[ascii_tag(36868, b"2010:01:02 03:04:05")]))
    assert "created" not in description.values
    assert description.values["date_digitized"] == "2010-01-02T03:04:05"


def test_a_position_is_two_decimal_numbers(tmp_path: Path) -> None:
    gps = [
        ascii_tag(1, b"S"),
        rational_tag(2, (6, 1), (10, 1), (3000, 100)),
        ascii_tag(3, b"E"),
        rational_tag(4, (106, 1), (495, 10), (0, 1)),
    ]
    written = xmp_segment(packet("", 'exif:GPSLatitude="21,1.7N" exif:GPSLongitude="105,51,14.4E"'))
    data = jpeg(exif_segment(tiff(gps=gps)), written)
    assert offers(read(tmp_path, data), "gps") == [
        ("exif:gps", [-6.175, 106.825]),
        ("xmp:exif:GPSLatitude+exif:GPSLongitude", [21.0283333, 105.854]),
    ]


@pytest.mark.parametrize(
    "latitude",
    [[(0, 1), (0, 1), (0, 1)], [(1, 0), (0, 0), (0, 1)], [(91, 1), (0, 1), (0, 1)]],
    ids=["no fix", "zeros", "91"],
)
def test_no_position_is_no_position(tmp_path: Path, latitude: list[tuple[int, int]]) -> None:
    gps = [ascii_tag(1, b"N"), rational_tag(2, *latitude), ascii_tag(3, b"E"), rational_tag(4, (0, 1), (0, 1), (0, 1))]
    assert "gps" not in described(tmp_path, tiff(gps=gps)).values


def test_a_position_written_as_text_with_decimal_commas(tmp_path: Path) -> None:
    gps = [
        ascii_tag(1, b"N"),
        ascii_tag(2, b"52,00000,50,00000,34,01180"),
        ascii_tag(3, b"E"),
        ascii_tag(4, b"11,00000,10,00000,58,28360"),
    ]
    assert described(tmp_path, tiff(gps=gps)).values["gps"] == [52.8427811, 11.1828566]


def test_what_the_camera_says_of_itself_wins_over_copies_of_it(tmp_path: Path) -> None:
    block = tiff([ascii_tag(271, b"NIKON CORPORATION"), ascii_tag(272, b"NIKON D5"), short_tag(274, 6)])
    description = described(tmp_path, block)
    assert description.values["camera"] == "NIKON D5"
    assert description.values["camera_make"] == "NIKON CORPORATION"
    assert description.values["orientation"] == 6
    assert (
        described(tmp_path, tiff([ascii_tag(271, b"SONY"), ascii_tag(272, b"ILCE-9")])).values["camera"]
        == "SONY ILCE-9"
    )


def test_xmp_and_iim_kept_inside_of_exif_are_read(tmp_path: Path) -> None:
    block = tiff([bytes_tag(700, packet("", 'photoshop:City="Medan"'), 1), bytes_tag(33723, dataset(2, 110, b"VNA"))])
    description = described(tmp_path, block)
    assert offers(description, "city") == [("xmp:photoshop:City", "Medan")]
    assert offers(description, "credit") == [("iim:2:110", "VNA")]


def test_a_block_with_another_number_than_42_is_read(tmp_path: Path) -> None:
    block = tiff([ascii_tag(270, b"The port at dawn")])
    assert described(tmp_path, block[:2] + b"\x55\0" + block[4:]).values["caption"] == "The port at dawn"


def overlapping(count: int) -> bytes:
    """Return a directory whose entries all claim 999 values, and lead to such directories repeatedly."""
    entry = struct.pack("<HHII", 34853, 4, 1, 8) + struct.pack("<HHII", 270, 3, 999, 8)
    return b"II*\0\x08\0\0\0" + struct.pack("<H", count * 2) + entry * count + b"\0" * 4


def looping() -> bytes:
    """Return a circular chain of directories."""
    return (
        b"II*\0\x08\0\0\0" + struct.pack("<H", 0) + struct.pack("<I", 14) + struct.pack("<H", 0) + struct.pack("<I", 8)
    )


def chained(count: int) -> bytes:
    """Return a long chain of empty directories."""
    return b"II*\0\x08\0\0\0" + b"".join(struct.pack("<HI", 0, 8 + 6 * (n + 1)) for n in range(count))


@pytest.mark.parametrize(
    "block",
    [
        overlapping(2000),
        looping(),
        chained(10_000),
        b"II*\0\xff\xff\xff\xff",
        b"II*\0\x08\0\0\0\xff\xff" + b"\xff" * 5000,
        tiff([(270, 2, 0xFFFFFFFF, b"\x08\0\0\0")]),
        tiff(exif=[(36867, 5, 0xFFFFFFFF, b"\x08\0\0\0")]),
        b"MM\0*\0\0\0\x08" + b"\x10\x00" + b"\x87\x69\0\x04\0\0\0\x01\0\0\0\x08" * 4096,
        b"II*\0",
    ],
    ids=["overlapping", "looping", "chained", "beyond", "all ones", "huge text", "huge rationals", "nested", "header"],
)
def test_crafted_directories_cost_next_to_nothing(block: bytes) -> None:
    with ends():
        read_exif(io.BytesIO(block))


def test_what_can_be_read_of_a_crafted_block_is_read_and_the_rest_is_named(tmp_path: Path) -> None:
    hostile = [(tag, 3, 999, struct.pack("<I", 8) * 2) for tag in range(50000, 50100)]
    description = described(tmp_path, tiff([ascii_tag(270, b"The port at dawn"), *hostile]))
    assert description.values["caption"] == "The port at dawn"
    assert "claims more values" in description.notes[0]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"UNICODE\0" + "Ảnh tư liệu".encode(), "Ảnh tư liệu"),
        (b"UNICODE\0" + "東京駅の前".encode("utf-16-le"), "東京駅の前"),
        (b"Unicode\0" + "Words".encode("utf-16-le"), "Words"),
        (b"ASCII\0\0\0" + "Plain words".encode("utf-16-le"), "Plain words"),
        (b"ascii\0\0\0Plain words", "Plain words"),
        (b"ASCII\0\0\0Words\0\xff\xfe\x01garbage", "Words"),
    ],
)
def test_user_comments_are_read_as_what_they_are(tmp_path: Path, content: bytes, expected: str) -> None:
    assert described(tmp_path, tiff(exif=[bytes_tag(37510, content)])).values["caption"] == expected


@pytest.mark.parametrize(
    "content",
    [
        "Judul berita".encode("utf-16-le") + b"\0",
        b"\xff\xfe" + "Judul berita".encode("utf-16-le"),
        "Judul berita".encode("utf-16-be"),
        b"Judul berita",
    ],
    ids=["odd", "marked", "the other order", "no UTF-16 at all"],
)
def test_windows_fields_are_read_however_they_were_written(tmp_path: Path, content: bytes) -> None:
    assert described(tmp_path, tiff([bytes_tag(40091, content, 1)])).values["title"] == "Judul berita"


@pytest.mark.parametrize(
    ("content", "expected"),
    [(b"Photo Ana\0Edit Budi", "Photo Ana\nEdit Budi"), (b" \0Edit Budi", "Edit Budi"), (b"   \0   ", None)],
)
def test_the_copyright_of_photographer_and_editor_is_whole(
    tmp_path: Path, content: bytes, expected: str | None
) -> None:
    assert described(tmp_path, tiff([ascii_tag(33432, content)])).values.get("copyright") == expected


@pytest.mark.parametrize("unset", [b"1970:01:01 00:00:00", b"1904:01:01 00:00:00"])
def test_a_clock_at_its_first_instant_gives_no_date_but_is_kept(tmp_path: Path, unset: bytes) -> None:
    description = described(tmp_path, tiff(exif=[ascii_tag(36867, unset)]))
    assert "created" not in description.values
    assert offers(description, "other") == [("exif:36867", unset.decode())]


def position(latitude: bytes | None, longitude: bytes | None, *parts: tuple[int, int]) -> bytes:
    """Return a position of 6 degrees (or `parts`) and 106 degrees, with these references."""
    north, east = parts or ((6, 1), (105, 10), (0, 0)), ((106, 1), (495, 10), (0, 0))
    tags = [rational_tag(2, *north), rational_tag(4, *east)]
    return tiff(
        gps=tags + [ascii_tag(n, letter) for n, letter in ((1, latitude), (3, longitude)) if letter is not None]
    )


def test_seconds_that_were_left_out_count_as_none(tmp_path: Path) -> None:
    assert described(tmp_path, position(b"S", b"E")).values["gps"] == [-6.175, 106.825]
    assert described(tmp_path, position(b"South", b"east")).values["gps"] == [-6.175, 106.825]
    assert described(tmp_path, position(b"S", b"E", (6175, 1000))).values["gps"] == [-6.175, 106.825]


@pytest.mark.parametrize("letter", [None, b"", b"\0", b"?"])
def test_without_its_letters_no_hemisphere_is_made_up(tmp_path: Path, letter: bytes | None) -> None:
    description = described(tmp_path, position(letter, letter))
    assert "gps" not in description.values
    assert ("exif:gps:2", [6, 10.5]) in offers(description, "gps_other")


def test_heights_are_metres_above_or_below_the_sea(tmp_path: Path) -> None:
    def height(reference: bytes, *metres: tuple[int, int]) -> object:
        block = tiff(gps=[bytes_tag(5, reference, 1), rational_tag(6, *metres)])
        return described(tmp_path, block).values.get("gps_altitude")

    assert (height(b"\0", (125, 10)), height(b"\1", (125, 10)), height(b"\0", (0, 0))) == (12.5, -12.5, None)
    written = packet("", 'exif:GPSAltitude="1250/100" exif:GPSAltitudeRef="1"')
    assert read(tmp_path, jpeg(xmp_segment(written))).values["gps_altitude"] == -12.5


def test_a_letter_may_stand_in_a_property_of_its_own(tmp_path: Path) -> None:
    place = 'exif:GPSLatitude="6.175" exif:GPSLatitudeRef="S" exif:GPSLongitude="106.825" exif:GPSLongitudeRef="E"'
    assert read(tmp_path, jpeg(xmp_segment(packet("", place)))).values["gps"] == [-6.175, 106.825]


def test_tags_that_no_key_takes_are_kept_as_numbers_and_texts(tmp_path: Path) -> None:
    tags = [
        rational_tag(33434, (1, 250)),
        bytes_tag(36864, b"0232"),
        bytes_tag(37121, b"\1\2\3\0"),
        short_tag(34855, 400),
    ]
    description = described(tmp_path, tiff([ascii_tag(305, b"Desk 4.2")], exif=tags))
    assert dict(offers(description, "other")) == {
        "exif:305": "Desk 4.2",
        "exif:33434": 0.004,
        "exif:34855": 400,
        "exif:36864": "0232",
        "exif:37121": [1, 2, 3, 0],
    }


def test_old_vietnamese_in_one_block_is_read_alike(tmp_path: Path) -> None:
    caption = "Thñ t\xadíng ChÝnh phñ tiÕp ®oµn ®¹i biÓu t¹i HuÕ".encode("cp1252")
    values = described(tmp_path, tiff([ascii_tag(270, caption), ascii_tag(315, b"\xa7\xe7 An")])).values
    assert values["caption"] == "Thủ tướng Chính phủ tiếp đoàn đại biểu tại Huế"
    assert values["creator"] == ["Đỗ An"]
