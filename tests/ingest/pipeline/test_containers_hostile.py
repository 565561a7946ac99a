"""Malicious or damaged containers: each is stopped within its limits, with a reason, without affecting others."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import stat
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.errors import Unreadable
from archive.record import Description, Member, Outcome
from ingest.files.workers import validate_worker_result
from ingest.readers.base import members
from tests.builders.container_disk import outcomes, put
from tests.builders.made_files import read
from tests.builders.packed_files import RELEASE, SPEECH, encrypted, many, overlapping, tarred, with_mode, zipped
from tests.ingest.pipeline.test_intake import Intake, intake

__all__ = ["intake"]

MANY = members.MOST_FILES


def reason(intake: Intake, name: str) -> str:
    return intake.lines[f"disk/{name}"].reason


@pytest.mark.parametrize("name", ["../a.txt", "a/../../b.txt", "/etc/passwd", "C:\\x.txt", "..\\a.txt", "a/..", ".."])
@pytest.mark.parametrize("pack", [zipped, tarred])
def test_no_path_leads_out(tmp_path: Path, name: str, pack: object) -> None:
    path = tmp_path / "inside" / "a.bin"
    path.parent.mkdir()
    path.write_bytes(pack({name: "x", "b.txt": "y"}))  # type: ignore[operator]
    first, second = read(path).members
    assert (first.outcome, first.file) == ("skipped", "")
    assert "leads out" in first.reason
    assert ".." not in first.name
    assert not first.name.startswith("/")
    assert (second.name, second.outcome) == ("b.txt", "")
    assert [found.name for found in tmp_path.iterdir()] == ["inside"]


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFSOCK, stat.S_IFCHR, stat.S_IFBLK])
def test_what_is_no_file_in_a_zip_is_skipped(tmp_path: Path, kind: int) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(with_mode("tautan", kind | 0o777, "/etc/passwd"))
    assert [(m.name, m.outcome, m.file) for m in read(path).members] == [("tautan", "skipped", "")]


def test_links_and_devices_in_a_tar_are_skipped(tmp_path: Path) -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as packed:
        for name, kind in (
            ("a", tarfile.SYMTYPE),
            ("b", tarfile.LNKTYPE),
            ("c", tarfile.CHRTYPE),
            ("d", tarfile.FIFOTYPE),
        ):
            entry = tarfile.TarInfo(name)
            entry.type, entry.linkname = kind, "/etc/passwd"
            packed.addfile(entry)
    path = tmp_path / "a.tar"
    path.write_bytes(out.getvalue())
    assert [(m.name, m.outcome, m.file) for m in read(path).members] == [(name, "skipped", "") for name in "abcd"]


def test_a_bomb_among_sound_files_is_rejected_alone(intake: Intake) -> None:
    put(intake, "a.zip", zipped({"bom.bin": b"\0" * (11 << 20), "b.txt": SPEECH}))
    assert outcomes(intake) == {"a.zip!/bom.bin": "rejected", "a.zip!/b.txt": "added", "a.zip": "attached"}
    assert "200 times its size" in reason(intake, "a.zip!/bom.bin")


@pytest.mark.parametrize("mode", ["w:gz", "w:bz2", "w:xz"])
def test_a_tar_that_unpacks_without_end_is_rejected(tmp_path: Path, mode: str) -> None:
    path = tmp_path / "a.tar"
    with tarfile.open(path, mode) as packed:  # type: ignore[call-overload]
        for n in range(3):
            entry = tarfile.TarInfo(f"{n}")
            entry.size = 50 << 20
            packed.addfile(entry, io.BytesIO(bytes(entry.size)))
    with pytest.raises(Unreadable, match="200 times its size"):
        read(path)
    assert [found.stat().st_size for found in tmp_path.glob("inside-*") if found.stat().st_size > 60 << 20] == []


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress], ids=["gzip", "bzip2", "xz"])
def test_a_single_packed_file_may_unpack_to_as_many_times_its_size_as_one_in_a_zip(
    tmp_path: Path, pack: Callable[[bytes], bytes]
) -> None:
    path = tmp_path / "a.txt.packed"
    path.write_bytes(pack(bytes(12 << 20)))
    with pytest.raises(Unreadable, match=r"200 times its size.* look at it"):
        read(path)
    path.write_bytes(pack(bytes(8 << 20)))  # too little to harm anyone
    assert [member.file for member in read(path).members] == ["inside-0"]


def test_more_than_may_be_in_all_is_rejected(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(members, "MOST_WHOLE", 3000)
    for name, data in (
        ("a.zip", zipped({str(n): bytes(1000) for n in range(4)})),
        ("a.tar", tarred({"x": bytes(3001)})),
    ):
        (tmp_path / name).write_bytes(data)
        with pytest.raises(Unreadable, match="unpack it"):
            read(tmp_path / name)


def test_a_size_that_is_lower_than_what_comes_does_no_harm(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.txt": "a" * 1000, "b.txt": "b"}))
    at = data.index(b"PK\1\2") + 24
    data[at : at + 4] = (10).to_bytes(4, "little")
    path = tmp_path / "a.zip"
    path.write_bytes(data)
    first, second = read(path).members
    assert (first.outcome, first.file, second.outcome) == ("rejected", "", "")


@pytest.mark.parametrize("count", [MANY + 1, 65_536])
def test_too_many_entries_are_rejected_before_any_is_opened(intake: Intake, count: int) -> None:
    many(intake.home / "disk" / "a.zip", count)
    assert outcomes(intake) == {"a.zip": "rejected"}
    assert f"{count:,} files" in reason(intake, "a.zip")
    assert "unpack it and ingest the folder" in reason(intake, "a.zip")


def test_too_many_entries_of_a_tar_are_rejected(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(members, "MOST_FILES", 5)
    (tmp_path / "a.tar").write_bytes(tarred({str(n): b"x" for n in range(6)}))
    with pytest.raises(Unreadable, match="at most 5 files"):
        read(tmp_path / "a.tar")


def test_entries_that_overlap_are_rejected(intake: Intake) -> None:
    put(intake, "a.zip", overlapping())
    assert outcomes(intake) == {"a.zip": "rejected"}
    assert "overlap" in reason(intake, "a.zip")


def test_a_wrong_checksum_rejects_that_file_alone(intake: Intake) -> None:
    data = zipped({"a.txt": RELEASE, "b.txt": SPEECH}, zipfile.ZIP_STORED)
    put(intake, "a.zip", data.replace(b"Warga menyambut", b"Warga menyambat", 1))
    assert outcomes(intake) == {"a.zip!/a.txt": "rejected", "a.zip!/b.txt": "added", "a.zip": "attached"}
    assert "copy it again" in reason(intake, "a.zip!/a.txt")


@pytest.mark.parametrize("part", [0.1, 0.5, 0.9])
@pytest.mark.parametrize("name", ["a.zip", "a.tar", "a.tgz", "a.tar.bz2", "a.tar.xz"])
def test_a_container_that_is_cut_off_is_rejected(tmp_path: Path, name: str, part: float) -> None:
    modes = {"a.tar": "w:", "a.tgz": "w:gz", "a.tar.bz2": "w:bz2", "a.tar.xz": "w:xz"}
    files = {f"{n}.txt": f"{n} {RELEASE}" for n in range(20)}
    whole = tarred(files, modes[name]) if name in modes else zipped(files)
    within = whole.index(f"{int(20 * part)} Presiden".encode()) if name == "a.tar" else 0
    path = tmp_path / name
    path.write_bytes(whole[: within + 100 if within else int(len(whole) * part)])
    with pytest.raises(Unreadable, match="copy it again"):
        read(path)


def test_a_tar_that_is_cut_off_between_two_files_is_taken_with_a_note(tmp_path: Path) -> None:
    (tmp_path / "a.tar").write_bytes(tarred({"a.txt": b"x" * 512, "b.txt": b"y" * 512}, "w:")[:1024])
    cut = read(tmp_path / "a.tar")
    assert ([member.name for member in cut.members], "no end mark" in cut.notes[0]) == (["a.txt"], True)
    (tmp_path / "b.tar").write_bytes(tarred({"a.txt": b"x" * 512}, "w:"))
    assert read(tmp_path / "b.tar").notes == ["1 file inside it, a separate record where possible"]


def test_a_file_behind_a_password_is_told_as_encrypted(intake: Intake) -> None:
    put(intake, "a.zip", encrypted("rahasia.txt"))
    assert outcomes(intake) == {"a.zip!/rahasia.txt": "encrypted", "a.zip": "attached"}
    assert "password" in reason(intake, "a.zip!/rahasia.txt")


def test_a_container_that_holds_itself_again_and_again_ends(intake: Intake) -> None:
    data = SPEECH.encode()
    for n in range(8):
        data = zipped({f"{n}.zip" if n else "a.txt": data})
    put(intake, "a.zip", data)
    assert sorted(outcomes(intake).values()) == ["attached", "attached", "attached", "rejected"]


def test_many_containers_in_one_stop_at_a_limit(intake: Intake, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.pipeline.containers.MOST_FILES", 6)
    inner = [zipped({f"{n}-{m}.txt": f"Kapal {n}-{m} tiba di pelabuhan.\n" for m in range(2)}) for n in range(3)]
    put(intake, "a.zip", zipped({f"{n}.zip": data for n, data in enumerate(inner)}))
    found = outcomes(intake)
    assert (found["a.zip!/0.zip"], found["a.zip!/1.zip"], found["a.zip!/2.zip"]) == ("attached", "rejected", "rejected")
    assert "unpack that" in reason(intake, "a.zip!/1.zip")
    assert found["a.zip"] == "attached"


@pytest.mark.parametrize(
    "member",
    [
        Member("../a", "inside-0"),
        Member("/a", "inside-0"),
        Member("a!/b", "inside-0"),
        Member("", "inside-0"),
        Member("a"),
        Member("a", "", "added", "why"),
        Member("a" * 2000, "inside-0"),
    ],
)
def test_a_worker_is_not_believed_when_it_names_a_member_wrongly(member: Member) -> None:
    said = Description("application/zip", "zip", 1, members=[member])
    with pytest.raises(Exception, match="cannot be used"):
        validate_worker_result(said.to_json(), "a.zip")
    said.members = [Member("a", "", Outcome.SKIPPED.value, "why")]
    assert validate_worker_result(said.to_json(), "a.zip").members == said.members
