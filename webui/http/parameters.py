"""Parameters of search addresses, as models. The OpenAPI document is made from them too."""

from __future__ import annotations

import re
from calendar import monthrange
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from archive.messages import Message
from archive.record import Kind
from archive.search.query.plan import NumberSort, Sort
from archive.search.query.tree import MAX_LENGTH

Facet = Literal[
    "kind", "genre", "language", "year", "month", "source", "person", "place", "collection", "credit", "photographer",
    "speaker", "event", "subject", "subject_code", "flag", "has", "ocr",
]  # fmt: skip
ResultField = Literal[
    "id", "kind", "title", "date", "date_precision", "listed_date", "listed_date_basis", "language", "source",
    "source_url", "score",
    "filename", "status", "highlights", "thumbnail", "photos", "flags", "rights", "url", "others", "more", "ocr",
    "rights_verdict", "caption", "credit", "creator", "photographer", "keywords", "collection", "added_at", "revision",
    "text_url", "articles",
]  # fmt: skip
Switch = Literal["on", "off"]
Shape = Literal["object", "array"]
Collapse = Literal["none", "sequence", "version"]
PassageField = Literal[
    "text", "title", "caption", "creator", "credit", "source", "person", "shown", "speaker", "place", "number",
    "keyword", "subject", "filename", "furniture",
]  # fmt: skip
RowFormat = Literal["json", "ndjson", "csv"]
BatchFormat = Literal["json", "ndjson"]
Interval = Literal["day", "month", "year"]
ExportFormat = Literal["ndjson", "csv", "ris", "bibtex", "csl-json", "ninjs", "zip"]
ResultFormat = Literal["json", "ninjs"]

FILTERS = (
    "kind", "genre", "language", "year", "month", "source", "person", "place", "collection", "credit", "photographer",
    "speaker", "event", "subject", "subject_code", "flag", "has", "ocr", "sequence", "version",
)  # fmt: skip
CONTAINER = "container"  # the genre of files that hold others
CONTAINERS = f"genre:{CONTAINER}"  # of exclude
LONGEST_VALUE = 300  # characters of a filter
LONGEST_QUERY = 2000
LONGEST_START = 200  # characters of a text to complete
LONGEST_NAME = 100  # characters of the name of a list
MOST_LISTED = 200  # records of a list in an address
ID_PATTERN = r"^[A-Za-z0-9_-]{1,64}$"
MAX_REACH = 10_000  # page x page_size: how deep paging goes
_YEAR = "([1-9][0-9]{3}|0[1-9][0-9]{2}|00[1-9][0-9]|000[1-9])"  # the year 0000 does not exist
DATE_PATTERN = rf"^{_YEAR}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$"
_ISO_DATE = re.compile(DATE_PATTERN[:-1] + r"\Z")
_NUMBER = re.compile(r"[0-9]{1,10}", re.ASCII)
LARGEST = 9_999_999_999  # largest number accepted


def _iso_date(value: str) -> str:
    if not _ISO_DATE.match(value):
        raise ValueError(Message("parameter-date-form"))
    if len(value) == 10 and int(value[8:]) > monthrange(int(value[:4]), int(value[5:7]))[1]:
        raise ValueError(Message("parameter-no-such-day"))
    return value


def _whole_number(value: Any) -> Any:
    if isinstance(value, str) and not _NUMBER.fullmatch(value):
        raise ValueError(Message("parameter-no-number"))
    return value


def _yes_or_no(value: Any) -> Any:
    if isinstance(value, str) and value not in {"true", "false"}:
        raise ValueError(Message("parameter-no-switch"))
    return value


def _readable(value: str) -> str:
    if "\x00" in value:
        raise ValueError(Message("parameter-nul"))
    return value


