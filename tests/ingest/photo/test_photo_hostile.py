"""Damaged and crafted files quickly end in a description or in Unreadable."""

from __future__ import annotations

import io
import random
import zlib
from pathlib import Path

import pytest

from archive.errors import Unreadable
from archive.pictures.photoshop import iter_image_resources
from ingest.photo.web_blocks import walk_jpeg, walk_png
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
    png,
    rational_tag,
    read,
    resource,
    riff,
    segment,
    short_tag,
    tiff,
    xmp_segment,
)
from tests.support.growth import ends

EXIF = tiff(
    [ascii_tag(270, b"The port"), ascii_tag(315, b"Budi; An"), short_tag(274, 6), bytes_tag(40092, b"a\0b\0", 1)],
    [ascii_tag(36867, b"2025:10:25 09:30:00"), bytes_tag(37510, b"ASCII\0\0\0words")],
    [ascii_tag(1, b"S"), rational_tag(2, (6, 1), (10, 1), (30, 1)), ascii_tag(3, b"E"), rational_tag(4, (106, 1))],
)
IIM = UTF8 + dataset(2, 120, b"A caption") + dataset(2, 55, b"20251025") + dataset(2, 25, b"word", extended=True)
SAMPLES = {
    "jpeg": jpeg(
        exif_segment(EXIF), xmp_segment(caption("In XMP")), iim_segment(IIM, bytes(16)), comment(b"A comment")
    ),
    "png": png(
        chunk(b"eXIf", EXIF),
        chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + caption("In XMP")),
        chunk(b"zTXt", b"Title\0\0" + zlib.compress(b"A title")),
    ),
    "webp": riff((b"EXIF", EXIF), (b"XMP ", caption("In XMP"))),
    "tiff": tiff(
        [*(short_tag(tag, 1) for tag in (256, 257)), bytes_tag(700, caption("In XMP"), 1), bytes_tag(33723, IIM)]
    ),
}


def mutated(data: bytes, chance: random.Random) -> bytes:
    """Return the file with bytes changed, a part removed, a part doubled, or its end truncated."""
    out = bytearray(data)
    for _ in range(chance.choice((1, 3, 20))):
        out[chance.randrange(len(out))] = chance.choice((0, 0xFF, 0x7F, chance.randrange(256)))
    start = chance.randrange(len(out))
    end = min(len(out), start + chance.randrange(1, 300))
    how = chance.randrange(4)
    if how == 1:
        del out[start:end]
    elif how == 2:
        out[start:start] = out[start:end]
    elif how == 3:
        del out[start:]
    return bytes(out)


@pytest.mark.parametrize("kind", sorted(SAMPLES))
def test_damaged_files_are_described_or_refused(tmp_path: Path, kind: str) -> None:
    chance = random.Random(kind)
    described = 0
    for _ in range(125):
        try:
            with ends():
                description = read(tmp_path, mutated(SAMPLES[kind], chance))
            described += 1
            assert description.values["title"]
            str(description.to_json()).encode()
        except Unreadable:
            continue
    assert described > 60


def test_a_text_that_grows_when_unpacked_is_cut_at_its_bound() -> None:
    bomb = chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"\0" * (200 << 20), 9))
    with ends():
        blocks = walk_png(io.BytesIO(png(*[bomb] * 20)))
    assert sum(len(text) for _, text in blocks.texts) <= 40 << 20


def test_a_png_with_such_a_text_keeps_its_other_texts(tmp_path: Path) -> None:
    bomb = chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"a" * (100 << 20), 9))
    description = read(tmp_path, png(chunk(b"tEXt", b"Title\0The title"), bomb), "a.png", "image/png")
    assert description.values["title"] == "The title"


def test_millions_of_tiny_segments_are_not_all_walked() -> None:
    data = b"\xff\xd8" + segment(0xFE, b"") * 200_000
    file = io.BytesIO(data)
    walk_jpeg(file)
    assert file.tell() < len(data) / 2


