"""Find the processes of a worker in /proc and kill them, however detached.

A process belongs to a worker if it is in its session, descends from it (a worker adopts the orphans of its jobs), or
has its token in its start environment; if that is unreadable, in its command line. Without /proc only the process group
is killed.
"""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path

TOKEN = "ARCHIVE_WORKER_TOKEN"  # noqa: S105 - the name of the variable that marks a worker and all it starts
_PROC = Path("/proc")
_PATIENCE = 10.0  # seconds; a fork bomb on a small machine takes one or two
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Process:
    pid: int
    parent: int
    session: int
    alive: bool


def end(session: int, token: str) -> None:
    """Kill a worker that is not reaped yet (its pid is its session) and everything that belongs to it.

    The group is stopped first, so that the tree does not change while it is read, and a fork bomb stops growing.
    """
    _signal_group(session, signal.SIGSTOP)
    found = _belonging(session, token)
    _signal_group(session, signal.SIGKILL)
    _kill_until_none(found, session, token)


def end_marked(token: str) -> None:
    """Kill every process with a token that has this prefix; for workers whose parent was killed."""
    _kill_until_none(_belonging(0, token), 0, token)


def count(session: int) -> int:
    """Return how many processes of a worker are running now, not counting itself."""
    return len(_related(session, _processes())) - 1


def _kill_until_none(found: set[int], session: int, token: str) -> None:
    deadline = time.monotonic() + _PATIENCE
    while found:
        for pid in found:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)
        if time.monotonic() > deadline:
            _log.error("%d processes of a worker cannot be ended; look at them with ps and end them.", len(found))
            return
        time.sleep(0.002)
        found = _belonging(session, token)


def _belonging(session: int, token: str) -> set[int]:
    processes = _processes()
    related = _related(session, processes) if session else set()
    rest = (p.pid for p in processes if p.alive and p.pid not in related)
    return related | {pid for pid in rest if _is_marked(pid, token)}


def _is_marked(pid: int, token: str) -> bool:
    if environment := _told(pid, "environ"):
        return f"{TOKEN}={token}".encode() in environment
    command = _told(pid, "cmdline")
    return b"\0archive.sandbox\0" in command and token.encode() in command


def _related(session: int, processes: list[_Process]) -> set[int]:
    children: dict[int, list[_Process]] = {}
    for process in processes:
        children.setdefault(process.parent, []).append(process)
    found = {p.pid: p for p in processes if p.session == session}
    unseen = [session, *found]
    while unseen:
        for process in children.get(unseen.pop(), ()):
            if process.pid not in found:
                found[process.pid] = process
                unseen.append(process.pid)
    return {pid for pid, process in found.items() if process.alive}


def _processes() -> list[_Process]:
    found = []
    with contextlib.suppress(OSError):
        for name in os.listdir(_PROC):  # noqa: PTH208 - names suffice
            if name.isdigit() and (process := _process(int(name))):
                found.append(process)
    return found


def _process(pid: int) -> _Process | None:
    try:
        stat = (_PROC / str(pid) / "stat").read_bytes()
    except OSError:
        return None
    # proc(5): pid (comm) state ppid pgrp session ...; comm may contain spaces and brackets
    state, parent, _, session = stat[stat.rindex(b")") + 2 :].split()[:4]
    return _Process(pid, int(parent), int(session), state not in b"ZX")


def _told(pid: int, what: str) -> bytes:
    try:
        return (_PROC / str(pid) / what).read_bytes()
    except OSError:
        return b""


def _signal_group(group: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, number)
