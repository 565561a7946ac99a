"""What may be asked of a search, in an address or in the JSON endpoint, read strictly."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal, Protocol

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from archive.record import Kind
from archive.searcher import SearchRequest, Sort
from webui.words import _

Facet = Literal["kind", "language", "year", "source", "person", "place", "collection", "credit", "flag"]
ResultField = Literal[
    "id", "kind", "title", "date", "date_precision", "language", "source", "source_url", "score", "filename",
    "status", "highlights", "thumbnail", "photos", "flags", "rights", "url",
]  # fmt: skip

FILTERS = ("kind", "language", "year", "source", "person", "place", "collection", "credit", "flag")
LONGEST_VALUE = 300  # characters of a filter
MAX_REACH = 10_000  # page x page_size: how deep paging goes
DATE_PATTERN = r"^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$"
_ISO_DATE = re.compile(DATE_PATTERN[:-1] + r"\Z")
_NUMBER = re.compile(r"[0-9]{1,9}", re.ASCII)


class Arguments(Protocol):
    """What Werkzeug's MultiDict of a query string offers, as far as it is used here."""

    def getlist(self, key: str, /) -> list[str]: ...

    def keys(self) -> Iterable[str]: ...


def _iso_date(value: str) -> str:
    if not _ISO_DATE.match(value) or value.startswith("0000"):
        raise ValueError(_("write it as YYYY, YYYY-MM or YYYY-MM-DD"))
    if len(value) == 10 and int(value[8:]) > monthrange(int(value[:4]), int(value[5:7]))[1]:
        raise ValueError(_("there is no such day in that month"))
    return value


def _whole_number(value: Any) -> Any:
    if isinstance(value, str) and not _NUMBER.fullmatch(value):
        raise ValueError(_("write a whole number in digits"))
    return value


def _yes_or_no(value: Any) -> Any:
    if isinstance(value, str) and value not in {"true", "false"}:
        raise ValueError(_("write true or false"))
    return value


def _readable(value: str) -> str:
    if "\x00" in value:
        raise ValueError(_("it holds a NUL character; take it out"))
    return value


IsoDate = Annotated[str, AfterValidator(_iso_date), Field(json_schema_extra={"pattern": DATE_PATTERN})]
Whole = Annotated[int, BeforeValidator(_whole_number)]
YesNo = Annotated[bool, BeforeValidator(_yes_or_no)]
Text = Annotated[str, AfterValidator(_readable), Field(json_schema_extra={"pattern": "^[^\\u0000]*$"})]
Value = Annotated[Text, Field(min_length=1, max_length=LONGEST_VALUE)]
Once = AfterValidator(lambda values: list(dict.fromkeys(values)))  # saying a thing twice is no fault
Values = Annotated[list[Value], Field(max_length=50), Once]
Kinds = Annotated[list[Kind], Field(max_length=50), Once]
Years = Annotated[list[Annotated[str, Field(pattern=r"^[0-9]{4}$")]], Field(max_length=50), Once]
Facets = Annotated[list[Facet], Once]
ResultFields = Annotated[list[ResultField], Once]


class SearchQuery(BaseModel):
    """The parameters of a search. Filters may be repeated: OR within a name, AND between names."""

    model_config = ConfigDict(extra="forbid")

    q: Annotated[Text, Field(max_length=2000)] = Field(default="", description="The query; empty finds everything.")
    kind: Kinds = Field(default=[], description="Kinds of record.")
    language: Values = Field(default=[], description="Main language, as a BCP 47 tag.")
    year: Years = Field(default=[], description="Year of the date.")
    source: Values = Field(default=[], description="Source: its name, or the host of its address.")
    person: Values = Field(default=[], description="A person named.")
    place: Values = Field(default=[], description="A place named.")
    collection: Values = Field(default=[], description="Collection.")
    credit: Values = Field(default=[], description="Whom a photo is credited to.")
    flag: Values = Field(
        default=[], description="What a credit says that is no name: owner-unknown, file-photo, illustration, supplied."
    )
    date_from: IsoDate | None = Field(default=None, description="First day, month or year, inclusive.")
    date_to: IsoDate | None = Field(default=None, description="Last day, month or year, inclusive.")
    has_photo: YesNo | None = Field(default=None, description="Only records with photos, or only those without.")
    sort: Sort = Field(default="relevance", description="Order; a minus sign puts the newest first.")
    page: Whole = Field(
        default=1, ge=1, le=MAX_REACH, description="Page of results; page x page_size is at most 10,000."
    )
    page_size: Whole = Field(default=20, ge=1, le=100, description="Results a page.")
    facets: Facets = Field(
        default=["kind", "language", "year", "source", "person", "credit", "flag"], description="Facets to count."
    )
    facet_size: Whole = Field(default=10, ge=1, le=100, description="Values a facet, at most.")
    highlight: YesNo = Field(default=True, description="Whether to give the passages that show why.")
    fields: ResultFields = Field(default=[], description="Keys of a result to give, beside id; all when left out.")


