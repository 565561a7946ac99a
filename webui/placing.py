"""Where the hits of a search stand on the picture of a page, for those who see it and for those who do not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.page_letters import PageLetters, Rectangle
from archive.record import Record
from webui import labels, words
from webui.hits import Hits
from webui.scans import read_by_machine
from webui.words import _, ngettext


@dataclass(frozen=True, slots=True)
class Placed:
    """A hit with its rectangles on the page, and what is said of it in words. `number` is None for words of the title,
    which the stored text leaves out."""

    number: int | None
    here: bool
    rectangles: Sequence[Rectangle]
    said: str


def placed(found: Hits, page: int, text: str, base: int, letters: PageLetters) -> list[Placed]:
    """The hits of a page whose places are known; `text` is that of the page, and starts at `base` of the whole."""
    shown = [*_of_title(found, letters)] if page == 1 else []
    numbers = found.on_page(page)
    spans = [(found.spans[n - 1][0] - base, found.spans[n - 1][1] - base) for n in numbers]
    for n, (start, end), boxes in zip(numbers, spans, letters.rectangles(text, spans), strict=True):
        if boxes:
            said = _("Hit %(n)s: %(words)s, %(where)s", n=words.number(n), **_told(text[start:end], boxes, letters))
            shown.append(Placed(n, n == found.here, boxes, said))
    return shown


def unplaced(record: Record, page: int, count: int) -> str:
    """What to say of hits on a page that its picture does not show."""
    if read_by_machine(record, page):
        return _("The words of this page were read by machine from its picture; where each stands was not kept.")
    return ngettext(
        "%(num)s hit on this page could not be found on its picture; it is marked in the text.",
        "%(num)s hits on this page could not be found on its picture; they are marked in the text.",
        count,
    )


def _of_title(found: Hits, letters: PageLetters) -> Iterator[Placed]:
    title = found.record.title
    for (start, end), boxes in zip(found.in_title, letters.rectangles(title, found.in_title), strict=True):
        if boxes:
            said = _("In the title: %(words)s, %(where)s", **_told(title[start:end], boxes, letters))
            yield Placed(None, False, boxes, said)


def _told(text: str, boxes: Sequence[Rectangle], letters: PageLetters) -> dict[str, str]:
    """The words, and in which ninth of the page they begin."""
    across = min(2, int(1.5 * (boxes[0].left + boxes[0].right) / letters.width))
    down = min(2, int(1.5 * (boxes[0].top + boxes[0].bottom) / letters.height))
    ninths = (
        (_("upper left"), _("upper middle"), _("upper right")),
        (_("middle left"), _("middle"), _("middle right")),
        (_("lower left"), _("lower middle"), _("lower right")),
    )
    return {"words": labels.shorten(text, 120), "where": ninths[down][across]}
