"""Which mentions the archivist looks through, and what the forms of that list say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from archive.catalogue import Tie
from webui import links
from webui.desk.done import A_PAGE, MOST_PAGES
from webui.parameters import ID_PATTERN, Ids, Text, Whole
from webui.words import Words, marked

PATH = "/desk/mentions"
Show = Literal["doubtful", "unresolved", "found", "decided"]
SHOWN: Mapping[Show, Tie] = {
    "doubtful": Tie.DOUBTFUL,
    "unresolved": Tie.UNRESOLVED,
    "found": Tie.RESOLVED,
    "decided": Tie.DECIDED,
}
SHOWS = Words(
    {
        "doubtful": marked("Doubtful"),
        "unresolved": marked("Not found"),
        "found": marked("Found by rules"),
        "decided": marked("Decided by you"),
    }
)
_LONGEST = 2000  # characters of an address that is typed
_LONGEST_NAME = 64  # characters by which a form names a name


class MentionsQuery(BaseModel):
    """Which mentions are looked through, and where in them. `done`: the act that led here, `at`: where it was done."""

    model_config = ConfigDict(extra="forbid")

    show: Show = "doubtful"
    page: Whole = Field(default=1, ge=1, le=MOST_PAGES)
    done: Whole | None = None
    at: Whole = Field(default=0, ge=0, le=A_PAGE)

    def address(self, anchor: str = "", **changed: object) -> str:
        """This list with something changed, from its first page unless said otherwise."""
        said: dict[str, object] = {"show": self.show} | changed
        usual = {"show": "doubtful", "page": 1}
        pairs = [(key, str(value)) for key, value in said.items() if value is not None and value != usual.get(key)]
        return links.with_query(PATH, pairs) + (f"#{anchor}" if anchor else "")


class Deciding(MentionsQuery):
    """A form of one entry: the list that it stands in, the mention, and what is said of it: that `photo` is meant, or
    none of `ids`, or `other`, which was typed."""

    act: Literal["", "none", "other", "undo"] = ""
    article: Annotated[str, Field(pattern=ID_PATTERN)] | Literal[""] = ""
    n: Whole = 0
    name: Annotated[Text, Field(max_length=_LONGEST_NAME)] = ""
    photo: Annotated[str, Field(pattern=ID_PATTERN)] | Literal[""] = ""
    ids: Ids = []
    other: Annotated[Text, Field(max_length=_LONGEST)] = ""
    decision: Whole = 0
