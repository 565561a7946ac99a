"""The ranking of a plan, on every engine: adjacent words, titles, a word as typed, the record with a number."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.search.engines.engine import Engine
from tests.support.compiled import long_text, opened, ranked, record, small
from tests.support.engines import LOCAL


@pytest.fixture(scope="module", params=LOCAL)
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    yield from opened(request.param, tmp_path_factory.mktemp("compiled"))


def test_of_near_words_the_word_itself_comes_first(engine: Engine, tmp_path: Path) -> None:
    texts = ("the treaty was signed", "the treats were sold", "no treats here", "one treaties")
    there = small(engine, tmp_path, *(record(str(n), ("text", text, None)) for n, text in enumerate(texts)))
    assert ranked(there, "treaty~")[0] == "0"
    assert set(ranked(there, "treaty~")) == {"0", "1", "2"}
    there.close()


def test_three_words_side_by_side_stand_above_scattered_ones(engine: Engine, tmp_path: Path) -> None:
    chance = random.Random(1)
    near, far = "menteri luar negeri", ("luar", "negeri", "menteri")
    scattered = ". ".join(f"{word} {long_text('id', chance, word, 60)}" for word in far)
    there = small(
        engine,
        tmp_path,
        record("near", ("text", long_text("id", chance, near, 180), "id")),
        record("far", ("text", scattered, "id")),
        *(record(f"n{n}", ("text", long_text("id", chance), "id")) for n in range(20)),
    )
    assert ranked(there, near) == ["near", "far"]
    assert ranked(there, f'"{near}"') == ["near"]
    there.close()


def test_a_title_stands_above_a_body_and_a_word_as_typed_above_its_inflections(engine: Engine, tmp_path: Path) -> None:
    filling = "ships and workers at the harbour"
    there = small(
        engine,
        tmp_path,
        record("title", ("title", "Lighthouse keepers", "en"), ("text", filling, "en")),
        record("body", ("title", "Harbour news", "en"), ("text", f"{filling} lighthouse", "en")),
        record("plural", ("title", "Harbour news", "en"), ("text", f"{filling} lighthouses", "en")),
        *(record(f"n{n}", ("title", "Harbour news", "en"), ("text", filling, "en")) for n in range(20)),
    )
    assert ranked(there, "lighthouse") == ["title", "body", "plural"]
    there.close()


@pytest.mark.parametrize("content", ["title", "caption"])
def test_a_word_counts_more_in_a_title_or_caption_than_in_a_text_of_the_same_words(
    engine: Engine, tmp_path: Path, content: str
) -> None:
    words, other = "the old lighthouse of the harbour", "the new pier of the island"
    there = small(
        engine,
        tmp_path,
        record("text", (content, other, "en"), ("text", words, "en")),
        record("short", (content, words, "en"), ("text", other, "en")),
        *(record(f"n{n}", (content, other, "en"), ("text", other, "en")) for n in range(20)),
    )
    assert ranked(there, "lighthouse") == ["short", "text"]
    there.close()


def test_a_word_said_in_every_field_is_not_taken_for_two_words(engine: Engine, tmp_path: Path) -> None:
    there = small(
        engine,
        tmp_path,
        record("both", ("title", "harbour lighthouse", "en"), ("text", "of ships", "en")),
        record("one", ("title", "harbour news", "en"), ("caption", "the harbour", "en"), ("text", "a harbour", "en")),
        *(record(f"n{n}", ("title", "news", "en"), ("text", "of ships", "en")) for n in range(20)),
    )
    assert ranked(there, "harbour lighthouse", any_word=True) == ["both", "one"]
    there.close()


@pytest.mark.parametrize("typed", ["MCS/PR/2025/011", "mcs pr 2025 011", "MCS-PR-2025-011", '"MCS PR 2025 011"'])
def test_the_record_of_a_number_is_above_those_that_mention_it(engine: Engine, tmp_path: Path, typed: str) -> None:
    said = "Correction to press release MCS/PR/2025/011"
    own = record(
        "own",
        ("title", "A charter is signed", "en"),
        ("text", "It was signed.", "en"),
        ("number", "MCS/PR/2025/011", None),
    )
    correction = record(
        "correction", ("title", said, "en"), ("text", f"{said}. MCS/PR/2025/011.", "en"), ("number", "MCS/COR/2", None)
    )
    noise = [record(f"noise{n}", ("text", "It was signed in 2025.", "en")) for n in range(20)]
    there = small(engine, tmp_path, own, correction, *noise)
    assert ranked(there, typed)[:2] == ["own", "correction"]
    there.close()


def test_a_word_that_a_long_question_repeats_counts_again(engine: Engine, tmp_path: Path) -> None:
    filling = "and so they said that day in the long hall"
    others = "harbour lighthouse keeper ferry signal tower bridge canal"
    there = small(
        engine,
        tmp_path,
        record("asked", ("text", f"{filling} retrieval {filling}", "en")),
        *(record(f"said-{n}", ("text", f"{filling} {word} {filling}", "en")) for n, word in enumerate(others.split())),
        *(record(f"noise-{n}", ("text", filling, "en")) for n in range(12)),
    )
    question = f"what of retrieval and {others}, with words as these; is retrieval by them or is it retrieval of them?"
    assert ranked(there, question, any_word=True)[0] == "asked"
    there.close()
