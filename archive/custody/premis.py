"""The files, records and events of a bag as PREMIS 3.0 (Library of Congress, premis.xsd)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

from lxml import etree

from archive.custody.bag_records import BagFile, BagRecord
from archive.custody.xml_tags import XSI, Maker
from archive.format_versions import HEAD_BYTES, puid_by_bytes

NAMESPACE = "http://www.loc.gov/premis/v3"
PROGRAM = "press-archive"
_RECORD, _FILE, _EVENT, _AGENT = f"{PROGRAM} record", "path in the bag", f"{PROGRAM} event", f"{PROGRAM} agent"
_premis = Maker(NAMESPACE)
_SPACES: dict[Any, str] = {None: NAMESPACE, "xsi": XSI}
_TYPE = f"{{{XSI}}}type"


def root() -> tuple[str, dict[str, str], dict[Any, str]]:
    """Return the name of the outermost element, its attributes and its namespaces."""
    return _premis.name("premis"), {"version": "3.0"}, _SPACES


def objects_of(one: BagRecord, payload: Path) -> Iterator[etree._Element]:
    """Yield a record as an intellectual entity, and each of its files, which are in the folder `payload`."""
    made = _object("intellectualEntity")
    made.append(_identifier("object", _RECORD, one.record.id))
    made.append(_premis("originalName", one.record.title))
    yield made
    for file in one.files:
        yield _file(file, one.record.id, payload)


def _file(file: BagFile, record: str, payload: Path) -> etree._Element:
    asset, made = file.asset, _object("file")
    made.append(_identifier("object", _FILE, f"data/{file.path}"))
    fixity = _premis("fixity", _premis("messageDigestAlgorithm", "SHA-256"), _premis("messageDigest", asset.sha256))
    designation = _premis("formatDesignation", _premis("formatName", asset.media_type))
    with (payload / file.path).open("rb") as opened:
        puid = puid_by_bytes(asset.media_type, opened.read(HEAD_BYTES))
    pronom = (
        _premis("formatRegistry", _premis("formatRegistryName", "PRONOM"), _premis("formatRegistryKey", puid))
        if puid
        else None
    )
    made.append(
        _premis(
            "objectCharacteristics",
            _premis("compositionLevel", "0"),
            fixity,
            _premis("size", asset.size),
            _premis("format", designation, pronom),
        )
    )
    made.append(_premis("originalName", asset.filename))
    relation = _identifier("relatedObject", _RECORD, record)
    is_part = (_premis("relationshipType", "structural"), _premis("relationshipSubType", "is part of"))
    made.append(_premis("relationship", *is_part, relation))
    return made


def ingestion(one: BagRecord) -> etree._Element:
    """Return the only event of a record that everyone may see: its ingestion."""
    return _event(f"{one.record.id}-ingestion", "ingestion", one.record.added_at, "", "success", PROGRAM, one.record.id)


def events_of(one: BagRecord) -> Iterator[etree._Element]:
    """Yield the events of a record in the catalogue."""
    for event in one.events:
        detail = json.dumps(event["detail"], ensure_ascii=False, sort_keys=True) if event["detail"] else ""
        told = (event["type"], event["at"], detail, event["outcome"], event["agent"])
        yield _event(str(event["n"]), *told, one.record.id)


def agents(names: Iterable[str]) -> Iterator[etree._Element]:
    """Yield the agents: this program or a part of it, or the login of a person."""
    for name in sorted(names):
        is_ours = name == PROGRAM or name.startswith((f"{PROGRAM} ", "ingest", "desk", "ocr", "watch"))
        made = _premis("agent", _identifier("agent", _AGENT, name), _premis("agentName", name))
        made.append(_premis("agentType", "software" if is_ours else "person"))
        if is_ours:
            made.append(_premis("agentVersion", version(PROGRAM)))
        yield made


def _object(category: str) -> etree._Element:
    return etree.Element(_premis.name("object"), {_TYPE: category}, nsmap=_SPACES)


def _identifier(of: str, kind: str, value: str) -> etree._Element:
    return _premis(f"{of}Identifier", _premis(f"{of}IdentifierType", kind), _premis(f"{of}IdentifierValue", value))


def _event(number: str, kind: str, at: str, detail: str, outcome: str, agent: str, record: str) -> etree._Element:
    made = _premis("event", _identifier("event", _EVENT, number), _premis("eventType", kind))
    made.append(_premis("eventDateTime", at))
    if detail:
        made.append(_premis("eventDetailInformation", _premis("eventDetail", detail)))
    made.append(_premis("eventOutcomeInformation", _premis("eventOutcome", outcome)))
    made.append(_identifier("linkingAgent", _AGENT, agent))
    made.append(_identifier("linkingObject", _RECORD, record))
    return made
