"""Held records appear nowhere: from outside, an archive with held photographs looks like one that never had them."""

from __future__ import annotations

import base64
import io
import time
from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import get_args
from unittest.mock import patch

import pytest
from flask.testing import FlaskClient
from PIL import Image

from archive.access import ARCHIVIST, instant, utc_now
from archive.catalogue import Access
from archive.catalogue.records import record_writes
from archive.record import Status
from archive.search.index import index_sync
from archive.storage.archive import Archive
from ingest.pipeline.pipeline import ingest
from tests.builders.photo_builders import alternatives, encoded, jpeg, packet, picture, xmp_segment
from tests.support.commands import some
from tests.support.crawl import Seen, comparable, crawl, leaks, without_similar
from tests.support.secret_shelf import CAME
from webui import create_app
from webui.http.parameters import ExportFormat
from webui.services.services import OpenArchive

STORY = """Presiden membuka jembatan baru di Kupang

KUPANG, 4 Mei 2025 - Presiden membuka jembatan Teluk Sari yang menghubungkan dua kecamatan di kota itu.

W-ALI_0412.jpg
Presiden Sari Dewi (kanan) memotong pita, 4 Mei 2025. Foto: Ali Ahmad/Antara

W-ALI_0413.jpg
Warga berjalan kaki melintasi jembatan itu. Foto: Ali Ahmad/Antara

W-ALI_0416.jpg
Anak-anak bermain di tepi jembatan itu. Foto: Ali Ahmad/Antara

W-BUDI_0777.jpg
Pekerja mengecat pagar jembatan itu. Foto: Budi/Antara

Warga menyambut gembira dan berjalan kaki melintasi jembatan itu untuk pertama kali.
"""
HELD_STORY = """Pita zulrahasia itu masuk museum zulrahasia

KUPANG, 5 Mei 2025 - Teks zulrahasia ini belum boleh dibaca siapa pun sebelum harinya tiba di seluruh negeri.

W-ALI_0412.jpg
Menteri Zulrahasia Utama (kiri) memotong pita, 9 Juni 2031. Foto: Istimewa/Zulrahasia Press via Reuters

Teks ini belum boleh dibaca siapa pun sebelum harinya tiba di seluruh negeri, kata zulrahasia.
"""
TABLE = """filename,caption,credit,date,language
W-ALI_0412.jpg,"Minister Zulrahasia Second (left) cuts a ribbon.",Handout/Zulrahasia Wire,2031-06-09,en
W-ALI_0414.jpg,"Zulrahasia on the bridge.",Handout,2031-06-09,en
tanpa-hari.jpg,"Zulrahasia of no day.",Handout,2031-06-09,en
W-ALI_0999.jpg,"Zulrahasia nowhere.",Handout,2031-06-09,en
"""
SIDECAR = packet(
    alternatives("dc:description", x_default="Zulrahasia dari berkas samping.", vi="Zulrahasia bên cạnh.")
    + "<photoshop:Instructions>EMBARGOED UNTIL 10:00 GMT 3 MAY 2051 zulrahasia</photoshop:Instructions>"
)
WORDS = ["zulrahasia", "2051", "2031"]
QUERIES = [
    "zulrahasia", "W-ALI", "caption:pita", "has:photo", "shown:Zulrahasia", "credit:Zulrahasia", "Kupang", "museum",
]  # fmt: skip


FORMS = get_args(ExportFormat)


def frame(number: int, caption: str, angle: int | None = None, quality: int = 90) -> bytes:
    """Return a frame of a sequence. Each frame looks different."""
    whole = io.BytesIO()
    look = picture(640, 480).rotate(number * 25 if angle is None else angle)
    look.resize((640, 480), Image.Resampling.LANCZOS).save(whole, "JPEG", quality=quality)
    described = packet(
        alternatives("dc:description", x_default=caption)
        + f"<photoshop:DateCreated>2025-05-03T09:{number % 60:02}:00+08:00</photoshop:DateCreated>"
        "<photoshop:Credit>Ali Ahmad/ANTARA FOTO</photoshop:Credit>"
    )
    return jpeg(xmp_segment(described), base=whole.getvalue())


def open_files() -> dict[str, bytes]:
    """Return public files."""
    files = {f"W-ALI_0{n}.jpg": frame(n, f"Jembatan Teluk Sari pada pagi hari, foto ke-{n}.") for n in range(411, 416)}
    files["tanpa-hari.jpg"] = jpeg(base=encoded("JPEG", 320, 200))
    files["lain/DSC_0777.jpg"] = frame(777, "Pagar jembatan itu.", 200)
    return files | {"jembatan.txt": STORY.encode()}


