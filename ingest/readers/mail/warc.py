"""Read web archives (WARC, ISO 28500), plain or gzipped: each page returned by a server is a file inside."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from typing import Any
from urllib.parse import unquote, urlsplit

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from archive.errors import Unreadable
from archive.media_types import BY_NAME, GZIP, HTML, Family, of_suffix, suffix_of
from archive.messages import Message
from archive.record import Description
from ingest.extract.embargo.unread_words import NamedWords, add_unread_embargoes, read_unread
from ingest.readers.base import members
from ingest.readers.base.byte_words import of_lines
from ingest.readers.base.members import MemberShelf
from ingest.readers.base.source import VERSION, Source
from ingest.readers.containers import tar_archive
from ingest.readers.containers.zip_archive import note_count
from ingest.readers.mail.message_parts import too_small

NAME = "warc"
MOST_RECORDS = 20 * members.MOST_FILES  # most are answers that are no pages
ABOUT = ("warcinfo", "metadata")
ANSWERS = ("response", "resource")
UNPACKED = ("", "identity", "gzip", "x-gzip", "deflate")  # encodings with a ratio of at most a thousand
DAMAGED = (ArchiveLoadFailed, zlib.error, EOFError, OSError, ValueError, LookupError, AttributeError, TypeError)


def read_source(source: Source) -> Description:
    """Return the pages, documents and pictures in it as members, and a note that counts what was left out. Raise
    Unreadable if it is damaged, too large, or malicious."""
    description = Description(source.media_type, NAME, VERSION)
    shelf = MemberShelf(description, source.folder, later=source.later)
    left: Counter[str] = Counter()
    said: list[NamedWords] = []
    with source.path.open("rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
    try:
        with tar_archive.OPENERS[GZIP](source.path) if packed else source.path.open("rb") as stream:
            for n, record in enumerate(ArchiveIterator(tar_archive.CappedStream(stream, source.size))):
                if n >= MOST_RECORDS:
                    raise Unreadable(members.too_many())
                said += _words(record)
                left[_put_on_shelf(record, shelf)] += 1
    except DAMAGED as error:
        raise tar_archive.damaged_stream(error, shelf) from error
    note_count(description)
    add_unread_embargoes(said, description)
    if count := left["other"]:
        description.notes.append(Message("warc-left-out", count=count))
    return description


def _words(record: Any) -> list[NamedWords]:
    """What the headers of a record say that may be an order, and what a record about the archive or a page says."""
    fields = [*record.rec_headers.headers, *(record.http_headers.headers if record.http_headers is not None else ())]
    said = [(str(key), str(value)) for key, value in fields]
    if record.rec_type in ABOUT:
        said += of_lines(record.content_stream().read(members.CHUNK).decode("utf-8", "replace"))
    return [(key, words) for key, words in said if read_unread(key, words) is not None]


def _put_on_shelf(record: Any, shelf: MemberShelf) -> str:
    """Store the body of a response; return "other" if it is not a page, "" if it is unwanted."""
    if record.rec_type not in ANSWERS:
        return ""
    headers = record.http_headers
    if headers is not None and headers.get_statuscode() != "200":
        return "other"
    told = headers.get_header("Content-Type") if headers is not None else record.rec_headers.get_header("Content-Type")
    kind = (told or "").partition(";")[0].strip().lower().replace("application/xhtml+xml", HTML)
    row = BY_NAME.get(kind)
    if row is None or not row.reader or row.family is Family.PACKED:
        return "other"
    name = _name(record.rec_headers.get_header("WARC-Target-URI") or "", kind)
    encoding = (headers.get_header("Content-Encoding") or "").strip().lower() if headers is not None else ""
    if encoding not in UNPACKED:
        shelf.refuse(name, Message("warc-encoding", encoding=encoding[:40]))
        return ""
    chunks = _chunks(record.content_stream())
    if row.family is Family.PICTURE:
        first = next(chunks, b"")
        if too_small(first):
            return "other"
        chunks = chain([first], chunks)
    shelf.put(name, chunks)
    return ""


def _chunks(stream: Any) -> Iterator[bytes]:
    while chunk := stream.read(members.CHUNK):
        yield chunk


def _name(address: str, kind: str) -> str:
    """Return the address of a page as a path: `a.example/berita/1.html`."""
    try:
        parts = urlsplit(address)
        told = f"{parts.hostname or 'page'}/{unquote(parts.path).strip('/') or 'index'}"
    except ValueError:
        told = "page"
    if parts_query := address.partition("?")[2].partition("#")[0]:
        told += f"-{unquote(parts_query).replace('/', '-')[:80]}"
    row = of_suffix(told.rpartition("/")[2])
    if row is None or row.name != kind:
        told += suffix_of(kind)
    return members.inner_path(told.replace(":", "_")) or members.outside(told)
