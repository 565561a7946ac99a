"""Set several fields of many records: a preview, then the change as one change set."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import zip_longest

from flask import Response, render_template, request

from archive.access import ARCHIVIST
from archive.catalogue import EDIT
from archive.edits.bulk_process import BulkTask
from archive.edits.edits import Edit, Preview, change
from archive.edits.reasons import reason_of
from archive.edits.values import KEYS, checked
from archive.errors import ChangedMeanwhile, NotEditable
from archive.messages import Message
from webui.desk.forms import background_jobs
from webui.desk.forms.field_keys import grouped_keys, key_of, kind_of
from webui.desk.forms.form_tokens import once
from webui.desk.forms.notices import AGENT, typed_reason
from webui.desk.forms.return_place import lead_back, return_place
from webui.desk.records.change_wording import LONGEST, shown_revised
from webui.desk.records.meanwhile import tell_meanwhile
from webui.desk.records.record_list import listed
from webui.desk.records.selection import NothingChosen, RecordSelection, chosen, read_form_search
from webui.i18n import labels
from webui.i18n.message_lookup import in_page_words, localised_message
from webui.services.services import services

SET, ADD, REMOVE, CLEAR = "set", "add", "remove", "clear"
APART = 1000  # records above which a separate process makes the change, so that the server keeps answering
_MOST = len(KEYS)  # fields of a form
_SIGNS = {SET: "=", ADD: "+=", REMOVE: "-="}


@dataclass(frozen=True, slots=True)
class FieldEdit:
    """What the form says about one field: its key, whether to set, add, remove or clear it, and the value as typed."""

    key: str
    how: str = SET
    value: str = ""

    @classmethod
    def of(cls, key: str, how: str, value: str) -> FieldEdit:
        """Return the content of a form, valid or not."""
        typed = value.replace("\r\n", "\n").replace("\r", "\n")
        return cls(key, how if how in (*_SIGNS, CLEAR) else SET, typed)

    @classmethod
    def of_form(cls) -> FieldEdit:
        """Return the one field of the submitted form."""
        return cls.of(*(request.form.get(name, "") for name in ("key", "how", "value")))

    def given(self) -> list[str]:
        """Return the edit in the form of a command. Raise NotEditable."""
        if not self.key:
            raise NotEditable(Message("field-missing"))
        key = checked(self.key)
        if self.how == CLEAR:
            return []
        if not self.value.strip(" \t\n;"):
            raise NotEditable(Message("value-missing"))
        value = kind_of(self.value) if key == "kind" else self.value
        return [f"{key}{_SIGNS[self.how]}{value}"]

    def clears(self) -> list[str]:
        """Return the keys that are reset."""
        return [self.key] if self.how == CLEAR else []

    def edit(self) -> Edit:
        """Raise NotEditable."""
        return Edit.of(self.given(), (), self.clears())


@dataclass(frozen=True, slots=True)
class BulkEditForm:
    """The fields of the form, in order."""

    rows: tuple[FieldEdit, ...]

    @classmethod
    def of_form(cls) -> BulkEditForm:
        """Return the form as typed; one suggested field if it has not been shown yet."""
        form = request.form
        if "key" not in form:
            return cls((FieldEdit(form.get("suggested", "")),))
        keys, hows, values = (form.getlist(name)[:_MOST] for name in ("key", "how", "value"))
        return cls(tuple(FieldEdit.of(*one) for one in zip_longest(keys, hows, values, fillvalue="")))

    def given(self) -> list[str]:
        """Return the edits in the form of a command. Raise NotEditable."""
        return [word for row in self.rows for word in row.given()]

    def clears(self) -> list[str]:
        """Return the keys that are reset."""
        return [key for row in self.rows for key in row.clears()]

    def edit(self) -> Edit:
        """Raise NotEditable."""
        return Edit.of(self.given(), (), self.clears())

    def problems(self) -> dict[int, str]:
        """Return the errors by the number of the field; contradictions between two fields are at the last of them."""
        found: dict[int, str] = {}
        for n, row in enumerate(self.rows):
            try:
                row.edit()
            except NotEditable as error:
                found[n] = labels.shorten(in_page_words(error.message), LONGEST)
        if not found:
            try:
                self.edit()
            except NotEditable as error:
                found[len(self.rows) - 1] = labels.shorten(in_page_words(error.message), LONGEST)
        return found

    def changed_rows(self) -> BulkEditForm | None:
        """Return the form with one field more or fewer, if a button asks for that."""
        if request.form.get("more"):
            return BulkEditForm((*self.rows, FieldEdit("")))
        less = request.form.get("less", "")
        if not less:
            return None
        kept = tuple(row for n, row in enumerate(self.rows) if str(n) != less)
        return BulkEditForm(kept or (FieldEdit(""),))


def preview_fields() -> Response:
    """Return the form, and below it the preview once a value is given."""
    try:
        those = chosen()
    except NothingChosen as error:
        return listed(read_form_search(), localised_message(error.message))
    asked = BulkEditForm.of_form()
    if "key" not in request.form:
        return _page(those, asked)
    if other := asked.changed_rows():
        return _page(those, other, focus=len(other.rows) - 1)
    if problems := asked.problems():
        return _page(those, asked, problems=problems)
    return _page(those, asked, seen=_seen(those, asked.edit()))


def set_fields() -> Response:
    """Make the change, and redirect to its change set."""
    try:
        those = chosen()
    except NothingChosen as error:
        return listed(read_form_search(), localised_message(error.message))
    asked = BulkEditForm.of_form()
    if problems := asked.problems():
        return _page(those, asked, problems=problems)
    edit = asked.edit()
    try:
        reason = reason_of(typed_reason())
    except NotEditable as error:
        return _page(those, asked, seen=_seen(those, edit), problem=localised_message(error.message))
    if those.digest != request.form.get("previewed"):
        tell_meanwhile(those.ids)
        return _page(those, asked, seen=_seen(those, edit), moved=True)
    try:
        return once(lambda: _done(those, asked, edit, reason))
    except _NothingToDo:
        return _page(those, asked, seen=_seen(those, edit))
    except ChangedMeanwhile:
        tell_meanwhile(those.ids)
        return _page(those, asked, seen=_seen(those, edit), changed=True)


class _NothingToDo(Exception):
    """All of the records already have this value."""


def _done(those: RecordSelection, asked: BulkEditForm, edit: Edit, reason: str | None) -> str:
    shown, place = request.form.get("shown", ""), return_place()
    if len(those.ids) > APART:
        task: BulkTask = {"agent": AGENT, "ids": those.ids, "about": those.about, "previewed": shown}
        task["reason"] = reason
        return background_jobs.begin({**task, "given": asked.given(), "clears": asked.clears()}, len(those.ids), place)
    act = (EDIT, f"{those.about} {edit.words}")
    n, _what = change(services().archive, those.ids, edit.each, act, AGENT, previewed=shown, reason=reason)
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
    problems: Mapping[int, str] | None = None,
    focus: int | None = None,
    seen: Preview | None = None,
    moved: bool = False,
    changed: bool = False,
    problem: str = "",
) -> Response:
    body = render_template(
        "desk/fields.html",
        those=those,
        rows=[(row, key_of(row.key) if row.key in KEYS else None) for row in asked.rows],
        problems=problems or {},
        focus=min(problems) if problems else focus,
        seen=seen,
        moved=moved,
        changed=changed,
        problem=problem,
        why=typed_reason(),
        first=[shown_revised(one) for one in seen.first] if seen else [],
        groups=grouped_keys(),
        titles=[
            labels.shorten(one.title, 80) for one in services().archive.catalogue.get_many(those.ids[:3], ARCHIVIST)
        ],
        large=len(those.ids) > APART,
    )
    return Response(body, 400 if problems or problem else 409 if moved or changed else 200)
