"""An archive of every earlier schema can be opened and has the same reasons, with codes; also after a kill halfway."""

from __future__ import annotations

import json
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from archive.access import ARCHIVIST
from archive.catalogue import Access, NewAsset, Writer, reason_of
from archive.catalogue.history.snapshots import WITH_CODES, WITH_IDS, digest
from archive.catalogue.records.scan_state import ReadPage
from archive.catalogue.schema import migration, sqlite
from archive.catalogue.schema.database import Database
from archive.catalogue.schema.migration import HEAD
from archive.errors import ArchiveBusy
from archive.messages import Message, message_to_json
from archive.record import Description, Mention, Status
from archive.storage.archive import Archive
from tests.archive.catalogue.shelf import article, photo, put, sha
from tests.support.older_archives import VERSIONS, set_back

pytestmark = pytest.mark.sqlite

BY_HAND = Access(Status.HELD, hold_reason=Message("hold-archivist"))
NEWS = " ".join(f"Warga {{0}} pembukaan dermaga nomor {n} di pelabuhan Batam, kata wali kota." for n in range(40))
UNSIZED = Message("ocr-page-sizeless", page=1)
KILLED = """
import os, signal, sys
from pathlib import Path
from archive.catalogue.schema.migrations import earlier_links, earlier_reasons
from archive.storage.archive import Archive
def {name}(*_):
    os.kill(os.getpid(), signal.SIGKILL)
for module in (earlier_links, earlier_reasons):
    if hasattr(module, "{name}"):
        module.{name} = {name}
Archive.open(Path(sys.argv[1]))
"""


def document(writer: Writer, path: str) -> str:
    described = Description("text/plain", "text", 1, text=f"Isi {path}", notes=[Message("empty-cells")])
    record = writer.add_record(described, NewAsset(sha(path), 4, "text/plain"), Access())
    put(writer, path, record, path)
    return record


