"""What every engine must do. A test is a plan and the letters of the documents it finds, on every engine there is."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from archive.engines.base import FACETS, Document, Engine, State
from archive.engines.table import ENGINES, engine_named
from archive.engines.whoosh import writer as whoosh_writer
from archive.errors import ArchiveBusy, IndexUnusable
from archive.query.plan import (
    All,
    AnyOf,
    Dates,
    Everything,
    Keyword,
    Node,
    Nothing,
    Phrase,
    Plan,
    Prefix,
    Sort,
    Term,
    Without,
)

Open = Callable[..., Engine]


def state(revision: int) -> State:
    return State(revision, f"2026-01-01T00:00:{revision % 60:02d}Z", analysis=1)


def doc(letter: str, text: str, title: str = "", dates: tuple[int, int] | None = None, **facets: str) -> Document:
    """A document whose terms are the words of `text` and `title`; a facet with a comma has two values."""
    terms = {"text_text": list(zip(text.split(), range(99), strict=False))}
    if title:
        terms["title_text"] = list(zip(title.split(), range(99), strict=False))
    return Document(letter, terms, {k: tuple(v.split(",")) for k, v in facets.items()}, dates, title)


FIVE = (
    doc("A", "red apples fall far from the old tree", "apples", (20240105, 20240105), kind="article", language="en"),
    doc("B", "the bridge of red iron was opened", "bridge", (20250301, 20250331), kind="article", language="en,id"),
    doc("C", "cuong opened the bridge the bridge is old", "cuong", (20250310, 20250310), kind="photo", language="vi"),
    doc("D", "dia membuka jembatan merah red red red", "dia", None, kind="photo", language="id"),
    doc("E", "every iron bridge of old iron", "every", (20230101, 20231231), kind="speech", language="en"),
)


@pytest.fixture(params=sorted(ENGINES))
def kind(request: pytest.FixtureRequest) -> type[Engine]:
    return engine_named(request.param)


@pytest.fixture
def five(kind: type[Engine], tmp_path: Path) -> Iterator[Engine]:
    engine = kind.create(tmp_path / "index", state(0))
    engine.update(FIVE, (), state(1))
    yield engine
    engine.close()


def found(engine: Engine, node: Node, **plan: object) -> str:
    """The letters found, in the alphabet's order, for tests of which; `ranked` is for tests of the order."""
    return "".join(sorted(engine.search(Plan(node, **plan)).ids))  # type: ignore[arg-type]


def ranked(engine: Engine, node: Node, **plan: object) -> str:
    return "".join(engine.search(Plan(node, **plan)).ids)  # type: ignore[arg-type]


def text(term: str, boost: float = 1.0) -> Term:
    return Term("text_text", term, boost)


WHICH: dict[str, tuple[Node, str]] = {
    "a word": (text("bridge"), "BCE"),
    "a word of another field": (Term("title_text", "bridge"), "B"),
    "a word that nobody has": (text("zebra"), ""),
    "a field that is empty": (Term("caption_text", "bridge"), ""),
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
    "any of all and without": (AnyOf((All((text("old"), text("iron"))), Without(text("red"), text("iron")))), "ADE"),
}


@pytest.mark.parametrize("which", WHICH)
def test_finds(five: Engine, which: str) -> None:
    node, letters = WHICH[which]
    assert found(five, node) == letters
    assert five.search(Plan(node, limit=1)).total == len(letters)


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
    ("sort", "letters"), [("date", "EABCD"), ("-date", "CBAED"), ("title", "ABCDE"), ("relevance", "CBAED")]
)
def test_sorts_with_undated_last_both_ways(five: Engine, sort: Sort, letters: str) -> None:
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


def test_facets_count_answers(five: Engine) -> None:
    results = five.search(Plan(text("bridge"), facets=("kind", "language", "place")))
    assert results.facets == {
        "kind": (("article", 1), ("photo", 1), ("speech", 1)),
        "language": (("en", 2), ("id", 1), ("vi", 1)),
        "place": (),
    }


