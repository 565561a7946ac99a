"""The kind of a text, its speaker and its numbers, from rules that are recorded as origin."""

from __future__ import annotations

import pytest

from archive.record import Description
from ingest.description.extraction import extract_description
from ingest.extract.boilerplate import labels
from ingest.extract.dates.release_numbers import numbers, numbers_in_name
from tests.builders.described_texts import describe_text

BODY = (
    "Wali kota membuka dermaga baru di Surabaya dan menyapa para nelayan yang datang sejak subuh. Warga menonton.\n\n"
    "Dermaga itu dapat menampung empat puluh kapal kayu. Pembangunannya memakan waktu dua tahun dan selesai lebih awal."
)


def read(text: str, filename: str = "naskah.txt", relpath: str = "naskah.txt") -> Description:
    return describe_text(text, filename, relpath)


@pytest.mark.parametrize(
    ("top", "kind", "genre", "rule"),
    [
        ("SIARAN PERS\n\nDermaga dibuka", "press-release", None, "release label"),
        ("THÔNG CÁO BÁO CHÍ\nSố 45/TB-BNG\n\nKhánh thành cầu cảng", "press-release", None, "release label"),
        ("FOR IMMEDIATE RELEASE\n\nPier opens", "press-release", None, "release formula"),
        ("MEDIA ADVISORY\n\nPier opens", "press-release", "advisory", "release label"),
        ("PERNYATAAN PERS\n\nSikap wali kota", "press-release", "statement", "release label"),
        ("RALAT\n\nSIARAN PERS\n\nDermaga dibuka", "press-release", "correction", "release label"),
        ("Pidato Wali Kota Surabaya pada Pembukaan Dermaga", "speech", None, "speech title"),
        ("Bài phát biểu của Bộ trưởng Lê Minh tại lễ khánh thành", "speech", None, "speech title"),
        ("Remarks by the Mayor at the opening of the pier", "speech", None, "speech title"),
        ("Transkrip pidato Wali Kota Surabaya pada pembukaan dermaga", "speech", "transcript", "speech title"),
        ("Dermaga untuk semua\n\nYang saya hormati para nelayan,", "speech", None, "salutation"),
        ("Kính thưa quý vị đại biểu,", "speech", None, "salutation"),
        ("Oleh Budi Raharjo\n\nDermaga dibuka", "article", None, "byline"),
        ("Wawancara: wali kota tentang dermaga\n\nOleh Budi Raharjo", "article", "interview", "byline"),
        ("SIARAN PERS: Dermaga dibuka", "press-release", None, "release title"),
        ("Thông cáo báo chí về kết quả hội nghị cảng biển", "press-release", None, "release title"),
        ("UNDANGAN PELIPUTAN\n\nPeresmian dermaga", "press-release", "advisory", "release label"),
        ("Joint Communiqué\n\nOn the harbour", "press-release", "statement", "release label"),
        ("Statement by H.E. Mr. Le Minh at the General Debate", "speech", None, "speech title"),
        ("WAWANCARA\n\nLaut tidak bisa dirayu\n\nOleh Budi Raharjo", "article", "interview", "byline"),
        ("Dermaga dibuka\n\nJakarta, Kabar Laut -- Wali kota tiba.", "article", None, "dateline"),
        ("Khánh thành cảng\n\n(Chinhphu.vn) - Bộ trưởng dự lễ.", "article", None, "dateline"),
        ("LAMPIRAN II\n\nDaftar kapal", "document", "annex", "annex label"),
        ("Catatan rapat dermaga", "document", None, "no other rule"),
    ],
)
def test_the_head_tells_the_kind(top: str, kind: str, genre: str | None, rule: str) -> None:
    found = read(f"{top}\n\n{BODY}")
    assert (found.values["kind"], found.values.get("genre")) == (kind, genre)
    assert found.origins["kind"][0].origin == f"rule:{rule}"


@pytest.mark.parametrize(
    "title",
    [
        "Wali kota sampaikan pidato di dermaga",
        "Siaran pers wali kota menuai kritik",
        "Bộ trưởng phát biểu tại lễ khánh thành",
        "Mayor to address fishermen on Friday",
        "Mayor to address the council on Friday",
        "Pidato Wali Kota Menuai Pujian",
        "Mayor's address draws praise",
        "Address books found under the pier",
    ],
)
def test_a_report_about_a_speech_or_release_is_neither(title: str) -> None:
    found = read(f"{title}\n\n{BODY}\n\nSumber: Kabar")
    assert found.values["kind"] == "article"
    assert found.origins["kind"][0].origin == "rule:source line"


