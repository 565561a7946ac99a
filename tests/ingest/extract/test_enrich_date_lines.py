"""The date of issue and the dates of the event in a hundred texts in three languages."""

from __future__ import annotations

import pytest

from archive.record import Description
from tests.builders.described_texts import describe_text
from tests.cases.date_lines import CLASSES, ENGLISH, INDONESIAN, VIETNAMESE

TITLES = {"id": "Judul berita hari ini", "vi": "Tuyến tàu mới", "en": "New harbour"}
CASES = [
    (TITLES[code], *case) for code, cases in (("id", INDONESIAN), ("vi", VIETNAMESE), ("en", ENGLISH)) for case in cases
]


def described(text: str) -> Description:
    return describe_text(text, "a.txt")


@pytest.mark.parametrize(("title", "text", "issued", "event"), CASES)
def test_dates_of_issue_and_of_the_event(title: str, text: str, issued: str | None, event: str | None) -> None:
    values = described(f"{title}\n\n{text}").values
    assert (values.get("date"), values.get("event_date")) == (issued, event)


@pytest.mark.parametrize(
    ("text", "issued", "event"), [case for cases in CLASSES.values() for case in cases], ids=lambda _: ""
)
def test_dates_of_classes_of_texts(text: str, issued: str | None, event: str | None) -> None:
    values = described(text).values
    assert (values.get("date"), values.get("event_date")) == (issued, event)


@pytest.mark.parametrize(
    ("line", "printed"),
    [
        ("Jakarta, 3 Jumadil Awal 1447 H / 25 Oktober 2025 M", "3 Jumadil Awal 1447 H"),
        ("Hà Nội, mùng 2 Tết Bính Ngọ (18/2/2026)", "mùng 2 Tết Bính Ngọ"),
        ("Bangkok, 25 October 2568 B.E. (25 October 2025)", "25 October 2568 B.E."),
        ("Jakarta, 25 Oktober 2025", None),
    ],
)
def test_a_day_of_another_calendar_is_kept_as_printed(line: str, printed: str | None) -> None:
    values = described(f"Judul berita\n\n{line}\n\nIsi berita yang panjang sekali hari ini.").values
    assert values.get("second_calendar") == printed
    assert values["date"][:4] in {"2025", "2026"}