def test_facets_are_cut_but_not_what_is_chosen(five: Engine) -> None:
    plan = Plan(Everything(), filters=(Keyword("kind", ("speech",)),), facets=("kind", "language"), facet_size=1)
    results = five.search(plan)
    assert results.facets["kind"] == (("article", 2), ("speech", 1))
    assert results.facets["language"] == (("en", 1),)
    none = five.search(Plan(text("apples"), filters=(Keyword("kind", ("opera",)),), facets=("kind",)))
    assert none.facets["kind"] == (("article", 1), ("opera", 0))
    assert none.total == 0


def test_filters_are_or_within_and_and_between(five: Engine) -> None:
    filters = (Keyword("kind", ("photo", "article")), Keyword("language", ("id", "vi")))
    assert found(five, Everything(), filters=filters) == "BCD"
    results = five.search(Plan(Everything(), filters=filters, facets=("kind", "language", "source")))
    assert results.facets["kind"] == (("photo", 2), ("article", 1))
    assert results.facets["language"] == (("en", 2), ("id", 2), ("vi", 1))


def test_a_filter_changes_no_score(five: Engine) -> None:
    plain = dict(zip(*_scored(five.search(Plan(text("bridge")))), strict=True))
    narrow = five.search(Plan(text("bridge"), filters=(Keyword("kind", ("photo",)),), dates=Dates(20250101, None)))
    assert narrow.ids == ("C",)
    assert narrow.scores[0] == pytest.approx(plain["C"])


def _scored(results: object) -> tuple[Sequence[str], Sequence[float]]:
    return results.ids, results.scores  # type: ignore[attr-defined]


def test_undated_are_counted_and_when_days_are_asked_what_was_left_out(five: Engine) -> None:
    assert five.search(Plan(text("red"))).undated == 1
    assert five.search(Plan(text("bridge"))).undated == 0
    asked = five.search(Plan(text("red"), dates=Dates(20250101, None), facets=("kind",)))
    assert (asked.ids, asked.undated) == (("B",), 1)
    assert asked.facets["kind"] == (("article", 1),)
    photos = five.search(Plan(text("red"), dates=Dates(20250101, None), filters=(Keyword("kind", ("speech",)),)))
    assert (photos.total, photos.undated) == (0, 0)


def test_every_facet_column_is_kept(kind: type[Engine], tmp_path: Path) -> None:
    engine = kind.create(tmp_path / "index", state(0))
    values = {column: (f"{column} Một", "x" * 3000) for column in FACETS}
    engine.update([Document("A", {}, values)], (), state(1))
    results = engine.search(Plan(Everything(), facets=FACETS))
    assert {c: {v for v, _ in results.facets[c]} for c in FACETS} == {c: set(v) for c, v in values.items()}
    assert all(engine.search(Plan(Keyword(c, (f"{c} Một",)))).total == 1 for c in FACETS)
    engine.close()


def test_terms_of_any_script_and_length_are_kept(kind: type[Engine], tmp_path: Path) -> None:
    engine = kind.create(tmp_path / "index", state(0))
    words = ["lương", "東京", "x" * 100, "ở", "a_b", "vi:ký", "𝔘"]
    engine.update([Document("A", {"title_exact": [(w, i) for i, w in enumerate(words)]})], (), state(1))
    assert all(engine.search(Plan(Term("title_exact", w))).total == 1 for w in words)
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
    """Many documents, high frequencies and far positions, also after deletions and a merge."""
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


def test_an_update_replaces_and_removes(five: Engine) -> None:
    five.update([doc("A", "green pears"), doc("F", "fresh figs", kind="photo")], ["B", "nobody"], state(2))
    assert five.ids() == frozenset("ACDEF")
    assert five.count() == 5
    assert found(five, text("apples")) == ""
    assert found(five, text("pears")) == "A"
    assert found(five, text("bridge")) == "CE"
    assert found(five, Without(Everything(), text("pears"))) == "CDEF"
    assert five.search(Plan(Everything(), facets=("kind",))).facets["kind"] == (("photo", 3), ("speech", 1))
    assert five.search(Plan(Everything())).undated == 3


