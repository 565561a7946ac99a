"""Names of ingested files, and their receipts: stored unchanged, whatever bytes a name consists of."""

from __future__ import annotations

import json
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from archive.access import PUBLIC
from archive.catalogue import (
    RUNNING,
    STOPPED,
    Catalogue,
    LineFilter,
    NamedFile,
    ReceiptLine,
    printable,
    restore_path,
    shown,
)
from archive.record import Outcome, Status
from tests.archive.catalogue.shelf import article, photo, put, sha


@given(st.binary(max_size=40))
def test_every_path_is_printable_and_reads_back_the_same(raw: bytes) -> None:
    path = os.fsdecode(raw)
    text = printable(path)
    text.encode()
    assert os.fsencode(restore_path(text)) == raw


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"Foto caf\xe9.jpg", "Foto caf\\xe9.jpg"),
        (b"a\\b.txt", "a\\b.txt"),
        (b"a\\xe9.txt", "a\\x5cxe9.txt"),
        ("Lễ.jpg".encode(), "Lễ.jpg"),
    ],
)
def test_only_what_must_be_is_written_otherwise(raw: bytes, text: str) -> None:
    assert printable(os.fsdecode(raw)) == text


def test_a_name_that_is_not_utf8_is_kept_and_shown(catalogue: Catalogue) -> None:
    path = os.fsdecode(b"f/caf\xe9.jpg")
    with catalogue.write() as writer:
        assert writer.root(os.fsdecode(b"/media/\xff"), "odd") == "odd"
        picture = photo(writer, path)
        writer.receipt_line(1, ReceiptLine(path, Outcome.ADDED, "\ud800", Status.RELEASED, picture, "odd", path, path))
    found = catalogue.get(picture, PUBLIC)
    assert found is not None
    assert found.filename == "caf\\xe9.jpg"
    name = catalogue.name("disk", path)
    assert name is not None
    assert (name.path, name.shown) == (path, "f/caf\\xe9.jpg")
    assert [kept.path for kept in catalogue.live_names("disk", "f")] == [path]
    assert catalogue.roots()["odd"] == os.fsdecode(b"/media/\xff")
    (line,) = catalogue.receipt(1)
    assert (line.path, line.member) == (path, path)
    json.dumps([found.filename, name.shown, printable(line.path)], ensure_ascii=False).encode()


def test_a_name_holds_one_content_and_remembers_the_others(catalogue: Catalogue) -> None:
    with catalogue.write() as writer:
        first = article(writer, "a.txt")
        put(writer, "a.txt", second := article(writer, "b.txt"), "b.txt")
        assert writer.name("disk", "a.txt") == catalogue_name(writer.names_of(sha("b.txt")), "a.txt")
    now = catalogue.name("disk", "a.txt")
    assert now is not None
    assert (now.record, now.live, now.sha256) == (second, True, sha("b.txt"))
    (before,) = catalogue.names_of(sha("a.txt"))
    assert (before.path, before.live, before.record) == ("a.txt", False, first)
    assert [name.path for name in catalogue.names_of(sha("b.txt")) if name.live] == ["a.txt", "b.txt"]
    assert catalogue.records_of(sha("b.txt")) == [second]
    assert {name.path for name in catalogue.names_of_record(second)} == {"a.txt", "b.txt"}


def catalogue_name(names: list[NamedFile], path: str) -> NamedFile:
    return next(name for name in names if name.path == path)


def test_a_file_that_moved_keeps_both_names_the_living_one_first(catalogue: Catalogue) -> None:
    with catalogue.write() as writer:
        record = article(writer, "old.txt")
    with catalogue.write() as writer:
        put(writer, "new.txt", record, "old.txt", Outcome.DUPLICATE)
        writer.mark_gone("disk", "old.txt")
    assert writer.revision == 2
    found = catalogue.get(record, PUBLIC)
    assert found is not None
    assert found.original.names == ("new.txt", "old.txt")
    gone = catalogue.name("disk", "old.txt")
    assert gone is not None
    assert not gone.live
    with catalogue.write() as writer:
        writer.mark_gone("disk", "old.txt")
        writer.mark_gone("disk", "never.txt")
    assert writer.revision is None


def test_numbers_of_any_disk_are_kept(catalogue: Catalogue) -> None:
    with catalogue.write() as writer:
        name = NamedFile("disk", "a", "m", "", None, Outcome.REJECTED, 2**63, -(2**70), 2**64 - 1)
        writer.put_name(name, 1)
    kept = catalogue.name("disk", "a", "m")
    assert kept is not None
    assert (kept.size, kept.mtime_ns, kept.inode) == (2**63, -(2**70), 2**64 - 1)


def test_names_below_a_folder_are_those_below_it(catalogue: Catalogue) -> None:
    with catalogue.write() as writer:
        for path in ("a/1.txt", "a/b/2.txt", "a-c/3.txt", "a.zip", "a0/4.txt", "ab/5.txt"):
            article(writer, path)
    assert [name.path for name in catalogue.live_names("disk", "a/")] == ["a/1.txt", "a/b/2.txt"]
    assert len(catalogue.live_names("disk")) == 6
    assert catalogue.live_names("other") == []


def test_a_member_is_shown_within_its_container() -> None:
    assert shown("f/a.zip", "b/c.txt") == "f/a.zip!/b/c.txt"


def test_roots_get_labels_of_their_own(catalogue: Catalogue) -> None:
    with catalogue.write() as writer:
        assert writer.root("/mnt/disk") == "disk-2"
        assert writer.root("/mnt/disk/") == "disk-3"
        assert writer.root("/media/disk") == "disk"
        assert writer.root("/") == "disk-4"
        assert writer.root("/run/elsewhere", "disk") == "disk"
    assert catalogue.roots()["disk"] == "/run/elsewhere"


