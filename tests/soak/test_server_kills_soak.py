"""Servers and machines of an installation are killed in turn during ingests: afterwards there is no trace of it.

SOAK_KILLS is the number of kills, SOAK_FIRST the number of the first, so that many can be spread over several runs.
Each prints a line.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from archive.search.execution import open_indexes
from ingest.pipeline import queue_jobs
from tests.support import impatient
from tests.support.remote_machines import WITHOUT_LINKS, links_allowed
from tests.support.server_kills import Installation, installed

FIRST, KILLS = int(os.environ.get("SOAK_FIRST", "0")), int(os.environ.get("SOAK_KILLS", "200"))


class Running:
    """The installation of the test run. After a failure, the next kill gets a new one."""

    def __init__(self, factory: pytest.TempPathFactory) -> None:
        self._factory, self._stack = factory, ExitStack()
        self._now: Installation | None = None

    def get(self) -> Installation:
        if self._now is None:
            self._now = self._stack.enter_context(installed(self._factory.mktemp("servers")))
        return self._now

    def end(self) -> None:
        self._now = None
        self._stack.close()


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    if not links_allowed():
        print(f"\n{WITHOUT_LINKS}: machines are process groups, and what they held is let go at once")
    made = Running(tmp_path_factory)
    yield made
    made.end()


@pytest.mark.parametrize("number", range(FIRST, FIRST + KILLS))
def test_nothing_is_seen_of_a_kill(running: Running, number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue_jobs, "JOB_FILES", 4)
    monkeypatch.setattr(open_indexes, "SEARCH_SECONDS", 300.0)  # a busy machine may take long
    impatient.shorten(monkeypatch)
    try:
        said = running.get().survive(number)
    except BaseException as error:
        running.end()
        print(f"\nkill {number}: FAILED {type(error).__name__}: {str(error)[-900:]}", flush=True)
        raise
    print(f"\nkill {number}: {said}: as if it had not been", flush=True)
