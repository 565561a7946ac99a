"""Exports: records of a search or a list as lines, tables, references and a ZIP of previews."""

from __future__ import annotations

import csv
import io
import json
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import bibtexparser
import pytest
import rispy
from flask.testing import FlaskClient

from archive.access import PUBLIC
from archive.record import Kind, Record, Status
from archive.storage.archive import Archive
from ingest.pipeline.pipeline import ingest
from tests.support.web_fakes import HELD_WORD, FakeServices, record
from webui import create_app
from webui.export.export_formats import CSV_COLUMNS
from webui.services.services import OpenArchive


def taken(client: FlaskClient, query: str, status: int = 200) -> bytes:
    response = client.get(f"/api/v1/export?{query}")
    assert response.status_code == status, response.text
    return response.data


def rows(data: bytes) -> list[dict[str, str]]:
    text = data.decode("utf-8-sig")
    assert text.count("\r\n") >= 1
    return list(csv.DictReader(io.StringIO(text, newline="")))


def reasons(client: FlaskClient, query: str) -> list[str]:
    return [fault["reason"] for fault in json.loads(taken(client, query, 400))["errors"]]


def test_every_record_of_a_search_is_a_line_as_its_own_address_gives_it(client: FlaskClient) -> None:
    lines = [json.loads(line) for line in taken(client, "format=ndjson&q=konvensi").splitlines()]
    assert {line["id"] for line in lines} == {"release1", "document1"}
    for line in lines:
        alone = client.get(f"/api/v1/records/{line['id']}").get_json()
        assert line.pop("text") == client.get(f"/api/v1/records/{line['id']}/text").get_json()["text"]
        assert line.pop("furniture") == []
        assert line == {key: value for key, value in alone.items() if key not in ("sequence", "also_as")}


def test_a_table_keeps_its_columns_and_says_what_a_record_says(client: FlaskClient) -> None:
    (row,) = rows(taken(client, "format=csv&q=Penandatanganan&kind=press-release"))
    assert tuple(row) == CSV_COLUMNS
    assert (row["id"], row["date"], row["persons"]) == ("release1", "2025-10-25", "Luong Cuong")
    assert row["url"] == "http://localhost/records/release1"
    assert row["citation"].startswith("vietnamnet.vn. “Penandatanganan konvensi di Hanoi” [Press release, No. 123/SP")
    everything = rows(taken(client, "format=csv"))
    assert len(everything) == 5
    assert everything[0]["sha256"]


def test_a_spreadsheet_runs_nothing_of_it(client: FlaskClient, services: FakeServices) -> None:
    dangerous = ["=cmd|'/C calc'!A0", "+1+1", "-2", "@SUM(A1)", "\t=1", " =1", "\r=1"]
    for n, text in enumerate(dangerous):
        values = {"title": text, "source": text, "caption": text, "persons": [text, "Sari"], "date": "2025-01-01"}
        services.add(record(f"danger{n}", Kind.DOCUMENT, f"={n}.txt", values))
    found = [row for row in rows(taken(client, "format=csv")) if row["id"].startswith("danger")]
    assert len(found) == len(dangerous)
    for row in found:
        for cell in row.values():
            assert not cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r")), cell


@pytest.mark.parametrize("form", ["ris", "bibtex", "csl-json"])
def test_references_are_read_by_what_reads_them(client: FlaskClient, form: str) -> None:
    text = taken(client, f"format={form}").decode()
    if form == "ris":
        titles = [entry["title"] for entry in rispy.loads(text)]
    elif form == "bibtex":
        library = bibtexparser.parse_string(text)
        assert library.failed_blocks == []
        titles = [entry["title"].strip("{}") for entry in library.entries]
    else:
        titles = [item["title"] for item in json.loads(text)]
    assert len(titles) == 5
    assert "Penandatanganan konvensi di Hanoi" in titles


