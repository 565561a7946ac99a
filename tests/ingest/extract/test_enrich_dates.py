"""Dates of issue and of events in press texts in three languages."""

from __future__ import annotations

import pytest

from archive.record import Description
from archive.text.dates import date_finder
from archive.text.dates.name_dates import in_name
from ingest.description.extraction import extract_description
from ingest.extract.dates.dateline import is_date_line
from tests.builders.described_texts import describe_text

PLAIN = "Wali kota membuka dermaga baru dan menyapa para nelayan yang datang sejak subuh."


@pytest.mark.parametrize(
    ("words", "iso"),
    [
        ("25 Oktober 2025", "2025-10-25"),
        ("25 Okt 2025", "2025-10-25"),
        ("1 Nopember 2024", "2024-11-01"),
        ("25th October, 2025", "2025-10-25"),
        ("le 25 octobre 2025", "2025-10-25"),
        ("1er août 2025", "2025-08-01"),
        ("14 février 2025", "2025-02-14"),
        ("du 5 au 7 mai 2025", "2025-05-05/2025-05-07"),
        ("29 septembre - 2 octobre 2025", "2025-09-29/2025-10-02"),
        ("25-X-2025", "2025-10-25"),
        ("25 Oktober '25", "2025-10-25"),
        ("25-Oct-25", "2025-10-25"),
        ("ngày 5 tháng Mười, 2025", "2025-10-05"),
        ("5 tháng 10, 2025", "2025-10-05"),
        ("the 4th of March, 1897", "1897-03-04"),
        ("Oct. 25, 2025", "2025-10-25"),
        ("October 25th, 2025", "2025-10-25"),
        ("25-Oct-2025", "2025-10-25"),
        ("ngày 25 tháng 10 năm 2025", "2025-10-25"),
        ("ngày 25/10/2025", "2025-10-25"),
        ("01/12/2024", "2024-12-01"),
        ("10/25/2025", "2025-10-25"),
        ("25.10.2025", "2025-10-25"),
        ("2025-10-25", "2025-10-25"),
        ("Jumat (3/2/2023)", "2023-02-03"),
        ("25-26 Oktober 2025", "2025-10-25/2025-10-26"),
        ("25 sampai 26 Oktober 2025", "2025-10-25/2025-10-26"),
        ("25 and 26 October 2025", "2025-10-25/2025-10-26"),
        ("October 25–26, 2025", "2025-10-25/2025-10-26"),
        ("Oct. 30 - Nov. 2, 2025", "2025-10-30/2025-11-02"),
        ("30 Oktober - 2 November 2025", "2025-10-30/2025-11-02"),
        ("30 December - 2 January 2026", "2025-12-30/2026-01-02"),
        ("từ ngày 25 đến 26/10/2025", "2025-10-25/2025-10-26"),
        ("ngày 25 và 26 tháng 10 năm 2025", "2025-10-25/2025-10-26"),
        ("30/10 - 2/11/2025", "2025-10-30/2025-11-02"),
        ("từ ngày 30/9/2025 đến 2/10/2025", "2025-09-30/2025-10-02"),
        ("30 tháng 9 đến ngày 2 tháng 10 năm 2025", "2025-09-30/2025-10-02"),
        ("October 25, 2025 - November 2, 2025", "2025-10-25/2025-11-02"),
        ("ngày 5 tháng Mười một năm 2025", "2025-11-05"),
        ("ngày 25/10/25", "2025-10-25"),
        ("Posted: 25/10/25", "2025-10-25"),
        ("Tanggal:25 Oktober 2025", "2025-10-25"),
        ("Ngày đăng:25/10/2025", "2025-10-25"),
        ("Oktober 2025", "2025-10"),
        ("tháng 10/2025", "2025-10"),
        ("pada tahun 2025", "2025"),
        ("năm 2025", "2025"),
        ("in 2025", "2025"),
    ],
)
def test_a_written_date(words: str, iso: str) -> None:
    assert [found.iso for found in date_finder.find(f"Acara ({words}), kata panitia.")] == [iso]


@pytest.mark.parametrize(
    ("words", "iso"),
    [
        ("25-26 Oktober", "2025-10-25/2025-10-26"),
        ("Chiều 25/10, tại Hà Nội", "2025-10-25"),
        ("ngày 25-10", "2025-10-25"),
        ("Jumat (3/2)", "2025-02-03"),
        ("25 Oktober", "2025-10-25"),
        ("March 10", "2025-03-10"),
        ("ngày 25 tháng 10", "2025-10-25"),
    ],
)
def test_a_date_without_year_takes_the_one_given_and_says_so(words: str, iso: str) -> None:
    assert date_finder.find(words) == []
    (found,) = date_finder.find(words, year=2025)
    assert (found.iso, found.complete) == (iso, False)


