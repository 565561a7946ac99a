"""For any text, each of its words is afterwards in the body or in the extracted parts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.record import Description
from archive.text.orthography import word_set
from ingest.description.extraction import extract_description
from tests.builders.described_texts import describe_text
from tests.support.growth import assert_linear, repeated

WORD = re.compile(r"[^\W_]+")
# Words of labels that are expressed by the field in the record.
LABELS = word_set("sumber nguồn source theo link url foto photo photos ảnh gambar hình image file berkas")

SENTENCES = [
    "Wali kota membuka dermaga baru di Surabaya.",
    "Bộ trưởng dự lễ khánh thành cầu cảng mới.",
    "The mayor opened a new pier, and the crowd sang.",
    "Dermaga baru dibuka",
    "WALI KOTA MEMBUKA DERMAGA",
    "Kính thưa quý vị,",
]
LINES = [
    *SENTENCES,
    "A-1.jpg",
    "kapal kayu (2).PNG",
    "B-1.jpg, B-2.jpg",
    "Foto 1: C-1.jpg",
    "- D-1.jpg: Kapal tiba",
    "Kapal tiba (E-1.jpg)",
    "![dermaga lama](gambar/F-1.jpg)",
    "[![pelabuhan](G-1.jpg)](https://contoh.id/besar)",
    "*Kapal kayu bersandar*",
    "File\tKeterangan\tTanggal",
    "H-1.jpg\tKapal pergi\tkemarin",
    "| I-1.jpg | Kapal datang | Budi |",
    "|---|---|---|",
    "Foto: Antara",
    "Kapal pulang. Foto: Budi/Antara",
    "Foto-foto: Dinas Kominfo",
    "Teks dan foto: Ani",
    "Beranda > Berita > Pelabuhan",
    "SIARAN PERS",
    "Nomor: 123/SP/HM/X/2025",
    "EMBARGO SAMPAI 3 Mei 2026 pukul 10.00 WIB",
    "Jumat, 3 Oktober 2025",
    "Baca juga: Nelayan menolak pajak",
    "Baca juga:",
    "Pewarta: Budi Raharjo",
    "Editor: Tono",
    "Tags: laut, kapal",
    "Copyright Kabar 2025",
    "Sumber: https://kabar.id/dermaga-baru-dibuka-wali-kota-12345.html",
    "Nguồn: Báo Hải Phòng",
    "# Judul besar",
    "=====",
    "7",
    "",
    " \t ",
    "\f",
]


def words(text: str) -> set[str]:
    return {word.casefold() for word in WORD.findall(text)}


def words_out(found: Description) -> set[str]:
    mentions = [mention.to_json() for mention in found.mentions]
    return words("\n".join([found.text, *strings([found.values, mentions, found.furniture])]))


def strings(value: Any) -> Iterator[str]:
    """Yield every string in plain JSON values."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from strings(part)
    elif isinstance(value, str):
        yield value


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(LINES) | st.text(max_size=30), max_size=14))
def test_no_word_is_lost(lines: list[str]) -> None:
    raw = "\n".join(lines)
    found = describe_text(raw)
    expected = words(unicodedata.normalize("NFC", raw))
    assert expected - words_out(found) <= LABELS


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(LINES), max_size=14))
def test_offsets_point_at_paragraphs_and_pages_are_in_step(lines: list[str]) -> None:
    found = Description("text/plain", "text", 1, text="\n".join(lines))
    pages = found.text.count("\f") + 1
    extract_description(found, "naskah.txt", "")
    starts = {0, len(found.text)} | {match.end() for match in re.finditer(r"\n\n|\f", found.text)}
    assert all(mention.offset in starts for mention in found.mentions)
    assert [mention.offset for mention in found.mentions] == sorted(mention.offset for mention in found.mentions)
    assert found.text.count("\f") + 1 == pages
    assert found.pages == (found.text.split("\f") if pages > 1 else [])
    assert not re.search(r"\n[ \t]*\n[ \t]*\n", found.text)


HOSTILE = {
    "one line": "Wali kota membuka dermaga baru. ",
    "one word": "a",
    "line ends": "\n",
    "carriage returns": "a\r",
    "names": "a.jpg\n",
    "names between blanks": "a.jpg\n\n",
    "names on one line": "a.jpg ",
    "pipes": "a.jpg|",
    "brackets": "(",
    "images": "![" * 900 + "\n",
    "labels": "A-1.jpg\n" + "Foto: A. " * 80 + "\n\n",
    "agencies": "A-1.jpg\n" + "AFP Photo " * 60 + "\n\n",
    "dates": "25/10/2025 ",
    "pages": "1\n\f",
    "an address": "a-",
}


def extract_text(text: str) -> None:
    extract_description(Description("text/plain", "text", 1, text=text), "naskah.txt", "")


@pytest.mark.parametrize("shape", HOSTILE)
def test_hostile_shapes_take_time_in_proportion_to_them(shape: str) -> None:
    before = "Sumber: https://a.b/" if shape == "an address" else ""
    assert_linear(extract_text, repeated(HOSTILE[shape], before), 1 + 8_000 // len(HOSTILE[shape]))


def test_more_photo_names_than_are_read_stay_text_and_the_receipt_says_so() -> None:
    found = describe_text("\n\n".join(f"A-{n}.jpg" for n in range(20_050)))
    assert len(found.mentions) == 20_000
    assert "A-20049.jpg" in found.text
    assert any("photos" in note for note in found.notes)
