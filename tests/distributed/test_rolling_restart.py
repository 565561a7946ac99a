"""Three servers behind HAProxy, set up as in docs/deploy: restarted one after the other during requests."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests.support.commands import COMMAND, Run, clean_environment, json_lines, some
from tests.support.serving import free_ports

CONFIG = Path(__file__).parents[2] / "docs" / "deploy" / "haproxy.cfg"
SERVERS, VISITORS = 3, 4
PATIENCE = 120  # seconds for anything: other tests may be using the machine
ADDRESSES = ("/", "/search?q=jembatan", "/api/v1/search?q=jembatan", "/search.atom?q=jembatan")


@contextmanager
def running(*command: str | Path, stop: int = signal.SIGTERM) -> Iterator[subprocess.Popen[bytes]]:
    nothing = subprocess.DEVNULL
    with subprocess.Popen(command, env=clean_environment(), stdout=nothing, stderr=nothing) as process:
        try:
            yield process
        finally:
            if process.poll() is None:
                process.send_signal(stop)


def ask(port: int, path: str) -> tuple[int, bytes]:
    """Return the status and the body; status 0 if the response is incomplete."""
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("GET", path, headers={"Host": "localhost"})
        answer = connection.getresponse()
        return answer.status, answer.read()
    except OSError:
        return 0, b""
    finally:
        connection.close()


def is_ready(port: int) -> bool:
    return ask(port, "/readyz")[0] == 200


def wait_for_ready(port: int) -> None:
    ends = time.monotonic() + PATIENCE
    while not is_ready(port):
        assert time.monotonic() < ends
        time.sleep(0.05)


class Cluster:
    """Three servers, an indexer, and HAProxy."""

    def __init__(self, archive: Path, folder: Path) -> None:
        self.archive = archive
        self.port, *self.ports = free_ports(1 + SERVERS)
        text = CONFIG.read_text(encoding="utf-8").replace(":8080", f":{self.port}")
        for n, port in enumerate(self.ports, start=1):
            text = text.replace(f"127.0.0.1:{8080 + n}", f"127.0.0.1:{port}")
        (file := folder / "haproxy.cfg").write_text(text, encoding="utf-8")
        self._haproxy = shutil.which("haproxy", path=f"{os.environ['PATH']}:/usr/sbin")
        if self._haproxy is None:
            pytest.exit("HAProxy is missing: apt-get install haproxy", 1)
        subprocess.run([self._haproxy, "-c", "-f", file], check=True, stdout=subprocess.DEVNULL)
        self._config, self._stack = file, ExitStack()
        self._servers: dict[int, ExitStack] = {}

    def __enter__(self) -> Cluster:
        for port in self.ports:
            self.start(port)
        self._stack.enter_context(running(COMMAND, "index", "follow", "--archive", self.archive))
        for port in self.ports:
            wait_for_ready(port)
        self._stack.enter_context(running(self._haproxy, "-db", "-f", self._config))
        wait_for_ready(self.port)
        return self

    def __exit__(self, *_: object) -> None:
        for port in self.ports:
            self.stop(port)
        self._stack.close()

    def start(self, port: int) -> None:
        """Start the server of a port."""
        stack = ExitStack()
        stack.enter_context(running(COMMAND, "serve", "--no-indexer", "--port", str(port), "--archive", self.archive))
        self._servers[port] = stack

    def stop(self, port: int) -> None:
        """Stop it, and wait until it has ended."""
        self._servers.pop(port).close()


@pytest.fixture
def cluster(tmp_path: Path, press_archive: Run) -> Iterator[Cluster]:
    for n in range(20):
        text = f"Jembatan {n} dibuka\n\nPresiden membuka jembatan nomor {n} di Kupang pada hari Sabtu.\n"
        (tmp_path / f"jembatan-{n}.txt").write_text(text, encoding="utf-8")
    press_archive("init", "--archive", tmp_path / "archive")
    press_archive("ingest", "--archive", tmp_path / "archive", *sorted(tmp_path.glob("*.txt")))
    with Cluster(tmp_path / "archive", tmp_path) as made:
        yield made


def test_no_visitor_notices_that_each_server_is_restarted(cluster: Cluster) -> None:
    answers: Counter[int] = Counter()
    ended = threading.Event()

    def visit() -> None:
        while not ended.is_set():
            for path in ADDRESSES:
                answers[ask(cluster.port, path)[0]] += 1

    visitors = [threading.Thread(target=visit, daemon=True) for _ in range(VISITORS)]
    for visitor in visitors:
        visitor.start()
    for port in cluster.ports:
        before = sum(answers.values())
        cluster.stop(port)
        cluster.start(port)
        wait_for_ready(port)
        while sum(answers.values()) < before + 50:
            time.sleep(0.05)
    ended.set()
    for visitor in visitors:
        visitor.join()
    assert set(answers) == {200}, answers
    assert answers[200] >= 150


def test_a_withdrawn_record_is_gone_from_all_servers_when_the_command_returns(
    cluster: Cluster, press_archive: Run
) -> None:
    (answer,) = json_lines(press_archive("search", "--json", "--archive", cluster.archive, "jembatan"))
    for n, hit in enumerate(some(answer["results"][:5]), start=1):
        press_archive("access", "--archive", cluster.archive, "withdrawn", hit["id"])
        for port in (*cluster.ports, cluster.port):
            assert json.loads(ask(port, "/api/v1/search?q=jembatan")[1])["total"] == 20 - n
            assert ask(port, f"/records/{hit['id']}")[0] == 404
            assert not re.search(re.escape(hit["id"]).encode(), ask(port, "/search?q=jembatan")[1])
