"""Read presentations of PowerPoint 97-2003 (.ppt): each slide as a page with its title, texts and notes.

Source: [MS-PPT] 2.3.
"""

from __future__ import annotations

import codecs
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import olefile

from archive.errors import Encrypted, Unreadable
from archive.messages import Message
from archive.record import PAGE_BREAK, Description
from archive.text.charset import decode_text
from ingest.readers.base.source import VERSION, Source
from ingest.readers.office import document_flow, office_metadata, ppt_objects
from ingest.readers.office.ppt_stream import DamagedPpt, PptRecord, PptStream, directory

DOCUMENT, SLIDE, NOTES, NOTES_ATOM = 0x03E8, 0x03EE, 0x03F0, 0x03F1
MASTER, HANDOUT = 0x03F8, 0x0FC9
SHOW, LIST, PERSIST, HEADER = 0x03F9, 0x0FF0, 0x03F3, 0x0F9F
SLIDE_ATOM, SHAPE, PLACEHOLDER = 0x03EF, 0xF004, 0x0BC3
FOOTERS, FOOTERS_ATOM, STRING = 0x0FD9, 0x0FDA, 0x0FBA
HIDDEN = 4  # 2.6.6: the third bit of a slide's show flags
WITH_MASTER = 1  # 2.5.10: the first bit of a slide's flags: it shows its master's drawings
# Instances of lists of slides (2.4.14), and of footers (2.4.15.1).
IN_LIST, IN_MASTERS, IN_NOTES, OF_SLIDES = 0, 1, 2, 3
SHOWN_STRINGS = {0: 5, 2: 32}  # 2.4.15.2: bits for a string of each instance: a fixed date, the footer
TITLES = (0, 6)  # [MS-PPT] 2.13.33: Tx_TYPE_TITLE and Tx_TYPE_CENTERTITLE


@dataclass(slots=True)
class Slide:
    """The texts of one slide; `title` is that of its title placeholder. `hidden`: it is skipped in a show. `master`:
    the identifier of the master whose drawings it shows, 0 for none; `margins`: its footer, and the texts of those."""

    identifier: int = 0
    persist: int = 0
    title: str = ""
    texts: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    hidden: bool = False
    master: int = 0
    margins: list[str] = field(default_factory=list)


def slides(data: bytes, current: int, description: Description) -> list[Slide]:
    """Return the slides in the order of the show. `current`: the position of the last edit, from the stream `Current
    User`. `description` gets notes on what could not be read. Raise Damaged."""
    stream = PptStream(data)
    places, document = directory(stream, current)
    root = stream.record(places.get(document, -1))
    if root.kind != DOCUMENT:
        raise DamagedPpt
    lists = {child.instance: child for child in stream.children(root) if child.kind == LIST}
    found = list(_listed(stream, lists[IN_LIST])) if IN_LIST in lists else []
    usual = [one for one in stream.children(root) if one.kind == FOOTERS and one.instance == OF_SLIDES]
    masters: dict[int, list[str]] = {}
    with suppress(DamagedPpt):
        for listed in _listed(stream, lists[IN_MASTERS]) if IN_MASTERS in lists else ():
            masters[listed.identifier] = list(_drawn_texts(stream, places.get(listed.persist, -1)))
    objects = ppt_objects.read_objects(stream, root, places, description)
    for slide in found:
        slide.texts += _slide_texts(stream, places.get(slide.persist, -1), slide, usual, objects)
        slide.margins += masters.get(slide.master, [])
    by_identifier = {slide.identifier: slide for slide in found}
    for listed in _listed(stream, lists[IN_NOTES]) if IN_NOTES in lists else ():
        _notes(stream, places.get(listed.persist, -1), by_identifier)
    return found


def all_texts(data: bytes) -> list[str]:
    """Return every text except those of masters, in file order, for presentations without a usable directory."""
    texts, at, stream = [], 0, PptStream(data)
    try:
        while at + 8 <= len(data):
            found = stream.record(at)
            if (text := stream.text(found)) is not None:
                texts.append(text)
            at = found.start if found.container and found.kind not in (MASTER, HANDOUT) else found.end
    except DamagedPpt:
        pass
    return list(dict.fromkeys(texts))


