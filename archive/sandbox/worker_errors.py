"""Errors of failed jobs: one per cause, each with what to do next."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import Any

from archive.errors import (
    Encrypted,
    PressArchiveError,
    Unreadable,
    WorkerCrashed,
    WorkerError,
    WorkerMemory,
    WorkerNotStarted,
    WorkerOutput,
    WorkerTimeout,
    describe_disk_space,
)
from archive.messages import Message, believed_message, join_messages
from archive.sandbox import confinement
from archive.sandbox.limits import Limits

_NAMELESS = "the file"
_MEMORY_WORDS = (b"bad_alloc", b"MemoryError", b"out of memory", b"Out of memory", b"Cannot allocate memory")


def list_missing_confinement() -> list[Message]:
    """Return what the kernel of this machine cannot prevent."""
    able = confinement.abilities()
    found = [] if able.landlock else [Message("worker-files-open")]
    return found if able.seccomp else [*found, Message("worker-calls-open", machine=os.uname().machine)]


def label(arguments: dict[str, Any]) -> str:
    """Return the name of a job's file for a sentence: the name it arrived under, else the last part of its path."""
    if isinstance(name := arguments.get("filename"), str) and name:
        return name
    if isinstance(path := arguments.get("path"), str) and Path(path).name:
        return Path(path).name
    return _NAMELESS


def timed_out(name: str, limits: Limits) -> WorkerTimeout:
    """Return the error of a job that exceeded its time limit."""
    return WorkerTimeout(Message("worker-timeout", file=name, seconds=f"{limits.wall_seconds:g}"))


def cpu_used_up(name: str, limits: Limits) -> WorkerTimeout:
    """Return the error of a job that exceeded its CPU limit."""
    return WorkerTimeout(Message("worker-cpu", file=name, seconds=limits.cpu_seconds))


def out_of_memory(name: str, limits: Limits) -> WorkerMemory:
    """Return the error of a job that exceeded its memory limit."""
    return WorkerMemory(Message("worker-memory", file=name, size=size(limits.memory_bytes)))


def wrote_too_much(name: str, limits: Limits) -> WorkerOutput:
    """Return the error of a job that wrote or printed too much."""
    return WorkerOutput(Message("worker-output", file=name, size=size(limits.output_bytes)))


def answered_too_much(name: str, limits: Limits) -> WorkerOutput:
    """Return the error of a job whose answer is longer than a frame."""
    return WorkerOutput(Message("worker-answer-too-long", file=name, size=size(limits.frame_bytes)))


def left_processes(name: str) -> WorkerCrashed:
    """Return the error of a job that left processes running, or started too many. They were killed with the worker."""
    return _crashed(Message("worker-left-processes", file=name))


def answered_nonsense(name: str) -> WorkerCrashed:
    """Return the error of a job whose answer is malformed."""
    return _crashed(Message("worker-disturbed", file=name))


def _crashed(how: Message) -> WorkerCrashed:
    return WorkerCrashed(join_messages([how, Message("maybe-harmful")]))


def no_space(folder: Path | None = None) -> WorkerError:
    """Return the error of a full disk. The file is not to blame. `folder` is that of the job."""
    free = describe_disk_space(folder) if folder is not None else ""
    return WorkerError(Message("work-no-space-there", free=free) if free else Message("work-no-space"))


def pool_closed() -> WorkerError:
    """Return the error of a pool closed before or during the job. The file is not to blame."""
    return WorkerError(Message("work-ended"))


def cannot_start(why: str) -> WorkerError:
    """Return the error of a worker that does not start or cannot import the function. The file is not to blame."""
    return WorkerError(Message("worker-cannot-start", why=why))


def not_started(why: str) -> WorkerNotStarted:
    """Return the error of a worker that lacked resources to start. The file is not to blame, and another worker may
    start."""
    return WorkerNotStarted(Message("worker-not-started", why=why))


def reported(answer: dict[str, Any], name: str, limits: Limits, folder: Path | None = None) -> PressArchiveError:
    """Return the error for the worker's report `{error, message}`. `folder`: that of the job."""
    kind, words = answer.get("error"), str(answer.get("message", ""))
    if kind == "unreadable":
        return Unreadable(believed_message(answer.get("messages"), words))
    if kind == "encrypted":
        return Encrypted(believed_message(answer.get("messages"), words))
    if kind == "memory":
        return out_of_memory(name, limits)
    if kind == "output":
        return answered_too_much(name, limits) if words == "answer" else wrote_too_much(name, limits)
    if kind == "space":
        return no_space(folder)
    said = {"error": words.partition(":")[0], "detail": words}  # the detail is for developers of the reader
    if name == _NAMELESS:
        return Unreadable(Message("reader-failed-unnamed", **said))
    return Unreadable(Message("reader-failed", file=name, **said))


def died(name: str, limits: Limits, status: os.waitid_result | None, printed: bytes) -> PressArchiveError:
    """Return the error for a worker that ended during the job; `printed` is the end of what it printed."""
    if status is None:
        return answered_nonsense(name)
    if status.si_code == os.CLD_EXITED:
        how = Message("worker-ended", file=name, status=status.si_status)
    elif status.si_status == signal.SIGXCPU:
        return cpu_used_up(name, limits)
    elif status.si_status == signal.SIGXFSZ:
        return wrote_too_much(name, limits)
    elif any(words in printed for words in _MEMORY_WORDS):
        return out_of_memory(name, limits)
    elif status.si_status == signal.SIGKILL:
        how = Message("worker-killed-outside", file=name)
    else:
        how = Message("worker-killed", file=name, signal=signal.Signals(status.si_status).name)
    return _crashed(how)


def size(count: int) -> str:
    """Return a number of bytes for display: `1 GB`, `64 MB`, `900 bytes` (powers of 1,024)."""
    for power, unit in ((30, "GB"), (20, "MB"), (10, "kB")):
        if count >= 1 << power:
            return f"{count / (1 << power):.3g} {unit}"
    return f"{count} bytes"
