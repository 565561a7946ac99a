"""Records due for disposal, requests of disposals, and certificates of those that were carried out."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Response, abort, render_template, request

from archive.access import ARCHIVIST
from archive.catalogue.history.disposal import Disposal, DueRecord
from archive.catalogue.rules.collection_rules import collection_key
from archive.edits.due_table import due_csv as table_of
from archive.edits.reasons import reason_of
from archive.errors import BadRule, CannotErase, NotEditable
from archive.login_name import get_login_name
from archive.storage.archive import Archive
from webui.desk.forms.form_tokens import once
from webui.desk.forms.notices import AGENT, typed_reason
from webui.desk.rules.collections import HERE as COLLECTIONS
from webui.desk.rules.collections import rule_words
from webui.desk.rules.confirmation import number_in_address
from webui.i18n import labels, negotiation, words
from webui.i18n.message_lookup import localised_message
from webui.i18n.moments import moment
from webui.i18n.words import _
from webui.services import desk_links, links
from webui.services.services import services

HERE = f"{COLLECTIONS}/due"
DISPOSALS = f"{COLLECTIONS}/disposals"
_A_PAGE = 200  # records that the page names; the table has all


def count_due(archive: Archive) -> int:
    """Return how many records are due for disposal."""
    return len(archive.catalogue.due_records())


def desk_due() -> Response:
    """Return what is due today or on a given day."""
    return _page()


def due_csv() -> Response:
    """Return the whole list as a table."""
    collection, on, _problem = _asked()
    found = services().archive.catalogue.due_records(on, collection or None)
    headers = {"Content-Disposition": "attachment; filename=due.csv"}
    return Response("".join(table_of(found)), mimetype="text/csv", headers=headers)


def request_due_disposal() -> Response:
    """Request the disposal of the records due in a collection, and redirect to it."""
    name = request.form.get("collection", "")
    try:
        reason = reason_of(typed_reason())
        return once(lambda: _requested(name, reason))
    except (BadRule, CannotErase, NotEditable) as error:
        return _page(localised_message(error.message))


def cancel_due_disposal(number: str) -> Response:
    """Cancel the part of a disposal that has not been carried out."""
    n = number_in_address(number)

    def cancel() -> str:
        with services().archive.catalogue.write(AGENT) as writer:
            writer.cancel_disposal(n)
        return f"{DISPOSALS}/{n}"

    return once(cancel)


def desk_disposal(number: str) -> str:
    """Return a disposal: its open part, and the certificate of what was carried out."""
    try:
        found = services().archive.catalogue.disposal(number_in_address(number))
    except BadRule as error:
        abort(404, localised_message(error.message))
    return render_template(
        "desk/disposal.html",
        disposal=found,
        archive=services().settings.archive.name,
        requested=moment(found.requested_at),
        due_on=labels.date(found.due_on),
        rules=[
            {"n": rule.n, "words": rule_words(rule), "reason": rule.reason, "by": rule.set_by} for rule in found.rules
        ],
        gone=_gone(found),
        left=_left(found),
        dropped=[one.record for one in found.records if one.erasure is None],
        here=f"{DISPOSALS}/{found.n}",
        due=HERE,
    )


def _gone(found: Disposal) -> list[dict[str, Any]]:
    return [
        {
            "id": one.record,
            "kind": words.KINDS[one.kind],
            "counted": labels.date(one.counted_day),
            "due": labels.date(one.due_on),
            "rule": one.rule,
            "when": moment(one.erasure.approved_at),
            "by": one.erasure.approved_by,
            "files": [{**file, "size": words.file_size(file["size"])} for file in one.files],
        }
        for one in found.gone
        if one.erasure is not None
    ]


def _left(found: Disposal) -> list[dict[str, str]]:
    catalogue = services().archive.catalogue
    titles = {one.id: one.title for one in catalogue.get_many([one.record for one in found.left], ARCHIVIST)}
    return [
        {
            "title": labels.shorten(titles.get(one.record) or one.record, 120),
            "url": desk_links.record(one.record),
            "why": localised_message(why) if (why := catalogue.reason_to_keep(one)) else "",
        }
        for one in found.left
    ]


def _requested(name: str, reason: str | None) -> str:
    catalogue = services().archive.catalogue
    with catalogue.write(AGENT) as writer:
        made, _stays = writer.request_disposal(name, catalogue.today(), reason, get_login_name())
    return f"{DISPOSALS}/{made.n}"


def _asked() -> tuple[str, date | None, str]:
    """Return the collection and the day in the address, and what is wrong with them."""
    given = negotiation.arguments()
    typed = given.get("on", "").strip()
    try:
        on = date.fromisoformat(typed) if typed else None
    except ValueError:
        return given.get("collection", ""), None, _("This is not a date. Write it like 2030-12-31.")
    return given.get("collection", ""), on, ""


def _page(problem: str = "") -> Response:
    catalogue, (collection, on, wrong) = services().archive.catalogue, _asked()
    problem = problem or wrong
    found = catalogue.due_records(on, collection or None)
    today = catalogue.today()
    groups: dict[str, dict[str, Any]] = {}
    for one in found:
        group = groups.setdefault(
            collection_key(one.collection), {"name": one.collection, "rows": [], "free": 0, "total": 0}
        )
        group["total"] += 1
        group["free"] += one.due <= today and not one.holds and one.erasure is None
        if len(group["rows"]) < _A_PAGE:
            group["rows"].append(_row(one))
    pairs = [("collection", collection), ("on", on.isoformat() if on else "")]
    body = render_template(
        "desk/due.html",
        groups=list(groups.values()),
        total=len(found),
        on=on.isoformat() if on else today.isoformat(),
        collection=collection,
        problem=problem,
        why=typed_reason() if problem else "",
        here=HERE,
        table=links.with_query(f"{HERE}/csv", [pair for pair in pairs if pair[1]]),
        has_rules=any(rule.stands and rule.kind == "retention" for rule in catalogue.collection_rules()),
    )
    return Response(body, 400 if problem else 200)


def _row(one: DueRecord) -> dict[str, Any]:
    return {
        "url": desk_links.record(one.record),
        "title": labels.shorten(one.title or one.record, 120),
        "kind": words.KINDS[one.kind],
        "counted": labels.date(one.counted.day.isoformat()),
        "is_accession": one.counted.is_accession,
        "due": labels.date(one.due.isoformat()),
        "holds": [(hold.n, hold.case_name) for hold in one.holds],
        "requested": one.erasure is not None,
    }
