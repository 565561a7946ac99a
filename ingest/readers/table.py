"""The one table of what can be read: media type -> reader. A new format is a file here and its line below.

A reader's module is loaded with the first file that it reads: together they take longer to load than most files take.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from archive.pixels.raw import RAW_TYPES
from archive.record import Description
from ingest.readers import containers, sniff, sniff_data
from ingest.readers.source import Source


@dataclass(frozen=True, slots=True)
class Reader:
    """One format's reader: what the function `does` in `module`. `suffixes` and `label` are for people: the content
    decides."""

    name: str
    module: str
    suffixes: tuple[str, ...]
    label: str
    does: str = "read"

    @property
    def version(self) -> int:
        """Grows whenever the same file would be described differently, so that old records can be read again."""
        version: int = self._loaded().VERSION
        return version

    def read(self, source: Source) -> Description:
        """What the file says. Raises Unreadable or Encrypted."""
        description: Description = getattr(self._loaded(), self.does)(source)
        return description

    def _loaded(self) -> Any:
        return import_module(self.module)


def _reader(module: str, suffixes: tuple[str, ...], label: str, name: str = "") -> Reader:
    return Reader(name or module, f"ingest.readers.{module}", suffixes, label)


NONE = _reader("other", (), "any other file, kept without its text", "none")
EMPTY = Reader("none", "ingest.readers.other", (), "a file without bytes", "read_empty")
TEXT = _reader("text", (".txt",), "plain text, in any encoding")
TABLE = _reader(
    "caption_table",
    (".csv", ".tsv", ".xlsx", ".xls", ".ods"),
    "tables: CSV, TSV, Excel and ODS; those of captions are tied to their photos",
    "table",
)
MARKDOWN = _reader("markdown", (".md", ".markdown"), "Markdown with front matter")
HTML = _reader("html", (".html", ".htm", ".xhtml"), "HTML pages")
NINJS = _reader("ninjs", (".json",), "ninjs 1 to 3")
NITF = _reader("nitf", (".xml", ".nitf"), "NITF")
NEWSML = _reader("newsml", (".xml",), "NewsML-G2")
DOC = _reader("doc", (".doc", ".dot"), "Word files of 97-2003 (DOC)")
DOCX = _reader("docx", (".docx", ".docm", ".dotx"), "Word documents (DOCX)")
RTF = _reader("rtf", (".rtf",), "Rich Text Format (RTF)")
ODT = _reader("odt", (".odt", ".ott"), "OpenDocument texts (ODT)")
ENCRYPTED = _reader("encrypted", (), "an Office document behind a password")
MAIL = _reader("mail", (".eml",), "mails (EML)")
TNEF = _reader("tnef", (".dat", ".tnef"), "mails that Outlook wrapped (winmail.dat)")
MBOX = _reader("mbox", (".mbox", ".mbx"), "mailboxes (mbox): each mail in them")
MHTML = _reader("mhtml", (".mht", ".mhtml"), "web pages saved as one file (MHTML)")
ZIP = _reader("zip_archive", (".zip",), "ZIP archives: each file in them", "zip")
TAR = _reader(
    "tar_archive",
    (".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz", ".gz", ".bz2", ".xz"),
    "TAR archives: each file in them; and single files packed with gzip, bzip2 or xz",
    "tar",
)
PPTX = _reader("pptx", (".pptx", ".pptm", ".potx", ".ppsx"), "presentations (PPTX)")
PPT = _reader("ppt", (".ppt", ".pps", ".pot"), "presentations of PowerPoint 97-2003 (PPT)")
RECORDS = _reader("records", (".jsonl", ".json"), "JSON Lines of records, as this project exports them")
SUBTITLES = _reader("subtitles", (".srt", ".vtt"), "subtitles of speeches: SubRip and WebVTT")
PDF = _reader("pdf", (".pdf",), "PDF")
PHOTO = Reader(
    "photo",
    "ingest.photo.read",
    (
        *(".jpg", ".jpeg", ".png", ".tif", ".tiff", ".webp", ".avif", ".heic", ".heif", ".hif"),
        *(".gif", ".bmp", ".psd", ".psb"),
    ),
    "photographs: JPEG, PNG, TIFF, WebP, AVIF, HEIC, GIF, BMP and PSD",
    "read_photo",
)
RAW = Reader(
    "photo",
    "ingest.photo.read",
    (".dng", ".cr2", ".cr3", ".nef", ".arw", ".raf", ".orf", ".rw2", ".pef", ".srw"),
    "camera raw files: DNG, CR2, CR3, NEF, ARW, RAF, ORF, RW2, PEF and SRW",
    "read_photo",
)
SIDECAR = Reader("sidecar", "ingest.photo.sidecar", (".xmp",), "sidecars: XMP files beside photos", "read_sidecar")
OFFICE = "application/vnd.openxmlformats-officedocument"
ODT_TYPE = "application/vnd.oasis.opendocument.text"
WORKBOOKS = (
    f"{OFFICE}.spreadsheetml.sheet",
    "application/vnd.ms-excel",
    "application/vnd.oasis.opendocument.spreadsheet",
)
PACKERS = ("application/gzip", "application/x-bzip2", "application/x-xz", "application/x-tar")
IMAGE_TYPES = (
    *("image/avif", "image/bmp", "image/gif", "image/heic", "image/heif", "image/jpeg", "image/png", "image/tiff"),
    *("image/vnd.adobe.photoshop", "image/webp"),
)


def _table(*rows: tuple[Reader, Iterable[str]]) -> dict[str, Reader]:
    return {media_type: reader for reader, media_types in rows for media_type in media_types}


READERS: dict[str, Reader] = _table(
    (TEXT, ("text/plain",)),
    (TABLE, ("text/csv", "text/tab-separated-values", *WORKBOOKS)),
    (MARKDOWN, ("text/markdown",)),
    (HTML, ("text/html",)),
    (NINJS, (sniff_data.NINJS,)),
    (NITF, (sniff_data.NITF,)),
    (NEWSML, sniff_data.NEWSML.values()),
    (PPTX, (f"{OFFICE}.presentationml.presentation",)),
    (PPT, ("application/vnd.ms-powerpoint",)),
    (RECORDS, (sniff_data.RECORD, sniff_data.RESULTS, sniff_data.LINES)),
    (SUBTITLES, (sniff_data.SRT, sniff_data.VTT)),
    (DOC, ("application/msword",)),
    (DOCX, (f"{OFFICE}.wordprocessingml.document",)),
    (RTF, ("application/rtf",)),
    (ODT, (ODT_TYPE, f"{ODT_TYPE}-template", f"{ODT_TYPE}-master")),
    (ENCRYPTED, (containers.ENCRYPTED,)),
    (MAIL, ("message/rfc822",)),
    (TNEF, ("application/ms-tnef",)),
    (MBOX, ("application/mbox",)),
    (MHTML, ("multipart/related",)),
    (ZIP, ("application/zip",)),
    (TAR, PACKERS),
    (PDF, ("application/pdf",)),
    (PHOTO, IMAGE_TYPES),
    (RAW, RAW_TYPES),
    (SIDECAR, (sniff.SIDECAR,)),
    (EMPTY, (sniff.EMPTY,)),
)


def reader_for(media_type: str) -> Reader:
    """The reader of a media type, NONE when there is none."""
    return READERS.get(media_type, NONE)
