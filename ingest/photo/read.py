"""Reads one photo: metadata walked block by block, then the picture itself for its looks and its thumbnail."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import BinaryIO

from PIL import Image

from archive.errors import Unreadable
from archive.pictures import thumbnail
from archive.record import Description
from ingest.photo.blocks import FILE_ENDS, Blocks
from ingest.photo.blocks_other import blocks_of
from ingest.photo.blocks_tiff import walk_tiff
from ingest.photo.embargo import embargo_of
from ingest.photo.exif import read_exif
from ingest.photo.fields import Fields, Said
from ingest.photo.iim import read_iim
from ingest.photo.photoshop import iim_of
from ingest.photo.picture import difference_hash, in_words, opened, oversize
from ingest.photo.reconcile import reconcile
from ingest.photo.text import clean, decode
from ingest.photo.title import offer_title
from ingest.photo.walk import walk
from ingest.photo.xmp import read_xmp
from ingest.readers.source import Source

IMAGE_TYPES = frozenset({"image/jpeg", "image/png", "image/tiff", "image/webp", "image/avif"})
READER, VERSION = "photo", 1
_THUMBNAIL_SIZE = 400


def read_photo(source: Source) -> Description:
    """Everything one picture file says of itself under the keys of `keys.KEYS`, with its look and a thumbnail.

    What is damaged, or has more pixels than are safe to open, is named in the notes, and the rest is kept. Raises
    Unreadable when there is neither a picture nor metadata.
    """
    with source.path.open("rb") as file:
        description = read_metadata(file, source)
        with opened(file) as (picture, _):
            if picture is not None:
                _look(picture, description)
    try:
        notice = description.values.get("copyright")
        description.thumbnail = thumbnail(str(source.path), str(source.folder), _THUMBNAIL_SIZE, notice)
    except Exception as error:
        if not any(note.startswith("the picture ") for note in description.notes):
            description.notes.append(f"no thumbnail could be made: {in_words(error)}")
    return description


def read_metadata(file: BinaryIO, source: Source) -> Description:
    """The description of a picture file without looking at its pixels. Raises as `read_photo` does."""
    description = Description(source.media_type, READER, VERSION)
    description.offer("kind", "photo", "rule:image")
    blocks, known = walk(file)
    problem = oversize(blocks.size)
    size = blocks.size
    if not problem:
        with opened(file) as (picture, problem):
            if picture is not None:
                blocks, size = blocks if known else blocks_of(picture), picture.size
    sources, newer = _sources(file, blocks, known, description)
    if problem:
        why = blocks.problem or problem
        if blocks.empty and not sources:
            raise Unreadable(
                f"neither a picture nor a description could be read from it ({why}); "
                f"open it in a picture program, save a {'smaller ' if 'pixels' in why else ''}copy and ingest that"
            )
        state = "is truncated" if blocks.problem == FILE_ENDS else "cannot be shown"
        description.notes.append(f"the picture {state}: {why}; what describes it was kept")
    reconcile(sources, description, newer)
    if size:
        description.offer("width", size[0], "codec")
        description.offer("height", size[1], "codec")
    offer_title(description, source.filename)
    embargo = embargo_of(description)
    if embargo:
        description.offer("embargo", embargo, embargo["origin"])
    return description


def _sources(file: BinaryIO, blocks: Blocks, known: str, description: Description) -> tuple[list[Fields], bool]:
    """The sources in their order of trust (a sidecar would come first), and whether IIM is newer than XMP."""
    block = file if known == "TIFF" else io.BytesIO(blocks.exif)
    exif = read_exif(block)
    if blocks.exif and exif.holds_blocks:  # some keep XMP and IIM in the tags that TIFF has for them, inside of EXIF
        inner = walk_tiff(block)
        blocks.xmp, blocks.iim = inner.xmp + blocks.xmp, blocks.iim + inner.iim
        blocks.resources = blocks.resources or inner.resources
    if exif.problem:
        description.notes.append(f"not all is known about how the picture was taken: {exif.problem}")
    streams, newer = iim_of(blocks.resources)
    sources = [read_xmp(packet) for packet in _packets(blocks)]
    sources.append(read_iim([*streams, *blocks.iim]))
    sources.append(exif.fields)
    sources.append(_png(blocks.texts))
    sources.append(Fields("jpeg", {"comment": _said(blocks.comments)}))
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


def _look(picture: Image.Image, description: Description) -> None:
    """The difference hash; a picture that cannot be decoded to its end gets a note instead."""
    try:
        description.offer("difference_hash", difference_hash(picture), "codec")
    except Exception as error:
        reason = in_words(error)
        state = "is truncated" if "truncated" in reason or "not processed" in reason else "cannot be decoded"
        description.notes.append(f"the picture {state}: {reason}; what describes it was kept")
