"""List the archivist's change sets, and undo one after a preview."""

from __future__ import annotations

from itertools import groupby, islice
from typing import Annotated, Any, Literal

from flask import Response, abort, render_template, request
from pydantic import BaseModel, ConfigDict, Field

from archive.catalogue import EDIT, IMPORT, JOINS, UNDO, ChangedValue, ChangeSet, UndoResult
from archive.catalogue.accounts.roles import Permission
from archive.edits.bulk_process import BulkTask
from archive.edits.edits import take_back
from archive.edits.reasons import has_words, reason_of
from archive.errors import CannotUndo, ChangedMeanwhile, NotEditable
from archive.search.index import index_sync
from archive.storage.archive import Archive
from webui.desk.forms import background_jobs
from webui.desk.forms.confirmed_form import Reason
from webui.desk.forms.form_tokens import once
from webui.desk.forms.notices import A_PAGE, AGENT, MOST_PAGES, Pages, typed_reason
from webui.desk.forms.return_place import CHANGE, INDEX, NOTHING, lead_back, return_place, with_place
from webui.desk.records.bulk_edit import APART
from webui.desk.records.change_wording import changes_in_words, head, one_line, shown_revised, titles
from webui.desk.records.meanwhile import tell_meanwhile
from webui.http.parameters import ID_PATTERN, Whole
from webui.http.requests import checked
from webui.i18n import labels, negotiation, words
from webui.i18n.message_lookup import localised_message
from webui.i18n.words import _
from webui.identity.identity import may
from webui.pages.errors import page
from webui.services import desk_links
from webui.services.links import with_query
from webui.services.services import services

_RECORDS = 50  # records of a change set on one page
_LOOKED_AT = 2000  # values of a change set whose records are checked for later changes
_LONGEST = 600  # characters of a message
_MOST_DIGITS = 9


class ChangesQuery(BaseModel):
    """The parameters of the list: its page, and words to find in the reasons."""

    model_config = ConfigDict(extra="forbid")

    page: Whole = Field(default=1, ge=1, le=MOST_PAGES)
    reason: Reason = ""


class ChangeQuery(BaseModel):
    """The parameters of one change set: the record to continue after, whether the index is behind, and the page to
    return to."""

    model_config = ConfigDict(extra="forbid")

    after: Annotated[str, Field(pattern=ID_PATTERN)] | None = None
    index: Literal["behind"] | None = None
    back: str = ""


def how_many(archive: Archive) -> int:
    """Return how many change sets there are."""
    return len(archive.catalogue.change_sets())


def desk_changes() -> str:
    """Return the list, the newest first."""
    query = checked(ChangesQuery, negotiation.arguments())
    sets = services().archive.catalogue.change_sets()
    if query.reason.strip():
        sets = [one for one in sets if has_words(one.reason, query.reason)]
    at = Pages.of(len(sets), query.page)
    shown = sets[at.skip : at.skip + A_PAGE]
    said = changes_in_words(shown)
    heads = [head(one, said[one.n]) for one in shown]
    kept = [("reason", query.reason)] if query.reason else []
    pages = {n: with_query(desk_links.CHANGES, [("page", str(n)), *kept]) for n in (at.page - 1, at.page + 1)}
    return render_template("desk/changes.html", sets=heads, pages=at, urls=pages, reason=query.reason)


def desk_change(number: str) -> str:
    """Return the changes of one set, a page of records at a time."""
    one = _find_change_set(number)
    query = checked(ChangeQuery, negotiation.arguments())
    rows, more = _rows(one.n, query.after or "")
    return render_template(
        "desk/change.html",
        head=_head(one),
        behind=query.index is not None and index_sync.is_behind(services().archive),
        rows=rows,
        next=with_place(f"{desk_links.change(one.n)}?after={more}") if more else None,
        first=with_place(desk_links.change(one.n)) if query.after else None,
    )


def change_done() -> dict[str, Any] | None:
    """Return the change set that redirected to this page; its head is None if nothing was changed."""
    told = request.args.get(CHANGE, "")
    if told == NOTHING:
        return {"head": None}
    one = _known(told)
    if one is None:
        return None
    behind = INDEX in request.args and index_sync.is_behind(services().archive)
    return {"head": _head(one), "behind": behind}


def desk_undo(number: str) -> Response:
    """Return the preview of undoing it."""
    return _undo_page(_find_for_undo(number))


