"""Searching from a user's point of view: relaxed queries, why there are no results, grouping, paging."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from archive.access import ARCHIVIST, PUBLIC, Viewer
from archive.catalogue import Access
from archive.record import Status
from archive.search.execution.requests import BadCursor, RequestPart, Results
from tests.archive.catalogue.test_groups import RELEASE, REPRINT
from tests.support.search_shelf import HELD, SearchShelf

CANARY = "zulrahasia"


def bridges(shelf: SearchShelf) -> dict[str, str]:
    ids = {
        "bridge": shelf.add("Jembatan dibuka", "Warga Kupang bergembira.", date="2025-10-25", source="Antara"),
        "port": shelf.add("Pelabuhan Kupang diperluas", "Kapal pertama sandar.", date="2025-11-02", source="Kompas"),
        "held": shelf.add(f"Jembatan pelabuhan {CANARY}", "Kupang kapal.", HELD, date="2025-10-26", source=CANARY),
    }
    shelf.index()
    return ids


# Left out


def test_records_with_a_value_that_is_excluded_are_left_out_in_every_form_of_it(shelf: SearchShelf) -> None:
    places = ("Đà Nẵng", "Da Nang", "Kupang")
    ids = [shelf.add(f"Jembatan {n}", "Warga.", date="2025-10-25", places=[place]) for n, place in enumerate(places)]
    shelf.index()
    found = shelf.search("jembatan", excluded={"place": ("da nang",)}, facets=("place",))
    assert [hit.record.id for hit in found.hits] == ids[2:]
    assert [(value.value, value.count) for value in found.facets["place"]] == [("Kupang", 1)]
    both = shelf.search("jembatan", excluded={"place": ("Da Nang",), "year": ("2025",)})
    assert not both.hits


def test_what_makes_a_search_find_nothing_is_told_without_what_it_leaves_out(shelf: SearchShelf) -> None:
    bridges(shelf)
    found = shelf.search("jembatan warga", excluded={"source": ("Antara",)})
    assert [(part.words, part.hits) for part in found.why] == [("", 1), ("jembatan", 1), ("warga", 1)]
    assert (found.why[0].filter, found.why[0].rest) == (("exclude", "source:Antara"), 1)


# Any word


def test_when_no_record_has_all_words_those_with_some_are_given_and_it_is_said(shelf: SearchShelf) -> None:
    ids = bridges(shelf)
    assert not shelf.search("jembatan pelabuhan").hits
    relaxed = shelf.search("jembatan pelabuhan", relax=True)
    assert relaxed.relaxed
    assert {hit.record.id for hit in relaxed.hits} == {ids["bridge"], ids["port"]}
    assert shelf.found("jembatan pelabuhan", ARCHIVIST) == [ids["held"]]
    strict = shelf.search("jembatan warga", relax=True)
    assert not strict.relaxed
    assert len(strict.hits) == 1


def test_records_with_more_of_the_words_come_first(shelf: SearchShelf) -> None:
    ids = bridges(shelf)
    shelf.add(f"Gempa {CANARY}", "Gempa gempa gempa.", HELD)
    rare = shelf.add("Gempa gempa", "Gempa gempa gempa.")
    shelf.index()
    found = shelf.search("gempa kupang kapal banjir", relax=True)
    first, *others = [hit.record.id for hit in found.hits]
    assert first == ids["port"]
    assert set(others) == {rare, ids["bridge"]}


@pytest.mark.parametrize(
    "query",
    ['"jembatan pelabuhan" "kapal warga"', "title:jembatan title:kapal", "-jembatan -pelabuhan -kupang", "gempa"],
)
def test_what_was_asked_for_exactly_is_never_relaxed(shelf: SearchShelf, query: str) -> None:
    bridges(shelf)
    found = shelf.search(query, relax=True)
    assert (found.relaxed, found.total) == (False, 0)


def test_a_relaxed_search_keeps_its_filters(shelf: SearchShelf) -> None:
    ids = bridges(shelf)
    found = shelf.search("jembatan pelabuhan", relax=True, filters={"source": ("Kompas",)})
    assert (found.relaxed, [hit.record.id for hit in found.hits]) == (True, [ids["port"]])
    assert shelf.search("jembatan pelabuhan", relax=True, filters={"source": (CANARY,)}).total == 0


# Why no results


def test_each_word_and_filter_of_a_search_without_answers_is_counted_alone_and_left_out(shelf: SearchShelf) -> None:
    bridges(shelf)
    why = shelf.search("jembatan kapal -banjir", filters={"source": ("Antara", "Kompas")}, date_from="2025").why
    assert why == (
        RequestPart("", ("source", "Antara, Kompas"), 2, 0, "jembatan kapal -banjir"),
        RequestPart("", ("date", "2025.."), 2, 0, "jembatan kapal -banjir"),
        RequestPart("jembatan", None, 1, 1, "kapal -banjir"),
        RequestPart("kapal", None, 1, 1, "jembatan -banjir"),
        RequestPart("-banjir", None, 2, 0, "jembatan kapal"),
    )


def test_nothing_is_explained_where_there_are_answers_or_only_one_part(shelf: SearchShelf) -> None:
    bridges(shelf)
    assert shelf.search("jembatan warga").why == ()
    assert shelf.search("banjir").why == ()
    assert len(shelf.search("banjir", has_photo=True).why) == 2


def test_reasons_count_nothing_that_is_held(shelf: SearchShelf) -> None:
    bridges(shelf)
    (word, other) = shelf.search(f"{CANARY} gempa").why
    assert (word.hits, word.rest, other.hits, other.rest) == (0, 0, 0, 0)
    assert shelf.search(f"{CANARY} gempa", ARCHIVIST).why[0].hits == 1


@pytest.mark.parametrize("query", [" ".join(f"kata{n}" for n in range(30)), "(a OR b) kapal NOT (c d) title:(e OR f)"])
def test_a_long_or_knotted_query_is_explained_within_bounds(shelf: SearchShelf, query: str) -> None:
    bridges(shelf)
    why = shelf.search(query).why
    assert 2 <= len(why) <= 6
    for part in why:
        assert not shelf.search(part.without).warnings


# Grouping


def test_versions_of_a_text_stand_together_and_are_opened_by_their_group(shelf: SearchShelf) -> None:
    first, other = shelf.add("Jembatan Teluk Sari", RELEASE), shelf.add("Teluk Sari dibuka", REPRINT)
    held = shelf.add(CANARY, RELEASE, HELD)
    alone = shelf.add("Pulau", "Teluk itu tenang.")
    shelf.index()
    folded = shelf.search("teluk", collapse=("sequence", "version"))
    assert (folded.total, folded.groups, folded.pages) == (3, 2, 1)
    one = next(hit for hit in folded.hits if hit.others)
    assert one.others == 1
    assert one.group is not None
    assert set(shelf.found("teluk", filters={one.group[0]: (one.group[1],)})) == {first, other}
    assert next(hit for hit in folded.hits if not hit.others).record.id == alone
    everything = shelf.search("", ARCHIVIST, collapse=("version",))
    assert max(hit.others for hit in everything.hits) == 2
    assert held in shelf.found("", ARCHIVIST, filters={"version": (group_of(everything),)})


def group_of(results: Results) -> str:
    return next(hit.group[1] for hit in results.hits if hit.group)


def test_a_text_whose_only_other_version_is_held_stands_alone(shelf: SearchShelf) -> None:
    shown = shelf.add("Jembatan", RELEASE)
    held = shelf.add(CANARY, REPRINT, HELD)
    shelf.index()
    (hit,) = shelf.search("", collapse=("version",)).hits
    assert (hit.record.id, hit.others, hit.group) == (shown, 0, None)
    assert shelf.search("", facets=("version",)).facets["version"] == ()
    with shelf.archive.catalogue.write() as w:
        w.set_status(held, Access(Status.RELEASED))
    shelf.index()
    assert shelf.search("", collapse=("version",)).hits[0].others == 1
    with shelf.archive.catalogue.write() as w:
        w.set_status(held, Access(Status.WITHDRAWN))
    shelf.index()
    assert shelf.search("", facets=("version",)).facets["version"] == ()


def test_frames_of_one_contact_sheet_stand_together(shelf: SearchShelf) -> None:
    for number in (1275, 1276, 1277):
        shelf.add("Upacara", kind="photo", filename=f"W-HAI_{number}.jpg", created="2025-10-25")
    shelf.add(f"Upacara {CANARY}", access=HELD, kind="photo", filename="W-HAI_1274.jpg", created="2025-10-25")
    shelf.index()
    (hit,) = shelf.search("upacara", collapse=("sequence",)).hits
    assert hit.others == 2
    assert hit.group is not None
    assert hit.group[0] == "sequence"


# Paging


def read_all(shelf: SearchShelf, viewer: Viewer = PUBLIC, **asked: object) -> Iterator[list[str]]:
    cursor: str | None = "*"
    while cursor is not None:
        answer = shelf.search("", viewer, cursor=cursor, page_size=3, **asked)
        yield [hit.record.id for hit in answer.hits]
        cursor = answer.next_cursor


@pytest.mark.parametrize("sort", ["relevance", "-date", "date"])
def test_a_cursor_gives_each_record_once_in_order_of_date_and_then_ends(shelf: SearchShelf, sort: str) -> None:
    dates = ["2025-01-01", "2025-01-01", "2025-01-01", "2024", "2026-03", None, None, "2025-02-01", "2025-01-01"]
    ids = {shelf.add(f"Rilis {n}", date=date): date for n, date in enumerate(dates)}
    shelf.add(CANARY, access=HELD, date="2025-01-01")
    shelf.index()
    pages = list(read_all(shelf, sort=sort))
    assert [len(page) for page in pages] == [3, 3, 3]
    found = [id_ for page in pages for id_ in page]
    assert set(found) == set(ids)
    days = [ids[id_] for id_ in found if ids[id_]]
    assert days == sorted(days, reverse=sort != "date")
    assert [ids[id_] for id_ in found[-2:]] == [None, None]


def test_what_was_there_all_along_is_given_once_though_records_come_and_go_meanwhile(shelf: SearchShelf) -> None:
    ids = [shelf.add(f"Rilis {n}", date=f"2025-01-{n + 1:02}") for n in range(10)]
    shelf.index()
    found: list[str] = []
    for page in read_all(shelf):
        found += page
        shelf.add("Rilis baru", date="2025-12-31")
        shelf.add("Rilis di tengah", date="2025-01-05")
        with shelf.archive.catalogue.write() as w:
            w.set_status(ids[9], Access(Status.WITHDRAWN))  # already read
        shelf.index()
    assert [id_ for id_ in found if id_ in ids] == ids[::-1]
    assert len(found) == len(set(found))


@pytest.mark.parametrize(
    "cursor",
    ["", "x", "***", "é", "WzFd", "bnVsbA", "WyJkYXRlIiwxLCJhIl0", "A" * 5000, "WyItZGF0ZSIsIngiLCJhIl0", "{}"],
)
def test_a_cursor_that_no_answer_gave_is_refused_with_a_sentence(shelf: SearchShelf, cursor: str) -> None:
    bridges(shelf)
    with pytest.raises(BadCursor, match=r"\w+ .+\."):
        shelf.search("", cursor=cursor)


def test_a_cursor_does_not_go_with_an_order_of_titles(shelf: SearchShelf) -> None:
    bridges(shelf)
    with pytest.raises(BadCursor, match="date"):
        shelf.search("", cursor="*", sort="title")


# Names


def test_a_name_finds_its_other_forms_unless_names_are_off(shelf: SearchShelf) -> None:
    vietnamese = shelf.add("Hội nghị ASEAN", "Hiệp hội các quốc gia Đông Nam Á họp tại Hà Nội.", language="vi")
    shelf.add(CANARY, "Hiệp hội các quốc gia Đông Nam Á.", HELD, language="vi")
    shelf.index()
    query = "Perhimpunan Bangsa-Bangsa Asia Tenggara"
    found = shelf.search(query)
    assert [hit.record.id for hit in found.hits] == [vietnamese]
    assert [read.words for read in found.names] == [query]
    assert shelf.search(query, names=False).total == 0
    assert shelf.search(query, names_off=(found.names[0].card,)).total == 0


def test_a_facet_of_which_few_values_are_shown_keeps_those_chosen(shelf: SearchShelf) -> None:
    for many, source in ((3, "Antara"), (2, "Kompas"), (1, "Tempo")):
        for n in range(many):
            shelf.add(f"Kabar {source} {n}", source=source)
    shelf.index()

    def sources(**asked: Any) -> list[tuple[str, int, bool]]:
        found = shelf.search("", facets=("source", "kind"), facet_sizes={"source": 1}, **asked).facets
        assert found["kind"][0].value == "press-release"
        return [(one.value, one.count, one.selected) for one in found["source"]]

    assert sources() == [("Antara", 3, False)]
    assert sources(filters={"source": ("Tempo",)}) == [("Antara", 3, False), ("Tempo", 1, True)]
    assert sources(filters={"source": ("Tempo",)}, facet_size=2) == [("Antara", 3, False)]
