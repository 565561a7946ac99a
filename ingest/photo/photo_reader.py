"""The reader of photos: metadata block by block, then the picture itself. Runs in a worker.

The pixels provide the size, a thumbnail and the perceptual hash, which recognises the picture resized, recompressed or
cropped.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import BinaryIO

from PIL import Image, UnidentifiedImageError

from archive.errors import Unreadable
from archive.media_types import TIFF
from archive.messages import Message, has_code, join_messages
from archive.pictures.codecs import missing_codec
from archive.pictures.formats import MOST_PIXELS, TooLarge, in_words, missing, open_picture
from archive.pictures.thumbnails import SmallPicture, save, small
from archive.record import Description
from ingest.extract.embargo.sources import add_photo_embargo
from ingest.extract.embargo.unread_words import NamedWords
from ingest.photo.block_walker import RAW, blocks_of, walk
from ingest.photo.block_words import add_block_embargoes
from ingest.photo.camera_blocks import as_tiff, walk_tiff
from ingest.photo.content_credentials import add_content_credentials
from ingest.photo.derived_values import add_photo_title
from ingest.photo.exif import read_exif
from ingest.photo.iim import iim_of, read_iim
from ingest.photo.metadata_fields import Fields, SourceValue
from ingest.photo.metadata_text import clean_metadata_text, decode_metadata_text
from ingest.photo.multipage_tiff import count_pages
from ingest.photo.reconciliation import reconcile_metadata
from ingest.photo.web_blocks import FILE_ENDS, Blocks
from ingest.photo.xmp import read_xmp
from ingest.readers.base.source import VERSION, Source

MINIATURE = 32  # pixels a side
_HASH_SOURCE = 64  # pixels a side from which the hash is computed


def looks_of(small: Image.Image) -> tuple[str, str]:
    """Return the candidate for `difference_hash`, and the description's `miniature`, of an upright picture of about 400
    pixels.

    The first is the 64-bit difference hash as 16 hexadecimal digits: each bit says whether a cell of a 9 x 8 grid is
    brighter than its right neighbour, row by row. It is used to find a picture. The second is the whole picture as 32 x
    32 grey pixels, row by row, in base64; it, and crops of it, are used to check the find. It is empty for smaller
    pictures. Raises what Pillow raises if the picture cannot be decoded.
    """
    grey = small if small.mode == "L" else small.convert("L")
    cells = _squeezed(_squeezed(grey, _HASH_SOURCE, _HASH_SOURCE), 9, 8).tobytes()
    bits = "".join("1" if cells[i] > cells[i + 1] else "0" for row in range(8) for i in range(row * 9, row * 9 + 8))
    whole = f"{int(bits, 2):016x}"
    if min(small.size) < MINIATURE:
        return whole, ""
    return whole, base64.b64encode(_squeezed(grey, MINIATURE, MINIATURE).tobytes()).decode("ascii")


def _squeezed(picture: Image.Image, width: int, height: int) -> Image.Image:
    return picture.resize((width, height), Image.Resampling.BOX)


@contextmanager
def opened(file: BinaryIO) -> Iterator[tuple[Image.Image | None, str | Message | None]]:
    """Yield the opened but not yet decoded picture, or None and why, as returned by `why_not_shown`.

    Only the first frame is read: an MPO file is a camera's JPEG followed by more pictures.
    """
    try:
        picture = open_picture(file, lenient=missing(file) > 0)
    except Exception as error:
        yield None, why_not_shown(file, error)
    else:
        yield picture, None


def why_not_shown(file: BinaryIO, error: BaseException) -> str | Message:
    """Return why a picture was not opened or decoded: a message if the file is intact (it is too large, or its
    compression is unknown here), else half a sentence."""
    if isinstance(error, TooLarge):
        return Message("picture-pixels", most=MOST_PIXELS)
    if codec := missing_codec(file, str(error.__cause__ or error)):
        return Message("picture-codec-missing", codec=codec)
    unknown = isinstance(error.__cause__, UnidentifiedImageError)
    return Message("data-incomplete") if unknown else in_words(error)


def oversize(size: tuple[int, int] | None) -> Message | None:
    """Return why a picture whose header has this size is not opened: Pillow's limit against bombs."""
    if size and size[0] * size[1] > 2 * MOST_PIXELS:
        return Message("picture-too-large", width=size[0], height=size[1], most=2 * MOST_PIXELS)
    return None


READER = "photo"
_THUMBNAIL_SIZE = 400
# Problems of pictures in intact files are whole messages; all others are half sentences.
_OF_SOUND_FILES = ("picture-too-large", "picture-pixels", "picture-codec-missing")


def read_photo(source: Source) -> Description:
    """Return all metadata of one picture file under the keys of `keys.KEYS`, with its look and a thumbnail.

    Damage, more pixels than are safe to open, or an unknown compression are noted, and the rest is kept. Raise
    Unreadable if it is damaged and has neither a picture nor metadata; a camera raw file is kept even then, and a JPEG
    2000 with a size.
    """
    with source.path.open("rb") as file:
        description = read_metadata(file, source)
        if source.media_type == TIFF and not source.unseen and (pages := count_pages(file)) > 1:
            description.pages = [""] * pages  # without words, until they are read like a scan's
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
        description.notes.append(Message("no-thumbnail", why=in_words(error)))
    return description


