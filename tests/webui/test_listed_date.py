"""Lists, facets and `date:` use the date of issue, else the date of the event or file, which is noted; never a doubtful
date."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from archive.listed_date import Basis, listed_date
from archive.record import ARCHIVIST, Candidate, Kind, Record, Status
from archive.search.index import index_sync
from archive.storage.archive import Archive
from ingest.pipeline.pipeline import ingest
from tests.archive.authority.test_credits import photo
from tests.builders.made_files import lines, one_page
from tests.builders.photo_builders import jpeg, packet, xmp_segment
from tests.support.commands import run, some
from webui import create_app
from webui.services.services import OpenArchive

BODY = "Wali kota membuka dermaga baru dan menyapa para nelayan yang datang sejak subuh di teluk."
SOON = (datetime.now(UTC) + timedelta(days=90)).date()
TEXTS = {
    "terbit.txt": f"Dermaga satu dibuka\n\nSurabaya, 25 Oktober 2025 – {BODY}\n",
    "su-kien.txt": f"Cầu cảng mới\n\nSáng 12/3/2026, tại Hà Nội, Bộ trưởng dự lễ khánh thành cầu cảng.\n\n{BODY}\n",
    "undangan.txt": f"Undangan liputan\n\n{BODY}\n\nHari/Tanggal: {SOON:%d/%m/%Y}\nTempat: Balai Kota\n",
    "tanpa.txt": f"Dermaga tanpa tanggal\n\n{BODY}\n",
    "mustahil.txt": f"Lomba dayung\n\nSurabaya, 5 Mei 2062 – {BODY}\n",
    "emas.txt": f"Indonesia emas\n\n{BODY}\n\nPesta akan digelar pada 17 Agustus 2045 di dermaga.\n",
}
PHOTOS = {"tua.jpg": "1201-05-04", "kamera.jpg": "2098-01-01", "benar.jpg": "2024-06-07"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("listed")
    given = folder / "given"
    given.mkdir()
    for name, text in TEXTS.items():
        (given / name).write_text(text, encoding="utf-8")
    for name, day in PHOTOS.items():
        body = f"<photoshop:DateCreated>{day}</photoshop:DateCreated>"
        (given / name).write_bytes(jpeg(xmp_segment(packet(body))))
    page = lines([(72, 760, 18, "Dermaga tercetak"), (72, 720, 11, BODY)])
    made = one_page(page, more=[b"<</CreationDate(D:20250305100000Z)>>"], trailer=b"/Info 6 0 R")
    (given / "tercetak.pdf").write_bytes(made)
    with Archive.create(folder / "archive") as archive:
        assert ingest([given], archive).complete
        index_sync.update(archive)
    return folder / "archive"


@pytest.fixture
def client(folder: Path) -> Iterator[FlaskClient]:
    services = OpenArchive(folder)
    yield create_app({"SERVICES": services}).test_client()
    services.close()


def found(client: FlaskClient, **asked: object) -> list[dict[str, Any]]:
    answer = client.get("/api/v1/search", query_string={"page_size": 100, **asked}).get_json()
    results: list[dict[str, Any]] = answer["results"]
    return results


def by_file(client: FlaskClient) -> dict[str, dict[str, Any]]:
    return {one["filename"]: one for one in found(client)}


def test_each_says_what_its_listed_date_is_the_date_of(client: FlaskClient) -> None:
    told = {name: (one["listed_date"], one["listed_date_basis"]) for name, one in by_file(client).items()}
    assert told == {
        "terbit.txt": ("2025-10-25", "issued"),
        "su-kien.txt": ("2026-03-12", "event"),
        "undangan.txt": (SOON.isoformat(), "event"),
        "tercetak.pdf": ("2025-03-05", "file"),
        "tanpa.txt": (None, None),
        "mustahil.txt": (None, "doubtful"),
        "emas.txt": (None, None),
        "tua.jpg": (None, "doubtful"),
        "kamera.jpg": (None, "doubtful"),
        "benar.jpg": ("2024-06-07", "created"),
    }
    event = by_file(client)["su-kien.txt"]
    assert event["date"] is None
    assert by_file(client)["tercetak.pdf"]["date"] is None
    record = client.get(f"/api/v1/records/{event['id']}").get_json()
    assert (record["date"], record["listed_date"], record["listed_date_basis"]) == (None, "2026-03-12", "event")
    assert found(client, fields="listed_date")[0].keys() == {"id", "listed_date"}


def test_lists_by_date_put_the_event_among_the_dated_and_the_doubtful_last(client: FlaskClient) -> None:
    oldest = ["benar.jpg", "tercetak.pdf", "terbit.txt", "su-kien.txt", "undangan.txt"]
    last = {"tanpa.txt", "mustahil.txt", "emas.txt", "tua.jpg", "kamera.jpg"}
    for sort, first in (("date", oldest), ("-date", oldest[::-1])):
        names = [one["filename"] for one in found(client, sort=sort)]
        assert names[:5] == first
        assert set(names[5:]) == last


def test_facets_and_date_filters_know_the_day_of_the_event(client: FlaskClient) -> None:
    assert [one["filename"] for one in found(client, q="date:2026-03-12")] == ["su-kien.txt"]
    assert [one["filename"] for one in found(client, date_from="2026-03", date_to="2026-03")] == ["su-kien.txt"]
    assert found(client, q="date:2062") == []
    years = client.get("/api/v1/search?facets=year").get_json()["facets"]["year"]
    assert {one["value"] for one in years} == {"2024", "2025", "2026", f"{SOON.year}"}


@pytest.mark.parametrize(
    ("lang", "event", "file", "doubt"),
    [("en", "Undated; event 12 March 2026", "Undated; file of 5 March 2025", "5 May 2062 (doubtful)"),
     ("id", "12 Maret 2026", "Tanpa tanggal; berkas 5 Maret 2025", "5 Mei 2062 (diragukan)"),
     ("vi", "12 tháng 3 năm 2026", "Không có ngày; tệp ngày 5 tháng 3 năm 2025", "(chưa chắc)")],
)  # fmt: skip
def test_pages_and_the_command_say_that_it_is_the_event_or_the_file(
    client: FlaskClient, folder: Path, lang: str, event: str, file: str, doubt: str
) -> None:
    files = by_file(client)
    assert file in client.get(files["tercetak.pdf"]["url"], query_string={"lang": lang}).get_data(as_text=True)
    for url, asked in (("/search", {"q": "cảng"}), (files["su-kien.txt"]["url"], {})):
        assert event in client.get(url, query_string={"lang": lang, **asked}).get_data(as_text=True)
    assert doubt in client.get(files["mustahil.txt"]["url"], query_string={"lang": lang}).get_data(as_text=True)
    assert "Undated; event 12 March 2026" in run("search", "cảng", "--archive", folder).stdout


def made(**values: object) -> Record:
    return replace(photo(**values), kind=Kind.ARTICLE, added_at="2026-11-20T10:00:00Z")


@pytest.mark.parametrize(
    ("record", "basis"),
    [
        (made(date="2026-11-20"), Basis.ISSUED),
        (made(date="2026-11-21"), Basis.ISSUED),  # where it is already tomorrow
        (made(date="2026-11-22"), Basis.DOUBTFUL),
        (made(date="2026-12-01", embargo={"until": "2026-12-01T02:00:00Z"}), Basis.ISSUED),
        (made(date="2026-12-02", embargo={"until": "2026-12-01T02:00:00Z"}), Basis.DOUBTFUL),
        (made(date="2026"), Basis.ISSUED),
        (made(date="1710-01-02"), Basis.ISSUED),
        (replace(made(date="2026-12-24"), version=2), Basis.ISSUED),  # its text was added after the first version
        (made(event_date="2026-12-24/2026-12-26"), Basis.EVENT),
        (made(event_date="2045-08-17"), None),
        (made(event_date="2026-12-24", file_date="2026-03-12"), Basis.EVENT),
        (made(file_date="2026-03-12"), Basis.FILE),
        (made(file_date="2026-12-24"), None),
        (made(date="soon"), Basis.ISSUED),
        (replace(made(date="1710-01-02"), kind=Kind.PHOTO), Basis.DOUBTFUL),
        (replace(made(created="1826-06-01"), kind=Kind.PHOTO), Basis.CREATED),
    ],
)
def test_which_days_are_doubtful(record: Record, basis: Basis | None) -> None:
    assert listed_date(record).basis is basis


def test_what_the_archivist_says_is_never_doubtful() -> None:
    said = {"date": [Candidate(ARCHIVIST, "2062-05-05")]}
    assert listed_date(replace(made(date="2062-05-05"), origins=said)).basis is Basis.ISSUED
    assert some([listed_date(made(date="2062-05-05"))])[0].basis is Basis.DOUBTFUL


@pytest.mark.parametrize(
    ("origin", "listed"),
    [("file name", ("1985-04-30", Basis.EVENT)), ("dateline", ("1985", Basis.ISSUED))],
)
def test_a_year_in_a_name_gives_way_to_the_day_of_an_event(origin: str, listed: tuple[str, Basis]) -> None:
    values = {"date": "1985", "date_precision": "year", "event_date": "1985-04-30", "event_date_precision": "day"}
    origins = {"date": (Candidate(origin, "1985", 0.6),)}
    record = Record("x", Kind.DOCUMENT, Status.RELEASED, 1, 1, "2026-11-20T10:00:00Z", values, origins, (), "text", 1)
    told = listed_date(record)
    assert (told.date, told.basis) == listed
