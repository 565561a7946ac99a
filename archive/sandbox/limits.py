"""Limits of a worker's job and how they are set. `probe` is the smallest job, to test whether workers run at all."""

from __future__ import annotations

import math
import resource
import time
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """What one job may use: `wall_seconds` from request to answer, `cpu_seconds` of all its threads, `memory_bytes` of
    address space, `output_bytes` in files and printed lines, `frame_bytes` in its answer (as JSON, UTF-8), and
    `processes` that may run at any moment besides the worker. None may outlive the job. If `patient`, seconds in which
    it could not run because other programs used the processors do not count, so a busy machine rejects nothing."""

    wall_seconds: float = 200.0
    cpu_seconds: int = 20
    memory_bytes: int = 1 << 30
    output_bytes: int = 256 << 20
    frame_bytes: int = 64 << 20
    processes: int = 16
    patient: bool = True


DEFAULT = Limits()


def apply_limits(limits: Limits) -> None:
    """Apply the limits to this process. CPU time counts from now: what earlier jobs used is added to the budget."""
    _soft(resource.RLIMIT_AS, limits.memory_bytes)
    _soft(resource.RLIMIT_FSIZE, limits.output_bytes)
    _soft(resource.RLIMIT_CPU, math.ceil(time.process_time()) + limits.cpu_seconds)


def nearly_spent(limits: Limits) -> bool:
    """Return whether the remaining CPU time of this process is not enough for another job."""
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    return hard != resource.RLIM_INFINITY and time.process_time() + 2 * limits.cpu_seconds > hard


def free_memory() -> None:
    """Raise the address-space limit as far as possible, so that a job that reached it can still be answered."""
    _soft(resource.RLIMIT_AS, resource.RLIM_INFINITY)


def _soft(which: int, value: int) -> None:
    hard = resource.getrlimit(which)[1]
    if hard != resource.RLIM_INFINITY and (value == resource.RLIM_INFINITY or value > hard):
        value = hard  # a limit of the machine that is stricter than ours
    resource.setrlimit(which, (value, hard))


def probe(folder: str) -> str:
    """Return the given folder, to test whether a worker runs."""
    return folder