LISTS = frozenset({*FILTERS, "facets", "fields"})
COMMA_LISTS = frozenset({"facets", "fields"})


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why one parameter cannot be taken."""

    name: str
    reason: str


class BadParameters(Exception):
    """The parameters cannot be taken; `refusals` says which and why."""

    def __init__(self, refusals: Sequence[Refusal]) -> None:
        super().__init__("; ".join(f"{refusal.name}: {refusal.reason}" for refusal in refusals))
        self.refusals = tuple(refusals)


@dataclass(frozen=True, slots=True)
class Asked:
    """A search as asked: the model, the request for the searcher, and the pairs that say the same in an address."""

    query: SearchQuery
    request: SearchRequest
    pairs: tuple[tuple[str, str], ...]

    def other_page(self, page: int) -> list[tuple[str, str]]:
        """The pairs of the same search at another page."""
        return [pair for pair in self.pairs if pair[0] != "page"] + ([("page", str(page))] if page > 1 else [])

    def reaches(self, page: int) -> bool:
        """Whether that page lies within what paging gives."""
        return page * self.query.page_size <= MAX_REACH


def read(arguments: Arguments) -> Asked:
    """What is asked. Raises BadParameters for unknown names, names given too often and values out of range."""
    raw: dict[str, Any] = {}
    refusals: list[Refusal] = []
    for name in dict.fromkeys(arguments.keys()):
        values = arguments.getlist(name)
        if name not in SearchQuery.model_fields:
            refusals.append(Refusal(name[:100], _("there is no such parameter")))
        elif name in COMMA_LISTS and len(values) == 1:
            raw[name] = values[0].split(",") if values[0] else []
        elif name in LISTS and name not in COMMA_LISTS:
            raw[name] = values
        elif len(values) > 1:
            refusals.append(Refusal(name, _("given %(times)d times; give it once", times=len(values))))
        else:
            raw[name] = values[0]
    try:
        query = SearchQuery.model_validate(raw)
    except ValidationError as error:
        refusals += _refusals(error)
        raise BadParameters(refusals) from None
    refusals += _contradictions(query)
    if refusals:
        raise BadParameters(refusals)
    return asked(query)


def asked(query: SearchQuery) -> Asked:
    """A checked model with what is made of it."""
    filters = {name: tuple(str(v) for v in getattr(query, name)) for name in FILTERS if getattr(query, name)}
    request = SearchRequest(
        q=query.q,
        filters=filters,
        date_from=query.date_from,
        date_to=query.date_to,
        has_photo=query.has_photo,
        sort=query.sort,
        page=query.page,
        page_size=query.page_size,
        facets=tuple(query.facets),
        facet_size=query.facet_size,
        highlight=query.highlight,
    )
    return Asked(query, request, tuple(_pairs(query)))


def _pairs(query: SearchQuery) -> Iterable[tuple[str, str]]:
    for name, info in SearchQuery.model_fields.items():
        value = getattr(query, name)
        if value == info.default:
            continue
        if name in COMMA_LISTS:
            yield name, ",".join(value)
        elif name in LISTS:
            yield from ((name, str(item)) for item in value)
        else:
            yield name, str(value).lower() if isinstance(value, bool) else str(value)


def _refusals(error: ValidationError) -> Iterable[Refusal]:
    for problem in error.errors(include_url=False, include_input=False, include_context=False):
        reason = problem["msg"].removeprefix("Value error, ")
        yield Refusal(str(problem["loc"][0]), reason[:1].lower() + reason[1:])


def _contradictions(query: SearchQuery) -> Iterable[Refusal]:
    if query.page * query.page_size > MAX_REACH:
        yield Refusal("page", _("page x page_size may be at most 10,000; narrow the search with filters or dates"))
    # "2025" begins before "2025-03" and ends after it: compared on the digits that both have.
    if query.date_from and query.date_to:
        shared = min(len(query.date_from), len(query.date_to))
        if query.date_from[:shared] > query.date_to[:shared]:
            yield Refusal("date_to", _("it lies before date_from"))
