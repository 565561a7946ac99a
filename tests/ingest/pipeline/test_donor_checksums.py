"""The donor's checksum lists are compared with the files, and each line of the receipt has the result."""

from __future__ import annotations

import hashlib
import os
import zlib
from contextlib import nullcontext
from pathlib import Path
from types import SimpleNamespace

import pytest

from archive.catalogue import LineFilter
from archive.messages import has_code
from archive.record import Outcome
from archive.storage.archive import Archive
from ingest.files.donor_checksums import DonorChecksums
from ingest.pipeline.pipeline import ingest
from ingest.pipeline.receipt import FileOutcome, Receipt
from ingest.readers.text.checksum_list import MOST, read_checksums
from tests.support.commands import Run
from tests.support.staying_pool import StayingPool

pytestmark = pytest.mark.usefixtures("workers")

TEXT = "Jembatan nomor {} dibuka di Kupang pada hari Sabtu di hadapan warga.\n"


@pytest.fixture
def disk(tmp_path: Path) -> Path:
    folder = tmp_path / "disk"
    (folder / "data").mkdir(parents=True)
    for name in ("a.txt", "b.txt", "data/c.txt"):
        (folder / name).write_text(TEXT.format(name))
    return folder


def md5(path: Path) -> str:
    return hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()


def run(archive: Archive, *paths: Path) -> tuple[dict[str, FileOutcome], Receipt]:
    lines: dict[str, FileOutcome] = {}
    receipt = ingest(paths, archive, tell=lambda line, _: lines.update({line.path: line}))
    given = os.fspath(paths[0]).rstrip("/") + "/"
    return {path.removeprefix(given): line for path, line in lines.items()}, receipt


def said(lines: dict[str, FileOutcome]) -> dict[str, str]:
    codes = ("verified", "differs", "not-listed", "missing", "list")
    return {
        path: next((one for one in codes if has_code(line.reason, f"checksum-{one}")), "")
        for path, line in lines.items()
    }


def test_each_line_says_whether_the_file_is_as_listed(archive: Archive, disk: Path) -> None:
    listed = f"{md5(disk / 'a.txt')}  ./a.txt\n{'0' * 32} *data\\C.TXT\n{'1' * 32}  gone/lost.txt\n"
    (disk / "md5sums.txt").write_text(listed + f"{'2' * 32}  ../outside.txt\n{'2' * 32}  /etc/passwd\n")
    lines, receipt = run(archive, disk)
    assert said(lines) == {
        "a.txt": "verified",
        "b.txt": "not-listed",
        "data/c.txt": "differs",
        "gone/lost.txt": "missing",
        "md5sums.txt": "list",
    }
    assert lines["data/c.txt"].outcome is Outcome.ADDED
    assert (lines["gone/lost.txt"].outcome, lines["gone/lost.txt"].kept) == (Outcome.REJECTED, False)
    assert "2 lines name files outside" in str(lines["md5sums.txt"].reason)
    assert receipt.to_json()["checksums"] == {"verified": 1, "differs": 1, "not-listed": 1, "missing": 1}
    (line,) = archive.catalogue.receipt(1, LineFilter(code="checksum-differs"))
    assert line.path.endswith("c.txt")


def test_a_rejected_file_says_it_too(archive: Archive, disk: Path) -> None:
    (disk / "bad.pdf").write_bytes(b"%PDF-1.4\n" + bytes(range(256)))
    (disk / "all.sfv").write_text(
        f"; made today\r\na.txt {zlib.crc32((disk / 'a.txt').read_bytes()):08X}\r\nbad.pdf 0badbad0"
    )
    lines, _ = run(archive, disk)
    assert (lines["bad.pdf"].outcome, lines["bad.pdf"].kept) == (Outcome.REJECTED, True)
    assert (said(lines)["bad.pdf"], said(lines)["a.txt"]) == ("differs", "verified")


def test_a_manifest_is_of_the_data_of_its_bag(archive: Archive, disk: Path) -> None:
    sha256 = hashlib.sha256((disk / "data/c.txt").read_bytes()).hexdigest()
    (disk / "data/100%.txt").write_text(TEXT.format(4))
    (disk / "manifest-sha256.txt").write_text(f"{sha256} data/c.txt\n{'0' * 64} data/100%25.txt\n")
    assert said(run(archive, disk)[0]) == {
        "a.txt": "",
        "b.txt": "",
        "data/c.txt": "verified",
        "data/100%.txt": "differs",
        "manifest-sha256.txt": "list",
    }


def test_a_list_that_comes_later_is_compared_with_what_it_names(archive: Archive, disk: Path) -> None:
    run(archive, disk)
    (disk / "a.txt.md5").write_text(md5(disk / "a.txt") + "  a.txt\n")
    lines, _ = run(archive, disk)
    assert said(lines) == {"a.txt": "verified", "b.txt": "", "data/c.txt": "", "a.txt.md5": "list"}
    assert lines["a.txt"].outcome is Outcome.UNCHANGED
    assert said(run(archive, disk)[0])["a.txt"] == ""


