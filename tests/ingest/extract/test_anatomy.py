"""Photos named in copied pages: which lines are their names, which words their captions. One example and one
counter-example for every rule, in Indonesian, Vietnamese and English."""

from __future__ import annotations

import pytest

from archive.record import Description
from ingest.description.extraction import extract_description
from tests.builders.described_texts import describe_text

BEFORE = "Panitia menutup pameran kapal di Surabaya pada Jumat sore. Ribuan warga datang."
AFTER = "Pameran berikutnya dibuka tahun depan. Panitia belum memilih kota."


def read(text: str) -> Description:
    return describe_text(text, "naskah.txt", "naskah.txt")


def photos(block: str) -> list[tuple[str, str | None, str | None]]:
    """Return (file name, caption, credit) of the photos in a block between two paragraphs."""
    found = read(f"{BEFORE}\n\n{block}\n\n{AFTER}")
    return [(mention.filename, mention.caption, mention.credit) for mention in found.mentions]


CAPTIONED = {
    "a name with words under it": (
        "KAPAL_01.jpg\nWali kota melihat kapal kayu.",
        [("KAPAL_01.jpg", "Wali kota melihat kapal kayu.", None)],
    ),
    "blanks, digits, brackets and accents in the name; any suffix, any case": (
        "Khánh thành cầu Bạch Đằng (2) [bản rõ].PNG\nNgười dân đi bộ qua cầu.",
        [("Khánh thành cầu Bạch Đằng (2) [bản rõ].PNG", "Người dân đi bộ qua cầu.", None)],
    ),
    "commas and many words in the name": (
        "Menteri Perhubungan, Wali Kota Surabaya, dan warga melihat kapal 20251003 7 12.TIFF\nMereka naik ke geladak.",
        [
            (
                "Menteri Perhubungan, Wali Kota Surabaya, dan warga melihat kapal 20251003 7 12.TIFF",
                "Mereka naik ke geladak.",
                None,
            )
        ],
    ),
    "a caption that wraps over lines, the credit on its last": (
        "DSC_0042.heic\nThe mayor walks on the deck of the\nrestored schooner with two pupils.\nPhoto: Harbour Office",
        [
            (
                "DSC_0042.heic",
                "The mayor walks on the deck of the restored schooner with two pupils.",
                "Harbour Office",
            )
        ],
    ),
    "names in a row share the words below": (
        "A-1.jpg\nA-2.jpg\nA-3.webp\nSuasana pelabuhan. Foto: Dinas Kominfo",
        [(name, "Suasana pelabuhan.", "Dinas Kominfo") for name in ("A-1.jpg", "A-2.jpg", "A-3.webp")],
    ),
    "names in a row on one line": (
        "A-1.jpg, A-2.jpg dan A-3.jpg\nSuasana pelabuhan.",
        [(name, "Suasana pelabuhan.", None) for name in ("A-1.jpg", "A-2.jpg", "A-3.jpg")],
    ),
    "a second name right after a caption has none": (
        "A-1.jpg\nNgười dân xem tàu. Ảnh: Lê Minh\nA-2.jpg",
        [("A-1.jpg", "Người dân xem tàu.", "Lê Minh"), ("A-2.jpg", None, None)],
    ),
    "names and captions by turns": (
        "A-1.jpg\nKapal pertama.\nA-2.jpg\nKapal kedua.",
        [("A-1.jpg", "Kapal pertama.", None), ("A-2.jpg", "Kapal kedua.", None)],
    ),
    "a name with only a blank after it": ("A-1.jpg\n\nKapal itu berlayar pagi tadi.", [("A-1.jpg", None, None)]),
    "a line of white space is a blank": ("A-1.jpg\n \t\nKapal itu berlayar pagi tadi.", [("A-1.jpg", None, None)]),
    "words, then a name: captioned from above": (
        "Wali kota melihat kapal kayu. Foto: Antara\nA-1.jpg",
        [("A-1.jpg", "Wali kota melihat kapal kayu.", "Antara")],
    ),
    "words, then names: all captioned from above": (
        "The crew salutes the crowd\nA-1.jpg\nA-2.jpg",
        [("A-1.jpg", "The crew salutes the crowd", None), ("A-2.jpg", "The crew salutes the crowd", None)],
    ),
    "captions above names by turns": (
        "Kapal pertama.\nA-1.jpg\nKapal kedua.\nA-2.jpg",
        [("A-1.jpg", "Kapal pertama.", None), ("A-2.jpg", "Kapal kedua.", None)],
    ),
    "Foto 1: name": (
        "Foto 1: A-1.jpg\nKapal pertama.\nFoto 2: A-2.jpg\nKapal kedua.",
        [("A-1.jpg", "Kapal pertama.", None), ("A-2.jpg", "Kapal kedua.", None)],
    ),
    "Foto 1: caption, under its name": (
        "A-1.jpg\nFoto 1: Kapal pertama tiba.",
        [("A-1.jpg", "Kapal pertama tiba.", None)],
    ),
    "numbered captions under a row of names": (
        "A-1.jpg\nA-2.jpg\nẢnh 1: Tàu vào cảng.\nẢnh 2: Tàu rời cảng.",
        [("A-1.jpg", "Tàu vào cảng.", None), ("A-2.jpg", "Tàu rời cảng.", None)],
    ),
    "numbered captions in a block of their own": (
        "A-1.jpg\n\nA-2.jpg\n\nKeterangan foto:\nFoto 1: Kapal tiba.\n\nFoto 2: Kapal pergi\nsore itu. Foto: Antara",
        [("A-1.jpg", "Kapal tiba.", None), ("A-2.jpg", "Kapal pergi sore itu.", "Antara")],
    ),
    "a list of captions for names that are numbered": (
        "1. A-1.jpg\n2. A-2.jpg\n\n1. Tàu vào cảng.\n2. Tàu rời cảng.",
        [("A-1.jpg", "Tàu vào cảng.", None), ("A-2.jpg", "Tàu rời cảng.", None)],
    ),
    "a list of captions that says its numbers the other way round": (
        "Foto 2: A-1.jpg\nFoto 1: A-2.jpg\n\nFoto 1: Kapal tiba.\nFoto 2: Kapal pergi.",
        [("A-1.jpg", "Kapal pergi.", None), ("A-2.jpg", "Kapal tiba.", None)],
    ),
    "a list in the block of its names, one credit for all": (
        "A-1.jpg\nA-2.jpg\n(1) The ship sails.\n(2) The crew salutes.\nPhoto: Harbour Office",
        [("A-1.jpg", "The ship sails.", "Harbour Office"), ("A-2.jpg", "The crew salutes.", "Harbour Office")],
    ),
    "a list that is about other things": (
        "A-1.jpg\n\nA-2.jpg\n\nDua hal disepakati.\n\n1. Kapal dirawat.\n2. Dermaga diperbaiki.",
        [("A-1.jpg", None, None), ("A-2.jpg", None, None)],
    ),
    "a credit above its caption": (
        "A-1.jpg\nFoto: Antara\nKapal kayu bersandar di dermaga.",
        [("A-1.jpg", "Kapal kayu bersandar di dermaga.", "Antara")],
    ),
    "a caption above that ends in a colon": (
        "Kiri ke kanan, Budi dan Ani:\nA-1.jpg",
        [("A-1.jpg", "Kiri ke kanan, Budi dan Ani:", None)],
    ),
    "words above that only announce photos": (
        "Một số hình ảnh tại buổi lễ:\nA-1.jpg\nA-2.jpg",
        [("A-1.jpg", None, None), ("A-2.jpg", None, None)],
    ),
    "a credit after the bracketed name": (
        "Kapal kayu bersandar (A-1.jpg). Foto: Antara",
        [("A-1.jpg", "Kapal kayu bersandar", "Antara")],
    ),
    "a caption in small letters after the name": (
        "A-1.jpg: kapal tiba\nA-2.jpg - kapal pergi",
        [("A-1.jpg", "kapal tiba", None), ("A-2.jpg", "kapal pergi", None)],
    ),
    "a name with blanks before its caption": (
        "Kapal kayu (2).jpg - Warga di geladak. Ảnh: TTXVN",
        [("Kapal kayu (2).jpg", "Warga di geladak.", "TTXVN")],
    ),
    "an attachment in a list of photos": ("1. A-1.jpg\n2. jadwal.pdf", [("A-1.jpg", None, None)]),
    "a name with an address behind it": (
        "[A-1.jpg](https://contoh.id/a)\nKapal tiba.",
        [("A-1.jpg", "Kapal tiba.", None)],
    ),
    "Photo: name": ("Photo: A-1.jpg\nThe crew salutes.", [("A-1.jpg", "The crew salutes.", None)]),
    "list marks": ("- A-1.jpg\n- A-2.jpg", [("A-1.jpg", None, None), ("A-2.jpg", None, None)]),
    "numbers as list marks": ("1. A-1.jpg\n2) A-2.jpg", [("A-1.jpg", None, None), ("A-2.jpg", None, None)]),
    "a list of names with captions": (
        "• A-1.jpg: Kapal pertama tiba\n• A-2.jpg – Kapal kedua tiba",
        [("A-1.jpg", "Kapal pertama tiba", None), ("A-2.jpg", "Kapal kedua tiba", None)],
    ),
    "caption (name)": (
        "Kapal kayu bersandar di dermaga (A-1.jpg)\nTàu gỗ cập bến (A-2.jpg)",
        [("A-1.jpg", "Kapal kayu bersandar di dermaga", None), ("A-2.jpg", "Tàu gỗ cập bến", None)],
    ),
    "a credit in brackets after the name": ("A-1.jpg (Foto: Antara)", [("A-1.jpg", None, "Antara")]),
    "a credit-only line is no caption": ("A-1.jpg\nFoto: Antara", [("A-1.jpg", None, "Antara")]),
    "a bracketed name before its caption": ("[A-1.jpg] Kapal tiba", [("A-1.jpg", "Kapal tiba", None)]),
    "a labelled caption on the line of its name": (
        "A-1.jpg Keterangan: Kapal tiba",
        [("A-1.jpg", "Kapal tiba", None)],
    ),
    "a bracketed number before the caption": ("(Foto 3) Kapal pulang\nA-3.jpg", [("A-3.jpg", "Kapal pulang", None)]),
    "a size is no caption": ("A-1.jpg (1.2 MB)", [("A-1.jpg", None, None)]),
    "labels for caption and credit": (
        "Gambar: A-1.jpg\nKeterangan: Kapal tiba\nKredit: Humas",
        [("A-1.jpg", "Kapal tiba", "Humas")],
    ),
    "a credit alone in the block below": ("A-1.jpg\n\nẢnh: Lê Minh", [("A-1.jpg", None, "Lê Minh")]),
    "a table by pipe": (
        "| File | Keterangan | Fotografer |\n|---|---|---|\n| A-1.jpg | Kapal tiba | Budi |\n| A-2.jpg | Pergi | |",
        [("A-1.jpg", "Kapal tiba", "Budi"), ("A-2.jpg", "Pergi", None)],
    ),
    "a table by tab, other columns between": (
        "STT\tTên tệp\tNgày\tChú thích\tTác giả\n1\tA-1.jpg\t3/10\tTàu vào cảng\tLê Minh",
        [("A-1.jpg", "Tàu vào cảng", "Lê Minh")],
    ),
    "a table under a line of its own, cells in Markdown": (
        "Daftar foto\n| **File** | Caption |\n|---|---|\n| `A-1.jpg` | *The ship* |\n| ![x](A-2.jpg) | The hall |",
        [("A-1.jpg", "The ship", None), ("A-2.jpg", "The hall", None)],
    ),
    "a table whose heading stands in a block of its own": (
        "File | Caption | Photographer\n\nA-1.jpg | The ship sails | Ann Lee\n\nA-2.jpg | The hall | Tom Roe",
        [("A-1.jpg", "The ship sails", "Ann Lee"), ("A-2.jpg", "The hall", "Tom Roe")],
    ),
    "a table without heading words, the credit longer than the caption": (
        "A-1.jpg\tKapal\tFoto: Dinas Kominfo\nA-2.jpg\tKapal pergi\tFoto: Antara",
        [("A-1.jpg", "Kapal", "Dinas Kominfo"), ("A-2.jpg", "Kapal pergi", "Antara")],
    ),
    "a table with English heading words": (
        "Caption\tFilename\tCredit\nThe crew salutes\tA-1.jpg\tHarbour Office",
        [("A-1.jpg", "The crew salutes", "Harbour Office")],
    ),
    "an image of Markdown, its caption emphasised under it": (
        "![kapal](gambar/A-1.jpg)\n*Kapal kayu bersandar. Foto: Antara*",
        [("A-1.jpg", "Kapal kayu bersandar.", "Antara")],
    ),
    "an image of Markdown, its caption after a blank": (
        "![kapal](A-1.jpg)\n\n_Kapal kayu bersandar._",
        [("A-1.jpg", "Kapal kayu bersandar.", None)],
    ),
    "an image of Markdown with a credit alone under it": (
        "![Kapal kayu](A-1.jpg)\n*Foto: Antara*",
        [("A-1.jpg", "Kapal kayu", "Antara")],
    ),
    "an image of Markdown, its caption and its credit in italics of their own": (
        "![](A-1.jpg)\n*Kapal kayu bersandar.*\n*Foto: Antara*",
        [("A-1.jpg", "Kapal kayu bersandar.", "Antara")],
    ),
    "an image of Markdown with a blank before its type": (
        "![kapal](foto/A-1%20.jpg)\n*Kapal kayu bersandar.*",
        [("A-1.jpg", "Kapal kayu bersandar.", None)],
    ),
    "images of Markdown in a row share the words below": (
        "- ![a](A-1.jpg)\n- ![b](A-2.jpg)\n*Suasana pelabuhan.*",
        [("A-1.jpg", "Suasana pelabuhan.", None), ("A-2.jpg", "Suasana pelabuhan.", None)],
    ),
    "an image of Markdown and its caption on one line": (
        "![kapal](A-1.jpg) *Kapal kayu bersandar.*",
        [("A-1.jpg", "Kapal kayu bersandar.", None)],
    ),
    "an image of Markdown with nothing but its alternative text": (
        "![Kapal kayu bersandar](https://contoh.id/media/A%201.jpg)",
        [("A 1.jpg", "Kapal kayu bersandar", None)],
    ),
}


