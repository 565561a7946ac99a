"""How every engine counts: facets, filters, and results without a date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from archive.search.engines.engine import FACETS, Document, Engine
from archive.search.query.plan import Dates, Everything, Ids, Keyword, Plan, Without
from tests.cases.engine_cases import found, state, text


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


def test_what_is_left_out_by_its_id_counts_nowhere(five: Engine) -> None:
    """Neither in the facet of a column with its own filter, nor among the undated, nor among results excluded by
    date."""
    plan = Plan(Without(text("red"), Ids(("D", "nobody"))), facets=("kind", "language"))
    results = five.search(plan)
    assert (set(results.ids), results.total, results.undated) == ({"A", "B"}, 2, 0)
    assert results.facets == {"kind": (("article", 2),), "language": (("en", 2), ("id", 1))}
    chosen = five.search(replace(plan, filters=(Keyword("kind", ("photo",)),), dates=Dates(20240101, None)))
    assert (chosen.ids, chosen.total, chosen.undated) == ((), 0, 0)
    assert chosen.facets == {"kind": (("article", 2), ("photo", 0)), "language": ()}


def test_what_is_left_out_changes_no_score(five: Engine) -> None:
    plain = dict(zip(*_scored(five.search(Plan(text("bridge")))), strict=True))
    left = five.search(Plan(Without(text("bridge"), Ids(("B",)))))
    assert dict(zip(*_scored(left), strict=True)) == pytest.approx({one: plain[one] for one in "CE"})


def test_every_facet_column_is_kept(kind: type[Engine], tmp_path: Path) -> None:
    engine = kind.create(tmp_path / "index", state(0))
    values = {column: (f"{column} Một", "x" * 3000) for column in FACETS}
    engine.update([Document("A", {}, values)], (), state(1))
    results = engine.search(Plan(Everything(), facets=FACETS))
    assert {c: {v for v, _ in results.facets[c]} for c in FACETS} == {c: set(v) for c, v in values.items()}
    assert all(engine.search(Plan(Keyword(c, (f"{c} Một",)))).total == 1 for c in FACETS)
    engine.close()
