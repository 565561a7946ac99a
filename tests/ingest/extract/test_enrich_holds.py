"""An embargo applies wherever it is found, and the strictest of several; old ones without a time are only noted."""

from __future__ import annotations

import pytest

from archive.record import Description, Status
from ingest.description.extraction import extract_description
from ingest.extract.embargo.embargo_fields import read_field
from ingest.extract.embargo.file_names import read_name
from ingest.files.restrictions import access_for, note_old

BODY = "Wali kota membuka dermaga baru dan menyapa para nelayan yang datang sejak subuh. Warga menonton."
EARLY, LATE = "EMBARGOED UNTIL 10:00 GMT 3 MAY 2051", "EMBARGOED UNTIL 10:00 GMT 9 MAY 2051"
LATE_INSTANT = "2051-05-09T10:00:00Z"


def described(text: str, filename: str = "naskah.txt", relpath: str = "", **offers: object) -> Description:
    description = Description("text/plain", "text", 1, text=text)
    for key, value in offers.items():
        description.offer(key, value, "front matter", 1.0)
    extract_description(description, filename, relpath)
    return description


def until(description: Description) -> object:
    return description.values.get("embargo", {"until": "released"})["until"]


@pytest.mark.parametrize("field_first", [True, False])
def test_of_a_field_and_a_header_line_the_later_holds(field_first: bool) -> None:
    field, line = (EARLY, LATE) if field_first else (LATE, EARLY)
    told = {"until": read_field(field.removeprefix("EMBARGOED UNTIL ")).until, "words": field, "origin": "front matter"}
    assert until(described(f"{line}\n\nDermaga baru dibuka\n\n{BODY}", embargo=told)) == LATE_INSTANT


@pytest.mark.parametrize(
    "head",
    ["Pier opened (under embargo)", "[EMBARGOED] Pier opened", "EMBARGOED PRESS RELEASE", "Status: Embargo"],
)
def test_stamps_on_a_title_hold_until_decided(head: str) -> None:
    assert until(described(f"{head}\n\nThe pier of the river\n\n{BODY}")) is None


def test_a_line_that_nobody_can_read_holds_until_decided_whatever_a_field_says() -> None:
    told = {"until": "2051-05-03T10:00:00Z", "words": "x", "origin": "front matter"}
    assert until(described(f"EMBARGO SAMPAI SELESAI DIBACAKAN\n\nDermaga dibuka\n\n{BODY}", embargo=told)) is None


@pytest.mark.parametrize(
    "place",
    [
        f"Dermaga baru dibuka\n\n{BODY}\n\n{LATE}",
        f"Dermaga baru dibuka\n\n{BODY}\n\n{BODY}\n\nCatatan redaksi: {LATE}\n\nKontak: humas@pelabuhan.example",
        f"Dermaga baru dibuka\n\n{BODY}\f{LATE}\n\n{BODY}",
        f"Dermaga baru dibuka\n\n{BODY}\n\nEmbargo\t9 Mei 2051 pukul 17.00 WIB\nKontak\tHumas",
        f"Dermaga baru dibuka\n\n{BODY}\n\nEmbargo\n9 Mei 2051, 17.00 WIB\n\n{BODY}",
        f"Dermaga baru dibuka\n\n{BODY}\n\n| Embargo | 9 Mei 2051 pukul 17.00 WIB |\n| Kontak | Humas |",
        f"[{LATE}] Dermaga baru dibuka\n\n{BODY}",
    ],
)
def test_lines_that_stand_alone_hold_wherever_they_stand(place: str) -> None:
    assert until(described(place)) == LATE_INSTANT


@pytest.mark.parametrize("key", ["title", "document_title", "description", "instructions", "usage_terms"])
def test_fields_hold_by_their_words(key: str) -> None:
    assert until(described(f"Dermaga baru dibuka\n\n{BODY}", **{key: LATE})) == LATE_INSTANT


def test_keywords_hold_by_a_time_and_not_by_the_one_word() -> None:
    assert until(described(f"Dermaga\n\n{BODY}", keywords=["embargo", "Kuba"])) == "released"
    assert until(described(f"Dermaga\n\n{BODY}", keywords=["pelabuhan", LATE])) == LATE_INSTANT


def test_the_caption_of_a_photo_holds_it() -> None:
    photo = Description("image/jpeg", "photo", 1)
    photo.offer(
        "caption", f"{LATE}. The mayor opens the new pier in the morning of the same day.", "xmp:dc:description"
    )
    extract_description(photo, "A-1.jpg", "")
    assert until(photo) == LATE_INSTANT


