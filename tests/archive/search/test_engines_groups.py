"""How every engine collapses related results, and continues after a document in date order."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from archive.search.engines.engine import Document, Engine
from archive.search.query.plan import AnyOf, Dates, Everything, Ids, Keyword, Node, Plan, Sort, Without
from tests.cases.engine_cases import FIVE, doc, index_of, ranked, state, text

COLUMNS = ("sequence", "version")
SORTS: tuple[Sort, ...] = ("relevance", "date", "-date", "title", "added", "-added")


def of(
    letter: str, words: str, day: int = 0, sequence: str = "", version: str = "", title: str = "", kind: str = "photo"
) -> Document:
    """Return a document of one day in January 2025 (0: undated), in the given groups."""
    groups = {name: value for name, value in (("sequence", sequence), ("version", version)) if value}
    days = (20250100 + day, 20250100 + day) if day else None
    return doc(letter, words, title or letter, days, day * 7 % 10, kind=kind, **groups)


SHEETS = (
    of("A", "red", 1, "s1"),
    of("B", "red red red", 5, "s1"),
    of("C", "red red and more", 3, "s1", kind="article"),
    of("D", "red", 2, "s2", title="Z"),
    of("E", "red and", 0, "s2"),
    of("F", "red", 4, version="s1"),
    of("G", "red and more more", 6, version="s1"),
    of("H", "red", 7, "s3", "s1"),
    of("I", "red and more", 8),
    of("J", "red and more", 0),
    of("K", "blue", 9, "s1"),
)


@pytest.fixture
def sheets(kind: type[Engine], tmp_path: Path) -> Iterator[Engine]:
    with index_of(kind, tmp_path, SHEETS) as engine:
        yield engine


def told(engine: Engine, node: Node, **plan: object) -> str:
    """Return the ids in order, each with the size of its group."""
    results = engine.search(Plan(node, **plan))  # type: ignore[arg-type]
    return " ".join(f"{i}{n or ''}" for i, n in zip(results.ids, results.others, strict=True))


IN_ORDER: dict[tuple[Sort, tuple[str, ...]], str] = {
    ("-date", ("sequence",)): "I H G B2 F D1 J",
    ("date", ("sequence",)): "A2 D1 F G H I J",
    ("title", ("sequence",)): "A2 E1 F G H I J",
    ("-date", ("version",)): "I H2 B C D A E J",
    ("date", ("version",)): "A D C F2 B I E J",
    ("-date", ("sequence", "version")): "I H G1 B2 D1 J",
    ("date", ("sequence", "version")): "A2 D1 F1 H I J",
    ("date", ("version", "sequence")): "A2 D1 F2 I J",
    ("title", ("sequence", "version")): "A2 E1 F1 H I J",
}


@pytest.mark.parametrize(("sort", "collapse"), IN_ORDER)
def test_the_first_in_order_stands_for_its_group(sheets: Engine, sort: Sort, collapse: tuple[str, ...]) -> None:
    expected = IN_ORDER[sort, collapse]
    assert told(sheets, text("red"), sort=sort, collapse=collapse) == expected
    results = sheets.search(Plan(text("red"), sort=sort, collapse=collapse))
    assert (results.groups, results.total) == (len(expected.split()), 10)


def test_the_best_stands_for_its_group(sheets: Engine) -> None:
    by_score = told(sheets, text("red"), collapse=("sequence",)).split()
    assert by_score[0] == "B2"
    assert sorted(by_score) == ["B2", "D1", "F", "G", "H", "I", "J"]
    plain = ranked(sheets, text("red"))
    assert [letter[0] for letter in by_score] == [i for i in plain if i not in "ACE"]


def test_a_group_is_what_answers_of_it(sheets: Engine) -> None:
    """A document that does not match is not counted in a group, and does not represent one."""
    assert told(sheets, AnyOf((text("red"), text("blue"))), collapse=COLUMNS, sort="-date") == "K3 I H G1 D1 J"
    assert told(sheets, text("blue"), collapse=COLUMNS) == "K"
    photos = (Keyword("kind", ("photo",)),)
    assert told(sheets, text("red"), collapse=COLUMNS, sort="-date", filters=photos) == "I H G1 B1 D1 J"
    january = Dates(20250103, 20250106)
    narrowed = sheets.search(Plan(text("red"), collapse=COLUMNS, sort="date", dates=january))
    assert (narrowed.ids, narrowed.others) == (("C", "F"), (1, 1))
    assert (narrowed.groups, narrowed.total, narrowed.undated) == (2, 4, 2)
    assert told(sheets, Without(text("red"), text("and")), collapse=COLUMNS, sort="date") == "A1 D F H"


def test_what_is_left_out_by_its_id_is_in_no_group(sheets: Engine) -> None:
    node = Without(text("red"), Ids(("B", "H", "I")))
    assert told(sheets, node, collapse=COLUMNS, sort="-date") == "G1 C1 D1 J"
    results = sheets.search(Plan(node, collapse=COLUMNS, facets=("sequence",)))
    assert (results.groups, results.total, results.undated) == (4, 7, 2)
    assert results.facets["sequence"] == (("s1", 2), ("s2", 2))


def test_a_cursor_passes_over_what_is_left_out_by_its_id(sheets: Engine) -> None:
    node, read = Without(text("red"), Ids(("B", "H", "I"))), ""
    after: tuple[int, str] | None = None
    while (page := sheets.search(Plan(node, sort="-date", limit=2, after=after))).ids:
        read += "".join(page.ids)
        after = (page.numbers[-1], page.ids[-1])
    assert read == ranked(sheets, node, sort="-date") == "GFCDAEJ"
    gone = sheets.search(
        Plan(node, sort="-date", limit=2, after=(20250107, "H"))
    )  # the last record read represents the group
    assert "".join(gone.ids) == "GF"


def test_pages_count_groups_and_totals_count_answers(sheets: Engine) -> None:
    for sort in SORTS:
        whole = sheets.search(Plan(text("red"), sort=sort, collapse=COLUMNS))
        for size in (1, 2, 4):
            pages = [Plan(text("red"), sort=sort, collapse=COLUMNS, offset=n, limit=size) for n in range(0, 9, size)]
            read = [sheets.search(page) for page in pages]
            assert tuple(i for r in read for i in r.ids) == whole.ids
            assert tuple(n for r in read for n in r.others) == whole.others
            assert tuple(n for r in read for n in r.numbers) == whole.numbers
            assert {(r.groups, r.total, r.undated) for r in read} == {(6, 10, 2)}
    none = sheets.search(Plan(text("red"), collapse=COLUMNS, limit=0))
    assert (none.ids, none.others, none.numbers, none.groups, none.total) == ((), (), (), 6, 10)


def test_facets_count_all_answers_of_a_group(sheets: Engine) -> None:
    facets = ("kind", "sequence", "version")
    plain, collapsed = (sheets.search(Plan(text("red"), facets=facets, collapse=c)) for c in ((), COLUMNS))
    assert collapsed.facets == plain.facets
    assert collapsed.facets["sequence"] == (("s1", 3), ("s2", 2), ("s3", 1))
    assert collapsed.facets["kind"] == (("photo", 9), ("article", 1))


def test_collapsing_changes_no_score(sheets: Engine) -> None:
    for sort in SORTS:
        plain, collapsed = (sheets.search(Plan(text("red"), sort=sort, collapse=c)) for c in ((), COLUMNS))
        scores = dict(zip(plain.ids, plain.scores, strict=True))
        assert collapsed.scores == pytest.approx([scores[i] for i in collapsed.ids])


def test_what_is_not_collapsed_stands_for_itself(sheets: Engine) -> None:
    results = sheets.search(Plan(text("red"), limit=4))
    assert (results.groups, results.total, results.others) == (10, 10, (0, 0, 0, 0))
    empty = sheets.search(Plan(text("zebra"), collapse=COLUMNS))
    assert (empty.ids, empty.others, empty.numbers, empty.groups, empty.total) == ((), (), (), 0, 0)


def test_without_a_score_the_newest_stands_for_its_group(sheets: Engine) -> None:
    assert told(sheets, Everything(), collapse=COLUMNS) == "K3 I H G1 D1 J"
    assert told(sheets, Keyword("sequence", ("s1", "s3")), collapse=COLUMNS) == "K3 H"


def test_a_large_group_is_one_answer(kind: type[Engine], tmp_path: Path) -> None:
    """Two thousand pictures of one contact sheet do not fill the pages, in any order, while some are added and
    deleted."""
    sheet = [of(f"s{n:04}", "red red", n % 28 + 1, "s1", kind="speech") for n in range(2000)]
    with index_of(kind, tmp_path, sheet) as engine:
        singles = [of(f"t{n:02}", "red and more", n % 5 + 1, version="v" * (n % 3)) for n in range(30)]
        engine.update(singles, [f"s{n:04}" for n in range(500)], state(2))
        for sort in SORTS:
            results = engine.search(Plan(text("red"), sort=sort, collapse=COLUMNS, facets=("kind",)))
            assert (results.groups, results.total) == (10 + 3, 1530)
            assert sorted(results.others) == [0] * 10 + [9, 9, 1499]
            assert results.facets["kind"] == (("speech", 1500), ("photo", 30))
            assert engine.search(Plan(text("red"), sort=sort, collapse=COLUMNS, offset=12)).ids == results.ids[12:]
            assert engine.search(Plan(text("red"), sort=sort, collapse=COLUMNS, offset=13)).ids == ()


def test_groups_follow_updates(sheets: Engine) -> None:
    sheets.update([of("C", "red", 3, "s2")], ["B"], state(2))
    assert told(sheets, text("red"), collapse=COLUMNS, sort="-date") == "I H G1 C2 A J"
    sheets.update([], ["A", "G", "F"], state(3))
    assert told(sheets, text("red"), collapse=COLUMNS, sort="-date") == "I H C2 J"


def test_days_are_the_first_ones_and_nought_for_none(kind: type[Engine], tmp_path: Path) -> None:
    with index_of(kind, tmp_path, FIVE) as engine:
        expected = {"A": 20240105, "B": 20250301, "C": 20250310, "D": 0, "E": 20230101}
        for sort in ("relevance", "date", "-date", "title"):
            for node in (Everything(), AnyOf((text("red"), text("old")))):
                results = engine.search(Plan(node, sort=sort))
                assert dict(zip(results.ids, results.numbers, strict=True)) == expected
        assert engine.search(Plan(Everything(), sort="-date", offset=1, limit=2)).numbers == (20250301, 20240105)


AFTER: dict[tuple[Sort, tuple[int, str]], str] = {
    ("-date", (20250310, "C")): "BAED",
    ("-date", (20250310, "B")): "CBAED",
    ("-date", (20250310, "D")): "BAED",
    ("-date", (20250301, "B")): "AED",
    ("-date", (20240601, "X")): "AED",
    ("-date", (20230101, "E")): "D",
    ("-date", (0, "C")): "D",
    ("-date", (0, "D")): "",
    ("-date", (99991231, "A")): "CBAED",
    ("date", (20230101, "E")): "ABCD",
    ("date", (20230101, "D")): "EABCD",
    ("date", (20250301, "B")): "CD",
    ("date", (20250310, "C")): "D",
    ("date", (0, "A")): "D",
    ("date", (0, "D")): "",
    ("date", (0, "E")): "",
    ("-added", (300, "C")): "DBE",
    ("-added", (300, "D")): "BE",
    ("-added", (99_999, "A")): "ACDBE",
    ("added", (300, "C")): "DAE",
    ("added", (500, "A")): "E",
    ("added", (0, "E")): "",
}


@pytest.mark.parametrize(("sort", "after"), AFTER)
def test_what_comes_after_a_document(kind: type[Engine], tmp_path: Path, sort: Sort, after: tuple[int, str]) -> None:
    with index_of(kind, tmp_path, FIVE) as engine:
        for node in (Everything(), AnyOf((text("red"), text("old")))):
            plan = Plan(node, sort=sort, after=after, facets=("kind",))
            results = engine.search(plan)
            assert "".join(results.ids) == AFTER[sort, after]
            assert (results.total, results.groups, results.undated) == (5, 5, 1)
            assert results.facets["kind"] == (("article", 2), ("photo", 2), ("speech", 1))
            assert ranked(engine, node, sort=sort, after=after, limit=1) == AFTER[sort, after][:1]
            assert ranked(engine, node, sort=sort, after=after, offset=1, limit=2) == AFTER[sort, after][1:3]
            letters = "".join(i for i in AFTER[sort, after] if i in "CD")
            assert ranked(engine, node, sort=sort, after=after, filters=(Keyword("kind", ("photo",)),)) == letters


@pytest.mark.parametrize("collapse", [(), ("sequence",), ("version", "sequence")])
@pytest.mark.parametrize("sort", ["date", "-date", "added", "-added"])
def test_reading_on_tells_every_answer_once(sheets: Engine, sort: Sort, collapse: tuple[str, ...]) -> None:
    """Even if documents of one group are far apart: the one on the first page represents its group on all."""
    whole = sheets.search(Plan(text("red"), sort=sort, collapse=collapse))
    for size in (1, 2, 3):
        read: list[tuple[str, int]] = []
        after: tuple[int, str] | None = None
        while True:
            page = sheets.search(Plan(text("red"), sort=sort, collapse=collapse, limit=size, after=after))
            assert (page.total, page.groups) == (10, whole.groups)
            if not page.ids:
                break
            read += zip(page.ids, page.others, strict=True)
            after = (page.numbers[-1], page.ids[-1])
        assert read == list(zip(whole.ids, whole.others, strict=True))


def _collapsed(answers: Sequence[Document], columns: Sequence[str]) -> list[tuple[str, int]]:
    """Return ids and group sizes, computed simply from ordered results."""
    keys = [next(((c, *d.facets[c]) for c in columns if d.facets.get(c)), ("", d.id)) for d in answers]
    counts = Counter(keys)
    return [
        (d.id, counts[key] - 1) for n, (d, key) in enumerate(zip(answers, keys, strict=True)) if key not in keys[:n]
    ]


@pytest.mark.parametrize("seed", range(4))
def test_groups_of_random_documents_are_those_of_a_plain_reading(kind: type[Engine], tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    engine = kind.create(tmp_path / "index", state(0))
    kept: dict[str, Document] = {}
    for n in range(6):
        given = [
            of(
                f"{chance.randint(0, 80):02}",
                chance.choice(("red", "red red", "blue")),
                chance.randint(0, 9),
                chance.choice(("", "", "s1", "s2", "s3")),
                chance.choice(("", "", "v1", "v2", "s1")),
            )
            for _ in range(30)
        ]
        gone = [f"{chance.randint(0, 80):02}" for _ in range(9)]
        for letter in gone:
            kept.pop(letter, None)
        kept |= {d.id: d for d in given}
        engine.update(given, gone, state(n))
    for _ in range(30):
        columns = chance.choice((("sequence",), ("version",), ("sequence", "version"), ("version", "sequence")))
        node: Node = chance.choice((text("red"), Everything(), Without(Everything(), text("blue"))))
        plan = Plan(node, sort=chance.choice(("date", "-date")), collapse=columns, limit=100)
        answers = [kept[i] for i in engine.search(Plan(node, sort=plan.sort, limit=100)).ids]
        expected = _collapsed(answers, columns)
        results = engine.search(plan)
        assert list(zip(results.ids, results.others, strict=True)) == expected
        assert (results.groups, results.total) == (len(expected), len(answers))
    engine.close()
