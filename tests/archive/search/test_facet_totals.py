"""The number of values of a facet in the results, and counts of unlisted ones, on every engine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.access import Access
from archive.record import Status
from archive.search.engines.engine import ENGINES
from archive.search.execution.requests import FacetTotal
from archive.storage.archive import Archive
from tests.support.search_shelf import SearchShelf

FACETS = ("kind", "place", "person", "credit", "collection", "genre")


@pytest.fixture(scope="module", params=[name for name in ENGINES if name != "opensearch"])
def shelf(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[SearchShelf]:
    """Texts of many places; a photo of one agency with two names; a held text of a separate place."""
    folder: Path = tmp_path_factory.mktemp("totals") / "archive"
    with Archive.create(folder):
        (folder / "archive.toml").write_text(f'[index]\nengine = "{request.param}"\n')
    with Archive.open(folder) as archive:
        shelf = SearchShelf(archive)
        for n in range(60):
            places = [f"Desa {n % 23}", f"Kota {n % 7}"]
            shelf.add(f"Siaran {n}", places=places, persons=[f"Orang {n % 31}"], collection="Rilis")
        for credit in ("ANTARA", "Antara Foto", "ANTARA FOTO", "Reuters"):
            shelf.add(f"Foto {credit}", kind="photo", credit=credit)
        shelf.add("Rahasia", places=["Zulrahasia"], access=Access(Status.HELD))
        shelf.index()
        yield shelf
        shelf.searcher.close()


@pytest.mark.parametrize("size", [1, 3, 10, 100])
@pytest.mark.parametrize("q", ["", "siaran", "foto", "tidakada"])
@pytest.mark.parametrize("filters", [{}, {"place": ("Kota 3", "Desa 22", "Tidak")}, {"credit": ("antara",)}])
def test_what_is_not_listed_is_counted(
    shelf: SearchShelf, q: str, size: int, filters: dict[str, tuple[str, ...]]
) -> None:
    asked = {"facets": FACETS, "filters": filters, "facet_totals": True}
    whole = shelf.search(q, facet_size=100, **asked)
    results = shelf.search(q, facet_size=size, **asked)
    for name in FACETS:
        counts = Counter({one.value: one.count for one in whole.facets[name]})
        listed = {one.value for one in results.facets[name]}
        other = sum(count for value, count in counts.items() if value not in listed)
        assert results.facet_totals[name] == FacetTotal(len(+counts), other), name
        assert whole.facet_totals[name].other == 0


def test_the_names_of_an_agency_are_one_value_and_held_records_none(shelf: SearchShelf) -> None:
    totals = shelf.search("", facets=("credit", "place"), facet_size=1, facet_totals=True).facet_totals
    assert totals == {"credit": FacetTotal(2, 1), "place": FacetTotal(30, 111)}


def test_totals_are_counted_where_asked_for(shelf: SearchShelf) -> None:
    assert shelf.search("", facets=("credit",)).facet_totals == {}
