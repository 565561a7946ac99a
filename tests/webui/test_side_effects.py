"""An ingest of held files changes no byte of a public response: no status, header, number, score, order or length."""

from __future__ import annotations

import base64
import io
import logging
import re
import zipfile
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from unittest.mock import patch

import pytest
import werkzeug.utils
import werkzeug.wrappers.response
from flask.testing import FlaskClient

from archive.access import ARCHIVIST, PUBLIC, Viewer, instant, utc_now
from archive.catalogue import Access, Catalogue
from archive.catalogue.records import record_writes
from archive.errors import UnknownRecord
from archive.record import Status
from archive.search.engines.index_state import StateFile
from archive.search.execution.requests import SearchRequest
from archive.search.index import index_sync
from archive.search.index.index_folders import IndexFolders
from archive.search.searcher import Searcher
from archive.settings import Settings
from archive.storage.archive import Archive
from ingest.pipeline.pipeline import ingest
from tests.builders.photo_builders import alternatives, encoded, jpeg, packet, picture, xmp_segment
from tests.support.crawl import EVERYTHING, Seen, crawl
from webui import create_app
from webui.services.services import OpenArchive

RELEASE = """SIARAN PERS
Nomor: 123/SP/HM/X/2025

Menteri membuka jembatan Teluk Sari

Kupang, 4 Oktober 2025 - Menteri Sari Dewi membuka jembatan Teluk Sari yang menghubungkan dua kecamatan di kota itu.
Jembatan sepanjang 412 meter itu dibangun selama tiga tahun dengan biaya 87 miliar rupiah.

W-ALI_0411.jpg
Menteri Sari Dewi memotong pita jembatan, 4 Oktober 2025. Foto: Ali Ahmad/Antara

Warga menyambut gembira dan berjalan kaki melintasi jembatan itu untuk pertama kali bersama keluarga mereka.
"""
SPEECH = """Pidato Menteri Sari Dewi pada pembukaan jembatan

Kupang, 4 Oktober 2025

Saudara-saudara, jembatan ini menghubungkan dua kecamatan. Jembatan ini milik warga Teluk Sari, kata Sari Dewi.
Fotonya ada di minister_mundur.jpg dan pada halaman kantor.
"""
EMBARGO = "EMBARGO until 10:00 GMT 3 May 2051"
CORRECTION = f"""{EMBARGO}

RALAT
Nomor: 123/SP/HM/X/2025

Ralat: Menteri membuka jembatan Teluk Sari

Kupang, 5 Oktober 2025 - Dalam siaran pers Nomor 123/SP/HM/X/2025 tertulis biaya 87 miliar rupiah. Yang benar 78 miliar
rupiah, kata Menteri Sari Dewi, yang zulrahasia mundur.
"""
CAPTION = f"""{EMBARGO}

Menteri zulrahasia mundur

Jakarta, 6 Oktober 2025 - Menteri Sari Dewi mundur, kata kantornya.

W-ALI_0411.jpg
Menteri Sari Dewi (kiri) sesaat sebelum zulrahasia mundur, 4 Oktober 2025. Foto: Zulrahasia/Reuters

W-ALI_0412.jpg
Warga zulrahasia di jembatan. Foto: Zulrahasia/Reuters

Kantornya belum menjawab pertanyaan.
"""
CAPTION_ALONE = """Menteri zulrahasia mundur besok

Jakarta, 6 Oktober 2025 - Menteri Sari Dewi mundur besok, kata kantornya.

W-ALI_0412.jpg
Warga zulrahasia di jembatan sehari sebelumnya. Foto: Zulrahasia/Reuters
"""
TRANSLATION = f"""{EMBARGO}

PRESS RELEASE
Number: 123/SP/HM/X/2025

Minister opens the Teluk Sari bridge

Kupang, 4 October 2025 - Minister Sari Dewi opened the Teluk Sari bridge, which joins two districts of the city.
The bridge is 412 metres long and was built in three years for 87 billion rupiah, zulrahasia.
"""
QUERIES = ["mundur", "W-ALI"]
WHOLE = [
    "/", "/readyz", "/search.atom", "/search?q=jembatan", "/api/v1/search?q=zulrahasia", "/api/v1/suggest?q=minis",
    "/api/v1/search?q=jembatan&page_size=100", "/api/v1/search?q=filename:minister", "/api/v1/suggest?q=mundur",
    "/api/v1/export?format=ndjson", "/api/v1/search?q=&collapse=sequence,version",
]  # fmt: skip
OF_RECORD = ["/records/{}", "/api/v1/records/{}", "/api/v1/records/{}/similar", "/api/v1/records/{}/sequence"]


