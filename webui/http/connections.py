"""HTTP connections (waitress): which ones make room for others, and how each is closed without losing its response.

A body arrives before the application is called. So an application may say beforehand, by address and headers, which
long bodies it accepts: see `BodyRoom`.
"""

from __future__ import annotations

import copy
import logging
import math
import resource
import socket
import sys
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

from waitress.adjustments import Adjustments
from waitress.buffers import FileBasedBuffer
from waitress.channel import ClientDisconnected, HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import TcpWSGIServer
from waitress.task import ThreadedTaskDispatcher, WSGITask
from waitress.utilities import Error, RequestHeaderFieldsTooLarge

from archive.messages import Message

CLIENT = "webui.client"  # key of the WSGI environment: the Connection, for answers that may be given up
BODY_REFUSED = "webui.body_refused"  # key of the WSGI environment: why the body of the request was refused
BODY_ROOM = "press-archive-body-room"  # among the extensions of the application: a list of its BodyRules
TOO_LARGE, DISK_FULL, UNWANTED = "too-large", "disk-full", "unwanted"

_MOST_CONNECTIONS = 1000
_SPARE_FILES = 128  # open files that the archive itself needs
_HEADER_BYTES = 32 << 10
SHORT_BODY = 64 << 10  # bytes
_FORM_BYTES = (1 << 20) + 1  # of a form or a chunk of a file for the desk; bodies of this length are refused
_UNSENT_BYTES = 64 << 10  # in the kernel for one client; more would hide for minutes that it reads nothing
_REQUEST_SECONDS = 30.0  # for a client to send a whole request, or to begin another one
_ANSWER_SECONDS = 60.0  # without a client reading any of its answer
_LINGER_SECONDS = 2.0  # for a client to close once it has its answer
_FAREWELL_SECONDS = 0.5  # the same when the server is stopping
_LINGER_BYTES = 16 << 20
_SLOW_SECONDS, _SLOW_BYTES = 5, 50_000  # a client that reads less in this time is slow: 10 kB a second
_QUEUE = "waitress.queue"  # the logger of requests that wait for a thread
_LOG_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class BodyRoom:
    """Room for a body: up to `most` bytes in an unnamed file in `folder`, which disappears with the connection. None is
    for bodies that fit into memory. A body that does not fit is not read, and the application is told why:
    `refusal`."""

    most: int
    folder: Path | None = None
    refusal: str = TOO_LARGE


BodyRule = Callable[[str, Mapping[str, str]], BodyRoom | None]
"""The room for the body of a POST to this path with these headers (`AUTHORIZATION`); None if another rule has it. What
no rule has may be 64 kB long, and the server itself refuses what is longer, in plain text."""


class _UriTooLong(Error):  # type: ignore[misc]
    code, reason = 414, "URI Too Long"


class _Stopping(Error):  # type: ignore[misc]
    code, reason = 503, "Service Unavailable"


class _Request(HTTPRequestParser):  # type: ignore[misc]
    """A request that accepts longer bodies for the desk than for others: before a body arrives, only its address is
    known. For long ones the application is asked."""

    adj: Any
    error: Any
    body_rcv: Any
    room: BodyRoom | None = None
    refusal = ""

    def parse_header(self, header_plus: bytes) -> None:
        super().parse_header(header_plus)
        if "/desk/" in self.path:  # also after a path prefix that a proxy leaves in place
            wider: Any = copy.copy(self.adj)
            wider.max_request_body_size = _FORM_BYTES
            self.adj = wider
        elif self.command == "POST":
            rooms = (rule(self.path, self.headers) for rule in self.adj.body_rules)
            self.room = next((room for room in rooms if room is not None), None)
            if self.room is not None:
                self._begin_body(self.room)

    def _begin_body(self, room: BodyRoom) -> None:
        wider: Any = copy.copy(self.adj)
        wider.max_request_body_size = sys.maxsize  # `room` has the limit
        self.adj = wider
        if self.content_length > room.most or room.refusal == UNWANTED:
            self._leave_body(room.refusal)
        elif self.body_rcv is not None and room.folder is not None:
            try:
                self.body_rcv.buf = FileBasedBuffer(TemporaryFile(dir=room.folder))  # noqa: SIM115 - closed by `close`
            except OSError:
                self._leave_body(DISK_FULL)

    def _leave_body(self, why: str) -> None:
        """Let the application answer without the body, and close the connection after that answer."""
        if self.body_rcv is not None:
            self.body_rcv.getbuf().close()
        self.refusal, self.body_rcv, self.content_length, self.chunked = why, None, 0, False
        self.headers["CONTENT_LENGTH"] = "0"
        self.expect_continue = False
        self.completed = True

    def received(self, data: bytes) -> int:
        before = self.header_plus
        try:
            taken: int = super().received(data)
        except OSError:
            if self.room is None:
                raise
            self._leave_body(DISK_FULL)
            return len(data)
        if self.room is not None and self.body_bytes_received > self.room.most and not self.refusal:
            self._leave_body(self.room.refusal)
        too_large = isinstance(self.error, RequestHeaderFieldsTooLarge)
        if too_large and b"\r\n" not in (before + data).lstrip()[:_HEADER_BYTES]:
            self.error = _UriTooLong(f"exceeds {_HEADER_BYTES} bytes")
        if self.error:
            self.expect_continue = False  # do not ask for a refused body
        return taken


