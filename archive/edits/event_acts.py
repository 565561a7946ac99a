"""Confirm, reject, merge and split events at the desk, after a preview of what moves."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from archive.authority.card_index import Cards
from archive.catalogue import EventMove, Writer
from archive.edits.edits import expect, rehearsal
from archive.storage.archive import Archive

What = Literal["confirm", "reject", "merge", "split"]


@dataclass(frozen=True, slots=True)
class WantedEventAct:
    """A decision about an event: `records` to confirm, reject or split off, or the event `other` to merge."""

    what: What
    event: str
    records: tuple[str, ...] = ()
    other: str = ""


@dataclass(frozen=True, slots=True)
class EventPreview:
    """The records that an act moves, and the key that it creates ("" for none). The `digest` is the same as long as the
    act moves the same records between the same events."""

    moves: tuple[EventMove, ...]
    made: str

    @property
    def digest(self) -> str:
        """Return sixteen hex digits for the moves. A new key is different each time, so its first record represents
        it."""
        held = {move.before for move in self.moves}
        first: dict[str | None, str] = {}
        for move in self.moves:
            first.setdefault(move.after, move.record)
        lines = [
            f"{move.record} {move.before} {move.after if move.after in held else first[move.after]}"
            for move in self.moves
        ]
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def rehearse(archive: Archive, act: WantedEventAct, agent: str) -> EventPreview:
    """Return what an act would move, without writing. Raise UnknownRecord, Undecidable."""
    with rehearsal(archive, agent) as writer:
        return _act(writer, act, archive.catalogue.name_cards())[1]


def decide(archive: Archive, act: WantedEventAct, agent: str, previewed: str, reason: str | None = None) -> int:
    """Carry out the act, and return its number. `reason` is the one given by the archivist. Raise UnknownRecord,
    Undecidable, and ChangedMeanwhile if it moves anything else than the preview with that digest."""
    with archive.catalogue.write(agent, reason) as writer:
        n, seen = _act(writer, act, archive.catalogue.name_cards())
        expect(previewed, lambda: seen.digest)
    return n


def undo(archive: Archive, n: int, agent: str, reason: str | None = None) -> None:
    """Undo act `n`. Raise UnknownRecord, CannotUndo."""
    with archive.catalogue.write(agent, reason) as writer:
        writer.undo_event_act(n)


def _act(writer: Writer, act: WantedEventAct, cards: Cards) -> tuple[int, EventPreview]:
    n, made = _ACTS[act.what](writer, act)
    return n, EventPreview(tuple(writer.find_press_events(cards)), made)


_ACTS: dict[What, Callable[[Writer, WantedEventAct], tuple[int, str]]] = {
    "confirm": lambda writer, act: (writer.confirm_member(act.event, act.records[0]), ""),
    "reject": lambda writer, act: (writer.reject_member(act.event, act.records[0]), ""),
    "merge": lambda writer, act: (writer.merge_press_events(act.event, act.other), ""),
    "split": lambda writer, act: writer.split_press_event(act.event, act.records),
}
