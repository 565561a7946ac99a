"""Receive files as multipart/form-data (RFC 7578), each written to disk while it is read.

No file is kept in memory, and no name in a request becomes a path here.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.http import parse_options_header
from werkzeug.sansio.multipart import Data, Epilogue, Event, Field, File, MultipartDecoder, NeedData

from archive.errors import PressArchiveError
from archive.messages import Message

MOST_FILES = 1_000
MOST_VALUES = MOST_FILES + 20  # of fields other than files: a path for each file, and a few more
LONGEST_VALUE = 8_000  # bytes
_LONGEST_BOUNDARY = 200  # characters; RFC 2046 allows 70, but some clients use more
FORM = "multipart/form-data"
FILE_FIELDS = ("file", "files")
_IN_MEMORY = 256 << 10  # bytes of the head of a part, and of one read
_CHUNK = 64 << 10


class MalformedForm(PressArchiveError):
    """A body that is not a form with files; the message says why."""


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """A file of a form. `name` is as sent, `path` where its bytes are now."""

    name: str
    path: Path
    sha256: str
    size: int


@dataclass(slots=True)
class ReceivedForm:
    """The values of a form by field, and its files, both in their order."""

    values: dict[str, list[str]] = field(default_factory=dict)
    files: list[ReceivedFile] = field(default_factory=list)

    def digest(self, paths: Sequence[str]) -> str:
        """Return the SHA-256 of everything sent, with the files under these paths. It does not depend on the
        boundary."""
        files = [[path, file.sha256] for path, file in zip(paths, self.files, strict=True)]
        told = json.dumps([sorted(self.values.items()), files], ensure_ascii=True)
        return hashlib.sha256(told.encode()).hexdigest()


def boundary_of(content_type: str) -> bytes:
    """Return the boundary that a Content-Type names. Raise MalformedForm for any other type."""
    media_type, options = parse_options_header(content_type)
    boundary = options.get("boundary", "")
    if media_type != FORM or not 0 < len(boundary) <= _LONGEST_BOUNDARY or not boundary.isascii():
        raise MalformedForm(Message("ingest-no-form"))
    return boundary.encode()


def receive_form(body: IO[bytes], boundary: bytes, folder: Path) -> ReceivedForm:
    """Return a form whose files are in the folder, named by their numbers. Raise MalformedForm, RequestEntityTooLarge,
    and OSError if the disk cannot store it."""
    form, open_part = ReceivedForm(), _Part()
    try:
        for event in _events(body, boundary):
            if isinstance(event, Field | File):
                open_part = _begin(event, form, folder)
            elif isinstance(event, Data):
                open_part.add(event.data)
                if not event.more_data:
                    open_part.end(form)
    except (ValueError, AttributeError):  # also invalid UTF-8; the decoder expects a line end after a head
        raise MalformedForm(Message("ingest-malformed")) from None
    finally:
        open_part.close()
    return form


def _events(body: IO[bytes], boundary: bytes) -> Iterator[Event]:
    decoder = MultipartDecoder(boundary, _IN_MEMORY, max_parts=MOST_FILES + MOST_VALUES)
    while True:
        chunk = body.read(_CHUNK)
        decoder.receive_data(chunk or None)
        event = decoder.next_event()
        while not isinstance(event, NeedData):
            yield event
            if isinstance(event, Epilogue):
                return
            event = decoder.next_event()


class _Part:
    """A part that is being read: a file, or the value of a field."""

    def __init__(self, name: str = "", file: tuple[str, IO[bytes], Path] | None = None) -> None:
        self._name, self._file = name, file
        self._value = bytearray()
        self._digest, self._size = hashlib.sha256(), 0

    def add(self, data: bytes) -> None:
        """Store some of its bytes."""
        if self._file is not None:
            self._file[1].write(data)
            self._digest.update(data)
            self._size += len(data)
            return
        self._value += data
        if len(self._value) > LONGEST_VALUE:
            raise RequestEntityTooLarge

    def end(self, form: ReceivedForm) -> None:
        """Add it to the form once complete."""
        if self._file is None:
            form.values.setdefault(self._name, []).append(self._value.decode())
            return
        name, file, path = self._file
        file.close()
        form.files.append(ReceivedFile(name, path, self._digest.hexdigest(), self._size))

    def close(self) -> None:
        """Close its file. May be called more than once."""
        if self._file is not None:
            self._file[1].close()


def _begin(event: Field | File, form: ReceivedForm, folder: Path) -> _Part:
    if not event.name or sum(map(len, form.values.values())) >= MOST_VALUES or len(form.files) >= MOST_FILES:
        raise MalformedForm(Message("ingest-malformed")) if not event.name else RequestEntityTooLarge
    if isinstance(event, Field):
        return _Part(event.name)
    if event.name not in FILE_FIELDS:
        raise MalformedForm(Message("ingest-file-field", name=event.name[:100]))
    if not event.filename:  # a form without a chosen file
        raise MalformedForm(Message("ingest-no-name"))
    path = folder / str(len(form.files))
    return _Part(event.name, (event.filename, path.open("wb"), path))
