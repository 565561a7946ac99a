"""Lines above a title: letterheads, labels, rubrics, sections, and the subject line of a letter."""

from __future__ import annotations

import pytest

from archive.record import Description
from ingest.description.extraction import extract_description
from tests.builders.described_texts import describe_text

BODY = (
    "Wali kota membuka dermaga baru di Surabaya dan menyapa para nelayan yang datang sejak subuh.\n\n"
    "Dermaga itu dapat menampung empat puluh kapal kayu. Pembangunannya memakan waktu dua tahun."
)


@pytest.mark.parametrize(
    "over",
    [
        "HARBOUR WATCH INTERNATIONAL\n\nPRESS RELEASE\nNo. HWI/PR/2024/003\nFOR IMMEDIATE RELEASE",
        "HARBOUR WATCH INTERNATIONAL\nEMBARGOED UNTIL 10:00 GMT 3 MARCH 2031",
        "YAYASAN LAUT BIRU\nSIARAN PERS\nUNTUK SEGERA DISIARKAN",
        "Serikat Nelayan Nusantara\nSiaran Pers",
        "TRUNG TÂM NGHIÊN CỨU BIỂN\n\nTHÔNG CÁO BÁO CHÍ",
        "Acme Harbour Holdings, Inc.\n\nNEWS RELEASE",
        "UNIVERSITAS SAMUDRA\nHumas dan Protokol\n\nRALAT",
        "NASKAH PIDATO (disiapkan)",
        "SPEECH (as prepared)",
        "Remarks - as delivered",
        "DIỄN VĂN (bản chuẩn bị)",
        "KORREKSI / RALAT",
        "WAWANCARA",
        "OPINI",
        "EKSKLUSIF:",
        "PHỎNG VẤN",
        "Ý KIẾN",
        "[FEATURE]",
        "Home\nNews\nPress Releases",
        "Dibaca: 1.234 kali",
        "3 min read",
    ],
)
def test_what_stands_over_a_title_is_neither_title_nor_body(over: str) -> None:
    for title in ("Nelayan menolak reklamasi", "NELAYAN MENOLAK\nREKLAMASI"):
        found = describe_text(f"{over}\n\n{title}\n\n{BODY}")
        assert found.values["title"] == " ".join(title.split())
        assert found.text == BODY
        assert found.furniture == [line for line in over.split("\n") if line]


@pytest.mark.parametrize(
    "title",
    [
        "Opini publik terbelah soal dermaga",
        "Wawancara eksklusif dengan wali kota",
        "Feature film shot at the old pier",
        "H.E. Mr. John Smith visits the new pier",
        "Harbour Corp. signs agreement with Acme Ltd.",
        "PT. Samudra Jaya Tbk. resmikan dermaga",
        "Wali kota: dermaga untuk nelayan kecil",
        '"Laut adalah rumah kami," kata nelayan Madura',
        "Selamat datang di dermaga baru!",
        "Vì sao cầu cảng mới quan trọng?",
    ],
)
def test_a_title_that_looks_like_something_else(title: str) -> None:
    found = describe_text(f"{title}\n\n{BODY}")
    assert (found.values["title"], found.text) == (title, BODY)


@pytest.mark.parametrize("below", ["SIARAN PERS\n24 Oktober 2025", "Siaran Pers", "Jumat, 24 Oktober 2025"])
def test_a_title_may_stand_over_its_label(below: str) -> None:
    found = describe_text(f"NELAYAN MENOLAK REKLAMASI\n\n{below}\n\n{BODY}")
    assert (found.values["title"], found.text) == ("NELAYAN MENOLAK REKLAMASI", BODY)


def test_day_and_names_right_under_a_title_are_no_part_of_it() -> None:
    found = describe_text(
        f"Nelayan menolak reklamasi\nJumat, 24 Oktober 2025 10:15 WIB\nPewarta: Budi Raharjo\n\n{BODY}"
    )
    assert (found.values["title"], found.text) == ("Nelayan menolak reklamasi", BODY)
    assert (found.values["date"], found.values["creator"]) == ("2025-10-24", ["Budi Raharjo"])


@pytest.mark.parametrize(
    "line",
    [
        "Perihal: Peresmian dermaga",
        "Subject: Peresmian dermaga",
        "V/v Peresmian dermaga",
        "Trích yếu: Peresmian dermaga",
    ],
)
def test_the_subject_of_a_letter_is_its_title_where_no_other_stands(line: str) -> None:
    found = describe_text(f"KEMENTERIAN PERHUBUNGAN\nNomor: SP-12/HUMAS/2025\n{line}\n\n{BODY}")
    assert (found.values["title"], found.origins["title"][0].origin) == ("Peresmian dermaga", "subject line")
    assert found.text == BODY


def test_the_mark_of_an_advertisement_is_no_body() -> None:
    first, second = BODY.split("\n\n")
    found = describe_text(f"Dermaga dibuka\n\n{first}\n\nADVERTISEMENT\nSCROLL TO CONTINUE WITH CONTENT\n\n{second}")
    assert found.text == BODY
    kept = f"{first} Iklan kapal menempel di dermaga."
    assert describe_text(f"Dermaga dibuka\n\n{kept}").text == kept


def test_a_rubric_below_the_title_is_a_heading_of_the_text() -> None:
    description = Description("text/plain", "text", 1)
    description.text = "Kepala pelabuhan baru Kupang\n\nProfil\n\nIa lahir di Ende dan besar di atas kapal ayahnya.\n"
    extract_description(description, "kepala.txt", "")
    assert description.values["title"] == "Kepala pelabuhan baru Kupang"
    assert "Profil" in description.text
