"""Each format's reader: it returns the content of the file with origins, and nothing else."""

from __future__ import annotations

import subprocess
import sys
import unicodedata
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from archive.errors import Encrypted, Unreadable
from archive.record import Description
from ingest.readers.base.source import VERSION
from ingest.readers.registry import READERS
from tests.builders.made_files import cp1258, deflated, lines, one_page, pdf, read, stream
from tests.support.commands import some

Make = Callable[[str, Any], Description]
VIETNAMESE = "Chủ tịch nước Lương Cường chủ trì lễ mở ký Công ước Hà Nội ngày 25 tháng 10 năm 2025."


@pytest.fixture
def made(tmp_path: Path) -> Make:
    """Return a function that writes a file with that name and reads it."""

    def make(filename: str, content: Any) -> Description:
        path = tmp_path / filename
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read(path)

    return make


# plain text


@pytest.mark.parametrize(
    ("encoding", "named"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-32", "utf-32"),
        ("cp1258", "cp1258"),
    ],
)
def test_vietnamese_in_every_encoding_is_the_same_text(made: Make, encoding: str, named: str) -> None:
    data = cp1258(VIETNAMESE) if encoding == "cp1258" else VIETNAMESE.encode(encoding)
    found = made("a.txt", data)
    assert found.text == VIETNAMESE
    assert found.values["encoding"] == named
    assert found.notes == []


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Menteri berkata: “Kerja sama – bukan persaingan.” Café", "cp1252"),
        ("Le ministre a déclaré à l’Assemblée que la coopération était très élevée, où ça, à côté.", "cp1252"),
        ("perciò può così più però è libertà università città", "cp1252"),
        ("São Paulo – a reunião não será adiada; decisões são públicas. Ação! Ótimo.", "cp1252"),
        ("Президент открыл заседание конференции по безопасности", "cp1251"),
    ],
)
def test_legacy_encodings_are_told_apart(made: Make, text: str, encoding: str) -> None:
    found = made("a.txt", text.encode(encoding))
    assert (found.text, found.values["encoding"]) == (text, encoding)


def test_the_encoding_says_how_it_was_found(made: Make) -> None:
    assert made("a.txt", VIETNAMESE.encode("utf-16")).origins["encoding"][0].origin == "byte order mark"
    assert made("a.txt", cp1258(VIETNAMESE)).origins["encoding"][0].origin == "Vietnamese letters"


def test_text_is_nfc_with_one_kind_of_line_end(made: Make) -> None:
    decomposed = unicodedata.normalize("NFD", "Lương\r\nCường\rHà Nội\u2028a\u2029b")
    assert made("a.txt", decomposed).text == "Lương\nCường\nHà Nội\na\n\nb"


def test_invisible_characters_go_and_tabs_stay(made: Make) -> None:
    text = "Si\u00adaran\x00 pers\u200b\tini\x07 \u202edi\ufeff Ha\u200dnoi 👩\u200d🚀"
    assert made("a.txt", text).text == "Siaran pers\tini di Hanoi 👩\u200d🚀"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (VIETNAMESE.encode().decode("latin-1"), VIETNAMESE),
        ("rakyat – “merdeka”".encode().decode("cp1252", "ignore"), "rakyat – “merdeka”"),
        ("rakyat \u2013 kita \u2014 merdeka".encode().decode("cp1252"), "rakyat – kita — merdeka"),
        ("ông\xe2\x80\x94và Lương", "ông—và Lương"),
        ("\x93Merdeka\x94 \x96 kata dia\x85", "“Merdeka” – kata dia…"),
        ("Ã la carte, château, Âge", "Ã la carte, château, Âge"),
    ],
)
def test_text_encoded_twice_is_put_right(made: Make, written: str, meant: str) -> None:
    assert made("a.txt", written).text == meant


def test_form_feeds_make_pages(made: Make) -> None:
    found = made("a.txt", "satu\fdua")
    assert (found.pages, found.text) == (["satu", "dua"], "satu\fdua")


def test_damaged_utf8_is_read_and_said(made: Make) -> None:
    found = made("a.txt", VIETNAMESE.encode() * 3 + b"\xff \xed\xa0\x80 akhir")
    assert found.text.startswith(VIETNAMESE)
    assert found.text.endswith("akhir")
    assert "not valid in utf-8" in found.notes[0]
    found.text.encode()  # no lone surrogate got through


