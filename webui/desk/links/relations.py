"""Pages to confirm, reject or add relations of records, with filters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any, Literal

from flask import Response, render_template
from pydantic import BaseModel, ConfigDict, Field

from archive.catalogue import INVERSE, Trust, WantedRelations
from archive.edits import link_decisions
from archive.edits.reasons import reason_of
from archive.errors import (
    CannotUndo,
    ChangedMeanwhile,
    IndexUnavailable,
    NotEditable,
    PressArchiveError,
    QueryError,
    Undecidable,
    UnknownRecord,
)
from archive.messages import Message
from archive.storage.archive import Archive
from webui.desk.forms import form_tokens
from webui.desk.forms.confirmed_form import Mark, Reason
from webui.desk.forms.notices import (
    A_PAGE,
    AGENT,
    MOST_PAGES,
    Pages,
    RecordLink,
    done,
    ends,
    meant,
    see,
    take_back,
)
from webui.desk.forms.stale_forms import show_stale_form
from webui.desk.links.record_search import found_records
from webui.desk.links.relation_rows import rows
from webui.desk.records.meanwhile import seen_by_form, tell_meanwhile
from webui.http.parameters import ID_PATTERN, Text, Whole
from webui.http.requests import checked
from webui.i18n import negotiation, words
from webui.i18n.message_lookup import localised_message
from webui.i18n.words import MessageTable, _, marked
from webui.services import desk_links, links
from webui.services.services import services

PATH = desk_links.RELATIONS
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
SHOWS = MessageTable(
    {
        "doubtful": marked("Doubtful"),
        "all": marked("All"),
        "confirmed": marked("Confirmed"),
        "refused": marked("Refused"),
    }
)
_LONGEST = 2000  # characters of a typed address


class RelationsQuery(BaseModel):
    """Which relations are listed, and the position among them. `done`: the act that redirected here, `at`: where it was
    done."""

    model_config = ConfigDict(extra="forbid")

    show: Show = "doubtful"
    type: Type = ""
    page: Whole = Field(default=1, ge=1, le=MOST_PAGES)
    done: Whole | None = None
    at: Whole = Field(default=0, ge=0, le=A_PAGE)
    subject: Annotated[Text, Field(max_length=_LONGEST)] = ""

    def address(self, anchor: str = "", **changed: object) -> str:
        """Return the address of this list with changed parameters, by default for its first page."""
        said: dict[str, object] = {"show": self.show, "type": self.type} | changed
        usual = {"show": "doubtful", "type": "", "page": 1}
        pairs = [(key, str(value)) for key, value in said.items() if value is not None and value != usual.get(key)]
        return links.with_query(PATH, pairs) + (f"#{anchor}" if anchor else "")


class RelationForm(RelationsQuery):
    """A form of one entry: its list, the relation, and the archivist's decision."""

    act: Literal["confirm", "refuse", "undo"]
    one: Id = ""
    relation: Type = ""
    other: Id = ""
    decision: Whole = 0
    previewed: Mark = ""
    reason: Reason = ""


class Adding(RelationsQuery):
    """A relation to add by hand."""

    relation: Type = ""
    reason: Reason = ""
    object: Annotated[Text, Field(max_length=_LONGEST)] = ""


# A form to add a relation, what is wrong by field, and the records to choose from by field.
TypedRelation = tuple[Adding, Mapping[str, str], Mapping[str, Sequence[RecordLink]]]


def types(query: RelationsQuery, counts: Mapping[tuple[Trust, str], int]) -> Iterable[tuple[str, int, str, bool]]:
    """Yield the types in the list, with their numbers and addresses. Copies of pictures come last, since the whole list
    has no number for them."""
    yield _("Any type"), counted(counts, query.show, ""), query.address(type=""), not query.type
    for type_ in TYPES:
        if (n := counted(counts, query.show, type_)) or type_ == query.type:
            yield words.RELATIONS[type_], n, query.address(type=type_), query.type == type_


def counted(counts: Mapping[tuple[Trust, str], int], show: str, type_: str) -> int:
    """Return how many relations of a type, or of all types, are in a list."""
    return sum(n for (trust, of), n in counts.items() if is_in(trust, of, show, type_))


def is_in(trust: Trust, of: str, show: str, type_: str = "") -> bool:
    """Return whether relations of that trust and type are in a list."""
    wanted = SHOWN[show]
    shown = trust is wanted if wanted else trust is not Trust.REFUSED
    return shown and (of == type_ if type_ else of != ALSO_AS)


def count_doubtful_relations(archive: Archive) -> int:
    """Return how many relations wait for a decision."""
    return counted(archive.catalogue.relation_counts(), "doubtful", "")


def desk_relations() -> str:
    """Return the list, the doubtful first."""
    return _page(checked(RelationsQuery, negotiation.arguments()))


def adding_relations() -> Response:
    """Redirect to the list: only the form below it uses this address."""
    return see(f"{PATH}#add")


