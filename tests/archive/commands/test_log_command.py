"""`log`: events in the terms of PREMIS, and a chain of digests that detects every change to it."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from archive.catalogue.history.access_changes import ASSIGNMENT
from archive.login_name import get_login_name
from archive.record import Status
from archive.storage.archive import Archive
from tests.archive.catalogue.shelf import HELD, article, photo
from tests.support.commands import json_lines, run

pytestmark = pytest.mark.sqlite


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with five events in three transactions."""
    folder = tmp_path_factory.mktemp("log") / "archive"
    with Archive.create(folder) as archive:
        with archive.catalogue.write("press-archive ingest") as writer:
            writer.root("/media/disk", "disk")
            writer.open_accession({}, Status.RELEASED)
            article(writer, "a/one.txt")
            photo(writer, "a/P1.jpg")
        with archive.catalogue.write("press-archive ingest") as writer:
            photo(writer, "a/P2.jpg", HELD)
        with archive.catalogue.write("press-archive verify") as writer:
            writer.event("fixity check", None, "failure", verified=3, zero="a\0b")
            writer.event("text recognition", "x", object="y")
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "archive"))


def test_events_are_listed_in_the_words_of_premis(made: Path) -> None:
    events = json_lines(run("log", "--archive", made, "--json"))
    assert [one["eventIdentifier"] for one in events] == list(range(1, len(events) + 1))
    first, check, ocr = events[0], events[-2], events[-1]
    assert first["eventType"] == "ingestion"
    assert first["linkingAgentIdentifier"] == ["press-archive ingest", get_login_name()]
    assert len(first["linkingObjectIdentifier"]) == 1
    assert (check["eventType"], check["eventOutcome"], check["linkingObjectIdentifier"]) == (
        "fixity check",
        "failure",
        [],
    )
    assert (ocr["eventType"], ocr["type"]) == ("metadata extraction", "text recognition")
    assert ocr["linkingObjectIdentifier"] == ["x", "y"]
    lines = run("log", "--archive", made).stdout.splitlines()
    assert len(lines) == len(events)
    assert "fixity check, failure" in lines[-2]


def test_filters(made: Path) -> None:
    def numbers(*options: object) -> list[int]:
        return [one["eventIdentifier"] for one in json_lines(run("log", "--archive", made, "--json", *options))]

    whole = numbers()
    record = json_lines(run("log", "--archive", made, "--json"))[0]["linkingObjectIdentifier"][0]
    assert numbers("--record", record) == [1]
    assert numbers("--type", "fixity check") == [whole[-2]]
    assert numbers("--by", "press-archive verify") == whole[-2:]
    assert numbers("--by", "nobody") == []
    assert numbers("--from", "2001", "--to", "2999-12") == whole
    assert numbers("--from", "2999") == numbers("--to", "2001-01-01T00:00:00Z") == []
    assert "is not a date" in run("log", "--archive", made, "--from", "May", code=2).stderr


def test_a_whole_chain_verifies(made: Path, tmp_path: Path) -> None:
    assert "intact" in run("log", "--archive", made, "--verify").stdout
    seal = tmp_path / "seal.json"
    run("log", "--archive", made, "--seal", seal)
    (told,) = json_lines(run("log", "--archive", made, "--verify", "--against", seal, "--json"))
    assert told["problems"] == 0
    assert json.loads(seal.read_text())["digest"] == told["digest"]
    assert "already" in run("log", "--archive", made, "--seal", seal, code=1).stderr


@pytest.mark.parametrize(
    ("statement", "code", "n"),
    [
        ("UPDATE events SET detail = '{}' WHERE n = 2", "log-altered", 2),
        ("UPDATE events SET agent = 'me' WHERE n = 1", "log-altered", 1),
        ("DELETE FROM events WHERE n = 2", "log-removed", 2),
        ("DELETE FROM events WHERE n = 2; DELETE FROM event_links WHERE n = 2", "log-gap", 3),
        (
            'INSERT INTO events SELECT 99, at, agent, type, record, outcome, detail, "by" FROM events WHERE n = 1',
            "log-inserted",
            99,
        ),
        ("UPDATE event_links SET erased = salt, salt = NULL WHERE n = 2", "log-altered", 2),
        (
            "DELETE FROM event_links WHERE n > 3; DELETE FROM events WHERE n > 3",
            "log-cut",
            None,
        ),
    ],
)
def test_what_was_done_to_the_log_is_named(folder: Path, statement: str, code: str, n: int | None) -> None:
    with closing(sqlite3.connect(folder / "catalogue.sqlite")) as file, file:
        for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            file.execute(f"DROP TRIGGER {name}")
        for one in statement.split(";"):
            file.execute(one)
    *problems, _summary = json_lines(run("log", "--archive", folder, "--verify", "--json", code=1))
    assert (problems[0]["code"], problems[0]["params"]["n"]) == (code, n or problems[0]["params"]["n"])


def test_swapped_events_are_named(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "catalogue.sqlite")) as file, file:
        for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            file.execute(f"DROP TRIGGER {name}")
        file.execute("PRAGMA foreign_keys = OFF")
        for was, now in ((1, 1001), (2, 1), (1001, 2)):
            file.execute("UPDATE events SET n = ? WHERE n = ?", (now, was))
    problems = json_lines(run("log", "--archive", folder, "--verify", "--json", code=1))[:-1]
    assert [one["params"]["n"] for one in problems] == [1, 2]


def test_a_chain_written_anew_is_found_by_its_seal(folder: Path, tmp_path: Path) -> None:
    run("log", "--archive", folder, "--seal", tmp_path / "seal")
    with Archive.open(folder) as archive, archive.catalogue.write() as writer:
        writer.event(ASSIGNMENT, "z")
    assert "intact" in run("log", "--archive", folder, "--verify", "--against", tmp_path / "seal").stdout
    other = tmp_path / "other"
    with Archive.create(other) as archive, archive.catalogue.write() as writer:
        for _ in range(9):
            writer.event(ASSIGNMENT, "z")
    told = run("log", "--archive", other, "--verify", "--against", tmp_path / "seal", code=1).stdout
    assert "another digest than the seal" in told
    (tmp_path / "no").write_text("[]")
    assert "is not a seal" in run("log", "--archive", other, "--verify", "--against", tmp_path / "no", code=1).stderr
    with Archive.create(tmp_path / "new"):
        pass
    told = run("log", "--archive", tmp_path / "new", "--verify", "--against", tmp_path / "seal", code=1).stdout
    assert "later events are missing" in told


def test_an_event_can_be_neither_changed_nor_removed(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "catalogue.sqlite")) as file:
        for statement in (
            "UPDATE events SET detail = '{}'",
            "DELETE FROM events",
            "UPDATE event_links SET salt = NULL",
        ):
            with pytest.raises(sqlite3.IntegrityError, match="only ever added"):
                file.execute(statement)
