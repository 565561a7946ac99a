"""A record in the vocabulary of schema.org, as JSON-LD in its page: for search engines and other programs."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from archive.record import Kind, Record
from archive.search.index.documents import list_strings
from archive.subject_codes import subjects_of
from webui.citations.author_names import AuthorName
from webui.citations.cited_work import Work, cite_record
from webui.http.public_address import home
from webui.i18n import labels
from webui.presentation.photos import credit_lines
from webui.presentation.print_rights import rights_verdict
from webui.presentation.record_values import plain
from webui.services import links
from webui.services.services import services

TERMS = "/about#terms"
_HEADLINE = 110  # characters that search engines show
_LONGEST = 5_000  # characters of a caption
_LICENCE = re.compile(r"https?://creativecommons\.org/[a-z0-9./-]{1,60}", re.IGNORECASE)
_IN_SCRIPT = {ord(letter): f"\\u{ord(letter):04x}" for letter in "<>&\u2028\u2029"}


def linked_data(record: Record) -> Markup:
    """Return the JSON-LD of a record, as the text of a `script` element, escaped so that it cannot end the element."""
    said = labels.encodable(json.dumps(describe(record), ensure_ascii=False))
    return Markup(said.translate(_IN_SCRIPT))  # noqa: S704 - escaped in this line


def describe(record: Record) -> dict[str, Any]:
    """Return the record in schema.org: an ImageObject, a Report, or a NewsArticle. Unknown values are left out."""
    work = cite_record(record)
    own = _photo(record) if record.kind is Kind.PHOTO else _text(record, work)
    told = {
        "@context": "https://schema.org",
        **own,
        "@id": work.url,
        "url": work.url,
        "name": work.title,
        "inLanguage": work.language,
        "isBasedOn": work.source_url,
        "keywords": [*work.keywords],
        "about": [_term(one) for one in subjects_of(record)],
    }
    return {key: value for key, value in told.items() if value}


def _text(record: Record, work: Work) -> dict[str, Any]:
    pictured = links.preview(record)
    return {
        "@type": "Report" if record.kind is Kind.DOCUMENT else "NewsArticle",
        "headline": labels.shorten(work.title, _HEADLINE),
        "datePublished": _first_day(work.date),
        "author": [_author(record, name) for name in work.authors],
        "publisher": {"@type": "Organization", "name": work.publisher} if work.publisher else None,
        "image": home() + pictured if pictured else None,
        "copyrightNotice": plain(record.values.get("copyright")),
        "license": licence(record),
    }


def _photo(record: Record) -> dict[str, Any]:
    given = credit_lines(record)
    verdict = rights_verdict(record, given)
    credited = dict.fromkeys(name for one in given for name in one.credit.photographers)
    names = [*credited] or list_strings(record.values.get("creator"))
    about = services().settings.about
    caption = plain(record.values.get("caption"))
    return {
        "@type": "ImageObject",
        "contentUrl": home() + (links.preview(record) or ""),
        "thumbnailUrl": home() + (links.thumbnail(record) or ""),
        "caption": labels.shorten(caption, _LONGEST) if caption else None,
        "dateCreated": _first_day(record.date),
        "creator": [{"@type": "Person", "name": name} for name in names],
        "creditText": verdict.credit if verdict else None,
        "copyrightNotice": plain(record.values.get("copyright")),
        "usageInfo": links.outside(about.terms_url),
        "acquireLicensePage": home() + TERMS if about.terms or about.terms_url else None,
        "license": licence(record),
    }


def _term(subject: Mapping[str, str]) -> dict[str, str]:
    """Return a subject by its code: a term of the vocabulary that its scheme names."""
    told = {
        "@id": links.outside(subject.get("uri")),
        "name": subject.get("name"),
        "termCode": subject.get("code"),
        "inDefinedTermSet": links.outside(subject.get("scheme")),
    }
    return {"@type": "DefinedTerm"} | {key: value for key, value in told.items() if value}


def _author(record: Record, name: AuthorName) -> dict[str, str]:
    is_body = name.whole == plain(record.values.get("source"))
    return {"@type": "Organization" if is_body else "Person", "name": name.whole}


def _first_day(date: str | None) -> str | None:
    return date.partition("/")[0] if date else None


def licence(record: Record) -> str | None:
    """Return the address of the Creative Commons licence named in its file."""
    said = " ".join(plain(record.values.get(key)) or "" for key in ("usage_terms", "copyright"))
    found = _LICENCE.search(said[:_LONGEST])
    return links.outside(found[0].rstrip(".")) if found else None