def test_the_citation_of_one_record(client: FlaskClient) -> None:
    for form, ending in (("ris", "ris"), ("bibtex", "bib"), ("csl-json", "json")):
        response = client.get(f"/api/v1/records/release1/citation?format={form}")
        assert f'filename="release1.{ending}"' in response.headers["Content-Disposition"]
        again = client.get(
            f"/api/v1/records/release1/citation?format={form}", headers={"If-None-Match": response.headers["ETag"]}
        )
        assert again.status_code == 304
    usual = client.get("/api/v1/records/release1/citation").get_json()
    assert usual[0]["URL"] == "http://localhost/records/release1"
    assert client.get("/api/v1/records/release1/citation?format=endnote").status_code == 400
    assert client.get("/api/v1/records/held1/citation").data == client.get("/api/v1/records/never/citation").data


def test_a_list_keeps_its_order_and_leaves_out_what_is_not_for_everyone(client: FlaskClient) -> None:
    response = client.get("/api/v1/export?format=csv&ids=photo2,held1,release1,never1,photo2")
    assert [row["id"] for row in rows(response.data)] == ["photo2", "release1"]
    assert response.headers["X-Not-Available"] == "2"
    assert rows(taken(client, "format=csv&ids=")) == []  # an empty list is not the whole archive
    assert taken(client, "format=ndjson&ids=held1") == b""


def test_what_cannot_be_asked_for_is_refused_with_what_to_do(client: FlaskClient) -> None:
    assert reasons(client, "format=csv&ids=a&q=b") == ["a list stands for itself; leave out what narrows a search"]
    assert reasons(client, "format=zip&kind=speech") == ["there is no photo among these records; take another format"]
    assert reasons(client, "format=zip&ids=release1") == ["there is no photo among these records; take another format"]
    assert reasons(client, "page=2") == ["there is no such parameter"]
    assert reasons(client, "date_from=2025&date_to=2024") == ["it lies before date_from"]
    many = ",".join(f"id{n}" for n in range(201))
    assert "at most 200" in reasons(client, f"ids={many}")[0]
    for bad in ("a%00b", "../x", "x" * 100_000, "a,,b", "%F0%9F%98%80"):
        assert client.get(f"/api/v1/export?ids={bad}").status_code == 400
    assert client.get("/api/v1/export?q=(a").status_code == 400


def test_an_index_that_cannot_be_used_is_told_before_anything_is_sent(
    client: FlaskClient, services: FakeServices
) -> None:
    services.searcher.broken = True
    assert client.get("/api/v1/export?format=csv").status_code == 503


def unzipped(data: bytes) -> tuple[zipfile.ZipFile, list[dict[str, str]]]:
    whole = zipfile.ZipFile(io.BytesIO(data))
    assert whole.testzip() is None
    return whole, rows(whole.read("captions.csv"))


def test_previews_come_with_their_captions(client: FlaskClient, services: FakeServices) -> None:
    services.renditions.damaged.add(services.catalogue.records["photo2"].original.sha256)
    whole, told = unzipped(taken(client, "format=zip"))
    assert whole.namelist() == ["previews/W-HAI_1275-photo1.jpg", "captions.csv"]
    assert whole.read("previews/W-HAI_1275-photo1.jpg")[:3] == b"\xff\xd8\xff"
    by_id = {row["id"]: row for row in told}
    assert by_id["photo1"]["caption"] == "President Luong Cuong welcomes his guests"
    assert by_id["photo1"]["file"] == "previews/W-HAI_1275-photo1.jpg"
    assert by_id["photo2"]["file"] == ""
    assert by_id["photo2"]["note"].startswith("No preview could be made of it")


