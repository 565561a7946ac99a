"""An application behind the same server that `press-archive serve` runs, in a thread of the test."""

from __future__ import annotations

import random
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from flask import Flask

from webui.http.server import Server, address, open_listener

THREADS = 8


def free_ports(count: int) -> list[int]:
    """Return ports that nobody listens on and that are outside the ephemeral range, so that none is taken before the
    server binds it."""
    found: list[int] = []
    chance = random.SystemRandom()  # processes of a test run do not start with the same port
    while len(found) < count:
        port = chance.randrange(20_000, 30_000)
        with socket.socket() as one, suppress(OSError):
            one.bind(("127.0.0.1", port))
            found.append(port)
    return found


@contextmanager
def serving(app: Flask, served: set[str]) -> Iterator[str]:
    """Yield its address without the last slash, after adding it to the hosts that tests may access."""
    with open_listener("127.0.0.1", 0) as listener:
        url = address(listener).rstrip("/")
        server = Server(app, listener, THREADS)
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        served.add(url.partition("//")[2])
        yield url
        server.stop()
        thread.join()
