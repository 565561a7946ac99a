"""People, places, organisations, sources and photographers: one entity for each name card, and one for each name
without a card.

The key of an entity is its kind and its folded name: `person-luong-cuong`. Values of a facet with one folded form are
one entity. All forms of a card lead to the entity of its name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from archive.access import Viewer
from archive.authority.authorities import BODY, PERSON, PLACE, Authorities, Card, Term, slug
from archive.authority.card_index import CardRole, Cards, NameForm, form_of
from archive.authority.credits import credits_of
from archive.captions.depicted_persons import people_of
from archive.errors import QueryError
from archive.record import Record
from archive.search.execution.execution import count_answers
from archive.search.execution.open_indexes import OpenedIndex
from archive.search.execution.requests import SearchRequest
from archive.search.facet_values import MOST, merge
from archive.search.index.documents import all_credits, list_strings, offered
from archive.search.query.card_expansion import clause_of, other_forms
from archive.search.query.parser import parse_query
from archive.search.query.tree import MAX_LENGTH, Quoted
from archive.search.searcher import Searcher

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "person": ("person",),
    "place": ("place",),
    "source": ("source",),
    "photographer": ("photographer", "credit"),
}
"""The facets that have the names of a kind of entity; a name in several is that of the first. A body is found in
texts."""
KINDS = (*COLUMNS, "body")

LONGEST = 200  # characters of a name
_LONGEST_QUERY = MAX_LENGTH - 20  # with the field around it
_CARDS = {"person": PERSON, "place": PLACE, "body": BODY, "source": BODY}
_AGENCIES = {"source": "source", "photographer": "credit"}  # the facet with the agencies of a kind
_FIELDS = {"person": "person", "photographer": "credit"}  # of a query, for names that are not facet values
_MOST_FORMS = 12  # of a name in a query
_MOST_VALUES = 20  # of a facet in a filter
ON_PAGE = 100  # entities on a page
_LOOKED_AT = 1_000  # values with a word of a rare name
_MOST_BODIES = 500  # cards of organisations whose records are counted
_HITS = 50  # records that may contain the name of an organisation without a card


@dataclass(frozen=True, slots=True)
class TermInOffice:
    """A term of office; `checked`: the day up to which an open term is confirmed."""

    office: str
    term: Term
    checked: int | None


@dataclass(frozen=True, slots=True)
class Entity:
    """An entity of a kind in KINDS. `values` are those of the facet `column` for a filter; `forms` are its spellings,
    for queries; `offices` are the terms of a person with a card, latest first."""

    kind: str
    name: str
    column: str = ""
    values: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    card: Card | None = None
    offices: tuple[TermInOffice, ...] = ()

    @property
    def key(self) -> str:
        """Return its unique key for addresses; that of its card if it has one."""
        return f"{self.kind}-{slug(self.name)}"

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Return the search for its records: filters by its values, or else a query."""
        if self.values:
            return tuple((self.column, value) for value in self.values)
        query = self.query(_FIELDS.get(self.kind, ""))
        return (("q", query),) if query else ()

    def query(self, field: str = "") -> str:
        """Return the query for its name, as a phrase in any of its forms, in that field or anywhere; empty without
        forms. A person or place with a one-word name and no card is searched in fields only, since the word may be
        anything."""
        fewest = 1 if field or self.card or self.kind == BODY else 2
        forms = [" ".join(form.replace('"', " ").split()) for form in self.forms if len(_words(form)) >= fewest]
        said = ""
        for form in forms:
            longer = f'{said} OR "{form}"' if said else f'"{form}"'
            said = longer if len(longer) <= _LONGEST_QUERY else said
        return f"{field}:({said})" if field and said else said


@dataclass(frozen=True, slots=True)
class EntityCount:
    """An entity in a list, with its number of records. `values` are those of the facet `column`; if it has `several`
    forms, a record with two of them counts twice until it is shown."""

    key: str
    name: str
    count: int
    column: str = ""
    values: tuple[str, ...] = ()
    several: bool = False


@dataclass(frozen=True, slots=True)
class EntityList:
    """One page of a list. `total` entities fill `pages`; they are not the `whole` list if there are too many."""

    rows: tuple[EntityCount, ...]
    total: int
    whole: bool
    page: int
    pages: int


def is_name(value: str) -> bool:
    """Return whether this can be an entity's name: it has letters or digits, is not too long, and fits into an
    address."""
    return len(value) <= LONGEST and "\0" not in value and slug(value) != ""


def find_entity(searcher: Searcher, key: str, viewer: Viewer) -> Entity | None:
    """Return the entity for a key, or for the key of another form of its name. Without a card it exists only if a
    record visible to this viewer has it. Raise IndexUnavailable."""
    kind, _, name = key.partition("-")
    if kind not in KINDS or slug(name) != name or len(name) > LONGEST:
        return None
    with searcher.opened(viewer) as opened:
        found = _find(searcher, opened, kind, name)
    return found or _in_records(searcher, kind, name, viewer)