def test_utf8_cut_off_in_a_letter_stays_utf8(made: Make) -> None:
    assert made("a.txt", "Lương Cườ".encode()[:-1]).values["encoding"] == "utf-8"


def test_an_empty_file_is_refused_with_what_to_do(made: Make) -> None:
    with pytest.raises(Unreadable, match=r"empty file: a\.txt .*copy it again"):
        made("a.txt", b"")


def test_an_unknown_type_is_kept_and_said(made: Make) -> None:
    found = made("a.bin", bytes(range(256)))
    assert (found.reader, found.text) == ("none", "")
    assert found.notes == ["no reader for application/octet-stream: kept and described without its text"]


# Markdown


def test_front_matter_in_three_languages(made: Make) -> None:
    english = made("a.md", "---\ntitle: Opening\ndate: 2025-10-25\nauthor: A and B\nlang: en\ntags: [x, y]\n---\n")
    indonesian = made(
        "b.md",
        "---\njudul: Opening\ntanggal: 25 Oktober 2025\npenulis: A dan B\nbahasa: Inggris\nkata kunci: x, y\n---\n",
    )
    vietnamese = made(
        "c.md",
        "---\ntiêu đề: Opening\nngày: 25/10/2025\ntác giả: A và B\nngôn ngữ: tiếng Anh\ntừ khóa:\n- x\n- y\n---\n",
    )
    for found in (english, indonesian, vietnamese):
        wanted = ("title", "date", "date_precision", "creator", "language", "keywords")
        assert [found.values[key] for key in wanted] == ["Opening", "2025-10-25", "day", ["A", "B"], "en", ["x", "y"]]
        assert found.origins["title"][0].origin == "front matter"


def test_front_matter_values_are_what_was_written(made: Make) -> None:
    found = made("a.md", "---\nnomor: 045\njudul: no\nsumber: 12:30\n---\nIsi")
    assert found.values["identifiers"] == ["045"]
    assert found.values["title"] == "no"
    assert found.values["source"] == "12:30"
    assert found.text == "Isi"


@pytest.mark.parametrize(
    ("words", "until"),
    [
        ("2026-05-03T10:00:00+07:00", "2026-05-03T03:00:00Z"),
        ("2026-05-03 10:00 WIB", "2026-05-03T03:00:00Z"),
        ("3 Mei 2026 pukul 10.00 WITA", "2026-05-03T02:00:00Z"),
        ("2026-05-03", "2026-05-04T12:00:00Z"),  # no zone: when that day has ended everywhere
        ("besok pagi", None),
    ],
)
def test_an_embargo_never_ends_early(made: Make, words: str, until: str | None) -> None:
    embargo = made("a.md", f"---\nembargo: {words}\n---\nIsi").values["embargo"]
    assert (embargo["until"], embargo["words"], embargo["origin"]) == (until, words, "front matter")


@pytest.mark.parametrize(
    ("comment", "until"),
    [
        ("TTL=3600 | EMBARGO_UNTIL=2031-12-10 08:00 GMT+7 | AUTHOR=undefined", "2031-12-10T01:00:00Z"),
        (" embargo: 2031-12-10T08:00:00Z ", "2031-12-10T08:00:00Z"),
        (" embargo module, do not use ", None),
        (" begin: content / DO NOT PUBLISH ", None),
    ],
)
def test_an_order_out_of_sight_counts_where_it_says_when(made: Make, comment: str, until: str | None) -> None:
    news = "Các hộ làm gốm vừa xây xong lò chung. " * 9
    found = made("a.html", f"<html><body><h1>Làng gốm</h1><p>{news}</p><!--{comment}--></body></html>")
    assert found.values.get("embargo", {}).get("until") == until
    assert ("embargo" in found.values) == (until is not None)


def test_no_embargo_is_none(made: Make) -> None:
    assert "embargo" not in made("a.md", "---\nembargo: false\n---\nIsi").values


def test_dates_of_events_may_be_ranges(made: Make) -> None:
    found = made("a.md", "---\nevent_date: 2025-10-25/2025-10-26\n---\nIsi")
    assert found.values["event_date"] == "2025-10-25/2025-10-26"
    assert found.values["event_date_precision"] == "range"


