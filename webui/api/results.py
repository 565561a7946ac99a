"""A record that answers, as JSON."""

from __future__ import annotations

from collections.abc import Sequence

from archive.access import instant, utc_now
from archive.authorities import Authorities
from archive.credits import GivenCredit
from archive.listed_date import listed_date
from archive.record import Record
from archive.searcher import Highlight, Hit
from webui import changes, links
from webui.api.models_search import HighlightOut, OcrOut, Result, RightsOut
from webui.asking import Asked
from webui.passages import mark
from webui.photos import credit_lines, flags
from webui.printing import rights_verdict
from webui.scans import recognised
from webui.values import page_label, plain, rights, shown_status

SEARCH = "/api/v1/search"


def result(hit: Hit, cards: Authorities, params: Asked | None = None) -> Result:
    """The record of a hit. `params`: the search that it answers, if it was one."""
    record = hit.record
    given, listed = credit_lines(record, cards), listed_date(record)
    more = changes.opened(params, hit.group) if params and hit.group and hit.others else None
    return Result(
        id=record.id,
        kind=record.kind,
        title=record.title,
        date=record.date,
        date_precision=record.date_precision,
        listed_date=listed.date,
        listed_date_basis=listed.basis,
        language=plain(record.values.get("language")),
        source=plain(record.values.get("source")),
        source_url=links.outside(record.values.get("source_url")),
        score=hit.score,
        filename=record.filename,
        status=shown_status(record, instant(utc_now())),
        highlights=[_highlight(record, highlight) for highlight in hit.highlights],
        thumbnail=links.thumbnail(record),
        photos=len(record.photos),
        flags=flags(record, given),
        rights=rights(record),
        rights_verdict=rights_out(record, given),
        url=links.record(record.id),
        others=hit.others,
        ocr=ocr_out(record),
        more=None if more is None else links.with_query(SEARCH, more),
    )


def rights_out(record: Record, given: Sequence[GivenCredit]) -> RightsOut | None:
    """Return whether a photo with these credits may be printed."""
    found = rights_verdict(record, given)
    return None if found is None else RightsOut.model_validate(found.to_json())


def ocr_out(record: Record) -> OcrOut | None:
    """How the words of a scan were read."""
    found = recognised(record)
    return None if found is None else OcrOut(pages=found.pages, confidence=found.confidence, lowest=found.lowest)


def _highlight(record: Record, highlight: Highlight) -> HighlightOut:
    return HighlightOut(
        field=highlight.field,
        text=highlight.text,
        spans=[list(span) for span in highlight.spans],
        html=str(mark(highlight.text, highlight.spans)),
        pdf_page=highlight.pdf_page,
        page_label=page_label(record, highlight.pdf_page),
        offset=highlight.offset,
    )
