"""Parse a search from an address or from the JSON endpoint, strictly, and link to the same search with one change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol, TypeVar, get_origin

from pydantic import BaseModel, ValidationError

from archive.messages import Message
from archive.messages.message import VERBATIM
from archive.search.execution.requests import FacetSuggestion, RequestPart, SearchRequest
from archive.search.index.documents import days
from archive.search.query.card_expansion import NameRead
from archive.search.query.fields import ADDED
from archive.search.query.periods import covering_periods
from archive.search.query.tree import MAX_LENGTH
from webui.http.parameters import (
    COMMA_LISTS,
    EITHER_LISTS,
    FILTERS,
    LONGEST_VALUE,
    MAX_REACH,
    TICKED,
    RecordsQuery,
    ResultsQuery,
    SearchQuery,
)

Model = TypeVar("Model", bound=BaseModel)

_REASONS: Mapping[tuple[str, str], tuple[str, Mapping[str, str]]] = {
    ("string_pattern_mismatch", ""): ("parameter-pattern", {"pattern": "pattern"}),
    ("too_long", "Value"): ("parameter-value-too-long", {"most": "max_length", "given": "actual_length"}),
    ("too_short", "Value"): ("parameter-value-too-short", {"fewest": "min_length", "given": "actual_length"}),
    ("too_long", "List"): ("parameter-list-too-long", {"most": "max_length", "given": "actual_length"}),
    ("too_short", "List"): ("parameter-list-too-short", {"fewest": "min_length", "given": "actual_length"}),
    ("greater_than_equal", ""): ("parameter-too-small", {"least": "ge"}),
    ("less_than_equal", ""): ("parameter-too-large", {"most": "le"}),
    ("literal_error", ""): ("parameter-no-choice", {"values": "expected"}),
    ("enum", ""): ("parameter-no-choice", {"values": "expected"}),
}
"""The codes of pydantic's errors, by type and kind of field; their parameters, by pydantic's names."""


class Arguments(Protocol):
    """The part of Werkzeug's MultiDict that is used. Importing that would load a web server, also into the command
    `search`."""

    def getlist(self, key: str, /) -> list[str]: ...

    def keys(self) -> Iterable[str]: ...


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a parameter is invalid."""

    name: str
    reason: Message


class BadParameters(Exception):
    """The parameters are invalid; `refusals` says which and why."""

    def __init__(self, refusals: Sequence[Refusal]) -> None:
        super().__init__("; ".join(f"{refusal.name}: {refusal.reason}" for refusal in refusals))
        self.refusals = tuple(refusals)


@dataclass(frozen=True, slots=True)
class ParsedSearch:
    """A search as asked: the model, the request for the searcher, and the pairs that say the same in an address."""

    query: SearchQuery
    request: SearchRequest
    pairs: tuple[tuple[str, str], ...]

    def other_page(self, page: int) -> list[tuple[str, str]]:
        """Return the pairs of the same search at another page."""
        return [pair for pair in self.pairs if pair[0] != "page"] + ([("page", str(page))] if page > 1 else [])

    def reaches(self, page: int) -> bool:
        """Return whether paging reaches that page."""
        return page * self.query.page_size <= MAX_REACH


def checked(model: type[Model], arguments: Arguments) -> Model:
    """Return the arguments as a model. Raise BadParameters for unknown names, names given too often, values out of
    range."""
    raw: dict[str, Any] = {}
    refusals: list[Refusal] = []
    for name in dict.fromkeys(arguments.keys()):
        values = arguments.getlist(name)
        if name not in model.model_fields:
            refusals.append(Refusal(name[:100], Message("parameter-unknown")))
        elif name in EITHER_LISTS:
            raw[name] = [part for value in values for part in value.split(",")]
        elif name in COMMA_LISTS and (len(values) == 1 or name in TICKED):
            raw[name] = [part for value in values if value for part in value.split(",")]
        elif get_origin(model.model_fields[name].annotation) is list and name not in COMMA_LISTS:
            raw[name] = values
        elif len(values) > 1:
            refusals.append(Refusal(name, Message("parameter-repeated", times=len(values))))
        else:
            raw[name] = values[0]
    try:
        found = model.model_validate(raw)
    except ValidationError as error:
        raise BadParameters([*refusals, *_refusals(error)]) from None
    if refusals:
        raise BadParameters(refusals)
    return found


