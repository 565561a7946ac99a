"""Read articles as JSON: schema.org (NewsArticle), JSON Feed, and exports of content systems, alone or in lists."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from archive.errors import Unreadable
from archive.messages import Message
from archive.record import Description
from archive.text.charset import clean_text
from ingest.extract import metadata_values
from ingest.extract.embargo.unread_words import add_unread_embargoes
from ingest.readers.base import front_matter, json_input, news_values
from ingest.readers.base.json_input import BODIES, TITLES, WRAPPED, is_article, plain_key
from ingest.readers.base.markup_words import of_values
from ingest.readers.base.members import MOST_FILES, MemberShelf
from ingest.readers.base.source import VERSION, Source
from ingest.readers.text import plain_text
from ingest.readers.text.plain_text import cut
from ingest.readers.web.html import extract_fragment_text

NAME = "article"
MOST_AROUND = 20  # values around all articles in an object
MOST_LEVELS = 8  # nested lists and objects in a body
# Beside the names of front matter: schema.org, JSON Feed, WordPress, Drupal, Ghost, Guardian, NYT.
_MORE = {
    "date": "datepublished publishedat firstpublished publicationdate webpublicationdate date dategmt pubdate created"
    " datecreated createdat",
    "source_url": "weburl canonicalurl mainentityofpage",
    "language": "inlanguage langcode locale",
    "creator": "authorname primaryauthor",
    "identifiers": "guid uuid",
    "keywords": "articlesection",
    "description": "customexcerpt trailtext standfirst",
}
_FIELDS = {re.sub(r"_", "", alias): field for alias, field in front_matter.FIELDS.items()} | {
    alias: field for field, aliases in _MORE.items() for alias in aliases.split()
}
# Publication date; null in Strapi means a draft.
_OUT_AT = (
    *("datepublished", "publishedat", "firstpublished", "publicationdate", "webpublicationdate", "pubdate"),
    *("publishdate", "publishat", "publishon", "releasedate", "releaseat", "availablefrom", "scheduledat"),
)
_NEVER_OUT = "publishedat"
_TAKEN = ("source", "source_url", "language", "creator", "copyright", "usage_terms", "description", "kind", "speaker")
_NAMED = ("rendered", "name", "displayname", "title", "main", "original", "value", "@id", "url")
_WORDS = ("processed", "rendered", "html", "value", "text", "main")
_PICTURES = ("image", "images", "photo", "photos", "featuredimage", "featureimage", "thumbnailurl", "banner")
_PATH = ("url", "contenturl", "src", "href", "filename")
_MARKUP = re.compile(r"</?[a-zA-Z][^<>]{0,2000}>|&[#\w]{2,10};")


def read_source(source: Source) -> Description:
    """Return an article's body as text, its values with origin `json:<key>`. Several articles become separate members.
    Anything that turns out not to be JSON is read as plain text, with a note why."""
    description = Description(source.media_type, NAME, VERSION)
    try:
        data = json_input.load(source)
        articles = list(_articles(data))
    except Unreadable as error:
        description = plain_text.read_source(source)
        description.notes.append(Message("read-as-text", why=error))
        return description
    if len(articles) > 1:
        written = ((_identifier(article), _as_own_file(article), ".json") for article in articles)
        news_values.several(description, MemberShelf(description, source.folder), written)
        add_unread_embargoes(of_values(data, lambda value: _unwrapped(value) is not None), description)
    elif articles:
        _offer(articles[0], description)
        if not description.text.strip():
            description.notes.append(Message("news-without-body"))
    else:
        description = plain_text.read_source(source)
    return description


def _articles(data: Any) -> Iterator[dict[str, Any]]:
    """Return the articles in it, in order: objects with a title and a text, except those inside others. Holds around
    them in an object apply to each article."""
    stack: list[tuple[Any, int, dict[str, Any]]] = [(data, 0, {})]
    count = 0
    while stack and count <= MOST_FILES:
        value, level, around = stack.pop()
        if isinstance(value, dict):
            if (article := _unwrapped(value)) is not None:
                count += 1
                yield _beside(article, around)
                continue
            around = _beside({key: inner for key, inner in value.items() if _may_hold(key, inner)}, around)
            if len(around) > MOST_AROUND:
                around = {"embargo": "unclear"}
            value = list(value.values())
        if isinstance(value, list) and level < MOST_LEVELS:
            stack += [(part, level + 1, around) for part in reversed(value) if isinstance(part, dict | list)]


def _unwrapped(value: dict[str, Any]) -> dict[str, Any] | None:
    """Return an article with the values around it; None for another object."""
    if is_article(value):
        return value
    for key in WRAPPED:
        inner = value.get(key)
        if isinstance(inner, dict) and is_article({**value, **inner}):
            outer = {k: v for k, v in value.items() if k != key}
            return _beside({**outer, **inner}, {k: v for k, v in outer.items() if k in inner and _may_hold(k, v)})
    return None


def _beside(article: dict[str, Any], around: dict[str, Any]) -> dict[str, Any]:
    """Return an article with holds from outside, under names that it does not have itself."""
    more: dict[str, Any] = {}
    for key, value in around.items():
        while key in article:
            key += "_"
        more[key] = value
    return {**article, **more}


def _may_hold(key: str, value: Any) -> bool:
    holds = news_values.NewsRestrictions(Description("", NAME, VERSION))
    _read_holds(key, value, holds)
    return holds.any


def _as_own_file(article: dict[str, Any]) -> bytes:
    """Put short values first, so that the beginning shows the file's format."""
    return json.dumps(dict(sorted(article.items(), key=lambda item: len(str(item[1])) > 200))).encode()