def take_change_back(number: str) -> Response:
    """Undo it, and redirect to the change set of the undo."""
    one = _find_for_undo(number)
    skip = request.form.get("skip") == "on"
    try:
        reason = reason_of(typed_reason())
        return once(lambda: _taken_back(one, skip, reason))
    except NotEditable as error:
        return _undo_page(one, error.message)
    except (CannotUndo, ChangedMeanwhile) as error:
        first = islice(services().archive.catalogue.changed_values(one.n), _LOOKED_AT)
        tell_meanwhile({value.record for value in first})
        return _undo_page(one, error.message)


def _taken_back(one: ChangeSet, skip: bool, reason: str | None) -> str:
    previewed = request.form.get("previewed", "")
    place = return_place()
    if one.records > APART and one.action not in JOINS:
        task: BulkTask = {"agent": AGENT, "undo": one.n, "skip": skip, "previewed": previewed}
        task["reason"] = reason
        return background_jobs.begin(task, one.records, place)
    done = take_back(services().archive, one.n, AGENT, skip=skip, previewed=previewed, reason=reason)
    behind = index_sync.confirm(services().archive)  # records that had been released may be held again
    assert done.change_set is not None
    return lead_back(place, done.change_set, behind=bool(behind))


def _find_change_set(number: str) -> ChangeSet:
    found = _known(number)
    if found is None:
        abort(404, _("There is no change of that number."))
    return found


def _find_for_undo(number: str) -> ChangeSet:
    """Return the change set, or answer 403 for users who may edit but not decide on access: undoing also releases and
    splits."""
    found = first = _find_change_set(number)
    sets = {one.n: one for one in services().archive.catalogue.change_sets()}
    while first.action == UNDO and first.undoes in sets:
        first = sets[first.undoes]
    if first.action not in (EDIT, IMPORT) and not may(Permission.ACCESS):
        abort(page(403, _("Your role does not allow this. An admin can give you another one.")))
    return found


def _known(number: str) -> ChangeSet | None:
    plain = number.isascii() and number.isdecimal() and len(number) <= _MOST_DIGITS
    sets = services().archive.catalogue.change_sets() if plain else []
    return next((one for one in sets if one.n == int(number)), None)


def _head(one: ChangeSet) -> dict[str, Any]:
    return head(one, changes_in_words([one])[one.n])


def _rows(n: int, after: str) -> tuple[list[dict[str, Any]], str | None]:
    """Return the changes of some records, and the last of these if there are more."""
    values = services().archive.catalogue.changed_values(n, after)
    grouped = groupby(values, key=lambda value: value.record)
    found = [(record, [*some]) for record, some in islice(grouped, _RECORDS + 1)]
    shown = found[:_RECORDS]
    called = titles(record for record, _values in shown)
    rows = [
        {
            "url": desk_links.record(record),
            "title": called[record],
            "changes": [_value(value) for value in values if not value.key.endswith("_precision")],
        }
        for record, values in shown
    ]
    return rows, shown[-1][0] if len(found) > _RECORDS else None


def _value(value: ChangedValue) -> dict[str, Any]:
    ends = {"before": one_line(value.key, value.before), "after": one_line(value.key, value.after)}
    return {"label": labels.field(value.key), "before_origin": None, "after_origin": None} | ends


def _undo_page(one: ChangeSet, problem: str = "") -> Response:
    rehearsed: UndoResult | None = None
    previewed = services().archive.catalogue.undo_digest(one.n)  # before reading the rest, so it is no newer
    try:
        rehearsed = services().archive.catalogue.rehearse_undo(one.n)
    except CannotUndo as error:
        problem = error.message
    if not one.stands and one.undone_by:
        by = words.number(one.undone_by)
        problem = _("Change %(by)s has undone it. To do it again, undo change %(by)s.", by=by)
    if problem and rehearsed and rehearsed.left:
        problem = _(
            "Some were changed again, or put under an embargo, since: undo those changes first, or leave them as they "
            "are."
        )
    called = titles(record for record, _n in rehearsed.left_first) if rehearsed else {}
    body = render_template(
        "desk/undo.html",
        head=_head(one),
        problem=labels.shorten(localised_message(problem), _LONGEST),
        undone=rehearsed,
        why=typed_reason(),
        previewed=previewed,
        first=[shown_revised(each) for each in rehearsed.first] if rehearsed else [],
        left=[
            {"url": desk_links.record(record), "title": called[record], "n": n}
            for record, n in (rehearsed.left_first if rehearsed else ())
        ],
        large=one.records > APART,
        change_url=desk_links.change,
    )
    return Response(body, 409 if problem else 200)
