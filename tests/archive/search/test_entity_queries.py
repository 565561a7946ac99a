"""The query for the records of an entity is valid, however many and long its names are."""

from __future__ import annotations

import pytest

from archive.search.entities import LONGEST, Entity
from archive.search.query.parser import parse_query


@pytest.mark.parametrize("kind", ["person", "place", "body", "source", "photographer"])
def test_an_entity_with_many_long_names_has_a_query_that_is_not_too_long(kind: str) -> None:
    forms = tuple(f"{letter * 90} {letter * (LONGEST - 91)}" for letter in "abcdefghijkl")
    found = Entity(kind=kind, name=forms[0], forms=forms)
    pairs = dict(found.pairs)
    assert pairs["q"].count('"') >= 8
    parse_query(pairs["q"])
    parse_query(found.query())
