"""What is written of files: the names that hold them, what lies beside them, and the receipt of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from archive.catalogue import companions, finding, names, receipts, records
from archive.catalogue.beside import Companion, Settled, Standing, last_part, stem_of
from archive.catalogue.companions import Arrival
from archive.catalogue.foreseen import foresee
from archive.catalogue.in_batch import InBatch
from archive.catalogue.names import Name
from archive.catalogue.receipts import Line
from archive.record import Description, Role, Status


class WritesNames(InBatch):
    """The part of a writer for what is on a disk."""

    def root(self, path: str, label: str | None = None) -> str:
        """The label of a root folder, made when it is new; with `label`, that root lies at `path` from now on."""
        return names.put_root(self._batch, path, label)

    def foresee(self, digests: Iterable[str], at: Iterable[tuple[str, str, str]]) -> None:
        """Asks once what the catalogue has nothing of, among bytes and (root, path, member) that come in this
        transaction; it is not asked again of each."""
        self._batch.unknown = foresee(self._batch.conn, digests, at)

    def put_name(self, name: Name, accession: int) -> None:
        """What a name holds as of this accession; what it held before is kept, not live."""
        names.put(self._batch, name, accession)

    def open_due_names(self) -> None:
        """Names whose hour has come are like all others."""
        names.open_due(self._batch)

    def mark_gone(self, root: str, path: str, member: str = "") -> None:
        """The name holds nothing any more."""
        names.mark_gone(self._batch, root, path, member)

    def name(self, root: str, path: str, member: str = "") -> Name | None:
        """As `Catalogue.name`, within this transaction."""
        if (root, path, member) in self._batch.unknown.names:
            return None
        return names.name_at(self._batch.conn, root, path, member)

    def names_of(self, sha256: str) -> list[Name]:
        """As `Catalogue.names_of`, within this transaction."""
        return [] if sha256 in self._batch.unknown.bytes else names.names_of(self._batch.conn, sha256)

    def members_of(self, root: str, path: str) -> list[Name]:
        """As `Catalogue.members_of`, within this transaction."""
        return names.members_of(self._batch.conn, root, path)

    def records_of(self, sha256: str) -> list[str]:
        """As `Catalogue.records_of`, within this transaction."""
        return [] if sha256 in self._batch.unknown.bytes else names.records_of(self._batch.conn, sha256)

    def at_home(self, given: str) -> str | None:
        """The record of this archive that has this id, or is now what had it."""
        return finding.at_home(self._batch.conn, given)

    def exported(self, given: str) -> str | None:
        """The record that came as the export of one with this id elsewhere."""
        return finding.by_exported_id(self._batch.conn, given)

    def sidecar(self, sidecar: Companion, accession: int) -> Settled:
        """A sidecar that came, whose name is put already, is given to its photos, or waits for them; their values
        follow. Gives what it belongs to."""
        return companions.arrive(self._batch, sidecar, accession)

    def beside(self, root: str, path: str, member: str, arrival: Arrival) -> list[Settled]:
        """A photo came under that name, which is put already: gives the sidecars there that are its own now."""
        return companions.arrived_beside(self._batch, (root, path, member), arrival)

    def attach(self, companion: Companion, record: str, accession: int) -> None:
        """The camera's other file of a photo becomes a part of its record, in place of one of its sort before it."""
        companions.attach(self._batch, companion, record, accession)

    def standing(self, root: str, path: str, member: str) -> list[Standing]:
        """The photos that stand in the folder of that name under its stem, itself among them."""
        stem = stem_of(last_part(path, member))
        found = companions.standing(self._batch.conn, (root, path, member), stem)
        return [photo for photo in found if stem_of(photo.filename) == stem]

    def waits(self, root: str, path: str, member: str) -> bool:
        """Whether the sidecar of that name waits for its photo."""
        return companions.waiting(self._batch.conn, (root, path, member))

    def elsewhere(self, sidecar: Companion, record: str) -> list[Name]:
        """The other names under which a record has these bytes for a sidecar."""
        at = companions.elsewhere(self._batch.conn, sidecar, record)
        found = [names.name_at(self._batch.conn, *name) for name in at]
        return [name for name in found if name is not None and name.sha256 == sidecar.sha256]

    def forget(self, record: str, root: str, path: str, member: str = "") -> None:
        """That name brings a record its values no more: another does, with the same bytes."""
        companions.forget(self._batch, record, (root, path, member))

    def said_by(self, record: str, sha256: str) -> Description | None:
        """What a sidecar of a record, or its camera's other file, says, by its bytes."""
        return companions.said_by(self._batch.conn, record, sha256)

    def present(self, record: str, sha256: str) -> str | None:
        """As `newest`, for the camera's other file of the sort that these bytes of the record are."""
        return companions.present(self._batch.conn, record, sha256)

    def is_joined(self, record: str, sha256: str) -> bool:
        """Whether these bytes are of a file that was merged into a record."""
        return companions.joined_with(self._batch.conn, record, sha256)

    def types_of(self, record: str) -> set[str]:
        """The media types of a photo's present files but its sidecars."""
        return companions.types_of(self._batch.conn, record)

    def role_of(self, record: str, sha256: str) -> Role | None:
        """What bytes are to a record; its original before all else, None when it does not have them."""
        return records.role_of(self._batch, record, sha256)

    def event(self, type: str, record: str | None = None, outcome: str = "success", **detail: object) -> None:  # noqa: A002
        """One more event, in PREMIS words. Records coming in, changing, and their status write theirs themselves."""
        self._batch.event(type, record, outcome, **detail)

    def open_accession(self, arguments: Mapping[str, Any], access: Status) -> int:
        """Begins an accession, gives its number; closes as stopped what an intake that was cut short left open."""
        return receipts.open_accession(self._batch, arguments, access)

    def close_accession(self, accession: int, state: str = receipts.DONE) -> dict[str, int]:
        """Ends it; gives its totals by outcome, counted from its lines."""
        return receipts.close_accession(self._batch, accession, state)

    def receipt_line(self, accession: int, line: Line) -> None:
        """What became of one file. A file has one outcome: a second line for it is an error."""
        receipts.add_line(self._batch, accession, line)