def read_arguments(arguments: Arguments, model: type[SearchQuery] = SearchQuery) -> ParsedSearch:
    """Return the parsed search. Raise BadParameters, also for parameters that contradict each other."""
    query = checked(model, arguments)
    if refusals := [*_contradictions(query)]:
        raise BadParameters(refusals)
    return read_request(query)


def read_request(query: SearchQuery) -> ParsedSearch:
    """Return a checked model with what is made of it."""
    request = replace(
        records_request(query),
        sort=query.sort,
        page=query.page,
        page_size=query.page_size,
        facets=tuple(query.facets),
        facet_size=query.facet_size,
        facet_totals=query.facet_totals,
        highlight=query.highlight,
        collapse=tuple(column for column in query.collapse if column != "none"),
        cursor=query.cursor,
    )
    return ParsedSearch(query, request, tuple(_pairs(query)))


def records_request(query: RecordsQuery) -> SearchRequest:
    """Return the request for the records that are meant, without facets and passages. Raise BadParameters for dates
    that contradict each other."""
    if refusals := [*_upside_down(query)]:
        raise BadParameters(refusals)
    return SearchRequest(
        q=query.q,
        filters={name: tuple(str(v) for v in getattr(query, name)) for name in FILTERS if getattr(query, name)}
        | _added(query),
        excluded=_excluded(query.excluded()),
        date_from=query.date_from,
        date_to=query.date_to,
        has_photo=None if query.has_photo and query.has else query.has_photo,
        facets=(),
        highlight=False,
        relax=query.relax == "on",
        names=query.names == "on",
        names_off=tuple(query.names_off),
    )


def _added(query: RecordsQuery) -> dict[str, tuple[str, ...]]:
    """Return the filter for the days on which records were added, as stored in the index."""
    if query.added_from is None and query.added_to is None:
        return {}
    first, last = days(query.added_from), days(query.added_to)
    return {ADDED: covering_periods(first[0] if first else None, last[1] if last else None)}


def _excluded(values: Iterable[str]) -> dict[str, tuple[str, ...]]:
    excluded: dict[str, tuple[str, ...]] = {}
    for facet, _, value in (one.partition(":") for one in values):
        excluded[facet] = (*excluded.get(facet, ()), value)
    return excluded


def _pairs(query: SearchQuery) -> Iterable[tuple[str, str]]:
    for name, info in type(query).model_fields.items():
        value = getattr(query, name)
        if value == info.default:
            continue
        if name in COMMA_LISTS:
            yield name, ",".join(value)
        elif isinstance(value, list):
            yield from ((name, str(item)) for item in value)
        else:
            yield name, str(value).lower() if isinstance(value, bool) else str(value)


def _refusals(error: ValidationError) -> Iterable[Refusal]:
    for problem in error.errors(include_url=False, include_input=False):
        yield Refusal(str(problem["loc"][0]), _reason(problem["type"], problem["msg"], problem.get("ctx", {})))


def _reason(kind: str, text: str, context: Mapping[str, Any]) -> Message:
    """Return the error that pydantic found, by its type; for an error raised by a parameter's own check, that error."""
    wrong = context.get("error")
    if isinstance(wrong, ValueError) and isinstance(wrong.args[0], Message):
        return wrong.args[0]
    known = _REASONS.get((kind, context.get("field_type", "")))
    if known is None:
        return Message(VERBATIM, text=text[:1].lower() + text[1:])
    code, params = known
    return Message(code, **{name: context[key] for name, key in params.items()})


def _contradictions(query: SearchQuery) -> Iterable[Refusal]:
    if query.page * query.page_size > MAX_REACH:
        yield Refusal("page", Message("paging-too-deep"))
    if query.cursor and query.page > 1:
        yield Refusal("page", Message("cursor-with-page"))
    if query.cursor and query.sort == "title":
        yield Refusal("sort", Message("cursor-with-order"))
    if "none" in query.collapse and len(query.collapse) > 1:
        yield Refusal("collapse", Message("collapse-none"))
    if isinstance(query, ResultsQuery) and query.format == "ninjs" and query.fields:
        yield Refusal("fields", Message("ninjs-without-fields"))
    yield from _upside_down(query)


