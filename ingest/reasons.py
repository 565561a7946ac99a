"""What a line of a receipt says of a file that was taken in: what became of it, and why it is held."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from archive.access import instant, is_public, utc_now
from archive.catalogue import UNREAD, Access, KeptBack
from archive.plurals import many
from archive.record import CAPTION_SHEET, Description, Outcome, Status
from ingest.holding import LOCKED, LOCKED_INSIDE
from ingest.identity import Decision
from ingest.reading import Taken
from ingest.receipt import Line

PUBLIC_COPY = "public all the same, though this copy is held back"
HELD_COPY = "; its record is held, and this copy does not let it out"
HIDDEN_NOW = "; it was public until now, with all its versions"
NEW = (Outcome.ADDED, Outcome.NEW_VERSION, Outcome.ATTACHED)  # what was read is part of a record now


def reason_of(decision: Decision, taken: Taken, outcome: Outcome) -> str:
    """What became of a file that was read, with what its reader has to say of it."""
    assert taken.description is not None
    parts = [decision.reason]
    if outcome is Outcome.ENCRYPTED:
        parts = [taken.reason]
    elif decision.outcome is Outcome.ADDED and is_caption_sheet(taken.description):
        rows = len({mention.offset for mention in taken.description.mentions})
        told = many(rows, "row, about a photo", "rows, each about a photo")
        parts = [f"caption table: {told} by its file name", *taken.description.notes]
    elif outcome is Outcome.ATTACHED and decision.outcome is Outcome.ADDED:
        parts = [f"container: {'; '.join(taken.description.notes)}"]
    elif outcome in NEW:
        parts += taken.description.notes
    return "; ".join(parts)


def held_why(*descriptions: Description) -> str:
    """By what it is held, the first of these that says so; to go behind a reason."""
    embargo = next(filter(_enforced, (said.values.get("embargo") for said in descriptions)), None)
    if not embargo:
        return "; held until someone decides: press-archive access"
    return _held(embargo.get("until"), str(embargo.get("words") or "embargo"))


def held_by(access: Access) -> str:
    """What a record that is held waits for, and why; to go behind a reason."""
    return _held(access.release_at, access.hold_reason or "embargo")


def seen_before(before: Access, now: Status, copy: Access | None, record: str) -> str:
    """What came of who saw a record before this file came: that its bytes are public though this copy, as whose
    `copy` it would be held, is not to be; that it lets nothing out; that it is hidden now. To go behind a reason."""
    was_public = is_public(before.status, before.release_at, instant(utc_now()))
    if was_public and now is Status.HELD:
        return HIDDEN_NOW
    if copy is None or before == UNREAD:
        return ""
    if was_public and copy.status is Status.HELD and copy not in (LOCKED, LOCKED_INSIDE):
        words = " ".join((copy.hold_reason or "embargo").split()).replace(";", ",")[:200]
        return f"; {PUBLIC_COPY} ({words}); to hide it: press-archive access held {record}"
    return HELD_COPY if now is Status.HELD else ""


def kept_back(line: Line, kept: Sequence[KeptBack]) -> Line:
    """The line of a file after tables and photos were held for each other's sake."""
    mine = [one for one in kept if line.record is not None and one.record == line.record]
    others = {one.record for one in kept if line.record is not None and one.because == line.record} - {line.record}
    reason = line.reason
    if mine:
        before, after = mine[0].before, mine[-1].access
        reason += held_by(after)
        if line.outcome not in NEW and is_public(before.status, before.release_at, instant(utc_now())):
            reason += HIDDEN_NOW
    if others:
        reason += f"; holds back with it: {many(len(others), 'record', 'records')}"
    return replace(line, reason=reason, status=mine[-1].access.status if mine else line.status)


def _held(until: str | None, words: str) -> str:
    return f"; held {f'until {until}' if until else 'until someone decides (press-archive access)'}: {words[:200]}"


def _enforced(embargo: Mapping[str, object] | None) -> bool:
    return bool(embargo) and embargo is not None and embargo.get("enforced") is not False


def is_caption_sheet(description: Description) -> bool:
    """Whether it is a table of captions, a row for each photo."""
    return description.values.get("genre") == CAPTION_SHEET
