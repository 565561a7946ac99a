"""The large picture on the front page: one with an undisputed caption and credit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from archive.authority.credits import Credit
from archive.captions.caption_statements import caption_statements
from archive.listed_date import Basis, listed_date
from archive.record import Kind, Record
from webui.i18n import labels
from webui.presentation.photos import credit_line, credit_lines, flags, preview_set, preview_size
from webui.presentation.print_rights import rights_verdict
from webui.presentation.record_values import plain
from webui.services import links

_NARROWEST = 1000  # pixels
_SHAPES = (1.2, 2.2)  # width to height
_LONGEST = 240  # characters of a caption


@dataclass(frozen=True, slots=True)
class LeadPicture:
    """A photo of a record, `width` by `height` pixels in its preview; `preview_set` as in photos.py."""

    id: str
    url: str
    preview: str
    preview_set: str | None
    width: int
    height: int
    caption: str
    lang: str
    date: str
    credit: Credit


def choose(photos: Iterable[Record], today: date) -> LeadPicture | None:
    """Return one of these public photos, a different one each day, preferably one that may be printed; None if none is
    suitable."""
    fit = [(found, verdict) for photo in photos if (found := _lead(photo)) for verdict in [_verdict(photo)]]
    best = [found for found, verdict in fit if verdict == "yes"] or [found for found, verdict in fit if verdict != "no"]
    return best[today.toordinal() % len(best)] if best else None


def _verdict(photo: Record) -> str:
    found = rights_verdict(photo, credit_lines(photo))
    return found.verdict if found else "no"


def _lead(photo: Record) -> LeadPicture | None:
    """Return the photo as a lead picture. None if it has no caption or credit, an unsuitable shape, captions that
    disagree, a remark in its credit, or a doubtful date."""
    caption, size, given = plain(photo.values.get("caption")), preview_size(photo), credit_lines(photo)
    credit = credit_line(photo, given)
    if photo.kind is not Kind.PHOTO or not (caption and size and credit) or given[0].record is not None:
        return None
    width, height = size
    if width < _NARROWEST or not _SHAPES[0] <= width / height <= _SHAPES[1]:
        return None
    disputed = any(one.differs == "facts" for one in caption_statements(photo))
    if disputed or flags(photo, given) or listed_date(photo).basis is Basis.DOUBTFUL:
        return None
    return LeadPicture(
        id=photo.id,
        url=links.record(photo.id),
        preview=f"{links.record(photo.id)}/preview",
        preview_set=preview_set(photo),
        width=width,
        height=height,
        caption=labels.shorten(caption, _LONGEST),
        lang=labels.lang(photo.values.get("language")),
        date=labels.listed(photo),
        credit=credit,
    )
