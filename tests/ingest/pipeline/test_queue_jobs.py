"""Which files form one job of the queue, its order, and what is stored of a file as JSON."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from archive.messages import Message
from archive.storage.job_queue import QueuedJob
from ingest.files.read_order import ReadOrder, Stage
from ingest.files.walk import WalkedPath, walk
from ingest.pipeline import queue_jobs
from ingest.pipeline.queue_jobs import Turn, files_of, later_jobs


@pytest.fixture
def order(tmp_path: Path) -> Iterator[ReadOrder]:
    with ReadOrder(tmp_path) as made:
        yield made


def jobs_of(folder: Path, order: ReadOrder) -> list[tuple[Turn, list[str]]]:
    """Return the turns of the jobs for a folder, with their file names."""
    parts = queue_jobs._parts(walk([folder], ["*.tmp"], []), order)
    return [(turn, [Path(one["file"]).name for one in part]) for turn, part in parts]


@pytest.fixture
def disk(tmp_path: Path) -> Path:
    folder = tmp_path / "disk"
    folder.mkdir()
    for name in ("a.txt", "b.txt", "c.csv", "d.tmp", "P1.jpg.xmp", "P1.xmp", "P2.xmp"):
        (folder / name).write_text("x", encoding="utf-8")
    for name in ("P1.jpg", "P1.png", "P2.jpg"):
        Image.new("RGB", (8, 8)).save(folder / name)
    return folder


def test_what_can_hold_others_comes_first(disk: Path, order: ReadOrder) -> None:
    photos = ["P1.jpg", "P1.png", "P1.jpg.xmp", "P1.xmp", "P2.jpg", "P2.xmp"]
    told, holders, documents, pictures = jobs_of(disk, order)
    assert (told, holders) == ((Turn.HOLDERS, ["d.tmp"]), (Turn.HOLDERS, ["c.csv"]))
    assert documents == (Turn.DOCUMENTS, ["a.txt", "b.txt"])
    assert (pictures[0], sorted(pictures[1])) == (Turn.PICTURES, sorted(photos))


def test_notes_come_first_and_texts_of_one_name_are_one_job(
    disk: Path, order: ReadOrder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue_jobs, "JOB_FILES", 1)
    for name in ("README.txt", "a.html", "a.docx"):
        (disk / name).write_text("x", encoding="utf-8")
    jobs = jobs_of(disk, order)
    assert jobs[0] == (Turn.NOTES, ["README.txt"])
    texts = [sorted(names) for turn, names in jobs if turn is Turn.DOCUMENTS]
    assert texts == [["a.docx", "a.html", "a.txt"], ["b.txt"]]


def test_what_a_file_in_a_container_orders_goes_with_the_rest_of_it(order: ReadOrder) -> None:
    order.put(WalkedPath("/d/z.zip", "d/z.zip"), Stage.PICTURES, "a" * 64)
    told = {("/d/z.zip", ""): [{"until": None, "words": "EMBARGO"}], ("/d/other.zip", ""): [{"until": None}]}
    (job,) = later_jobs(3, Turn.HOLDERS, order, told)
    (due,) = files_of(QueuedJob(3, Turn.CONTAINERS, json.loads(json.dumps(job.files))))
    assert due.orders == {"": [{"until": None, "words": "EMBARGO"}]}


def test_files_of_one_photo_are_one_job(disk: Path, order: ReadOrder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue_jobs, "JOB_FILES", 1)
    jobs = jobs_of(disk, order)
    assert [names for turn, names in jobs if turn is Turn.DOCUMENTS] == [["a.txt"], ["b.txt"]]
    pictures = [set(names) for turn, names in jobs if turn is Turn.PICTURES]
    assert pictures == [{"P1.jpg", "P1.png", "P1.jpg.xmp", "P1.xmp"}, {"P2.jpg", "P2.xmp"}]


def test_a_job_is_taken_apart_between_photos(disk: Path, order: ReadOrder) -> None:
    parts = queue_jobs._parts(walk([disk], ["*.tmp"], []), order)
    (whole,) = (QueuedJob(5, turn, part) for turn, part in parts if turn is Turn.PICTURES)
    jobs = queue_jobs.apart(whole)
    assert [(job.accession, job.turn, job.attempts, len(job.files)) for job in jobs] == [(5, 40, 0, 4), (5, 40, 0, 2)]
    assert [one for job in jobs for one in files_of(job)] == files_of(whole)
    assert [queue_jobs.apart(job) for job in jobs] == [[job] for job in jobs]


def test_large_files_make_a_job_full(disk: Path, order: ReadOrder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue_jobs, "JOB_BYTES", 2)
    (disk / "e.txt").write_text("x", encoding="utf-8")
    assert [names for turn, names in jobs_of(disk, order) if turn is Turn.DOCUMENTS] == [["a.txt", "b.txt"], ["e.txt"]]


def test_what_is_put_off_comes_in_a_later_turn(order: ReadOrder) -> None:
    order.put(WalkedPath("/d/z.zip", "d/z.zip"), Stage.PICTURES, "a" * 64)
    order.took(WalkedPath("/d/z.zip", "d/z.zip"), "inner.txt")
    order.took(WalkedPath("/d/z.zip", "d/z.zip"), "damaged.doc", was_read=False)
    order.put(WalkedPath("/d/photo.txt", "d/photo.txt"), Stage.PICTURES)
    order.put(WalkedPath("/d/captions.csv", "d/captions.csv"), Stage.TABLES)
    jobs = later_jobs(3, Turn.HOLDERS, order, {})
    assert [(one.accession, one.turn) for one in jobs] == [(3, Turn.CONTAINERS), (3, Turn.STRAY), (3, Turn.TABLES)]
    (packed,) = files_of(jobs[0])
    assert (packed.sha256, packed.done) == ("a" * 64, {"inner.txt": True, "damaged.doc": False})
    assert [one.turn for one in later_jobs(3, Turn.PICTURES, order, {})] == [Turn.TABLES]


def test_turns_are_read_in_stages_that_never_go_back() -> None:
    assert [turn.stage for turn in Turn] == sorted(turn.stage for turn in Turn)


def test_names_of_any_bytes_come_back(tmp_path: Path, order: ReadOrder) -> None:
    folder = os.fsencode(tmp_path / "disk")
    os.mkdir(folder)  # noqa: PTH102 - a name of bytes
    for name in (b"caf\xe9.txt", "phóng sự\n.txt".encode(), b"back\\xe9slash.txt", b"skip\xe9.tmp"):
        with open(os.path.join(folder, name), "wb"):  # noqa: PTH118, PTH123
            pass
    walked = list(walk([tmp_path / "disk"], ["*.tmp"], []))
    parts = [part for _, part in queue_jobs._parts(walked, order)]
    stored = json.loads(json.dumps(parts, ensure_ascii=False).encode("utf-8"))
    found = [one.found for part in stored for one in map(queue_jobs._from_json, part)]
    assert sorted(found) == sorted(walked)
    assert [one.skip for one in found if one.skip] == [one.skip for one in walked if one.skip]
    assert {one.skip.parts[0].code for one in found if one.skip} == {"system-file"}
    assert Message("system-file", pattern="*.tmp") in str(found[0].skip)
