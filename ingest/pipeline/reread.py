"""Re-extract records with newer readers and rules, from their stored originals."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

from archive.catalogue import Access, ReadPage, RecordReading, printable
from archive.catalogue import Writer as Transaction
from archive.edits.edits import rehearsal
from archive.errors import Encrypted, ServerUnreachable, StoreError, Unreadable
from archive.messages import Message, join_messages, message_of
from archive.record import Description, Status
from archive.search.index import index_sync
from archive.settings import OcrSection
from archive.storage.archive import Archive
from ingest.files.file_reading import OF_THE_FILE, ReadingContext, read_converted
from ingest.files.restrictions import (
    NOT_READ,
    PART_NOT_READ,
    READ_SINCE,
    access_by_order,
    access_for,
    access_of_unread,
    brings_embargo,
    forget_known_secrets,
    is_for_secrets,
    tighten_access,
    tighten_members,
)
from ingest.files.roots import RootPath, Roots
from ingest.files.workers import DESCRIBE, accept_description
from ingest.ocr.scan_records import scans_left, waits_for_ocr, words_of
from ingest.pipeline.pipeline import Options, at_work
from ingest.readers.base.source import CONVERTED, VERSION
from ingest.readers.pdf.page_notes import READ_THEM, format_page_numbers
from ingest.readers.registry import NONE, READERS, reader_for

AGENT = "press-archive reread"
EXTRACTION = "metadata extraction"  # the PREMIS eventType
CHANGED, SAME, KEPT = "changed", "same", "kept"
NAMES = sorted({reader.name for reader in READERS.values()})
_AHEAD = 32  # originals read ahead of writing
_BATCH, _SECONDS = 100, 1.0  # records written together, and how long they wait


@dataclass(frozen=True, slots=True)
class RereadFilter:
    """Which records to read again: these `ids`, None for all; of these, those of a `reader`, and those described by
    older readers or rules, or `every` one."""

    ids: Sequence[str] | None = None
    reader: str | None = None
    every: bool = False

    def of(self, readings: Iterable[RecordReading]) -> Iterator[RecordReading]:
        """Yield the selected ones among these readings."""
        for reading in readings:
            now = reader_for(reading.media_type)
            if self.reader in (None, reading.reader, now.name) and (self.every or is_behind(reading)):
                yield reading


@dataclass(slots=True)
class Reread:
    """The result for one record: `changed`, with the keys of other values (`text` for its text); `same`; or `kept`, and
    why. `status` is set if what was found holds it. `holds` are the other records that are held because of it."""

    record: str
    name: str
    outcome: str
    reason: str = ""
    keys: list[str] = field(default_factory=list)
    status: Status | None = None
    holds: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _RereadRecord:
    reading: RecordReading
    description: Description | None
    reason: str = ""
    words: Sequence[ReadPage] = ()


def is_behind(reading: RecordReading) -> bool:
    """Return whether readers or rules have changed since it was described, or a reader was added for it. A file that
    needs a password is not read better without it, and files that only contain items have nothing more to give."""
    now = reader_for(reading.media_type)
    if reading.encrypted and reading.reader == NONE.name:
        return False
    return reading.version < VERSION if reading.reader in (now.name, CONVERTED) else reading.reader == NONE.name


def reread(
    archive: Archive, wanted: RereadFilter, stopped: Callable[[], bool], *, dry: bool = False
) -> Iterator[Reread]:
    """Read records again in workers, write them in batches, and yield each once it is durable. With `dry` nothing is
    written. Raise ArchiveBusy while an ingest runs."""
    with archive.lock("ingest"), at_work(archive, Options(stopped=stopped)) as (desk, threads, _):
        meant = wanted.of(archive.catalogue.readings(wanted.ids))
        roots, rested, news = Roots(archive.catalogue.roots()), 0.0, False
        for batch in _batches(_read_ahead(desk, threads, roots, meant)):
            done = _rehearsed(archive, batch) if dry else _write(archive, batch)
            yield from done
            news |= not dry
            if news and (began := time.monotonic()) >= rested:
                index_sync.update(archive)
                rested, news = 2 * time.monotonic() - began, False
        if news:
            index_sync.update(archive)


def _read_ahead(
    desk: ReadingContext, threads: ThreadPoolExecutor, roots: Roots, meant: Iterable[RecordReading]
) -> Iterator[_RereadRecord]:
    waiting: deque[Future[_RereadRecord]] = deque()
    for reading in meant:
        if desk.stopped():
            break
        waiting.append(threads.submit(_read, desk, roots, reading))
        if len(waiting) > _AHEAD:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def _batches(read: Iterable[_RereadRecord]) -> Iterator[list[_RereadRecord]]:
    batch: list[_RereadRecord] = []
    began = time.monotonic()
    for one in read:
        batch.append(one)
        if len(batch) >= _BATCH or time.monotonic() - began >= _SECONDS:
            yield batch
            batch, began = [], time.monotonic()
    if batch:
        yield batch


def _read(desk: ReadingContext, roots: Roots, reading: RecordReading) -> _RereadRecord:
    """Read one original in a worker, with the recognized text of its scanned pages. Files inside it are not ingested:
    they have their own records."""
    name = _name(reading)
    store = desk.archive.store
    words = desk.archive.catalogue.read_pages(reading.sha256)
    try:
        if store.digest(reading.sha256)[0] != reading.sha256:
            return _RereadRecord(reading, None, Message("original-altered"))
        relpath = _relpath(roots, reading)
        asked: dict[str, Any] = {"filename": name, "relpath": relpath}
        if words:
            asked["words"] = words_of(words)
        with store.local(reading.sha256) as path, desk.pool.run(DESCRIBE, asked | {"path": str(path)}) as job:
            description = accept_description(job.result, name, relpath, desk.archive, reading.sha256)
            if description.thumbnail:
                with suppress(OSError):  # derived files are made again on demand
                    desk.renditions.keep(reading.sha256, "thumbnail", job.file(description.thumbnail))
            description.thumbnail, description.members = None, []
            if desk.conversion is not None:
                description = desk.conversion.described(
                    description, path, name, lambda more: read_converted(desk, asked | more, reading.sha256)
                )
    except ServerUnreachable:  # which says nothing about the original
        raise
    except StoreError as error:
        return _RereadRecord(reading, None, message_of(error))
    except (Encrypted, Unreadable, *OF_THE_FILE) as error:
        return _RereadRecord(reading, None, Message("reread-failed", why=message_of(error)))
    if reading.reader == CONVERTED and description.reader == NONE.name:  # its text is kept
        return _RereadRecord(reading, None, join_messages([Message("reread-unconverted"), *description.notes]))
    return _RereadRecord(reading, description, words=words)


def read_stored(desk: ReadingContext, roots: Roots, reading: RecordReading) -> tuple[Description | None, str]:
    """Return the description of the stored bytes; None, and why, if they cannot be read."""
    read = _read(desk, roots, reading)
    return read.description, read.reason


def _name(reading: RecordReading) -> str:
    return printable(PurePath(reading.member or reading.path).name) or reading.sha256


def _relpath(roots: Roots, reading: RecordReading) -> str:
    if not reading.root:
        return ""
    told = roots.told(RootPath(reading.root, reading.path))
    return printable(f"{told}/{reading.member.replace('!/', '/')}" if reading.member else told)


def _rehearsed(archive: Archive, batch: Sequence[_RereadRecord]) -> list[Reread]:
    with rehearsal(archive, AGENT) as w:
        return [_one(w, read, archive.settings.ocr) for read in batch]


def _write(archive: Archive, batch: Sequence[_RereadRecord]) -> list[Reread]:
    with archive.catalogue.write(AGENT) as w:
        return [_one(w, read, archive.settings.ocr) for read in batch]


def _one(w: Transaction, read: _RereadRecord, settings: OcrSection) -> Reread:
    """Describe a record again, unless its file has changed since it was read."""
    record, description = read.reading.record, read.description
    done = Reread(record, _name(read.reading), KEPT, read.reason)
    if description is None:
        return done
    if w.newest(record) != read.reading.sha256:
        done.reason = Message("reread-other-version")
        return done
    scan = w.scan(record)
    if scan is not None and scan.pending:
        done.reason = Message("reread-scan-waits", how=READ_THEM)
        return done
    if holds := w.legal_holds_on([record]).get(record):
        done.reason = Message("reread-legal-hold", n=holds[0].n, case=holds[0].case_name)
        return done
    before, text = w.known(record), w.text(record)
    unread = scans_left(description, read.words, settings)
    brings = brings_embargo(w, record, description)
    forget_known_secrets(w, record, description, same_file=True)
    w.describe(record, description)
    held: list[str] = []
    if brings or (description.secrets and not is_for_secrets(before.access)):
        tighten_access(w, record, access_for(description, Status.RELEASED))
    if brings:
        held = tighten_members(w, record, access_by_order(description, Status.RELEASED))
    if unread:
        left = Message("reread-pages-left", pages=format_page_numbers(unread))
        done.reason = join_messages([left, READ_THEM])
        held += w.expect_words(record, description.scans, waits_for_ocr(description, settings))
    elif scan is not None and not read.words:
        w.no_scan(record)
    if before.access in (NOT_READ, PART_NOT_READ) and access_of_unread(description) == Access():
        w.set_status(record, READ_SINCE)
    now = w.known(record)
    keys = before.values.keys() | now.values.keys()
    done.keys = sorted(key for key in keys if before.values.get(key) != now.values.get(key))
    done.keys += ["text"] if w.text(record) != text else []
    w.event(EXTRACTION, record, reader=description.reader, version=description.reader_version, changed=done.keys)
    done.holds = sorted({*held, *(one.record for one in w.keep_back())} - {record})
    if done.holds:
        done.reason = join_messages([*filter(None, [done.reason]), Message("holds-others", count=len(done.holds))])
    access = w.known(record).access
    done.status = access.status if access != before.access else None
    done.outcome = CHANGED if done.keys or done.status else SAME
    return done
