"""Pages to merge two records: both side by side, which one stays, and which values are kept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated

from flask import Response, render_template
from pydantic import BaseModel, ConfigDict, Field

from archive.access import ARCHIVIST
from archive.catalogue import MergeResult
from archive.edits import merging
from archive.edits.reasons import reason_of
from archive.errors import CannotMerge, ChangedMeanwhile, IndexUnavailable, NotEditable, QueryError, UnknownRecord
from archive.messages import Message
from archive.record import Kind, Record
from archive.search.index import index_sync
from webui.desk.forms import form_tokens
from webui.desk.forms.confirmed_form import ConfirmedForm
from webui.desk.forms.notices import AGENT, RecordLink, ends, meant, refused_status, typed_reason
from webui.desk.links.record_search import TEXTS, found_records
from webui.desk.records.change_wording import one_line
from webui.desk.records.meanwhile import tell_meanwhile
from webui.desk.records.own_text import OwnText, own_text
from webui.desk.records.record_list import AccessStatus, standing
from webui.desk.records.record_pages import known
from webui.http.parameters import Text
from webui.http.requests import checked
from webui.i18n import labels, negotiation
from webui.i18n.message_lookup import in_page_words
from webui.presentation.record_values import NOT_LISTED
from webui.services import desk_links
from webui.services.services import services

_LONGEST = 2000  # characters of a typed address
_LIKELY = 12  # related records that are suggested


class MergeQuery(BaseModel):
    """The record to merge, by its id or the address of its page, or words to find it by."""

    model_config = ConfigDict(extra="forbid")

    other: Annotated[Text, Field(max_length=_LONGEST)] = ""


class MergeForm(MergeQuery, ConfirmedForm):
    """The same, after the preview."""


@dataclass(frozen=True, slots=True)
class MergedValue:
    """A field in which two records differ: both values, and which one is used."""

    label: str
    kept: str
    gone: str
    uses: str


@dataclass(frozen=True, slots=True)
class MergeSide:
    """One of the two records: its link, who may see it, its text and its files."""

    record: RecordLink
    standing: AccessStatus
    text: OwnText
    files: list[str]


def desk_merge(record_id: str) -> Response:
    """Return the two records side by side, or the form that asks for the other."""
    kept, asked = known(record_id), checked(MergeQuery, negotiation.arguments())
    return _page(kept, asked.other)


def merge_record(record_id: str) -> Response:
    """Merge the other record into this one, and redirect to the change."""
    kept, asked = known(record_id), checked(MergeForm, form_tokens.sent())
    try:
        reason = reason_of(asked.reason)
        return form_tokens.once(lambda: _merged(kept, asked, reason))
    except (CannotMerge, UnknownRecord, ChangedMeanwhile, NotEditable) as error:
        if not isinstance(error, NotEditable):
            tell_meanwhile()
        return _page(kept, asked.other, in_page_words(error.message))


def _merged(kept: Record, asked: MergeForm, reason: str | None) -> str:
    archive = services().archive
    other = meant(archive, asked.other)
    if other is None:
        raise UnknownRecord(Message("record-unknown", record=asked.other))
    with archive.lock("ingest"):
        n = merging.merge(archive, [kept.id, other], AGENT, asked.previewed, reason)
    return desk_links.change(n, behind=bool(index_sync.confirm(archive)))


def _page(kept: Record, typed: str, problem: str = "") -> Response:
    archive = services().archive
    id_ = meant(archive, typed) if typed.strip() else None
    other = archive.catalogue.get(id_, ARCHIVIST) if id_ else None
    seen: merging.MergePreview | None = None
    if other is not None:
        try:
            seen = merging.rehearse_merge(archive, [kept.id, other.id], AGENT)
        except CannotMerge as error:
            problem = problem or in_page_words(error.message)
    of = ends([kept.id, other.id if other else None, *_likely(kept)])
    found: list[RecordLink] = []
    if other is None:
        try:
            found = found_records(typed, (Kind.PHOTO,) if kept.kind is Kind.PHOTO else TEXTS, but=(kept.id,))
        except (IndexUnavailable, QueryError) as error:
            problem = problem or in_page_words(error.message)
    wrong = bool(typed.strip()) and other is None and not found
    body = render_template(
        "desk/merge.html",
        kept=_side(kept, of),
        gone=_side(other, of) if other else None,
        values=_values(kept, other, seen.result) if seen and other else [],
        after=_after(kept, seen.result) if seen else None,
        previewed=seen.digest if seen else "",
        likely=[of[one] for one in _likely(kept) if one in of],
        found=found,
        typed=typed,
        why=typed_reason(),
        wrong=wrong and not problem,
        problem=problem,
        desk=desk_links,
    )
    return Response(body, refused_status() if problem else 404 if wrong else 200)


def _likely(record: Record) -> list[str]:
    return [one.record for one in record.relations][:_LIKELY]


def _side(record: Record, of: dict[str, RecordLink]) -> MergeSide:
    files = [labels.name(asset.filename or asset.sha256) for asset in record.assets]
    return MergeSide(of[record.id], standing(record), own_text(record), files)


def _after(kept: Record, result: MergeResult) -> AccessStatus | None:
    """Return who may see the merged record, if that differs from who may see the first."""
    now = result.access
    if now == result.before[kept.id]:
        return None
    return standing(replace(kept, status=now.status, release_at=now.release_at, hold_reason=now.hold_reason))


def _values(kept: Record, other: Record, result: MergeResult) -> list[MergedValue]:
    """Return the fields in which they differ, and those that only the other has."""
    keys = [key for key in (*result.filled, *result.differ) if key not in NOT_LISTED and not key.endswith("_precision")]
    found = []
    for key in sorted(keys, key=labels.field):
        mine, theirs, now = (values.get(key) for values in (kept.values, other.values, result.values))
        uses = "both" if now not in (mine, theirs) else "kept" if now == mine else "gone"
        found.append(MergedValue(labels.field(key), one_line(key, mine), one_line(key, theirs), uses))
    return found
