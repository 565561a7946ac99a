"""Legal holds at the desk: set on a record, a query or a collection, and lifted."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, render_template, request

from archive.access import ARCHIVIST
from archive.catalogue.rules.legal_holds import COLLECTION, LONGEST_CASE, QUERY, RECORD, LegalHold
from archive.edits.edits import rehearsal
from archive.edits.reasons import reason_of
from archive.errors import BadRule, NotEditable, QueryError
from archive.login_name import get_login_name
from archive.messages import Message
from archive.storage.archive import Archive
from webui.desk.forms.form_tokens import once
from webui.desk.forms.notices import AGENT, meant, typed_reason
from webui.desk.rules.confirmation import Confirmation, PreviewedRecords, confirm, number_in_address, set_and_lifted
from webui.i18n import labels, negotiation
from webui.i18n.message_lookup import localised_message
from webui.i18n.words import _, ngettext
from webui.services.services import services

HERE = "/desk/legal-holds"
_LONGEST_TARGET = 1000  # characters of a query


def count_holds(archive: Archive) -> int:
    """Return how many legal holds are in force."""
    return sum(hold.stands for hold in archive.catalogue.legal_holds())


def desk_legal_holds() -> Response:
    """Return all legal holds, and the form for a new one."""
    return _page()


def preview_legal_hold() -> Response:
    """Return which records a new hold would keep."""
    try:
        scope, target, ids = _meant()
        reason = reason_of(typed_reason())
        case = request.form.get("case", "")
        _rehearse(case, reason, scope, target, ids)
    except (BadRule, NotEditable, QueryError) as error:
        return _page(localised_message(error.message))
    fields = [("scope", scope), ("target", target), ("case", case), ("reason", reason or "")]
    words = ngettext("%(num)s record would be under this hold", "%(num)s records would be under this hold", len(ids))
    lines = [
        _("Legal hold: %(case)s", case=case),
        _("Records under a legal hold cannot be erased or disposed of. Who may see them does not change."),
    ]
    records = [PreviewedRecords.of(words, ids)]
    return confirm(
        Confirmation(_("Set this legal hold?"), f"{HERE}/apply", _("Set legal hold"), HERE, fields, lines, records)
    )


def set_legal_hold() -> Response:
    """Set a hold, and redirect to the list."""
    try:
        scope, target, ids = _meant()
        reason = reason_of(typed_reason())
        return once(lambda: _set(request.form.get("case", ""), reason, scope, target, ids))
    except (BadRule, NotEditable, QueryError) as error:
        return _page(localised_message(error.message))


def lift_legal_hold(number: str) -> Response:
    """Lift a hold, and redirect to the list."""
    n = number_in_address(number)

    def lift() -> str:
        with services().archive.catalogue.write(AGENT) as writer:
            hold = writer.lift_legal_hold(n, reason_of(typed_reason()), get_login_name())
        return f"{HERE}?done={hold.n}"

    try:
        return once(lift)
    except (BadRule, NotEditable) as error:
        return _page(localised_message(error.message))


def _meant() -> tuple[str, str, list[str]]:
    """Return the scope, target and records in the form. Raise BadRule, QueryError."""
    scope, target = request.form.get("scope", RECORD), request.form.get("target", "").strip()[:_LONGEST_TARGET]
    if scope not in (RECORD, QUERY, COLLECTION):
        abort(400)
    archive = services().archive
    if scope == COLLECTION:
        ids = archive.catalogue.records_in_collection(target)
    elif scope == QUERY:
        ids = services().searcher.every(target, ARCHIVIST)[0] if target else []
    else:
        found = [meant(archive, one) for one in target.split()]
        if None in found:
            raise BadRule(Message("none-meant"))
        ids = [one for one in found if one is not None]
    if not ids:
        raise BadRule(
            Message("collection-unknown", collection=target) if scope == COLLECTION else Message("none-meant")
        )
    return scope, target, ids


def _rehearse(case: str, reason: str | None, scope: str, target: str, ids: list[str]) -> None:
    with rehearsal(services().archive, AGENT) as writer:
        writer.set_legal_hold(case, reason, get_login_name(), scope, target, ids[:1])


def _set(case: str, reason: str | None, scope: str, target: str, ids: list[str]) -> str:
    with services().archive.catalogue.write(AGENT) as writer:
        hold, _count = writer.set_legal_hold(case, reason, get_login_name(), scope, target, ids)
    return f"{HERE}?done={hold.n}"


def _page(problem: str = "") -> Response:
    catalogue, given = services().archive.catalogue, negotiation.arguments()
    counts, holds = catalogue.legal_hold_counts(), catalogue.legal_holds()
    form: Any = request.form if problem else {}
    target = form.get("target", "") if problem else given.get("record", "") or given.get("collection", "")
    scope = form.get("scope", RECORD) if problem else COLLECTION if given.get("collection") else RECORD
    body = render_template(
        "desk/legal_holds.html",
        standing=[_shown(hold, counts) for hold in holds if hold.stands],
        lifted=[_shown(hold, counts) for hold in holds if not hold.stands],
        done=next((hold for hold in holds if str(hold.n) == given.get("done", "")), None),
        problem=problem,
        target=target[:_LONGEST_TARGET],
        scope=scope,
        case=form.get("case", ""),
        why=typed_reason() if problem else "",
        longest_case=LONGEST_CASE,
        longest_target=_LONGEST_TARGET,
        here=HERE,
    )
    return Response(body, 400 if problem else 200)


def _shown(hold: LegalHold, counts: dict[int, int]) -> dict[str, Any]:
    return {
        "n": hold.n,
        "case": hold.case_name,
        "scope": hold.scope,
        "target": labels.shorten(hold.target, 200),
        "count": counts.get(hold.n, 0),
        **set_and_lifted(hold),
    }
