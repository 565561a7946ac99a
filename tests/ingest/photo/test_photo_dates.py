"""Dates keep the precision they were written with, and nothing is invented."""

from __future__ import annotations

import pytest

from ingest.photo.metadata_values import is_unset, parse, parse_iim


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2021", ("2021", "year")),
        ("2021-10", ("2021-10", "month")),
        ("2021-10-20", ("2021-10-20", "day")),
        ("2021:10:20", ("2021-10-20", "day")),
        ("2021-10-20T21:01", ("2021-10-20T21:01", "second")),
        ("2021-10-20T21:01:01Z", ("2021-10-20T21:01:01Z", "second")),
        ("2021-10-20T21:01:01.53+07:00", ("2021-10-20T21:01:01.53+07:00", "second")),
        ("2021:10:20 21:01:01", ("2021-10-20T21:01:01", "second")),
        ("2021:10:20 21:01:01+0700", ("2021-10-20T21:01:01+07:00", "second")),
        ("1945-08-00", ("1945-08", "month")),
        ("1945-00-00", ("1945", "year")),
        ("2023-02-29", ("2023-02", "month")),
        ("2024-02-29", ("2024-02-29", "day")),
        ("2021-10-20T25:00:00", ("2021-10-20", "day")),
        ("Sat, 25 Oct 2025 09:30:00 +0700", ("2025-10-25T09:30:00+07:00", "second")),
        ("25 Oct 2025 09:30:00 GMT", ("2025-10-25T09:30:00+00:00", "second")),
        ("0000:00:00 00:00:00", None),
        ("yesterday", None),
        ("", None),
        ("20211", None),
    ],
)
def test_written_dates(text: str, expected: tuple[str, str] | None) -> None:
    assert parse(text) == expected


def test_a_zone_kept_elsewhere_is_added_only_where_there_is_none() -> None:
    assert parse("2021:10:20 21:01:01", "+07:00") == ("2021-10-20T21:01:01+07:00", "second")
    assert parse("2021:10:20 21:01:01Z", "+07:00") == ("2021-10-20T21:01:01Z", "second")
    assert parse("2021:10:20 21:01:01", "seven") == ("2021-10-20T21:01:01", "second")


@pytest.mark.parametrize(
    ("date", "time", "expected"),
    [
        ("20211020", "210101+0700", ("2021-10-20T21:01:01+07:00", "second")),
        ("20211020", "210101", ("2021-10-20T21:01:01", "second")),
        ("2021-10-20", "21:01:01-05:00", ("2021-10-20T21:01:01-05:00", "second")),
        ("20211020", "999999", ("2021-10-20", "day")),
        ("20210000", "210101", ("2021", "year")),
        ("2021", "", ("2021", "year")),
        ("none", "", None),
    ],
)
def test_iim_dates(date: str, time: str, expected: tuple[str, str] | None) -> None:
    assert parse_iim(date, time) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("20251025", ("2025-10-25", "day")),
        ("20251025T093000+0700", ("2025-10-25T09:30:00+07:00", "second")),
        ("20251025093000", ("2025-10-25T09:30:00", "second")),
        ("20251000", ("2025-10", "month")),
        ("25/10/2025", ("2025-10-25", "day")),
        ("25.10.2025 09:30", ("2025-10-25T09:30", "second")),
        ("10/10/2025", ("2025-10-10", "day")),
        ("03/05/2025", None),  # March or May
        ("2025:10:25  9:30: 5", ("2025-10-25T09:30:05", "second")),
        ("2025-10-25T09:30:00+07", ("2025-10-25T09:30:00+07:00", "second")),
        ("2025-10-25T09:30:00z", ("2025-10-25T09:30:00Z", "second")),
        ("Sat Oct 25 09:30:00 2025", ("2025-10-25T09:30:00", "second")),
    ],
)
def test_dates_as_programs_misspell_them(text: str, expected: tuple[str, str] | None) -> None:
    assert parse(text) == expected


@pytest.mark.parametrize(
    ("time", "expected"),
    [
        ("093000+07", "2025-10-25T09:30:00+07:00"),
        ("093000Z", "2025-10-25T09:30:00Z"),
        ("093000-0", "2025-10-25T09:30:00"),
        ("093000     ", "2025-10-25T09:30:00"),
        ("0930", "2025-10-25T09:30:00"),
    ],
)
def test_times_of_iim_as_programs_misspell_them(time: str, expected: str) -> None:
    assert parse_iim("20251025", time) == (expected, "second")


def test_the_instant_that_clocks_count_from_is_known() -> None:
    assert is_unset("1970-01-01T00:00:00")
    assert is_unset("1904-01-01T00:00:00Z")
    assert not is_unset("1970-01-01")
    assert not is_unset("1970-01-01T00:00:01")
