"""The page of search tips: the essentials on one screen, and the whole query language below, collapsed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import PurePath

from flask import Response, render_template
from markupsafe import Markup

from archive.access import PUBLIC, utc_now
from archive.errors import IndexUnavailable, QueryError
from archive.search.execution.requests import Results, SearchRequest
from archive.search.query import parse_query
from archive.search.query.fields import FIELDS, QueryField
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
from webui.i18n import help_words, labels, languages
from webui.i18n.message_lookup import localised_message
from webui.i18n.words import _
from webui.pages.filters import PATH
from webui.pages.search import mark_error_place
from webui.services import links
from webui.services.services import services

_OWN_FACETS = ("person", "place", "source", "year")
_LONGEST = 60  # characters of an example
_TAGS = ("en", "id", "vi")  # languages in which fields have names
_TITLE_WORDS = 3
_LONG = 4  # letters from which a word is not a mere function word


@dataclass(frozen=True, slots=True)
class HelpExample:
    """An example on the page: the query, its search address, its meaning and, if it helps, how it is parsed."""

    typed: str
    url: str
    says: str
    read_as: str | None = None


@dataclass(frozen=True, slots=True)
class RefusedQuery:
    """A query that is refused, with the error marked, and the reason."""

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


def _first() -> list[HelpExample]:
    """Return the basic examples, with words from public records; with fixed words while there is no index."""
    request = SearchRequest(page_size=1, sort="-date", facets=_OWN_FACETS, facet_size=2, highlight=False)
    try:
        found = services().searcher.search(request, PUBLIC)
    except IndexUnavailable:
        found = None
    own = _own(found) if found else {}
    typed = {name: own.get(name) or usual for name, usual, _says in help_words.FIRST}
    return [
        HelpExample(one, _url(one), _(says))
        for name, usual, says in help_words.FIRST
        for one in [typed[name] if _clean(typed[name]) else usual]
    ]


def _own(found: Results) -> dict[str, str]:
    """Return example queries by purpose, built from values of records in this archive."""
    values = {name: [one.value for one in counted] for name, counted in found.facets.items()}
    places = [links.phrase("", place) if " " in place else place for place in values["place"]]
    own = {name: values[name][0] for name in ("person", "year", "source") if values[name]}
    own = {name: _OWN_FORMS[name](value) for name, value in own.items()}
    if len(places) > 1:
        own |= {"either": f"{places[0]} OR {places[1]}", "without": f"{places[0]} -{places[1]}"}
    for hit in found.hits:
        title = labels.clean_for_page(hit.record.title).split()
        long = [word for word in title if word.isalpha() and len(word) >= _LONG][:2]
        if hit.record.values.get("title"):
            own |= {"words": " ".join(long), "phrase": links.phrase("", " ".join(title[:_TITLE_WORDS]))}
        own["filename"] = PurePath(hit.record.filename).stem
    return {name: typed for name, typed in own.items() if typed and len(typed) <= _LONGEST}


_OWN_FORMS: Mapping[str, Callable[[str], str]] = {
    "person": str,
    "year": "date:{}".format,
    "source": partial(links.phrase, "source"),
}


def _clean(typed: str) -> bool:
    """Return whether an example built from stored words parses without warnings."""
    try:
        return not parse_query(typed).warnings
    except QueryError:
        return False


def _called(field: QueryField) -> dict[str, tuple[str, ...]]:
    return dict(zip(_TAGS, (field.english, field.indonesian, field.vietnamese), strict=True))


def search_help() -> Response:
    """Return the page of search tips."""
    body = render_template(
        "help.html",
        words_examples=_shown(help_words.WORDS, reading=False),
        field_examples=_shown(help_words.FIELDS, reading=True),
        date_examples=_shown(help_words.DATES, reading=True),
        counted_examples=_counted(),
        first=_first(),
        slips=_slips(),
        refused=_refused(),
        fields=[(field, help_words.ASKS[field.name], _called(field)) for field in FIELDS.values()],
        tags=[languages.current(), *(tag for tag in _TAGS if tag != languages.current())],
        languages_of_fields={tag: labels.language(tag) for tag in _TAGS},
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
