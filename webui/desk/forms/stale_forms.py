"""Forms from an earlier run of the server, and forms made obsolete by others' changes: shown again as typed, to send
again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask import Response, render_template, request

from webui.desk.forms.field_keys import FieldKey, key_of
from webui.desk.forms.form_tokens import sent
from webui.desk.forms.notices import RecordLink, ends
from webui.http.parameters import ID_PATTERN
from webui.i18n import labels, words
from webui.i18n.words import MessageTable, marked

_ID = re.compile(ID_PATTERN)
_NAMED = 5  # records that are named
_RECORDS = ("id", "ids", "one", "other", "article", "photo")  # fields that hold the ids of records
_TYPED = MessageTable(
    {
        "value": marked("Value"),
        "subject": marked("First record"),
        "object": marked("Second record"),
        "other": marked("Its id, or the address of its page"),
        "day": marked("Day"),
        "hour": marked("Hour"),
        "place": marked("Time zone"),
        "collection": marked("Collection"),
        "location": marked("Where the originals are kept"),
        "reason": marked("Reason (optional)"),
    }
)
# The action, from the label of the button or the end of the address.
_ACTS = MessageTable(
    {
        "released": marked("Release"),
        "held": marked("Hold"),
        "withdrawn": marked("Withdraw"),
        "confirm": marked("Confirm"),
        "refuse": marked("Refuse"),
        "reject": marked("Take out"),
        "merge": marked("Merge"),
        "split": marked("Split"),
        "undo": marked("Undo"),
        "none": marked("None of these"),
        "accept": marked("Take this"),
        "clear": marked("Give back what the file says"),
        "start": marked("Add what has arrived"),
        "stop": marked("Stop"),
        "discard": marked("Throw away the copies"),
    }
)


@dataclass(frozen=True, slots=True)
class TypedField:
    """Text typed into a field: its name, its label, the text; `key` for a value of a record."""

    name: str
    label: str
    text: str
    key: FieldKey | None


def show_stale_form(reason: str, status: int = 403, renewed: Mapping[str, str] | None = None) -> Response:
    """Return the page: the action, the text of fields that can be corrected, and a button that sends everything.
    `renewed`: fields that are sent with another value, such as the digest of the current state."""
    fields = sent()
    for name, value in (renewed or {}).items():
        if name in fields:
            fields[name] = value
    typed = [*_typed()]
    shown = {one.name for one in typed}
    records = _records()
    body = render_template(
        "desk/again.html",
        reason=reason,
        typed=typed,
        hidden=[(name, value) for name, value in fields.items(multi=True) if name not in shown],
        act=_act(),
        records=records[:_NAMED],
        more=max(0, len(records) - _NAMED),
        action=request.path,
        is_outdated=status == 403,  # the choice of language then sends the old token on
    )
    return Response(body, status)


def _act() -> str:
    """Return the action if the visible fields do not say it."""
    form = request.form
    said = [form.get(name, "") for name in ("status", "act", "how")] + [request.path.rpartition("/")[2]]
    what = next((_ACTS[one] for one in said if one in _ACTS), "")
    if what and (relation := form.get("relation", "")) in words.RELATIONS:
        return f"{what}: {words.RELATIONS[relation]}"
    return f"{what}: {labels.field(key)}" if what and (key := form.get("key")) else what


def _typed() -> Iterator[TypedField]:
    form = sent()
    named = form.get("key", "")
    for name in _TYPED:
        text = form.get(name, "")
        if name not in form or (name == "value" and (form.get("how", "set") != "set" or len(form.getlist(name)) > 1)):
            continue
        if name == "other" and form.get("act") != "other":  # for a relation it is the id of a record
            continue
        if name == "reason" and not text:
            continue
        key = key_of(named) if name == "value" and named else None
        yield TypedField(name, labels.field(named) if key else _TYPED[name], text, key)


def _records() -> list[RecordLink]:
    form = request.form
    asked = [str((request.view_args or {}).get("record_id", ""))]
    asked += [one for name in _RECORDS for value in form.getlist(name) for one in value.split(",")]
    return [*ends(one for one in asked if _ID.fullmatch(one)).values()]
