"""Old office documents converted to PDFs or workbooks by LibreOffice: one at a time, in a separate worker.

The result is as foreign as the original. It is read in an ordinary worker, like any other file.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from archive.converter import Converter, find_converter
from archive.errors import Encrypted, Unreadable, WorkerCrashed, WorkerMemory, WorkerOutput, WorkerTimeout
from archive.media_types import convertible, is_converted_table
from archive.messages import Message, message_of
from archive.record import Description
from archive.sandbox.confinement import Program
from archive.sandbox.limits import Limits
from archive.sandbox.pool import Job, Pool
from archive.settings import Settings
from ingest.readers.base.source import CONVERTED
from ingest.readers.registry import NONE

CONVERT = "ingest.description.office_conversion:convert"
MORE = 3  # multiple of a reader's computing time: the program starts twice
MEMORY_BYTES = 4 << 30  # of address space, of which it uses a tenth
OUTPUT_BYTES = 256 << 20  # the copy of the file, its settings and the PDF
_OF_THE_FILE = (Unreadable, Encrypted, WorkerTimeout, WorkerMemory, WorkerOutput, WorkerCrashed)

Describe = Callable[[dict[str, Any]], Description]


class Conversion:
    """The converter for an archive's files. Nothing is started before the first file; close it. Thread-safe."""

    def __init__(self, settings: Settings, derived: Path) -> None:
        self._settings, self._folder = settings, derived / "jobs"
        self._guard = threading.Lock()
        self._pool: Pool | None = None
        self._converter: Converter | None = None
        self._closed = False

    def described(self, described: Description, path: Path, filename: str, describe: Describe) -> Description:
        """Return the description of the PDF or workbook made from the file at `path` if `described` has no text and
        there is a converter for its type; else `described`, with a note on any error. `describe` reads a file in a
        worker with these arguments besides the file name. Raise WorkerError for problems of this machine."""
        wanted = self._settings.intake.converter
        if not wanted or described.reader != NONE.name or not convertible(described.media_type, filename):
            return described
        try:
            with self.convert(path, filename, workbook=is_converted_table(described.media_type, filename)) as job:
                told = {"media_type": described.media_type, "program": self._name}
                found = describe({"path": str(job.file(str(job.result))), "converted": told})
        except _OF_THE_FILE as error:
            described.notes.append(Message("not-converted", why=message_of(error)))
            return described
        if not found.text.strip():
            described.notes.append(Message("converted-empty", program=self._name))
            return described
        assert found.reader == CONVERTED
        return found

    @property
    def _name(self) -> str:
        return self._converter.name if self._converter is not None else ""

    def convert(self, path: Path, filename: str, *, archival: bool = False, workbook: bool = False) -> Job:
        """Return the job that converted a file to PDF, with `archival` to PDF/A, with `workbook` to XLSX; its result is
        the file name. Raise Unreadable, WorkerError."""
        with self._guard:
            if self._pool is None and not self._closed:
                self._pool = self._opened()
            pool, converter = self._pool, self._converter
        if pool is None or converter is None:
            raise Unreadable(Message("converter-absent", program=self._settings.intake.converter))
        asked = {"path": str(path), "filename": filename, "program": converter.program}
        return pool.run(CONVERT, asked | {"archival": archival, "workbook": workbook})

    def _opened(self) -> Pool | None:
        """Return the worker, which may start the converter."""
        self._converter = found = find_converter(self._settings.intake.converter)
        if found is None:
            return None
        worker = self._settings.worker
        limits = Limits(worker.wall_seconds, MORE * worker.cpu_seconds, MEMORY_BYTES, OUTPUT_BYTES)
        return Pool(1, self._folder, limits, program=Program(found.program, found.reads, office=True))

    def close(self) -> None:
        """End the program and its worker; running conversions raise WorkerError."""
        with self._guard:
            self._closed, pool, self._pool = True, self._pool, None
        if pool is not None:
            with suppress(OSError):
                pool.close()