def test_a_date_that_is_none_is_said(made: Make) -> None:
    found = made("a.md", "---\ndate: 31/02/2025\n---\nIsi")
    assert "date" not in found.values
    assert "31/02/2025" in found.notes[0]


def test_titles_in_other_languages_are_kept(made: Make) -> None:
    found = made("a.md", "---\nlang: id\ntitle:\n  vi: Lễ mở ký\n  id: Penandatanganan\ntitle_en: Signing\n---\n")
    assert found.values["title"] == "Penandatanganan"
    others = {(title["language"], title["text"]) for title in found.values["alternative"]}
    assert others == {("vi", "Lễ mở ký"), ("en", "Signing")}


@pytest.mark.parametrize(
    ("matter", "why"),
    [
        ("a: &a [x]\nb: [*a, *a]", "aliases"),
        ("a: " + "[" * 5000, "nested"),
        ("title: [x", "expected"),
        ("title: a: b", "not allowed"),
        ("x" * 70_000 + ": 1", "longer than 64 kB"),
        ("- a: b", "not a list of"),
    ],
)
def test_bad_front_matter_becomes_text_with_a_note(made: Make, matter: str, why: str) -> None:
    found = made("a.md", f"---\n{matter}\n---\n\nIsi siaran pers.\n")
    assert "Isi siaran pers." in found.text
    assert matter.split("\n")[0][:40] in found.text
    assert why in found.notes[0]


def test_python_objects_in_yaml_are_only_words(made: Make) -> None:
    found = made("a.md", "---\ntitle: !!python/object/apply:os.system ['touch /tmp/x']\n---\nIsi")
    assert found.values.get("title") == "touch /tmp/x"


def test_markdown_becomes_plain_paragraphs(made: Make) -> None:
    found = made(
        "a.md",
        "# Judul *besar*\n\nTeks **tebal** dan [tautan](https://a.example/x_y_z) di HAI_1275_b.jpg, 5 * 3 * 2.\n\n"
        "> Kutipan\n> lanjut\n\n* satu\n* dua\n\nSub\n---\n\n<!-- rahasia -->A &amp; B<br>C\n\n```\nkode\n```\n",
    )
    assert found.text == (
        "Judul besar\n\nTeks tebal dan tautan di HAI_1275_b.jpg, 5 * 3 * 2.\n\nKutipan\nlanjut\n\n- satu\n- dua\n\nSub"
        "\n\nA & B\nC\n\nkode"
    )
    assert found.values["title"] == "Judul besar"
    assert found.origins["title"][0].origin == "heading"


def test_front_matter_wins_over_the_heading_and_both_are_kept(made: Make) -> None:
    found = made("a.md", "---\ntitle: Satu\n---\n# Dua\n")
    assert found.values["title"] == "Satu"
    assert [offer.value for offer in found.origins["title"]] == ["Satu", "Dua"]


def test_pictures_their_captions_and_tables_stay_as_written(made: Make) -> None:
    kept = "![alt *teks*](foto/W-HAI_1275.jpg)\n*Keterangan **foto**. Foto: VNA*\n\n"
    kept += "| Foto | Keterangan |\n|---|---|\n| a.jpg | Isi |"
    assert made("a.md", kept).text == kept


def test_an_italic_line_below_a_blank_line_under_a_picture_stays_its_caption(made: Make) -> None:
    assert made("a.md", "![](a.jpg)\n\n*Isi. Foto: A/B*\n\nTeks").text == "![](a.jpg)\n\n*Isi. Foto: A/B*\n\nTeks"
    assert made("a.md", "![](a.jpg)\n\n**Judul**\n\n*Teks*").text == "![](a.jpg)\n\nJudul\n\nTeks"


def test_an_html_image_in_markdown_becomes_an_image_line(made: Make) -> None:
    assert made("a.md", '<img src="a.jpg" alt="Rapat">\n*Isi*').text == "![Rapat](a.jpg)\n*Isi*"


def test_a_linked_source_line_keeps_its_address(made: Make) -> None:
    found = made("a.md", "Isi\n\nSumber: [VietnamNet](https://vietnamnet.vn/a_b_c.html)")
    assert found.text == "Isi\n\nSumber: https://vietnamnet.vn/a_b_c.html"
    assert found.values["source"] == "VietnamNet"


# HTML

