"""Ingest of uploads: `press-archive ingest` as a separate process, one per upload."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from archive.errors import PressArchiveError
from archive.login_name import child_environment
from archive.messages import Message
from archive.storage.archive import Archive
from webui.desk.ingest.uploads import Drop, list_uploads

OPTIONS = ("access", "collection", "location", "source", "note")  # of `press-archive ingest`, as they are kept
STOP_SECONDS = 3.5  # time for the files in progress when the server ends
_LOOK_SECONDS = 0.1


class CannotIngest(PressArchiveError):
    """The command cannot be started; the message says why."""


def command(archive: Archive, options: Mapping[str, str]) -> list[str]:
    """Return the command to run in the folder of the files. It waits while another ingest is in progress."""
    script = Path(sys.executable).with_name("press-archive")
    if not script.is_file():
        raise CannotIngest(Message("intake-no-command"))
    asked = [f"--{name}={options[name]}" for name in OPTIONS if options.get(name)]
    folder = os.fspath(archive.folder.resolve())
    return [sys.executable, os.fspath(script), "ingest", "--archive", folder, "--json", "--wait", *asked, "."]


def start_ingest_process(archive: Archive, drop: Drop, options: Mapping[str, str]) -> None:
    """Start the ingest of all files received. Raise ArchiveBusy if it is already running, CannotIngest."""
    lock = drop.hold()
    try:
        arguments = command(archive, options)
        files, size = drop.count()
        newest = archive.catalogue.last_accession()
        note = replace(drop.note(), files=files, bytes=size, options=dict(options), asked=True, before=newest)
        drop.write(replace(note, accession=None, done=False))
        with drop.said.open("wb") as said:
            child = subprocess.Popen(  # noqa: S603
                arguments,
                cwd=drop.files,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=said,
                env=child_environment(),
                start_new_session=True,  # Ctrl-C in the terminal reaches only the server
                pass_fds=(lock,),  # and with it the lock, held as long as the ingest runs
            )
        drop.sign(lock, child.pid)
    except OSError as error:
        raise CannotIngest(Message("intake-not-started", why=error.strerror or error)) from error
    finally:
        os.close(lock)
    threading.Thread(target=_see_to_its_end, args=(child, drop, archive), name="intake", daemon=True).start()


def stop(drop: Drop) -> bool:
    """Ask the ingest to stop after the files in progress; return whether there is one."""
    if not drop.note().asked or (pid := drop.holder()) is None or pid == os.getpid():
        return False
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGTERM)  # which nobody has it ignore, as a shell may have SIGINT
    return True


@contextmanager
def ended_with_us(archive: Archive) -> Iterator[Callable[[], None]]:
    """Ask the running ingests to stop when the yielded function is called, or else at the end of the block, and wait
    for them until STOP_SECONDS after that. Those that take longer end later on their own."""
    under_way: list[Drop] = []
    until: list[float] = []

    def begin() -> None:
        if not until:
            until.append(time.monotonic() + STOP_SECONDS)
            under_way.extend(drop for drop, _note in list_uploads(archive) if stop(drop))

    try:
        yield begin
    finally:
        begin()
        while any(drop.is_busy for drop in under_way) and time.monotonic() < until[0]:
            time.sleep(_LOOK_SECONDS)


def _see_to_its_end(child: subprocess.Popen[bytes], drop: Drop, archive: Archive) -> None:
    """Wait for the process, which would otherwise remain as a zombie, and clean up after it."""
    child.wait()
    with suppress(PressArchiveError, OSError):  # the next reader does it
        drop.settle(archive)