@pytest.mark.parametrize("rule", CAPTIONED)
def test_photos_and_their_captions(rule: str) -> None:
    block, expected = CAPTIONED[rule]
    assert photos(block) == expected


def test_the_words_of_captions_and_credits_are_not_in_the_body() -> None:
    found = read(f"{BEFORE}\n\nA-1.jpg\nWali kota melihat kapal kayu. Foto: Antara\n\n{AFTER}")
    assert found.text == f"{BEFORE}\n\n{AFTER}"
    assert found.mentions[0].caption_raw == "Wali kota melihat kapal kayu. Foto: Antara"


def test_a_photo_points_at_the_paragraph_that_follows() -> None:
    found = read(f"{BEFORE}\n\nA-1.jpg\nKapal.\n\n{AFTER}\n\nA-2.jpg")
    assert [found.text[mention.offset :] for mention in found.mentions] == [AFTER, ""]


def test_words_before_a_name_and_after_it_are_body_and_caption() -> None:
    found = read(f"{BEFORE}\n\nKapal itu dibuat di Madura.\nA-1.jpg\nKapal di dermaga.\n\n{AFTER}")
    assert "Kapal itu dibuat di Madura." in found.text
    assert [mention.caption for mention in found.mentions] == ["Kapal di dermaga."]