@pytest.mark.parametrize(
    "words",
    [
        "buka 24/7",
        "3/4 warga",
        "31/02/2025",
        "100 Oktober",
        "1.250.2025",
        "May I say 5 things",
        "4 may",
        "Pasal 25-26",
        "10:25",
        "25/10/25",
        "versi 25.10.25",
        "telp 021-2510-2025",
        "IP 25.10.20.25",
    ],
)
def test_what_is_no_date(words: str) -> None:
    assert date_finder.find(words, year=2025) == []


def test_numeric_dates_are_american_only_where_one_can_be_read_no_other_way() -> None:
    assert not date_finder.month_first("01/12/2024 and 02/12/2024")
    assert date_finder.month_first("01/12/2024 and 10/25/2024")
    assert not date_finder.month_first("25/12/2024 and 10/25/2024")
    assert [found.iso for found in date_finder.find("01/12/2024", month_first=True)] == ["2024-01-12"]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("2025-10-25-rilis.txt", ("2025-10-25", "day")),
        ("rilis_20251025.txt", ("2025-10-25", "day")),
        ("siaran pers 25-10-2025.txt", ("2025-10-25", "day")),
        ("rilis-2025-10.txt", ("2025-10", "month")),
        ("pidato-1945-walikota.txt", ("1945", "year")),
        ("rilis_12345678.txt", None),
        ("DSC1275.txt", None),
        ("20259999.txt", None),
    ],
)
def test_a_date_in_a_file_name(name: str, told: tuple[str, str] | None) -> None:
    assert in_name(name) == told


@pytest.mark.parametrize(
    "line",
    ["25 Oktober 2025", "Sabtu, 25 Oktober 2025 10:30 WIB", "Jakarta, 25 Oktober 2025",
     "Thứ bảy, 25/10/2025 - 10:30 (GMT+7)",
     "Cập nhật lúc: 10:15 25/10/2025", "Oct 25, 2025 | 3 min read", "T7, 25/10/2025", "25 October 2025, Hanoi",
     "Last Updated: October 25, 2025", "Friday 24 October 2025 10.15am BST",
     "Published: 25 October 2025", "Posted on 25/10/2025", "Hà Nội, ngày 25 tháng 10 năm 2025", "April 16, 1945"],
)  # fmt: skip
def test_a_line_that_is_a_day(line: str) -> None:
    assert is_date_line(line)


@pytest.mark.parametrize(
    "line", ["Dermaga dibuka 25 Oktober 2025", "Pada 25 Oktober 2025 kapal itu tiba", "2025", "Anggaran 2025"]
)
def test_a_line_that_only_holds_a_day(line: str) -> None:
    assert not is_date_line(line)


@pytest.mark.parametrize(
    ("lead", "iso"),
    [
        ("JAKARTA, Oct. 25, 2025 /PRNewswire/ -- The harbour office opened a pier today.", "2025-10-25"),
        ("Surabaya, 25 Oktober 2025 – Wali kota membuka dermaga baru.", "2025-10-25"),
        ("Hà Nội, ngày 25/10/2025 - Bộ trưởng dự lễ khánh thành cầu cảng.", "2025-10-25"),
        ("[Jakarta, 25 Oktober 2025] Wali kota membuka dermaga baru.", "2025-10-25"),
        ("Jakarta, 25 Oktober 2025. Wali kota membuka dermaga baru.", "2025-10-25"),
        ("HANOI, VIETNAM – Harbour Newswire – 25 October 2025 – The mayor opened a pier.", "2025-10-25"),
        ("HANOI, 25 October 2025 (VNA) - The minister opened the pier.", "2025-10-25"),
    ],
)
def test_the_dateline_is_the_day_of_issue(lead: str, iso: str) -> None:
    found = describe_text(f"Dermaga baru dibuka\n\n{lead}\n\n{PLAIN}")
    assert (found.values["date"], found.values["date_precision"]) == (iso, "day")
    assert found.origins["date"][0].origin == "dateline"


def test_a_day_line_under_the_title_is_the_day_of_issue() -> None:
    found = describe_text(f"Dermaga baru dibuka\n\nSabtu, 25 Oktober 2025 10:30 WIB\n\n{PLAIN}")
    assert found.values["date"] == "2025-10-25"


