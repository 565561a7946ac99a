"""Search results as lines of text for the command line, with the notes of the search page."""

from __future__ import annotations

from collections.abc import Iterator

from archive.search.execution.requests import Hit, RequestPart, Results, SearchRequest
from archive.search.query.card_expansion import NameRead
from webui.i18n import labels, words
from webui.i18n.field_names import CARDS
from webui.pages.filters import filter_value
from webui.pages.query_interpretation import is_plain
from webui.presentation.record_values import plain

_MOST_FORMS = 12


def list_results(results: Results) -> Iterator[str]:
    """Return the lines: the count, notes, one entry per record, facets."""
    yield _count(results)
    yield from _notes(results)
    for hit in results.hits:
        yield from _entry(hit)
    for name, values in results.facets.items():
        if values:
            yield f"\n{words.FACETS.get(name, name)}"
            for value in values:
                yield f"  {filter_value(name, value.value)}  {words.number(value.count)}"


def _count(results: Results) -> str:
    count = words.ngettext("%(num)s record", "%(num)s records", results.total)
    entries = results.groups or results.total
    if entries < results.total:
        count += words.ngettext(" in %(num)s entry", " in %(num)s entries", entries)
    first = (results.request.page - 1) * results.request.page_size + 1
    shown = len(results.hits)
    if first > 1:
        return f"{count}; from number {words.number(first)} on (--page {results.request.page})" if shown else count
    return f"{count}; the first {shown} (see --limit and --page)" if entries > shown > 0 else count


def _notes(results: Results) -> Iterator[str]:
    yield from (f"Note: {warning}" for warning in results.warnings)
    if not is_plain(results.request.q, results.read_as):
        yield f"Read as: {labels.shorten(results.read_as, 400)}"
    for name in results.names:
        yield _name(name)
    if results.relaxed:
        yield "No record has all these words; these have some of them (--no-relax: only with all)."
    if results.did_you_mean:
        yield f"Did you mean: {labels.shorten(results.did_you_mean, 200)}"
    for offer in results.offers:
        facet = words.FACETS.get(offer.facet, offer.facet)
        count = words.ngettext("%(num)s record", "%(num)s records", offer.count)
        yield f"“{labels.shorten(offer.words, 80)}” is also {facet}: {filter_value(offer.facet, offer.value)}, {count}"
    if results.why:
        yield "Why no results?"
        yield from (f"  {_part(part, results.request)}" for part in results.why)


def _name(name: NameRead) -> str:
    typed = labels.shorten(name.words, 80)
    if name.senses:
        return f"{typed} may mean: " + "; ".join(labels.name(meant, 80) for _card, _kind, meant in name.senses)
    forms = [labels.name(form, 80) for form in name.forms[:_MOST_FORMS]]
    more = len(name.forms) - len(forms)
    told = "; ".join(forms) + (f"; and {more} more" if more else "")
    kind = CARDS.get(name.kind, name.kind)
    said = f"{typed}: found in all forms of {labels.name(name.name, 80)}, {kind} (--no-names: only as typed)"
    return f"{said}\n  {told}" if told else said


def _part(part: RequestPart, request: SearchRequest) -> str:
    if part.filter is None:
        said = labels.shorten(part.words, 80)
    else:
        name, value = part.filter
        values = [filter_value(name, one) for one in request.filters.get(name, ())] or [labels.name(value, 80)]
        said = f"{words.FACETS.get(name) or labels.field(name)}: {labels.shorten(', '.join(values), 120)}"
    alone = words.ngettext("alone in %(num)s record", "alone in %(num)s records", part.hits)
    rest = words.ngettext("without it %(num)s record", "without it %(num)s records", part.rest)
    return f"{said}: {alone}, {rest}"


def _entry(hit: Hit) -> Iterator[str]:
    record = hit.record
    source = plain(record.values.get("source"))
    facts = [words.KINDS[record.kind], labels.listed(record), source, record.filename]
    yield f"\n{labels.shorten(record.title, 100)}"
    yield "  " + " · ".join(labels.name(fact, 60) for fact in facts if fact) + f" · {record.id}"
    for highlight in hit.highlights[:2]:
        yield f"  {labels.shorten(highlight.text, 200)}"
    if hit.others:
        yield "  " + words.ngettext("and %(num)s more like it", "and %(num)s more like it", hit.others)
