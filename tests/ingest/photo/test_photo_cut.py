"""A picture that ends before its last parts is held: an order may be in what is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.record import Description, Status
from ingest.description.file_description import describe
from ingest.files.restrictions import access_of_unread
from tests.builders import box_builders, format_builders
from tests.builders.photo_builders import caption, chunk, picture, png, riff
from tests.builders.picture_carriers import PICTURE_CARRIERS

CAPTION = caption("A harbour.")
WHOLE = {
    "webp": riff((b"XMP ", CAPTION)),
    "png": png(after=chunk(b"tEXt", b"Note\0A harbour.")),
    "gif": format_builders.gif(picture().convert("P"), comment=b"A harbour."),
    "heic": format_builders.heic(xmp=CAPTION),
    "avif": box_builders.heif(b"av01", b"avif", xmp=CAPTION),
    "jxl": box_builders.jxl(box_builders.box(b"xml ", CAPTION)),
    "psd": PICTURE_CARRIERS["psd", "text behind the layers"]("A harbour."),
}


def held(folder: Path, kind: str, data: bytes) -> bool:
    path = folder / f"file.{kind}"
    path.write_bytes(data)
    description = Description.from_json(describe(str(path), path.name, str(folder)))
    return access_of_unread(description).status is Status.HELD


@pytest.mark.parametrize("kind", WHOLE)
def test_a_whole_picture_is_not_held_and_one_that_lost_its_end_is(tmp_path: Path, kind: str) -> None:
    whole = WHOLE[kind]
    assert not held(tmp_path, kind, whole)
    assert held(tmp_path, kind, whole[:-40] if kind != "psd" else whole[: len(whole) // 2])


def test_a_gif_without_its_last_mark_lost_nothing(tmp_path: Path) -> None:
    assert not held(tmp_path, "gif", WHOLE["gif"].removesuffix(b";"))
