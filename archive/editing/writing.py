"""How the archivist's word is written: one change set, whole or not at all, and no intake beside a large one."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from archive.archive import Archive
from archive.catalogue import JOINS, UNDO, Plan, Undone
from archive.editing.previews import Preview

MANY = 200  # records, from which on an intake may not run meanwhile: it would wait too long for its turn to write
_TOLD = 250  # records between two words on how far it has come


def change(
    archive: Archive,
    ids: Sequence[str],
    plan: Plan,
    act: tuple[str, str],
    agent: str,
    reached: Callable[[int], None] | None = None,
) -> tuple[int | None, Preview]:
    """Changes these records as one set. `act`: the action, and what is done in words; `agent`: the program that does
    it; `reached` is told now and then how many records are written. Gives the number of the set, None when nothing
    changed, and what was done."""
    done = Preview()
    with alone(archive, len(ids)), archive.catalogue.write(agent) as writer:
        n = writer.open_changes(*act, login())
        for one in writer.revise(n, ids, plan):
            done.count(one)
            if reached is not None and done.matched % _TOLD == 0:
                reached(done.matched)
        changed = writer.close_changes(n)
    return (n if changed else None), done


def take_back(archive: Archive, n: int | None, agent: str, *, skip: bool = False) -> Undone:
    """Takes change set `n` back, by default the last that stands. Raises CannotUndo when records were changed again
    since, unless these are to be left (`skip`)."""
    with alone(archive, _size(archive, n)), archive.catalogue.write(agent) as writer:
        return writer.undo(n, login(), skip=skip)


@contextmanager
def alone(archive: Archive, records: int) -> Iterator[None]:
    """Keeps an intake from starting while many records are written, and waits for none: ArchiveBusy names it."""
    if records <= MANY:
        yield
        return
    with archive.lock("ingest"):
        yield


def login() -> str:
    """By whom a change is made: the login name, as far as the system knows one."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"


def _size(archive: Archive, n: int | None) -> int:
    """How many records taking it back is about; very many for what no intake may meet half done."""
    sets = [one for one in archive.catalogue.change_sets() if n in (None, one.n)]
    if n is None:
        sets = [one for one in sets if one.stands and one.action != UNDO][:1]
    return max((sys.maxsize if one.action in JOINS else one.records for one in sets), default=0)
