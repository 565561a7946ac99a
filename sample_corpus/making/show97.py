"""Writes presentations of PowerPoint 97-2003 ([MS-PPT]) with as little as there may be in one: slides, texts, notes."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field

from making.compound import compound

_TITLE, _BODY, _NOTES, _OTHER = 0, 1, 2, 4
_MASTER = 0x80000000  # the identifier of the master


@dataclass(frozen=True, slots=True)
class Slide:
    """A slide: the texts of its placeholders, those of its own shapes, its notes and its footer; `hidden` from a
    show; `inside`: the compound file of a document that it shows; `art`: the text of WordArt."""

    title: str
    body: Sequence[str] = ()
    shapes: Sequence[str] = ()
    notes: str = ""
    hidden: bool = False
    footer: str = ""
    inside: bytes = b""
    art: str = ""


@dataclass(frozen=True, slots=True)
class Show:
    """A presentation. `order`: in which its slides are shown, by their place in the file. `master`: texts drawn on the
    master of all slides."""

    slides: Sequence[Slide]
    properties: dict[int, str] = field(default_factory=dict)
    order: Sequence[int] | None = None
    master: Sequence[str] = ()


def show(told: Show) -> bytes:
    """The bytes of the file."""
    data, places = b"", {}
    for n, slide in enumerate(told.slides):
        places[2 + n] = len(data)
        data += _slide(slide, _MASTER if told.master else 0, n)
        if slide.inside:
            places[302 + n] = len(data)
            packed = struct.pack("<I", len(slide.inside)) + zlib.compress(slide.inside)
            data += record(0x1011, packed, instance=1)
    if told.master:
        places[201] = len(data)
        data += _master(told.master)
    for n, slide in enumerate(told.slides):
        if slide.notes:
            places[102 + n] = len(data)
            atom = record(0x03F1, struct.pack("<IHH", 256 + n, 7, 0), version=1)
            data += record(0x03F0, atom + record(0xF00D, _text(_NOTES, slide.notes), version=15), version=15)
    places[1] = len(data)
    data += _document(told)
    directory = len(data)
    data += record(0x1772, b"".join(struct.pack("<II", 1 << 20 | n, at) for n, at in sorted(places.items())))
    edit = len(data)
    data += record(0x0FF5, struct.pack("<IIIIIIHH", 0, 0x03000000, 0, directory, 1, 200, 1, 0))
    user = record(0x0FF6, struct.pack("<IIIHHBBH", 20, 0xE391C05F, edit, 0, 0x03F4, 3, 0, 0))
    streams = {"PowerPoint Document": data, "Current User": user}
    if told.properties:
        streams["\5SummaryInformation"] = _summary(told.properties)
    return compound(streams)


def record(kind: int, content: bytes, version: int = 0, instance: int = 0) -> bytes:
    """A record: its header, then its content; a container has version 15."""
    return struct.pack("<HHI", version | instance << 4, kind, len(content)) + content


def _document(told: Show) -> bytes:
    listed = notes = b""
    for n in told.order or range(len(told.slides)):
        slide = told.slides[n]
        listed += record(0x03F3, struct.pack("<IIiII", 2 + n, 0, 2, 256 + n, 0)) + _text(_TITLE, slide.title)
        if slide.body:
            listed += _text(_BODY, "\r".join(slide.body))
        if slide.notes:
            notes += record(0x03F3, struct.pack("<IIiII", 102 + n, 0, 0, 512 + n, 0))
    lists = record(0x0FF0, listed, version=15) + record(0x0FF0, notes, version=15, instance=2)
    if told.master:
        masters = record(0x03F3, struct.pack("<IIiII", 201, 0, 0, _MASTER, 0))
        lists += record(0x0FF0, masters, version=15, instance=1)
    objects = b""
    for n, slide in enumerate(told.slides):
        if slide.inside:
            atom = record(0x0FC3, struct.pack("<IIIIII", 1, 0, n, 0, 302 + n, 0), version=1)
            objects += record(0x0FCC, atom, version=15)
    lists += record(0x0409, objects, version=15) if objects else b""
    return record(0x03E8, record(0x03E9, bytes(40), version=1) + lists, version=15)


def _slide(slide: Slide, master: int, number: int) -> bytes:
    boxes = b"".join(record(0xF00D, _text(_OTHER, words), version=15) for words in slide.shapes)
    if slide.art:
        words = slide.art.encode("utf-16-le") + b"\0\0"
        options = struct.pack("<HIHIHI", 0x4180, 0, 0x80C0, len(words), 0x00C2, 36 << 16) + words
        boxes += record(0xF004, record(0xF00B, options, version=3, instance=3), version=15)
    if slide.inside:
        boxes += record(0xF011, record(0x0BC1, struct.pack("<I", number)), version=15)
    drawing = record(0x040C, record(0xF002, boxes, version=15), version=15)
    show = record(0x03F9, struct.pack("<IIBBHI", 0, 0, 0, 0, 4, 0)) if slide.hidden else b""
    if slide.footer:
        words = record(0x0FBA, slide.footer.encode("utf-16-le"), instance=2)
        show += record(0x0FD9, record(0x0FDA, struct.pack("<HH", 0, 32)) + words, version=15)
    atom = struct.pack("<12xIIHH", master, 0, 1 if master else 0, 0)
    return record(0x03EE, record(0x03EF, atom, version=2) + show + drawing, version=15)


def _master(texts: Sequence[str]) -> bytes:
    """A master with these texts, and a placeholder whose text is a prompt."""
    prompt = record(0xF011, record(0x0BC3, bytes(8)), version=15)
    shapes = record(0xF004, prompt + record(0xF00D, _text(_OTHER, "Ketik judul"), version=15), version=15)
    for words in texts:
        shapes += record(0xF004, record(0xF00D, _text(_OTHER, words), version=15), version=15)
    return record(0x03F8, record(0x040C, record(0xF002, shapes, version=15), version=15), version=15)


def _text(kind: int, words: str) -> bytes:
    """The header of a text and its characters: low bytes where that is enough."""
    header = record(0x0F9F, struct.pack("<I", kind))
    try:
        return header + record(0x0FA8, words.encode("latin-1"))
    except UnicodeEncodeError:
        return header + record(0x0FA0, words.encode("utf-16-le"))


def _summary(properties: dict[int, str]) -> bytes:
    """A property set of texts in UTF-8 ([MS-OLEPS] 2.21), by their identifiers: 2 title, 4 author."""
    values = {1: struct.pack("<IhH", 2, -535, 0)}  # 65001
    for identifier, words in properties.items():
        said = words.encode() + b"\0"
        values[identifier] = struct.pack("<II", 30, len(said)) + said.ljust(-(-len(said) // 4) * 4, b"\0")
    at, index, body = 8 + 8 * len(values), b"", b""
    for identifier, value in values.items():
        index += struct.pack("<II", identifier, at + len(body))
        body += value
    section = struct.pack("<II", at + len(body), len(values)) + index + body
    guid = bytes.fromhex("e0859ff2f94f6810ab9108002b27b3d9")
    return struct.pack("<HHI16xI", 0xFFFE, 0, 0x00020006, 1) + guid + struct.pack("<I", 48) + section
