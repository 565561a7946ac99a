"""The filters of the search page: active ones, available ones, and bars by year or month."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from archive.search.execution.requests import Results
from webui.http import requests
from webui.http.parameters import FILTERS, LONGEST_VALUE
from webui.http.requests import ParsedSearch
from webui.i18n import labels, languages, words
from webui.i18n.field_names import GROUPS, HAS
from webui.i18n.words import _
from webui.services import links

PATH = "/search"
LIST_PATH = "/search/values"  # of all values of a filter
PAGE_FACETS = (
    "kind", "genre", "year", "language", "source", "person", "place", "collection", "credit", "flag",
)  # fmt: skip
VALUES = 10  # of a facet that are offered
_ONLY_SEVERAL = frozenset({"genre", "place", "collection"})  # shown where they tell records apart
_UNTOLD = frozenset({"sequence", "version"})  # whose values are no words for people


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is on, and the address of the same search without it."""

    label: str
    value: str
    without: str


@dataclass(frozen=True, slots=True)
class FacetChoice:
    """One checkbox. `count` is None for a choice that is on and that no answer has."""

    value: str
    label: str
    count: int | None
    selected: bool


def address(pairs: requests.Pairs, path: str = PATH) -> str:
    """Return the search page of these pairs, or another page that searches."""
    return links.with_query(path, pairs)


def chips(asked: ParsedSearch, path: str = PATH) -> list[Chip]:
    """Return what narrows this search, and which name cards are off."""
    found = [
        Chip(words.FACETS[name], filter_value(name, value), address(requests.without(asked, (name, value)), path))
        for name, value in asked.pairs
        if name in FILTERS
    ]
    for name, label in (("date_from", _("From")), ("date_to", _("Until"))):
        value = getattr(asked.query, name)
        if value:
            found.append(Chip(label, labels.date(value), address(requests.without(asked, (name, value)), path)))
    if asked.query.has_photo is not None:
        said = _("With photos") if asked.query.has_photo else _("Without photos")
        pair = ("has_photo", str(asked.query.has_photo).lower())
        found.append(Chip(_("Photos"), said, address(requests.without(asked, pair), path)))
    return found


def filter_value(name: str, value: str) -> str:
    """Return a value of a filter for people."""
    if name in _UNTOLD:
        return GROUPS[name]
    return HAS.get(value, value) if name == "has" else labels.facet_value(name, value)


def choices(asked: ParsedSearch, results: Results | None) -> list[tuple[str, str, list[FacetChoice]]]:
    """Return (facet, its label, what can be chosen) for every facet that is worth showing. The newest years, and the
    most usual of other values."""
    groups = []
    for name in PAGE_FACETS:
        chosen = tuple(str(value) for value in getattr(asked.query, name))
        # A value too long to be asked for cannot be offered.
        counted = [v for v in (results.facets.get(name, ()) if results else ()) if len(v.value) <= LONGEST_VALUE]
        if name == "year":
            counted.sort(key=lambda v: v.value, reverse=True)
        counted = [v for n, v in enumerate(counted) if n < VALUES or v.value in chosen]
        offered = [FacetChoice(v.value, labels.facet_value(name, v.value), v.count, v.value in chosen) for v in counted]
        missing = [value for value in chosen if value not in {v.value for v in counted}]
        offered = [FacetChoice(value, labels.facet_value(name, value), None, True) for value in missing] + offered
        if len(offered) > 1 or (offered and (chosen or name not in _ONLY_SEVERAL)):
            groups.append((name, words.FACETS[name], offered))
    return groups


def longer(asked: ParsedSearch, results: Results) -> dict[str, str]:
    """Return the address of all values, for each facet that has more than are offered."""
    pairs = [pair for pair in asked.pairs if pair[0] != "page"]
    return {
        name: address([*pairs, ("facet", name)], LIST_PATH)
        for name in PAGE_FACETS
        if len(results.facets.get(name, ())) > VALUES
    }


def kept(asked: ParsedSearch) -> list[tuple[str, str]]:
    """Return what the form hands on although it has no field for it."""
    shown = {"q", "page", "date_from", "date_to", "has_photo", *PAGE_FACETS}
    pairs = [pair for pair in asked.pairs if pair[0] not in shown]
    return [*pairs, ("has_photo", "false")] if asked.query.has_photo is False else pairs


FACETS = ("year", "month")
SIZE = 120  # values that are counted: years of an archive, months of ten years
HEIGHT = 40
_MOST_YEARS = 60  # of a row without gaps; in a longer one, years without records are left out
_MOST_LABELS = 6


@dataclass(frozen=True, slots=True)
class HistogramBar:
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

    bars: tuple[HistogramBar, ...]
    title: str
    unit: str
    back: str | None


def histogram(asked: ParsedSearch, results: Results) -> Histogram | None:
    """Return the months of a search within one year, else its years; None where there is no more than one thing to
    show."""
    years = {value.value: value.count for value in results.facets.get("year", ()) if _is_year(value.value)}
    months = {value.value: value.count for value in results.facets.get("month", ())}
    year = _one_year(asked, years)
    found = _of_months(asked, year, months) if year else _of_years(asked, years)
    return found if found and sum(bar.count > 0 for bar in found.bars) > (0 if found.back else 1) else None


def _is_year(value: str) -> bool:
    return len(value) == 4 and value.isascii() and value.isdecimal()


def _one_year(asked: ParsedSearch, years: Mapping[str, int]) -> str | None:
    chosen = {*asked.query.year, *(month[:4] for month in asked.query.month)}
    if not chosen and asked.query.date_from and asked.query.date_to:
        chosen = {asked.query.date_from[:4], asked.query.date_to[:4]}
    if not chosen:
        chosen = {year for year, count in years.items() if count}
    return next(iter(chosen)) if len(chosen) == 1 else None


def _of_months(asked: ParsedSearch, year: str, counts: Mapping[str, int]) -> Histogram:
    keys = [f"{year}-{number:02}" for number in range(1, 13)]
    names = [labels.date(key) for key in keys]
    bars = _bars(keys, counts, names, [languages.month_mark(number) for number in range(1, 13)])
    chosen = asked.query.month
    shown = tuple(
        HistogramBar(
            label, mark, count, height, address(requests.put(asked, ("year", year), ("month", key))), key in chosen
        )
        for key, (label, mark, count, height) in zip(keys, bars, strict=True)
    )
    gone = [pair for pair in asked.pairs if pair[0] in FACETS]
    back = address(requests.without(asked, *gone)) if gone else None
    return Histogram(shown, _("Records by month of %(year)s", year=year), _("Month"), back)


def _of_years(asked: ParsedSearch, counts: Mapping[str, int]) -> Histogram | None:
    present = sorted(year for year, count in counts.items() if count)
    if not present:
        return None
    first, last = int(present[0]), int(present[-1])
    keys = [f"{year:04}" for year in range(first, last + 1)] if last - first < _MOST_YEARS else present
    step = -(-len(keys) // _MOST_LABELS)
    marks = [key if n % step == 0 else "" for n, key in enumerate(keys)]
    chosen = asked.query.year
    shown = tuple(
        HistogramBar(label, mark, count, height, address(requests.put(asked, ("year", key))), key in chosen)
        for key, (label, mark, count, height) in zip(keys, _bars(keys, counts, keys, marks), strict=True)
    )
    back = address(requests.without(asked, *(("year", year) for year in chosen))) if chosen else None
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