PAGE = """<!DOCTYPE html><html lang="vi-VN"><head><meta charset="utf-8"><title>Lễ mở ký Công ước | Báo Mẫu</title>
<meta property="og:site_name" content="Báo Mẫu"><meta name="keywords" content="công ước, Hà Nội">
<meta property="article:published_time" content="2025-10-25T23:30:00+07:00"><meta name="author" content="Minh Anh">
<meta name="description" content="Tóm tắt"><link rel="canonical" href="https://bao.example/le-mo-ky.html">
<script>var secret = "khong phai chu";</script><style>p { color: red }</style></head><body>
<nav><a href="/">Trang chủ</a> <a href="/thoi-su">Thời sự và những tin khác</a></nav>
<article><h1>Lễ mở ký Công ước</h1>
<p>Chủ tịch nước Lương Cường chủ trì lễ mở ký Công ước của Liên hợp quốc tại Hà Nội.</p>
%s<p>Buổi lễ có sự tham dự của đại diện gần một trăm quốc gia và nhiều tổ chức quốc tế, khu vực.</p></article>
<footer>Bản quyền thuộc về Báo Mẫu, mọi quyền được bảo lưu</footer></body></html>"""


def test_a_page_is_its_article_and_what_it_says_of_itself(made: Make) -> None:
    found = made("a.html", PAGE % "")
    assert found.text == (
        "Lễ mở ký Công ước\n\nChủ tịch nước Lương Cường chủ trì lễ mở ký Công ước của Liên hợp quốc tại Hà Nội.\n\n"
        "Buổi lễ có sự tham dự của đại diện gần một trăm quốc gia và nhiều tổ chức quốc tế, khu vực."
    )
    assert {key: value for key, value in found.values.items() if key != "encoding"} == {
        "language": "vi",
        "source_url": "https://bao.example/le-mo-ky.html",
        "source": "Báo Mẫu",
        "creator": ["Minh Anh"],
        "title": "Lễ mở ký Công ước",
        "date": "2025-10-25",
        "date_precision": "day",
        "description": "Tóm tắt",
        "keywords": ["công ước", "Hà Nội"],
    }
    assert found.origins["date"][0].origin == "html:meta:article:published_time"
    assert found.origins["source_url"][0].origin == "html:link:canonical"


@pytest.mark.parametrize(
    ("markup", "block"),
    [
        ('<figure><img src="//cdn.example/W-HAI_1275.jpg?w=6"><figcaption>Chú thích. Ảnh: A</figcaption></figure>',
         "W-HAI_1275.jpg\nChú thích. Ảnh: A"),
        ('<img src="foto/IMG_7782%20.jpg">', "IMG_7782.jpg"),
        ('<figure><a href="/"><img src="data:a" data-src="/a%20b.png"></a><figcaption>Isi</figcaption></figure>',
         "a b.png\nIsi"),
        ('<table class="picture"><tr><td><img src="b.jpg"></td></tr><tr><td>Chú thích trong bảng</td></tr></table>',
         "b.jpg\nChú thích trong bảng"),
        ('<p><img src="c.jpg"><br><em>Chú thích nghiêng</em></p>', "c.jpg\nChú thích nghiêng"),
        ('<p><img src="c.jpg"></p><p><em>Chú thích nghiêng</em></p>', "c.jpg\nChú thích nghiêng"),
        ('<div class="wp-caption"><img src="d.webp"><p class="wp-caption-text">Isi</p></div>', "d.webp\nIsi"),
        ('<p><img src="e.jpg" alt="Toàn cảnh"></p>', "![Toàn cảnh](e.jpg)"),
        ('<p><img src="f.jpg"></p>', "f.jpg"),
    ],
)  # fmt: skip
def test_a_picture_stands_in_its_place_with_its_caption_under_it(made: Make, markup: str, block: str) -> None:
    paragraphs = made("a.html", PAGE % markup).text.split("\n\n")
    assert paragraphs[2] == block
    assert len(paragraphs) == 4


@pytest.mark.parametrize(
    "markup", ['<img src="/logo.png">', '<img src="a.jpg" width="1" height="1">', '<img src="/count?id=3">']
)
def test_icons_and_counters_are_no_photos(made: Make, markup: str) -> None:
    assert len(made("a.html", PAGE % f"<p>{markup}</p>").text.split("\n\n")) == 3


