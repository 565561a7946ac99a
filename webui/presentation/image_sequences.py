"""Image sequences as a strip and as a contact sheet."""

from __future__ import annotations

import re
from dataclasses import dataclass

from archive.record import Record
from webui.i18n import labels
from webui.identity.identity import viewer
from webui.presentation.record_values import plain
from webui.services import links
from webui.services.services import services

STRIP = 9  # frames in the strip, with the photo itself in the middle
NEAR = 100  # frames in the JSON of a record
SHEET = 2000  # frames on one contact sheet
_NUMBER = re.compile(r"[0-9]{1,12}")


@dataclass(frozen=True, slots=True)
class Frame:
    """One photo of a sequence. `parts`: its file name before the number, the number, and the rest. `here`: whether it
    is the photo of the page."""

    record: Record
    name: str
    parts: tuple[str, str, str]
    url: str
    thumbnail: str
    time: str
    caption: str
    lang: str
    here: bool


@dataclass(frozen=True, slots=True)
class SequenceView:
    """A sequence seen from one of its photos: `W-HAI 1275–1316`, the same with the count, the address of its sheet, the
    number of frames, and the requested ones in order."""

    span: str
    label: str
    url: str
    count: int
    frames: tuple[Frame, ...]

    @property
    def days(self) -> tuple[str, ...]:
        """Return the first and the last day on which its frames were taken."""
        dates = sorted({frame.record.date for frame in self.frames if frame.record.date})
        return tuple(dict.fromkeys((dates[0], dates[-1]))) if dates else ()

    @property
    def photographers(self) -> tuple[str, ...]:
        """Return the photographers of its frames, each once."""
        names = (plain(frame.record.values.get("creator")) for frame in self.frames)
        return tuple(dict.fromkeys(name for name in names if name))


def run(record: Record, most: int) -> SequenceView | None:
    """Return the sequence of this photo, with at most `most` public frames around it; None if it is the only one."""
    found = services().catalogue.sequence(record.id, viewer(), most=most)
    if found is None or len(found.records) < 2:
        return None
    frames = tuple(_frame(one, record.id) for one in found.records)
    return SequenceView(found.span, found.label, links.sequence(record.id), found.count, frames)


def _frame(record: Record, here: str) -> Frame:
    _, _, time = str(record.values.get("created") or "").partition("T")
    return Frame(
        record=record,
        name=record.filename,
        parts=_split_frame_number(labels.name(record.filename, 60)),
        url=links.record(record.id),
        thumbnail=f"{links.record(record.id)}/thumbnail",
        time=labels.name(time[:8], 20),
        caption=plain(record.values.get("caption")) or plain(record.values.get("headline")) or "",
        lang=labels.lang(record.values.get("language")),
        here=record.id == here,
    )


def _split_frame_number(name: str) -> tuple[str, str, str]:
    numbers = list(_NUMBER.finditer(name.rpartition(".")[0]))
    start, end = numbers[-1].span() if numbers else (0, 0)
    return name[:start], name[start:end], name[end:]