class _Answer(WSGITask):  # type: ignore[misc]
    def get_environment(self) -> dict[str, Any]:
        environ: dict[str, Any] = super().get_environment()
        environ["SERVER_ADDR"] = self.channel.local_address
        environ[CLIENT] = self.channel
        if self.request.refusal:
            environ[BODY_REFUSED] = self.request.refusal
        return environ

    def build_response_header(self) -> bytes:
        if self.channel.server.stopping or getattr(self.request, "refusal", ""):
            self.set_close_on_finish()
        head: bytes = super().build_response_header()
        if self.request.command == "HEAD":
            self.chunked_response = False  # otherwise the end of a body that does not exist would be sent
        return head


class Connection(HTTPChannel):  # type: ignore[misc]
    """One connection. It is first closed for sending, and stays for a moment until the client has closed it too:
    closing it while more of a request arrives would reset it, and the client could lose the answer."""

    parser_class = _Request
    task_class = _Answer
    close_when_flushed: bool
    request: _Request | None

    def __init__(self, server: Listener, sock: socket.socket, addr: Any, adj: Any, map: Any = None) -> None:  # noqa: A002
        self.local_address: str = sock.getsockname()[0]
        self.waiting_since = time.monotonic()  # for a request, or for the client to read its answer
        self.lingers = False
        self._answering = self._refused = False
        self._discarded = self._sent = 0  # bytes
        self._sent_lately: deque[int] = deque(maxlen=_SLOW_SECONDS + 1)  # per second, while there was something to read
        super().__init__(server, sock, addr, adj, map=map)

    @property
    def is_idle(self) -> bool:
        """Return whether there is nothing to answer or send."""
        return not self.requests and not self.total_outbufs_len

    @property
    def is_done(self) -> bool:
        """Return whether everything was sent, and the client had a moment to close."""
        return self.lingers and time.monotonic() - self.waiting_since > _FAREWELL_SECONDS

    @property
    def is_slow(self) -> bool:
        """Return whether the client read almost nothing for some seconds while there was something to read."""
        lately = self._sent_lately
        return len(lately) == lately.maxlen and lately[-1] - lately[0] < _SLOW_BYTES

    def give_up(self) -> None:
        """Have the connection closed within a second, from any thread."""
        self.will_close = True

    def look(self) -> None:
        """Close the connection if its client has kept it for too long. Call this once a second."""
        if self.total_outbufs_len:
            self._sent_lately.append(self._sent)
        else:
            self._sent_lately.clear()
        # Connections given up are also closed here, since the loop would wait until the client reads.
        if self.will_close or time.monotonic() - self.waiting_since > self._patience():
            self.handle_close()

    def _patience(self) -> float:
        """Return how many seconds the client may keep us waiting."""
        if self.lingers:
            return _LINGER_SECONDS
        if self.total_outbufs_len:
            return _ANSWER_SECONDS
        return math.inf if self.requests else _REQUEST_SECONDS  # the client may be waiting for the server

    def linger(self) -> None:
        """Stop sending, and wait for the client to close."""
        try:
            self.socket.shutdown(socket.SHUT_WR)
        except OSError:
            self.handle_close()
        else:
            self.lingers, self.waiting_since = True, time.monotonic()

    def readable(self) -> bool:
        return self.lingers or bool(super().readable())

    def writable(self) -> bool:
        return self.will_close or (not self.lingers and bool(super().writable()))

    def handle_read(self) -> None:
        if not self.lingers:
            super().handle_read()
            return
        try:
            self._discarded += len(self.recv(1 << 16))
        except OSError:
            self.handle_close()
        if self._discarded > _LINGER_BYTES:
            self.handle_close()

    def handle_write(self) -> None:
        closing, self.close_when_flushed = self.close_when_flushed, False
        super().handle_write()
        if closing and self.connected and not self.will_close:
            if self.total_outbufs_len:
                self.close_when_flushed = True
            else:
                self.linger()

    def handle_close(self) -> None:
        super().handle_close()
        if self.request is not None:  # the rest of it will not come
            self.request.close()
            self.request = None

    def received(self, data: bytes) -> bool:
        if self.request is None or self.request.room is not None:  # each chunk of a long one shows progress
            self.waiting_since = time.monotonic()
        return bool(super().received(data))

    def refuse(self) -> None:
        """Answer with 503 each request that the application has not begun to answer."""
        with self.outbuf_lock:
            if not self.requests or self._answering:
                return
            refusal = self.parser_class(self.adj)
            refusal.error = _Stopping("This server is being stopped.")
            self.error_task_class(self, refusal).service()
            self._refused = self.close_when_flushed = True

    def service(self) -> None:
        try:
            super().service()
        finally:
            self._answering = False

    def write_soon(self, data: Any) -> int:
        with self.outbuf_lock:
            if self._refused:
                raise ClientDisconnected
            self._answering = True
            if not self.total_outbufs_len:
                self.waiting_since = time.monotonic()
            written: int = super().write_soon(data)
            return written

    def send(self, data: bytes, do_close: bool = True) -> int:
        sent: int = super().send(data, do_close)
        if sent:
            self._sent += sent
            self.waiting_since = time.monotonic()
        return sent


