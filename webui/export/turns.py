"""Turns: how many exports run at once, so that slow ones leave room for those who only look."""

from __future__ import annotations

from threading import BoundedSemaphore

from flask import Flask, current_app
from werkzeug.exceptions import ServiceUnavailable

from webui.words import _

_KEY = "press-archive-exports"
_WAIT = 30  # seconds


class Turn:
    """A place among the exports that run. It is given back when it ends, at the latest when nothing holds it."""

    def __init__(self, places: BoundedSemaphore) -> None:
        self._places: BoundedSemaphore | None = places

    def end(self) -> None:
        """May be called again."""
        places, self._places = self._places, None
        if places is not None:
            places.release()

    __del__ = end


def allow(app: Flask, at_once: int) -> None:
    """Let so many exports of this application run at once."""
    app.extensions[_KEY] = BoundedSemaphore(at_once)


def turn() -> Turn:
    """A place. Raises ServiceUnavailable (503, with Retry-After) when all are taken."""
    places: BoundedSemaphore = current_app.extensions[_KEY]
    if not places.acquire(blocking=False):
        said = _("Other exports are running, and more would slow the pages down. Please try again in a moment.")
        raise ServiceUnavailable(said, retry_after=_WAIT)
    return Turn(places)
