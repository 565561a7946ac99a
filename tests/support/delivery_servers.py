"""Servers that receive alerts: a web server with configurable responses, and a mail server."""

from __future__ import annotations

import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Queue
from typing import Any


class WebhookServer(ThreadingHTTPServer):
    """Stores what it receives. `statuses` are its next responses; after these it returns 204. `endless`: it sends this
    repeatedly instead, until the client disconnects."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _WebhookHandler)
        self.statuses: list[int] = []
        self.endless = b""
        self.taken: list[tuple[dict[str, str], bytes]] = []
        self.arrived: Queue[bytes] = Queue()  # the same bodies, for tests that wait for one

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/new?of=archive"


class _WebhookHandler(BaseHTTPRequestHandler):
    server: WebhookServer

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.taken.append((dict(self.headers) | {":path": self.path}, body))
        self.server.arrived.put(body)
        with suppress(OSError):
            while self.server.endless:
                self.wfile.write(self.server.endless)
                time.sleep(0.01)
        self.send_response(self.server.statuses.pop(0) if self.server.statuses else 204)
        self.send_header("Location", "/elsewhere")
        self.end_headers()

    def do_GET(self) -> None:
        self.do_POST()

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


class MailServer(socketserver.ThreadingTCPServer):
    """Stores the mails it receives. `refusals` are its next responses to a recipient."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _MailHandler)
        self.refusals: list[str] = []
        self.logins: list[str] = []
        self.mails: list[EmailMessage] = []

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class _MailHandler(socketserver.StreamRequestHandler):
    """The part of SMTP (RFC 5321) that smtplib uses."""

    server: MailServer

    def handle(self) -> None:
        self._say("220 sink")
        while line := self.rfile.readline().decode().strip():
            verb = line.split()[0].upper()
            if verb == "EHLO":
                self._say("250-sink\r\n250 AUTH PLAIN")
            elif verb == "AUTH":
                self.server.logins.append(line)
                self._say("235 welcome")
            elif verb == "RCPT" and self.server.refusals:
                self._say(self.server.refusals.pop(0))
            elif verb == "DATA":
                self._say("354 go on")
                self.server.mails.append(message_from_bytes(self._data(), policy=policy.default))  # type: ignore[arg-type]
                self._say("250 taken")
            elif verb == "QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 yes")

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def _data(self) -> bytes:
        lines: list[bytes] = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):  # nothing: the sender is gone
            lines.append(line.removeprefix(b"."))
        return b"".join(lines)


@contextmanager
def served(server: socketserver.BaseServer) -> Iterator[None]:
    """Run a server in a thread for this block."""
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