def _find(searcher: Searcher, opened: OpenedIndex, kind: str, name: str) -> Entity | None:
    cards, authorities = searcher.cards(), searcher.archive.authorities()
    agency = authorities.agency(name.replace("-", " ")) if kind in _AGENCIES else None
    if agency is not None:
        column = _AGENCIES[kind]
        values = _all_values(searcher, opened, column, agency)
        return Entity(kind, agency, column, values, authorities.forms(agency)[:_MOST_FORMS])
    card = opened.remember(("card keys", kind, cards.digest), lambda: _cards_by_slug(cards, kind)).get(name)
    if card is not None:
        offices = _terms_in_office(cards, card) if card.kind == PERSON else ()
        if kind == BODY:
            return Entity(kind, card.name, forms=_forms_of(cards, card), card=card)
        (column,) = COLUMNS[kind]
        values = _all_values(searcher, opened, column, card.name)
        return Entity(kind, card.name, column, values, _forms_of(cards, card), card, offices)
    for column in COLUMNS.get(kind, ()):
        if values := _values(opened, column, name):
            shown = searcher.groups(column, opened).shown(values[0])
            shown = shown if slug(shown) == name else values[0]
            return Entity(kind, shown, column, values[:_MOST_VALUES], values[:_MOST_FORMS])
    return None


def _all_values(searcher: Searcher, opened: OpenedIndex, column: str, name: str) -> tuple[str, ...]:
    """Return the name of a card or agency, which filters by all its forms, and the other values with this folded
    name."""
    groups = searcher.groups(column, opened)
    others = _values(opened, column, slug(name))
    return (name, *(value for value in others if groups.key(value) != groups.key(name)))[:_MOST_VALUES]


def _terms_in_office(cards: Cards, card: Card) -> tuple[TermInOffice, ...]:
    found = [TermInOffice(office.name, term, office.checked) for office, term in cards.terms_of(card)]
    return tuple(sorted(found, key=lambda one: one.term.first, reverse=True))


def _values(opened: OpenedIndex, column: str, name: str) -> tuple[str, ...]:
    """Return the values of a facet with this folded name, most frequent first."""
    usual = opened.remember(("slugs", column), lambda: _by_slug(opened.values(column, MOST)))
    known = usual.get(name)
    if known is None:
        word = max(name.split("-"), key=len)
        known = [value for value, _ in opened.engine.values(column, word, _LOOKED_AT) if slug(value) == name]
    return tuple(value for value in known if is_name(value))


