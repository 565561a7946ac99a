"""A name is one value of a facet, whatever its form in records, and a filter by any form finds all of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import cast

import pytest

from archive.authority.card_index import Cards
from archive.search.facet_values import ValueGroups, ValueKeys
from archive.storage.archive import Archive
from tests.support.search_shelf import SearchShelf


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchShelf]:
    folder: Path = tmp_path_factory.mktemp("names") / "archive"
    shelf = SearchShelf(Archive.create(folder))
    for n, place in enumerate(["Đà Nẵng", "Đà Nẵng", "Da Nang", "Danang", "Đà\u00a0Nẵng", "Bến Nước", "Ben Nuoc"]):
        shelf.add(f"Cầu cảng {n}", "Cầu cảng mới.", places=[place])
    for persons in (["Donald Trump"], ["Trump"], ["Donald J. Trump", "Trump"], ["Melania Trump"]):
        shelf.add("Pier opens", "A new pier.", persons=persons)
    for name in ("Nguyễn Văn Hùng", "Nguyễn Văn Hưng", "Nguyen Van Hung"):
        shelf.add("Bến tàu", "Bến tàu mới.", persons=[name])
    for source in ("PRNewswire", "PR Newswire", "PR Newswire", "citybiz"):
        shelf.add("Kiln opens", "A new kiln.", source=source)
    shelf.index()
    yield shelf
    shelf.searcher.close()
    shelf.archive.close()


def values(shelf: SearchShelf, facet: str, **asked: object) -> dict[str, int]:
    found = shelf.search("", facets=(facet,), **asked)  # type: ignore[arg-type]
    return {value.value: value.count for value in found.facets[facet]}


def test_a_place_is_one_value_in_its_most_usual_form(shelf: SearchShelf) -> None:
    assert values(shelf, "place") == {"Đà Nẵng": 5, "Bến Nước": 2}


def test_a_person_is_one_value_with_the_full_name(shelf: SearchShelf) -> None:
    told = values(shelf, "person")
    assert told["Donald Trump"] == 3  # the record with two forms counts once
    assert told["Melania Trump"] == 1
    assert "Trump" not in told


def test_two_people_who_differ_in_marks_alone_stay_two(shelf: SearchShelf) -> None:
    told = values(shelf, "person")
    assert (told["Nguyễn Văn Hùng"], told["Nguyễn Văn Hưng"], told["Nguyen Van Hung"]) == (1, 1, 1)


def test_the_names_of_an_agency_are_one_source(shelf: SearchShelf) -> None:
    assert values(shelf, "source") == {"PR Newswire": 3, "citybiz": 1}


@pytest.mark.parametrize(
    ("facet", "typed", "records"),
    [
        ("place", "Đà Nẵng", 5),
        ("place", "da nang", 5),
        ("place", "TP Đà Nẵng", 5),
        ("place", "ben nuoc", 2),
        ("person", "trump", 3),
        ("person", "Donald Trump", 3),
        ("source", "prnewswire", 3),
        ("place", "Nowhere", 0),
    ],
)
def test_a_filter_finds_all_forms(shelf: SearchShelf, facet: str, typed: str, records: int) -> None:
    found = shelf.search("", facets=(facet,), filters={facet: (typed,)})
    assert found.total == records
    assert [value.count for value in found.facets[facet] if value.selected] == [records]


def test_an_index_that_changed_costs_no_new_look_up_of_known_values(shelf: SearchShelf) -> None:
    """An index changes with every batch of an ingest, and looking up 20,000 names took a third of a second."""
    cards, looked_up = shelf.searcher.cards(), 0

    class Counting:
        def entries(self, words: Sequence[str]) -> object:
            nonlocal looked_up
            looked_up += 1
            return cards.entries(words)

    keys = ValueKeys("place", cast("Cards", Counting()), shelf.archive.authorities())
    before = [("Đà Nẵng", 3), ("Da Nang", 2)]
    assert ValueGroups(keys, before).forms("da nang") == ("Đà Nẵng", "Da Nang")
    known = looked_up
    assert ValueGroups(keys, [*before, ("Danang", 1)]).forms("Da Nang") == ("Đà Nẵng", "Da Nang", "Danang")
    assert looked_up == known + 1
