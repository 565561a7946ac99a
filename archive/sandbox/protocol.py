"""Frames between a pool and its workers: a length of four bytes, then JSON, never a pickle.

Unpickling would run a worker's code in the parent. Lone surrogates pass in both directions: file names that are not
UTF-8 contain them.
"""

from __future__ import annotations

import json
import os
import select
import struct
import time
from collections.abc import Callable
from typing import Any

TICK = 0.1  # seconds between checks of a job in progress
_LENGTH = struct.Struct(">I")
_CHUNK = 1 << 20


class FrameTooLong(Exception):
    """The other side announced a frame longer than its cap."""


class DeadlinePassed(Exception):
    """The other side did not receive or send its bytes in time."""


def encode(value: Any) -> bytes:
    """Return `value` as the JSON of a frame. Raise ValueError, TypeError or RecursionError if it is not plain JSON."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass")


def decode(payload: bytes) -> Any:
    """Return what was passed to `encode`. Raise ValueError or RecursionError for anything else."""
    return json.loads(payload.decode("utf-8", "surrogatepass"))


def write_frame(descriptor: int, payload: bytes) -> None:
    """Write one frame to a blocking descriptor."""
    view = memoryview(_LENGTH.pack(len(payload)) + payload)
    while view:
        view = view[os.write(descriptor, view) :]


def read_frame(descriptor: int) -> bytes | None:
    """Read one frame from a blocking descriptor; None at its end."""
    head = _read_exactly(descriptor, _LENGTH.size)
    return None if head is None else _read_exactly(descriptor, _LENGTH.unpack(head)[0])


def _read_exactly(descriptor: int, size: int) -> bytes | None:
    parts = bytearray()
    while len(parts) < size:
        part = os.read(descriptor, min(size - len(parts), _CHUNK))
        if not part:
            return None
        parts += part
    return bytes(parts)


Deadline = Callable[[], float]
"""Returns an instant of time.monotonic, which may move while it is waited for."""


def within(seconds: float) -> Deadline:
    """Return the deadline that many seconds from now."""
    end = time.monotonic() + seconds
    return lambda: end


class Channel:
    """The parent's end. It never blocks beyond a deadline, and calls `watch` every TICK seconds while waiting."""

    def __init__(self, reading: int, writing: int) -> None:
        self._reading = reading
        self._writing = writing
        for descriptor in (reading, writing):
            os.set_blocking(descriptor, False)

    def send(self, payload: bytes, deadline: Deadline, watch: Callable[[], None]) -> None:
        """Send one frame. Raise DeadlinePassed, and EOFError if the worker has gone."""
        view = memoryview(_LENGTH.pack(len(payload)) + payload)
        while view:
            self._wait(self._writing, select.POLLOUT, deadline, watch)
            try:
                view = view[os.write(self._writing, view) :]
            except BlockingIOError:
                continue
            except BrokenPipeError as error:
                raise EOFError from error

    def receive(self, cap: int, deadline: Deadline, watch: Callable[[], None]) -> bytes:
        """Return the next frame. Raise FrameTooLong before reading more than `cap` bytes, DeadlinePassed, EOFError."""
        size: int = _LENGTH.unpack(self._read(_LENGTH.size, deadline, watch))[0]
        if size > cap:
            raise FrameTooLong
        return self._read(size, deadline, watch)

    def close(self) -> None:
        """Close both directions; the worker reads the end of its frames and exits."""
        os.close(self._reading)
        os.close(self._writing)

    def _read(self, size: int, deadline: Deadline, watch: Callable[[], None]) -> bytes:
        parts = bytearray()
        while len(parts) < size:
            self._wait(self._reading, select.POLLIN, deadline, watch)
            try:
                part = os.read(self._reading, min(size - len(parts), _CHUNK))
            except BlockingIOError:
                continue
            if not part:
                raise EOFError
            parts += part
        return bytes(parts)

    @staticmethod
    def _wait(descriptor: int, event: int, deadline: Deadline, watch: Callable[[], None]) -> None:
        poll = select.poll()
        poll.register(descriptor, event)
        while True:
            left = deadline() - time.monotonic()
            if left <= 0:
                raise DeadlinePassed
            if poll.poll(min(left, TICK) * 1000):
                return
            watch()
