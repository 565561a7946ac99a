"""A catalogue for tests, with a clock that they set, and shortcuts to add an article or a photo."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive.catalogue import Access, Catalogue, NamedFile, NewAsset, Writer
from archive.record import Description, Mention, Outcome, Status

NOW = datetime(2026, 5, 1, 9, 0, tzinfo=UTC)
HELD = Access(Status.HELD, hold_reason="EMBARGO")
LATER = Access(Status.HELD, "2026-05-03T10:00:00Z", "EMBARGO UNTIL 3 MAY, 10:00 UTC")


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def catalogue(tmp_path: Path, clock: Clock) -> Iterator[Catalogue]:
    with_clock = Catalogue(tmp_path / "catalogue.sqlite", clock)
    with with_clock.write() as writer:
        writer.root("/media/disk", "disk")
        writer.open_accession({}, Status.RELEASED)
    yield with_clock
    with_clock.close()


def sha(content: str) -> str:
    return hashlib.sha256(os.fsencode(content)).hexdigest()


def put(writer: Writer, path: str, record: str | None, content: str, outcome: Outcome = Outcome.ADDED) -> None:
    writer.put_name(NamedFile("disk", path, "", sha(content), record, outcome, len(content), 1, 1), 1)


def article(writer: Writer, path: str, *mentions: Mention, access: Access = Access(), text: str = "Isi.") -> str:  # noqa: B008
    described = Description("text/plain", "text", 1, text=text, mentions=list(mentions))
    described.offer("kind", "article", "rule:mentions")
    described.offer("title", f"Judul {path}", "first line")
    record = writer.add_record(described, NewAsset(sha(path), 4, "text/plain"), access)
    put(writer, path, record, path)
    return record


def photo(writer: Writer, path: str, access: Access = Access()) -> str:  # noqa: B008
    record = writer.add_record(Description("image/jpeg", "photo", 1), NewAsset(sha(path), 9, "image/jpeg"), access)
    put(writer, path, record, path)
    return record