def test_a_receipt_comes_back_line_by_line_and_adds_up(catalogue: Catalogue) -> None:
    with catalogue.write() as writer:
        record = article(writer, "a.txt")
        lines = [
            ReceiptLine("a.txt", Outcome.ADDED, None, Status.RELEASED, record, "disk", "a.txt", "", sha("a.txt"), 5),
            ReceiptLine("Thumbs.db", Outcome.SKIPPED, "a system file"),
            ReceiptLine("b.zip", Outcome.REJECTED, "it is empty", member="x"),
            ReceiptLine("b.zip", Outcome.SKIPPED, "a system file", member="y"),
        ]
        for line in lines:
            writer.receipt_line(1, line)
        assert writer.close_accession(1) == {"added": 1, "rejected": 1, "skipped": 2}
    assert catalogue.receipt(1) == lines
    assert catalogue.accessions()[0].totals == {"added": 1, "rejected": 1, "skipped": 2}
    assert catalogue.receipt(77) == []
    assert catalogue.accession(1) == catalogue.accessions()[0]
    assert catalogue.accession(77) is None


def test_a_receipt_is_read_a_few_lines_at_a_time_and_only_those_wanted(catalogue: Catalogue) -> None:
    with catalogue.write() as writer:
        for n in range(5):
            writer.receipt_line(
                1, ReceiptLine(f"disk/{n}.txt", Outcome.REJECTED, "no words in it" if n else "it is empty")
            )
        writer.receipt_line(1, ReceiptLine("disk/Café.txt", Outcome.SKIPPED, "a system file"))
        writer.receipt_line(1, ReceiptLine("b.zip", Outcome.UNCHANGED, "as before", Status.HELD, member="inner.TXT"))
    rejected = LineFilter(Outcome.REJECTED)
    first = catalogue.receipt(1, rejected, most=3)
    assert [line.path for line in first] == ["disk/0.txt", "disk/1.txt", "disk/2.txt"]
    assert [line.path for line in catalogue.receipt(1, rejected, first[-1].n, 3)] == ["disk/3.txt", "disk/4.txt"]
    assert (catalogue.receipt_count(1), catalogue.receipt_count(1, rejected)) == (7, 5)
    assert [line.path for line in catalogue.receipt(1, LineFilter(status=Status.HELD))] == ["b.zip"]
    for words, count in (("CAF", 1), ("empty", 1), ("inner.txt", 1), ("disk/", 6), ("50%", 0)):
        assert catalogue.receipt_count(1, LineFilter(words=words)) == count, words
    assert catalogue.receipt_reasons(1, Outcome.REJECTED, 5) == [("no words in it", 4), ("it is empty", 1)]


def test_reasons_alike_are_counted_together_whatever_the_files_are_called(catalogue: Catalogue) -> None:
    with catalogue.write() as writer:
        for n in range(3):
            reason = f"scan-{n}.pdf is damaged: copy it again"
            writer.receipt_line(1, ReceiptLine(f"/disk/it's 100%/scan-{n}.pdf", Outcome.REJECTED, reason))
        writer.receipt_line(1, ReceiptLine("a", Outcome.REJECTED, "a name too short to be looked for"))
        writer.receipt_line(
            1, ReceiptLine("z.zip!/scan-9.pdf", Outcome.REJECTED, "scan-9.pdf is damaged: copy it again")
        )
        writer.receipt_line(1, ReceiptLine("none.txt", Outcome.REJECTED))
    told = catalogue.receipt_reasons(1, Outcome.REJECTED, 5)
    assert told[0] == ("the file is damaged: copy it again", 4)
    assert ("a name too short to be looked for", 1) in told


def test_a_file_has_one_outcome(catalogue: Catalogue) -> None:
    with pytest.raises(IntegrityError), catalogue.write() as writer:  # noqa: PT012
        writer.receipt_line(1, ReceiptLine("a.txt", Outcome.SKIPPED))
        writer.receipt_line(1, ReceiptLine("a.txt", Outcome.REJECTED))
    assert catalogue.receipt(1) == []


def test_an_intake_that_was_cut_short_is_closed_by_the_next(catalogue: Catalogue) -> None:
    with catalogue.write() as writer:
        writer.receipt_line(1, ReceiptLine("a.txt", Outcome.SKIPPED))
    with catalogue.write() as writer:
        second = writer.open_accession({"paths": ["x"]}, Status.HELD)
    newest, oldest = catalogue.accessions()
    assert (newest.totals, catalogue.accession(oldest.n)) == ({}, oldest)
    with catalogue.write() as writer:
        writer.receipt_line(second, ReceiptLine("b.txt", Outcome.SKIPPED))
    assert [one.totals for one in catalogue.accessions()] == [{"skipped": 1}, {"skipped": 1}]  # while it runs, too
    assert (newest.n, newest.state, newest.access, newest.arguments) == (second, RUNNING, Status.HELD, {"paths": ["x"]})
    assert (oldest.state, oldest.totals) == (STOPPED, {"skipped": 1})


@pytest.mark.parametrize("table", ["events", "receipt_lines"])
@pytest.mark.parametrize("statement", ["DELETE FROM {}", "UPDATE {} SET outcome = 'success'"])
def test_what_was_said_and_done_cannot_be_rewritten(catalogue: Catalogue, table: str, statement: str) -> None:
    with catalogue.write() as writer:
        writer.receipt_line(1, ReceiptLine("a.txt", Outcome.SKIPPED))
        writer.event("validation", None, "failure", why="x")
    with pytest.raises(IntegrityError, match="are only ever added to"), catalogue.write() as writer:
        writer._batch.conn.exec_driver_sql(statement.format(table))
    assert len(catalogue.receipt(1)) == len(catalogue.events()) == 1
