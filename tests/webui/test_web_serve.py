"""`press-archive serve` and `search`, run like a user."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.support.commands import COMMAND, Run, clean_environment
from webui.http.index_process import Indexer
from webui.http.server import AddressInUse, Server, address, open_listener

PATIENCE = 120  # seconds for anything: other tests may be using the machine
ENDED = (FileNotFoundError, ProcessLookupError)  # raised by /proc for a process or a thread that has ended
TEXT = "Jembatan baru dibuka\n\nPresiden membuka jembatan baru di Kupang pada hari Sabtu.\n"


@pytest.fixture
def archive(tmp_path: Path, press_archive: Run) -> Path:
    """An archive of one text."""
    (tmp_path / "jembatan.txt").write_text(TEXT, encoding="utf-8")
    press_archive("init", "--archive", tmp_path / "archive")
    press_archive("ingest", "--archive", tmp_path / "archive", tmp_path / "jembatan.txt")
    return tmp_path / "archive"


@pytest.fixture
def start() -> Iterator[Callable[..., tuple[subprocess.Popen[str], str]]]:
    """Yield a function that starts `press-archive serve` on a free port, and returns the process and the printed
    address."""
    started: list[subprocess.Popen[str]] = []

    def run(folder: Path, *more: str) -> tuple[subprocess.Popen[str], str]:
        command = [str(COMMAND), "serve", "--archive", str(folder), "--port", "0", *more]
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=clean_environment()
        )
        started.append(process)
        assert process.stdout
        return process, process.stdout.readline().strip()

    yield run
    for process in started:
        if process.poll() is None:
            process.terminate()
        process.communicate(timeout=PATIENCE)


def get(url: str) -> Any:
    with urllib.request.urlopen(url, timeout=PATIENCE) as response:
        return json.load(response)


def child_of(process: subprocess.Popen[str]) -> int:
    """Return the server's indexer process, once it is working: it has the catalogue open."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        children: set[str] = set()
        for task in Path(f"/proc/{process.pid}/task").iterdir():
            with contextlib.suppress(*ENDED):
                children.update((task / "children").read_text().split())
        for pid in children:
            with contextlib.suppress(*ENDED):
                opened = {fd.readlink().name for fd in Path(f"/proc/{pid}/fd").iterdir()}
                its_own = (
                    b"archive.alerts.index_process" in Path(f"/proc/{pid}/cmdline").read_bytes()
                )  # not inherited from the server by fork
                if its_own and "catalogue.sqlite" in opened:
                    return int(pid)
        time.sleep(0.1)
    raise AssertionError("no indexer was started")


def gone(pid: int) -> bool:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            if b"Z" in Path(f"/proc/{pid}/stat").read_bytes().split()[2:3]:
                return True
        except ENDED:
            return True
        time.sleep(0.1)
    return False


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_serve_answers_and_stops_cleanly(archive: Path, start: Any, stop: signal.Signals) -> None:
    process, url = start(archive)
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", url)
    assert get(url + "api/v1/search?q=jembatan")["total"] == 1
    with urllib.request.urlopen(url, timeout=PATIENCE) as page:
        assert "1 record, open to everyone." in page.read().decode()
        assert page.headers["Server"] is None
    indexer = child_of(process)
    process.send_signal(stop)
    _, errors = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, errors
    assert "Traceback" not in errors
    assert gone(indexer)
    with pytest.raises(urllib.error.URLError):
        get(url + "healthz")


def test_the_indexer_goes_with_a_server_that_is_killed(archive: Path, start: Any) -> None:
    process, _ = start(archive)
    indexer = child_of(process)
    process.kill()
    process.wait(timeout=PATIENCE)
    assert gone(indexer)


