"""The words in files inside a file that become no records: objects in office documents, packages in packages.

Each is read like any other file, as far as an order may stand in it: its text, its notes, and the files in it again.
A document that is too large, too deep or too late for that, or has a password, raises TooManyWords; pictures beyond the
limits are skipped.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath

from archive.media_types import JSON, PICTURES, UNKNOWN, Family, has_suffix, of_suffix
from archive.text.charset import decode_text
from ingest.extract.embargo.unread_words import NamedWords, TooManyWords
from ingest.readers import media_words
from ingest.readers.base import sniff
from ingest.readers.base.byte_words import of_bytes, of_lines
from ingest.readers.base.markup_words import is_part, json_words, markup_words
from ingest.readers.base.members import PACKED
from ingest.readers.base.source import Source
from ingest.readers.base.time_limit import TimeLimit
from ingest.readers.base.zip_safety import ENCRYPTED, ZIP_ERRORS
from ingest.readers.registry import TEXT_READERS, reader_for, unread_words, words_by

DEEPEST = 3
MOST_FILES = 100
MOST_BYTES, MOST_EACH = 48 << 20, 16 << 20
SECONDS = 4.0  # what takes longer is held
_NAME = "unread-{}"
_DEPTH = re.compile(r"unread-(\d)\Z")
_LEFT_OUT = re.compile(r"(?:printerSettings|activeX|theme|fonts?|Thumbnails|META-INF)/|thumbnail", re.I)
_HEAD = 64 << 10  # bytes of a picture in which its metadata begins
_UNREAD = PACKED - {"zip"} | {"encrypted"}  # readers of what is not opened inside a file
_MARKS = (b"Photoshop 3.0", b"ns.adobe.com/x", b"Exif\0\0", b"<?xpacket", b"tEXt", b"iTXt", b"zTXt")
_PICTURES = ("ingest.photo.photo_reader", "metadata_words")
_COMPOUND = ("ingest.readers.office.compound_words", "unread_words")
_PAGES = ("ingest.readers.pdf.unread_words", "page_words")


def package_words(source: Source) -> Iterator[NamedWords]:
    """Yield the words in a package of markup (ECMA-376, OpenDocument, EPUB), and in the files that it carries."""
    yield from markup_words(source)
    yield from zipped_words(source)


def table_words(source: Source) -> Iterator[NamedWords]:
    """Yield the same of a workbook in any of its forms."""
    yield from words_by(_COMPOUND, source) if _is_compound(source) else package_words(source)


def other_words(source: Source) -> Iterator[NamedWords]:
    """Yield the words in a file that no reader knows."""
    if source.media_type == JSON:
        yield from json_words(source)
    elif _is_compound(source):
        yield from words_by(_COMPOUND, source)
    else:
        yield from media_words.unread_words(source)


def _is_compound(source: Source) -> bool:
    return source.head(4) == b"\xd0\xcf\x11\xe0"


def zipped_words(source: Source) -> Iterator[NamedWords]:
    """Yield the words in the files of a ZIP that are no markup: first documents, then pictures."""
    if not source.head(4).startswith(b"PK"):
        return
    limit, left, count = TimeLimit(SECONDS), MOST_BYTES, 0
    try:
        with zipfile.ZipFile(source.path) as file:
            if any(one.flag_bits & ENCRYPTED for one in file.infolist()):
                raise TooManyWords
            entries = [one for one in file.infolist() if _may_speak(one) and not is_part(one.filename)]
            for entry in sorted(entries, key=_is_media):
                is_late = count >= MOST_FILES or limit.is_over
                if is_late or entry.file_size > min(left, MOST_EACH):
                    if _is_media(entry):
                        continue
                    raise TooManyWords
                if has_suffix(entry.filename, PICTURES) and not _has_metadata(file, entry):
                    continue
                left, count = left - entry.file_size, count + 1
                yield from inner_words(PurePosixPath(entry.filename).name, file.read(entry), source)
    except ZIP_ERRORS:
        return


def _is_media(entry: zipfile.ZipInfo) -> bool:
    """Whether a file is a picture, sound or film by its name."""
    known = of_suffix(entry.filename)
    return has_suffix(entry.filename, PICTURES) or (known is not None and known.family is Family.SOUND)


def _has_metadata(file: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bool:
    with file.open(entry) as picture:
        head = picture.read(_HEAD)
    return any(mark in head for mark in _MARKS)


def _may_speak(entry: zipfile.ZipInfo) -> bool:
    suffix = entry.filename.rpartition(".")[2].casefold()
    return entry.file_size > 3 and suffix not in _SILENT and not _LEFT_OUT.search(entry.filename)


_SILENT = frozenset(("emf", "wmf", "odttf", "ttf", "otf", "fntdata", "wav"))


def inner_words(name: str, data: bytes, around: Source) -> Iterator[NamedWords]:
    """Yield all words of a file inside another; `name` is what it is called there. It is written beside what its
    worker makes. Raises TooManyWords if it is too large, or too many files are around it."""
    found = _DEPTH.search(around.path.name)
    depth = int(found[1]) + 1 if found else 1
    if depth > DEEPEST or len(data) > MOST_EACH:
        raise TooManyWords
    yield "file", PurePosixPath(name).stem
    path = around.folder / _NAME.format(depth)
    path.write_bytes(data)
    try:
        yield from _of_file(Source(path, name, sniff.media_type(path, name), around.folder, passwords=around.passwords))
    finally:
        path.unlink()


def _of_file(source: Source) -> Iterator[NamedWords]:
    reader = reader_for(source.media_type).name
    if reader == "photo":
        yield from words_by(_PICTURES, source)
    elif reader in TEXT_READERS:
        yield from of_lines(decode_text(source.head(MOST_EACH)).text)
    elif source.media_type == UNKNOWN:
        yield from of_bytes(source.head(MOST_EACH))
    elif reader == "pdf":
        yield from words_by(_PAGES, source)
    elif reader == "zip":
        yield from package_words(source)
    elif reader in _UNREAD:
        raise TooManyWords
    yield from unread_words(source)
