"""Serve an application with waitress until told to stop, then finish open responses."""

from __future__ import annotations

import ctypes
import gc
import signal
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from ipaddress import ip_address
from types import FrameType
from typing import Any

from waitress import wasyncore

from archive.errors import PressArchiveError
from archive.messages import Message
from webui.http.connections import Listener

DRAIN_SECONDS = 3.5  # time after `stop` to answer requests that have arrived
_REFUSE_SECONDS = 1.0  # the last part of it: requests not yet begun are refused
_SETTLE_SECONDS = 1.0  # since its last answer, in which a client that does not know yet may send another request
_THREAD_SECONDS = 0.5  # more for threads to end
_TURN, _DRAIN_TURN = 0.25, 0.05  # how long one turn of the loop waits for an event
_OBJECTS = 20_000  # more than most answers leave at one time
_M_ARENA_MAX = -8  # in malloc.h of glibc


def share_heap() -> None:
    """Make all threads use one malloc arena (glibc). Otherwise each thread's arena keeps the memory of its largest
    answer. Call this before threads start."""
    with suppress(AttributeError):  # another C library
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 1)


def freeze_loaded() -> None:
    """Freeze what is loaded, and collect garbage less often: collecting every 700 objects took a tenth of the time of a
    page, and going through everything loaded delayed some answers."""
    gc.freeze()
    gc.set_threshold(_OBJECTS)


class AddressInUse(PressArchiveError):
    """The server cannot listen on the address."""


def open_listener(host: str, port: int) -> socket.socket:
    """Return a socket that listens there; port 0 selects a free one. Raise AddressInUse, which says what to do."""
    try:
        family, kind, proto, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind, proto)
        try:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
            listener.listen(128)
        except OSError:
            listener.close()
            raise
    except (OSError, OverflowError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise AddressInUse(Message("port-taken", host=host, port=port, error=reason)) from error
    return listener


def address(listener: socket.socket) -> str:
    """Return the web address of a listening socket."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def near_address(listener: socket.socket) -> str | None:
    """Return the web address by which this machine reaches a listening socket over loopback; None if it cannot."""
    host, port = listener.getsockname()[:2]
    if ip_address(host.partition("%")[0]).is_unspecified:
        return f"http://127.0.0.1:{port}/"  # a socket for all of IPv6 also accepts IPv4
    return address(listener) if is_loopback(listener) else None


def is_loopback(listener: socket.socket) -> bool:
    """Return whether only this machine can reach a listening socket."""
    return ip_address(listener.getsockname()[0].partition("%")[0]).is_loopback


class Server:
    """An application on a listening socket, with a number of threads. `run` answers until `stop` is called."""

    def __init__(self, application: Any, listener: socket.socket, threads: int) -> None:
        self._map: dict[int, Any] = {}
        self._stopping = False
        self._listener = Listener(application, self._map, listener, threads)

    def stop(self) -> None:
        """Accept no more requests; `run` returns once those that have arrived are answered. May be called in a signal
        handler, and more than once."""
        if not self._stopping:
            self._listener.pull_trigger()
            self._stopping = True  # not earlier: the loop may then end at once, and the trigger with it

    def run(self, stopping: Callable[[], None] = lambda: None) -> None:
        """Answer requests. After `stop`, call `stopping`, and spend up to DRAIN_SECONDS on requests that have
        arrived."""
        try:
            while not self._stopping:
                self._turn(_TURN)
            stopping()
            self._drain()
        finally:
            for connection in self._listener.connections:
                connection.handle_close()
            self._listener.task_dispatcher.shutdown(timeout=_THREAD_SECONDS)
            self._listener.trigger.close()

    def _drain(self) -> None:
        """Answer requests that have arrived, each with `Connection: close`, and close idle connections."""
        self._listener.stopping = True
        self._listener.accept_rest()
        began, listener = time.monotonic(), self._listener
        while listener.connections and (now := time.monotonic()) - began < DRAIN_SECONDS:
            self._turn(_DRAIN_TURN)
            for connection in listener.connections:
                if connection.is_idle and not connection.lingers and now - connection.waiting_since > _SETTLE_SECONDS:
                    connection.linger()
                elif now - began > DRAIN_SECONDS - _REFUSE_SECONDS:
                    connection.refuse()
            if all(connection.is_done for connection in listener.connections):
                return

    def _turn(self, seconds: float) -> None:
        wasyncore.loop(timeout=seconds, map=self._map, count=1, use_poll=True)


@contextmanager
def on_signals(stop: Callable[[], None]) -> Iterator[None]:
    """Call `stop` on SIGTERM and SIGINT (Ctrl-C) within the block. A second one ends the process as usual."""

    def handle(number: int, frame: FrameType | None) -> None:  # noqa: ARG001
        signal.signal(number, signal.SIG_DFL)
        stop()

    before = {number: signal.signal(number, handle) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