def test_names_in_a_zip_stay_in_their_folder(client: FlaskClient, services: FakeServices) -> None:
    names = [
        "../../etc/passwd.jpg",
        "a\\b:c*?.jpg",
        "CON.jpg",
        "\u202egpj.exe",
        ".jpg",
        "x" * 300 + ".jpg",
        "ảnh Hà Nội.jpg",
    ]
    for n, name in enumerate(names):
        services.add(record(f"odd{n}", Kind.PHOTO, name, {"caption": "=1"}, media_type="image/jpeg"))
    whole, told = unzipped(taken(client, "format=zip&ids=" + ",".join(f"odd{n}" for n in range(len(names)))))
    for name in whole.namelist()[:-1]:
        folder, _, file = name.partition("/")
        assert folder == "previews"
        assert file
        assert not set('/\\:*?"<>|\u202e') & set(file)
        assert not file.startswith(".")
        assert len(file) < 130
    assert "previews/ảnh Hà Nội-odd6.jpg" in whole.namelist()
    assert {row["caption"] for row in told} == {"'=1"}


def test_a_zip_takes_so_many_previews_and_no_more(
    client: FlaskClient, services: FakeServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webui.api.export.MOST", 1)
    assert reasons(client, "format=zip") == ["these are 2 photos, and a ZIP takes 1; narrow the search"]


def test_what_is_taken_back_while_it_is_sent_is_not_sent(client: FlaskClient, services: FakeServices) -> None:
    for n in range(30):
        services.add(
            record(f"roll{n:02}", Kind.PHOTO, f"R_{n}.jpg", {"created": "2020-01-01"}, media_type="image/jpeg")
        )
    response = client.get("/api/v1/export?format=zip&q=R_", buffered=False)  # the first part is being sent
    services.change("roll29", status=Status.WITHDRAWN)
    told = {row["id"] for row in unzipped(response.data)[1]}
    assert told == {f"roll{n:02}" for n in range(29)}


def test_only_so_many_exports_run_at_once(services: FakeServices) -> None:
    app = create_app({"SERVICES": services})
    running = [app.test_client().get("/api/v1/export?format=csv", buffered=False) for _ in range(4)]
    refused = app.test_client().get("/api/v1/export?format=csv")
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "30")
    assert "try again" in refused.get_json()["detail"]
    assert app.test_client().head("/api/v1/export?format=csv").status_code == 200  # it sends nothing, and does not wait
    for response in running:
        response.close()
    del running, response
    assert app.test_client().get("/api/v1/export?format=csv").status_code == 200


def test_a_head_request_holds_no_place(services: FakeServices) -> None:
    client = create_app({"SERVICES": services}).test_client()
    for _ in range(9):
        assert client.head("/api/v1/export?format=zip").data == b""
    assert client.get("/api/v1/export?format=csv").status_code == 200


def test_positions_are_in_no_export(client: FlaskClient, services: FakeServices) -> None:
    values = {"caption": "Jembatan", "gps": [-10.1635, 123.6075], "keywords": ["geo:lat=-10.1635"]}
    services.add(record("where1", Kind.PHOTO, "where.jpg", values, media_type="image/jpeg"))
    for form in ("ndjson", "csv", "ris", "bibtex", "csl-json"):
        assert b"10.1635" not in taken(client, f"format={form}&ids=where1")
        assert b"10.1635" not in taken(client, f"format={form}&kind=photo")


def test_memory_stays_flat_however_much_is_exported(client: FlaskClient, services: FakeServices) -> None:
    """Records are loaded a hundred at a time, after the previous ones are sent."""
    for n in range(450):
        services.add(record(f"many{n:03}", Kind.DOCUMENT, f"n{n}.txt", {"title": f"Nomor {n}"}), "teks " * 50)
    services.searcher.asked.clear()
    response = client.get("/api/v1/export?format=ndjson&q=Nomor", buffered=False)
    pieces = response.iter_encoded()
    first = next(pieces)
    assert len(services.searcher.asked) == 1
    assert len(first) < 70_000
    assert (first + b"".join(pieces)).count(b"\n") == 450
    assert len(services.searcher.asked) == 5
    assert {asked.page_size for asked in services.searcher.asked} == {100}


