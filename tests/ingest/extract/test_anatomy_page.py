"""Title, boilerplate, source and body of copied pages: an example and a counter-example for every rule."""

from __future__ import annotations

import pytest

from archive.record import Description
from ingest.description.extraction import extract_description

BODY = (
    "Wali kota membuka dermaga baru di Surabaya dan menyapa para nelayan yang datang sejak subuh.\n\n"
    "Dermaga itu dapat menampung empat puluh kapal kayu. Pembangunannya memakan waktu dua tahun."
)
FIRST = BODY.split("\n", 1)[0]


def read(text: str, **known: object) -> Description:
    description = Description("text/plain", "text", 1, text=text)
    for key, value in known.items():
        description.offer(key, value, "front matter")
    extract_description(description, "naskah.txt", "naskah.txt")
    return description


TITLES = {
    "a first short line": ("Dermaga baru dibuka di Surabaya", "Dermaga baru dibuka di Surabaya", "first line"),
    "a question": ("Kapan dermaga dibuka?", "Kapan dermaga dibuka?", "first line"),
    "a heading of Markdown": ("# Cầu cảng mới mở cửa", "Cầu cảng mới mở cửa", "heading"),
    "an underlined heading": ("New pier opens\n==============", "New pier opens", "heading"),
    "capitals over several lines": (
        "WALI KOTA MEMBUKA\nDERMAGA BARU\nDI SURABAYA",
        "WALI KOTA MEMBUKA DERMAGA BARU DI SURABAYA",
        "first line",
    ),
    "capitals over several blocks": (
        "PIDATO WALI KOTA SURABAYA\n\nPADA PEMBUKAAN DERMAGA",
        "PIDATO WALI KOTA SURABAYA PADA PEMBUKAAN DERMAGA",
        "first line",
    ),
    "a title that wraps": (
        "Wali kota membuka dermaga baru di Surabaya\nbagi para nelayan",
        "Wali kota membuka dermaga baru di Surabaya bagi para nelayan",
        "first line",
    ),
}


@pytest.mark.parametrize("rule", TITLES)
def test_the_title_is_taken_out_of_the_body(rule: str) -> None:
    top, title, origin = TITLES[rule]
    found = read(f"{top}\n\n{BODY}")
    assert found.values["title"] == title
    assert found.origins["title"][0].origin == origin
    assert found.text == BODY


NO_TITLES = {
    "a sentence": "Dermaga baru dibuka.",
    "a salutation in Indonesian": "Yang saya hormati para nelayan,",
    "a salutation in Vietnamese": "Kính thưa quý vị đại biểu,",
    "a salutation in English": "Ladies and gentlemen",
    "a salutation with a colon": "Fellow-Citizens of the Port and of the City:",
    "a line that announces a list": "Hadir dalam acara itu:",
    "a list item": "- Dermaga baru",
}


@pytest.mark.parametrize("rule", NO_TITLES)
def test_what_is_no_title_stays_in_the_body(rule: str) -> None:
    found = read(f"{NO_TITLES[rule]}\n\n{BODY}")
    assert found.origins["title"][0].origin == "first sentence"
    assert found.text == f"{NO_TITLES[rule]}\n\n{BODY}"


def test_the_first_line_of_a_wrapped_paragraph_is_no_title() -> None:
    wrapped = (
        "Wali kota membuka dermaga baru di Surabaya dan\nmenyapa para nelayan yang datang sejak subuh\ndari Madura."
    )
    found = read(f"{wrapped}\n\n{BODY}")
    assert found.text == f"{wrapped}\n\n{BODY}"
    assert found.values["title"].startswith("Wali kota membuka dermaga baru di Surabaya dan menyapa")


def test_a_first_line_above_long_lines_is_a_title() -> None:
    found = read(f"Dermaga baru dibuka\n{BODY}")
    assert found.values["title"] == "Dermaga baru dibuka"
    assert found.text == BODY


def test_a_title_from_the_first_sentence_is_shortened_at_a_word() -> None:
    found = read(f"Pagi ini {'kapal kayu ' * 40}berlayar. Warga menonton.\n\n{BODY}")
    title = found.values["title"]
    assert title.endswith(("kapal…", "kayu…"))
    assert len(title) <= 251


