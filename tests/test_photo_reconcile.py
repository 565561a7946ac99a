"""Where sources disagree the right one is used, and all are kept with their origins."""

from __future__ import annotations

from pathlib import Path

import pytest
from photo_builders import (
    alternatives,
    ascii_tag,
    bytes_tag,
    caption,
    comment,
    dataset,
    exif_segment,
    iim_segment,
    jpeg,
    md5,
    offers,
    packet,
    read,
    tiff,
    xmp_segment,
)

from ingest.photo.junk import is_boilerplate
from ingest.photo.title import first_sentence

EXIF = exif_segment(tiff([ascii_tag(270, b"Stale words of the camera's owner")]))
IIM = dataset(2, 120, b"Edited by the desk")
XMP = xmp_segment(caption("Written in the newsroom"))


def test_xmp_goes_before_iim_and_iim_before_exif(tmp_path: Path) -> None:
    assert offers(read(tmp_path, jpeg(EXIF, iim_segment(IIM), XMP)), "caption") == [
        ("xmp:dc:description", "Written in the newsroom"),
        ("iim:2:120", "Edited by the desk"),
        ("exif:270", "Stale words of the camera's owner"),
    ]


@pytest.mark.parametrize(
    ("digest", "first"),
    [
        (b"another digest..", "iim:2:120"),
        (md5(IIM), "xmp:dc:description"),
        (bytes(16), "xmp:dc:description"),
        (None, "xmp:dc:description"),
    ],
    ids=["differs", "agrees", "zeros", "absent"],
)
def test_iim_edited_after_the_xmp_goes_first(tmp_path: Path, digest: bytes | None, first: str) -> None:
    description = read(tmp_path, jpeg(iim_segment(IIM, digest), XMP))
    assert offers(description, "caption")[0][0] == first
    assert len(offers(description, "caption")) == 2


@pytest.mark.parametrize(
    ("number", "name", "whole", "limit", "key"),
    [
        (80, "dc:creator", "Kementerian Luar Negeri Republik Indonesia", 32, "creator"),
        (110, "photoshop:Credit", "Thông tấn xã Việt Nam / Vietnam News Agency", 32, "credit"),
        (120, "dc:description", "Hội nghị cấp cao. " * 200, 2000, "caption"),
    ],
)
def test_xmp_wins_where_iim_only_cut_it_off(
    tmp_path: Path, number: int, name: str, whole: str, limit: int, key: str
) -> None:
    stream = dataset(2, number, whole.encode()[:limit])
    data = jpeg(iim_segment(stream, b"another digest.."), xmp_segment(packet(f"<{name}>{whole}</{name}>")))
    used = read(tmp_path, data).values[key]
    assert used == ([whole] if key == "creator" else whole.strip())


def test_a_shorter_iim_text_that_is_whole_wins(tmp_path: Path) -> None:
    stream = dataset(2, 110, b"AP")
    data = jpeg(
        iim_segment(stream, b"another digest.."), xmp_segment(packet("<photoshop:Credit>AP Photo</photoshop:Credit>"))
    )
    assert read(tmp_path, data).values["credit"] == "AP"


def test_equal_values_of_other_sources_are_kept_too(tmp_path: Path) -> None:
    data = jpeg(
        iim_segment(dataset(2, 90, b"Jakarta")), xmp_segment(packet("<photoshop:City>Jakarta</photoshop:City>"))
    )
    assert offers(read(tmp_path, data), "city") == [("xmp:photoshop:City", "Jakarta"), ("iim:2:90", "Jakarta")]


def test_created_is_date_created_with_its_precision(tmp_path: Path) -> None:
    data = jpeg(
        xmp_segment(packet("", 'photoshop:DateCreated="2025-10"')),
        exif_segment(tiff(exif=[ascii_tag(36867, b"2025:10:25 09:30:00")])),
    )
    description = read(tmp_path, data)
    for key in ("created", "date_created"):
        assert offers(description, key) == [
            ("xmp:photoshop:DateCreated", "2025-10"),
            ("exif:36867", "2025-10-25T09:30:00"),
        ]
        assert offers(description, f"{key}_precision") == [
            ("xmp:photoshop:DateCreated", "month"),
            ("exif:36867", "second"),
        ]


