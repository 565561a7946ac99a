"""Dates relative to today, in three languages, and in the time zone of the archive."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from archive.search.query import parse_query
from archive.search.query.tree import MAX_LENGTH
from archive.storage.archive import Archive
from tests.support.search_shelf import SearchShelf

WEDNESDAY = date(2024, 3, 6)


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("date:today", "2024-03-06"),
        ("tanggal:hari ini", "2024-03-06"),
        ("ngày:hôm nay", "2024-03-06"),
        ("DATE:HARI-INI", "2024-03-06"),
        ("date:yesterday", "2024-03-05"),
        ("date:kemarin", "2024-03-05"),
        ("ngày:hom qua", "2024-03-05"),
        ("date:week", "2024-03-04..2024-03-10"),
        ("date:this-week", "2024-03-04..2024-03-10"),
        ("tanggal:pekan ini", "2024-03-04..2024-03-10"),
        ("ngày:tuần này", "2024-03-04..2024-03-10"),
        ("date:last week", "2024-02-26..2024-03-03"),
        ("tanggal:minggu lalu", "2024-02-26..2024-03-03"),
        ("ngày:tuần trước", "2024-02-26..2024-03-03"),
        ("date:month", "2024-03"),
        ("bulan:bulan ini", "2024-03"),
        ("tháng:tháng này", "2024-03"),
        ("date:last-month", "2024-02"),
        ("date:bulan lalu", "2024-02"),
        ("ngày:tháng trước", "2024-02"),
        ("date:year", "2024"),
        ("tahun:tahun ini", "2024"),
        ("năm:năm nay", "2024"),
        ("date:last year", "2023"),
        ("tahun:tahun lalu", "2023"),
        ("năm:năm ngoái", "2023"),
        ("date:last-7-days", "2024-02-29..2024-03-06"),
        ("tanggal:7 hari terakhir", "2024-02-29..2024-03-06"),
        ("ngày:7 ngày qua", "2024-02-29..2024-03-06"),
        ("date:last 2 weeks", "2024-02-22..2024-03-06"),
        ("date:>=yesterday", "2024-03-05.."),
        ("date:..kemarin", "..2024-03-05"),
        ("date:2024-02..today", "2024-02-01..2024-03-06"),
        ("date:yesterday..today", "2024-03-05..2024-03-06"),
    ],
)
def test_days_counted_from_today_are_read_and_told_as_dates(typed: str, days: str) -> None:
    query = parse_query(typed, WEDNESDAY)
    assert query.read_as == f"date:{days}"
    assert query.warnings == ()


def test_in_january_the_month_before_is_in_the_year_before() -> None:
    assert parse_query("date:last-month", date(2025, 1, 31)).read_as == "date:2024-12"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("date:hari ini banjir", "date:2024-03-06 AND banjir"),
        ("banjir date:minggu lalu jakarta", "banjir AND date:2024-02-26..2024-03-03 AND jakarta"),
        ("date:tahun 2019", "date:2019"),
        ("ngày:tháng 5 năm 2019", "date:2019-05"),
        ("date:since yesterday", "date:2024-03-05.."),
        ("kemarin banjir", "kemarin AND banjir"),
        ("hari ini", "hari AND ini"),
    ],
)
def test_words_beside_them_stay_words(typed: str, read: str) -> None:
    assert parse_query(typed, WEDNESDAY).read_as == read


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_today_is_the_day_in_the_archives_place(tmp_path: Path, zone: str) -> None:
    with Archive.create(tmp_path / "archive") as made:
        settings = made.folder / "archive.toml"
        settings.write_text(settings.read_text().replace('timezone = "UTC"', f'timezone = "{zone}"'))
    with Archive.open(tmp_path / "archive") as archive:
        shelf = SearchShelf(archive)
        before = datetime.now(ZoneInfo(zone)).date()
        for day in (before + timedelta(days=n) for n in range(-3, 4)):
            shelf.add(f"{day}", date=day.isoformat())
        shelf.index()
        found = [hit.record.title for hit in shelf.search("date:hari ini").hits]
        after = datetime.now(ZoneInfo(zone)).date()
    assert found in ([f"{before}"], [f"{after}"])


def test_no_number_of_days_is_too_great_to_be_read_or_refused() -> None:
    assert parse_query("date:last-9999-days", WEDNESDAY).read_as
    assert len("date:last-9999-days") < MAX_LENGTH


def test_without_a_day_given_today_is_that_of_utc() -> None:
    days = [datetime.now(UTC).date()]
    read = parse_query("date:today").read_as
    days.append(datetime.now(UTC).date())
    assert read in [f"date:{day}" for day in days]
