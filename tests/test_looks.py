"""How pictures look: the same one in another dress is found, another one is not."""

from __future__ import annotations

import base64
from io import BytesIO
from pathlib import Path

from PIL import Image

from ingest.photo.looks import MINIATURE, looks_of

FLAG = Path(__file__).parent.parent / "sample_corpus" / "photos" / "bendera-forum.png"


def test_a_miniature_is_the_whole_picture_in_grey() -> None:
    picture = Image.new("RGB", (200, 100), "white")
    picture.paste("black", (100, 0, 200, 100))
    whole, miniature = looks_of(picture)
    rows = base64.b64decode(miniature)
    assert len(rows) == MINIATURE * MINIATURE
    assert set(rows[: MINIATURE // 2]) == {255}
    assert set(rows[MINIATURE // 2 : MINIATURE]) == {0}
    assert whole == "18" * 8  # white, four cells of it; one cell half and half; black


def test_a_picture_too_small_to_tell_has_no_miniature() -> None:
    assert looks_of(Image.new("L", (31, 200), 90))[1] == ""


def test_a_recompressed_picture_looks_the_same() -> None:
    with Image.open(FLAG) as picture:
        kept = BytesIO()
        picture.convert("RGB").save(kept, "JPEG", quality=40)
        first, again = looks_of(picture.convert("RGB")), looks_of(Image.open(kept).convert("RGB"))
    assert (int(first[0], 16) ^ int(again[0], 16)).bit_count() <= 4