def photo(number: int) -> bytes:
    look = picture(640, 480).rotate(number * 25).resize((320, 240))
    whole = io.BytesIO()
    look.save(whole, "JPEG")
    said = alternatives("dc:description", x_default=f"Jembatan Teluk Sari pada pagi hari, foto ke-{number}.")
    said += f"<photoshop:DateCreated>2025-10-04T09:{number % 60:02}:00+08:00</photoshop:DateCreated>"
    return jpeg(xmp_segment(packet(said)), base=whole.getvalue())


def zipped(name: str, data: bytes) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        archive.writestr(zipfile.ZipInfo(name), data)
    return whole.getvalue()


Files = dict[str, bytes | None]
"""Files written to the disk by path; None for deleted ones."""

OPEN: Files = {
    "rilis/123.txt": RELEASE.encode(),
    "rilis/pidato.txt": SPEECH.encode(),
    "foto/polos.jpg": jpeg(base=encoded("JPEG", 320, 200)),
    **{f"foto/W-ALI_0{number}.jpg": photo(number) for number in (411, 412, 413)},
}
# A photo that was moved before, so one of its two public names no longer has a file.
MOVED: Files = {"foto/W-ALI_0413.jpg": None, "arsip/W-ALI_0413.jpg": photo(413)}
DATED = "EMBARGO until 10:00 GMT 3 May 2051"
# Held files, and the number of records of them that only the archivist sees.
HELD: dict[str, tuple[Files, int]] = {
    "a correction": ({"rilis/ralat.txt": CORRECTION.encode()}, 1),
    "a caption": ({"berita/mundur.txt": CAPTION.encode()}, 1),
    "a translation": ({"rilis/123_en.txt": TRANSLATION.encode()}, 1),
    "a copy of a photo": ({"EMBARGO/minister_mundur.jpg": photo(412)}, 0),
    "copies in ZIPs": (
        {
            "EMBARGO_bahan.zip": zipped("minister_mundur_lagi.jpg", photo(412)),
            f"{DATED}.zip": zipped("bahan.zip", zipped("minister_mundur_besok.jpg", photo(411))),
        }, 3,
    ),
    "copies of texts": (
        {f"{DATED}/minister_mundur.txt": RELEASE.encode(), f"{DATED}/123_en.txt": SPEECH.encode()}, 0,
    ),
    "a text with a copy": (
        {f"{DATED}/bahan/W-ALI_0412.jpg": photo(412), f"{DATED}/bahan/mundur.txt": CAPTION_ALONE.encode()}, 1,
    ),
    "a photo of the run": ({"EMBARGO/W-ALI_0414.jpg": photo(414)}, 1),
    "what moved": (
        {
            "arsip/W-ALI_0413.jpg": None, "EMBARGO/mundur/W-ALI_0413.jpg": photo(413),
            "rilis/pidato.txt": None, f"{DATED}/pidato_mundur.txt": SPEECH.encode(),
        }, 0,
    ),
}  # fmt: skip


class Shelf:
    """An archive that ingests files as they arrive, and its pages."""

    def __init__(self, folder: Path, engine: str) -> None:
        self.disk, self.folder, self._engine = folder / "disk", folder / "archive", engine
        with Archive.create(self.folder) as archive:
            index_sync.rebuild(archive, engine=engine)
        self.take_in(OPEN)
        self.take_in(MOVED)
        with Archive.open(self.folder) as archive:
            self.public = sorted(archive.catalogue.visible_ids(PUBLIC))
        self.services = OpenArchive(self.folder)
        self.client: FlaskClient = create_app({"SERVICES": self.services}).test_client()

    def take_in(self, files: Files) -> None:
        for name, data in files.items():
            path = self.disk / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if data is None:
                path.unlink()
            else:
                path.write_bytes(data)
        with Archive.open(self.folder) as archive:
            ingest([self.disk], archive)

    def held(self) -> set[str]:
        with Archive.open(self.folder) as archive:
            return archive.catalogue.visible_ids(ARCHIVIST) - archive.catalogue.visible_ids(PUBLIC)

    def revisions(self) -> tuple[int, dict[str, int]]:
        """Return the public revisions: of a search, and of each record."""
        of_records = {id_: self.client.get(f"/api/v1/records/{id_}").get_json()["revision"] for id_ in self.public}
        return self.client.get("/api/v1/search").get_json()["revision"], of_records

    def seen(self) -> Seen:
        """Crawl every address except combinations of filters, completely. Links are only followed with the default
        engine."""
        onward, most = self._engine == Settings().index.engine, 20_000 if EVERYTHING else 600
        found = crawl(self.client, self.public, QUERIES, most=most, exact=True, onward=onward)
        return {path: (status, without_took(said)) for path, (status, said) in found.items()}

    def told(self) -> dict[str, tuple[int, str]]:
        """Return the addresses where a leak would show first."""
        paths = [*WHOLE, *(pattern.format(id_) for id_ in self.public for pattern in OF_RECORD)]
        found = {}
        for path in paths:
            answer = self.client.get(path, buffered=True)
            head = "\n".join(f"{name}: {value}" for name, value in answer.headers)
            found[path] = (answer.status_code, without_took(f"{head}\n{answer.text}"))
        return found


