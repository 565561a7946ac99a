"""An application behind the very server that `press-archive serve` runs, in a thread of the test."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask

from webui.http.server import Server, address, open_listener

THREADS = 8


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
