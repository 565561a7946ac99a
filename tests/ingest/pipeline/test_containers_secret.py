"""A ZIP or a mail is not served to viewers who may not have everything in it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from email.message import EmailMessage
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from archive.access import ARCHIVIST, PUBLIC
from archive.catalogue import Access
from archive.record import Status
from archive.storage.archive import Archive
from ingest.pipeline import containers
from ingest.pipeline.pipeline import ingest
from tests.builders.photo_builders import encoded
from webui import create_app

SECRET = "zebrafinch"
HELD = f"EMBARGOED UNTIL 10:00 GMT 3 MAY 2099\n\nThe {SECRET} prize\n\nNobody knows yet who wins it this year.\n"
OPEN = "Bridge opened\n\nKUPANG, 5 May 2025 - The bridge was opened before thousands of people.\n"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    disk = tmp_path / "disk"
    disk.mkdir()
    with zipfile.ZipFile(disk / "mixed.zip", "w") as packed:
        packed.writestr("in/held.txt", HELD)
        packed.writestr("in/open.txt", OPEN)
    with zipfile.ZipFile(disk / "plain.zip", "w") as packed:
        packed.writestr("open.txt", OPEN.replace("Kupang", "Ende"))
    with zipfile.ZipFile(disk / "outer.zip", "w") as packed:
        packed.writestr("inner.zip", (disk / "mixed.zip").read_bytes())
        packed.writestr("beside.txt", OPEN.replace("bridge", "quay"))
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "press@office.example", "all@papers.example", "Two releases"
    mail.set_content("Please find the releases attached. They are about the prize and the bridge.")
    mail.add_attachment(HELD.replace("prize", "medal"), filename="medal.txt")
    (disk / "mail.eml").write_bytes(mail.as_bytes())
    with Archive.create(tmp_path / "archive") as opened:
        ingest([disk], opened)
        yield opened


@pytest.fixture
def client(archive: Archive) -> Iterator[FlaskClient]:
    app = create_app({"ARCHIVE": archive.folder, "TESTING": True})
    yield app.test_client()
    app.extensions["press-archive"].close()


def record_at(archive: Archive, path: str, member: str = "") -> str:
    name = archive.catalogue.name("disk", path, member)
    assert name is not None
    assert name.record is not None
    return name.record


@pytest.mark.parametrize("path", ["mixed.zip", "outer.zip", "mail.eml"])
def test_what_holds_a_held_file_is_not_given_out(archive: Archive, client: FlaskClient, path: str) -> None:
    record = record_at(archive, path)
    for address in (f"/records/{record}/assets/0", f"/api/v1/records/{record}/assets/0"):
        answer = client.get(address)
        assert answer.status_code == 404
        assert SECRET.encode() not in answer.data
    page = client.get(f"/records/{record}")
    if page.status_code == 200:
        assert f"/records/{record}/assets/0" not in page.get_data(as_text=True)
        assert "not open to everyone" in page.get_data(as_text=True)


def test_what_holds_nothing_secret_is(archive: Archive, client: FlaskClient) -> None:
    record = record_at(archive, "plain.zip")
    with client.get(f"/records/{record}/assets/0") as answer:
        assert answer.status_code == 200
        assert answer.data[:2] == b"PK"
    assert f"/records/{record}/assets/0" in client.get(f"/records/{record}").get_data(as_text=True)


def test_it_follows_what_becomes_of_the_files_inside(archive: Archive, client: FlaskClient) -> None:
    outer, inner = record_at(archive, "mixed.zip"), record_at(archive, "mixed.zip", "in/held.txt")
    with archive.catalogue.write() as w:
        w.set_status(inner, Access(Status.RELEASED))
    with client.get(f"/records/{outer}/assets/0") as answer:
        assert answer.status_code == 200
    with archive.catalogue.write() as w:
        w.set_status(record_at(archive, "mixed.zip", "in/open.txt"), Access(Status.WITHDRAWN))
    assert client.get(f"/records/{outer}/assets/0").status_code == 404


def test_who_may_see_what_is_held_may_have_the_whole(archive: Archive) -> None:
    record = archive.catalogue.get(record_at(archive, "mixed.zip"), ARCHIVIST)
    assert record is not None
    assert archive.catalogue.gives_away(record.original.sha256, PUBLIC)
    assert not archive.catalogue.gives_away(record.original.sha256, ARCHIVIST)


def test_a_container_is_held_while_a_file_in_it_was_not_read(tmp_path: Path) -> None:
    """Its bytes would give away content that nobody could check. Once it is read completely, it is like any other."""
    disk = tmp_path / "disk"
    disk.mkdir()
    with zipfile.ZipFile(disk / "siaran.zip", "w") as made:
        made.writestr("dibaca.txt", "Siaran pers\n\nKapal tiba di Ambon.")
        made.writestr("tidak.txt", "EMBARGO sampai 2099\n\nKapal rahasia.")
    whole = (disk / "siaran.zip").read_bytes()
    method = whole.index(b"PK\1\2", whole.index(b"PK\1\2") + 1) + 10
    (disk / "siaran.zip").write_bytes(whole[:method] + b"\x61" + whole[method + 1 :])  # packed with an unknown method
    with zipfile.ZipFile(disk / "luar.zip", "w") as made:
        made.writestr("../tidak.txt", "EMBARGO sampai 2099\n\nKapal rahasia lain.")  # a name that leads out of it
    with Archive.create(tmp_path / "archive") as archive:
        ingest([disk], archive)
        lines = [one for one in archive.catalogue.receipt(1) if not one.member]
        assert len(lines) == 2
        for line in lines:
            assert "a file in it was not read, so its content is unknown" in (line.reason or "")
        public = archive.catalogue.get_many(archive.catalogue.changes(0), PUBLIC)
        assert [one.filename for one in public] == ["dibaca.txt"]


def test_a_file_that_intake_could_not_read_holds_what_it_came_in(tmp_path: Path) -> None:
    """Also one that was rejected before the pictures next to it were read. A picture in the text of a mail holds
    nothing."""
    disk = tmp_path / "disk"
    disk.mkdir()
    damaged = b"%PDF-1.4 EMBARGO sampai 2099"
    packed = {"rusak.pdf": damaged, "foto.jpg": encoded("JPEG", 320, 200)}
    (disk / "siaran.zip").write_bytes(zipped(packed))
    (disk / "luar.zip").write_bytes(zipped({"dalam.zip": zipped({"rusak.doc": damaged}), "utuh.txt": b"Kapal."}))
    (disk / "surat.eml").write_bytes(mail("Kapal tiba di Ambon.", "rusak.pdf", damaged))
    (disk / "utuh.eml").write_bytes(mail("Kapal tiba di Kupang.", "utuh.txt", b"Kapal itu baru."))
    (disk / "gambar.eml").write_bytes(mail("Kapal tiba di Dili.", "kapal.jpg", b"\xff\xd8\xff\xe0 rusak", shown=True))
    with Archive.create(tmp_path / "archive") as archive:
        ingest([disk], archive)
        given = given_away(archive)
        assert given == ["foto.jpg", "gambar.eml", "utuh.eml", "utuh.txt", "utuh.txt"]
        lines = {line.path.rpartition("/")[2]: line for line in archive.catalogue.receipt(1) if not line.member}
        assert "a file in it was not read" in (lines["siaran.zip"].reason or "")
        assert "a file in it was not read" in (lines["surat.eml"].reason or "")


def test_more_files_than_one_file_may_hold_are_in_nothing_that_is_public(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(containers, "MOST_FILES", 3)
    disk = tmp_path / "disk"
    disk.mkdir()
    inner = zipped({f"{n}.txt": f"EMBARGO sampai 2099, {n}".encode() for n in range(3)})
    (disk / "luar.zip").write_bytes(zipped({"dalam.zip": inner, "utuh.txt": b"Kapal tiba di Ende."}))
    with Archive.create(tmp_path / "archive") as archive:
        ingest([disk], archive)
        assert given_away(archive) == ["utuh.txt"]


def zipped(files: Mapping[str, bytes]) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as made:
        for name, data in files.items():
            made.writestr(name, data)
    return whole.getvalue()


def mail(said: str, name: str, data: bytes, *, shown: bool = False) -> bytes:
    """Return a mail with one file, `shown` in its text or attached to it."""
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "press@office.example", "all@papers.example", said
    made.set_content(f"Siaran pers\n\n{said}")
    if shown:
        page = EmailMessage()
        page.set_content(f'<p>Siaran pers</p><p>{said}</p><img src="cid:a@b" width=320 height=200>', subtype="html")
        page.add_related(data, "image", "jpeg", cid="<a@b>", filename=name)
        made.make_alternative()
        made.attach(page)
    else:
        made.add_attachment(data, "application", "octet-stream", filename=name)
    return made.as_bytes()


def given_away(archive: Archive) -> list[str]:
    """Return the names of the files that the public may have."""
    public = archive.catalogue.get_many(archive.catalogue.changes(0), PUBLIC)
    shown = [(one.filename, asset.sha256) for one in public for asset in one.assets]
    return sorted(name or "" for name, sha256 in shown if not archive.catalogue.gives_away(sha256, PUBLIC))


def test_what_lies_too_deep_to_be_read_is_in_nothing_that_is_public(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    inside = b"EMBARGO sampai 2099"
    for name in ("a.txt", "b.zip", "c.zip", "d.zip"):
        with zipfile.ZipFile(disk / "luar.zip", "w") as made:
            made.writestr(name, inside)
        inside = (disk / "luar.zip").read_bytes()
    with Archive.create(tmp_path / "archive") as archive:
        ingest([disk], archive)
        assert given_away(archive) == []
