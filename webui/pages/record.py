"""The page of a record: a text with its photos in place or a photo with its captions, and the origins of values."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import Response, render_template, request

from archive.access import PUBLIC, instant, utc_now
from archive.errors import IndexUnavailable
from archive.media_types import JPEG, PDF
from archive.positions import has_position
from archive.record import CAPTION_SHEET, Asset, Kind, Record, Status
from webui.citations import FORMATS, attribution, cite_record, line
from webui.citations.linked_data import linked_data
from webui.http.responses import add_etag
from webui.i18n import labels, words
from webui.i18n.message_lookup import localised_message
from webui.pages import contact_sheet, photo
from webui.pages.compare import SPOKEN, TRANSLATIONS, can_be_shown
from webui.pages.sequence import speakers, speech
from webui.presentation.display_titles import display_title, heading_title
from webui.presentation.events import event_counts, event_title
from webui.presentation.hits import Hits, hits
from webui.presentation.photos import ALSO_AS, upright_size
from webui.presentation.record_lookup import access_copy_of, hide_private_values, is_stored, whole
from webui.presentation.record_values import (
    CORRECTED,
    CORRECTING,
    describe_fields,
    newest_first,
    place_label,
    plain,
    rights,
    scan_note,
    shown_status,
)
from webui.presentation.search_context import search_context, search_pairs
from webui.presentation.series import path_of_record
from webui.presentation.text_markup import NO_MARKS, MarkedParagraph, Stretch, pages, split_stretches
from webui.services import links
from webui.services.services import services

MOST_PHOTOS = 1000  # on the page of one article; the JSON has all
_SIMILAR = 5
_SUMMARY = 200  # characters in the description that other sites show
_PART = re.compile(r"[0-9]{1,4}")


_COPIES = {PDF: "PDF/A", JPEG: "JPEG"}


@dataclass(frozen=True, slots=True)
class File:
    """An original in the list of files. `here`: whether it is in the store. `open`: whether everything in it is public.
    `copy`: address, format and size of its access copy."""

    asset: Asset
    name: str
    size: str
    role: str
    url: str
    here: bool
    open: bool
    copy: tuple[str, str, str] | None


@dataclass(frozen=True, slots=True)
class SimilarRecord:
    """A record like the one shown. Photos have a `thumbnail`."""

    url: str
    title: str
    lang: str
    kind: str
    date: str
    thumbnail: str | None


def _similar(record: Record) -> list[SimilarRecord]:
    """Return similar records; none while the index is built, because the page works without them."""
    if record.values.get("genre") == CAPTION_SHEET:
        return []
    try:
        hits = services().similar(record.id, PUBLIC, _SIMILAR)
    except IndexUnavailable:
        return []
    return [
        SimilarRecord(
            links.record(hit.record.id),
            display_title(hit.record, 160),
            labels.lang(hit.record.values.get("language")),
            words.KINDS[hit.record.kind],
            labels.listed(hit.record),
            links.thumbnail(hit.record),
        )
        for hit in hits
    ]


def _file(record: Record, asset: Asset) -> File:
    copy = access_copy_of(asset)
    return File(
        asset=asset,
        name=labels.name(asset.filename),
        size=words.file_size(asset.size),
        role=words.ROLES[asset.role],
        url=links.asset(record.id, asset.n),
        here=is_stored(asset.sha256),
        open=not services().catalogue.gives_away(asset.sha256, PUBLIC),
        copy=(links.access_copy(record.id, asset.n), _COPIES[copy.media_type], words.file_size(copy.size))
        if copy
        else None,
    )


def record(record_id: str) -> Response:
    """Return the page of a record."""
    full = whole(record_id)
    found = hide_private_values(full)
    shared = _shared_context(found)
    if found.kind is Kind.PHOTO:
        template, own = "photo.html", photo.context(found, shared["main"])
    elif found.values.get("genre") == CAPTION_SHEET:
        template, own = "sheet.html", contact_sheet.context(found)
    else:
        template, own = "article.html", _article(found)
    hidden = has_position(full) and not has_position(found)
    summary = plain(found.values.get("caption")) or own.pop("opening", "")
    own["summary"] = labels.shorten(summary, _SUMMARY)
    body = render_template(template, **shared, **own, position_hidden=hidden)
    return add_etag(Response(body), body)


def _shared_context(found: Record) -> dict[str, Any]:
    main, technical = describe_fields(found)
    status = shown_status(found, instant(utc_now()))
    files = [_file(found, asset) for asset in newest_first(found.assets)]
    return {
        "record": found,
        "search": search_context(found.id),
        "title": heading_title(found),
        "lang": labels.lang(found.values.get("language")),
        "kind": words.KINDS[found.kind],
        "genre": labels.genre(plain(found.values.get("genre"))),
        "date": labels.listed(found),
        "status": "" if status is Status.RELEASED else words.STATUSES[status],
        "rights": rights(found),
        "instructions": plain(found.values.get("instructions")),
        "main": main,
        "technical": technical,
        "event": _event(found.id),
        "series": path_of_record(found.id),
        "event_date": labels.date(plain(found.values.get("event_date"))),
        "files": files,
        "download": next((file for file in files if file.here and file.open), None),
        "similar": _similar(found),
        "preview": links.preview(found),
        "linked_data": linked_data(found),
        "citation": line(cite_record(found)),
        "citation_formats": [(form.label, links.citation(found.id, name)) for name, form in FORMATS.items()],
        "iiif": links.iiif(found.id, "manifest") if upright_size(found) or found.original.media_type == PDF else None,
        "source_address": links.outside(found.values.get("source_url")),
        "relations": [
            (words.RELATIONS.get(r.type, labels.field(r.type)), r.reason and localised_message(r.reason), r)
            for r in found.relations
            if r.type != ALSO_AS
        ],
        "speech": speech(found),
        "translations": [
            (r, *_language_of(r.record)) for r in found.relations if r.type in TRANSLATIONS and can_be_shown(found, r)
        ],
        "counterparts": [r for r in found.relations if r.type in SPOKEN and can_be_shown(found, r) and not r.doubtful],
        "corrected": [r for r in found.relations if r.type in CORRECTED],
        "corrects": [r for r in found.relations if r.type in CORRECTING],
        "beside": {
            r.record: links.with_query(links.beside(found.id, r.record), search_pairs())
            for r in found.relations
            if can_be_shown(found, r)
        },
    }


def _language_of(record_id: str) -> tuple[str, str]:
    """Return the language of a record as a tag for HTML and in words; both are empty if it has none."""
    record = services().catalogue.get(record_id, PUBLIC)
    lang = labels.lang(record.values.get("language")) if record else ""
    return lang, labels.language(lang)


def _event(record_id: str) -> tuple[str, str, str] | None:
    """Return the address, title and counts of the event that a record belongs to."""
    event = services().catalogue.press_event_of(record_id, PUBLIC)
    return (links.event(event.key), event_title(event), event_counts(event)) if event else None


def _article(found: Record) -> dict[str, Any]:
    """Return the template values of a text: its pages, with the photos in their places."""
    text = services().catalogue.text(found.id, PUBLIC) or ""
    photos = found.with_guesses().photos
    asked, parts = hits(found, text), split_stretches(text)
    stretch = _stretch(parts, asked)
    shown = pages(text, photos[:MOST_PHOTOS], asked.marks() if asked else NO_MARKS, stretch)
    offsets = [block.offset for page in shown for block in page.blocks if isinstance(block, MarkedParagraph)]
    by, source = attribution(cite_record(found))
    return {
        "opening": text[: 2 * _SUMMARY],
        "scan_note": scan_note(found),
        "hits": asked,
        "stretch": stretch,
        "pages": shown,
        "speakers": speakers(found, offsets),
        "quoted": {"by": by, "source": source},
        "place_label": partial(place_label, found),
        "parts": _parts(found, asked, parts.index(stretch), len(parts)),
        "pictures": found.original.media_type == PDF,
        "photos_left_out": len(found.photos[MOST_PHOTOS:]),
        "absent": [link for link in photos if link.record is None],
    }


def _stretch(parts: Sequence[Stretch], asked: Hits | None) -> Stretch:
    """Return the stretch with the current hit, else the one in the address, else the first."""
    if asked and asked.here:
        place = asked.spans[asked.here - 1][0]
        return next((part for part in parts if part[0] <= place < part[1]), parts[0])
    named = request.args.get("part", "")
    number = int(named) if _PART.fullmatch(named) else 1
    return parts[number - 1] if 1 <= number <= len(parts) else parts[0]


def _parts(found: Record, asked: Hits | None, here: int, total: int) -> list[tuple[str, int, str]]:
    """Return (rel, number, address) of the previous and the next stretch; `here` is the current one, counted from 0."""
    pairs = asked.pairs if asked else ()
    return [
        (rel, n + 1, links.with_query(links.record(found.id), [*pairs, ("part", str(n + 1))]))
        for rel, n in (("prev", here - 1), ("next", here + 1))
        if 0 <= n < total
    ]