def test_the_printed_day_goes_before_one_in_a_name() -> None:
    lead = f"Surabaya, 25 Oktober 2025 – {PLAIN}\n\n{PLAIN}"
    for name in ("2025-10-24.txt", "rilis-2025.txt"):
        found = describe_text(lead, name)
        assert (found.values["date"], found.values["date_precision"]) == ("2025-10-25", "day")
        assert [offer.origin for offer in found.origins["date"]] == ["dateline", "file name"]


@pytest.mark.parametrize(
    ("filename", "relpath"),
    [
        ("1982-cold-case.txt", ""),
        ("emas-2045.txt", ""),
        ("spanduk-1920x1080.txt", ""),
        ("UU-1999.txt", ""),
        ("rilis.txt", "1986-1994 Kliping/rilis.txt"),
        ("rilis.txt", "2019-04-01 Kliping/rilis.txt"),
        ("thông cáo 1975.txt", "1945/thông cáo 1975.txt"),
    ],
)
def test_a_year_in_a_name_and_a_folder_give_way_to_the_printed_day(filename: str, relpath: str) -> None:
    found = describe_text(f"Surabaya, 25 Oktober 2025 – {PLAIN}\n\n{PLAIN}", filename, relpath)
    assert (found.values["date"], found.values["date_precision"]) == ("2025-10-25", "day")


@pytest.mark.parametrize("name", ["emas-2045.txt", "spanduk-1920x1080.txt", "foto-1920px.txt"])
def test_a_size_and_a_year_far_off_are_no_year_of_issue(name: str) -> None:
    assert "date" not in describe_text(PLAIN, name).values


@pytest.mark.parametrize(
    "head",
    [
        "NEW YORK, NY - (NewMediaWire) - August 22, 2024 - ",
        "NEW YORK, Aug. 22, 2024 (GLOBE NEWSWIRE) -- ",
        "NEW YORK--(BUSINESS WIRE)--August 22, 2024--",
    ],
)
def test_a_wire_between_place_and_day_makes_it_no_event(head: str) -> None:
    found = describe_text(
        f"Harbour opens\n\n{head}The harbour company opened its new quay with a ceremony for its workers."
    )
    assert found.values.get("date") == "2024-08-22"
    assert "event_date" not in found.values


def test_front_matter_goes_before_all() -> None:
    description = Description("text/plain", "text", 1, text=f"Surabaya, 25 Oktober 2025 – {PLAIN}")
    description.offer("date", "2025-10-01", "front matter")
    extract_description(description, "2025-10-24.txt", "")
    assert description.values["date"] == "2025-10-01"
    assert {offer.origin for offer in description.origins["date"]} == {"front matter", "file name", "dateline"}


@pytest.mark.parametrize(
    ("body", "iso", "precision"),
    [
        ("Pameran berlangsung dari tanggal 25-26 Oktober 2025 di dermaga.", "2025-10-25/2025-10-26", "range"),
        ("Chiều 25/10/2025, tại Hà Nội, Bộ trưởng dự lễ khánh thành.", "2025-10-25", "day"),
        ("The fair will be held on October 25, 2025 at the old pier.", "2025-10-25", "day"),
    ],
)
def test_an_event_is_no_day_of_issue(body: str, iso: str, precision: str) -> None:
    found = describe_text(f"Dermaga baru dibuka\n\n{body}\n\n{PLAIN}")
    assert "date" not in found.values
    assert (found.values["event_date"], found.values["event_date_precision"]) == (iso, precision)


def test_a_year_from_elsewhere_completes_an_event_at_lower_confidence() -> None:
    full = describe_text(f"Chiều 25/10/2025, tại Hà Nội, Bộ trưởng dự lễ khánh thành.\n\n{PLAIN}")
    short = describe_text(
        f"Chiều 25/10, tại Hà Nội, Bộ trưởng dự lễ khánh thành.\n\nĐây là cầu cảng đầu tiên trong năm 2025.\n\n{PLAIN}"
    )
    assert short.values["event_date"] == full.values["event_date"] == "2025-10-25"
    sure, unsure = full.origins["event_date"][0].confidence, short.origins["event_date"][0].confidence
    assert sure is not None
    assert unsure is not None
    assert unsure < sure


def test_without_any_year_there_is_no_event_and_old_years_are_none() -> None:
    assert "event_date" not in describe_text(f"Chiều 25/10, tại Hà Nội, Bộ trưởng dự lễ khánh thành.\n\n{PLAIN}").values
    assert "event_date" not in describe_text(f"{PLAIN} Pelabuhan itu berdiri sejak 3 Maret 1911.\n\n{PLAIN}").values
    assert (
        "event_date"
        not in describe_text(f"{PLAIN} Aturannya ialah Undang-Undang Nomor 5 Tahun 2011.\n\n{PLAIN}").values
    )