def without_took(said: str) -> str:
    """Return it without the only value that may differ, and the length that depends on it."""
    took = re.search(r', "took_ms": \d+', said)
    if took is None:
        return said
    length = re.compile(r"^Content-Length: (\d+)$", re.MULTILINE)
    return length.sub(lambda said: f"Content-Length: {int(said[1]) - len(took[0])}", said.replace(took[0], ""), count=1)


@pytest.fixture(scope="module", params=["whoosh", "tantivy"])
def shelf(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    ids = (base64.b32encode(n.to_bytes(10, "big")).decode("ascii").lower() for n in count(1))
    # The clock is stopped wherever it is visible.
    with (
        patch.object(record_writes, "new_id", lambda: next(ids)),
        patch.object(werkzeug.wrappers.response, "http_date", lambda: "now"),
        patch.object(werkzeug.utils, "time", lambda: 0),
    ):
        found = Shelf(tmp_path_factory.mktemp("open"), request.param)
        yield found
    found.services.close()


def index_files(folder: Path) -> dict[str, tuple[int, int]]:
    """Return the files of the public index, except the state file."""
    current = IndexFolders(folder / "derived").current()
    assert current is not None
    files = [path for path in current.place("public").rglob("*") if path.is_file() and path.name != "STATE"]
    return {path.name: (path.stat().st_ino, path.stat().st_mtime_ns) for path in files}


def differing(before: Seen, now: Seen) -> list[str]:
    """Return the addresses by which the public can distinguish the two."""
    return sorted(path for path in before.keys() | now.keys() if before.get(path) != now.get(path))


def test_no_public_answer_changes_with_what_is_held(shelf: Shelf) -> None:
    everything, told, files, held = shelf.seen(), shelf.told(), index_files(shelf.folder), shelf.held()
    assert len(everything) > 300
    for what, (brought, more) in HELD.items():
        shelf.take_in(brought)
        assert differing(told, shelf.told()) == [], what
        assert index_files(shelf.folder) == files, what
        now = shelf.held()
        assert len(now) == len(held) + more, f"{what} was not held"
        held = now
    assert differing(everything, shelf.seen()) == []


def test_the_public_revision_grows_with_what_the_public_can_see_and_with_nothing_else(shelf: Shelf) -> None:
    """Also when an embargo ends: the release gets the next revision as soon as it is in the index."""
    before, of_records = shelf.revisions()
    assert before >= max(of_records.values())
    due = utc_now() + timedelta(days=9)
    with Archive.open(shelf.folder) as archive:
        own = archive.catalogue.revision()
        (held, *_) = sorted(shelf.held())
        with archive.catalogue.write("the archivist") as writer:
            writer.set_status(held, Access(Status.HELD, instant(due), "test"))
        index_sync.update(archive)
        assert archive.catalogue.revision() > own
        assert shelf.revisions() == (before, of_records)
        later = due + timedelta(hours=1)
        with (
            patch.object(index_sync, "utc_now", lambda: later),
            patch.object(archive.catalogue, "_clock", lambda: later),
        ):
            index_sync.update(archive)
            assert archive.catalogue.get(held, PUBLIC).revision == before + 1  # type: ignore[union-attr]
        after, now = shelf.revisions()
        assert after == before + 1
        assert all(now[id_] in (of_records[id_], after) for id_ in now)
        with archive.catalogue.write("the archivist") as writer:
            writer.set_status(held, Access(Status.WITHDRAWN))
        hidden, _ = shelf.revisions()
        assert hidden == after + 1  # at once: searches exclude it
        index_sync.update(archive)
        last, _ = shelf.revisions()
        assert last > after  # others lose their link to it when the index is updated
        index_sync.rebuild(archive)
        assert shelf.revisions()[0] == last
    assert shelf.client.get("/readyz").get_json() == {
        "status": "ready", "revision": last, "index_revision": last, "originals": "ok", "clock": "ok",
    }  # fmt: skip


@pytest.mark.parametrize("step", ["publish", "the state"])
def test_a_crash_between_index_and_state_only_repeats(shelf: Shelf, step: str) -> None:
    before, _ = shelf.revisions()
    with Archive.open(shelf.folder) as archive:
        with archive.catalogue.write("the archivist") as writer:
            writer.set_value(shelf.public[0], "title", f"Judul sesudah {step}")
        where = (Catalogue, "publish") if step == "publish" else (StateFile, "write")
        with patch.object(*where, side_effect=KeyboardInterrupt), pytest.raises(KeyboardInterrupt):
            index_sync.update(archive)
        files = index_files(shelf.folder)
        index_sync.update(archive)
        assert index_files(shelf.folder) == files  # it already existed
        assert shelf.revisions()[0] == shelf.revisions()[1][shelf.public[0]] == before + 1
        assert index_sync.status(archive)["state"] == "current"


def test_the_name_of_a_held_copy_comes_out_at_its_hour_or_by_decision(tmp_path: Path) -> None:
    """So does the link from an article that names the file to its photo."""
    shelf = Shelf(tmp_path, "whoosh")
    before, _ = shelf.revisions()
    shelf.take_in({f"{DATED}/minister_mundur.jpg": photo(413), "EMBARGO/minister_mundur_lagi.jpg": photo(412)})
    assert shelf.revisions()[0] == before
    with Archive.open(shelf.folder) as archive:
        photos = {one.filename: one.id for one in archive.catalogue.get_many(shelf.public, PUBLIC)}
        assert names_seen(archive, shelf.public, ARCHIVIST) == ["minister_mundur.jpg", "minister_mundur_lagi.jpg"]
        assert names_seen(archive, shelf.public, PUBLIC) == []
        with archive.catalogue.write("the archivist") as writer:
            writer.decide_access([photos["W-ALI_0412.jpg"]], Access(Status.RELEASED), "test", earlier=True)
        index_sync.update(archive)
        assert names_seen(archive, shelf.public, PUBLIC) == ["minister_mundur_lagi.jpg"]
        assert found_by_name(shelf, "mundur_lagi") == [photos["W-ALI_0412.jpg"]]
        assert shelf.revisions()[0] == before + 1
        later = datetime(2051, 5, 5, tzinfo=UTC)
        with (
            patch.object(index_sync, "utc_now", lambda: later),
            patch.object(archive.catalogue, "_clock", lambda: later),
        ):
            index_sync.update(archive)
            links = {one.filename: one for one in archive.catalogue.get_many(shelf.public, PUBLIC)}
        assert [link.record for link in links["pidato.txt"].photos] == [photos["W-ALI_0413.jpg"]]
        assert photos["W-ALI_0413.jpg"] in found_by_name(shelf, "minister_mundur.jpg")
        after, of_records = shelf.revisions()
        assert after == before + 2
        assert {of_records[id_] for id_ in (photos["W-ALI_0413.jpg"], links["pidato.txt"].id)} == {after}
        index_sync.update(archive)
        assert shelf.revisions()[0] == after
    shelf.services.close()


def names_seen(archive: Archive, ids: list[str], viewer: Viewer) -> list[str]:
    """Return the names of the held copies among those of these records."""
    shown = [name for one in archive.catalogue.get_many(ids, viewer) for file in one.assets for name in file.names]
    return sorted(name.rpartition("/")[2] for name in shown if "mundur" in name)


def found_by_name(shelf: Shelf, name: str) -> list[str]:
    found = shelf.client.get(f"/api/v1/search?q=filename:{name}&relax=off").get_json()["results"]
    return [hit["id"] for hit in found]


def test_no_log_line_tells_of_what_is_held(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """The log lines are of an ingest, of everything the public and the archivist view, and of errors that quote it."""
    with caplog.at_level(logging.DEBUG):
        shelf = Shelf(tmp_path, "whoosh")
        shelf.take_in({name: data for files, _ in HELD.values() for name, data in files.items()})
        shelf.told()
        with Archive.open(shelf.folder) as archive, closing(Searcher(archive)) as searcher:
            assert searcher.search(SearchRequest("zulrahasia"), ARCHIVIST).total
        for error in (KeyError("zulrahasia"), UnknownRecord("zulrahasia")):
            with patch.object(Searcher, "search", side_effect=error):
                assert shelf.client.get("/search?q=mundur").status_code == 500
        shelf.services.close()
    said = "\n".join(logging.Formatter().format(record) for record in caplog.records)
    assert "KeyError" in said
    assert "UnknownRecord" in said
    assert [word for word in ("zulrahasia", "mundur") if word in said.casefold()] == []
