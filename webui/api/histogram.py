"""GET /api/v1/histogram: how many records each day, month or year has, for one search or several terms."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import replace

from flask import Response, request

from archive.messages import Message
from archive.search.execution.requests import Results, SearchRequest
from webui.api.result_models import HistogramAnswer, SeriesOut
from webui.http.parameters import HistogramQuery, Interval
from webui.http.requests import BadParameters, Refusal, checked, records_request
from webui.http.responses import add_etag
from webui.identity.identity import viewer
from webui.services.services import services

PATH = "/api/v1/histogram"
MOST_BINS = 3_000  # more than eight years of days, or the months of 250 years
_COARSER: Mapping[Interval, Interval] = {"day": "month", "month": "year"}
_LENGTHS: Mapping[Interval, int] = {"day": 10, "month": 7, "year": 4}


def histogram() -> Response:
    """Return the view. All terms have the same bins, the empty ones too."""
    query = checked(HistogramQuery, request.args)
    asked = replace(
        records_request(query), page_size=1, facets=(query.interval,), facet_size=MOST_BINS + 1, assisted=False
    )
    terms: list[str | None] = [*query.terms] or [None]
    found = [services().searcher.search(_with_term(asked, term), viewer()) for term in terms]
    counted = [_counts(results, query) for results in found]
    bins = _bins(query, {value for counts in counted for value in counts})
    answer = HistogramAnswer(
        interval=query.interval,
        bins=bins,
        series=[
            _series(term, results, counts, bins) for term, results, counts in zip(terms, found, counted, strict=True)
        ],
        revision=max(results.revision for results in found),
    )
    body = answer.model_dump_json()
    return add_etag(Response(body, content_type="application/json"), body)


def _with_term(asked: SearchRequest, term: str | None) -> SearchRequest:
    if term is None:
        return asked
    return replace(asked, q=f"({asked.q}) ({term})" if asked.q.strip() else term)


def _counts(results: Results, query: HistogramQuery) -> dict[str, int]:
    """Return the counts by bin, without bins outside the requested days; a record that covers several months may also
    be in such bins."""
    first, last = (
        _bin_of(day, query.interval, last) for day, last in ((query.date_from, False), (query.date_to, True))
    )
    return {
        one.value: one.count
        for one in results.facets[query.interval]
        if (first or one.value) <= one.value <= (last or one.value)
    }


def _bin_of(date: str | None, interval: Interval, last: bool) -> str | None:
    """Return the bin of the first or last day of a date."""
    if date is None:
        return None
    year, _, rest = date.partition("-")
    month, _, day = rest.partition("-")
    month = month or ("12" if last else "01")
    day = day or (f"{monthrange(int(year), int(month))[1]:02}" if last else "01")
    return f"{year}-{month}-{day}"[: _LENGTHS[interval]]


def _bins(query: HistogramQuery, values: Iterable[str]) -> list[str]:
    """Return all bins from the first to the last. Raise BadParameters if there are too many."""
    known = sorted(values)
    first = _bin_of(query.date_from, query.interval, last=False) or (known[0] if known else None)
    last = _bin_of(query.date_to, query.interval, last=True) or (known[-1] if known else None)
    if first is None or last is None or first > last:
        return []
    bins = [first]
    while bins[-1] < last:
        if len(bins) == MOST_BINS:
            said = {"most": MOST_BINS, "first": first, "last": last}
            coarser = _COARSER.get(query.interval)
            if coarser is None:
                raise BadParameters([Refusal("interval", Message("histogram-years", **said))])
            refused = Message("histogram-coarser", coarser=coarser, **said)
            raise BadParameters([Refusal("interval", refused)])
        bins.append(_following(bins[-1]))
    return bins


def _following(value: str) -> str:
    """Return the next day, month or year."""
    year, month, day = (int(part) for part in f"{value}-00-00".split("-")[:3])
    if day and day < monthrange(year, month)[1]:
        return f"{year:04}-{month:02}-{day + 1:02}"
    if not month:
        return f"{year + 1:04}"
    year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return f"{year:04}-{month:02}-01" if day else f"{year:04}-{month:02}"


def _series(term: str | None, results: Results, counts: Mapping[str, int], bins: Iterable[str]) -> SeriesOut:
    told = [counts.get(one, 0) for one in bins]
    return SeriesOut(
        term=term,
        total=results.total,
        counts=told,
        sum=sum(told),
        undated=results.undated,
        relaxed=results.relaxed,
        warnings=[str(warning) for warning in results.warnings],
    )
