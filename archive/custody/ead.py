"""The records of a bag as a finding aid in EAD3 (Society of American Archivists, ead3.xsd).

Its levels are the units of the tree of series. Records without a unit come last, with collections as series, accessions
as files, and records as items.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from importlib.metadata import version
from itertools import groupby
from typing import Any

from lxml import etree

from archive.catalogue.records.series import SeriesUnit, path_to
from archive.custody.bag_records import BagRecord
from archive.custody.xml_tags import Maker
from archive.record import Status
from archive.storage.archive import Archive

NAMESPACE = "http://ead3.archivists.org/schema/"
_ead = Maker(NAMESPACE)
_SUBJECTS = (("persname", "persons"), ("corpname", "organisations"), ("geogname", "places"), ("subject", "keywords"))


@dataclass(frozen=True, slots=True)
class SeriesTree:
    """The units of the tree in a bag, parents first, and the unit of each record."""

    units: list[SeriesUnit]
    of_record: Mapping[str, str]

    @classmethod
    def of(cls, archive: Archive, ids: Collection[str]) -> SeriesTree:
        """Return the units that these records are in, and those above them."""
        placed = archive.catalogue.units_of_records()
        mine = {id_: placed[id_] for id_ in ids if id_ in placed}
        known = {one.key: one for one in archive.catalogue.series_units()}
        wanted = {one.key for key in set(mine.values()) for one in path_to(known, key)}
        return cls([one for one in known.values() if one.key in wanted], mine)

    def place(self, record: str) -> int:
        """Return the place of a record's unit in the finding aid, from 0; records of no unit come last."""
        key = self.of_record.get(record)
        return next((n for n, one in enumerate(self.units) if one.key == key), len(self.units))


def write_finding_aid(
    xml: Any, archive: str, bag: str, made_at: str, records: Iterable[BagRecord], tree: SeriesTree
) -> None:
    """Write the finding aid of the archive with this name. `records` are in the order of the tree's units, then by
    collection and accession."""
    with xml.element(_ead.name("ead"), nsmap={None: NAMESPACE}):
        xml.write(_control(archive, bag, made_at))
        with xml.element(_ead.name("archdesc"), level="collection"):
            xml.write(_did(_ead("unittitle", archive)))
            with xml.element(_ead.name("dsc")):
                groups = groupby(records, key=lambda one: tree.place(one.record.id))
                found = next(groups, None)
                with ExitStack() as opened:
                    within: list[tuple[SeriesUnit, ExitStack]] = []
                    for n, unit in enumerate(tree.units):
                        while within and within[-1][0].key != unit.parent:
                            within.pop()[1].close()
                        stack = opened.enter_context(ExitStack())
                        stack.enter_context(xml.element(_ead.name("c"), level=unit.level))
                        within.append((unit, stack))
                        for made in _unit_content(unit):
                            xml.write(made)
                        if found is not None and found[0] == n:
                            _write_items(xml, found[1])
                            found = next(groups, None)
                    while within:
                        within.pop()[1].close()
                if found is not None:
                    _write_collections(xml, found[1])


def _unit_content(unit: SeriesUnit) -> Iterator[etree._Element]:
    """Yield what precedes the parts of a unit."""
    dated = _ead("unitdate", unit.dates) if unit.dates else None
    extent = _ead("physdesc", unit.extent) if unit.extent else None
    yield _did(_ead("unitid", unit.code), _ead("unittitle", unit.title), dated, extent)
    if unit.scope:
        yield _ead("scopecontent", *(_ead("p", part) for part in unit.scope.splitlines() if part.strip()))


def _write_collections(xml: Any, records: Iterable[BagRecord]) -> None:
    for collection, inside in groupby(records, key=lambda one: collection_of(one)):
        with xml.element(_ead.name("c"), level="series"):
            xml.write(_did(_ead("unittitle", collection or "Without a collection")))
            _write_items(xml, inside)


def collection_of(one: BagRecord) -> str:
    """Return the name of the record's collection, or ""."""
    return str(one.record.values.get("collection") or "")


def _write_items(xml: Any, records: Iterable[BagRecord]) -> None:
    for accession, inside in groupby(records, key=lambda one: one.accession):
        if accession is None:
            for one in inside:
                xml.write(_item(one))
            continue
        with xml.element(_ead.name("c"), level="file"):
            xml.write(_did(_ead("unitid", accession), _ead("unittitle", f"Accession {accession}")))
            for one in inside:
                xml.write(_item(one))


def _control(archive: str, bag: str, made_at: str) -> etree._Element:
    made = _ead(
        "maintenanceevent",
        _ead("eventtype", value="created"),
        _ead("eventdatetime", made_at, standarddatetime=made_at),
        _ead("agenttype", value="machine"),
        _ead("agent", f"press-archive {version('press-archive')}"),
    )
    return _ead(
        "control",
        _ead("recordid", bag),
        _ead("filedesc", _ead("titlestmt", _ead("titleproper", archive))),
        _ead("maintenancestatus", value="new"),
        _ead("maintenanceagency", _ead("agencyname", archive)),
        _ead("maintenancehistory", made),
    )


def _did(*content: etree._Element | None) -> etree._Element:
    return _ead("did", *content)


def _item(one: BagRecord) -> etree._Element:
    record, daos = one.record, [*_daos(one)]
    files = _ead("daoset", *daos, coverage="whole") if len(daos) > 1 else next(iter(daos), None)
    dated = _ead("unitdate", record.date) if record.date else None
    title = _ead("unittitle", record.title)
    made = _ead("c", _did(_ead("unitid", record.id), title, dated, files), level="item")
    if words := record.values.get("description") or record.values.get("caption"):
        made.append(_ead("scopecontent", _ead("p", words)))
    if record.status is not Status.RELEASED:
        until = f" until {record.release_at}" if record.release_at else ""
        made.append(_ead("accessrestrict", _ead("p", f"{record.status.value}{until}")))
    named = [*_subjects(one)]
    if named:
        made.append(_ead("controlaccess", *named))
    return made


def _daos(one: BagRecord) -> Iterator[etree._Element]:
    for file in one.files:
        said = {"daotype": "borndigital", "href": f"../data/{file.path}", "linktitle": file.asset.filename}
        yield _ead("dao", **said)


def _subjects(one: BagRecord) -> Iterator[etree._Element]:
    for name, key in _SUBJECTS:
        for value in one.record.values.get(key) or ():
            yield _ead(name, _ead("part", value))
