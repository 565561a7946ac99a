"""All values of a facet in the results of a search, on every engine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.access import ARCHIVIST, PUBLIC, Access, Viewer
from archive.record import Status
from archive.search.engines.engine import ENGINES
from archive.search.execution.requests import SearchRequest
from archive.storage.archive import Archive
from tests.support.search_shelf import SearchShelf

NAMES = 300  # more than the engines look through for a short list


@pytest.fixture(scope="module", params=[name for name in ENGINES if name != "opensearch"])
def shelf(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[SearchShelf]:
    folder: Path = tmp_path_factory.mktemp("listed") / "archive"
    with Archive.create(folder):
        (folder / "archive.toml").write_text(f'[index]\nengine = "{request.param}"\n')
    with Archive.open(folder) as archive:
        shelf = SearchShelf(archive)
        for n in range(0, NAMES, 10):
            people = [f"Orang Ke {m:03}" for m in range(n, n + 10)]
            places = ["Đà Nẵng", "Da Nang"][n % 20 // 10 :]
            shelf.add(f"Siaran {n}", persons=people, places=places, date=f"20{n // 10:02}")
        shelf.add("Rahasia", persons=["Zulrahasia Sekali"], access=Access(Status.HELD))
        shelf.index()
        yield shelf
        shelf.searcher.close()


def listed(shelf: SearchShelf, facet: str, viewer: Viewer = PUBLIC, **asked: object) -> dict[str, int]:
    found = shelf.searcher.list_values(SearchRequest(**asked), facet, viewer)  # type: ignore[arg-type]
    assert found.whole
    return {one.value: one.count for one in found.values}


def test_every_value_is_listed_and_none_of_held_records(shelf: SearchShelf) -> None:
    everybody = {f"Orang Ke {n:03}": 1 for n in range(NAMES)}
    assert listed(shelf, "person") == everybody
    assert listed(shelf, "person", ARCHIVIST) == everybody | {"Zulrahasia Sekali": 1}
    assert listed(shelf, "person") == everybody


def test_a_list_is_of_its_search_and_its_filters(shelf: SearchShelf) -> None:
    assert [*listed(shelf, "person", q="siaran 290")] == [f"Orang Ke {n}" for n in range(290, 300)]
    assert [*listed(shelf, "person", filters={"year": ("2003",)})] == [f"Orang Ke 03{n}" for n in range(10)]
    one = shelf.searcher.list_values(SearchRequest(filters={"person": ("Orang Ke 007",)}), "person", PUBLIC)
    assert [value.value for value in one.values if value.selected] == ["Orang Ke 007"]
    assert (len(one.values), one.total) == (NAMES, 1)  # its own filter does not limit it
    none = shelf.searcher.list_values(SearchRequest("tidakada"), "person", PUBLIC)
    assert (none.values, none.total, none.relaxed) == ((), 0, False)
    some = shelf.searcher.list_values(SearchRequest("tidakada siaran 290", relax=True), "person", PUBLIC)
    assert some.relaxed
    assert len(some.values) == NAMES


def test_a_record_with_two_forms_of_a_name_counts_once(shelf: SearchShelf) -> None:
    (place,) = shelf.searcher.list_values(SearchRequest(), "place", PUBLIC).values
    assert (place.value, sorted(place.forms), place.count) == ("Da Nang", ["Da Nang", "Đà Nẵng"], 45)
    assert shelf.searcher.count_value(SearchRequest(), "place", place.forms, PUBLIC) == 30
    first = SearchRequest(filters={"year": ("2000", "2001")})
    assert shelf.searcher.count_value(first, "place", place.forms, PUBLIC) == 2


def test_a_list_follows_the_index(shelf: SearchShelf) -> None:
    before = listed(shelf, "collection")
    shelf.add("Baru", collection="Rilis baru")
    shelf.index()
    assert listed(shelf, "collection") == before | {"Rilis baru": 1}
