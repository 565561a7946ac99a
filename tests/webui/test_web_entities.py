"""Pages of people, places, organisations, sources and photographers: public records only, with the same counts as a
search."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import quote, unquote

import pytest
from flask.testing import FlaskClient

from archive.storage.archive import Archive
from tests.support.commands import some
from tests.support.search_shelf import HELD, SearchShelf
from webui import create_app
from webui.services import links
from webui.services.services import OpenArchive

LONG = "Nama " * 1000
CARDS = """
[[card]]
kind = "person"
name = "Dewi Anggraini Puspa"
forms = { vi = ["Đê-vi An-grai-ni"], en = ["Secretary Puspa"] }
titles = ["Sekretaris"]

[[card]]
kind = "office"
name = "Sekretaris Koridor"
terms = [
  { holder = "Dewi Anggraini Puspa", from = 2019, to = 2022 },
  { holder = "Dewi Anggraini Puspa", from = 2024 },
]
checked = 2025-06-30

[[card]]
kind = "person"
name = "Tiada Disebut"

[[card]]
kind = "body"
name = "Dewan Pelabuhan"
forms = { en = ["Port Council"] }
"""


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    folder = tmp_path_factory.mktemp("entities") / "archive"
    with Archive.create(folder) as archive:
        (folder / "authorities.toml").write_text(CARDS, encoding="utf-8")
    with Archive.open(folder) as archive:
        fill(SearchShelf(archive))
    services = OpenArchive(folder)
    yield create_app({"SERVICES": services}).test_client()
    services.close()


def fill(shelf: SearchShelf) -> None:
    puspa, both = {"kind": "photo", "persons": ["Dewi Anggraini Puspa"]}, ["Secretary Puspa", "Budi Arsana"]
    shelf.add("Puspa tiba", date="2021-03-01", places=["Đà Lạt"], **puspa)
    shelf.add("Berdua", date="2022-03-01", kind="photo", persons=both, credit="Ali Sutarto/ANTARA", places=["Da Lat"])
    shelf.add("Rahasia berdua", access=HELD, kind="photo", persons=[*both, "Cahya Rahasia"], places=["Pulau Rahasia"])
    shelf.add("Pidato", "Saya berjanji.", kind="speech", speaker="Sekretaris Dewi Anggraini Puspa", date="2023-01-01")
    shelf.add("Rilis", "Dewi Anggraini Puspa hadir. Port Council setuju.", source="Warta Kita", date="2024-01-01")
    shelf.add("Rilis rahasia", "Dewi Anggraini Puspa, Tiada Disebut.", access=HELD, source="Warta Rahasia")
    shelf.add("Komisi", "Laporan.", organisations=["U.S. Harbour Board"], credit="Foto Bebas", kind="photo")
    shelf.add("Aneh", kind="photo", persons=["2024", "محمد الأمين", LONG, "!!!", "<b>Tanda</b>"], places=["नमस्ते"])
    shelf.add("Trần một", persons=["Trần Hà"])
    shelf.add("Trần hai", persons=["Trân Hạ", "Trần Hà"])
    shelf.index()


def page(client: FlaskClient, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.get_data(as_text=True)


def words(html: str) -> str:
    main = html[html.index("<main") : html.index("</main>")]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def test_a_person_has_names_offices_and_records(client: FlaskClient) -> None:
    said = words(page(client, "/people/dewi-anggraini-puspa"))
    assert "Person Dewi Anggraini Puspa" in said
    assert "Sekretaris Koridor , since 2024 as of 30 June 2025" in said
    assert "Sekretaris Koridor , 2019–2022" in said
    assert "Indexed in 3 records" in said
    assert "Photographs 2 photos" in said
    assert "Speeches 1 record" in said
    assert "Shown with Budi Arsana 1 photo" in said
    assert "English Secretary Puspa Vietnamese Đê-vi An-grai-ni Titles Sekretaris" in said
    assert "Records by year, 2021 to 2023" in said


@pytest.mark.parametrize(
    ("filtered", "onward"),
    [
        ("person=Dewi+Anggraini+Puspa", "/people/dewi-anggraini-puspa"),
        ("place=Đà+Lạt", "/places/da-lat"),
        ("source=Warta+Kita", "/sources/warta-kita"),
        ("source=Warta+Rahasia", None),
        ("kind=photo", None),
    ],
)
def test_a_filter_leads_to_the_page_of_what_it_names(client: FlaskClient, filtered: str, onward: str | None) -> None:
    html = page(client, f"/search?{filtered}")
    led = re.findall(r'class="about-it"><a href="([^"]+)"', html)
    assert [unquote(path) for path in led] == ([onward] if onward else [])
    for path in led:
        page(client, path)


def test_what_is_held_is_told_nowhere(client: FlaskClient) -> None:
    for path in ("/people", "/places", "/sources", "/photographers", "/organisations", "/people/budi-arsana"):
        assert "ahasia" not in page(client, path)
    for key in ("person-cahya-rahasia", "place-pulau-rahasia", "source-warta-rahasia", "person-tiada-disebut"):
        kind, _, name = key.partition("-")
        page(client, f"{links.ENTITIES[kind]}/{name}", 404)
        told = client.get(f"/api/v1/entities/{key}")
        assert (told.status_code, told.mimetype) == (404, "application/problem+json")


@pytest.mark.parametrize(
    ("path", "onward"),
    [
        ("/people/secretary-puspa", "/people/dewi-anggraini-puspa"),
        ("/people/Dewi%20Anggraini%20PUSPA", "/people/dewi-anggraini-puspa"),
        ("/places/Đà Lạt", "/places/da-lat"),
        ("/organisations/port-council", "/organisations/dewan-pelabuhan"),
    ],
)
def test_other_forms_lead_to_the_page(client: FlaskClient, path: str, onward: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.location) == (301, onward)
    page(client, onward)


def test_names_of_one_folded_form_are_one(client: FlaskClient) -> None:
    assert "Indexed in 2 records" in words(page(client, "/places/da-lat"))
    assert "Indexed in 2 records" in words(page(client, "/people/tran-ha"))
    listed = words(page(client, "/people?like=tran"))
    assert re.search(r"Tr[ầâ]n H[àạ] 2\b", listed)
    assert "People 1" in listed


@pytest.mark.parametrize(
    "path", ["/people/dewi-anggraini-puspa", "/places/da-lat", "/photographers/ali-sutarto", "/sources/warta-kita",
             "/organisations/dewan-pelabuhan", "/people/budi-arsana"],
)  # fmt: skip
def test_every_number_is_that_of_its_search(client: FlaskClient, path: str) -> None:
    html = page(client, path)
    found = re.findall(r'href="(/search\?[^"]+)">(?:Indexed in |Named in )?(\d+) (?:records?|photos?)', html)
    assert found
    for url, number in found:
        heading = words(page(client, unescape(url)))
        assert re.search(rf"\b{number} records?\b", heading), url


def test_the_json_has_the_same(client: FlaskClient) -> None:
    told = client.get("/api/v1/entities/person-dewi-anggraini-puspa").get_json()
    assert told["card"] == told["key"] == "person-dewi-anggraini-puspa"
    assert told["names"][0] == {"language": "en", "forms": ["Secretary Puspa"]}
    assert told["offices"][0] == {"office": "Sekretaris Koridor", "first": 2024, "last": None, "checked": "2025-06-30"}
    assert told["timeline"] == [
        {"year": "2021", "count": 1},
        {"year": "2022", "count": 1},
        {"year": "2023", "count": 1},
    ]
    assert [one["key"] for one in told["shown_with"]] == ["person-budi-arsana"]
    for part in (told["records"], *filter(None, told["parts"].values()), *told["shown_with"]):
        assert client.get(part["url"]).get_json()["total"] == part.get("total", part.get("count"))
    assert client.get("/api/v1/entities/person-secretary-puspa").get_json() == told


def test_names_that_are_no_values_are_found_in_records(client: FlaskClient) -> None:
    assert "U.S. Harbour Board" in words(page(client, "/organisations/u-s-harbour-board"))
    assert "Named in 1 record" in words(page(client, "/organisations/dewan-pelabuhan"))


@pytest.mark.parametrize("name", ["2024", "محمد الأمين", "<b>Tanda</b>"])
def test_odd_names_have_pages(client: FlaskClient, name: str) -> None:
    url = links.entity("person", name)
    assert url
    html = page(client, url)
    assert name in words(html) or name in unescape(html)
    assert "<b>" not in html


def test_signs_and_essays_are_no_names(client: FlaskClient) -> None:
    assert links.entity("person", LONG) is None
    assert links.entity("person", "!!!") is None
    assert "Nama Nama" not in page(client, "/people")
    assert "नमस्ते" in words(page(client, links.entity("place", "नमस्ते") or ""))


@pytest.mark.parametrize(
    "name", ["-", "x" * 5000, "%00", quote("a\ud800b", errors="surrogatepass"), '")OR("', "*", "..a"]
)
@pytest.mark.parametrize("kind", links.ENTITIES)
def test_hostile_keys_are_unknown(client: FlaskClient, kind: str, name: str) -> None:
    page(client, f"{links.ENTITIES[kind]}/{name}", 404)
    assert client.get(f"/api/v1/entities/{kind}-{name}").status_code == 404


def test_values_of_records_lead_to_their_pages(client: FlaskClient) -> None:
    for q, urls in {
        "Berdua": {"/people/budi-arsana", "/people/secretary-puspa", "/places/da-lat", "/photographers/ali-sutarto"},
        "Pidato": {"/people/dewi-anggraini-puspa"},
        "Rilis": {"/sources/warta-kita"},
        "Komisi": {"/organisations/u-s-harbour-board"},
    }.items():
        found = client.get("/api/v1/search", query_string={"q": f"title:{q}"}).get_json()["results"]
        html = page(client, found[0]["url"])
        assert urls <= set(re.findall(r'href="([^"]+)"', html)), q
        for url in urls:
            assert client.get(url, follow_redirects=True).status_code == 200


def test_a_list_is_searched_and_ordered(client: FlaskClient) -> None:
    by_name = re.findall(r'href="(/people/[^"]+)"', page(client, "/people?order=name"))
    assert by_name == sorted(by_name, key=unquote)
    assert re.findall(r'href="(/people/[^"]+)"', page(client, "/people?like=budi")) == ["/people/budi-arsana"]
    assert "No names found." in page(client, "/people?like=zzz")
    assert "No names found." in page(client, "/people?like=!!!")


def test_a_photographer_is_one_beside_an_agency_too(client: FlaskClient) -> None:
    assert "Credit Ali Sutarto Indexed in 1 record" in words(page(client, "/photographers/ali-sutarto"))
    assert "/search?photographer=Ali+Sutarto" in page(client, "/photographers/ali-sutarto")
    assert {"/photographers/ali-sutarto", "/photographers/antara"} <= set(
        re.findall(r'href="(/photographers/[^"]+)"', page(client, "/photographers"))
    )


def test_an_empty_archive_has_empty_lists(tmp_path: Path) -> None:
    with Archive.create(tmp_path / "archive") as archive:
        SearchShelf(archive).index()
    services = OpenArchive(tmp_path / "archive")
    client = create_app({"SERVICES": services}).test_client()
    for path in some(links.ENTITIES.values()):
        shown = page(client, path)
        assert "No public record has a name of this kind yet." in shown
        assert 'aria-label="Order"' not in shown
    services.close()


def test_a_person_is_quoted_with_the_place_and_not_from_what_is_held(tmp_path: Path) -> None:
    said = "“Jembatan itu akan dibuka sebelum bulan Juni,” kata Ratna Widyastuti pada Jumat."
    secret = "“Anggarannya tidak pernah cukup untuk semua,” kata Ratna Widyastuti kepada pers."
    other = "“Kami menunggu kapal itu sejak pagi hari,” kata Budi Arsana. Ratna Widyastuti hadir."
    with Archive.create(tmp_path / "archive") as archive:
        shelf = SearchShelf(archive)
        record = shelf.add("Jembatan", f"Kupang.\n\n{said}", date="2024-05-01", persons=["Ratna Widyastuti"])
        shelf.add("Rahasia", secret, access=HELD, persons=["Ratna Widyastuti"])
        shelf.add("Kapal", other, persons=["Ratna Widyastuti"])
        shelf.index()
    services = OpenArchive(tmp_path / "archive")
    client = create_app({"SERVICES": services}).test_client()
    (quoted,) = re.findall(r"<blockquote.*?</figure>", page(client, "/people/ratna-widyastuti"), re.DOTALL)
    assert re.sub(r"<[^>]+>|\s+", " ", quoted).split() == [
        "Jembatan",
        "itu",
        "akan",
        "dibuka",
        "sebelum",
        "bulan",
        "Juni",
        "Jembatan",
        ",",
        "1",
        "May",
        "2024",
    ]
    (told,) = client.get("/api/v1/entities/person-ratna-widyastuti").json["quotes"]
    assert (told["record"], told["date"]) == (record, "2024-05-01")
    assert client.get(told["url"]).headers["Location"].startswith(f"/records/{record}#t")
    services.close()


def test_why_nothing_was_found_tells_the_days_of_adding_as_they_were_asked(client: FlaskClient) -> None:
    said = words(page(client, "/search?q=Puspa&person=Budi+Arsana&kind=speech&added_from=2020-05"))
    assert "Added: May 2020 – … alone in" in said
    assert "2099" not in said
    parts = client.get("/api/v1/search?q=Puspa&kind=speech&person=Budi+Arsana&added_from=2020-05").get_json()["why"]
    assert {"name": "added", "value": "2020-05..2100"} in [part["filter"] for part in parts]
