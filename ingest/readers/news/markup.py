"""Read XML of any kind: DocBook and the like with title, authors and day, else all words, one paragraph per element.
For AbiWord documents, the words of their sections."""

from __future__ import annotations

from typing import Any

from lxml import etree

from archive.record import Description
from ingest.extract import metadata_values
from ingest.readers.base import news_values
from ingest.readers.base.source import VERSION, Source
from ingest.readers.news import xml_input
from ingest.readers.news.xml_input import found, name, words
from ingest.readers.text.plain_text import cut

NAME = "xml"
INFO = ("info", "articleinfo", "bookinfo", "teiHeader", "front", "metadata", "head", "header")  # DocBook, TEI, JATS
TITLES = ("title", "article-title", "headline", "judul")
AUTHORS = ("author", "creator", "byline")
DATES = ("pubdate", "date", "published", "issued", "created")
_ABIWORD, _SECTION, _ENTRY = "abiword", "section", "m"  # an entry of its metadata has a key, such as dc.title
PARTS_OF_NAME = ("firstname", "othername", "surname", "forename", "given-names", "personname")


def read_source(source: Source) -> Description:
    """Return the text of each element with its own words as a paragraph, with origin `xml:<element>` for title,
    authors, day and language. What cannot be read is described without its text, with a note why."""
    description = Description(source.media_type, NAME, VERSION)
    root = xml_input.parse_or_note(source, description)
    if root is None:
        return description
    tag = root.get("{http://www.w3.org/XML/1998/namespace}lang") or root.get("lang") or ""
    description.offer("language", metadata_values.language(tag), "xml:lang", 0.8)
    heads = [element for key in INFO for element in found(root, key)]
    for head in (*heads, root):
        _offer(head, description)
    _offer_holds(root, heads, description)
    parts = _abiword_sections(root, description) if name(root) == _ABIWORD else [root]
    blocks = [block for part in parts for block in _paragraphs(part)]
    description.text = cut(news_values.joined(blocks), description)
    return description


def _abiword_sections(root: Any, description: Description) -> list[Any]:
    """Return the sections of an AbiWord document, without tracked deletions. Embargoes there and in the metadata
    count."""
    removed = [one for one in root.iter() if one.get("revision", "").rpartition(",")[2].startswith("-")]
    holds = news_values.NewsRestrictions(description)
    holds.told("\n".join(map(words, (*found(root, "metadata", _ENTRY), *removed))), f"xml:{_ENTRY}")
    holds.offer()
    for element in removed:
        element.clear(keep_tail=True)
    return found(root, _SECTION)


def _offer(head: Any, description: Description) -> None:
    """Add the metadata at the head of a text, at most two elements deep."""
    near = [element for child in head for element in (child, *child) if isinstance(element.tag, str)]
    for element in near[:200]:
        key = element.get("key", "").removeprefix("dc.") if name(element) == _ENTRY else name(element)
        if key in TITLES:
            description.offer("title", metadata_values.one_line(words(element)), f"xml:{key}", 0.9)
        elif key in AUTHORS:
            description.offer("creator", news_values.people(_person(element)), f"xml:{key}")
        elif name(element) in DATES:
            news_values.add_issue_date(element.get("when") or words(element), f"xml:{key}", 0.8, description)


def _offer_holds(root: Any, heads: list[Any], description: Description) -> None:
    """Add embargoes in fields, and attributes at the head of a text that say that it is unpublished."""
    holds = news_values.NewsRestrictions(description)
    near = [element for head in (*heads, root) for child in head for element in (child, *child)][:2000]
    for element in (root, *heads, *near):
        if isinstance(element.tag, str):
            holds.field(name(element), "" if len(element) else words(element)[:300], f"xml:{name(element)[:60]}")
            for key, value in element.attrib.items():
                plain = str(key).rpartition("}")[2]
                holds.field(plain, value[:300], f"xml:{plain[:60]}")
    holds.offer()


def _person(element: Any) -> str:
    parts = [words(part) for part in element.iter() if name(part) in PARTS_OF_NAME and not len(part)]
    return " ".join(parts) or words(element)


def _paragraphs(root: Any) -> list[str]:
    """Return the words of each block; inline elements stay in its line."""
    blocks: list[str] = []
    inside = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        mixed = _is_mixed(element)
        if event == "start":
            if mixed and not inside:
                blocks.append(words(element))
            inside += mixed
        else:
            inside -= mixed
    return blocks


def _is_mixed(element: Any) -> bool:
    """Return whether an element itself contains words, before or between its children."""
    return bool((element.text or "").strip()) or any((child.tail or "").strip() for child in element)