class Listener(TcpWSGIServer):  # type: ignore[misc]
    """Accepts connections on a listening socket. If there are too many, those that only wait for their client are
    closed, the longest waiting first; no others are."""

    channel_class = Connection
    stopping = False  # whether each answer announces that the connection closes after it
    active_channels: dict[int, Connection]

    def __init__(self, application: Any, map: dict[int, Any], sock: socket.socket, threads: int) -> None:  # noqa: A002
        self.most = _connections()
        adjustments = Adjustments(
            sockets=[sock],
            threads=threads,
            ident=None,
            clear_untrusted_proxy_headers=False,  # the desk needs them to detect proxies; nothing else reads them
            max_request_header_size=_HEADER_BYTES,
            max_request_body_size=SHORT_BODY,
            connection_limit=self.most + 10,
            cleanup_interval=1,
        )
        adjustments.body_rules = getattr(application, "extensions", {}).get(BODY_ROOM, [])
        if hasattr(socket, "TCP_NOTSENT_LOWAT"):
            unsent = (socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT, _UNSENT_BYTES)
            adjustments.socket_options = [*adjustments.socket_options, unsent]
        for name in ("waitress", _QUEUE):
            logging.getLogger(name).addFilter(_SELDOM)
        dispatcher = ThreadedTaskDispatcher()
        dispatcher.set_thread_count(threads)
        place = (sock.family, sock.type, sock.proto, sock.getsockname())
        super().__init__(application, map, True, sock, dispatcher, adjustments, place, bind_socket=False)

    @property
    def connections(self) -> list[Connection]:
        """Return the connections that are open."""
        return list(self.active_channels.values())

    def handle_accept(self) -> None:
        super().handle_accept()
        while len(self.active_channels) > self.most:
            giving_way = [one for one in self.connections if one.is_idle or one.is_slow]
            if not giving_way:
                return
            min(giving_way, key=lambda one: (not one.is_idle, one.waiting_since)).handle_close()

    def maintenance(self, now: float) -> None:  # noqa: ARG002
        for connection in self.connections:
            connection.look()

    def accept_rest(self) -> None:
        """Accept the connections that were already made, and no more after them."""
        before = -1
        while before != len(self.active_channels) < self.most:
            before = len(self.active_channels)
            self.handle_accept()
        self.del_channel()  # out of the loop
        self.socket.close()


class _OncePerMinute(logging.Filter):
    """Lets a line through at most once a minute, and adds how many similar ones were suppressed before it."""

    def __init__(self) -> None:
        super().__init__()
        self._seen: dict[tuple[object, ...], tuple[float, int]] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        kind = (record.name, record.lineno, record.exc_info and record.exc_info[0])
        now = time.monotonic()
        last, left_out = self._seen.get(kind, (now - _LOG_SECONDS, 0))
        if now - last < _LOG_SECONDS:
            self._seen[kind] = (last, left_out + 1)
            return False
        self._seen[kind] = (now, 0)
        if record.name == _QUEUE and isinstance(record.args, tuple):
            record.msg, record.args = Message("requests-waiting", count=record.args[0]), ()
        if left_out:
            record.msg = f"{record.msg} (and {left_out:,} like it before)"
        return True


_SELDOM = _OncePerMinute()


def _connections() -> int:
    """Return how many connections the process may have: each can use a file in addition to its socket."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 2 * _MOST_CONNECTIONS + _SPARE_FILES
    if soft != resource.RLIM_INFINITY and soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        return max(10, (soft - _SPARE_FILES) // 2)
    return _MOST_CONNECTIONS
