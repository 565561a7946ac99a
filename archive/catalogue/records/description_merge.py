"""Merge descriptions of a photo from several sources: archivist, sidecars, original, other files, in this order."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Row, and_, select

from archive.captions.fallback_titles import follow_caption, rank_fallback_title
from archive.catalogue.schema.filenames import folder_of, name_key
from archive.catalogue.schema.tables import companions, names
from archive.record import (
    ARCHIVIST,
    GPS_OTHER,
    OTHER,
    TEXT_ORIGIN,
    Candidate,
    Description,
    Mention,
    Role,
    strictest_embargo,
)

SIDECAR, ATTACHMENT = "sidecar:", "attachment:"  # prefixes of the origins of a companion's values
COMPANIONS = (SIDECAR, ATTACHMENT)
NEVER = frozenset({"kind", "genre"})  # decided by the original alone
OF_TEXTS = frozenset({TEXT_ORIGIN, "ocr"})  # sources of the text in force, which is the original's
# Keys measured by camera or decoder: copies of them by other programs, sidecars included, rank lower.
MEASURED = frozenset({
    "camera", "camera_make", "camera_model", "gps", "gps_altitude", "height", "orientation", "width",
})  # fmt: skip
_MEASURED_BY = ("exif:", "codec")  # prefixes of the origins of measured values


def merge(own: Description, sidecars: Iterable[Description] = (), others: Iterable[Description] = ()) -> Description:
    """Return the description of a record whose original has the description `own`, with every candidate of its
    companions: those of sidecars before its own, those of other files after them, each list in order of trust; but what
    the original's camera measured comes first. A generated title comes after every given one. Everything except the
    values stays the original's."""
    merged = Description.from_json(own.to_json())
    before = [_offers(sidecar, SIDECAR) for sidecar in sidecars]
    after = [_offers(other, ATTACHMENT) for other in others]
    for key in dict.fromkeys(key for offers in (*before, *after) for key in offers):
        said = merged.origins.get(key, [])
        measured = [offer for offer in said if key in MEASURED and offer.origin.startswith(_MEASURED_BY)]
        ranked = measured + [offer for offers in before for offer in offers.get(key, [])]
        ranked += [offer for offer in said if offer not in measured]
        ranked += [offer for offers in after for offer in offers.get(key, [])]
        merged.origins[key] = ranked
        if key not in (OTHER, GPS_OTHER):
            merged.values[key] = ranked[0].value
    if (before or after) and (titles := merged.origins.get("title")):
        titles.sort(key=_made_up)
        merged.values["title"] = titles[0].value
    return merged


def _offers(companion: Description, mark: str) -> dict[str, list[Candidate]]:
    """Yield a companion's candidates, with origins marked as a companion's."""
    return {
        key: [
            offer if offer.origin.startswith(mark) else replace(offer, origin=mark + offer.origin) for offer in offers
        ]
        for key, offers in companion.origins.items()
        if key not in NEVER | OF_TEXTS
    }


def _made_up(title: Candidate) -> int:
    return rank_fallback_title(title, COMPANIONS)


def refresh_made_title(description: Description) -> None:
    """Generate a title from a caption or file name again, from the caption in use."""
    titles = follow_caption(description.origins, COMPANIONS)
    if titles:
        description.origins["title"], description.values["title"] = titles, titles[0].value


def select_original_candidates(origins: Mapping[str, Sequence[Candidate]]) -> dict[str, list[Candidate]]:
    """Return, by key, a record's candidates from its original alone. Keys without any are left out."""
    found = {
        key: [offer for offer in offers if not (offer.origin == ARCHIVIST or offer.origin.startswith(COMPANIONS))]
        for key, offers in origins.items()
    }
    return {key: offers for key, offers in found.items() if offers}


