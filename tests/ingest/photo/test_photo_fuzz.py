"""Five hundred damaged and crafted pictures in one ingest: five hundred outcomes, and nothing else."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from statistics import median

import pytest

from archive.record import Outcome, Record
from tests.builders.crafted_photos import CRAFTED
from tests.builders.fuzzed_photos import WORD
from tests.support.fuzz_run import SILENCE, Run, inside_words, left_running, make_archive, make_disk, records, watched

FILES = 500
CAPTIONED = ("jpg", "png", "tif", "webp", "avif", "heic", "mpo", "gif", "psd", "dng", "iim.jpg")
SURVIVES = ("laughs.jpg", "overlapping-app13.jpg", "profiles.jpg", "index-count.mpo", "65535.jpg", "huge-tag.tif")


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Run]:
    folder = tmp_path_factory.mktemp("fuzz")
    disk = make_disk(folder / "disk", FILES, seed=3)
    return folder, watched(make_archive(folder / "archive"), disk)


@pytest.fixture(scope="module")
def described(done: tuple[Path, Run]) -> dict[str, Record]:
    """Return the records by file name without its number."""
    folder, run = done
    return {name.partition("-")[2]: record for name, record in records(folder / "archive", run.lines)}


def test_each_file_has_one_outcome_with_a_reason(done: tuple[Path, Run]) -> None:
    _, run = done
    assert len(run.lines) == len({line["path"] for line in run.lines}) == FILES
    assert run.summary["complete"]
    assert run.summary["warning"] is None
    outcomes = Counter(line["outcome"] for line in run.lines)
    assert set(outcomes) <= {"added", "duplicate", "attached", "rejected"}
    assert outcomes["added"] + outcomes["attached"] > 0.8 * FILES
    assert [line for line in run.lines if line["outcome"] == Outcome.REJECTED and len(line["reason"]) < 40] == []


def test_no_worker_reaches_its_limits(done: tuple[Path, Run]) -> None:
    folder, run = done
    assert [line["reason"] for line in run.lines if " was stopped; " in line["reason"]] == []
    assert [line["reason"] for line in run.lines if line["reason"].startswith("Reading ")] == []
    assert run.silence < SILENCE
    assert left_running(folder) == []


def test_the_memory_of_the_main_process_is_flat(done: tuple[Path, Run]) -> None:
    _, run = done
    first, last = median(run.memory[:100]), median(run.memory[-100:])
    assert first > 20, "nothing was measured"
    assert last - first < 60
    assert max(run.memory) < first + 120


def test_what_could_be_read_is_kept(described: dict[str, Record]) -> None:
    """Most damage leaves the caption intact, because it is in several blocks."""
    found: Counter[str] = Counter()
    made: Counter[str] = Counter()
    for name, record in described.items():
        kind = name.partition(".")[2]
        if name not in CRAFTED and kind in CAPTIONED:
            made[kind] += 1
            found[kind] += WORD in str(record.values.get("caption"))
    shares = {kind: found[kind] / made[kind] for kind in CAPTIONED}
    assert min(shares.values()) > 0.6, shares
    assert sum(found.values()) > 0.85 * sum(made.values()), shares


@pytest.mark.parametrize("name", SURVIVES)
def test_crafted_files_give_the_caption_they_have(described: dict[str, Record], name: str) -> None:
    assert WORD in described[name].values["caption"]


def test_nothing_is_read_from_outside_the_file(described: dict[str, Record]) -> None:
    known = Path("/etc/passwd").read_text(encoding="utf-8").splitlines()[0]
    assert not any(known in str(record.values) for record in described.values())


def test_reasons_and_notes_are_in_the_words_of_the_archivist(
    done: tuple[Path, Run], described: dict[str, Record]
) -> None:
    assert inside_words([line["reason"] for line in done[1].lines]) == []
    assert inside_words([note for record in described.values() for note in record.notes]) == []
