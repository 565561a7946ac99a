"""Lines with a photo's name, and lines that only look like it: list marks, quotes, labels, sentences, headings."""

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


CODES_TEXT = (
    "W-HAI_1275|IMG_1234|dsc_0412|DSC01234|_MG_1234|_DSC4410|DSCF7781|TTXVN_3381|VNA_20251025_0123|IMG_20251025_085341|"
    "PXL_20251025_085341123|IMG-20251025-WA0012|DJI_0123|W-HAI_1275 (1)|W-HAI_1275-1024x683|000_36AB7XU|"
    "AP25298123456789|gettyimages-836154525"
)


@pytest.mark.parametrize("code", CODES_TEXT.split("|"))
def test_a_name_without_the_type_of_its_file_is_a_name_on_a_line_of_its_own(code: str) -> None:
    for dress in ("{}", "[{}]", "({})", "Foto: {}", "File: {}", "Ảnh 1: {}", "**{}**", '"{}"', "1. {}", "{};"):
        found = read(f"{dress.format(code)}\nKapal kayu bersandar.")
        assert [(m.filename, m.caption) for m in found.mentions] == [(code, "Kapal kayu bersandar.")], dress


CODED = {
    "before its caption": "W-HAI_1275: Kapal kayu bersandar.",
    "before a dash": "1. W-HAI_1275 – Kapal kayu bersandar.",
    "after its caption": "Kapal kayu bersandar. (W-HAI_1275)",
    "below its caption": "Kapal kayu bersandar. Foto: VNA\nW-HAI_1275",
    "in a table": "Nama berkas | Keterangan\nW-HAI_1275 | Kapal kayu bersandar.",
}


@pytest.mark.parametrize("place", CODED)
def test_a_name_without_its_type_may_stand_beside_its_caption(place: str) -> None:
    found = read(CODED[place])
    assert [(m.filename, m.caption) for m in found.mentions] == [("W-HAI_1275", "Kapal kayu bersandar.")]


@pytest.mark.parametrize("code", ["HAI-1275", "W-HAI 1275", "P1010234"])
def test_a_code_like_others_is_a_name_above_a_caption_with_its_credit(code: str) -> None:
    found = read(f"{code}\nKapal kayu bersandar.\nFoto: VNA")
    assert [(m.filename, m.caption, m.credit) for m in found.mentions] == [(code, "Kapal kayu bersandar.", "VNA")]
    assert code in read(f"{code}\nKapal kayu bersandar.").text


PLACES_TEXT = r"""uploads/2025/kapal kayu.JPG
C:\foto\kapal kayu.JPG
\\server\foto\kapal kayu.JPG
./kapal kayu.JPG
foto/hari 2/kapal kayu.JPG
Foto: uploads/kapal kayu.JPG
[Foto: uploads/kapal kayu.JPG]
1. uploads/kapal kayu.JPG
https://cdn.contoh.id/2025/kapal%20kayu.JPG?w=800
//cdn.contoh.id/kapal%20kayu.JPG
cdn.contoh.id/media/kapal%20kayu.JPG
<https://cdn.contoh.id/kapal%20kayu.JPG>
Foto: https://cdn.contoh.id/kapal%20kayu.JPG
file:///D:/foto/kapal%20kayu.JPG
<img class="x" src="/media/kapal%20kayu.JPG?x=1" alt="Kapal">
![Kapal](media/kapal%20kayu.JPG)
[[File:kapal kayu.JPG|thumb|200px]]"""


@pytest.mark.parametrize("place", PLACES_TEXT.split("\n"))
def test_a_path_or_an_address_on_a_line_of_its_own_names_the_file_at_its_end(place: str) -> None:
    found = read(f"{place}\nKapal kayu bersandar.")
    assert [(m.filename, m.caption) for m in found.mentions] == [("kapal kayu.JPG", "Kapal kayu bersandar.")]
    assert "JPG" not in found.text
    assert any(place.strip("[]<>") in line or line in place for line in found.furniture)


def test_hostile_lines_are_read_in_time() -> None:
    lines = [
        "a/" * 900 + "x.jpg",
        "<img src=" * 200,
        "http://a.b/" * 150,
        "W-HAI_1275 " * 180,
        "[[File:a.jpg" + "|a" * 900,
    ]
    for line in lines:
        assert_linear(read, repeated(f"{line}\n"), 1)
    for piece, before, after in (("a/", "", "x.jpg"), ("<img src=", "", ""), ("|a", "[[File:a.jpg", "")):
        assert_linear(read, repeated(piece, before, after))
    assert_linear(read, repeated("HAI-1275\n"))


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
    "an address of a page": "https://contoh.id/media/A-1.html",
    "an address in a sentence": "Lihat https://contoh.id/media/A-1.jpg di laman kami.",
    "an address that a label calls a source": "Sumber: https://contoh.id/media/A-1.jpg",
    "a path in a sentence": "Gambar kapal itu ada di media/A-1.jpg",
    "a day before a name in a sentence": "Pada 25/10/2025 panitia mengirim A-1.jpg ke redaksi.",
    "a code in a sentence": "Panitia mengirim IMG_1234 ke redaksi.",
    "a sentence that begins with a code": "W-HAI_1275\nadalah berkas yang dikirim panitia ke semua redaksi.",
    "a code on a wrapped line of a sentence": "Gambar itu disimpan dalam berkas bernama\nW-HAI_1275\ndan diunduh.",
    "a disease": "COVID-19\nPemerintah menutup posko. Foto: Antara",
    "a meeting": "G20",
    "a year of a meeting": "ASEAN-2025\nMalaysia memimpin sidang. Foto: Antara",
    "a law of a year": "UU_2025",
    "an aircraft": "SU-35\nPesawat itu dibeli dari Rusia. Foto: Antara",
    "a ship": "KRI-990\nKapal perang itu bersandar di Surabaya. Foto: Antara",
    "a flight": "GA-1234\nPesawat itu mendarat pukul sembilan.",
    "a room": "A-1203\nTamu menginap di lantai dua belas. Foto: Antara",
    "a telephone number": "0812-3456-7890",
    "a long number": "NIK_1234567890123456",
    "a table of codes that says nothing of files": "Kode | Jumlah\nKAP_1275 | 4",
    "a table about other things": "Berkas\tUkuran\nlampiran.pdf\t2 MB",
    "an image of Markdown inside a sentence": "Lihat ![logo](logo.png) di sampul buku.",
    "a numbered caption that names no file": "Foto 1: Kapal pertama tiba di dermaga.",
}


@pytest.mark.parametrize("rule", TEXT)
def test_what_is_no_photo_stays_text(rule: str) -> None:
    found = read(TEXT[rule])
    assert found.mentions == []
    assert TEXT[rule] in found.text
