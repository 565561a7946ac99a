"""The words of an article's address: its title without accents, in the language it was published in."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

_SUFFIX = re.compile(r"\.(?:s?html?|php|aspx?|jsp|[a-z]{2,5})\Z", re.IGNORECASE)
_BETWEEN = re.compile(r"[-_+\s.~]+")
_NUMBER = re.compile(
    r"(?:[a-z]{0,5}\d{5,}|(?:post|id|art|p|d|i|a|s|n|r)\d{3,}|(?=[a-f]*\d)[0-9a-f]{8,}|\d{5,}[a-z]{0,3})", re.IGNORECASE
)
_DAY = re.compile(r"/((?:19|20)\d\d)[/-](0?[1-9]|1[0-2])[/-](0?[1-9]|[12]\d|3[01])(?=[/-])")
LEAST_WORDS = 3


def slug_title(url: str) -> str | None:
    """The words of the URL's slug with blanks between, ids and file suffix dropped; None for fewer than three."""
    try:
        path = unquote(urlsplit(url).path)[:1000]
    except ValueError:
        return None
    best: list[str] = []
    for segment in path.split("/"):
        words = _words(segment)
        if len(words) >= max(LEAST_WORDS, len(best)):
            best = words
    return " ".join(best) or None


def _words(segment: str) -> list[str]:
    parts = [part for part in _BETWEEN.split(_SUFFIX.sub("", segment)) if part]
    while parts and _NUMBER.fullmatch(parts[-1]):
        parts.pop()
    while parts and _NUMBER.fullmatch(parts[0]):
        parts.pop(0)
    return parts if sum(part[0].isalpha() for part in parts) >= LEAST_WORDS else []


def day_of(url: str) -> str | None:
    """The day that the path of the URL names, `/2025/10/25/`, as an ISO date."""
    match = _DAY.search(url[:1000])
    return f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}" if match else None
