"""Pages of people, places, organisations, sources and photographers, and a list of each kind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from flask import Response, abort, redirect, render_template, request

from archive.access import PUBLIC
from archive.authority.authorities import Term, slug
from archive.search.entities import LONGEST, Entity, EntityCount
from webui.http.parameters import LONGEST_START
from webui.http.responses import add_etag
from webui.i18n import labels, words
from webui.i18n.words import _, ngettext
from webui.pages.filters import PATH as SEARCH
from webui.pages.kept_list import FEED
from webui.pages.result_cards import ResultCard, card
from webui.pages.timeline import timeline
from webui.presentation.display_titles import display_title
from webui.presentation.entities import (
    EntityPart,
    EntityQuote,
    EntityView,
    ShownWith,
    checked_day,
    entity_with_records,
    view,
)
from webui.presentation.periods import period_counts
from webui.services import links
from webui.services.services import services

_LONGEST_QUOTE = 600


@dataclass(frozen=True, slots=True)
class Section:
    """Some records of an entity, with a heading, their total in words, and the search that finds them all."""

    name: str
    heading: str
    said: str
    url: str
    cards: tuple[ResultCard, ...]


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quote of a person, with the title and date of its record and the address of its place there."""

    words: str
    lang: str
    title: str
    date: str
    url: str


@dataclass(frozen=True, slots=True)
class ListedEntity:
    """An entity in a list."""

    name: str
    count: int
    url: str


def entity_page(kind: str) -> Callable[[str], Response]:
    """Return the view function for entities of a kind."""

    def show(name: str) -> Response:
        entity, records = entity_with_records(f"{kind}-{slug(name)}")
        url = links.entity(kind, entity.name) or abort(404)
        if slug(entity.name) != name:
            return redirect(url, 301)  # type: ignore[return-value]
        body = render_template("entity.html", **_context(view(entity, records)))
        return add_etag(Response(body), body)

    return show


def _context(shown: EntityView) -> dict[str, object]:
    entity, records = shown.entity, shown.records
    mentions = [part for part in shown.parts if part.name == "mentions"]
    sections = [_section(part) for part in shown.parts]
    lines = (timeline(part.asked, partial(period_counts, part.results)) for part in (records, *mentions))
    return {
        "entity": entity,
        "name": labels.name(entity.name, LONGEST),
        "kind": words.ENTITIES["agency" if _is_agency(entity) else entity.kind],
        "list": links.ENTITIES[entity.kind],
        "names": [(labels.language(tag) if tag else "", labels.lang(tag), forms) for tag, forms in shown.names],
        "titles": shown.titles,
        "offices": [(one.office, _years(one.term), labels.date(checked_day(one))) for one in entity.offices],
        "all_records": (_said(records), _address(records)),
        "feed": links.with_query(FEED, [pair for pair in records.asked.pairs if pair[0] != "sort"]),
        "photos": next((one for one in sections if one.name == "photos"), None),
        "sections": [one for one in sections if one.name != "photos"],
        "shown_with": [_other(one) for one in shown.shown_with],
        "quotes": [_quoted(quote) for quote in shown.quotes],
        "timeline": next((line for line in lines if line), None),
    }


def _said(records: EntityPart) -> str:
    if records.name == "named":
        return ngettext("Named in %(num)s record", "Named in %(num)s records", records.total)
    return ngettext("Indexed in %(num)s record", "Indexed in %(num)s records", records.total)


def _other(other: ShownWith) -> tuple[str, str | None, int, str]:
    page, found = links.entity("person", other.name), links.with_query(SEARCH, other.pairs)
    return labels.name(other.name, 120), page, other.count, found


def _quoted(quote: EntityQuote) -> Quoted:
    record = quote.record
    title, lang = display_title(record, 120), labels.lang(record.values.get("language"))
    return Quoted(
        labels.shorten(quote.words.rstrip(" ,"), _LONGEST_QUOTE), lang, title, labels.listed(record), quote.url
    )


def _is_agency(entity: Entity) -> bool:
    return entity.kind == "photographer" and services().authorities().agency(entity.name) is not None


def _section(part: EntityPart) -> Section:
    said = (
        ngettext("%(num)s photo", "%(num)s photos", part.total)
        if part.name == "photos"
        else ngettext("%(num)s record", "%(num)s records", part.total)
    )
    cards = tuple(card(hit, part.asked) for hit in part.hits)
    return Section(part.name, words.ENTITY_PARTS[part.name], said, _address(part), cards)


def _address(part: EntityPart) -> str:
    return links.with_query(SEARCH, part.asked.pairs)


def _years(term: Term) -> str:
    """Return a term of office as years, because a card may give only those."""
    first, last = term.first // 10_000, term.last and term.last // 10_000
    if last is None:
        return _("since %(year)s", year=str(first))
    return str(first) if first == last else f"{first}–{last}"


def entity_list(kind: str) -> Callable[[], Response]:
    """Return the view function for the list of a kind."""

    def show() -> Response:
        like = labels.clean_for_page(request.args.get("like", "")).strip()[:LONGEST_START]
        by_name = request.args.get("order") == "name"
        found = services().entities(kind, PUBLIC, like, by_name, _page())
        body = render_template(
            "entities.html",
            path=links.ENTITIES[kind],
            heading=words.ENTITY_LISTS[kind],
            rows=[_listed(kind, row) for row in found.rows],
            found=found,
            like=like,
            by_name=by_name,
            orders=[
                (_("Most records first"), _list_address(kind, like, "", 1), not by_name),
                (_("A to Z"), _list_address(kind, like, "name", 1), by_name),
            ],
            other_page=lambda n: _list_address(kind, like, "name" if by_name else "", n),
            lists=[(words.ENTITY_LISTS[one], path, one == kind) for one, path in links.ENTITIES.items()],
        )
        return add_etag(Response(body), body)

    return show


def _page() -> int:
    said = request.args.get("page", "1")
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 7 else 1


def _list_address(kind: str, like: str, order: str, page: int) -> str:
    pairs = [("like", like), ("order", order), ("page", str(page) if page > 1 else "")]
    return links.with_query(links.ENTITIES[kind], [pair for pair in pairs if pair[1]])


def _listed(kind: str, row: EntityCount) -> ListedEntity:
    return ListedEntity(labels.name(row.name, 120), row.count, links.entity(kind, row.name) or links.ENTITIES[kind])