def _listed(stream: PptStream, container: PptRecord) -> Iterator[Slide]:
    """Return the slides of a list, with the texts of their placeholders, which follow each of them (2.4.14.3)."""
    slide, kind = None, -1
    for record in stream.children(container):
        if record.kind == PERSIST:
            if slide is not None:
                yield slide
            slide = Slide(stream.number(record, 12), stream.number(record, 0))
        elif record.kind == HEADER:
            kind = stream.number(record, 0)
        elif slide is not None and (text := stream.text(record)) is not None:
            if kind in TITLES and not slide.title:
                slide.title = text
            else:
                slide.texts.append(text)
    if slide is not None:
        yield slide


def _slide_texts(
    stream: PptStream, at: int, slide: Slide, usual: list[PptRecord], objects: Mapping[int, str]
) -> Iterator[str]:
    """Yield the texts of a slide. `usual`: the default footers."""
    root = stream.record(at)
    if root.kind != SLIDE:
        raise DamagedPpt
    own = [one for one in stream.children(root) if one.kind == FOOTERS]
    slide.margins = [words for one in own or usual for words in _footers(stream, one)]
    title, listed = False, Counter([slide.title, *slide.texts])
    for record in stream.inside(root):
        if record.kind == SLIDE_ATOM and stream.number(record, 20) & WITH_MASTER:
            slide.master = stream.number(record, 12)
        if record.kind == SHOW:
            slide.hidden = bool(stream.number(record, 8) >> 16 & HIDDEN)
        elif record.kind == HEADER:
            title = stream.number(record, 0) in TITLES
        elif record.kind == ppt_objects.REFERENCE:
            yield objects.get(stream.number(record, 0), "")
        elif (text := stream.text(record)) is not None:
            if listed[text]:  # a placeholder's, which some programs write in both places
                listed[text] -= 1
            elif title and not slide.title:
                slide.title = text
            else:
                yield text


def _footers(stream: PptStream, container: PptRecord) -> Iterator[str]:
    """Yield the footer and the fixed date that slides show (2.4.15)."""
    flags = 0
    for record in stream.children(container):
        if record.kind == FOOTERS_ATOM:
            flags = stream.number(record, 0) >> 16
        elif record.kind == STRING and (needed := SHOWN_STRINGS.get(record.instance)) and flags & needed == needed:
            yield stream.data[record.start : record.end].decode("utf-16-le", "replace")


def _drawn_texts(stream: PptStream, at: int) -> Iterator[str]:
    """Yield the texts of a master shown on its slides, except placeholders."""
    for shape in stream.inside(stream.record(at)):
        if shape.kind == SHAPE:
            inside = list(stream.inside(shape))
            if all(record.kind != PLACEHOLDER for record in inside):
                yield from (text for record in inside if (text := stream.text(record)) is not None)


def _notes(stream: PptStream, at: int, by_identifier: dict[int, Slide]) -> None:
    root = stream.record(at)
    if root.kind != NOTES:
        raise DamagedPpt
    atom = next((child for child in stream.children(root) if child.kind == NOTES_ATOM), None)
    slide = by_identifier.get(stream.number(atom, 0)) if atom is not None else None
    if slide is not None:
        slide.notes += [text for record in stream.inside(root) if (text := stream.text(record)) is not None]


NAME = "ppt"
TYPE = "application/vnd.ms-powerpoint"
STREAM, CURRENT = "PowerPoint Document", "Current User"
DUAL_STORAGE = "PP97_DUALSTORAGE/"  # precedes both in a file also saved for PowerPoint 95
TEXTS_95 = "Text_Content"  # of PowerPoint 95: all texts in order
MAX_BYTES = 128 << 20  # of the stream; pictures are in another
ENCRYPTED = 0xF3D1C4DF  # [MS-PPT] 2.3.2: the token of an encrypted presentation, which some programs omit
ENCRYPTED_EDIT = b"\xf5\x0f\x20\0\0\0"  # 2.3.3: type and size of the last edit if it names what is encrypted
_NUMBER = "*"  # placeholder in a text for the slide number, a date or a footer
_PROPERTIES = {"title": "title", "author": "creator", "subject": "subject", "comments": "description",
               "keywords": "keywords", "category": "category", "content_status": "status",
               "create_time": "created", "last_saved_time": "modified"}  # fmt: skip


