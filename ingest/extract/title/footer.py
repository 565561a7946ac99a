"""Last lines of a page: source (`Sumber: URL`, `Nguồn: Báo X`, `Theo X`), author, editor, copyright, tags, and a credit
for all photos (`Photos: X`)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from archive.text.orthography import collapse
from archive.text.patterns import lazy_regex
from ingest.extract.boilerplate.boilerplate import (
    byline,
    copyright_line,
    end_mark,
    page_tool,
    read_related_link,
    releases_now,
    tags,
)
from ingest.extract.boilerplate.text_blocks import Block
from ingest.extract.captions.credit_lines import is_credit_line, is_credit_name, split_credit
from ingest.extract.captions.picture_names import picture_names
from ingest.extract.dates.dateline import is_date_line
from ingest.extract.dates.url_slug import slug_title

LONGEST = 2000

_LABEL = lazy_regex(
    r"[\s*_(\[>-]{0,4}(?:(?:link |tautan |url |alamat )?sumber(?: (?:artikel|berita|asli|tulisan|naskah))?|"
    r"(?:link |theo )?nguồn(?: (?:bài viết|tin|bài|gốc|dẫn|tham khảo))?|(?:original |article )?source(?: (?:url"
    r"|link|article))?|"
    r"artikel asli|bài gốc|link gốc|original(?: article)?|dikutip dari|dilansir dari"
    r"|via)\s*+(?:[*_]{1,2}\s*+)?[:：]\s*+(?:[*_]{1,2}\s*+)?",
    re.IGNORECASE,
)
_URL_LABEL = lazy_regex(  # counts only with the URL of an article after it
    r"[\s*_(\[>-]{0,4}(?:(?:link|tautan|url|đường dẫn|nguồn)(?: (?:bài gốc|bài viết|berita|artikel|asli|gốc))?\s*[:：]|"
    r"(?:this (?:article|story) (?:was )?)?(?:originally|first) (?:published|appeared) (?:at|on|in|by)\b|"
    r"(?:artikel|berita|tulisan) ini (?:telah |sudah |pertama kali )?(?:tayang|terbit|dimuat|diterbitkan) (?:di"
    r"|pada)\b|"
    r"(?:baca|lihat) (?:artikel|berita|sumber) (?:asli|aslinya)(?: di)?\b|xem bài gốc\b"
    r"|bài viết (?:được )?đăng (?:trên|tại)\b"
    r"|full (?:article|text|story|press release)\s*[:：])",
    re.IGNORECASE,
)
_ALONE = lazy_regex(r"[*_]{0,2}(?:sumber|nguồn|source)\s*+(?:[*_]{1,2}\s*+)?(?:[:：]\s*+)?[*_]{0,2}\Z", re.IGNORECASE)
_THEO = lazy_regex(r"[(\[*_]{0,2}Theo(?:\s*[:：]\s*|\s+)(?=[a-z\d-]+\.[a-z]|[A-ZÀ-ỸĐ])")
_WIRE = lazy_regex(r"SOURCE\s+([A-Z].{1,80})\Z")  # the end of PR Newswire releases
_RELEASED = lazy_regex(  # what a copy of a release says about its distribution
    r"\[?(?:original|source|original ?/ ?source) (?:press |news )?release\]?\s*[:(]|view (?:source"
    r"|original) (?:version|content)\b"
    r"|(?:this )?(?:press |news )?release (?:was )?(?:originally |first )?(?:distributed|issued"
    r"|sent out) (?:by|on|through|via)\b",
    re.IGNORECASE,
)
_POWERED = lazy_regex(  # added by a medium below everything it publishes
    r"(?P<name>[A-Z][\w.&]{2,30}(?: [A-Z][\w.&]{1,20}){0,3}) is powered by [A-Z]|.{0,80}?disclaimers on the "
    r"(?P<site>[A-Z][\w.& ]{2,40}) website applicable to all content"
)
_FIRST_ON = lazy_regex(r"The post .{3,300} (?:first appeared|appeared first) on (?P<name>[^.\n]{2,60}?)\.?\Z")
_ON = lazy_regex(r" (?:on|by|through|via) (?P<name>[\w][\w .-]{2,50}?)(?:[:：]|\.?\Z| (?=https?:))")
_MARKDOWN_LINK = lazy_regex(r"\[([^\[\]]{1,200})\]\(([^()\s]{1,1500})\)")
_LINK = lazy_regex(r"\W*(?:[\w/ .-]{1,30} - )?(?:!?\[[^\[\]]{0,200}\]\([^()\s]{1,1500}\)|<?https?://\S+)\W*\Z")
_URL = lazy_regex(
    r"<?((?:https?://|www\.)[^\s<>\"]{3,1800}|(?:[a-z0-9-]{1,63}\.){1,4}[a-z]{2,10}/[^\s<>\"]{1,1800})>?", re.IGNORECASE
)
_BARE_URL = lazy_regex(r"<?(https?://[^\s<>\"]{3,1900})>?\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PageSource:
    """Where a page was copied from: a name (or else the URL's host without www), and the URL."""

    name: str
    url: str | None
    named: bool
    released: bool = False  # the line says that the text above it is a release


def read_source(line: str) -> PageSource | None:
    """Return the source in a last line; None for a sentence that only begins with such a word."""
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


def sent_out_by(line: str) -> PageSource | None:
    """Return where a text was distributed or first published, according to one of the last lines: `View source version
    on newsdirect.com: ...`, `Original Press Release: <...>`, `The post ... first appeared on citybiz.`"""
    line = line.strip()
    if len(line) > LONGEST:
        return None
    post = _FIRST_ON.match(line) or _POWERED.match(line)
    if post is not None:
        return PageSource(next(name for name in post.groups() if name).strip(), None, True)
    release = _RELEASED.match(line)
    if release is None:
        return None
    url = _URL.search(line)
    name = _ON.search(line)
    host = _host(_trimmed(url[1])) if url else None
    if name is None and host is None:
        return None
    return PageSource(
        name["name"].strip() if name else str(host), _trimmed(url[1]) if url else None, name is not None, True
    )


def is_link(line: str) -> bool:
    """Return whether a line is only a link or a picture."""
    return len(line) <= LONGEST and _LINK.match(line) is not None


def has_words_of_its_own(line: str) -> bool:
    """Return whether a line says more about its source than a label, a name and a URL (`Artikel ini telah tayang di
    ...`)."""
    return _URL_LABEL.match(line.strip()) is not None


def is_label_alone(line: str) -> bool:
    """Return whether the line is only `Sumber:` and the source is on the next line."""
    return _ALONE.match(line.strip()) is not None


def _source(rest: str) -> PageSource | None:
    link = _MARKDOWN_LINK.search(rest)
    if link is not None:
        rest = f"{link[1]} {link[2]}" if "://" not in link[1] else link[2]
    match = _URL.search(rest)
    url = _trimmed(match[1]) if match else None
    name = collapse((rest[: match.start()] + rest[match.end() :]) if match else rest).strip(" .,;:|()[]<>*_/–—-")
    host = _host(url) if url else None
    if url and host:
        return PageSource(name if _is_name(name) else host, url, _is_name(name))
    return PageSource(name, None, True) if _is_name(name) else None


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


MOST = 40  # lines from the end that are read
MOST_BELOW = 80  # lines from the end that may name the distributor: links are below it

_FOR_ALL = lazy_regex(
    r"[\s*_(]{0,3}(?P<text>(?:teks|naskah|tulisan|berita|text|words|story|tin|bài|nội dung)\s*(?:dan|and|&|và|,"
    r"|-|/)\s*)?"
    r"(?:(?:semua|seluruh|all|các|chùm)\s+)?(?P<photo>foto-foto|foto|photos?|pictures|images|ảnh|hình ảnh|gambar)"
    r"(?:\s+(?:trong bài|oleh|by|courtesy of|credits?))?(?:\s*+(?P<colon>[:：]))?\s++(?P<name>\S.{0,110})\Z",
    re.IGNORECASE,
)
_PLURAL = {"foto-foto", "photos", "pictures", "images"}


@dataclass(slots=True)
class Foot:
    """The result for the end of a page; `lines` are its boilerplate."""

    source: PageSource | None = None
    credit: str | None = None
    creators: list[str] = field(default_factory=list)
    copyright: str | None = None
    keywords: list[str] = field(default_factory=list)
    furniture: list[str] = field(default_factory=list)
    sent_by: list[PageSource] = field(default_factory=list)


def read_foot(blocks: list[Block]) -> Foot:
    """Remove such lines from the end of the last blocks, up to any other line. A line that names the distributor is
    read anywhere among the last ones."""
    foot = Foot()
    lines = [line for block in blocks[-MOST_BELOW:] for line in block.lines][-MOST_BELOW:]
    foot.sent_by = [sent for line in lines if (sent := sent_out_by(line)) is not None]
    taken = 0
    while blocks and taken < MOST:
        block = blocks[-1]
        own = not any(picture_names(line.strip()) for line in block.lines[-MOST:])
        while block.lines and taken < MOST:
            count = _take(block.lines, foot, own)
            if not count:
                break
            del block.lines[-count:]
            taken += count
        if block.lines:
            break
        blocks.pop()
    foot.furniture.reverse()
    foot.creators.reverse()
    return foot


def closing_credit(line: str, own_block: bool) -> tuple[str, bool] | None:
    """Return (the credit for all photos, whether it is the writer too) on a line `Photos: X`, `Foto-foto: X`, `Bài,
    ảnh: X`.

    `own_block`: no photo is named in the line's block; otherwise a line in the singular belongs to that photo.
    """
    match = _FOR_ALL.match(line.strip()) if len(line) <= 160 else None
    if match is None or not (match["colon"] or " by " in line[:20].lower() or " oleh " in line[:20].lower()):
        single = own_block and is_credit_line(line)
        return (split_credit(line)[1] or "", False) if single else None
    name = match["name"].strip(" .*_)")
    many = match["photo"].casefold() in _PLURAL or match["text"] is not None
    if not (many or own_block) or picture_names(name) or not is_credit_name(name, alone=not many):
        return None
    return name, match["text"] is not None


def _take(lines: list[str], foot: Foot, own_block: bool) -> int:
    """Return how many lines from the end were recognised: 0, 1, or 2 for a label with its source on the next line."""
    line = lines[-1].strip()
    if picture_names(re.split(r"[:：]\s*", line[-600:])[-1].strip(" .,;")):
        return 0  # `Ảnh minh họa: IMG_1201.jpg` names a photo
    if foot.source is None:
        source = read_source(line)
        if source is not None:
            foot.source = source
            if has_words_of_its_own(line):
                foot.furniture.append(line)
            return 2 if len(lines) > 1 and is_label_alone(lines[-2]) else 1
        if len(lines) > 1 and is_label_alone(lines[-2]):
            foot.source = read_source(f"Source: {line}")
            return 2 if foot.source else 0
    elif not foot.source.named:
        named = read_source(line)
        if named is not None and named.named and named.url is None:  # a name above the line with the URL
            foot.source = PageSource(named.name, foot.source.url, True)
            return 1
    if not _is_closing(line, foot, own_block):
        return 0
    foot.furniture.append(line)
    return 1


def _is_closing(line: str, foot: Foot, own_block: bool) -> bool:
    names = byline(line)
    words = tags(line)
    foot.creators += [name for name in reversed(names) if name not in foot.creators]
    foot.keywords = foot.keywords or words
    if names or words:
        return True
    if copyright_line(line):
        foot.copyright = foot.copyright or line
        return True
    credit = closing_credit(line, own_block)
    if credit is not None:
        foot.credit = foot.credit or credit[0]
        foot.creators += [credit[0]] if credit[1] else []
        return True
    return (
        read_related_link(line) is not None
        or end_mark(line)
        or page_tool(line)
        or releases_now(line)
        or is_date_line(line)
    )
