"""Which relations the archivist looks through, and what the forms of that list say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from archive.catalogue import INVERSE, Trust
from webui import links, words
from webui.desk.done import A_PAGE, MOST_PAGES
from webui.parameters import ID_PATTERN, Text, Whole
from webui.words import Words, _, marked

PATH = "/desk/relations"
ALSO_AS = "also-as"
TYPES = tuple(INVERSE)
Show = Literal["doubtful", "all", "confirmed", "refused"]
Type = Literal[
    "", "translation-of", "annex-of", "corrects", "replaces", "withdraws", "prepared-text-of", "transcript-of",
    "crop-of", "same-as-name", "nearly-same-as", "also-as",
]  # fmt: skip
Id = Annotated[str, Field(pattern=ID_PATTERN)]
SHOWN: Mapping[str, Trust | None] = {
    "doubtful": Trust.DOUBTFUL,
    "all": None,
    "confirmed": Trust.CONFIRMED,
    "refused": Trust.REFUSED,
}
SHOWS = Words(
    {
        "doubtful": marked("Doubtful"),
        "all": marked("All"),
        "confirmed": marked("Confirmed"),
        "refused": marked("Refused"),
    }
)
_LONGEST = 2000  # characters of an address that is typed


class RelationsQuery(BaseModel):
    """Which relations are looked through, and where in them. `done`: the act that led here, `at`: where it was done."""

    model_config = ConfigDict(extra="forbid")

    show: Show = "doubtful"
    type: Type = ""
    page: Whole = Field(default=1, ge=1, le=MOST_PAGES)
    done: Whole | None = None
    at: Whole = Field(default=0, ge=0, le=A_PAGE)
    subject: Annotated[Text, Field(max_length=_LONGEST)] = ""

    def address(self, anchor: str = "", **changed: object) -> str:
        """This list with something changed, from its first page unless said otherwise."""
        said: dict[str, object] = {"show": self.show, "type": self.type} | changed
        usual = {"show": "doubtful", "type": "", "page": 1}
        pairs = [(key, str(value)) for key, value in said.items() if value is not None and value != usual.get(key)]
        return links.with_query(PATH, pairs) + (f"#{anchor}" if anchor else "")


class Deciding(RelationsQuery):
    """A form of one entry: the list that it stands in, the relation, and what the archivist says of it."""

    act: Literal["confirm", "refuse", "undo"]
    one: Id = ""
    relation: Type = ""
    other: Id = ""
    decision: Whole = 0


class Adding(RelationsQuery):
    """A relation that is added by hand."""

    relation: Type = ""
    object: Annotated[Text, Field(max_length=_LONGEST)] = ""


def types(query: RelationsQuery, counts: Mapping[tuple[Trust, str], int]) -> Iterable[tuple[str, int, str, bool]]:
    """The types that the list has, how many of each, its address; copies of pictures last, for the whole has none."""
    yield _("Any type"), counted(counts, query.show, ""), query.address(type=""), not query.type
    for type_ in TYPES:
        if (n := counted(counts, query.show, type_)) or type_ == query.type:
            yield words.RELATIONS[type_], n, query.address(type=type_), query.type == type_


def counted(counts: Mapping[tuple[Trust, str], int], show: str, type_: str) -> int:
    """How many relations of a type, or of all, are in a list."""
    return sum(n for (trust, of), n in counts.items() if is_in(trust, of, show, type_))


def is_in(trust: Trust, of: str, show: str, type_: str = "") -> bool:
    """Whether relations of that trust and type are in a list."""
    wanted = SHOWN[show]
    shown = trust is wanted if wanted else trust is not Trust.REFUSED
    return shown and (of == type_ if type_ else of != ALSO_AS)
