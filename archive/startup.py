"""Entry point of the command `press-archive`: Ctrl-C while libraries load ends it with one sentence."""

from __future__ import annotations

import gc
import os
import signal
from importlib import import_module
from threading import current_thread, main_thread
from types import FrameType, ModuleType

INDEX_BEHIND = 3  # exit code if the change is stored, but not in the index yet
INTERRUPTED = 130  # exit code after Ctrl-C, as in shells


def main() -> None:
    """Run the command. Its libraries take a second or two to load, before any work begins."""
    _loading()
    import_module("archive.cli").main()  # late, because it takes long enough to be interrupted


def load(module: str) -> ModuleType:
    """Return a module that a command needs for its work. No work has begun while it loads."""
    _loading()
    try:
        return import_module(module)
    finally:
        mark_loaded()


def mark_loaded() -> None:
    """Note that the command's own work begins, which Ctrl-C interrupts normally."""
    gc.freeze()
    gc.enable()
    if signal.getsignal(signal.SIGINT) is _nothing_begun:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def _loading() -> None:
    gc.disable()  # loaded code is never freed: checking it took a twentieth of the time
    given = signal.getsignal(signal.SIGINT) is signal.default_int_handler  # a shell may have it ignored
    if given and current_thread() is main_thread():
        signal.signal(signal.SIGINT, _nothing_begun)


def _nothing_begun(number: int, frame: FrameType | None) -> None:  # noqa: ARG001
    """End the process immediately: an exception could get lost in a half-loaded library."""
    os.write(2, b"press-archive: stopped; nothing was begun.\n")
    os._exit(INTERRUPTED)
