"""GET /api/v1/entities/{key}: a person, place, body, source or photographer."""

from __future__ import annotations

import json

from flask import Response

from archive.authority.authorities import slug
from archive.listed_date import listed_date
from archive.search.entities import TermInOffice
from webui.api.models import (
    EntityAnswer,
    EntityNamesOut,
    EntityPartOut,
    EntityPartsOut,
    OfficeOut,
    QuoteOut,
    ShownWithOut,
    YearCount,
)
from webui.api.search import SEARCH
from webui.http.parameters import SearchQuery
from webui.http.responses import add_etag
from webui.i18n import labels
from webui.presentation.entities import EntityPart, EntityView, Pairs, checked_day, entity_with_records, view
from webui.presentation.periods import period_counts
from webui.services import links

PATH = "/api/v1/entities"


def entity(key: str) -> Response:
    """Return the view."""
    body = labels.encodable(
        json.dumps(_answer(view(*entity_with_records(key))).model_dump(mode="json"), ensure_ascii=False)
    )
    return add_etag(Response(body, content_type="application/json"), body)


def _answer(shown: EntityView) -> EntityAnswer:
    entity, records = shown.entity, shown.records
    return EntityAnswer(
        key=entity.key,
        kind=entity.kind,  # type: ignore[arg-type]
        name=entity.name,
        url=links.entity(entity.kind, entity.name),
        card=entity.card.key if entity.card else None,
        names=[EntityNamesOut(language=tag or None, forms=list(forms)) for tag, forms in shown.names],
        titles=list(shown.titles),
        offices=[_office(office) for office in entity.offices],
        basis="name" if records.name == "named" else "value",
        records=_part(records),
        parts=EntityPartsOut(**{part.name: _part(part) for part in shown.parts}),
        shown_with=[
            ShownWithOut(key=f"person-{slug(one.name)}", name=one.name, count=one.count, url=_search(one.pairs))
            for one in shown.shown_with
        ],
        quotes=[
            QuoteOut(
                words=quote.words,
                record=quote.record.id,
                title=quote.record.title,
                date=listed_date(quote.record).date,
                offset=quote.offset,
                url=quote.url,
            )
            for quote in shown.quotes
        ],
        timeline=[
            YearCount(year=year, count=count) for year, count in sorted(period_counts(records.results, "year").items())
        ],
        undated=records.results.undated,
    )


def _office(office: TermInOffice) -> OfficeOut:
    term = office.term
    last = term.last and term.last // 10_000
    return OfficeOut(office=office.office, first=term.first // 10_000, last=last, checked=checked_day(office))


def _part(part: EntityPart) -> EntityPartOut:
    ids = [hit.record.id for hit in part.hits]
    return EntityPartOut(total=part.total, url=_search(part.asked.pairs), records=ids)


def _search(pairs: Pairs) -> str:
    return links.with_query(SEARCH, [pair for pair in pairs if pair[0] in SearchQuery.model_fields])
