"""An application behind the very server that `press-archive serve` runs, in a thread of the test."""

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
    """Ports that nobody listens on, and that no connection of the machine is given by itself: none is taken before the
    server has it."""
    found: list[int] = []
    chance = random.SystemRandom()  # no two processes of a run begin with the same
    while len(found) < count:
        port = chance.randrange(20_000, 30_000)
        with socket.socket() as one, suppress(OSError):
            one.bind(("127.0.0.1", port))
            found.append(port)
    return found


@contextmanager
def serving(app: Flask, served: set[str]) -> Iterator[str]:
    """Its address, without the last slash, put among the hosts that tests may ask."""
    with open_listener("127.0.0.1", 0) as listener:
        url = address(listener).rstrip("/")
        server = Server(app, listener, THREADS)
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        served.add(url.partition("//")[2])
        yield url
        server.stop()
        thread.join()
