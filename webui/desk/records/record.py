"""The desk's page of a record, public or not, and changes of one field by hand or by a click."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import Response, abort, redirect, render_template, request

from archive.access import ARCHIVIST, PUBLIC
from archive.catalogue import EDIT, DescribedRecord, ValueEdit
from archive.catalogue.rules.closures import BY_RULE, Closure
from archive.edits.edits import change
from archive.edits.reasons import reason_of
from archive.edits.values import checked, shown, taken_over
from archive.errors import ChangedMeanwhile, NotEditable
from archive.messages import Message, has_code
from archive.record import Asset, Candidate, Record, Status
from webui.desk.forms.field_keys import keys
from webui.desk.forms.form_tokens import once
from webui.desk.forms.notices import AGENT, typed_reason
from webui.desk.forms.return_place import with_place
from webui.desk.records.bulk_edit import FieldEdit
from webui.desk.records.candidates import fields, sign_of, sign_of_nothing, taken
from webui.desk.records.change_wording import LONGEST
from webui.desk.records.history import history
from webui.desk.records.meanwhile import tell_meanwhile
from webui.desk.records.own_text import own_text
from webui.desk.records.record_list import standing
from webui.i18n import labels, negotiation, words
from webui.i18n.message_lookup import in_page_words, localised_message
from webui.i18n.moments import moment
from webui.i18n.words import _
from webui.presentation import photos
from webui.presentation.events import event_title
from webui.presentation.record_lookup import is_stored
from webui.presentation.record_values import newest_first, plain
from webui.services import desk_links
from webui.services import links as public_links
from webui.services.services import services

_ACCEPT = "accept"
_MOST = 50  # mentions and relations of one side
_MOST_NAMES = 12  # of one file
_MOST_DIGITS = 9
_NOTHING = "none"

Wanted = Callable[[Record | DescribedRecord], Mapping[str, ValueEdit]]


def desk_record(record_id: str) -> Response:
    """Return the view."""
    found = services().archive.catalogue.get(record_id, ARCHIVIST)
    if found is None:
        now = services().archive.catalogue.now_at(record_id, ARCHIVIST)
        if now is None:
            abort(404, _("There is no such record, and none that it became a part of."))
        return redirect(desk_links.record(now[0]), 303)  # type: ignore[return-value]
    return _page(found)


def change_record(record_id: str) -> Response:
    """Set a field, accept a candidate, or revert to the file's value, and redirect to the record."""
    found = services().archive.catalogue.get(record_id, ARCHIVIST)
    if found is None:
        abort(404)
    asked = FieldEdit.of_form()
    try:
        key = checked(asked.key)
        _expect(request.form.get("was"), found, key)
        plan, said = _wanted(found, asked)
        reason = reason_of(typed_reason())
        return once(lambda: _done(found, key, plan, said, reason))
    except NotEditable as error:
        return _page(found, asked, in_page_words(error.message))
    except ChangedMeanwhile as error:
        tell_meanwhile()
        now = services().archive.catalogue.get(record_id, ARCHIVIST) or found
        return _page(now, asked, in_page_words(error.message), 409)


def _expect(was: str | None, record: Record | DescribedRecord, key: str) -> None:
    """Raise ChangedMeanwhile unless the field has the value that the form showed, "" for none."""
    if was is not None and (was or sign_of_nothing(key)) != sign_of(record, key):
        raise ChangedMeanwhile(Message("record-changed-since"))


def _wanted(record: Record, asked: FieldEdit) -> tuple[Wanted, str]:
    """Return the requested change of the record, also in words. Raise NotEditable."""
    if request.form.get("how") != _ACCEPT:
        edit = asked.edit()
        return edit.one, edit.words
    one = taken(record, asked.key, request.form.get("offer", ""))
    if one is None:
        raise NotEditable(Message("candidate-gone"))
    values = taken_over(record, asked.key, Candidate(one.origin, one.value))
    sayings = {key: ValueEdit(value, one.origin) for key, value in values.items()}
    return lambda _record: sayings, f"{asked.key}={shown(one.value)} ({one.origin})"


def _done(record: Record, key: str, plan: Wanted, said: str, reason: str | None) -> str:
    was = request.form.get("was")

    def as_shown(now: DescribedRecord) -> Mapping[str, ValueEdit]:
        _expect(was, now, key)  # within the transaction, so nobody else can write
        return plan(now)

    n, _what = change(services().archive, [record.id], as_shown, (EDIT, f"{record.id} {said}"), AGENT, reason=reason)
    return f"{desk_links.record(record.id)}?done={n or _NOTHING}#field-{key}"