@pytest.fixture(scope="module")
def newest(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of the current schema with a text that names photos, a hold and a merge (sets 1 and 2), and an unread
    page."""
    folder = tmp_path_factory.mktemp("newest") / "archive"
    with Archive.create(folder) as archive, archive.catalogue.write() as writer:
        writer.root("/media/disk", "disk")
        writer.open_accession({}, Status.RELEASED)
        for path in ("one/DSC_0001.jpg", "two/DSC_0001.jpg", "c/Lễ mở ký.jpg", "c/Đại biểu.jpg"):
            photo(writer, path)
        names = ("DSC_0001.jpg", "tidak-ada.jpg", "le-mo-ky.jpg", "dai-bieu.jpg")
        told = article(writer, "a/text.txt", *map(Mention, names))
        for path, verb in (("s/a.txt", "menyambut"), ("s/b.txt", "menerima")):
            article(writer, path, Mention("DSC_0001.jpg"), text=f"Judul {path}\n\n{NEWS.format(verb)}")
        held = document(writer, "held.txt")
        merged = [document(writer, f"{n}.txt") for n in (1, 2)]
        writer.keep_pages(sha("scan"), [ReadPage(1, "", 0, "ind", UNSIZED)])
        writer.event("text recognition", held, "failure", reason=str(UNSIZED), messages=message_to_json(UNSIZED))
    with Archive.open(folder) as archive, archive.catalogue.write() as writer:
        writer.refuse_mention(told, 3)
        assert writer.decide_access([held], BY_HAND, "ana") == 1
        assert writer.merge(merged, "ana").change_set == 2
    return folder


@pytest.fixture
def archive(newest: Path, tmp_path: Path) -> Path:
    """A copy of it to be set back."""
    return Path(shutil.copytree(newest, tmp_path / "archive"))


def reasons(folder: Path) -> dict[str, Any]:
    """Return every reason in an archive, with its codes."""
    with Archive.open(folder) as archive:
        catalogue = archive.catalogue
        named = [[one.mention.filename, one.reason, message_to_json(one.reason or "")] for one in catalogue.namings()]
        held = catalogue.get_many(catalogue.of_status(Status.HELD), ARCHIVIST)
        with catalogue.snapshot() as conn:
            pages = conn.exec_driver_sql("SELECT reason, messages FROM scan_pages").all()
            events = conn.exec_driver_sql("SELECT detail FROM events ORDER BY n").scalars().all()
        return {
            "links": sorted(named),
            "relations": [(one.type, reason_of(one.origin)) for one in catalogue.related()],
            "holds": [(one.hold_reason, message_to_json(one.hold_reason or "")) for one in held],
            "pages": [tuple(row) for row in pages],
            "events": [json.loads(event) for event in events],
        }


def test_an_archive_of_today_has_codes(newest: Path) -> None:
    found = reasons(newest)
    codes = [message["code"] for _, reason, messages in found["links"] if reason for message in messages]
    assert set(codes) == {"photos-named-so", "photo-none", "level-accents", "accents-mislead"}
    assert found["relations"] == [("nearly-same-as", "their words are nearly the same")]
    assert found["holds"] == [("held by the archivist", [{"code": "hold-archivist", "params": {}}])]
    assert found["pages"] == [(str(UNSIZED), '[{"code":"ocr-page-sizeless","params":{"page":1}}]')]
    (failed,) = (event["messages"] for event in found["events"] if "reason" in event)
    (before,) = (event["before"]["messages"] for event in found["events"] if "refused" in event)
    assert [one["code"] for one in (*failed, *before)] == ["ocr-page-sizeless", "level-accents", "accents-mislead"]


@pytest.mark.parametrize("version", VERSIONS)
def test_an_archive_of_an_earlier_schema_gives_the_same_reasons(newest: Path, archive: Path, version: str) -> None:
    found_anew = ("DELETE FROM relations",) if version < "0014" else ()
    no_reprints = ("DELETE FROM reprints",) if version >= "0003" else ()
    set_back(archive, version, *found_anew, *no_reprints)
    expected, found = reasons(newest), reasons(archive)
    if version < "0004":  # pages were not stored then
        assert (expected.pop("pages"), found.pop("pages")) != ([], None)
    found["events"] = found["events"][: len(expected["events"])]  # 0014 may add an event
    assert found == expected


@pytest.mark.parametrize("version", ["0007", "0014", "0015", "0020"])
def test_what_was_done_before_the_codes_can_be_taken_back(archive: Path, version: str) -> None:
    with Archive.open(archive) as opened, opened.catalogue.snapshot() as conn:
        (kept,) = conn.exec_driver_sql("SELECT record FROM join_snapshots").scalars()
        left = digest(conn, kept, WITH_CODES if version == WITH_CODES else WITH_IDS)
    set_back(archive, version, f"UPDATE join_snapshots SET \"left\" = '{left}'")
    with Archive.open(archive) as opened:
        (held,) = opened.catalogue.of_status(Status.HELD)
        with opened.catalogue.write() as writer:
            assert writer.undo(2, "ana").records == 2
            assert writer.undo(1, "ana").records == 1
            assert writer.undo(4, "ana").records == 1
        record, *_ = opened.catalogue.get_many([held], ARCHIVIST)
        assert message_to_json(record.hold_reason or "") == [{"code": "hold-archivist", "params": {}}]
        ids = [one.id for one in opened.catalogue.get_many(opened.catalogue.changes(0), ARCHIVIST) if one.notes]
        notes = [message_to_json(note) for one in opened.catalogue.get_many(ids, ARCHIVIST) for note in one.notes]
        assert notes == [[{"code": "empty-cells", "params": {}}]] * 3


@pytest.mark.parametrize("name", ["messages_of_note", "recode_event"])
def test_a_kill_within_a_migration_leaves_an_archive_that_opens(newest: Path, archive: Path, name: str) -> None:
    set_back(
        archive,
        "0014",
        "INSERT INTO receipt_lines VALUES (1, 1, '/a.txt', NULL, '', '', 'added', 'new', NULL, NULL, NULL, NULL)",
    )
    run = subprocess.run([sys.executable, "-c", KILLED.format(name=name), str(archive)], check=False)
    assert run.returncode == -signal.SIGKILL
    with closing(sqlite3.connect(archive / "catalogue.sqlite")) as file:
        assert file.execute("SELECT version_num FROM alembic_version").fetchone() == ("0014",)
    found = reasons(archive)
    assert found["links"] == reasons(newest)["links"]
    with closing(sqlite3.connect(archive / "catalogue.sqlite")) as file:
        assert file.execute("SELECT version_num FROM alembic_version").fetchone() == (HEAD,)
        assert file.execute("SELECT messages FROM receipt_lines").fetchall() == [('[{"code":"new","params":{}}]',)]


def test_who_opens_an_archive_that_another_migrates_waits(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    set_back(archive, "0017")
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0.05)
    tries = []

    def upgrade(database: Database) -> None:
        tries.append(database)
        if len(tries) == 3:
            other.rollback()
        real(database)

    real = migration.upgrade
    monkeypatch.setattr(migration, "upgrade", upgrade)
    with closing(sqlite3.connect(archive / "catalogue.sqlite")) as other:
        other.execute("BEGIN IMMEDIATE")
        with Archive.open(archive) as opened, opened.catalogue.snapshot() as conn:
            assert conn.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() == HEAD
    assert len(tries) == 3


def test_an_archive_that_another_writes_all_the_time_is_busy(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    set_back(archive, "0017")
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0.01)
    with closing(sqlite3.connect(archive / "catalogue.sqlite")) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(ArchiveBusy):
            Archive.open(archive)
    Archive.open(archive).close()
