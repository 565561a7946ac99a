"""`press-archive reread`: old records are updated with better readers, and nothing is lost or released by it."""

from __future__ import annotations

import json
import shutil
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from archive.access import ARCHIVIST, utc_now
from archive.catalogue import Access, NewAsset
from archive.record import Description, Record, Status
from archive.storage.archive import Archive
from ingest.commands.reread_command import reread_command
from ingest.files import restrictions
from ingest.pipeline import reread as rereading
from ingest.pipeline.pipeline import ingest
from ingest.readers.base import source

PHOTO = Path(__file__).parents[3] / "sample_corpus" / "photos" / "W-HAI_1275.jpg"
TEXT = "Jembatan Baru Dibuka di Kupang\n\nKupang, 3 Mei 2025 - Warga menyambut gembira jembatan itu pagi ini.\n"
HELD = "EMBARGO sampai pemberitahuan lebih lanjut\n\nHarga Beras Diumumkan\n\nMenteri mengumumkan harga beras besok.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    Archive.create(tmp_path / "archive").close()
    return tmp_path / "archive"


def taken(folder: Path, *paths: Path) -> dict[str, str]:
    """Return the ids of the records of these files and of their contents, by file name."""
    lines: dict[str, str] = {}
    with Archive.open(folder) as archive:
        ingest(paths, archive, tell=lambda line, _: lines.update({Path(line.path).name: line.record or ""}))
    return lines


def made_old(folder: Path, record: str, *, version: int = 0, **values: Any) -> None:
    """Change a record as if an old reader had described it with these values."""
    with Archive.open(folder) as archive, archive.catalogue.write() as writer:
        known = next(iter(archive.catalogue.readings([record])))
        old = Description(known.media_type, known.reader, version, text="teks lama")
        for key, value in values.items():
            old.offer(key, value, "old reader")
        writer.describe(record, old)


def seen(folder: Path, record: str) -> Record:
    with Archive.open(folder) as archive:
        found = archive.catalogue.get(record, ARCHIVIST)
    assert found is not None
    return found


