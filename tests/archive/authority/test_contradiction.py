"""Captions with contradictory facts are distinguished from those with different wording."""

from __future__ import annotations

from itertools import combinations_with_replacement

import pytest

from archive.captions import CaptionFacts, contradict
from tests.cases.caption_pairs import FACTS, WORDS
from tests.support.commands import some
from tests.support.growth import assert_linear


@pytest.mark.parametrize(("one", "other"), FACTS)
def test_what_cannot_both_be_right(one: str, other: str) -> None:
    assert contradict(CaptionFacts(one), CaptionFacts(other))
    assert contradict(CaptionFacts(other), CaptionFacts(one))


@pytest.mark.parametrize(("one", "other"), WORDS)
def test_what_is_told_in_other_words(one: str, other: str) -> None:
    assert not contradict(CaptionFacts(one), CaptionFacts(other))
    assert not contradict(CaptionFacts(other), CaptionFacts(one))


@pytest.mark.parametrize(("one", "other"), [*FACTS, *WORDS])
def test_nothing_contradicts_itself(one: str, other: str) -> None:
    assert not contradict(CaptionFacts(one), CaptionFacts(one))
    assert not contradict(CaptionFacts(other), CaptionFacts(other.rstrip(".")))


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("on 3/5/2025", "on 5 March 2025", False),  # the month may come first
        ("on 3/5/2025", "on 3 May 2025", False),
        ("on 3/5/2025", "on 4 May 2025", True),
        ("10/25/2025", "25 October 2025", False),
        ("in May 2025", "on 3 May", False),
        ("in 2025", "on 3 May 2024", True),
        ("on 3 May and on 4 May", "on 4 May", False),
        ("99/99/2025 and 0/0/2025", "on 4 May", False),
    ],
)
def test_dates_are_as_exact_as_they_are_written(one: str, other: str, apart: bool) -> None:
    assert contradict(CaptionFacts(one), CaptionFacts(other)) is apart


def test_hostile_captions_take_no_time() -> None:
    pieces = ("3 may ", "1/", "(left) ", "Presiden A ", "1.1", "không ", "A")
    for one, other in some(combinations_with_replacement(pieces, 2)):
        assert_linear(
            lambda texts: contradict(CaptionFacts(texts[0]), CaptionFacts(texts[1])),
            lambda n, pair=(one, other): [piece * n for piece in pair],
        )
