"""Header lines that embargo a text, and lines that do not."""

from __future__ import annotations

from datetime import date

import pytest

from archive.record import Description
from archive.text.embargo.instants import read_end
from ingest.description.extraction import extract_description
from ingest.extract.embargo.text_orders import holds, read_embargo
from tests.builders.described_texts import describe_text
from tests.cases.embargo_lines import ENGLISH, INDONESIAN, NOTHING, VIETNAMESE
from tests.cases.embargo_lines_again import HOLD
from tests.cases.embargo_lines_again import NOTHING as NOTHING_AGAIN

BODY = "Wali kota membuka dermaga baru dan menyapa para nelayan yang datang sejak subuh. Warga menonton."


def held(line: str) -> object:
    """Return `until` of the embargo in a line at the head of a text; "released" if there is none."""
    description = describe_text(f"{line}\n\nDermaga baru dibuka\n\n{BODY}")
    return description.values.get("embargo", {"until": "released"})["until"]


@pytest.mark.parametrize(
    ("line", "until"),
    [
        ("EMBARGOED UNTIL 10:00 GMT 3 MAY 2026", "2026-05-03T10:00:00Z"),
        ("Embargoed until 9.30 a.m. BST, Sunday 3 May 2026", "2026-05-03T08:30:00Z"),
        ("EMBARGO: 3 May 2026, 00:01 GMT", "2026-05-03T00:01:00Z"),
        ("STRICTLY EMBARGOED UNTIL 3 MAY 2026, 0900 HOURS ICT", "2026-05-03T02:00:00Z"),
        ("NOT FOR RELEASE BEFORE 10:00 UTC+7 ON 3 MAY 2026", "2026-05-03T03:00:00Z"),
        ("Not for publication or broadcast before 6 pm EDT, May 3, 2026", "2026-05-03T22:00:00Z"),
        ("HOLD FOR RELEASE UNTIL 12 noon JST 3 May 2026", "2026-05-03T03:00:00Z"),
        ("*** EMBARGOED UNTIL 1000Z 3 MAY 2026 ***", "2026-05-03T10:00:00Z"),
        ("EMBARGO SAMPAI 3 Mei 2026 pukul 10.00 WIB", "2026-05-03T03:00:00Z"),
        ("EMBARGO HINGGA 3 MEI 2026 PUKUL 10.00 WITA", "2026-05-03T02:00:00Z"),
        ("Jangan disiarkan sebelum Minggu, 3 Mei 2026, pukul 10.00 WIT", "2026-05-03T01:00:00Z"),
        ("Tidak untuk dipublikasikan sebelum 3 Mei 2026 pukul 10.00 waktu Jakarta", "2026-05-03T03:00:00Z"),
        ("Cấm phát hành trước 10h00 ngày 3/5/2026 (giờ Hà Nội)", "2026-05-03T03:00:00Z"),
        ("CẤM CÔNG BỐ TRƯỚC 10 giờ 30, ngày 03/5/2026, giờ Việt Nam", "2026-05-03T03:30:00Z"),
        ("Không đăng tải trước 10h ngày 3 tháng 5 năm 2026 (GMT+7)", "2026-05-03T03:00:00Z"),
        ("EMBARGO ĐẾN 10:00 ICT NGÀY 3/5/2026", "2026-05-03T03:00:00Z"),
        ("Embargo s.d. 3 Mei 2026 pukul 10.00 WIB", "2026-05-03T03:00:00Z"),
        ("Rilis ini diembargo hingga 3 Mei 2026 pukul 10.00 WIB", "2026-05-03T03:00:00Z"),
        ("SIARAN PERS - EMBARGO SAMPAI 3 MEI 2026 PUKUL 7 MALAM WIB", "2026-05-03T12:00:00Z"),
        ("EMBARGO: 2 giờ chiều ngày 3/5/2026 giờ Việt Nam", "2026-05-03T07:00:00Z"),
        ("EMBARGO: 12 giờ đêm ngày 3/5/2026 giờ Việt Nam", "2026-05-03T17:00:00Z"),
        ("Thông tin cấm công bố trước 10h00 ngày 3/5/2026 (GMT+7)", "2026-05-03T03:00:00Z"),
        ("Chỉ đăng sau 10h00 ngày 3/5/2026 (GMT+7)", "2026-05-03T03:00:00Z"),
        ("Under strict embargo until 3 May 2026, 09:00 CEST", "2026-05-03T07:00:00Z"),
        ("PRESS RELEASE – EMBARGOED UNTIL 10:00 GMT 3 MAY 2026", "2026-05-03T10:00:00Z"),
        ("Not for broadcast, publication or online use before 10:00 GMT 3 May 2026", "2026-05-03T10:00:00Z"),
        ("DO NOT PUBLISH BEFORE 10:00 GMT 3 MAY 2026", "2026-05-03T10:00:00Z"),
        ("This release is under embargo until 10:00 GMT, 3 May 2026", "2026-05-03T10:00:00Z"),
        ("EMBARGOED UNTIL\n10:00 GMT\n3 MAY 2026", "2026-05-03T10:00:00Z"),
        ("Check against delivery. Embargoed until delivery", None),
        ("Embargo until Sunday", None),
        ("Embargo: until further notice", None),
        ("EMBARGOED UNTIL 3 MAY 2026", "2026-05-04T12:00:00Z"),
        ("EMBARGOED UNTIL 10:00 3 MAY 2026", "2026-05-04T12:00:00Z"),
        ("EMBARGOED UNTIL 10:00 LOCAL TIME 3 MAY 2026", "2026-05-04T12:00:00Z"),
        ("EMBARGOED UNTIL 10:00 CST 3 MAY 2026", "2026-05-04T12:00:00Z"),
        ("EMBARGOED UNTIL 10:00 GMT 3 MAY", None),
        ("EMBARGOED UNTIL 25:00 GMT 3 MAY 2026", "2026-05-04T12:00:00Z"),
        ("EMBARGOED UNTIL DELIVERY", None),
        ("EMBARGOED", None),
        ("HOLD FOR RELEASE", None),
        ("EMBARGO SAMPAI SELESAI DIBACAKAN", None),
        ("EMBARGO SAMPAI 3 Mei 2026 pukul 10.00", "2026-05-04T12:00:00Z"),
        ("Cấm phát hành trước khi Bộ trưởng phát biểu", None),
        ("FOR RELEASE 10:00 GMT 3 MAY 2026", "2026-05-03T10:00:00Z"),
        ("Untuk disiarkan setelah 3 Mei 2026 pukul 10.00 WIB", "2026-05-03T03:00:00Z"),
    ],
)
def test_a_release_formula_holds_until_its_instant_or_until_decided(line: str, until: str | None) -> None:
    assert held(line) == until


