"""Turns: how many exports run at once, so that slow ones leave room for those who only look."""

from __future__ import annotations

from threading import Lock
from typing import Protocol
from weakref import WeakSet

from flask import Flask, current_app, request
from werkzeug.exceptions import ServiceUnavailable

from webui.connections import CLIENT
from webui.words import _

_KEY = "press-archive-exports"
_WAIT = 30  # seconds


class Client(Protocol):
    """Who takes an export."""

    @property
    def is_slow(self) -> bool: ...

    def give_up(self) -> None: ...


class Turn:
    """A place among the exports that run. It is given back when it ends, at the latest when nothing holds it."""

    def __init__(self, turns: Turns, client: Client | None) -> None:
        self.client = client
        self._turns = turns

    def end(self) -> None:
        """May be called again."""
        self._turns.end(self)


class Turns:
    """The places, as many as `at_once`. Whoever takes next to nothing of an export loses it when another is asked
    for."""

    def __init__(self, at_once: int) -> None:
        self._at_once = at_once
        self._lock = Lock()
        self._running: WeakSet[Turn] = WeakSet()

    def begin(self, client: Client | None) -> Turn | None:
        """Return a place, or None when all are taken. `client`: whose connection can be given up."""
        with self._lock:
            if len(self._running) >= self._at_once:
                slow = [(turn, one) for turn in self._running if (one := turn.client) is not None and one.is_slow]
                if not slow:
                    return None
                self._running.discard(slow[0][0])
                slow[0][1].give_up()
            mine = Turn(self, client)
            self._running.add(mine)
            return mine

    def end(self, turn: Turn) -> None:
        """Take a place back."""
        with self._lock:
            self._running.discard(turn)


def allow(app: Flask, at_once: int) -> None:
    """Let so many exports of this application run at once."""
    app.extensions[_KEY] = Turns(at_once)


def turn() -> Turn:
    """A place. Raises ServiceUnavailable (503, with Retry-After) when all are taken."""
    turns: Turns = current_app.extensions[_KEY]
    mine = turns.begin(request.environ.get(CLIENT))
    if mine is None:
        said = _("Other exports are running, and more would slow the pages down. Please try again in a moment.")
        raise ServiceUnavailable(said, retry_after=_WAIT)
    return mine