STORY = """Presiden membuka jembatan baru di Kupang

KUPANG, 4 Mei 2025 - Presiden membuka jembatan Teluk Sari yang menghubungkan dua kecamatan di kota itu.

W-ALI_0412.jpg
Presiden Sari Dewi memotong pita, 4 Mei 2025. Foto: Ali Ahmad/Antara

Warga menyambut gembira dan berjalan kaki melintasi jembatan itu untuk pertama kali.
"""
RELEASE = """---
title: Lễ ký Công ước Hà Nội
date: 2025-10-25
language: vi
source: Bộ Ngoại giao
kind: press-release
identifiers: [Số 45/TB-BNG]
---
Lễ ký Công ước diễn ra tại Hà Nội với sự tham dự của gần một trăm quốc gia.\fTrang hai của bản này.
"""
HELD = f"""EMBARGOED UNTIL 10:00 GMT 3 MAY 2051

Teks {HELD_WORD}

Kata {HELD_WORD} belum boleh dibaca siapa pun.
"""


@pytest.fixture
def first(tmp_path: Path) -> Iterator[OpenArchive]:
    """An archive of two texts and a held one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    for name, text in (("jembatan.txt", STORY), ("hanoi.md", RELEASE), ("tahan.txt", HELD)):
        (disk / name).write_text(text, encoding="utf-8")
    with Archive.create(tmp_path / "first") as archive:
        ingest([disk], archive)
    services = OpenArchive(tmp_path / "first")
    yield services
    services.close()


def known(archive: Any) -> dict[str, tuple[Record, str]]:
    """Return the records by title, with their texts."""
    found = archive.catalogue.get_many(sorted(archive.catalogue.visible_ids(PUBLIC)), PUBLIC)
    return {one.title: (one, archive.catalogue.text(one.id, PUBLIC)) for one in found}


def test_what_was_exported_can_be_taken_in_again(first: OpenArchive, tmp_path: Path) -> None:
    client = create_app({"SERVICES": first}).test_client()
    data = taken(client, "format=ndjson")
    assert HELD_WORD.encode() not in data
    incoming = tmp_path / "incoming"
    incoming.mkdir()
    (incoming / "press-archive.ndjson").write_bytes(data)
    with Archive.create(tmp_path / "second") as second:
        receipt = ingest([incoming], second)
        assert receipt is not None
        before, after = known(first), known(second)
    assert len(before) == 2
    for title, (one, text) in before.items():
        again, same_text = after[title]
        for key in ("kind", "language", "date", "date_precision", "source", "identifiers", "genre"):
            assert again.values.get(key) == one.values.get(key), (title, key)
        assert same_text.startswith(text.strip())
    story = after["Presiden membuka jembatan baru di Kupang"][0]
    assert [link.mention.filename for link in story.photos] == ["W-ALI_0412.jpg"]
    assert story.photos[0].mention.caption == "Presiden Sari Dewi memotong pita, 4 Mei 2025."


def test_the_largest_of_exports_are_read_from_a_real_archive(first: OpenArchive) -> None:
    client = create_app({"SERVICES": first}).test_client()
    for form in ("csv", "ris", "bibtex", "csl-json", "ndjson"):
        body = taken(client, f"format={form}&q=jembatan OR Công").decode()
        assert "Công ước" in body
        assert "Kupang" in body
        assert HELD_WORD not in body
    both: list[bytes] = []
    threads = [threading.Thread(target=lambda: both.append(taken(client, "format=ris")), daemon=True) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert both[0] == both[1]


def test_only_the_fields_that_are_asked_for_are_exported(client: FlaskClient) -> None:
    found = rows(taken(client, "format=csv&q=Penandatanganan&kind=press-release&fields=url,title"))
    assert [tuple(row) for row in found] == [("id", "title", "url")]
    (line,) = taken(client, "format=ndjson&q=Penandatanganan&kind=press-release&fields=text").splitlines()
    assert json.loads(line).keys() == {"id", "text"}
    for wrong in ("format=csv&fields=colour", "format=ndjson&fields=title,sequence", "format=ris&fields=title"):
        assert reasons(client, wrong)
