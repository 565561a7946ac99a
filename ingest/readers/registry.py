"""The one table of what can be read: media type -> reader. A new format is a file here and its line below.

A reader's module is loaded with the first file that it reads: together they take longer to load than most files take.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Any

from archive import media_types
from archive.media_types import BY_NAME
from archive.record import Description
from ingest.readers.base.source import Source


@dataclass(frozen=True, slots=True)
class Reader:
    """One format's reader: what the function `does` in `module`. Which types it reads is said in
    `archive/media_types.py`; `label` is for people."""

    name: str
    module: str
    label: str
    does: str = "read"

    @property
    def suffixes(self) -> tuple[str, ...]:
        """How its files are called, with the dot; for people, since the content decides."""
        called = (f".{one}" for name, reader in READERS.items() if reader is self for one in BY_NAME[name].suffixes)
        return tuple(dict.fromkeys(called))

    def read(self, source: Source) -> Description:
        """What the file says. Raises Unreadable or Encrypted."""
        description: Description = getattr(self._loaded(), self.does)(source)
        return description

    def _loaded(self) -> Any:
        return import_module(self.module)


NONE = Reader("none", "ingest.readers.other", "any other file, kept without its text")
EMPTY = Reader("none", "ingest.readers.other", "a file without bytes", "read_empty")
TEXT = Reader("text", "ingest.readers.text.plain_text", "plain text, in any encoding")
TABLE = Reader(
    "table",
    "ingest.readers.tables.caption_table",
    "tables: CSV, TSV, Excel and ODS; those of captions are tied to their photos",
)
MARKDOWN = Reader("markdown", "ingest.readers.text.markdown", "Markdown with front matter")
HTML = Reader("html", "ingest.readers.web.html", "HTML pages")
NINJS = Reader("ninjs", "ingest.readers.news.ninjs", "ninjs 1 to 3")
NITF = Reader("nitf", "ingest.readers.news.nitf", "NITF")
NEWSML = Reader("newsml", "ingest.readers.news.newsml", "NewsML-G2")
DOC = Reader("doc", "ingest.readers.office.doc", "Word files of 97-2003 (DOC)")
DOCX = Reader("docx", "ingest.readers.office.docx", "Word documents (DOCX)")
RTF = Reader("rtf", "ingest.readers.office.rtf", "Rich Text Format (RTF)")
ODT = Reader("odt", "ingest.readers.office.odt", "OpenDocument texts (ODT)")
ENCRYPTED = Reader("encrypted", "ingest.readers.encrypted", "an Office document behind a password")
MAIL = Reader("mail", "ingest.readers.mail.eml", "mails (EML)")
TNEF = Reader("tnef", "ingest.readers.mail.tnef", "mails that Outlook wrapped (winmail.dat)")
MBOX = Reader("mbox", "ingest.readers.mail.mbox", "mailboxes (mbox): each mail in them")
MHTML = Reader("mhtml", "ingest.readers.mail.mhtml", "web pages saved as one file (MHTML)")
ZIP = Reader("zip", "ingest.readers.containers.zip_archive", "ZIP archives: each file in them")
TAR = Reader(
    "tar",
    "ingest.readers.containers.tar_archive",
    "TAR archives: each file in them; and single files packed with gzip, bzip2 or xz",
)
PPTX = Reader("pptx", "ingest.readers.office.pptx", "presentations (PPTX)")
PPT = Reader("ppt", "ingest.readers.office.ppt", "presentations of PowerPoint 97-2003 (PPT)")
RECORDS = Reader("records", "ingest.readers.news.record_export", "JSON Lines of records, as this project exports them")
SUBTITLES = Reader("subtitles", "ingest.readers.text.subtitles", "subtitles of speeches: SubRip and WebVTT")
PDF = Reader("pdf", "ingest.readers.pdf.pdf", "PDF")
PHOTO = Reader(
    "photo",
    "ingest.photo.photo_reader",
    "photographs: JPEG, PNG, TIFF, WebP, AVIF, HEIC, JPEG 2000, JPEG XL, GIF, BMP and PSD",
    "read_photo",
)
RAW = Reader(
    "photo",
    "ingest.photo.photo_reader",
    "camera raw files: DNG, CR2, CR3, CRW, NEF, ARW, RAF, ORF, RW2, PEF, SRW, X3F and MRW",
    "read_photo",
)
SIDECAR = Reader("sidecar", "ingest.photo.sidecar", "sidecars: XMP files beside photos", "read_sidecar")

_BY_NAME = {
    reader.name: reader
    for reader in (
        *(EMPTY, TEXT, TABLE, MARKDOWN, HTML, NINJS, NITF, NEWSML, DOC, DOCX, RTF, ODT, ENCRYPTED, MAIL, TNEF, MBOX),
        *(MHTML, ZIP, TAR, PPTX, PPT, RECORDS, SUBTITLES, PDF, PHOTO, SIDECAR),
    )
}
READERS: dict[str, Reader] = {
    row.name: RAW if row.camera == media_types.RAW else _BY_NAME[row.reader] for row in media_types.TYPES if row.reader
}


def reader_for(media_type: str) -> Reader:
    """The reader of a media type, NONE when there is none."""
    return READERS.get(media_type, NONE)
