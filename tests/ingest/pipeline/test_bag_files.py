"""Bags in one file: made, checked and ingested; anything but one bag in one folder is refused."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import bagit
import pytest

from archive.access import ARCHIVIST, PUBLIC
from archive.edits.edits import decide
from archive.record import Status
from archive.storage.archive import Archive
from ingest.identity import packed_bag
from tests.builders.bags import write_bag
from tests.support.commands import json_lines, run

TEXTS = {"terbuka.txt": "Siaran pers tentang jembatan\n\nJembatan selesai.\n", "ditahan.txt": "Pidato\n\nIsi pidato.\n"}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an archive and its bag as ZIP and TAR."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "masuk").mkdir()
    for name, text in TEXTS.items():
        (folder / "masuk" / name).write_text(text, encoding="utf-8")
    run("init", "--archive", folder / "archive")
    run("ingest", "--archive", folder / "archive", folder / "masuk")
    with Archive.open(folder / "archive") as archive:
        held = archive.catalogue.meant("filename", "ditahan.txt")
        decide(archive, held, Status.HELD, None, "test")
    for form in ("zip", "tar"):
        run("bag", "create", folder / "jembatan", f"--{form}", "--all", "--with-held", "--archive", folder / "archive")
    return folder


def names_in(file: Path) -> list[str]:
    if file.suffix == ".zip":
        with zipfile.ZipFile(file) as packed:
            return packed.namelist()
    with tarfile.open(file) as tar:
        return tar.getnames()


@pytest.mark.parametrize("form", ["zip", "tar"])
def test_the_file_has_the_bag_in_one_folder_of_its_name(made: Path, tmp_path: Path, form: str) -> None:
    file = made / f"jembatan.{form}"
    assert {name.partition("/")[0] for name in names_in(file)} == {"jembatan"}
    assert file.stat().st_mode & 0o077 == 0  # it contains held records
    if form == "zip":
        with zipfile.ZipFile(file) as packed:
            packed.extractall(tmp_path)
    else:
        with tarfile.open(file) as tar:
            tar.extractall(tmp_path, filter="data")
            assert {(one.uid, one.uname) for one in tar.getmembers()} == {(0, "")}
    assert bagit.Bag(str(tmp_path / "jembatan")).is_valid()
    assert sorted(path.name for path in made.iterdir()) == ["archive", "jembatan.tar", "jembatan.zip", "masuk"]


@pytest.mark.parametrize("form", ["zip", "tar"])
def test_it_is_checked_and_ingested_as_the_folder_would_be(made: Path, tmp_path: Path, form: str) -> None:
    file = made / f"jembatan.{form}"
    assert json_lines(run("bag", "validate", file, "--json"))[-1]["valid"] is True
    run("init", "--archive", tmp_path / "archive")
    told = json_lines(run("bag", "ingest", file, "--archive", tmp_path / "archive", "--json"))
    assert told[-1]["outcomes"]["added"] == 2
    assert told[-1]["checksums"]["verified"] == 2
    with Archive.open(tmp_path / "archive") as archive:
        found = {
            one.filename: one for one in archive.catalogue.get_many(archive.catalogue.visible_ids(ARCHIVIST), ARCHIVIST)
        }
        assert {name: one.status for name, one in found.items()} == {
            "terbuka.txt": Status.RELEASED,
            "ditahan.txt": Status.HELD,
        }
        assert archive.catalogue.get(found["ditahan.txt"].id, PUBLIC) is None
        assert not any("dropped" in name for one in found.values() for asset in one.assets for name in asset.names)
        assert [*(archive.derived / "dropped").iterdir()] == []
    again = json_lines(run("bag", "ingest", file, "--archive", tmp_path / "archive", "--json"))
    assert again[-1]["outcomes"]["duplicate"] == 2


def test_no_file_is_overwritten(made: Path) -> None:
    before = (made / "jembatan.zip").read_bytes()
    done = run("bag", "create", made / "jembatan", "--zip", "--all", "--archive", made / "archive", code=1)
    assert "exists" in done.stderr
    assert (made / "jembatan.zip").read_bytes() == before
    assert sorted(path.name for path in made.iterdir()) == ["archive", "jembatan.tar", "jembatan.zip", "masuk"]


def test_an_altered_file_is_named_and_nothing_is_added(made: Path, tmp_path: Path) -> None:
    write_bag(tmp_path / "beli", {"data/a.txt": b"satu"})
    (tmp_path / "beli/data/a.txt").write_bytes(b"dua")
    with zipfile.ZipFile(tmp_path / "beli.zip", "w") as packed:
        for path in (tmp_path / "beli").rglob("*"):
            packed.write(path, path.relative_to(tmp_path).as_posix())
    run("init", "--archive", tmp_path / "archive")
    done = run("bag", "ingest", tmp_path / "beli.zip", "--archive", tmp_path / "archive", code=1)
    assert "data/a.txt is altered" in done.stdout
    assert run("bag", "validate", tmp_path / "beli.zip", code=1).stdout.startswith("data/a.txt is altered")
    with Archive.open(tmp_path / "archive") as archive:
        assert archive.catalogue.accession_count() == 0
        assert [*(archive.derived / "dropped").iterdir()] == []


def zip_of(*entries: tuple[str, bytes], link: str = "") -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in entries:
            packed.writestr(name, data)
        if link:
            entry = zipfile.ZipInfo(link)
            entry.external_attr = 0o120777 << 16
            packed.writestr(entry, "/etc/passwd")
    return made.getvalue()


def tar_of(*entries: tuple[str, bytes], type_: bytes = tarfile.REGTYPE, linkname: str = "") -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as packed:
        for name, data in entries:
            entry = tarfile.TarInfo(name)
            entry.size, entry.type, entry.linkname = len(data), type_, linkname
            packed.addfile(entry, io.BytesIO(data))
    return made.getvalue()


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: zip_of(("a/bagit.txt", b""), ("b/x", b"")), "one folder at its top"),
        (lambda: zip_of(("bagit.txt", b"")), "one folder at its top"),
        (lambda: tar_of(("bagit.txt", b"")), "one folder at its top"),
        (lambda: tar_of(("a/x", b""), ("b/x", b"")), "one folder at its top"),
        (lambda: zip_of(("a/../../../etc/x", b"")), "leads out"),
        (lambda: tar_of(("a/../../x", b"")), "leads out"),
        (lambda: tar_of(("/etc/x", b"")), "leads out"),
        (lambda: zip_of(link="a/link"), "is a link"),
        (lambda: tar_of(("a/link", b""), type_=tarfile.SYMTYPE, linkname="/etc/passwd"), "is a link"),
        (lambda: tar_of(("a/link", b""), type_=tarfile.LNKTYPE, linkname="a/x"), "is a link"),
        (lambda: tar_of(("a/fifo", b""), type_=tarfile.FIFOTYPE), "is a link"),
        (lambda: tar_of(("a/x", b"1"), ("a/x", b"2")), "twice"),
        (lambda: tar_of(("a/x", b"1"), ("a/x/y", b"2")), "damaged"),
        (lambda: zip_of(("a/data/nul", bytes(30 << 20))), "times its size"),
        (lambda: gzip.compress(tar_of(("a/data/nul", bytes(30 << 20)))), "times its size"),
        (lambda: zip_of(("a/x", b"hello" * 99))[:-40], "damaged"),
        (lambda: b"no archive at all", "is not a bag"),
        (lambda: b"", "is not a bag"),
    ],
)
def test_what_is_not_one_bag_is_refused(tmp_path: Path, make: Callable[[], bytes], words: str) -> None:
    (tmp_path / "bag.bin").write_bytes(make())
    done = run("bag", "validate", tmp_path / "bag.bin", code=1)
    assert words in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["bag.bin"]


def test_a_bag_larger_than_the_disk_is_given_up(tmp_path: Path) -> None:
    file = tmp_path / "bag.zip"
    file.write_bytes(zip_of(("a/x", b"1234"), ("a/y", b"1234")))
    (tmp_path / "out").mkdir()
    with pytest.raises(packed_bag.Unreadable, match="too little free space"):
        packed_bag.lay_out(str(tmp_path / "out"), str(file), 7)


def test_names_are_kept_to_the_letter(tmp_path: Path) -> None:
    names = ["a/data/Trịnh Khánh Vân.txt", "a/data/dua  spasi .txt", "a/data/!aneh!"]
    file = tmp_path / "bag.zip"
    file.write_bytes(zip_of(*((name, b"x") for name in names)))
    (tmp_path / "out").mkdir()
    assert [name for name, _ in packed_bag.lay_out(str(tmp_path / "out"), str(file), 1 << 20)["files"]] == names