IsoDate = Annotated[str, AfterValidator(_iso_date), Field(json_schema_extra={"pattern": DATE_PATTERN})]
Whole = Annotated[int, BeforeValidator(_whole_number)]
YesNo = Annotated[bool, BeforeValidator(_yes_or_no)]
_WITH_WORDS = r"^[^\u0000]*[^\s\u0000][^\u0000]*$"
Text = Annotated[str, AfterValidator(_readable), Field(json_schema_extra={"pattern": "^[^\\u0000]*$"})]
QueryText = Annotated[
    Text,
    Field(
        max_length=LONGEST_QUERY,
        json_schema_extra={"pattern": "^[^\\u0000]*$", "maxLength": MAX_LENGTH},  # the parser reports excess length
    ),
]
Value = Annotated[Text, Field(min_length=1, max_length=LONGEST_VALUE)]
Once = AfterValidator(lambda values: list(dict.fromkeys(values)))  # repeated values are allowed
Values = Annotated[list[Value], Field(max_length=50), Once]
Kinds = Annotated[list[Kind], Field(max_length=50), Once]
_EXCLUSION = rf"^({'|'.join(FILTERS)}):[^\u0000]+$"
Exclusion = Annotated[
    Text,
    Field(
        min_length=3,
        max_length=LONGEST_VALUE + 20,
        pattern=_EXCLUSION,
        json_schema_extra={"pattern": _EXCLUSION},  # otherwise the description has the pattern of Text
    ),
]
Exclusions = Annotated[list[Exclusion], Field(max_length=50), Once]
Years = Annotated[list[Annotated[str, Field(pattern=rf"^{_YEAR}$")]], Field(max_length=50), Once]
Months = Annotated[list[Annotated[str, Field(pattern=rf"^{_YEAR}-(0[1-9]|1[0-2])$")]], Field(max_length=50), Once]
Has = Annotated[list[Literal["photo", "scan"]], Field(max_length=50), Once]
Collapses = Annotated[list[Collapse], Field(min_length=1, max_length=50), Once]
Facets = Annotated[list[Facet], Once]
PassageFields = Annotated[list[PassageField], Once]
ResultFields = Annotated[list[ResultField], Once]
Ids = Annotated[list[Annotated[str, Field(pattern=ID_PATTERN)]], Field(max_length=MOST_LISTED), Once]
Cursor = Annotated[str, Field(pattern=r"^(\*|[A-Za-z0-9_=-]{1,300})$")]


class RecordsQuery(BaseModel):
    """The parameters that say which records are meant. Filters may be repeated: OR within a name, AND between names."""

    model_config = ConfigDict(extra="forbid", defer_build=True)

    q: QueryText = Field(default="", description="The query. An empty one finds everything.")
    kind: Kinds = Field(default=[], description="Kinds of record.")
    genre: Values = Field(default=[], description="Genre within a kind: transcript, advisory, caption-sheet.")
    language: Values = Field(default=[], description="Main language, as a BCP 47 tag.")
    year: Years = Field(default=[], description="Year of the date.")
    month: Months = Field(default=[], description="Month of the date, as YYYY-MM.")
    source: Values = Field(default=[], description="Source, by its name or the host of its address.")
    person: Values = Field(default=[], description="Person named in the record.")
    place: Values = Field(default=[], description="Place named in the record.")
    collection: Values = Field(default=[], description="Collection.")
    credit: Values = Field(default=[], description="Photographer or agency credited for a photo.")
    photographer: Values = Field(default=[], description="Photographer of a photo.")
    speaker: Values = Field(default=[], description="Who speaks, in a speech or an interview.")
    event: Values = Field(default=[], description="Event, as the record names it.")
    subject: Values = Field(default=[], description="Subject with a code, by its name.")
    subject_code: Values = Field(
        default=[], description="The same by its code, such as medtop:20000350, or by its address if it has no code."
    )
    flag: Values = Field(
        default=[], description="Remarks in a credit: owner-unknown, file-photo, illustration, supplied."
    )
    has: Has = Field(default=[], description="Records with photos or scanned pages: photo, scan.")
    ocr: Values = Field(default=[], description="Text recognised in scans: yes, poor (a page badly read), pending.")
    sequence: Values = Field(default=[], description="One image sequence, as `more` of a result names it.")
    version: Values = Field(
        default=[], description="A text, its reprints and its translations, as `more` of a result names them."
    )
    exclude: Exclusions = Field(default=[], description="Values to leave out, each as `facet:value`.")
    date_from: IsoDate | None = Field(default=None, description="First day, month or year, inclusive.")
    date_to: IsoDate | None = Field(default=None, description="Last day, month or year, inclusive.")
    added_from: IsoDate | None = Field(
        default=None,
        description="First day, month or year (UTC) of being added, or of becoming public if it was held, inclusive.",
    )
    added_to: IsoDate | None = Field(default=None, description="Last day, month or year of the same, inclusive.")
    has_photo: YesNo | None = Field(default=None, description="Only records with photos, or only those without.")
    relax: Switch = Field(default="off", description="If no record has all words, return those with some.")
    names: Switch = Field(default="on", description="Whether a name also finds its other forms, by name cards.")
    names_off: Values = Field(default=[], description="Keys of name cards to ignore.")

    def excluded(self) -> list[str]:
        """Return the values to leave out."""
        return self.exclude