def test_of_two_with_one_id_in_one_update_the_last_counts(five: Engine) -> None:
    five.update([doc("F", "first"), doc("F", "second"), doc("G", "third")], (), state(2))
    assert found(five, text("first")) == ""
    assert found(five, text("second")) == "F"
    assert five.count() == 7


def test_an_id_both_gone_and_given_is_there(five: Engine) -> None:
    five.update([doc("A", "anew")], ["A"], state(2))
    assert found(five, text("anew")) == "A"
    assert five.count() == 5


def test_the_state_goes_with_the_documents(five: Engine) -> None:
    assert five.state() == state(1)
    five.update((), (), state(2))
    assert five.state() == five.search(Plan(Everything())).state == state(2)
    assert five.count() == 5


def test_an_update_that_fails_changes_nothing(five: Engine) -> None:
    def broken() -> Iterator[Document]:
        yield doc("F", "fine")
        raise RuntimeError("the catalogue went away")

    with pytest.raises(RuntimeError, match="went away"):
        five.update(broken(), ["A"], state(2))
    assert (five.state(), five.count()) == (state(1), 5)
    five.update([doc("F", "fine")], (), state(3))
    assert five.ids() == frozenset("ABCDEF")


def test_another_reader_sees_each_update_at_once(kind: type[Engine], five: Engine, tmp_path: Path) -> None:
    reader = kind.open(tmp_path / "index")
    assert reader.ids() == five.ids()
    five.update([doc("F", "fresh figs")], ["A"], state(2))
    assert reader.search(Plan(text("figs"))).ids == ("F",)
    assert reader.state() == state(2)
    reader.close()


def test_what_is_closed_opens_again(kind: type[Engine], five: Engine, tmp_path: Path) -> None:
    five.close()
    again = kind.open(tmp_path / "index")
    assert (again.state(), again.ids()) == (state(1), frozenset("ABCDE"))
    assert found(again, text("bridge")) == "BCE"
    again.close()


def test_an_empty_index_answers(kind: type[Engine], tmp_path: Path) -> None:
    engine = kind.create(tmp_path / "deep" / "index", state(7))
    results = engine.search(Plan(AnyOf((text("x"), Everything())), facets=("kind",), sort="-date"))
    assert (results.ids, results.total, results.undated, results.facets) == ((), 0, 0, {"kind": ()})
    assert (engine.count(), engine.ids(), engine.state()) == (0, frozenset(), state(7))
    engine.close()


def test_creating_replaces_what_stood_there(kind: type[Engine], five: Engine, tmp_path: Path) -> None:
    five.close()
    anew = kind.create(tmp_path / "index", state(0))
    assert anew.count() == 0
    anew.close()


@pytest.mark.parametrize("damage", ["missing", "empty", "torn"])
def test_what_cannot_be_read_is_said(kind: type[Engine], five: Engine, tmp_path: Path, damage: str) -> None:
    five.close()
    folder = tmp_path / "index"
    if damage == "missing":
        folder = tmp_path / "nowhere"
    for file in sorted(folder.glob("*")):
        if damage == "empty":
            file.unlink()
        else:
            file.write_bytes(file.read_bytes()[:7])
    with pytest.raises(IndexUnusable, match="index rebuild"):
        kind.open(folder)


def test_only_one_may_write(kind: type[Engine], five: Engine, tmp_path: Path) -> None:
    other = kind.open(tmp_path / "index")

    def meanwhile() -> Iterator[Document]:
        with pytest.raises(ArchiveBusy):
            other.update([doc("G", "late")], (), state(9))
        yield doc("F", "fine")

    five.update(meanwhile(), (), state(2))
    assert other.ids() == frozenset("ABCDEF")
    other.close()