def relation_decided() -> Response:
    """Confirm, refuse or undo, and redirect to the next relation of the list."""
    asked = checked(RelationForm, form_tokens.sent())
    if form_tokens.only_shown():
        return see(asked.address(page=asked.page))
    archive = services().archive
    said = (asked.one, asked.relation, asked.other)
    try:
        reason = reason_of(asked.reason)
        if asked.act == "undo":
            take_back(archive, asked.decision, reason)
            return see(_after(asked, asked.decision))
        if asked.act == "confirm" and not (
            link_decisions.stands(archive, said) or link_decisions.was_refused(archive, said)
        ):
            raise Undecidable(Message("rule-gone"))
        how: dict[str, Any] = {"previewed": asked.previewed, "reason": reason}
        link_decisions.relate(archive, said, AGENT, holds=asked.act == "confirm", **how)
    except NotEditable as error:
        return show_stale_form(localised_message(error.message), 400)
    except (UnknownRecord, Undecidable, CannotUndo) as error:
        tell_meanwhile()
        return Response(_page(asked, problem=_in_words(error)), status=409)
    act = link_decisions.decided_of(archive, said)
    return see(_after(asked, act.n if act else None))


def relation_added() -> Response:
    """Relate two records by hand; errors are shown at their fields."""
    asked = checked(Adding, form_tokens.sent())
    archive = services().archive
    wrong: dict[str, str] = {}
    choices: dict[str, list[RecordLink]] = {}
    subject, other = (_meant(archive, asked, field, wrong, choices) for field in ("subject", "object"))
    if not wrong and subject == other:
        wrong["object"] = _("That is the same record: give another one.")
    if not asked.relation:
        wrong["relation"] = _("Choose what the first is to the other.")
    if not wrong and (why := link_decisions.unfit(archive, (subject, asked.relation, other))):
        wrong["relation"] = localised_message(why)
    if wrong:
        return Response(_page(asked, adding=(asked, wrong, choices)), status=400)
    if form_tokens.only_shown():
        return see(asked.address())
    said = (subject, asked.relation, other)
    try:
        reason = reason_of(asked.reason)
        _expect_undecided(archive, said)
        link_decisions.relate(archive, said, AGENT, reason=reason)
    except NotEditable as error:
        return show_stale_form(localised_message(error.message), 400)
    except (UnknownRecord, Undecidable) as error:
        return Response(_page(asked, problem=_in_words(error)), status=409)
    act = link_decisions.decided_of(archive, said)
    return see(asked.address("done", done=act.n if act else None))


def _expect_undecided(archive: Archive, said: link_decisions.Triple) -> None:
    """Raise ChangedMeanwhile if a decision about these two was made since the form was shown; only the submitted form
    names them."""
    act, seen = link_decisions.decided_of(archive, said), seen_by_form()
    if act is not None and seen is not None and act.n > seen and act.what != "confirmed":
        tell_meanwhile(said)
        raise ChangedMeanwhile(Message("changed-meanwhile"))


def _after(asked: RelationsQuery, act: int | None) -> str:
    """Return the position of the next relation of the list."""
    return asked.address(f"item-{asked.at}", page=asked.page, done=act, at=asked.at)


def _in_words(error: PressArchiveError) -> str:
    if isinstance(error, UnknownRecord):
        return _("One of the two records is not here any more: the list is up to date now, and nothing was done.")
    if isinstance(error, CannotUndo):
        return _("Something else was decided since: the list is up to date now, and nothing was done.")
    return localised_message(error.message)


def _meant(
    archive: Archive, asked: Adding, field: str, wrong: dict[str, str], choices: dict[str, list[RecordLink]]
) -> str:
    """Return the record that a field means; otherwise `wrong` says what to do, and `choices` has the records with the
    typed words."""
    typed = str(getattr(asked, field))
    if record := meant(archive, typed):
        return record
    try:
        choices[field] = found_records(typed)
    except (IndexUnavailable, QueryError) as error:
        wrong[field] = localised_message(error.message)
    else:
        wrong[field] = (
            _("Choose one of the records with these words.") if choices[field]
            else _("No record has these words, this id or this address: try other words.") if typed.strip()
            else _("Give words to search for, the id of a record, or the address of its page.")
        )  # fmt: skip
    return ""


def _typed_record(typed: str) -> RecordLink | None:
    record = meant(services().archive, typed)
    return ends([record]).get(record or "")


def _page(query: RelationsQuery, problem: str = "", adding: TypedRelation | None = None) -> str:
    catalogue = services().archive.catalogue
    counts = catalogue.relation_counts()
    total = counted(counts, query.show, query.type)
    at = Pages.of(total, query.page)
    found = catalogue.relations(WantedRelations(SHOWN[query.show], query.type), at.skip, A_PAGE)
    typed, wrong, choices = adding or (Adding(subject=query.subject), {}, {})
    return render_template(
        "desk/relations.html",
        query=query,
        rows=rows(found, query.address(page=at.page), refused=query.show == "refused"),
        pages=at,
        total=total,
        shows=[(SHOWS[show], counted(counts, show, ""), query.address(show=show, type=""), show == query.show)
               for show in SHOWN],
        types=[*types(query, counts)],
        done=done(query.done),
        problem=problem,
        form=typed,
        wrong=wrong,
        choices=choices,
        given={field: _typed_record(getattr(typed, field)) for field in ("subject", "object")},
        type_names=[(type_, words.RELATIONS[type_]) for type_ in TYPES],
    )  # fmt: skip
