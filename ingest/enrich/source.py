"""The last line that says where a page was copied from: `Sumber: URL`, `Nguồn: Báo X`, `Source: X (URL)`, `Theo X`."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from ingest.enrich.credit import is_credit_name
from ingest.enrich.slug import slug_title
from ingest.enrich.words import collapse

LONGEST = 2000

_LABEL = re.compile(
    r"[\s*_(\[>-]{0,4}(?:(?:link |tautan |url |alamat )?sumber(?: (?:artikel|berita|asli|tulisan|naskah))?|"
    r"(?:link |theo )?nguồn(?: (?:bài viết|tin|bài|gốc|dẫn|tham khảo))?|(?:original |article )?source(?: (?:url"
    r"|link|article))?|"
    r"artikel asli|bài gốc|link gốc|original(?: article)?|dikutip dari|dilansir dari"
    r"|via)\s*+(?:[*_]{1,2}\s*+)?[:：]\s*+(?:[*_]{1,2}\s*+)?",
    re.IGNORECASE,
)
_URL_LABEL = re.compile(  # what counts only with the URL of an article behind it
    r"[\s*_(\[>-]{0,4}(?:(?:link|tautan|url|đường dẫn|nguồn)(?: (?:bài gốc|bài viết|berita|artikel|asli|gốc))?\s*[:：]|"
    r"(?:this (?:article|story) (?:was )?)?(?:originally|first) (?:published|appeared) (?:at|on|in|by)\b|"
    r"(?:artikel|berita|tulisan) ini (?:telah |sudah |pertama kali )?(?:tayang|terbit|dimuat|diterbitkan) (?:di"
    r"|pada)\b|"
    r"(?:baca|lihat) (?:artikel|berita|sumber) (?:asli|aslinya)(?: di)?\b|xem bài gốc\b"
    r"|bài viết (?:được )?đăng (?:trên|tại)\b"
    r"|full (?:article|text|story|press release)\s*[:：])",
    re.IGNORECASE,
)
_ALONE = re.compile(r"[*_]{0,2}(?:sumber|nguồn|source)\s*+(?:[*_]{1,2}\s*+)?(?:[:：]\s*+)?[*_]{0,2}\Z", re.IGNORECASE)
_THEO = re.compile(r"[(\[*_]{0,2}Theo(?:\s*[:：]\s*|\s+)(?=[a-z\d-]+\.[a-z]|[A-ZÀ-ỸĐ])")
_WIRE = re.compile(r"SOURCE\s+([A-Z].{1,80})\Z")  # as PR Newswire ends
_RELEASED = re.compile(  # what a copy of a release says of where it was sent out
    r"\[?(?:original|source|original ?/ ?source) (?:press |news )?release\]?\s*[:(]|view (?:source"
    r"|original) (?:version|content)\b"
    r"|(?:this )?(?:press |news )?release (?:was )?(?:originally |first )?(?:distributed|issued"
    r"|sent out) (?:by|on|through|via)\b",
    re.IGNORECASE,
)
_POWERED = re.compile(  # what a medium writes under all that it brings
    r"(?P<name>[A-Z][\w.&]{2,30}(?: [A-Z][\w.&]{1,20}){0,3}) is powered by [A-Z]|.{0,80}?disclaimers on the "
    r"(?P<site>[A-Z][\w.& ]{2,40}) website applicable to all content"
)
_FIRST_ON = re.compile(r"The post .{3,300} (?:first appeared|appeared first) on (?P<name>[^.\n]{2,60}?)\.?\Z")
_ON = re.compile(r" (?:on|by|through|via) (?P<name>[\w][\w .-]{2,50}?)(?:[:：]|\.?\Z| (?=https?:))")
_MARKDOWN_LINK = re.compile(r"\[([^\[\]]{1,200})\]\(([^()\s]{1,1500})\)")
_LINK = re.compile(r"\W*(?:[\w/ .-]{1,30} - )?(?:!?\[[^\[\]]{0,200}\]\([^()\s]{1,1500}\)|<?https?://\S+)\W*\Z")
_URL = re.compile(
    r"<?((?:https?://|www\.)[^\s<>\"]{3,1800}|(?:[a-z0-9-]{1,63}\.){1,4}[a-z]{2,10}/[^\s<>\"]{1,1800})>?", re.IGNORECASE
)
_BARE_URL = re.compile(r"<?(https?://[^\s<>\"]{3,1900})>?\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Source:
    """Where a page was copied from: a name (else the URL's host without www), and the URL."""

    name: str
    url: str | None
    named: bool
    released: bool = False  # the line says that what stands above it is a release


def read_source(line: str) -> Source | None:
    """The source that a last line names; None when it is a sentence that only begins with such a word."""
    line = line.strip()
    if len(line) > LONGEST:
        return None
    label = _LABEL.match(line)
    if label is not None:
        return _source(line[label.end() :].strip())
    url = _URL.search(line) if _URL_LABEL.match(line) else None
    if url is not None and not line[url.end() :].strip(" .)]*_") and slug_title(_trimmed(url[1])):
        return _source(url[1])
    wire = _WIRE.match(line)
    if wire is not None:
        issuer = _source(wire[1])
        return replace(issuer, released=True) if issuer else None
    theo = _THEO.match(line)
    if theo is not None:
        name = line[theo.end() :].strip(" .)]*_")
        return _source(name) if len(name.split()) <= 5 and "," not in name else None
    bare = _BARE_URL.match(line)
    if bare is not None and slug_title(_trimmed(bare[1])):
        return _source(line)
    return None


def sent_out_by(line: str) -> Source | None:
    """Return where a line among the last ones says that the text was sent out or first appeared: `View source version
    on newsdirect.com: ...`, `Original Press Release: <...>`, `The post ... first appeared on citybiz.`"""
    line = line.strip()
    if len(line) > LONGEST:
        return None
    post = _FIRST_ON.match(line) or _POWERED.match(line)
    if post is not None:
        return Source(next(name for name in post.groups() if name).strip(), None, True)
    release = _RELEASED.match(line)
    if release is None:
        return None
    url = _URL.search(line)
    name = _ON.search(line)
    host = _host(_trimmed(url[1])) if url else None
    if name is None and host is None:
        return None
    return Source(
        name["name"].strip() if name else str(host), _trimmed(url[1]) if url else None, name is not None, True
    )


def is_link(line: str) -> bool:
    """Whether a line is nothing but a link or a picture."""
    return len(line) <= LONGEST and _LINK.match(line) is not None


def has_words_of_its_own(line: str) -> bool:
    """Whether a line says more of its source than a label, a name and a URL (`Artikel ini telah tayang di ...`)."""
    return _URL_LABEL.match(line.strip()) is not None


def is_label_alone(line: str) -> bool:
    """Whether the line is `Sumber:` and the source stands on the next."""
    return _ALONE.match(line.strip()) is not None


def _source(rest: str) -> Source | None:
    link = _MARKDOWN_LINK.search(rest)
    if link is not None:
        rest = f"{link[1]} {link[2]}" if "://" not in link[1] else link[2]
    match = _URL.search(rest)
    url = _trimmed(match[1]) if match else None
    name = collapse((rest[: match.start()] + rest[match.end() :]) if match else rest).strip(" .,;:|()[]<>*_/–—-")
    host = _host(url) if url else None
    if url and host:
        return Source(name if _is_name(name) else host, url, _is_name(name))
    return Source(name, None, True) if _is_name(name) else None


def _is_name(name: str) -> bool:
    return bool(name) and len(name.split()) <= 10 and is_credit_name(name, alone=False)


def _trimmed(url: str) -> str:
    url = url.rstrip(".,;:!?\"'*_>]")
    return url[:-1] if url.endswith(")") and "(" not in url else url


def _host(url: str) -> str | None:
    try:
        host = urlsplit(url if "://" in url else f"//{url}").hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host and "." in host else None
