"""Ways into the archive: the commonest values of a facet with their counts, and its records over time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from werkzeug.datastructures import MultiDict

from archive.access import PUBLIC
from archive.search.execution.requests import FacetValue, Results
from webui.http.parameters import LONGEST_VALUE, PageQuery
from webui.http.requests import ParsedSearch, read_arguments
from webui.i18n import words
from webui.pages.filters import LIST_PATH, PATH, filter_value
from webui.pages.timeline import Timeline, timeline
from webui.presentation.periods import PERIODS, period_counts
from webui.services import links
from webui.services.services import services


@dataclass(frozen=True, slots=True)
class BrowseValue:
    """A value for people, the number of its records, and the address of these."""

    label: str
    count: int
    url: str


@dataclass(frozen=True, slots=True)
class BrowseList:
    """The commonest values of a facet; `all` is the address of the full list, None if all are shown."""

    name: str
    label: str
    values: tuple[BrowseValue, ...]
    all: str | None


def address(facet: str, value: str) -> str:
    """Return the address of the records with this value: the page of a person, place, source or photographer, or else a
    search."""
    page = links.entity(facet, value) if facet in links.ENTITIES else None
    return page or links.with_query(PATH, [(facet, value)])


def everything(facets: Iterable[str], most: int) -> Results:
    """Return the count of all records that an empty search shows, with one more value of each facet than `most`, and
    all years."""
    others = dict.fromkeys(facets, most + 1)
    counted = replace(_all_records().request, collapse=(), highlight=False, assisted=False, page_size=1)
    counted = replace(counted, facets=("year", *others), facet_size=PERIODS, facet_sizes=others)
    return services().searcher.search(counted, PUBLIC)


def _all_records() -> ParsedSearch:
    return read_arguments(MultiDict(), PageQuery)


def browse(results: Results, facet: str, most: int) -> BrowseList:
    """Return the commonest values of a facet in the results."""
    counted = [one for one in results.facets.get(facet, ()) if len(one.value) <= LONGEST_VALUE]
    values = tuple(BrowseValue(_label(facet, one), one.count, address(facet, one.value)) for one in counted[:most])
    rest = links.with_query(LIST_PATH, [("facet", facet)]) if len(counted) > most else None
    return BrowseList(facet, words.FACETS[facet], values, rest)


def _label(facet: str, counted: FacetValue) -> str:
    if facet == "kind" and counted.count != 1:
        return words.KINDS_MANY.get(counted.value, counted.value)
    return filter_value(facet, counted.value)


def over_time(results: Results) -> Timeline | None:
    """Return the timeline of all records, whose years are in `results`."""
    return timeline(_all_records(), lambda name: period_counts(results, name))