@pytest.mark.parametrize(
    ("name", "holds"),
    [
        ("EMBARGO_2026-06-05_1000.docx", True),
        ("EMBARGO_rilis-bps.docx", True),
        ("EMBARGO-BPS.PDF", True),
        ("rilis bps (EMBARGO).pdf", True),
        ("rilis_embargoed.docx", True),
        ("embargo sampai 5 juni.docx", True),
        ("Under Embargo", True),
        ("EMBARGO SENJATA.docx", False),
        ("embargo-senjata.docx", False),
        ("us-embargo-cuba.pdf", False),
        ("embargo-1973.pdf", False),
        ("the-embargoed-goods-list.xlsx", False),
    ],
)
def test_names_of_files_and_folders(name: str, holds: bool) -> None:
    assert (read_name(name) is not None) is holds
    assert (until(described(f"Dermaga\n\n{BODY}", name)) != "released") is holds
    assert (until(described(f"Dermaga\n\n{BODY}", "a.txt", f"{name}/a.txt")) != "released") is holds


def test_the_hour_in_a_name_is_read_where_it_names_its_zone() -> None:
    assert until(described(BODY, "EMBARGO_2051-05-09_1700 WIB.txt")) == LATE_INSTANT
    assert until(described(BODY, "EMBARGO_2051-05-09_1700.txt")) == "2051-05-10T12:00:00Z"


@pytest.mark.parametrize(
    ("head", "instant"),
    [
        ("EMBARGOED UNTIL 00:01 GMT FRIDAY 3 MAY", "2030-05-03T00:01:00Z"),
        ("Embargo hingga 3 Mei pukul 10.00 WIB", "2030-05-03T03:00:00Z"),
        ("Không công bố trước 10h00 ngày 3/5 (giờ Hà Nội)", "2030-05-03T03:00:00Z"),
        ("EMBARGOED UNTIL 00:01 GMT MONDAY 3 MAY", None),  # a Friday in that year
        ("EMBARGOED UNTIL 10:00 GMT 3 DECEMBER", "2030-12-03T10:00:00Z"),
        ("EMBARGOED UNTIL 10:00 GMT FRIDAY", None),
    ],
)
def test_a_day_without_its_year_is_the_next_one_after_the_day_of_issue(head: str, instant: str | None) -> None:
    assert (
        until(described(f"{head}\n\nDermaga dibuka\n\nJakarta, 30 April 2030 - {BODY}", date="2030-04-30")) == instant
    )
    assert until(described(f"{head}\n\nDermaga dibuka\n\n{BODY}")) is None


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("3 May 2026 10 pm WIB", ("2026-05-03T15:00:00Z", True)),
        ("0300-05-03T10:00:00+07:00", ("0300-05-03T03:00:00Z", True)),  # later years sort after it
        ("3 Mei 2026 pukul 10.00", ("2026-05-04T12:00:00Z", False)),
        ("06/05/2026", ("2026-06-06T12:00:00Z", False)),
        ("20260503", ("2026-05-04T12:00:00Z", False)),
        ("3 May 2026, 7 in the evening WIB", ("2026-05-04T12:00:00Z", False)),
        ("3 Mei 2026 malam", ("2026-05-04T12:00:00Z", False)),
        ("3 May 2026 25:00", ("2026-05-04T12:00:00Z", False)),
    ],
)
def test_an_hour_in_a_field_never_counts_as_the_beginning_of_its_day(field: str, expected: object) -> None:
    end = read_field(field)
    assert (end.until, end.exact) == expected


def test_old_words_without_an_hour_are_noted_and_not_enforced() -> None:
    old = described(f"EMBARGOED UNTIL FRIDAY\n\nPier opened\n\nJakarta, 3 May 2019 - {BODY}")
    assert access_for(old, Status.RELEASED).status is Status.HELD
    note_old(old, 30)
    assert access_for(old, Status.RELEASED).status is Status.RELEASED
    assert "words of an embargo in a text of 2019-05-03 are not enforced: EMBARGOED UNTIL FRIDAY" in old.notes
    assert access_for(old, Status.HELD).status is Status.HELD


@pytest.mark.parametrize(
    ("text", "days", "offers"),
    [
        (f"EMBARGOED UNTIL FRIDAY\n\nPier opened\n\nJakarta, 3 May 2019 - {BODY}", 0, {}),
        (f"EMBARGOED UNTIL FRIDAY\n\nPier opened\n\nJakarta, 3 May 2051 - {BODY}", 30, {}),
        (f"EMBARGOED UNTIL FRIDAY\n\nPier opened\n\n{BODY}", 30, {}),
        (f"{LATE}\n\nPier opened\n\nJakarta, 3 May 2019 - {BODY}", 30, {}),
        (
            f"EMBARGOED UNTIL FRIDAY\n\nPier opened\n\n{BODY}",
            30,
            {"date": "2019-05-03", "event_date": "2051"},
        ),
        (f"Pier opened\n\nJakarta, 3 May 2019 - {BODY}", 30, {"embargo": {"until": None, "words": "x"}}),
    ],
)
def test_what_may_be_new_or_names_an_hour_or_stands_in_a_field_is_enforced(
    text: str, days: int, offers: dict[str, object]
) -> None:
    description = described(text, **offers)
    note_old(description, days)
    assert access_for(description, Status.RELEASED).status is Status.HELD
