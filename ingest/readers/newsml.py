"""Reads NewsML-G2: news items, packages, and messages that carry several items."""

from __future__ import annotations

from base64 import b64decode
from typing import Any

from lxml import etree

from archive.errors import Unreadable
from archive.record import Description
from ingest.readers import fields, news_values, newsml_meta, nitf, xml_input
from ingest.readers.charset import clean, decode
from ingest.readers.html import fragment
from ingest.readers.members import Shelf
from ingest.readers.source import Source
from ingest.readers.text import cut
from ingest.readers.xml_input import found, words

NAME, VERSION = "newsml", 3
ITEMS = ("newsItem", "packageItem")


def read(source: Source) -> Description:
    """The content of one item as text, with origin `newsml:<element>` for what its metadata say. A message with several
    items gives each as a member, an XML file of its own; a package is the list of its headlines. Raises Unreadable for
    what is no well-formed XML or declares entities."""
    description = Description(source.media_type, NAME, VERSION)
    root = xml_input.parse(source)
    items = [root] if xml_input.name(root) in ITEMS else list(root.iter("{*}newsItem", "{*}packageItem"))
    if not items:
        raise Unreadable(f"{source.filename} has no news item in it: export it again")
    if len(items) > 1:
        _several(items, description, Shelf(description, source.folder))
        return description
    _one(items[0], description)
    if not description.text.strip():
        description.notes.append("no words in it: its agency sent no text")
    return description


def _several(items: list[Any], description: Description, shelf: Shelf) -> None:
    """Each item as a file; what holds a package back holds all that came with it."""
    holds = news_values.Holds(description)
    for item in items:
        if xml_input.name(item) == "packageItem":
            newsml_meta.offer(item, description, holds)
    holds.offer()
    written = ((item.get("guid") or "", _alone(item), ".xml") for item in items)
    news_values.several(description, shelf, written)


def _alone(item: Any) -> bytes:
    """An item as a file of its own."""
    return bytes(etree.tostring(item, encoding="utf-8", xml_declaration=True, with_tail=False))


def _one(item: Any, description: Description) -> None:
    holds = news_values.Holds(description)
    newsml_meta.offer(item, description, holds)
    language = str(description.values.get("language") or "") or None
    texts, pictures = [], []
    for part in found(item, "contentSet", "inlineXML"):
        texts.append(_inline(part, description, holds))
    for part in found(item, "contentSet", "inlineData"):
        texts.append(_data(part, description))
    if picture := _remote(item, language):
        pictures.append(picture)
    for reference in found(item, "groupSet", "group", "itemRef"):
        said = [words(e) for e in (*found(reference, "headline"), *found(reference, "title"))]
        texts.append(fields.one_line(" ".join(said[:1])))
    holds.offer()
    described = [] if any(texts) or pictures else [words(e) for e in found(item, "contentMeta", "description")]
    description.text = cut(news_values.joined([*texts, *described, *pictures]), description)


def _inline(part: Any, description: Description, holds: news_values.Holds) -> str:
    """The words of inline NITF or XHTML, and what NITF says of itself behind what the item says."""
    for article in part.iter("{*}nitf"):
        nitf.offer_values(article, description, holds)
        return nitf.body_text(article, description)
    return fragment(nitf.as_html(part, str(description.values.get("language") or "") or None), description)


def _data(part: Any, description: Description) -> str:
    """Inline text; of what is encoded only that in base64 which says that it is text."""
    said, kind = "".join(part.itertext()), part.get("contenttype") or ""
    if encoding := part.get("encoding"):
        if not (encoding.endswith("base64") and kind.startswith("text/")):
            description.notes.append("data inside it is encoded and was not read: the original has it")
            return ""
        try:
            said = decode(b64decode("".join(said.split()), validate=True)).text
        except ValueError:
            description.notes.append("data inside it is encoded and damaged: ask its agency for it again")
            return ""
    return fragment(said, description) if "html" in kind else clean(said).strip()


def _remote(item: Any, language: str | None) -> str | None:
    """The block for the picture that the item is: the largest of its renditions that has a file name."""
    remote = found(item, "contentSet", "remoteContent")
    remote.sort(key=lambda e: -int(e.get("width")) if str(e.get("width") or "").isdecimal() else 0)
    addresses = [e.get(key) for e in remote for key in ("href", "residref")]
    filenames = [words(name) for e in remote for name in found(e, "altId")]
    filename = news_values.picture_name(*addresses, *filenames)
    if filename is None:
        return None
    captions = [e for e in found(item, "contentMeta", "description") if "caption" in (e.get("role") or "")]
    captions = captions or found(item, "contentMeta", "description")
    own = [e for e in captions if fields.language(newsml_meta.language_of(e) or "") in (language, None)] or captions
    credited = [*found(item, "contentMeta", "creditline"), *found(item, "contentMeta", "by")]
    credit = next((words(e) for e in credited if words(e)), "")
    return news_values.block(filename, news_values.caption(words(own[0]) if own else "", credit, language))
