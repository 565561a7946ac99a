"""Crawl everything the public can see of an archive: every page, picture and JSON reachable by links, ids and
parameters."""

from __future__ import annotations

import io
import json
import os
import re
import zipfile
from collections import deque
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, get_args
from unittest.mock import patch

from flask.testing import FlaskClient

from archive.search import searcher
from webui.api.records import CitationFormat
from webui.feeds import oai
from webui.http.parameters import ExportFormat
from webui.pages import help as help_page
from webui.services.links import ENTITIES

FACETS = (
    "kind", "genre", "language", "year", "month", "source", "person", "place", "collection", "credit", "flag", "has",
)  # fmt: skip
SORTS = ("relevance", "date", "-date", "title", "added", "-added")
_LINK = re.compile(r"""(?:href|src|action)=["'](/[^"'#]*)""")
_OURS = re.compile(r"/(?!/|static/)")
_MOVING = re.compile(
    r'"(?:revision|index_revision|archive|added_at|took_ms|score)": ?("[^"]*"|[0-9.]+)|added [^<]*?, version'
    r"|<updated>.*?<|<lastmod>.*?<|<responseDate>.*?<|<datestamp>.*?<|<earliestDatestamp>.*?<"
    r"|(?:&amp;|[?&])result=[0-9]+|\b20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9:]{8}(?:\.[0-9]+)?Z"
)
_TAKEN_AWAY = ("/api/v1/export?", "/search.atom?")
_OF_ONCE = "/api/v1/changes"  # lists withdrawn records on purpose; see tests/webui/test_web_changes.py
_REFERENCES = frozenset(("application/x-research-info-systems", "application/x-bibtex"))
_BY_CHANCE = re.compile(
    r'"score": ?[0-9.]+|(?<=:\d\d)\.\d{6}(?=\+|Z)|\b[0-9a-f]{16,64}\b|\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b'
)
_SIMILAR = re.compile(r'<section class="about similar".*?</section>', re.DOTALL)
_ABOUT_SIMILAR = re.compile(r"/similar(?:\?|\Z)")
_MOMENTARY = frozenset(
    ("ETag", "Content-Length", "Date", "Last-Modified", "Expires")
)  # these follow from body and clock alone

EVERYTHING = "TESTS_CRAWL_ALL" in os.environ  # as in `make soak`: pairs of filters everywhere

Seen = dict[str, tuple[int, str]]


def _one_day() -> datetime:
    """Return a fixed time, so that relative dates are the same in two crawls even with midnight between them."""
    return datetime(2026, 3, 4, 12, tzinfo=UTC)


def crawl(
    client: FlaskClient,
    ids: Iterable[str] = (),
    queries: Iterable[str] = (),
    most: int = 20_000,
    *,
    exact: bool = False,
    onward: bool = True,
    pairs: bool = EVERYTHING,
) -> Seen:
    """Return status, headers and text of every route of the application and of everything the API documents, for all of
    these ids and each query with every facet, sort order and size. `onward`: also of every address that can be reached
    from these. Pictures and originals are represented by their length; with `exact` by their digest, and all headers
    are included. From a search page, each of its filters is followed, and with `pairs` a second one."""
    stood = [patch.object(module, "utc_now", _one_day) for module in (help_page, searcher, oai)]
    with stood[0], stood[1], stood[2]:
        return _crawled(client, ids, queries, most, exact=exact, onward=onward or EVERYTHING, pairs=pairs)


def _crawled(
    client: FlaskClient,
    ids: Iterable[str],
    queries: Iterable[str],
    most: int,
    *,
    exact: bool,
    onward: bool,
    pairs: bool,
) -> Seen:
    whole, of_record = _routes(client)
    waiting = deque([*whole, *_searches(["", *queries]), *_records(of_record, ids)])
    seen: Seen = {}
    while waiting and len(seen) < most:
        path = waiting.popleft()
        if path in seen:
            continue
        response = client.get(path, buffered=True)
        kind = response.mimetype or ""
        told = kind.startswith("text/") or kind.endswith("json") or (kind.endswith("xml") and "/assets/" not in path)
        told = told or kind in _REFERENCES
        momentary = frozenset[str]() if exact else _MOMENTARY
        names = "\n".join(f"{name}: {value}" for name, value in response.headers if name not in momentary)
        body = response.text if told else sha256(response.data).hexdigest() if exact else _packed(response.data, kind)
        seen[path] = response.status_code, f"{names}\n{body}"
        if told and onward:
            waiting.extend(_onward(body, response.is_json, of_record, pairs))
    return seen


def _packed(data: bytes, kind: str) -> str:
    """Return a summary of binary content: its length, and for an export the table of captions and the names and lengths
    of its pictures."""
    if kind != "application/zip":
        return f"{kind} of {len(data)} bytes"
    with zipfile.ZipFile(io.BytesIO(data)) as whole:
        names = [
            f"{one.filename} of {one.file_size} bytes" for one in whole.infolist() if one.filename != "captions.csv"
        ]
        return "\n".join([whole.read("captions.csv").decode(), *names])


def _routes(client: FlaskClient) -> tuple[list[str], list[str]]:
    """Return the addresses that the application always has, and the patterns of those of a record."""
    rules = [rule for rule in client.application.url_map.iter_rules() if rule.endpoint != "static"]
    of_record = [rule.rule for rule in rules if "record_id" in rule.arguments]
    return [rule.rule for rule in rules if not rule.arguments], of_record