def test_a_short_first_sentence_is_whole_and_abbreviations_do_not_end_it() -> None:
    assert read(f"Wali Kota Dr. Budi membuka dermaga. Warga menonton.\n\n{BODY}").values["title"] == (
        "Wali Kota Dr. Budi membuka dermaga."
    )


def test_front_matter_wins_and_a_heading_is_another_title() -> None:
    found = read(f"# New pier opens in the old harbour\n\n{BODY}", title="Dermaga dibuka")
    assert found.values["title"] == "Dermaga dibuka"
    assert [(a["text"], a["language"]) for a in found.values["alternative"]] == [
        ("New pier opens in the old harbour", "en")
    ]
    assert found.text == BODY


def test_a_short_line_under_a_known_title_stays_unless_it_says_the_same() -> None:
    assert read(f"Nelayan senang\n\n{BODY}", title="Dermaga dibuka").text == f"Nelayan senang\n\n{BODY}"
    assert read(f"Dermaga dibuka\n\n{BODY}", title="Dermaga dibuka").text == BODY


def test_a_title_that_a_program_filled_in_does_not_win() -> None:
    found = read(f"Dermaga baru dibuka\n\n{BODY}", title="Microsoft Word - rilis_final2.doc")
    assert found.values["title"] == "Dermaga baru dibuka"
    assert found.origins["title"][1].value == "Microsoft Word - rilis_final2.doc"


FURNITURE = {
    "a breadcrumb": "Beranda > Berita > Pelabuhan",
    "a breadcrumb in Vietnamese": "Trang chủ / Thời sự / Giao thông",
    "a release formula": "FOR IMMEDIATE RELEASE",
    "a release formula in Indonesian": "UNTUK SEGERA DISIARKAN",
    "a label": "SIARAN PERS",
    "a label in Vietnamese": "THÔNG CÁO BÁO CHÍ",
    "a number": "Nomor: 123/SP/HM/X/2025",
    "a number in Vietnamese": "Số 45/TB-BNG",
    "a day": "Jumat, 3 Oktober 2025 10:15 WIB",
    "a day in Vietnamese": "Thứ sáu, 03/10/2025 10:15 (GMT+7)",
    "a link to another article": "Baca juga: Nelayan Madura menolak pajak",
    "a link in Vietnamese": "Xem thêm: Ngư dân phản đối thuế mới",
    "a byline": "Pewarta: Budi Raharjo",
    "a byline without colon": "Oleh Budi Raharjo",
    "the spoken word counts": "CHECK AGAINST DELIVERY",
    "a contact": "Contact: Ann Lee, +62 31 329 1992",
    "the subject of a letter": "Perihal: Undangan liputan",
    "an address": "Jalan Perak Timur 610, Surabaya",
    "a telephone number": "Telp. (031) 329-1992",
    "buttons": "Facebook Twitter WhatsApp Copy Link",
    "digits": "1",
}


@pytest.mark.parametrize("rule", FURNITURE)
def test_furniture_is_neither_title_nor_body(rule: str) -> None:
    line = FURNITURE[rule]
    found = read(f"{line}\n\nDermaga baru dibuka\n\n{BODY}")
    assert found.values["title"] == "Dermaga baru dibuka"
    assert found.text == BODY
    assert line in found.furniture


@pytest.mark.parametrize(
    "letterhead",
    [
        "KEMENTERIAN PERHUBUNGAN\nREPUBLIK INDONESIA",
        "BỘ GIAO THÔNG VẬN TẢI",
        "Ministry of Transport\nHarbour Division",
    ],
)
def test_a_letterhead_before_a_label_is_furniture(letterhead: str) -> None:
    found = read(f"{letterhead}\n\nSIARAN PERS\n\nDERMAGA BARU DIBUKA\n\n{BODY}")
    assert found.values["title"] == "DERMAGA BARU DIBUKA"
    assert found.furniture == [*letterhead.split("\n"), "SIARAN PERS"]