def test_a_paragraph_after_a_picture_is_no_caption(made: Make) -> None:
    text = made("a.html", PAGE % '<p><img src="c.jpg"></p><p>Đoạn văn tiếp theo của bài viết.</p>').text
    assert "c.jpg\n\nĐoạn văn" in text


def test_scripts_styles_and_navigation_are_never_text(made: Make) -> None:
    for page in (PAGE % "", "<html><body><nav>Trang chủ</nav><script>khong phai chu</script>Isi pendek</body></html>"):
        text = made("a.html", page).text
        assert "khong phai chu" not in text
        assert "color" not in text
        assert "Trang chủ" not in text


def test_without_an_article_the_visible_words_are_read(made: Make) -> None:
    found = made("a.html", "<html><body><div>Satu<br>dua</div><div>tiga <b>em</b>pat</div></body></html>")
    assert found.text == "Satu\ndua\n\ntiga empat"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252", "iso-8859-1"])
def test_html_encodings(made: Make, encoding: str) -> None:
    page = f'<html><head><meta charset="{encoding}"></head><body><p>Café déjà vu à côté</p></body></html>'
    assert made("a.html", page.encode(encoding)).text == "Café déjà vu à côté"


def test_the_bytes_win_over_a_false_declaration(made: Make) -> None:
    page = f'<html><head><meta charset="iso-8859-1"></head><body><p>{VIETNAMESE}</p></body></html>'
    assert made("a.html", page).text == VIETNAMESE


def test_json_ld_gives_date_author_and_publisher(made: Make) -> None:
    data = (
        '{"@graph":[{"@type":"WebSite","name":"x"},{"@type":"NewsArticle","headline":"Judul","datePublished":'
        '"2025-10-25T08:00:00+07:00","author":[{"name":"Budi"}],"publisher":{"name":"Kantor Berita"}}]}'
    )
    found = made("a.html", f'<html><script type="application/ld+json">{data}</script><body><p>Isi</p></body></html>')
    wanted = [found.values[key] for key in ("title", "date", "creator", "source")]
    assert wanted == ["Judul", "2025-10-25", ["Budi"], "Kantor Berita"]


def test_a_page_filled_in_by_a_script_gives_the_text_it_gives_search_engines(made: Make) -> None:
    words = "Menteri membuka konferensi tingkat tinggi di Hanoi &amp; menyampaikan sambutan. " * 6
    data = f'{{"@type":"NewsArticle","headline":"Judul","articleBody":"{words}"}}'
    page = f'<html><script type="application/ld+json">{data}</script><body><div id="app"></div></body></html>'
    assert made("a.html", page).text == words.replace("&amp;", "&").strip()


def test_a_date_searched_for_in_the_page_is_no_date_of_issue(made: Make) -> None:
    found = made(
        "a.html", "<html><body><p>Jakarta, 2025-10-25. Isi.</p><div class='date'>2025-10-25</div></body></html>"
    )
    assert "date" not in found.values
    assert found.values["page_date"] == "2025-10-25"
    assert found.origins["page_date"][0].confidence == 0.4


@pytest.mark.parametrize("address", ["javascript:alert(1)", "/relatif.html", "https://", "ftp://a.example/"])
def test_only_web_addresses_become_source_urls(made: Make, address: str) -> None:
    assert (
        "source_url"
        not in made("a.html", f'<html><link rel="canonical" href="{address}"><body>Isi</body></html>').values
    )


# PDF


def canvas(path: Path, **how: Any) -> Canvas:
    made = Canvas(str(path), invariant=1, **how)
    made.setFont("Helvetica", 11)
    return made


def test_pdf_lines_become_paragraphs_and_titles_keep_their_lines(made: Make) -> None:
    full = "Menteri Luar Negeri membuka konferensi tingkat tinggi di ibu kota pada hari ini dan"
    content = lines(
        [
            (200, 780, 18, "SIARAN PERS"),
            (72, 740, 11, "Nomor: 12/SP/2025"),
            (72, 726, 11, "Hal: Konferensi"),
            (72, 690, 11, full),
            (72, 676, 11, full.replace("Menteri", "menteri")),
            (72, 662, 11, "berharap hasilnya baik."),
            (72, 630, 11, full.replace("Menteri", "Presiden")),
            (72, 616, 11, "menutupnya besok."),
        ]
    )
    found = made("a.pdf", one_page(content))
    assert found.text.split("\n\n") == [
        "SIARAN PERS",
        "Nomor: 12/SP/2025\nHal: Konferensi",
        f"{full} {full.replace('Menteri', 'menteri')} berharap hasilnya baik.",
        f"{full.replace('Menteri', 'Presiden')} menutupnya besok.",
    ]
    assert found.pages == [found.text]


