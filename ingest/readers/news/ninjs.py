"""Read ninjs, the IPTC's JSON for news: versions 1 (one headline, bodies by type), 2 (lists) and 3 (camel case)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from archive import subject_codes
from archive.errors import Unreadable
from archive.messages import Message
from archive.record import Description
from archive.text.charset import clean_text
from ingest.extract import metadata_values
from ingest.readers.base import json_input, news_values
from ingest.readers.base.members import MemberShelf
from ingest.readers.base.source import VERSION, Source
from ingest.readers.text.plain_text import cut
from ingest.readers.web.html import extract_fragment_text

NAME = "ninjs"
MOST_PICTURES = 200


def read_source(source: Source) -> Description:
    """Return the item's body as text followed by its pictures' names, its values with origin `ninjs:<property>`.
    Several items in a list become separate members. Raise Unreadable if it is not JSON."""
    description = Description(source.media_type, NAME, VERSION)
    data = json_input.load(source)
    items = [item for item in data if isinstance(item, dict)] if isinstance(data, list) else [data]
    if not items or not isinstance(items[0], dict):
        raise Unreadable(Message("no-item", file=source.filename))
    if len(items) > 1:
        written = ((str(item.get("uri") or ""), json.dumps(item).encode(), ".json") for item in items)
        news_values.several(description, MemberShelf(description, source.folder), written)
        return description
    _offer(_plain(items[0]), description)
    if not description.text.strip():
        description.notes.append(Message("news-without-body"))
    return description


def _plain(item: dict[str, Any]) -> dict[str, Any]:
    """Return the item with its keys in lower case, as in versions 1 and 2."""
    return {str(key).casefold(): value for key, value in item.items()}


def _offer(item: dict[str, Any], description: Description) -> None:
    language = metadata_values.language(item.get("language") or "")
    description.offer("language", language, "ninjs:language", 1.0)
    _offer_titles(item, language, description)
    for key in ("versioncreated", "firstcreated", "contentcreated"):
        news_values.add_issue_date(item.get(key), f"ninjs:{key}", 0.9, description)
    for key in ("byline", "by"):
        description.offer("creator", news_values.people(item.get(key)), f"ninjs:{key}")
    _offer_rights(item, description)
    _offer_subjects(item, description)
    _offer_holds(item, description)
    pictures = [news_values.block(*picture) for picture in _pictures(item, language)]
    description.text = cut(news_values.joined([_body(item, description), *pictures]), description)


def _offer_titles(item: dict[str, Any], language: str | None, description: Description) -> None:
    """Add the headline in the item's own language; others are other titles."""
    found = [("headline", language, item.get("headline")), ("title", language, item.get("title"))]
    found[1:1] = [
        ("headlines", metadata_values.language(h.get("language") or ""), h.get("value"))
        for h in _objects(item, "headlines")
    ]
    own = [(key, words) for key, code, words in found if isinstance(words, str) and code in (language, None)]
    others = [
        (key, code, words) for key, code, words in found if isinstance(words, str) and code not in (language, None)
    ]
    for key, words in own:
        description.offer("title", _line(words), f"ninjs:{key}", 1.0)
    if others and not own:
        description.offer("title", _line(others[0][2]), f"ninjs:{others.pop(0)[0]}", 1.0)
    titles = [{"text": _line(words), "language": code, "origin": f"ninjs:{key}"} for key, code, words in others]
    description.offer("alternative", titles, "ninjs:headlines")


def _offer_rights(item: dict[str, Any], description: Description) -> None:
    for key, name in (
        ("copyrightnotice", "copyright"),
        ("copyrightholder", "copyright"),
        ("usageterms", "usage_terms"),
    ):
        if isinstance(item.get(key), str):
            description.offer(name, metadata_values.one_line(item[key], 4000), f"ninjs:{key}")
    for key in ("infosource", "infosources"):
        description.offer("source", next(iter(_names_in(item, key)), None), f"ninjs:{key}")
    address = metadata_values.web_address(item.get("uri") or "")
    description.offer("source_url", address, "ninjs:uri")
    if not address and isinstance(item.get("uri"), str):
        description.offer("identifiers", [metadata_values.one_line(item["uri"], 200)], "ninjs:uri")


def _offer_subjects(item: dict[str, Any], description: Description) -> None:
    described = (
        ("persons", ("person", "people")),
        ("organisations", ("organisation", "organisations")),
        ("keywords", ("subject", "subjects", "keywords")),
        ("event", ("event", "events")),
    )
    for name, keys in described:
        for key in keys:
            names = _names_in(item, key)
            description.offer(name, ", ".join(names) if name == "event" else names, f"ninjs:{key}")
    for key in ("subject", "subjects"):
        coded = [_coded(part) for part in _objects(item, key)]
        description.offer(subject_codes.KEY, [one for one in coded if one], f"ninjs:{key}")
    located = item.get("located")
    places = [_line(located)] if isinstance(located, str) and located.strip() else []
    for key in ("place", "places"):
        places += [name for name in _names_in(item, key) if name not in places]
    description.offer("places", places, "ninjs:located" if located else "ninjs:place")
    if isinstance(item.get("urgency"), int | str):
        description.offer("urgency", metadata_values.one_line(item["urgency"], 10), "ninjs:urgency")


