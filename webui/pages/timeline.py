"""The timeline of a search: its records by time, in equal steps, including empty ones.

It counts the years, months and days in the index. A record that spans several is counted in each of them, so a decade
may show more records than its link finds.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from webui.http import requests
from webui.http.requests import ParsedSearch
from webui.i18n import labels, languages
from webui.i18n.words import _, ngettext
from webui.pages.filters import address

MOST_BINS = 60
_MOST_MARKS = 5  # below the line, at a width of 15rem
_STEPS = (1, 10, 100, 1000)  # years in a bin
_FEW = 20  # at most one record in this many is set apart
_EMPTY = 3  # an empty stretch longer than the line divided by this sets records apart

Counts = Callable[[str], Mapping[str, int]]
"""Returns all values of "year", "month" or "day" with their record counts."""


@dataclass(frozen=True, slots=True)
class Bin:
    """One step of the line, from `first` to `last` as dates for an address. `height` is a percentage of the fullest
    bin, 0 without records. `mark` is written below it if there is room."""

    first: str
    last: str
    label: str
    mark: str
    count: int
    height: int
    url: str
    selected: bool


@dataclass(frozen=True, slots=True)
class Apart:
    """Records before or after the line, and the address of the search for them."""

    count: int
    url: str
    label: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """The bins from left to right, a sentence that describes them, and the address of the same search without dates. A
    selection on the line replaces the filters named in `replaced`."""

    bins: tuple[Bin, ...]
    title: str
    replaced: str
    back: str | None
    earlier: Apart | None = None
    later: Apart | None = None


def timeline(asked: ParsedSearch, count: Counts) -> Timeline | None:
    """Return the timeline of a search: its days if it is within a month, its months if it is within a year, else its
    years, decades, centuries or millennia, whichever are the first to need at most MOST_BINS. None if there is only one
    thing to show."""
    chosen, month = _chosen_year(asked), _chosen_month(asked)
    years = _within(asked, {int(value): many for value, many in count("year").items() if many and _is_year(value)})
    line = {} if chosen else set_apart(years)
    year = chosen or (f"{min(line):04}" if len(line) == 1 else None)
    earlier, later = (_before(asked, years, line), _after(asked, years, line)) if line else (None, None)
    days = {day: many for day, many in count("day").items() if day[:7] == month} if month else {}
    if month and days:
        bins, title = _month_days(asked, month, days)
    elif year:
        bins, title = _months(asked, year, count("month"))
    elif line:
        bins, title = _spans(asked, line)
    else:
        return None
    shown = sum(one.count > 0 for one in bins) + bool(earlier) + bool(later)
    if len(bins) < 2 or shown < (1 if chosen else 2):
        return None
    gone = [pair for pair in asked.pairs if pair[0] in {"year", "month", "date_from", "date_to"}]
    back = address(requests.without(asked, *gone)) if gone else None
    return Timeline(tuple(bins), title, "year month" if year else "year", back, earlier, later)


def set_apart(years: Mapping[int, int]) -> dict[int, int]:
    """Return the years of the line, without the few records far before or after all others.

    On a line of MOST_BINS years or more, the end beyond the longest empty stretch is set apart if the stretch is longer
    than a third of the line and at most one record in twenty is beyond it. This repeats as long as there is such a
    stretch.
    """
    line, total = dict(sorted(years.items())), sum(years.values())
    while len(line) > 1:
        first, *_others, last = line
        empty, before, after = max((later - one, one, later) for one, later in pairwise(line))
        old = sum(many for year, many in years.items() if year <= before)
        new = sum(many for year, many in years.items() if year >= after)
        if last - first < MOST_BINS or _EMPTY * empty <= last - first or _FEW * min(old, new) > total:
            break
        line = {year: many for year, many in line.items() if (year >= after if old <= new else year <= before)}
    return line


def _is_year(value: str) -> bool:
    return len(value) == 4 and value.isascii() and value.isdecimal() and value != "0000"


def _chosen_year(asked: ParsedSearch) -> str | None:
    query = asked.query
    chosen = {*query.year, *(month[:4] for month in query.month)}
    if query.date_from and query.date_to:
        chosen |= {query.date_from[:4], query.date_to[:4]}
    return next(iter(chosen)) if len(chosen) == 1 else None


def _chosen_month(asked: ParsedSearch) -> str | None:
    query = asked.query
    chosen = {*query.month}
    if query.date_from and query.date_to:
        chosen |= {query.date_from[:7], query.date_to[:7]}
    month = next(iter(chosen)) if len(chosen) == 1 else ""
    return month if len(month) == len("2025-10") and month[:4] == _chosen_year(asked) else None


def _within(asked: ParsedSearch, years: Mapping[int, int]) -> dict[int, int]:
    """Return the years within the dates of the search, because a record that spans more has others too."""
    first, last = int((asked.query.date_from or "0001")[:4]), int((asked.query.date_to or "9999")[:4])
    return {year: many for year, many in years.items() if first <= year <= last}


def _before(asked: ParsedSearch, years: Mapping[int, int], line: Mapping[int, int]) -> Apart | None:
    gone = {year: many for year, many in years.items() if year < min(line)}
    return _apart(asked, gone, asked.query.date_from, f"{max(gone):04}") if gone else None


def _after(asked: ParsedSearch, years: Mapping[int, int], line: Mapping[int, int]) -> Apart | None:
    gone = {year: many for year, many in years.items() if year > max(line)}
    return _apart(asked, gone, f"{min(gone):04}", asked.query.date_to) if gone else None


def _apart(asked: ParsedSearch, years: Mapping[int, int], first: str | None, last: str | None) -> Apart:
    count = sum(years.values())
    return Apart(count, _narrowed(asked, first, last), _labelled(_span(min(years), max(years)), count))


def _narrowed(asked: ParsedSearch, first: str | None, last: str | None) -> str:
    dates = [(name, value) for name, value in (("date_from", first), ("date_to", last)) if value]
    return address([pair for pair in requests.put(asked, *dates) if pair[0] != "year"])


def _spans(asked: ParsedSearch, line: Mapping[int, int]) -> tuple[list[Bin], str]:
    """Return the bins of a line in years, decades, centuries or millennia, and its title."""
    first, last = min(line), max(line)
    step = next(step for step in _STEPS if last // step - first // step < MOST_BINS)
    starts = range(first // step * step, last + 1, step)
    counts = [sum(line.get(year, 0) for year in range(start, start + step)) for start in starts]
    apart = _marked_every(step, starts)
    given, until = asked.query.date_from, asked.query.date_to
    bins = []
    for start, count in zip(starts, counts, strict=True):
        begin, end = f"{max(start, 1):04}", f"{start + step - 1:04}"
        begin, end = given if given and given[:4] >= begin else begin, until if until and until[:4] <= end else end
        label = _span(int(begin[:4]), int(end[:4]))
        selected = any(start <= int(year) < start + step for year in asked.query.year)
        mark = str(max(start, 1)) if start % apart == 0 else ""
        url = _narrowed(asked, begin, end)
        bins.append(Bin(begin, end, _labelled(label, count), mark, count, _height(count, max(counts)), url, selected))
    return bins, _title(step, first, last)


def _months(asked: ParsedSearch, year: str, counts: Mapping[str, int]) -> tuple[list[Bin], str]:
    """Return the months of a year as bins, limited to the dates of the search, and the title."""
    given, until = asked.query.date_from or "", asked.query.date_to or ""
    first = int(given[5:7] or 1) if given[:4] == year else 1
    last = int(until[5:7] or 12) if until[:4] == year else 12
    keys = [f"{year}-{number:02}" for number in range(first, last + 1)]
    most = max((counts.get(key, 0) for key in keys), default=0)
    bins = [
        Bin(
            key,
            key,
            _labelled(labels.date(key), counts.get(key, 0)),
            languages.month_mark(number) if len(keys) <= _MOST_MARKS or number % 3 == 1 else "",
            counts.get(key, 0),
            _height(counts.get(key, 0), most),
            address(requests.put(asked, ("month", key))),
            key in asked.query.month,
        )
        for number, key in enumerate(keys, first)
    ]
    return bins, _("Records by month of %(year)s", year=year)


def _month_days(asked: ParsedSearch, month: str, counts: Mapping[str, int]) -> tuple[list[Bin], str]:
    """Return the days of a month as bins, limited to the dates of the search, and the title."""
    _weekday, last = monthrange(int(month[:4]), int(month[5:]))
    given, until = asked.query.date_from or "", asked.query.date_to or ""
    first = int(given[8:10] or 1) if given[:7] == month else 1
    last = int(until[8:10] or last) if until[:7] == month else last
    keys = [f"{month}-{number:02}" for number in range(first, last + 1)]
    most = max((counts.get(key, 0) for key in keys), default=0)
    bins = []
    for number, key in enumerate(keys, first):
        count = counts.get(key, 0)
        mark = str(number) if len(keys) <= _MOST_MARKS or number % 7 == 1 else ""
        pairs = requests.put(asked, ("date_from", key), ("date_to", key))
        url = address([pair for pair in pairs if pair[0] not in {"year", "month"}])
        bins.append(Bin(key, key, _labelled(labels.date(key), count), mark, count, _height(count, most), url, False))
    return bins, _("Records by day of %(month)s", month=labels.date(month))


def _marked_every(step: int, starts: range) -> int:
    """Return the years between two marks: 1, 2, 5, 10, 20 or 50 steps."""
    rounds = (step * many for many in (1, 2, 5, 10, 20, 50))
    return next(years for years in rounds if sum(start % years == 0 for start in starts) <= _MOST_MARKS)


def _title(step: int, first: int, last: int) -> str:
    match step:
        case 1:
            return _("Records by year, %(first)s to %(last)s", first=first, last=last)
        case 10:
            return _("Records by decade, %(first)s to %(last)s", first=first, last=last)
        case 100:
            return _("Records by century, %(first)s to %(last)s", first=first, last=last)
        case _:
            return _("Records by millennium, %(first)s to %(last)s", first=first, last=last)


def _span(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}–{last}"


def _labelled(label: str, count: int) -> str:
    return f"{label}: {ngettext('%(num)s record', '%(num)s records', count)}"


def _height(count: int, most: int) -> int:
    """Return the height in per cent, at least 5 for any records so that the bar is visible."""
    return max(5, round(100 * count / most)) if count else 0