def test_a_port_in_use_is_one_sentence(archive: Path) -> None:
    with closing(open_listener("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        command = [str(COMMAND), "serve", "--archive", str(archive), "--port", port]
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=PATIENCE, check=False, env=clean_environment()
        )
    assert done.returncode == 1
    assert f"Cannot listen on 127.0.0.1 port {port}" in done.stderr
    assert "--port" in done.stderr
    assert "Traceback" not in done.stderr


def test_no_archive_is_one_sentence(tmp_path: Path, press_archive: Run) -> None:
    done = press_archive("serve", "--archive", tmp_path / "none", code=1)
    assert "press-archive init" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_name_given_is_answered_to(archive: Path, start: Any) -> None:
    _, url = start(archive, "--name", "archive.example.org")
    for name, status in (("archive.example.org", 200), ("other.example.org", 400)):
        request = urllib.request.Request(url + "healthz", headers={"Host": name})
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as response:
                found = response.status
        except urllib.error.HTTPError as error:
            found = error.code
            error.close()
        assert found == status


@pytest.fixture
def slow_server() -> Iterator[tuple[Server, socket.socket, threading.Event]]:
    """A server whose responses take a moment and are a megabyte; the event signals that one has begun."""
    begun = threading.Event()

    def application(environ: Any, start_response: Any) -> list[bytes]:
        begun.set()
        time.sleep(0.5)
        start_response("200 OK", [("Content-Length", "1000000")])
        return [b"x" * 1_000_000]

    listener = open_listener("127.0.0.1", 0)
    yield Server(application, listener, threads=4), listener, begun
    listener.close()


def test_an_answer_under_way_is_sent_whole(slow_server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webui.http.server.DRAIN_SECONDS", PATIENCE)
    server, listener, begun = slow_server
    url = address(listener)
    running = threading.Thread(target=server.run, daemon=True)
    running.start()
    bodies: list[bytes] = []

    def ask() -> None:
        with urllib.request.urlopen(url, timeout=PATIENCE) as response:
            bodies.append(response.read())

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    assert begun.wait(PATIENCE)
    server.stop()
    asking.join(PATIENCE)
    running.join(PATIENCE)
    assert not running.is_alive()
    assert [len(body) for body in bodies] == [1_000_000]
    with pytest.raises(urllib.error.URLError):
        urllib.request.urlopen(url, timeout=PATIENCE)


def test_an_idle_connection_does_not_keep_the_server(slow_server: Any) -> None:
    server, listener, _ = slow_server
    running = threading.Thread(target=server.run, daemon=True)
    running.start()
    with closing(socket.create_connection(listener.getsockname(), timeout=PATIENCE)) as idle:
        idle.sendall(b"GET / HTTP/1.1\r\n")
        time.sleep(0.5)
        server.stop()
        running.join(PATIENCE)
        assert not running.is_alive()


def test_addresses() -> None:
    with closing(open_listener("127.0.0.1", 0)) as listener:
        assert address(listener) == f"http://127.0.0.1:{listener.getsockname()[1]}/"
    with pytest.raises(AddressInUse, match=r"Cannot listen on 203\.0\.113\.9"):
        open_listener("203.0.113.9", 0)  # an unassigned address (RFC 5737)


def test_an_indexer_that_dies_is_started_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webui.http.index_process.FIRST_PAUSE", 0.05)
    log = tmp_path / "starts"
    program = f"import os; open({str(log)!r}, 'a').write('x'); os._exit(3)"
    said: list[str] = []
    with Indexer([sys.executable, "-c", program], said.append):
        until = time.monotonic() + PATIENCE
        while len(said) < 3 and time.monotonic() < until:
            time.sleep(0.05)
    assert len(log.read_text()) >= 3
    assert "code 3" in said[0]
    before = len(log.read_text())
    time.sleep(0.5)
    assert len(log.read_text()) == before


def test_an_indexer_that_does_not_listen_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webui.http.index_process.STOP_SECONDS", 0.5)
    program = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"
    indexer = Indexer([sys.executable, "-c", program], lambda _: None)
    with indexer:
        until = time.monotonic() + PATIENCE
        while indexer.pid is None and time.monotonic() < until:
            time.sleep(0.02)
        pid = indexer.pid
        time.sleep(0.5)
    assert pid
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_search_prints_what_the_endpoint_answers(archive: Path, start: Any, press_archive: Run) -> None:
    printed = json.loads(press_archive("search", "--archive", archive, "--json", "jembatan", "baru").stdout)
    _, url = start(archive)
    answered = get(url + "api/v1/search?q=jembatan+baru")
    for answer in (printed, answered):
        answer.pop("took_ms")
    assert printed == answered
    assert printed["results"][0]["filename"] == "jembatan.txt"


def test_search_lists_for_people(archive: Path, press_archive: Run) -> None:
    said = press_archive("search", "--archive", archive, "jembatan").stdout
    assert said.startswith("1 record\n")
    assert "Jembatan baru dibuka" in said
    assert "jembatan.txt" in said
    nothing = press_archive("search", "--archive", archive, "--kind", "photo", "jembatan").stdout.splitlines()
    assert nothing[:2] == ["0 records", "Why no results?"]
    assert "  Kind: Photo: alone in 0 records, without it 1 record" in nothing


def test_no_hit_is_no_failure_and_a_refusal_is(archive: Path, press_archive: Run) -> None:
    assert json.loads(press_archive("search", "--archive", archive, "--json", "zzz").stdout)["total"] == 0
    refused = press_archive("search", "--archive", archive, "--json", "a " * 999, code=2)
    assert json.loads(refused.stdout)["errors"][0]["name"] == "q"
    said = press_archive("search", "--archive", archive, "a " * 999, code=2)
    assert "press-archive: " in said.stderr
    assert said.stdout == ""


def test_held_records_are_listed_only_when_asked_for(tmp_path: Path, archive: Path, press_archive: Run) -> None:
    (tmp_path / "rahasia.txt").write_text(
        "Rahasia kenari\n\nBelum untuk umum, belum untuk siapa pun.\n", encoding="utf-8"
    )
    press_archive("ingest", "--archive", archive, "--access", "held", tmp_path / "rahasia.txt")
    assert json.loads(press_archive("search", "--archive", archive, "--json", "kenari").stdout)["total"] == 0
    held = json.loads(press_archive("search", "--archive", archive, "--json", "--held", "kenari").stdout)
    assert [result["status"] for result in held["results"]] == ["held"]
