"""Read NITF, the IPTC's markup of single articles (versions 2 and 3, with or without a namespace)."""

from __future__ import annotations

import re
from html import escape
from typing import Any

from lxml import etree

from archive import subject_codes
from archive.errors import Unreadable
from archive.messages import Message
from archive.record import Description
from ingest.extract import metadata_values
from ingest.readers.base import news_values
from ingest.readers.base.source import VERSION, Source
from ingest.readers.news import xml_input
from ingest.readers.news.xml_input import found, words
from ingest.readers.text.plain_text import cut
from ingest.readers.web.html import extract_fragment_text

NAME = "nitf"

# NITF elements as equivalent HTML; others keep their name
HTML = {"hl1": "h1", "hl2": "h2", "bq": "blockquote", "block": "div", "note": "div", "nitf-table": "div", "fn": "div",
        "abstract": "div", "tagline": "p"}  # fmt: skip


VOID = ("br", "hr", "img")
_TAGGED = re.compile(r"<(?:p|div|br|h[1-6]|span|table|ul)[\s/>]", re.I)


def read_source(source: Source) -> Description:
    """Return the article's body with its pictures in place, and the metadata in head and body.head, with origin
    `nitf:<element>`. Raise Unreadable if it is not well-formed XML or declares entities."""
    description = Description(source.media_type, NAME, VERSION)
    root = xml_input.parse(source)
    article = root if xml_input.name(root) == "nitf" else next((e for e in root.iter("{*}nitf")), None)
    if article is None:
        raise Unreadable(Message("no-nitf", file=source.filename))
    language = root.get("{http://www.w3.org/XML/1998/namespace}lang") or article.get("lang") or ""
    description.offer("language", metadata_values.language(language), "nitf:xml:lang", 0.9)
    holds = news_values.NewsRestrictions(description)
    add_nitf_metadata(article, description, holds)
    holds.offer()
    description.text = cut(body_text(article, description), description)
    if not description.text.strip():
        description.notes.append(Message("empty-body"))
    return description


def add_nitf_metadata(article: Any, description: Description, holds: news_values.NewsRestrictions) -> None:
    """Add an article's metadata outside its body."""
    _offer_head(article, description)
    _offer_docdata(article, description, holds)


def body_text(article: Any, description: Description) -> str:
    """Return the words of the body, blocks as paragraphs, each picture as a block of its file name and caption."""
    language = str(description.values.get("language") or "") or None
    abstract = [words(e) for e in found(article, "body", "body.head", "abstract")]
    parts = [
        extract_fragment_text(as_html(content, language), description)
        for content in found(article, "body", "body.content")
    ]
    text = news_values.joined(parts)
    return news_values.joined([a for a in abstract if a and a not in " ".join(text.split())] + [text])


def _offer_head(article: Any, description: Description) -> None:
    for path in (("body", "body.head", "hedline", "hl1"), ("body", "body.head", "headline", "hl1"), ("head", "title")):
        for element in found(article, *path)[:1]:
            description.offer("title", metadata_values.one_line(words(element)), f"nitf:{path[-1]}", 1.0)
    for byline in found(article, "body", "body.head", "byline"):
        named = [words(person) for person in found(byline, "person")] or news_values.people(words(byline))
        description.offer("creator", metadata_values.words(named), "nitf:byline")
    for dateline in found(article, "body", "body.head", "dateline"):
        places = [words(place) for place in found(dateline, "location")] or [
            metadata_values.one_line(dateline.text or "", 100)
        ]
        description.offer("places", metadata_values.words(places, "\n"), "nitf:dateline")
    for distributor in found(article, "body", "body.head", "distributor"):
        description.offer("source", metadata_values.one_line(words(distributor), 300), "nitf:distributor")
    for rights in found(article, "body", "body.head", "rights"):
        description.offer("usage_terms", metadata_values.one_line(words(rights), 4000), "nitf:rights")


