"""Reads Word files of 97-2003 (.doc): their words in order, letterhead apart, old fonts run by run, properties."""

from __future__ import annotations

import re

import olefile

from archive.errors import Encrypted, Unreadable
from archive.record import Description
from ingest.readers import doc_file, office_info, ole_info
from ingest.readers.charset import decode
from ingest.readers.doc_story import Reading
from ingest.readers.flow import Flow, Paragraph
from ingest.readers.source import Source

NAME, VERSION = "doc", 2
TYPE = "application/msword"
MAX_STREAM = 256 << 20
OLE_ERRORS = (OSError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError, EOFError, RecursionError)
_CONTROL = re.compile("[\x00-\x06\x08\x0b\x0e-\x1f]")


def read(source: Source) -> Description:
    """The words in their order, a blank line between paragraphs; headers and footers as furniture. Raises Encrypted
    when a password is needed, Unreadable when it is damaged."""
    description = Description(source.media_type, NAME, VERSION)
    try:
        with olefile.OleFileIO(str(source.path)) as container:
            main = _stream(container, "WordDocument")
            first, version, locked, name = doc_file.flags(main)
            if locked:
                raise Encrypted(
                    f"{source.filename} needs a password: give a copy without password, or open it in Word and save it"
                    " without one"
                )
            flow = Flow()
            if first == doc_file.WORD_6 or version < doc_file.WORD_97:
                _read_old(main, flow, description)
            else:
                Reading(doc_file.opened(main, _stream(container, name)), flow).run(description)
            flow.into(description)
            office_info.offer(ole_info.properties(container, "doc"), description.text, description)
    except (doc_file.Damaged, *OLE_ERRORS) as error:
        raise Unreadable(
            f"{source.filename} is a damaged Word file: copy it again from where it came from, or open it in a word"
            " processor and save it anew"
        ) from error
    return description


def _stream(container: olefile.OleFileIO, name: str) -> bytes:
    if not container.exists(name) or container.get_size(name) > MAX_STREAM:
        raise doc_file.Damaged
    return bytes(container.openstream(name).read())


def _read_old(main: bytes, flow: Flow, description: Description) -> None:
    """The plain text of a file by Word 6 or 95, without its fonts."""
    data, _ = doc_file.plain_text(main)
    text = decode(data).text if data else ""
    for words in re.split("[\r\x0c\x07]", _CONTROL.sub("", text)):
        flow.paragraph(Paragraph(words))
    description.notes.append("saved by Word 6 or 95: only its plain text was read; open it in Word and save it as DOCX")