@pytest.mark.parametrize(
    "line",
    [
        "FOR IMMEDIATE RELEASE",
        "FOR RELEASE: IMMEDIATE",
        "UNTUK SEGERA DISIARKAN",
        "PHÁT HÀNH NGAY",
        "EMBARGO: NONE",
        "Embargo: tidak ada",
        "EMBARGO LIFTED",
        "EMBARGO DICABUT",
        "Embargo senjata terhadap Burundi diperpanjang",
        "Embargo minyak hingga 2026 disepakati para menteri",
        "EMBARGO SENJATA SAMPAI 2026",
        "Embargo on arms until 2026 agreed",
        "Embargo sampai kapan?",
        "Embargo: how ports survived",
        "Embargo until now: the story of a port that waited",
        "Embargo to end, minister says",
        "Embargo 1973: minyak dan kapal",
        "Embargo 2026 dibahas",
        "Không công bố trước công chúng",
        "Do not publish or perish",
        "For use of fishermen only",
        "Photos not for release, says office",
        "US embargo until 2026 hurts ports",
        "Lệnh cấm vận vũ khí đến năm 2026",
        "Cấm vận được dỡ bỏ",
        "Cấm phát hành tiền giả trong cảng",
        "Không đăng ký trước 3/5/2026 sẽ mất chỗ",
        "Hold for dear life, sailors told",
        "Held for ransom until 3 May 2026",
        "Not for sale before 3 May 2026",
        "Release of prisoners held until 3 May 2026",
        "Tahan lapar di kapal",
        "Jangan berlayar sebelum 3 Mei 2026",
        "Untuk disimpan pada suhu kamar",
        "For release he prayed each morning",
        "CHECK AGAINST DELIVERY",
        "Pers dilarang masuk sebelum 3 Mei 2026",
        "Chưa công bố điểm thi",
        "Dermaga dibuka sampai 3 Mei 2026",
    ],
)
def test_other_words_hold_nothing(line: str) -> None:
    assert not holds(line)
    assert held(line) == "released"