def test_a_headline_that_begins_with_a_ministry_is_a_title() -> None:
    found = read(f"KEMENTERIAN PERHUBUNGAN MEMBUKA\nDERMAGA BARU\n\n{BODY}")
    assert found.values["title"] == "KEMENTERIAN PERHUBUNGAN MEMBUKA DERMAGA BARU"


def test_a_headline_that_begins_with_an_office_after_the_label_is_a_title() -> None:
    found = read(f"SIARAN PERS\nNo. 15/SP/2024\n\nPemerintah Luncurkan Dermaga\n\n{BODY}\n\nNarahubung:\nBudi")
    assert found.values["title"] == "Pemerintah Luncurkan Dermaga"


BODY_LINES = {
    "a sentence about reading": "Xem thêm tài liệu tại thư viện là thói quen của nhiều học sinh vùng cảng.",
    "a sentence with an editor": "Editor kapal dinding itu mengatakan bahwa tulisan sudah selesai dikerjakan kemarin.",
    "a sentence of prices": "Harga ikan > Rp50.000 per kilogram sejak dermaga dibuka untuk nelayan.",
    "a turn of an interview": "Editor: Apa yang anda rasakan saat dermaga itu akhirnya dibuka untuk nelayan kecil?",
    "a sentence that begins with By": "By 2030 the harbour will hold a hundred wooden ships, the mayor said on Friday.",
    "Oleh as a word": "Oleh karena itu, nelayan meminta dermaga kedua dibangun di sisi timur pelabuhan.",
}


@pytest.mark.parametrize("rule", BODY_LINES)
def test_sentences_that_begin_like_furniture_are_body(rule: str) -> None:
    line = BODY_LINES[rule]
    assert line in read(f"Dermaga baru dibuka\n\n{line}\n\n{BODY}").text
    assert line in read(f"Dermaga baru dibuka\n\n{BODY}\n\n{line}").text


def test_a_link_on_the_line_below_goes_with_its_label() -> None:
    found = read(f"Dermaga baru dibuka\n\n{FIRST}\n\nBaca juga:\nNelayan Madura menolak pajak\n\n{FIRST}")
    assert found.text == f"{FIRST}\n\n{FIRST}"
    assert "Nelayan Madura menolak pajak" in found.furniture


def test_names_at_the_end_are_the_creators() -> None:
    found = read(
        f"Dermaga dibuka\n\n{BODY}\n\nPewarta: Budi Raharjo/Ani Lestari\nEditor: Tono Wijaya\nCopyright © Kabar 2025"
    )
    assert found.values["creator"] == ["Budi Raharjo", "Ani Lestari", "Tono Wijaya"]
    assert found.values["copyright"] == "Copyright © Kabar 2025"
    assert found.text == BODY


SOURCES = {
    "a URL": (
        "Sumber: https://www.kabar.id/berita/dermaga-baru-dibuka-2456194.html",
        "kabar.id",
        "https://www.kabar.id/berita/dermaga-baru-dibuka-2456194.html",
    ),
    "a name": ("Nguồn: Báo Hải Phòng", "Báo Hải Phòng", None),
    "a name and a URL": (
        "Source: Harbour Office (https://port.example/news/1)",
        "Harbour Office",
        "https://port.example/news/1",
    ),
    "a Markdown link": ("**Sumber:** [Kabar](https://kabar.id/a)", "Kabar", "https://kabar.id/a"),
    "Theo": ("Theo TTXVN", "TTXVN", None),
    "a URL without scheme": ("Sumber: www.kabar.id/a/b", "kabar.id", "www.kabar.id/a/b"),
    "a wire's own line": ("SOURCE Harbour Corp.", "Harbour Corp", None),
    "a label and a URL on two lines": ("Sumber:\nhttps://kabar.id/a", "kabar.id", "https://kabar.id/a"),
    "a source before the names of writers": ("Sumber: Kabar\n\nEditor: Tono Wijaya", "Kabar", None),
}


@pytest.mark.parametrize("rule", SOURCES)
def test_the_source_of_a_page(rule: str) -> None:
    line, source, url = SOURCES[rule]
    found = read(f"Dermaga baru dibuka\n\n{BODY}\n\n{line}")
    assert (found.values.get("source"), found.values.get("source_url")) == (source, url)
    assert found.text == BODY


