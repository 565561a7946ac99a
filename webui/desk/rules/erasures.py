"""Erasures at the desk: requested, listed and cancelled. Another person carries them out with a command."""

from __future__ import annotations

import hashlib
from typing import Any

from flask import Response, render_template, request

from archive.access import ARCHIVIST
from archive.catalogue.history.erasure import REQUESTED, Erasure, ErasurePreview
from archive.catalogue.rules.legal_holds import LegalHold
from archive.edits.edits import expect
from archive.edits.reasons import reason_of
from archive.errors import CannotErase, ChangedMeanwhile, NotEditable, UnknownRecord
from archive.login_name import get_login_name
from archive.messages import Message
from archive.storage.archive import Archive
from webui.desk.forms.form_tokens import once, sent
from webui.desk.forms.notices import AGENT, meant, typed_reason
from webui.desk.records.meanwhile import tell_meanwhile
from webui.desk.rules.confirmation import number_in_address
from webui.desk.rules.disposals import DISPOSALS
from webui.i18n import labels, negotiation
from webui.i18n.message_lookup import localised_message
from webui.i18n.moments import moment
from webui.services import desk_links
from webui.services.services import services

HERE = "/desk/erasures"
_LONGEST_TARGET = 1000  # characters
_NAMED = 20  # of each sort in a preview
_Problem = (CannotErase, NotEditable, UnknownRecord)


def count_erasures(archive: Archive) -> int:
    """Return how many requests and tombstones there are."""
    return len(archive.catalogue.erasures())


def count_requests(archive: Archive) -> int:
    """Return how many requests wait for another person."""
    return sum(one.state == REQUESTED for one in archive.catalogue.erasures())


def desk_erasures() -> Response:
    """Return all requests and tombstones, and the form of a new request."""
    return _page()


def preview_erasure() -> Response:
    """Return what an erasure would remove."""
    try:
        record, reason = _asked()
        return _preview(record, reason)
    except _Problem as error:
        return _page(localised_message(error.message))


def request_erasure() -> Response:
    """Request an erasure, and redirect to the list."""
    try:
        record, reason = _asked()
        return once(lambda: _requested(record, reason))
    except _Problem as error:
        return _page(localised_message(error.message))
    except ChangedMeanwhile:
        tell_meanwhile([record])
        return _preview(record, reason, moved=True)


def cancel_erasure(number: str) -> Response:
    """Cancel a request, and redirect to the list."""
    n = number_in_address(number)

    def cancel() -> str:
        with services().archive.catalogue.write(AGENT, reason_of(typed_reason())) as writer:
            writer.cancel_erasure(n)
        return HERE

    try:
        return once(cancel)
    except _Problem as error:
        return _page(localised_message(error.message))


def _asked() -> tuple[str, str]:
    """Return the record and the reason in the form. Raise NotEditable, UnknownRecord."""
    typed = request.form.get("record", "").strip()[:_LONGEST_TARGET]
    record = meant(services().archive, typed)
    if record is None:
        raise UnknownRecord(Message("none-meant"))
    reason = reason_of(typed_reason())
    if reason is None:
        raise NotEditable(Message("erase-reason-missing"))
    return record, reason


def _digest(seen: ErasurePreview) -> str:
    return hashlib.sha256(repr(seen).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _requested(record: str, reason: str) -> str:
    with services().archive.catalogue.write(AGENT) as writer:
        expect(request.form.get("previewed", ""), lambda: _digest(writer.erasure_preview(record)))
        n = writer.request_erasure(record, reason, get_login_name())
    return f"{HERE}?done={n}"


def _preview(record: str, reason: str, *, moved: bool = False) -> Response:
    catalogue = services().archive.catalogue
    seen = catalogue.erasure_preview(record)
    ids = [*seen.inside[:_NAMED], *seen.named_by[:_NAMED]]
    titles = {one.id: labels.shorten(one.title, 120) for one in catalogue.get_many(ids, ARCHIVIST)}
    body = render_template(
        "desk/erasure_preview.html",
        seen=seen,
        title=labels.shorten(seen.title or record, 160),
        titles=titles,
        most=_NAMED,
        holds=catalogue.legal_holds_on([record]).get(record, []),
        reason=reason,
        previewed=_digest(seen),
        moved=moved,
        desk=desk_links,
        here=HERE,
    )
    return Response(body, 409 if moved else 200)


def _page(problem: str = "") -> Response:
    catalogue, given = services().archive.catalogue, negotiation.arguments()
    found = catalogue.erasures()
    holds = catalogue.legal_holds_on([one.record for one in found])
    titles = {one.id: one.title for one in catalogue.get_many([one.record for one in found], ARCHIVIST)}
    typed = sent() if problem else given
    waiting = [_shown(one, titles, holds.get(one.record, [])) for one in found if one.state == REQUESTED]
    disposal_of = {n: disposal.n for n, (disposal, _part) in catalogue.disposals_by_erasure().items()}
    body = render_template(
        "desk/erasures.html",
        waiting=waiting,
        gone=[_shown(one, titles, []) for one in found if one.state != REQUESTED],
        disposal_of=disposal_of,
        disposals=DISPOSALS,
        done=next((one for one in waiting if str(one["n"]) == given.get("done", "")), None),
        problem=problem,
        record=typed.get("record", "")[:_LONGEST_TARGET],
        why=typed_reason() if problem else "",
        longest_target=_LONGEST_TARGET,
        here=HERE,
    )
    return Response(body, 400 if problem else 200)


def _shown(one: Erasure, titles: dict[str, str], holds: list[LegalHold]) -> dict[str, Any]:
    return {
        "n": one.n,
        "record": one.record,
        "title": labels.shorten(titles.get(one.record) or "", 120),
        "url": desk_links.record(one.record),
        "reason": one.reason,
        "requested_at": moment(one.requested_at),
        "requested_by": one.requested_by,
        "approved_at": moment(one.approved_at) if one.approved_at else "",
        "approved_by": one.approved_by or "",
        "holds": holds,
        "is_unfinished": one.state != "done",
    }
