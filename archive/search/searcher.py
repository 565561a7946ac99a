"""The entry point of search: takes a request, returns the results that its viewer may see."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Collection, Mapping
from contextlib import AbstractContextManager
from dataclasses import replace
from functools import cache
from typing import Any

from archive.access import PUBLIC, Viewer, utc_now
from archive.authority.card_index import Cards
from archive.search import snippets
from archive.search.assist.no_results import search_assistance
from archive.search.engines.engine import MOST_COUNTED, EngineResults
from archive.search.execution.execution import (
    Answer,
    answer_of,
    count_answers,
    make_count_request,
    plan_of,
    relaxed_plan,
)
from archive.search.execution.open_indexes import Indexes, OpenedIndex
from archive.search.execution.requests import (
    BadCursor,
    CursorPosition,
    FacetSuggestion,
    FacetTotal,
    FacetValue,
    Hit,
    ListedValue,
    RequestPart,
    Results,
    SearchRequest,
    ValueList,
    read_cursor,
)
from archive.search.facet_values import JOINED, MOST, ValueGroups, ValueKeys, merge
from archive.search.query.card_expansion import NameRead, read_names
from archive.search.query.interpretation import as_meant
from archive.search.query.parser import parse_query
from archive.search.query.plan import All, Ids, Keyword, Plan, Sort
from archive.search.query.tree import Query
from archive.search.snippets.record_passages import FieldNeedles, Highlight, passages
from archive.storage.archive import Archive

__all__ = [
    "BadCursor",
    "FacetSuggestion",
    "FacetValue",
    "Highlight",
    "Hit",
    "NameRead",
    "RequestPart",
    "Results",
    "SearchRequest",
    "Searcher",
    "Sort",
]


_EVERY = 1_000_000  # values of a facet; an engine that counts fewer at a time returns MOST_COUNTED


class Searcher:
    """Search an archive, for any number of threads. `search` raises QueryError for an invalid query, BadCursor for an
    invalid cursor, and IndexUnavailable while there is no index, or one too far behind."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self._indexes = Indexes(archive)
        self._keys: dict[str, tuple[Cards, ValueKeys]] = {}
        self._last_read: tuple[tuple[Any, ...], tuple[Query, tuple[NameRead, ...]]] | None = None

    def search(self, request: SearchRequest, viewer: Viewer) -> Results:
        """Return one page of the results that this viewer may see."""
        began = time.monotonic()
        place = None
        if request.cursor is not None:
            place = read_cursor(request.cursor, request, self.archive.catalogue.archive_id())
        query, names = self._read(request, viewer)
        with self._indexes.of(viewer) as opened:
            asked = self._widened(request, opened)
            answer = answer_of(query, asked, opened, place)
            helps = search_assistance(query, request, opened, answer, self.archive.authorities(), names)
            facets = self._facets(answer, query, request, opened)
            totals = self._facet_totals(answer, query, request, opened, facets) if request.facet_totals else {}
        found = answer.found
        # The catalogue is asked again who may see what: an index may be slightly behind.
        hits = () if request.only_ids else self._hits(found, query, request, viewer, place)
        ids = self.archive.catalogue.visible(found.ids, viewer) if request.only_ids else [hit.record.id for hit in hits]
        return Results(
            request=request,
            total=found.total,
            hits=hits,
            took_ms=round((time.monotonic() - began) * 1000),
            facets=facets,
            undated=found.undated,
            revision=found.state.revision if viewer.sees_held else found.state.public_revision,
            warnings=query.warnings,
            read_as=query.read_as,
            did_you_mean=helps.did_you_mean,
            relaxed=answer.relaxed,
            groups=found.groups or found.total,
            names=names,
            offers=helps.offers,
            why=helps.why,
            next_cursor=answer.next_cursor,
            facet_totals=totals,
            ids=tuple(ids),
        )

    def every(self, q: str, viewer: Viewer) -> tuple[list[str], Query]:
        """Return the ids of all records that match a query, best first, and its interpretation. Raise QueryError."""
        return self.every_of(SearchRequest(q), viewer)

    def every_of(self, asked: SearchRequest, viewer: Viewer) -> tuple[list[str], Query]:
        """Return the same for a request, in its order: with its filters and dates, ignoring its page; not relaxed."""
        request = replace(asked, page=1, facets=(), collapse=(), cursor=None)
        query, _ = self._read(request, viewer)
        with self._indexes.of(viewer) as opened:
            everything = replace(self._widened(request, opened), page_size=max(opened.engine.count(), 1))
            found = opened.engine.search(plan_of(query, everything, opened))
        return list(found.ids), query

    def matching(self, q: str, ids: Collection[str], viewer: Viewer) -> list[str]:
        """Return those of these records that match a query, newest in the archive first. Raise QueryError."""
        request = SearchRequest(q, sort="-added", page_size=max(len(ids), 1), facets=())
        query, _ = self._read(request)
        with self._indexes.of(viewer) as opened:
            plan = plan_of(query, request, opened)
            found = opened.engine.search(replace(plan, node=All((plan.node, Ids(tuple(ids))))))
        return list(found.ids)

    def hits(
        self, request: SearchRequest, text: str, language: str | None, field: str = "text"
    ) -> tuple[snippets.Span, ...]:
        """Return where the words of a search occur in a value with that field and language: [start, end) code points,
        in order. Raise QueryError."""
        query, _ = self._read(request)
        return tuple(snippets.hits(text, snippets.select_field_needles(query, field), language))

    def looked_through(self, request: SearchRequest, text: str, language: str | None) -> int:
        """Return the position in a text up to which `hits` is complete. Raise QueryError."""
        query, _ = self._read(request)
        return snippets.looked_through(text, snippets.select_field_needles(query), language)

    def needles(self, request: SearchRequest, viewer: Viewer = PUBLIC) -> FieldNeedles:
        """Return what a search of this viewer marks in each field. Raise QueryError."""
        return FieldNeedles(self._read(request, viewer)[0])

    def has_value(self, facet: str, value: str, viewer: Viewer) -> bool:
        """Return whether any record that this viewer may see has this value of a facet. Raise IndexUnavailable."""
        with self._indexes.of(viewer) as opened:
            request = self._widened(SearchRequest(filters={facet: (value,)}), opened)
            return opened.remember(("has", facet, value), lambda: count_answers(None, request, opened) > 0)

    def opened(self, viewer: Viewer) -> AbstractContextManager[OpenedIndex]:
        """Return this viewer's index, for search assistance. Raise IndexUnavailable."""
        return self._indexes.of(viewer)

    def cards(self) -> Cards:
        """Return the name cards used for queries."""
        return self.archive.name_cards()

    def close(self) -> None:
        """Release the indexes. Running searches finish."""
        self._indexes.close()

    def _widened(self, request: SearchRequest, opened: OpenedIndex) -> SearchRequest:
        """Return the request with every form of each name in a filter, and more values of joined facets."""

        def forms(asked: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
            return {
                name: tuple(dict.fromkeys(form for value in values for form in self.groups(name, opened).forms(value)))
                if name in JOINED
                else values
                for name, values in asked.items()
            }

        size = 4 * request.facet_size if any(name in JOINED for name in request.facets) else request.facet_size
        return replace(request, filters=forms(request.filters), excluded=forms(request.excluded), facet_size=size)

    def groups(self, name: str, opened: OpenedIndex) -> ValueGroups:
        """Return the values of a facet as groups, cached until the index changes."""
        cards, authorities = self.cards(), self.archive.authorities()
        known = self._keys.get(name)
        if known is None or known[0] is not cards:
            known = self._keys[name] = (cards, ValueKeys(name, cards, authorities))
        keys = known[1]
        return opened.remember(
            ("groups", name, cards.digest, authorities.digest),
            lambda: ValueGroups(keys, opened.values(name, MOST)),
        )

    def list_values(self, request: SearchRequest, facet: str, viewer: Viewer) -> ValueList:
        """Return all values of a facet in the results. The last list is kept until the index changes."""
        query, _ = self._read(request, viewer)
        with self._indexes.of(viewer) as opened:
            asked = replace(make_count_request(self._widened(request, opened)), facets=(facet,), facet_size=_EVERY)
            wanted = (facet, plan_of(query, asked, opened), self.cards().digest, self.archive.authorities().digest)
            kept: dict[object, ValueList] = opened.remember("last list of values", dict)
            found = kept.get(wanted)
            if found is None:
                answer = answer_of(query, asked, opened, None)
                found = self._value_list(answer, facet, request.filters.get(facet, ()), opened)
                kept.clear()
                kept[wanted] = found
        return found

    def _value_list(self, answer: Answer, facet: str, chosen: Collection[str], opened: OpenedIndex) -> ValueList:
        values = answer.found.facets[facet]
        joined = (
            merge(values, self.groups(facet, opened), chosen, len(values), len(values))
            if facet in JOINED
            else ((value, count, value in chosen, (value,)) for value, count in values)
        )
        listed = tuple(ListedValue(value, count, picked, forms) for value, count, picked, forms in joined if value)
        return ValueList(listed, answer.found.total, len(values) != MOST_COUNTED, answer.relaxed)

    def count_value(self, request: SearchRequest, facet: str, forms: tuple[str, ...], viewer: Viewer) -> int:
        """Return how many results have a value of a facet in any of its forms, each counted once."""
        query, _ = self._read(request, viewer)
        with self._indexes.of(viewer) as opened:
            plan = plan_of(query, make_count_request(self._widened(request, opened)), opened)
            return _count_once(plan, facet, forms, opened)

    def _facets(
        self, answer: Answer, query: Query, request: SearchRequest, opened: OpenedIndex
    ) -> dict[str, tuple[FacetValue, ...]]:
        """Return the facets of results, with the forms of one name as one value, each record counted once."""

        @cache
        def counting() -> Plan:
            return plan_of(query, make_count_request(self._widened(request, opened)), opened)

        shown: dict[str, tuple[FacetValue, ...]] = {}
        for name, values in answer.found.facets.items():
            chosen = request.filters.get(name, ())
            size, most = request.facet_sizes.get(name, request.facet_size), request.facet_size
            told = (
                merge(values, self.groups(name, opened), chosen, size, most)
                if name in JOINED
                else [
                    (value, count, value in chosen, (value,))
                    for n, (value, count) in enumerate(values[:most])
                    if n < size or value in chosen
                ]
            )
            shown[name] = tuple(
                FacetValue(
                    value,
                    _count_once(counting(), name, forms, opened) if len(forms) > 1 and not answer.relaxed else count,
                    picked,
                )
                for value, count, picked, forms in told
            )
        return shown

    def _facet_totals(
        self,
        answer: Answer,
        query: Query,
        request: SearchRequest,
        opened: OpenedIndex,
        shown: Mapping[str, tuple[FacetValue, ...]],
    ) -> dict[str, FacetTotal]:
        """Return the facet totals of results; the forms of one name are one value."""
        asked = replace(make_count_request(self._widened(request, opened)), facets=request.facets)
        plan = (relaxed_plan if answer.relaxed else plan_of)(query, asked, opened)
        found = opened.engine.search(replace(plan, facet_size=MOST_COUNTED))
        totals = {}
        for name, values in found.facets.items():
            key = self.groups(name, opened).key if name in JOINED else str
            counts: Counter[str] = Counter()
            for value, count in values:
                counts[key(value)] += count
            listed = {key(one.value) for one in shown[name]}
            other = sum(count for value, count in counts.items() if value not in listed)
            totals[name] = FacetTotal(sum(map(bool, counts.values())), other)
        return totals

    def _read(self, request: SearchRequest, viewer: Viewer = PUBLIC) -> tuple[Query, tuple[NameRead, ...]]:
        """Return the query, with its names expanded unless disabled. The page of a record needs it three times."""
        today, cards = utc_now().astimezone(self.archive.settings.archive.zone).date(), self.cards()
        asked = (request.q, request.names, request.names_off, today, cards, viewer.sees_held)
        known = self._last_read
        if known is None or known[0] != asked:
            query = parse_query(request.q, today, viewer)
            names: tuple[NameRead, ...] = ()
            if request.names and query.clause is not None:
                query, names = read_names(query, cards, request.names_off)
            known = self._last_read = (asked, (as_meant(query), names))
        return known[1]

    def _hits(
        self, found: EngineResults, query: Query, request: SearchRequest, viewer: Viewer, place: CursorPosition | None
    ) -> tuple[Hit, ...]:
        catalogue = self.archive.catalogue
        records = {record.id: record for record in catalogue.get_many(found.ids, viewer)}
        texts = catalogue.texts(list(records), viewer) if request.highlight else {}
        if request.highlight:  # a record hidden since `records` were read has no text here, and is not shown
            records = {id_: record for id_, record in records.items() if id_ in texts}
        sought = FieldNeedles(query)
        shown = {id_: passages(records[id_], text, sought) for id_, text in texts.items() if id_ in records}
        others = {id_: many for id_, many in zip(found.ids, found.others, strict=False) if many and id_ in records}
        groups = catalogue.groups(list(others), viewer) if others else {}
        behind = {} if place is None else _cursors(found, place)
        return tuple(
            Hit(
                records[id_],
                score,
                shown.get(id_, ()),
                others.get(id_, 0),
                _group(groups.get(id_, {}), request),
                behind.get(id_),
            )
            for id_, score in zip(found.ids, found.scores, strict=True)
            if id_ in records
        )


def _count_once(plan: Plan, facet: str, forms: tuple[str, ...], opened: OpenedIndex) -> int:
    others = (kept for kept in plan.filters if kept.column != facet)
    return opened.engine.search(replace(plan, filters=(*others, Keyword(facet, forms)))).total


def _cursors(found: EngineResults, place: CursorPosition) -> dict[str, str]:
    """Return the cursor after each of the records, by id."""
    return {
        id_: replace(place, after=(number, id_)).written() for id_, number in zip(found.ids, found.numbers, strict=True)
    }


def _group(keys: Mapping[str, str], request: SearchRequest) -> tuple[str, str] | None:
    """Return the first collapsing column in which a record has a key, and that key."""
    return next(((column, keys[column]) for column in request.collapse if column in keys), None)
