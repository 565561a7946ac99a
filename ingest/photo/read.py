"""Reads one photo: metadata walked block by block, then the picture itself for its looks and its thumbnail."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import BinaryIO

from archive.errors import Unreadable
from archive.media_types import TIFF
from archive.messages import Message
from archive.pictures import save
from archive.pixels.formats import in_words
from archive.pixels.small import Small, small
from archive.record import Description
from ingest.embargo.sources import offer_picture
from ingest.photo.blocks import FILE_ENDS, Blocks
from ingest.photo.blocks_other import blocks_of
from ingest.photo.blocks_raw import as_tiff
from ingest.photo.blocks_tiff import walk_tiff
from ingest.photo.exif import read_exif
from ingest.photo.fields import Fields, Said
from ingest.photo.frames import count_pages
from ingest.photo.iim import read_iim
from ingest.photo.looks import looks_of
from ingest.photo.photoshop import iim_of
from ingest.photo.picture import opened, oversize, why_not_shown
from ingest.photo.reconcile import reconcile
from ingest.photo.text import clean, decode
from ingest.photo.title import offer_title
from ingest.photo.walk import RAW, walk
from ingest.photo.xmp import read_xmp
from ingest.readers.source import Source

READER, VERSION = "photo", 4
_THUMBNAIL_SIZE = 400


def read_photo(source: Source) -> Description:
    """Everything one picture file says of itself under the keys of `keys.KEYS`, with its look and a thumbnail.

    What is damaged, has more pixels than are safe to open, or is packed with what no decoder here knows is named in the
    notes, and the rest is kept. Raises Unreadable when it is damaged and there is neither a picture nor metadata; a
    camera raw file is kept also then, and a JPEG 2000 that says its size.
    """
    with source.path.open("rb") as file:
        description = read_metadata(file, source)
        if source.media_type == TIFF and not source.unseen and (pages := count_pages(file)) > 1:
            description.pages = [""] * pages  # without words, until they are read as a scan's are
    if source.unseen:
        return description
    try:
        shown = small(source.path, _THUMBNAIL_SIZE)
    except Exception as error:
        if not any(note.startswith("the picture ") for note in description.notes):
            with source.path.open("rb") as file:
                _note_problem(why_not_shown(file, error), description)
        return description
    _look(shown, description)
    try:
        target = source.folder / "thumbnail.jpg"
        description.thumbnail = save(shown.image, target, description.values.get("copyright"))
    except Exception as error:
        description.notes.append(f"no thumbnail could be made: {in_words(error)}")
    return description


def read_metadata(file: BinaryIO, source: Source) -> Description:
    """The description of a picture file without looking at its pixels. Raises as `read_photo` does."""
    description = Description(source.media_type, READER, VERSION)
    description.offer("kind", "photo", "rule:image")
    blocks, known = walk(file)
    problem = blocks.problem if source.unseen else _opened(file, blocks, known)
    sources, newer = _sources(file, blocks, known, description)
    sound = known == RAW or (known == "JPEG2000" and blocks.size is not None)  # of forms that the decoder may not know
    if isinstance(problem, str) and not sound and blocks.empty and not sources:
        raise Unreadable(
            f"neither a picture nor a description could be read from it ({problem}); "
            "open it in a picture program, save a copy and ingest that"
        )
    if problem:
        _note_problem(problem, description)
    reconcile(sources, description, newer)
    if blocks.size:
        description.offer("width", blocks.size[0], "codec")
        description.offer("height", blocks.size[1], "codec")
    offer_title(description, source.filename)
    offer_picture(description)
    return description


def _note_problem(problem: str | Message, description: Description) -> None:
    state = "is truncated" if problem == FILE_ENDS else "cannot be shown"
    said = f"the picture {state}: {problem}; what describes it was kept" if isinstance(problem, str) else str(problem)
    description.notes.append(said)


def _opened(file: BinaryIO, blocks: Blocks, known: str) -> str | Message | None:
    """Completes the blocks with what only the decoder tells; why it does not open the file: half a sentence, a message
    where the file is sound. Of raw files and Photoshop documents something else than the picture itself may be shown,
    so that it is not asked."""
    if known in (RAW, "PSD"):
        return blocks.problem
    if large := oversize(blocks.size):
        return large
    with opened(file) as (picture, problem):
        if picture is None:
            return problem if isinstance(problem, Message) else blocks.problem or problem
        if not known:
            found = blocks_of(picture)
            blocks.exif, blocks.xmp, blocks.size = found.exif, found.xmp, found.size
        elif known not in ("HEIF", "TIFF") or blocks.size is None:  # whose decoders tell the size of the turned picture
            blocks.size = picture.size
    return None


def _sources(file: BinaryIO, blocks: Blocks, known: str, description: Description) -> tuple[list[Fields], bool]:
    """The sources in their order of trust (a sidecar would come first), and whether IIM is newer than XMP."""
    in_file = known == "TIFF" or (known == RAW and not blocks.exif)
    block = as_tiff(file) if in_file else io.BytesIO(blocks.exif)
    exif = read_exif(block)
    if blocks.exif and exif.holds_blocks:  # some keep XMP and IIM in the tags that TIFF has for them, inside of EXIF
        inner = walk_tiff(block)
        blocks.xmp, blocks.iim = inner.xmp + blocks.xmp, blocks.iim + inner.iim
        blocks.resources = blocks.resources or inner.resources
    if exif.problem:
        description.notes.append(f"not all is known about how the picture was taken: {exif.problem}")
    streams, newer = iim_of(blocks.resources, blocks.iim)
    sources = [read_xmp(packet) for packet in _packets(blocks)]
    sources.append(read_iim([*streams, *blocks.iim]))
    sources.append(exif.fields)
    sources += [read_exif(io.BytesIO(more)).fields for more in blocks.more_exif]
    sources.append(Fields("crw", {name: [Said(value)] for name, value in blocks.crw.items()}))
    sources.append(_png(blocks.texts))
    form = {"GIF": "gif", "JPEG2000": "jpeg2000"}.get(known, "jpeg")
    sources.append(Fields("jpeg", {"comment": _said(blocks.comments)}, format=form))
    return [one for one in sources if any(one.fields.values()) or one.numbers], newer


def _packets(blocks: Blocks) -> Sequence[bytes]:
    """XMP packets, the last of the file first: an agency that issues a picture again appends its own."""
    return [*dict.fromkeys(reversed(blocks.xmp)), *blocks.extended]


def _said(comments: Sequence[bytes]) -> list[Said]:
    texts = [clean(decode(comment)) for comment in comments]
    return [Said(text) for text in dict.fromkeys(texts) if text]


def _png(texts: Sequence[tuple[str, str]]) -> Fields:
    fields: dict[str, list[Said]] = {}
    for name, text in texts:
        value = clean(text)
        if value:
            fields.setdefault(name.title(), []).append(Said(value))  # keywords are written in any case
    return Fields("png", fields)


def _look(shown: Small, description: Description) -> None:
    """How it looks; a picture that is not whole, or only a small copy of one, gets a note."""
    whole, description.miniature = looks_of(shown.image)
    description.offer("difference_hash", whole, "codec")
    description.notes = [note for note in description.notes if not note.startswith("the picture ")]  # it can be shown
    if shown.truncated:
        description.notes.append(f"the picture is truncated: {shown.problem}; what there is of it is shown")
    elif shown.problem and shown.preview:
        description.notes.append(f"the picture is shown by a small copy kept in the file: {shown.problem}")
    elif shown.problem:
        description.notes.append(f"the picture is damaged: {shown.problem}; what there is of it is shown")
