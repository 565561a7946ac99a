"""Set a field of many records: a preview, then the change as one change set."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, render_template, request

from archive.access import ARCHIVIST
from archive.catalogue import EDIT
from archive.edits.bulk_process import BulkTask
from archive.edits.edits import Edit, Preview, change
from archive.edits.values import checked
from archive.errors import ChangedMeanwhile, NotEditable
from archive.messages import Message
from webui.desk.forms import background_jobs
from webui.desk.forms.field_keys import key_of, keys, kind_of
from webui.desk.forms.form_tokens import once
from webui.desk.forms.notices import AGENT
from webui.desk.forms.return_place import lead_back, return_place
from webui.desk.records.change_wording import LONGEST, shown_revised
from webui.desk.records.record_list import listed
from webui.desk.records.selection import NothingChosen, RecordSelection, chosen, read_form_search
from webui.i18n import labels
from webui.i18n.message_lookup import in_page_words, localised_message
from webui.services.services import services

SET, CLEAR = "set", "clear"
APART = 1000  # records from which on the change is done by a process of its own, beside which the server answers


@dataclass(frozen=True, slots=True)
class BulkEditForm:
    """What the form says: the key, whether to set or to clear it, and the value as it was typed."""

    key: str
    how: str
    value: str

    @classmethod
    def of_form(cls) -> BulkEditForm:
        """Return the form as typed, valid or not."""
        form = request.form
        typed = form.get("value", "").replace("\r\n", "\n").replace("\r", "\n")
        return cls(form.get("key", ""), CLEAR if form.get("how") == CLEAR else SET, typed)

    def given(self) -> list[str]:
        """Return the edit as a command would give it. Raise NotEditable."""
        key = checked(self.key)
        if self.how == SET and not self.value.strip(" \t\n;"):
            raise NotEditable(Message("value-missing"))
        value = kind_of(self.value) if key == "kind" else self.value
        return [f"{key}={value}"] if self.how == SET else []

    def clears(self) -> list[str]:
        """Return the keys that are given back."""
        return [self.key] if self.how == CLEAR else []

    def edit(self) -> Edit:
        """Raise NotEditable."""
        return Edit.of(self.given(), (), self.clears())


def preview_fields() -> Response:
    """Return the form, and below it what would become of the records once a value is given."""
    try:
        those = chosen()
    except NothingChosen as error:
        return listed(read_form_search(), localised_message(error.message))
    if "key" not in request.form:
        return _page(those, BulkEditForm(request.form.get("suggested", ""), SET, ""))
    asked = BulkEditForm.of_form()
    try:
        edit = asked.edit()
    except NotEditable as error:
        return _page(those, asked, problem=in_page_words(error.message))
    return _page(those, asked, seen=_seen(those, edit))


def set_fields() -> Response:
    """Return the change itself; leads to what was done."""
    try:
        those = chosen()
        asked = BulkEditForm.of_form()
        edit = asked.edit()
    except NothingChosen as error:
        return listed(read_form_search(), localised_message(error.message))
    except NotEditable as error:
        return _page(those, asked, problem=in_page_words(error.message))
    if those.digest != request.form.get("previewed"):
        return _page(those, asked, seen=_seen(those, edit), moved=True)
    try:
        return once(lambda: _done(those, asked, edit))
    except _NothingToDo:
        return _page(those, asked, seen=_seen(those, edit))
    except ChangedMeanwhile:
        return _page(those, asked, seen=_seen(those, edit), changed=True)


class _NothingToDo(Exception):
    """All of them have it so already."""


def _done(those: RecordSelection, asked: BulkEditForm, edit: Edit) -> str:
    shown, place = request.form.get("shown", ""), return_place()
    if len(those.ids) > APART:
        task: BulkTask = {"agent": AGENT, "ids": those.ids, "about": those.about, "previewed": shown}
        return background_jobs.begin({**task, "given": asked.given(), "clears": asked.clears()}, len(those.ids), place)
    act = (EDIT, f"{those.about} {edit.words}")
    n, _what = change(services().archive, those.ids, edit.each, act, AGENT, previewed=shown)
    if n is None:
        raise _NothingToDo
    return lead_back(place, n, first=those.first)


def _seen(those: RecordSelection, edit: Edit) -> Preview:
    seen = Preview()
    for one in services().archive.catalogue.worked_out(those.ids, edit.each):
        seen.count(one)
    return seen


def _page(
    those: RecordSelection,
    asked: BulkEditForm,
    *,
    problem: str = "",
    seen: Preview | None = None,
    moved: bool = False,
    changed: bool = False,
) -> Response:
    body = render_template(
        "desk/fields.html",
        those=those,
        asked=asked,
        problem=labels.shorten(problem, LONGEST),
        seen=seen,
        moved=moved,
        changed=changed,
        first=[shown_revised(one) for one in seen.first] if seen else [],
        keys=keys(),
        key=key_of(asked.key) if seen or problem else None,
        titles=[
            labels.shorten(one.title, 80) for one in services().archive.catalogue.get_many(those.ids[:3], ARCHIVIST)
        ],
        large=len(those.ids) > APART,
    )
    return Response(body, 400 if problem else 200)
