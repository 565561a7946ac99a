"""`verify` finds every changed original; `check` finds every inconsistent part."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import event

from archive.access import ARCHIVIST, PUBLIC, IndexName
from archive.catalogue import Access, NamedFile, NewAsset, ReceiptLine
from archive.errors import StoreError
from archive.record import Description, Mention, Outcome, Status
from archive.storage import fixity
from archive.storage.archive import Archive
from archive.storage.fixity import FixityState, VerifyPlan


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """Five records, each with its original, one of them held; one accession, closed."""
    with Archive.create(tmp_path / "archive") as made:
        with made.catalogue.write() as writer:
            writer.root(str(tmp_path), "disk")
            accession = writer.open_accession({}, Status.RELEASED)
        for letter in "ABCDE":
            path = tmp_path / f"{letter}.jpg"
            path.write_text(f"the picture {letter}")
            copy = made.store.incoming(path)
            made.store.settle([copy])
            access = Access(Status.HELD if letter == "E" else Status.RELEASED)
            described = Description("image/jpeg", "photo", 1, mentions=[Mention("A.jpg")] if letter == "B" else [])
            with made.catalogue.write() as writer:
                record = writer.add_record(described, NewAsset(copy.sha256, copy.size, "image/jpeg"), access)
                name = NamedFile("disk", path.name, "", copy.sha256, record, Outcome.ADDED, copy.size, 1, 1)
                writer.put_name(name, accession)
                writer.receipt_line(
                    accession, ReceiptLine(path.name, Outcome.ADDED, record=record, status=access.status)
                )
        with made.catalogue.write() as writer:
            writer.close_accession(accession)
        yield made


def original(archive: Archive, letter: str) -> Path:
    """Return the path of the original of the record ingested from that file."""
    for record in archive.catalogue.get_many(archive.catalogue.changes(0), ARCHIVIST):
        if record.filename == f"{letter}.jpg":
            return archive.store.folder / record.original.sha256[:2] / record.original.sha256
    raise AssertionError(letter)


def spoil(path: Path, change: Callable[[bytes], bytes]) -> None:
    path.chmod(0o600)
    path.write_bytes(change(path.read_bytes()))


def indexed(archive: Archive) -> dict[IndexName, set[str]]:
    return {"public": archive.catalogue.visible_ids(PUBLIC), "held": archive.catalogue.visible_ids(ARCHIVIST)}


def test_a_sound_archive_verifies_and_checks_clean(archive: Archive) -> None:
    told: list[tuple[int, int]] = []
    findings = list(fixity.verify(archive, lambda done, of: told.append((done, of))))
    assert [finding.state for finding in findings] == [FixityState.OK] * 5
    assert told == [(1, 5), (2, 5), (3, 5), (4, 5), (5, 5)]
    assert list(fixity.check(archive, indexed(archive))) == []


def test_every_bad_original_is_reported_and_the_good_ones_too(archive: Archive) -> None:
    original(archive, "A").unlink()
    spoil(original(archive, "B"), lambda content: bytes([content[0] ^ 1]) + content[1:])  # one bit
    spoil(original(archive, "C"), lambda content: content[:-1])
    planted = original(archive, "D")
    planted.unlink()
    planted.symlink_to(original(archive, "E"))

    by_name = {finding.names[0]: finding for finding in fixity.verify(archive)}
    assert {name: finding.state for name, finding in by_name.items()} == {
        "A.jpg": FixityState.MISSING,
        "B.jpg": FixityState.ALTERED,
        "C.jpg": FixityState.ALTERED,
        "D.jpg": FixityState.MISSING,
        "E.jpg": FixityState.OK,
    }
    altered = by_name["B.jpg"]
    assert altered.found is not None
    assert altered.found != altered.expected
    assert altered.expected in altered.message
    assert altered.found in altered.message
    assert (by_name["C.jpg"].size, by_name["C.jpg"].found_size) == (13, 12)

    events = archive.catalogue.events(altered.record)
    assert [(event["type"], event["outcome"]) for event in events] == [
        ("ingestion", "success"),
        ("fixity check", "failure"),
    ]
    last = archive.catalogue.events()[-1]
    assert (last["outcome"], last["detail"]) == ("failure", {"verified": 5, "assets": 5, "failed": 4})

    said = {problem.message for problem in fixity.check(archive)}
    assert any(f"{altered.expected}" not in message and "is missing" in message for message in said)
    assert any("has 12 bytes and must have 13" in message for message in said)
    assert any("does not belong in the store" in message for message in said)


def test_an_original_that_cannot_be_read_does_not_end_it(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    bad, digest = original(archive, "C").name, archive.store.digest

    def failing(sha256: str) -> tuple[str, int]:
        if sha256 == bad:
            raise StoreError("the disk reports an error: check the disk.")
        return digest(sha256)

    monkeypatch.setattr(archive.store, "digest", failing)
    states = sorted(finding.state for finding in fixity.verify(archive))
    assert states == [FixityState.OK] * 4 + [FixityState.UNREADABLE]


def test_a_verifying_that_was_ended_early_says_so(archive: Archive) -> None:
    findings = fixity.verify(archive)
    next(findings)
    findings.close()  # type: ignore[attr-defined]
    last = archive.catalogue.events()[-1]
    assert (last["type"], last["outcome"], last["detail"]["verified"]) == ("fixity check", "stopped", 1)


def test_what_a_killed_intake_left_is_found(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "late.txt").write_text("late")
    copy = archive.store.incoming(tmp_path / "late.txt")
    archive.store.settle([copy])
    archive.store.incoming(tmp_path / "late.txt")
    said = [problem.message for problem in fixity.check(archive)]
    assert len(said) == 2
    assert "belongs to no record: an intake was interrupted" in said[0]
    assert "the next one removes it" in said[1]


def test_an_index_that_shows_too_much_or_too_little_is_found(archive: Archive) -> None:
    index = indexed(archive)
    (held,) = index["held"] - index["public"]
    shown = min(index["public"])
    index["public"] = (index["public"] - {shown}) | {held}
    index["held"] = index["held"] | {"aaaaaaaaaaaaaaaa"}
    problems = [
        (problem.part, problem.subject, problem.message.split(":")[0]) for problem in fixity.check(archive, index)
    ]
    assert problems == [
        ("index", shown, f"Record {shown} is not in the public index"),
        ("index", held, f"Record {held} is in the public index and must not be"),
        ("index", "aaaaaaaaaaaaaaaa", "Record aaaaaaaaaaaaaaaa is in the held index and must not be"),
    ]


@pytest.mark.parametrize(
    ("statement", "part", "says"),
    [
        ("UPDATE accessions SET totals = '{\"added\":4}'", "receipts", "its lines add up to {'added': 5}"),
        (
            "UPDATE receipt_lines SET record = 'gone' WHERE n = 2",
            "receipts",
            "names the record gone, which does not exist",
        ),
        ("UPDATE receipt_lines SET record = NULL WHERE n = 2", "receipts", "is added and names no record"),
        ("UPDATE receipt_lines SET outcome = 'lost' WHERE n = 2", "receipts", "has the outcome 'lost'"),
        ("DELETE FROM receipt_lines WHERE n = 2", "receipts", "add up to {'added': 4}"),
        ("UPDATE mentions SET photo = 'gone'", "links", "its mention of 'A.jpg' leads to gone"),
        ("UPDATE mentions SET photo = NULL, doubtful = 1", "links", "is a guess at nothing"),
        ("DELETE FROM texts WHERE rowid = 1", "catalogue", "it has no text"),
        ("DELETE FROM assets WHERE rowid = 1", "catalogue", "it has no original of its version 1"),
        (
            "INSERT INTO relations SELECT id, 'annex-of', 'gone', 'x', 1 FROM records LIMIT 1",
            "links",
            "its relation annex-of leads to gone, and one of the two does not exist",
        ),
        (
            "INSERT INTO relations SELECT id, 'aunt-of', id, 'x', 1 FROM records LIMIT 1",
            "links",
            "is of an unknown kind",
        ),
        ("DELETE FROM records WHERE rowid = 1", "catalogue", "points at a row of records that is not there"),
    ],
)
def test_a_catalogue_that_contradicts_itself_is_found(archive: Archive, statement: str, part: str, says: str) -> None:
    with closing(sqlite3.connect(archive.catalogue.path)) as behind:  # foreign keys are off here
        for table in ("receipt_lines", "events"):
            for verb in ("update", "delete"):
                behind.execute(f"DROP TRIGGER {table}_no_{verb}")
        assert behind.execute(statement).rowcount > 0
        behind.commit()
    assert any(problem.part == part and says in problem.message for problem in fixity.check(archive))


def test_check_asks_as_many_statements_for_many_accessions_and_records_as_for_few(archive: Archive) -> None:
    asked: list[str] = []
    event.listen(archive.catalogue._database.engine, "before_cursor_execute", lambda *values: asked.append(values[2]))
    assert list(fixity.check(archive)) == []
    few = len(asked)
    for _ in range(20):
        with archive.catalogue.write() as writer:
            writer.close_accession(writer.open_accession({}, Status.RELEASED))
    asked.clear()
    assert list(fixity.check(archive)) == []
    assert len(asked) == few


def spoil_original(archive: Archive, letter: str) -> None:
    spoil(original(archive, letter), lambda whole: bytes([whole[0] ^ 1]) + whole[1:])


def test_a_sample_is_so_many_originals(archive: Archive) -> None:
    assert len(list(fixity.verify(archive, plan=VerifyPlan(sample=2)))) == 2
    assert len(list(fixity.verify(archive, plan=VerifyPlan(sample=9)))) == 5
    assert archive.catalogue.events()[-2]["outcome"] == "stopped"


def test_a_limited_time_goes_on_where_the_last_one_ended(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0
    monkeypatch.setattr(fixity.time, "monotonic", lambda: now)

    def run(most: int) -> list[str]:
        nonlocal now
        read: list[str] = []
        for finding in fixity.verify(archive, plan=VerifyPlan(seconds=60)):
            read.append(finding.expected)
            if len(read) == most:
                now += 60
        return read

    first, second, third = run(2), run(2), run(2)
    assert len({*first, *second}) == 4
    assert third[-1] == first[0]
    list(fixity.verify(archive))
    assert run(1) == [first[1]]


def test_damage_that_was_found_is_not_forgotten_after_a_part(archive: Archive) -> None:
    spoil_original(archive, "B")
    list(fixity.verify(archive))
    damaged = archive.catalogue.damaged()
    assert len(damaged) == 1
    list(fixity.verify(archive, plan=VerifyPlan(seconds=0)))
    assert archive.catalogue.damaged() == damaged


def test_a_second_copy_is_read_too(archive: Archive, tmp_path: Path) -> None:
    shutil.copytree(archive.folder / "originals", tmp_path / "copy" / "originals")
    spoil_original(archive, "B")
    lost = original(archive, "C")
    (tmp_path / "copy" / "originals" / lost.parent.name / lost.name).unlink()
    bad = [one for one in fixity.verify(archive, plan=VerifyPlan(copy=tmp_path / "copy")) if one.message]
    here, there = sorted(bad, key=lambda one: one.copy)
    assert (here.names, here.state) == (("B.jpg",), FixityState.ALTERED)
    assert f"in {tmp_path / 'copy'} is intact" in here.message
    assert (there.names, there.state, there.copy) == (("C.jpg",), FixityState.MISSING, str(tmp_path / "copy"))
    assert len(archive.catalogue.damaged()) == 1
