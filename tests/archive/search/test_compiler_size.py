"""The size of a plan: no more than useful, and always bounded."""

from __future__ import annotations

import pytest

from archive.search.query import compile_query, parse_query
from archive.search.query.plan import All, AnyOf, Node, TermNode, Without
from archive.text import LANGUAGES, fold
from tests.support.compiled import HELD


def leaves(node: Node) -> int:
    match node:
        case All(parts=parts, bonus=bonus):
            return sum(map(leaves, (*parts, *bonus)))
        case AnyOf(parts=parts):
            return sum(map(leaves, parts))
        case Without(wanted=wanted, unwanted=unwanted):
            return leaves(wanted) + leaves(unwanted)
    return 1


@pytest.mark.parametrize("any_word", [True, False])
def test_no_query_makes_a_plan_without_bounds(any_word: bool) -> None:
    syllables = [f"{a}{b}" for a in ("lượng", "cường", "định", "khuyến") for b in "abcdefghijklmnop"]
    queries = [" ".join(syllables), " OR ".join(syllables), '"' + " ".join(syllables) + '"', "title:x " * 15]
    for typed in queries:
        assert leaves(compile_query(parse_query(typed), tuple(LANGUAGES), any_word=any_word).node) < 2_500


def test_a_plan_asks_for_no_more_than_tells_something() -> None:
    three = compile_query(parse_query("presiden membuka jembatan"), ("id", "vi", "en")).node
    thirty = parse_query(" ".join(f"kata{chr(97 + n)}" for n in range(26)))
    assert leaves(three) <= 60
    assert leaves(compile_query(thirty, ("id", "vi", "en"), any_word=True).node) <= 15 * 26


def test_stems_are_asked_for_in_languages_of_the_script() -> None:
    node = compile_query(parse_query("конвенция"), tuple(LANGUAGES)).node
    assert isinstance(node, AnyOf)
    stems = {part.term[:2] for part in node.parts if isinstance(part, TermNode) and part.field == "text_stem"}
    assert stems == {"ru", "sr"}


def test_a_word_typed_twice_asks_for_no_more() -> None:
    once, twice = (
        compile_query(parse_query(typed), HELD, any_word=True).node for typed in ("laut dan", "laut dan laut dan")
    )
    assert leaves(twice) <= leaves(once) + 6


@pytest.mark.parametrize(
    ("said", "counts"),
    [
        ("retrieval {} retrieval {} retrieval", 3),
        ("retrieval {} {}", 1),
        ("of {} of {} of", 1),
        ("rata rata {} {}", 1),
        ("thành {} thành {}", 1),
    ],
)
def test_a_word_counts_as_often_as_a_long_question_says_it(said: str, counts: int) -> None:
    rest = [" ".join(f"{part}{chr(97 + n)}" for n in range(10)) for part in ("kata", "hari")]
    word = said.split()[0]
    once, asked = (
        compile_query(parse_query(text.format(*rest)), HELD, any_word=True).node for text in (f"{word} {{}} {{}}", said)
    )
    assert boost(asked, word) == counts * boost(once, word)


def boost(node: Node, word: str) -> float:
    """Return the boost of the folded word in a text."""
    match node:
        case TermNode(field="text_text", term=term, boost=worth):
            return worth if term == fold(word) else 0.0
        case All(parts=parts) | AnyOf(parts=parts):
            return sum(boost(part, word) for part in parts)
    return 0.0
