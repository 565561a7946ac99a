"""Lines that hold a photo's name and lines that only look so: list marks, quotes, labels, sentences, headings."""

from __future__ import annotations

import pytest

from archive.record import Description
from ingest.enrich import enrich

BEFORE = "Panitia menutup pameran kapal di Surabaya pada Jumat sore. Ribuan warga datang."
AFTER = "Pameran berikutnya dibuka tahun depan. Panitia belum memilih kota."


def read(block: str) -> Description:
    """A block that stands between two paragraphs."""
    description = Description("text/plain", "text", 1, text=f"{BEFORE}\n\n{block}\n\n{AFTER}")
    enrich(description, "naskah.txt", "naskah.txt")
    return description


DRESSES_TEXT = (
    'A-1.jpg:|A-1.jpg.|A-1.jpg,|"A-1.jpg"|‘A-1.jpg’|« A-1.jpg »|`A-1.jpg`|<A-1.jpg>|[[A-1.jpg]]|*A-1.jpg*|_A-1.jpg_|'
    "~~A-1.jpg~~|- **A-1.jpg**|- [ ] A-1.jpg|→ A-1.jpg|1/ A-1.jpg|\\- A-1.jpg|\u200bA-1.jpg\u200e|\u00a0A-1.jpg\u00a0|"
    "Foto 1. A-1.jpg|Foto 1 – A-1.jpg|[Ảnh] A-1.jpg|Foto utama: A-1.jpg|Main photo: A-1.jpg|**Foto 1:** A-1.jpg|"
    "Foto ke-1: A-1.jpg|Image file: A-1.jpg"
)


@pytest.mark.parametrize("dress", DRESSES_TEXT.split("|"))
def test_a_name_is_told_from_the_signs_around_it(dress: str) -> None:
    found = read(f"{dress}\nKapal kayu bersandar.")
    assert [(m.filename, m.caption) for m in found.mentions] == [("A-1.jpg", "Kapal kayu bersandar.")]


TEXT = {
    "a name with its comma on a wrapped line": "Berkas yang dimaksud dalam rilis ini,\nA-1.jpg,\nsudah diganti.",
    "a name between dashes of a sentence": "A-1.jpg – yang dikirim panitia – hilang.",
    "a name and more of the sentence in brackets": "A-1.jpg (rusak) dihapus panitia.",
    "a sentence that names a file, and a credit": "Panitia mengirim kapal.jpg kepada redaksi. Foto: Antara",
    "a name alone on a wrapped line of a sentence": (
        "Gambar resmi kapal itu disimpan dalam berkas bernama\nA-1.jpg\ndan dapat diunduh oleh redaksi."
    ),
    "a wrapped sentence that goes on with a small letter": (
        "The office sent every newsroom the picture\nA-1.jpg\nwhich shows the ship at noon."
    ),
    "a sentence that begins with a name": "A-1.jpg\nadalah berkas yang dikirim panitia ke semua redaksi.",
    "a sentence that ends on a name and its full stop": "Ảnh của lễ hạ thủy nằm trong tệp\nA-1.jpg.",
    "a name inside a sentence on one line": "Berkas A-1.jpg dikirim ke redaksi.",
    "a name in brackets inside a sentence": "Panitia mengirim gambar itu (A-1.jpg) ke redaksi.",
    "a sentence about a file in brackets": "Panitia mengirim gambar itu dalam satu berkas (A-1.jpg).",
    "a heading that ends in a suffix": "Mengapa redaksi menolak semua .jpg",
    "a heading that ends in a name": "Kisah di balik A-1.jpg",
    "a heading of Markdown": "## Semua tentang A-1.jpg",
    "a pattern": "*.jpg",
    "a pattern with placeholders": "DSC_####.jpg",
    "a bare suffix": ".jpg",
    "bare suffixes": ".png dan .jpg",
    "an attachment that is no picture": "lampiran.pdf\nJadwal pameran lengkap.",
    "an address": "https://contoh.id/media/A-1.jpg",
    "an address without scheme": "contoh.id/media/A-1.jpg",
    "a table about other things": "Berkas\tUkuran\nlampiran.pdf\t2 MB",
    "an image of Markdown inside a sentence": "Lihat ![logo](logo.png) di sampul buku.",
    "a numbered caption that names no file": "Foto 1: Kapal pertama tiba di dermaga.",
}


@pytest.mark.parametrize("rule", TEXT)
def test_what_is_no_photo_stays_text(rule: str) -> None:
    found = read(TEXT[rule])
    assert found.mentions == []
    assert TEXT[rule] in found.text
