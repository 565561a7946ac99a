"""python -m tests.support.window_killing ARCHIVE FOLDER MOMENT: an ingest that kills itself before (even MOMENT) or
after (odd) commit number MOMENT / 2."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from archive.storage.archive import Archive
from ingest.pipeline import pipeline
from tests.support.commands import clean_environment

ROOT = Path(__file__).parents[2]


def killed(archive: Path, disk: Path, moment: int) -> bool:
    """Return whether it reached that moment; otherwise the ingest has finished."""
    command = [sys.executable, "-m", "tests.support.window_killing", str(archive), str(disk), str(moment)]
    done = subprocess.run(command, cwd=ROOT, env=clean_environment(), capture_output=True, check=False)
    assert done.returncode in (0, -signal.SIGKILL), done.stderr
    return done.returncode != 0


def main(archive: str, disk: str, moment: str) -> None:
    """Ingest a folder, and be killed on the way."""
    number, after = divmod(int(moment), 2)
    pipeline.BATCH_FILES = 4
    with Archive.open(Path(archive)) as opened:
        write, commits = opened.catalogue.write, 0

        @contextmanager
        def counted(agent: str = "press-archive") -> Iterator[Any]:
            nonlocal commits
            with write(agent) as w:
                yield w
                commits += 1
                if commits == number and not after:
                    os.kill(os.getpid(), signal.SIGKILL)
            if commits == number:
                os.kill(os.getpid(), signal.SIGKILL)

        opened.catalogue.write = counted  # type: ignore[method-assign, assignment]
        pipeline.ingest([Path(disk)], opened)


if __name__ == "__main__":
    main(*sys.argv[1:])