def _upside_down(query: RecordsQuery) -> Iterable[Refusal]:
    # "2025" begins before "2025-03" and ends after it: only the digits that both have are compared.
    for name, first, last in (
        ("date_to", query.date_from, query.date_to),
        ("added_to", query.added_from, query.added_to),
    ):
        if first and last:
            shared = min(len(first), len(last))
            if first[:shared] > last[:shared]:
                yield Refusal(name, Message("dates-turned" if name == "date_to" else "added-turned"))


Pairs = list[tuple[str, str]]

_TOGETHER = {
    "date": ("date_from", "date_to"),
    ADDED: ("added_from", "added_to"),
    "has_photo": ("has_photo", "has"),
    "has": ("has_photo", "has"),
}
_MOVING = {"page", "cursor"}


def without(asked: ParsedSearch, *gone: tuple[str, str]) -> Pairs:
    """Return the search without these pairs. Closing an opened group shows groups again."""
    out = {*gone}
    if any(name in {"sequence", "version"} for name, _ in out):
        out.add(("collapse", "none"))
    return [pair for pair in asked.pairs if pair not in out and pair[0] not in _MOVING]


def put(asked: ParsedSearch, *pairs: tuple[str, str]) -> Pairs:
    """Return the search with these pairs replacing all of the same names."""
    names = {name for name, _ in pairs} | _MOVING
    return _tidy(asked, [*(pair for pair in asked.pairs if pair[0] not in names), *pairs])


def added(asked: ParsedSearch, *pairs: tuple[str, str]) -> Pairs:
    """Return the search with these pairs added."""
    new = [pair for pair in pairs if pair not in asked.pairs]
    return [*(pair for pair in asked.pairs if pair[0] not in _MOVING), *new]


def opened(asked: ParsedSearch, group: tuple[str, str]) -> Pairs | None:
    """Return the search for the records of a collapsed group; None if it is too long for an address."""
    if len(group[1]) > LONGEST_VALUE:
        return None
    return put(asked, group, ("collapse", "none"))


def offered(asked: ParsedSearch, offer: FacetSuggestion) -> Pairs | None:
    """Return the search with the value of the facet replacing the words that name it; None if it is too long for an
    address."""
    if len(offer.value) > LONGEST_VALUE:
        return None
    kept = [pair for pair in put(asked, ("q", offer.without)) if pair != (offer.facet, offer.value)]
    return [*kept, (offer.facet, offer.value)]


def dropped(asked: ParsedSearch, part: RequestPart) -> Pairs:
    """Return the search without the part that found nothing."""
    if part.filter is None:
        return put(asked, ("q", part.without))
    if part.filter[0] == "exclude":
        pair = ("exclude", part.filter[1])
        return without(asked, pair) if pair in asked.pairs else put(asked, ("containers", "on"))
    gone = _TOGETHER.get(part.filter[0], (part.filter[0],))
    return without(asked, *(pair for pair in asked.pairs if pair[0] in gone))


def sense(asked: ParsedSearch, name: NameRead, meant: str) -> Pairs | None:
    """Return the search with the name of one meaning in place of ambiguous letters, None if that is too long."""
    q = asked.query.q
    start, end = name.span
    alone = not (q[:start].strip() or q[end:].strip())
    instead = meant if alone or " " not in meant else f"({meant})"
    changed = f"{q[:start]}{instead}{q[end:]}"
    return put(asked, ("q", changed)) if len(changed) <= MAX_LENGTH else None


def _tidy(asked: ParsedSearch, pairs: Iterable[tuple[str, str]]) -> Pairs:
    """Return the pairs without redundant ones: an empty query, and "none" where that is the default."""
    usual = type(asked.query).model_fields["collapse"].default
    nothing = {("q", "")} | ({("collapse", "none")} if usual == ["none"] else set())
    return [pair for pair in pairs if pair not in nothing]
