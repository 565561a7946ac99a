"""Exports of records: which record one belongs to, here or elsewhere, and whether it adds anything."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from archive.catalogue import Writer as Transaction
from archive.catalogue.records.description_merge import MEASURED, NEVER, SIDECAR
from archive.messages import Message, join_messages
from archive.record import ARCHIVIST, Candidate, Description, Kind, origins_json
from ingest.readers.news import exported_values
from ingest.readers.registry import RECORDS

LATER_EXPORT = Message("export-later")
PICTURE_OF_EXPORT = Message("export-picture")
EXPORT_OF_KNOWN = Message("export-known")
_BY_HAND = f"export:{ARCHIVIST}"
_BY_SIDECAR = f"export:{SIDECAR}"
_ELSEWHERE = ("export:article", "export:table")  # what others say about a photo
_OF_THE_EXPORT = frozenset({"exported_id", "exported_sha256", "exported_added_at", "embargo", "turns"})
_WORKED_OUT = ("title", "kind", "genre")  # an export has these even if the record lacks them: its file name as title


@dataclass(frozen=True, slots=True)
class Export:
    """The origin of an export: `record` of this archive or, if not `own`, the record imported from an export of the
    same record elsewhere. `differs` are keys with other values than the record's."""

    record: str
    own: bool
    differs: tuple[str, ...]

    @property
    def brings_nothing(self) -> bool:
        """Return whether it leaves its record unchanged: an export never changes the record that it was made from."""
        return self.own or not self.differs

    @property
    def reason(self) -> str:
        """Return the receipt's reason for one that changes nothing."""
        if not self.own:
            return Message("export-same", record=self.record)
        if not self.differs:
            return Message("export-of-own-same", record=self.record)
        return join_messages(
            [Message("export-of-own", record=self.record), Message("export-not-used", keys=self.differs)]
        )


def of_export(w: Transaction, said: Description) -> Export | None:
    """Return the origin of an exported record; None for other files or an unknown record."""
    if said.reader != RECORDS.name:
        return None
    for offer in said.origins.get("exported_id", ()):
        if (here := w.at_home(offer.value)) is not None:
            return Export(here, True, _differs(w, said, here))
        if (here := w.exported(offer.value)) is not None:
            return Export(here, False, _differs(w, said, here))
    for offer in said.origins.get("exported_sha256", ()):
        for here in w.records_of(offer.value)[:1]:
            return Export(here, True, _differs(w, said, here))
    return None


def picture_of_export(w: Transaction, filename: str, sha256: str, said: Description) -> str | None:
    """Return the photo imported from an export without this picture. Add the export's values to the picture's
    description: those of the archivist and of sidecars before its own, all others after."""
    if said.values.get("kind") != Kind.PHOTO.value:
        return None
    record = w.exported_picture(filename, sha256)
    for key, offers in w.known(record).origins.items() if record is not None else ():
        first = (_BY_HAND,) if key in MEASURED | NEVER else (_BY_HAND, _BY_SIDECAR)
        for offer in reversed(offers):
            if offer.origin.startswith(first):
                said.prefer(key, offer.value, offer.origin, offer.confidence)
        for offer in offers:
            if offer.origin.startswith("export:") and not offer.origin.startswith(first):
                said.offer(key, offer.value, offer.origin, offer.confidence)
    return record


def repeat_archivist_values(
    w: Transaction, record: str, said: Description, before: Mapping[str, Sequence[Candidate]]
) -> None:
    """Make the archivist's values in an export archivist's values here, so that no later reading replaces them.
    `before`: the previous origins of the record. A value typed here is kept."""
    for key, offers in said.origins.items() if said.reader == RECORDS.name else ():
        if key in _OF_THE_EXPORT or not offers or offers[0].origin != _BY_HAND:
            continue
        own = before.get(key, ())
        typed = bool(own) and own[0].origin == ARCHIVIST
        if typed and all(one.origin != _BY_HAND or one.value != own[0].value for one in own):
            continue
        w.set_value(record, key, offers[0].value, exported=True)


def _differs(w: Transaction, said: Description, record: str) -> tuple[str, ...]:
    """Return the keys of values that are not among the record's candidates."""
    known = w.known(record)
    same = Description(said.media_type, said.reader, said.reader_version)
    exported_values.offer({"values": dict(known.values), "origins": origins_json(known.origins)}, same)
    found = [
        key
        for key, offers in said.origins.items()
        if key not in _OF_THE_EXPORT
        and offers[0].origin not in _ELSEWHERE
        and not (key in _WORKED_OUT and key not in same.origins)
        and all(other.value != offers[0].value for other in same.origins.get(key, ()))
    ]
    if exported_values.is_whole(said) and said.text.strip() and said.text.strip() != w.text(record).strip():
        found.append("text")
    return tuple(found)
