"""Twenty thousand damaged pictures, different ones every time; the seed is printed, and FUZZ_SEED sets it."""

from __future__ import annotations

import os
import random
import shutil
from collections import Counter
from pathlib import Path
from statistics import median

from tests.support.fuzz_run import SILENCE, inside_words, left_running, make_archive, make_disk, records, watched

FILES = 20_000
ROUNDS = 10


def test_twenty_thousand_damaged_pictures(tmp_path: Path) -> None:
    seed = int(os.environ.get("FUZZ_SEED") or random.randrange(1 << 32))
    print(f"FUZZ_SEED={seed}")
    archive, memory, outcomes = make_archive(tmp_path / "archive"), [], Counter[str]()
    for number in range(ROUNDS):
        disk = make_disk(tmp_path / f"disk-{number}", FILES // ROUNDS, seed + number)
        run = watched(archive, disk)
        assert len(run.lines) == FILES // ROUNDS
        outcomes.update(line["outcome"] for line in run.lines)
        reasons = [line["reason"] for line in run.lines]
        notes = [f"{name}: {note}" for name, record in records(archive, run.lines) for note in record.notes]
        assert [reason for reason in reasons if reason.startswith("Reading ")] == []
        assert inside_words(reasons) == []
        assert inside_words(notes) == []
        assert run.silence < SILENCE
        assert left_running(tmp_path) == []
        memory.append(median(run.memory[-100:]) - median(run.memory[:100]))
        shutil.rmtree(disk)
        print(f"round {number}: {dict(outcomes)}, {memory[-1]:.0f} MB more at the end", flush=True)
    assert max(memory) < 120
