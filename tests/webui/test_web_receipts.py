"""The pages of receipts: what an archivist at this machine sees of each accession, and nobody else."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from archive.catalogue import Catalogue
from tests.builders.web_photos import photographs
from tests.support.commands import desk_app, desk_client
from tests.support.desk_shelf import EMPTY, LOCKED, MANY, fill
from tests.support.web_fakes import FakeServices
from webui import create_app


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalogue]:
    filled = fill(tmp_path_factory.mktemp("desk") / "catalogue.sqlite")
    yield filled
    filled.close()


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue) -> FakeServices:
    made: Any = photographs(tmp_path_factory.mktemp("pictures"))
    made.receipts, made.intake_runs = catalogue, lambda: False
    found: FakeServices = made
    return found


@pytest.fixture
def client(services: FakeServices) -> FlaskClient:
    return desk_client(desk_app(services))


def words(client: FlaskClient, path: str) -> str:
    """Return the text of the main part of a page, one line per cell."""
    response = client.get(path)
    assert response.status_code == 200, path
    main = response.text.partition('<main id="main"')[2].partition("</main>")[0]
    return unescape(re.sub(r"<[^>]*>", " ", main.replace("</td>", "\n").replace("</th>", "\n")))


def links(client: FlaskClient, path: str) -> dict[str, str]:
    """Return the links of a page by their text."""
    found = re.findall(r'<a [^>]*?href="([^"]*)"[^>]*>(.*?)</a>', client.get(path).text, re.S)
    return {re.sub(r"<[^>]*>", "", text).strip(): unescape(href) for href, text in found}


def test_every_accession_is_listed_with_what_came_of_it(client: FlaskClient) -> None:
    told = words(client, "/receipts")
    assert told.index("Accession 3") < told.index("Accession 2") < told.index("Accession 1")
    assert "Interrupted" in told
    assert "/media/phone" in told
    assert "Rejected 4" in told
    assert f"Added {MANY}" in told
    assert "and 4 more" in told
    assert links(client, "/receipts")["Accession 1"] == "/receipts/1"


def test_a_receipt_tells_each_file_its_outcome_and_reason(client: FlaskClient) -> None:
    told = words(client, "/receipts/1")
    assert "14 files" in told
    parts = ("/media/disk/empty-2.txt", "empty-2.txt has no bytes", "/media/disk/a.zip!/<b>.pdf", LOCKED, "held")
    for part in parts:
        assert part in told
    assert "<b>.pdf" not in client.get("/receipts/1").text


def test_outcomes_are_chosen_by_links_that_count_them(client: FlaskClient) -> None:
    found = links(client, "/receipts/1")
    assert found["Rejected 4"] == "/receipts/1?outcome=rejected"
    told = words(client, found["Rejected 4"])
    assert "4 files" in told
    assert "/media/disk/added.txt" not in told
    held = words(client, found["Held 1"])
    assert "1 file" in held
    assert "/media/disk/rahasia.txt" in held


def test_the_commonest_reasons_lead_to_their_files(client: FlaskClient) -> None:
    found = links(client, "/receipts/1?outcome=rejected")
    told = words(client, found[EMPTY])
    assert "3 files" in told
    assert "/media/disk/rejected.txt" not in told


def test_letters_of_a_path_or_a_reason_find_its_files(client: FlaskClient) -> None:
    assert "1 file" in words(client, "/receipts/1?q=rahasia")
    assert "1 file" in words(client, f"/receipts/1?q={quote('a password')}")
    told = words(client, "/receipts/1?q=nothing+like+it")
    assert "No file of this accession answers that" in told


def test_a_receipt_of_many_files_is_read_on_to_its_end(client: FlaskClient) -> None:
    path, seen = "/receipts/2", 0
    while True:
        told, found = words(client, path), links(client, path)
        seen += len(re.findall(r"/media/disk/\d{4}\.txt", told))
        if "Next" not in found:
            break
        path = found["Next"]
    assert seen == MANY
    assert links(client, path)["From the first"] == "/receipts/2"


def test_the_table_for_spreadsheets_has_what_was_chosen(client: FlaskClient) -> None:
    path = links(client, "/receipts/1?outcome=rejected")["As a table for spreadsheets (CSV)"]
    response = client.get(path)
    assert response.headers["Content-Disposition"].startswith('attachment; filename="receipt-1.csv"')
    rows = list(csv.DictReader(io.StringIO(response.get_data().decode("utf-8-sig"), newline="")))
    assert [row["outcome"] for row in rows] == ["rejected"] * 4
    assert rows[1]["reason"] == EMPTY.replace("the file", "empty-0.txt")


@pytest.mark.parametrize("path", ["/receipts/77", "/receipts/0", "/receipts/x", "/receipts/99999999999999999999"])
def test_a_number_that_is_none_is_not_found(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404
    assert client.get("/receipts/1?outcom=rejected").status_code == 400


PATHS = ["/receipts", "/receipts/1", "/receipts/1/csv", "/receipts/77"]
ELSEWHERE: list[dict[str, Any]] = [
    {"environ_overrides": {"REMOTE_ADDR": "192.168.1.7"}},
    {"environ_overrides": {"REMOTE_ADDR": "2001:db8::1"}},
    {"environ_overrides": {"REMOTE_ADDR": ""}},
    {"headers": {"Host": "archive.example.org"}},
    {"headers": {"Host": "192.168.1.7:8080"}, "environ_overrides": {"SERVER_ADDR": "192.168.1.7"}},
]


@pytest.mark.parametrize("asked", ELSEWHERE)
def test_nobody_elsewhere_learns_that_there_are_receipts(services: FakeServices, asked: dict[str, Any]) -> None:
    app = desk_app(services, ALLOWED_HOSTS=("localhost", "archive.example.org"))
    client = app.test_client()
    nothing = client.get("/no-such-page", **asked)
    assert nothing.status_code == 404
    for path in PATHS:
        response = client.get(path, **asked)
        assert (response.status_code, response.text) == (404, nothing.text), path


def test_there_are_none_while_the_desk_is_closed(services: FakeServices) -> None:
    client = create_app({"SERVICES": services}).test_client()
    assert [client.get(path).status_code for path in PATHS] == [404] * 4


@pytest.mark.parametrize(
    ("address", "host"),
    [("127.0.0.1", "127.0.0.1:8080"), ("::1", "[::1]:8080"), ("::ffff:127.0.0.1", "localhost"), ("127.0.0.9", "[::1]")],
)
def test_this_machine_by_any_of_its_names_does(services: FakeServices, address: str, host: str) -> None:
    app = desk_app(services)
    client, here = app.test_client(), {"base_url": f"http://{host}/", "environ_overrides": {"REMOTE_ADDR": address}}
    assert client.get(f"/desk?token={app.config['DESK_TOKEN']}", **here).status_code == 303
    asked = client.get("/receipts", **here)
    assert asked.status_code == 200
    assert asked.headers["Cache-Control"] == "no-store"
