"""`python -m tests.support.impatient ...`: the command `press-archive` with timeouts of seconds for a silent machine.
The order of the times is kept: a machine notices that it lost the server before the server lets go of its locks."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import pytest

from archive.catalogue.schema import postgresql
from archive.cli import main
from archive.storage import job_queue
from ingest.pipeline import queue_worker

IMPATIENT = (sys.executable, "-m", "tests.support.impatient")


def command(*words: object) -> Sequence[str]:
    """Return the command line of an impatient `press-archive`."""
    return [*IMPATIENT, *map(str, words)]


def shorten(patch: pytest.MonkeyPatch) -> None:
    """Shorten the timeouts of this process."""
    patch.setattr(job_queue, "HEARTBEAT_SECONDS", 0.5)
    patch.setattr(job_queue, "LEASE_SECONDS", 3.0)
    patch.setattr(queue_worker, "RETRY_SECONDS", 1.0)
    patch.setitem(postgresql.NOTICE, "keepalives_idle", 1)
    patch.setitem(postgresql.NOTICE, "keepalives_interval", 1)
    patch.setitem(postgresql.NOTICE, "tcp_user_timeout", 3_000)
    patch.setattr(postgresql, "SILENT_SECONDS", 6)


if __name__ == "__main__":
    with pytest.MonkeyPatch.context() as patched:
        shorten(patched)
        main(prog_name="press-archive")
