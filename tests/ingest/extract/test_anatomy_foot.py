"""The source of a copied page, from the last lines of pages of many sites, and its address."""

from __future__ import annotations

import pytest

from ingest.extract.dates.url_slug import slug_title
from tests.builders.described_texts import describe_text

BODY = (
    "Wali kota membuka dermaga baru di Surabaya dan menyapa para nelayan yang datang sejak subuh.\n\n"
    "Dermaga itu dapat menampung empat puluh kapal kayu. Pembangunannya memakan waktu dua tahun."
)
URL = "https://kabar.id/wali-kota-membuka-dermaga-baru"


@pytest.mark.parametrize(
    ("lines", "name", "url"),
    [
        ("(Theo TTXVN)", "TTXVN", None),
        ("Theo: baochinhphu.vn", "baochinhphu.vn", None),
        ("Theo Minh Anh/Báo Tin tức", "Minh Anh/Báo Tin tức", None),
        ("Nguồn: TTXVN/Vietnam+", "TTXVN/Vietnam+", None),
        ("(Sumber: Antara)", "Antara", None),
        ("Source: UN News https://news.example/en/story/2025/10/1166186", "UN News",
         "https://news.example/en/story/2025/10/1166186"),
        (URL, "kabar.id", URL),
        (f"Link: {URL}", "kabar.id", URL),
        (f"Link bài gốc: {URL}", "kabar.id", URL),
        (f"Originally published at {URL}", "kabar.id", URL),
        (f'Artikel ini telah tayang di Kabar dengan judul "Dermaga", klik: {URL}', "kabar.id", URL),
        (f"Sumber: Antara\nSumber: {URL}", "Antara", URL),
        (f"Sumber: Antara\n{URL}", "Antara", URL),
        (f"Sumber: {URL}?utm_source=a&utm_medium=b", "kabar.id", f"{URL}?utm_source=a&utm_medium=b"),
        ("Source: https://bücher.example/mayor-opens-pier", "bücher.example", "https://bücher.example/mayor-opens-pier"),
    ],
)  # fmt: skip
def test_the_source_of_a_page(lines: str, name: str, url: str | None) -> None:
    found = describe_text(f"Dermaga baru dibuka\n\n{BODY}\n\n{lines}")
    assert (found.values.get("source"), found.values.get("source_url")) == (name, url)
    assert found.text == BODY


@pytest.mark.parametrize(
    "line",
    [
        "For more information, visit https://port.example/news/about-the-new-pier.",
        "Informasi lebih lanjut: www.pelabuhan.example",
        "Link pendaftaran dibuka besok pukul delapan pagi.",
        "Theo ông Minh, công trình sẽ hoàn thành vào cuối năm.",
        "Sumber: nelayan yang kami temui mengatakan bahwa dermaga itu belum selesai.",
        "Originally published books were sold at the pier.",
    ],
)
def test_a_last_line_that_names_no_source(line: str) -> None:
    found = describe_text(f"Dermaga baru dibuka\n\n{BODY}\n\n{line}")
    assert "source" not in found.values
    assert found.text == f"{BODY}\n\n{line}"


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("https://a.example/2025-10-25-mayor-opens-new-pier.html", "mayor opens new pier"),
        ("https://a.example/news/mayor-opens-new-pier-2025-10-25", "mayor opens new pier"),
        ("https://a.example/mayor-opens-new-pier-20251025.html", "mayor opens new pier"),
        ("https://bao.example/khanh-thanh-cau-cang-4812345-p2.html", "khanh thanh cau cang"),
        ("https://bao.example/kh%C3%A1nh-th%C3%A0nh-c%E1%BA%A7u-c%E1%BA%A3ng.html", "khánh thành cầu cảng"),
        ("https://kabar.example/berita/d-7654321/wali-kota-resmikan-dermaga", "wali kota resmikan dermaga"),
        ("www.transport.example/news/12", None),
        ("https://a.example/news_detail.php?id=123", None),
        ("https://a.example/2025/10/25/", None),
    ],
)
def test_the_words_of_an_address(url: str, words: str | None) -> None:
    assert slug_title(url) == words