def test_resources_without_sense_end() -> None:
    assert len(list(iter_image_resources(b"8BIM" * 10_000))) <= 1
    assert [number for number, _ in iter_image_resources(resource(1, b"a", b"odd") + b"\0" + resource(2, b"b"))] == [
        1,
        2,
    ]
    assert list(iter_image_resources(b"8BIM\x04\x04\0\0\xff\xff\xff\xff")) == []


def test_extended_xmp_with_lying_offsets_is_left_out(tmp_path: Path) -> None:
    lying = segment(0xE1, EXTENSION_MARK + b"A" * 32 + b"\xff" * 8 + b"<x:xmpmeta/>")
    assert read(tmp_path, jpeg(xmp_segment(caption("In XMP")), lying)).values["caption"] == "In XMP"


def test_values_never_hold_control_characters_or_half_characters(tmp_path: Path) -> None:
    text = b"One\x01\x0b\x0c\r\ntwo\x1b[31m\xed\xa0\x80"
    description = read(tmp_path, jpeg(iim_segment(dataset(2, 120, text))))
    (_, value) = offers(description, "caption")[0]
    assert str(value).startswith("One\ntwo[31m")
    assert not any(ord(c) < 32 and c != "\n" for c in str(value))
    str(value).encode()


def test_a_caption_without_end_is_cut(tmp_path: Path) -> None:
    description = read(tmp_path, jpeg(*[segment(0xED, b"Photoshop 3.0\0" + part) for part in parts()]))
    assert 99_990 < len(description.values["caption"]) <= 100_000


def parts() -> list[bytes]:
    whole = resource(0x0404, dataset(2, 120, b"word " * 400_000, extended=True))
    return [whole[start : start + 60_000] for start in range(0, len(whole), 60_000)]


def test_a_picture_of_another_kind_than_its_name_says_is_read(tmp_path: Path) -> None:
    assert read(tmp_path, encoded("PNG"), "a.jpg", "image/jpeg").values["width"] == 64


def test_a_picture_too_large_to_open_keeps_what_describes_it(tmp_path: Path) -> None:
    whole = bytearray(jpeg(exif_segment(EXIF)))
    place = whole.rindex(b"\xff\xc0") + 5
    whole[place : place + 4] = b"\xff\xff\xff\xff"
    description = read(tmp_path, bytes(whole))
    assert description.values["caption"] == "The port"
    assert description.thumbnail is None
    assert description.notes[0].startswith(
        "the picture cannot be shown: it is too large to open safely: 65535 x 65535 pixels"
    )


def test_a_tiff_whose_picture_cannot_be_opened_keeps_its_caption(tmp_path: Path) -> None:
    description = read(tmp_path, tiff([ascii_tag(270, b"The port")]), "a.tif", "image/tiff")
    assert description.values["caption"] == "The port"
    assert any(note.startswith("the picture cannot be shown") for note in description.notes)


def test_damaged_exif_does_not_cost_the_look_of_the_picture(tmp_path: Path) -> None:
    description = read(tmp_path, jpeg(exif_segment(b"II\x7f\xff" + EXIF[4:]), comment(b"Words")))
    assert description.values["difference_hash"] == read(tmp_path, jpeg()).values["difference_hash"]
    assert description.thumbnail is not None


def test_notes_speak_to_people(tmp_path: Path) -> None:
    bomb = chunk(b"iCCP", b"a\0\0" + zlib.compress(bytes(100 << 20), 9))
    with pytest.raises(Unreadable) as refused:
        read(tmp_path, png(bomb), "a.png", "image/png")
    assert "a text or colour profile in it grows beyond what is safe to unpack" in str(refused.value)
    described = read(tmp_path, png(bomb, chunk(b"tEXt", b"Title\0The title")), "a.png", "image/png")
    assert described.values["title"] == "The title"
    assert not any("Error" in note or "Plugin" in note for note in described.notes)


def test_an_element_with_a_hundred_thousand_attributes_is_read_soon(tmp_path: Path) -> None:
    many = packet("", 'photoshop:City="Padang" ' + " ".join(f'dc:a{n}="x"' for n in range(100_000)))
    with ends():
        assert read(tmp_path, riff((b"XMP ", many)), "a.webp", "image/webp").values["city"] == "Padang"
