"""`press-archive serve` among 32 busy and 200 half-open clients, 1,000 idle ones, and exports that nobody reads."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import pytest

from tests.support.commands import COMMAND, clean_environment
from tests.support.http_load import HALF, Busy, Place, answer, ask, connect, is_closed, many, request, wait_until

EXPORT = "/api/v1/export?q=kapal&format=ndjson"
PAGE = "/?q=kapal"
TEXTS, PARAGRAPH = 260, "Kapal menteri tiba di pelabuhan pada pagi hari. " + "Warga menunggu di jembatan baru. " * 2500
STOP_SECONDS = 5.0


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive whose export is over 20 MB."""
    folder = tmp_path_factory.mktemp("load")
    (folder / "disk").mkdir()
    for n in range(TEXTS):
        (folder / "disk" / f"{n:03}.txt").write_text(f"Berita {n}\n\n{PARAGRAPH}{n}.\n", encoding="utf-8")
    for command in (["init"], ["ingest", str(folder / "disk")]):
        subprocess.run(
            [str(COMMAND), command[0], "--archive", str(folder / "archive"), *command[1:]],
            check=True, capture_output=True, env=clean_environment(),
        )  # fmt: skip
    return folder / "archive"


@pytest.fixture
def server(archive: Path, tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], Place, Path]]:
    """A server, its address, and its standard error."""
    said = tmp_path / "said"
    with said.open("w") as errors:
        process = subprocess.Popen(
            [str(COMMAND), "serve", "--archive", str(archive), "--port", "0"],
            stdout=subprocess.PIPE, stderr=errors, text=True, env=clean_environment(),
        )  # fmt: skip
        assert process.stdout
        address = process.stdout.readline().strip()
        yield process, ("127.0.0.1", int(address.rstrip("/").rpartition(":")[2])), said
        if process.poll() is None:
            process.terminate()
        process.communicate(timeout=60)


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("path", ["/search", PAGE])
def test_a_server_under_load_stops_in_five_seconds_and_cuts_nothing(server: Any, stop: int, path: str) -> None:
    process, place, said = server
    with many(place, 200, HALF) as half:
        busy = Busy(place, 32, path)
        assert wait_until(lambda: busy.seen[200] > 64, 120)
        assert not any(map(is_closed, half[-20:]))
        began = time.monotonic()
        busy.tell()
        process.send_signal(stop)
        process.wait(60)
        took = time.monotonic() - began
        busy.join()
    print(f"\n{path}: stopped after {took:.2f} s; {dict(busy.seen)}")
    assert took < STOP_SECONDS
    assert not busy.seen["cut"]
    assert busy.seen["unanswered"] <= 2  # requested just when the server closed an idle connection
    assert process.returncode == 0
    assert len(said.read_text().splitlines()) <= 3


@pytest.mark.parametrize("seconds", [1.0, 3.0, 5.0, 8.0])
def test_it_stops_in_five_seconds_while_records_come_in(
    server: Any, archive: Path, tmp_path: Path, seconds: float
) -> None:
    process, place, _ = server
    (tmp_path / "disk").mkdir()
    for n in range(400):
        (tmp_path / "disk" / f"{seconds}-{n:03}.txt").write_text(f"Siaran {n}\n\n{PARAGRAPH[:20_000]}{seconds}{n}.\n")
    intake = subprocess.Popen(
        [str(COMMAND), "ingest", "--archive", str(archive), str(tmp_path / "disk")],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=clean_environment(),
    )  # fmt: skip
    busy = Busy(place, 16, PAGE)
    assert wait_until(lambda: busy.seen[200] > 16, 120)
    time.sleep(seconds)  # during reading, writing, or building of the index
    began = time.monotonic()
    busy.tell()
    process.terminate()
    process.wait(60)
    took = time.monotonic() - began
    busy.join()
    intake.wait(300)
    print(f"\nstopped after {took:.2f} s, {seconds} s into an ingest; {dict(busy.seen)}")
    assert intake.returncode == 0
    assert took < STOP_SECONDS
    assert not busy.seen["cut"]


def test_a_thousand_idle_and_half_open_clients_shut_nobody_out(server: Any) -> None:
    _, place, _ = server
    with many(place, 600), many(place, 600, HALF):
        for _ in range(10):
            began = time.monotonic()
            assert ask(place, PAGE).status == 200
            print(f"\na page among 1,200 others: {time.monotonic() - began:.2f} s")


def test_exports_that_nobody_reads_block_nobody_for_long(server: Any) -> None:
    _, place, _ = server
    with ExitStack() as held:
        for _ in range(16):
            sock = held.enter_context(closing(connect(place, 4096)))
            sock.sendall(request(EXPORT))
        assert ask(place, PAGE).status == 200
        began = time.monotonic()

        def begun() -> bool:
            with closing(connect(place)) as sock:
                sock.sendall(request(EXPORT))
                return answer(sock).status == 200

        assert wait_until(begun)
        print(f"\nan export among 16 unread ones was whole after {time.monotonic() - began:.1f} s")
        assert time.monotonic() - began < 30
