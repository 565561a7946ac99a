"""Read NewsML-G2: news items, packages, and messages with several items.

An item gives rights, management and content metadata, each with its origin.
"""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Mapping
from typing import Any

from lxml import etree

from archive import subject_codes
from archive.errors import Unreadable
from archive.messages import Message
from archive.record import Description
from archive.text.charset import clean_text, decode_text
from ingest.extract import metadata_values
from ingest.extract.embargo.matcher import is_held_status
from ingest.extract.embargo.unread_words import add_unread_embargoes
from ingest.readers.base import news_values
from ingest.readers.base.markup_words import of_markup
from ingest.readers.base.members import MemberShelf
from ingest.readers.base.source import VERSION, Source
from ingest.readers.news import nitf, xml_input
from ingest.readers.news.xml_input import found, words
from ingest.readers.text.plain_text import cut
from ingest.readers.web.html import extract_fragment_text

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def offer(item: Any, description: Description, holds: news_values.NewsRestrictions) -> None:
    """Add all metadata of the item; restrictions are collected in `holds`."""
    told = [e.get("tag") for e in found(item, "contentMeta", "language")]
    description.offer("language", metadata_values.language(next(iter(told), None) or ""), "newsml:language", 1.0)
    description.offer("language", metadata_values.language(item.get(_LANG) or ""), "newsml:xml:lang", 0.9)
    _offer_titles(item, description)
    _offer_management(item, description, holds)
    _offer_names(item, description)
    _offer_rights(item, description)


def language_of(element: Any) -> str | None:
    """Return the language tag of an element or its nearest ancestor."""
    while element is not None:
        if tag := element.get(_LANG):
            return str(tag)
        element = element.getparent()
    return None


def named(element: Any) -> str:
    """Return the name of a party, place or subject: of its `name`, else its literal, else its own words."""
    own = next((words(e) for e in found(element, "name") if words(e)), "")
    return metadata_values.one_line(own or element.get("literal") or words(element), 300)


def _offer_titles(item: Any, description: Description) -> None:
    """Add the headline in the item's own language; others are other titles."""
    main, others = description.values.get("language"), []
    found_in = [("headline", e) for e in found(item, "contentMeta", "headline")]
    found_in += [("title", e) for e in found(item, "itemMeta", "title")]
    found_in.sort(key=lambda pair: metadata_values.language(language_of(pair[1]) or "") not in (main, None))
    for key, element in found_in:
        code = metadata_values.language(language_of(element) or "")
        text = metadata_values.one_line(words(element))
        if code in (main, None) or not description.values.get("title"):
            description.offer("title", text, f"newsml:{key}", 1.0)
        elif text:
            others.append({"text": text, "language": code, "origin": f"newsml:{key}"})
    description.offer("alternative", others, "newsml:headline")


def _offer_management(item: Any, description: Description, holds: news_values.NewsRestrictions) -> None:
    for path in (("itemMeta", "versionCreated"), ("itemMeta", "firstCreated"), ("contentMeta", "contentCreated")):
        for element in found(item, *path):
            news_values.add_issue_date(words(element), f"newsml:{path[-1]}", 0.9, description)
    for element in found(item, "itemMeta", "embargoed"):
        if said := words(element):
            holds.until(said, "newsml:embargoed")
        else:  # NAR 2.30, DateTimeOrNullPropType: its time is not known yet
            holds.known(None, "embargoed, without an hour", "newsml:embargoed")
    for element in found(item, "itemMeta", "pubStatus"):
        holds.status(element.get("qcode") or element.get("uri", "").replace("/", ":"), "newsml:pubStatus")
    for element in found(item, "itemMeta", "signal"):  # IPTC newscodes signal: `sig:embargo`, or a private scheme
        said = (element.get("qcode") or element.get("uri") or "").replace("/", ":").rpartition(":")[2]
        if is_held_status(said):
            holds.known(None, said, "newsml:signal")
    for element in found(item, "itemMeta", "edNote"):
        holds.note(words(element), "newsml:edNote")
    for element in found(item, "contentMeta", "urgency"):
        description.offer("urgency", metadata_values.one_line(words(element), 10), "newsml:urgency")
    address = metadata_values.web_address(item.get("guid") or "")
    description.offer("source_url", address, "newsml:guid")
    if not address and item.get("guid"):
        description.offer("identifiers", [metadata_values.one_line(item.get("guid"), 200)], "newsml:guid")


