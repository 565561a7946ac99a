"""The certificate of a disposal: what was erased, by which rule, who asked, who carried it out, when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from archive.catalogue.history.disposal import Disposal, DisposedRecord
from archive.edits.collection_rules import rule_words
from archive.edits.typed_instants import describe
from archive.errors import many
from archive.storage.archive import Archive

TOMBSTONES = (
    "A tombstone of each record stays in the archive: its id, and when, why and by whom it was erased. Its public "
    "address answers that it was erased. Earlier backups contain the record until they are deleted."
)


def certificate_json(archive: Archive, found: Disposal) -> dict[str, Any]:
    """Return the certificate as plain values."""
    told: dict[str, Any] = {"certificate": found.n, "archive": archive.settings.archive.name}
    told |= {"collection": found.collection, "due_on": found.due_on, "reason": found.reason}
    told |= {"requested_at": found.requested_at, "requested_by": found.requested_by}
    told["rules"] = [asdict(rule) for rule in found.rules]
    told["records"] = [_record_json(one) for one in found.gone]
    kept = [one.record for one in found.records if not one.is_gone]
    return told | {"not_disposed_of": kept, "tombstones": TOMBSTONES}


def _record_json(one: DisposedRecord) -> dict[str, Any]:
    assert one.erasure is not None
    told: dict[str, Any] = {"record": one.record, "kind": one.kind, "rule": one.rule, "erasure": one.erasure.n}
    told |= {"counted_day": one.counted_day, "due_on": one.due_on}
    told |= {"carried_out_at": one.erasure.approved_at, "carried_out_by": one.erasure.approved_by}
    return told | {"is_complete": one.erasure.state == "done", "files": [*one.files]}


def certificate_lines(archive: Archive, found: Disposal) -> Iterator[str]:
    """Yield the certificate as lines of text."""
    zone = archive.settings.archive.zone
    yield f"Certificate of disposal {found.n}"
    yield f"Archive: {archive.settings.archive.name}"
    yield f"Collection: {found.collection}"
    for rule in found.rules:
        yield f"Rule {rule.n}: {rule_words(rule)}; set {rule.set_at} by {rule.set_by}"
        yield f"  because: {rule.reason}"
    yield f"Requested: {describe(found.requested_at, zone)} by {found.requested_by}"
    yield f"Reason: {found.reason}"
    if not found.gone:
        yield "Nothing was carried out yet."
    for one in found.gone:
        assert one.erasure is not None
        done = describe(str(one.erasure.approved_at), zone)
        yield f"Record {one.record} ({one.kind}), counted from {one.counted_day}, due {one.due_on}"
        yield f"  carried out {done} by {one.erasure.approved_by}, erasure {one.erasure.n}"
        for file in one.files:
            stays = "; the file stays, another record has it" if file["kept_by_others"] else ""
            yield f"  SHA-256 {file['sha256']}  {file['media_type']}, {many(file['size'], 'byte')}{stays}"
    for one in (one for one in found.records if not one.is_gone):
        yield f"Record {one.record} was not disposed of"
    yield TOMBSTONES
