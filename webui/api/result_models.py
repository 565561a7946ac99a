"""Models of the JSON of searches (results, suggestions, similar records) and of photographs.

Those of photographs have captions, credits, people, copies, sequences and mentions.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from archive.authority.credits.print_rights import Reason
from archive.listed_date import Basis
from archive.record import Kind, Status
from archive.search.query.plan import Sort
from webui.http.parameters import Collapse, Interval, Switch


class Model(BaseModel):
    """Base of all models: no keys beside those named."""

    model_config = ConfigDict(extra="forbid")


class CodeOut(Model):
    """A message without its words: its code, which does not change, and the parameters in its words."""

    code: str
    params: dict[str, Any] = Field(description="Strings, whole numbers, messages (code, params), or lists of these.")


class MessageOut(CodeOut):
    """A message: its code and parameters, and its words in English."""

    text: str


Code = Annotated[str | None, Field(description="The code of `reason`, of its first message where it has several.")]
Params = Annotated[dict[str, Any] | None, Field(description="The parameters of that message.")]
Codes = Annotated[list[CodeOut], Field(description="Every message of `reason`.")]


class LinkOut(Model):
    """The naming of a photo by an article. `record` is the other end: null when no photo by that name is here."""

    n: int = Field(description="Which of the article's mentions this is, from 0.")
    filename: str
    caption: str | None
    credit: str | None
    caption_raw: str | None
    offset: int
    language: str | None = Field(description="Of the caption; where it does not say, of the article.")
    date: str | None = Field(description="As given beside the caption; for a photo, else of the article that names it.")
    record: str | None
    kind: Kind | None = Field(description="Of the other end.")
    title: str | None
    url: str | None
    doubtful: bool
    reason: str | None
    code: Code
    params: Params
    messages: Codes


class CaptionSourceOut(Model):
    """Someone who says a caption: a field of the file, `archivist`, `article`, or `table` for a row of one."""

    origin: str
    date: str | None
    record: str | None
    title: str | None
    url: str | None
    credit: str | None
    doubtful: bool
    reason: str | None
    code: Code
    params: Params
    messages: Codes


class CaptionOut(Model):
    """The same words once, with all who say them; the other keys are those of the first of them."""

    words: str
    language: str | None
    what: Literal["caption", "alt_text"]
    origin: str
    date: str | None
    record: str | None
    title: str | None
    url: str | None
    conflict: bool = Field(description="Another caption in this language says different things.")
    differs: Literal["words", "facts"] | None = Field(
        description="In facts, when another caption in this language cannot be right together with it: a date, a "
        "number, a side, a name, a negation; in words, when others only tell it otherwise."
    )
    sources: list[CaptionSourceOut]


class CreditOut(Model):
    """A credit line, and who is who in it. `record` is the article or table that gives it."""

    words: str
    photographers: list[str]
    agencies: list[str]
    via: list[str]
    initials: list[str]
    flags: list[str]
    origin: str
    record: str | None


class ShownOut(Model):
    """Someone in the picture. `position` is where (in English words), `title` as what, where a caption tells; `record`
    is the article or table whose caption does."""

    name: str
    position: str | None
    title: str | None
    origin: str
    record: str | None


class AlsoAsOut(Model):
    """Another record of the same picture; `size` in bytes."""

    record: str
    title: str
    filename: str
    url: str
    thumbnail: str
    width: int | None
    height: int | None
    size: int
    certainty: float
    origin: str


class FrameOut(Model):
    """One photo of a run."""

    id: str
    filename: str
    url: str
    thumbnail: str
    created: str | None
    caption: str | None


class SequenceOut(Model):
    """The run of frames that a photo stands in, with at most a hundred of its frames, those around it."""

    label: str
    count: int
    url: str
    api_url: str
    records: list[FrameOut] = Field(description="In the order of their numbers.")


class SequenceAnswer(Model):
    """A run of frames, at most 2,000 of them, those around `record`, the photo it was asked for. The dates are those of
    its first and last frame."""

    label: str
    count: int
    url: str
    record: str
    date_from: str | None
    date_to: str | None
    photographers: list[str]
    records: list[FrameOut]


Span = Annotated[list[int], Field(min_length=2, max_length=2)]

LISTED = "The date by which lists, facets and `date:` know it: `date`, else that of event or file; null when undated."
BASIS = "What `listed_date` is the date of. doubtful: `date` is not likely (after the intake; before 1826 for a photo)."


class QueryEcho(Model):
    """What was asked, with only what was given, and how the words were read."""

    model_config = ConfigDict(json_schema_extra={"required": ["q", "sort", "read_as"]})

    q: str
    kind: list[Kind] | None = None
    genre: list[str] | None = None
    language: list[str] | None = None
    year: list[str] | None = None
    month: list[str] | None = None
    source: list[str] | None = None
    person: list[str] | None = None
    place: list[str] | None = None
    collection: list[str] | None = None
    credit: list[str] | None = None
    photographer: list[str] | None = None
    speaker: list[str] | None = None
    event: list[str] | None = None
    subject: list[str] | None = None
    subject_code: list[str] | None = None
    flag: list[str] | None = None
    has: list[str] | None = None
    ocr: list[str] | None = None
    sequence: list[str] | None = None
    version: list[str] | None = None
    exclude: list[str] | None = None
    date_from: str | None = None
    date_to: str | None = None
    added_from: str | None = None
    added_to: str | None = None
    has_photo: bool | None = None
    relax: Switch | None = None
    names: Switch | None = None
    names_off: list[str] | None = None
    collapse: list[Collapse] | None = None
    sort: Sort
    read_as: str


class HighlightOut(Model):
    """A passage. Spans and offset count Unicode code points; offset is where `text` starts in the record's text."""

    field: str
    text: str
    spans: list[Span] = Field(description="[start, end) in `text`.")
    html: str = Field(description="The same, escaped, with `mark` elements.")
    pdf_page: int | None
    page_label: str | None = Field(
        default=None, description="What is printed on that page, where it is another number."
    )
    offset: int | None


