"""The slug of an article's URL: its title without accents, in the language of publication."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from archive.text.patterns import lazy_regex

_SUFFIX = lazy_regex(r"\.[a-z]{2,5}\Z", re.IGNORECASE)
_BETWEEN = lazy_regex(r"[-_+\s.~]+")
_NUMBER = lazy_regex(
    r"(?:[a-z]{0,5}\d{5,}|(?:post|id|art|p|d|i|a|s|n|r)\d{3,}|(?=[a-f]*\d)[0-9a-f]{8,}|\d{5,}[a-z]{0,3})", re.IGNORECASE
)
_DAY = lazy_regex(r"[/-]((?:19|20)\d\d)[/-](0?[1-9]|1[0-2])[/-](0?[1-9]|[12]\d|3[01])(?=[/.-]|\Z)")
_COMPACT = lazy_regex(r"[/-]((?:19|20)\d\d)(0[1-9]|1[0-2])([0-2]\d|3[01])(?:[0-2]\d[0-5]\d[0-5]\d\d{0,3})?(?=[/.-]|\Z)")
_MONTH = lazy_regex(r"/((?:19|20)\d\d)/(0[1-9]|1[0-2])/")
_DAY_AT_END = lazy_regex(r"[-_](?:(?:19|20)\d\d[-_]\d{1,2}[-_]\d{1,2}|\d{1,2}[-_]\d{1,2}[-_](?:19|20)\d\d)\Z")
_DAY_AT_START = lazy_regex(r"(?:(?:19|20)\d\d[-_]\d{1,2}[-_]\d{1,2}|\d{1,2}[-_]\d{1,2}[-_](?:19|20)\d\d)[-_](?=\D)")
_PAGE_AFTER_ID = lazy_regex(r"(?<=\d{5})[-_]p\d{1,2}\Z")
_IN_RELEASES = lazy_regex(
    r"/(?:(?:press|news|media)-?releases?|siaran-pers|thong-cao-bao-chi|comunicados|communiques|pressemitteilungen)/"
    r"|/(?:\d{4}-\d\d-\d\d-)?(?:post-)?(?:(?:press|media)-release|siaran-pers)-",
    re.IGNORECASE,
)
_IN_SPEECHES = lazy_regex(r"/(?:[\w-]{0,20}-)?(?:speech|speeches|pidato|sambutan|discursos|discours)/", re.IGNORECASE)
LEAST_WORDS = 3


def slug_title(url: str) -> str | None:
    """Return the words of the URL's slug separated by blanks, without ids and suffix; None for fewer than three."""
    try:
        path = unquote(urlsplit(url if "://" in url else f"//{url}").path)[:1000]
    except ValueError:
        return None
    best: list[str] = []
    for segment in path.split("/"):
        words = _words(segment)
        if len(words) >= max(LEAST_WORDS, len(best)):
            best = words
    return " ".join(best) or None


def _words(segment: str) -> list[str]:
    name = _PAGE_AFTER_ID.sub("", _SUFFIX.sub("", segment))
    name = (
        _DAY_AT_START.sub("", _DAY_AT_END.sub("", name), count=1)
        if _DAY_AT_START.match(name)
        else _DAY_AT_END.sub("", name)
    )
    parts = [part for part in _BETWEEN.split(name) if part]
    while parts and _NUMBER.fullmatch(parts[-1]):
        parts.pop()
    while parts and _NUMBER.fullmatch(parts[0]):
        parts.pop(0)
    return parts if sum(part[0].isalpha() for part in parts) >= LEAST_WORDS else []


def day_of(url: str) -> tuple[str, str] | None:
    """Return (ISO date, precision) in the path of the URL: `/2025/10/25/`, `-20251025101530.htm`, `/2025/10/`."""
    try:
        path = urlsplit(url if "://" in url else f"//{url}").path[:1000]
    except ValueError:
        return None
    match = _DAY.search(path) or _COMPACT.search(path)
    if match:
        return f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}", "day"
    month = _MONTH.search(path)
    return (f"{month[1]}-{month[2]}", "month") if month else None


def section_of_address(path: str) -> str | None:
    """Return the kind of the section of a site that an address lies in (`/news/press-releases/...`), or that its last
    part begins with (`2026-05-03-press-release-...`)."""
    for pattern, kind in ((_IN_RELEASES, "press-release"), (_IN_SPEECHES, "speech")):
        if pattern.search(path[:1000]):
            return kind
    return None
