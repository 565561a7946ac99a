"""Describe sound and film by their tags. Nothing is decoded."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from tinytag import TinyTag
from tinytag.tinytag import TinyTagException

from archive.messages import Message
from archive.record import Description, Kind
from archive.text.charset import clean_text
from ingest.extract import metadata_values
from ingest.extract.embargo.unread_words import NamedWords
from ingest.readers import media_words
from ingest.readers.base import news_values
from ingest.readers.base.source import VERSION, Source

NAME = "media"
ERRORS = (TinyTagException, struct.error, OSError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError)
ERRORS_OF_SIZE = (MemoryError, RecursionError)
RELEASED = "release date"  # what the day in a tag is called where it is to come
LONGEST = 20_000  # characters of a comment


def read_source(source: Source) -> Description:
    """Return title, people, year and comment from its tags with origin `tag:<name>`, and its duration."""
    description = Description(source.media_type, NAME, VERSION)
    description.offer("kind", Kind.DOCUMENT.value, "rule:media")
    try:
        tags = _tags(source)
    except (*ERRORS, *ERRORS_OF_SIZE):
        description.notes.append(Message("tags-unread"))
        return description
    description.offer("title", _line(tags.title), "tag:title", 0.9)
    for key, value in (("artist", tags.artist), ("composer", tags.composer)):
        description.offer("creator", news_values.people(_line(value)), f"tag:{key}")
    news_values.add_issue_date(_line(tags.year), "tag:year", 0.5, description)
    description.offer("keywords", metadata_values.words(_line(tags.genre)), "tag:genre")
    described = [_line(tags.title), _line(tags.artist), _line(tags.album), clean_text(tags.comment or "")[:LONGEST]]
    description.text = news_values.joined(dict.fromkeys(described))
    minutes, seconds = divmod(round(min(tags.duration or 0, 10**7)), 60)
    played = f"{minutes}:{seconds:02}" if tags.duration else "?"
    description.notes.append(Message("tags-only", length=played))
    return description


def unread_words(source: Source) -> Iterator[NamedWords]:
    """Yield all tags with their names, also those that no field takes, and the words in all else that is not played."""
    try:
        tags = _tags(source).as_dict()
    except (*ERRORS, *ERRORS_OF_SIZE):
        tags = {}
    for name, values in tags.items():
        for value in values if isinstance(values, list) else [values]:
            if isinstance(value, str):
                yield (RELEASED if name in ("year", "tdrl") else name), clean_text(value)
    yield from media_words.unread_words(source)


def _tags(source: Source) -> TinyTag:
    with source.path.open("rb") as file:
        return TinyTag.get(filename=None, file_obj=file, image=False)


def _line(value: object) -> str:
    return metadata_values.one_line(value or "", 1000)
