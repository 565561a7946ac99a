"""Content of the page and the JSON of an entity: names, offices, and the searches for its records.

Every number and list comes from a search whose address is shown next to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from flask import abort
from werkzeug.datastructures import MultiDict

from archive.authority.authorities import BODY, PERSON, slug, written_day
from archive.quotes.quotations import quotations_by
from archive.record import Kind, Record
from archive.search.entities import Entity, TermInOffice
from archive.search.execution.requests import Hit, Results
from webui.http.parameters import PageQuery
from webui.http.requests import ParsedSearch, read_arguments
from webui.identity.identity import viewer
from webui.presentation.periods import PERIODS
from webui.services import links
from webui.services.services import services

Pairs = tuple[tuple[str, str], ...]

PICTURES, TEXTS, NEWEST = 12, 5, 20  # records in a list
_SHOWN_WITH = 8
QUOTES, QUOTED = 10, 20  # quotes shown, and texts read for them
_READ = 40_000  # code points read of each text
_TEXTS: Pairs = tuple(("kind", kind.value) for kind in Kind if kind is not Kind.PHOTO)
_WHEN = ("year", "month")
_PEOPLE = ("person",)
_PHOTOS: Pairs = (("kind", Kind.PHOTO.value), ("collapse", "none"))


@dataclass(frozen=True, slots=True)
class EntityPart:
    """Some records of an entity. `name` is photos, speeches, texts, mentions or published; for all of them, records or
    named. `results` has the newest records that the search finds; the first `most` are shown."""

    name: str
    asked: ParsedSearch
    results: Results
    most: int

    @property
    def total(self) -> int:
        """Return how many records the search finds."""
        return self.results.total

    @property
    def hits(self) -> Sequence[Hit]:
        """Return the newest records."""
        return self.results.hits[: self.most]


@dataclass(frozen=True, slots=True)
class ShownWith:
    """Someone in the photos of an entity, and the search for those photos."""

    name: str
    count: int
    pairs: Pairs


@dataclass(frozen=True, slots=True)
class EntityQuote:
    """A quote of a person in a text: words, the record, and the address of their place in it."""

    words: str
    record: Record
    offset: int
    url: str


@dataclass(frozen=True, slots=True)
class EntityView:
    """Everything shown about an entity. `records` finds all its records; for an entity that is not an indexed value,
    all records that contain its name."""

    entity: Entity
    names: tuple[tuple[str, tuple[str, ...]], ...]
    titles: tuple[str, ...]
    records: EntityPart
    parts: tuple[EntityPart, ...]
    shown_with: tuple[ShownWith, ...]
    quotes: tuple[EntityQuote, ...]


def entity_with_records(key: str) -> tuple[Entity, EntityPart]:
    """Return the entity with a key and all its records. Abort with 404 if no public record has it."""
    entity = services().entity(key, viewer())
    if entity is None:
        abort(404)
    records = _records(entity)
    if records is None or not records.total:
        abort(404)
    return entity, records


def view(entity: Entity, records: EntityPart) -> EntityView:
    """Return the view of an entity with these records."""
    parts = {part.name: part for part in _parts(entity) if part.total}
    shown_with = tuple(_shown_with(entity, parts["photos"])) if "photos" in parts else ()
    titles = entity.card.titles if entity.card else ()
    quoted = entity.kind == PERSON and "mentions" in parts
    quotes = tuple(islice(_quotes(entity, parts["mentions"]), QUOTES)) if quoted else ()
    return EntityView(entity, _names(entity), titles, records, tuple(parts.values()), shown_with, quotes)


def person_query(name: str) -> tuple[str, frozenset[str]]:
    """Return the query for records that name a person, and all forms of the name."""
    known = services().entity(f"{PERSON}-{slug(name)}", viewer())
    said = known.query() if known else ""
    forms = frozenset({known.name, *known.forms}) if known else frozenset[str]()
    return said or links.phrase("", name), forms | {name}


def checked_day(office: TermInOffice) -> str | None:
    """Return the day up to which it is known that a term has not ended."""
    if office.term.last is not None or office.checked is None:
        return None
    return written_day(office.checked)


def _names(entity: Entity) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the other names of an entity by language ("" if unknown), each once."""
    seen = {entity.name}
    by_language = [*entity.card.forms.items()] if entity.card else [("", entity.forms)]
    found = []
    for language, forms in sorted(by_language, key=lambda one: (not one[0], one[0])):
        new = [form for form in dict.fromkeys(forms) if form not in seen]
        seen.update(new)
        if new:
            found.append((language, tuple(new)))
    return tuple(found)