class SearchQuery(RecordsQuery):
    """The parameters of a search."""

    sort: Sort = Field(
        default="relevance",
        description="Order. A minus sign puts the newest first. `date` is the date of a record, "
        "`added` is when it became public.",
    )
    page: Whole = Field(
        default=1, ge=1, le=MAX_REACH, description="Page of results. page x page_size is at most 10,000."
    )
    page_size: Whole = Field(default=20, ge=1, le=100, description="Number of results on a page.")
    cursor: Cursor | None = Field(
        default=None,
        description="To read all results, by `date` or `added`: `*` first, then the `next_cursor` of each answer.",
    )
    collapse: Collapses = Field(
        default=["none"],
        description="sequence: an image sequence is one result. version: a text, its reprints and its translations are "
        "one result.",
    )
    facets: Facets = Field(
        default=["kind", "language", "year", "source", "person", "credit", "flag"], description="Facets to count."
    )
    facet_size: Whole = Field(default=10, ge=1, le=100, description="Most values of a facet.")
    facet_totals: YesNo = Field(
        default=False,
        description="Whether `facet_totals` tells how many values each facet has, and the sum of what is not listed.",
    )
    highlight: YesNo = Field(default=True, description="Whether to return passages with the words that were found.")
    fields: ResultFields = Field(default=[], description="Keys of a result to return beside id. Default: all.")
    shape: Shape = Field(
        default="object", description="array: only the list of results. X-Total-Count and Link have the rest."
    )


class ResultsQuery(SearchQuery):
    """The parameters of a search as JSON."""

    format: ResultFormat = Field(default="json", description="ninjs: each result is an item of IPTC ninjs 3.1.")


class PageQuery(SearchQuery):
    """The same for the search page, which relaxes and collapses by default."""

    relax: Switch = "on"
    collapse: Collapses = ["sequence", "version"]
    view: Literal["list", "grid"] = Field(default="list", description="Entries with text, or a grid of pictures.")
    correct: Switch = Field(default="on", description="If nothing has all words, search for their likely correction.")
    containers: Switch = Field(default="off", description="Whether containers of files (ZIP, TAR) are listed.")

    def hides_containers(self) -> bool:
        """Return whether containers are left out only because the search does not ask for them."""
        return self.containers == "off" and CONTAINER not in self.genre and CONTAINERS not in self.exclude

    def excluded(self) -> list[str]:
        """Return the values to leave out: containers too, unless the search is for them."""
        return [*self.exclude, CONTAINERS] if self.hides_containers() else self.exclude


