"""Clients on bare sockets for tests of the server: idle, half-open, slow, busy, and what became of their requests."""

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
    """What a client was sent: `status` is 0 when that was nothing, `whole` says whether all that was announced came."""

    status: int
    headers: dict[bytes, bytes]
    body: bytes
    whole: bool

    @property
    def closes(self) -> bool:
        """Whether it says that its connection is closed behind it."""
        return self.headers.get(b"connection") == b"close"


def connect(place: Place, receive_buffer: int | None = None) -> socket.socket:
    """A connection; with a small buffer, a client that does not read is soon noticed. Raises OSError."""
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
    """The bytes of a request."""
    return "\r\n".join([f"{method} {path} HTTP/1.1", "Host: localhost", *headers, "", ""]).encode()


def answer(sock: socket.socket) -> Answer:
    """Read one answer with a length, or a chunked one. Raises OSError."""
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
    """How many bytes may be read at least before it is all there."""
    if b"content-length" in headers:
        return int(headers[b"content-length"]) - len(body)
    return 0 if body.endswith(b"0\r\n\r\n") else 1 << 16


def ask(place: Place, path: str = "/") -> Answer:
    """Ask on a connection of its own. Raises OSError."""
    with closing(connect(place)) as sock:
        sock.sendall(request(path, "Connection: close"))
        return answer(sock)


def is_closed(sock: socket.socket) -> bool:
    """Whether the server has closed a connection from which nothing is left to read."""
    sock.setblocking(False)
    try:
        return sock.recv(1) == b""
    except BlockingIOError:
        return False
    except OSError:
        return True


def wait_until(true: Callable[[], bool], seconds: float = 60) -> bool:
    """Whether something became true."""
    until = time.monotonic() + seconds
    while not (now := true()) and time.monotonic() < until:
        time.sleep(0.05)
    return now


@contextmanager
def many(place: Place, number: int, sent: bytes = b"") -> Iterator[list[socket.socket]]:
    """So many connections that sent only that."""
    held = [connect(place) for _ in range(number)]
    try:
        for sock in held:
            with suppress(OSError):  # it had to give way
                sock.sendall(sent)
        yield held
    finally:
        for sock in held:
            sock.close()


class Busy:
    """Clients that ask one thing after the other, each on a connection that it keeps, until that is closed.

    `seen` counts, of the requests sent, what became of them: the status of a whole answer; "cut" when a part of one
    came; "unanswered" when none did."""

    def __init__(self, place: Place, number: int, path: str = "/") -> None:
        self.seen: Counter[int | str] = Counter()
        self._told = threading.Event()
        self._threads = [threading.Thread(target=self._run, args=(place, path)) for _ in range(number)]
        for thread in self._threads:
            thread.start()

    def tell(self) -> None:
        """The server was told to stop: a connection that is closed now is not made again."""
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
