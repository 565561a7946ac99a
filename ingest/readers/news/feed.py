"""Read feeds: RSS 0.9 to 2.0, RSS 1.0 (RDF), Atom (RFC 4287) and WordPress exports (WXR). Each item is a record."""

from __future__ import annotations

import re
from copy import deepcopy
from email.utils import parseaddr
from typing import Any

from lxml import etree

from archive.messages import Message
from archive.record import Description, Outcome
from ingest.extract import metadata_values
from ingest.extract.embargo.unread_words import add_unread_embargoes
from ingest.readers.base import news_values
from ingest.readers.base.markup_words import of_markup
from ingest.readers.base.members import MemberShelf
from ingest.readers.base.source import VERSION, Source
from ingest.readers.news import nitf, xml_input
from ingest.readers.news.xml_input import found, name, words
from ingest.readers.text.plain_text import cut
from ingest.readers.web.html import extract_fragment_text

NAME = "feed"
ITEMS = ("item", "entry")
# Items in a WordPress export: menus, earlier versions and the like are not articles.
POSTS = ("", "post", "page")
SCHEDULED = "future"  # the status of a post that WordPress publishes at its date
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_MARKUP = re.compile(r"<[a-zA-Z/!]|&[#\w]")
_BODIES = ("encoded", "content", "description", "summary", "subtitle")
_DATES = ("pubDate", "published", "date", "issued", "post_date_gmt", "updated", "modified")
_OUT_AT = ("pubDate", "published", "issued", "available")
_PEOPLE = ("creator", "author", "contributor")
_TAGS = re.compile(r"<[^<>]{0,2000}>")
_NO_NAME = re.compile(r"[^()]{1,200}\(([^()]{1,200})\)")  # "a@b.example (Name)", as in RSS 2.0


def read_source(source: Source) -> Description:
    """Return the item of a feed as text, its values with origin `feed:<element>`. Several items become members, each a
    feed with one item. Raise Unreadable if it is not well-formed XML or declares entities."""
    description = Description(source.media_type, NAME, VERSION)
    root = xml_input.parse(source)
    items = _items(root)
    if not items:
        channel = next(iter(found(root, "channel")), root)
        _offer_title(channel, description)
        description.text = cut(_body(channel, description), description)
        description.notes.append(Message("feed-without-items"))
    elif len(items) > 1:
        _several(source, root, items, description)
    else:
        _offer_channel(next(iter(found(root, "channel")), root), description)
        _offer_item(items[0], description)
        if not description.text.strip():
            description.notes.append(Message("news-without-text"))
    return description


def _items(root: Any) -> list[Any]:
    return [root] if name(root) == "entry" else [e for e in root.iter("{*}item", "{*}entry") if _is_item(e)]


def _is_item(element: Any) -> bool:
    return name(element.getparent()) in ("channel", "feed", "RDF", "rss")


def _several(source: Source, root: Any, items: list[Any], description: Description) -> None:
    """Return each item as a separate feed, including the channel's values. An embargo in other words of the feed is for
    all of them."""
    around = xml_input.take_remarks(source, items, _items)
    shelf = MemberShelf(description, source.folder)
    posts = [item for item in items if words_of(item, "post_type") in POSTS]
    frame = _frame(root)
    written = ((_identifier(item), _as_own_feed(frame, item), ".xml") for item in posts)
    news_values.several(description, shelf, written)
    add_unread_embargoes(of_markup(around), description)
    for item in items:
        if (kind := words_of(item, "post_type")) not in POSTS:
            member = re.sub(r"[^\w-]+", "-", f"{kind}-{words_of(item, 'post_id')}")[:80] + ".xml"
            shelf.refuse(member, Message("feed-no-article", type=kind[:60]), Outcome.SKIPPED)


def _frame(root: Any) -> Any:
    """The feed without its items."""
    frame = etree.Element(root.tag, dict(root.attrib), root.nsmap)
    for child in root:
        if name(child) == "channel":
            channel = etree.SubElement(frame, child.tag, dict(child.attrib), child.nsmap)
            channel.extend([deepcopy(e) for e in child if name(e) in _OF_CHANNEL or _may_hold(e)])
        elif name(child) in _OF_CHANNEL or _may_hold(child):
            frame.append(deepcopy(child))
    return frame


_OF_CHANNEL = ("title", "link", "language", "copyright", "rights", "author", "creator")


def _as_own_feed(frame: Any, item: Any) -> bytes:
    own = deepcopy(frame)
    inside = name(item.getparent()) == "channel"
    (next(iter(found(own, "channel")), own) if inside else own).append(deepcopy(item))
    return bytes(etree.tostring(own, encoding="utf-8", xml_declaration=True, with_tail=False))


def _identifier(item: Any) -> str:
    """The end of an item's address or identifier, for its file name."""
    told = _address(item) or words_of(item, "guid", "id") or words_of(item, "title")
    return re.sub(r"[?#].*", "", told, flags=re.S) if "://" in told else told


def words_of(element: Any, *names: str) -> str:
    """Return the words of the first non-empty child with one of these names, or ""."""
    return next((text for one in names for e in found(element, one) if (text := words(e))), "")


def _offer_channel(channel: Any, description: Description) -> None:
    """Add what a feed says about all its items."""
    description.offer("source", _line(channel, "title"), "feed:channel:title", 0.8)
    told = words_of(channel, "language") or channel.get(_LANG) or ""
    description.offer("language", metadata_values.language(told), "feed:language", 0.7)


