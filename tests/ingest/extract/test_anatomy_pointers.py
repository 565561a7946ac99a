"""Photos named in a sentence: linked to the text, which stays unchanged; and words in sentences that are not file
names."""

from __future__ import annotations

import pytest

from archive.record import Description
from tests.builders.described_texts import describe_text
from tests.support.growth import assert_linear, repeated

BEFORE = "Panitia menutup pameran kapal di Surabaya pada Jumat sore. Ribuan warga datang."
AFTER = "Pameran berikutnya dibuka tahun depan. Panitia belum memilih kota."


def read(block: str) -> Description:
    """Return the description of a block between two paragraphs."""
    return describe_text(f"{BEFORE}\n\n{block}\n\n{AFTER}", "naskah.txt", "naskah.txt")


POINTED = {
    "Lihat foto DSC_0101.jpg.": ["DSC_0101.jpg"],
    "Kapal itu bersandar pada Jumat sore (lihat DSC_0101.JPG).": ["DSC_0101.JPG"],
    "The ship is seen from the quay (see photo W-HAI_1275.jpg) at noon.": ["W-HAI_1275.jpg"],
    "The ship is seen from the quay (see also photo no. 2: kapal-kayu.jpeg), and leaves.": ["kapal-kayu.jpeg"],
    "Lễ ký diễn ra sáng nay, ảnh: DSC_0412.jpg, tại Hà Nội.": ["DSC_0412.jpg"],
    "Xem ảnh DSC_0412.jpg và DSC_0413.jpg của Ban Tổ chức.": ["DSC_0412.jpg", "DSC_0413.jpg"],
    "Panitia mengirim foto IMG_1.jpg, IMG_2.jpg, dan IMG_3.jpg ke redaksi.": ["IMG_1.jpg", "IMG_2.jpg", "IMG_3.jpg"],
    "Silakan lihat gambar “Kapal kayu Surabaya.jpg” di bawah.": ["Kapal kayu Surabaya.jpg"],
    "The crew in photo TTXVN_3381 waited for the tide.": ["TTXVN_3381"],
    "Kapal itu tampak dari dermaga. Lihat\nfoto DSC_0101.jpg.": ["DSC_0101.jpg"],
    "Lihat foto DSC_0101.jpg. Di foto DSC_0101.jpg tampak dua kapal.": ["DSC_0101.jpg"],
    "Suasana terlihat dalam IMG_2041.jpg, antrean tampak pada IMG_2042.jpg.": ["IMG_2041.jpg", "IMG_2042.jpg"],
    "Wali kota memotong pita di kapal-kayu.jpg dan pelaut-1.jpg sore itu.": ["kapal-kayu.jpg", "pelaut-1.jpg"],
    "Quang cảnh trong IMG_3041.jpg và ở IMG_3042.jpg cho thấy điều đó.": ["IMG_3041.jpg", "IMG_3042.jpg"],
    "The mayor cuts the ribbon in IMG_4041.jpg; a queue is in “Night queue.jpg”.": ["IMG_4041.jpg", "Night queue.jpg"],
    "IMG_5041.JPG menunjukkan kapal, sedangkan (IMG_5042.JPG) dermaga.": ["IMG_5041.JPG", "IMG_5042.JPG"],
    "HANOI, May 5, 2026 - IMG_1.jpg, IMG_2.jpg and IMG_3.jpg": ["IMG_1.jpg", "IMG_2.jpg", "IMG_3.jpg"],
    "Dokumentasi kegiatan: kapal-1.jpg; kapal-2.jpg": ["kapal-1.jpg", "kapal-2.jpg"],
}


@pytest.mark.parametrize("sentence", POINTED)
def test_a_sentence_that_points_at_a_photo_names_it_and_stays_text(sentence: str) -> None:
    found = read(sentence)
    assert [m.filename for m in found.mentions] == POINTED[sentence]
    assert all((m.caption, m.credit) == (None, None) for m in found.mentions)
    assert found.text == f"{BEFORE}\n\n{sentence}\n\n{AFTER}"
    assert all(found.text[m.offset :] == AFTER for m in found.mentions)


