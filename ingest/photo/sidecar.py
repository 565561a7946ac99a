"""Reads sidecars: files of XMP beside a photo, as Lightroom, digiKam, darktable, exiftool and others write them."""

from __future__ import annotations

import re

from archive.errors import Unreadable
from archive.media_types import SIDECAR
from archive.pictures.containers import MAX_BLOCK
from archive.record import Description
from ingest.extract.embargo.sources import add_photo_embargo
from ingest.photo.metadata_fields import Fields
from ingest.photo.reconciliation import reconcile_metadata
from ingest.photo.xmp import is_xmp, read_xmp
from ingest.readers.base.source import VERSION, Source

READER = "sidecar"
TYPE = SIDECAR
_CLOSED = re.compile(rb"</(?:[\w.-]{1,64}:)?RDF\s{0,64}>")


def read_sidecar(source: Source) -> Description:
    """What a sidecar says of its photo, under the keys of `keys.KEYS` with origins that begin with `sidecar:`.

    It has neither a kind nor a title made up for it, so that its offers can stand before those of the photo. Raises
    Unreadable when there is no XMP in it.
    """
    data = source.head(MAX_BLOCK + 1)
    if not is_xmp(data):
        raise Unreadable(
            "no XMP could be found in this sidecar; save the description of its photo once more in the program that "
            "wrote it, and ingest the new file"
        )
    description = Description(source.media_type, READER, VERSION)
    fields = read_xmp(data[:MAX_BLOCK], READER)
    reconcile_metadata([fields], description)
    _note_damage(data, fields, description)
    add_photo_embargo(description)
    return description


def _note_damage(data: bytes, fields: Fields, description: Description) -> None:
    if len(data) > MAX_BLOCK:
        description.notes.append(
            f"only the first {MAX_BLOCK >> 20} MB of the sidecar were read; what they say was kept"
        )
    elif not _CLOSED.search(data.replace(b"\0", b"")):
        description.notes.append("the sidecar ends before it is complete; what could be read was kept")
    elif not fields.fields:
        description.notes.append("the sidecar says nothing of its photo")
