"""The records of a bag as a finding aid in EAD3 (Society of American Archivists, ead3.xsd).

Collections are its series, accessions their files, records the items in them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.metadata import version
from itertools import groupby
from typing import Any

from lxml import etree

from archive.custody.bag_records import BagRecord
from archive.custody.xml_tags import Maker
from archive.record import Status

NAMESPACE = "http://ead3.archivists.org/schema/"
_ead = Maker(NAMESPACE)
_SUBJECTS = (("persname", "persons"), ("corpname", "organisations"), ("geogname", "places"), ("subject", "keywords"))


def write_finding_aid(xml: Any, archive: str, bag: str, made_at: str, records: Iterable[BagRecord]) -> None:
    """Write the finding aid of the archive of this name. `records` come by collection, then by accession."""
    with xml.element(_ead.name("ead"), nsmap={None: NAMESPACE}):
        xml.write(_control(archive, bag, made_at))
        with xml.element(_ead.name("archdesc"), level="collection"):
            xml.write(_did(_ead("unittitle", archive)))
            with xml.element(_ead.name("dsc")):
                for collection, inside in groupby(records, key=lambda one: collection_of(one)):
                    with xml.element(_ead.name("c"), level="series"):
                        xml.write(_did(_ead("unittitle", collection or "Without a collection")))
                        _write_series(xml, inside)


def collection_of(one: BagRecord) -> str:
    """Return the name of the record's collection, "" for none."""
    return str(one.record.values.get("collection") or "")


def _write_series(xml: Any, records: Iterable[BagRecord]) -> None:
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
