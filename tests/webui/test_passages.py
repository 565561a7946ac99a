"""Passages are the places that a search marks, each once and at its position; quotes are those of a speaker."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient

from archive.catalogue import Access
from archive.record import Status
from archive.search import snippets
from archive.search.execution.requests import SearchRequest
from archive.storage.archive import Archive
from tests.support.commands import some
from tests.support.search_shelf import HELD, SearchShelf
from webui import create_app
from webui.services.services import OpenArchive

SPEECH = "Terima kasih. Đà Nẵng adalah kota tepi laut.\f" + "Kota tepi laut itu tumbuh. " * 40 + "\fDa Nang menutup."
QUOTE = 'KUPANG - "Jembatan itu milik semua warga kota ini," kata Presiden Sari Dewi.\n\nWarga kota tepi laut datang.'
LONG = "Angka kota tepi laut. " * 5_500  # more words than are processed at once


class Doors:
    """An archive with known texts, as a program reads it."""

    def __init__(self, folder: Any) -> None:
        with Archive.create(folder) as archive:
            shelf = SearchShelf(archive)
            self.speech = shelf.add("Pidato", SPEECH, kind="speech", speaker="Lương Cường", date="2025-01-01")
            self.release = shelf.add("Kota tepi laut", QUOTE, date="2025-02-01")
            self.photo = shelf.add("P", kind="photo", caption="Kota tepi laut, kota tepi laut!", date="2025-03-01")
            self.long = shelf.add("Angka", LONG, date="2025-04-01")
            self.held = shelf.add("Rahasia", "Kota tepi laut zulrahasia.", HELD)
            for n in range(150):
                shelf.add(f"Kecil {n}", f"Desa kecil nomor {n} kecil.")
            shelf.index()
        self.services = OpenArchive(folder)
        self.client: FlaskClient = create_app({"SERVICES": self.services, "TESTING": True}).test_client()

    def page(self, door: str, **asked: Any) -> Any:
        """Return a page of JSON."""
        response = self.client.get(f"/api/v1/{door}", query_string=asked)
        assert response.status_code == 200, response.text
        return response.get_json()

    def rows(self, door: str, **asked: Any) -> list[dict[str, Any]]:
        """Return all rows, page by page."""
        found, cursor = [], "*"
        while cursor:
            answer = self.page(door, cursor=cursor, **asked)
            found += answer["results"]
            cursor = answer["next_cursor"]
        return found

    def text(self, record: str) -> str:
        """Return the text from /text."""
        text: str = self.client.get(f"/api/v1/records/{record}/text").get_json()["text"]
        return text


@pytest.fixture(scope="module")
def doors(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Doors]:
    made = Doors(tmp_path_factory.mktemp("doors") / "archive")
    yield made
    made.services.close()


def test_passages_of_a_phrase_are_what_a_regular_expression_finds(doors: Doors) -> None:
    rows = doors.rows("passages", q='"kota tepi laut"', field="text", page_size=1000)
    for record in some([doors.speech, doors.release, doors.long]):
        text = doors.text(record)
        places = [match.start() for match in re.finditer("kota tepi laut", text, re.IGNORECASE)]
        mine = [row for row in rows if row["record"] == record]
        assert [row["offset"] for row in mine] == places
        for row in mine:
            at = row["offset"]
            assert text[at - len(row["left"]) : at] == row["left"]
            assert text[at : at + len(row["match"] + row["right"])] == row["match"] + row["right"]
    assert {row["record"] for row in rows} == {doors.speech, doors.release, doors.long}


def test_passages_are_what_the_search_marks_forms_and_accents_too(doors: Doors) -> None:
    rows = doors.rows("passages", q="da nang")
    assert [row["match"] for row in rows] == ["Đà Nẵng", "Da Nang"]
    assert [row["pdf_page"] for row in rows] == [1, 3]
    assert {row["speaker"] for row in rows} == {"Lương Cường"}
    needles = doors.services.searcher.needles  # the marks on the page of the record
    for q in ("kota", "tepi*", "laut OR warga", '"da nang"~2'):
        asked = {"q": q, "field": "text", "page_size": 1000}
        here = [
            (row["record"], row["offset"]) for row in doors.rows("passages", **asked) if row["record"] != doors.long
        ]
        marked = [
            (record, start)
            for record in (doors.release, doors.speech)
            for start, _ in snippets.hits(doors.text(record), needles(SearchRequest(q)).in_field("text"), "id")
        ]
        assert here == marked, q


def test_a_page_ends_anywhere_and_is_read_on_without_a_gap(doors: Doors) -> None:
    whole = doors.rows("passages", q="kota", date_to="2025-03", page_size=1000)
    assert doors.rows("passages", q="kota", date_to="2025-03", page_size=3) == whole
    few = doors.rows("passages", q="kecil", page_size=7)
    assert len(few) == 150 * 3, "twice in each text, once in each title"
    first = doors.page("passages", q="kecil", page_size=7)
    assert (first["records"], len(first["results"])) == (150, 7)
    assert doors.client.get(first["next"]).get_json()["results"] == few[7:14]


def test_all_rows_come_as_ndjson_or_a_table(doors: Doors) -> None:
    whole = doors.rows("passages", q='"tepi laut"', page_size=1000)
    url = "/api/v1/passages?q=%22tepi+laut%22"
    lines = doors.client.get(url, headers={"Accept": "application/x-ndjson"})
    assert [json.loads(line) for line in lines.text.splitlines()] == whole
    assert {*lines.vary} == {"Accept", "Authorization"}
    table = doors.client.get(f"{url}&format=csv")
    assert table.mimetype == "text/csv"
    read = list(csv.DictReader(io.StringIO(table.data.decode("utf-8-sig"), newline="")))
    assert [row["match"] for row in read] == [row["match"] for row in whole]
    assert tuple(read[0]) == tuple(whole[0])
    assert doors.client.get(url, headers={"Accept": "text/html,*/*"}).mimetype == "application/json"


def test_what_is_held_is_in_no_row_and_gone_when_it_is_taken_back(doors: Doors) -> None:
    for door in some(["passages", "quotes"]):
        for form in ("json", "ndjson", "csv"):
            told = doors.client.get(f"/api/v1/{door}?q=zulrahasia&format={form}").text
            assert doors.held not in told
            assert "Kota tepi" not in told
    stream = doors.client.get("/api/v1/passages?q=kecil&format=ndjson&sort=date", buffered=False)
    pieces = stream.iter_encoded()
    first = next(iter(pieces))
    shown = {json.loads(line)["record"] for line in first.splitlines()[:-1]}
    everyone = {row["record"] for row in doors.rows("passages", q="kecil", page_size=1000)}
    late = sorted(everyone - shown)
    with doors.services.archive.catalogue.write("the archivist") as writer:
        for record in late:
            writer.set_status(record, Access(Status.WITHDRAWN))
    rest = b"".join(pieces).decode()
    assert late == [] or not any(record in rest for record in late)


def test_quotes_are_those_of_a_speaker(doors: Doors) -> None:
    (quote,) = doors.rows("quotes", speaker="Sari Dewi")
    assert quote["words"].rstrip(",") == "Jembatan itu milik semua warga kota ini"
    text = doors.text(doors.release)
    assert quote["words"].rstrip(",") in text[quote["offset"] : quote["end"]]
    assert doors.rows("quotes", speaker="Sari Dewi", q="jembatan") == [quote]
    assert doors.rows("quotes", speaker="Sari Dewi", q="datang") == [], "a word of the text, not of the quote"
    assert doors.rows("quotes", speaker="Budi") == []
    assert doors.rows("quotes", q="warga") == [quote]


@pytest.mark.parametrize(
    "query",
    ["", "q=+", "q=kota&cursor=no", "q=kota&cursor=*=a=", "q=kota&cursor=a=b=c", "q=kota&field=x", "q=kota&context=501",
     "q=kota&format=xml", "q=kota&page=2"],
)  # fmt: skip
def test_what_cannot_be_asked_for_is_refused(doors: Doors, query: str) -> None:
    response = doors.client.get(f"/api/v1/passages?{query}")
    assert (response.status_code, response.mimetype) == (400, "application/problem+json")
    assert response.get_json()["errors"][0]["reason"]
