"""Records in bags: one JSON object per line, which this program can read again, and the names of their files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from archive.access import PUBLIC, Viewer
from archive.captions.caption_statements import in_force
from archive.custody.bag_paths import folded, payload_name
from archive.positions import without_positions
from archive.record import Asset, Link, Record, Role, origins_json
from archive.storage.archive import Archive

RECORDS = "metadata/records.ndjson"
_AT_ONCE = 100  # records in memory


@dataclass(frozen=True, slots=True)
class BagFile:
    """A file of a record in a bag: `path` is that below the folder of the payload."""

    asset: Asset
    path: str


@dataclass(frozen=True, slots=True)
class BagRecord:
    """A record with its content for a bag. `decided`: the archivist decided who may see it. `events` is empty if the
    reader may not see them."""

    record: Record
    text: str
    files: tuple[BagFile, ...]
    accession: int | None
    decided: bool
    events: tuple[dict[str, Any], ...]


def bag_records(archive: Archive, ids: Sequence[str], viewer: Viewer) -> Iterator[BagRecord]:
    """Yield these records in order, as far as the viewer may see them, in batches."""
    whole = viewer != PUBLIC
    for first in range(0, len(ids), _AT_ONCE):
        page = ids[first : first + _AT_ONCE]
        texts = archive.catalogue.texts(page, viewer)
        accessions = archive.catalogue.accessions_of(page) if whole else {}
        for record in archive.catalogue.get_many(page, viewer):
            shown = record if whole else _for_all(record, positions=archive.settings.web.show_positions)
            events = tuple(archive.catalogue.events(record.id)) if whole else ()
            decided = whole and archive.catalogue.access_is_decided(record.id)
            files = _files(archive, shown, viewer)
            yield BagRecord(shown, texts.get(record.id, ""), files, accessions.get(record.id), decided, events)


def _for_all(record: Record, *, positions: bool) -> Record:
    """Return what the pages of the record show to everyone."""
    shown = replace(record, origins={key: in_force(offers) for key, offers in record.origins.items()})
    return shown if positions else without_positions(shown)


def _files(archive: Archive, record: Record, viewer: Viewer) -> tuple[BagFile, ...]:
    """Return the files of a record under names that differ on every system. Files that contain a held file are left
    out."""
    newest, taken, found = record.original.n, set[str](), []
    folder = f"{(record.date or '')[:4] or 'undated'}/{record.id}"
    for asset in record.assets:
        if archive.catalogue.gives_away(asset.sha256, viewer):
            continue
        is_earlier = asset.role is Role.ORIGINAL and asset.n != newest
        name = payload_name(asset.filename)
        stem, dot, suffix = name.rpartition(".") if "." in name else (name, "", "")
        if is_earlier or folded(name) in taken:
            name = f"{stem}.{f'v{asset.version}' if is_earlier else asset.n}{dot}{suffix}"
        while folded(name) in taken:
            name = f"{asset.n}-{name}"
        taken.add(folded(name))
        found.append(BagFile(asset, f"{folder}/{name}"))
    return tuple(found)


def record_line(one: BagRecord) -> dict[str, Any]:
    """Return a record as a line of RECORDS. Its keys are those of the API, plus `hold_reason`, `release_at`,
    `access_decided`, `accession`, and `path` of each file."""
    record, values = one.record, one.record.values
    return {
        "id": record.id,
        "kind": record.kind.value,
        "genre": values.get("genre"),
        "title": record.title,
        "status": record.status.value,
        "release_at": record.release_at,
        "hold_reason": record.hold_reason,
        "access_decided": one.decided,
        "accession": one.accession,
        "date": record.date,
        "date_precision": record.date_precision,
        "language": values.get("language"),
        "added_at": record.added_at,
        "version": record.version,
        "values": dict(values),
        "origins": origins_json({key: offers for key, offers in record.origins.items() if offers}),
        "text": one.text,
        "assets": [_asset(file) for file in one.files],
        "mentions": [_link(link) for link in record.photos],
        "articles": [_link(link) for link in record.articles],
        "relations": [
            {"type": other.type, "record": other.record, "title": other.title, "certainty": other.certainty}
            for other in record.relations
        ],
        "notes": list(record.notes),
    }


def _asset(file: BagFile) -> dict[str, Any]:
    asset = file.asset
    told = {"n": asset.n, "role": asset.role.value, "filename": asset.filename, "media_type": asset.media_type}
    told |= {"size": asset.size, "sha256": asset.sha256, "version": asset.version, "path": f"data/{file.path}"}
    return told | ({"closed": True, "release_at": asset.release_at} if asset.closed else {})


def _link(link: Link) -> dict[str, Any]:
    mention = link.mention
    told = {"n": link.n, "filename": mention.filename, "caption": mention.caption, "credit": mention.credit}
    told |= {"caption_raw": mention.caption_raw, "offset": mention.offset, "language": mention.language}
    return told | {"date": mention.date, "record": link.record, "title": link.title, "doubtful": link.doubtful}
