"""A photo as shown in a grid and in the large viewer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from archive.authority.credits import GivenCredit
from archive.captions.caption_statements import CaptionStatement, caption_statements
from archive.media_types import JPEG, PNG, WEBP
from archive.record import Record
from webui.i18n import labels
from webui.presentation.photos import credit_line, upright_size
from webui.presentation.print_rights import SHORT, rights_verdict
from webui.services import links

_BROWSERS_SHOW = frozenset({JPEG, PNG, WEBP})
_MOST_PIXELS = 150_000_000  # pixels of an original that a browser is asked to open
_MOST_ARTICLES = 60  # articles whose captions are compared with the file's
_LONGEST = 600  # characters of the caption
_RATIOS = (67, 75, 80, 100, 125, 133, 150, 178, 200, 240, 300)  # archive.css has a class for each
_USUAL = 150
_TOO_LONG = 1.15  # a picture further than this factor from the nearest ratio is shown uncropped


@dataclass(frozen=True, slots=True)
class PictureCard:
    """A photo's preview address, and the original's if browsers can show it; `shape`: CSS classes for its ratio; its
    caption, empty if captions contradict each other; its credit in one line; the verdict on its rights with a label."""

    id: str
    preview: str
    original: str | None
    shape: str
    caption: str
    lang: str
    credit: str
    verdict: str
    rights: str


def picture_card(record: Record, given: Sequence[GivenCredit]) -> PictureCard | None:
    """Return the card of a photo with these credits, or None if the record is not a photo."""
    found = rights_verdict(record, given)
    if found is None:
        return None
    line, file = credit_line(record, given), record.picture
    size = upright_size(record)
    fits = file.media_type in _BROWSERS_SHOW and (size is None or size[0] * size[1] <= _MOST_PIXELS)
    caption = _undisputed(record)
    who = (*line.photographers, *line.agencies, *line.via) if line else ()
    return PictureCard(
        id=record.id,
        preview=f"{links.record(record.id)}/preview",
        original=links.asset(record.id, file.n) if fits else None,
        shape=_shape(size),
        caption=labels.shorten(caption.words, _LONGEST) if caption else "",
        lang=labels.lang(caption.language) if caption else "",
        credit=labels.name(" / ".join(who) or (line.words if line else ""), 200),
        verdict=found.verdict,
        rights=SHORT[found.verdict],
    )


def _undisputed(record: Record) -> CaptionStatement | None:
    """Return the caption; None if there is none or if others contradict it."""
    if len(record.articles) > _MOST_ARTICLES:
        record = replace(record, articles=record.articles[:_MOST_ARTICLES])
    first = next((entry for entry in caption_statements(record) if entry.what == "caption"), None)
    return None if first is None or first.differs == "facts" else first


def _shape(size: tuple[int, int] | None) -> str:
    """Return the CSS class of the nearest ratio, and `whole` if none is near."""
    if size is None:
        return f"r{_USUAL}"
    ratio = 100 * size[0] / size[1]
    nearest = min(_RATIOS, key=lambda one: max(one / ratio, ratio / one))
    return f"r{nearest}" if max(nearest / ratio, ratio / nearest) <= _TOO_LONG else f"r{nearest} whole"
