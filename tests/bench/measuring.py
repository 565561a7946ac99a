"""Measure CPU time, memory and size, and print them."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")


def timed(run: Callable[..., T], *arguments: object) -> tuple[float, T]:
    """Return the CPU milliseconds of this process, with all its threads, and the result of the call."""
    started = time.process_time()
    back = run(*arguments)
    return (time.process_time() - started) * 1000, back


def percentile(times: Sequence[float], share: float) -> float:
    """Return the time that this share of them does not exceed."""
    return sorted(times)[max(0, -int(-len(times) * share // 1) - 1)]


def size(path: Path) -> float:
    """Return the megabytes of a file, or of all files below a folder."""
    files = path.rglob("*") if path.is_dir() else [path]
    return sum(file.stat().st_size for file in files if file.is_file()) / 2**20


def memory(pid: int | str = "self") -> tuple[float, float]:
    """Return the resident megabytes of a process, and those that are not file mappings."""
    told: dict[str, float] = {}
    for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
        name, _, value = line.partition(":")
        if name in ("VmRSS", "RssAnon"):
            told[name] = int(value.split()[0]) / 1024
    return told["VmRSS"], told["RssAnon"]


def peak_memory() -> float:
    """Return the peak resident megabytes of this process so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def row(name: str, cells: Sequence[str], width: int = 19) -> None:
    """Print one line of a table."""
    print(f"{name:18}" + "".join(f"{cell:>{width}}" for cell in cells), flush=True)
