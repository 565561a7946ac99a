"""Receipts in archives without codes get codes and read as before: tests/cases/earlier_reasons.tsv has each sentence of
that time, with its translations into Indonesian and Vietnamese (except for the separators of numbers, which are now
those of the language). Some have a better English wording now."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask

from archive.catalogue.schema.migration import HEAD
from archive.catalogue.schema.migrations.earlier_reasons import messages_of_reason
from archive.cli import main
from archive.messages import LEGACY, MESSAGES, has_code, message_from_json
from archive.storage.archive import Archive
from tests.support.older_archives import set_back
from tests.support.web_fakes import memorable
from webui import create_app
from webui.i18n.message_lookup import reason

CASES = Path(__file__).parents[1] / "cases" / "earlier_reasons.tsv"
ROWS = [line.split("\t") for line in CASES.read_text(encoding="utf-8").splitlines()]
UNKNOWN = {"new; the moon is made of cheese", "same bytes as /disk/a; b.txt; kept once"}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return create_app({"SERVICES": memorable(tmp_path_factory.mktemp("archive"))})


def read(words: str, path: str = "/disk/rilis.txt") -> str:
    """Return the reason as a catalogue reads it after the migration."""
    return message_from_json(json.loads(messages_of_reason(words, path)), words + " (not read by its codes)")


def test_every_earlier_sentence_has_a_code() -> None:
    assert [row[0] for row in ROWS if "not read by its codes" in read(row[0])] == []
    assert {row[0] for row in ROWS if has_code(read(row[0]), LEGACY)} == UNKNOWN


@pytest.mark.parametrize(("column", "language"), [(1, "id"), (2, "vi")])
def test_it_is_worded_as_before_in_other_languages(app: Flask, column: int, language: str) -> None:
    with app.test_request_context(f"/?lang={language}"):
        found = [(row[column], reason(read(row[0])).words) for row in ROWS]
    assert [pair for pair in found if pair[0] != pair[1]] == []


@pytest.mark.parametrize("name", ["untouched", "record.txt", 'a "quoted" name.txt', "%(file)s.txt", "back\\slash.doc"])
def test_the_name_of_a_file_changes_nothing(name: str) -> None:
    for words in (f"empty file: {name} has no bytes; copy it again from where it came from", "untouched", "new"):
        again = read(words, f"/disk/{name}")
        assert again == words
        assert not has_code(again, LEGACY)


def test_a_sentence_that_is_made_to_take_long_does_not() -> None:
    for words in ("a needs a password" * 400, "; ".join(["new"] * 3000), "(" * 600 + ": " * 600):
        assert read(words) == words


@pytest.fixture
def earlier(tmp_path: Path) -> Path:
    """An archive of schema 0014 with a receipt that contains every sentence of that time."""
    folder = tmp_path / "archive"
    Archive.create(folder).close()
    set_back(folder, "0014")
    with closing(sqlite3.connect(folder / "catalogue.sqlite")) as conn, conn:
        conn.execute(
            "INSERT INTO accessions VALUES (1, '2026-01-01T00:00:00Z', '2026-01-01T00:00:01Z', '{}', 'released', '{}', "
            "'done')"
        )
        for n, (words, *_) in enumerate(ROWS, start=1):
            conn.execute(
                "INSERT INTO receipt_lines VALUES (1, ?, ?, NULL, '', '', 'rejected', ?, NULL, NULL, NULL, NULL)",
                (n, f"/disk/{n}.txt", words),
            )
        notes = json.dumps(["no words in it: only empty cells", "the moon is made of cheese"])
        conn.execute(
            "INSERT INTO records VALUES ('one', 'document', NULL, 'released', NULL, NULL, 1, 1, '2026-01-01T00:00:00Z',"
            " 'text', 1, 'text/plain', '{}', '{}', ?, '[]')",
            (notes,),
        )
    return folder


def show(folder: Path, *words: str) -> str:
    assert not CliRunner().invoke(main, ["catalogue", "upgrade", "--archive", str(folder)]).exit_code
    done = CliRunner().invoke(main, ["receipts", "show", "--archive", str(folder), "1", *words])
    assert done.exit_code in (0, 2), done.output
    return done.output


def test_an_archive_of_that_time_is_migrated(earlier: Path) -> None:
    lines = [json.loads(line) for line in show(earlier, "--json").splitlines()]
    assert [line["reason"] for line in lines] == [read(row[0], f"/disk/{n}.txt") for n, row in enumerate(ROWS, start=1)]
    codes = {message["code"] for line in lines for message in line["messages"]}
    assert codes <= MESSAGES.keys()
    assert (earlier / "catalogue-0014.sqlite").exists()
    with closing(sqlite3.connect(earlier / "catalogue.sqlite")) as conn:
        assert conn.execute("SELECT version_num FROM alembic_version").fetchone() == (HEAD,)
        with pytest.raises(sqlite3.IntegrityError, match="only ever added to"):
            conn.execute("UPDATE receipt_lines SET messages = '[]'")


def test_its_notes_get_their_codes_too(earlier: Path) -> None:
    with Archive.open(earlier) as archive, archive.catalogue.snapshot() as conn:
        (stored,) = conn.exec_driver_sql("SELECT notes FROM records").scalars()
    assert json.loads(stored) == [
        {"text": "no words in it: only empty cells", "messages": [{"code": "empty-cells", "params": {}}]},
        "the moon is made of cheese",
    ]


def test_receipts_are_asked_by_code(earlier: Path) -> None:
    lines = [json.loads(line) for line in show(earlier, "--json", "--reason", "empty-file").splitlines()]
    assert lines
    assert all(line["reason"].startswith("empty file: ") for line in lines)
    assert {(line["code"], *line["params"]) for line in lines} == {("empty-file", "file")}
    refused = show(earlier, "--reason", "empty")
    assert "No reason in receipt 1 has the code empty." in refused
    assert "empty-file" in refused