def _records(entity: Entity) -> EntityPart | None:
    basis = "named" if entity.kind == BODY else "records"
    found = _search(basis, entity.pairs, NEWEST, _WHEN) if entity.pairs else None
    if entity.card and entity.kind != BODY and not (found and found.total):
        return _search("named", (("q", entity.query()),), NEWEST, _WHEN) if entity.query() else None
    return found


def _parts(entity: Entity) -> Iterator[EntityPart]:
    """Yield the records of an entity, grouped by their role."""
    own, named, spoken = entity.pairs, entity.query(), entity.query("speaker")
    if entity.kind == BODY and (published := services().entity(f"source-{slug(entity.name)}", viewer())):
        yield _search("published", published.pairs, TEXTS)
    yield _search("photos", (*own, *_PHOTOS), PICTURES, _PEOPLE)
    if entity.kind == PERSON and spoken:
        filters = (pair for pair in own if pair[0] != "q")
        yield _search("speeches", (("q", spoken), ("kind", Kind.SPEECH.value), *filters), TEXTS)
    if entity.kind in {"place", "source", "photographer"} or not named:
        yield _search("texts", (*own, *_TEXTS), TEXTS)
    if entity.kind in {PERSON, "place", BODY} and named:
        yield _search("mentions", (("q", named), *_TEXTS), TEXTS, _WHEN, QUOTED if entity.kind == PERSON else TEXTS)


def _quotes(entity: Entity, mentions: EntityPart) -> Iterator[EntityQuote]:
    """Yield quotes of a person from the newest texts that name them. The same words are returned once."""
    said: set[str] = set()
    for record in (hit.record for hit in mentions.results.hits):
        text = (services().catalogue.text(record.id, viewer()) or "")[:_READ]
        for quote in quotations_by({entity.name, *entity.forms}, text, record.values.get("turns") or ()):
            if quote.words not in said:
                said.add(quote.words)
                yield EntityQuote(quote.words, record, quote.start, links.passage(record.id, quote.start))


def _search(name: str, pairs: Pairs, most: int, facets: tuple[str, ...] = (), size: int = 0) -> EntityPart:
    asked = read_arguments(MultiDict([*pairs, ("sort", "-date")]), PageQuery)
    values = 2 * _SHOWN_WITH if facets == _PEOPLE else PERIODS
    wanted = replace(asked.request, page_size=size or most, facets=facets, facet_size=values)
    if name in {"records", "named"}:
        wanted = replace(wanted, collapse=())  # its newest records, ungrouped
    results = services().searcher.search(replace(wanted, assisted=False, highlight=False), viewer())
    return EntityPart(name, asked, results, most)


def _shown_with(entity: Entity, photos: EntityPart) -> Iterator[ShownWith]:
    """Yield the people in the photos of an entity, most frequent first."""
    others = [
        value for value in photos.results.facets["person"] if not value.selected and links.entity(PERSON, value.value)
    ]
    kept = tuple(pair for pair in photos.asked.pairs if pair[0] not in {"q", "sort"})
    query = photos.asked.query.q
    for other in others[:_SHOWN_WITH]:
        if entity.kind != "person":
            own = (("q", query),) if query else ()
            yield ShownWith(other.value, other.count, (*own, *kept, ("person", other.value)))
        elif (known := services().entity(f"person-{slug(other.value)}", viewer())) and known.query("shown"):
            pairs = (("q", f"{query} {known.query('shown')}".strip()), *kept)
            if count := _search("photos", pairs, 1).total:
                yield ShownWith(known.name, count, pairs)
