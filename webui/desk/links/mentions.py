"""Pages to confirm or reject photos named in articles, with filters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal
from urllib.parse import quote

from flask import Response, render_template
from pydantic import BaseModel, ConfigDict, Field

from archive.access import ARCHIVIST
from archive.catalogue import MentionState, ResolvedMention
from archive.edits import link_decisions
from archive.edits.reasons import reason_of
from archive.errors import CannotUndo, NotEditable, Undecidable, UnknownRecord
from archive.record import Kind
from archive.storage.archive import Archive
from webui.desk.forms import form_tokens
from webui.desk.forms.confirmed_form import Mark, Reason
from webui.desk.forms.notices import A_PAGE, AGENT, MOST_PAGES, Pages, done, meant, see, take_back
from webui.desk.forms.stale_forms import show_stale_form
from webui.desk.links.mention_rows import rows, sign
from webui.desk.records.meanwhile import tell_meanwhile
from webui.http.parameters import ID_PATTERN, Ids, Text, Whole
from webui.http.requests import checked
from webui.i18n import negotiation
from webui.i18n.message_lookup import localised_message
from webui.i18n.words import MessageTable, _, marked
from webui.services import links
from webui.services.services import services

PATH = "/desk/mentions"
Show = Literal["doubtful", "unresolved", "found", "decided"]
SHOWN: Mapping[Show, MentionState] = {
    "doubtful": MentionState.DOUBTFUL,
    "unresolved": MentionState.UNRESOLVED,
    "found": MentionState.RESOLVED,
    "decided": MentionState.DECIDED,
}
SHOWS = MessageTable(
    {
        "doubtful": marked("Doubtful"),
        "unresolved": marked("Not found"),
        "found": marked("Found by rules"),
        "decided": marked("Decided by you"),
    }
)
_LONGEST = 2000  # characters of a typed address
_LONGEST_NAME = 64  # characters that identify a name in a form


class MentionsQuery(BaseModel):
    """Which mentions are listed, and the position among them. `done`: the act that redirected here, `at`: where it was
    done."""

    model_config = ConfigDict(extra="forbid")

    show: Show = "doubtful"
    page: Whole = Field(default=1, ge=1, le=MOST_PAGES)
    done: Whole | None = None
    at: Whole = Field(default=0, ge=0, le=A_PAGE)

    def address(self, anchor: str = "", **changed: object) -> str:
        """Return the address of this list with changed parameters, by default for its first page."""
        said: dict[str, object] = {"show": self.show} | changed
        usual = {"show": "doubtful", "page": 1}
        pairs = [(key, str(value)) for key, value in said.items() if value is not None and value != usual.get(key)]
        return links.with_query(PATH, pairs) + (f"#{anchor}" if anchor else "")

    def picker(self, article: str, n: int, page: int, at: int) -> str:
        """Return the address of the page to pick another photo, opened from this position of the list."""
        pairs = [("show", self.show), ("page", str(page)), ("at", str(at))]
        return links.with_query(f"{PATH}/{quote(article, safe='')}/{n}", pairs)


class MentionForm(MentionsQuery):
    """A form of one entry: its list, the mention, and the decision: that `photo` is meant, or none of `ids`, or the
    typed `other`."""

    act: Literal["", "none", "other", "undo"] = ""
    article: Annotated[str, Field(pattern=ID_PATTERN)] | Literal[""] = ""
    n: Whole = 0
    name: Annotated[Text, Field(max_length=_LONGEST_NAME)] = ""
    photo: Annotated[str, Field(pattern=ID_PATTERN)] | Literal[""] = ""
    ids: Ids = []
    other: Annotated[Text, Field(max_length=_LONGEST)] = ""
    decision: Whole = 0
    previewed: Mark = ""
    reason: Reason = ""


def count_open_mentions(archive: Archive) -> int:
    """Return how many mentions are doubtful or not linked to a photo."""
    counts = archive.catalogue.mention_counts()
    return counts[MentionState.DOUBTFUL] + counts[MentionState.UNRESOLVED]


def desk_mentions() -> str:
    """Return the list, the doubtful first."""
    return _page(checked(MentionsQuery, negotiation.arguments()))


def mention_decided() -> Response:
    """Store which photo is meant or which are not, or undo that, and redirect to the next mention of the list."""
    asked = checked(MentionForm, form_tokens.sent())
    archive = services().archive
    try:
        if form_tokens.only_shown() and asked.act in ("undo", "none"):
            return see(asked.address(page=asked.page))
        reason = reason_of(asked.reason)
        how: dict[str, Any] = {"previewed": asked.previewed, "reason": reason}
        if asked.act == "undo":
            take_back(archive, asked.decision, reason)
            return see(_after(asked, asked.decision))
        mention = _mention(archive, asked)
        if asked.act == "none":
            link_decisions.reject_decision(archive, mention, tuple(asked.ids), AGENT, **how)
        else:
            photo = asked.photo if asked.act == "" else meant(archive, asked.other)
            if photo is None or not _is_photo(archive, photo):
                return Response(_page(asked, wrong=asked), status=400)
            if form_tokens.only_shown():
                return see(asked.address(page=asked.page))
            link_decisions.mean(archive, mention, photo, AGENT, **how)
    except NotEditable as error:
        return show_stale_form(localised_message(error.message), 400)
    except (UnknownRecord, Undecidable, CannotUndo):
        tell_meanwhile()
        said = _("The article was changed since, or something else was decided: the list is as it is now.")
        return Response(_page(asked, problem=said), status=409)
    act = link_decisions.decided_on(archive, mention)
    return see(_after(asked, act.n if act else None))


def _mention(archive: Archive, asked: MentionForm) -> ResolvedMention:
    """Return the mention of the form. Raise UnknownRecord if that place now has another mention."""
    found = link_decisions.naming(archive, asked.article, asked.n)
    if sign(found.mention.filename) != asked.name:
        raise UnknownRecord(asked.article)
    return found


def _is_photo(archive: Archive, record: str) -> bool:
    found = archive.catalogue.get(record, ARCHIVIST)
    return found is not None and found.kind is Kind.PHOTO


def _after(asked: MentionsQuery, act: int | None) -> str:
    """Return the position of the next mention of the list."""
    return asked.address(f"item-{asked.at}", page=asked.page, done=act, at=asked.at)


def _page(query: MentionsQuery, problem: str = "", wrong: MentionForm | None = None) -> str:
    catalogue = services().archive.catalogue
    counts = catalogue.mention_counts()
    pages = Pages.of(counts[SHOWN[query.show]], query.page)
    found = catalogue.mentions(SHOWN[query.show], pages.skip, 2 * A_PAGE)
    return render_template(
        "desk/mentions.html",
        query=query,
        path=PATH,
        rows=rows(found[:A_PAGE], found[A_PAGE:]),
        pages=pages,
        shows=[(SHOWS[show], counts[tie], query.address(show=show), show == query.show) for show, tie in SHOWN.items()],
        done=done(query.done),
        problem=problem,
        wrong=wrong,
    )
