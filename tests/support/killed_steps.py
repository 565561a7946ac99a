"""Kill -9 just before a step that is to last on the disk."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable


def killed_at(step: int, act: Callable[[], object]) -> bool:
    """Whether a process that does this was killed just before its step of that number that is to last on the disk."""
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