def test_only_what_was_handed_in_counts(archive: Archive, disk: Path) -> None:
    (disk / "md5sums.txt").write_text(f"{'0' * 32}  data/c.txt\n")
    assert said(run(archive, disk / "data")[0]) == {"c.txt": ""}
    lines, _ = run(archive, disk / "data" / "c.txt", disk / "md5sums.txt")
    assert said(lines)[f"{disk}/data/c.txt"] == "differs"


def test_what_is_no_list_says_nothing(archive: Archive, disk: Path, tmp_path: Path) -> None:
    (disk / "md5sums.txt").write_text("Daftar hadir rapat.\n")
    (disk / "noise.md5").write_bytes(os.urandom(5000))
    secret = tmp_path / "secret.txt"
    secret.write_text(f"{'0' * 32}  a.txt\n")
    (disk / "sha1sums").symlink_to(secret)
    assert set(said(run(archive, disk)[0]).values()) == {""}


@pytest.mark.parametrize(
    ("filename", "line", "found"),
    [
        ("md5sums.txt", b"MD5 (a b.txt) = " + b"A" * 32, {"a b.txt": "a" * 32}),
        ("md5sums.txt", b"\\" + b"a" * 32 + b"  one\\ntwo\\\\.txt", {"one\ntwo\\.txt": "a" * 32}),
        ("x.sha512", b"a" * 128 + b" *dir\\caf\xe9.txt", {"dir/caf\u00e9.txt": "a" * 128}),
        ("x.md5", "\ufeff".encode() + b"a" * 32 + "  cafe\u0301.txt".encode(), {"caf\u00e9.txt": "a" * 32}),
        ("x.md5", (("a" * 32) + "  a.txt\r\n").encode("utf-16"), {"a.txt": "a" * 32}),
        ("x.sfv", b"a long name.txt 0123ABCD", {"a long name.txt": "0123abcd"}),
        ("x.sfv", b"; 0123ABCD", {}),
        ("x.sfv", b"0123ABCD", {}),
        ("x.md5", b"a" * 33 + b"  a.txt", {}),
        ("x.md5", b"a" * 32 + b"  a/../b.txt", {}),
        ("x.md5", b"a" * 32 + b"  C:\\b.txt", {}),
        ("x.md5", b"a" * 32 + b"  nul\0.txt", {}),
        ("x.md5", b"a" * 32 + b"  " + b"a" * 5000, {}),
    ],
)
def test_lines_of_every_sort(tmp_path: Path, filename: str, line: bytes, found: dict[str, str]) -> None:
    (tmp_path / "list").write_bytes(line + b"\n# a comment\n")
    assert read_checksums(str(tmp_path / "list"), "", filename)["files"] == found


def test_a_list_of_millions_is_read_to_its_limit(tmp_path: Path) -> None:
    line = "0" * 32 + "  {}\n"
    (tmp_path / "list").write_text("".join(line.format(n) for n in range(MOST + 5)))
    assert len(read_checksums(str(tmp_path / "list"), "", "md5sums")["files"]) == MOST


@pytest.mark.parametrize("line", [b"a" + b" " * 4_000_000, b"MD5 " + b"( " * 2_000_000, b"MD5 (" + b")" * 2_000_000])
@pytest.mark.parametrize("filename", ["x.sfv", "x.md5"])
def test_a_line_of_millions_of_characters_is_no_line(tmp_path: Path, filename: str, line: bytes) -> None:
    (tmp_path / "list").write_bytes(line)
    assert read_checksums(str(tmp_path / "list"), "", filename)["files"] == {}


@pytest.mark.parametrize("answer", [["a"], {"../x": "0" * 32}, {"/x": "0" * 32}, {"a": 5}, {"a": "0"}])
def test_an_answer_of_another_shape_is_no_list(
    disk: Path, workers: StayingPool, monkeypatch: pytest.MonkeyPatch, answer: object
) -> None:
    (disk / "md5sums.txt").write_text(f"{'0' * 32}  a.txt\n")

    answered = SimpleNamespace(result={"files": answer, "outside": 0})
    monkeypatch.setattr(workers, "run", lambda *_: nullcontext(answered))
    assert DonorChecksums(workers, [disk]).lists(f"{disk}/a.txt") == ()


def test_the_end_of_an_ingest_counts_them(press_archive: Run, disk: Path, tmp_path: Path) -> None:
    (disk / "md5sums.txt").write_text(f"{'0' * 32}  a.txt\n{md5(disk / 'b.txt')}  b.txt\n")
    press_archive("init", "--archive", tmp_path / "told")
    told = press_archive("ingest", "--archive", tmp_path / "told", disk).stdout
    assert all(count in told for count in ("Checksums of the donor: ", "1 verified", "1 differs", "1 not listed"))
    assert "differs from md5sums.txt" in told