@pytest.mark.parametrize(
    "line",
    [
        f"{BODY} EMBARGOED UNTIL 10:00 GMT 3 MAY 2026",
        '"Embargoed until 10:00 GMT 3 May 2026"',
        "EMBARGO",
        "END OF EMBARGO",
        "Embargo: how ports survived",
    ],
)
def test_words_of_the_body_hold_nothing(line: str) -> None:
    text = f"Dermaga baru dibuka\n\n{BODY}\n\n{line}\n\n{BODY}"
    description = describe_text(text)
    assert "embargo" not in description.values
    assert line in description.text


def test_the_words_are_kept_and_are_no_body() -> None:
    line = "EMBARGO SAMPAI 3 Mei 2026 pukul 10.00 WIB"
    description = describe_text(f"SIARAN PERS\n{line}\n\nDermaga baru dibuka\n\n{BODY}")
    assert description.values["embargo"] == {"until": "2026-05-03T03:00:00Z", "words": line, "origin": "header line"}
    assert description.values["title"] == "Dermaga baru dibuka"
    assert description.text == BODY


def test_the_day_may_stand_on_the_line_below() -> None:
    embargo = read_embargo(["EMBARGO", "3 Mei 2026, 10.00 WIB", "Dermaga baru dibuka"])
    assert embargo is not None
    assert embargo["until"] == "2026-05-03T03:00:00Z"


@pytest.mark.parametrize(
    "line",
    [
        "EMBARGO sampai 2099", "EMBARGO hingga akhir 2027", "EMBARGOED UNTIL T+3", "Embargo until Q1 2027",
        "EMBARGOED TILL MARKET CLOSE", "EMBARGO UNTIL THE MINISTER SITS DOWN", "EMBARGO CHO ĐẾN quý I",
        "EMBARGO BERLAKU HINGGA LEBARAN", "HOLD UNTIL Q1 2027", "CẤM ĐĂNG đến hết năm", "KHÔNG ĐĂNG TRƯỚC Tết",
        "Media embargo: until the Budget is read", "*** EMBARGO until Ramadan ***", "FOR RELEASE ON DELIVERY",
        "Embargo: T+2 after closing", "Embargo'd untill 14th Decemeber, noon", "Siaran pers - HOLD tới quý I/2027",
        "Chỉ đăng khi Công báo đã đăng nghị định", "Rektor dilantik (jangan disiarkan sebelum ia bicara)",
        "Battery plant for Swindon (EMBARGO: Q1 2027)", "RAHASIA s.d. lonceng pembukaan bursa",
        "Hãng xe ra mắt xe tải nhỏ (tin giữ đến Quý I/2027)",
    ],
)  # fmt: skip
def test_an_end_that_names_no_day_is_not_that_of_the_news(line: str) -> None:
    """The next line with a date is the dateline: the embargo ended there, on the following day."""
    lines = [line, "Kapal tiba", "Ambon, 1 Desember 2026 - Kapal tiba di pelabuhan Ambon pagi ini dari Ternate."]
    found = read_embargo(lines, date(2026, 12, 1))
    assert found is not None
    assert found["until"] is None


