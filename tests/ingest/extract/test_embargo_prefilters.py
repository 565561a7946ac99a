"""Quick tests before the embargo rules: they skip no line that a rule would match."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from itertools import pairwise
from pathlib import Path
from unicodedata import normalize

import pytest

from archive.text.embargo import embargo_words
from archive.text.embargo.embargo_words import Scope
from ingest.extract.embargo import evidence, matcher
from ingest.extract.embargo.matcher import read_order
from ingest.extract.embargo.phrases import read_phrases
from ingest.extract.embargo.sentences import SentencePlace, read_sentence
from ingest.extract.embargo.text_orders import EmbargoText, find_orders
from tests.cases import embargo_lines, embargo_lines_again, hold_lines

CASES = Path(__file__).parents[2] / "cases"
FILES = sorted(CASES.glob("embargo_*.json"))
NO_PHRASES = {"number", "sign", "stop", "asks", "colon", "day", "clock", "zone", "weekday", "year"}
EVERY = 6  # one pair of lines in this many is read both ways: all of them take a quarter of a minute
BROKEN = 13  # one line in this many is broken within a text
ISSUED = date(2026, 11, 30)
NEWS = "Nelayan setempat turun ke laut pada pagi hari dan kembali dengan hasil yang banyak. " * 3
LINED = (embargo_lines, embargo_lines_again, hold_lines)
PREFILTERED: tuple[Callable[[str], object], ...] = (
    matcher.awaits_then,
    matcher.breaks_off,
    evidence.adds_up,
    lambda line: evidence.speaks_against(line, sure=False),
    lambda line: evidence.speaks_against(line, sure=True),
    read_order.__wrapped__,
    *(partial(read_sentence.__wrapped__, place=place) for place in SentencePlace),
)
OF_TWO: tuple[Callable[[str, str], object], ...] = (matcher.awaits_when, matcher.runs_over)


def strings_in(value: object) -> Iterator[str]:
    """Yield every string in a value, at any depth."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from strings_in(list(value.values()))
    elif isinstance(value, list | tuple):
        for one in value:
            yield from strings_in(one)


def texts() -> list[str]:
    """Return the texts of all cases, and the lines of the line cases."""
    found = [json.loads(path.read_text(encoding="utf-8")) for path in FILES]
    found += [value for module in LINED for value in vars(module).values() if isinstance(value, tuple)]
    return [text for text in strings_in(found) if " " in text]


def lines() -> list[str]:
    cleaned = (embargo_words.clean_line(line) for text in texts() for line in text.splitlines())
    return [line for line in cleaned if 0 < len(line) <= matcher.LONGEST]


def in_a_text(line: str) -> EmbargoText:
    """Return a text with the line in the middle, broken in half."""
    words = line.split(" ")
    half = len(words) // 2
    broken = [" ".join(words[:half]), " ".join(words[half:])]
    return EmbargoText([NEWS], "\n".join([NEWS, "", *[NEWS] * 12, "", *broken, "", *[NEWS] * 12]))


def answers(line: str, above: str) -> list[object]:
    return [*(rule(line) for rule in PREFILTERED), *(rule(above, line) for rule in OF_TWO)]


def test_the_rules_answer_the_same_without_quick_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    pairs = list(dict.fromkeys(pairwise(lines())))[::EVERY]
    assert len(pairs) > 1000
    quick = [answers(line, above) for above, line in pairs]
    matcher.cut.cache_clear()
    monkeypatch.setattr(embargo_words, "may_name", lambda *_: True)
    monkeypatch.setattr(embargo_words, "may_follow", lambda *_: True)
    monkeypatch.setattr(matcher, "_ends_with_stop", lambda _: False)
    for (above, line), found in zip(pairs, quick, strict=True):
        assert answers(line, above) == found, (above, line)


def test_orders_that_are_broken_over_lines_are_found_without_quick_tests_or_with_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    texts_ = [in_a_text(line) for line in lines()[::BROKEN] if line.count(" ") > 2]
    assert len(texts_) > 100
    quick = [find_orders(text, ISSUED, "", []) for text in texts_]
    assert sum(map(bool, quick)) > 30
    for remembering in (matcher.cut, read_order, read_sentence):
        remembering.cache_clear()
    monkeypatch.setattr(embargo_words, "may_name", lambda *_: True)
    monkeypatch.setattr(embargo_words, "may_follow", lambda *_: True)
    for text, found in zip(texts_, quick, strict=True):
        assert find_orders(text, ISSUED, "", []) == found, text.body


@pytest.mark.parametrize("scope", [Scope.LINE, Scope.EVIDENCE])
def test_the_quick_test_passes_by_no_phrase_of_a_language(scope: Scope) -> None:
    passed_by = []
    for phrase in {phrase.lstrip("=") for phrase in embargo_words.table(scope)[0]}:
        line = embargo_words.clean_line(normalize("NFC", phrase))
        found = {one for token in embargo_words.classify(line, {}, scope) for one in token.classes} - NO_PHRASES
        passed_by += [(phrase, one) for one in found if not embargo_words.may_name(one, line, scope)]
    assert not passed_by


def test_a_phrase_that_is_written_short_or_wrong_is_not_passed_by() -> None:
    read = [
        (one, slip, scope)
        for slip in embargo_words.shortened()
        for scope in Scope
        for one in read_phrases(slip, scope).classes - NO_PHRASES
    ]
    assert len(read) > 10
    assert [case for case in read if not embargo_words.may_name(*case)] == []
