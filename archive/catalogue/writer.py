"""All writes to the catalogue, one method each, within one transaction.

    with catalogue.write(agent="ingest") as writer:
        record = writer.add_record(description, NewAsset(sha256, size, media_type), Access(Status.HELD))
        name = NamedFile("disk", "a/b.txt", "", sha256, record, Outcome.ADDED, size, mtime_ns, inode)
        writer.put_name(name, accession)
        writer.receipt_line(accession, ReceiptLine("a/b.txt", Outcome.ADDED, record=record, status=Status.HELD))

Mentions are linked when the transaction ends, so their order does not matter. Methods raise KeyError for an unknown
record.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from archive.access import Access
from archive.catalogue.history import access_changes, change_sets, decisions
from archive.catalogue.history import merge as joining
from archive.catalogue.history import split as parting
from archive.catalogue.history import undo as undoing
from archive.catalogue.history.merge import MergeResult
from archive.catalogue.history.split import SplitFile
from archive.catalogue.history.undo import UndoResult
from archive.catalogue.history.value_changes import Plan, RecordRevision
from archive.catalogue.image_links import mentions, resolution
from archive.catalogue.photos import sidecars
from archive.catalogue.photos.sidecars import Companion, PhotoArrival, PhotoFile, SidecarMatch, last_part, stem_of
from archive.catalogue.receipts import file_paths, receipts
from archive.catalogue.receipts.file_paths import NamedFile
from archive.catalogue.receipts.receipts import ReceiptLine
from archive.catalogue.records import record_lookup, record_writes, scan_state
from archive.catalogue.records.record_lookup import MEANT
from archive.catalogue.records.record_writes import KnownRecord, NewAsset
from archive.catalogue.records.scan_state import ReadPage, Scan
from archive.catalogue.relations import relations
from archive.catalogue.restrictions import record_access
from archive.catalogue.restrictions.embargo_propagation import RestrictedRecord, propagate_embargoes
from archive.catalogue.schema.batch import Batch, prefetch_batch
from archive.record import Description, Mention, Role, Status

RELEASED = Access()


class Writer:
    """One writing transaction. Its reads see what it wrote. `revision` is known once it has ended."""

    def __init__(self, batch: Batch) -> None:
        self._batch = batch

    @property
    def revision(self) -> int | None:
        """The revision this batch took; None before it ended, and when it changed no record."""
        return self._batch.revision

    # What the archivist decides, and what rules say of records that belong together.

    def open_changes(self, action: str, what: str, by: str) -> int:
        """Begins a change set, which is taken back as one; gives its number. `what` says it in words."""
        return change_sets.open_set(self._batch, action, what, by)

    def meant(self, column: str, given: str) -> list[str]:
        """As `Catalogue.meant`, within this transaction."""
        return MEANT[column](self._batch.conn, given)

    def revise(self, change_set: int, ids: Iterable[str], plan: Plan) -> Iterator[RecordRevision]:
        """Write the archivist's values of these records by the plan, and yield what became of each as it is written."""
        return change_sets.revise_in(self._batch, change_set, ids, plan)

    def close_changes(self, change_set: int) -> int:
        """Ends a set; gives how many records it changed. One that changed none is forgotten, and so is its number."""
        return change_sets.close_set(self._batch, change_set)

    def undo(self, n: int | None, by: str, *, skip: bool = False) -> UndoResult:
        """Takes change set `n` back, by default the last that stands. Raises CannotUndo when records were changed again
        since, unless `skip` says to leave these."""
        return undoing.undo(self._batch, n, by, skip=skip)

    def merge(self, ids: Sequence[str], by: str) -> MergeResult:
        """Makes these records one, the first, as one change set. Raises UnknownRecord, CannotMerge."""
        return joining.merge(self._batch, ids, by)

    def split(self, part: SplitFile, said: Description, by: str) -> tuple[str, int]:
        """Makes a file of a record one of its own that says this of itself; gives its id and the number of the change
        set, which is to be sealed."""
        return parting.split(self._batch, part, said, by)

    def seal(self, change_set: int) -> None:
        """All is said of what this set split off."""
        parting.seal(self._batch, change_set)

    def add_mentions(self, record: str, given: Sequence[Mention]) -> None:
        """The mentions of an article in place of those it had (`add_record` and `new_version` do so themselves)."""
        mentions.put(self._batch, record, given)

    def decide_mention(self, record: str, n: int, photo: str | None) -> None:
        """The archivist's word on which photo the n-th mention of an article means, None for none. ValueError when
        that is no photo."""
        mentions.decide(self._batch, record, n, photo)

    def refuse_mention(self, record: str, n: int, photo: str | None = None) -> str:
        """Record that the n-th mention does not mean that photo, by default the linked one, and look for another.
        Return its id.

        Raises ValueError when it is linked to none and none is given, or that is no photo.
        """
        return mentions.refuse(self._batch, record, n, *filter(None, [photo]))[0]

    def refuse_photos(self, record: str, n: int, photos: Sequence[str]) -> None:
        """The same of several photos, as one act. Raises as above."""
        mentions.refuse(self._batch, record, n, *photos)

    def resolve_mentions(self) -> None:
        """Finds the photos of all mentions that this batch so far brought or changed (also done at its end)."""
        resolution.resolve(self._batch)

    def keep_back(self) -> list[RestrictedRecord]:
        """Holds the photos whose row of a table says so, and the tables about photos that are held, as far as this
        batch tied or held them (also done at its end); what was held."""
        resolution.resolve(self._batch)
        return propagate_embargoes(self._batch)

    def relate(self, subject: str, type: str, other: str, origin: str, certainty: float = 1.0) -> None:  # noqa: A002
        """`subject` is `type` (`annex-of`, ...) of `other`. ValueError when there is no such relation."""
        relations.relate(self._batch, subject, type, other, origin, certainty)

    def decide_relation(self, subject: str, type: str, other: str) -> None:  # noqa: A002
        """The archivist's word that `subject` is `type` of `other`. KeyError: no such record; ValueError: no such
        relation, or a record with itself."""
        relations.decide(self._batch, subject, type, other)

    def refuse_relation(self, subject: str, type: str, other: str) -> None:  # noqa: A002
        """The archivist's word that `subject` is not `type` of `other`: no rule says so again. Raises as above."""
        relations.refuse(self._batch, subject, type, other)

    def take_back(self, decision: int) -> None:
        """Puts back what was before one of the archivist's acts about a relation or a mention, of what rules say as
        they say it now. KeyError: there is no such act; CannotUndo when it is not the last that was said of it."""
        decisions.undo_decision(self._batch, decision)

    # Files: the names that hold them, what lies beside them, receipts.

    def root(self, path: str, label: str | None = None) -> str:
        """Store a root folder, and return its label. With `label`, that root is at `path` from now on."""
        return file_paths.put_root(self._batch, path, label)

    def foresee(self, digests: Iterable[str], at: Iterable[tuple[str, str, str]]) -> None:
        """Asks once what the catalogue has nothing of, among bytes and (root, path, member) that come in this
        transaction; it is not asked again of each."""
        self._batch.unknown = prefetch_batch(self._batch.conn, digests, at)

    def put_name(self, name: NamedFile, accession: int) -> None:
        """What a name holds as of this accession; what it held before is kept, not live."""
        file_paths.put(self._batch, name, accession)

    def open_due_names(self) -> None:
        """Names whose hour has come are like all others."""
        file_paths.open_due(self._batch)

    def mark_gone(self, root: str, path: str, member: str = "") -> None:
        """The name holds nothing any more."""
        file_paths.mark_gone(self._batch, root, path, member)

    def name(self, root: str, path: str, member: str = "") -> NamedFile | None:
        """As `Catalogue.name`, within this transaction."""
        if (root, path, member) in self._batch.unknown.names:
            return None
        return file_paths.name_at(self._batch.conn, root, path, member)

    def names_of(self, sha256: str) -> list[NamedFile]:
        """As `Catalogue.names_of`, within this transaction."""
        return [] if sha256 in self._batch.unknown.bytes else file_paths.names_of(self._batch.conn, sha256)

    def members_of(self, root: str, path: str) -> list[NamedFile]:
        """As `Catalogue.members_of`, within this transaction."""
        return file_paths.members_of(self._batch.conn, root, path)

    def records_of(self, sha256: str) -> list[str]:
        """As `Catalogue.records_of`, within this transaction."""
        return [] if sha256 in self._batch.unknown.bytes else file_paths.records_of(self._batch.conn, sha256)

    def at_home(self, given: str) -> str | None:
        """Return the record of this archive that has this id, or is now what had it."""
        return record_lookup.at_home(self._batch.conn, given)

    def exported(self, given: str) -> str | None:
        """Return the record that came as the export of one with this id elsewhere."""
        return record_lookup.by_exported_id(self._batch.conn, given)

    def sidecar(self, sidecar: Companion, accession: int) -> SidecarMatch:
        """Give a new sidecar, whose name is stored already, to its photos, or let it wait for them. Return what it
        belongs to.

        The values of the photos follow.
        """
        return sidecars.arrive(self._batch, sidecar, accession)

    def beside(self, root: str, path: str, member: str, arrival: PhotoArrival) -> list[SidecarMatch]:
        """Return the sidecars that belong to a photo that came under that name. The name is stored already."""
        return sidecars.match_waiting_sidecars(self._batch, (root, path, member), arrival)

    def attach(self, companion: Companion, record: str, accession: int) -> None:
        """The camera's other file of a photo becomes a part of its record, in place of one of its sort before it."""
        sidecars.attach(self._batch, companion, record, accession)

    def standing(self, root: str, path: str, member: str) -> list[PhotoFile]:
        """Return the photos that stand in the folder of that name under its stem, itself among them."""
        stem = stem_of(last_part(path, member))
        found = sidecars.standing(self._batch.conn, (root, path, member), stem)
        return [photo for photo in found if stem_of(photo.filename) == stem]

    def waits(self, root: str, path: str, member: str) -> bool:
        """Return whether the sidecar of that name waits for its photo."""
        return sidecars.waiting(self._batch.conn, (root, path, member))

    def elsewhere(self, sidecar: Companion, record: str) -> list[NamedFile]:
        """Return the other names under which a record has these bytes for a sidecar."""
        at = sidecars.elsewhere(self._batch.conn, sidecar, record)
        found = [file_paths.name_at(self._batch.conn, *name) for name in at]
        return [name for name in found if name is not None and name.sha256 == sidecar.sha256]

    def forget(self, record: str, root: str, path: str, member: str = "") -> None:
        """That name brings a record its values no more: another does, with the same bytes."""
        sidecars.forget(self._batch, record, (root, path, member))

    def said_by(self, record: str, sha256: str) -> Description | None:
        """Return what a sidecar of a record, or its camera's other file, says, by its bytes."""
        return sidecars.said_by(self._batch.conn, record, sha256)

    def present(self, record: str, sha256: str) -> str | None:
        """As `newest`, for the camera's other file of the sort that these bytes of the record are."""
        return sidecars.present(self._batch.conn, record, sha256)

    def is_joined(self, record: str, sha256: str) -> bool:
        """Return whether these bytes are of a file that was merged into a record."""
        return sidecars.joined_with(self._batch.conn, record, sha256)

    def types_of(self, record: str) -> set[str]:
        """Return the media types of a photo's present files but its sidecars."""
        return sidecars.types_of(self._batch.conn, record)

    def role_of(self, record: str, sha256: str) -> Role | None:
        """Return what bytes are to a record; its original before all else, None when it does not have them."""
        return record_writes.role_of(self._batch, record, sha256)

    def event(self, type: str, record: str | None = None, outcome: str = "success", **detail: object) -> None:  # noqa: A002
        """One more event, in PREMIS words. Records coming in, changing, and their status write theirs themselves."""
        self._batch.event(type, record, outcome, **detail)

    def open_accession(self, arguments: Mapping[str, Any], access: Status) -> int:
        """Begins an accession, gives its number; closes as stopped what an intake that was cut short left open."""
        return receipts.open_accession(self._batch, arguments, access)

    def close_accession(self, accession: int, state: str = receipts.DONE) -> dict[str, int]:
        """Ends it; gives its totals by outcome, counted from its lines."""
        return receipts.close_accession(self._batch, accession, state)

    def receipt_line(self, accession: int, line: ReceiptLine) -> None:
        """What became of one file. A file has one outcome: a second line for it is an error."""
        receipts.add_line(self._batch, accession, line)

    # Records: values, text, files, who may see them; scans.

    def add_record(self, description: Description, asset: NewAsset, access: Access = RELEASED) -> str:
        """Add a record with its first original and its mentions. Return its id."""
        return record_writes.add(self._batch, description, asset, access)

    def new_version(self, record: str, description: Description, asset: NewAsset) -> int:
        """New bytes and what they say; the archivist's values stay. Gives the version."""
        return record_writes.new_version(self._batch, record, description, asset)

    def describe(self, record: str, description: Description) -> None:
        """What a newer reader makes of the same bytes; the archivist's values stay."""
        record_writes.describe(self._batch, record, description)

    def add_asset(self, record: str, asset: NewAsset) -> int:
        """Add a sidecar or attachment to a record. Return its number within the record."""
        return record_writes.add_asset(self._batch, record, asset)

    def set_value(self, record: str, key: str, value: Any, **detail: Any) -> None:
        """The archivist's value for a key, over every later reading; `detail` is told in the event."""
        record_writes.set_value(self._batch, record, key, value, **detail)

    def clear_value(self, record: str, key: str) -> None:
        """What the files say of a key, in place of the archivist's value; nothing when they say nothing."""
        record_writes.clear_value(self._batch, record, key)

    def set_status(self, record: str, access: Access) -> None:
        """Who may see it; what is linked with it is indexed again too."""
        record_access.set_access(self._batch, record, access)

    def decide_access(self, ids: Iterable[str], access: Access, by: str, *, earlier: bool = False) -> int | None:
        """Change who may see these records, by the archivist of that login, as one change set.

        Return its number, None when nothing changed. With `earlier`, versions replaced while the public could not see
        them come out too.
        """
        return access_changes.decide(self._batch, ids, access, by, earlier=earlier)

    def put_text(self, record: str, text: str) -> None:
        """The archivist's text, over every later reading of the same bytes; what stood there is kept."""
        record_writes.put_text(self._batch, record, text)

    def clear_text(self, record: str) -> bool:
        """Use the file's text in place of the archivist's. Return False when there is none."""
        return record_writes.clear_text(self._batch, record)

    def scan(self, record: str) -> Scan | None:
        """Return what is known of a record as a scan; None when it is none."""
        return scan_state.of_record(self._batch.conn, record)

    def expect_words(self, record: str, pages: Sequence[int], hold: bool) -> None:
        """The words of these pages of its present bytes are to be read; with `hold` it is held until then."""
        scan_state.expect(self._batch, record, pages, hold)

    def hold_scan_also(self, record: str, otherwise: Access) -> None:
        """Who may see a record that is held as a scan once it is read."""
        scan_state.hold_also(self._batch, record, otherwise)

    def keep_pages(self, sha256: str, pages: Sequence[ReadPage]) -> None:
        """What was read on pages of these bytes."""
        scan_state.keep_pages(self._batch, sha256, pages)

    def words_read(self, record: str, pages: Sequence[int]) -> None:
        """The words of all these pages are read."""
        scan_state.done(self._batch, record, pages)

    def no_scan(self, record: str) -> None:
        """It has no pages to be read any more; what was held only for them is as it was."""
        scan_state.over(self._batch, record)

    def touch(self, *ids: str) -> None:
        """Counts these records as changed, so that they are indexed again."""
        self._batch.touch(*ids)

    def known(self, record: str) -> KnownRecord:
        """Return what is known of a record as of this transaction."""
        return record_writes.known(self._batch, record)

    def status(self, record: str) -> Status:
        """Who may see a record as of this transaction."""
        return record_access.status_of(self._batch, record)

    def statuses(self, ids: Iterable[str]) -> dict[str, Status]:
        """Who may see these records as of this transaction, by id."""
        return record_access.statuses_of(self._batch, ids)

    def text(self, record: str) -> str:
        """Return the stored text of a record as of this transaction."""
        return record_writes.text_of(self._batch, record)

    def newest(self, record: str) -> str | None:
        """Return the SHA-256 of the original of a record's present version; None when it has none."""
        return record_writes.newest(self._batch, record)