class OcrOut(Model):
    """Words read by machine: of how many pages, and how surely, from 0 to 100, in the mean and on the worst page."""

    pages: int
    confidence: int
    lowest: int


class RightsOut(Model):
    """Whether a photo may be printed: yes with `credit` and under `terms`, ask first, or no. `reasons` are codes, what
    decides first; `terms` the words of its file and captions that say how it may be used, whole."""

    verdict: Literal["yes", "ask", "no"]
    reasons: list[Reason]
    credit: str
    terms: list[str]


class Result(Model):
    """A record that answers. With `fields`, only the keys asked for and `id`."""

    model_config = ConfigDict(json_schema_extra={"required": ["id"]})

    id: str
    kind: Kind
    title: str
    date: str | None = Field(description="As exact as `date_precision` says; an interval for a range.")
    date_precision: str | None
    listed_date: str | None = Field(description=LISTED)
    listed_date_basis: Basis | None = Field(description=BASIS)
    language: str | None
    source: str | None
    source_url: str | None
    score: float
    filename: str
    status: Status
    highlights: list[HighlightOut]
    thumbnail: str | None
    photos: int = Field(description="How many photos the record names.")
    flags: list[str] = Field(description="What credits of a photo say that is no name: owner-unknown, file-photo, ...")
    rights: str | None
    rights_verdict: RightsOut | None = Field(description="May it be printed? Null for what is no photo.")
    url: str
    others: int = Field(description="How many more results it stands for where they were collapsed.")
    more: str | None = Field(description="The address of all that it stands for.")
    ocr: OcrOut | None = Field(description="Whether its words were read by machine from a scan.")
    caption: str | None
    credit: str | None
    creator: list[str]
    photographer: list[str] = Field(description="Who took a photo, by its credit lines.")
    keywords: list[str]
    collection: str | None
    added_at: str
    revision: int = Field(description="The number of its last change that the public could see.")
    text_url: str
    articles: int = Field(description="How many texts name the photo.")


