"""The one table of what can be read: media type -> reader. A new format is a file here and its line below."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from archive.pixels.raw import RAW_TYPES
from archive.record import Description
from ingest.photo import read as photo
from ingest.photo import sidecar
from ingest.readers import (
    caption_table,
    cells,
    containers,
    doc,
    docx,
    encrypted,
    html,
    mail,
    markdown,
    mbox,
    mhtml,
    newsml,
    ninjs,
    nitf,
    odt,
    other,
    pdf,
    ppt,
    pptx,
    records,
    rtf,
    sniff,
    sniff_data,
    subtitles,
    tar_archive,
    text,
    tnef,
    zip_archive,
)
from ingest.readers.source import Source


@dataclass(frozen=True, slots=True)
class Reader:
    """One format's reader. `read` gives a Description or raises Unreadable or Encrypted; `version` grows whenever the
    same file would be described differently, so that old records can be read again; `suffixes` and `label` are for
    people: the content decides."""

    name: str
    version: int
    read: Callable[[Source], Description]
    suffixes: tuple[str, ...]
    label: str


NONE = Reader(other.NAME, other.VERSION, other.read, (), "any other file, kept without its text")
EMPTY = Reader(other.NAME, other.VERSION, other.read_empty, (), "a file without bytes")
TEXT = Reader(text.NAME, text.VERSION, text.read, (".txt",), "plain text, in any encoding")
TABLE = Reader(
    caption_table.NAME,
    caption_table.VERSION,
    caption_table.read,
    (".csv", ".tsv", ".xlsx", ".xls", ".ods"),
    "tables: CSV, TSV, Excel and ODS; those of captions are tied to their photos",
)
MARKDOWN = Reader(markdown.NAME, markdown.VERSION, markdown.read, (".md", ".markdown"), "Markdown with front matter")
HTML = Reader(html.NAME, html.VERSION, html.read, (".html", ".htm", ".xhtml"), "HTML pages")
NINJS = Reader(ninjs.NAME, ninjs.VERSION, ninjs.read, (".json",), "ninjs 1 to 3")
NITF = Reader(nitf.NAME, nitf.VERSION, nitf.read, (".xml", ".nitf"), "NITF")
NEWSML = Reader(newsml.NAME, newsml.VERSION, newsml.read, (".xml",), "NewsML-G2")
DOC = Reader(doc.NAME, doc.VERSION, doc.read, (".doc", ".dot"), "Word files of 97-2003 (DOC)")
DOCX = Reader(docx.NAME, docx.VERSION, docx.read, (".docx", ".docm", ".dotx"), "Word documents (DOCX)")
RTF = Reader(rtf.NAME, rtf.VERSION, rtf.read, (".rtf",), "Rich Text Format (RTF)")
ODT = Reader(odt.NAME, odt.VERSION, odt.read, (".odt", ".ott"), "OpenDocument texts (ODT)")
ENCRYPTED = Reader(encrypted.NAME, encrypted.VERSION, encrypted.read, (), "an Office document behind a password")
MAIL = Reader(mail.NAME, mail.VERSION, mail.read, (".eml",), "mails (EML)")
TNEF = Reader(tnef.NAME, tnef.VERSION, tnef.read, (".dat", ".tnef"), "mails that Outlook wrapped (winmail.dat)")
MBOX = Reader(mbox.NAME, mbox.VERSION, mbox.read, (".mbox", ".mbx"), "mailboxes (mbox): each mail in them")
MHTML = Reader(mhtml.NAME, mhtml.VERSION, mhtml.read, (".mht", ".mhtml"), "web pages saved as one file (MHTML)")
ZIP = Reader(zip_archive.NAME, zip_archive.VERSION, zip_archive.read, (".zip",), "ZIP archives: each file in them")
TAR = Reader(
    tar_archive.NAME,
    tar_archive.VERSION,
    tar_archive.read,
    (".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz", ".gz", ".bz2", ".xz"),
    "TAR archives: each file in them; and single files packed with gzip, bzip2 or xz",
)
PPTX = Reader(pptx.NAME, pptx.VERSION, pptx.read, (".pptx", ".pptm", ".potx", ".ppsx"), "presentations (PPTX)")
PPT = Reader(ppt.NAME, ppt.VERSION, ppt.read, (".ppt", ".pps", ".pot"), "presentations of PowerPoint 97-2003 (PPT)")
RECORDS = Reader(
    records.NAME,
    records.VERSION,
    records.read,
    (".jsonl", ".json"),
    "JSON Lines of records, as this project exports them",
)
SUBTITLES = Reader(
    subtitles.NAME, subtitles.VERSION, subtitles.read, (".srt", ".vtt"), "subtitles of speeches: SubRip and WebVTT"
)
PDF = Reader(pdf.NAME, pdf.VERSION, pdf.read, (".pdf",), "PDF")
PHOTO = Reader(
    photo.READER,
    photo.VERSION,
    photo.read_photo,
    (
        *(".jpg", ".jpeg", ".png", ".tif", ".tiff", ".webp", ".avif", ".heic", ".heif", ".hif"),
        *(".gif", ".bmp", ".psd", ".psb"),
    ),
    "photographs: JPEG, PNG, TIFF, WebP, AVIF, HEIC, GIF, BMP and PSD",
)
RAW = Reader(
    photo.READER,
    photo.VERSION,
    photo.read_photo,
    (".dng", ".cr2", ".cr3", ".nef", ".arw", ".raf", ".orf", ".rw2", ".pef", ".srw"),
    "camera raw files: DNG, CR2, CR3, NEF, ARW, RAF, ORF, RW2, PEF and SRW",
)

SIDECAR = Reader(sidecar.READER, sidecar.VERSION, sidecar.read_sidecar, (".xmp",), "sidecars: XMP files beside photos")


def _table(*rows: tuple[Reader, Iterable[str]]) -> dict[str, Reader]:
    return {media_type: reader for reader, media_types in rows for media_type in media_types}


READERS: dict[str, Reader] = _table(
    (TEXT, ("text/plain",)),
    (TABLE, ("text/csv", "text/tab-separated-values", *cells.WORKBOOKS)),
    (MARKDOWN, ("text/markdown",)),
    (HTML, ("text/html",)),
    (NINJS, (sniff_data.NINJS,)),
    (NITF, (sniff_data.NITF,)),
    (NEWSML, sniff_data.NEWSML.values()),
    (PPTX, (pptx.TYPE,)),
    (PPT, (ppt.TYPE,)),
    (RECORDS, (sniff_data.RECORD, sniff_data.RESULTS, sniff_data.LINES)),
    (SUBTITLES, (sniff_data.SRT, sniff_data.VTT)),
    (DOC, (doc.TYPE,)),
    (DOCX, (docx.TYPE,)),
    (RTF, (rtf.TYPE,)),
    (ODT, odt.TYPES),
    (ENCRYPTED, (containers.ENCRYPTED,)),
    (MAIL, ("message/rfc822",)),
    (TNEF, (tnef.TYPE,)),
    (MBOX, (mbox.TYPE,)),
    (MHTML, (mhtml.TYPE,)),
    (ZIP, ("application/zip",)),
    (TAR, tar_archive.OPENERS),
    (PDF, ("application/pdf",)),
    (PHOTO, photo.IMAGE_TYPES),
    (RAW, RAW_TYPES),
    (SIDECAR, (sidecar.TYPE,)),
    (EMPTY, (sniff.EMPTY,)),
)


def reader_for(media_type: str) -> Reader:
    """The reader of a media type, NONE when there is none."""
    return READERS.get(media_type, NONE)