def test_an_event_on_the_day_of_issue_is_told_and_the_dateline_is_none() -> None:
    lead = f"Surabaya, 25 Oktober 2025 – {PLAIN}"
    assert "event_date" not in describe_text(f"Dermaga dibuka\n\n{lead}").values
    found = describe_text(f"Dermaga dibuka\n\n{lead}\n\nAcara digelar Sabtu (25/10) di dermaga.")
    assert found.values["event_date"] == found.values["date"] == "2025-10-25"


@pytest.mark.parametrize(
    ("issued", "happened", "iso"),
    [
        ("Sabtu, 3 Januari 2026", "Dermaga diresmikan Rabu (31/12).", "2025-12-31"),
        ("Thứ Hai, 29/12/2025", "Lễ khánh thành diễn ra ngày 2/1 tại Hà Nội.", "2026-01-02"),
        ("Sabtu, 25 Oktober 2025", "Dermaga diresmikan Jumat (24/10).", "2025-10-24"),
    ],
)
def test_a_day_without_year_is_in_the_year_nearest_to_the_day_of_issue(issued: str, happened: str, iso: str) -> None:
    assert describe_text(f"Dermaga dibuka\n\n{issued}\n\n{happened}\n\n{PLAIN}").values["event_date"] == iso


@pytest.mark.parametrize(
    "history",
    [
        "Pelabuhan itu dibangun pada 17 Agustus 1945.",
        "The office was established on 4 July 1990.",
        "Ngư dân bám biển từ năm 1954 đến nay.",
        "The treaty was renewed on 3 March 1998.",
    ],
)
def test_history_is_no_event(history: str) -> None:
    found = describe_text(f"Dermaga dibuka\n\nJumat, 24 Oktober 2025\n\n{history}\n\n{PLAIN}")
    assert (found.values["date"], found.values.get("event_date")) == ("2025-10-24", None)


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("https://kabar.id/2025/10/25/wali-kota-membuka-dermaga", ("2025-10-25", "day")),
        ("https://bao.vn/khanh-thanh-cau-cang-20251025101530.htm", ("2025-10-25", "day")),
        ("https://kabar.id/2025/10/wali-kota-membuka-dermaga", ("2025-10", "month")),
        ("https://kabar.id/12345678/wali-kota-membuka-dermaga", (None, None)),
        ("https://bao.vn/khanh-thanh-cau-cang-102251025101530123.htm", (None, None)),
    ],
)
def test_a_day_in_the_address_is_a_day_of_issue_of_low_confidence(url: str, told: tuple[str, str]) -> None:
    found = describe_text(f"Dermaga dibuka\n\n{PLAIN}\n\nSumber: {url}")
    assert (found.values.get("date"), found.values.get("date_precision")) == told
    dated = describe_text(f"Dermaga dibuka\n\nJumat, 24 Oktober 2025\n\n{PLAIN}\n\nSumber: {url}")
    assert dated.values["date"] == "2025-10-24"


def test_place_and_day_where_a_release_is_signed_are_its_day_of_issue() -> None:
    body = "\n\n".join([PLAIN] * 6)
    assert (
        describe_text(f"Dermaga\n\n{body}\n\nJakarta, 25 Oktober 2025\nKepala Biro Humas").values["date"]
        == "2025-10-25"
    )
    assert "date" not in describe_text(f"Dermaga\n\n{body}\n\n25 Oktober 2025\n\nGladi bersih").values


@pytest.mark.parametrize(
    "line",
    [
        "Paris, le 5 mai 2026", "Bruxelles, le mardi 5 mai 2026", "Tuesday the 5th of May 2026", "Jakarta, 5-V-2026",
        "Vientiane, 14 février 2026", "Jakarta, 5 Mei '26",
    ],
)  # fmt: skip
def test_a_line_that_is_a_day_in_another_manner(line: str) -> None:
    assert is_date_line(line)


@pytest.mark.parametrize("words", ["25 Mai Hắc Đế", "12/V/2026", "SP 5/X/2026", "hoa mai 20 cây", "5 mars"])
def test_a_street_and_a_number_are_no_day(words: str) -> None:
    assert date_finder.find(words, 2026) == []


@pytest.mark.parametrize("day", ["5/5/2026", "5 Mei 2026", "Selasa, 5 Mei 2026", "(5 Mei 2026)"])
def test_a_report_may_begin_with_its_day_alone(day: str) -> None:
    found = describe_text(f"SIARAN PERS\n\nPelabuhan baru\n\n{day} – {PLAIN}\n")
    assert (found.values["date"], found.origins["date"][0].origin) == ("2026-05-05", "dateline")
    assert "places" not in found.values