def read_metadata(file: BinaryIO, source: Source) -> Description:
    """Return the description of a picture file without reading its pixels. Raise as `read_photo` does."""
    description = Description(source.media_type, READER, VERSION)
    description.offer("kind", "photo", "rule:image")
    blocks, known = walk(file)
    problem = blocks.problem if source.unseen else _opened(file, blocks, known)
    sources, newer = _sources(file, blocks, known, description)
    sound = known == RAW or (known == "JPEG2000" and blocks.size is not None)  # the decoder may not support them
    if problem is not None and not has_code(problem, *_OF_SOUND_FILES) and not sound and blocks.empty and not sources:
        raise Unreadable(join_messages([Message("picture-unreadable", why=problem), Message("save-picture")]))
    if problem:
        _note_problem(problem, description)
    reconcile_metadata(sources, description, newer)
    add_content_credentials(file, source.media_type, description)
    if blocks.size:
        description.offer("width", blocks.size[0], "codec")
        description.offer("height", blocks.size[1], "codec")
    add_photo_title(description, source.filename)
    add_photo_embargo(description)
    add_block_embargoes(sources, blocks, description)
    return description


def metadata_words(source: Source) -> Iterator[NamedWords]:
    """Yield the values of the metadata of a picture that becomes no record."""
    try:
        with source.path.open("rb") as file:
            description = read_metadata(file, source)
    except Unreadable:
        return
    for key, offers in description.origins.items():
        for offer in offers:
            values = offer.value if isinstance(offer.value, list) else [offer.value]
            yield from ((key, value) for value in values if isinstance(value, str))
            if key == "embargo":
                yield key, str(offer.value.get("words") or "embargo")


def _note_problem(problem: str | Message, description: Description) -> None:
    if has_code(problem, *_OF_SOUND_FILES):
        description.notes.append(problem)
    elif problem == FILE_ENDS:
        kept = Message("description-kept")
        description.notes.append(join_messages([Message("picture-truncated", why=problem), kept]))
    else:
        description.notes.append(Message("picture-not-shown", why=problem))


def _opened(file: BinaryIO, blocks: Blocks, known: str) -> str | Message | None:
    """Complete the blocks with the decoder's data; return why it does not open the file: half a sentence, or a message
    if the file is intact. For raw files and Photoshop documents, something other than the picture itself may be shown,
    so it is not called."""
    if known in (RAW, "PSD"):
        return blocks.problem
    if large := oversize(blocks.size):
        return large
    with opened(file) as (picture, problem):
        if picture is None:
            return problem if has_code(problem or "", *_OF_SOUND_FILES) else blocks.problem or problem
        if not known:
            found = blocks_of(picture)
            blocks.exif, blocks.xmp, blocks.size = found.exif, found.xmp, found.size
        elif known not in ("HEIF", "TIFF") or blocks.size is None:  # decoders return the rotated size
            blocks.size = picture.size
    return None


def _sources(file: BinaryIO, blocks: Blocks, known: str, description: Description) -> tuple[list[Fields], bool]:
    """Return the sources in order of trust (a sidecar would come first), and whether IIM is newer than XMP."""
    in_file = known == "TIFF" or (known == RAW and not blocks.exif)
    block = as_tiff(file) if in_file else io.BytesIO(blocks.exif)
    exif = read_exif(block)
    if blocks.exif and exif.holds_blocks:  # some keep XMP and IIM in TIFF's tags for them, inside EXIF
        inner = walk_tiff(block)
        blocks.xmp, blocks.iim = inner.xmp + blocks.xmp, blocks.iim + inner.iim
        blocks.resources = blocks.resources or inner.resources
    if exif.problem:
        description.notes.append(Message("exif-incomplete", why=exif.problem))
    streams, newer = iim_of(blocks.resources, blocks.iim)
    sources = [read_xmp(packet) for packet in [*dict.fromkeys(reversed(blocks.xmp)), *blocks.extended]]
    sources += [read_iim([*streams, *blocks.iim]), exif.fields]
    sources += [read_exif(io.BytesIO(more)).fields for more in blocks.more_exif]
    sources.append(Fields("crw", {name: [SourceValue(value)] for name, value in blocks.crw.items()}))
    sources.append(_png(blocks.texts))
    form = {"GIF": "gif", "JPEG2000": "jpeg2000"}.get(known, "jpeg")
    sources.append(Fields("jpeg", {"comment": _said(blocks.comments)}, format=form))
    return [one for one in sources if any(one.fields.values()) or one.numbers], newer


def _said(comments: Sequence[bytes]) -> list[SourceValue]:
    texts = [clean_metadata_text(decode_metadata_text(comment)) for comment in comments]
    return [SourceValue(text) for text in dict.fromkeys(texts) if text]


def _png(texts: Sequence[tuple[str, str]]) -> Fields:
    fields: dict[str, list[SourceValue]] = {}
    for name, text in texts:
        value = clean_metadata_text(text)
        if value:
            fields.setdefault(name.title(), []).append(SourceValue(value))  # keywords occur in any case
    return Fields("png", fields)


def _look(shown: SmallPicture, description: Description) -> None:
    """Add its look; a picture that is incomplete, or only a small copy, gets a note."""
    whole, description.miniature = looks_of(shown.image)
    description.offer("difference_hash", whole, "codec")
    description.notes = [note for note in description.notes if not note.startswith("the picture ")]  # it can be shown
    if not shown.problem:
        return
    if shown.truncated:
        truncated = Message("picture-truncated", why=shown.problem)
        description.notes.append(join_messages([truncated, Message("rest-shown")]))
    elif shown.preview:
        description.notes.append(Message("picture-small-copy", why=shown.problem))
    else:
        damaged = Message("picture-damaged", why=shown.problem)
        description.notes.append(join_messages([damaged, Message("rest-shown")]))
