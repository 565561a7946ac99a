"""Requirements for every engine while documents are added and deleted. The guarantees of atomic ones for crashes and
concurrent readers are in test_engines_atomic."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from archive.search.engines.engine import Document, Engine
from archive.search.query.plan import AnyOf, Everything, Phrase, Plan, Without
from tests.cases.engine_cases import doc, found, ranked, state, text


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


def test_the_state_can_be_noted_alone(five: Engine) -> None:
    assert five.state() == state(1)
    five.update((), (), state(2))
    assert five.state() == five.search(Plan(Everything())).state == state(2)
    assert five.count() == 5


def test_the_form_of_each_document_is_kept(five: Engine) -> None:
    five.update(
        [replace(doc("F", "figs"), form="00ff00ff00ff00ff"), replace(doc("G", "grapes"), form="f" * 16)],
        ["A"],
        state(2),
    )
    for n in range(8):
        five.update([doc(f"x{n}", "more")], (), state(3 + n))  # merges
    assert five.forms(["A", "B", "F", "G", "nobody"]) == {"B": "", "F": "00ff00ff00ff00ff", "G": "f" * 16}
    assert five.forms([]) == {}
    five.update((), ["F"], state(20))
    assert five.forms(["F"]) == {}


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


def test_many_updates_leave_the_same_answers_as_one(kind: type[Engine], tmp_path: Path) -> None:
    """Merging, deleting and replacing in any order: a search finds exactly the existing documents."""
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