def _identifier(article: dict[str, Any]) -> str:
    told = {plain_key(key): value for key, value in article.items()}
    for key in ("slug", "url", "link", "id"):
        if isinstance(told.get(key), str | int) and str(told[key]).strip("/ "):
            return re.sub(r"[?#].*", "", str(told[key]), flags=re.S)
    return ""


def _offer(article: dict[str, Any], description: Description) -> None:
    item: dict[str, Any] = {}
    for key, value in article.items():
        item.setdefault(plain_key(key), value)
    for key in TITLES:
        description.offer("title", _line(item.get(key)), f"json:{key}", 0.95)
    for key, value in item.items():
        field = _FIELDS.get(key)
        if field in _TAKEN:
            _offer_value(field, value, f"json:{key}", description)
        elif field in ("keywords", "places", "persons"):
            description.offer(field, [name for name in _names(value) if not name.isdecimal()], f"json:{key}")
    for key in _MORE["date"].split():
        news_values.add_issue_date(item.get(key), f"json:{key}", 0.9, description)
    _offer_holds(article, description)
    text = next((words for key in BODIES if (words := _words(item.get(key), description)).strip()), "")
    pictures = [block for block in _pictures(item) if block.split("\n", 1)[0] not in text]
    description.text = cut(news_values.joined([text, *pictures]), description)


def _offer_value(field: str, value: Any, origin: str, description: Description) -> None:
    names = _names(value)
    if field == "creator":
        people = [name for told in names for name in news_values.people(told)]
        description.offer(field, [name for name in people if not name.isdecimal()], origin)
    elif field == "language":
        description.offer(field, metadata_values.language(next(iter(names), "")), origin, 0.9)
    elif field == "source_url":
        description.offer(field, next(filter(None, map(metadata_values.web_address, names)), None), origin)
    elif field == "kind":
        told = front_matter.KIND_OF.get("_".join(next(iter(names), "").casefold().replace("-", "_").split()))
        description.offer(field, told, origin, 0.7)
    elif names and not names[0].isdecimal() and not metadata_values.web_address(names[0]):
        description.offer(field, _line(names[0], 4000), origin)


