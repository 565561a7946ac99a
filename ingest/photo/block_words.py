"""All words in the metadata blocks of a picture. An order may be in a part that no field keeps: behind the limits of a
value or a list, under a tag that nobody knows, in what programs keep for themselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from archive.pictures.photoshop import THUMBNAIL_RESOURCE, iter_image_resources
from archive.record import Description
from ingest.extract.embargo.unread_words import NamedWords, TooManyWords, add_unread_embargoes
from ingest.photo.camera_blocks import EXIF_RESOURCE, XMP_RESOURCE
from ingest.photo.iim import DIGEST_RESOURCE, IIM_RESOURCE
from ingest.photo.metadata_fields import Fields
from ingest.photo.web_blocks import Blocks
from ingest.readers.base.byte_words import WORDS, of_bytes
from ingest.readers.base.markup_words import of_markup

MOST = 32 << 20  # bytes of all blocks
_SKIPPED = (EXIF_RESOURCE, XMP_RESOURCE, DIGEST_RESOURCE, THUMBNAIL_RESOURCE)


def add_block_embargoes(sources: Sequence[Fields], blocks: Blocks, description: Description) -> None:
    """Put on offer the embargoes in words of the blocks that are in no value of the description."""
    offers = (offer.value for offers in description.origins.values() for offer in offers)
    kept = (str(one) for value in offers for one in (value if isinstance(value, list) else [value]))
    add_unread_embargoes(_block_words(sources, blocks), description, " ".join(" ".join(kept).split()))


def _block_words(sources: Sequence[Fields], blocks: Blocks) -> Iterator[NamedWords]:
    """Yield the words. Raise TooManyWords if not all of them were read from the file."""
    for source in sources:
        yield from ((name, one.value) for name, said in source.fields.items() for one in said)
    yield from blocks.texts
    left = MOST
    for part, has_fields in _parts(blocks):
        left -= len(part)
        if left < 0:
            raise TooManyWords
        said = of_markup(part) if part.lstrip().startswith(b"<") else of_bytes(part, big=True)
        yield from ((name, words) for name, words in said if not has_fields or name == WORDS)
    if blocks.cut:
        raise TooManyWords


def _parts(blocks: Blocks) -> Iterator[tuple[bytes, bool]]:
    """Yield the blocks, and whether a block has fields of its own, so that `Embargo: none` in it is no field."""
    yield from ((block, True) for block in (blocks.exif, *blocks.more_exif, *blocks.iim))
    yield from ((block, False) for block in (*blocks.xmp, *blocks.extended, *blocks.comments, *blocks.others))
    for number, content in iter_image_resources(blocks.resources):
        if number not in _SKIPPED:
            yield content, number == IIM_RESOURCE
