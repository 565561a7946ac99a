"""Reads PDF: text page by page with pdfium, document information with pypdf, each standing in for the other."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdf
import pypdfium2
from pypdf.errors import PyPdfError

from archive.errors import Encrypted, Unreadable
from archive.record import PAGE_BREAK, Description
from ingest.readers import pdf_info, pdf_lines
from ingest.readers.charset import clean
from ingest.readers.paragraphs import Line, lines_of, paragraphs
from ingest.readers.source import Source
from ingest.readers.text import MAX_CHARACTERS

NAME, VERSION = "pdf", 1
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
    reader = _open_pypdf(source)
    pages = _read_pages(source, reader, description)
    text = PAGE_BREAK.join(pages)
    description.pages, description.text = pages, text
    _note_blank(pages, description)
    if reader is not None:
        try:
            pdf_info.offer(reader, pages[0] if pages else "", description)
        except PYPDF_ERRORS as error:
            description.notes.append(f"the document information could not be read ({type(error).__name__})")
    return description


def _read_pages(source: Source, reader: pypdf.PdfReader | None, description: Description) -> list[str]:
    """The pages' text by pdfium, else by pypdf."""
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
        return _collect(len(document), _pdfium_pages(document, description), description)
    finally:
        document.close()


def _by_pypdf(source: Source, reader: pypdf.PdfReader, description: Description) -> list[str]:
    """The pages' text by pypdf. Raises Unreadable when it finds no page."""
    try:
        count = len(reader.pages)
    except PYPDF_ERRORS as error:
        raise _corrupt(source) from error
    if count == 0:
        raise _corrupt(source)
    return _collect(count, _pypdf_pages(reader, description), description)


def _collect(count: int, texts: Iterator[str], description: Description) -> list[str]:
    """The texts of the pages within the limits on pages, characters and time; notes where reading stopped."""
    pages: list[str] = []
    characters, started = 0, time.monotonic()
    why = f"it has {count:,} pages" if count > MAX_PAGES else ""
    for text in texts:
        pages.append(text[: max(0, MAX_CHARACTERS - characters)])
        characters += len(text) + 1
        if len(pages) >= min(count, MAX_PAGES):
            break
        if characters >= MAX_CHARACTERS or time.monotonic() - started > SECONDS:
            why = f"after {characters:,} characters and {time.monotonic() - started:.0f} s the limit was reached"
            break
    if len(pages) < count:
        why = why or "no more could be opened"
        description.notes.append(
            f"only pages 1-{len(pages)} of {count} can be searched: {why}; split the file to find the rest"
        )
    return pages


def _pdfium_pages(document: Any, description: Description) -> Iterator[str]:
    """Each page's text by pdfium; a page that cannot be read is empty and noted."""
    for number in range(len(document)):
        try:
            yield _shape(pdf_lines.of_page(document, number, MAX_PAGE_CHARACTERS))
        except (pypdfium2.PdfiumError, ValueError, AssertionError) as error:
            description.notes.append(_bad_page(number, str(error)))
            yield ""


def _pypdf_pages(reader: pypdf.PdfReader, description: Description) -> Iterator[str]:
    """Each page's text by pypdf."""
    for number in range(len(reader.pages)):
        try:
            yield _shape(lines_of(reader.pages[number].extract_text()[:MAX_PAGE_CHARACTERS]))
        except PYPDF_ERRORS as error:
            description.notes.append(_bad_page(number, type(error).__name__))
            yield ""


def _bad_page(number: int, why: str) -> str:
    return f"page {number + 1} could not be read ({why}); look at it in the original"


def _shape(lines: list[Line]) -> str:
    """A page's lines as cleaned paragraphs, without form feeds of its own."""
    return clean(paragraphs(lines)).replace(PAGE_BREAK, "\n").strip()


def _open_pypdf(source: Source) -> pypdf.PdfReader | None:
    """pypdf on the file with the empty user password, None when it cannot open it."""
    try:
        reader = pypdf.PdfReader(Path(source.path), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            return None
        return reader
    except PYPDF_ERRORS:
        return None


def _note_blank(pages: list[str], description: Description) -> None:
    """A note of the pages that have no text."""
    blank = [number for number, text in enumerate(pages, start=1) if not text.strip()]
    if not blank:
        return
    if len(blank) == len(pages):
        where = "no page has text" if len(pages) > 1 else "its page has no text"
        description.notes.append(f"{where}: a scan or a picture; text recognition would make it searchable")
        return
    runs = _runs(blank)
    word, verb = ("page", "has") if len(blank) == 1 else ("pages", "have")
    they = "it may be a scan" if len(blank) == 1 else "they may be scans"
    description.notes.append(f"{word} {runs} {verb} no text; {they}")


def _runs(numbers: list[int]) -> str:
    """Numbers in order as `2-4, 7`, shortened after twelve runs."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    written = [f"{first}-{last}" if last > first else f"{first}" for first, last in runs]
    return ", ".join(written[:12]) + (" and more" if len(written) > 12 else "")


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
