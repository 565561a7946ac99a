"""Make access copies of stored originals: PDF/A by LibreOffice, JPEG by this program."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from archive.access import ARCHIVIST
from archive.converter import find_converter
from archive.errors import ServerUnreachable, StoreError, Unreadable
from archive.media_types import JPEG, PDF, access_copy_type
from archive.messages import message_of
from archive.sandbox.pool import Job
from archive.storage.access_copies import AccessCopies
from ingest.files.file_reading import OF_THE_FILE, ReadingContext

PICTURE_COPY = "archive.pictures.thumbnails:access_copy"
MADE, THERE, FAILED, NO_CONVERTER = "made", "there", "failed", "no-converter"
OUTCOMES = (MADE, THERE, FAILED, NO_CONVERTER)
_AHEAD = 4  # copies in progress


@dataclass(frozen=True, slots=True)
class CopyResult:
    """The result for an original that can have a copy: `made`, existing before (`there`), `failed`, and why, or
    `no-converter` on this machine. `size` in bytes."""

    record: str
    name: str
    sha256: str
    outcome: str
    media_type: str
    size: int | None = None
    reason: str = ""


def make_access_copies(
    desk: ReadingContext,
    threads: ThreadPoolExecutor,
    ids: Collection[str] | None,
    stopped: Callable[[], bool],
    *,
    again: bool = False,
) -> Iterator[CopyResult]:
    """Make the copies of the newest originals of these records, None for all, and yield each original that can have
    one. Existing copies are only remade `again`. Raise WorkerError and StoreError if the machine cannot continue."""
    copies = AccessCopies(desk.archive.derived)
    wanted = desk.archive.settings.intake.converter
    converts = bool(wanted) and find_converter(wanted) is not None
    waiting: deque[Future[CopyResult]] = deque()
    for reading in desk.archive.catalogue.readings(ids):
        name = (reading.member or reading.path).rpartition("/")[2] or reading.sha256
        media_type = access_copy_type(reading.media_type, name)
        if media_type is None or reading.encrypted:
            continue
        if stopped():
            break
        result = CopyResult(reading.record, name, reading.sha256, THERE, media_type)
        if not again and (there := copies.find(reading.sha256)) is not None:
            yield replace(result, size=there.size)
            continue
        if media_type == PDF and not converts:
            yield replace(result, outcome=NO_CONVERTER)
            continue
        waiting.append(threads.submit(_make, desk, copies, result))
        if len(waiting) > _AHEAD:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def _make(desk: ReadingContext, copies: AccessCopies, wanted: CopyResult) -> CopyResult:
    try:
        with desk.archive.store.local(wanted.sha256) as path:
            job = _run(desk, wanted, path)
    except ServerUnreachable:  # which says nothing about the original
        raise
    except (StoreError, Unreadable, *OF_THE_FILE) as error:
        return replace(wanted, outcome=FAILED, reason=message_of(error))
    with job:
        made = copies.keep(wanted.sha256, job.file(str(job.result)), wanted.media_type)
    return replace(wanted, outcome=MADE, size=made.size)


def _run(desk: ReadingContext, wanted: CopyResult, path: Path) -> Job:
    if wanted.media_type == JPEG:
        found = desk.archive.catalogue.get(wanted.record, ARCHIVIST)
        notice = found.values.get("copyright") if found is not None else None
        return desk.pool.run(PICTURE_COPY, {"path": str(path), "copyright": str(notice) if notice else None})
    assert desk.conversion is not None
    return desk.conversion.convert(path, wanted.name, archival=True)
