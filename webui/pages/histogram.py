"""When the records of a search are from, as bars: years, or the months of one year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from archive.searcher import Results
from webui import changes, formats, labels
from webui.asking import Asked
from webui.pages.filters import address
from webui.words import _

FACETS = ("year", "month")
SIZE = 120  # values that are counted: years of an archive, months of ten years
HEIGHT = 40
_MOST_YEARS = 60  # of a row without gaps; in a longer one, years without records are left out
_MOST_LABELS = 6


@dataclass(frozen=True, slots=True)
class Bar:
    """One year or month. `height` of HEIGHT, 0 without records; `mark` is written below, where there is room."""

    label: str
    mark: str
    count: int
    height: int
    url: str
    selected: bool


@dataclass(frozen=True, slots=True)
class Histogram:
    """The bars from left to right, what they are in one sentence, and the way from the months back to all years."""

    bars: tuple[Bar, ...]
    title: str
    unit: str
    back: str | None


def histogram(asked: Asked, results: Results) -> Histogram | None:
    """The months of a search within one year, else its years; None where there is no more than one thing to show."""
    years = {value.value: value.count for value in results.facets.get("year", ()) if _is_year(value.value)}
    months = {value.value: value.count for value in results.facets.get("month", ())}
    year = _one_year(asked, years)
    found = _of_months(asked, year, months) if year else _of_years(asked, years)
    return found if found and sum(bar.count > 0 for bar in found.bars) > (0 if found.back else 1) else None


def _is_year(value: str) -> bool:
    return len(value) == 4 and value.isascii() and value.isdecimal()


def _one_year(asked: Asked, years: Mapping[str, int]) -> str | None:
    """The year that the search lies in, if it is one."""
    chosen = {*asked.query.year, *(month[:4] for month in asked.query.month)}
    if not chosen and asked.query.date_from and asked.query.date_to:
        chosen = {asked.query.date_from[:4], asked.query.date_to[:4]}
    if not chosen:
        chosen = {year for year, count in years.items() if count}
    return next(iter(chosen)) if len(chosen) == 1 else None


def _of_months(asked: Asked, year: str, counts: Mapping[str, int]) -> Histogram:
    keys = [f"{year}-{number:02}" for number in range(1, 13)]
    names = [labels.date(key) for key in keys]
    bars = _bars(keys, counts, names, [formats.month_mark(number) for number in range(1, 13)])
    chosen = asked.query.month
    shown = tuple(
        Bar(label, mark, count, height, address(changes.put(asked, ("year", year), ("month", key))), key in chosen)
        for key, (label, mark, count, height) in zip(keys, bars, strict=True)
    )
    gone = [pair for pair in asked.pairs if pair[0] in FACETS]
    back = address(changes.without(asked, *gone)) if gone else None
    return Histogram(shown, _("Records by month of %(year)s", year=year), _("Month"), back)


def _of_years(asked: Asked, counts: Mapping[str, int]) -> Histogram | None:
    present = sorted(year for year, count in counts.items() if count)
    if not present:
        return None
    first, last = int(present[0]), int(present[-1])
    keys = [f"{year:04}" for year in range(first, last + 1)] if last - first < _MOST_YEARS else present
    step = -(-len(keys) // _MOST_LABELS)
    marks = [key if n % step == 0 else "" for n, key in enumerate(keys)]
    chosen = asked.query.year
    shown = tuple(
        Bar(label, mark, count, height, address(changes.put(asked, ("year", key))), key in chosen)
        for key, (label, mark, count, height) in zip(keys, _bars(keys, counts, keys, marks), strict=True)
    )
    back = address(changes.without(asked, *(("year", year) for year in chosen))) if chosen else None
    title = _("Records by year, %(first)s to %(last)s", first=keys[0], last=keys[-1])
    return Histogram(shown, title, _("Year"), back)


def _bars(
    keys: Sequence[str], counts: Mapping[str, int], names: Sequence[str], marks: Sequence[str]
) -> list[tuple[str, str, int, int]]:
    """(label, mark, count, height) of each; what is there at all can be seen."""
    most = max((counts.get(key, 0) for key in keys), default=0) or 1
    return [
        (name, mark, counts.get(key, 0), max(2, round(HEIGHT * counts[key] / most)) if counts.get(key) else 0)
        for key, name, mark in zip(keys, names, marks, strict=True)
    ]
