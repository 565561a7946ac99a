"""Titles derived from captions for photos without one: words about the picture, not its photographer."""

from __future__ import annotations

import pytest

from archive.captions.fallback_titles import first_sentence, follow_caption
from archive.record import Candidate, Description
from ingest.identity.sidecars import fitting
from ingest.photo.derived_values import add_photo_title
from tests.support.growth import assert_linear, repeated

CAPTIONS = [
    ("Kapal pengawas. (Foto: Dok. KKP)", "Kapal pengawas"),
    ("Kapal pengawas (Foto: Dok. KKP)", "Kapal pengawas"),
    ("Kapal pengawas tiba. Foto: ANTARA/Hai Wira", "Kapal pengawas tiba"),
    ("Tàu về bến. Ảnh: Lâm Khánh/TTXVN", "Tàu về bến"),
    ("A ship. (AP Photo/Jane Doe)", "A ship"),
    ("A ship. REUTERS/Jane Doe", "A ship"),
    ("Warga antre sembako di Jakarta, Senin. Harga naik. (Foto: Antara)", "Warga antre sembako di Jakarta, Senin"),
    ("Foto: Antara", "Foto: Antara"),
]


@pytest.mark.parametrize(("caption", "title"), CAPTIONS)
def test_a_title_is_of_the_caption_without_its_credit(caption: str, title: str) -> None:
    photo = Description("image/jpeg", "photo", 1)
    photo.offer("caption", caption, "xmp:dc:description")
    add_photo_title(photo, "a.jpg")
    assert photo.values["title"] == title
    assert follow_caption(photo.origins) is None, "the title of the caption in use stays"
    sidecar = Description("application/rdf+xml", "sidecar", 1)
    sidecar.offer("caption", caption, "sidecar:dc:description")
    assert fitting(sidecar).values["title"] == title


def test_a_title_follows_the_caption_that_the_archivist_gives() -> None:
    origins = {
        "caption": [
            Candidate("archivist", "Kapal latih. (Foto: Dok. KKP)"),
            Candidate("xmp", "Kapal. (Foto: Dok. KKP)"),
        ],
        "title": [Candidate("first sentence", "Kapal")],
    }
    assert [title.value for title in follow_caption(origins) or []] == ["Kapal latih"]


def test_a_title_of_a_shorter_caption_is_not_that_of_a_longer_one() -> None:
    origins = {
        "caption": [Candidate("xmp", "Kapal tiba di Batam, Senin")],
        "title": [Candidate("first sentence", "Kapal tiba di Batam")],
    }
    assert [title.value for title in follow_caption(origins) or []] == ["Kapal tiba di Batam, Senin"]


@pytest.mark.parametrize("piece", ["(", "(foto ", ". foto: ", "foto by "])
def test_hostile_captions_give_a_title_soon(piece: str) -> None:
    assert_linear(first_sentence, repeated(piece))