def _searches(queries: Iterable[str]) -> Iterator[str]:
    facets = ",".join(FACETS)
    for q in queries:
        for sort in SORTS:
            yield f"/api/v1/search?q={q}&sort={sort}&facets={facets}&facet_size=100&page_size=100"
        yield f"/api/v1/search?q={q}&has_photo=true&page_size=100"
        yield f"/api/v1/search?q={q}&format=ninjs&page_size=100"
        yield f"/api/v1/search?q={q}&collapse=sequence,version&page_size=100"
        yield f"/api/v1/search?q={q}&cursor=*&page_size=100"
        yield f"/search?q={q}"
        yield f"/api/v1/passages?q={q}&page_size=1000"
        yield f"/api/v1/quotes?q={q}&page_size=1000"
        yield from (f"/api/v1/export?format={form}&q={q}" for form in get_args(ExportFormat))
        yield f"/search.atom?q={q}"
        if q.isalnum():
            yield from _helped(q)


def _helped(word: str) -> Iterator[str]:
    """Yield addresses that could reveal a word that was not typed exactly: misspellings, prefixes, similar words,
    suggestions."""
    slips = (word[:-1], word[1:], f"{word[:3]}x{word[4:]}", f"{word[1]}{word[0]}{word[2:]}")
    for q in (*slips, f"{word[:4]}*", f"{word[:-1]}~", f"jembatan+{word}", f"title:{word[:-1]}", f"{word}+qqqq"):
        yield f"/api/v1/search?q={q}&relax=on&page_size=100&facets={','.join(FACETS)}"
        yield f"/search?q={q}"
        yield f"/search?q={q}&relax=off&kind=speech"
    for kind, path in ENTITIES.items():
        yield f"{path}/{word}"
        yield f"{path}?like={word}"
        yield f"/api/v1/entities/{kind}-{word}"
    for typed in (
        *(word[:n] for n in range(2, len(word) + 1)),
        f"jembatan+{word[:3]}",
        f"{word}+",
        f"{word[0]}x{word[1:]}",
    ):
        yield f"/api/v1/suggest?q={typed}&limit=20"


def _records(patterns: Iterable[str], ids: Iterable[str]) -> Iterator[str]:
    for id_ in ids:
        for pattern in patterns:
            path = pattern.replace("<record_id>", id_).replace("<number>", "1").replace("<offset>", "0")
            yield from (path.replace("<n>", str(n)) for n in range(4)) if "<n>" in path else (path,)
            if path.endswith("/similar"):
                yield f"{path}?limit=20"
            if path.endswith("/citation"):
                yield from (f"{path}?format={form}" for form in get_args(CitationFormat))


def _onward(body: str, is_json: bool, of_record: list[str], pairs: bool) -> Iterator[str]:
    found = [*_strings(json.loads(body))] if is_json else _LINK.findall(body)
    for link in found:
        path = link.replace("&amp;", "&")
        if _OURS.match(path) and "{" not in path and _is_worth_it(path, pairs):
            yield path
        if (match := re.match(r"/records/([a-z0-9]+)\Z", path)) is not None:
            yield from _records(of_record, [match[1]])


def _is_worth_it(path: str, pairs: bool) -> bool:
    """Return whether to follow an address: one filter from a search page, with `pairs` a second one, but not all
    combinations."""
    if "result=" in path:  # a record as a result of a search with words alone
        return path.count("&") < 2 and path.startswith("/records/")
    path = path.replace("&exclude=genre%3Acontainer", "")  # what pages leave out by default
    if "exclude=" in path:
        return "&" not in path
    filters = 2 + pairs if path.startswith("/search?") else 1 if path.startswith(_TAKEN_AWAY) else 99
    return path.count("&") < filters


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from _strings(item)
    elif isinstance(value, str):
        yield value


def leaks(seen: Seen, words: Iterable[str]) -> list[tuple[str, str]]:
    """Return (address, word) wherever one of the words appears in a response to a request that does not contain it. The
    digits of a score, of microseconds, of a digest and of a UUID are ignored: 2.748721913020311 is not the year
    2031."""
    wanted = [word.casefold() for word in words]
    return [
        (path, word)
        for path, (_, body) in seen.items()
        for told in (body.casefold(),)
        if any(word in told for word in wanted)
        for said in (_BY_CHANCE.sub("", body).casefold(),)
        for word in wanted
        if word in said and word not in path.casefold()
    ]


def without_similar(seen: Seen) -> Seen:
    """Return the same without the lists of similar records."""
    others = {path: told for path, told in seen.items() if not _ABOUT_SIMILAR.search(path)}
    return {path: (status, _SIMILAR.sub("", body)) for path, (status, body) in others.items()}


_EVENT = re.compile(r"/events/([a-z0-9]{12})\b")


def comparable(seen: Seen, names: dict[str, str]) -> Seen:
    """Return a comparable form: equal for two archives that look the same from outside. Ids are replaced by file names,
    and lists are unordered, because ties are ordered by random ids (this also affects the position of a result). Values
    that change with every write are removed. Keys of events are random too; they are numbered as listed."""
    listed = _EVENT.findall(seen.get("/events", (0, ""))[1])
    names = names | {key: f"event {n}" for n, key in enumerate(dict.fromkeys(listed), 1)}
    return {
        _same(path, names): (status, _unordered(_same(body, names)))
        for path, (status, body) in seen.items()
        if "result=" not in path and path != _OF_ONCE
    }


def _same(text: str, names: dict[str, str]) -> str:
    text = _MOVING.sub("", text)
    for id_, name in names.items():
        text = text.replace(id_, name)
    return text


def _unordered(text: str) -> str:
    return "\n".join(sorted(re.split(r"[\n<>{}\[\],]+", text)))
