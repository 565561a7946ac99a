"""Subjects given as codes in files are found by name, code and address, and counted, on every engine."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from archive.access import ARCHIVIST, PUBLIC
from archive.search.index import index_sync
from archive.search.query import parse_query
from archive.storage.archive import Archive
from archive.subject_codes import ALIASES
from tests.support.engines import LOCAL
from tests.support.search_shelf import HELD, SearchShelf

MEDTOP = ALIASES["medtop"]
BANK = {"name": "central bank", "code": "medtop:20000350", "scheme": MEDTOP, "uri": f"{MEDTOP}20000350"}
BANK_IN_INDONESIAN = {**BANK, "name": "bank sentral"}
UNNAMED = {"code": "subj:04015000"}
ADDRESSED = {"name": "Nusa Penida", "uri": "http://example.org/topics/17"}
OWN = {"name": "Kapal", "code": "place:9"}
SUBJECTS = {
    "Suku bunga": [BANK, UNNAMED],
    "Rupiah": [BANK_IN_INDONESIAN],
    "Pulau": [ADDRESSED, OWN],
    "Uang central": [],
}


def fill(shelf: SearchShelf) -> None:
    """Add texts with and without subjects, and a held one."""
    for title, subjects in SUBJECTS.items():
        shelf.add(title, "Siaran pers.", **({"subjects": subjects} if subjects else {}))
    shelf.add("Rahasia", "Siaran pers.", HELD, subjects=[{**BANK, "name": "zulrahasia"}])


@pytest.fixture(scope="module", params=LOCAL)
def shelf(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchShelf]:
    with Archive.create(tmp_path_factory.mktemp("subjects") / "archive") as archive:
        shelf = SearchShelf(archive)
        fill(shelf)
        index_sync.rebuild(archive, engine=request.param)
        yield shelf
        shelf.searcher.close()


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("subject:medtop:20000350", {"Suku bunga", "Rupiah"}),
        ("subject: medtop:20000350", {"Suku bunga", "Rupiah"}),
        ("subject:20000350", {"Suku bunga", "Rupiah"}),
        ("subject:(medtop:20000350 OR subj:04015000)", {"Suku bunga", "Rupiah"}),
        ("medtop:20000350", {"Suku bunga", "Rupiah"}),
        (f"subject:{MEDTOP}20000350", {"Suku bunga", "Rupiah"}),
        (f'subject:"{MEDTOP}20000350"', {"Suku bunga", "Rupiah"}),
        ("siaran -subject:medtop:20000350", {"Pulau", "Uang central"}),
        ("subject:central", {"Suku bunga"}),
        ('subjek:"bank sentral"', {"Rupiah"}),
        ("chủ đề:bank", {"Suku bunga", "Rupiah"}),
        ("subject:subj:04015000", {"Suku bunga"}),
        ("subject:http://example.org/topics/17", {"Pulau"}),
        ('subject:"place:9"', {"Pulau"}),
        ("penida", {"Pulau"}),
        ("example.org", set()),
        ("subject:zulrahasia", set()),
    ],
)
def test_subjects_are_found_by_name_code_and_address(shelf: SearchShelf, q: str, found: set[str]) -> None:
    results = shelf.search(q)
    assert {hit.record.title for hit in results.hits} == found
    assert not results.warnings


@pytest.mark.parametrize(
    ("facet", "value", "found"),
    [
        ("subject_code", "medtop:20000350", {"Suku bunga", "Rupiah"}),
        ("subject_code", "http://example.org/topics/17", {"Pulau"}),
        ("subject", "bank sentral", {"Rupiah"}),
        ("subject", "subj:04015000", {"Suku bunga"}),
    ],
)
def test_subjects_are_filters(shelf: SearchShelf, facet: str, value: str, found: set[str]) -> None:
    assert {hit.record.title for hit in shelf.search("", filters={facet: (value,)}).hits} == found


def test_subjects_are_counted_and_those_of_held_records_for_the_archivist_alone(shelf: SearchShelf) -> None:
    counts = {
        viewer: {
            facet: {one.value: one.count for one in found}
            for facet, found in shelf.search("", viewer, facets=("subject", "subject_code")).facets.items()
        }
        for viewer in (PUBLIC, ARCHIVIST)
    }
    codes = {"medtop:20000350": 2, "subj:04015000": 1, "http://example.org/topics/17": 1, "place:9": 1}
    names = dict.fromkeys(("central bank", "bank sentral", "subj:04015000", "Nusa Penida", "Kapal"), 1)
    assert counts[PUBLIC] == {"subject": names, "subject_code": codes}
    assert counts[ARCHIVIST] == {"subject": {**names, "zulrahasia": 1}, "subject_code": {**codes, "medtop:20000350": 3}}


def test_the_name_of_a_subject_is_marked_in_results(shelf: SearchShelf) -> None:
    (hit,) = shelf.search("subject:penida").hits
    marked = [one for one in hit.highlights if one.spans]
    assert [(one.field, one.text) for one in marked] == [("subject", "Nusa Penida")]


@pytest.mark.parametrize("typed", ["medtop:20000350", "subject:own:7", "title:subjek:medtop:1"])
def test_a_code_is_not_taken_for_an_unknown_field(typed: str) -> None:
    assert not parse_query(typed).warnings