def test_in_a_page_without_blank_lines_a_caption_ends_before_the_next_paragraph() -> None:
    paragraph = "Pemerintah kota menyiapkan dermaga baru bagi kapal kayu dari seluruh Madura dan Bawean. " * 5
    found = read(f"{paragraph}\nA-1.jpg\nKapal kayu bersandar. Foto: Antara\n{paragraph}\n{paragraph}")
    assert [(mention.caption, mention.credit) for mention in found.mentions] == [("Kapal kayu bersandar.", "Antara")]
    assert found.text.count("menyiapkan dermaga baru") == 15


def test_a_long_paragraph_above_a_name_is_no_caption() -> None:
    paragraph = "Pemerintah kota menyiapkan dermaga baru bagi kapal kayu dari Madura. " * 12
    found = read(f"{paragraph}\nA-1.jpg\n\n{AFTER}")
    assert [mention.caption for mention in found.mentions] == [None]
    assert found.text.startswith("Pemerintah kota menyiapkan")


@pytest.mark.parametrize(
    ("line", "credit"),
    [
        ("Foto-foto: Dinas Kominfo", "Dinas Kominfo"),
        ("Photos: Harbour Office", "Harbour Office"),
        ("Ảnh: Lê Minh", "Lê Minh"),
    ],
)
def test_a_closing_line_credits_all_without_their_own(line: str, credit: str) -> None:
    found = read(f"{BEFORE}\n\nA-1.jpg\nKapal.\n\nA-2.jpg\nDermaga. Foto: Antara\n\n{AFTER}\n\n{line}")
    assert [mention.credit for mention in found.mentions] == [credit, "Antara"]
    assert line not in found.text


