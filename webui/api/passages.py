"""GET /api/v1/passages, every place where the words of a search occur, and /api/v1/quotes, who is quoted with what."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from flask import Response, request

from archive.access import instant, utc_now
from archive.listed_date import listed_date
from archive.messages import Message
from archive.messages.message import code_and_params
from archive.quotes.quotations import Quotation, quotations, quotations_by
from archive.record import Record
from archive.search.execution.requests import BadCursor, SearchRequest
from archive.search.occurrences import Occurrence, occurrences, quoted
from webui.api.result_models import MessageOut
from webui.api.row_models import PassageOut, PassagesAnswer, QuotationOut, QuotesAnswer, RowOut, RowsAnswer
from webui.export.row_pages import RowsOf, all_rows, page_of_rows, stream_rows, wanted_format
from webui.http.parameters import PassagesQuery, QuotesQuery, RowsQuery
from webui.http.requests import BadParameters, Refusal, checked, records_request
from webui.http.responses import add_etag
from webui.i18n import labels
from webui.identity.identity import viewer
from webui.presentation.entities import person_query
from webui.presentation.record_values import page_label, plain, shown_status
from webui.services import links
from webui.services.services import services

PATH, QUOTES = "/api/v1/passages", "/api/v1/quotes"


def passages() -> Response:
    """Return the view of passages."""
    query = checked(PassagesQuery, request.args)
    if not query.q.strip():
        raise BadParameters([Refusal("q", Message("passages-without-words"))])
    asked = replace(records_request(query), sort=query.sort)
    needles = services().searcher.needles(asked, viewer())

    def rows_of(record: Record, text: str) -> Iterator[dict[str, Any]]:
        for one in occurrences(record, text, needles, query.context, query.field):
            yield _passage(record, one).model_dump(mode="json")

    return _answer(PATH, PassagesAnswer, PassageOut, query, asked, rows_of if needles else _none)


def quotes() -> Response:
    """Return the view of quotes."""
    query = checked(QuotesQuery, request.args)
    people = [person_query(name) for name in query.speaker]
    asked = replace(records_request(query.model_copy(update={"speaker": []})), sort=query.sort)
    needles = services().searcher.needles(asked, viewer()) if query.q.strip() else None
    named = " OR ".join(f"({said})" for said, _ in people)
    asked = replace(asked, q=f"({query.q}) ({named})" if query.q.strip() and named else query.q or named)
    forms = {form for _, several in people for form in several}

    def rows_of(record: Record, text: str) -> Iterator[dict[str, Any]]:
        turns = record.values.get("turns") or ()
        found = quotations_by(forms, text, turns) if people else quotations(text, turns)
        for one, page in quoted(text, record.values.get("language"), needles, found):
            yield _quotation(record, one, page).model_dump(mode="json")

    return _answer(QUOTES, QuotesAnswer, QuotationOut, query, asked, rows_of)


def _none(_record: Record, _text: str) -> Sequence[dict[str, Any]]:
    return ()


def _of(record: Record) -> dict[str, Any]:
    return {
        "record": record.id,
        "title": record.title,
        "date": listed_date(record).date,
        "kind": record.kind,
        "status": shown_status(record, instant(utc_now())),
        "language": plain(record.values.get("language")),
    }


def _passage(record: Record, found: Occurrence) -> PassageOut:
    at = found.offset
    return PassageOut(
        **_of(record),
        field=found.field,  # type: ignore[arg-type]
        left=found.left,
        match=found.match,
        right=found.right,
        offset=at,
        pdf_page=found.pdf_page,
        page_label=page_label(record, found.pdf_page),
        speaker=found.speaker,
        url=links.record(record.id) if at is None else links.passage(record.id, at),
    )


def _quotation(record: Record, found: Quotation, page: int | None) -> QuotationOut:
    return QuotationOut(
        **_of(record),
        speaker=found.speaker,
        words=found.words,
        offset=found.start,
        end=found.end,
        pdf_page=page,
        url=links.passage(record.id, found.start),
    )


def _answer(
    path: str, answer: type[RowsAnswer], row: type[RowOut], query: RowsQuery, asked: SearchRequest, rows_of: RowsOf
) -> Response:
    """Return a page of rows, or all of them as a file."""
    form = wanted_format(query.format)
    try:
        if form != "json":
            rows = all_rows(asked, query.cursor, rows_of)
            return stream_rows(form, [*row.model_fields], rows, path.rsplit("/", 1)[1])
        page = page_of_rows(asked, query.cursor, query.page_size, rows_of)
    except BadCursor as error:
        raise BadParameters([Refusal("cursor", error.message)]) from None
    found = services().searcher.search(replace(asked, page_size=1, assisted=False), viewer())
    told: dict[str, Any] = {
        "q": query.q,
        "read_as": found.read_as,
        "records": found.total,
        "page_size": query.page_size,
        "next": _next(path, page.next_cursor),
        "next_cursor": page.next_cursor,
        "revision": found.revision,
        "warnings": [str(warning) for warning in found.warnings],
        "warning_messages": [MessageOut(**code_and_params(one), text=str(one)) for one in found.warnings],
        "results": page.rows,
    }
    data = answer(**told)
    body = labels.encodable(json.dumps(data.model_dump(mode="json"), ensure_ascii=False))
    response = Response(body, content_type="application/json")
    if data.next:
        response.headers["Link"] = f'<{data.next}>; rel="next"'
    response.vary.add("Accept")
    return add_etag(response, body)


def _next(path: str, cursor: str | None) -> str | None:
    """Return the address of the next page: this one's, with another cursor."""
    if cursor is None:
        return None
    pairs = [(name, value) for name, value in request.args.items(multi=True) if name != "cursor"]
    return links.with_query(path, [*pairs, ("cursor", cursor)])
