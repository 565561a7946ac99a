"""How a query was interpreted, and what to try instead: name cards, senses, suggestions, words to remove."""

from __future__ import annotations

from dataclasses import dataclass

from archive.search.execution.requests import FacetSuggestion, RequestPart, Results
from archive.search.query.card_expansion import NameRead
from webui.http import requests
from webui.http.requests import ParsedSearch
from webui.i18n import labels, words
from webui.i18n.field_names import CARDS
from webui.i18n.words import _
from webui.pages.filters import address, excluded_facet, filter_value

_MOST_FORMS = 40  # forms of a name card; the JSON has all
_MOST_SENSES = 12


@dataclass(frozen=True, slots=True)
class SearchLink:
    """Another search: its label and its address."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class QueryName:
    """A name that was searched in all its forms. `off` is the search for the words as typed, without this card."""

    words: str
    name: str
    kind: str
    forms: tuple[str, ...]
    more: int
    off: str


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """A name or abbreviation that is on several cards, and the search for each."""

    words: str
    senses: tuple[SearchLink, ...]


@dataclass(frozen=True, slots=True)
class SuggestedFacet:
    """A facet value that words of the query name."""

    words: str
    facet: str
    value: str
    count: int
    url: str


@dataclass(frozen=True, slots=True)
class DroppedPart:
    """A part of a search without results. `rest` describes the search without it."""

    label: str
    value: str
    hits: int
    rest: int
    url: str


@dataclass(frozen=True, slots=True)
class QueryReading:
    """How the query was interpreted. `read_as` is empty for a query of plain words."""

    read_as: str
    names: tuple[QueryName, ...]
    ambiguous: tuple[Ambiguous, ...]
    offers: tuple[SuggestedFacet, ...]
    why: tuple[DroppedPart, ...]
    off: tuple[SearchLink, ...]  # disabled cards, and the search that enables them
    as_typed: str | None
    strict: str  # the same with all words
    did_you_mean: SearchLink | None


def reading(asked: ParsedSearch, results: Results) -> QueryReading:
    """Return the interpretation of this search."""
    meant = results.did_you_mean
    return QueryReading(
        read_as="" if is_plain(asked.query.q, results.read_as) else labels.shorten(results.read_as, 400),
        names=tuple(_name(asked, name) for name in results.names if not name.senses),
        ambiguous=tuple(letters for name in results.names if (letters := _ambiguous(asked, name))),
        offers=tuple(value for offer in results.offers if (value := _offer(asked, offer))),
        why=tuple(_dropped(asked, part) for part in results.why),
        off=tuple(_off(asked)),
        as_typed=address(requests.put(asked, ("names", "off"))) if results.names else None,
        strict=address(requests.put(asked, ("relax", "off"))),
        did_you_mean=SearchLink(labels.shorten(meant, 200), address(requests.put(asked, ("q", meant))))
        if meant
        else None,
    )


def is_plain(query: str, read_as: str) -> bool:
    """Return whether a query was parsed as exactly its words, so that there is nothing to explain."""
    return " ".join(query.casefold().split()) == " ".join(read_as.casefold().replace(" and ", " ").split())


def _name(asked: ParsedSearch, name: NameRead) -> QueryName:
    return QueryName(
        words=labels.shorten(name.words, 120),
        name=labels.name(name.name, 120),
        kind=CARDS.get(name.kind, labels.name(name.kind, 40)),
        forms=tuple(labels.name(form, 120) for form in name.forms[:_MOST_FORMS]),
        more=len(name.forms[_MOST_FORMS:]),
        off=address(requests.added(asked, ("names_off", name.card))),
    )


def _ambiguous(asked: ParsedSearch, name: NameRead) -> Ambiguous | None:
    ways = [
        SearchLink(labels.name(meant, 120), address(pairs))
        for _card, _kind, meant in name.senses[:_MOST_SENSES]
        if (pairs := requests.sense(asked, name, meant)) is not None
    ]
    return Ambiguous(labels.shorten(name.words, 120), tuple(ways)) if ways else None


def _offer(asked: ParsedSearch, offer: FacetSuggestion) -> SuggestedFacet | None:
    pairs = requests.offered(asked, offer)
    if pairs is None:
        return None
    value = filter_value(offer.facet, offer.value)
    facet = words.FACETS.get(offer.facet, labels.field(offer.facet))
    return SuggestedFacet(labels.shorten(offer.words, 120), facet, value, offer.count, address(pairs))


def _dropped(asked: ParsedSearch, part: RequestPart) -> DroppedPart:
    url = address(requests.dropped(asked, part))
    if part.filter is None:
        return DroppedPart("", labels.shorten(part.words, 120), part.hits, part.rest, url)
    name, value = part.filter
    if name == "exclude":
        facet, _colon, value = value.partition(":")
        return DroppedPart(excluded_facet(facet), filter_value(facet, value), part.hits, part.rest, url)
    if name in ("date", "added"):
        first, last = (getattr(asked.query, f"{name}_{end}") for end in ("from", "to"))
        said = " – ".join(labels.date(day) or "…" for day in (first, last))
    elif name == "has_photo":
        said = _("with") if asked.request.has_photo else _("without")
    else:
        said = ", ".join(filter_value(name, str(one)) for one in getattr(asked.query, name, [value]))
    label = (
        {"date": _("Date"), "added": _("Added"), "has_photo": _("Photos")}.get(name)
        or words.FACETS.get(name)
        or labels.field(name)
    )
    return DroppedPart(label, labels.shorten(said, 200), part.hits, part.rest, url)


def _off(asked: ParsedSearch) -> list[SearchLink]:
    if asked.query.names == "off":
        return [SearchLink(_("Names are searched as typed only."), address(requests.without(asked, ("names", "off"))))]
    return [
        SearchLink(
            _("The name card %(card)s is switched off.", card=labels.name(key, 120)),
            address(requests.without(asked, ("names_off", key))),
        )
        for key in asked.query.names_off
    ]