def test_a_credit_line_in_the_middle_credits_nobody_else() -> None:
    found = read(f"{BEFORE}\n\nA-1.jpg\nFoto: Antara\n\nA-2.jpg\nDermaga.\n\n{AFTER}")
    assert [mention.credit for mention in found.mentions] == ["Antara", None]


def test_a_closing_sentence_about_photos_credits_nobody() -> None:
    closing = "Foto-foto: semua gambar dalam pameran ini boleh dipakai redaksi tanpa izin tertulis."
    found = read(f"{BEFORE}\n\nA-1.jpg\nKapal.\n\n{AFTER}\n\n{closing}")
    assert found.mentions[0].credit is None
    assert closing in found.text


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_line_ends_of_every_system_and_a_byte_order_mark(ends: str) -> None:
    page = f"\ufeff{BEFORE}\n\nA-1.jpg\nKapal tiba.\n\n{AFTER}".replace("\n", ends)
    found = read(page)
    assert [(mention.filename, mention.caption) for mention in found.mentions] == [("A-1.jpg", "Kapal tiba.")]
    assert found.text == f"{BEFORE}\n\n{AFTER}"


def test_decomposed_letters_are_composed() -> None:
    found = read("Ca\u0309ng.jpg\nTa\u0300u va\u0300o.")
    assert found.mentions[0].filename == "Cảng.jpg"
    assert found.mentions[0].caption == "Tàu vào."


def test_page_breaks_are_kept_and_pages_stay_in_step() -> None:
    description = Description("application/pdf", "pdf", 1, text=f"{BEFORE}\n\nA-1.jpg\nKapal.\f{AFTER}")
    description.pages = description.text.split("\f")
    extract_description(description, "naskah.pdf", "naskah.pdf")
    assert description.text == f"{BEFORE}\f{AFTER}"
    assert description.pages == [BEFORE, AFTER]
    assert description.text[description.mentions[0].offset :] == AFTER


def test_page_numbers_of_a_document_are_no_body_and_numbers_of_a_text_are() -> None:
    paged = read(f"{BEFORE}\n1\f{AFTER}\n2")
    assert paged.text == f"{BEFORE}\f{AFTER}"
    assert paged.furniture == ["1", "2"]
    assert "42" in read(f"{BEFORE}\n\n42\n\n{AFTER}").text
