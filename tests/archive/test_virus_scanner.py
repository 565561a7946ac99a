"""The clamd client: a file is clean only if the response says so."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive import virus_scanner
from archive.setting_checks import clamd_address, is_clamd
from archive.virus_scanner import CHUNK, VirusCheck, VirusScanner
from tests.support.fake_clamd import EICAR, FakeClamd, running_clamd


@pytest.fixture
def clamd(tmp_path: Path) -> Iterator[FakeClamd]:
    with running_clamd(tmp_path / "clamd.ctl") as server:
        yield server


@pytest.fixture
def scanner(clamd: FakeClamd, tmp_path: Path) -> VirusScanner:
    return VirusScanner(str(tmp_path / "clamd.ctl"), 20)


def written(tmp_path: Path, data: bytes) -> Path:
    path = tmp_path / "file"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("size", [0, 1, CHUNK, CHUNK + 1, 3 * CHUNK])
def test_all_bytes_are_scanned(scanner: VirusScanner, clamd: FakeClamd, tmp_path: Path, size: int) -> None:
    data = bytes(n % 251 for n in range(size))
    assert scanner.check(written(tmp_path, data)) == VirusCheck()
    assert clamd.taken == [data]


def test_a_virus_is_named(scanner: VirusScanner, tmp_path: Path) -> None:
    found = scanner.check(written(tmp_path, b"x" * CHUNK + EICAR))
    assert found == VirusCheck(signature="Eicar-Signature")
    assert not found.is_clean


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ("INSTREAM: Can't allocate memory ERROR", "failed"),
        ("stream: OK and more", "failed"),
        ("UNKNOWN COMMAND", "failed"),
        ("stream: \x1b[31mRed FOUND", None),
    ],
)
def test_no_other_answer_means_clean(
    scanner: VirusScanner, clamd: FakeClamd, tmp_path: Path, answer: str, why: str | None
) -> None:
    clamd.answer = answer
    found = scanner.check(written(tmp_path, b"text"))
    assert not found.is_clean
    assert found.unscanned == why
    assert (found.signature or "").isprintable()


def test_an_answer_without_end_is_not_read_on(scanner: VirusScanner, clamd: FakeClamd, tmp_path: Path) -> None:
    clamd.answer = "stream: OK" + "x" * 1_000_000
    assert scanner.check(written(tmp_path, b"text")) == VirusCheck(unscanned="failed")


def test_a_file_larger_than_it_takes(scanner: VirusScanner, clamd: FakeClamd, tmp_path: Path) -> None:
    clamd.most = CHUNK
    assert scanner.check(written(tmp_path, bytes(40 * CHUNK))) == VirusCheck(unscanned="too-large")


def test_it_hangs_up_half_way(scanner: VirusScanner, clamd: FakeClamd, tmp_path: Path) -> None:
    clamd.gone_after = CHUNK
    assert scanner.check(written(tmp_path, bytes(40 * CHUNK))) == VirusCheck(unscanned="broken")


def test_a_slow_file_is_given_up(clamd: FakeClamd, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It still responds to others, so it is used for the next file."""
    scanner = VirusScanner(str(tmp_path / "clamd.ctl"), 0.05)
    monkeypatch.setattr(VirusScanner, "is_there", lambda _self: True)
    clamd.hangs.set()
    assert scanner.check(written(tmp_path, b"text")) == VirusCheck(unscanned="slow")
    clamd.hangs.clear()
    assert VirusScanner(str(tmp_path / "clamd.ctl"), 20).check(written(tmp_path, b"text")).is_clean


def test_one_that_hangs_for_all_is_not_waited_for_again(
    clamd: FakeClamd, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(virus_scanner, "_PING_SECONDS", 0.05)
    scanner = VirusScanner(str(tmp_path / "clamd.ctl"), 0.05)
    clamd.hangs.set()
    assert scanner.check(written(tmp_path, b"text")) == VirusCheck(unscanned="silent")
    clamd.hangs.clear()
    assert scanner.check(written(tmp_path, b"text")) == VirusCheck(unscanned="silent")  # for half a minute
    assert clamd.taken == []


def test_nobody_listens(tmp_path: Path) -> None:
    scanner = VirusScanner(str(tmp_path / "none.ctl"), 5)
    assert scanner.check(written(tmp_path, b"text")) == VirusCheck(unscanned="silent")
    assert not scanner.is_there()
    assert scanner.version() == ""


def test_it_is_asked_for_its_version(scanner: VirusScanner) -> None:
    assert scanner.is_there()
    assert scanner.version().startswith("ClamAV 1.4.3/27700")


def test_a_file_that_cannot_be_read_is_no_clean_one(scanner: VirusScanner, tmp_path: Path) -> None:
    assert scanner.check(tmp_path / "none") == VirusCheck(unscanned="unreadable")
    assert scanner.check(written(tmp_path, b"text")).is_clean


def test_a_scanner_may_be_on_another_machine(tmp_path: Path) -> None:
    listening = socket.create_server(("127.0.0.1", 0))
    scanner = VirusScanner(f"127.0.0.1:{listening.getsockname()[1]}", 20)

    def answer() -> None:
        with listening.accept()[0] as session:
            while session.recv(65536)[-4:] != bytes(4):
                pass
            session.sendall(b"stream: Eicar FOUND\0")

    thread = threading.Thread(target=answer, daemon=True)
    thread.start()
    assert scanner.check(written(tmp_path, EICAR)) == VirusCheck(signature="Eicar")
    thread.join()
    listening.close()


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("/run/clamav/clamd.ctl", "/run/clamav/clamd.ctl"),
        ("scanner.example.org:3310", ("scanner.example.org", 3310)),
        ("[::1]:3310", ("::1", 3310)),
    ],
)
def test_addresses(typed: str, address: object) -> None:
    assert clamd_address(typed) == address
    assert is_clamd(typed) is None


@pytest.mark.parametrize("typed", ["clamd", "run/clamd.ctl", "host:0", "host:70000", "tcp://host:3310", "host:"])
def test_no_addresses(typed: str) -> None:
    assert "host:port" in str(is_clamd(typed))
