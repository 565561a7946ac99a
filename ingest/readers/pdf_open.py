"""Opens a PDF with both libraries, with the passwords that were given, and says why when it cannot be opened."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, BinaryIO

import pypdf
import pypdfium2
import pypdfium2.raw as pdfium
from pypdf.errors import PyPdfError

from archive.errors import Encrypted, Unreadable
from ingest.readers.source import Source

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


@dataclass(slots=True)
class Opened:
    """A PDF as pdfium and as pypdf have it, at least one of them, and the password that it took."""

    pdfium: Any | None
    pypdf: pypdf.PdfReader | None
    password: str = field(default="", repr=False)

    def close(self) -> None:
        """Lets go of it."""
        if self.pdfium is not None:
            self.pdfium.close()


def open_both(source: Source, file: BinaryIO) -> Opened:
    """The document, by the first of the passwords that opens it; none is needed where only changing it is protected.
    Raises Encrypted when none does, Unreadable when neither library can open it."""
    for password in ("", *source.passwords):
        try:
            document = pypdfium2.PdfDocument(source.path, password=password or None)
        except pypdfium2.PdfiumError as error:
            if error.err_code == pdfium.FPDF_ERR_SECURITY:
                raise Encrypted(f"{source.filename} is protected by an unknown method: {_WITHOUT}") from error
            if error.err_code != pdfium.FPDF_ERR_PASSWORD:
                break
            continue
        if document.get_formtype() == pdfium.FORMTYPE_ACRO_FORM:
            document.init_forms()  # draws the fields that a program filled in and left for viewers to draw
        return Opened(document, _pypdf(file, password), password)
    else:
        raise _needs_password(source)
    for password in ("", *source.passwords):
        if (reader := _pypdf(file, password)) is not None:
            return Opened(None, reader, password)
    raise corrupt(source)


def _pypdf(file: BinaryIO, password: str) -> pypdf.PdfReader | None:
    """pypdf on the file, None when it cannot open it."""
    try:
        reader = pypdf.PdfReader(file, strict=False)  # given a path it would read all of the file into memory
        if reader.is_encrypted and not reader.decrypt(password):
            return None
        return reader
    except PYPDF_ERRORS:
        return None


_WITHOUT = "give a copy without password, or open it and save it without one"


def _needs_password(source: Source) -> Encrypted:
    if source.passwords:
        return Encrypted(f"{source.filename} needs a password, and none of those given opens it: {_WITHOUT}")
    return Encrypted(
        f"{source.filename} needs a password: give a copy without password; or write its password into a file, one a"
        " line, and run `press-archive ingest --retry N --pdf-passwords FILE` with the number of this receipt"
    )


def corrupt(source: Source) -> Unreadable:
    """That neither library can read anything of it, and what to do."""
    return Unreadable(
        f"{source.filename} is a damaged PDF that neither pdfium nor pypdf can open: copy it again from where it came"
        " from, or open it in a viewer and print it to a new PDF"
    )