def read_source(source: Source) -> Description:
    """Return the words of each slide as a page, in the order of the show, followed by its notes. Without a usable
    directory, return all texts in file order as one page. Raise Encrypted and Unreadable."""
    description = Description(source.media_type, NAME, VERSION)
    try:
        with olefile.OleFileIO(str(source.path)) as file:
            storage = DUAL_STORAGE if file.exists(DUAL_STORAGE + STREAM) else ""
            data, current = _streams(file, storage, source)
            old = file.openstream(TEXTS_95).read(MAX_BYTES) if file.exists(TEXTS_95) and not storage else b""
            properties = dict(_properties(file))
    except (OSError, ValueError, IndexError, TypeError, AttributeError, RecursionError) as error:
        raise _damaged(source) from error
    try:
        pages, title = _old_pages(old, description) if old else _pages(data, current, description)
    except DamagedPpt as error:
        raise _damaged(source) from error
    document_flow.into(pages, title, description)
    office_metadata.offer(properties, description.text.replace(PAGE_BREAK, "\n"), description)
    return description


def _damaged(source: Source) -> Unreadable:
    return Unreadable(Message("damaged-presentation", file=source.filename))


def _streams(file: Any, storage: str, source: Source) -> tuple[bytes, int]:
    """Return (the stream of slides, the position of the last edit)."""
    stream, current = storage + STREAM, storage + CURRENT
    if not file.exists(stream) or file.get_size(stream) > MAX_BYTES:
        raise _damaged(source)
    user = file.openstream(current).read(64) if file.exists(current) else b""
    data, at = file.openstream(stream).read(), int.from_bytes(user[16:20], "little")
    token = int.from_bytes(user[12:16], "little")
    if file.exists("EncryptedSummary") or token == ENCRYPTED or data[at + 2 : at + 8] == ENCRYPTED_EDIT:
        raise Encrypted(Message("encrypted-powerpoint", file=source.filename))
    return data, at


def _pages(data: bytes, current: int, description: Description) -> tuple[list[list[str]], str]:
    try:
        found = slides(data, current, description)
    except DamagedPpt:
        texts = [line for text in all_texts(data) if (line := _shown(text))]
        if not texts:
            raise
        description.notes.append(Message("slides-damaged"))
        return [texts], ""
    pages = [_texts(slide) for slide in found]
    margins = [_shown(words) for slide in found if not slide.hidden for words in slide.margins]
    document_flow.add_margins(margins, pages, description)
    title = next((words for slide in found if (words := _shown(slide.title)) and not slide.hidden), "")
    description.notes += document_flow.of_hidden(sum(slide.hidden for slide in found))
    return [[text for text in page if text] for page in pages], title


def _old_pages(data: bytes, description: Description) -> tuple[list[list[str]], str]:
    """Return the plain text of a PowerPoint 95 presentation as one page, because slide boundaries are unknown."""
    description.notes.append(Message("old-powerpoint"))
    blocks = decode_text(data).text.replace("\0", "").replace("\r", "\n").split("\n\n")
    return [[words for block in blocks if (words := _shown(block))]], ""


def _texts(slide: Slide) -> list[str]:
    """Return its texts and its notes; nothing for a hidden slide."""
    return [] if slide.hidden else [_shown(text) for text in (slide.title, *slide.texts, *slide.notes)]


def _shown(text: str) -> str:
    words = document_flow.slide_text(text)
    return "" if words == _NUMBER else words


def _properties(file: Any) -> Iterator[tuple[str, tuple[str, str]]]:
    """Return the summary ([MS-OSHARED] 2.3.3.2.1), its texts in the code page that it names."""
    try:
        meta = file.get_metadata()
    except Exception:  # raised by olefile for wrong properties: the words are still read
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
    """Return the name of a code page, which is a signed 16-bit number."""
    number = codepage & 0xFFFF if isinstance(codepage, int) else 1252
    try:
        return codecs.lookup({65001: "utf-8", 1200: "utf-16-le"}.get(number, f"cp{number}")).name
    except LookupError:
        return "cp1252"
