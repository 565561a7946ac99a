"""Read PDF: text page by page with pdfium, document information with pypdf. Each replaces the other if it fails.

Given passwords are tried. If the file cannot be opened, the error says why.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO

import pypdf
import pypdfium2
import pypdfium2.raw as pdfium
from pypdf.errors import PyPdfError

from archive.errors import Encrypted, Unreadable
from archive.messages import Message, join_messages
from archive.record import PAGE_BREAK, Description
from ingest.extract.embargo.unread_words import add_unread_embargoes
from ingest.readers.base.members import MemberShelf
from ingest.readers.base.source import VERSION, Source
from ingest.readers.pdf import attachments, ligatures, metadata, page_lines, page_notes, scan_pages
from ingest.readers.pdf.page_limits import MOST_DRAWN, collect_pages, page_text
from ingest.readers.pdf.paragraphs import PageLine, lines_of

# errors of pypdf on damaged files, in addition to its own
PYPDF_ERRORS = (
    PyPdfError,
    RecursionError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    NotImplementedError,
    OSError,
    TypeError,
    ValueError,
)


@dataclass(slots=True)
class OpenedPdf:
    """A PDF opened by pdfium or pypdf or both, and the password used."""

    pdfium: Any | None
    pypdf: pypdf.PdfReader | None
    password: str = field(default="", repr=False)

    def close(self) -> None:
        """Close the document."""
        if self.pdfium is not None:
            self.pdfium.close()


def open_both(source: Source, file: BinaryIO) -> OpenedPdf:
    """Return the document, opened with the first matching password; none is needed if only editing is protected. Raise
    Encrypted if none matches, Unreadable if neither library can open it."""
    for password in ("", *source.passwords):
        try:
            document = pypdfium2.PdfDocument(source.path, password=password or None)
        except pypdfium2.PdfiumError as error:
            if error.err_code == pdfium.FPDF_ERR_SECURITY:
                raise Encrypted(Message("encrypted-unknown-method", file=source.filename)) from error
            if error.err_code != pdfium.FPDF_ERR_PASSWORD:
                break
            continue
        if document.get_formtype() == pdfium.FORMTYPE_ACRO_FORM:
            document.init_forms()  # draws the fields that a program filled in without drawing them
        return OpenedPdf(document, _pypdf(file, password), password)
    else:
        raise _needs_password(source)
    for password in ("", *source.passwords):
        if (reader := _pypdf(file, password)) is not None:
            return OpenedPdf(None, reader, password)
    raise corrupt(source)


def _pypdf(file: BinaryIO, password: str) -> pypdf.PdfReader | None:
    """Return pypdf's reader of the file, or None if it cannot open it."""
    try:
        reader = pypdf.PdfReader(file, strict=False)  # given a path it would read the whole file into memory
        if reader.is_encrypted and not reader.decrypt(password):
            return None
        return reader
    except PYPDF_ERRORS:
        return None


def _needs_password(source: Source) -> Encrypted:
    if source.passwords:
        return Encrypted(Message("encrypted-passwords-tried", file=source.filename))
    return Encrypted(join_messages([Message("encrypted", file=source.filename), Message("give-passwords")]))


def corrupt(source: Source) -> Unreadable:
    """Return the error that neither library can read the file, with what to do."""
    return Unreadable(Message("damaged-pdf", file=source.filename))


NAME = "pdf"


@dataclass(slots=True)
class PageFindings:
    """Findings on the pages, from 0: those with attachments, and the rotated texts."""

    attached: list[int] = field(default_factory=list)
    turned: list[str] = field(default_factory=list)


def read_source(source: Source) -> Description:
    """Return the pages' text with blank lines between paragraphs, the printed page numbers, the outline, the metadata,
    and the files inside as members. Raise Encrypted if a password is needed, Unreadable if neither library can open
    it."""
    description = Description(source.media_type, NAME, VERSION)
    for library in ("pypdf", "pypdfium2"):
        logging.getLogger(library).setLevel(logging.CRITICAL)  # they log every repair
    with source.path.open("rb") as file:
        opened = open_both(source, file)
        try:
            seen = PageFindings()
            pages = _read_pages(source, opened, seen, description)
            description.pages = [page or "" for page in pages]
            description.text = PAGE_BREAK.join(description.pages)
            add_unread_embargoes((("watermark", words) for words in dict.fromkeys(seen.turned)), description, "")
            if opened.pdfium is not None:
                metadata.add_page_labels(opened.pdfium, pages, description)
                _note_scans(source, opened, pages, description)
            _offer_information(opened, seen, MemberShelf(description, source.folder), description)
        finally:
            opened.close()
    return description


