"""The worker process: `python -m archive.sandbox TOLD`. A pool starts it, and it runs one job after another.

TOLD is JSON: `reading` and `writing` are the descriptors of its frames, `parent` is the process it must not outlive,
`bounds` and `limits` are applied before anything else is imported.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import gc
import importlib
import json
import os
import signal
import sys
import tempfile
import threading
from collections.abc import Callable
from typing import Any, NoReturn

from archive.errors import Encrypted, Unreadable
from archive.messages import message_to_json
from archive.sandbox import protocol
from archive.sandbox.confinement import Bounds, confine
from archive.sandbox.limits import Limits, apply_limits, free_memory, nearly_spent

# prctl(2), include/uapi/linux/prctl.h
_PR_SET_PDEATHSIG = 1
_PR_SET_CHILD_SUBREAPER = 36
_LONGEST_MESSAGE = 300
_DEEPEST_CAUSE = 20

Function = Callable[..., Any]


def main() -> NoReturn:
    """Run jobs until the frames end."""
    told = json.loads(sys.argv[1])
    reading, writing = told["reading"], told["writing"]
    attach(reading, writing, told["parent"])
    confine(Bounds(**told["bounds"]), Limits(**told["limits"]))
    functions: dict[str, Function] = {}
    while (payload := protocol.read_frame(reading)) is not None:
        request = protocol.decode(payload)
        if "load" in request:
            answer = protocol.encode(load(request["load"], functions))
        else:
            answer = perform(request, functions[request["call"]])
        protocol.write_frame(writing, answer)
    os._exit(0)  # threads left by a job must not keep the worker alive


def attach(reading: int, writing: int, parent: int) -> None:
    """Keep the frames from programs that jobs start, die with the parent, and adopt all orphans of jobs.

    As a subreaper, the worker becomes the parent of grandchildren that a job detached.
    """
    for descriptor in (reading, writing):
        os.set_inheritable(descriptor, False)
    with contextlib.suppress(OSError, AttributeError):  # not on this system; the worker still ends when its frames end
        libc = ctypes.CDLL(None)
        libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        libc.prctl(_PR_SET_CHILD_SUBREAPER, 1)
    if os.getppid() != parent:  # it died before the signal was registered
        os._exit(0)


def load(call: str, functions: dict[str, Function]) -> dict[str, str]:
    """Import the function named by `call`; return {"error": ...} on failure."""
    gc.disable()  # loaded code is never freed, so the collector need not check it
    try:
        module, _, name = call.partition(":")
        functions[call] = getattr(importlib.import_module(module), name)
    except Exception as error:
        return {"error": one_line(error)}
    finally:
        gc.freeze()
        gc.enable()
    return {}


def perform(request: dict[str, Any], function: Function) -> bytes:
    """Run one job within its limits; return its answer as the JSON of a frame."""
    limits = Limits(**request["limits"])
    own = os.getpid()
    tempfile.tempdir = request["folder"]  # files that a library leaves there are counted, and removed with the job
    apply_limits(limits)
    try:
        answer = {"id": request["id"], "result": function(folder=request["folder"], **request["arguments"])}
    except BaseException as error:
        free_memory()
        answer = {"id": request["id"], **failure(error)}
    if os.getpid() != own:
        os._exit(0)  # a child that the job forked returned here: it must not write to the frames
    answer |= aftermath(limits)
    try:
        payload = protocol.encode(answer)
    except MemoryError:
        payload = b""
    except Exception as error:
        free_memory()
        return protocol.encode({"id": request["id"], **failure(error)})
    if not payload or len(payload) > limits.frame_bytes:
        free_memory()
        return protocol.encode({"id": request["id"], "error": "output", "message": "answer"})
    return payload


def failure(error: BaseException) -> dict[str, Any]:
    """Return the kind of error a job ended with, and its text; for a reader's message about a file, also its codes."""
    if isinstance(error, Encrypted | Unreadable):
        kind = "encrypted" if isinstance(error, Encrypted) else "unreadable"
        return {"error": kind, "message": str(error), "messages": message_to_json(error.message)}
    kind = "raised"
    cause: BaseException | None = error
    for _ in range(_DEEPEST_CAUSE):  # a library may have wrapped the actual error
        if cause is None:
            break
        kind = _kind(cause) or kind
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)
    return {"error": kind, "message": one_line(error)}


def _kind(error: BaseException) -> str | None:
    if isinstance(error, MemoryError):
        return "memory"
    if isinstance(error, OSError):
        by_number = {errno.ENOMEM: "memory", errno.EFBIG: "output", errno.ENOSPC: "space", errno.EDQUOT: "space"}
        return by_number.get(error.errno or 0)
    return None


def one_line(error: BaseException) -> str:
    """Return `Type: message`, without control characters, cut to a length that fits a receipt."""
    try:
        text = f"{type(error).__name__}: {error}"
    except Exception:
        text = type(error).__name__
    text = " ".join("".join(c if c.isprintable() else " " for c in text[: 4 * _LONGEST_MESSAGE]).split())
    return text.removesuffix(":") if len(text) <= _LONGEST_MESSAGE else text[:_LONGEST_MESSAGE] + "..."


def aftermath(limits: Limits) -> dict[str, bool]:
    """Return what a job left in the worker: `flooded` if it printed up to its limit, `children` if its processes are
    still running, `stale` if one of its threads is, or its CPU time is spent. Reaps dead processes and empties the
    log."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(Exception):
            stream.flush()
    left = {"flooded": False, "children": False, "stale": threading.active_count() > 1 or nearly_spent(limits)}
    printed = os.fstat(1).st_size
    if printed:
        left["flooded"] = printed >= limits.output_bytes
        os.ftruncate(1, 0)
    with contextlib.suppress(ChildProcessError):
        while not left["children"]:
            left["children"] = os.waitpid(-1, os.WNOHANG)[0] == 0
    return left


if __name__ == "__main__":
    main()
