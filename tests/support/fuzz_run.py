"""One ingest of damaged and crafted pictures in a process of its own, watched from outside."""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from archive.access import ARCHIVIST
from archive.record import Record
from archive.storage.archive import Archive
from tests.builders.crafted_photos import CRAFTED
from tests.builders.fuzzed_photos import many
from tests.support.commands import COMMAND, clean_environment, run

WALL_SECONDS, CPU_SECONDS = 120, 8
SILENCE = 180.0  # seconds between two lines, on a machine that has much else to do
PYTHON = re.compile(
    r"\b[A-Za-z_.]*(?:Error|Exception|Warning)\b|Traceback|\bstruct\b|NoneType|\bself\b|<[a-z_.]+ object"
)
"""Words of the program's inside, which tell an archivist nothing."""


@dataclass(slots=True)
class Run:
    """What one ingest printed, how long it was silent at most (seconds), and the memory of its process (MB) as each
    line came out."""

    lines: list[dict[str, Any]] = field(default_factory=list)
    summary: dict[str, Any] = field(default_factory=dict)
    silence: float = 0.0
    memory: list[float] = field(default_factory=list)


def make_disk(folder: Path, count: int, seed: int) -> Path:
    """`count` files in an order that mixes the crafted ones with the damaged ones."""
    chance = random.Random(seed)
    crafted = [(name, make()) for name, make in CRAFTED.items()]
    files = [*crafted, *many(count - len(crafted), chance)]
    chance.shuffle(files)
    folder.mkdir()
    for number, (name, data) in enumerate(files):
        (folder / f"{number:05}-{name}").write_bytes(data)
    return folder


def make_archive(folder: Path) -> Path:
    """An archive whose workers have the memory and patience of every archive, and less computing time."""
    run("init", "--archive", folder)
    toml = folder / "archive.toml"
    text = toml.read_text(encoding="utf-8")
    for key, value in (("wall_seconds", f"{WALL_SECONDS}.0"), ("cpu_seconds", str(CPU_SECONDS))):
        text, found = re.subn(rf"^{key} = .*$", f"{key} = {value}", text, flags=re.MULTILINE)
        assert found == 1
    toml.write_text(text, encoding="utf-8")
    return folder


def watched(archive: Path, disk: Path) -> Run:
    """Ingests the disk; fails when the command does."""
    command = [str(COMMAND), "ingest", "--archive", str(archive), "--json", str(disk)]
    result, last = Run(), time.monotonic()
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=clean_environment()
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        for line in process.stdout:
            now = time.monotonic()
            result.silence, last = max(result.silence, now - last), now
            told = json.loads(line)
            if "outcome" in told:
                result.lines.append(told)
                result.memory.append(_megabytes(process.pid))
            else:
                result.summary = told
        said = process.stderr.read()
        assert process.wait() == 0, said
    return result


def _megabytes(pid: int) -> float:
    """Resident memory without what is mapped from files: the pages of the index are the kernel's to take back."""
    try:
        resident, shared = Path(f"/proc/{pid}/statm").read_text().split()[1:3]
    except (OSError, ValueError):
        return 0.0
    return (int(resident) - int(shared)) * os.sysconf("SC_PAGE_SIZE") / 2**20


def left_running(folder: Path) -> list[str]:
    """The command lines of processes that work in this folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if str(folder).encode() in (process / "environ").read_bytes():
                found.append((process / "cmdline").read_bytes().decode("utf-8", "replace"))
        except OSError:
            continue
    return found


def records(archive: Path, lines: Sequence[dict[str, Any]]) -> Iterator[tuple[str, Record]]:
    """The records that the lines name, as (name of the file, record)."""
    with Archive.open(archive) as opened:
        for line in lines:
            record = opened.catalogue.get(line["record"], ARCHIVIST) if line.get("record") else None
            if record is not None:
                yield Path(line["path"]).name, record


def inside_words(texts: Sequence[str]) -> list[str]:
    """Those of the texts that speak the program's language instead of the archivist's."""
    return [text for text in texts if PYTHON.search(text)]
