"""The contact sheet of an image sequence, and the header of a speech: speaker, occasion, place."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response, abort, render_template

from archive.record import Kind, Record
from archive.search.index.documents import list_strings
from webui.http.responses import add_etag
from webui.i18n import labels, words
from webui.i18n.words import _
from webui.presentation.display_titles import without_capitals
from webui.presentation.image_sequences import SHEET, run
from webui.presentation.record_lookup import visible
from webui.presentation.record_values import speaker_url
from webui.services import links


def sequence(record_id: str) -> Response:
    """Return the contact sheet. 404 for a record that is not in a sequence."""
    found = visible(record_id)
    seen = run(found, SHEET) if found.kind is Kind.PHOTO else None
    if seen is None:
        abort(404, _("This record stands in no sequence of frames."))
    body = render_template(
        "sequence.html",
        record=found,
        run=seen,
        days=" – ".join(labels.date(day) for day in seen.days),
        photographers=", ".join(labels.name(name, 80) for name in seen.photographers[:5]),
        left_out=seen.count - len(seen.frames),
        count=words.ngettext("%(num)s frame", "%(num)s frames", seen.count),
    )
    return add_etag(Response(body), body)


_MOST_VOICES, _MOST_TURNS = 30, 40  # turns of each speaker
_LONGEST = 200  # characters that are searched for
_LONGEST_NAME = 100  # characters of a speaker's name before what they say
_PLACES = ("sublocation", "city", "state", "country")


@dataclass(frozen=True, slots=True)
class Voice:
    """A speaker, the addresses of their first turns, and the number of others."""

    name: str
    turns: tuple[str, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Speech:
    """The header of a speech. `facts` are (label, words, address of its page or of a search). `voices` is empty unless
    there are several speakers."""

    facts: tuple[tuple[str, str, str], ...]
    voices: tuple[Voice, ...]


def speech(record: Record) -> Speech | None:
    """Return the header of a speech; None for other records and for a speech without these values."""
    voices = _voices(record)
    if record.kind is not Kind.SPEECH and len(voices) < 2:
        return None
    facts = [
        *(
            (_("Speaker"), without_capitals(name), _speaker(name))
            for name in list_strings(record.values.get("speaker"))
        ),
        *((_("Occasion"), event, _search("", event)) for event in list_strings(record.values.get("event"))[:1]),
    ]
    place = ", ".join(dict.fromkeys(name for key in _PLACES for name in list_strings(record.values.get(key))))
    if place:
        first = next(name for key in _PLACES for name in list_strings(record.values.get(key)))
        facts.append((_("Place"), place, links.entity("place", first) or _search("place", first)))
    if not facts and len(voices) < 2:
        return None
    shown = tuple((label, labels.shorten(words, 200), address) for label, words, address in facts)
    return Speech(shown, voices if len(voices) > 1 else ())


def _speaker(name: str) -> str:
    return speaker_url(name) or _search("speaker", name)


def _search(field: str, words: str) -> str:
    return links.with_query("/search", [("q", links.phrase(field, words[:_LONGEST]))])


def _voices(record: Record) -> tuple[Voice, ...]:
    turns: dict[str, list[str]] = {}
    for start, speaker in _turns(record):
        turns.setdefault(speaker, []).append(links.passage(record.id, start))
    found = [
        Voice(labels.name(name, 80), tuple(addresses[:_MOST_TURNS]), max(0, len(addresses) - _MOST_TURNS))
        for name, addresses in turns.items()
    ]
    return tuple(found[:_MOST_VOICES])


def _turns(record: Record) -> list[tuple[int, str]]:
    """Return the position in the text where each turn starts, after the speaker's name, and the speaker."""
    said: Any = record.values.get("turns")
    return [
        (turn["start"], str(turn["speaker"]).strip())
        for turn in (said if isinstance(said, list | tuple) else ())
        if isinstance(turn, Mapping) and isinstance(turn.get("start"), int) and str(turn.get("speaker") or "").strip()
    ]


def speakers(record: Record, paragraphs: Sequence[int]) -> dict[int, str]:
    """Return the speaker of each of the paragraphs that start at these positions, if a speech has several speakers; ""
    if several speak in one paragraph."""
    turns = sorted(_turns(record))
    if record.kind is not Kind.SPEECH or len({speaker for _, speaker in turns}) < 2:
        return {}
    starts = [start for start, _ in turns]
    found = {}
    for here, after in zip(paragraphs, [*paragraphs[1:], starts[-1] + 1], strict=True):
        first, last = bisect_left(starts, here), bisect_right(starts, max(here, after - 1))
        alone = last - first == 1 and starts[first] - here <= _LONGEST_NAME
        found[here] = turns[last - 1][1] if last and (alone or first == last) else ""
    return found