def test_many_updates_leave_the_same_answers_as_one(kind: type[Engine], tmp_path: Path) -> None:
    """Merging, deleting and replacing in any order: what is found is what is there."""
    many = kind.create(tmp_path / "many", state(0))
    kept: dict[str, Document] = {}
    for n in range(40):
        given = [doc(f"{i:02}", f"word{i % 7} shared n{n}", dates=(20200000 + i,) * 2) for i in range(n % 5, n + 1, 5)]
        gone = [f"{(n * 3) % 40:02}"]
        for letter in gone:
            kept.pop(letter, None)
        kept |= {d.id: d for d in given}
        many.update(given, gone, state(n))
    one = kind.create(tmp_path / "one", state(0))
    one.update(kept.values(), (), state(1))
    assert many.ids() == one.ids() == frozenset(kept)
    for node in (text("shared"), text("word3"), text("n39"), Phrase("text_text", ("word3", "shared")), Everything()):
        assert found(many, node, limit=99) == found(one, node, limit=99)
        assert ranked(many, node, limit=99, sort="date") == ranked(one, node, limit=99, sort="date")
    many.close()
    one.close()


def test_many_small_updates_do_not_leave_many_files(kind: type[Engine], tmp_path: Path) -> None:
    """An archive that grows by a file a day for months stays as quick to search."""
    engine = kind.create(tmp_path / "index", state(0))
    for n in range(48):
        engine.update([doc(f"{n:02}", f"word{n}", "title", (20240101, 20240101), kind="photo")], (), state(n))
        assert sum(1 for _ in (tmp_path / "index").iterdir()) < 96
    assert engine.count() == 48
    engine.close()


def _model(node: Node, document: Document) -> bool:
    """Whether a document matches, worked out the slow and plain way."""
    match node:
        case Term(field=field, term=term):
            return term in dict(document.terms.get(field, ()))
        case Prefix(field=field, prefix=prefix):
            return any(term.startswith(prefix) for term, _ in document.terms.get(field, ()))
        case Phrase(field=field, terms=terms, slop=slop):
            placed = sorted((at, term) for term, at in document.terms.get(field, ()))
            return any(_follows(placed, i, terms, slop) for i in range(len(placed)))
        case Keyword(column=column, values=values):
            return bool(set(values) & set(document.facets.get(column, ())))
        case Dates(first=first, last=last):
            days = document.dates
            return days is not None and days[1] >= (first or 0) and days[0] <= (last or 99999999)
        case All(parts=parts):
            return bool(parts) and all(_model(part, document) for part in parts)
        case AnyOf(parts=parts):
            return any(_model(part, document) for part in parts)
        case Without(wanted=wanted, unwanted=unwanted):
            return _model(wanted, document) and not _model(unwanted, document)
        case _:
            return isinstance(node, Everything)


def _follows(placed: list[tuple[int, str]], start: int, terms: Sequence[str], slop: int) -> bool:
    at = start
    if placed[at][1] != terms[0]:
        return False
    for term in terms[1:]:
        at = next((i for i in range(at + 1, len(placed)) if placed[i][1] == term), -1)
        if at < 0:
            return False
    return placed[at][0] - placed[start][0] <= len(terms) - 1 + slop


def _any_node(chance: random.Random, depth: int = 3) -> Node:
    def word() -> str:
        return chance.choice("abcde")

    leaves: list[Callable[[], Node]] = [
        lambda: text(word()),
        lambda: Phrase("text_text", tuple(word() for _ in range(chance.randint(2, 3))), chance.choice((0, 0, 1, 3))),
        lambda: Prefix("text_text", word()),
        lambda: Keyword("kind", (chance.choice("xyz"), chance.choice("xyz"))),
        lambda: Dates(chance.choice((None, 5, 12)), chance.choice((None, 8, 15))),
        Everything,
        Nothing,
    ]
    if depth == 0 or chance.random() < 0.3:
        return chance.choice(leaves)()
    parts = tuple(_any_node(chance, depth - 1) for _ in range(chance.randint(1, 3)))
    kinds: list[Node] = [All(parts), AnyOf(parts), AnyOf(parts, "best"), Without(parts[0], parts[-1])]
    return chance.choice(kinds)