def reread(folder: Path, *words: str) -> list[dict[str, Any]]:
    done = CliRunner().invoke(reread_command, ["--archive", str(folder), "--json", *words], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_old_records_are_read_again_and_the_archivists_word_stays(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "rilis.txt").write_text(TEXT)
    shutil.copy(PHOTO, tmp_path / "W-HAI_1275.jpg")
    with zipfile.ZipFile(tmp_path / "kiriman.zip", "w") as packed:
        packed.writestr("dalam.txt", "Pasar Lama Dipugar\n\nPemugaran pasar lama dimulai hari ini juga di kota itu.\n")
    ids = taken(folder, *(tmp_path / name for name in ("rilis.txt", "W-HAI_1275.jpg", "kiriman.zip")))
    text, photo, member = (ids[name] for name in ("rilis.txt", "W-HAI_1275.jpg", "dalam.txt"))
    assert reread(folder) == [{"dry_run": False, "complete": True, "records": {}}]
    wanted = {record: seen(folder, record) for record in (text, photo, member)}
    for record in wanted:
        made_old(folder, record, kind=str(wanted[record].kind), title="Judul lama")
    with Archive.open(folder) as archive, archive.catalogue.write() as writer:
        writer.set_value(text, "city", "Kupang")
        writer.set_value(text, "title", "Judul arsiparis")

    *lines, counts = reread(folder, "--dry-run")
    assert counts["records"] == {"changed": 3}
    assert {line["record"] for line in lines} == set(wanted)
    assert seen(folder, member).title == "Judul lama"

    *lines, counts = reread(folder)
    assert "text" in next(line["keys"] for line in lines if line["record"] == text)
    for record in (photo, member):
        assert seen(folder, record).values == wanted[record].values
        assert seen(folder, record).reader_version == wanted[record].reader_version
    now = seen(folder, text)
    assert (now.title, now.values["city"]) == ("Judul arsiparis", "Kupang")
    assert now.values["date"] == wanted[text].values["date"]
    assert [offer.value for offer in now.origins["title"]][1] == wanted[text].title
    with Archive.open(folder) as archive:
        assert "gembira jembatan" in str(archive.catalogue.text(text, ARCHIVIST))
    assert reread(folder)[-1]["records"] == {}
    assert reread(folder, "--all")[-1]["records"] == {"same": 4}


def test_rules_that_changed_give_old_records_their_days(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Readers and rules share one version: whatever changed, records of every format are described again."""
    (tmp_path / "rilis.txt").write_text(TEXT)
    (tmp_path / "lama.html").write_text(f"<html><body><p>{TEXT.replace(chr(10) * 2, '</p><p>')}</p></body></html>")
    shutil.copy(PHOTO, tmp_path / "W-HAI_1275.jpg")
    names = ("rilis.txt", "lama.html", "W-HAI_1275.jpg")
    ids = taken(folder, *(tmp_path / name for name in names))
    with Archive.open(folder) as archive, archive.catalogue.write() as writer:
        for record in ids.values():
            now = next(iter(archive.catalogue.readings([record])))
            old = Description(now.media_type, now.reader, now.version, text="Jembatan Baru Dibuka di Kupang")
            old.offer("title", "Jembatan", "old rule")
            writer.describe(record, old)
        writer.set_value(ids["lama.html"], "date", "2025-05-04")
    assert seen(folder, ids["rilis.txt"]).date is None
    assert reread(folder)[-1]["records"] == {}  # unchanged version
    monkeypatch.setattr(rereading, "VERSION", source.VERSION + 1)
    assert reread(folder)[-1]["records"] == {"changed": 3}
    assert seen(folder, ids["rilis.txt"]).date == "2025-05-03"
    assert seen(folder, ids["lama.html"]).date == "2025-05-04"
    assert "2025-05-03" in [offer.value for offer in seen(folder, ids["lama.html"]).origins["date"]]


def test_records_of_the_last_version_of_each_reader_are_behind(folder: Path, tmp_path: Path) -> None:
    """Before there was one version for all, each reader had its own, the highest 7."""
    (tmp_path / "rilis.txt").write_text(TEXT)
    record = taken(folder, tmp_path / "rilis.txt")["rilis.txt"]
    for version, behind in ((7, True), (source.VERSION, False)):
        made_old(folder, record, version=version)
        with Archive.open(folder) as archive:
            (reading,) = archive.catalogue.readings([record])
        assert rereading.is_behind(reading) is behind


def test_only_what_is_asked_for_is_read_again(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "rilis.txt").write_text(TEXT)
    shutil.copy(PHOTO, tmp_path / "W-HAI_1275.jpg")
    ids = taken(folder, tmp_path / "rilis.txt", tmp_path / "W-HAI_1275.jpg")
    for record in ids.values():
        made_old(folder, record, title="Judul lama")
    assert (
        next(line.get("record") for line in reread(folder, "--reader", "photo", "--dry-run")) == ids["W-HAI_1275.jpg"]
    )
    assert reread(folder, "--reader", "pdf")[-1]["records"] == {}
    assert reread(folder, "--where", "jembatan", "--dry-run")[-1]["records"] == {}
    assert reread(folder, ids["rilis.txt"])[0]["record"] == ids["rilis.txt"]
    assert reread(folder, "--where", "lama")[-1]["records"] == {"changed": 1}


def test_an_embargo_found_now_holds_and_nothing_is_released(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "beras.txt").write_text(HELD)
    (tmp_path / "rilis.txt").write_text(TEXT)
    ids = taken(folder, tmp_path / "beras.txt", tmp_path / "rilis.txt")
    embargoed, held = ids["beras.txt"], ids["rilis.txt"]
    assert seen(folder, embargoed).status is Status.HELD
    made_old(folder, embargoed, title="Judul lama")  # its reader did not detect the embargo
    made_old(folder, held, title="Judul lama")
    with Archive.open(folder) as archive, archive.catalogue.write() as writer:
        writer.set_status(embargoed, Access(Status.RELEASED))
        writer.set_status(held, Access(Status.HELD, None, "held by the archivist"))
    lines = {line.get("record"): line for line in reread(folder)}
    assert lines[embargoed]["status"] == "held"
    assert (seen(folder, embargoed).status, seen(folder, held).status) == (Status.HELD, Status.HELD)
    with Archive.open(folder) as archive, archive.catalogue.write() as writer:
        writer.set_status(embargoed, Access(Status.RELEASED))  # decided with knowledge of these words
    reread(folder, "--all")
    assert seen(folder, embargoed).status is Status.RELEASED


NAMING = "Embargo: until 1 January 2090 09:00 UTC\n\nPier Opened\n\nWarga gembira.\n\nPhoto: W-HAI_1275.jpg\n"


def taken_with_its_photo(folder: Path, tmp_path: Path) -> tuple[str, str]:
    """Return the ids of an embargoed text and of the photo that it names."""
    (tmp_path / "disk").mkdir()
    (tmp_path / "disk/pier.txt").write_text(NAMING)
    shutil.copy(PHOTO, tmp_path / "disk")
    ids = taken(folder, tmp_path / "disk")
    return ids["pier.txt"], ids[PHOTO.name]


def statuses(folder: Path, *ids: str) -> list[Status]:
    return [seen(folder, record).status for record in ids]


def test_photos_that_come_after_a_rereading_are_held_with_the_text_that_names_them(
    folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "disk").mkdir()
    (tmp_path / "disk/pier.txt").write_text(NAMING)
    text = taken(folder, tmp_path / "disk")["pier.txt"]
    reread(folder, "--all")
    shutil.copy(PHOTO, tmp_path / "disk")
    photo = taken(folder, tmp_path / "disk")[PHOTO.name]
    assert statuses(folder, text, photo) == [Status.HELD, Status.HELD]


def test_photos_are_held_when_a_rereading_finds_the_embargo_of_the_text_that_names_them(
    folder: Path, tmp_path: Path
) -> None:
    text, photo = taken_with_its_photo(folder, tmp_path)
    assert statuses(folder, text, photo) == [Status.HELD, Status.HELD]
    made_old(folder, text, title="Judul lama")  # its reader did not detect the embargo
    with Archive.open(folder) as archive, archive.catalogue.write() as writer:
        writer.set_status(text, Access(Status.RELEASED))
        writer.set_status(photo, Access(Status.RELEASED))
    reread(folder)
    assert statuses(folder, text, photo) == [Status.HELD, Status.HELD]


def test_a_photo_that_was_released_stays_so_when_the_text_that_names_it_is_read_again(
    folder: Path, tmp_path: Path
) -> None:
    text, photo = taken_with_its_photo(folder, tmp_path)
    with Archive.open(folder) as archive, archive.catalogue.write() as writer:
        writer.decide_access([photo], Access(Status.RELEASED), "arsiparis")  # with these words in view
    reread(folder, "--all")
    assert statuses(folder, text, photo) == [Status.HELD, Status.RELEASED]


BARE = "EMBARGO\n\nPier Opened\n\nGeneva, {day} - Farmers were glad of it.\n\nPhoto: W-HAI_1275.jpg\n"


def test_an_embargo_that_was_in_force_when_the_text_came_is_so_when_it_is_read_again_a_month_later(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "disk").mkdir()
    (tmp_path / "disk/pier.txt").write_text(BARE.format(day=f"{utc_now():%d %B %Y}"))
    text = taken(folder, tmp_path / "disk")["pier.txt"]
    assert seen(folder, text).status is Status.HELD
    later = utc_now() + timedelta(days=31)
    monkeypatch.setattr(restrictions, "utc_now", lambda: later)
    reread(folder, "--all")
    shutil.copy(PHOTO, tmp_path / "disk")
    photo = taken(folder, tmp_path / "disk")[PHOTO.name]
    assert statuses(folder, text, photo) == [Status.HELD, Status.HELD]


def test_a_text_that_was_released_stays_so_when_its_embargo_is_no_mere_note_any_more(
    folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "pier.txt").write_text(BARE.format(day=f"{utc_now():%d %B %Y}"))
    text = taken(folder, tmp_path / "pier.txt")["pier.txt"]
    order = dict(seen(folder, text).values["embargo"])
    assert seen(folder, text).status is Status.HELD
    with Archive.open(folder) as archive, archive.catalogue.write() as writer:
        writer.decide_access([text], Access(Status.RELEASED), "arsiparis")
    made_old(folder, text, embargo={**order, "enforced": False})  # as left by a rereading after 30 days
    reread(folder)
    assert seen(folder, text).values["embargo"] == order
    assert seen(folder, text).status is Status.RELEASED


def test_a_text_whose_note_turns_out_to_be_an_embargo_until_an_hour_is_held(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "pier.txt").write_text(NAMING)
    text = taken(folder, tmp_path / "pier.txt")["pier.txt"]
    made_old(folder, text, embargo={"until": None, "words": "Embargo", "origin": "header line", "enforced": False})
    with Archive.open(folder) as archive, archive.catalogue.write() as writer:
        writer.decide_access([text], Access(Status.RELEASED), "arsiparis")
    reread(folder)
    assert seen(folder, text).release_at == "2090-01-01T09:00:00Z"
    with Archive.open(folder) as archive, archive.catalogue.write() as writer:
        writer.decide_access([text], Access(Status.RELEASED), "arsiparis")
    reread(folder, "--all")
    assert seen(folder, text).status is Status.RELEASED


def test_a_decision_that_was_undone_is_none(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "pier.txt").write_text(BARE.format(day=f"{utc_now():%d %B %Y}"))
    text = taken(folder, tmp_path / "pier.txt")["pier.txt"]
    order = dict(seen(folder, text).values["embargo"])
    made_old(folder, text, embargo={**order, "enforced": False})
    with Archive.open(folder) as archive, archive.catalogue.write() as writer:
        writer.set_status(text, Access())  # like a record that is not held because of a note
        n = writer.decide_access([text], Access(Status.HELD), "arsiparis")
        writer.undo(n, "arsiparis")
    assert seen(folder, text).status is Status.RELEASED
    reread(folder)
    assert seen(folder, text).status is Status.HELD


def test_what_cannot_be_read_now_keeps_what_it_had_and_says_so(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "rilis.txt").write_text(TEXT)
    altered = taken(folder, tmp_path / "rilis.txt")["rilis.txt"]
    (tmp_path / "rusak.pdf").write_bytes(b"%PDF-1.7\nnothing of a document")
    with Archive.open(folder) as archive:
        copy = archive.store.incoming(tmp_path / "rusak.pdf")
        archive.store.settle([copy])
        old = Description("application/pdf", "pdf", 0, text="teks lama")
        old.offer("title", "Judul lama", "old reader")
        with archive.catalogue.write() as writer:
            broken = writer.add_record(old, NewAsset(copy.sha256, copy.size, "application/pdf"))
        path = archive.store.path(seen(folder, altered).original.sha256)
    made_old(folder, altered, title="Judul lama")
    path.chmod(0o600)
    path.write_text("something else")
    lines = {line.get("record"): line for line in reread(folder)}
    assert {lines[record]["outcome"] for record in (broken, altered)} == {"kept"}
    assert "keeps its earlier description" in lines[broken]["reason"]
    assert "press-archive verify" in lines[altered]["reason"]
    assert {seen(folder, record).title for record in (broken, altered)} == {"Judul lama"}


def test_a_stop_leaves_what_was_written_and_the_next_run_goes_on(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    for n in range(12):
        (disk / f"rilis{n}.txt").write_text(TEXT.replace("Kupang", f"Kota{n}"))
    ids = taken(folder, disk)
    for record in ids.values():
        made_old(folder, record, title="Judul lama")
    monkeypatch.setattr(rereading, "_BATCH", 3)
    monkeypatch.setattr(rereading, "_AHEAD", 1)
    first: list[str] = []
    with Archive.open(folder) as archive:
        for one in rereading.reread(archive, rereading.RereadFilter(), lambda: len(first) >= 3):
            first.append(one.record)
    assert 3 <= len(first) < 12
    rest = [line["record"] for line in reread(folder)[:-1]]
    assert sorted([*first, *rest]) == sorted(ids.values())
