"""A client of clamd, the daemon of ClamAV: it checks a file for viruses with the INSTREAM command.

No maintained client has a suitable licence: clamd and clamdpy are LGPL, clamav-client is GPL. The protocol is in `man
clamd`: the bytes are sent in chunks, each preceded by its length, and a line is returned.
"""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import IO

from archive.setting_checks import clamd_address

CHUNK = 1 << 18  # bytes
_LONGEST_ANSWER = 4096  # bytes
_PING_SECONDS = 5.0
_SILENT_SECONDS = 30.0  # for which a silent scanner is not tried again
_FOUND = re.compile(r"stream: (.{1,500}) FOUND")
_TOO_LARGE = "size limit exceeded"

SILENT, SLOW, TOO_LARGE, BROKEN, FAILED = "silent", "slow", "too-large", "broken", "failed"
UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class VirusCheck:
    """The scanner's result for a file: the `signature` that it found, or why it could not scan it (`unscanned`: SILENT,
    SLOW, TOO_LARGE, BROKEN, FAILED or UNREADABLE). Neither: no virus was found."""

    signature: str | None = None
    unscanned: str | None = None

    @property
    def is_clean(self) -> bool:
        """Return whether the file was scanned, and no virus found."""
        return self.signature is None and self.unscanned is None


class _Late(Exception):
    """The time for a file is over."""


class _Unread(Exception):
    """The file cannot be read from the disk."""


class VirusScanner:
    """The clamd at `address`, the path of its socket or host:port. Each file may take `seconds`. Thread-safe. While it
    does not answer, files do not wait for it."""

    def __init__(self, address: str, seconds: float) -> None:
        self._address, self._seconds = clamd_address(address), seconds
        self._silent_until = 0.0
        self._lock = Lock()

    def check(self, file: Path) -> VirusCheck:
        """Return its result for a file."""
        if time.monotonic() < self._silent_until:
            return VirusCheck(unscanned=SILENT)
        try:
            with file.open("rb") as source:
                found = self._check(source)
        except (_Unread, OSError):
            return VirusCheck(unscanned=UNREADABLE)
        if found.unscanned == SLOW and not self.is_there():
            found = VirusCheck(unscanned=SILENT)
        if found.unscanned == SILENT:
            with self._lock:
                self._silent_until = time.monotonic() + _SILENT_SECONDS
        return found

    def is_there(self) -> bool:
        """Return whether it answers."""
        return self._ask(b"zPING\0") == "PONG"

    def version(self) -> str:
        """Return its version and that of its signatures, such as `ClamAV 1.4.3/27700/Mon Nov 30 09:12:01 2026`; empty
        if it does not answer."""
        answer = self._ask(b"zVERSION\0")
        return answer if answer.isprintable() else ""

    def _check(self, source: IO[bytes]) -> VirusCheck:
        ends = time.monotonic() + self._seconds
        try:
            with self._connected(min(self._seconds, _PING_SECONDS)) as clamd:
                answer = _exchange(clamd, _stream(source), ends)
        except _Late:
            return VirusCheck(unscanned=SLOW)
        except OSError:
            return VirusCheck(unscanned=SILENT)
        return _read_answer(answer)

    def _ask(self, command: bytes) -> str:
        try:
            with self._connected(_PING_SECONDS) as clamd:
                return _exchange(clamd, iter((command,)), time.monotonic() + _PING_SECONDS)
        except (_Late, OSError):
            return ""

    def _connected(self, seconds: float) -> socket.socket:
        if isinstance(self._address, tuple):
            return socket.create_connection(self._address, seconds)
        clamd = socket.socket(socket.AF_UNIX)
        try:
            clamd.settimeout(seconds)
            clamd.connect(self._address)
        except BaseException:
            clamd.close()
            raise
        return clamd


def _stream(source: IO[bytes]) -> Iterator[bytes]:
    yield b"zINSTREAM\0"
    while chunk := _read(source):
        yield len(chunk).to_bytes(4, "big") + chunk
    yield bytes(4)


def _read(source: IO[bytes]) -> bytes:
    try:
        return source.read(CHUNK)
    except OSError as error:
        raise _Unread from error


def _exchange(clamd: socket.socket, parts: Iterator[bytes], ends: float) -> str:
    """Send the parts, and return the answer. An answer before everything was sent counts: clamd reports a file that is
    too large, and disconnects. Raise _Late if the time is over."""
    answer = b""
    with suppress(ConnectionError):  # it may have said why
        for part in parts:
            _allow_until(clamd, ends)
            try:
                clamd.sendall(part)
            except TimeoutError as error:
                raise _Late from error
    with suppress(ConnectionError):
        while b"\0" not in answer and len(answer) < _LONGEST_ANSWER:
            _allow_until(clamd, ends)
            try:
                more = clamd.recv(_LONGEST_ANSWER)
            except TimeoutError as error:
                raise _Late from error
            if not more:
                break
            answer += more
    return answer.partition(b"\0")[0].decode("utf-8", "replace").strip()


def _allow_until(clamd: socket.socket, ends: float) -> None:
    left = ends - time.monotonic()
    if left <= 0:
        raise _Late
    clamd.settimeout(left)


def _read_answer(answer: str) -> VirusCheck:
    """Read the answer. Only the one that says so means that a file is clean."""
    if answer == "stream: OK":
        return VirusCheck()
    if found := _FOUND.fullmatch(answer):
        name = "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in found[1])
        return VirusCheck(signature=name[:200])
    if not answer:
        return VirusCheck(unscanned=BROKEN)
    return VirusCheck(unscanned=TOO_LARGE if _TOO_LARGE in answer else FAILED)