def _page(record: Record, asked: FieldEdit | None = None, problem: str = "", status: int = 400) -> Response:
    own, others = fields(record)
    before = negotiation.arguments().get("before", "")
    acts, more = history(record.id, int(before) if _is_number(before) else None)
    held = services().archive.catalogue.held_names([record.id]).get(record.id, {})
    public = bool(services().archive.catalogue.visible([record.id], PUBLIC))
    linked = record.with_guesses()
    event = services().archive.catalogue.press_event_of(record.id, ARCHIVIST)
    body = render_template(
        "desk/record.html",
        record=record,
        title=labels.name(record.title) if record.title == record.filename else labels.shorten(record.title, LONGEST),
        lang=labels.lang(record.values.get("language")),
        kind=words.KINDS[record.kind],
        genre=labels.genre(plain(record.values.get("genre"))),
        date=labels.listed(record),
        standing=standing(record),
        closures=_closures(record),
        legal_holds=services().archive.catalogue.legal_holds_on([record.id]).get(record.id, ()),
        may_become=[(one.value, words.STATUSES[one]) for one in Status],
        public=public_links.record(record.id) if public else None,
        preview=f"{desk_links.record(record.id)}/preview" if record.kind.value == "photo" else None,
        preview_size=photos.preview_size(record),
        fields=own,
        others=others,
        missing=[one for one in keys() if one.key not in {field.name for field in own}],
        asked=asked,
        why=typed_reason() if problem else "",
        problem=labels.shorten(problem, LONGEST),
        done=_what_was_done(record.id),
        relations=_relations(record),
        event=(desk_links.event(event.key), event_title(event)) if event else None,
        photos=linked.photos[:_MOST],
        articles=linked.articles[:_MOST],
        left_out=max(0, len(linked.photos) - _MOST) + max(0, len(linked.articles) - _MOST),
        text=own_text(record, record.hold_reason or ""),
        has_closed=any(asset.closed for asset in record.assets) or bool(held),
        files=[_file(record, asset, held) for asset in newest_first(record.assets)],
        may_split=services().archive.catalogue.may_split(record.id),
        acts=acts,
        more=f"{desk_links.record(record.id)}?before={more}#history" if more else None,
        earlier=bool(before),
        desk=desk_links,
    )
    return Response(body, status if problem else 200)


def _closures(record: Record) -> list[str]:
    """Return the rules that close it, except one that is the reason for its hold, which is already shown."""
    found = services().archive.catalogue.closures_of([record.id]).get(record.id, ())
    told = has_code(record.hold_reason or "", *BY_RULE)
    return [_closure(one) for one in found if one.overruled or not told]


def _closure(one: Closure) -> str:
    """Return until when a rule closes it, and whether an archivist decided otherwise."""
    said = {"when": moment(one.until), "name": one.rule.collection}
    if not one.until:
        words = _("Closed by the rule of collection %(name)s", **said)
    else:
        words = _("Closed until %(when)s by the rule of collection %(name)s", **said)
    return f"{words}. {_('An archivist decided on this record since.')}" if one.overruled else words


def _what_was_done(record: str) -> dict[str, Any] | None:
    """Return the change set in the address if it is one of this record; `n` is None if nothing was changed."""
    said = negotiation.arguments().get("done", "")
    if said == _NOTHING:
        return {"n": None, "url": ""}
    if not _is_number(said):
        return None
    n = int(said)
    mine = next((True for one in services().archive.catalogue.changed_values(n) if one.record == record), False)
    return {"n": n, "url": with_place(desk_links.change(n))} if mine else None


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS


def _relations(record: Record) -> list[dict[str, Any]]:
    """Return its relations, with the access of the other record if that differs: a smaller copy of a held photo shows
    what the hold is meant to hide."""
    shown = record.relations[:_MOST]
    others = services().archive.catalogue.get_many([one.record for one in shown], ARCHIVIST)
    told = {one.id: standing(one).label for one in others if one.status is not record.status}
    return [
        {
            "label": words.RELATIONS.get(one.type, labels.field(one.type)),
            "url": desk_links.record(one.record),
            "title": labels.shorten(one.title or one.record),
            "doubtful": one.doubtful,
            "why": localised_message(one.reason) if one.reason else None,
            "standing": told.get(one.record, ""),
        }
        for one in shown
    ]


def _file(record: Record, asset: Asset, held: Mapping[str, str | None]) -> dict[str, Any]:
    """Return a file. `held`: the names of the record that have their own hold, with their times."""
    return {
        "role": words.ROLES[asset.role],
        "media_type": labels.name(asset.media_type, 60),
        "size": words.file_size(asset.size),
        "version": asset.version,
        "closed": _closed(asset),
        "sha256": asset.sha256,
        "url": desk_links.asset(record.id, asset.n),
        "name": labels.name(asset.filename),
        "names": [(labels.name(name, 200), _held(name, held)) for name in asset.names[:_MOST_NAMES]],
        "more": max(0, len(asset.names) - _MOST_NAMES),
        "here": is_stored(asset.sha256),
    }


def _held(name: str, held: Mapping[str, str | None]) -> str:
    """Return that a name is not public, or ""."""
    if name not in held:
        return ""
    if until := moment(held[name]):
        return _("This name is held until %(when)s", when=until)
    return _("This name is held")


def _closed(asset: Asset) -> str:
    """Return that a file stays closed when its record is released, or ""."""
    if not asset.closed:
        return ""
    if until := moment(asset.release_at):
        return _("Closed to the public until %(when)s, also when the record is released", when=until)
    return _("Closed to the public, also when the record is released")