def held_files() -> dict[str, bytes]:
    """Return held files: an article, a table, a frame, another one with a sidecar, a copy of a public frame. And a
    rejected file."""
    return {
        "zulrahasia.txt": HELD_STORY.encode(),
        "zulrahasia.csv": TABLE.encode(),
        "W-ALI_0416.jpg": frame(416, "Zulrahasia memotong pita."),
        "W-ALI_0410.jpg": frame(410, "Jembatan itu lagi."),
        "W-ALI_0410.xmp": SIDECAR,
        "zulrahasia/W-ALI_0413.jpg": frame(413, "Frame zulrahasia di map lain.", 100),
        "zulrahasia/W-BUDI_0777.jpg": frame(777, "Pagar zulrahasia.", 17),
        "zulrahasia-web.jpg": frame(412, "Zulrahasia kecil.", quality=60),
        "zulrahasia-rusak.pdf": b"%PDF-1.4\nzulrahasia",
    }


class Shelf:
    """An archive and its pages."""

    def __init__(self, folder: Path, held: dict[str, bytes], instead: Status = Status.HELD) -> None:
        disk = folder / "disk"
        disk.mkdir(parents=True)
        for name, data in open_files().items():
            self._put(disk / name, data)
        self.folder = folder / "archive"
        counted = (base64.b32encode(n.to_bytes(10, "big")).decode("ascii").lower() for n in count(1))
        # Ties are ordered by id and by second of arrival: if random, these would distinguish two archives.
        with (
            patch.object(record_writes, "new_id", lambda: next(counted)),
            Archive.create(self.folder) as archive,
            patch.object(archive.catalogue, "_clock", lambda: CAME),
        ):
            ingest([disk], archive)
            before = archive.catalogue.visible_ids(ARCHIVIST)
            for name, data in held.items():
                self._put(disk / name, data)
            ingest([disk], archive)
            everything = sorted(archive.catalogue.visible_ids(ARCHIVIST))
            self.held = sorted(set(everything) - before)
            self.names = {
                record.id: f"held-{record.filename}" if record.id in self.held else record.filename
                for record in archive.catalogue.get_many(everything, ARCHIVIST)
            }
            index_sync.update(archive)
        self.become(instead)
        self.services = OpenArchive(self.folder)
        self.client: FlaskClient = create_app({"SERVICES": self.services}).test_client()

    @staticmethod
    def _put(path: Path, data: bytes) -> None:
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)

    def become(self, status: Status, until: str | None = None, index: bool = True) -> None:
        """Give this status to everything that was added later."""
        with Archive.open(self.folder) as archive:
            with archive.catalogue.write("the archivist") as writer:
                for id_ in self.held:
                    writer.set_status(id_, Access(status, until, "held zulrahasia" if status is Status.HELD else None))
            if index:
                index_sync.update(archive)

    def seen(self, onward: bool = True) -> Seen:
        return crawl(self.client, self.names, QUERIES, onward=onward)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    found = Shelf(tmp_path_factory.mktemp("held"), held_files())
    yield found
    found.services.close()


