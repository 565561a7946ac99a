"""The table of readers by media type. A new format is a module here and a line in the table.

A reader's module is loaded for the first file it reads. Loading all of them would take longer than reading most files.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module

from archive import media_types
from archive.media_types import BY_NAME
from archive.record import Description
from ingest.readers.base.source import Source


@dataclass(frozen=True, slots=True)
class Reader:
    """One format's reader: the function `does` in `module`. `archive/media_types.py` says which types it reads.

    `label` names the format and `reads` says what is read from it. docs/formats.md is generated from both."""

    name: str
    module: str
    label: str
    reads: str
    does: str = "read_source"

    @property
    def suffixes(self) -> tuple[str, ...]:
        """Return the suffixes of its files, with the dot; for display, since the content decides."""
        called = (f".{one}" for name, reader in READERS.items() if reader is self for one in BY_NAME[name].suffixes)
        return tuple(dict.fromkeys(called))

    def read(self, source: Source) -> Description:
        """Return the description of the file. Raise Unreadable or Encrypted."""
        description: Description = getattr(import_module(self.module), self.does)(source)
        return description


_RECORDS = "become records of their own, held while the file they came in is under embargo."
_ON_SLIDES = "A search finds footers and what masters show on slides, but they are not shown with the text."
NONE = Reader("none", "ingest.readers.other", "any other file", "Kept without its text. Held, if it may be a text.")
EMPTY = Reader("none", "ingest.readers.other", "a file without bytes", "Kept.", "read_empty")
TEXT = Reader(
    "text",
    "ingest.readers.text.plain_text",
    "plain text",
    "The text. The encoding is how letters are stored in the file: UTF-8, UTF-16 or an older one. If the file does not "
    "show which, the program guesses it from the letters. The receipt says if some letters could not be read.",
)
TABLE = Reader(
    "table",
    "ingest.readers.tables.caption_table",
    "tables and spreadsheets",
    "A caption table describes one photo in each row. Above these rows are the headings of the columns, in English, "
    "Indonesian or Vietnamese. One heading must be for the file name. At least one more must be for caption, credit "
    "(photographer), date or embargo. Any other table is kept as text, with each sheet as a page. Hidden sheets, rows "
    "and columns are left out and counted in the receipt.",
)
MARKDOWN = Reader(
    "markdown",
    "ingest.readers.text.markdown",
    "Markdown",
    "The text, and the lines at its top such as `draft: true` (front matter). The names in these lines may be English, "
    "Indonesian or Vietnamese.",
)
HTML = Reader(
    "html",
    "ingest.readers.web.html",
    "web pages (HTML)",
    "The article without menus and footers, the metadata of the page, and the photos it shows.",
)
NINJS = Reader(
    "ninjs",
    "ingest.readers.news.ninjs",
    "ninjs 1 to 3",
    "A format in which news agencies send articles. Headline, body, rights, embargo and subjects with their codes "
    "are read, and which pictures the article names. Withheld or canceled articles are held.",
)
NITF = Reader(
    "nitf",
    "ingest.readers.news.nitf",
    "NITF",
    "A format in which news agencies send articles. The article is read, with pictures and captions in their "
    "places. If its release date is still to come, the article is held until then.",
)
NEWSML = Reader(
    "newsml",
    "ingest.readers.news.newsml",
    "NewsML-G2",
    "A format in which news agencies send articles. Articles that are in the file itself are read. They may "
    "be NITF, XHTML or text. Subjects keep their codes. If a file has several articles, each becomes a record.",
)
FEED = Reader(
    "feed",
    "ingest.readers.news.feed",
    "feeds (RSS, Atom) and WordPress exports (WXR)",
    "Each item is a record with title, date, author, address and text. Drafts and private posts of a WordPress export "
    "are held, scheduled ones until their hour. Its menus and earlier versions are left out.",
)
ARTICLE = Reader(
    "article",
    "ingest.readers.news.json_article",
    "articles as JSON",
    "Title, date, author, address, text and pictures, as schema.org, JSON Feed and exports of content systems name "
    "them. Several in a list, or one in each line, are a record each. Drafts and private ones are held.",
)
DOC = Reader(
    "doc",
    "ingest.readers.office.doc",
    "Word 97-2003 (DOC), Word 1 to 95, Word for DOS and Write",
    "The text in order, with tables, notes, document properties and Word documents inside. A search finds the words of "
    "the letterhead, but they are not shown with the text. Old Vietnamese fonts are decoded. Pictures stay inside. "
    "Files of before Word 97 give plain text only.",
)
DOCX = Reader(
    "docx",
    "ingest.readers.office.docx",
    "Word (DOCX)",
    "All visible text, with tables, lists, notes, text boxes and document properties. Of tracked changes, the inserted "
    "words are read and the deleted words are not. A search finds the words of the letterhead, but they are not shown "
    f"with the text. Text in old Vietnamese fonts (TCVN3, VNI, VISCII) is decoded. Pictures inside {_RECORDS}",
)
RTF = Reader(
    "rtf",
    "ingest.readers.office.rtf",
    "Rich Text Format (RTF)",
    "The same as for DOCX. The file itself says how its letters are stored.",
)
ODT = Reader("odt", "ingest.readers.office.odt", "OpenDocument and OpenOffice 1 text (ODT)", "The same as for DOCX.")
ODP = Reader(
    "odp",
    "ingest.readers.office.odp",
    "OpenDocument and OpenOffice 1 presentations and drawings (ODP, ODG)",
    f"Each slide as a page, with title, text, tables and notes. {_ON_SLIDES} Pictures {_RECORDS} Hidden slides are "
    "left out and counted in the receipt.",
)
EPUB = Reader(
    "epub",
    "ingest.readers.news.epub",
    "books and brochures (EPUB)",
    "Each chapter as a page, in the order of reading. Title, authors, language and day as the book names them.",
)
ENCRYPTED = Reader("encrypted", "ingest.readers.encrypted", "an Office document behind a password", "Kept and held.")
MAIL = Reader(
    "mail",
    "ingest.readers.mail.eml",
    "mail (EML)",
    "Subject, sender, date and text, with the pictures in the text. Attachments are listed as annexes of the mail. "
    f"They {_RECORDS}",
)
APPLE_MAIL = Reader(
    "emlx",
    "ingest.readers.mail.emlx",
    "mail of Apple Mail (EMLX)",
    "The same as for EML. A draft is held. If attachments lie in other files, the receipt says so.",
)
TNEF = Reader(
    "tnef",
    "ingest.readers.mail.tnef",
    "Outlook attachments (winmail.dat)",
    f"A file in which Outlook packs a mail. Subject, sender, date and text are read. The text may be HTML or RTF. "
    f"Attachments {_RECORDS}",
)
MSG = Reader(
    "msg",
    "ingest.readers.mail.msg",
    "Outlook mail (MSG)",
    f"Subject, sender, date and text. The text may be HTML or RTF. Attachments {_RECORDS} "
    "A mail in the mail is one too.",
)
MBOX = Reader("mbox", "ingest.readers.mail.mbox", "mailboxes (mbox)", "Each mail is read like an EML file in a folder.")
PST = Reader(
    "pst",
    "ingest.readers.mail.pst",
    "stores of Outlook (PST, OST)",
    "Each mail is read like an EML file, in a folder that is called as in Outlook. A mail that is attached to a mail "
    "is one too. A draft is held. Contacts, appointments, tasks and deleted mails are left out and counted in the "
    "receipt. The limits are those of ZIP. It needs the extra `press-archive[pst]`. Without it, the file is rejected.",
)
MHTML = Reader(
    "mhtml",
    "ingest.readers.mail.mhtml",
    "web pages in one file (MHTML)",
    "The article and its pictures. Scripts, styles and pictures under 200 pixels are left out.",
)
ZIP = Reader(
    "zip",
    "ingest.readers.containers.zip_archive",
    "ZIP archives",
    "Each file inside is read like a file in a folder, with a path such as `a.zip!/b/c.txt`. A ZIP in a ZIP is opened "
    "too. The files of a third ZIP, inside that one, are rejected. If one file inside is over 100 MB, only that file "
    "is rejected. If a ZIP has more than 10,000 files or more than 1 GB, the whole ZIP is rejected. If something was "
    "rejected, unpack the ZIP and ingest the folder. A password opens files encrypted by AES or in the older way.",
)
TAR = Reader(
    "tar",
    "ingest.readers.containers.tar_archive",
    "TAR archives, and files packed with gzip, bzip2 or xz",
    "The same as for ZIP.",
)
WARC = Reader(
    "warc",
    "ingest.readers.mail.warc",
    "web archives (WARC)",
    "Each page, document or picture that a server answered with is read like a file in a folder, as "
    "`a.warc!/a.example/page.html`. Scripts, styles, small pictures, redirects and errors are left out and counted in "
    "the receipt. The limits are those of ZIP.",
)
MARKUP = Reader(
    "xml",
    "ingest.readers.news.markup",
    "XML of other kinds, such as DocBook, TEI and AbiWord",
    "All words, a paragraph for each element. Title, author and date where elements of that name are at its head.",
)
DRAWING = Reader(
    "svg",
    "ingest.readers.news.svg",
    "drawings (SVG)",
    "Title, description and the words in it. It is not drawn.",
)
MEDIA = Reader(
    "media",
    "ingest.readers.media_tags",
    "sound and film by their tags",
    "Title, people, year and comment as its tags have them. What is said in it is not read: put its subtitles (SRT, "
    "WebVTT) beside it.",
)
ARCHIVE = Reader(
    "archive",
    "ingest.readers.containers.unpacked_archive",
    "7z and RAR archives",
    "The same as for ZIP, with the extra `press-archive[archives]` and the libarchive of the system. A password opens "
    "a 7z, but no RAR. Archives in several volumes are not unpacked, and each file has a line in the receipt. Without "
    "the extra, only the names of the files inside are read, which a search finds.",
)
HWP = Reader(
    "hwp",
    "ingest.readers.office.hwp",
    "Hangul 5 (HWP)",
    "The text in order, with the cells of tables and notes, and document properties. Comments are left out. A search "
    "finds the words of headers and footers, but they are not shown with the text. Pictures stay inside.",
)
PPTX = Reader(
    "pptx",
    "ingest.readers.office.pptx",
    "PowerPoint (PPTX)",
    f"Each slide as a page, with title, text, tables, diagrams and notes. {_ON_SLIDES} Pictures {_RECORDS} Hidden "
    "slides are left out and counted in the receipt.",
)
PPT = Reader(
    "ppt",
    "ingest.readers.office.ppt",
    "PowerPoint 97-2003 (PPT)",
    "Each slide as a page, in the order of the show, with WordArt, notes, document properties and the Word documents "
    f"inside. {_ON_SLIDES} Hidden slides are left out. Files of PowerPoint 95 give plain text only.",
)
RECORDS = Reader(
    "records",
    "ingest.readers.news.record_export",
    "records as JSON or JSON Lines, as exported by press-archive",
    "A JSON file has one record, or the results of a search. A JSON Lines file has a record in each line, or an "
    "article as ninjs. A record comes with its values and their sources, but without the picture file of a photo. "
    "Results of a search may have only passages of a text. If a record was exported from this same archive, the record "
    "in the archive stays as it is. The receipt gives the numbers of bad lines.",
)
SUBTITLES = Reader(
    "subtitles",
    "ingest.readers.text.subtitles",
    "subtitles (SubRip, WebVTT)",
    "The words as paragraphs, with their speakers. The times stay in the original.",
)
PDF = Reader(
    "pdf",
    "ingest.readers.pdf.pdf",
    "PDF",
    "The text of each page, with form fields, stamps, printed page numbers and the outline. Old Vietnamese fonts are "
    "decoded. A page in fonts that do not tell their letters is read as a scan. Document information and XMP are read. "
    f"Attachments {_RECORDS}",
)
DJVU = Reader(
    "djvu",
    "ingest.readers.pdf.djvu",
    "scanned pages (DjVu)",
    "The text of each page as the scanning program recognized it, size, title, author, year. Pages without text are "
    "read by OCR, like scans in a PDF. If the pages are in files of their own, each is a record.",
)
PHOTO = Reader(
    "photo",
    "ingest.photo.photo_reader",
    "photographs: JPEG, PNG, TIFF, WebP, AVIF, HEIC, JPEG 2000, JPEG XL, GIF, BMP and PSD",
    "EXIF, IPTC-IIM and XMP are read. If their values differ, all are kept, each with the place that it came from. A "
    "thumbnail is made. These are kept without one: JPEG XL, HEIC packed with H.264 or H.266, JPEGs above 179 million "
    "pixels, other pictures above 89 million. Their line in the receipt says so. A TIFF with several pages is one "
    "photograph.",
    "read_photo",
)
RAW = Reader(
    "photo",
    "ingest.photo.photo_reader",
    "camera raw files",
    "EXIF, IPTC-IIM and XMP are read. The picture that is shown is the largest preview in the file.",
    "read_photo",
)
SIDECAR = Reader(
    "sidecar",
    "ingest.photo.sidecar",
    "sidecars (XMP) of any program",
    "The metadata of the photo beside it. If sidecar and photo differ, the sidecar counts. The values in the photo are "
    "kept too. If a sidecar cannot be read completely, its photo is held.",
    "read_sidecar",
)

_BY_NAME = {
    reader.name: reader
    for reader in (
        *(EMPTY, TEXT, TABLE, MARKDOWN, HTML, NINJS, NITF, NEWSML, DOC, DOCX, RTF, ODT, ODP, EPUB, ENCRYPTED, MAIL),
        *(TNEF, MSG, MBOX, PST, MHTML, ZIP, TAR, PPTX, PPT, RECORDS, SUBTITLES, PDF, DJVU, PHOTO, SIDECAR, FEED),
        *(ARTICLE, APPLE_MAIL, WARC, MARKUP, MEDIA, DRAWING, ARCHIVE, HWP),
    )
}
READERS: dict[str, Reader] = {
    row.name: RAW if row.camera == media_types.RAW else _BY_NAME[row.reader] for row in media_types.TYPES if row.reader
}


def reader_for(media_type: str) -> Reader:
    """Return the reader of a media type, or NONE."""
    return READERS.get(media_type, NONE)


_MARKUP = ("ingest.readers.base.markup_words", "markup_words")
_PACKAGE = ("ingest.readers.inner_files", "package_words")
_COMPOUND = ("ingest.readers.office.compound_words", "unread_words")
_JSON = ("ingest.readers.base.markup_words", "json_words")
TEXT_READERS = ("text", "markdown", "subtitles")  # of which all words are shown
_MAIL = ("ingest.readers.mail.unread_words", "unread_words")
# By reader, the module and function that return the words beside the text: every format whose files have such words
# must be here.
UNREAD: dict[str, tuple[str, str]] = {
    **dict.fromkeys(("html", "svg", "xml", "newsml", "nitf", "feed"), _MARKUP),
    **dict.fromkeys(("docx", "pptx", "odt", "odp", "epub"), _PACKAGE),
    **dict.fromkeys(("doc", "ppt", "hwp"), _COMPOUND),
    "table": ("ingest.readers.inner_files", "table_words"),
    **dict.fromkeys(("ninjs", "article"), _JSON),
    **dict.fromkeys(("mail", "mhtml"), _MAIL),
    "emlx": ("ingest.readers.mail.emlx", "unread_words"),
    "msg": ("ingest.readers.mail.msg", "unread_words"),
    "tnef": ("ingest.readers.mail.tnef", "unread_words"),
    "pdf": ("ingest.readers.pdf.unread_words", "unread_words"),
    "djvu": ("ingest.readers.pdf.djvu", "unread_words"),
    "rtf": ("ingest.readers.office.rtf_unread_words", "unread_words"),
    "markdown": ("ingest.readers.text.markdown", "unread_words"),
    "media": ("ingest.readers.media_tags", "unread_words"),
    "none": ("ingest.readers.inner_files", "other_words"),
    "zip": ("ingest.readers.containers.zip_archive", "unread_words"),
    "archive": ("ingest.readers.containers.rar_words", "unread_words"),
}


def unread_words(source: Source) -> Iterable[tuple[str, str]]:
    """Return the words that a file carries beside the text that its reader takes, each with its name."""
    place = UNREAD.get(reader_for(source.media_type).name)
    return words_by(place, source) if place else ()


def words_by(place: tuple[str, str], source: Source) -> Iterable[tuple[str, str]]:
    """Return what a function of a module gives, which is loaded with the first file that needs it."""
    words: Iterable[tuple[str, str]] = getattr(import_module(place[0]), place[1])(source)
    return words
