"""The public index may be behind the catalogue: records hidden meanwhile are in no result, and return with the
index."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from archive.access import ARCHIVIST, PUBLIC, instant, utc_now
from archive.catalogue import Access, Catalogue
from archive.errors import IndexBehind
from archive.record import Mention, Status
from archive.search.engines.engine import FACETS
from archive.search.execution import hidden_records, open_indexes
from archive.search.execution.requests import SearchRequest
from archive.search.index import index_sync
from archive.search.searcher import Searcher
from archive.search.similar import similar
from archive.search.suggestions import suggest
from archive.storage.archive import Archive
from tests.support.search_shelf import SearchShelf

WITHDRAWN = Access(Status.WITHDRAWN)
REQUESTS: dict[str, dict[str, Any]] = {
    "everything": {"q": "", "facets": FACETS},
    "words": {"q": "jembatan pelabuhan", "relax": True, "facets": FACETS},
    "a filter of its own column": {"q": "", "filters": {"kind": ("speech",)}, "facets": ("kind", "source")},
    "days": {"q": "pelabuhan", "date_from": "2025-01-01", "facets": ("year",)},
    "groups": {"q": "", "collapse": ("sequence", "version"), "sort": "-date", "facets": ("sequence", "version")},
    "a cursor": {"q": "", "cursor": "*", "page_size": 2},
    "the end of a list": {"q": "", "page_size": 2, "page": 2, "sort": "title"},
}


@pytest.fixture(params=["whoosh", "tantivy"])
def shelf(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SearchShelf]:
    with Archive.create(tmp_path / "archive") as archive:
        opened = SearchShelf(archive)
        opened.add(
            "Jembatan dibuka", "Jembatan itu dibuka untuk umum di pelabuhan.", source="Antara", date="2025-03-04"
        )
        opened.add("Jembatan ditutup", "Pelabuhan tetap terbuka untuk kapal.", source="Antara", kind="speech")
        for number in (7, 8, 9):
            opened.add(
                f"Dermaga {number}",
                kind="photo",
                filename=f"IMG_000{number}.jpg",
                caption=f"Dermaga pelabuhan ke-{number}.",
                created=f"2025-05-03T09:{number:02}:00",
            )
        index_sync.rebuild(archive, engine=request.param)
        yield opened
        opened.searcher.close()


def secret(shelf: SearchShelf, **values: Any) -> str:
    """Add a public record with all kinds of values, and index it."""
    given = {"source": "Zulmedia", "persons": ["Zul Utama"], "date": "2025-03-05", "kind": "speech", "language": "vi"}
    record = shelf.add("Zulrahasia dermaga", "Kata zulrahasia di jembatan pelabuhan.", **{**given, **values})
    shelf.index()
    return record


def become(shelf: SearchShelf, record: str, access: Access) -> None:
    """Change the access in the catalogue, without updating the index."""
    with shelf.archive.catalogue.write("the archivist") as writer:
        writer.set_status(record, access)


def later(moment: datetime, minutes: int) -> datetime:
    """Return the time this many minutes later: a record released then counts as newly added."""
    return moment + timedelta(minutes=minutes)


def told(shelf: SearchShelf, request: dict[str, Any]) -> tuple[Any, ...]:
    """Return everything in a response except scores, its number and the search assistance."""
    found = shelf.searcher.search(SearchRequest(**request), PUBLIC)
    hits = sorted((hit.record.id, hit.others, hit.group) for hit in found.hits)
    return hits, found.total, found.groups, found.undated, found.facets, found.next_cursor, found.pages


def helped(shelf: SearchShelf) -> set[str]:
    """Return the kinds of search assistance that reveal it."""
    kinds = {one.kind for n in range(2, 11) for one in suggest(shelf.searcher, "zulrahasia"[:n], PUBLIC)}
    kinds |= {one.kind for text in ("Zulmedia", "zul ut") for one in suggest(shelf.searcher, text, PUBLIC)}
    offers = {f"offer of {offer.facet}" for text in ("zulmedia", "zul utama") for offer in shelf.search(text).offers}
    return kinds | offers | ({"meant"} if shelf.search("zulrahasiq").did_you_mean else set())


HIDINGS: dict[str, Callable[[], Access]] = {
    "withdrawn": lambda: WITHDRAWN,
    "held until decided": lambda: Access(Status.HELD),
    "held until an hour to come": lambda: Access(Status.HELD, instant(utc_now() + timedelta(days=1))),
}


@pytest.mark.parametrize("hiding", HIDINGS)
def test_answers_are_those_of_an_index_that_has_followed(shelf: SearchShelf, hiding: str) -> None:
    record = secret(shelf)
    before = {name: told(shelf, request) for name, request in REQUESTS.items()}
    assert helped(shelf) >= {"title", "source", "person", "term", "meant", "offer of source"}
    become(shelf, record, HIDINGS[hiding]())
    behind = {name: told(shelf, request) for name, request in REQUESTS.items()}
    assert helped(shelf) == set()
    assert all(behind[name] != before[name] for name in REQUESTS)
    shelf.index()
    assert behind == {name: told(shelf, request) for name, request in REQUESTS.items()}
    become(shelf, record, Access())
    shelf.index()
    assert before == {name: told(shelf, request) for name, request in REQUESTS.items()}


def test_an_embargo_that_ended_and_was_set_anew_hides_too(shelf: SearchShelf) -> None:
    hour = utc_now() + timedelta(hours=1)
    record = secret(shelf, access=Access(Status.HELD, instant(hour)))
    later = hour + timedelta(hours=1)
    with (
        patch.object(index_sync, "utc_now", lambda: later),
        patch.object(shelf.archive.catalogue, "_clock", lambda: later),
    ):
        shelf.index()
        assert shelf.found("zulrahasia") == [record]
        become(shelf, record, Access(Status.HELD, instant(later + timedelta(hours=1))))
        assert shelf.search("zulrahasia").total == 0


def test_the_archivist_finds_it_meanwhile(shelf: SearchShelf) -> None:
    record = secret(shelf)
    become(shelf, record, WITHDRAWN)
    assert shelf.search("zulrahasia", ARCHIVIST).total == 1
    assert shelf.searcher.every("zulrahasia", ARCHIVIST)[0] == [record]
    assert shelf.searcher.every("zulrahasia", PUBLIC)[0] == []


def test_what_is_remembered_does_not_outlive_who_is_hidden(shelf: SearchShelf) -> None:
    """Each change is effective at once: one more record is hidden, and one is public again, before the index knows of
    either."""
    first, second = secret(shelf), shelf.add("Zulrahasia kedua", "Zulrahasia.", source="Zulmedia")
    shelf.index()
    shown = helped(shelf)
    counts = []
    acts = ((first, WITHDRAWN), (second, WITHDRAWN), (first, Access()), (second, Access()))
    for minute, (record, access) in enumerate(acts, 1):
        with patch.object(shelf.archive.catalogue, "_clock", partial(later, utc_now(), minute)):
            become(shelf, record, access)
        found = shelf.search("zulrahasia", facets=("source",))
        counts.append((found.total, [(value.value, value.count) for value in found.facets["source"]]))
    assert counts == [(1, [("Zulmedia", 1)]), (0, []), (1, [("Zulmedia", 1)]), (2, [("Zulmedia", 2)])]
    assert helped(shelf) == shown


def test_the_number_of_an_answer_grows_with_each_that_is_hidden(shelf: SearchShelf) -> None:
    first, second = secret(shelf), secret(shelf)
    held = shelf.add("Zulrahasia", "Kata.", Access(Status.HELD))
    numbers = [shelf.search("zulrahasia").revision]
    become(shelf, held, WITHDRAWN)  # which the public never saw
    numbers.append(shelf.search("zulrahasia").revision)
    for record in (first, second):
        become(shelf, record, WITHDRAWN)
        numbers.append(shelf.search("zulrahasia").revision)
    shelf.index()
    numbers.append(shelf.search("zulrahasia").revision)
    assert [number - numbers[0] for number in numbers] == [0, 0, 1, 2, 2]


def test_similar_records_leave_it_out(shelf: SearchShelf) -> None:
    text = "Presiden membuka jembatan baru di Kupang bersama para menteri dan gubernur pada hari Minggu."
    one, other = shelf.add("Jembatan Kupang", text), shelf.add("Kupang", f"{text} Zulrahasia.")
    shelf.index()
    assert other in [hit.record.id for hit in similar(shelf.searcher, one, PUBLIC)]
    become(shelf, other, WITHDRAWN)
    assert other not in [hit.record.id for hit in similar(shelf.searcher, one, PUBLIC)]


def test_a_photo_is_not_found_by_the_words_of_a_hidden_text(shelf: SearchShelf) -> None:
    article = secret(shelf)
    with shelf.archive.catalogue.write() as writer:
        writer.add_mentions(article, [Mention("IMG_0008.jpg", "Kata zultakarir tentang dermaga.")])
    shelf.index()
    assert shelf.search("zultakarir", facets=()).total == 2  # the text, and the photo
    become(shelf, article, WITHDRAWN)
    assert shelf.search("zultakarir").total == 0
    assert {hit.record.filename for hit in shelf.search("dermaga").hits} == {"IMG_0007.jpg", "IMG_0009.jpg"}
    shelf.index()
    assert shelf.search("zultakarir").total == 0
    assert shelf.search("dermaga").total == 3


def test_no_facet_names_a_group_by_a_hidden_record(shelf: SearchShelf) -> None:
    facets: dict[str, Any] = {"facets": ("sequence",), "filters": {"kind": ("photo",)}}
    (named,) = shelf.search("", **facets).facets["sequence"]
    assert named.count == 3
    become(shelf, named.value, WITHDRAWN)
    behind = shelf.search("", **facets)
    assert (behind.total, behind.facets["sequence"]) == (0, ())  # the index has the others by its name
    shelf.index()
    assert shelf.search("", **facets).total == 2


def test_a_record_is_not_found_by_the_words_of_one_that_was_a_part_of_it(shelf: SearchShelf) -> None:
    kept, part = shelf.add("Jalan", "Jalan raya.", source="Antara"), secret(shelf)
    with shelf.archive.catalogue.write() as writer:
        joined = writer.merge([kept, part], "archivist").change_set
    shelf.index()
    assert shelf.found("utama") == [kept]
    with shelf.archive.catalogue.write() as writer:
        writer.undo(joined, "archivist")
    become(shelf, part, WITHDRAWN)
    assert shelf.search("utama").total == 0
    shelf.index()
    assert shelf.found("jalan") == [kept]


def test_a_record_that_was_merged_into_another_counts_no_more(shelf: SearchShelf) -> None:
    kept, gone = shelf.add("Jalan", "Jalan raya zulraya."), shelf.add("Jalan", "Jalan raya zulraya.")
    shelf.index()
    with shelf.archive.catalogue.write() as writer:
        writer.merge([kept, gone], "archivist")
    assert shelf.search("zulraya").total == len(shelf.found("zulraya"))


def test_where_too_many_are_hidden_no_search_is_answered(shelf: SearchShelf, monkeypatch: pytest.MonkeyPatch) -> None:
    records = [secret(shelf) for _ in range(3)]
    for record in records:
        become(shelf, record, WITHDRAWN)
    assert shelf.search("jembatan").total == 2
    for module in (open_indexes, hidden_records):
        monkeypatch.setattr(module, "MAX_HIDDEN", 2)
    shelf.add("Jembatan ketiga", "Jembatan.", Access(Status.HELD))
    for _ in range(2):
        with pytest.raises(IndexBehind, match="by itself"):
            shelf.search("jembatan")
        with pytest.raises(IndexBehind):
            suggest(shelf.searcher, "jembatan", PUBLIC)
    assert shelf.search("zulrahasia", ARCHIVIST).total == 3
    shelf.index()
    assert shelf.search("jembatan").total == 2


def test_who_is_hidden_is_asked_once_for_each_state_of_the_catalogue(
    shelf: SearchShelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    find = Catalogue.hidden_since

    def counted(catalogue: Catalogue, revision: int, at: str) -> tuple[list[str], list[str]]:
        asked.append(revision)
        return find(catalogue, revision, at)

    monkeypatch.setattr(Catalogue, "hidden_since", counted)
    record = secret(shelf)
    shelf.search("jembatan")
    assert asked == []
    become(shelf, record, WITHDRAWN)
    for _ in range(3):
        shelf.search("jembatan")
    assert len(asked) == 1
    shelf.add("Jembatan ketiga", "Jembatan.", Access(Status.HELD))
    shelf.search("jembatan")
    assert len(asked) == 2
    shelf.index()
    shelf.search("jembatan")
    assert len(asked) == 2


def test_an_index_that_a_killed_writer_left_ahead_of_itself_hides_too(shelf: SearchShelf) -> None:
    """The documents are in the index, but neither the catalogue nor the index has recorded it yet."""
    record = shelf.add("Zulrahasia", "Kata zulrahasia.")
    with patch.object(Catalogue, "publish", side_effect=KeyboardInterrupt), pytest.raises(KeyboardInterrupt):
        shelf.index()
    assert shelf.found("zulrahasia") == [record]
    become(shelf, record, WITHDRAWN)
    with closing(Searcher(shelf.archive)) as searcher:
        assert searcher.search(SearchRequest("zulrahasia"), PUBLIC).total == 0