def _by_slug(values: Sequence[tuple[str, int]]) -> dict[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for value, _ in values:
        found[slug(value)].append(value)
    return dict(found)


def _cards_by_slug(cards: Cards, kind: str) -> dict[str, Card]:
    """Return the cards of a kind by every unambiguous full form, their names before other forms."""
    found: defaultdict[str, dict[str, Card]] = defaultdict(dict)
    own = [card for card in cards.cards if card.kind == _CARDS.get(kind)]
    for card in own:
        for form in cards.full_forms(card):
            found[slug(form.text)][card.key] = card
    return {name: next(iter(meant.values())) for name, meant in found.items() if len(meant) == 1} | {
        slug(card.name): card for card in own
    }


def _forms_of(cards: Cards, card: Card) -> tuple[str, ...]:
    """Return the unambiguous forms of a card as phrases."""
    own = [form for form in cards.full_forms(card) if not _is_shared(cards, card, form)]
    clauses = (clause_of(form, card.kind, (0, 0)) for form in other_forms(own, (), _MOST_FORMS))
    return tuple(clause.text for clause in clauses if isinstance(clause, Quoted))


def _words(form: str) -> tuple[str, ...]:
    return form_of(form).folded


def _is_shared(cards: Cards, card: Card, form: NameForm) -> bool:
    return any(e.card.key != card.key and e.role is not CardRole.OTHER for e in cards.entries(form.folded))


def _in_records(searcher: Searcher, kind: str, name: str, viewer: Viewer) -> Entity | None:
    """Return an entity whose name is not a facet value, by its name in records."""
    if kind in {"place", "source"}:
        return None  # all their names are facet values
    field, authorities = _FIELDS.get(kind, ""), searcher.archive.authorities()
    phrases = " OR ".join(f'"{words}"' for words in dict.fromkeys((name.replace("-", " "), _joined(name))))
    query = f"{field}:({phrases})" if field else phrases
    try:
        hits = searcher.search(
            SearchRequest(query, page_size=_HITS, facets=(), assisted=False, highlight=False), viewer
        ).hits
    except QueryError:
        return None
    for hit in hits:
        for value in _names_in(hit.record, kind, authorities):
            if slug(value) == name and is_name(value):
                return Entity(kind, value, forms=(value,))
    return None


def _names_in(record: Record, kind: str, authorities: Authorities) -> Iterator[str]:
    """Yield the names of a kind in a record that may not be facet values."""
    if kind == "body":
        yield from list_strings(record.values.get("organisations"))
    elif kind == "person":
        yield from (*offered(record, "persons"), *(given.shown.name for given in people_of(record)))
    elif kind == "photographer":
        for credit in all_credits(record, credits_of(record, authorities), authorities):
            yield from (*credit.photographers, *credit.agencies, *credit.via, credit.words)


def _joined(name: str) -> str:
    """Return the words of a name with adjacent single letters joined: U.S. is `us`."""
    said = ""
    for word in name.split("-"):
        single = len(word) == 1 and len(said.rpartition(" ")[2]) == 1
        said += word if single else f" {word}"
    return said.strip()


def list_entities(
    searcher: Searcher, kind: str, viewer: Viewer, like: str = "", by_name: bool = False, page: int = 1
) -> EntityList:
    """Return a page of the entities of a kind in records visible to this viewer, by number of records or by name; with
    `like`, those whose name contains these words. Raise IndexUnavailable."""
    with searcher.opened(viewer) as opened:
        rows, whole = _named_like(searcher, opened, kind, like)
        rows.sort(key=lambda row: row.key if by_name else -row.count)
        pages = max(1, -(-len(rows) // ON_PAGE))
        page = min(max(page, 1), pages)
        shown = rows[(page - 1) * ON_PAGE : page * ON_PAGE]
        once = [replace(row, count=_records(searcher, opened, row)) for row in shown]
    once.sort(key=lambda row: row.key if by_name else -row.count)
    return EntityList(tuple(once), len(rows), whole, page, pages)


def _named_like(searcher: Searcher, opened: OpenedIndex, kind: str, like: str) -> tuple[list[EntityCount], bool]:
    rows, whole = (_bodies(searcher, opened), True) if kind == BODY else _rows(searcher, opened, kind)
    words = [word for word in slug(like).split("-") if word]
    if not words:
        return [] if like else [*rows.values()], whole
    found = {name: row for name, row in rows.items() if all(word in name for word in words)}
    for column in () if whole else COLUMNS[kind]:
        rare = opened.engine.values(column, max(words, key=len), _LOOKED_AT)
        fitting = ((value, count, False) for value, count in rare if all(word in slug(value) for word in words))
        found = _counted(kind, column, fitting) | found
    return [*found.values()], True


def _records(searcher: Searcher, opened: OpenedIndex, row: EntityCount) -> int:
    """Return how many records a search for this entity finds, each counted once."""
    if not row.several:
        return row.count

    def counted() -> int:
        groups = searcher.groups(row.column, opened)
        forms = tuple(form for value in row.values[:_MOST_VALUES] for form in groups.forms(value))
        return count_answers(None, SearchRequest(filters={row.column: forms}), opened)

    digest = searcher.cards().digest, searcher.archive.authorities().digest
    return opened.remember(("records of", row.key, *digest), counted)


def _rows(searcher: Searcher, opened: OpenedIndex, kind: str) -> tuple[dict[str, EntityCount], bool]:
    def made() -> tuple[dict[str, EntityCount], bool]:
        rows: dict[str, EntityCount] = {}
        whole = True
        for column in COLUMNS[kind]:
            values = opened.values(column, MOST)
            merged = merge(values, searcher.groups(column, opened), (), MOST, MOST)
            several = ((name, count, len(forms) > 1) for name, count, _, forms in merged)
            rows = _counted(kind, column, several) | rows
            whole = whole and len(values) < MOST
        return rows, whole

    digest = searcher.cards().digest, searcher.archive.authorities().digest
    return opened.remember(("entities", kind, *digest), made)


def _counted(kind: str, column: str, values: Iterable[tuple[str, int, bool]]) -> dict[str, EntityCount]:
    """Return the values of a facet (name, records, whether it has several forms) by folded name, equal ones joined."""
    rows: dict[str, EntityCount] = {}
    for value, count, several in values:
        name = slug(value)
        if not is_name(value):
            continue
        known = rows.get(name, EntityCount(f"{kind}-{name}", value, 0, column))
        together = (*known.values, value)
        rows[name] = replace(known, count=known.count + count, values=together, several=several or len(together) > 1)
    return rows


def _bodies(searcher: Searcher, opened: OpenedIndex) -> dict[str, EntityCount]:
    """Yield the organisations with a card that records name."""
    cards = searcher.cards()

    def made() -> dict[str, EntityCount]:
        bodies = [card for card in cards.cards if card.kind == BODY][:_MOST_BODIES]
        entities = [Entity(BODY, card.name, forms=_forms_of(cards, card), card=card) for card in bodies]
        rows = [EntityCount(one.key, one.name, _mentions(one, opened)) for one in entities]
        return {slug(row.name): row for row in sorted(rows, key=lambda row: -row.count) if row.count}

    return opened.remember(("bodies", cards.digest), made)


def _mentions(entity: Entity, opened: OpenedIndex) -> int:
    query = entity.query()
    return count_answers(parse_query(query).clause, SearchRequest(), opened) if query else 0
