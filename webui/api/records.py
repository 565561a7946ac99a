"""GET /api/v1/records/{id}, its text, its originals and its citation."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, Literal

from flask import Response, abort, request
from pydantic import BaseModel, ConfigDict, Field

from archive.access import instant, utc_now
from archive.messages import Message, messages_of, reason_to_json
from archive.messages.message import code_and_params
from archive.record import PAGE_BREAK, Asset, Kind, Link, Record, Relation, origins_json
from webui.api.models import AccessCopyOut, AssetOut, OfferOut, OriginOut, RecordAnswer, RelationOut, TextAnswer
from webui.api.photos import ROOT, photo_parts, sequence_answer
from webui.api.result_models import LinkOut, MessageOut
from webui.api.search import summary_of
from webui.citations import FORMATS, cite_record
from webui.http.requests import BadParameters, Refusal, checked
from webui.http.responses import add_etag, make_content_disposition
from webui.i18n import labels
from webui.identity.identity import viewer
from webui.presentation.image_sequences import SHEET, run
from webui.presentation.photos import credit_lines
from webui.presentation.record_lookup import access_copy_of, access_copy_response, asset_response, visible
from webui.presentation.record_values import newest_first, plain
from webui.services import links
from webui.services.services import services

CitationFormat = Literal["ris", "bibtex", "csl-json"]


class CitationQuery(BaseModel):
    """The parameters of a citation."""

    model_config = ConfigDict(extra="forbid")

    format: CitationFormat = Field(default="csl-json", description="RIS, BibTeX or a list of one item of CSL-JSON.")


def citation(record_id: str) -> Response:
    """Return the view: a file to keep."""
    wanted = checked(CitationQuery, request.args).format
    record = visible(record_id)
    form = FORMATS[wanted]
    body = "".join(form.write([cite_record(record)]))
    response = Response(body, content_type=f"{form.media_type}; charset=utf-8")
    response.headers["Content-Disposition"] = make_content_disposition(f"{record.id}.{form.ending}")
    return add_etag(response, body)


def record_json(record: Record) -> dict[str, Any]:
    """Return what the endpoint answers for a record, as plain JSON values."""
    address, linked = f"{ROOT}/{record.id}", record.with_guesses()
    answer = RecordAnswer(
        **summary_of(record, credit_lines(record), instant(utc_now())),
        genre=plain(record.values.get("genre")),
        instructions=plain(record.values.get("instructions")),
        version=record.version,
        values=dict(record.values),
        origins={
            key: _origin(entry)
            for key, entry in origins_json({key: offers for key, offers in record.origins.items() if offers}).items()
        },
        assets=[_asset(asset, address) for asset in newest_first(record.assets)],
        mentions=[_link(link, plain(record.values.get("language")), None) for link in linked.photos],
        articles=[_link(link, link.language, link.date) for link in linked.articles],
        relations=[_relation(relation) for relation in record.relations],
        notes=list(record.notes),
        note_messages=[
            MessageOut(**code_and_params(one), text=str(one)) for note in record.notes for one in messages_of(note)
        ],
        **photo_parts(record),
    )
    data = answer.model_dump()
    for entry in data["origins"].values():
        for offer in (entry, *entry["others"]):
            if offer["confidence"] is None:
                del offer["confidence"]
    return data


def _origin(entry: dict[str, Any]) -> OriginOut:
    others: Iterable[dict[str, Any]] = entry["others"]
    return OriginOut(
        origin=entry["origin"],
        value=entry["value"],
        confidence=entry.get("confidence"),
        others=[OfferOut(**other) for other in others],
    )


def _asset(asset: Asset, address: str) -> AssetOut:
    url = f"{address}/assets/{asset.n}"
    copy = access_copy_of(asset)
    return AssetOut(
        n=asset.n,
        role=asset.role,
        filename=asset.filename,
        media_type=asset.media_type,
        size=asset.size,
        sha256=asset.sha256,
        version=asset.version,
        url=url,
        access_copy=AccessCopyOut(media_type=copy.media_type, size=copy.size, url=f"{url}/copy") if copy else None,
    )


def _relation(relation: Relation) -> RelationOut:
    return RelationOut(
        type=relation.type,
        record=relation.record,
        title=relation.title,
        url=links.record(relation.record),
        origin=relation.origin,
        certainty=relation.certainty,
        reason=relation.reason,
        **reason_to_json(relation.reason),
    )


def _link(link: Link, language: str | None, date: str | None) -> LinkOut:
    """Return a link; `language` and `date` are those of the article, for words that have none."""
    mention = link.mention
    return LinkOut(
        n=link.n,
        filename=mention.filename,
        caption=mention.caption,
        credit=mention.credit,
        caption_raw=mention.caption_raw,
        offset=mention.offset,
        language=mention.language or language,
        date=mention.date or date,
        record=link.record,
        kind=link.kind,
        title=link.title,
        url=links.record(link.record) if link.record else None,
        doubtful=link.doubtful,
        reason=link.reason,
        **reason_to_json(link.reason),
    )


def page_ranges(text: str) -> list[list[int]]:
    """Return the [start, end) range of each page of a stored text; none where it has no pages."""
    if PAGE_BREAK not in text:
        return []
    ranges: list[list[int]] = []
    start = 0
    for part in text.split(PAGE_BREAK):
        ranges.append([start, start + len(part)])
        start += len(part) + 1
    return ranges


def _no_parameters() -> None:
    if request.args:
        raise BadParameters([Refusal(name[:100], Message("parameter-unknown")) for name in request.args])


def _answer(data: dict[str, Any]) -> Response:
    body = labels.encodable(json.dumps(data, ensure_ascii=False))
    return add_etag(Response(body, content_type="application/json"), body)


def record(record_id: str) -> Response:
    """Return the view of a record."""
    _no_parameters()
    return _answer(record_json(visible(record_id)))


def record_file(record_id: str) -> Response:
    """Return the view of a record whose address ends with a file suffix."""
    return record(record_id)


def text_file(record_id: str) -> Response:
    """Return the view of its text alone, as /text has it."""
    _no_parameters()
    stored = _text(visible(record_id))
    return add_etag(Response(labels.encodable(stored), content_type="text/plain; charset=utf-8"), stored)


def _text(found: Record) -> str:
    stored = services().catalogue.text(found.id, viewer())
    if stored is None:
        abort(404)
    return stored


def text(record_id: str) -> Response:
    """Return the view of its text with its pages."""
    _no_parameters()
    found = visible(record_id)
    stored = _text(found)
    language = plain(found.values.get("language"))
    return _answer(TextAnswer(id=found.id, language=language, text=stored, pages=page_ranges(stored)).model_dump())


def sequence(record_id: str) -> Response:
    """Return the view of the sequence of frames that it belongs to."""
    _no_parameters()
    found = visible(record_id)
    seen = run(found, SHEET) if found.kind is Kind.PHOTO else None
    if seen is None:
        abort(404)
    return _answer(sequence_answer(found.id, seen).model_dump())


def asset(record_id: str, n: str) -> Response:
    """Return the view of an original: its bytes, as an attachment."""
    _no_parameters()
    return asset_response(visible(record_id), n)


def access_copy(record_id: str, n: str) -> Response:
    """Return the view of the access copy of an original: its bytes, as an attachment."""
    _no_parameters()
    return access_copy_response(visible(record_id), n)
