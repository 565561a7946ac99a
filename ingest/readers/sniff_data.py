"""Tells news and exported records from other JSON and XML, by keys and root elements, and subtitles from text."""

from __future__ import annotations

import re

from archive.media_types import JSON_LINES, NEWSML, NINJS, NITF, RECORD, RESULTS, SUBRIP, WEBVTT
from ingest.readers.json_input import first_keys

NEWSITEM, NEWSMESSAGE, PACKAGE = (f"{NEWSML}{kind}+xml" for kind in ("newsitem", "newsmessage", "packageitem"))
NEWSML_NAMESPACE = "http://iptc.org/std/nar/2006-10-01/"
_ROOTS = {"newsItem": NEWSITEM, "newsMessage": NEWSMESSAGE, "packageItem": PACKAGE}

# by which an item of ninjs is known, beside the `uri` that it must have (ninjs 1.8, 2.4 and 3.3)
_NINJS_KEYS = frozenset(
    re.findall(
        r"\w+",
        "type mimetype representationtype profile versioncreated firstcreated contentcreated embargoed embargoeduntil"
        " pubstatus urgency copyrightholder copyrightnotice usageterms ednote headline headlines slugline byline bodies"
        " body_text body_xhtml body_html renditions associations infosource infosources",
    )
)
# webui.api.models.RecordAnswer and models_search.Result; models_search.SearchAnswer
_RECORD_KEYS = frozenset({"id", "kind", "title", "status"})
_RESULTS_KEYS = frozenset({"query", "total", "results"})
TIMING = re.compile(r"(\d{1,3}:\d\d:\d\d[,.]\d{1,3}|\d{1,3}:\d\d\.\d{3})\s*-->\s*(\d{1,3}:(?:\d\d:)?\d\d[,.]\d{1,3})")
_SUBRIP = re.compile(r"\d{1,6}[ \t]*\r?\n\s{0,20}\d")  # the number of a cue, and its times
_BEFORE_ROOT = re.compile(r"(?:\s*<\?.{0,2000}?\?>|\s*<!--.{0,8000}?-->)+", re.S)
_DOCTYPE = re.compile(r"\s*<!DOCTYPE\s+(\w{1,40})", re.I)
_ROOT = re.compile(r"<(?:[\w.-]{1,64}:)?([A-Za-z]\w{1,40})((?:\s[^<>]{0,8000})?)>")


def told(text: str, said: str | None = None) -> str | None:
    """The media type of a text by its first 64 kB, None when it is none of these. `said`: that of its suffix."""
    start = text.lstrip("\ufeff \t\r\n")
    if start[:1] == "<":
        return _markup(start)
    if start[:1] in ("{", "[") or said == JSON_LINES:
        return _json(start, said)
    if re.match(r"WEBVTT(?:[ \t\r\n]|\Z)", start):
        return WEBVTT
    if said == SUBRIP and TIMING.match(start):  # some programs leave the numbers out
        return SUBRIP
    if _SUBRIP.match(start) and TIMING.match(start.split("\n", 2)[1].strip()):
        return SUBRIP
    return None


def _markup(start: str) -> str | None:
    """By the root element: `nitf` is a name that nothing else has, those of NewsML-G2 need their namespace."""
    before = _BEFORE_ROOT.match(start)
    body = start[before.end() :] if before else start
    doctype, root = _DOCTYPE.match(body), _ROOT.search(body)
    if doctype and doctype[1] == "nitf":
        return NITF
    if root is None or (doctype is None and body[: root.start()].strip()):
        return None
    if root[1] == "nitf":
        return NITF
    return _ROOTS.get(root[1]) if NEWSML_NAMESPACE in root[2] else None


def _json(start: str, said: str | None) -> str | None:
    """By the keys of the first object; several known ones, a line each, are lines whatever the file is called."""
    if said == JSON_LINES:
        known = any(_object(first_keys(line)[0]) for line in start.split("\n", 20)[:20])
        return JSON_LINES if known else None
    keys, more = first_keys(start)
    found = _object(keys)
    return JSON_LINES if found and more else found


def _object(keys: frozenset[str]) -> str | None:
    if keys >= _RECORD_KEYS:
        return RECORD
    if keys >= _RESULTS_KEYS:
        return RESULTS
    plain = frozenset(key.casefold() for key in keys)
    return NINJS if len(plain & _NINJS_KEYS) >= (2 if plain & {"uri", "standard"} else 4) else None