def _note_scans(source: Source, opened: OpenedPdf, pages: list[str | None], description: Description) -> None:
    description.scans = scan_pages.find(source.path, pages, opened.password)
    description.notes += page_notes.of_scans(description.scans, len(pages), locked=bool(opened.password))
    description.notes += page_notes.of_empty(pages, description.scans)


def _offer_information(opened: OpenedPdf, seen: PageFindings, shelf: MemberShelf, description: Description) -> None:
    if opened.pypdf is not None:
        try:
            metadata.add_document_info(opened.pypdf, description.pages[0], description)
        except PYPDF_ERRORS as error:
            description.notes.append(Message("pdf-information-unread", error=type(error).__name__))
        attachments.attach(opened.pypdf, seen.attached, shelf, description)
    if opened.pdfium is not None and not shelf.count and pdfium.FPDFDoc_GetAttachmentCount(opened.pdfium.raw) > 0:
        description.notes.append(Message("attachments-not-found", cure=attachments.SAVE_OUT))


def _read_pages(source: Source, opened: OpenedPdf, seen: PageFindings, description: Description) -> list[str | None]:
    """Return the pages' text by pdfium, else by pypdf; None for one that neither can read. Raise Unreadable without
    pages."""
    if opened.pdfium is not None:
        texts = _pdfium_pages(opened.pdfium, opened.pypdf, seen)
        return _collect(source, len(opened.pdfium), texts, description)
    assert opened.pypdf is not None
    description.notes.append(Message("pdf-repaired"))
    try:
        count = len(opened.pypdf.pages)
    except PYPDF_ERRORS as error:
        raise corrupt(source) from error
    if count == 0:
        raise Unreadable(Message("pdf-without-pages", file=source.filename))
    return _collect(source, count, _pypdf_pages(opened.pypdf, count), description)


def _collect(source: Source, count: int, texts: Iterator[str | None], description: Description) -> list[str | None]:
    """Return the texts of the pages, within limits. Raise Unreadable if no page can be read."""
    pages = collect_pages(texts, count, description)
    if all(page is None for page in pages):
        raise corrupt(source)
    return pages


def _pdfium_pages(
    document: pypdfium2.PdfDocument, reader: pypdf.PdfReader | None, seen: PageFindings
) -> Iterator[str | None]:
    """Yield each page's text by pdfium, or by pypdf if pdfium cannot read it, lacks the mapping to letters, or would
    misread old Vietnamese letters; None for a page that neither can read."""
    for number in range(len(document)):
        try:
            page = page_lines.lines_of_page(document, number, MOST_DRAWN)
        except (pypdfium2.PdfiumError, ValueError, AssertionError):
            yield None if reader is None else _pypdf_page(reader, number)
            continue
        if page.attached:
            seen.attached.append(number)
        seen.turned += page.turned
        lines = _spelled_out(reader, number, page.lines)
        text = page_text(lines)
        if reader is not None and (page.old or page_lines.looks_old(text)):
            text = _put_right(reader, number, lines) or text
        elif page_lines.has_codes("".join(line.text for line in lines)):
            text = _letters_by_pypdf(reader, number)
        yield text


def _spelled_out(reader: pypdf.PdfReader | None, number: int, lines: list[PageLine]) -> list[PageLine]:
    """Return the lines of a page with the letters of ligatures that pdfium does not know."""
    if not ligatures.are_in(lines):
        return lines
    try:
        return ligatures.spelled_out(lines, reader and reader.pages[number])
    except PYPDF_ERRORS:
        return ligatures.spelled_out(lines, None)


def _put_right(reader: pypdf.PdfReader, number: int, lines: list[PageLine]) -> str | None:
    """Return the text of a page with the letters of its old fonts; None if there are none."""
    try:
        old = page_lines.old_fonts_of_page(reader.pages[number])
    except PYPDF_ERRORS:
        return None
    if not old.changes:
        return None
    return page_text(old.put_right(lines) or lines_of(old.text()[:MOST_DRAWN]))


def _letters_by_pypdf(reader: pypdf.PdfReader | None, number: int) -> str:
    """Return the text of a page of which pdfium only knows glyph codes. It is empty if pypdf knows no more, so that the
    page is read as a scan."""
    try:
        text = reader.pages[number].extract_text()[:MOST_DRAWN] if reader is not None else ""
    except PYPDF_ERRORS:
        return ""
    return "" if page_lines.has_codes(text, names=True) else page_text(lines_of(text))


def _pypdf_pages(reader: pypdf.PdfReader, count: int) -> Iterator[str | None]:
    """Yield each page's text by pypdf, None if it cannot be read."""
    for number in range(count):
        yield _pypdf_page(reader, number)


def _pypdf_page(reader: pypdf.PdfReader, number: int) -> str | None:
    try:
        return page_text(lines_of(page_lines.old_fonts_of_page(reader.pages[number]).text()[:MOST_DRAWN]))
    except PYPDF_ERRORS:
        return None