class FacetCount(Model):
    """How many of the answers have a value."""

    value: str
    label: str
    count: int
    selected: bool


class FacetTotalOut(Model):
    """How many different values a facet has in the answers, and the sum of the counts of those that are not listed. A
    record counts once for each of its values."""

    values: int
    other: int


class SenseOut(Model):
    """One of the things that a name may mean, and the search for it."""

    card: str
    kind: str
    name: str
    url: str | None


class NameOut(Model):
    """A stretch of the query, [start, end) in code points, that is a name. `forms` are the other ways of writing it
    that were searched too; where several cards have it, none was searched, and `senses` are on offer."""

    words: str
    span: Span
    card: str
    kind: str
    name: str
    forms: list[str]
    senses: list[SenseOut]


class FacetOfferOut(Model):
    """A value of a facet that words of the query say, how many results it leaves, and the search for that: `query` is
    the query less these words."""

    facet: str
    value: str
    label: str
    words: str
    count: int
    query: str
    url: str | None


class FilterOut(Model):
    """A filter that is on."""

    name: str
    value: str


class PartOut(Model):
    """A part of a search that found nothing, words or filter: `hits` have that part alone, `rest` all the others
    without it, which `url` is the search for."""

    words: str
    filter: FilterOut | None
    hits: int
    rest: int
    query: str
    url: str


class SearchAnswer(Model):
    """A page of results."""

    query: QueryEcho
    total: int
    groups: int = Field(description="How many results are left where they are collapsed; else as many as `total`.")
    took_ms: int
    page: int
    page_size: int
    pages: int
    next: str | None
    prev: str | None
    next_cursor: str | None = Field(description="Give it as `cursor` to read on; null at the end, or without `cursor`.")
    results: list[Result]
    facets: dict[str, list[FacetCount]]
    facet_totals: dict[str, FacetTotalOut] = Field(
        description="With `facet_totals=true`: what each facet has beside the values in `facets`. Else empty."
    )
    undated: int = Field(description="Answers without a date; with a date filter, those it left out for that.")
    revision: int = Field(description="The number of the last change that the public can see in the index.")
    names: list[NameOut] = Field(description="What of the query was read as a name.")
    offers: list[FacetOfferOut] = Field(description="Values of facets that the words of the query say.")
    why: list[PartOut] = Field(description="Of a search without results: its parts, and what dropping one gives.")
    did_you_mean: str | None
    relaxed: bool = Field(description="Whether nothing has all words, and these have some of them.")
    warnings: list[str] = Field(description="How the query was read, in English.")
    warning_messages: list[MessageOut] = Field(description="The same warnings with codes and parameters.")


class SeriesOut(Model):
    """The counts of one term, one for each bin. A record that lasts several months counts in each, and one whose date
    is less exact than the interval in none: so `sum` may be above or below `total`."""

    term: str | None = Field(description="Null where no terms were given.")
    total: int
    counts: list[int] = Field(description="One for each of `bins`.")
    sum: int = Field(description="Of all counts.")
    undated: int = Field(description="Answers without a date; with a date filter, those it left out for that.")
    relaxed: bool = Field(description="Whether nothing has all words, and these have some of them.")
    warnings: list[str] = Field(description="How the query was read, in English.")


class HistogramAnswer(Model):
    """How many records each day, month or year has."""

    interval: Interval
    bins: list[str] = Field(description="Days, months or years in order, without a gap, also those without records.")
    series: list[SeriesOut] = Field(description="One for each of `terms`, in their order.")
    revision: int = Field(description="The number of the last change that the public can see in the index.")


class SuggestionOut(Model):
    """Something to search for: what it is, how many records it gives, its query, and the page with them."""

    kind: str
    text: str
    count: int
    query: str
    url: str


class SuggestAnswer(Model):
    """How what was typed may go on."""

    query: str
    suggestions: list[SuggestionOut]


class SimilarAnswer(Model):
    """Records like one, those most like it first."""

    id: str
    results: list[Result]
