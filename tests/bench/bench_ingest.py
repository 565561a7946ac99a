"""Taking in a disk of mixed files, beside Recoll's `recollindex` on the same folder.

python -m tests.bench.bench_ingest [--files 50000] [--documents] [--folder DIR]

Files, CPU and wall seconds of: `recollindex` (of Debian's recollcmd, when it is installed); an ingest; the sum of what
an ingest cannot do without (bare readers, thumbnails, engine), of every tenth file in this process; the same ingest
again over the unchanged folder, by the command and in this process; one new file until a search finds it, while `serve`
runs, by the command and by `watch`.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tests.bench.ingest_parts import SETTLE, TOLD, UNTOLD, again_in_process, bare, visible, visible_by_watch
from tests.bench.measuring import memory, row, size
from tests.bench.mixed_files import make

COMMAND = str(Path(sys.executable).with_name("press-archive"))
LOOK_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class Run:
    """The cost of a command: wall seconds, CPU seconds including its children, and the peak memory of the process
    itself in megabytes."""

    wall: float
    cpu: float
    memory: float


def run(command: Sequence[str | Path]) -> Run:
    """Run a command until it ends. Raise CalledProcessError."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    most = 0.0
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as child:
        while child.poll() is None:
            with suppress(OSError, KeyError):  # the process has ended
                most = max(most, memory(child.pid)[0])
            time.sleep(LOOK_SECONDS)
    if child.returncode:
        raise subprocess.CalledProcessError(child.returncode, list(map(str, command)))
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(time.monotonic() - began, cpu, most)


def main() -> None:
    """Make the files, and measure one thing after the other."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=50_000)
    parser.add_argument("--documents", action="store_true", help="only texts, PDFs and office files, no photographs")
    parser.add_argument("--folder", type=Path, help="keep the files here, and use those that are")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="press-archive-bench-") as scratch:
        name = f"{'documents' if options.documents else 'files'}-{options.files}"
        folder = (options.folder or Path(scratch)) / name
        make(folder, options.files, os.cpu_count() or 1, photographs=not options.documents)
        _measure(folder, options.files, Path(scratch))


def _measure(folder: Path, files: int, scratch: Path) -> None:
    megabytes = size(folder)
    print(f"{files:,} files, {megabytes:,.0f} MB, {os.cpu_count()} cores\n")
    row("", ["files/s", "MB/s", "wall s", "CPU s", "memory MB"])
    _recoll(folder, files, megabytes, scratch)
    archive = scratch / "archive"
    subprocess.run([COMMAND, "init", "--archive", archive], check=True, stdout=subprocess.DEVNULL)
    first = run([COMMAND, "ingest", "--archive", archive, folder])
    _tell("press-archive", first, files, megabytes)
    again = run([COMMAND, "ingest", "--archive", archive, folder])
    _tell("... again", again, files, megabytes)
    parts = bare(folder, archive, scratch / "bare")
    total = sum(parts.values())
    print("\nbare, CPU s: " + ", ".join(f"{name} {seconds:.1f}" for name, seconds in parts.items()))
    print(f"the pipeline's own CPU: {first.cpu / total - 1:+.1%} of their sum (goal: at most +15 %)")
    print(f"memory: {first.memory:.0f} MB (goal: under 500)")
    print(f"again: {files / again.wall:,.0f} files/s with the start of the command (goal: 10,000)")
    print(f"again: {files / again_in_process(folder, archive):,.0f} files/s in process (goal: 20,000)")
    for how, sentence, goal in (("small words tell", TOLD, 0.7), ("the model tells", UNTOLD, 1.2)):
        times = visible(COMMAND, archive, scratch / how, sentence)
        print(f"a new file whose language {how} is found after {min(times):.2f} to {max(times):.2f} s (goal: {goal})")
    times = visible_by_watch(COMMAND, archive, scratch / "watched")
    print(
        f"`watch`: a new file is found {min(times):.2f} to {max(times):.2f} s after {SETTLE} s of settling (goal: 0.3)"
    )


def _recoll(folder: Path, files: int, megabytes: float, scratch: Path) -> None:
    if not shutil.which("recollindex"):
        print("recollindex is not installed (Debian: recollcmd)")
        return
    (home := scratch / "recoll").mkdir()
    (home / "recoll.conf").write_text(f"topdirs = {folder}\nloglevel = 1\nlogfilename = {home}/log\n", encoding="utf-8")
    _tell("recollindex", run(["recollindex", "-c", home, "-z"]), files, megabytes)


def _tell(name: str, told: Run, files: int, megabytes: float) -> None:
    numbers = (files / told.wall, megabytes / told.wall, told.wall, told.cpu, told.memory)
    row(name, [f"{number:,.1f}" for number in numbers])


if __name__ == "__main__":
    main()
