"""The photo part of a record's JSON, and GET /api/v1/records/{id}/sequence."""

from __future__ import annotations

from typing import Any

from archive.captions.caption_statements import (
    CaptionSource,
    CaptionStatement,
    caption_statements,
    find_largest_difference,
    in_conflict,
    settled,
)
from archive.captions.depicted_persons import people_of
from archive.messages import reason_to_json
from archive.record import Kind, Record
from webui.api.result_models import (
    AlsoAsOut,
    CaptionOut,
    CaptionSourceOut,
    CreditOut,
    FrameOut,
    SequenceAnswer,
    SequenceOut,
    ShownOut,
)
from webui.presentation.image_sequences import NEAR, Frame, SequenceView, run
from webui.presentation.photos import credit_lines, flags, twins
from webui.presentation.record_values import plain
from webui.services import links

ROOT = "/api/v1/records"


def photo_parts(record: Record) -> dict[str, Any]:
    """Return the keys of RecordAnswer that photos fill; other records have them empty."""
    entries = caption_statements(record)
    given = credit_lines(record)
    is_photo = record.kind is Kind.PHOTO
    found = run(record, NEAR) if is_photo else None
    return {
        "captions": [_caption(entry) for entry in entries],
        "caption_conflict": in_conflict(entries),
        "caption_settled": settled(entries),
        "caption_differs": find_largest_difference(entries),
        "credits": [CreditOut(**one.to_json()) for one in given],
        "flags": flags(record, given),
        "shown": [
            ShownOut(
                name=one.shown.name,
                position=one.shown.position,
                title=one.shown.title,
                origin=one.origin,
                record=one.record,
            )
            for one in people_of(record)
        ],
        "also_as": [
            AlsoAsOut(
                record=twin.id,
                title=twin.title,
                filename=twin.filename,
                url=twin.url,
                thumbnail=twin.thumbnail,
                width=twin.width,
                height=twin.height,
                size=twin.size,
                certainty=twin.certainty,
                origin=twin.origin,
            )
            for twin in twins(record)
        ],
        "sequence": _sequence(found, record.id) if found else None,
    }


def sequence_answer(record_id: str, found: SequenceView) -> SequenceAnswer:
    """Return the whole run."""
    return SequenceAnswer(
        label=found.label,
        count=found.count,
        url=found.url,
        record=record_id,
        date_from=found.days[0] if found.days else None,
        date_to=found.days[-1] if found.days else None,
        photographers=list(found.photographers),
        records=[_frame(frame) for frame in found.frames],
    )


def _sequence(found: SequenceView, record_id: str) -> SequenceOut:
    return SequenceOut(
        label=found.label,
        count=found.count,
        url=found.url,
        api_url=f"{ROOT}/{record_id}/sequence",
        records=[_frame(frame) for frame in found.frames],
    )


def _frame(frame: Frame) -> FrameOut:
    return FrameOut(
        id=frame.record.id,
        filename=frame.name,
        url=frame.url,
        thumbnail=frame.thumbnail,
        created=plain(frame.record.values.get("created")),
        caption=frame.caption or None,
    )


def _caption(entry: CaptionStatement) -> CaptionOut:
    return CaptionOut(
        words=entry.words,
        language=entry.language,
        what=entry.what,
        conflict=entry.conflict,
        differs=entry.differs,
        sources=[_source(source) for source in entry.sources],
        **_source(entry.sources[0]).model_dump(include={"origin", "date", "record", "title", "url"}),
    )


def _source(source: CaptionSource) -> CaptionSourceOut:
    return CaptionSourceOut(
        origin=source.origin,
        date=source.date,
        record=source.record,
        title=source.title,
        url=links.record(source.record) if source.record else None,
        credit=source.credit,
        doubtful=source.doubtful,
        reason=source.reason,
        **reason_to_json(source.reason),
    )
