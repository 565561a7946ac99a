"""Clients on plain sockets for tests of the server: idle, half-open, slow and busy ones, and the outcome of their
requests."""

from __future__ import annotations

import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass

Place = tuple[str, int]
HALF = b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Half: "


@dataclass(frozen=True, slots=True)
class Answer:
    """A response: `status` is 0 if nothing arrived; `whole`: whether the complete announced length arrived."""

    status: int
    headers: dict[bytes, bytes]
    body: bytes
    whole: bool

    @property
    def closes(self) -> bool:
        """Return whether it announces that its connection will be closed."""
        return self.headers.get(b"connection") == b"close"


def connect(place: Place, receive_buffer: int | None = None) -> socket.socket:
    """Return a connection. With a small buffer, the server soon notices a client that does not read. Raise OSError."""
    sock = socket.socket()
    if receive_buffer:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
    sock.settimeout(30)
    try:
        sock.connect(place)
    except OSError:
        sock.close()
        raise
    return sock


def request(path: str, *headers: str, method: str = "GET") -> bytes:
    """Return the bytes of a request."""
    return "\r\n".join([f"{method} {path} HTTP/1.1", "Host: localhost", *headers, "", ""]).encode()


def answer(sock: socket.socket) -> Answer:
    """Read a response with a length, or a chunked one. Raise OSError."""
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        seen = sock.recv(1 << 16, socket.MSG_PEEK)
        if not seen:
            return Answer(0, {}, head, whole=False)
        end = (head + seen).find(b"\r\n\r\n")
        head += sock.recv(len(seen) if end < 0 else end + 4 - len(head))
    first, *lines = head.strip().split(b"\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(b":") for line in lines)}
    body = bytearray()
    while missing := _missing(headers, body):
        if not (more := sock.recv(min(missing, 1 << 16))):
            break
        body += more
    return Answer(int(first.split()[1]), headers, bytes(body), whole=not missing)


def _missing(headers: dict[bytes, bytes], body: bytearray) -> int:
    """Return the number of bytes that are at least missing."""
    if b"content-length" in headers:
        return int(headers[b"content-length"]) - len(body)
    return 0 if body.endswith(b"0\r\n\r\n") else 1 << 16


def ask(place: Place, path: str = "/") -> Answer:
    """Send a request on a new connection. Raise OSError."""
    with closing(connect(place)) as sock:
        sock.sendall(request(path, "Connection: close"))
        return answer(sock)


def is_closed(sock: socket.socket) -> bool:
    """Return whether the server has closed a connection without unread data."""
    sock.setblocking(False)
    try:
        return sock.recv(1) == b""
    except BlockingIOError:
        return False
    except OSError:
        return True


def wait_until(true: Callable[[], bool], seconds: float = 60) -> bool:
    """Wait until a condition is true. Return whether it became true."""
    until = time.monotonic() + seconds
    while not (now := true()) and time.monotonic() < until:
        time.sleep(0.05)
    return now


@contextmanager
def many(place: Place, number: int, sent: bytes = b"") -> Iterator[list[socket.socket]]:
    """Yield this many connections that sent only `sent`."""
    held = [connect(place) for _ in range(number)]
    try:
        for sock in held:
            with suppress(OSError):  # the server closed it to make room
                sock.sendall(sent)
        yield held
    finally:
        for sock in held:
            sock.close()


class Busy:
    """Clients that each send requests one after the other on one connection until it is closed. `seen` counts the
    outcomes: the status of a complete response; "cut" for a partial one; "unanswered" for none."""

    def __init__(self, place: Place, number: int, path: str = "/") -> None:
        self.seen: Counter[int | str] = Counter()
        self._told = threading.Event()
        self._threads = [threading.Thread(target=self._run, args=(place, path), daemon=True) for _ in range(number)]
        for thread in self._threads:
            thread.start()

    def tell(self) -> None:
        """Note that the server is stopping: closed connections are not reopened."""
        self._told.set()

    def join(self) -> None:
        """Wait for all of them."""
        for thread in self._threads:
            thread.join(60)

    def _run(self, place: Place, path: str) -> None:
        while not self._told.is_set():
            with suppress(OSError), closing(connect(place)) as sock:
                while self._once(sock, path):
                    pass

    def _once(self, sock: socket.socket, path: str) -> bool:
        try:
            sock.sendall(request(path))
            got = answer(sock)
        except OSError:
            got = Answer(0, {}, b"", whole=False)
        self.seen[got.status if got.whole else "cut" if got.status else "unanswered"] += 1
        return got.whole and not got.closes
