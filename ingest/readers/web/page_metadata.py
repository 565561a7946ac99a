"""Metadata of a web page: title, language, address, publisher, author, date, keywords, each with its origin."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from htmldate import find_date
from lxml import etree
from lxml.html import HtmlElement

from archive.record import Description
from archive.text.charset import clean_text
from ingest.extract import metadata_values
from ingest.extract.embargo.embargo_fields import add_field_embargo, keeps_back, plain_name
from ingest.extract.embargo.sources import add_status_embargo
from ingest.extract.kind.masthead import names_medium

# our field: names of <meta name|property|itemprop>, most trusted first; ogp.me, Dublin Core, schema.org
METAS: dict[str, tuple[str, ...]] = {
    "title": ("og:title", "dc.title", "dcterms.title", "headline"),
    "source": ("og:site_name", "dc.publisher", "dcterms.publisher", "publisher", "application-name"),
    "creator": ("author", "article:author", "dc.creator", "dcterms.creator", "byl"),
    "date": (
        "article:published_time",
        "datepublished",
        "og:article:published_time",
        "pubdate",
        "publishdate",
        "publish-date",
        "dc.date.issued",
        "dcterms.issued",
        "dc.date",
        "dcterms.date",
        "dcterms.created",
        "date",
    ),
    "keywords": ("keywords", "news_keywords", "article:tag", "dc.subject", "dcterms.subject"),
    "description": ("description", "og:description", "dc.description"),
    "copyright": ("copyright", "dc.rights", "dcterms.rights"),
    "source_url": ("og:url",),
}
ARTICLE_TYPES = re.compile(r"(?:News|Report|Blog|Social)?(?:Article|Posting|PressRelease)|Report$")
MAX_JSON = 512 * 1024
MAX_VALUES = 5_000  # values read in one block of JSON-LD
HTMLDATE_CONFIDENCE = 0.4  # right in 90 % of news pages, and wrong results look as certain
MAX_DATE_SEARCH = 1 << 20  # characters of markup

_SUFFIX = re.compile(r"(?<!\s)\s++[|–—\-•·»«]++\s++")
EMBARGO = ("embargo", "embargoed", "embargo-until", "embargo_until", "embargo-date")
STATUS = ("status", "publication-status", "pubstatus", "release-status", "article:status", "dcterms.accessrights")


def offer(root: HtmlElement, description: Description) -> None:
    """Add all metadata of the page. `page_date` is a date that had to be searched for in the page: it is no better than
    one in the text, so it is not added as `date` here."""
    metas = _meta_contents(root)
    linked = list(_linked_data(root))
    _offer_language(root, metas, description)
    _offer_addresses(root, metas, description)
    _offer_names(metas, linked, description)
    _offer_titles(root, metas, linked, description)
    _offer_dates(root, metas, linked, description)
    for key in ("description", "copyright"):
        for name in METAS[key]:
            description.offer(key, metadata_values.one_line(metas.get(name, [""])[0], 4000), f"html:meta:{name}")
    for name in EMBARGO:
        for value in metas.get(name, []):
            add_field_embargo(value, description, f"html:meta:{name}")
    for name in STATUS:
        for value in metas.get(name, []):
            add_status_embargo(description, value[:300], f"html:meta:{name}")
    for name, values in metas.items():
        for value in values[:20]:
            if keeps_back(re.sub(r"[:.]", " ", name), value):
                origin = f"html:meta:{name[:60]}"
                description.offer("embargo", {"until": None, "words": f"{name}: {value}", "origin": origin}, origin)
    for article in linked:
        for name, value in article.items():
            if isinstance(value, str) and keeps_back(plain_name(name), value):
                origin = f"html:json-ld:{name[:60]}"
                description.offer("embargo", {"until": None, "words": f"{name}: {value}", "origin": origin}, origin)
    for name in METAS["keywords"]:
        description.offer("keywords", metadata_values.words(", ".join(metas.get(name, []))), f"html:meta:{name}")


def article_body(root: HtmlElement) -> str:
    """Return the article's text in the page's JSON-LD (schema.org `articleBody`), or empty."""
    bodies = (article.get("articleBody") for article in _linked_data(root))
    found = next((body for body in bodies if isinstance(body, str)), "")
    return clean_text(unescape(found)).replace("\f", " ").strip()


def _meta_contents(root: HtmlElement) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for meta in root.iter("meta"):
        content = metadata_values.one_line(meta.get("content") or "", 4000)
        name = next(filter(None, map(meta.get, ("property", "name", "itemprop", "http-equiv"))), "").lower()
        if content and name:
            found.setdefault(name.strip().replace("dc:", "dc."), []).append(content)
    return found


def _linked_data(root: HtmlElement) -> Iterator[dict[str, Any]]:
    """Return the objects in the page's JSON-LD that describe an article."""
    for script in root.iter("script"):
        text = script.text or ""
        if "ld+json" not in (script.get("type") or "").lower() or not text or len(text) > MAX_JSON:
            continue
        try:
            data = json.loads(text.strip().rstrip(";"), strict=False)
        except (ValueError, RecursionError):
            continue
        queue = [data]
        for _ in range(MAX_VALUES):
            if not queue:
                break
            value = queue.pop(0)
            if isinstance(value, list):
                queue += value[:100]
            elif isinstance(value, dict):
                inner = (value.get(key) for key in ("@graph", "mainEntity", "mainEntityOfPage"))
                queue += [part for part in inner if isinstance(part, dict | list)]
                types = value.get("@type")
                names = types if isinstance(types, list) else [types]
                if any(ARTICLE_TYPES.search(name) for name in names if isinstance(name, str)):
                    yield value


