"""Reads PDF: text page by page with pdfium, document information with pypdf, each standing in for the other."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from typing import Any, BinaryIO

import pypdf
import pypdfium2
import pypdfium2.raw as pdfium
from pypdf.errors import PyPdfError

from archive.errors import Encrypted, Unreadable
from archive.record import PAGE_BREAK, Description
from ingest.readers import pdf_info, pdf_lines, pdf_notes, pdf_scans
from ingest.readers.charset import clean
from ingest.readers.paragraphs import Line, lines_of, paragraphs
from ingest.readers.source import Source
from ingest.readers.text import MAX_CHARACTERS

NAME, VERSION = "pdf", 2
MAX_PAGES = 5_000
MAX_PAGE_CHARACTERS = 1_000_000
SECONDS = 10.0  # of a worker's 20, for the text; the rest is for the document information and the enrichment
PASSWORD = 4  # FPDF_ERR_PASSWORD
SECURITY = 5  # FPDF_ERR_SECURITY
# what pypdf raises on damaged files beside its own errors
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


def read(source: Source) -> Description:
    """The pages' text, paragraphs apart by a blank line, and the document information. Raises Encrypted when a password
    is needed, Unreadable when neither library can open it."""
    description = Description(source.media_type, NAME, VERSION)
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it logs every repair
    with source.path.open("rb") as file:
        reader = _open_pypdf(file)
        pages = _read_pages(source, reader, description)
        description.pages = [page or "" for page in pages]
        description.text = PAGE_BREAK.join(description.pages)
        description.scans = pdf_scans.find(source.path, pages)
        description.notes += pdf_notes.of_scans(description.scans, len(pages))
        description.notes += pdf_notes.of_empty(pages, description.scans)
        if reader is not None:
            try:
                pdf_info.offer(reader, description.pages[0], description)
            except PYPDF_ERRORS as error:
                description.notes.append(f"the document information could not be read ({type(error).__name__})")
    return description


def _read_pages(source: Source, reader: pypdf.PdfReader | None, description: Description) -> list[str | None]:
    """The pages' text by pdfium, else by pypdf; None for one that neither can read."""
    try:
        document = pypdfium2.PdfDocument(source.path)
    except pypdfium2.PdfiumError as error:
        if error.err_code in (PASSWORD, SECURITY):
            raise _encrypted(source, error.err_code) from error
        if reader is None:
            raise _corrupt(source) from error
        description.notes.append("damaged: pdfium could not open it, pypdf read it; compare the text with the original")
        return _by_pypdf(source, reader, description)
    try:
        if document.get_formtype() == pdfium.FORMTYPE_ACRO_FORM:
            document.init_forms()  # draws the fields that a program filled in and left for viewers to draw
        return _collect(source, len(document), _pdfium_pages(document, reader), description)
    finally:
        document.close()


def _by_pypdf(source: Source, reader: pypdf.PdfReader, description: Description) -> list[str | None]:
    """The pages' text by pypdf. Raises Unreadable when it finds no page."""
    try:
        count = len(reader.pages)
    except PYPDF_ERRORS as error:
        raise _corrupt(source) from error
    if count == 0:
        raise Unreadable(f"{source.filename} is a PDF without pages: ask for it again where it came from")
    return _collect(source, count, _pypdf_pages(reader, count), description)


def _collect(source: Source, count: int, texts: Iterator[str | None], description: Description) -> list[str | None]:
    """The texts of the pages within the limits on pages, characters and time; notes where reading stopped and which
    pages could not be read. Raises Unreadable when no page can be read."""
    pages: list[str | None] = []
    characters, started = 0, time.monotonic()
    why = f"it has {count:,} pages" if count > MAX_PAGES else "no more could be opened"
    for text in texts:
        pages.append(text and text[: max(0, MAX_CHARACTERS - characters)])
        characters += len(text or "") + 1
        if len(pages) >= min(count, MAX_PAGES):
            break
        if characters >= MAX_CHARACTERS or time.monotonic() - started > SECONDS:
            why = f"{characters:,} characters and {time.monotonic() - started:.0f} s are the limit"
            break
    if all(page is None for page in pages):
        raise _corrupt(source)
    description.notes += pdf_notes.of_pages(pages, count, why)
    return pages


def _pdfium_pages(document: Any, reader: pypdf.PdfReader | None) -> Iterator[str | None]:
    """Each page's text by pdfium, by pypdf where pdfium cannot; None for a page that neither can read."""
    for number in range(len(document)):
        try:
            yield _shape(pdf_lines.of_page(document, number, MAX_PAGE_CHARACTERS))
        except (pypdfium2.PdfiumError, ValueError, AssertionError):
            yield None if reader is None else _pypdf_page(reader, number)


def _pypdf_pages(reader: pypdf.PdfReader, count: int) -> Iterator[str | None]:
    """Each page's text by pypdf, None for a page that it cannot read."""
    for number in range(count):
        yield _pypdf_page(reader, number)


def _pypdf_page(reader: pypdf.PdfReader, number: int) -> str | None:
    try:
        return _shape(lines_of(reader.pages[number].extract_text()[:MAX_PAGE_CHARACTERS]))
    except PYPDF_ERRORS:
        return None


def _shape(lines: list[Line]) -> str:
    """A page's lines as cleaned paragraphs, without form feeds of its own."""
    return clean(paragraphs(lines)).replace(PAGE_BREAK, "\n").strip()


def _open_pypdf(file: BinaryIO) -> pypdf.PdfReader | None:
    """pypdf on the file with the empty user password, None when it cannot open it."""
    try:
        reader = pypdf.PdfReader(file, strict=False)  # given a path it would read all of the file into memory
        if reader.is_encrypted and not reader.decrypt(""):
            return None
        return reader
    except PYPDF_ERRORS:
        return None


def _encrypted(source: Source, code: int) -> Encrypted:
    if code == SECURITY:
        return Encrypted(f"{source.filename} is protected by an unknown method: give a copy without protection")
    return Encrypted(
        f"{source.filename} needs a password: give a copy without password, or open it and save it without one"
    )


def _corrupt(source: Source) -> Unreadable:
    return Unreadable(
        f"{source.filename} is a damaged PDF that neither pdfium nor pypdf can open: copy it again from where it came"
        " from, or open it in a viewer and print it to a new PDF"
    )
