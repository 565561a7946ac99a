"""Pages to split a file off a record: which files may be split off, and what the new record would be."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, render_template
from pydantic import BaseModel, ConfigDict, Field

from archive.catalogue import SplitFile
from archive.edits.reasons import reason_of
from archive.errors import CannotMerge, ChangedMeanwhile, NotEditable
from archive.record import Asset, Description, Record
from archive.search.index import index_sync
from ingest.pipeline.record_split import describe_file, split_off, title_of
from webui.desk.forms import form_tokens
from webui.desk.forms.confirmed_form import ConfirmedForm
from webui.desk.forms.notices import AGENT, ends, refused_status, typed_reason
from webui.desk.records.change_wording import one_line
from webui.desk.records.meanwhile import tell_meanwhile
from webui.desk.records.record_list import standing
from webui.desk.records.record_pages import known
from webui.http.parameters import Whole
from webui.http.requests import checked
from webui.i18n import labels, negotiation, words
from webui.i18n.message_lookup import in_page_words
from webui.presentation.record_values import NOT_LISTED, newest_first
from webui.services import desk_links
from webui.services.services import services

_FILES = 50


class SplitQuery(BaseModel):
    """The number of the file to split off."""

    model_config = ConfigDict(extra="forbid")

    asset: Whole | None = Field(default=None, ge=0)


class SplitForm(ConfirmedForm):
    """The same, after the preview."""

    asset: Whole = Field(ge=0)


@dataclass(frozen=True, slots=True)
class RecordFile:
    """A file of a record, and why it must stay; "" when it may be split off."""

    n: int
    name: str
    facts: str
    stays: str


@dataclass(frozen=True, slots=True)
class SplitPreview:
    """The record that file `n` would become. `digest`: of the record that it now belongs to."""

    n: int
    title: str
    file: str
    lines: list[tuple[str, str]]
    digest: str


def desk_split(record_id: str) -> Response:
    """Return the files of the record, or the preview of the requested one."""
    record, asked = known(record_id), checked(SplitQuery, negotiation.arguments())
    return _page(record, asked.asset)


def split_record(record_id: str) -> Response:
    """Split the file off, and redirect to the change."""
    record, asked = known(record_id), checked(SplitForm, form_tokens.sent())
    try:
        reason = reason_of(asked.reason)
        return form_tokens.once(lambda: _done(record, asked, reason))
    except (CannotMerge, ChangedMeanwhile, NotEditable) as error:
        if not isinstance(error, NotEditable):
            tell_meanwhile()
        return _page(record, asked.asset, in_page_words(error.message))


def _done(record: Record, asked: SplitForm, reason: str | None) -> str:
    archive = services().archive
    with archive.lock("ingest"):
        part = archive.catalogue.part_of(record.id, asked.asset)
        _made, n = split_off(archive, part, describe_file(archive, part), AGENT, asked.previewed, reason)
    return desk_links.change(n, behind=bool(index_sync.confirm(archive)))


def _page(record: Record, n: int | None, problem: str = "") -> Response:
    archive = services().archive
    preview: SplitPreview | None = None
    if n is not None:
        digest = archive.catalogue.record_digest([record.id])  # before reading the rest, so it is no newer
        try:
            part = archive.catalogue.part_of(record.id, n)
            preview = _preview(part, describe_file(archive, part), digest)
        except CannotMerge as error:
            problem = problem or in_page_words(error.message)
    assets = newest_first(record.assets)
    body = render_template(
        "desk/split.html",
        record=ends([record.id])[record.id],
        standing=standing(record),
        files=[] if preview else [_file(record, asset) for asset in assets[:_FILES]],
        more=max(0, len(assets) - _FILES),
        preview=preview,
        why=typed_reason(),
        problem=problem,
        desk=desk_links,
    )
    return Response(body, refused_status() if problem else 200)


def _preview(part: SplitFile, said: Description, digest: str) -> SplitPreview:
    values = {key: value for key, value in said.values.items() if key not in NOT_LISTED}
    lines = ((labels.field(key), one_line(key, value)) for key, value in sorted(values.items()))
    title, file = labels.shorten(title_of(part, said)), labels.name(part.member or part.path)
    return SplitPreview(part.n, title, file, [(label, line) for label, line in lines if line], digest)


def _file(record: Record, asset: Asset) -> RecordFile:
    stays = ""
    try:
        services().archive.catalogue.part_of(record.id, asset.n)
    except CannotMerge as error:
        stays = in_page_words(error.message)
    facts = ", ".join((words.ROLES[asset.role], labels.name(asset.media_type, 60), words.file_size(asset.size)))
    return RecordFile(asset.n, labels.name(asset.filename), facts, stays)
