"""Threads that share one engine get the answers that one thread gets."""

from __future__ import annotations

from pathlib import Path

from tests.support.threads_searching import wrong_answers


def test_eight_threads_get_the_answers_of_one_while_commits_go_on(tmp_path: Path) -> None:
    answers, wrong = wrong_answers(tmp_path, documents=150, seconds=1.5)
    assert wrong == []
    assert answers > 8
