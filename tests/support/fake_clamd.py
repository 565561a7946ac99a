"""A clamd with configurable responses on a Unix socket."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

# The harmless string that all scanners report: eicar.org. In two parts, so that no scanner reports this file.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-" + rb"STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class FakeClamd(socketserver.ThreadingUnixStreamServer):
    """Finds EICAR, and files that contain the bytes `also`. `answer`, if set, is its response for each file instead.
    `most`: the bytes that it accepts of a file; `gone_after`, if set: the bytes after which it hangs up. While `hangs`
    is set, it does not respond."""

    daemon_threads = True

    def __init__(self, path: Path) -> None:
        super().__init__(str(path), _Session)
        self.answer = ""
        self.also = EICAR
        self.version = "ClamAV 1.4.3/27700/Mon Nov 30 09:12:01 2026"
        self.most = 1 << 30
        self.gone_after: int | None = None
        self.hangs = threading.Event()
        self.ended = threading.Event()
        self.taken: list[bytes] = []


class _Session(socketserver.StreamRequestHandler):
    server: FakeClamd

    def handle(self) -> None:
        with suppress(OSError):
            self._answer()

    def _answer(self) -> None:
        command = self._line()
        if self.server.hangs.is_set():
            self.server.ended.wait()
        elif command == b"zPING":
            self.wfile.write(b"PONG\0")
        elif command == b"zVERSION":
            self.wfile.write(self.server.version.encode() + b"\0")
        elif command == b"zINSTREAM":
            self._scan()

    def _line(self) -> bytes:
        line = b""
        while (byte := self.rfile.read(1)) not in (b"", b"\0"):
            line += byte
        return line

    def _scan(self) -> None:
        taken = b""
        while size := int.from_bytes(self.rfile.read(4), "big"):
            taken += self.rfile.read(size)
            if self.server.gone_after is not None and len(taken) >= self.server.gone_after:
                return
            if len(taken) > self.server.most:
                self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
                return
        self.server.taken.append(taken)
        found = "stream: Eicar-Signature FOUND" if EICAR in taken or self.server.also in taken else "stream: OK"
        self.wfile.write((self.server.answer or found).encode() + b"\0")


@contextmanager
def running_clamd(path: Path) -> Iterator[FakeClamd]:
    """Run a clamd on the socket `path`."""
    with FakeClamd(path) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.ended.set()
            server.shutdown()
            thread.join()
            path.unlink(missing_ok=True)