def test_a_letter_above_the_news_is_read_sentence_by_sentence() -> None:
    letter = (
        "please find below tomorrow's news from the institute on a beetle that was found in a car park. We would be"
    )
    lines = ["Dear colleagues,", "", letter, "grateful if you kept it to yourselves until the paper is online.", ""]
    news = "Innsbruck, 30 November 2026 - A beetle two millimetres long turns out to be new, says the institute."
    text = "\n".join([*lines, "New beetle found", "", news, ""])
    description = describe_text(text, "beetle.txt", "beetle.txt")
    assert description.values["embargo"]["until"] is None
    quiet = describe_text(text.replace("kept it to yourselves until", "wrote to us once"), "beetle.txt", "beetle.txt")
    assert "embargo" not in quiet.values


def test_of_two_formulas_the_later_hour_holds_and_two_days_or_an_unreadable_one_until_decided() -> None:
    early, late = "EMBARGOED UNTIL 10:00 GMT 3 MAY 2026", "NOT FOR RELEASE BEFORE 11:00 GMT 3 MAY 2026"
    both = read_embargo([early, late])
    assert both is not None
    assert both["until"] == "2026-05-03T11:00:00Z"
    days = read_embargo([early, "NOT FOR RELEASE BEFORE 10:00 GMT 4 MAY 2026"])
    assert days is not None
    assert days["until"] is None
    unsure = read_embargo([early, "HOLD FOR RELEASE"])
    assert unsure is not None
    assert unsure["until"] is None


@pytest.mark.parametrize(
    ("words", "until"),
    [
        ("24:00 GMT 3 May 2026", "2026-05-04T00:00:00Z"),
        ("12 a.m. GMT 3 May 2026", "2026-05-03T00:00:00Z"),
        ("12.30 p.m. GMT 3 May 2026", "2026-05-03T12:30:00Z"),
        ("01.00 WIB 1 Januari 2026", "2025-12-31T18:00:00Z"),
        ("10:00 ET 3 May 2026", "2026-05-03T14:00:00Z"),
        ("10:00 GMT 31 February 2026", None),
        ("10:00 GMT 3 May 2026 or 4 May 2026", None),
    ],
)
def test_instants(words: str, until: str | None) -> None:
    assert read_end(words).until == until


def test_a_photo_is_held_by_its_instructions() -> None:
    photo = Description("image/jpeg", "photo", 1)
    photo.offer("instructions", "EMBARGOED UNTIL 10:00 GMT 3 MAY 2026", "iim:2:40")
    extract_description(photo, "A-1.jpg", "")
    assert photo.values["embargo"]["until"] == "2026-05-03T10:00:00Z"
    free = Description("image/jpeg", "photo", 1)
    free.offer("instructions", "No sales. Mandatory credit.", "iim:2:40")
    extract_description(free, "A-2.jpg", "")
    assert "embargo" not in free.values


@pytest.mark.parametrize(("line", "until"), [*ENGLISH, *INDONESIAN, *VIETNAMESE, *HOLD])
def test_embargoes_as_many_hands_write_them(line: str, until: str | None) -> None:
    assert held(line) == until


@pytest.mark.parametrize("line", [*NOTHING, *NOTHING_AGAIN])
def test_lines_of_many_hands_that_hold_nothing(line: str) -> None:
    assert held(line) == "released"


@pytest.mark.parametrize(
    ("hour", "until"),
    [
        ("10 siang", "03:00"), ("12 siang", "05:00"), ("1 siang", "06:00"), ("4 siang", "09:00"),
        ("5 siang", "12:00 of the day after"),
        ("4 sore", "09:00"), ("6 sore", "11:00"), ("7 malam", "12:00"), ("4 chiều", "09:00"), ("4 pagi", "21:00"),
    ],
)  # fmt: skip
def test_an_hour_is_of_the_part_of_the_day_it_is_said_with(hour: str, until: str) -> None:
    """If that is impossible, it is held until the day has ended everywhere on earth."""
    day = {"21:00": 2, "12:00 of the day after": 4}.get(until, 3)
    assert held(f"EMBARGO SAMPAI 3 MEI 2026 PUKUL {hour} WIB") == f"2026-05-0{day}T{until[:5]}:00Z"
