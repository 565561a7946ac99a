"""Files inside a PDF (ISO 32000-1, 7.11.4): attached to the document, to a place on a page, or in a portfolio."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from typing import Any

import pypdf
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

from archive.errors import Unreadable
from archive.messages import Message
from archive.record import Description
from ingest.extract.metadata_values import one_line
from ingest.readers.base.members import CHUNK, MemberShelf, MemberTooLarge, inner_path, too_much

MOST_ATTACHED = 1_000
MOST_NODES = 20_000  # of the name tree
ERRORS = (
    PyPdfError,
    zlib.error,
    RecursionError,
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
    NotImplementedError,
)
SAVE_OUT = Message("save-attachments")


def attach(reader: pypdf.PdfReader, pages: Iterable[int], shelf: MemberShelf, description: Description) -> None:
    """Store each file once, under the last part of its name; `pages`, from 0, are searched for attachments on them.
    Omissions are noted: the PDF itself has been read by now, and is not rejected because of them."""
    seen: set[object] = set()
    try:
        for number, spec in enumerate(_specifications(reader, pages), start=1):
            file = _embedded(spec)
            if file is None or _key(file) in seen:
                continue
            if len(seen) >= MOST_ATTACHED:
                raise Unreadable(Message("too-many-attachments", most=f"{MOST_ATTACHED:,}"))
            seen.add(_key(file))
            _put(spec, file, number, shelf)
    except Unreadable as error:
        description.notes.append(Message("attachments-left", why=error.message, cure=SAVE_OUT))
    except ERRORS as error:
        description.notes.append(Message("attachments-unread", error=type(error).__name__, cure=SAVE_OUT))
    if shelf.count and "/Collection" in reader.root_object:
        description.notes.append(Message("portfolio"))


def _put(spec: DictionaryObject, file: Any, number: int, shelf: MemberShelf) -> None:
    name = _name(spec, number)
    stream = file.get_object()
    if not isinstance(stream, StreamObject):
        shelf.refuse(name, Message("attachment-missing", cure=SAVE_OUT))
        return
    try:
        shelf.put(name, _unpacked(stream), len(stream._data))  # the packed size has no public name
    except ERRORS as error:
        shelf.refuse(name, Message("attachment-damaged", error=type(error).__name__, cure=SAVE_OUT))
    _forget(file)


def _specifications(reader: pypdf.PdfReader, pages: Iterable[int]) -> Iterator[DictionaryObject]:
    """Yield the file specifications of the document (7.11.3), with possible repetitions."""
    root = reader.root_object
    names = _dictionary(root.get("/Names"))
    yield from _of_tree(names.get("/EmbeddedFiles"))
    yield from map(_dictionary, _array(root.get("/AF")))
    for number in pages:
        for annotation in map(_dictionary, _array(reader.pages[number].get("/Annots"))):
            if annotation.get("/Subtype") == "/FileAttachment":
                yield _dictionary(annotation.get("/FS"))


def _of_tree(root: Any) -> Iterator[DictionaryObject]:
    """Yield the leaves of a name tree (7.9.6), each node once even with cycles."""
    waiting: list[Any] = [root]
    seen: set[object] = set()
    while waiting and len(seen) < MOST_NODES:
        node = waiting.pop()
        key = _key(node)
        if key in seen:
            continue
        seen.add(key)
        here = _dictionary(node)
        yield from map(_dictionary, _array(here.get("/Names"))[1::2])
        waiting += reversed(_array(here.get("/Kids")))


def _embedded(spec: DictionaryObject) -> Any:
    """Return the file embedded in a specification, or the reference to it; None if it only names an external file."""
    files = _dictionary(spec.get("/EF"))
    return next((files.raw_get(key) for key in ("/UF", "/F", "/DOS", "/Mac", "/Unix") if key in files), None)


def _name(spec: DictionaryObject, number: int) -> str:
    """Return its name: the last part of the path on the original machine."""
    for key in ("/UF", "/F", "/Desc"):
        told = one_line(spec.get(key) or "", 1000).replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]
        if name := inner_path(told.replace(":", "_")):
            return name
    return f"attachment-{number}.bin"


def _unpacked(stream: StreamObject) -> Iterator[bytes]:
    """Yield the bytes of a stream, in pieces for the usual compression: pypdf would hold all of them."""
    filters = [str(name) for name in _list(stream.get("/Filter"))]
    data: bytes = stream._data
    if not filters:
        yield from (data[at : at + CHUNK] for at in range(0, len(data), CHUNK))
    elif filters in (["/FlateDecode"], ["/Fl"]) and not stream.get("/DecodeParms"):
        unpacking = zlib.decompressobj()
        piece = unpacking.decompress(data, CHUNK)
        while piece:
            yield piece
            piece = unpacking.decompress(unpacking.unconsumed_tail, CHUNK)
    else:
        whole = bytes(stream.get_data())
        if (reason := too_much(len(whole), len(data))) is not None:
            raise MemberTooLarge(reason)
        yield whole


def _forget(file: Any) -> None:
    """Release the bytes of a file, which pypdf caches."""
    if isinstance(file, IndirectObject):
        file.pdf.resolved_objects.pop((file.generation, file.idnum), None)


def _key(value: Any) -> object:
    return (value.idnum, value.generation) if isinstance(value, IndirectObject) else id(value)


def _dictionary(value: Any) -> DictionaryObject:
    found = value.get_object() if value is not None else None
    return found if isinstance(found, DictionaryObject) else DictionaryObject()


def _array(value: Any) -> list[Any]:
    found = value.get_object() if value is not None else None
    return list(found) if isinstance(found, ArrayObject) else []


def _list(value: Any) -> list[Any]:
    found = value.get_object() if value is not None else None
    return list(found) if isinstance(found, ArrayObject) else [] if found is None else [found]
