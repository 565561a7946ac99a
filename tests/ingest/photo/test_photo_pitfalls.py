"""The fourteen pitfalls of reading photos: the results of exifread and Pillow when used as documented, and ours."""

from __future__ import annotations

import io
import mimetypes
import struct
import sys
from pathlib import Path
from typing import Any

import exifread
import pytest
from PIL import Image, ImageFile, ImageSequence, IptcImagePlugin

from ingest.photo.exif import read_exif
from ingest.readers.base.sniff import media_type
from tests.builders.photo_builders import (
    EXTENSION_MARK,
    alternatives,
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
    packet,
    picture,
    png,
    read,
    riff,
    segment,
    short_tag,
    tiff,
    xmp_segment,
)


class Counting(io.BytesIO):
    """A file that counts how often it is read."""

    reads = 0

    def read(self, size: int | None = -1, /) -> bytes:
        self.reads += 1
        return super().read(size)


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def as_exifread(data: bytes, **options: Any) -> dict[str, Any]:
    return dict(exifread.process_file(io.BytesIO(data), **options))


def test_1_makers_notes_cost_without_end_and_details_off_loses_comments(tmp_path: Path) -> None:
    said = bytes_tag(37510, b"ASCII\0\0\0Flood in Jakarta")
    data = jpeg(exif_segment(tiff(exif=[said, (37500, 7, 200_000, struct.pack("<I", 8))])))
    detailed, plain, ours = Counting(data), Counting(data), Counting(data[data.index(b"II*\0") :])
    exifread.process_file(detailed, details=True)
    tags = exifread.process_file(plain, details=False)
    read_exif(ours)
    assert detailed.reads > 200_000
    assert "EXIF UserComment" not in tags
    assert max(plain.reads, ours.reads) < 500
    assert read(tmp_path, data).values["caption"] == "Flood in Jakarta"


def test_2_exif_of_other_containers_is_missed(tmp_path: Path) -> None:
    block = tiff([ascii_tag(270, b"The port at dawn")])
    files = {
        "image/webp": riff((b"EXIF", block)),
        "image/png": png(after=chunk(b"eXIf", block)),
    }
    missed = []
    for kind, data in files.items():
        try:
            tags = as_exifread(data, details=False)
        except Exception:
            tags = {}
        missed += [] if "Image ImageDescription" in tags else [kind]
        assert read(tmp_path, data, media_type=kind).values["caption"] == "The port at dawn"
    assert missed != []


def test_3_text_that_is_no_utf8_comes_back_as_the_spelling_of_bytes(tmp_path: Path) -> None:
    data = jpeg(exif_segment(tiff([ascii_tag(315, "José Núñez".encode("cp1252"))])))
    assert str(as_exifread(data, details=False)["Image Artist"]) == "b'Jos\\xe9 N\\xfa\\xf1ez'"
    assert read(tmp_path, data).values["creator"] == ["José Núñez"]


def test_4_iim_without_a_character_set_is_left_to_the_reader(tmp_path: Path) -> None:
    data = jpeg(iim_segment(dataset(2, 120, "“Été” à Hué – 5 €".encode("cp1252"))))
    image = opened(data)
    assert isinstance(image, ImageFile.ImageFile)
    info = IptcImagePlugin.getiptcinfo(image)
    assert info is not None
    raw = info[(2, 120)]
    assert isinstance(raw, bytes)
    with pytest.raises(UnicodeDecodeError):
        raw.decode()
    assert "“" not in raw.decode("latin-1")
    assert read(tmp_path, data).values["caption"] == "“Été” à Hué – 5 €"


def test_5_a_truncated_file_cannot_be_opened(tmp_path: Path) -> None:
    whole = jpeg(xmp_segment(caption("The port at dawn")))
    data = whole[: whole.index(b"<?xpacket end") + 60]
    with pytest.raises(OSError, match=r"(?i)truncated"):
        opened(data)
    description = read(tmp_path, data)
    assert description.values["caption"] == "The port at dawn"
    assert "incomplete" in description.notes[0]


def test_6_metadata_in_several_segments_is_read_in_part(tmp_path: Path) -> None:
    first = xmp_segment(packet("<photoshop:City>Hà Nội</photoshop:City>" + alternatives("dc:description", id="Words")))
    reissued = jpeg(first, xmp_segment(caption("(FILE PHOTO) Words")))
    assert "Hà Nội" not in str(opened(reissued).getxmp())
    values = read(tmp_path, reissued).values
    assert (values["city"], values["caption"]) == ("Hà Nội", "(FILE PHOTO) Words")
    guid, more = b"A" * 32, packet("<photoshop:City>Hà Nội</photoshop:City>")
    part = EXTENSION_MARK + guid + struct.pack(">II", len(more), 0) + more
    extended = jpeg(xmp_segment(packet("", f'xmpNote:HasExtendedXMP="{guid.decode()}"')), segment(0xE1, part))
    assert "Hà Nội" not in str(opened(extended).getxmp())
    assert read(tmp_path, extended).values["city"] == "Hà Nội"


