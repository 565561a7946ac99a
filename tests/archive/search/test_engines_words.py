"""The terms that every engine returns, and the documents it finds by terms with one wrong letter."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest

from archive.search.engines.engine import Document, Engine
from archive.search.query.plan import All, AnyOf, Everything, Fuzzy, Plan, Prefix, Without
from tests.cases.engine_cases import doc, found, index_of, ranked, state, text
from tests.support.commands import some


def test_terms_of_what_was_taken_back_are_not_told(five: Engine) -> None:
    five.update([doc("B", "a bridle")], ["A", "C"], state(2))
    assert five.terms("text_text", "brid", 10) == [("bridge", 1), ("bridle", 1)]
    assert five.terms("text_text", "app", 10) == []
    assert five.terms("text_text", "o", 10) == [("of", 1), ("old", 1)]


def test_the_commonest_terms_are_those_of_documents_that_are_there(kind: type[Engine], tmp_path: Path) -> None:
    """Many documents had `worda` and `wordb`; deleted ones do not rank these above the words of others."""
    many = [doc(f"{n:02}", "worda wordb") for n in range(30)]
    with index_of(
        kind, tmp_path, [*many, doc("x", "wordc wordd"), doc("y", "wordc wordd"), doc("z", "wordd")]
    ) as engine:
        engine.update((), [d.id for d in many[1:]], state(2))
        assert engine.terms("text_text", "word", 3) == [("wordd", 3), ("wordc", 2), ("worda", 1)]
        assert engine.near("text_text", "wordx", 3) == [("wordd", 3), ("wordc", 2), ("worda", 1)]
        assert found(engine, Fuzzy("text_text", "wordx", limit=2)) == "xyz"


NEIGHBOURS = {
    "the same": "bridge",
    "one more in the middle": "bridgge",
    "one more at the start": "abridge",
    "one more at the end": "bridges",
    "one less in the middle": "brdge",
    "one less at the start": "ridge",
    "one less at the end": "bridg",
    "another in the middle": "brixge",
    "another at the start": "fridge",
    "another at the end": "bridgy",
    "two swapped": "birdge",
    "the first two swapped": "rbidge",
    "the last two swapped": "brideg",
    "one of another script": "br東dge",
    "one beyond sixteen bits": "bri𝔘ge",
}
STRANGERS = {
    "two more": "bridgess",
    "two less": "bide",
    "two others": "fridgy",
    "two swapped twice": "rbideg",
    "swapped across one": "dribge",
    "swapped and one more": "birdges",
    "turned round": "egdirb",
    "only its beginning": "bri",
}


@pytest.mark.parametrize("which", NEIGHBOURS)
def test_one_edit_finds(kind: type[Engine], tmp_path: Path, which: str) -> None:
    documents = [doc("A", f"a {NEIGHBOURS[which]} b"), doc("B", "nothing of it"), doc("C", "x", NEIGHBOURS[which])]
    with index_of(kind, tmp_path, documents) as engine:
        assert found(engine, Fuzzy("text_text", "bridge")) == "A"
        assert engine.near("text_text", "bridge", 9) == [(NEIGHBOURS[which], 1)] * (which != "the same")


@pytest.mark.parametrize("which", STRANGERS)
def test_two_edits_do_not_find(kind: type[Engine], tmp_path: Path, which: str) -> None:
    with index_of(kind, tmp_path, [doc("A", STRANGERS[which])]) as engine:
        assert found(engine, Fuzzy("text_text", "bridge")) == ""
        assert engine.near("text_text", "bridge", 9) == []


def test_short_and_long_terms_and_letters_with_marks_have_neighbours(kind: type[Engine], tmp_path: Path) -> None:
    long = "x" * 99
    with index_of(kind, tmp_path, [doc("A", f"ở a ab 東京 {long}y"), doc("B", f"o 東 {long}")]) as engine:
        near = {term: [t for t, _ in engine.near("text_text", term, 9)] for term in ("ờ", "b", "東京", "", long + "z")}
        assert near == {
            "ờ": ["a", "o", "ở", "東"],
            "b": ["a", "ab", "o", "ở", "東"],
            "東京": ["東"],
            "": ["a", "o", "ở", "東"],
            long + "z": [long, long + "y"],
        }


def test_a_term_finds_itself_however_rare_and_its_commonest_neighbours(kind: type[Engine], tmp_path: Path) -> None:
    counts = {"worde": 1, "worda": 2, "wordb": 3, "wordc": 5, "word": 4}
    documents = [doc(f"{term[4:]}{n}", term) for term, count in counts.items() for n in range(count)]
    with index_of(kind, tmp_path, documents) as engine:
        told = [("wordc", 5), ("word", 4), ("wordb", 3), ("worda", 2)]
        assert [engine.near("text_text", "worde", limit) for limit in range(5)] == [told[:n] for n in range(5)]
        totals = [engine.search(Plan(Fuzzy("text_text", "worde", limit=limit))).total for limit in (1, 2, 3, 9)]
        assert totals == [1, 1 + 5, 1 + 5 + 4, 15]
        unknown = [engine.search(Plan(Fuzzy("text_text", "wordx", limit=limit))).total for limit in (1, 2, 9)]
        assert unknown == [5, 9, 15]


def test_neighbours_with_equal_counts_come_in_order_of_letters(kind: type[Engine], tmp_path: Path) -> None:
    with index_of(kind, tmp_path, [doc(letter, f"word{letter}") for letter in "dbca"]) as engine:
        assert engine.near("text_text", "word", 3) == [("worda", 1), ("wordb", 1), ("wordc", 1)]
        assert engine.terms("text_text", "w", 3) == [("worda", 1), ("wordb", 1), ("wordc", 1)]


def test_what_is_off_by_a_letter_scores_as_the_best_of_its_terms_none_of_which_is_rarer_than_another(
    five: Engine,
) -> None:
    fuzzy, plain = (five.search(Plan(n)) for n in (Fuzzy("text_text", "bridgo"), text("bridge")))
    assert (fuzzy.ids, fuzzy.scores) == (plain.ids, pytest.approx(plain.scores))
    boosted = five.search(Plan(Fuzzy("text_text", "bridge", boost=3.0)))
    assert boosted.scores == pytest.approx([3 * score for score in plain.scores])
    both, common = (five.search(Plan(node)) for node in (Fuzzy("text_text", "od"), text("old")))
    scores, alone = (dict(zip(told.ids, told.scores, strict=True)) for told in (both, common))
    assert {i: scores[i] for i in alone} == pytest.approx(alone)
    assert set(scores) - set(alone) == set(five.search(Plan(text("of"))).ids) - set(alone) != set()
    assert max(scores[i] for i in set(scores) - set(alone)) < 1.2 * max(alone.values())


def test_of_words_that_begin_alike_a_rare_one_is_worth_no_more_than_a_common_one(five: Engine) -> None:
    begun = five.search(Plan(Prefix("text_text", "o")))
    common = five.search(Plan(text("old")))
    scores = dict(zip(begun.ids, begun.scores, strict=True))
    assert all(scores[i] == pytest.approx(score) for i, score in some(zip(common.ids, common.scores, strict=True)))


def test_what_is_off_by_a_letter_stands_inside_other_nodes(five: Engine) -> None:
    near = Fuzzy("text_text", "brigde")
    assert found(five, All((near, text("red")))) == "B"
    assert found(five, Without(Everything(), near)) == "AD"
    assert found(five, AnyOf((near, text("apples")))) == "ABCE"
    assert found(five, All((text("old"),), bonus=(near,))) == "ACE"
    assert ranked(five, All((text("old"),), bonus=(near,)))[-1] == "A"
    assert found(five, Fuzzy("caption_text", "bridge")) == ""


def test_neighbours_of_what_was_taken_back_or_replaced_are_not_told(five: Engine) -> None:
    assert five.near("text_text", "bridgo", 9) == [("bridge", 3)]
    five.update([doc("B", "a tunnel"), doc("F", "fridge")], ["C"], state(2))
    assert five.near("text_text", "bridgo", 9) == [("bridge", 1)]
    assert five.near("text_text", "ridge", 9) == [("bridge", 1), ("fridge", 1)]
    five.update((), ["E", "F"], state(3))
    assert five.near("text_text", "ridge", 9) == []
    assert found(five, Fuzzy("text_text", "ridge")) == ""


def test_terms_that_came_with_a_later_update_are_neighbours_too(five: Engine) -> None:
    for number, word in enumerate(("žridge", "bridge-", "東ridge", "bridg𝔘")):
        five.update([doc(f"N{number}", word)], (), state(2 + number))
    assert five.near("text_text", "ridge", 9) == [("bridge", 3), ("žridge", 1), ("東ridge", 1)]
    assert five.near("text_text", "bridge", 9) == [(word, 1) for word in ("bridge-", "bridg𝔘", "žridge", "東ridge")]


def _one_edit(a: str, b: str) -> bool:
    """Return whether one edit turns `a` into `b`, computed simply."""
    swaps = {a[:i] + a[i + 1] + a[i] + a[i + 2 :] for i in range(len(a) - 1)}
    shorter = {a[:i] + a[i + 1 :] for i in range(len(a))}
    longer = {b[:i] + b[i + 1 :] for i in range(len(b))}
    others = len(a) == len(b) and sum(x != y for x, y in zip(a, b, strict=True)) == 1
    return a != b and (b in swaps or b in shorter or a in longer or others)


@pytest.mark.parametrize("seed", range(4))
def test_neighbours_are_those_that_one_edit_makes(kind: type[Engine], tmp_path: Path, seed: int) -> None:
    """Random words over few letters, with updates, replacements and deletions in between."""
    chance = random.Random(seed)

    def word() -> str:
        return "".join(chance.choices("abcđ", k=chance.randint(1, 6)))

    engine = kind.create(tmp_path / "index", state(0))
    kept: dict[str, Document] = {}
    for n in range(6):
        given = [doc(f"{chance.randint(0, 60)}", " ".join(word() for _ in range(8))) for _ in range(20)]
        gone = [f"{chance.randint(0, 60)}" for _ in range(8)]
        for letter in gone:
            kept.pop(letter, None)
        kept |= {d.id: d for d in given}
        engine.update(given, gone, state(n))
    counts = Counter(term for d in kept.values() for term in dict(d.terms["text_text"]))
    for _ in range(40):
        term, limit = word(), chance.choice((1, 3, 50))
        near = sorted((-n, t) for t, n in counts.items() if _one_edit(term, t))
        assert engine.near("text_text", term, limit) == [(t, -n) for n, t in near[:limit]]
        chosen = [t for _, t in near[: limit - (term in counts)]] + [term]
        expected = {d.id for d in kept.values() if set(chosen) & set(dict(d.terms["text_text"]))}
        assert set(engine.search(Plan(Fuzzy("text_text", term, limit), limit=99)).ids) == expected
    engine.close()


def test_frequencies_are_told_in_the_order_asked(five: Engine) -> None:
    assert five.frequencies("text_text", ["zebra", "bridge", "red", "bridge", ""]) == [0, 3, 3, 3, 0]
    assert five.frequencies("title_text", ["bridge", "red"]) == [1, 0]
    assert five.frequencies("text_text", []) == []
    assert five.frequencies("caption_text", ["bridge"]) == [0]
