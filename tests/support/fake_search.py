"""A catalogue and a searcher in memory, for the tests of the pages."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace

from archive.access import PUBLIC, Viewer, instant, may_see, utc_now
from archive.catalogue import EventMember, PressEvent, PublicChange
from archive.catalogue.records.public_history import PublicItem
from archive.catalogue.records.series import SeriesUnit
from archive.errors import IndexUnusable, QueryError
from archive.messages import Message
from archive.record import Record
from archive.search.execution.requests import (
    BadCursor,
    FacetSuggestion,
    FacetTotal,
    FacetValue,
    Hit,
    ListedValue,
    RequestPart,
    Results,
    SearchRequest,
    ValueList,
)
from archive.search.query.card_expansion import NameRead
from archive.search.query.tree import MAX_LENGTH
from archive.search.snippets.record_passages import Highlight
from archive.text import TextValue

KPA = SeriesUnit("kpa", "", "fonds", "KPA", "Kantor Pers", "1998", "2 boks", "Siaran pers dan foto.")


@dataclass
class FakeSequence:
    """An image sequence."""

    span: str
    count: int
    records: tuple[Record, ...]

    @property
    def label(self) -> str:
        return f"{self.span}, {self.count} frames"


@dataclass
class FakeCatalogue:
    """Records and texts by id, image sequences by their labels."""

    records: dict[str, Record] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    runs: dict[str, tuple[str, ...]] = field(default_factory=dict)
    given_away: set[str] = field(default_factory=set)
    of_event: tuple[str, ...] = ("release1", "release2", "photo1")

    def get(self, id: str, viewer: Viewer) -> Record | None:  # noqa: A002
        found = self.records.get(id)
        seen = found and may_see(viewer, found.status, found.release_at, instant(utc_now()))
        return found if seen else None

    def get_many(self, ids: Collection[str], viewer: Viewer) -> list[Record]:
        return [found for id_ in dict.fromkeys(ids) if (found := self.get(id_, viewer))]

    def changed_at(self, ids: Collection[str], viewer: Viewer) -> dict[str, str]:
        return {found.id: found.added_at for found in self.get_many(ids, viewer)}

    def came_at(self, ids: Collection[str], viewer: Viewer) -> dict[str, str]:
        return {found.id: found.added_at for found in self.get_many(ids, viewer)}

    def lately_added(self, viewer: Viewer, most: int) -> dict[str, str]:
        found = self.get_many(list(self.records)[::-1], viewer)
        return {one.id: one.added_at for one in found[:most]}

    def public_items(self, only: Collection[str] | None = None) -> list[PublicItem]:
        found = self.get_many(list(self.records) if only is None else only, PUBLIC)
        return sorted(PublicItem(one.added_at, one.id, one.kind.value) for one in found)

    def visible_ids(self, viewer: Viewer) -> set[str]:
        return {found.id for found in self.get_many(list(self.records), viewer)}

    def gives_away(self, sha256: str, viewer: Viewer) -> bool:  # noqa: ARG002
        return sha256 in self.given_away

    def text(self, id: str, viewer: Viewer) -> str | None:  # noqa: A002
        return self.words.get(id, "") if self.get(id, viewer) else None

    def texts(self, ids: Collection[str], viewer: Viewer) -> dict[str, str]:
        return {record.id: self.text(record.id, viewer) or "" for record in self.get_many(ids, viewer)}

    def furniture(self, ids: Collection[str], viewer: Viewer) -> dict[str, list[str]]:
        return {id_: [] for id_ in ids if self.get(id_, viewer)}

    def sequence(self, id: str, viewer: Viewer, most: int) -> FakeSequence | None:  # noqa: A002
        for span, ids in self.runs.items():
            seen = [found for one in ids if (found := self.get(one, viewer))]
            if id in ids:
                start = max(0, min(ids.index(id) - most // 2, len(seen) - most))
                return FakeSequence(span, len(seen), tuple(seen[start : start + most]))
        return None

    def tombstone(self, record: str) -> None:  # noqa: ARG002
        """Return None: nothing was erased."""
        return

    def now_at(self, old: str, viewer: Viewer) -> tuple[str, int] | None:  # noqa: ARG002
        return None

    def press_event(self, key: str, viewer: Viewer) -> PressEvent | None:
        seen = self.get_many(self.of_event, viewer) if key == "event1" else []
        members = tuple(EventMember(one.id, one.kind, ("same-name",)) for one in seen)
        return PressEvent(key, "Convention", "2025-10-25", "2025-10-26", "Hà Nội", members) if len(seen) > 1 else None

    def press_event_of(self, record: str, viewer: Viewer) -> PressEvent | None:
        return self.press_event("event1", viewer) if record in self.of_event else None

    def press_event_lead(self, key: str, viewer: Viewer) -> str | None:  # noqa: ARG002
        return "event1" if key == "event0" else None

    def press_event_keys(self, viewer: Viewer) -> list[str]:
        return ["event1"] if self.press_event("event1", viewer) else []

    def series_seen(self, viewer: Viewer) -> tuple[list[SeriesUnit], dict[str, list[str]]]:
        seen = self.get_many(self.of_event, viewer)
        return ([KPA], {KPA.key: [one.id for one in seen]}) if seen else ([], {})

    def series_path(self, record: str, viewer: Viewer) -> list[SeriesUnit]:  # noqa: ARG002
        return [KPA] if record in self.of_event else []

    def public_revision(self) -> int:
        return 7

    def archive_id(self) -> int | None:
        return 1234

    def public_changes(self, after: tuple[int, str], limit: int) -> tuple[int, list[PublicChange]]:
        shown = [found for id_ in sorted(self.records) if (found := self.get(id_, PUBLIC)) and (7, id_) > after]
        return 7, [PublicChange(one.id, 7, one.added_at, 7) for one in shown[:limit]]


@dataclass(frozen=True)
class FakeSuggestion:
    """A completion of the typed text."""

    kind: str
    text: str
    count: int
    query: str


@dataclass
class FakeNeedles:
    """The marks of a query's words."""

    searcher: FakeSearcher
    request: SearchRequest

    def __bool__(self) -> bool:
        return self.searcher.hits(self.request, self.request.q) != []

    def everywhere(self, value: TextValue) -> list[tuple[int, int]]:
        """Return the positions of each word."""
        return self.searcher.hits(self.request, value.text)