def _named(value: Any) -> list[str]:
    """The names in a JSON-LD value: a text, an object with `name`, or a list of these."""
    items = value if isinstance(value, list) else [value]
    found = (item.get("name") if isinstance(item, dict) else item for item in items[:50])
    return [metadata_values.one_line(name, 300) for name in found if isinstance(name, str) and name.strip()]


def _offer_language(root: HtmlElement, metas: dict[str, list[str]], description: Description) -> None:
    """Add the declared language. Templates often say "en" for pages in another language, hence the confidence."""
    tag = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or root.get("xml:lang")
    description.offer("language", metadata_values.language(tag or ""), "html:lang", 0.7)
    for name in ("content-language", "dc.language", "language", "og:locale"):
        description.offer("language", metadata_values.language(metas.get(name, [""])[0]), f"html:meta:{name}", 0.6)


def _offer_addresses(root: HtmlElement, metas: dict[str, list[str]], description: Description) -> None:
    for link in root.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split():
            description.offer("source_url", metadata_values.web_address(link.get("href") or ""), "html:link:canonical")
    for name in METAS["source_url"]:
        description.offer("source_url", metadata_values.web_address(metas.get(name, [""])[0]), f"html:meta:{name}")


def _offer_names(metas: dict[str, list[str]], linked: list[dict[str, Any]], description: Description) -> None:
    for name in METAS["source"]:
        value = metas.get(name, [""])[0]
        if not metadata_values.web_address(value):
            description.offer("source", metadata_values.one_line(value, 300), f"html:meta:{name}")
    for article in linked:
        description.offer("source", "".join(_named(article.get("publisher"))[:1]), "html:json-ld:publisher")
        description.offer("creator", _named(article.get("author")), "html:json-ld:author")
    for name in METAS["creator"]:
        people = [person for value in metas.get(name, []) for person in metadata_values.names(value)]
        description.offer("creator", [p for p in people if not metadata_values.web_address(p)], f"html:meta:{name}")


