"""Stream an export of any size: public records, a few at a time.

The number of exports at a time is limited, so that slow ones leave room for other visitors.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from itertools import chain
from threading import Lock
from weakref import WeakSet

from flask import Flask, current_app, request
from werkzeug.exceptions import ServiceUnavailable

from archive.record import Record
from archive.search.execution.requests import SearchRequest
from webui.http.connections import CLIENT, Connection
from webui.i18n.words import _
from webui.identity.identity import viewer
from webui.presentation.record_lookup import hide_private_values
from webui.services.services import services

_RECORDS_AT_ONCE = 100  # records in memory


@dataclass(frozen=True, slots=True)
class Listed:
    """The records of a list in its order, each once, and how many of its ids do not lead to a public record."""

    records: tuple[Record, ...]
    missing: int


Tell = Callable[[int, int], None]  # how many records were read, of how many


def found_by(request: SearchRequest, tell: Tell) -> Iterator[Record]:
    """Return all records that the request finds, in an order of date. The first of them are looked up before this
    returns. Records withdrawn during an export are missing from the rest of it. Raise QueryError, IndexUnavailable."""
    pages = _pages(replace(request, page_size=_RECORDS_AT_ONCE, cursor="*"), tell)
    return chain(next(pages, ()), (record for page in pages for record in page))


def _pages(request: SearchRequest, tell: Tell) -> Iterator[Sequence[Record]]:
    read = 0
    while True:
        results = services().searcher.search(request, viewer())
        read += len(results.hits)
        tell(read, results.total)
        yield [hide_private_values(hit.record) for hit in results.hits]
        if results.next_cursor is None:
            return
        request = replace(request, cursor=results.next_cursor)


def listed(ids: Sequence[str]) -> Listed:
    """Return the records of these ids. Merged records are replaced by those they were merged into."""
    catalogue = services().catalogue
    found = {record.id: record for record in catalogue.get_many(ids, viewer())}
    moved = {id_: now[0] for id_ in ids if id_ not in found and (now := catalogue.now_at(id_, viewer()))}
    found |= {record.id: record for record in catalogue.get_many([*moved.values()], viewer())}
    wanted = dict.fromkeys(moved.get(id_, id_) for id_ in ids)
    records = tuple(hide_private_values(found[id_]) for id_ in wanted if id_ in found)
    return Listed(records, sum(id_ not in found for id_ in wanted))


_KEY = "press-archive-exports"
_WAIT = 30  # seconds


class Turn:
    """A place among the running exports. It is released at its end, or when nothing refers to it."""

    def __init__(self, turns: Turns, client: Connection | None) -> None:
        self.client = client
        self._turns = turns

    def end(self) -> None:
        """Release the place. May be called more than once."""
        self._turns.end(self)


class Turns:
    """The places for exports, `at_once` in all. A client that hardly reads loses its place when another export is
    requested."""

    def __init__(self, at_once: int) -> None:
        self._at_once = at_once
        self._lock = Lock()
        self._running: WeakSet[Turn] = WeakSet()

    def begin(self, client: Connection | None) -> Turn | None:
        """Return a place, or None when all are taken. `client`: the connection that can be closed."""
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
        """Release a place."""
        with self._lock:
            self._running.discard(turn)


def allow(app: Flask, at_once: int) -> None:
    """Limit the number of simultaneous exports of this application."""
    app.extensions[_KEY] = Turns(at_once)


def turn() -> Turn:
    """Return a place. Raise ServiceUnavailable (503, with Retry-After) when all are taken."""
    turns: Turns = current_app.extensions[_KEY]
    mine = turns.begin(request.environ.get(CLIENT))
    if mine is None:
        said = _("Other exports are running, and more would slow the pages down. Please try again in a moment.")
        raise ServiceUnavailable(said, retry_after=_WAIT)
    return mine


_BYTES_AT_ONCE = 64 * 1024  # bytes collected before they are sent


def sent(pieces: Iterator[bytes], mine: Turn) -> Iterator[bytes]:
    """Return the pieces, some at a time, each time within the request that asked for them, so that nothing of that
    request is open while waiting for the client. The place among the exports is kept until the end, or until the client
    is gone."""
    app, environ = current_app._get_current_object(), request.environ  # type: ignore[attr-defined]
    return _sent(pieces, mine, lambda: app.request_context(environ))


def _sent(
    pieces: Iterator[bytes], mine: Turn, context: Callable[[], AbstractContextManager[object]]
) -> Iterator[bytes]:
    try:
        while True:
            with context():
                block = _block(pieces)
            if not block:
                return
            yield block
    finally:
        mine.end()


def _block(pieces: Iterator[bytes]) -> bytes:
    made = bytearray()
    for piece in pieces:
        made += piece
        if len(made) >= _BYTES_AT_ONCE:
            break
    return bytes(made)
