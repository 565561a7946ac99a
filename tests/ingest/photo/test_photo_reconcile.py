"""If sources disagree, the right one is used, and all are stored with their origins."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.captions.fallback_titles import first_sentence
from ingest.photo.default_captions import is_default_caption, names_nobody
from tests.builders.photo_builders import (
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
    resource,
    tiff,
    xmp_segment,
)

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
    ("digest", "first"),
    [(b"another digest..", "iim:2:120"), (md5(IIM), "xmp:dc:description"), (md5(IIM + b"\0"), "xmp:dc:description")],
    ids=["differs", "agrees", "agrees with what fills it up"],
)
def test_the_digest_of_a_tiff_speaks_of_the_iim_in_its_own_tag(tmp_path: Path, digest: bytes, first: str) -> None:
    blocks = [bytes_tag(700, caption("Written in the newsroom")), bytes_tag(33723, IIM + b"\0")]
    data = tiff([*blocks, bytes_tag(34377, resource(0x0425, digest))])
    assert offers(read(tmp_path, data, "a.tif", "image/tiff"), "caption")[0][0] == first


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
    assert not is_default_caption(words, by_machine=True, camera="NIKON D5")


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
    assert len(title) <= 251
    assert title.endswith("…")
    assert title[:-1].split()[-1] in ("Delegasi", "dari", "enam", "puluh", "negara")


def test_a_photo_is_a_photo_by_rule(tmp_path: Path) -> None:
    assert offers(read(tmp_path, jpeg()), "kind") == [("rule:image", "photo")]


COPY = (
    'xmlns:tiff="http://ns.adobe.com/tiff/1.0/" tiff:ImageDescription="Copied words" tiff:Artist="Ana" '
    'tiff:Copyright="A"'
)


def test_what_xmp_copied_from_exif_comes_after_it_and_after_iim(tmp_path: Path) -> None:
    data = jpeg(EXIF, iim_segment(IIM), xmp_segment(packet("", COPY)))
    assert [origin for origin, _ in offers(read(tmp_path, data), "caption")] == [
        "iim:2:120", "exif:270", "xmp:tiff:ImageDescription",
    ]  # fmt: skip
    alone = read(tmp_path, jpeg(xmp_segment(packet("", COPY)))).values
    assert (alone["caption"], alone["creator"], alone["copyright"]) == ("Copied words", ["Ana"], "A")
    junk = packet("", COPY.replace("Copied words", "DSC_0412.JPG"))
    assert "caption" not in read(tmp_path, jpeg(xmp_segment(junk))).values


def test_the_day_that_an_editor_wrote_goes_before_a_copy_of_the_cameras(tmp_path: Path) -> None:
    copied = xmp_segment(packet("", 'exif:DateTimeOriginal="2019-01-01T10:00:00"'))
    description = read(tmp_path, jpeg(iim_segment(dataset(2, 55, b"20200102")), copied))
    assert [value for _, value in offers(description, "created")] == ["2020-01-02", "2019-01-01T10:00:00"]


@pytest.mark.parametrize(
    "junk",
    ["DCIM\\100MEDIA\\DJI_0012.JPG", "IMG_20190101_120000", "oznor", "SAMSUNG", "MOTOROLA MB525", "NIKON CORPORATION",
     "Minolta DSC", "[001A]:[iQIV]", "xr:d:DAFabc:1,j:123,t:2", "FBMD0f000a9", "Screenshot_2020-01-01", "Camera Phone",
     "LEAD Technologies Inc. V1.01", "CREATOR: gd-jpeg v1.0 (using IJG JPEG v62), quality = 90"],
)  # fmt: skip
def test_names_of_makers_files_and_programs_are_no_captions(junk: str) -> None:
    assert is_default_caption(junk, by_machine=True)


@pytest.mark.parametrize(
    "words",
    ["Port", "Hanoi 2010", "DSC delegates meet", "Camera team of VNA", "Nor wins", "IMG conference opens", "A 12345",
     "Nikon opens a plant in Ayutthaya", "Kodak moment of 1998 in Hanoi", "12 May 1998, Jakarta", "Sony 50 years on"],
)  # fmt: skip
def test_captions_that_begin_with_such_names_stay(words: str) -> None:
    assert not is_default_caption(words, by_machine=True)


@pytest.mark.parametrize(
    "words", ["Picasa", "Canon EOS 80D user", "NIKON D850", "Adobe Photoshop CS6 (Windows)", "Snapseed"]
)
def test_a_program_or_a_camera_is_no_photographer(words: str) -> None:
    assert names_nobody(words)


@pytest.mark.parametrize("words", ["Ana Canon", "Sony Nugraha", "Nikon Photo Club", "GIM Pena", "Leica Gallery"])
def test_people_and_bodies_are_photographers(words: str) -> None:
    assert not names_nobody(words)
