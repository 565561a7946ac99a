"""An intake beside a real server: what becomes of it when that is stopped, and when it is killed."""

from __future__ import annotations

import re
import signal
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from archive.archive import Archive
from tests.support import COMMAND, clean_environment
from webui.desk.drops import Drop, drop_of

PATIENCE = 90  # seconds


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.create(tmp_path / "archive") as made:
        yield made


@pytest.fixture
def server(archive: Archive) -> Iterator[subprocess.Popen[str]]:
    command = [str(COMMAND), "serve", "--archive", str(archive.folder), "--port", "0", "--desk"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=clean_environment())
    yield process
    if process.poll() is None:
        process.kill()
    process.communicate()


def hand_in(server: subprocess.Popen[str], archive: Archive) -> Drop:
    """A file handed in through the pages of that server, whose intake waits for its turn."""
    assert server.stdout
    base = server.stdout.readline().strip().rstrip("/")
    assert server.stdout.readline().strip() == f"{base}/desk"
    page = urllib.request.urlopen(f"{base}/desk/intake", timeout=60).read().decode()
    (token,) = re.findall(r'name="token" value="([^"]*)"', page)[:1]

    def post(path: str, body: bytes = b"") -> str:
        request = urllib.request.Request(base + path, body, {"X-Form-Token": token}, method="POST")
        with urllib.request.urlopen(request, timeout=60) as answer:
            return str(answer.read().decode())

    body = b"Surat edaran\n\nIsi surat.\n"
    (url,) = re.findall(r'"url":"([^"]*)"', post(f"/desk/intake/begin?files=1&bytes={len(body)}"))
    post(f"{url}/piece?n=0&path=surat.txt&size={len(body)}", body)
    post(f"{url}/start")
    drop = drop_of(archive, url.rpartition("/")[2])
    waited(lambda: "waiting until it has finished" in drop.said.read_text())
    return drop


def waited(for_it: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not for_it():
        assert time.monotonic() < until
        time.sleep(0.1)


def test_an_intake_is_stopped_with_its_server_and_kept(server: subprocess.Popen[str], archive: Archive) -> None:
    with archive.lock("ingest"):
        drop = hand_in(server, archive)
        server.send_signal(signal.SIGTERM)
        assert server.wait(60) == 0
        assert not drop.is_busy
    assert drop.count() == (1, 25)
    assert not drop.settle(archive).done


def test_an_intake_outlives_a_server_that_is_killed(server: subprocess.Popen[str], archive: Archive) -> None:
    with archive.lock("ingest"):
        drop = hand_in(server, archive)
        server.kill()
        server.wait(60)
        assert drop.is_busy
    waited(lambda: not drop.is_busy)
    assert drop.settle(archive).done
    assert drop.count() == (0, 0)
    assert [line.path for line in archive.catalogue.receipt(1)] == ["surat.txt"]
