"""Read JSON files within limits, and identify JSON texts by the keys of their objects."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from archive.errors import Unreadable
from archive.messages import Message, message_of
from archive.text.charset import decode_text
from ingest.readers.base.source import Source

MAX_BYTES = 16 << 20
MAX_VALUES = 1_000_000  # separators and brackets: each value takes memory many times its bytes
MAX_DEPTH = 64

# Keys of articles in publishers' systems, by `plain_key`. The first one found counts.
TITLES = ("headline", "title", "judul", "tiêuđề", "tieude", "webtitle")
BODIES = (
    *("articlebody", "contenthtml", "bodyhtml", "html", "content", "body", "fulltext", "contenttext", "bodytext"),
    *("plaintext", "text", "isi", "konten", "nộidung", "noidung", "leadparagraph"),
)
WRAPPED = ("attributes", "fields", "_source", "node", "post", "article")  # objects that may contain those keys
_WRAPPED_DEPTH = 4  # objects and lists around an article
_WRITTEN = 20  # number of objects that are searched for articles

_TOKEN = re.compile(r'"((?:[^"\\]|\\.)*)"|[{}\[\]:,]|[^\s"{}\[\]:,]+')


def load(source: Source) -> Any:
    """Return the plain values in the file. Raise Unreadable if it is too large, nested too deep, or not JSON (RFC
    8259)."""
    data = source.head(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise Unreadable(Message("json-too-large", file=source.filename, size=MAX_BYTES >> 20))
    try:
        return parse(decode_text(data).text.lstrip("\ufeff"))
    except ValueError as error:
        raise Unreadable(Message("json-unreadable", file=source.filename, why=message_of(error))) from error


def parse(text: str) -> Any:
    """Return the plain values of a JSON text. Raise ValueError with half a sentence that says what is wrong."""
    if sum(map(text.count, "[{,")) > MAX_VALUES:
        raise ValueError(Message("json-too-many-values", most=f"{MAX_VALUES:,}"))
    if _bracket_depth(text) > MAX_DEPTH:
        raise ValueError(Message("nested-too-deep", most=MAX_DEPTH))
    try:
        return json.loads(text, strict=False)
    except json.JSONDecodeError as error:
        raise ValueError(f"{error.msg}, line {error.lineno} column {error.colno}") from None
    except (ValueError, RecursionError) as error:  # a number of thousands of digits
        raise ValueError(" ".join(str(error).split())[:100]) from None


def _bracket_depth(text: str) -> int:
    depth = deepest = 0
    for found in _TOKEN.finditer(text):
        mark = found.group()
        if mark in ("{", "["):
            depth += 1
            if depth > deepest:
                deepest = depth
            if deepest > MAX_DEPTH:
                break
        elif mark in ("}", "]"):
            depth -= 1
    return deepest


def first_keys(text: str) -> tuple[frozenset[str], bool]:
    """Return (the keys of the first object in a text that may be cut off; whether another object is on a line below
    it). An object in a list counts as the first. No keys if there is none."""
    start = text.find("{")
    if start < 0 or text[:start].strip(" \t\r\n\ufeff[,"):
        return frozenset(), False
    keys: set[str] = set()
    depth, before = 0, ("", "")
    for found in _TOKEN.finditer(text, start):
        mark = found.group()
        if mark == ":" and depth == 1 and before[0].startswith('"'):
            keys.add(before[1])
        depth += (mark in ("{", "[")) - (mark in ("}", "]"))
        if depth == 0:
            return frozenset(keys), re.match(r"[ \t]*\r?\n\s*\{", text[found.end() : found.end() + 200]) is not None
        before = mark, found.group(1) or ""
    return frozenset(keys), False


def plain_key(key: str) -> str:
    """Return a key in normalised spelling: `articleBody`, `article_body`, `Article-Body` are equal."""
    return re.sub(r"[\s_-]+", "", key.casefold()) if key not in WRAPPED else key


def is_article(keys: Iterable[str]) -> bool:
    """Return whether an object with these keys is an article: it has one for a title, and one for a text."""
    plain = {plain_key(key) for key in keys}
    return not plain.isdisjoint(TITLES) and not plain.isdisjoint(BODIES)


def has_article(text: str) -> bool:
    """Return whether an article is one of the first objects in a JSON text that may be cut off."""
    stack: list[set[str] | None] = []
    before, seen = "", 0
    for found in _TOKEN.finditer(text):
        mark = found.group()
        if mark == ":" and stack and (keys := stack[-1]) is not None:
            keys.add(before)
            if len(stack) <= _WRAPPED_DEPTH and is_article(keys):
                return True
        elif mark in ("{", "["):
            stack.append(set() if mark == "{" else None)
            if len(stack) > MAX_DEPTH:
                return False
        elif mark in ("}", "]") and stack:
            seen += stack.pop() is not None
            if seen > _WRITTEN:
                return False
        before = found.group(1) or ""
    return False