def _offer_item(item: Any, description: Description) -> None:
    _offer_title(item, description)
    for key in _DATES:
        news_values.add_issue_date(words_of(item, key), f"feed:{key}", 0.9, description)
    channel = item.getparent()
    for level in (item,) if channel is None else (item, channel):
        description.offer("creator", _people(level), "feed:author")
        description.offer("copyright", _line(level, "rights", "copyright"), "feed:rights")
    address = metadata_values.web_address(_address(item))
    description.offer("source_url", address, "feed:link")
    guid = metadata_values.one_line(words_of(item, "guid", "id"), 200)
    if guid and guid != address:
        description.offer("identifiers", [guid], "feed:id")
    said = [
        words(e) or e.get("label") or e.get("term") or "" for key in ("category", "subject") for e in found(item, key)
    ]
    description.offer("keywords", metadata_values.words([term for term in said if term]), "feed:category")
    _offer_holds(item, description)
    pictures = [news_values.block(*picture) for picture in _pictures(item)]
    text = _body(item, description)
    fresh = [block for block in pictures if block.split("\n", 1)[0] not in text]
    description.text = cut(news_values.joined([text, *fresh]), description)


def _may_hold(element: Any) -> bool:
    """Return whether a feed's own values may hold its items."""
    if name(element) in ITEMS or name(element) == "channel":
        return False
    holds = news_values.NewsRestrictions(Description("", NAME, VERSION))
    _read_holds(element, holds)
    return holds.any


def _offer_holds(item: Any, description: Description) -> None:
    """Hold unpublished items of a WordPress export or Atom; a scheduled one until its time. Also an item with an
    embargo in a field, in hidden words, or in the feed's own values."""
    holds = news_values.NewsRestrictions(description)
    is_scheduled = words_of(item, "status") == SCHEDULED
    if is_scheduled:
        at = words_of(item, "post_date_gmt")
        holds.until(f"{at.replace(' ', 'T')}+00:00" if at else SCHEDULED, "feed:status")
    if words_of(item, "post_password"):
        holds.known(None, "password", "feed:post_password")
    parent = item.getparent()
    around = [element for element in (() if parent is None else parent) if name(element) not in ITEMS]
    for element in (*item, *around):
        if not (is_scheduled and name(element) == "status"):
            _read_holds(element, holds)
    for key in _OUT_AT:
        holds.published(words_of(item, key), f"feed:{key}")
    holds.offer()


def _read_holds(element: Any, holds: news_values.NewsRestrictions) -> None:
    key = name(element)
    for one in (element, *found(element, "draft")):  # app:control (RFC 5023)
        holds.field(name(one), words(one)[:300], f"feed:{name(one)}")
    if key not in ("title", *_PEOPLE):
        text = element.text or ""
        plain = _TAGS.sub("\n", text) if _MARKUP.search(text) else text
        holds.told(plain if plain.strip() else words(element), f"feed:{key}")


def _offer_title(element: Any, description: Description) -> None:
    description.offer("title", _line(element, "title"), "feed:title", 0.95)


def _line(element: Any, *names: str) -> str:
    """Return the words of a child on one line, without escaped markup."""
    text = words_of(element, *names)
    if _MARKUP.search(text):
        text = extract_fragment_text(text, Description("", NAME, VERSION)) or text
    return metadata_values.one_line(text)


def _people(element: Any) -> list[str]:
    """Return the authors: of Atom and Dublin Core by name, of RSS by the name beside the address."""
    told = [words_of(e, "name") or words(e) for key in ("creator", "author") for e in found(element, key)]
    told = [match[1] if (match := _NO_NAME.fullmatch(one)) else parseaddr(one)[0] or one for one in told if one]
    return metadata_values.words([person for one in told for person in news_values.people(one)], ";")


def _address(item: Any) -> str:
    """Return the address of the item's page."""
    links = [*found(item, "origLink"), *found(item, "link")]
    told = [(e.get("rel") or "alternate", e.get("href") or words(e)) for e in links]
    guids = [words(e) for e in found(item, "guid") if e.get("isPermaLink", "true") != "false"]
    return next((href for rel, href in told if rel == "alternate" and href), next(iter(guids), ""))


def _body(item: Any, description: Description) -> str:
    """Return the words of the longest non-empty element."""
    texts = [_text(element, description) for key in _BODIES for element in found(item, key)]
    return max(texts[:10], key=len, default="")


def _text(element: Any, description: Description) -> str:
    """Return the words of an element: XHTML as such, escaped markup unescaped (RFC 4287, 3.1), other content
    unchanged."""
    kind = element.get("type") or ""
    if "/" in kind and not kind.endswith(("xml", "html", "plain")):
        return ""  # a picture or the like, in base64
    if len(element):
        return extract_fragment_text(nitf.as_html(element, None), description)
    text = element.text or ""
    if kind != "text" and _MARKUP.search(text):
        return extract_fragment_text(text, description)
    return "\n\n".join(" ".join(part.split()) for part in re.split(r"\n[ \t]*\n", text) if part.strip())


def _pictures(item: Any) -> list[tuple[str, str]]:
    """Yield (file name, caption with its credit) of an item's pictures (RSS enclosure, Media RSS)."""
    shown = [*item.iter("{*}enclosure", "{http://search.yahoo.com/mrss/}content")]
    shown += [e for e in found(item, "link") if e.get("rel") == "enclosure"]
    pictures: dict[str, str] = {}
    for element in shown[:200]:
        if filename := news_values.picture_name(element.get("url"), element.get("href")):
            said, credit = words_of(element, "description", "title"), words_of(element, "credit")
            pictures.setdefault(filename, news_values.caption(said, credit, None))
    return list(pictures.items())