def _offer_holds(article: dict[str, Any], description: Description) -> None:
    """Hold drafts, private ones, those under embargo, and those scheduled for later."""
    holds = news_values.NewsRestrictions(description)
    for key, value in article.items():
        _read_holds(key, value, holds)
        if plain_key(key) not in TITLES and isinstance(value, str):
            holds.told(_MARKUP.sub("\n", value), f"json:{key[:60]}")
    holds.offer()


def _read_holds(key: str, value: Any, holds: news_values.NewsRestrictions, level: int = 0) -> None:
    """Read a value for embargoes, including objects in it."""
    plain, origin = plain_key(key), f"json:{key[:60]}"
    if _FIELDS.get(plain) == "embargo":
        holds.until(value.get("until") if isinstance(value, dict) else value, origin)
    elif isinstance(value, dict) and level < MOST_LEVELS:
        for inner, part in value.items():
            if isinstance(part, dict) or _FIELDS.get(plain_key(inner)) == "embargo":
                _read_holds(inner, part, holds, level + 1)
    if level:
        return
    if plain in _OUT_AT:
        holds.published(_line(value), origin)
        if plain == _NEVER_OUT and value is None:
            holds.known(None, f"{key}: null", origin)
    holds.field(key, _line(value), origin)


def _names(value: Any) -> list[str]:
    """The names in a value: a text, an object with a name, or a list of these."""
    items = value if isinstance(value, list) else [value]
    told = [_name(item) if isinstance(item, dict) else item for item in items[:200]]
    return [line for one in told if isinstance(one, str | int) and not isinstance(one, bool) and (line := _line(one))]


def _name(value: dict[str, Any]) -> Any:
    plain = {plain_key(key): inner for key, inner in value.items()}
    return next((plain[key] for key in _NAMED if isinstance(plain.get(key), str) and plain[key].strip()), None)


def _line(value: Any, limit: int = 1000) -> str:
    """The words of a value on one line, without markup."""
    if isinstance(value, dict):
        value = _name(value)
    if not isinstance(value, str | int):
        return ""
    text = str(value)
    if _MARKUP.search(text):
        text = extract_fragment_text(text, Description("", NAME, VERSION)) or text
    return metadata_values.one_line(text, limit)


def _words(value: Any, description: Description, level: int = 0) -> str:
    """Return the words of a body: markup or plain, or an editor's blocks (a list, or objects with text in them)."""
    if isinstance(value, str):
        if _MARKUP.search(value):
            return extract_fragment_text(value, description)
        return clean_text(value).replace("\f", " ").strip()
    if level > MOST_LEVELS or not isinstance(value, dict | list):
        return ""
    if isinstance(value, dict):
        told = next((value[key] for key in _WORDS if isinstance(value.get(key), str) and value[key].strip()), None)
        if told is not None:
            return _words(told, description, level + 1)
        value = [inner for inner in value.values() if isinstance(inner, dict | list)]
    parts = [_words(part, description, level + 1) for part in value]
    inline = bool(value) and all(isinstance(part, dict) and _is_inline(part) for part in value)
    return " ".join(" ".join(parts).split()) if inline else news_values.joined(parts)


def _is_inline(part: dict[str, Any]) -> bool:
    """Return whether it is part of a paragraph, since editors split words by style."""
    return part.get("nodeType", part.get("type", part.get("_type"))) in ("text", "span", "hyperlink", "link")


def _pictures(item: dict[str, Any]) -> Iterator[str]:
    """Return the pictures that an article names, each as a block with its caption."""
    for key in _PICTURES:
        value = item.get(key)
        for part in (value if isinstance(value, list) else [value])[:200]:
            told = {plain_key(k): v for k, v in part.items()} if isinstance(part, dict) else {"url": part}
            if filename := news_values.picture_name(*(told.get(k) for k in _PATH)):
                said, credit = _line(told.get("caption") or told.get("alt")), _line(told.get("credit"))
                yield news_values.block(
                    filename, news_values.caption(said, credit or _line(told.get("credittext")), None)
                )
