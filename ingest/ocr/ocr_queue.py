"""The OCR queue: scans are read page by page, in parallel, and each page is stored when it is done."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace

from archive.catalogue import ReadPage, Scan
from archive.errors import (
    Encrypted,
    PressArchiveError,
    Unreadable,
    WorkerCrashed,
    WorkerMemory,
    WorkerOutput,
    WorkerTimeout,
)
from archive.media_types import is_picture_type
from archive.messages import Message, message_of
from archive.record import Description
from archive.sandbox.confinement import Program
from archive.sandbox.limits import Limits
from archive.sandbox.pool import Pool
from archive.search.index import index_sync
from archive.storage.archive import Archive
from archive.tesseract import Recognition
from archive.text.charset import clean_text
from ingest.ocr import scan_records
from ingest.ocr.scan_records import AGENT, ScanSource, pages_of_picture

LOCK = "ocr"
READ = "ingest.ocr.page_recognition:read_page"
OF_THE_PAGE = (Unreadable, Encrypted, WorkerTimeout, WorkerMemory, WorkerOutput, WorkerCrashed)
GIVEN_UP = 3  # consecutive pages that took too long: the others of that file would too
INDEX_SECONDS = 5.0
MOST_TEXT = 1_000_000  # characters of a page
WAITED = 5  # multiple of its computing time that a page may take by the clock: this machine may be busy
OUTPUT_BYTES = 128 << 20  # a rendered page, and its words


@dataclass(frozen=True, slots=True)
class OcrRequest:
    """`languages` as tesseract names them; `records`: only these; `again`: also those read before. `stopped` is called
    between pages. `passwords` are tried on files that need one."""

    recognition: Recognition
    languages: str
    records: Sequence[str] | None = None
    again: bool = False
    stopped: Callable[[], bool] = lambda: False
    passwords: tuple[str, ...] = field(default=(), repr=False)


@dataclass(slots=True)
class OcrReport:
    """The work done: scans and pages read, pages that could not be, and scans left, of which `locked` need another
    password; `without`: records without a page to read; `scan` is the last one, `confidence` that of its text, and
    `holds` the other records held because of it."""

    scans: int = 0
    pages: int = 0
    failed: int = 0
    left: int = 0
    locked: int = 0
    without: list[str] = field(default_factory=list)
    scan: Scan | None = None
    confidence: int | None = None
    holds: list[str] = field(default_factory=list)


Tell = Callable[[OcrReport], None]


@dataclass(slots=True)
class _ScanInProgress:
    """One scan in progress: its pages to be read, and those done."""

    scan: Scan
    source: ScanSource
    pages: tuple[int, ...]
    read: dict[int, ReadPage] = field(default_factory=dict)
    late: int = 0  # consecutive pages that took too long
    locked: bool = False

    @property
    def given_up(self) -> bool:
        return self.late >= GIVEN_UP


def read_scans(archive: Archive, wanted: OcrRequest, tell: Tell = lambda _: None) -> OcrReport:
    """Read the waiting scans, or the requested ones. Each page is stored as soon as it is read, so a stop loses none.
    Raise ArchiveBusy if another process does it, WorkerError and StoreError on failure."""
    with archive.lock(LOCK):
        told = OcrReport()
        size = archive.settings.worker.count
        with Pool(size, archive.derived / "jobs", _limits(archive), program=_program(wanted.recognition)) as pool:
            crew = ThreadPoolExecutor(size, thread_name_prefix="words")
            try:
                _ScanQueue(archive, wanted, pool, crew, told, tell).run()
            finally:
                pool.close()  # ends work in progress
                crew.shutdown(cancel_futures=True)
                index_sync.update(archive)
        told.left = len(archive.catalogue.pending_scans())
        return told


def _program(recognition: Recognition) -> Program | None:
    """Return what the workers may start."""
    if recognition.program is None:
        return None
    return Program(recognition.program, (recognition.folder,))


def _limits(archive: Archive) -> Limits:
    settings, seconds = archive.settings.worker, archive.settings.ocr.seconds_per_page
    return Limits(WAITED * seconds, seconds, settings.memory_mb << 20, OUTPUT_BYTES)


class _ScanQueue:
    def __init__(
        self, archive: Archive, wanted: OcrRequest, pool: Pool, crew: ThreadPoolExecutor, told: OcrReport, tell: Tell
    ) -> None:
        self._archive, self._wanted, self._pool, self._crew = archive, wanted, pool, crew
        self._told, self._tell = told, tell
        self._indexed = time.monotonic()

    def run(self) -> None:
        """Read pages a few ahead of the one being written. Only this thread writes."""
        ahead = 2 * self._archive.settings.worker.count
        waiting: deque[tuple[_ScanInProgress, int, Future[ReadPage | None] | None]] = deque()
        for work, number in self._tasks():
            future = self._crew.submit(self._page, work, number) if number else None
            waiting.append((work, number, future))
            if len(waiting) > ahead:
                self._settle(*waiting.popleft())
            if self._wanted.stopped():
                return
        while waiting and not self._wanted.stopped():
            self._settle(*waiting.popleft())

    def _tasks(self) -> Iterator[tuple[_ScanInProgress, int]]:
        """Yield every page to be read, and after those of a scan its end, numbered 0."""
        for scan in self._scans():
            work = self._begun(scan)
            if work is None:
                continue
            for number in work.pages:
                if number not in work.read:
                    yield work, number
            yield work, 0

    def _scans(self) -> list[Scan]:
        if self._wanted.records is None:
            return self._archive.catalogue.pending_scans()
        found = []
        for record in self._wanted.records:
            scan = self._archive.catalogue.scan(record)
            if scan is None:
                with self._archive.catalogue.write(AGENT) as w:
                    w.expect_words(record, [], hold=False)
                    scan = w.scan(record)
            if scan is not None:
                found.append(scan)
        return found

    def _begun(self, scan: Scan) -> _ScanInProgress | None:
        """Return a scan with its pages, found now if unknown, without those already read."""
        source = scan_records.source_of(self._archive, scan)
        if not scan.pages:
            try:
                said = self._described(source, None)
                pages = said.scans or (pages_of_picture(said) if is_picture_type(said.media_type) else [])
            except Encrypted:
                self._told.locked += 1
                return None
            except OF_THE_PAGE:
                pages = []
            if not pages:
                self._told.without.append(scan.record)
                with self._archive.catalogue.write(AGENT) as w:
                    w.no_scan(scan.record)
                return None
            scan = replace(scan, pages=tuple(pages))
        work = _ScanInProgress(scan, source, scan.pages[: self._archive.settings.ocr.pages_per_file])
        if not self._wanted.again:
            read = {one.page: one for one in self._archive.catalogue.read_pages(scan.sha256)}
            work.read = {page: read[page] for page in work.pages if page in read}
        return work

    def _described(self, source: ScanSource, pages: Sequence[ReadPage] | None) -> Description:
        return scan_records.described(self._pool, self._archive, source, pages, self._wanted.passwords)

    def _page(self, work: _ScanInProgress, number: int) -> ReadPage | None:
        """Read a page. Return None if it is skipped, because previous ones took too long, or a password is missing."""
        languages = self._wanted.languages
        if work.given_up or work.locked:
            return None
        how: dict[str, object] = {"program": self._wanted.recognition.program, "languages": languages}
        how |= {"packs": sorted(self._wanted.recognition.languages), "dpi": self._archive.settings.ocr.dpi}
        asked = {"page": number, "how": how, "passwords": self._wanted.passwords}
        try:
            original = self._archive.store.local(work.scan.sha256)
            with original as path, self._pool.run(READ, asked | {"path": str(path)}) as job:
                text, sure = job.result["text"], job.result["confidence"]
        except Encrypted:
            work.locked = True
            return None
        except OF_THE_PAGE as error:
            work.late = work.late + 1 if isinstance(error, WorkerTimeout) else 0
            return ReadPage(number, "", 0, languages, message_of(error))
        except (KeyError, TypeError):
            return ReadPage(number, "", 0, languages, Message("ocr-answer-unusable"))
        work.late = 0
        if not isinstance(text, str) or not (sure is None or (isinstance(sure, int) and 0 <= sure <= 100)):
            return ReadPage(number, "", 0, languages, Message("ocr-answer-unusable"))
        return ReadPage(number, clean_text(text[:MOST_TEXT]), sure, languages)

    def _settle(self, work: _ScanInProgress, number: int, future: Future[ReadPage | None] | None) -> None:
        if future is None:
            self._finish(work)
            return
        page = future.result()
        if work.locked:
            return
        if page is None:
            page = ReadPage(number, "", 0, self._wanted.languages, Message("ocr-given-up", pages=GIVEN_UP))
        work.read[number] = page
        with self._archive.catalogue.write(AGENT) as w:
            w.keep_pages(work.scan.sha256, [page])
        self._told.pages += 1
        self._told.failed += page.reason is not None
        self._told.scan, self._told.confidence = None, None
        self._tell(self._told)

    def _finish(self, work: _ScanInProgress) -> None:
        """Finish a scan: its record gets the words of its pages. One that needs a password keeps waiting."""
        if work.locked:
            self._told.locked += 1
            return
        pages = [work.read[number] for number in sorted(work.read)]
        try:
            description = self._described(work.source, pages)
        except OF_THE_PAGE as error:
            with self._archive.catalogue.write(AGENT) as w:
                scan_records.failed(w, work.scan, error)
            return
        with self._archive.catalogue.write(AGENT) as w:
            held = scan_records.apply_ocr_result(w, work.scan, description, pages)
            if held is None:
                return
            self._told.holds = sorted({*held, *(one.record for one in w.keep_back())} - {work.scan.record})
        self._told.scans += 1
        self._told.scan = work.scan
        self._told.confidence = description.values.get("ocr", {}).get("confidence")
        self._tell(self._told)
        if time.monotonic() - self._indexed > INDEX_SECONDS:
            with suppress(PressArchiveError):  # it is derived, and retried at the end
                index_sync.update(self._archive)
            self._indexed = time.monotonic()
