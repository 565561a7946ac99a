"""Tests that hang: each ends after `faulthandler_timeout`, also one that has failed, and all that were running when the
run was terminated are named. tests/conftest.py takes in these hooks."""

from __future__ import annotations

import faulthandler
import signal

import pytest
from _pytest.faulthandler import fault_handler_stderr_fd_key

_running: dict[str, None] = {}


def pytest_configure(config: pytest.Config) -> None:
    """Let SIGTERM end a run on several processes as SIGINT does, with what failed until then."""
    if config.getoption("dist", "no") != "no" and not hasattr(config, "workerinput"):
        signal.signal(signal.SIGTERM, _interrupt)


def _interrupt(number: int, frame: object) -> None:
    """Interrupt the run once: what ends it may send the signal to each process, and make hands it on."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise KeyboardInterrupt


@pytest.hookimpl(trylast=True)
def pytest_exception_interact(node: pytest.Item) -> None:
    """Limit the rest of a test that failed too, for which pytest itself has just lifted the limit: its fixtures may
    wait forever for what the test did not get done."""
    seconds = float(node.config.getini("faulthandler_timeout") or 0)
    if seconds:
        faulthandler.dump_traceback_later(seconds, file=node.config.stash[fault_handler_stderr_fd_key], exit=True)


def pytest_runtest_logstart(nodeid: str) -> None:
    """Note that a test has started, here or in another process of the run."""
    _running[nodeid] = None


def pytest_runtest_logfinish(nodeid: str) -> None:
    """Note that a test has ended."""
    _running.pop(nodeid, None)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name the tests that had not ended when the run was."""
    if _running:
        terminalreporter.section("still running at the end")
        for nodeid in _running:
            terminalreporter.line(nodeid)
