"""The text of a record next to a decision about it: its beginning, with a phrase marked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from archive.access import ARCHIVIST
from archive.record import Record
from webui.i18n import labels
from webui.services.services import services

_TEXT = 50_000  # characters of a text
_BEGINNING = 1200  # characters, after which the rest is folded
_PARAGRAPHS = re.compile(r"\n\s*\n|\f")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `marked` is between the two other parts."""

    before: str
    marked: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class OwnText:
    """The beginning of a text; the paragraph with the marked phrase if that comes later; the rest. `cut`: the original
    is longer."""

    lang: str
    beginning: list[Paragraph] = field(default_factory=list)
    passage: Paragraph | None = None
    rest: list[Paragraph] = field(default_factory=list)
    cut: bool = False


def own_text(record: Record, phrase: str = "") -> OwnText:
    """Return the text of a record with the first occurrence of `phrase` marked, ignoring spaces and capitals."""
    text = services().archive.catalogue.text(record.id, ARCHIVIST) or ""
    beginning: list[Paragraph] = []
    rest: list[Paragraph] = []
    length = 0
    for one in _paragraphs(text[:_TEXT], phrase):
        (beginning if length < _BEGINNING else rest).append(one)
        length += len(one.before) + len(one.marked) + len(one.after)
    passage = next((one for one in rest if one.marked), None)
    return OwnText(labels.lang(record.values.get("language")), beginning, passage, rest, len(text) > _TEXT)


def _paragraphs(text: str, phrase: str) -> Iterator[Paragraph]:
    words = phrase.split()
    wanted = re.compile(r"\s+".join(map(re.escape, words)), re.IGNORECASE) if words else None
    for part in filter(None, (part.strip() for part in _PARAGRAPHS.split(text))):
        found = wanted.search(part) if wanted else None
        if found is None:
            yield Paragraph(part)
        else:
            yield Paragraph(part[: found.start()], found[0], part[found.end() :])
            wanted = None