def _coded(item: dict[str, Any]) -> dict[str, str] | None:
    """Return a subject with a code: version 1 has `scheme` and `code`, later ones `uri` or `literal`."""
    name, code, scheme, uri, literal = (
        _line(item[key]) if isinstance(item.get(key), str) else ""
        for key in ("name", "code", "scheme", "uri", "literal")
    )
    return subject_codes.subject(name, code or literal, scheme, uri)


def _offer_holds(item: dict[str, Any], description: Description) -> None:
    holds = news_values.NewsRestrictions(description)
    holds.until(item.get("embargoed"), "ninjs:embargoed")
    holds.until(item.get("embargoeduntil"), "ninjs:embargoedUntil")
    holds.status(item.get("pubstatus") or "", "ninjs:pubstatus")
    holds.note(item.get("ednote"), "ninjs:ednote")
    holds.offer()


def _body(item: dict[str, Any], description: Description) -> str:
    """Return the words of the body: the one with markup if there is one, because plain ones have lost their paragraphs;
    else the item's description."""
    said = [(str(b.get("contenttype") or "").casefold(), b.get("value")) for b in _objects(item, "bodies")]
    said += [("text/html", item.get(key)) for key in ("body_xhtml", "body_html")]
    said += [("", item.get(key)) for key in item if key.startswith("body_") and key not in ("body_xhtml", "body_html")]
    bodies = [(kind, words) for kind, words in said if isinstance(words, str) and words.strip()]
    for kind, words in sorted(bodies, key=lambda body: "html" not in body[0]):
        text = _words(kind, words, description)
        if text:
            return text
    return news_values.joined(_described(item, description)) if item.get("type") not in ("picture", "graphic") else ""


def _words(kind: str, words: str, description: Description) -> str:
    markup = "html" in kind or "nitf" in kind or words.lstrip()[:1] == "<"
    return extract_fragment_text(words, description) if markup else clean_text(words).replace("\f", " ").strip()


def _described(item: dict[str, Any], description: Description) -> list[str]:
    """Return the descriptions of an item, one per kind of text, the plain one if there are several."""
    found = [item[key] for key in ("description_text", "description_caption") if isinstance(item.get(key), str)]
    found += [d["value"] for d in _objects(item, "descriptions") if isinstance(d.get("value"), str)]
    texts = [" ".join(_words("", words, description).split()) for words in found[:20]]
    return list(dict.fromkeys(text for text in texts if text))


def _pictures(item: dict[str, Any], language: str | None) -> Iterator[tuple[str, str]]:
    """Return (file name, caption with its credit) of the item's pictures, or of the picture that it is."""
    if item.get("type") in ("picture", "graphic"):
        yield from _picture(item, language)
    associated = item.get("associations")
    parts = associated.values() if isinstance(associated, dict) else associated if isinstance(associated, list) else []
    for _, part in zip(range(MOST_PICTURES), parts, strict=False):
        if isinstance(part, dict):
            yield from _picture(_plain(part), language)


def _picture(item: dict[str, Any], language: str | None) -> Iterator[tuple[str, str]]:
    """Return the largest rendition with a file name; else the address of the item, if that names a file."""
    renditions = item.get("renditions")
    parts = renditions.values() if isinstance(renditions, dict) else renditions if isinstance(renditions, list) else []
    told = [_plain(part) for part in parts if isinstance(part, dict)]
    told.sort(key=lambda part: -part["width"] if isinstance(part.get("width"), int | float) else 0)
    addresses = [part.get(key) for part in told for key in ("href", "title")]
    filename = news_values.picture_name(*addresses, item.get("uri"), item.get("title"))
    if filename is None:
        return
    scratch = Description("", NAME, VERSION)
    said = _described(item, scratch)[:1] or [_line(h) for h in _headlines(item)][:1]
    credit = next((item[key] for key in ("byline", "by") if isinstance(item.get(key), str)), "")
    yield filename, news_values.caption("".join(said), credit, language)


def _headlines(item: dict[str, Any]) -> list[str]:
    said = [item.get("headline"), *(h.get("value") for h in _objects(item, "headlines"))]
    return [words for words in said if isinstance(words, str)]


def _objects(item: dict[str, Any], key: str) -> list[dict[str, Any]]:
    value = item.get(key)
    return [_plain(part) for part in value[:100] if isinstance(part, dict)] if isinstance(value, list) else []


def _names_in(item: dict[str, Any], key: str) -> list[str]:
    value = item.get(key)
    parts = value if isinstance(value, list) else [value]
    said = [part.get("name") if isinstance(part, dict) else part for part in parts[:200]]
    return metadata_values.words([words for words in said if isinstance(words, str) and words.strip()])


def _line(words: str) -> str:
    return metadata_values.one_line(words)
