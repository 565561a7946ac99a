"""Eight threads on one engine for a minute, with commits and merges: no response differs from a single thread's."""

from __future__ import annotations

import os
from pathlib import Path

from tests.support.threads_searching import wrong_answers

SECONDS = float(os.environ.get("SOAK_SECONDS", "60"))


def test_eight_threads_for_a_minute_get_the_answers_of_one(tmp_path: Path) -> None:
    answers, wrong = wrong_answers(tmp_path, documents=2_000, seconds=SECONDS)
    print(f"\n{answers} answers in {SECONDS:.0f} seconds, {len(wrong)} of them wrong")
    assert wrong == []
    assert answers > SECONDS
