"""The timeline: equal steps for any records, and a few distant ones do not compress all others."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qs, urlsplit

import pytest
from werkzeug.datastructures import MultiDict

from webui.http.parameters import PageQuery
from webui.http.requests import read_arguments
from webui.pages.timeline import MOST_BINS, Bin, Timeline, set_apart, timeline

Years = Mapping[int, int]


def line_of(
    years: Years,
    months: Mapping[str, int] | None = None,
    days: Mapping[str, int] | None = None,
    **asked: str | list[str],
) -> Timeline | None:
    counts = {"year": {f"{year:04}": many for year, many in years.items()}, "month": months or {}, "day": days or {}}
    return timeline(read_arguments(MultiDict(asked), PageQuery), counts.__getitem__)


def made(
    years: Years,
    months: Mapping[str, int] | None = None,
    days: Mapping[str, int] | None = None,
    **asked: str | list[str],
) -> Timeline:
    line = line_of(years, months, days, **asked)
    assert line
    return line


def asks(url: str) -> dict[str, str]:
    return {name: ",".join(values) for name, values in parse_qs(urlsplit(url).query).items()}


def spans(line: Timeline) -> list[tuple[str, str, int]]:
    return [(one.first, one.last, one.count) for one in line.bins]


def shown(line: Timeline) -> list[Bin]:
    return [one for one in line.bins if one.count]


def test_years_without_records_keep_their_place() -> None:
    line = made({1801: 1, 1805: 2, 1829: 4})
    assert [int(one.first) for one in line.bins] == [*range(1801, 1830)]
    assert [(one.label, one.height) for one in shown(line)] == [
        ("1801: 1 record", 25),
        ("1805: 2 records", 50),
        ("1829: 4 records", 100),
    ]
    assert [one.mark for one in line.bins if one.mark] == ["1805", "1810", "1815", "1820", "1825"]
    assert line.title == "Records by year, 1801 to 1829"


@pytest.mark.parametrize(
    ("first", "last", "step", "unit"),
    [
        (1966, 2025, 1, "year"),
        (1965, 2025, 10, "decade"),
        (1430, 2025, 10, "decade"),
        (1420, 2025, 100, "century"),
        (1, 2216, 100, "century"),
        (1, 9999, 1000, "millennium"),
    ],
)
def test_a_line_has_the_finest_step_that_fits(first: int, last: int, step: int, unit: str) -> None:
    line = made({first: 1, last: 1})
    starts = [int(one.first) for one in line.bins]
    assert starts == [max(1, start) for start in range(first // step * step, last + 1, step)]
    assert len(starts) <= MOST_BINS
    assert [one.count for one in (line.bins[0], line.bins[-1])] == [1, 1]
    assert line.title == f"Records by {unit}, {first} to {last}"
    assert 1 <= len([one for one in line.bins if one.mark]) <= 5


def test_a_bin_leads_to_its_dates_and_no_further_than_asked() -> None:
    line = made({1945: 1, 1999: 2, 2014: 3}, date_from="1945-06", date_to="2014")
    assert spans(line)[0] == ("1945-06", "1949", 1)
    assert spans(line)[1:3] == [("1950", "1959", 0), ("1960", "1969", 0)]
    assert spans(line)[-1] == ("2010", "2014", 3)
    assert line.bins[0].label == "1945–1949: 1 record"
    assert asks(line.bins[0].url) == {"date_from": "1945-06", "date_to": "1949"}
    assert line.back == "/search"
    line = made({2001: 1, 2002: 2, 2003: 2}, q="charter", year=["2001", "2003"], page="2")
    assert asks(line.bins[1].url) == {"q": "charter", "date_from": "2002", "date_to": "2002"}
    assert [one.selected for one in line.bins] == [True, False, True]


def test_what_lasts_longer_than_the_dates_asked_for_does_not_lengthen_the_line() -> None:
    line = made({1914: 1, 1915: 1, 1916: 2, 1918: 1}, date_from="1915", date_to="1917")
    assert spans(line) == [("1915", "1915", 1), ("1916", "1916", 2)]


@pytest.mark.parametrize("asked", [{}, {"date_from": "2025", "date_to": "2025"}, {"year": "2025"}])
def test_one_year_has_its_months(asked: dict[str, str | list[str]]) -> None:
    line = made({2025: 3}, {"2025-02": 1, "2025-10": 2, "2024-10": 9}, **asked)
    assert len(line.bins) == 12
    assert [(one.first, one.last, one.label, one.height) for one in shown(line)] == [
        ("2025-02", "2025-02", "February 2025: 1 record", 50),
        ("2025-10", "2025-10", "October 2025: 2 records", 100),
    ]
    assert asks(line.bins[9].url) == {**asked, "month": "2025-10"}
    assert [one.mark for one in line.bins if one.mark] == ["Jan", "Apr", "Jul", "Oct"]
    assert line.replaced == "year month"


def test_some_months_of_a_year() -> None:
    line = made({2025: 3}, {"2025-03": 1, "2025-05": 2}, date_from="2025-03-15", date_to="2025-05")
    assert spans(line) == [("2025-03", "2025-03", 1), ("2025-04", "2025-04", 0), ("2025-05", "2025-05", 2)]
    assert [one.mark for one in line.bins] == ["Mar", "Apr", "May"]


@pytest.mark.parametrize("asked", [{"month": ["2024-02"]}, {"date_from": "2024-02", "date_to": "2024-02"}])
def test_one_month_has_its_days(asked: dict[str, str | list[str]]) -> None:
    line = made({2024: 3}, {"2024-02": 3}, {"2024-02-10": 2, "2024-02-29": 1, "2024-03-01": 1}, **asked)
    assert (len(line.bins), line.title) == (29, "Records by day of February 2024")
    assert [(one.first, one.last, one.count) for one in shown(line)] == [
        ("2024-02-10", "2024-02-10", 2),
        ("2024-02-29", "2024-02-29", 1),
    ]
    assert asks(shown(line)[0].url) == {"date_from": "2024-02-10", "date_to": "2024-02-10"}
    assert [one.mark for one in line.bins if one.mark] == ["1", "8", "15", "22", "29"]


def test_some_days_of_a_month() -> None:
    line = made({2024: 3}, {"2024-02": 3}, {"2024-02-10": 2}, date_from="2024-02-09", date_to="2024-02-11")
    assert [(one.first[8:], one.count, one.mark) for one in line.bins] == [
        ("09", 0, "9"),
        ("10", 2, "10"),
        ("11", 0, "11"),
    ]
    assert line_of({2024: 2}, {"2024-02": 2}, {"2024-02-10": 2}, date_from="2024-02-10", date_to="2024-02-10") is None


def test_a_month_of_which_no_record_tells_the_day_makes_no_line_of_days() -> None:
    assert line_of({2025: 3}, {"2025-03": 3}, date_from="2025-03", date_to="2025-03") is None


def test_one_moment_and_no_date_make_no_line() -> None:
    assert line_of({}) is None
    assert line_of({2025: 1}, {"2025-03": 1}) is None
    assert line_of({2025: 1}, {}) is None


def test_a_value_that_is_no_year_is_left_out() -> None:
    counts = {"year": {"0000": 1, "dulu": 1, "٢٠٢٥": 1, "12345": 1, "2024": 1, "2025": 1}}
    line = timeline(read_arguments(MultiDict(), PageQuery), counts.__getitem__)
    assert line
    assert spans(line) == [("2024", "2024", 1), ("2025", "2025", 1)]


def test_a_few_far_away_stand_apart() -> None:
    recent = dict.fromkeys(range(1985, 2026), 10)
    line = made({1: 1, 1801: 2, **recent, 2216: 3}, q="sea", date_from="0001")
    assert spans(line) == [(str(year), str(year), 10) for year in range(1985, 2026)]
    assert line.earlier
    assert line.earlier.label == "1–1801: 3 records"
    assert asks(line.earlier.url) == {"q": "sea", "date_from": "0001", "date_to": "1801"}
    assert line.later
    assert line.later.label == "2216: 3 records"
    assert asks(line.later.url) == {"q": "sea", "date_from": "2216"}


@pytest.mark.parametrize(
    "years",
    [
        {2000: 1, 2030: 100},  # a short line has space for all
        {1900: 6, 2000: 100},  # more than one in twenty
        dict.fromkeys(range(1789, 2026, 4), 1),  # without long empty stretches
        {1801: 1},
        {},
    ],
)
def test_all_others_stay_on_the_line(years: dict[int, int]) -> None:
    assert set_apart(years) == years


def test_the_line_of_one_year_beside_one_that_is_far_away() -> None:
    line = made({1801: 1, 2025: 30}, {"2025-01": 10, "2025-07": 20, "1801-01": 1})
    assert [(one.first, one.count) for one in shown(line)] == [("2025-01", 10), ("2025-07", 20)]
    assert line.earlier
    assert line.earlier.count == 1


def test_fifty_thousand_records_of_all_years() -> None:
    line = made(dict.fromkeys(range(1, 2001), 25))
    assert [one.count for one in line.bins] == [99 * 25, *[100 * 25] * 19, 25]
    assert sum(one.count for one in line.bins) == 50_000
    assert line.bins[-1].height == 5  # visible, however few
