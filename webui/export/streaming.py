"""Sending an export while it is made."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

from flask import current_app, request

from webui.export.turns import Turn

_AT_ONCE = 64 * 1024  # bytes that are made before they are sent


def sent(pieces: Iterator[bytes], mine: Turn) -> Iterator[bytes]:
    """The pieces, some at a time, each time within the request that asked for them; so that nothing of that request
    is open while the client is waited for. The place among the exports is kept until the end, or until nobody waits
    for more."""
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
        if len(made) >= _AT_ONCE:
            break
    return bytes(made)
