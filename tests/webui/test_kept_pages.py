"""Saving from the pages: citations, a list with its own address, links to passages."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient

from archive.record import Kind, Relation, Status
from tests.support.web_fakes import BODY, HELD_WORD, FakeServices, record
from tests.webui.test_web_pages import HOSTILE, page, words


def test_a_record_says_how_to_cite_it(client: FlaskClient, services: FakeServices) -> None:
    services.change("release1", relations=(Relation("corrected-by", "document1", "Ralat", "archivist", 1.0),))
    tree = page(client, "/records/release1")
    (section,) = tree.xpath("//section[@aria-labelledby='cite-heading']")
    said = words(section.xpath(".//p[@id='citation']")[0])
    digest = services.catalogue.records["release1"].original.sha256
    assert "[Press release, No. 123/SP/HM/X/2025]. 25 October 2025." in said
    assert f"http://localhost/records/release1. SHA-256 {digest}." in said
    assert "Corrected by: Ralat, http://localhost/records/document1." in said
    links = {a.text: a.get("href") for a in section.xpath(".//a[@download]")}
    assert links == {
        label: f"/api/v1/records/release1/citation?format={form}"
        for label, form in (("RIS", "ris"), ("BibTeX", "bibtex"), ("CSL-JSON", "csl-json"))
    }
    for address in links.values():
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_stay_words_in_a_citation(client: FlaskClient, services: FakeServices, text: str) -> None:
    values = {"title": text, "source": text, "location": text, "identifiers": [text], "language": text}
    services.add(record("hostile1", Kind.DOCUMENT, "berkas.txt", values), text)
    page(client, "/records/hostile1")
    page(client, "/list?ids=hostile1")
    for form in ("ris", "bibtex", "csl-json"):
        assert client.get(f"/api/v1/records/hostile1/citation?format={form}").status_code == 200
    for form in ("ris", "bibtex", "csl-json", "csv", "ndjson"):
        assert client.get(f"/api/v1/export?format={form}&ids=hostile1").status_code == 200


def test_a_list_shows_its_records_in_their_order(client: FlaskClient) -> None:
    tree = page(client, "/list?ids=speech1,photo1,release1,photo1")
    assert words(tree.xpath("//h1")[0]) == "A list of 3 records"
    titles = [words(link) for link in tree.xpath("//ol[@class='entries']//*[contains(@class, 'title')]/a")]
    assert titles == ["Pidato pembukaan", "Penyambutan", "Penandatanganan konvensi di Hanoi"]
    assert len(tree.xpath("//ol[@id='citations']/li")) == 3
    assert words(tree.xpath("//p[@id='address']")[0]) == "http://localhost/list?ids=speech1,photo1,release1"
    for link in tree.xpath("//main//a[@download]"):
        taken = client.get(link.get("href"))
        assert taken.status_code == 200
        assert b"Penyambutan" in taken.data or "zip" in link.get("href")


def test_what_is_held_in_a_list_is_as_what_never_was(client: FlaskClient) -> None:
    held, never = (page(client, f"/list?ids=release1,{id_}") for id_ in ("held1", "never1"))
    assert "1 record of this list is not available." in words(held)
    assert words(held) == words(never)
    assert HELD_WORD not in client.get("/list?ids=held1").text
    both = page(client, "/list?ids=held1,never1")
    assert "2 records of this list are not available." in words(both)
    assert words(both.xpath("//h1")[0]) == "An empty list"


def test_a_list_without_photos_offers_no_previews(client: FlaskClient) -> None:
    assert "format=zip" not in client.get("/list?ids=release1").text
    assert "format=zip" in client.get("/list?ids=photo1").text


def test_an_empty_list_says_how_to_fill_it(client: FlaskClient) -> None:
    for path in ("/list", "/list?ids=", "/list?ids=,"):
        tree = page(client, path)
        assert words(tree.xpath("//h1")[0]) == "My lists"
        assert "Press ☆ on a record" in words(tree)


@pytest.mark.parametrize("text", HOSTILE)
def test_the_name_of_a_list_stays_words_and_names_its_files(client: FlaskClient, text: str) -> None:
    tree = page(client, "/list?" + urlencode({"ids": "release1", "name": text}))
    (csv,) = (a.get("href") for a in tree.xpath("//a[@download][.='CSV']"))
    answer = client.get(csv)
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    assert answer.headers["Content-Disposition"].isprintable()


def test_a_file_is_called_as_its_list(client: FlaskClient) -> None:
    tree = page(client, "/list?ids=release1,photo1&name=Hanoi+2025")
    assert words(tree.xpath("//h1")[0]) == "Hanoi 2025"
    assert words(tree.xpath("//p[@id='address']")[0]).endswith("/list?ids=release1,photo1&name=Hanoi+2025")
    for link in tree.xpath("//main//a[@download]"):
        assert 'filename="Hanoi 2025.' in client.get(link.get("href")).headers["Content-Disposition"]


@pytest.mark.parametrize(
    "ids",
    [
        "a%00b",
        "x" * 100_000,
        "..%2F..%2Farchive.toml",
        "%3Cscript%3E",
        "abc,é",
        "abc,,def",
        ",".join(f"id{n}" for n in range(201)),
    ],
)
def test_what_is_no_list_says_so(client: FlaskClient, ids: str) -> None:
    said = words(page(client, f"/list?ids={ids}", 400))
    assert "at most 200 ids" in said


def test_a_search_offers_all_its_records(client: FlaskClient, services: FakeServices) -> None:
    tree = page(client, "/search?q=konvensi&sort=title&page_size=1")
    (line,) = tree.xpath("//p[@class='takeaway']")
    assert words(line).startswith("Download all 2 records: CSV NDJSON RIS BibTeX CSL-JSON")
    addresses = [a.get("href") for a in line.xpath(".//a[@download]")]
    assert addresses[0] == "/api/v1/export?format=csv&q=konvensi&exclude=genre%3Acontainer"
    for address in addresses:
        assert client.get(address).status_code == 200
    relaxed = page(client, "/search?q=konvensi+zzz")
    assert (
        relaxed.xpath("//p[@class='takeaway']/a")[0]
        .get("href")
        .endswith("q=konvensi+zzz&exclude=genre%3Acontainer&relax=on")
    )
    assert "format=zip" not in client.get("/search?kind=speech").text
    assert "format=zip&amp;kind=photo" in client.get("/search?kind=photo").text
    assert not page(client, "/search?q=zzz").xpath("//main//a[@download]")


def test_more_photos_than_a_zip_takes_are_not_offered(
    client: FlaskClient, services: FakeServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webui.pages.kept_list.MOST", 1)
    text = client.get("/search").text
    assert "format=zip" not in text
    assert "Previews can be had of at most 1 photos at once." in text


def test_a_place_in_a_text_leads_to_its_paragraph(client: FlaskClient) -> None:
    second = BODY.index("Acara")
    for offset in (second, second + 10):
        response = client.get(f"/records/release1/passage/{offset}")
        assert (response.status_code, response.headers["Location"]) == (302, f"/records/release1#t{second}")
    tree = page(client, "/records/release1")
    assert words(tree.xpath(f"//p[@id='t{second}']")[0]).startswith("Acara itu dihadiri")


@pytest.mark.parametrize("offset", ["99999", "-1", "x", "1e3", "9" * 100, "%00", "%D9%A3"])
def test_what_is_no_place_in_a_text_says_so(client: FlaskClient, offset: str) -> None:
    page(client, f"/records/release1/passage/{offset}", 404)


def test_a_place_in_a_held_text_is_as_one_in_none(client: FlaskClient, services: FakeServices) -> None:
    held, never = (client.get(f"/records/{id_}/passage/0") for id_ in ("held1", "never1"))
    assert (held.status_code, held.data) == (404, never.data)
    services.change("release1", status=Status.WITHDRAWN)
    assert client.get("/records/release1/passage/0").data == never.data