NONE = [
    "Lihat report.doc dan situs example.com, e.g. pada bagian 3.5.",
    "Foto diambil 25.10.2025 pukul 10.30, lihat hal. 4.",
    "See photo credits at example.com/photo.jpg and https://contoh.id/a-1.jpg.",
    "Foto Budi Santoso dan foto 2025 dipamerkan.",
    "Berkas A-1.jpg dikirim ke redaksi.",
    "Semua foto *.jpg dan foto .jpg ditolak, juga foto DSC_####.jpg.",
    "See photo KRI-990 and picture COVID-19.",
    "Lihat foto arsip.jpg.zip di server.",
    "Foto: budi@contoh.jpg.id",
    "Berkas ada di https://contoh.id/IMG_2041.jpg dan dalam arsip.zip.",
    "Rapat pada 2025 membahas hal itu di G20 dan dalam COVID-19.",
    "Kirim ke foto-IMG_2041.jpg@contoh.id dalam bentuk jpg.",
    "Catatan: Kredit foto budi santoso.jpg milik panitia",
]


@pytest.mark.parametrize("sentence", NONE)
def test_what_names_no_photo_ties_none(sentence: str) -> None:
    found = read(sentence)
    assert found.mentions == []
    assert sentence in found.text


def test_a_photo_with_its_caption_is_not_named_twice() -> None:
    found = read(
        "DSC_0101.jpg\nKapal kayu bersandar.\n\nLihat foto DSC_0101.jpg di atas dan foto DSC_0102.jpg di bawah."
    )
    told = [(m.filename, m.caption) for m in found.mentions]
    assert told == [("DSC_0101.jpg", "Kapal kayu bersandar."), ("DSC_0102.jpg", None)]


@pytest.mark.parametrize(
    "label", ["Ảnh minh họa", "Foto ilustrasi", "Photos attached", "Foto terlampir", "Foto kegiatan"]
)
def test_a_photo_named_in_the_last_line_is_no_credit(label: str) -> None:
    description = describe_text(f"{BEFORE}\n\n{AFTER}\n\n{label}: IMG_1201.jpg\n", "naskah.txt", "naskah.txt")
    assert [mention.filename for mention in description.mentions] == ["IMG_1201.jpg"]


LABELLED = {
    "Foto DSC_0412.jpg: Presiden menyalami warga.": "DSC_0412.jpg",
    "Ảnh DSC_0412.jpg: Presiden menyalami warga.": "DSC_0412.jpg",
    "Photo 2 W-HAI_1275.jpg - Presiden menyalami warga.": "W-HAI_1275.jpg",
    "Foto DSC_0412.jpg\nPresiden menyalami warga.": "DSC_0412.jpg",
    "Foto W-HAI_1275: Presiden menyalami warga.": "W-HAI_1275",
    "Foto kapal.jpg: Presiden menyalami warga.": "Foto kapal.jpg",
    "Foto 1.jpg: Presiden menyalami warga.": "Foto 1.jpg",
}


@pytest.mark.parametrize("block", LABELLED)
def test_a_word_for_photos_before_a_cameras_name_is_no_part_of_it(block: str) -> None:
    found = read(block)
    told = [(m.filename, m.caption) for m in found.mentions]
    assert told == [(LABELLED[block], "Presiden menyalami warga.")]


def test_hostile_paragraphs_are_read_in_time() -> None:
    for piece in ("foto a", "lihat foto ", "foto a.jpg, "):
        assert_linear(read, repeated(piece))
    assert_linear(read, repeated("a.", "foto ", "jpg"))
    assert_linear(read, repeated("Lihat foto " + "A-" * 120 + ".jp\n\n"), 4)