def _offer_docdata(article: Any, description: Description, holds: news_values.NewsRestrictions) -> None:
    for docdata in found(article, "head", "docdata"):
        for issued in found(docdata, "date.issue"):
            news_values.add_issue_date(issued.get("norm"), "nitf:date.issue", 0.95, description)
        for released in found(docdata, "date.release"):
            holds.until(released.get("norm"), "nitf:date.release")
        holds.status(docdata.get("management-status") or "", "nitf:management-status")
        for message in found(docdata, "ed-msg"):
            holds.note(message.get("info"), "nitf:ed-msg")
        for urgency in found(docdata, "urgency"):
            description.offer("urgency", metadata_values.one_line(urgency.get("ed-urg") or "", 10), "nitf:urgency")
        for identifier in found(docdata, "doc-id"):
            description.offer("identifiers", metadata_values.words([identifier.get("id-string") or ""]), "nitf:doc-id")
        for owned in found(docdata, "doc.copyright"):
            said = " ".join(filter(None, (owned.get("year"), owned.get("holder"))))
            description.offer("copyright", metadata_values.one_line(said, 300), "nitf:doc.copyright")
        keys = [key.get("key") or "" for key in found(docdata, "key-list", "keyword")]
        description.offer("keywords", metadata_values.words(keys), "nitf:key-list")
        for kind, key in (("person", "persons"), ("org", "organisations"), ("location", "places")):
            named = [words(e) for e in found(docdata, "identified-content", kind)]
            description.offer(key, metadata_values.words(named), "nitf:identified-content")
    coded = [_coded(element) for element in found(article, "head", "tobject", "tobject.subject")]
    description.offer(subject_codes.KEY, [one for one in coded if one][: subject_codes.MOST], "nitf:tobject.subject")
    for published in found(article, "head", "pubdata"):
        news_values.add_issue_date(published.get("date.publication"), "nitf:pubdata", 0.9, description)
        description.offer("source", metadata_values.one_line(published.get("name") or "", 300), "nitf:pubdata")
    for line in found(article, "body", "body.head", "dateline", "story.date"):
        news_values.add_issue_date(line.get("norm"), "nitf:story.date", 0.9, description)


def _coded(element: Any) -> dict[str, str] | None:
    """Return a subject by its number, with its most specific name."""
    parts = (element.get(f"tobject.subject.{part}") for part in ("detail", "matter", "type"))
    name = metadata_values.one_line(next(filter(None, parts), ""), 300)
    return subject_codes.numbered_subject(element.get("tobject.subject.refnum", "")[:200], name)


def as_html(content: Any, language: str | None) -> str:
    """Return the content of an element, NITF or XHTML in any namespace, as HTML: with HTML's element names, media as
    figures, without a page head. Never recursive. Words containing tags, as some agencies put a page into CDATA, are
    HTML already."""
    if not len(content) and _TAGGED.search(content.text or ""):
        return f"<div>{content.text}</div>"
    parts: list[str] = []
    inside = 0  # media, whose words are in the figure, and heads around the present element
    for event, element in etree.iterwalk(content, events=("start", "end")):
        tag = xml_input.name(element)
        if tag in ("media", "head"):
            inside += 1 if event == "start" else -1
            if event == "start" and inside == 1 and tag == "media":
                parts.append(_figure(element, language))
            elif not inside:
                parts.append(escape(element.tail or ""))
        elif inside:
            continue
        elif event == "start":
            tag = "div" if element is content else HTML.get(tag, tag)
            shown = [f' {key}="{escape(element.get(key))}"' for key in ("src", "alt") if element.get(key)]
            parts.append(f"<{tag}{''.join(shown)}>{escape(element.text or '')}")
        elif element is not content:
            closed = "" if tag in VOID else f"</{HTML.get(tag, tag)}>"
            parts.append(closed + escape(element.tail or ""))
    return "".join(parts) + "</div>"


def _figure(media: Any, language: str | None) -> str:
    """Return a figure with the largest named picture, and caption and producer as its caption; only the words if there
    is no picture."""
    references = found(media, "media-reference")
    references.sort(key=lambda e: -int(e.get("width")) if str(e.get("width") or "").isdecimal() else 0)
    addresses = [e.get(key) for e in references for key in ("source", "name", "alternate-text")]
    captions = [words(e) for e in found(media, "media-caption")]
    credit = next((words(e) for e in found(media, "media-producer")), "")
    said = news_values.caption(" ".join(captions), credit, language)
    filename = news_values.picture_name(*addresses)
    if filename is None:
        return f"<p>{escape(said)}</p>"
    return f'<figure><img src="{escape(filename.replace("%", "%25"))}"><figcaption>{escape(said)}</figcaption></figure>'
