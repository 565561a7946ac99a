"""The page of search tips: the whole query language, with examples to try."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, render_template
from markupsafe import Markup

from archive.access import PUBLIC, utc_now
from archive.errors import IndexUnavailable, QueryError
from archive.search.execution.requests import Results, SearchRequest
from archive.search.query import parse_query
from archive.search.query.fields import FIELDS
from archive.search.query.lexer import MAX_SLOP
from archive.search.query.parser import (
    MAX_DEPTH,
    MAX_LOOSE,
    MAX_WIDE,
    MAX_WORDS,
    MIN_BEGINNING,
    MIN_BEGUN_PART,
    MIN_NEAR,
)
from archive.search.query.tree import MAX_LENGTH
from webui.http.responses import add_etag
from webui.i18n import help_words
from webui.i18n.message_lookup import localised_message
from webui.i18n.words import _
from webui.pages.filters import PATH
from webui.pages.search import mark_error_place
from webui.services import links
from webui.services.services import services

_OWN_FACETS = ("person", "place", "source", "language", "year")
_TITLE_WORDS = 4


@dataclass(frozen=True, slots=True)
class HelpExample:
    """An example on the page: what to type, the search it makes, what it asks for and, where that tells something, how
    it is read."""

    typed: str
    url: str
    says: str
    read_as: str | None = None


@dataclass(frozen=True, slots=True)
class RefusedQuery:
    """A query that is not run: itself with the place marked, and why."""

    typed: Markup
    why: str


def _url(typed: str) -> str:
    return links.with_query(PATH, [("q", typed)])


def _shown(examples: tuple[help_words.Example, ...], reading: bool) -> list[HelpExample]:
    return [
        HelpExample(one.typed, _url(one.typed), one.says, one.read_as if reading and one.read_as != one.typed else None)
        for one in examples
    ]


def _counted() -> list[HelpExample]:
    today = utc_now().astimezone(services().settings.archive.zone).date()
    return [
        HelpExample(typed, _url(typed), _(says), parse_query(typed, today).read_as)
        for typed, says in help_words.COUNTED
    ]


def _slips() -> list[HelpExample]:
    return [
        HelpExample(typed, _url(typed), " ".join(localised_message(warning) for warning in parse_query(typed).warnings))
        for typed in help_words.SLIPS
    ]


def _refused() -> list[RefusedQuery]:
    refused = []
    for typed in help_words.REFUSED:
        try:
            parse_query(typed)
        except QueryError as error:
            refused.append(RefusedQuery(mark_error_place(typed, error), localised_message(error.message)))
    return refused


def _own() -> list[HelpExample]:
    """Examples of what everyone may see of this archive; none while there is no index."""
    request = SearchRequest(page_size=1, sort="-date", facets=_OWN_FACETS, facet_size=1, highlight=False)
    try:
        found = services().searcher.search(request, PUBLIC)
    except IndexUnavailable:
        return []
    return [HelpExample(typed, _url(typed), says) for typed, says in _offers(found) if _clean(typed)]


def _offers(found: Results) -> list[tuple[str, str]]:
    said = {
        "person": _("the person named most often here"),
        "place": _("the place named most often"),
        "source": _("the source with most records"),
        "language": _("the language of most records"),
        "year": _("the year of most records"),
    }
    offers = []
    for name, says in said.items():
        for value in found.facets.get(name, ())[:1]:
            plain = {"language": f"language:{value.value}", "year": f"date:{value.value}"}
            offers.append((plain.get(name) or links.phrase(name, value.value), says))
    for hit in found.hits:
        title = hit.record.values.get("title")
        if isinstance(title, str) and title.strip():
            offers.append(
                (links.phrase("title", " ".join(title.split()[:_TITLE_WORDS])), _("the beginning of a title"))
            )
    return offers


def _clean(typed: str) -> bool:
    """Whether an example made of stored words is read as it was meant."""
    try:
        return not parse_query(typed).warnings
    except QueryError:
        return False


def search_help() -> Response:
    """Return the view."""
    body = render_template(
        "help.html",
        words_examples=_shown(help_words.WORDS, reading=False),
        field_examples=_shown(help_words.FIELDS, reading=True),
        date_examples=_shown(help_words.DATES, reading=True),
        counted_examples=_counted(),
        own=_own(),
        slips=_slips(),
        refused=_refused(),
        fields=[(field, help_words.ASKS[field.name]) for field in FIELDS.values()],
        limits={
            "length": MAX_LENGTH,
            "words": MAX_WORDS,
            "depth": MAX_DEPTH,
            "beginning": MIN_BEGINNING,
            "part": MIN_BEGUN_PART,
            "near": MIN_NEAR,
            "slop": MAX_SLOP,
            "wide": MAX_WIDE,
            "loose": MAX_LOOSE,
        },
    )
    return add_etag(Response(body), body)
