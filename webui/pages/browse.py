"""Ways into the archive: the commonest values of a facet with their counts, and its records over time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from werkzeug.datastructures import MultiDict

from archive.access import PUBLIC
from archive.search.execution.requests import Results, SearchRequest
from webui.http.parameters import LONGEST_VALUE, PageQuery
from webui.http.requests import read_arguments
from webui.i18n import labels, words
from webui.pages.filters import LIST_PATH, PATH
from webui.pages.timeline import Timeline, timeline
from webui.presentation.periods import PERIODS, period_counts
from webui.services import links
from webui.services.services import services

_MANY = {"kind": words.KINDS_MANY}


@dataclass(frozen=True, slots=True)
class BrowseValue:
    """A value for people, the number of its records, and the address where they are."""

    label: str
    count: int
    url: str


@dataclass(frozen=True, slots=True)
class BrowseList:
    """The commonest values of a facet; `all` is the address of the rest, None where there is no rest."""

    name: str
    label: str
    values: tuple[BrowseValue, ...]
    all: str | None


def address(facet: str, value: str) -> str:
    """Return where the records with this value are."""
    return links.with_query(PATH, [(facet, value)])


def everything(facets: Iterable[str], most: int) -> Results:
    """Return the count of all public records, with one more value of each facet than `most`, and all years."""
    others = dict.fromkeys(facets, most + 1)
    request = SearchRequest(page_size=1, facets=("year", *others), facet_size=PERIODS, facet_sizes=others)
    return services().searcher.search(replace(request, highlight=False, assisted=False), PUBLIC)


def browse(results: Results, facet: str, most: int) -> BrowseList:
    """Return the values of a facet that most results have."""
    counted = [one for one in results.facets.get(facet, ()) if len(one.value) <= LONGEST_VALUE]
    names: Mapping[str, str] = _MANY.get(facet, {})
    values = tuple(
        BrowseValue(names.get(one.value) or labels.facet_value(facet, one.value), one.count, address(facet, one.value))
        for one in counted[:most]
    )
    rest = links.with_query(LIST_PATH, [("facet", facet)]) if len(counted) > most else None
    return BrowseList(facet, words.FACETS[facet], values, rest)


def over_time(results: Results) -> Timeline | None:
    """Return the timeline of everything, of which `results` have the years."""
    return timeline(read_arguments(MultiDict(), PageQuery), lambda name: period_counts(results, name))
