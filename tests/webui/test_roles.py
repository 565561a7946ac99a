"""Servers without an indexer next to an indexing one; the metrics and the log of a server."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

import pytest

from archive.access import ARCHIVIST
from archive.catalogue import Access
from archive.record import Status
from archive.storage.archive import Archive
from tests.support.commands import COMMAND, Run, clean_environment

PATIENCE = 120  # seconds for anything: other tests may be using the machine
Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def archive(tmp_path: Path, press_archive: Run) -> Path:
    (tmp_path / "jembatan.txt").write_text("Jembatan baru\n\nPresiden membuka jembatan di Kupang.\n", encoding="utf-8")
    press_archive("init", "--archive", tmp_path / "archive")
    press_archive("ingest", "--archive", tmp_path / "archive", tmp_path / "jembatan.txt")
    return tmp_path / "archive"


@pytest.fixture
def start(archive: Path) -> Iterator[Start]:
    """Yield a function that starts a command on the archive, with settings as environment variables."""
    started: list[subprocess.Popen[str]] = []

    def run(*command: str, **settings: str) -> subprocess.Popen[str]:
        environment = clean_environment() | {
            f"PRESS_ARCHIVE_WEB_{key}".upper(): value for key, value in settings.items()
        }
        pipe = subprocess.PIPE
        process = subprocess.Popen(
            [str(COMMAND), *command, "--archive", str(archive)], stdout=pipe, stderr=pipe, text=True, env=environment
        )
        started.append(process)
        return process

    yield run
    for process in started:
        if process.poll() is None:
            process.terminate()
        process.communicate(timeout=PATIENCE)


def served(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    return process.stdout.readline().strip().rstrip("/")


def get(url: str, request_id: str = "") -> tuple[int, str, str]:
    """Return the status of a response, its request id, and its text."""
    host, _, path = url.removeprefix("http://").partition("/")
    with closing(HTTPConnection(host, timeout=PATIENCE)) as connection:
        connection.request("GET", f"/{path}", headers={"X-Request-ID": request_id} if request_id else {})
        answer = connection.getresponse()
        return answer.status, answer.getheader("X-Request-ID", ""), answer.read().decode()


def total(address: str, word: str) -> int:
    status, _, text = get(f"{address}/api/v1/search?q={word}")
    return int(json.loads(text)["total"]) if status == 200 else -1


def wait_for(reached: Callable[[], bool]) -> None:
    ends = time.monotonic() + PATIENCE
    while not reached():
        assert time.monotonic() < ends
        time.sleep(0.1)


def set_status(folder: Path, status: Status) -> None:
    """Change the only record in the catalogue, but not the index."""
    with Archive.open(folder) as archive, archive.catalogue.write("the tests") as writer:
        (record,) = archive.catalogue.visible_ids(ARCHIVIST)
        writer.set_status(record, Access(status))


def says(process: subprocess.Popen[str], words: str) -> None:
    assert process.stderr
    for line in process.stderr:
        if words in line:
            return
    pytest.fail(f"{words!r} was not said")


def test_of_two_that_follow_one_works_and_the_other_takes_over(archive: Path, start: Start) -> None:
    servers = [served(start("serve", "--port", "0", "--no-indexer")) for _ in range(2)]
    first = start("index", "follow")
    says(first, "is kept up to date until Ctrl-C")
    second = start("index", "follow")
    says(second, "This one takes over when it ends.")
    set_status(archive, Status.WITHDRAWN)
    wait_for(lambda: [total(address, "jembatan") for address in servers] == [0, 0])
    os.kill(first.pid, signal.SIGKILL)
    says(second, "is kept up to date until Ctrl-C")
    set_status(archive, Status.RELEASED)
    wait_for(lambda: [total(address, "jembatan") for address in servers] == [1, 1])


def test_a_follower_that_waits_ends_at_once(archive: Path, start: Start) -> None:
    says(start("index", "follow"), "is kept up to date until Ctrl-C")
    second = start("index", "follow")
    says(second, "This one takes over when it ends.")
    second.terminate()
    assert second.wait(PATIENCE) == 0


def test_the_setting_leaves_out_the_indexer_and_the_option_brings_it_back(archive: Path, start: Start) -> None:
    alone = served(start("serve", "--port", "0", indexer="false"))
    (archive / "derived" / "index").rename(archive / "derived" / "elsewhere")
    assert get(f"{alone}/readyz")[0] == 503
    served(start("serve", "--port", "0", "--indexer", indexer="false"))
    wait_for(lambda: (archive / "derived" / "index" / "CURRENT").exists())
    wait_for(lambda: total(alone, "jembatan") == 1)


def test_figures_are_given_on_a_port_of_their_own(archive: Path, start: Start) -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port = held.getsockname()[1]
    address = served(start("serve", "--port", "0", metrics_port=str(port)))
    get(f"{address}/api/v1/search?q=jembatan")
    for path in ("/records/zulrahasia", "/metrics"):
        assert get(f"{address}{path}")[0] == 404
    figures = get(f"http://127.0.0.1:{port}/metrics")[2]
    assert 'press_archive_requests_total{method="GET",route="api.search",status="200"} 1.0' in figures
    assert 'press_archive_requests_total{method="GET",route="none",status="404"} 1.0' in figures
    assert 'press_archive_request_seconds_count{route="api.search"} 1.0' in figures
    assert "press_archive_index_lag_revisions 0.0" in figures
    assert "press_archive_public_records 1.0" in figures
    assert "process_resident_memory_bytes" in figures
    assert "zulrahasia" not in figures
    refused = start("serve", "--port", "0", metrics_port=str(port))
    assert refused.wait(PATIENCE) == 1
    assert refused.stderr is not None
    assert f"port {port}" in refused.stderr.read()


def test_the_log_as_json_has_a_line_for_each_request_without_its_query(archive: Path, start: Start) -> None:
    server = start("serve", "--port", "0", log="json", trusted_proxies="127.0.0.1")
    address = served(server)
    assert get(f"{address}/api/v1/search?q=zulrahasia", "of-the-proxy.1")[1] == "of-the-proxy.1"
    assert get(f"{address}/healthz", "two words")[1] not in ("", "two words")
    status, missing, _ = get(f"{address}/records/zulrahasia")
    assert status == 404
    server.terminate()
    _, said = server.communicate(timeout=PATIENCE)
    assert "zulrahasia" not in said
    logged = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
    lines = [line for line in logged if line["message"] == "request"]
    told = [(line["route"], line["method"], line["status"]) for line in lines]
    assert told == [("api.search", "GET", 200), ("api.healthz", "GET", 200), ("pages.record", "GET", 404)]
    assert lines[0]["request_id"] == "of-the-proxy.1"
    assert lines[2]["request_id"] == missing
    assert lines[0]["ms"] > 0