def test_a_dateline_and_photos_tell_an_article() -> None:
    assert read(f"Dermaga dibuka\n\nSurabaya (ANTARA) - {BODY}").origins["kind"][0].origin == "rule:dateline"
    assert read(f"Dermaga dibuka\n\n{BODY}\n\nA-1.jpg\nKapal.").origins["kind"][0].origin == "rule:photos in the text"


@pytest.mark.parametrize(
    "heading", ["Media Contact:", "Kontak Media: Budi", "Liên hệ báo chí:", "For media enquiries:"]
)
def test_a_contact_for_the_press_at_the_end_tells_a_release(heading: str) -> None:
    found = read(f"Dermaga dibuka\n\n{BODY}\n\n{heading}\nAnn Lee\nann@port.example")
    assert found.origins["kind"][0].origin == "rule:press contact"
    assert found.values["kind"] == "press-release"


def test_a_sentence_about_contacts_tells_none() -> None:
    assert read(f"Dermaga dibuka\n\n{BODY}\n\nMedia contacts grew at the harbour.").values["kind"] == "document"


def test_captions_and_little_else_are_a_caption_sheet() -> None:
    sheet = "\n\n".join(f"A-{n}.jpg\nKapal kayu nomor {n} bersandar di dermaga baru Surabaya." for n in range(5))
    found = read(f"Daftar foto\n\n{sheet}")
    assert (found.values["kind"], found.values["genre"]) == ("document", "caption-sheet")


def test_file_and_folder_names_tell_what_the_text_does_not() -> None:
    assert read(BODY, "siaran-pers-dermaga.txt").values["kind"] == "press-release"
    assert read(BODY, "a.txt", "arsip/speeches/a.txt").origins["kind"][0].origin == "rule:folder of a speech"
    assert read(BODY, "pidatonya.txt").values["kind"] == "document"


def test_front_matter_wins_over_the_rules() -> None:
    description = Description("text/plain", "text", 1, text=f"SIARAN PERS\n\n{BODY}")
    description.offer("kind", "article", "front matter")
    extract_description(description, "a.txt", "")
    assert description.values["kind"] == "article"


@pytest.mark.parametrize(
    ("title", "speaker"),
    [
        ("Pidato Wali Kota Budi Raharjo pada Pembukaan Dermaga", "Wali Kota Budi Raharjo"),
        ("Bài phát biểu của Bộ trưởng Lê Minh tại lễ khánh thành", "Bộ trưởng Lê Minh"),
        ("Remarks by Mayor Ann Lee at the opening of the pier", "Mayor Ann Lee"),
        ("MAYOR ANN LEE'S ADDRESS BEFORE THE HARBOUR COUNCIL", "MAYOR ANN LEE"),
        ("Pidato pada Pembukaan Dermaga", None),
        ("Address on the State of the Harbour", None),
    ],
)
def test_the_speaker_is_named_in_the_title(title: str, speaker: str | None) -> None:
    found = read(f"{title}\n\n{BODY}", "pidato.txt")
    assert found.values["kind"] == "speech"
    assert found.values.get("speaker") == speaker


@pytest.mark.parametrize(
    ("sentence", "persons"),
    [
        ("Menteri Pajak hadir, kata Menteri Sugiono.", ["Sugiono"]),
        ("Hakim Pajak menolak; Kepala Pajak Daerah dan Presiden Pajak diundang.", []),
        ("Minister Tax and Secretary Budget met Minister Ann Lee.", ["Ann Lee"]),
        ("Bộ trưởng Thuế và Tổng cục trưởng Hải quan dự, cùng Bộ trưởng Trần Hồng Hà.", ["Trần Hồng Hà"]),
        ("Menteri Kayu hadir. Harga kayu naik karena kayu langka.", []),
    ],
)
def test_a_noun_behind_an_office_is_no_person(sentence: str, persons: list[str]) -> None:
    assert read(f"Dermaga baru dibuka\n\n{sentence}\n", "a.txt").values.get("persons", []) == persons


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("123/SP/HM/X/2025", ["123/SP/HM/X/2025"]),
        ("Nomor: 123/SP/HM/X/2025", ["123/SP/HM/X/2025"]),
        ("Nomor : B-12/KKP.1/HM.04/X/2025", ["B-12/KKP.1/HM.04/X/2025"]),
        ("SIARAN PERS NOMOR: 12/HUMAS/2025", ["12/HUMAS/2025"]),
        ("No. 12/2025", ["No. 12/2025"]),
        ("Số 45/TB-BNG", ["Số 45/TB-BNG"]),
        ("Số: 45/TB-BNG", ["45/TB-BNG"]),
        ("Số 45/TB-BNG  Hà Nội, ngày 25 tháng 10 năm 2025", ["Số 45/TB-BNG"]),
        ("Press Release No. 2025-014", ["No. 2025-014"]),
        ("IMF Press Release No. 25/123", ["No. 25/123"]),
        ("SIARAN PERS No.HM.4.6/123/SET.M/10/2025", ["HM.4.6/123/SET.M/10/2025"]),
        ("NOMOR 15 TAHUN 2025", ["NOMOR 15 TAHUN 2025"]),
        ("SG/SM/22345-OBV/1234", ["SG/SM/22345-OBV/1234"]),
        ("A/RES/79/243", ["A/RES/79/243"]),
    ],
)
def test_numbers_of_a_release_as_printed(line: str, found: list[str]) -> None:
    assert numbers(line) == found