def _offer_names(item: Any, description: Description) -> None:
    for key in ("by", "creator"):
        said = [named(e) for e in found(item, "contentMeta", key)]
        description.offer(
            "creator", metadata_values.words([n for one in said for n in news_values.people(one)]), f"newsml:{key}"
        )
    for path in (("contentMeta", "infoSource"), ("itemMeta", "provider")):
        description.offer(
            "source", next((n for e in found(item, *path) if (n := named(e))), None), f"newsml:{path[-1]}"
        )
    places = [named(e) for e in found(item, "contentMeta", "located")]
    description.offer("places", metadata_values.words(places, "\n"), "newsml:located")
    _offer_subjects(item, description)


def _offer_subjects(item: Any, description: Description) -> None:
    """Add subjects by type: people, bodies and places go to their own fields, the rest are keywords."""
    kinds: dict[str, list[str]] = {"persons": [], "organisations": [], "keywords": []}
    coded: list[dict[str, str]] = []
    schemes, asserted = _schemes(item), _asserted_names(item)
    for element in found(item, "contentMeta", "subject"):
        kind = (element.get("type") or element.get("typeuri") or "").rpartition(":")[2]
        key = {"person": "persons", "organisation": "organisations"}.get(kind, "keywords")
        kinds[key].append(named(element))
        if key == "keywords" and len(coded) < subject_codes.MOST:
            coded += _coded(element, asserted, schemes)
    for key, names in kinds.items():
        description.offer(key, metadata_values.words(names), "newsml:subject")
    description.offer(subject_codes.KEY, coded, "newsml:subject")
    said = [words(e) for e in found(item, "contentMeta", "keyword")]
    description.offer("keywords", metadata_values.words(said), "newsml:keyword")


def _schemes(item: Any) -> dict[str, str]:
    """Return the schemes of codes by alias: those declared in the item, else those of the IPTC."""
    declared = {e.get("alias"): e.get("uri") for e in found(item, "catalog", "scheme")}
    return {**subject_codes.ALIASES, **{alias: uri for alias, uri in declared.items() if alias and uri}}


def _asserted_names(item: Any) -> dict[str, str]:
    """Return the names that `assert` elements assign to codes: an item may name its subjects only there."""
    said = ((e.get("qcode"), next((words(n) for n in found(e, "name") if words(n)), "")) for e in found(item, "assert"))
    return {code: name for code, name in said if code and name}


def _coded(element: Any, asserted: Mapping[str, str], schemes: Mapping[str, str]) -> list[dict[str, str]]:
    """Return a subject with its code, and its codes in other schemes (`sameAs`)."""
    own = next((words(e) for e in found(element, "name") if words(e)), "") or asserted.get(element.get("qcode"), "")
    said = [
        subject_codes.subject(
            metadata_values.one_line(own, 300),
            metadata_values.one_line(one.get("qcode") or "", 200),
            uri=metadata_values.web_address(one.get("uri") or "") or "",
            aliases=schemes,
        )
        for one in (element, *found(element, "sameAs")[:10])
    ]
    return [one for one in said if one]


def _offer_rights(item: Any, description: Description) -> None:
    for rights in found(item, "rightsInfo"):
        for key, name in (
            ("copyrightNotice", "copyright"),
            ("copyrightHolder", "copyright"),
            ("usageTerms", "usage_terms"),
        ):
            for element in found(rights, key):
                description.offer(name, metadata_values.one_line(named(element), 4000), f"newsml:{key}")


NAME = "newsml"
ITEMS = ("newsItem", "packageItem")


def read_source(source: Source) -> Description:
    """Return the content of one item as text, with origin `newsml:<element>` for its metadata. Several items in a
    message become members, separate XML files; a package is the list of its headlines. Raise Unreadable if it is not
    well-formed XML or declares entities."""
    description = Description(source.media_type, NAME, VERSION)
    root = xml_input.parse(source)
    items = _items(root)
    if not items:
        raise Unreadable(Message("no-news-item", file=source.filename))
    if len(items) > 1:
        _several(source, items, description)
        return description
    _one(items[0], description)
    if not description.text.strip():
        description.notes.append(Message("news-without-text"))
    return description


