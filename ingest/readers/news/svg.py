"""Read drawings (SVG) by their words: title, description and text. They are not drawn."""

from __future__ import annotations

from archive.record import Description
from ingest.extract import metadata_values
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
    root = xml_input.parse_or_note(source, description)
    if root is None:
        return description
    for key, field in (("title", "title"), ("desc", "caption")):
        for element in found(root, key)[:1]:
            description.offer(field, metadata_values.one_line(words(element), 4000), f"svg:{key}", 0.9)
    lines = [words(element) for element in root.iter("{*}text")]
    holds = news_values.NewsRestrictions(description)  # holds are read only from a picture's values
    holds.told("\n".join((*lines, *map(words, root.iter("{*}title", "{*}desc")), *root.itertext())), "svg:text")
    holds.offer()
    description.text = cut(news_values.joined(lines), description)
    return description