@pytest.mark.parametrize(
    "line",
    ["No. 1 in the world", "Số 12 phố Huế", "No. 12, Harbour Street", "RT 01/RW 02", "Pukul 10.00/WIB",
     "Pasal 64 ayat 1", "Số tài khoản: 0123456789", "TCP/IP", "B20/G20",
     "25/10/2025", "25/Okt/2025", "Tanggal 25-10-2025", "No. Telp: 031-3291992", "No. HP 0812-3456-7890",
     "Jalan Perak No. 6",
     "Jl. Perak Timur No. 610/A Surabaya",
     "24/7", "km/jam", "No time to lose", "November 2025",
     "Số điện thoại: 0225 3842 682",
     "https://kabar.id/12/ab", "Fax 031/329199", "Kapal 3/4 penuh"],
)  # fmt: skip
def test_what_is_no_number_of_a_release(line: str) -> None:
    assert numbers(line) == []


def test_numbers_count_only_at_the_head() -> None:
    found = read(
        f"SIARAN PERS\nNomor: 123/SP/HM/X/2025\n\nDermaga dibuka\n\n{BODY} Nghị định số 15/2020/NĐ-CP mengatur hal itu."
    )
    assert found.values["identifiers"] == ["123/SP/HM/X/2025"]


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("123_SP_HM_X_2025.pdf", ["123/SP/HM/X/2025"]),
        ("123-SP-HM-X-2025 Dermaga dibuka.docx", ["123/SP/HM/X/2025"]),
        ("No. 7_SP_HM.02_IV_2019.pdf", ["7/SP/HM.02/IV/2019"]),
        ("45_TB-BNG.docx", ["45/TB-BNG"]),
        ("Số 45-TCBC-BNG.pdf", ["45/TCBC-BNG"]),
        ("12_DSC_2025.pdf", []),
        ("20251025_SP_HM.pdf", []),
        ("3_FOTO_KAPAL_2025.pdf", []),
        ("45_TB.docx", []),
        ("1-CT-SCAN.pdf", []),
        ("2025_A_I_2025x.pdf", []),
        ("siaran pers 12.pdf", []),
    ],
)
def test_the_number_of_a_release_in_the_name_of_its_file(name: str, found: list[str]) -> None:
    assert numbers_in_name(name) == found


def test_a_number_at_the_head_comes_before_that_of_the_name() -> None:
    found = read(f"SIARAN PERS\nNomor: 124/SP/HM/X/2025\n\nDermaga dibuka\n\n{BODY}", "123_SP_HM_X_2025.txt")
    assert [offer.value for offer in found.origins["identifiers"]] == [["124/SP/HM/X/2025"], ["123/SP/HM/X/2025"]]
    assert read(BODY, "123_SP_HM_X_2025.txt").values["identifiers"] == ["123/SP/HM/X/2025"]


@pytest.mark.parametrize(
    "line",
    [
        "PRESS RELEASE No. 1/PR/2026",
        "SIARAN PERS NOMOR 1/SP/2026",
        "Siaran Pers No. 45/SP/HM.01/V/2026, 5 Mei 2026",
        "SIARAN PERS Nomor: 12/HM/05/2026 tanggal 5 Mei 2026",
        "THÔNG CÁO BÁO CHÍ SỐ 1/TCBC",
        "THÔNG CÁO BÁO CHÍ ngày 5 tháng 5 năm 2026",
        "PRESS RELEASE - 5 May 2026",
        "Press Statement, May 5, 2026",
        "PRESS RELEASE 12/2026",
    ],
)
def test_a_label_with_its_number_or_day_on_its_line_is_one(line: str) -> None:
    assert labels.release_label(line) is not None


@pytest.mark.parametrize(
    "line",
    [
        "Press release 2025 budget approved",
        "Press release on 5 bridges",
        "Statement 5",
        "Press statement of 3 May 2026 was wrong",
        "Pernyataan 10 tokoh",
        "Thông cáo báo chí về 3 cây cầu",
    ],
)
def test_a_title_that_begins_like_a_label_is_none(line: str) -> None:
    assert labels.release_label(line) is None
