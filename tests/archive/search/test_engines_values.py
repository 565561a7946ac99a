"""How every engine completes values of its facet columns by prefix."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.search.engines.engine import Document, Engine
from archive.search.query.plan import Keyword
from tests.cases.engine_cases import found, index_of, state

PEOPLE = (
    Document("A", {}, {"person": ("Lương Cường", "Prabowo Subianto"), "source": ("VNA",)}),
    Document("B", {}, {"person": ("Lương Cường", "Cường Lương"), "source": ("VNA",)}),
    Document("C", {}, {"person": ("Subandrio", "Ban Ki-moon", "António Guterres")}),
    Document("D", {}, {"person": ("Prabowo Subianto", "O'Brien, Conan"), "place": ("Hà Nội",)}),
)
BEGINNINGS = {
    "luong": [("Lương Cường", 2), ("Cường Lương", 1)],
    "CƯỜ": [("Lương Cường", 2), ("Cường Lương", 1)],
    "cường": [("Lương Cường", 2), ("Cường Lương", 1)],
    "sub": [("Prabowo Subianto", 2), ("Subandrio", 1)],
    "SUBI": [("Prabowo Subianto", 2)],
    "Prabowo Sub": [("Prabowo Subianto", 2)],
    "moon": [("Ban Ki-moon", 1)],
    "ki": [("Ban Ki-moon", 1)],
    "bri": [("O'Brien, Conan", 1)],
    "anton": [("António Guterres", 1)],
    "abow": [],
    "vna": [],
    "ha": [],
}


@pytest.mark.parametrize("typed", BEGINNINGS)
def test_values_are_found_by_the_beginning_of_any_of_their_words(
    kind: type[Engine], tmp_path: Path, typed: str
) -> None:
    with index_of(kind, tmp_path, PEOPLE) as engine:
        assert engine.values("person", typed, 9) == BEGINNINGS[typed]
        assert engine.values("person", typed, 1) == BEGINNINGS[typed][:1]
        assert engine.values("credit", typed, 9) == []


def test_values_of_other_columns_are_told_by_themselves(kind: type[Engine], tmp_path: Path) -> None:
    with index_of(kind, tmp_path, PEOPLE) as engine:
        assert engine.values("source", "vn", 9) == [("VNA", 2)]
        assert engine.values("place", "noi", 9) == [("Hà Nội", 1)]
        assert engine.values("person", "", 2) == [("Lương Cường", 2), ("Prabowo Subianto", 2)]


def test_values_of_what_was_taken_back_or_replaced_are_not_told(kind: type[Engine], tmp_path: Path) -> None:
    with index_of(kind, tmp_path, PEOPLE) as engine:
        engine.update([Document("A", {}, {"person": ("Lương Cường",)})], ["C"], state(2))
        assert engine.values("person", "sub", 9) == [("Prabowo Subianto", 1)]
        assert engine.values("person", "ban", 9) == []
        engine.update([Document("B", {}, {})], ["D"], state(3))
        assert engine.values("person", "sub", 9) == []
        assert engine.values("person", "luong", 9) == [("Lương Cường", 1)]
        assert found(engine, Keyword("person", ("Lương Cường",))) == "A"


def test_a_value_is_counted_once_however_many_of_its_words_begin_so(kind: type[Engine], tmp_path: Path) -> None:
    documents = [Document(letter, {}, {"place": ("Hải Hà Hạ", "Hà Hà")}) for letter in "AB"]
    with index_of(kind, tmp_path, documents) as engine:
        assert engine.values("place", "ha", 9) == [("Hà Hà", 2), ("Hải Hà Hạ", 2)]
