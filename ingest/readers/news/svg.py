"""Read drawings (SVG) by their words: title, description and text. They are not drawn."""

from __future__ import annotations

from archive.errors import Unreadable
from archive.messages import message_of
from archive.record import Description
from ingest.extract import metadata_values
from ingest.extract.embargo.text_orders import read_embargo
from ingest.readers.base import news_values
from ingest.readers.base.source import VERSION, Source
from ingest.readers.news import xml_input
from ingest.readers.news.xml_input import found, words
from ingest.readers.text.plain_text import cut

NAME = "svg"


def read_source(source: Source) -> Description:
    """Return the words in a drawing as paragraphs, with origin `svg:<element>` for title and caption. What cannot be
    read is described without its text, with a note why."""
    description = Description(source.media_type, NAME, VERSION)
    try:
        root = xml_input.parse(source)
    except Unreadable as error:
        description.notes.append(message_of(error))
        return description
    for key, field in (("title", "title"), ("desc", "caption")):
        for element in found(root, key)[:1]:
            description.offer(field, metadata_values.one_line(words(element), 4000), f"svg:{key}", 0.9)
    lines = [words(element) for element in root.iter("{*}text")]
    told = read_embargo([line for key in ("title", "desc") for line in map(words, found(root, key))] + lines)
    if told is not None:  # what holds a picture back is read from its values alone
        description.offer("embargo", {**told, "origin": "svg:text"}, "svg:text")
    description.text = cut(news_values.joined(lines), description)
    return description
