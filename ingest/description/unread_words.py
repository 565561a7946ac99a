"""Look for embargoes in what a file carries beside the text that its reader takes.

A format whose files have such words gets a line here. They are read again from the file, and kept nowhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module

from archive.record import Description
from ingest.extract.embargo.unread_words import NamedWords, add_unread_embargoes
from ingest.readers.base.members import PACKED
from ingest.readers.base.source import Source
from ingest.readers.registry import reader_for

_MARKUP = ("ingest.readers.base.markup_words", "markup_words")
_JSON = ("ingest.readers.base.markup_words", "json_words")
_MAIL = ("ingest.readers.mail.unread_words", "unread_words")
# By reader the module and function that gives these words; loaded with the first file, as readers are.
SOURCES: dict[str, tuple[str, str]] = {
    **dict.fromkeys(
        ("docx", "pptx", "table", "odt", "odp", "epub", "html", "svg", "xml", "newsml", "nitf", "feed"), _MARKUP
    ),
    **dict.fromkeys(("ninjs", "article"), _JSON),
    **dict.fromkeys(("mail", "mhtml"), _MAIL),
    "pdf": ("ingest.readers.pdf.unread_words", "unread_words"),
    "rtf": ("ingest.readers.office.rtf_unread_words", "unread_words"),
    "markdown": ("ingest.readers.text.markdown", "unread_words"),
    "media": ("ingest.readers.media_tags", "unread_words"),
    "zip": ("ingest.readers.containers.zip_archive", "unread_words"),
}


def read_unread_words(description: Description, source: Source) -> None:
    """Put on offer the embargoes in words that the reader of a file left out. A file that was taken apart into items
    has none of its own, for each of them is read."""
    reader = reader_for(source.media_type).name
    if reader not in SOURCES or (description.reader in PACKED and description.reader != reader):
        return
    module, does = SOURCES[reader]
    words: Callable[[Source], Iterator[NamedWords]] = getattr(import_module(module), does)
    add_unread_embargoes(words(source), description)