def keep_archivist(new: Description, old: Mapping[str, Sequence[Candidate]]) -> Description:
    """Return the new description with the archivist's values on top; the new values of the files stay candidates below
    them, and so do the original's former values of keys that the archivist changed."""
    merged = Description.from_json(new.to_json())
    for key, offers in old.items():
        if offers and offers[0].origin == ARCHIVIST:
            below = [offer for offer in merged.origins.get(key, []) if offer.origin != ARCHIVIST]
            below += [offer for offer in offers[1:] if offer not in below and not offer.origin.startswith(COMPANIONS)]
            merged.origins[key] = [offers[0], *below]
            merged.values[key] = offers[0].value
    return merged


def list_descriptions(conn: Connection, record: str) -> tuple[list[Description], list[Description]]:
    """Return the descriptions in a record's sidecars, and in its other files. Sidecars still at their place of origin
    come first, then those named after the whole file name (`a.jpg.xmp`), then the newest; equal bytes count once. Those
    of a merged file come at its position."""
    at = [companions.c[part] == names.c[part] for part in ("root", "path", "member", "sha256")]
    rows = select(companions, names.c.live).outerjoin(names, and_(*at))
    rows = rows.where(companions.c.record == record, companions.c.used)
    found = list(conn.execute(rows.order_by(companions.c.accession.desc(), companions.c.path, companions.c.id)))
    if not found:
        return [], []
    called = conn.execute(select(names).where(names.c.record == record)).all()
    keys = {name.key for name in called}
    found.sort(key=lambda row: (not row.live, row.stem not in keys))
    beside = {row.sha256 for row in found if row.role == Role.SIDECAR.value}
    joined = {row.sha256 for row in found if row.joined} - beside
    photos = [name for name in called if name.sha256 not in beside]
    theirs = places(photos, joined, True) - places(photos, joined, False) if joined else set()
    sidecars: dict[str, Description] = {}
    others: dict[str, Description] = {}
    for row in found:
        first = row.role == Role.SIDECAR.value and (row.root, row.folder, row.stem) not in theirs
        (sidecars if first else others).setdefault(row.sha256, Description.from_json(row.description))
    return list(sidecars.values()), list(others.values())


def places(called: Iterable[Row[Any]], joined: Collection[str], of_joined: bool) -> set[tuple[str, str, str]]:
    """Return the names that sidecars of a record's own files would have, or of files merged into it (`of_joined`)."""
    rows = [name for name in called if (name.sha256 in joined) == of_joined]
    return {
        (name.root, "/".join(folder_of(name.path, name.member)), stem)
        for name in rows
        for stem in (name.key, name.key.rpartition(".")[0] or name.key)
    }


def joined_keys(conn: Connection, record: str) -> set[str]:
    """Return the keys of the names mentioned by files merged into a record, or by their earlier versions."""
    rows = select(companions.c.description).where(companions.c.record == record, companions.c.joined)
    told = [Description.from_json(description) for description in conn.execute(rows).scalars()]
    return {name_key(mention.filename) for one in told for mention in one.mentions}


def with_joined_mentions(conn: Connection, record: str, own: Sequence[Mention], end: int) -> list[Mention]:
    """Return the `own` mentions of a record, and the other mentions in files merged into it, placed at the `end` of its
    text. A name that several of them mention gets the strictest of their embargoes."""
    rows = select(companions.c.description).where(companions.c.record == record, companions.c.used, companions.c.joined)
    found, joined = list(own), list(conn.execute(rows.order_by(companions.c.id)).scalars())
    embargoes = strictest_of(own)
    for said_there in joined:
        told = Description.from_json(said_there).mentions
        found += [replace(mention, offset=end) for mention in told if name_key(mention.filename) not in embargoes]
        for key, embargo in strictest_of(told).items():
            embargoes[key] = strictest_embargo([embargoes.get(key), embargo])
    if not joined:
        return found
    return [replace(mention, embargo=embargoes[name_key(mention.filename)]) for mention in found]


def strictest_of(named: Iterable[Mention]) -> dict[str, Mapping[str, Any] | None]:
    """Return, by key of a file name, the strictest embargo in these mentions of it."""
    found: dict[str, Mapping[str, Any] | None] = {}
    for mention in named:
        key = name_key(mention.filename)
        found[key] = strictest_embargo([found.get(key), mention.embargo])
    return found
