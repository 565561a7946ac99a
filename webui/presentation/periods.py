"""The years, months and days of a search, all of them."""

from __future__ import annotations

from dataclasses import replace

from archive.search.execution.requests import Results
from webui.identity.identity import viewer
from webui.services.services import services

PERIODS = 120  # values counted at once: years of an archive, months of ten years
_ALL = 3_000  # if there are more


def period_counts(results: Results, name: str) -> dict[str, int]:
    """Return all values of "year", "month" or "day" in these results, with their counts. Searches again if the results
    have no counts for it, or as many as PERIODS, so that there may be more."""
    counted = results.facets.get(name, ())
    if name not in results.facets or len(counted) >= PERIODS:
        wanted = replace(results.request, facets=(name,), facet_size=_ALL, facet_sizes={}, page=1, page_size=1)
        wanted = replace(wanted, collapse=(), highlight=False, assisted=False)
        counted = services().searcher.search(wanted, viewer()).facets[name]
    return {value.value: value.count for value in counted}
