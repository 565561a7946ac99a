"""Read XMP sidecars of Lightroom, digiKam, darktable, exiftool and others."""

from __future__ import annotations

import re

from archive.media_types import SIDECAR
from archive.messages import Message
from archive.pictures.containers import MAX_BLOCK
from archive.record import Description
from ingest.extract.embargo.sources import add_photo_embargo
from ingest.photo.block_words import add_block_embargoes
from ingest.photo.metadata_fields import Fields
from ingest.photo.reconciliation import reconcile_metadata
from ingest.photo.web_blocks import Blocks
from ingest.photo.xmp import is_xmp, read_xmp
from ingest.readers.base.source import VERSION, Source

READER = "sidecar"
TYPE = SIDECAR
_CLOSED = re.compile(rb"</(?:[\w.-]{1,64}:)?RDF\s{0,64}>")


def read_sidecar(source: Source) -> Description:
    """Return the description of a photo in its sidecar, under the keys of `keys.KEYS` with origins that begin with
    `sidecar:`.

    It has neither a kind nor a generated title, so its candidates can precede those of the photo. One without XMP, or
    truncated, holds its photo: an embargo may be in the unreadable part.
    """
    data = source.head(MAX_BLOCK + 1)
    description = Description(source.media_type, READER, VERSION)
    if not is_xmp(data):
        _hold_unread(description, Message("sidecar-unread"))
        return description
    fields = read_xmp(data[:MAX_BLOCK], READER)
    reconcile_metadata([fields], description)
    add_photo_embargo(description)
    add_block_embargoes([fields], Blocks(xmp=[data[:MAX_BLOCK]]), description)
    _note_damage(data, fields, description)
    return description


def _hold_unread(description: Description, why: Message) -> None:
    """Note what is wrong with a sidecar, and hold its photo if no embargo was read in it."""
    description.notes.append(why)
    if "embargo" not in description.values:
        words = Message("sidecar-embargo-unknown")
        description.offer("embargo", {"until": None, "words": words, "origin": "rule"}, "rule")


def _note_damage(data: bytes, fields: Fields, description: Description) -> None:
    if len(data) > MAX_BLOCK:
        _hold_unread(description, Message("sidecar-too-long", size=MAX_BLOCK >> 20))
    elif not _CLOSED.search(data.replace(b"\0", b"")):
        _hold_unread(description, Message("sidecar-cut"))
    elif not fields.fields:
        description.notes.append(Message("sidecar-silent"))
