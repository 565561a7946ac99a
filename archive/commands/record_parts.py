"""What `records show` tells of a record beside its values: files, captions, credits, people, what it goes with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from archive.access import ARCHIVIST
from archive.archive import Archive
from archive.credits import credits_of, flagged
from archive.editing.values import shown
from archive.ledger import ledger
from archive.record import Kind, Link, Record, Relation
from archive.shown import people_of

_ALSO_AS = "also-as"
_MOST = 40  # lines of one part for people; the JSON has all


def parts(archive: Archive, record: Record) -> dict[str, Any]:
    """Plain values: `title`, `files`, `articles` (that name this photo), `mentions` (photos that it names), `also_as`,
    `relations` (each with certainty and reason), `sequence` (its label, None for a photo that stands alone), `credits`,
    `flags`, `people`, `captions`."""
    run = archive.catalogue.sequence(record.id, ARCHIVIST, most=1) if record.kind is Kind.PHOTO else None
    given, linked = credits_of(record, archive.authorities()), record.with_guesses()
    return {
        "title": record.title,
        "files": [
            {"n": asset.n, "role": asset.role.value, "names": list(asset.names)}
            | {"version": asset.version, "sha256": asset.sha256}
            | ({"closed": True, "release_at": asset.release_at} if asset.closed else {})
            for asset in record.assets
        ],
        "articles": [_link(link) for link in linked.articles],
        "mentions": [_link(link) for link in linked.photos],
        "also_as": [
            {"record": other.record, "title": other.title, "certainty": other.certainty, "origin": other.origin}
            for other in record.relations
            if other.type == _ALSO_AS
        ],
        "relations": [_related(other) for other in record.relations if other.type != _ALSO_AS],
        "sequence": run.label if run else None,
        "credits": [one.to_json() for one in given],
        "flags": [flag for flag, _ in flagged(record, given)],
        "people": [one.to_json() for one in people_of(record)],
        "captions": [asdict(entry) for entry in ledger(record)],
    }


def _link(link: Link) -> dict[str, Any]:
    said = {"n": link.n, "filename": link.mention.filename, "caption": link.mention.caption}
    told = {"record": link.record, "title": link.title, "doubtful": link.doubtful, "reason": link.reason}
    return told | said | {"credit": link.mention.credit}


def _related(other: Relation) -> dict[str, Any]:
    said = {"type": other.type, "record": other.record, "title": other.title, "certainty": other.certainty}
    return said | {"doubtful": other.doubtful, "origin": other.origin, "reason": other.reason}


def lines(told: dict[str, Any]) -> Iterator[str]:
    """The same for people, a line for each; what there is nothing of is left out."""
    for head, items in (
        ("files", [_file(one) for one in told["files"]]),
        ("captions", [_caption(one) for one in told["captions"]]),
        ("credits", [f"{shown(one['words'])}{_from(one)}{_read(one)}" for one in told["credits"]]),
        ("flags", told["flags"]),
        ("people", [_person(one) for one in told["people"]]),
        ("articles that name it", [_named(one) for one in told["articles"]]),
        ("photos it names", [_named(one) for one in told["mentions"]]),
        ("also as", [f"{one['record']}  {shown(one['title'])}" for one in told["also_as"]]),
        ("goes with", [_goes_with(one) for one in told["relations"]]),
        ("sequence", [told["sequence"]] if told["sequence"] else []),
    ):
        if items:
            yield f"{head}:"
            yield from (f"  {item}" for item in items[:_MOST])
        if len(items) > _MOST:
            yield f"  and {len(items) - _MOST:,} more: --json has all"


def _file(one: dict[str, Any]) -> str:
    names = "; ".join(map(shown, one["names"])) or one["sha256"]
    until = f"until {one['release_at']}" if one.get("release_at") else "until someone decides"
    is_closed = f"  (closed to the public {until})" if one.get("closed") else ""
    return f"{one['n']}: {one['role']}, version {one['version']}: {names}{is_closed}"


def _caption(one: dict[str, Any]) -> str:
    sources = ", ".join(dict.fromkeys(source["record"] or source["origin"] for source in one["sources"]))
    mark = {"facts": "CONFLICT ", "words": "worded differently: "}.get(one["differs"] or "", "")
    what = "for those who cannot see it: " if one["what"] == "alt_text" else ""
    language = f"({one['language']}) " if one["language"] else ""
    return f"{mark}{what}{language}{shown(one['words'])}  [{sources}]"


def _read(one: dict[str, Any]) -> str:
    """Who is who in a credit, where that is not all of its words."""
    names = (("photographer", "photographers"), ("agency", "agencies"), ("via", "via"))
    who = [f"{label} {', '.join(one[key])}" for label, key in names if one[key]]
    return f"  ({'; '.join(who)})" if who else ""


def _person(one: dict[str, Any]) -> str:
    where = ", ".join(shown(one[key]) for key in ("position", "title") if one[key])
    return f"{shown(one['name'])}{f' ({where})' if where else ''}{_from(one)}"


def _named(one: dict[str, Any]) -> str:
    at = f"{one['record'] or 'nothing here'}  {shown(one['title'] or one['filename'])}"
    doubt = f"  (probably: {shown(one['reason'])})" if one["record"] and one["doubtful"] else ""
    caption = f": {shown(one['caption'])[:300]}" if one["caption"] else ""
    return f"{at}{doubt}{caption}"


def _goes_with(one: dict[str, Any]) -> str:
    sure = "probably " if one["doubtful"] else ""
    why = f"{one['certainty']:.0%}, {one['reason'] or one['origin']}"
    return f"{sure}{one['type']} {one['record']}  {shown(one['title'])}  ({why})"


def _from(one: dict[str, Any]) -> str:
    return f"  [{one['record'] or one['origin']}]"
