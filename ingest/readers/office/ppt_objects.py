"""Word documents embedded in a PowerPoint 97-2003 presentation, which its slides show as pictures.

Source: [MS-PPT] 2.10.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Mapping

import olefile

from archive.messages import Message
from archive.record import Description
from ingest.readers.office.doc import DAMAGES, read_inside
from ingest.readers.office.document_flow import Flow
from ingest.readers.office.ppt_stream import DamagedPpt, PptRecord, PptStream

OBJECTS, EMBEDDED, OBJECT_ATOM, STORAGE = 0x0409, 0x0FCC, 0x0FC3, 0x1011
REFERENCE = 0x0BC1  # in a shape: the number of its object
COMPRESSED = 1  # instance of a storage: its size, then a stream of zlib
MOST, MAX_BYTES = 100, 32 << 20  # objects; bytes of one


def read_objects(
    stream: PptStream, document: PptRecord, places: Mapping[int, int], description: Description
) -> dict[int, str]:
    """Return the words of the embedded Word documents, by object number. Raise DamagedPpt."""
    found: dict[int, str] = {}
    whole = Flow()
    for number, persist in _numbered(stream, document)[:MOST]:
        if whole.late:
            description.notes.append(Message("document-inside"))
            break
        data = _storage(stream, places.get(persist, -1))
        if not data.startswith(olefile.MAGIC):
            continue
        try:
            with olefile.OleFileIO(io.BytesIO(data)) as file:
                if file.exists("WordDocument"):
                    inside = read_inside(file, "", whole.limit)
                    found[number] = "\n".join([*inside.front, *inside.furniture, *inside.blocks])
        except DAMAGES:
            description.notes.append(Message("document-inside"))
    return found


def _numbered(stream: PptStream, document: PptRecord) -> list[tuple[int, int]]:
    """Return the numbers of the objects, and their identifiers in the directory."""
    lists = [one for one in stream.children(document) if one.kind == OBJECTS]
    embedded = [one for objects in lists for one in stream.children(objects) if one.kind == EMBEDDED]
    atoms = [atom for one in embedded for atom in stream.children(one) if atom.kind == OBJECT_ATOM]
    return [(stream.number(atom, 8), stream.number(atom, 16)) for atom in atoms]


def _storage(stream: PptStream, at: int) -> bytes:
    """Return the compound file of an object; empty if there is none, or it would unpack to too much."""
    try:
        record = stream.record(at)
        if record.kind != STORAGE:
            return b""
        content = stream.data[record.start : record.end]
        return zlib.decompressobj().decompress(content[4:], MAX_BYTES) if record.instance == COMPRESSED else content
    except (DamagedPpt, zlib.error):
        return b""
