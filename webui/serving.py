"""Serving an application with waitress until told to stop, and then without cutting an answer short."""

from __future__ import annotations

import copy
import signal
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ipaddress import ip_address
from types import FrameType
from typing import Any

import waitress.server
from waitress import wasyncore
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser

from archive.errors import PressArchiveError

DRAIN_SECONDS = 15.0
_BODY_BYTES = 64 << 10  # of a request
_DESK_BYTES = (1 << 20) + 1  # of one to the desk: a form, or a piece of a file; what is as long as this is refused
_TURN = 0.25  # seconds that one turn of the loop waits for something to happen


class AddressInUse(PressArchiveError):
    """The address cannot be listened on."""


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens there; port 0 takes a free one. Raises AddressInUse, which says what to do."""
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
        raise AddressInUse(
            f"Cannot listen on {host} port {port} ({reason}): stop what uses it, or choose another with --port."
        ) from error
    return listener


def address(listener: socket.socket) -> str:
    """The web address of a listening socket."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def near_address(listener: socket.socket) -> str | None:
    """The web address by which this machine reaches a listening socket over loopback; None where it cannot."""
    host, port = listener.getsockname()[:2]
    bound = ip_address(host.partition("%")[0])
    if bound.is_unspecified:
        return f"http://127.0.0.1:{port}/"  # a socket for all of IPv6 takes IPv4 too
    return address(listener) if bound.is_loopback else None


class _Parser(HTTPRequestParser):  # type: ignore[misc]
    """Takes longer bodies for the desk than for anyone else: before a body has come, only its address is known."""

    adj: Any

    def parse_header(self, header_plus: bytes) -> None:
        super().parse_header(header_plus)
        if self.path.startswith("/desk/"):
            wider: Any = copy.copy(self.adj)
            wider.max_request_body_size = _DESK_BYTES
            self.adj = wider


class _Channel(HTTPChannel):  # type: ignore[misc]
    parser_class = _Parser


class Server:
    """An application on a listening socket, with that many threads. `run` answers until `stop` is called."""

    def __init__(self, application: Any, listener: socket.socket, threads: int) -> None:
        self._map: dict[int, Any] = {}
        self._stopping = False
        self._server = waitress.server.create_server(
            application,
            map=self._map,
            sockets=[listener],
            threads=threads,
            ident=None,
            clear_untrusted_proxy_headers=False,  # by them the desk knows what was passed on; nothing else reads them
            max_request_header_size=32 * 1024,
            max_request_body_size=_BODY_BYTES,
            channel_timeout=30,
        )
        self._server.channel_class = _Channel

    def stop(self) -> None:
        """Take no more requests; `run` returns when those under way are answered. May be called in a signal handler."""
        self._stopping = True
        self._server.pull_trigger()

    def run(self) -> None:
        """Answer. After `stop`, up to DRAIN_SECONDS more for answers under way."""
        try:
            while not self._stopping:
                self._turn()
            self._server.del_channel()  # out of the loop: nobody new is let in
            self._server.socket.close()
            until = time.monotonic() + DRAIN_SECONDS
            while time.monotonic() < until and any(_busy(channel) for channel in self._channels()):
                self._turn()
        finally:
            self._server.task_dispatcher.shutdown(timeout=1)
            for channel in list(self._channels()):
                channel.close()
            self._server.trigger.close()

    def _turn(self) -> None:
        wasyncore.loop(timeout=_TURN, map=self._map, count=1, use_poll=True)

    def _channels(self) -> Iterator[HTTPChannel]:
        return (channel for channel in list(self._map.values()) if isinstance(channel, HTTPChannel))


def _busy(channel: Any) -> bool:
    """Whether a connection has a request under way or an answer not yet sent whole."""
    return bool(channel.requests or channel.total_outbufs_len)


@contextmanager
def on_signals(stop: Callable[[], None]) -> Iterator[None]:
    """Within the block, SIGTERM and SIGINT (Ctrl-C) call `stop`; a second one ends the process as usual."""

    def handle(number: int, frame: FrameType | None) -> None:  # noqa: ARG001
        signal.signal(number, signal.SIG_DFL)
        stop()

    before = {number: signal.signal(number, handle) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
