"""Write many records into a new index with several processes, each a part of them (see part_writer.py)."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from pathlib import Path
from threading import Lock

from archive.errors import IndexUnavailable
from archive.messages import Message

LEAST = 2_000  # records for which starting another process pays off


def write_in_parts(
    folder: Path, engine: str, number: int, ids: Sequence[str], processes: int, step: Callable[[int], None]
) -> None:
    """Write these records of the archive in `folder` into its generation `number` of this engine, with at most so many
    processes. `step` gets the number written. Raise IndexUnavailable if one of them fails, after printing its error;
    the others are then ended too."""
    parts = min(processes, max(1, len(ids) // LEAST))
    command = [sys.executable, "-m", "archive.search.index.part_writer", str(folder), engine, str(number)]
    done, lock = [0] * parts, Lock()

    def write(part: int, writer: subprocess.Popen[str]) -> int:
        assert writer.stdin is not None
        assert writer.stdout is not None
        with suppress(BrokenPipeError), writer.stdin as given:  # it has ended, and prints why
            given.write("\n".join(ids[part::parts]))
        for line in writer.stdout:
            with lock:
                done[part] = int(line)
                step(sum(done))
        return writer.wait()

    with ExitStack() as stack:
        writers = [stack.enter_context(_started(command)) for _ in range(parts)]
        with ThreadPoolExecutor(parts) as pool:
            try:
                for failed in pool.map(write, range(parts), writers):
                    if failed:
                        raise IndexUnavailable(Message("index-part-failed"))
            except BaseException:
                for writer in writers:
                    writer.terminate()
                raise


def _started(command: list[str]) -> subprocess.Popen[str]:
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True)  # noqa: S603 - our own program
