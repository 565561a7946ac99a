"""The order in which files are read, and which ones wait."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ingest.files.read_order import ReadOrder, Stage, in_parts, stage_of
from ingest.files.walk import WalkedPath
from tests.builders.office_files import making
from tests.builders.packed_files import tarred, zipped
from tests.builders.raw_builders import arw, corners, cr3, orf, raf, rw2, saved


def order(folder: Path, *files: str) -> list[tuple[str, bool]]:
    with ReadOrder(folder) as waiting:
        for file in files:
            waiting.put(WalkedPath(file, f"shown {file}"), Stage.PICTURES)
        found = list(waiting.of(Stage.PICTURES))
    assert all(one.found.shown == f"shown {one.found.file}" for one in found)
    return [(one.found.file, one.followed) for one in found]


def test_what_is_of_one_photo_comes_together_and_its_sidecars_last(tmp_path: Path) -> None:
    files = ["/d/b.xmp", "/d/a.jpg.xmp", "/d/A.nef", "/d/a.jpg", "/d/b.jpg", "/d/a (2).jpg", "/d/a.xmp", "/d/c.xmp"]
    assert order(tmp_path, *files) == [
        ("/d/A.nef", True),
        ("/d/a.jpg", True),
        ("/d/a.jpg.xmp", True),
        ("/d/a.xmp", False),
        ("/d/a (2).jpg", False),
        ("/d/b.jpg", True),
        ("/d/b.xmp", False),
        ("/d/c.xmp", False),
    ]
    inside = in_parts([file[3:] for file in files])
    assert [(f"/d/{name}", more) for name, more in inside] == order(tmp_path, *files)


def test_folders_come_one_after_the_other_as_they_were_met(tmp_path: Path) -> None:
    assert order(tmp_path, "/z/a.jpg", "/z/inner/a.jpg", "/a/a.xmp", "/z/b.jpg", "/a/a.jpg") == [
        ("/z/a.jpg", False),
        ("/z/b.jpg", False),
        ("/z/inner/a.jpg", False),
        ("/a/a.jpg", True),
        ("/a/a.xmp", False),
    ]


def test_names_of_any_bytes_come_back_as_they_were(tmp_path: Path) -> None:
    names = [os.fsdecode(b"/d/\xff\xfe.jpg"), "/d/a\nb.jpg", "/d/đại biểu.jpg", "/d/" + "\N{SNOWMAN}" * 60]
    assert {file for file, _ in order(tmp_path, *names)} == set(names)


def test_what_was_taken_out_of_a_container_is_remembered(tmp_path: Path) -> None:
    with ReadOrder(tmp_path) as waiting:
        found = WalkedPath("/d/a.zip", "a.zip")
        waiting.took(found, "captions.csv")
        waiting.put(found, Stage.PICTURES, "digest")
        (one,) = waiting.of(Stage.PICTURES)
    assert (one.sha256, one.done) == ("digest", {"captions.csv": True})


def test_a_hundred_thousand_names_lie_on_the_disk(tmp_path: Path) -> None:
    with ReadOrder(tmp_path) as waiting:
        before = resident()
        for n in range(100_000):
            waiting.put(WalkedPath(f"/disk/folder {n // 500}/photo number {n}.jpg", "x"), Stage.PICTURES)
        assert sum(1 for _ in waiting.of(Stage.PICTURES)) == 100_000
        assert resident() - before < 15_000_000
    assert list(tmp_path.iterdir()) == []


def resident() -> int:
    """Return the resident memory of this process in bytes."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.parametrize(
    ("name", "data", "stage"),
    [
        ("a.csv", b"", Stage.HOLDERS),
        ("A.XLSX", b"", Stage.HOLDERS),
        ("a.html", b"", Stage.HOLDERS),
        ("a.eml", b"", Stage.HOLDERS),
        ("a.tar.gz", b"", Stage.HOLDERS),
        ("a", zipped({"a.csv": "x"}), Stage.HOLDERS),
        ("a.jpg", making("workbooks").workbook({"A": [["x"]]}), Stage.HOLDERS),
        ("a.xmp", zipped({"a.csv": "x"}), Stage.HOLDERS),
        ("a.bin", tarred({"a.csv": "x"}, "w"), Stage.HOLDERS),
        ("a.txt", b"", Stage.DOCUMENTS),
        ("a.docx", b"", Stage.DOCUMENTS),
        ("a.pdf", b"", Stage.DOCUMENTS),
        ("a", b"Kapal tiba", Stage.DOCUMENTS),
        ("a.jpg", b"Kapal tiba", Stage.DOCUMENTS),
        ("a.jpg", b"", Stage.DOCUMENTS),
        ("a.xmp", b"<x:xmpmeta", Stage.PICTURES),
        ("a", saved(corners()), Stage.PICTURES),
        ("a.bin", saved(corners(), "WEBP"), Stage.PICTURES),
        *((f"a.{kind}", saved(corners(), kind), Stage.PICTURES) for kind in ("png", "gif", "bmp", "tiff")),
        *(("a.raw", made(saved(corners())), Stage.PICTURES) for made in (arw, cr3, orf, raf, rw2)),
    ],
)
def test_a_file_is_read_by_what_it_is(tmp_path: Path, name: str, data: bytes, stage: Stage) -> None:
    (tmp_path / name).write_bytes(data)
    assert stage_of(str(tmp_path / name)) is stage


def test_what_cannot_be_opened_is_told_by_its_reading(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").symlink_to("/dev/null")
    os.mkfifo(tmp_path / "b.jpg")
    assert [stage_of(str(tmp_path / name)) for name in ("a.jpg", "b.jpg", "c.jpg")] == [Stage.DOCUMENTS] * 3
