"""Killing an ingest with SIGKILL, and what must hold after the next run."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

from PIL import Image

from tests.support.commands import COMMAND, clean_environment, json_lines, run, run_apart

TEXTS = 240
PHOTOS = 8
ATTEMPTS = 3  # attempts to kill a process that may end before a busy machine gets to it
SYLLABLES = ("ka", "ri", "mo", "ta", "lu", "se", "no", "pi", "da", "wa")


def make_disk(folder: Path, seed: int = 1) -> Path:
    """Write texts with one unique word each (`word_of(n)`), and photographs that some of them name."""
    source = random.Random(seed)
    folder.mkdir(parents=True)
    for n in range(TEXTS):
        words = " ".join("".join(source.choices(SYLLABLES, k=3)) for _ in range(120))
        mention = f"\n\nKILL_{n % PHOTOS:04}.jpg\nKapal nomor {n} di dermaga.\n" if n % 10 == 0 else ""
        text = f"Siaran nomor {n}\n\n{word_of(n)} {words}.{mention}\n"
        (folder / f"text-{n:04}.txt").write_text(text, encoding="utf-8")
    for n in range(PHOTOS):
        picture = Image.linear_gradient("L").rotate(n * 7).resize((320, 200)).convert("RGB")
        picture.save(folder / f"KILL_{n:04}.jpg")
    return folder


def word_of(n: int) -> str:
    """Return the word that only the n-th text has."""
    return "khusus" + "".join(SYLLABLES[int(digit)] for digit in f"{n:04}")


def start_ingest(archive: Path, disk: Path) -> subprocess.Popen[str]:
    """Start an ingest that prints its lines to a pipe."""
    command = [str(COMMAND), "ingest", "--archive", str(archive), "--json", str(disk)]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=clean_environment()
    )


def kill_after(process: subprocess.Popen[str], lines: int, seconds: float) -> list[dict[str, Any]]:
    """Send SIGKILL `seconds` after this many lines were printed. Return the complete lines printed by then."""
    assert process.stdout is not None
    said = [line for _, line in zip(range(lines), process.stdout, strict=False)]
    time.sleep(seconds)
    os.kill(process.pid, signal.SIGKILL)
    said += process.stdout.readlines()
    process.communicate()
    return [json.loads(line) for line in said if line.endswith("\n")]


def kill_ingest(folder: Path, disk: Path, lines: int, seconds: float) -> tuple[Path, list[dict[str, Any]]]:
    """Return a new archive in the folder whose ingest was killed this many seconds after this many lines, and the
    lines. If an ingest ends before that, try another."""
    for attempt in range(ATTEMPTS):
        archive = folder / f"archive-{attempt}"
        run("init", "--archive", archive)
        said = kill_after(start_ingest(archive, disk), lines, seconds)
        if not any("summary" in line for line in said):
            return archive, said
    raise AssertionError("it ended each time before it could be killed: the disk is too small")


def assert_whole(archive: Path, disk: Path, said: list[dict[str, Any]]) -> None:
    """Assert that after another run everything is ingested, verify and check are clean, and everything named in a
    receipt still exists."""
    *lines, summary = json_lines(run_apart("ingest", "--archive", archive, "--json", disk))
    assert summary["complete"]
    assert len(lines) == TEXTS + PHOTOS
    records = {line["path"]: line["record"] for line in lines}
    assert len(set(records.values()) - {None}) == TEXTS + PHOTOS
    for line in said:
        if "outcome" in line:
            assert records[line["path"]] == line["record"], f"{line} was named by a receipt and is another record now"
    run("verify", "--archive", archive)
    run("check", "--archive", archive)
    for line in [line for line in said if "text-" in line.get("path", "")][-3:]:
        n = int(Path(line["path"]).stem.split("-")[1])
        (answer,) = json_lines(run("search", "--archive", archive, "--json", word_of(n)))
        assert [result["id"] for result in answer["results"]] == [line["record"]]
