"""A title on two lines is one title, and stamps or labels above it are not part of it."""

from __future__ import annotations

import pytest

from tests.builders.described_texts import describe_text

BODY = (
    "Semarang, 5 Mei 2026 - Wali Kota Semarang meresmikan jembatan Kali Baru yang dibangun sejak tahun lalu. Jembatan "
    "itu menghubungkan dua kelurahan."
)


def title(head: str) -> object:
    description = describe_text(f"{head}\n\n{BODY}")
    assert all(word in " ".join([description.text, *description.furniture, str(description.values["title"])])
               for word in head.split() if word.isalpha())  # fmt: skip
    return description.values["title"]


@pytest.mark.parametrize("between", ["\n", "\n\n"])
@pytest.mark.parametrize(
    "lines",
    [
        ("Pemerintah Kota Semarang Luncurkan", "Program Bus Sekolah Gratis untuk Pelajar"),
        ("Dinas Perhubungan Kota Semarang Membuka", "Layanan Bus Pelajar Tanpa Biaya"),
        ("Sosialisasi Program Bus Sekolah Gratis", "bagi Pelajar di Kota Semarang"),
        ("Sở Giao thông vận tải thành phố Đà Nẵng tổ chức", "lễ khai trương tuyến xe buýt học sinh miễn phí"),
        ("Bộ Công Thương công bố", "Danh mục hàng hóa xuất khẩu mới"),
        ("Port Authority Launches Free", "Shuttle Ferry for Night Workers"),
        ("Ministers of Ten Countries Meet in Semarang to", "Discuss the Future of Ferries"),
        ("PEMERINTAH KOTA SEMARANG LUNCURKAN", "PROGRAM BUS SEKOLAH GRATIS"),
    ],
)
def test_a_title_goes_on_in_the_next_line(lines: tuple[str, str], between: str) -> None:
    assert title(f"SIARAN PERS\n\n{between.join(lines)}") == " ".join(lines)


def test_a_title_of_three_lines() -> None:
    lines = [
        "Port Authority Launches Free Shuttle Ferry",
        "for Workers of the Night Shift",
        "and for Pupils of the Islands",
    ]
    assert title("\n".join(lines)) == " ".join(lines)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Wali kota membuka pasar ikan", "Pedagang senang dan berterima kasih"),
        ("Wali Kota Buka Pasar Ikan", "Budi Santoso"),
        ("Laporan Tahunan 2025", "Pendahuluan"),
        ("Jalur Bus Malam Dibuka di Medan", "Pengantar Kepala Dinas"),
        ("Jembatan Baru Dibuka Gubernur", "1. Latar belakang"),
        ("Ferry Line Opens to the Island", "Media contact: Ann Lee"),
    ],
)
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_what_stands_below_a_whole_title_is_no_part_of_it(first: str, second: str, between: str) -> None:
    assert title(f"{first}{between}{second}") == first


@pytest.mark.parametrize(
    "above",
    [
        "Lembar disposisi\n\nNo Agenda 123", "DITERIMA 12 MEI 2026", "ARSIP", "Humas Pemkot", "Ad lg ie",
        "Koleksi Perpustakaan Daerah", "Salinan arsip untuk perpustakaan", "Dinas Perhubungan Kota Semarang",
        "The Port Authority of Pulau Besar\nHarbour House, 12 Quay Street", "Công văn đến số 12",
    ],
)  # fmt: skip
@pytest.mark.parametrize("heading", ["PERESMIAN JEMBATAN KALI BARU", "Jembatan Kali Baru Dibuka Wali Kota Semarang"])
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_the_heading_below_a_stamp_or_a_letterhead_is_the_title(above: str, heading: str, between: str) -> None:
    assert title(f"{above}{between}{heading}") == heading