def _refuse(q: str) -> None:
    """Raise QueryError for queries that the parser refuses."""
    if len(q) > MAX_LENGTH:
        raise QueryError(Message("query-too-long", most=MAX_LENGTH), MAX_LENGTH, len(q) - MAX_LENGTH)
    if q.startswith("("):
        raise QueryError(Message("brackets-too-deep", most=20), 0, 1)


@dataclass
class FakeSearcher:
    """Finds records that have every word of the query in their text, title or file name. Refuses the query `(`, one
    that is too long, and a cursor that is not a number.

    `cards`: name cards by the single word that finds them; `groups`: the group of a record by its id; `meant` and
    `said`: what a word is interpreted as: another word, or a value of a facet.
    """

    catalogue: FakeCatalogue
    asked: list[SearchRequest] = field(default_factory=list)
    broken: bool = False
    cards: dict[str, NameRead] = field(default_factory=dict)
    groups: dict[str, tuple[str, str]] = field(default_factory=dict)
    meant: dict[str, str] = field(default_factory=dict)
    said: dict[str, tuple[str, str]] = field(default_factory=dict)

    def has_value(self, facet: str, value: str, viewer: Viewer) -> bool:
        """Return whether a record has the value."""
        found = self.catalogue.get_many(list(self.catalogue.records), viewer)
        return any((record.kind if facet == "kind" else record.values.get(facet)) == value for record in found)

    def search(self, request: SearchRequest, viewer: Viewer) -> Results:
        self.asked.append(request)
        if self.broken:
            raise IndexUnusable("The index is missing: press-archive index rebuild makes it again.")
        _refuse(request.q)
        if request.cursor not in {None, "*"} and not str(request.cursor).isdecimal():
            raise BadCursor("This is no cursor that an answer gave.")
        found = self._all(request, viewer)
        words = request.q.split()
        relaxed = False
        if request.relax and not found and len(words) > 1:
            every = {hit.record.id: hit for word in words for hit in self._all(replace(request, q=word), viewer)}
            found, relaxed = list(every.values()), bool(every)
        if request.sort == "-added":
            found.reverse()
        else:
            found.sort(key=lambda hit: hit.record.date or "", reverse=request.sort == "-date" or bool(request.cursor))
        entries = self._collapsed(found, request.collapse)
        read = int(request.cursor) if request.cursor and request.cursor != "*" else 0
        start = read or (request.page - 1) * request.page_size
        end = start + request.page_size
        return Results(
            request=request,
            total=len(found),
            took_ms=3,
            hits=tuple(
                replace(hit, cursor=str(n) if request.cursor else None)
                for n, hit in enumerate(entries[start:end], start + 1)
            ),
            facets={name: self._facet(name, request, found) for name in request.facets},
            facet_totals={name: self._total(name, request, found) for name in request.facets if request.facet_totals},
            undated=sum(hit.record.date is None for hit in found),
            revision=7,
            warnings=(Message("word-or", word="the"),) if "the" in words else (),
            read_as=request.q.replace("NOT ", "without "),
            did_you_mean=next(
                (request.q.replace(word, self.meant[word]) for word in words if word in self.meant), None
            ),
            relaxed=relaxed,
            groups=len(entries) if request.collapse else 0,
            names=tuple(self._names(request)),
            offers=tuple(self._offers(request, found)),
            why=() if found and not relaxed else tuple(self._why(request, viewer)),
            next_cursor=str(end) if request.cursor and end < len(entries) else None,
            ids=tuple(hit.record.id for hit in entries[start:end]),
        )

    def list_values(self, request: SearchRequest, facet: str, viewer: Viewer) -> ValueList:
        """Return all values of a facet in the results, each in one form."""
        results = self.search(replace(request, facets=(facet,), facet_size=1_000), viewer)
        listed = (ListedValue(one.value, one.count, one.selected, (one.value,)) for one in results.facets[facet])
        return ValueList(tuple(listed), results.total, True, results.relaxed)

    def hits(self, request: SearchRequest, text: str, *_where: str | None) -> list[tuple[int, int]]:
        """Return the positions of each word."""
        _refuse(request.q)
        words = "|".join(re.escape(word.strip('"')) for word in request.q.split())
        return [match.span() for match in re.finditer(words, text, re.IGNORECASE)]

    def needles(self, request: SearchRequest, viewer: Viewer = PUBLIC) -> FakeNeedles:  # noqa: ARG002
        """Return the marks of each word."""
        return FakeNeedles(self, request)

    def looked_through(self, _request: SearchRequest, text: str, _language: str | None) -> int:
        """Return the length of the whole text."""
        return len(text)

    def suggest(self, typed: str, viewer: Viewer, limit: int) -> list[FakeSuggestion]:
        """Return titles that contain the typed text."""
        if self.broken:
            raise IndexUnusable("The index is missing: press-archive index rebuild makes it again.")
        seen = [r for id_ in self.catalogue.records if (r := self.catalogue.get(id_, viewer))]
        found = [r.title for r in seen if typed and typed.lower() in r.title.lower()]
        return [FakeSuggestion("title", title, 1, f'"{title}"') for title in found[:limit]]

    def similar(self, record_id: str, viewer: Viewer, limit: int) -> list[Hit]:
        """Return other records of the same kind."""
        if self.broken:
            raise IndexUnusable("The index is missing: press-archive index rebuild makes it again.")
        own = self.catalogue.get(record_id, viewer)
        seen = [r for id_ in self.catalogue.records if (r := self.catalogue.get(id_, viewer))]
        return [Hit(r, 1.0) for r in seen if own and r.kind is own.kind and r.id != own.id][:limit]

    def _meant(self, query: str) -> str | None:
        return next((query.replace(word, self.meant[word]) for word in query.split() if word in self.meant), None)

    def _all(self, request: SearchRequest, viewer: Viewer) -> list[Hit]:
        return [hit for r in self.catalogue.records.values() if (hit := self._hit(r, request, viewer))]

    def _collapsed(self, found: list[Hit], columns: tuple[str, ...]) -> list[Hit]:
        entries: dict[object, Hit] = {}
        for hit in found:
            group = self.groups.get(hit.record.id)
            if group is None or group[0] not in columns:
                entries[hit.record.id] = hit
            else:
                first = entries.get(group)
                entries[group] = replace(first, others=first.others + 1, group=group) if first else hit
        return list(entries.values())

    def _names(self, request: SearchRequest) -> Iterator[NameRead]:
        for word, read in self.cards.items():
            if request.names and read.card not in request.names_off and word in request.q.split():
                start = request.q.index(word)
                yield replace(read, words=word, span=(start, start + len(word)))

    def _offers(self, request: SearchRequest, found: list[Hit]) -> Iterator[FacetSuggestion]:
        words = request.q.split()
        for word in words:
            if word in self.said:
                rest = " ".join(other for other in words if other != word)
                yield FacetSuggestion(*self.said[word], word, len(found) or 1, rest)

    def _why(self, request: SearchRequest, viewer: Viewer) -> Iterator[RequestPart]:
        words = request.q.split()
        for word in words if len(words) + len(request.filters) > 1 else ():
            rest = " ".join(other for other in words if other != word)
            alone, others = SearchRequest(q=word), replace(request, q=rest)
            yield RequestPart(word, None, len(self._all(alone, viewer)), len(self._all(others, viewer)), rest)
        for name, values in request.filters.items() if words else ():
            others = replace(request, filters={k: v for k, v in request.filters.items() if k != name})
            alone = SearchRequest(filters={name: values})
            hits, rest_hits = len(self._all(alone, viewer)), len(self._all(others, viewer))
            yield RequestPart("", (name, ",".join(values)), hits, rest_hits, request.q)

    def _hit(self, found: Record, request: SearchRequest, viewer: Viewer) -> Hit | None:
        if self.catalogue.get(found.id, viewer) is None:
            return None
        if any(self._value(found, name) not in values for name, values in request.filters.items()):
            return None
        if request.has_photo is not None and bool(found.photos) != request.has_photo:
            return None
        first, last = request.date_from or "", request.date_to or ""
        if (first or last) and not found.date:
            return None
        if (found.date or "")[: len(first)] < first or (last and (found.date or "")[: len(last)] > last):
            return None
        text = self.catalogue.words.get(found.id, "")
        words = [word.strip('"') for word in request.q.split()]
        for word in words:
            if word.lower() not in f"{text}\n{found.title}\n{found.filename}".lower():
                return None
        at = text.lower().find(words[0].lower()) if words else -1
        passages: tuple[Highlight, ...] = ()
        if at >= 0 and request.highlight:
            start = max(0, at - 20)
            passages = (
                Highlight("text", text[start : at + 60], ((at - start, at - start + len(words[0])),), start, None, 1),
            )
        return Hit(found, 1.5, passages)

    def _value(self, found: Record, name: str) -> str:
        if name == "kind":
            return found.kind.value
        if name == "year":
            return (found.date or "")[:4]
        if name == "month":
            return (found.date or "")[:7] if len(found.date or "") > 4 else ""
        if name in {"sequence", "version"}:
            column, value = self.groups.get(found.id, ("", ""))
            return value if column == name else ""
        return str(found.values.get(name, ""))

    def _facet(self, name: str, request: SearchRequest, found: list[Hit]) -> tuple[FacetValue, ...]:
        counts: dict[str, int] = {}
        for hit in found:
            value = self._value(hit.record, name)
            if value:
                counts[value] = counts.get(value, 0) + 1
        chosen = request.filters.get(name, ())
        top = sorted(counts.items(), key=lambda item: -item[1])[: request.facet_size]
        return tuple(FacetValue(value, count, value in chosen) for value, count in top)

    def _total(self, name: str, request: SearchRequest, found: list[Hit]) -> FacetTotal:
        counts = [one.count for one in self._facet(name, replace(request, facet_size=len(found)), found)]
        return FacetTotal(len(counts), sum(counts[request.facet_size :]))
