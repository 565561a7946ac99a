"""Kill -9 just before a step that makes data durable on disk."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable


def killed_at(step: int, act: Callable[[], object]) -> bool:
    """Run an act in a process that is killed just before the numbered step that makes data durable. Return whether it
    was killed."""
    child = os.fork()
    if child:
        return os.WIFSIGNALED(os.waitpid(child, 0)[1])
    left = step

    def counted(really: Callable[..., object]) -> Callable[..., object]:
        def call(*given: object, **named: object) -> object:
            nonlocal left
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return really(*given, **named)

        return call

    try:
        for name in ("fsync", "rename", "replace", "mkdir", "unlink"):
            setattr(os, name, counted(getattr(os, name)))
        act()
    finally:
        os._exit(0)