def test_paragraphs_without_a_gap_end_with_their_short_line_and_verse_does_not(made: Make) -> None:
    full = "Menteri Luar Negeri membuka konferensi tingkat tinggi di ibu kota pada hari ini dan"
    verse = ["Damai itu indah.", "Kita bersama.", "Kita bersaudara.", "Selamanya."]
    rows = [full, full, "berharap baik.", full, "menutupnya besok:", *verse]
    content = lines([(72, 700 - 14 * number, 11, row) for number, row in enumerate(rows)])
    assert made("a.pdf", one_page(content)).text.split("\n\n") == [
        f"{full} {full} berharap baik.",
        f"{full} menutupnya besok:",
        "\n".join(verse),
    ]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("perte-", "muan", "pertemuan"),
        ("negara-", "negara", "negara-negara"),
        ("sebaik-", "baiknya", "sebaik-baiknya"),
        ("tulis-", "menulis", "tulis-menulis"),
        ("Covid-", "19", "Covid-19"),
        ("Jakarta-", "Bandung", "Jakarta-Bandung"),
    ],
)
def test_hyphens_at_line_ends(made: Make, first: str, second: str, expected: str) -> None:
    rows = [(72, 700, 11, f"Menteri menyampaikan dalam sambutan yang dibacakan pada hari itu {first}"),
            (72, 686, 11, f"{second} dan seterusnya")]  # fmt: skip
    assert f"{expected} dan" in made("a.pdf", one_page(lines(rows))).text


def test_a_hyphen_seen_elsewhere_is_kept(made: Make) -> None:
    rows = [(72, 700, 11, "Naskah surat-surel itu panjang sekali sehingga baris ini penuh dengan surat-"),
            (72, 686, 11, "surel dan seterusnya")]  # fmt: skip
    assert "surat-surel dan" in made("a.pdf", one_page(lines(rows))).text


def test_two_columns_are_read_one_after_the_other(made: Make) -> None:
    left = [(50, 700 - 14 * n, 10, f"kiri {n} kata kata kata kata kata kata") for n in range(6)]
    right = [(320, 700 - 14 * n, 10, f"kanan {n} kata kata kata kata kata kata") for n in range(6)]
    text = made("a.pdf", one_page(lines([*left, *right]))).text
    assert text.index("kiri 5") < text.index("kanan 0")


