"""Tells news and exported records from other JSON and XML, by keys and root elements, and subtitles from text."""

from __future__ import annotations

import re

from ingest.readers.json_input import first_keys

NITF = "text/vnd.iptc.nitf"
NEWSITEM = "application/vnd.iptc.g2.newsitem+xml"
NEWSMESSAGE = "application/vnd.iptc.g2.newsmessage+xml"
PACKAGE = "application/vnd.iptc.g2.packageitem+xml"
NINJS = "application/x.ninjs+json"  # IANA has no name for it
RECORD = "application/x.press-archive.record+json"
RESULTS = "application/x.press-archive.results+json"
LINES = "application/jsonl"
LINE_SUFFIXES = frozenset({".jsonl", ".ndjson"})
SRT = "application/x-subrip"
VTT = "text/vtt"
NEWSML_NAMESPACE = "http://iptc.org/std/nar/2006-10-01/"
NEWSML = {"newsItem": NEWSITEM, "newsMessage": NEWSMESSAGE, "packageItem": PACKAGE}

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


def told(text: str, suffix: str = "") -> str | None:
    """The media type of a text by its first 64 kB, None when it is none of these."""
    start = text.lstrip("\ufeff \t\r\n")
    if start[:1] == "<":
        return _markup(start)
    if start[:1] in ("{", "[") or suffix in LINE_SUFFIXES:
        return _json(start, suffix)
    if re.match(r"WEBVTT(?:[ \t\r\n]|\Z)", start):
        return VTT
    if suffix == ".srt" and TIMING.match(start):  # some programs leave the numbers out
        return SRT
    if _SUBRIP.match(start) and TIMING.match(start.split("\n", 2)[1].strip()):
        return SRT
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
    return NEWSML.get(root[1]) if NEWSML_NAMESPACE in root[2] else None


def _json(start: str, suffix: str) -> str | None:
    """By the keys of the first object; several known ones, a line each, are lines whatever the file is called."""
    if suffix in LINE_SUFFIXES:
        known = any(_object(first_keys(line)[0]) for line in start.split("\n", 20)[:20])
        return LINES if known else None
    keys, more = first_keys(start)
    found = _object(keys)
    return LINES if found and more else found


def _object(keys: frozenset[str]) -> str | None:
    if keys >= _RECORD_KEYS:
        return RECORD
    if keys >= _RESULTS_KEYS:
        return RESULTS
    plain = frozenset(key.casefold() for key in keys)
    return NINJS if len(plain & _NINJS_KEYS) >= (2 if plain & {"uri", "standard"} else 4) else None
