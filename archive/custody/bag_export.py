"""Make a bag of records: their originals, and their metadata as JSON, Dublin Core, PREMIS and EAD.

```
data/2025/k3v9q2m7x4ab5cde/speech.docx     originals, by year and record
metadata/records.ndjson                    records with values, their origins, status and embargo
metadata/receipts.ndjson                   receipts of their accessions; not in a bag for everyone
metadata/dublin-core/k3v9q2m7x4ab5cde.xml  one for each record
metadata/premis.xml, metadata/ead3.xml     files and events; the finding aid
```
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from lxml import etree

from archive.access import PUBLIC, Viewer, instant, utc_now
from archive.catalogue.receipts.receipts import Accession
from archive.custody import premis
from archive.custody.backup import check_apart
from archive.custody.bag_paths import PAYLOAD
from archive.custody.bag_records import RECORDS, BagRecord, bag_records, record_line
from archive.custody.bag_writer import BagWriter, new_bag
from archive.custody.dublin_core import dublin_core
from archive.custody.ead import SeriesTree, collection_of, write_finding_aid
from archive.custody.xml_tags import xml_file
from archive.errors import ServerUnreachable, StoreError, describe_disk_space, describe_size
from archive.messages import Message
from archive.storage import permissions
from archive.storage.archive import Archive

RECEIPTS, PREMIS, EAD = "metadata/receipts.ndjson", "metadata/premis.xml", "metadata/ead3.xml"
CHANGED_AT_ONCE = 10_000


@dataclass(frozen=True, slots=True)
class BagResult:
    """A new bag: its numbers of records, files and bytes."""

    records: int
    files: int
    bytes: int


@dataclass(frozen=True, slots=True)
class _Order:
    """The records of a bag in the order of its finding aid, and data for their files."""

    ids: list[str]
    bytes: int
    accessions: tuple[int, ...]
    tree: SeriesTree


def create_bag(
    archive: Archive, ids: Sequence[str], folder: Path, viewer: Viewer, progress: Callable[[int, int], None]
) -> BagResult:
    """Make a bag of those of these records that the viewer may see. `progress` is called with the number of records
    done, and of all. Raise StoreError if the folder is not empty, is in the archive or cannot be written, if there is
    no record, or an original is missing; then no bag is left."""
    check_apart(archive.folder, folder)
    order = _order(archive, ids, viewer)
    if not order.ids:
        raise StoreError(Message("bag-nothing"))
    made_at = instant(utc_now())
    with nullcontext() if viewer == PUBLIC else permissions.owner_only(), new_bag(folder) as bag:
        check_space(folder.parent, order.bytes)
        _write_records(archive, bag, order, viewer, progress)
        if viewer != PUBLIC:
            _write_receipts(archive, bag, order.accessions)
        with bag.tag_file(PREMIS) as file, xml_file(file) as xml:
            _write_premis(xml, archive, order.ids, viewer, bag.folder / PAYLOAD)
        name = f"{folder.name} {made_at}"
        with bag.tag_file(EAD) as file, xml_file(file) as xml:
            records = bag_records(archive, order.ids, viewer)
            write_finding_aid(xml, archive.settings.archive.name, name, made_at, records, order.tree)
        bag.close(_info(archive, bag, name, made_at))
        _check_still_shown(archive, order.ids, viewer)
    return BagResult(len(order.ids), bag.files, bag.bytes)


def _order(archive: Archive, ids: Sequence[str], viewer: Viewer) -> _Order:
    found: list[tuple[int, str, int, str]] = []
    total, tree = 0, SeriesTree.of(archive, archive.catalogue.visible(ids, viewer))
    for one in bag_records(archive, ids, viewer):
        found.append((tree.place(one.record.id), collection_of(one), one.accession or 0, one.record.id))
        total += sum(file.asset.size for file in one.files)
    found.sort()
    numbers = tuple(sorted({number for _, _, number, _ in found if number}))
    return _Order([id_ for _, _, _, id_ in found], total, numbers, tree)


def check_space(place: Path, needed: int) -> None:
    free = describe_disk_space(place, needed)
    if free and shutil.disk_usage(place).free < needed:
        raise StoreError(Message("bag-no-space", free=free))


def _write_records(
    archive: Archive, bag: BagWriter, order: _Order, viewer: Viewer, progress: Callable[[int, int], None]
) -> None:
    """Write the originals of each record, with its line and its Dublin Core."""
    with bag.tag_file(RECORDS) as lines:
        for done, one in enumerate(bag_records(archive, order.ids, viewer)):
            progress(done, len(order.ids))
            for file in one.files:
                try:
                    bag.add_original(archive.store, file.asset.sha256, file.path)
                except ServerUnreachable:
                    raise
                except StoreError as error:
                    raise StoreError(Message("bag-original", why=error.message)) from error
            lines.write(_json(record_line(one)))
            with bag.tag_file(f"metadata/dublin-core/{one.record.id}.xml") as file_:
                file_.write(etree.tostring(dublin_core(one.record), encoding="utf-8", xml_declaration=True) + b"\n")


def _write_receipts(archive: Archive, bag: BagWriter, accessions: Sequence[int]) -> None:
    with bag.tag_file(RECEIPTS) as lines:
        for number in accessions:
            accession = archive.catalogue.accession(number)
            if accession is not None:
                lines.write(_json(_accession(accession)))
            for line in archive.catalogue.receipt(number):
                lines.write(_json({"accession": number, **{k: v for k, v in asdict(line).items() if k != "root"}}))


def _accession(accession: Accession) -> dict[str, Any]:
    told = asdict(accession)
    return {key: told[key] for key in ("n", "started", "ended", "access", "totals", "state")} | {"summary": True}


def _write_premis(xml: Any, archive: Archive, ids: Sequence[str], viewer: Viewer, payload: Path) -> None:
    agents = {premis.PROGRAM}
    name, attributes, namespaces = premis.root()
    with xml.element(name, attributes, nsmap=namespaces):
        for one in bag_records(archive, ids, viewer):
            for made in premis.objects_of(one, payload):
                xml.write(made)
        for one in bag_records(archive, ids, viewer):
            for made in _events(one, agents):
                xml.write(made)
        for made in premis.agents(agents):
            xml.write(made)


def _events(one: BagRecord, agents: set[str]) -> Iterator[etree._Element]:
    if not one.events:
        yield premis.ingestion(one)
        return
    agents.update(str(event["agent"]) for event in one.events)
    yield from premis.events_of(one)


def _info(archive: Archive, bag: BagWriter, name: str, made_at: str) -> Iterator[tuple[str, str]]:
    yield "Source-Organization", archive.settings.archive.name
    yield "External-Identifier", name
    yield "Bagging-Date", made_at[:10]
    yield "Bag-Size", describe_size(bag.bytes)
    yield "Bag-Group-Identifier", f"press-archive {archive.catalogue.archive_id(make=True)}"
    yield "Bag-Count", "1 of 1"
    yield "Bag-Software-Agent", f"press-archive {version('press-archive')}"


def _check_still_shown(archive: Archive, ids: Sequence[str], viewer: Viewer) -> None:
    """Raise an error if anything was held while it was copied."""
    for first in range(0, len(ids), CHANGED_AT_ONCE):
        some = ids[first : first + CHANGED_AT_ONCE]
        if hidden := len(some) - len(archive.catalogue.visible(some, viewer)):
            raise StoreError(Message("bag-hidden-meanwhile", count=hidden))


def _json(told: dict[str, Any]) -> bytes:
    return (json.dumps(told, ensure_ascii=False, default=str) + "\n").encode("utf-8", "replace")
