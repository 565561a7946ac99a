"""Ctrl-C at any moment of a command: one sentence says what is so, and the exit code is 130."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from ingest.stopping import asked_to_stop
from tests.support import clean_environment, run

STRUCK = """
import os, signal, sys
from importlib.metadata import EntryPoint
from archive import archive, starting

def struck(*args):
    os.kill(os.getpid(), signal.SIGINT)
    raise SystemExit("it went on")

{where} = struck
sys.argv[0] = "press-archive"
starting.main()
"""


def interrupted(where: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    """The command, to which Ctrl-C comes where it calls `where`."""
    command = [sys.executable, "-c", STRUCK.format(where=where), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, env=clean_environment(), check=False)


@pytest.mark.parametrize("command", ["ingest", "ocr", "reread", "watch", "serve", "search", "index"])
def test_while_its_libraries_load_nothing_was_begun(command: str) -> None:
    done = interrupted("EntryPoint.load", command)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "press-archive: stopped; nothing was begun.\n")


def test_before_the_command_line_is_read_it_is_the_same() -> None:
    done = interrupted("starting.import_module", "ingest", "/disk")
    assert (done.returncode, done.stderr) == (130, "press-archive: stopped; nothing was begun.\n")


def test_while_a_command_runs_nothing_stays_half_done(tmp_path: Path) -> None:
    run("init", "--archive", tmp_path / "archive")
    done = interrupted("archive.Archive.open", "index", "status", "--archive", tmp_path / "archive")
    told = "press-archive: stopped; what was not finished is as if it had not been begun.\n"
    assert (done.returncode, done.stdout, done.stderr) == (130, "", told)


def test_the_second_one_says_what_is_kept() -> None:
    with asked_to_stop() as stop:
        signal.raise_signal(signal.SIGINT)
        assert stop.is_set()
        with pytest.raises(KeyboardInterrupt, match="what was told is kept"):
            signal.raise_signal(signal.SIGINT)
