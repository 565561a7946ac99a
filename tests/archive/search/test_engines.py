"""What every engine must find, rank and count. A test is a plan and the letters of the documents it finds, on every
engine."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.search.engines.engine import Document, Engine
from archive.search.query.plan import (
    All,
    AnyOf,
    Dates,
    Everything,
    Ids,
    Keyword,
    Node,
    Nothing,
    Phrase,
    Plan,
    Prefix,
    Sort,
    TermNode,
    Without,
)
from tests.cases.engine_cases import doc, found, ranked, state, text

WHICH: dict[str, tuple[Node, str]] = {
    "a word": (text("bridge"), "BCE"),
    "a word of another field": (TermNode("title_text", "bridge"), "B"),
    "a word that nobody has": (text("zebra"), ""),
    "a field that is empty": (TermNode("caption_text", "bridge"), ""),
    "everything": (Everything(), "ABCDE"),
    "nothing": (Nothing(), ""),
    "all of two": (All((text("bridge"), text("old"))), "CE"),
    "all of three": (All((text("bridge"), text("old"), text("iron"))), "E"),
    "all, one of which nobody has": (All((text("bridge"), text("zebra"))), ""),
    "all of none": (All(()), ""),
    "a bonus does not narrow": (All((text("bridge"),), bonus=(text("iron"), text("zebra"))), "BCE"),
    "any of two": (AnyOf((text("apples"), text("iron"))), "ABE"),
    "the best of two": (AnyOf((text("apples"), text("iron")), "best"), "ABE"),
    "any of none": (AnyOf(()), ""),
    "without": (Without(text("bridge"), text("red")), "CE"),
    "without what nobody has": (Without(text("bridge"), text("zebra")), "BCE"),
    "everything without": (Without(Everything(), text("bridge")), "AD"),
    "everything and a word": (All((Everything(), text("red"))), "ABD"),
    "a phrase": (Phrase("text_text", ("old", "iron")), "E"),
    "a phrase in the wrong order": (Phrase("text_text", ("iron", "old")), ""),
    "a phrase of three": (Phrase("text_text", ("opened", "the", "bridge")), "C"),
    "a phrase of one word twice": (Phrase("text_text", ("red", "red")), "D"),
    "a phrase of one word three times": (Phrase("text_text", ("red", "red", "red")), "D"),
    "a phrase of one word four times": (Phrase("text_text", ("red", "red", "red", "red")), ""),
    "a phrase with a word nobody has": (Phrase("text_text", ("old", "zebra")), ""),
    "a phrase that is not quite there": (Phrase("text_text", ("bridge", "old")), ""),
    "a loose phrase": (Phrase("text_text", ("bridge", "old"), slop=1), "CE"),
    "a loose phrase of three": (Phrase("text_text", ("iron", "bridge", "iron"), slop=2), "E"),
    "a loose phrase too loose": (Phrase("text_text", ("apples", "tree"), slop=3), ""),
    "a loose phrase just so": (Phrase("text_text", ("apples", "tree"), slop=5), "A"),
    "a beginning": (Prefix("text_text", "bri"), "BCE"),
    "a beginning that is a word": (Prefix("text_text", "red"), "ABD"),
    "a beginning of several": (Prefix("text_text", "jem"), "D"),
    "a beginning that nobody has": (Prefix("text_text", "zeb"), ""),
    "a value": (Keyword("kind", ("photo",)), "CD"),
    "one of two values": (Keyword("kind", ("photo", "speech")), "CDE"),
    "one value of several": (Keyword("language", ("id",)), "BD"),
    "a value that nobody has": (Keyword("kind", ("opera",)), ""),
    "not a value": (Without(Everything(), Keyword("kind", ("photo",))), "ABE"),
    "days": (Dates(20250301, 20250305), "B"),
    "days inside a month": (Dates(20250310, 20250310), "BC"),
    "days in a year": (Dates(20230601, 20230601), "E"),
    "days from": (Dates(20240105, None), "ABC"),
    "days until": (Dates(None, 20240104), "E"),
    "days until and that day": (Dates(None, 20240105), "AE"),
    "any day at all": (Dates(), "ABCE"),
    "a word and days": (All((text("bridge"), Dates(20250101, None))), "BC"),
    "not those days": (Without(Everything(), Dates(20250101, None)), "ADE"),
    "ids": (Ids(("E", "B", "B")), "BE"),
    "ids, some of which nobody has": (Ids(("A", "", "nobody", "\u00e4", "x" * 40)), "A"),
    "no ids": (Ids(()), ""),
    "a word and ids": (All((text("bridge"), Ids(("A", "C", "E")))), "CE"),
    "a word without ids": (Without(text("bridge"), Ids(("E", "A", "B"))), "C"),
    "everything without ids that nobody has": (Without(Everything(), Ids(("X",))), "ABCDE"),
    "any of all and without": (AnyOf((All((text("old"), text("iron"))), Without(text("red"), text("iron")))), "ADE"),
}


@pytest.mark.parametrize("which", WHICH)
def test_finds(five: Engine, which: str) -> None:
    node, letters = WHICH[which]
    assert found(five, node) == letters
    assert five.search(Plan(node, limit=1)).total == len(letters)


@pytest.mark.parametrize(
    "places",
    [
        {"red": 0, "iron": 1, "bridge": 2},
        {"red": 5, "iron": 6, "bridge": 7},
        {"red": 0, "iron": 1, "bridge": 40},
        {"red": 0, "iron": 1, "bridge": 90_000},
        {"bridge": 9, "iron": 3, "red": 2},
        {"red": 4, "iron": 5, "red-iron": 4, "bridge": 5},
        {"red": 0, "iron": 1, "old bridge": 2, "bridge": 3},
        {"red": 0, "iron": 1, "\1": 2, "\u3000": 3, "": 4, "bridge": 7},
    ],
    ids=str,
)
def test_terms_are_found_wherever_they_stand(kind: type[Engine], tmp_path: Path, places: dict[str, int]) -> None:
    engine = kind.create(tmp_path / "index", state(0))
    engine.update([Document("A", {"text_text": [*places.items()]}), doc("B", "red and iron")], (), state(1))
    words = [(word, at) for word, at in places.items() if word not in {"\1", ""}]
    lone = {word for word, _ in words if "A" not in found(engine, TermNode("text_text", word))}
    pairs = {(a[0], b[0]) for a in words for b in words if "A" in found(engine, Phrase("text_text", (a[0], b[0])))}
    assert lone == set()
    assert pairs == {(a[0], b[0]) for a in words for b in words if b[1] == a[1] + 1}
    engine.close()


def test_rare_words_and_frequent_places_rank_first(five: Engine) -> None:
    assert ranked(five, text("red"))[0] == "D"
    assert ranked(five, AnyOf((text("bridge"), text("apples"))))[0] == "A"
    assert ranked(five, text("iron"))[0] == "E"


def test_of_two_with_the_same_words_the_shorter_ranks_first(kind: type[Engine], tmp_path: Path) -> None:
    engine = kind.create(tmp_path / "index", state(0))
    engine.update([doc("A", "bridge " + "and more " * 20), doc("B", "bridge opened")], (), state(1))
    assert ranked(engine, text("bridge")) == "BA"
    engine.close()


def test_boosts_weigh_terms_against_each_other(five: Engine) -> None:
    assert ranked(five, AnyOf((text("apples", 9.0), text("cuong", 1.0)))) == "AC"
    assert ranked(five, AnyOf((text("apples", 1.0), text("cuong", 9.0)))) == "CA"


def test_the_sum_adds_and_the_best_does_not(five: Engine) -> None:
    twice = (text("apples"), text("apples"))
    once, added, best = (five.search(Plan(n)).scores[0] for n in (twice[0], AnyOf(twice), AnyOf(twice, "best")))
    assert added == pytest.approx(2 * once)
    assert best == pytest.approx(once)


def test_a_bonus_lifts_those_that_have_it(five: Engine) -> None:
    plain = ranked(five, text("old"))
    assert ranked(five, All((text("old"),), bonus=(text("apples", 5.0),)))[0] == "A"
    assert sorted(plain) == ["A", "C", "E"]


def test_neighbours_score_above_scattered_words(kind: type[Engine], tmp_path: Path) -> None:
    engine = kind.create(tmp_path / "index", state(0))
    engine.update([doc("A", "ha x y z noi"), doc("B", "x y z ha noi")], (), state(1))
    both = All((text("ha"), text("noi")), bonus=(Phrase("text_text", ("ha", "noi")),))
    assert ranked(engine, both) == "BA"
    engine.close()


def test_equal_scores_come_newest_first_then_by_id(five: Engine) -> None:
    assert ranked(five, Everything()) == "CBAED"


@pytest.mark.parametrize(
    ("sort", "letters"),
    [
        ("date", "EABCD"),
        ("-date", "CBAED"),
        ("title", "ABCDE"),
        ("relevance", "CBAED"),
        ("added", "BCDAE"),
        ("-added", "ACDBE"),
    ],
)
def test_sorts_with_what_has_no_number_last_both_ways(five: Engine, sort: Sort, letters: str) -> None:
    assert ranked(five, Everything(), sort=sort) == letters
    pages = [five.search(Plan(Everything(), sort=sort, offset=n, limit=2)).ids for n in (0, 2, 4, 6)]
    assert ["".join(p) for p in pages] == [letters[:2], letters[2:4], letters[4:], ""]


def test_pages_have_all_answers_once(kind: type[Engine], tmp_path: Path) -> None:
    engine = kind.create(tmp_path / "index", state(0))
    for batch in range(4):
        engine.update([doc(f"{batch}-{i:02}", "same words here") for i in range(25)], (), state(batch))
    seen = [i for n in range(0, 110, 7) for i in engine.search(Plan(text("same"), offset=n, limit=7)).ids]
    assert seen == sorted(seen)
    assert len(set(seen)) == len(seen) == 100
    assert engine.search(Plan(text("same"), limit=0)).ids == ()
    assert engine.search(Plan(text("same"), limit=0)).total == 100
    engine.close()


def test_scores_fall(five: Engine) -> None:
    scores = five.search(Plan(AnyOf((text("red"), text("old"), text("bridge"))))).scores
    assert list(scores) == sorted(scores, reverse=True)
    assert scores[-1] > 0


def test_terms_of_any_script_and_length_are_kept(kind: type[Engine], tmp_path: Path) -> None:
    engine = kind.create(tmp_path / "index", state(0))
    words = ["lương", "東京", "x" * 100, "ở", "a_b", "vi:ký", "𝔘"]
    engine.update([Document("A", {"title_exact": [(w, i) for i, w in enumerate(words)]})], (), state(1))
    assert all(engine.search(Plan(TermNode("title_exact", w))).total == 1 for w in words)
    assert engine.search(Plan(Phrase("title_exact", ("lương", "東京")))).total == 1
    engine.close()


def test_phrases_do_not_cross_a_gap_and_may_share_a_place(kind: type[Engine], tmp_path: Path) -> None:
    engine = kind.create(tmp_path / "index", state(0))
    places = [("end", 5), ("jum", 0), ("jumat", 0), ("at", 1), ("start", 105)]
    engine.update([Document("A", {"text_text": places})], (), state(1))
    assert engine.search(Plan(Phrase("text_text", ("end", "start")))).total == 0
    assert engine.search(Plan(Phrase("text_text", ("jum", "at")))).total == 1
    assert engine.search(Plan(Phrase("text_text", ("jumat", "at")))).total == 1
    engine.close()


def test_numbers_of_any_size_are_kept(kind: type[Engine], tmp_path: Path) -> None:
    """Many documents, high frequencies and large positions, also after deletions and a merge."""
    engine = kind.create(tmp_path / "index", state(0))
    far = [("near", 0), ("near", 300), ("end", 301), ("near", 70_000), ("far", 70_001), *(("x", n) for n in range(400))]
    engine.update(
        [Document(f"{i:03}", {"text_text": far if i % 7 == 0 else [("x", 5)]}) for i in range(700)], (), state(1)
    )
    for gone in ((), [f"{i:03}" for i in range(0, 700, 14)]):
        engine.update([Document("new", {"text_text": [("x", 1)]})], gone, state(2))
        expected = 100 - len(gone)
        assert engine.search(Plan(Phrase("text_text", ("near", "end")))).total == expected
        assert engine.search(Plan(Phrase("text_text", ("near", "far")))).total == expected
        assert engine.search(Plan(Phrase("text_text", ("end", "far")))).total == 0
        best = engine.search(Plan(text("x"), limit=1))
        assert best.total == 701 - len(gone)
        assert int(best.ids[0]) % 7 == 0
    engine.close()


def test_an_id_that_is_too_long_is_refused(five: Engine) -> None:
    with pytest.raises(ValueError, match="longer"):
        five.update([doc("x" * 33, "words")], (), state(2))
    assert five.count() == 5


def test_a_beginning_stands_for_its_commonest_words_only(kind: type[Engine], tmp_path: Path) -> None:
    engine = kind.create(tmp_path / "index", state(0))
    engine.update(
        [doc(f"R{i}", f"word{i}") for i in range(20)] + [doc("C1", "worded"), doc("C2", "worded")], (), state(1)
    )
    assert engine.search(Plan(Prefix("text_text", "word", limit=1))).ids == ("C1", "C2")
    assert engine.search(Plan(Prefix("text_text", "word", limit=3))).total == 4
    engine.close()


def test_terms_lists_the_commonest_first(five: Engine) -> None:
    assert five.terms("text_text", "b", 10) == [("bridge", 3)]
    assert five.terms("text_text", "o", 2) == [("old", 3), ("of", 2)]
    assert five.terms("text_text", "zz", 10) == []
    assert five.terms("caption_text", "b", 10) == []