@pytest.fixture(scope="module")
def without(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    found = Shelf(tmp_path_factory.mktemp("without"), {})
    yield found
    found.services.close()


@pytest.fixture(scope="module")
def seen_without(without: Shelf) -> Seen:
    """Crawl the archive that never had held records."""
    return without.seen()


@pytest.fixture(scope="module", params=[Status.HELD, Status.WITHDRAWN])
def status(request: pytest.FixtureRequest, shelf: Shelf) -> Status:
    """The status of the non-public records of the shelf, for all its tests in turn. Withdrawn records were public, so
    the index could reveal them."""
    found: Status = request.param
    if found is Status.WITHDRAWN:
        shelf.become(Status.RELEASED)
    shelf.become(found)
    return found


@pytest.fixture(scope="module")
def seen(shelf: Shelf, status: Status) -> Seen:
    """Crawl the shelf once."""
    return shelf.seen()


def differences(one: tuple[Shelf, Seen], other: tuple[Shelf, Seen], similar: bool = False) -> list[str]:
    """Return the addresses by which the public can distinguish the two. Similar records depend on word frequencies,
    which include withdrawn records until the index is rebuilt, so they are only compared on request."""
    mine, theirs = (comparable(seen if similar else without_similar(seen), shelf.names) for shelf, seen in (one, other))
    hidden = {path for path in mine if "/held-" in path}
    assert {mine[path][0] for path in hidden} <= {404}
    shown = mine.keys() - hidden
    return sorted(
        [path for path in shown & theirs.keys() if mine[path] != theirs[path]]
        + [f"only one: {path}" for path in shown ^ theirs.keys()]
    )


def test_nothing_of_what_is_held_shows_on_any_page_or_in_any_json(seen: Seen) -> None:
    assert leaks(seen, WORDS) == []


def test_an_archive_looks_as_if_it_never_had_what_it_holds_back(
    shelf: Shelf, seen: Seen, without: Shelf, seen_without: Seen
) -> None:
    assert differences((shelf, seen), (without, seen_without)) == []


@pytest.mark.usefixtures("status")
def test_a_held_record_is_similar_to_nothing_as_one_that_never_was(shelf: Shelf) -> None:
    never = shelf.client.get("/api/v1/records/abcdefghijklmnop/similar")
    for id_ in some(shelf.held):
        held = shelf.client.get(f"/api/v1/records/{id_}/similar")
        assert (held.status_code, held.data, dict(held.headers)) == (404, never.data, dict(never.headers))


@pytest.mark.usefixtures("status")
def test_a_held_record_in_a_list_is_as_one_that_never_was(shelf: Shelf) -> None:
    photos = [id_ for id_, name in shelf.names.items() if name.endswith(".jpg") and id_ not in shelf.held]
    public = photos[0]  # a photo, because a ZIP needs one
    paths = ["/list?ids={public},{id}", *(f"/api/v1/export?format={form}&ids={{public}},{{id}}" for form in FORMS)]
    for path in paths:
        never = shelf.client.get(path.format(public=public, id="abcdefghijklmnop"), buffered=True)
        for id_ in some(shelf.held):
            held = shelf.client.get(path.format(public=public, id=id_), buffered=True)
            said = held.data.replace(id_.encode(), b"abcdefghijklmnop")  # a page links to itself in other languages
            assert (held.status_code, said) == (200, never.data), path
            for name in {*held.headers.keys(), *never.headers.keys()} - {
                "ETag",
                "Date",
            }:  # these follow from body and clock alone
                assert held.headers.get(name) == never.headers.get(name), (path, name)


@pytest.mark.usefixtures("status")
def test_reading_on_by_a_cursor_meets_only_what_everyone_may_see(shelf: Shelf) -> None:
    met: list[str] = []
    path = "/api/v1/search?cursor=*&page_size=2"
    while path:
        told = shelf.client.get(path).get_json()
        assert told["total"] == len(open_files())
        met += [one["id"] for one in told["results"]]
        path = told["next"]
    assert sorted(met) == sorted(shelf.names.keys() - set(shelf.held))


def test_what_is_released_shows_and_what_is_withdrawn_is_gone_at_once(shelf: Shelf) -> None:
    """The state after the index has caught up is checked by the tests of `status` above."""
    shelf.become(Status.RELEASED)
    places = {path.split("?")[0].rsplit("/", 1)[-1] for path, _ in leaks(shelf.seen(onward=False), WORDS)}
    assert len(places) > 5
    assert {"search", "suggest", "similar", "export", "citation", "search.atom"} <= places
    shelf.become(Status.WITHDRAWN, index=False)  # before the index has caught up
    told = crawl(shelf.client, shelf.names, [], onward=False)
    records = {path: seen for path, seen in told.items() if "/records/" in path}
    assert leaks(records, WORDS) == []


def test_nor_does_a_new_index_tell_what_is_like_what_it_holds_back(shelf: Shelf, without: Shelf) -> None:
    shelf.become(Status.HELD)
    for one in (shelf, without):
        with Archive.open(one.folder) as archive:
            index_sync.rebuild(archive)
    seen, seen_without = (one.seen(onward=False) for one in (shelf, without))
    assert differences((shelf, seen), (without, seen_without), similar=True) == []


def test_an_embargo_comes_due_by_the_clock(shelf: Shelf) -> None:
    due = utc_now() + timedelta(seconds=3)
    shelf.become(Status.HELD, instant(due))
    told = shelf.client.get("/search?q=zulrahasia").text
    if utc_now() < due:
        assert leaks({"/": (200, told)}, ["museum"]) == []
    time.sleep(max(0.0, (due - utc_now()).total_seconds()) + 1.1)
    with Archive.open(shelf.folder) as archive:
        index_sync.update(archive)
    assert "zulrahasia" in shelf.client.get("/search?q=museum").text.casefold()
    id_ = next(id_ for id_, name in shelf.names.items() if name == "W-ALI_0412.jpg")
    assert "zulrahasia" in shelf.client.get(f"/records/{id_}").text.casefold()
