"""A file containing a secret is held, and messages about it do not repeat the secret."""

from __future__ import annotations

import json
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest

from archive.access import ARCHIVIST, PUBLIC
from archive.catalogue import Access
from archive.edits.edits import decide
from archive.record import Status
from archive.storage.archive import Archive
from ingest.pipeline.pipeline import Options, ingest
from ingest.pipeline.receipt import FileOutcome
from ingest.pipeline.reread import RereadFilter, reread
from tests.cases.secret_cases import GITHUB, SECRET_KEY

NIK, OTHER_NIK = "3273012501900001", "3578104503920002"
BODY = "KUPANG, 5 Mei 2025 - Jembatan itu dibuka di hadapan ribuan orang.\n\nWarga menyambut gembira.\n"


def write_mail(path: Path) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "press@office.example", "all@papers.example", "Rilis jembatan"
    mail.set_content("Terlampir rilis tentang jembatan.")
    mail.add_attachment(f"Daftar penerima\n\nNIK: {NIK}\n", filename="daftar.txt")
    mail.add_attachment(f"Jembatan dibuka\n\n{BODY}", filename="rilis.txt")
    path.write_bytes(mail.as_bytes())


@pytest.fixture
def disk(tmp_path: Path) -> Path:
    folder = tmp_path / "disk"
    folder.mkdir()
    (folder / "bersih.txt").write_text(f"Jembatan dibuka\n\n{BODY}", encoding="utf-8")
    (folder / "kunci.txt").write_text(f"Jembatan dibuka lagi\n\n{BODY}\n{SECRET_KEY}\n", encoding="utf-8")
    (folder / "judul.txt").write_text(f"Bantuan bagi warga dengan NIK {NIK}\n\n{BODY}", encoding="utf-8")
    (folder / "nik.txt").write_text(f"Bantuan\n\n{BODY}\nPenerima: Budi, NIK {NIK}, dari Kupang.\n", encoding="utf-8")
    (folder / "embargo.txt").write_text(f"EMBARGO SAMPAI 3 MEI 2099\n\nRilis\n\n{BODY}\nNIK: {NIK}\n", encoding="utf-8")
    (folder / "halaman.html").write_text(
        f"<html><head><title>Jembatan</title><meta name=description content='token {GITHUB}'></head>"
        f"<body><h1>Jembatan</h1><p>{BODY}</p></body></html>",
        encoding="utf-8",
    )
    write_mail(folder / "surat.eml")
    with zipfile.ZipFile(folder / "paket.zip", "w") as packed:
        packed.writestr("dalam/kunci.pem", SECRET_KEY)
        packed.writestr("dalam/lain.txt", f"Lain\n\n{BODY}")
    return folder


def taken(archive: Archive, disk: Path) -> dict[str, FileOutcome]:
    lines: list[FileOutcome] = []
    ingest([disk], archive, Options(index=False), lambda line, _receipt: lines.append(line))
    return {line.path.rpartition("/")[2]: line for line in lines}


def access(archive: Archive, record: str | None) -> Access:
    found = archive.catalogue.get(str(record), ARCHIVIST)
    assert found is not None
    return Access(found.status, found.release_at, found.hold_reason)


def test_files_with_secrets_are_held_and_others_are_not(archive: Archive, disk: Path) -> None:
    lines = taken(archive, disk)
    held = {name for name, line in lines.items() if line.status is Status.HELD}
    assert held == {"kunci.txt", "judul.txt", "nik.txt", "embargo.txt", "halaman.html", "daftar.txt", "kunci.pem"}
    assert lines["surat.eml"].status is lines["rilis.txt"].status is Status.RELEASED
    for name, words in (
        ("kunci.txt", "it seems to contain a private key"),
        ("kunci.pem", "it seems to contain a private key"),
        ("halaman.html", "it seems to contain an access token"),
        ("daftar.txt", "it seems to contain the identity number of a person"),
    ):
        assert words in lines[name].reason
        assert "--reason" in lines[name].reason
        assert words in str(access(archive, lines[name].record).hold_reason)
        assert archive.catalogue.get(str(lines[name].record), PUBLIC) is None
    both = access(archive, lines["embargo.txt"].record)
    assert both.release_at is None  # the end of its embargo does not release it
    assert "EMBARGO SAMPAI 3 MEI 2099" in str(both.hold_reason)


def test_what_is_told_never_has_the_secret(archive: Archive, disk: Path, capfd: pytest.CaptureFixture[str]) -> None:
    lines = taken(archive, disk)
    told = [json.dumps(line.to_json()) for line in lines.values()]
    for line in lines.values():
        if line.record:
            found = archive.catalogue.get(line.record, ARCHIVIST)
            assert found is not None
            told += [found.title, str(found.hold_reason), *map(str, found.notes)]
    told += map(str, archive.catalogue.events())
    told += capfd.readouterr()
    for secret in (NIK, GITHUB, SECRET_KEY.splitlines()[1]):
        assert not [words for words in told if secret in words]


def test_a_release_stands_until_there_is_another_secret(archive: Archive, disk: Path) -> None:
    record = str(taken(archive, disk)["nik.txt"].record)
    decide(archive, [record], Status.RELEASED, None, "test")
    file = disk / "nik.txt"
    file.touch()
    assert taken(archive, disk)["nik.txt"].status is Status.RELEASED
    (disk / "salinan.txt").write_bytes(file.read_bytes())
    assert taken(archive, disk)["salinan.txt"].status is Status.RELEASED
    list(reread(archive, RereadFilter(ids=frozenset([record]), every=True), lambda: False))
    assert access(archive, record).status is Status.RELEASED
    (disk / "salinan.txt").unlink()
    file.write_text(file.read_text(encoding="utf-8") + "\nWarga pulang.\n", encoding="utf-8")
    assert taken(archive, disk)["nik.txt"].status is Status.RELEASED
    file.write_text(file.read_text(encoding="utf-8") + f"\nNIK {OTHER_NIK}\n", encoding="utf-8")
    assert taken(archive, disk)["nik.txt"].status is Status.HELD


def test_the_rule_can_be_switched_off(tmp_path: Path, disk: Path) -> None:
    with Archive.create(tmp_path / "open") as made:
        folder = made.folder
    (folder / "archive.toml").write_text("[intake]\nhold_secrets = false\n", encoding="utf-8")
    with Archive.open(folder) as archive:
        assert {name for name, line in taken(archive, disk).items() if line.status is Status.HELD} == {"embargo.txt"}
