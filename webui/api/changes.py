"""GET /api/v1/changes: what changed for the public since a revision, for those who keep a copy of the archive."""

from __future__ import annotations

from flask import Response, request

from archive.access import PUBLIC
from archive.catalogue import PublicChange
from archive.messages import Message
from webui.api.models import ChangeOut, ChangesAnswer
from webui.http.parameters import FollowQuery
from webui.http.requests import BadParameters, Refusal, checked
from webui.http.responses import add_etag
from webui.services import links
from webui.services.services import services

PATH = "/api/v1/changes"


def changes() -> Response:
    """Return the view. Each record is listed once, with its last change, in the order of those changes."""
    query = checked(FollowQuery, request.args)
    catalogue = services().catalogue
    archive = catalogue.archive_id()
    if query.archive is not None and query.archive != archive:
        raise BadParameters([Refusal("archive", Message("changes-of-another"))])
    place = _place(query)
    revision, found = catalogue.public_changes(place, query.page_size + 1)
    if query.since > revision:
        raise BadParameters([Refusal("since", Message("changes-not-yet", given=query.since, revision=revision))])
    if query.cursor is not None and place[0] > revision:  # of another archive: its end would look like the end here
        raise BadParameters([Refusal("cursor", Message("changes-cursor-unknown"))])
    shown = found[: query.page_size]
    answer = ChangesAnswer(
        since=query.since,
        revision=revision,
        archive=archive,
        changes=[_change(one, query.since) for one in shown],
        next=_next(query, archive, shown[-1]) if len(found) > len(shown) else None,
    )
    body = answer.model_dump_json()
    response = add_etag(Response(body, content_type="application/json"), body)
    response.headers["Cache-Control"] = "no-cache"  # otherwise a withdrawal would arrive a minute late
    return response


def _place(query: FollowQuery) -> tuple[int, str]:
    """Return the (revision, id) after which the answer continues."""
    if query.cursor is None:
        return query.since + 1, ""
    revision, _, id_ = query.cursor.partition("-")
    place = int(revision), id_
    if place[0] <= query.since:
        raise BadParameters([Refusal("cursor", Message("changes-cursor-unknown"))])
    return place


def _next(query: FollowQuery, archive: int | None, last: PublicChange) -> str:
    pairs = [("since", str(query.since)), ("cursor", f"{last.revision}-{last.id}")]
    if archive is not None:
        pairs.append(("archive", str(archive)))
    if query.page_size != FollowQuery.model_fields["page_size"].default:
        pairs.append(("page_size", str(query.page_size)))
    return links.with_query(PATH, pairs)


def _change(one: PublicChange, since: int) -> ChangeOut:
    if one.shown_since is None:
        now = services().catalogue.now_at(one.id, PUBLIC)
        into = now[0] if now else None
        return ChangeOut(
            id=one.id, revision=one.revision, at=one.at, change="merged" if into else "withdrawn", into=into
        )
    return ChangeOut(
        id=one.id,
        revision=one.revision,
        at=one.at,
        change="changed" if since > 0 and one.shown_since <= since else "added",
        url=f"/api/v1{links.record(one.id)}",
    )