def _items(root: Any) -> list[Any]:
    return [root] if xml_input.name(root) in ITEMS else list(root.iter("{*}newsItem", "{*}packageItem"))


def _several(source: Source, items: list[Any], description: Description) -> None:
    """Return each item as a file; the restrictions of a package, and of the message, apply to everything in it."""
    around = xml_input.take_remarks(source, items, _items)
    holds = news_values.NewsRestrictions(description)
    for item in items:
        if xml_input.name(item) == "packageItem":
            offer(item, description, holds)
    holds.offer()
    written = ((item.get("guid") or "", _as_own_file(item), ".xml") for item in items)
    news_values.several(description, MemberShelf(description, source.folder), written)
    add_unread_embargoes(of_markup(around), description)


def _as_own_file(item: Any) -> bytes:
    return bytes(etree.tostring(item, encoding="utf-8", xml_declaration=True, with_tail=False))


def _one(item: Any, description: Description) -> None:
    holds = news_values.NewsRestrictions(description)
    offer(item, description, holds)
    language = str(description.values.get("language") or "") or None
    pictures = []
    texts = [_inline(part, description, holds) for part in found(item, "contentSet", "inlineXML")]
    texts += [_data(part, description) for part in found(item, "contentSet", "inlineData")]
    if picture := _remote(item, language):
        pictures.append(picture)
    for reference in found(item, "groupSet", "group", "itemRef"):
        said = [words(e) for e in (*found(reference, "headline"), *found(reference, "title"))]
        texts.append(metadata_values.one_line(" ".join(said[:1])))
    holds.offer()
    described = [] if any(texts) or pictures else [words(e) for e in found(item, "contentMeta", "description")]
    description.text = cut(news_values.joined([*texts, *described, *pictures]), description)


def _inline(part: Any, description: Description, holds: news_values.NewsRestrictions) -> str:
    """Return the words of inline NITF or XHTML, with NITF's own metadata after the item's."""
    for article in part.iter("{*}nitf"):
        nitf.add_nitf_metadata(article, description, holds)
        return nitf.body_text(article, description)
    return extract_fragment_text(nitf.as_html(part, str(description.values.get("language") or "") or None), description)


def _data(part: Any, description: Description) -> str:
    """Return inline text; of encoded data only base64 declared as text."""
    said, kind = "".join(part.itertext()), part.get("contenttype") or ""
    if encoding := part.get("encoding"):
        if not (encoding.endswith("base64") and kind.startswith("text/")):
            description.notes.append(Message("data-not-read"))
            return ""
        try:
            said = decode_text(b64decode("".join(said.split()), validate=True)).text
        except ValueError:
            description.notes.append(Message("data-damaged"))
            return ""
    return extract_fragment_text(said, description) if "html" in kind else clean_text(said).strip()


def _remote(item: Any, language: str | None) -> str | None:
    """Return the block for the picture that the item is: its largest rendition with a file name."""
    remote = found(item, "contentSet", "remoteContent")
    remote.sort(key=lambda e: -int(e.get("width")) if str(e.get("width") or "").isdecimal() else 0)
    addresses = [e.get(key) for e in remote for key in ("href", "residref")]
    filenames = [words(name) for e in remote for name in found(e, "altId")]
    filename = news_values.picture_name(*addresses, *filenames)
    if filename is None:
        return None
    captions = [e for e in found(item, "contentMeta", "description") if "caption" in (e.get("role") or "")]
    captions = captions or found(item, "contentMeta", "description")
    own = [e for e in captions if metadata_values.language(language_of(e) or "") in (language, None)] or captions
    credited = [*found(item, "contentMeta", "creditline"), *found(item, "contentMeta", "by")]
    credit = next((words(e) for e in credited if words(e)), "")
    return news_values.block(filename, news_values.caption(words(own[0]) if own else "", credit, language))