def _offer_titles(
    root: HtmlElement, metas: dict[str, list[str]], linked: list[dict[str, Any]], description: Description
) -> None:
    named = root.find(".//title")
    front, *ends = _SUFFIX.split(metadata_values.one_line(named.text_content())) if named is not None else [""]
    headings = [
        words
        for h in root.iter("h1")
        if (words := metadata_values.one_line(" ".join(h.itertext()))) not in ends
        or len(words.split()) > 2 * len(front.split())
    ][:20]  # except the name of the site
    site = {name.casefold() for o in description.origins.get("source", []) if (name := str(o.value))}
    for name in METAS["title"]:
        description.offer("title", _without_site(metas.get(name, [""])[0], site, headings), f"html:meta:{name}", 0.9)
    for article in linked:
        headline = article.get("headline")
        if isinstance(headline, str):
            description.offer("title", metadata_values.one_line(headline), "html:json-ld:headline", 0.9)
    if len([heading for heading in headings if heading]) == 1:
        description.offer("title", next(filter(None, headings)), "html:h1", 0.9)
    elif not headings:
        for level in ("h2", "h3", "h4"):
            lower = [words for h in root.iter(level) if (words := metadata_values.one_line(" ".join(h.itertext())))]
            if lower:
                description.offer("title", lower[0] if len(lower) == 1 else None, f"html:{level}", 0.7)
                break
    title = root.find(".//title")
    if title is not None:
        text = metadata_values.one_line(title.text_content())
        whole = _without_site(text, site, headings)
        description.offer("title", whole, "html:title", 0.7)
        beside = text.replace(whole, "", 1).strip(" |–—-·•:") if whole != text else ends[-1] if ends else ""
        medium = next((part for part in _SUFFIX.split(beside) if names_medium(part)), None)
        description.offer("source", medium, "html:title", 0.6)


def _without_site(title: str, site: set[str], headings: list[str]) -> str:
    """Return the title without the site's name after (or before) a dash or bar: if the page names that site, if the
    rest is a heading of the page, or if it is a bar and a short name."""
    pieces = _SUFFIX.split(title)
    if len(pieces) < 2:
        return title
    for cut in range(len(pieces) - 1, 0, -1):
        head = title[: _start_of_separator(title, cut)].rstrip()
        if head in headings or " ".join(pieces[cut:]).casefold() in site:
            return head
    first = _SUFFIX.search(title)
    if first and (pieces[0].casefold() in site or title[first.end() :] in headings):
        return title[first.end() :]
    last = title[: _start_of_separator(title, len(pieces) - 1)].rstrip()
    short = len(pieces[-1].split()) <= 4 and len(last.split()) >= 3
    return last if short and re.search(r"\|\s+\S[^|]*$", title) else title


def _start_of_separator(title: str, number: int) -> int:
    return [match.start() for match in _SUFFIX.finditer(title)][number - 1]


def _offer_dates(
    root: HtmlElement, metas: dict[str, list[str]], linked: list[dict[str, Any]], description: Description
) -> None:
    first, *others = METAS["date"]
    for value in metas.get(first, [])[:1]:
        _offer_date(value, f"html:meta:{first}", 0.95, description)
    for article in linked:
        _offer_date(article.get("datePublished"), "html:json-ld:datePublished", 0.95, description)
    for name in others:
        _offer_date(metas.get(name, [""])[0], f"html:meta:{name}", 0.9, description)
    for time in list(root.iter("time"))[:20]:
        if time.get("pubdate") is not None or time.get("itemprop") == "datePublished" or _in_header(time):
            _offer_date(time.get("datetime") or time.text_content(), "html:time", 0.8, description)
    if "date" not in description.values:
        _search_date(root, description)


def _in_header(time: HtmlElement) -> bool:
    """Return whether a time element is in an article, before its second paragraph: later ones belong to other
    stories."""
    for ancestor in time.iterancestors():
        if ancestor.tag == "article" or (ancestor.tag == "header" and ancestor.getparent().tag != "body"):
            return sum(1 for _ in time.iterancestors()) < 60 and not time.xpath(
                "count(preceding::p[string-length(.)>80])>1"
            )
    return False


def _offer_date(value: object, origin: str, confidence: float, description: Description) -> None:
    found = metadata_values.day(value) if isinstance(value, str) else None
    if found:
        description.offer("date", found[0], origin, confidence)
        description.offer("date_precision", found[1], origin)


def _search_date(root: HtmlElement, description: Description) -> None:
    """Add `page_date`, a day found in the page by htmldate."""
    try:
        markup = etree.tostring(root, encoding="unicode", method="html")
        if len(markup) <= MAX_DATE_SEARCH:
            found = find_date(markup, original_date=True, extensive_search=False, deferred_url_extractor=True)
            description.offer("page_date", found, "htmldate", HTMLDATE_CONFIDENCE)
    except (RecursionError, ValueError, TypeError, AttributeError, OverflowError, etree.LxmlError):
        return  # only a hint; the dateline and the text are read next