@pytest.mark.parametrize(
    "line",
    [
        "Sumber daya nelayan adalah kunci pembangunan dermaga itu.",
        "Source: the river begins in the hills and takes two days to reach the harbour.",
        "Theo dõi, nhiều ngư dân đã trở về bến.",
    ],
)
def test_a_last_sentence_that_only_begins_so_is_body(line: str) -> None:
    found = read(f"Dermaga baru dibuka\n\n{BODY}\n\n{line}")
    assert "source" not in found.values
    assert found.text == f"{BODY}\n\n{line}"


def test_a_source_in_the_middle_is_not_the_source_of_the_page() -> None:
    found = read(f"Dermaga baru dibuka\n\n{FIRST}\n\nSumber: Dinas Perikanan\n\n{BODY}")
    assert "source" not in found.values


@pytest.mark.parametrize(
    ("url", "words", "code"),
    [
        (
            "https://bao.vn/khanh-thanh-cau-cang-moi-tai-hai-phong-2456194.html",
            "khanh thanh cau cang moi tai hai phong",
            "vi",
        ),
        (
            "https://kabar.id/2025/10/03/wali-kota-membuka-dermaga-baru-di-surabaya",
            "wali kota membuka dermaga baru di surabaya",
            "id",
        ),
        (
            "https://port.example/news/mayor-opens-new-pier-in-the-old-harbour/index.html",
            "mayor opens new pier in the old harbour",
            "en",
        ),
        ("https://bao.vn/mo-cua-cau-cang-moi-nam-2025-post123456.vnp", "mo cua cau cang moi nam 2025", "vi"),
    ],
)
def test_the_words_of_the_address_are_another_title_in_its_language(url: str, words: str, code: str) -> None:
    found = read(f"Dermaga baru dibuka\n\n{BODY}\n\nSumber: {url}")
    assert [(a["text"], a["language"], a["origin"]) for a in found.values["alternative"]] == [(words, code, "url slug")]


@pytest.mark.parametrize("url", ["https://kabar.id/", "https://kabar.id/a/2456194.html", "https://kabar.id/?p=123"])
def test_an_address_without_words_is_no_title(url: str) -> None:
    assert "alternative" not in read(f"Dermaga baru dibuka\n\n{BODY}\n\nSumber: {url}").values


def test_a_source_from_front_matter_wins() -> None:
    found = read(f"Dermaga dibuka\n\n{BODY}\n\nSumber: Kabar", source="Antara")
    assert found.values["source"] == "Antara"
    assert [offer.value for offer in found.origins["source"]] == ["Antara", "Kabar"]


@pytest.mark.parametrize("text", ["Halo dunia", "", "\n\n", "Terima kasih."])
def test_a_text_of_a_few_words_keeps_them(text: str) -> None:
    assert read(text).text == text.strip()


@pytest.mark.parametrize(
    "text", ["12345", "1275 3344\n55 66 77", "2025\n\n17", "- 5 -", "٣٤٥٦", "Telp. 0812 3456", "12\f1275\f14", "* * *"]
)
def test_a_text_of_nothing_but_numbers_or_other_furniture_keeps_it(text: str) -> None:
    found = read(text)
    assert found.text == text
    assert found.furniture == []


def test_numbers_below_a_known_title_are_the_text() -> None:
    assert read("Hasil\n\n3000", title="Hasil").text == "3000"


def test_numbers_beside_a_text_stay_furniture() -> None:
    found = read(f"{BODY}\f2", title="Dermaga")
    assert "2" in found.furniture


def test_closing_credit_before_the_contacts_of_an_office_credits_all() -> None:
    found = read(
        f"Dermaga dibuka\n\n{BODY}\n\nFoto-foto:\nA-1.jpg\nA-2.jpg\n\nFoto: Dok. Pelabuhan\n\nBagian Humas\nTelp. 329"
    )
    assert [mention.credit for mention in found.mentions] == ["Dok. Pelabuhan", "Dok. Pelabuhan"]
    assert "Foto" not in found.text
    assert found.text.endswith("Bagian Humas\nTelp. 329")
