"""kill -9 of what an archivist does, at two hundred random moments: nothing is half done, and the same command
completes it.

SOAK_KILLS is the number of kills, SOAK_FIRST the number of the first.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.support.commands import COMMAND, clean_environment, json_lines, run, run_apart
from tests.support.disturbing import assert_same, make_mixed_disk, told
from tests.support.older_archives import VERSIONS, set_back

FIRST, KILLS = int(os.environ.get("SOAK_FIRST", "0")), int(os.environ.get("SOAK_KILLS", "200"))
EARLIER = VERSIONS[0]


@dataclass(frozen=True, slots=True)
class Act:
    """Words of a command, what must be there before it, where the archive is afterwards, and whether it is one change
    of the catalogue, done or not done."""

    words: tuple[str, ...]
    prepare: Callable[[Path], object] = lambda _: None
    result: str = "archive"
    is_one: bool = False


def back_up(folder: Path) -> None:
    run("backup", "create", folder / "backup", "--archive", folder / "archive")


def lose_the_catalogue(folder: Path) -> None:
    run("catalogue", "tables", "--archive", folder / "archive")
    for path in (folder / "archive").glob("catalogue.sqlite*"):
        path.unlink()


def hold_all(folder: Path) -> None:
    run("access", "held", "--where", "*", "--yes", "--archive", folder / "archive")


def ask_to_erase(folder: Path) -> None:
    (found, *_) = json_lines(run("search", "--json", "--archive", folder / "archive", "kind:photo"))
    record = found["results"][0]["id"]
    run("erase", "request", record, "--reason", "donor", "--by", "ani", "--archive", folder / "archive")


def make_older(folder: Path) -> None:
    set_back(folder / "archive", EARLIER)


ACTS = {
    "edit": Act(("records", "edit", "--where", "*", "--yes", "source=Balai Kota"), is_one=True),
    "hold": Act(("access", "held", "--where", "*", "--yes"), is_one=True),
    "release": Act(("access", "released", "--where", "is:held", "--yes"), hold_all, is_one=True),
    "backup": Act(("backup", "create", "{folder}/backup"), back_up),
    "restore": Act(("restore", "{folder}/backup"), back_up, "restored"),
    "index": Act(("index", "rebuild")),
    "catalogue": Act(("catalogue", "rebuild"), lose_the_catalogue),
    "migration": Act(("catalogue", "upgrade"), make_older),
    "erasure": Act(("erase", "carry-out", "1", "--by", "budi", "--yes"), ask_to_erase),
    "reading": Act(("reread", "--all")),
}


@dataclass(frozen=True, slots=True)
class Done:
    """The folder before an act, how long it takes, and what is in the archive before and after it."""

    before: Path
    seconds: float
    earlier: dict[str, Any] | None
    later: dict[str, Any]


class Undisturbed:
    """An archive, and what each act does to it without a kill."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: dict[str, Done] = {}
        run("init", "--archive", folder / "start" / "archive")
        run("ingest", "--archive", folder / "start" / "archive", make_mixed_disk(folder / "disk"))

    def of(self, name: str) -> Done:
        """Return what an act does, which is run once."""
        if name not in self._known:
            act, before, after = ACTS[name], self._folder / f"before-{name}", self._folder / f"after-{name}"
            shutil.copytree(self._folder / "start", before)
            act.prepare(before)
            shutil.copytree(before, after)
            began = time.monotonic()
            run_apart(*command(act, after))
            took = time.monotonic() - began
            earlier = told(before / "archive") if act.is_one else None
            self._known[name] = Done(before, took, earlier, told(after / act.result))
        return self._known[name]


def command(act: Act, folder: Path) -> list[str]:
    words = [word.format(folder=folder) for word in act.words]
    return [*words, "--archive", str(folder / act.result)]


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Undisturbed:
    return Undisturbed(tmp_path_factory.mktemp("undisturbed"))


@pytest.mark.parametrize("number", range(FIRST, FIRST + KILLS))
def test_an_act_that_is_killed_is_completed_by_the_next(undisturbed: Undisturbed, tmp_path: Path, number: int) -> None:
    name = list(ACTS)[number % len(ACTS)]
    act, chance, done = ACTS[name], random.Random(number), undisturbed.of(name)
    folder, moment = shutil.copytree(done.before, tmp_path / "folder"), chance.uniform(0.2, 1.0) * done.seconds
    while not kill_at(command(act, folder), moment):
        shutil.rmtree(folder)
        shutil.copytree(done.before, folder)
        moment *= 0.8
    what = f"kill {number}: {name} after {moment:.2f} s"
    print(f"\n{what}", end="", flush=True)
    if act.is_one:
        run("log", "--verify", "--archive", folder / act.result)
        assert told(folder / act.result) in (done.earlier, done.later), what
    again = subprocess.run([COMMAND, *command(act, folder)], capture_output=True, text=True, env=clean_environment())
    assert "Traceback" not in again.stderr, what  # one that was done may have nothing left to do
    assert_same(folder / act.result, done.later, what)
    run("log", "--verify", "--archive", folder / act.result)
    if name == "backup":
        run("backup", "verify", folder / "backup")


def kill_at(words: list[str], moment: float) -> bool:
    """Run a command, and kill it after so many seconds. Return whether it was still running."""
    process = subprocess.Popen(
        [str(COMMAND), *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=clean_environment()
    )
    try:
        process.wait(moment)
    except subprocess.TimeoutExpired:
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    return process.returncode == -signal.SIGKILL
