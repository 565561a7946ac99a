"""A version that was replaced while held stays held when its record is released, until its own hold ends."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from archive.access import ARCHIVIST
from archive.cli import main
from archive.record import Asset
from archive.storage.archive import Archive
from ingest.pipeline.pipeline import ingest
from tests.support.commands import desk_app, desk_client
from tests.support.desk_pages import previewed, said, tree
from webui.services.services import OpenArchive

SECRET = "Dermaga rahasia"
TEXT = "Dermaga baru dibuka\n\nWali kota membuka dermaga baru dan menyapa para nelayan yang datang sejak subuh.\n"
HELD = f"EMBARGOED UNTIL 10:00 GMT 3 MAY 2099\n\n{SECRET}\n\n{TEXT}"
UNTIL = "2099-05-03T10:00:00Z"


class Place:
    """A disk and an archive that ingests its files, as seen by the commands and by any browser."""

    def __init__(self, folder: Path) -> None:
        self.disk, self.folder = folder / "disk", folder / "archive"
        self.disk.mkdir()
        Archive.create(self.folder).close()

    def take(self, name: str, data: str | bytes) -> str:
        """Ingest the file in its current state, and return its record."""
        (self.disk / name).write_bytes(data.encode() if isinstance(data, str) else data)
        told: list[str | None] = []
        with Archive.open(self.folder) as archive:
            ingest([self.disk / name], archive, tell=lambda line, _receipt: told.append(line.record))
        assert told[-1] is not None
        return told[-1]

    def run(self, *words: str) -> str:
        """Return the output of a command."""
        command, *rest = words
        done = CliRunner().invoke(main, [*command.split(), "--archive", str(self.folder), *rest])
        assert done.exit_code == 0, done.output
        return done.output

    def files(self, record: str) -> tuple[Asset, ...]:
        """Return the files as the archivist sees them."""
        with Archive.open(self.folder) as archive:
            found = archive.catalogue.get(record, ARCHIVIST)
        assert found is not None
        return found.assets


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


@pytest.fixture
def web(place: Place) -> Iterator[FlaskClient]:
    """Yield a client for the public and the desk."""
    opened = OpenArchive(place.folder)
    yield desk_client(desk_app(opened))
    opened.close()


def given(web: FlaskClient, record: str) -> dict[int, str]:
    """Return what the public gets for the numbers of its files."""
    found: dict[int, str] = {}
    for n in range(4):
        with web.get(f"/records/{record}/assets/{n}") as answer:
            if answer.status_code == 200:
                found[n] = answer.get_data(as_text=True)
    return found


def told(web: FlaskClient, record: str) -> str:
    """Return everything that pages, JSON and exports say about it, as text."""
    paths = [
        f"/records/{record}",
        f"/api/v1/records/{record}",
        f"/api/v1/export?id={record}",
        "/api/v1/search?q=dermaga",
    ]
    return "\n".join(web.get(path).get_data(as_text=True) for path in paths)


def test_a_release_does_not_open_the_embargoed_version_before(place: Place, web: FlaskClient) -> None:
    record = place.take("rilis.txt", HELD)
    assert place.take("rilis.txt", TEXT) == record
    assert given(web, record) == {}

    said = place.run("access", "released", record)
    assert f"file 0 (version 1, rilis.txt) stays closed to the public until {UNTIL}" in said
    assert given(web, record) == {1: TEXT}
    first, last = place.files(record)
    assert (first.closed, first.release_at, last.closed) == (True, UNTIL, False)
    assert last.sha256 in told(web, record)
    assert first.sha256 not in told(web, record)
    assert SECRET not in told(web, record)
    for path in (f"/records/{record}/assets/0", f"/api/v1/records/{record}/assets/0"):
        assert web.get(path).status_code == 404
        assert web.get(path, headers={"If-None-Match": f'"{first.sha256}"'}).status_code == 404
        assert web.head(path).status_code == 404
    assert f"(closed to the public until {UNTIL} (2099-05-03 10:00 UTC))" in place.run("records show", record)


def test_it_comes_out_when_that_is_said_plainly_and_goes_again_with_the_undo(place: Place, web: FlaskClient) -> None:
    record = place.take("rilis.txt", HELD)
    place.take("rilis.txt", TEXT)
    place.run("access", "released", record)
    assert "Change set 2" in place.run("access", "released", record, "--with-earlier-versions")
    assert given(web, record) == {0: HELD, 1: TEXT}
    assert "Nothing was changed" in place.run("access", "released", record, "--with-earlier-versions")
    place.run("records undo", "2")
    assert given(web, record) == {1: TEXT}
    place.run("records undo", "3")
    assert given(web, record) == {0: HELD, 1: TEXT}
    (value,) = (json.loads(line) for line in place.run("records changes", "4", "--json").splitlines())
    assert (value["before"], value["after"]) == ("released", "released with earlier versions")


def test_nor_does_the_hour_of_the_record(place: Place, web: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """The earlier version has its own release time, before or after that of the record."""
    record = place.take("rilis.txt", HELD)
    place.take("rilis.txt", TEXT)
    place.run("access", "held", record, "--until", "2098-05-03T10:00:00+00:00")
    services = web.application.config["SERVICES"]
    for now, open_now in (("2097", {}), ("2098-06", {1: TEXT}), ("2099-06", {0: HELD, 1: TEXT})):
        with monkeypatch.context() as patch:
            patch.setattr("archive.catalogue.catalogue.instant", lambda _moment, now=now: now)
            assert services.catalogue is not None
            assert given(web, record) == open_now, now


def test_what_was_public_when_it_was_replaced_is_as_open_as_its_record(place: Place, web: FlaskClient) -> None:
    record = place.take("rilis.txt", TEXT)
    place.take("rilis.txt", HELD)
    assert given(web, record) == {}
    place.take("rilis.txt", TEXT + "Lagi.")
    place.run("access", "released", record)
    assert given(web, record) == {0: TEXT, 2: TEXT + "Lagi."}


def test_what_has_no_hour_waits_for_someone(place: Place, web: FlaskClient) -> None:
    record = place.take("rilis.txt", TEXT)
    place.run("access", "withdrawn", record)
    place.take("rilis.txt", TEXT + "Lagi.")
    assert "stays closed to the public until someone decides" in place.run("access", "released", record)
    assert given(web, record) == {1: TEXT + "Lagi."}


def test_bytes_that_come_back_are_the_present_ones(place: Place, web: FlaskClient) -> None:
    record = place.take("rilis.txt", HELD)
    place.take("rilis.txt", TEXT)
    place.take("rilis.txt", HELD)
    place.run("access", "released", record)
    assert given(web, record) == {2: HELD}


def test_a_container_is_not_given_while_what_lay_in_it_is_closed(place: Place, web: FlaskClient) -> None:
    def packed(text: str) -> bytes:
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as container:
            container.writestr("rilis.txt", text)
        return made.getvalue()

    outer = place.take("a.zip", packed(HELD))
    place.take("a.zip", packed(TEXT))
    with Archive.open(place.folder) as archive:
        ids = archive.catalogue.changes(0)
    place.run("access", "released", *ids)
    for n, status in ((0, 404), (1, 200)):
        with web.get(f"/records/{outer}/assets/{n}") as answer:
            assert answer.status_code == status


def test_a_version_that_is_split_off_is_seen_by_no_more(place: Place, web: FlaskClient) -> None:
    record = place.take("rilis.txt", HELD)
    place.take("rilis.txt", TEXT)
    place.run("access", "released", record)
    other = json.loads(place.run("records split", record, "--asset", "0", "--yes", "--json"))["made"]
    assert web.get(f"/records/{other}").status_code == 404
    place.run("records undo")
    assert given(web, record) == {1: TEXT}


def test_the_desk_says_what_stays_closed_and_opens_it_when_asked(place: Place, web: FlaskClient) -> None:
    record = place.take("rilis.txt", HELD)
    place.take("rilis.txt", TEXT)
    page = said(tree(web.get(f"/desk/records/{record}")))
    assert "Closed to the public until 3 May 2099, 10:00 UTC" in page
    form = {"token": web.application.config["FORM_TOKEN"], "id": record, "status": "released"}
    asked = tree(web.post("/desk/access", data=form))
    assert "also 1 earlier version" in said(asked)
    assert asked.xpath("//input[@name='earlier' and not(@checked)]")
    web.post("/desk/access/apply", data={**form, "previewed": previewed(asked)})
    assert given(web, record) == {1: TEXT}
    page = tree(web.get(f"/desk/records/{record}"))
    assert "Release…" in said(page)
    shown = previewed(tree(web.post("/desk/access", data=form)))
    done = web.post("/desk/access/apply", data={**form, "earlier": "yes", "previewed": shown})
    assert "Released, with its earlier versions" in said(tree(web.get(done.headers["Location"])))
    assert given(web, record) == {0: HELD, 1: TEXT}
    assert "1 earlier file" in said(tree(web.get(f"/desk/records/{record}")))
