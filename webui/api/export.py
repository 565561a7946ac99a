"""GET /api/v1/export: download all records of a search or a list."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from flask import Response, request

from archive.messages import Message
from archive.record import Kind, Record
from archive.search.execution.requests import SearchRequest
from webui.api.models import RecordAnswer
from webui.api.ninjs import ninjs
from webui.api.records import record_json
from webui.citations import FORMATS, cite_record
from webui.export.export_formats import CSV_COLUMNS, MOST, stream_zip, table
from webui.export.export_stream import Tell, found_by, listed, sent, turn
from webui.http.parameters import ExportQuery
from webui.http.public_address import prefix_links
from webui.http.requests import BadParameters, Refusal, checked, records_request
from webui.http.responses import make_content_disposition
from webui.i18n import labels
from webui.identity.identity import viewer
from webui.services.services import services

PATH = "/api/v1/export"
NDJSON = "application/x-ndjson"
MISSING = "X-Not-Available"  # how many ids of a list lead to nothing that is public
MEDIA_TYPES = {"ndjson": NDJSON, "csv": "text/csv", "ninjs": NDJSON, "zip": "application/zip"} | {
    name: form.media_type for name, form in FORMATS.items()
}
_ENDINGS = {name: form.ending for name, form in FORMATS.items()} | {"ninjs": "ninjs.ndjson"}
_ABOUT_OTHERS = ("sequence", "also_as")  # left out of exported records, since each needs a query per record
_BESIDE = ("text", "furniture")  # added to exported records
_TEXTS_AT_ONCE = 10  # texts in memory; a book's has megabytes
_KEYS = (*(name for name in RecordAnswer.model_fields if name not in _ABOUT_OTHERS), *_BESIDE)  # of a line


def export() -> Response:
    """Return the view. Invalid requests are refused before the first byte is sent."""
    return answer(checked(ExportQuery, request.args))


def answer(query: ExportQuery, tell: Tell = lambda read, of: None) -> Response:  # noqa: ARG005
    """Return the answer to a query; `tell` gets how many records of a search were read, of how many."""
    asked = records_request(query)
    _check_fields(query)
    if query.ids is not None and (query.model_fields_set - {"ids", "format", "name", "fields"}):
        raise BadParameters([Refusal("ids", Message("export-list-alone"))])
    missing = 0
    if query.ids is not None:
        found = listed(query.ids)
        records, missing = iter(found.records), found.missing
        photos = sum(record.kind is Kind.PHOTO for record in found.records)
    else:
        asked = _photos_only(asked) if query.format == "zip" else asked
        photos = _count(asked) if query.format == "zip" else 0
        records = found_by(replace(asked, sort=query.sort), tell)
    if query.format == "zip":
        _fits(photos)
    return _response(query, records, missing)


def _check_fields(query: ExportQuery) -> None:
    """Raise BadParameters for fields that the format does not have."""
    if not query.fields:
        return
    known = {"csv": CSV_COLUMNS, "ndjson": _KEYS}.get(query.format)
    if known is None:
        raise BadParameters([Refusal("fields", Message("export-without-fields"))])
    if unknown := [name for name in query.fields if name not in known]:
        raise BadParameters([Refusal("fields", Message("export-fields-unknown", names=unknown, known=list(known)))])


def _photos_only(asked: SearchRequest) -> SearchRequest:
    """Refuse previews where other records than photos may be exported; only photos have them."""
    kinds = asked.filters.get("kind")
    if kinds and Kind.PHOTO.value not in kinds:
        _fits(0)
    return replace(asked, filters={**asked.filters, "kind": (Kind.PHOTO.value,)})


def _count(asked: SearchRequest) -> int:
    return services().searcher.search(replace(asked, page_size=1, assisted=False), viewer()).total


def _fits(photos: int) -> None:
    if not photos:
        raise BadParameters([Refusal("format", Message("export-without-photos"))])
    if photos > MOST:
        said = Message("export-too-many-photos", photos=photos, most=MOST)
        raise BadParameters([Refusal("format", said)])


def _response(query: ExportQuery, records: Iterator[Record], missing: int) -> Response:
    form, name = query.format, query.name.strip() or "press-archive"
    body = () if request.method == "HEAD" else sent(_written(form, records, query.fields), turn())
    media_type = MEDIA_TYPES[form]
    response = Response(body, content_type=media_type if form == "zip" else f"{media_type}; charset=utf-8")
    response.headers["Content-Disposition"] = make_content_disposition(f"{name}.{_ENDINGS.get(form, form)}")
    response.headers["Cache-Control"] = "no-store"
    if missing:
        response.headers[MISSING] = str(missing)
    return response


def _written(form: str, records: Iterator[Record], fields: Sequence[str]) -> Iterator[bytes]:
    if form == "zip":
        return stream_zip((record, cite_record(record)) for record in records)
    if form == "csv":
        columns = [name for name in CSV_COLUMNS if not fields or name in {"id", *fields}]
        pieces = table(((record, cite_record(record)) for record in records), columns)
    elif form == "ndjson":
        pieces = _lines(records, fields)
    elif form == "ninjs":
        pieces = (json.dumps(ninjs(record), ensure_ascii=False) + "\n" for record in records)
    else:
        pieces = FORMATS[form].write(cite_record(record) for record in records)
    return (labels.encodable(piece).encode() for piece in pieces)


def _lines(records: Iterator[Record], fields: Sequence[str]) -> Iterator[str]:
    """Yield each record as its own address gives it, with its text and the header and footer lines around it;
    `press-archive ingest` can read such lines back in. A record hidden in the meantime is left out."""
    catalogue = services().catalogue
    while some := list(islice(records, _TEXTS_AT_ONCE)):
        ids = [record.id for record in some]
        furniture, texts = catalogue.furniture(ids, viewer()), catalogue.texts(ids, viewer())
        for record in some:
            if record.id in texts:
                told = {key: value for key, value in record_json(record).items() if key not in _ABOUT_OTHERS}
                told |= {"text": texts[record.id], "furniture": furniture.get(record.id) or []}
                if fields:
                    told = {key: value for key, value in told.items() if key in {"id", *fields}}
                yield prefix_links(json.dumps(told, ensure_ascii=False)) + "\n"