@pytest.mark.parametrize("seed", range(6))
def test_any_plan_finds_what_a_plain_reading_of_it_finds(
    kind: type[Engine], tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Random plans over random updates, replacements and deletions; for every other seed, segments are written when
    a few postings are held, as in a large update."""
    if seed % 2:
        monkeypatch.setattr(whoosh_writer, "MAX_POSTINGS", 30)
    chance = random.Random(seed)
    engine = kind.create(tmp_path / "index", state(0))
    kept: dict[str, Document] = {}
    for n in range(8):
        given = []
        for _ in range(chance.randint(0, 25)):
            days = chance.randint(1, 18)
            words = " ".join(chance.choices("abcde", [8, 4, 2, 1, 1], k=chance.randint(0, 9)))
            dates = chance.choice((None, (days, days + 3)))
            given.append(
                doc(f"{chance.randint(0, 40)}", words, dates=dates, kind=chance.choice(("x", "y", "z", "x,z")))
            )
        gone = [str(chance.randint(0, 40)) for _ in range(4)]
        for letter in gone:
            kept.pop(letter, None)
        kept |= {d.id: d for d in given}
        engine.update(given, gone, state(n))
    assert engine.ids() == set(kept)
    for _ in range(60):
        node = _any_node(chance)
        results = engine.search(Plan(node, limit=99, facets=("kind",)))
        expected = [d for d in kept.values() if _model(node, d)]
        assert set(results.ids) == {d.id for d in expected}, node
        assert results.undated == sum(d.dates is None for d in expected)
        assert dict(results.facets["kind"]) == Counter(v for d in expected for v in d.facets["kind"])
    engine.close()


def test_readers_in_threads_see_whole_updates_while_one_writes(kind: type[Engine], tmp_path: Path) -> None:
    engine = kind.create(tmp_path / "index", state(0))
    wrong: list[object] = []
    done = threading.Event()

    def read(own: Engine) -> None:
        while not done.is_set():
            results = own.search(Plan(text("pair"), facets=("kind",), limit=500))
            counted = dict(results.facets["kind"])
            if results.total != 2 * results.state.revision or counted.get("photo", 0) != counted.get("speech", 0):
                wrong.append(results)
            if len(own.search(Plan(Phrase("text_text", ("pair", "of")), limit=500)).ids) % 2:
                wrong.append("half an update")

    other = kind.open(tmp_path / "index")
    threads = [threading.Thread(target=read, args=(e,)) for e in (engine, engine, other, other)]
    for thread in threads:
        thread.start()
    for n in range(1, 26):
        pair = [doc(f"x{n}", f"pair of n{n}", kind="photo"), doc(f"y{n}", f"pair of n{n}", kind="speech")]
        engine.update(pair, (), state(n))
    done.set()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert engine.search(Plan(text("pair"))).total == 50
    other.close()
    engine.close()


_WRITER = """
import sys
from pathlib import Path
from archive.engines.base import Document, State
from archive.engines.table import engine_named
engine = engine_named(sys.argv[1]).open(Path(sys.argv[2]))
n = engine.state().revision
while True:
    n += 1
    filler = [(f"w{i}", i) for i in range(400)]
    documents = [Document(f"{n}-{i}", {"text_text": [("kept", 0), *filler]}) for i in range(3)]
    engine.update(documents, [f"{n - 2}-{i}" for i in range(3)], State(n, "", 1))
    print(n, flush=True)
"""


def test_a_writer_killed_at_any_moment_leaves_a_whole_index(kind: type[Engine], tmp_path: Path) -> None:
    """State and documents are those of one and the same update, nothing that was reported is lost, and the next writer
    goes on."""
    folder = tmp_path / "index"
    kind.create(folder, state(0)).close()
    for lines in (1, 4, 6):
        arguments = [sys.executable, "-W", "ignore", "-c", _WRITER, kind.name, str(folder)]
        environment = os.environ | {"PYTHONPATH": str(Path(__file__).parent.parent)}
        with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True, env=environment) as writer:
            assert writer.stdout is not None
            reported = 0
            for _ in range(lines):
                reported = int(writer.stdout.readline())
            writer.send_signal(signal.SIGKILL)
        engine = kind.open(folder)
        revision = engine.state().revision
        assert revision >= reported
        batches = {n for n in (revision - 1, revision) if n > 0}
        assert engine.ids() == {f"{n}-{i}" for n in batches for i in range(3)}
        assert engine.search(Plan(text("kept"))).total == 3 * len(batches)
        engine.update((), (), engine.state())
        engine.close()
