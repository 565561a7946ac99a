"""Names found in texts are names of people, not of firms, pages, headlines, streets or lines of a form."""

from __future__ import annotations

import pytest

from archive.authority.persons import named_in
from ingest.extract.kind.speech import turns
from tests.builders.described_texts import describe_text

PROSE = "The works were opened on Monday, and visitors may see the kiln until the rain begins in the hills."


@pytest.mark.parametrize(
    "words",
    [
        "Call the director Anonymous Tip Hotline at 555-0188.",
        "The Chief News and the Director Copyright are listed below.",
        "GA Tech Announces New R&D Park With Gov Solar Energy Fund",
        "BEK TV Announces Premiere of the Show",
        "The General Corporation Law of Delaware applies, and corporation and law are words here.",
        "Meet at Director Schneider Electric tomorrow.",
        "The West approach lies at Rev. Martin Luther King Boulevard in Benning.",
        "Warga kerja bakti di lapangan Pangeran Antasari pagi ini.",
        "Diễn văn của Hiệu trưởng Trường THPT Nguyễn Đình Chiểu trong ngày khai giảng.",
        "The actor African American artists admire has left.",
        "Gen Art Showcase Celebrates 30 Years at the Fair With New Directors",
        "The shop at 14 Prince Albert Row reopens, and two mariners were aboard the Queen Beatriz.",
        "Bus menuju Bandara Sultan Mahmud berhenti di Gelora Panglima Polim dan Asrama Haji Syekh Yusuf Muda.",
        "Beras di Gudang Sultan Agung dihitung ulang, kata Duta Besar Kerajaan Norlandia, kemarin.",
        "Bà chủ tịch và Chủ tịch UBND huyện Tân Lộc, Nhóm Thiện nguyện Sen Hồng cảm ơn các hộ dân.",
        'Thu hồi chả cá "Bà Năm Rạch Giá" và bức tranh Ông Nội Gánh Trăng, theo thông báo hôm nay.',
        "Panglima,\nttd.\nBrigadir Djenderal\n",
        "Ask the Director Website Link or the Manager Product Liability desk.",
    ],
)
def test_what_is_nobody(words: str) -> None:
    assert named_in(f"{words}\n\n{PROSE}") == []


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("They met the Rev. Ann Lee at King Street.", "Ann Lee"),
        ("Chủ tịch UBND huyện Lê Văn Tám phát biểu.", "Lê Văn Tám"),
        ("Attorney Evan A. Sanchez joins the firm.", "Evan A. Sanchez"),
        ("Governor Anita Rosewall\nTransportation Secretary Paul Denholm", "Paul Denholm"),
        (
            "Governor Anita Rosewall Opens the Rebuilt Creek Bridge\n\nGovernor Anita Rosewall was there.",
            "Anita Rosewall",
        ),
        ("The former minister Bill Cash was asked.", "Bill Cash"),
        ("Menteri Hartini Wiryawan sudah ditemui.", "Hartini Wiryawan"),
        ("Thượng tá Mai Xuân Thăng khuyến cáo người dân.", "Mai Xuân Thăng"),
    ],
)
def test_who_is_somebody(words: str, name: str) -> None:
    assert name in named_in(f"{words}\n\n{PROSE}")


@pytest.mark.parametrize(
    "labels",
    [
        ("WHAT", "WHO", "WHEN", "WHERE", "RSVP"),
        ("Beweis 1", "Beweis 2", "Beweis 3", "ANTRAG"),
        ("NỘI DUNG", "THỜI GIAN", "ĐỊA ĐIỂM", "CHỦ TRÌ", "KHÁCH MỜI"),
        ("APA", "KAPAN", "DI MANA", "SIAPA"),
        ("EVENT DETAILS", "LOCATION", "DOORS", "TICKET INFORMATION"),
        ("DIAL-IN", "WEBCAST", "REPLAY"),
    ],
)
def test_the_lines_of_a_form_are_no_talk(labels: tuple[str, ...]) -> None:
    assert turns("\n\n".join(f"{label}: the words that stand behind it" for label in labels)) == []


def test_people_who_speak_in_turn_are_kept() -> None:
    talk = "MS. LEE: Good day.\n\nQUESTION: Is it open?\n\nMS. LEE: It is.\n\nMR. BUDI: Since May."
    assert {turn["speaker"] for turn in turns(talk)} == {"MS. LEE", "QUESTION", "MR. BUDI"}


@pytest.mark.parametrize("office", ["MAYOR ANN LEE", "Wali Kota Surabaya", "GOVERNOR", "Chủ tịch UBND huyện"])
def test_an_office_is_no_place(office: str) -> None:
    text = f"The pier is open\n\n{office}, 3 October 2025 – {PROSE}"
    description = describe_text(text, "a.txt", "a.txt")
    assert not description.values.get("places")
