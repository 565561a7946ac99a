"""One ingest of damaged and crafted pictures in a separate process, monitored from outside."""

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
SILENCE = 180.0  # seconds between two lines, on a busy machine
PYTHON = re.compile(
    r"\b[A-Za-z_.]*(?:Error|Exception|Warning)\b|Traceback|\bstruct\b|NoneType|\bself\b|<[a-z_.]+ object"
)
"""Internal terms of the program, which are useless to an archivist."""


@dataclass(slots=True)
class Run:
    """The output of an ingest, its longest silence in seconds, and the memory of its process in MB at each line."""

    lines: list[dict[str, Any]] = field(default_factory=list)
    summary: dict[str, Any] = field(default_factory=dict)
    silence: float = 0.0
    memory: list[float] = field(default_factory=list)


def make_disk(folder: Path, count: int, seed: int) -> Path:
    """Write `count` files in an order that mixes crafted and damaged ones."""
    chance = random.Random(seed)
    crafted = [(name, make()) for name, make in CRAFTED.items()]
    files = [*crafted, *many(count - len(crafted), chance)]
    chance.shuffle(files)
    folder.mkdir()
    for number, (name, data) in enumerate(files):
        (folder / f"{number:05}-{name}").write_bytes(data)
    return folder


def make_archive(folder: Path) -> Path:
    """Create an archive whose workers have the usual memory and patience, but less CPU time."""
    run("init", "--archive", folder)
    toml = folder / "archive.toml"
    text = toml.read_text(encoding="utf-8")
    for key, value in (("wall_seconds", f"{WALL_SECONDS}.0"), ("cpu_seconds", str(CPU_SECONDS))):
        text, found = re.subn(rf"^{key} = .*$", f"{key} = {value}", text, flags=re.MULTILINE)
        assert found == 1
    toml.write_text(text, encoding="utf-8")
    return folder


def watched(archive: Path, disk: Path) -> Run:
    """Ingest the disk. Fail if the command fails."""
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
    """Return the resident memory without file mappings, because the kernel can reclaim the pages of the index."""
    try:
        resident, shared = Path(f"/proc/{pid}/statm").read_text().split()[1:3]
    except (OSError, ValueError):
        return 0.0
    return (int(resident) - int(shared)) * os.sysconf("SC_PAGE_SIZE") / 2**20


def left_running(folder: Path) -> list[str]:
    """Return the command lines of processes that use this folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if str(folder).encode() in (process / "environ").read_bytes():
                found.append((process / "cmdline").read_bytes().decode("utf-8", "replace"))
        except OSError:
            continue
    return found


def records(archive: Path, lines: Sequence[dict[str, Any]]) -> Iterator[tuple[str, Record]]:
    """Yield the records that the lines name, as (file name, record)."""
    with Archive.open(archive) as opened:
        for line in lines:
            record = opened.catalogue.get(line["record"], ARCHIVIST) if line.get("record") else None
            if record is not None:
                yield Path(line["path"]).name, record


def inside_words(texts: Sequence[str]) -> list[str]:
    """Return the texts that use internal terms of the program instead of the archivist's language."""
    return [text for text in texts if PYTHON.search(text)]