class ExportQuery(RecordsQuery):
    """The parameters of an export: the records that a search finds, or those of a list."""

    format: ExportFormat = Field(
        default="ndjson",
        description="One record or ninjs item a line, a table, references, or a ZIP of previews with captions.",
    )
    ids: Ids | None = Field(
        default=None, description="Ids of records, joined by commas, in place of a search. Unknown ones are left out."
    )
    name: Annotated[Text, Field(max_length=LONGEST_NAME)] = Field(
        default="", description="Name of the file, without its ending."
    )
    fields: Annotated[list[Annotated[Text, Field(min_length=1, max_length=40)]], Field(max_length=100), Once] = Field(
        default=[], description="Columns of a table or keys of NDJSON beside id, joined by commas. Default: all."
    )
    sort: NumberSort = Field(default="-date", description="Order of a search. A minus sign puts the newest first.")


class RowsQuery(RecordsQuery):
    """What the parameters of rows by record share."""

    format: RowFormat | None = Field(
        default=None, description="A page of JSON, or all rows as NDJSON or CSV. Default: what the header Accept says."
    )
    cursor: Cursor = Field(default="*", description="To read on: the `next_cursor` of the answer before.")
    page_size: Whole = Field(default=100, ge=1, le=1000, description="Most rows of a page of JSON.")
    sort: NumberSort = Field(default="-date", description="Order of the records. A minus sign puts the newest first.")


class PassagesQuery(RowsQuery):
    """The parameters of passages: those of the records, and what of them is shown. One without words is refused by
    the view, which says why."""

    model_config = ConfigDict(extra="forbid", defer_build=True, json_schema_extra={"required": ["q"]})

    q: Annotated[QueryText, Field(json_schema_extra={"pattern": _WITH_WORDS, "maxLength": MAX_LENGTH})] = Field(
        default="", description="The query. It needs a word."
    )
    field: PassageFields = Field(default=[], description="Only passages in these fields. Repeat it for several.")
    context: Whole = Field(default=60, ge=0, le=500, description="Most characters on either side of the words.")


class QuotesQuery(RowsQuery):
    """The parameters of quotes."""

    q: QueryText = Field(default="", description="Only quotes with these words. An empty one gives all.")
    speaker: Annotated[list[Value], Field(max_length=10), Once] = Field(
        default=[], description="Who is quoted, in any form of the name. Repeat it for several."
    )


class HistogramQuery(RecordsQuery):
    """The parameters of counts over time."""

    interval: Interval = Field(default="month", description="Length of a bin.")
    terms: Annotated[list[Annotated[Text, Field(min_length=1, max_length=LONGEST_VALUE)]], Field(max_length=10)] = (
        Field(default=[], description="Queries to be counted side by side, each beside `q`. May be repeated.")
    )


class FollowQuery(BaseModel):
    """The parameters of what changed since a revision."""

    model_config = ConfigDict(extra="forbid", defer_build=True)

    since: Whole = Field(
        default=0,
        ge=0,
        le=LARGEST,
        description="Revision up to which you know the changes. 0 lists all public records.",
    )
    archive: Annotated[int, Field(ge=0, le=LARGEST), BeforeValidator(_whole_number)] | None = Field(
        default=None, description="`archive` of an earlier answer. The changes of another archive are refused."
    )
    cursor: Annotated[str, Field(pattern=r"^[1-9][0-9]{0,9}-[A-Za-z0-9_-]{1,64}$")] | None = Field(
        default=None, description="Where the answer goes on, as `next` of an answer has it."
    )
    page_size: Whole = Field(default=500, ge=1, le=1000, description="Most changes in an answer.")


class SuggestQuery(BaseModel):
    """The parameters of suggestions."""

    model_config = ConfigDict(extra="forbid", defer_build=True)

    q: Annotated[Text, Field(max_length=LONGEST_START)] = Field(default="", description="Text typed so far.")
    limit: Whole = Field(default=8, ge=1, le=20, description="Most suggestions.")


class SimilarQuery(BaseModel):
    """The parameters of records like one."""

    model_config = ConfigDict(extra="forbid", defer_build=True)

    limit: Whole = Field(default=6, ge=1, le=20, description="Most records.")


COMMA_LISTS = frozenset({"facets", "fields", "ids"})
TICKED = frozenset({"ids"})  # of those: boxes of a form repeat it
EITHER_LISTS = frozenset({"collapse"})  # repeated, or joined by commas