def test_supplemental_categories_are_further_categories(tmp_path: Path) -> None:
    stream = dataset(2, 15, b"POL") + dataset(2, 20, b"SUMMIT") + dataset(2, 20, b"ASEAN")
    assert [value for _, value in offers(read(tmp_path, jpeg(iim_segment(stream))), "category")] == [
        "POL",
        "SUMMIT",
        "ASEAN",
    ]


@pytest.mark.parametrize(
    "junk",
    [
        b"OLYMPUS DIGITAL CAMERA",
        b"SONY DSC",
        b"          ",
        b"<KENOX S760  / Samsung S760>",
        b"DSC_0412.JPG",
        b"000001",
        b"d41d8cd98f00b204e9800998ecf8427e",
        b"QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9w",
        b"Processed with VSCO with a6 preset",
        b"...",
        b"NIKON D5",
    ],
)
def test_what_cameras_write_is_no_caption(tmp_path: Path, junk: bytes) -> None:
    block = tiff([ascii_tag(272, b"NIKON D5"), ascii_tag(270, junk)])
    description = read(tmp_path, jpeg(exif_segment(block), comment(b"Created with GIMP")))
    assert "caption" not in description.values
    kept = [value for _, value in offers(description, "boilerplate")]
    assert kept == [text for text in (junk.decode().strip(), "Created with GIMP") if text]


def test_junk_in_front_does_not_hide_the_caption_behind_it(tmp_path: Path) -> None:
    block = tiff([ascii_tag(270, b"SAMSUNG CAMERA PICTURES")], exif=[bytes_tag(37510, b"ASCII\0\0\0Flood in Jakarta")])
    assert offers(read(tmp_path, jpeg(exif_segment(block))), "caption") == [("exif:37510", "Flood in Jakarta")]


@pytest.mark.parametrize(
    "words",
    [
        "Microsoft CEO speaks in Jakarta",
        "A camera crew waits",
        "Untitled, by Affandi",
        "Edited volume of speeches",
        "Hà Nội",
    ],
)
def test_words_that_only_begin_like_junk_are_a_caption(words: str) -> None:
    assert not is_boilerplate(words, by_machine=True, camera="NIKON D5")


def test_an_editor_may_write_a_number_as_caption(tmp_path: Path) -> None:
    assert read(tmp_path, jpeg(xmp_segment(caption("1945")))).values["caption"] == "1945"


def test_a_photo_without_a_title_is_called_by_what_it_has(tmp_path: Path) -> None:
    def titled(*segments: bytes) -> list[tuple[str, object]]:
        return offers(read(tmp_path, jpeg(*segments), "W-HAI_1275.jpg"), "title")

    headline = xmp_segment(
        packet(alternatives("dc:description", x_default="Words."), 'photoshop:Headline="The headline"')
    )
    assert titled(xmp_segment(packet("<dc:title>The title</dc:title>"))) == [("xmp:dc:title", "The title")]
    assert titled(headline) == [("xmp:photoshop:Headline", "The headline")]
    assert titled(xmp_segment(caption("Presiden Prabowo tiba di Hanoi. Ia disambut hangat."))) == [
        ("first sentence", "Presiden Prabowo tiba di Hanoi")
    ]
    assert titled() == [("file name", "W-HAI_1275.jpg")]


@pytest.mark.parametrize(
    ("caption", "title"),
    [
        ("JAKARTA, INDONESIA - OCT. 25: Gen. A. Yani inspects the guard. He left at 10 a.m. for Bali.",
         "JAKARTA, INDONESIA - OCT. 25: Gen. A. Yani inspects the guard"),
        ("Is this the port of Tanjung Priok? Yes.", "Is this the port of Tanjung Priok?"),
        ("Tổng Bí thư Tô Lâm phát biểu khai mạc.\nẢnh: X/TTXVN", "Tổng Bí thư Tô Lâm phát biểu khai mạc"),
        ("Short. Words.", "Short. Words"),
    ],
)  # fmt: skip
def test_a_sentence_does_not_end_at_an_abbreviation(caption: str, title: str) -> None:
    assert first_sentence(caption) == title


def test_a_long_sentence_is_shortened_at_a_word() -> None:
    title = first_sentence("Delegasi dari enam puluh negara " * 10)
    assert len(title) <= 101
    assert title.endswith("…")
    assert title[:-1].split()[-1] in ("Delegasi", "dari", "enam", "puluh", "negara")


def test_a_photo_is_a_photo_by_rule(tmp_path: Path) -> None:
    assert offers(read(tmp_path, jpeg()), "kind") == [("rule:image", "photo")]
