"""CPU time, memory and size, and how they are written."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")


def timed(run: Callable[..., T], *arguments: object) -> tuple[float, T]:
    """CPU milliseconds of this process, all its threads, and what came back."""
    started = time.process_time()
    back = run(*arguments)
    return (time.process_time() - started) * 1000, back


def percentile(times: Sequence[float], share: float) -> float:
    """The time that this share of them do not pass."""
    return sorted(times)[max(0, -int(-len(times) * share // 1) - 1)]


def size(path: Path) -> float:
    """Megabytes of a file, or of all files below a folder."""
    files = path.rglob("*") if path.is_dir() else [path]
    return sum(file.stat().st_size for file in files if file.is_file()) / 2**20


def memory(pid: int | str = "self") -> tuple[float, float]:
    """Megabytes of main memory that a process holds, and those of them that are not pages of files."""
    told: dict[str, float] = {}
    for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
        name, _, value = line.partition(":")
        if name in ("VmRSS", "RssAnon"):
            told[name] = int(value.split()[0]) / 1024
    return told["VmRSS"], told["RssAnon"]


def peak_memory() -> float:
    """Megabytes of main memory that this process held at most so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def row(name: str, cells: Sequence[str], width: int = 19) -> None:
    """One line of a table."""
    print(f"{name:18}" + "".join(f"{cell:>{width}}" for cell in cells), flush=True)