def test_document_information_comes_with_its_origins(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    made = Canvas(str(path))
    made.setTitle("Konferensi Dibuka")
    made.setAuthor("Biro Humas")
    made.setKeywords(["konferensi", "Hanoi"])
    made.drawString(72, 700, "KONFERENSI DIBUKA")
    made.save()
    found = read(path)
    assert found.values["title"] == "Konferensi Dibuka"
    assert found.origins["title"][0].origin == "pdf:Title"
    assert found.values["creator"] == ["Biro Humas"]
    assert found.values["keywords"] == ["konferensi", "Hanoi"]
    assert len(found.values["document_created"]) == 10
    assert "date" not in found.values


@pytest.mark.parametrize(
    "junk", ["Microsoft Word - rilis final.docx", "untitled", "C:\\Users\\x\\a.doc", "rilis_v2.indd"]
)
def test_titles_made_by_programs_are_not_used(tmp_path: Path, junk: str) -> None:
    path = tmp_path / "a.pdf"
    made = Canvas(str(path))
    made.setTitle(junk)
    made.drawString(72, 700, f"{junk} Isi")
    made.save()
    found = read(path)
    assert "title" not in found.values
    assert found.values["document_title"] == junk


def test_xmp_of_a_pdf_is_read_without_entities(made: Make) -> None:
    xmp = (
        b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        b'<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"'
        b' xmp:CreateDate="2025-10-25T08:00:00+07:00"><dc:title><rdf:Alt><rdf:li xml:lang="x-default">Judul XMP'
        b"</rdf:li></rdf:Alt></dc:title></rdf:Description></rdf:RDF></x:xmpmeta>"
    )
    bomb = b'<!DOCTYPE x [<!ENTITY a "bom">]>' + xmp.replace(b"Judul XMP", b"&a;")
    for packet, expected in ((xmp, "Judul XMP"), (bomb, None)):
        document = one_page(lines([(72, 700, 11, "Judul XMP")]), more=[stream(packet, b"/Type/Metadata/Subtype/XML")])
        document = document.replace(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Catalog/Metadata 6 0 R/Pages 2 0 R>>")
        found = made("a.pdf", document)
        assert found.values.get("title") == expected
        assert found.text == "Judul XMP"


def test_pages_without_text_are_named(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    made = Canvas(str(path))
    for words in ("satu", "", "", "empat", ""):
        made.drawString(72, 700, words)
        made.showPage()
    made.save()
    found = read(path)
    assert found.pages == ["satu", "", "", "empat", ""]
    assert found.text == "satu\f\f\fempat\f"
    assert found.notes == ["pages 2-3, 5 have nothing to read"]


def test_a_password_is_asked_for_and_an_empty_one_opens(tmp_path: Path) -> None:
    for user, opens in (("rahasia", False), ("", True)):
        path = tmp_path / f"{opens}.pdf"
        made = Canvas(str(path), encrypt=StandardEncryption(user, "pemilik", canPrint=0))
        made.drawString(72, 700, "Isi")
        made.save()
        if opens:
            assert read(path).text == "Isi"
        else:
            with pytest.raises(Encrypted, match="needs a password: give a copy without password"):
                read(path)


def test_what_no_library_opens_is_refused_with_what_to_do(made: Make) -> None:
    with pytest.raises(Unreadable, match=r"damaged PDF .* copy it again"):
        made("a.pdf", b"%PDF-1.4\nnothing here\n%%EOF")


def test_a_pdf_without_its_tail_is_still_read(made: Make) -> None:
    whole = one_page(lines([(72, 700, 11, "Isi siaran pers")]))
    assert made("a.pdf", whole[: whole.index(b"startxref")]).text == "Isi siaran pers"


@pytest.mark.parametrize("header", [b"%PDF1.7\n", b""])
def test_a_pdf_with_a_damaged_header_is_read(made: Make, header: bytes) -> None:
    whole = one_page(lines([(72, 700, 11, "Isi siaran pers")]))
    found = made("a.pdf", whole.replace(b"%PDF-1.7\n", header))
    assert (found.text, found.media_type) == ("Isi siaran pers", "application/pdf")


def test_reading_twice_gives_the_same(made: Make) -> None:
    document = one_page(lines([(72, 700 - 14 * n, 11, f"Baris {n} dari siaran pers") for n in range(40)]))
    assert made("a.pdf", document).to_json() == made("a.pdf", document).to_json()


def test_a_page_of_compressed_content(made: Make) -> None:
    document = pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
            deflated(lines([(72, 700, 11, "Isi")])),
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        ]
    )
    assert made("a.pdf", document).text == "Isi"


# the table


def test_every_reader_is_named_and_labelled() -> None:
    for media_type, reader in some(READERS.items()):
        assert "/" in media_type
        assert reader.name
        assert reader.label
        module = import_module(reader.module)
        assert getattr(module, "VERSION", VERSION) == VERSION  # one for all, which `reread` uses
        assert reader.module.startswith(("ingest.readers.", "ingest.photo."))
        assert reader.name == (module.READER if reader.name in ("photo", "sidecar") else module.NAME)
        types = getattr(module, "TYPES", getattr(module, "OPENERS", [getattr(module, "TYPE", media_type)]))
        assert media_type in types


def test_a_reader_is_loaded_with_the_first_file_of_its_format(tmp_path: Path) -> None:
    """Most readers are for formats that this worker never reads."""
    (tmp_path / "a.txt").write_text("Kapal tiba.", encoding="utf-8")
    asked = (
        "import sys; from ingest.description.file_description import describe; "
        f"describe({str(tmp_path / 'a.txt')!r}, 'a.txt', {str(tmp_path)!r}); "
        "print(sorted({'pypdf', 'pypdfium2', 'trafilatura', 'docx', 'pptx', 'PIL'} & set(sys.modules)))"
    )
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert told.stdout == "[]\n"
