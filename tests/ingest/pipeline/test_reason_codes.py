"""The codes of reasons and notes pass from the worker that read a file to the receipt, its JSON and the record's
page."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from archive.access import ARCHIVIST
from archive.catalogue import ANY_FILE, LineFilter
from archive.cli import main
from archive.messages import VERBATIM, Message, believed_message, has_code, join_messages, message_to_json
from archive.record import Description, Member, Outcome
from archive.storage.archive import Archive


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[dict[str, Any]]]:
    """An archive that ingested files with several outcomes, and the `ingest --json` output for each."""
    folder = tmp_path_factory.mktemp("codes")
    disk, archive = folder / "disk", folder / "archive"
    disk.mkdir()
    for name in ("kosong.txt", "laporan.txt"):
        (disk / name).write_bytes(b"")
    (disk / "rusak.json").write_text("{")
    (disk / "spasi.txt").write_text(" \n")
    (disk / "Thumbs.db").write_text("x")
    (disk / "rilis.txt").write_text(
        "EMBARGOED UNTIL 10:00 GMT 3 MAY 2099\n\nDermaga baru dibuka\n\nWali kota datang.\n"
    )
    run = CliRunner()
    assert run.invoke(main, ["init", "--archive", str(archive)]).exit_code == 0
    done = run.invoke(main, ["ingest", "--json", "--archive", str(archive), str(disk)])
    return archive, [json.loads(line) for line in done.stdout.splitlines() if '"path"' in line]


def test_a_line_of_json_has_the_codes_of_its_reason(taken: tuple[Path, list[dict[str, Any]]]) -> None:
    archive, lines = taken
    told = {Path(line["path"]).name: line for line in lines}
    empty = told["kosong.txt"]
    assert empty["reason"] == "empty file: kosong.txt has no bytes; copy it again from where it came from"
    assert (empty["code"], empty["params"]) == ("empty-file", {"file": "kosong.txt"})
    assert [message["code"] for message in empty["messages"]] == ["empty-file", "copy-again"]
    assert [message["code"] for message in told["Thumbs.db"]["messages"]] == ["system-file", "change-skip"]
    assert [message["code"] for message in told["spasi.txt"]["messages"]] == ["new", "blank"]
    held = told["rilis.txt"]["messages"][-1]
    assert (held["code"], held["params"]["instant"]) == ("held-until", "2099-05-03T10:00:00Z")
    assert told["rusak.json"]["code"] in ("json-unreadable", "new")
    shown = CliRunner().invoke(main, ["receipts", "show", "--json", "--archive", str(archive), "1"]).stdout
    kept = {Path(line["path"]).name: line for line in map(json.loads, shown.splitlines())}
    assert {name: line["messages"] for name, line in kept.items()} == {
        name: line["messages"] for name, line in told.items()
    }


def test_reasons_alike_are_counted_by_their_codes(taken: tuple[Path, list[dict[str, Any]]]) -> None:
    with Archive.open(taken[0]) as archive:
        ((why, count),) = [
            found
            for found in archive.catalogue.receipt_reasons(1, Outcome.REJECTED, 9)
            if has_code(found[0], "empty-file")
        ]
        assert count == 2
        assert why == f"empty file: {ANY_FILE} has no bytes; copy it again from where it came from"
        assert archive.catalogue.receipt_count(1, LineFilter(code="empty-file")) == 2
        assert archive.catalogue.receipt_count(1, LineFilter(code="empty")) == 0
        assert {"empty-file", "copy-again", "new"} <= set(archive.catalogue.receipt_codes(1))


def test_notes_on_a_record_keep_their_codes(taken: tuple[Path, list[dict[str, Any]]]) -> None:
    (record,) = (line["record"] for line in taken[1] if line["path"].endswith("spasi.txt"))
    with Archive.open(taken[0]) as archive:
        found = archive.catalogue.get(record, ARCHIVIST)
    assert found is not None
    assert [message_to_json(note) for note in found.notes] == [[{"code": "blank", "params": {}}]]


def test_a_description_keeps_codes_through_a_worker_s_answer() -> None:
    notes: list[str] = [join_messages([Message("breaks-off"), Message("rest-here")]), "words of a library; so"]
    inner = [Member("a.txt", outcome="rejected", reason=Message("member-too-large", size=100))]
    sent = json.loads(json.dumps(Description("text/plain", "x", 1, notes=notes, members=inner).to_json()))
    again = Description.from_json(sent)
    assert (again.notes, again.members) == (notes, inner)
    assert [message_to_json(note) for note in again.notes] == [message_to_json(note) for note in notes]
    assert message_to_json(again.members[0].reason) == message_to_json(inner[0].reason)
    earlier = {key: value for key, value in sent.items() if key != "note_messages"}
    assert Description.from_json(earlier).notes == notes


DEEP: Any = "x"
for _ in range(3_000):
    DEEP = {"code": "container", "params": {"what": DEEP}}


@pytest.mark.parametrize(
    "claimed",
    [
        None,
        7,
        [],
        [{"code": "empty-file", "params": {"file": "other.txt"}}],
        [{"code": "new", "params": {"more": "x" * 100_000}}],
        [{"code": "of-a-later-version", "params": {}}],
        [{"code": "new", "params": None}],
        [{"code": ["new"], "params": {}}],
        [DEEP],
    ],
)
def test_codes_that_do_not_make_the_text_beside_them_are_not_believed(claimed: Any) -> None:
    for text in ("new", "empty file: a.txt has no bytes"):
        believed = believed_message(claimed, text)
        assert believed == text
        assert {one["code"] for one in message_to_json(believed)} <= {VERBATIM}
