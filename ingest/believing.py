"""What a worker answered, looked at before it is believed: it had foreign bytes in its memory."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from archive.errors import WorkerCrashed
from archive.record import Description, Outcome
from ingest.readers.members import LATER, MOST_FILES, is_inner_path

_NOT_LEFT = frozenset({Outcome.SKIPPED, Outcome.ENCRYPTED, Outcome.REJECTED, LATER})
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_HASH = re.compile(r"[0-9a-f]{1,16}")


def believed(answer: Any, name: str) -> Description:
    """The description of the file `name` in a worker's answer. Raises WorkerCrashed when it is not of the shape that
    the rest of intake relies on: one file's answer must not end the accession of all."""
    try:
        description = Description.from_json(answer)
        sound = _shaped(description)
    except (KeyError, TypeError, ValueError, AttributeError):
        sound = False
    if not sound:
        raise WorkerCrashed(
            f"Reading {name} gave an answer that cannot be used; it may be made to do harm: open it in the program "
            "that made it, save it again and hand it in again."
        )
    return description


def _shaped(description: Description) -> bool:
    """Whether every part is of its type, and the values that are computed with can be."""
    d, values = description, description.values
    embargo, look = values.get("embargo"), values.get("difference_hash")
    return (
        all(isinstance(text, str) for text in (d.media_type, d.reader, d.text, *d.pages, *d.furniture, *d.notes))
        and isinstance(d.reader_version, int)
        and all(isinstance(number, int) and number > 0 for number in d.scans)
        and isinstance(values, dict)
        and all(offers for offers in d.origins.values())
        and all(isinstance(m.filename, str) and isinstance(m.offset, int) for m in d.mentions)
        and all(
            isinstance(w, str | None)
            for m in d.mentions
            for w in (m.caption, m.credit, m.caption_raw, m.date, m.language)
        )
        and isinstance(values.get("kind"), str | None)
        and isinstance(values.get("genre"), str | None)
        and (embargo is None or _holds_shaped(embargo))
        and all(_holds_shaped(offer.value) for offer in d.origins.get("embargo", []))
        and (look is None or bool(_HASH.fullmatch(str(look))))
        and isinstance(d.thumbnail, str | None)
        and isinstance(d.miniature, str | None)
        and _members_shaped(description)
    )


def _members_shaped(description: Description) -> bool:
    """Whether each file found inside has a name of its own that stays inside, and is there or says why it is not."""
    found = description.members
    return bool(
        all(isinstance(part, str) for m in found for part in (m.name, m.file, m.outcome, m.reason))
        and all(is_inner_path(m.name) for m in found)
        and all(bool(m.file) or (m.outcome in _NOT_LEFT and m.reason) for m in found)
        and len({m.name for m in found}) == len(found) <= MOST_FILES
    )


def _holds_shaped(embargo: Any) -> bool:
    return isinstance(embargo, Mapping) and _is_instant(embargo.get("until"))


def _is_instant(until: Any) -> bool:
    return until is None or bool(_INSTANT.fullmatch(str(until)))
