"""Separate processes that do the work of one page, such as reading scans: one at a time for each page.

Their state is in memory. Their results are in the archive, so they survive a restart of the server.
"""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from tempfile import TemporaryFile
from threading import Event, Lock, Thread
from typing import IO, Any

from flask import Flask, current_app

from archive.login_name import child_environment
from archive.messages import Message, message_from_json
from webui.desk.ingest.upload_process import CannotIngest

_WAIT = 2.0  # seconds in which most jobs finish, before a page is shown
_SAYS = "press-archive: "  # prefix of the last sentence of a command
_KEY = "press-archive-side-jobs"


@dataclass(slots=True)
class SideJob:
    """A process, the JSON objects that it printed, and its error message. `of`: the amount of work. `asked`: it was
    asked to stop."""

    child: subprocess.Popen[str]
    of: int
    began: float = field(default_factory=time.monotonic)
    lines: list[Mapping[str, Any]] = field(default_factory=list)
    error: str = ""
    asked: bool = False
    ended: Event = field(default_factory=Event)

    @property
    def over(self) -> bool:
        """Return whether it has ended and all its output has been read."""
        return self.ended.is_set()

    @property
    def failed(self) -> bool:
        """Return whether it ended, without being asked to, before its work was done."""
        return self.over and not self.asked and (bool(self.error) or self.child.returncode != 0)


class SideJobs:
    """The latest job of each page."""

    def __init__(self) -> None:
        self._guard = Lock()
        self._latest: dict[str, SideJob] = {}

    def latest(self, page: str) -> SideJob | None:
        """Return the running or most recent job of a page."""
        return self._latest.get(page)

    def begin(self, page: str, command: Sequence[str], given: str, of: int) -> None:
        """Start a command for a page, and write `given` to its input; do nothing while an earlier one runs. Raise
        CannotIngest."""
        with self._guard:
            if (one := self._latest.get(page)) is not None and not one.over:
                return
            said = TemporaryFile("w+", encoding="utf-8", errors="replace")  # noqa: SIM115 - the thread closes it
            try:
                child = subprocess.Popen(  # noqa: S603 - our own; Ctrl-C in the terminal reaches the server alone
                    command,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=said,
                    encoding="utf-8",
                    env=child_environment(),
                    start_new_session=True,
                )
            except OSError as error:
                said.close()
                raise CannotIngest(Message("intake-not-started", why=error.strerror or error)) from error
            job = self._latest[page] = SideJob(child, of)
        Thread(target=_follow, args=(job, given, said), name=page, daemon=True).start()
        job.ended.wait(_WAIT)

    def stop(self, page: str) -> None:
        """Ask the job of a page to stop after the work in progress."""
        if (one := self._latest.get(page)) is not None and not one.over:
            one.asked = True
            one.child.terminate()

    def stop_all(self) -> None:
        """Ask all of them to stop."""
        for page in [*self._latest]:
            self.stop(page)


def prepare(app: Flask) -> None:
    """Give an application its jobs."""
    app.extensions[_KEY] = SideJobs()


def side_jobs_of(app: Flask) -> SideJobs:
    """Return the jobs of an application."""
    found: SideJobs = app.extensions[_KEY]
    return found


def side_jobs() -> SideJobs:
    """Return the jobs of the current application."""
    return side_jobs_of(current_app)


def _follow(job: SideJob, given: str, said: IO[str]) -> None:
    assert job.child.stdin is not None
    assert job.child.stdout is not None
    try:
        with said, job.child:
            with suppress(BrokenPipeError), job.child.stdin as stdin:
                stdin.write(given)
            for line in job.child.stdout:
                job.lines.append(json.loads(line))
            job.child.wait()
            job.error = _error_in(job.lines) or _last_sentence(said)
    finally:
        job.ended.set()  # always, since a page waits for it


def _error_in(lines: Sequence[Mapping[str, Any]]) -> str:
    found = next((one for one in lines if "error" in one), None)
    return message_from_json([found["message"]], found["error"]) if found else ""


def _last_sentence(said: IO[str]) -> str:
    said.seek(0)
    lines = [line.removeprefix(_SAYS).strip() for line in said if line.startswith(_SAYS)]
    return lines[-1] if lines else ""
