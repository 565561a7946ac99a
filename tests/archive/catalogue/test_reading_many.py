"""Bulk reads return the same records as single reads, and impossible ids find none."""

from __future__ import annotations

import json
from typing import Any

import pytest

from archive.access import PUBLIC
from archive.catalogue import Catalogue, NewAsset
from archive.catalogue.receipts import file_paths
from archive.catalogue.records import public_revisions, record_reads
from archive.catalogue.records.record_reads import Origins
from archive.catalogue.schema.id_queries import select_by_ids
from archive.record import Candidate, Description, Mention, origins_json
from tests.archive.catalogue.shelf import article, photo, put, sha

STATEMENTS = [
    record_reads._ROWS, record_reads._FILES, record_reads._NAMED, record_reads._RELATED, record_reads._TEXTS,
    record_reads._FURNITURE, public_revisions._OF, file_paths._SHOWN, file_paths._SHOWN_BESIDE,
]  # fmt: skip
ODD = ("", "\0", "\udc80", "\ud800\udc00", "é", "nosuchrecord", '"', "]", "%", "*")


def test_more_records_than_sqlite_binds_values_come_in_the_order_asked_for(catalogue: Catalogue) -> None:
    with catalogue.write() as writer:
        ids = [photo(writer, f"f/{n}.jpg") for n in range(1_100)]
        told = article(writer, "f/told.txt", Mention("7.jpg", caption="Seven"))
    asked = [*reversed(ids), told, *ids]
    found = catalogue.get_many(asked, PUBLIC)
    assert [record.id for record in found] == [*reversed(ids), told]
    assert found[-1].photos[0].record == ids[7]
    assert found == [catalogue.get(id_, PUBLIC) for id_ in [*reversed(ids), told]]


def test_an_odd_id_finds_nothing_and_hides_nothing(catalogue: Catalogue) -> None:
    with catalogue.write() as writer:
        seen = photo(writer, "f/A.jpg")
    odd = [*ODD, f"{seen}\0", f"{seen}\0more", f"{seen} ", seen.upper() + "\udcff"]
    assert catalogue.get_many(odd, PUBLIC) == []
    assert catalogue.texts(odd, PUBLIC) == catalogue.furniture(odd, PUBLIC) == {}
    assert [record.id for record in catalogue.get_many([*odd, seen, *odd], PUBLIC)] == [seen]
    assert list(catalogue.texts([*odd, seen], PUBLIC)) == [seen]


def test_origins_are_what_was_offered_however_they_are_asked_for(catalogue: Catalogue) -> None:
    described = Description("text/plain", "text", 1)
    described.offer("title", "Satu", "heading", 0.5)
    described.offer("title", "Dua", "file name")
    described.offer("places", ["Hà Nội"], "text")
    with catalogue.write() as writer:
        record = writer.add_record(described, NewAsset(sha("a"), 1, "text/plain"))
        put(writer, "a.txt", record, "a")
    found = catalogue.get_many([record], PUBLIC)[0].origins
    wanted = {key: list(offers) for key, offers in described.origins.items()}
    assert found == wanted == found
    assert repr(found) == repr(wanted)
    assert found.get("title", ()) == [Candidate("heading", "Satu", 0.5), Candidate("file name", "Dua")]
    assert found.get("nothing", ()) == ()
    assert "nothing" not in found
    assert len(found) == 2
    assert origins_json(found) == origins_json(wanted)
    assert found != Origins("{}") == {}


@pytest.mark.parametrize("statement", STATEMENTS)
def test_a_statement_that_is_made_once_gives_the_rows_that_it_gives(catalogue: Catalogue, statement: Any) -> None:
    with catalogue.write() as writer:
        ids = [photo(writer, "f/A.jpg"), article(writer, "f/told.txt", Mention("A.jpg", caption="One"))]
    with catalogue._read() as conn:
        rows = conn.execute(statement, {"ids": json.dumps(ids)}).mappings().all()
        assert [row._asdict() for row in select_by_ids(conn, statement, ids)] == [dict(row) for row in rows]