def test_7_the_shape_of_xmp_is_left_to_the_reader(tmp_path: Path) -> None:
    def found(data: bytes) -> Any:
        return opened(data).getxmp()["xmpmeta"]["RDF"]["Description"]

    element = jpeg(xmp_segment(packet(alternatives("dc:title", id="Bait &amp;amp; Switch", en="B"))))
    attribute = jpeg(xmp_segment(packet("", 'dc:title="Bait &amp;amp; Switch"')))
    assert found(attribute)["title"] == "Bait &amp; Switch"
    assert found(element)["title"]["Alt"]["li"][0] == {"lang": "id", "text": "Bait &amp; Switch"}
    assert read(tmp_path, attribute).values["title"] == read(tmp_path, element).values["title"] == "Bait & Switch"


def test_8_what_the_camera_wrote_looks_like_a_caption(tmp_path: Path) -> None:
    block = tiff(
        [ascii_tag(270, b"OLYMPUS DIGITAL CAMERA         ")], exif=[bytes_tag(37510, b"ASCII\0\0\0Flood in Jakarta")]
    )
    data = jpeg(exif_segment(block))
    assert opened(data).getexif()[270].strip() == "OLYMPUS DIGITAL CAMERA"
    assert str(as_exifread(data, details=False)["Image ImageDescription"]).startswith("OLYMPUS")
    description = read(tmp_path, data)
    assert description.values["caption"] == "Flood in Jakarta"
    assert description.values["boilerplate"] == "OLYMPUS DIGITAL CAMERA"


def test_9_without_defusedxml_xmp_is_empty_with_only_a_warning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = jpeg(xmp_segment(caption("The port at dawn")))
    monkeypatch.setitem(sys.modules, "defusedxml", None)
    with pytest.warns(UserWarning, match="defusedxml"):
        assert opened(data).getxmp() == {}
    assert read(tmp_path, data).values["caption"] == "The port at dawn"


def test_10_a_saved_copy_keeps_the_comment(tmp_path: Path) -> None:
    data = jpeg(comment(b"For editors only: home address"), exif_segment(tiff([ascii_tag(270, b"Words")])))
    copy = io.BytesIO()
    image = opened(data)
    image.thumbnail((40, 40))
    image.save(copy, "JPEG")
    assert b"home address" in copy.getvalue()
    thumbnail = read(tmp_path, data).thumbnail
    assert thumbnail is not None
    assert b"home address" not in (tmp_path / thumbnail).read_bytes()


def test_11_a_picture_is_turned_once(tmp_path: Path) -> None:
    data = jpeg(exif_segment(tiff([short_tag(274, 6)])), base=encoded("JPEG", 640, 480))
    image = opened(data)
    image.thumbnail((40, 40))
    assert image.width > image.height
    thumbnail = read(tmp_path, data).thumbnail
    assert thumbnail is not None
    with Image.open(tmp_path / thumbnail) as shown:
        assert shown.width < shown.height
        assert shown.getexif().get(274, 1) == 1


def test_12_a_wire_photo_has_no_suffix(tmp_path: Path) -> None:
    path = tmp_path / "836154525"
    path.write_bytes(jpeg(xmp_segment(caption("The port at dawn"))))
    assert mimetypes.guess_type(path.name) == (None, None)
    assert media_type(path, path.name) == "image/jpeg"


def test_13_a_camera_file_of_several_frames_is_one_photo(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    picture(64, 48).save(buffer, "MPO", save_all=True, append_images=[picture(32, 24)])
    data = buffer.getvalue()
    assert len([frame.size for frame in ImageSequence.Iterator(opened(data))]) == 2
    description = read(tmp_path, data)
    assert (description.values["width"], description.values["height"]) == (64, 48)
    assert description.notes == []


def test_14_bombs_take_with_them_what_could_be_read(tmp_path: Path) -> None:
    huge = png(chunk(b"tEXt", b"Description\0The port at dawn")).replace(
        encoded("PNG")[8:33], chunk(b"IHDR", struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0))
    )
    with pytest.raises(Image.DecompressionBombError):
        opened(huge)
    description = read(tmp_path, huge, media_type="image/png")
    assert description.values["caption"] == "The port at dawn"
    assert "pixels" in description.notes[0]
