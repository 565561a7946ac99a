"""Reads presentations of PowerPoint 97-2003 (.ppt): each slide as a page with its title, texts and notes."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import olefile

from archive.errors import Encrypted, Unreadable
from archive.record import PAGE_BREAK, Description
from ingest.readers import office_info, ppt_records, slides
from ingest.readers.source import Source

NAME, VERSION = "ppt", 3
TYPE = "application/vnd.ms-powerpoint"
STREAM, CURRENT = "PowerPoint Document", "Current User"
MAX_BYTES = 128 << 20  # of the stream; pictures stand in another
ENCRYPTED = 0xF3D1C4DF  # [MS-PPT] 2.3.2: the token of an encrypted presentation
_NUMBER = "*"  # stands in a text for the number of the slide, a date, a footer
_PROPERTIES = {"title": "title", "author": "creator", "subject": "subject", "comments": "description",
               "keywords": "keywords", "category": "category", "content_status": "status",
               "create_time": "created", "last_saved_time": "modified"}  # fmt: skip


def read(source: Source) -> Description:
    """The words of each slide as a page, in the order of the show, its notes after them. Where the file's directory is
    lost, all texts in the order in which they stand, as one page. Raises Encrypted and Unreadable."""
    description = Description(source.media_type, NAME, VERSION)
    try:
        with olefile.OleFileIO(str(source.path)) as file:
            data, current = _streams(file, source)
            properties = dict(_properties(file))
    except (OSError, ValueError, IndexError, TypeError, AttributeError, RecursionError) as error:
        raise _damaged(source) from error
    pages, title = _pages(data, current, description)
    if not pages:
        raise _damaged(source)
    slides.into(pages, title, description)
    office_info.offer(properties, description.text.replace(PAGE_BREAK, "\n"), description)
    return description


def _damaged(source: Source) -> Unreadable:
    return Unreadable(
        f"{source.filename} is a presentation that is damaged: copy it again from where it came from, or open it in"
        " PowerPoint or LibreOffice and save it anew"
    )


def _streams(file: Any, source: Source) -> tuple[bytes, int]:
    """(the stream of slides, where its last edit is)."""
    if not file.exists(STREAM) or file.get_size(STREAM) > MAX_BYTES:
        raise _damaged(source)
    user = file.openstream(CURRENT).read(64) if file.exists(CURRENT) else b""
    if file.exists("EncryptedSummary") or int.from_bytes(user[12:16], "little") == ENCRYPTED:
        raise Encrypted(
            f"{source.filename} needs a password: give a copy without password, or save it in PowerPoint without one"
        )
    return file.openstream(STREAM).read(), int.from_bytes(user[16:20], "little")


def _pages(data: bytes, current: int, description: Description) -> tuple[list[list[str]], str]:
    try:
        found = ppt_records.slides(data, current)
    except ppt_records.Damaged:
        texts = [line for text in ppt_records.all_texts(data) if (line := _shown(text))]
        if texts:
            description.notes.append("its directory is damaged: all its texts were read, not slide by slide")
        return ([texts] if texts else []), ""
    pages = [_texts(slide) for slide in found]
    title = next((slide.title for slide in found if _shown(slide.title) and not slide.hidden), "")
    description.notes += slides.of_hidden(sum(slide.hidden for slide in found))
    return [[text for text in page if text] for page in pages], slides.lines(title)


def _texts(slide: ppt_records.Slide) -> list[str]:
    """Its texts and its notes; of a hidden slide nothing."""
    return [] if slide.hidden else [_shown(text) for text in (slide.title, *slide.texts, *slide.notes)]


def _shown(text: str) -> str:
    words = slides.lines(text)
    return "" if words == _NUMBER else words


def _properties(file: Any) -> Iterator[tuple[str, tuple[str, str]]]:
    """The summary ([MS-OSHARED] 2.3.3.2.1), its texts in the code page that it names."""
    try:
        meta = file.get_metadata()
    except Exception:  # what olefile raises of properties that lie: the words are read all the same
        return
    codepage = getattr(meta, "codepage", None)
    for name, key in _PROPERTIES.items():
        value = getattr(meta, name, None)
        if isinstance(value, bytes):
            value = value.rstrip(b"\0").decode(_codec(codepage), "replace")
        elif isinstance(value, datetime):
            value = value.isoformat()
        if isinstance(value, str) and value:
            yield key, (f"ppt:summary:{name}", value)


def _codec(codepage: object) -> str:
    """The name of a code page, which is a signed number of 16 bits."""
    number = codepage & 0xFFFF if isinstance(codepage, int) else 1252
    try:
        return codecs.lookup({65001: "utf-8", 1200: "utf-16-le"}.get(number, f"cp{number}")).name
    except LookupError:
        return "cp1252"
