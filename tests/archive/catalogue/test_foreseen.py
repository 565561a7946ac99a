"""Prefetching for a batch does not change the results of its queries."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.catalogue import NamedFile, NewAsset, Writer
from archive.record import Description, Outcome, Status
from archive.storage.archive import Archive
from tests.support.commands import some

PATHS = ("a/one.txt", "a/two.txt", "b/tiga.txt", "b/\udce9.txt", "b/x.zip")
MEMBERS = ("", "in\0side.txt", "inside.txt")
DIGESTS = [f"{n:064x}" for n in range(3)]


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.create(tmp_path / "archive") as opened:
        with opened.catalogue.write() as w:
            w.root("/disk", "disk")
            w.open_accession({}, Status.RELEASED)
        yield opened


def _put(w: Writer, path: str, member: str, sha256: str) -> str:
    record = next(iter(w.records_of(sha256)), None)
    if record is None:
        record = w.add_record(Description("text/plain", "test", 1), NewAsset(sha256, 1, "text/plain"))
    w.put_name(NamedFile("disk", path, member, sha256, record, Outcome.ADDED, 1, 1, 1), 1)
    return record


def _told(w: Writer) -> object:
    names = {(path, member): w.name("disk", path, member) for path in PATHS for member in MEMBERS}
    return names, [w.names_of(one) for one in DIGESTS], [w.records_of(one) for one in DIGESTS]


def test_what_was_foreseen_is_told_as_it_becomes(archive: Archive) -> None:
    with archive.catalogue.write() as w:
        _put(w, PATHS[0], "", DIGESTS[0])
    everything = [("disk", path, member) for path in PATHS for member in MEMBERS]
    steps = [(path, member, DIGESTS[n % 3]) for n, (_, path, member) in enumerate(everything)]
    with archive.catalogue.write() as w:
        w.foresee(DIGESTS, everything)
        for path, member, sha256 in some([*steps, *steps[::-1]]):
            _put(w, path, member, sha256)
            told = _told(w)
            w.foresee((), ())  # from here on everything is read from the catalogue
            assert told == _told(w)
            w.foresee(DIGESTS, everything)


def test_what_is_unknown_is_asked_of_the_catalogue_once(archive: Archive) -> None:
    with archive.catalogue.write() as w:
        _put(w, PATHS[0], "", DIGESTS[0])
        w.foresee(DIGESTS, [("disk", path, "") for path in PATHS])
        unknown = w._batch.unknown
        assert unknown.bytes == set(DIGESTS[1:])
        assert unknown.names == {("disk", path, "") for path in (PATHS[1], PATHS[2], PATHS[4])}
        assert unknown.folders == {("disk", "a"), ("disk", "b")}
