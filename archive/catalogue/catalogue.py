"""The catalogue: everything known about the records, in one SQLite file. `Catalogue` reads it, `Writer` writes it.

Each method is one transaction around a function of a folder below. Methods with a `viewer` return only what that viewer
may see. All others include held records.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from archive.access import Viewer, instant, is_public, utc_now
from archive.catalogue import index_feed
from archive.catalogue.history import change_sets, decisions, split, undo, value_changes
from archive.catalogue.history.change_sets import ChangedValue, ChangeSet
from archive.catalogue.history.decisions import Decision
from archive.catalogue.history.split import SplitFile
from archive.catalogue.history.undo import UndoResult
from archive.catalogue.history.value_changes import Plan, RecordRevision
from archive.catalogue.image_links import mentions, resolution
from archive.catalogue.image_links import suggestions as suggesting
from archive.catalogue.image_links.mentions import MentionState, ResolvedMention, UnnamedPhoto
from archive.catalogue.image_links.suggestions import PhotoSuggestion
from archive.catalogue.photos import collapse_groups, image_sequences
from archive.catalogue.photos.image_sequences import ImageSequence
from archive.catalogue.receipts import audit, file_paths, receipts, record_labels
from archive.catalogue.receipts.file_paths import NamedFile
from archive.catalogue.receipts.receipts import EVERY, Accession, LineFilter, ReceiptLine
from archive.catalogue.receipts.record_labels import RecordLabel
from archive.catalogue.records import public_revisions, record_lists, record_lookup, record_reads, scan_state
from archive.catalogue.records.record_lists import RecordReading
from archive.catalogue.records.record_lookup import MEANT
from archive.catalogue.records.record_reads import Sight
from archive.catalogue.records.scan_state import ReadPage, Scan
from archive.catalogue.relations import near_duplicate_images, relation_finder, relations, text_versions
from archive.catalogue.relations.relations import Related, Trust, WantedRelations
from archive.catalogue.restrictions import embargo_propagation, restricted_versions
from archive.catalogue.schema import connection
from archive.catalogue.schema.batch import Batch
from archive.catalogue.schema.connection import open_engine, writing
from archive.catalogue.schema.connection import reading as reading_transaction
from archive.catalogue.schema.tables import events
from archive.catalogue.writer import Writer
from archive.record import Kind, Mention, Outcome, Record, Status


class Catalogue:
    """The catalogue in the file at `path`, made when it is not there. May be used by many threads and processes at
    once. Every method raises ArchiveBusy when another process writes for too long, StoreError for no space, missing
    permissions or a damaged file. `clock` says what time it is, for held records whose hour comes."""

    def __init__(self, path: Path, clock: Callable[[], datetime] = utc_now) -> None:
        """Raises CatalogueNewer when a later version of this project wrote the file."""
        self.path = path
        self._clock = clock
        self._engine = open_engine(path)
        try:
            connection.ensure(self._engine)
        except BaseException:
            self._engine.dispose()
            raise
        self._shelves = (near_duplicate_images.HashCache(), text_versions.SketchCache())

    def close(self) -> None:
        """Gives the file back; the object is of no use afterwards."""
        self._engine.dispose()

    def copy_to(self, target: Path) -> None:
        """Writes it, as it is at one instant, into a file that is not there yet. Raises StoreError for no space."""
        connection.copy_to(self._engine, target)

    def _read(self) -> Any:
        return reading_transaction(self._engine)

    def _sight(self, viewer: Viewer) -> Sight:
        return Sight(viewer, instant(self._clock()))

    # For ingest and index: held records are among the answers.

    def revision(self) -> int:
        """The revision of the last batch that changed a record, 0 at first."""
        with self._read() as conn:
            return index_feed.revision(conn)

    def changes(self, since: int) -> list[str]:
        """The ids of records changed after that revision, in the order they changed; 0 gives all."""
        with self._read() as conn:
            return index_feed.since(conn, since)

    def public_revision(self) -> int:
        """Return the number of the last change that an index showed the public, 0 at first."""
        with self._read() as conn:
            return public_revisions.current(conn)

    def publish(self, forms: Mapping[str, str]) -> int:
        """Note the forms, by id, in which an index shows these records to the public from now on; empty: it does not.
        Return the public revision, which is the next one if any of them changed."""
        with self._read() as conn:
            if not public_revisions.changed(conn, forms):
                return public_revisions.current(conn)
        with writing(self._engine) as conn:
            public_revisions.publish(conn, forms)
            return public_revisions.current(conn)

    def due(self, after: str, until: str) -> list[str]:
        """The ids of held records whose hour came in (after, until], and of those linked or grouped with them."""
        with self._read() as conn:
            return index_feed.due(conn, after, until)

    def name(self, root: str, path: str, member: str = "") -> NamedFile | None:
        """What a name holds now, else what it held last (not live), else None."""
        with self._read() as conn:
            return file_paths.name_at(conn, root, path, member)

    def names_in(self, root: str, folder: str) -> dict[str, tuple[NamedFile, bool]]:
        """What the names right in a folder of a root hold now, by path, each with whether there are files inside it;
        `folder` is empty for the root itself."""
        with self._read() as conn:
            return file_paths.names_in(conn, root, folder)

    def names_below(self, root: str, folder: str, most: int) -> dict[str, tuple[NamedFile, bool]] | None:
        """The same of all below a folder, however deep; None when there are more than `most`."""
        with self._read() as conn:
            return file_paths.names_below(conn, root, folder, most)

    def members_of(self, root: str, path: str) -> list[NamedFile]:
        """What the names inside a file on the disk hold now, however deep, in the order they came."""
        with self._read() as conn:
            return file_paths.members_of(conn, root, path)

    def names_of(self, sha256: str) -> list[NamedFile]:
        """Every name that holds or held these bytes, live ones first."""
        with self._read() as conn:
            return file_paths.names_of(conn, sha256)

    def names_of_record(self, record: str) -> list[NamedFile]:
        """Every name of a record's files, those held by themselves last, live ones first."""
        with self._read() as conn:
            return file_paths.names_of_record(conn, record)

    def live_names(self, root: str, folder: str = "") -> list[NamedFile]:
        """What all names below a folder of a root hold now."""
        with self._read() as conn:
            return file_paths.live_names(conn, root, folder)

    def records_of(self, sha256: str) -> list[str]:
        """The ids of the records that have these bytes among their assets."""
        with self._read() as conn:
            return file_paths.records_of(conn, sha256)

    def roots(self) -> dict[str, str]:
        """Label to path of every folder that files were taken from."""
        with self._read() as conn:
            return file_paths.all_roots(conn)

    def part_of(self, record: str, n: int) -> SplitFile:
        """File `n` of a record, about to become one of its own. Raises UnknownRecord, CannotMerge saying why not."""
        with self._read() as conn:
            return split.part_of(conn, record, n)

    def waiting_mentions(self) -> list[tuple[str, Mention, str | None]]:
        """(article, mention, reason) of every mention that has no photo, by file name."""
        with self._read() as conn:
            return mentions.waiting(conn)

    def pending_scans(self) -> list[Scan]:
        """The records whose words are still to be read, those with few pages first."""
        with self._read() as conn:
            return scan_state.pending(conn)

    def scan(self, record: str) -> Scan | None:
        """What is known of a record as a scan; None when it is none."""
        with self._read() as conn:
            return scan_state.of_record(conn, record)

    def read_pages(self, sha256: str) -> list[ReadPage]:
        """What was read on the pages of these bytes, in order."""
        with self._read() as conn:
            return scan_state.pages_of(conn, sha256)

    def readings(self, ids: Collection[str] | None = None) -> Iterator[RecordReading]:
        """How each of these records was read, or each of all; between two, the catalogue may be written."""
        after = ""
        while some := self._some_ids(after) if ids is None else list(ids):
            with self._read() as conn:
                found = list(record_lists.readings_of(conn, some))
            yield from found
            if ids is not None:
                return
            after = some[-1]

    def _some_ids(self, after: str) -> list[str]:
        with self._read() as conn:
            return record_lists.ids_after(conn, after)

    # For the archivist, who decides about them: held records are among the answers.

    def of_status(self, status: Status) -> list[str]:
        """The ids of the records that have this status now: held ones by the hour at which they come out, those without
        one last, others the newest first; for the archivist."""
        with self._read() as conn:
            return record_lists.of_status(conn, status, instant(self._clock()))

    def closed_files(self, ids: Collection[str]) -> dict[str, int]:
        """How many files of each of these records stay closed when it is released, because another took their place
        while the public did not see it; of those that have such files."""
        with self._read() as conn:
            marks = restricted_versions.marks_of(conn, ids)
        now = instant(self._clock())
        hidden = {
            id_: [m for m in some if not is_public(Status(m["status"]), m["release_at"], now)]
            for id_, some in marks.items()
        }
        return {id_: len(some) for id_, some in hidden.items() if some}

    def held_names(self, ids: Collection[str]) -> dict[str, dict[str, str | None]]:
        """Return, by id, the names under which copies of a record's files came held, each with the hour at which it
        opens, None until someone decides. They stay closed when the record is released."""
        with self._read() as conn:
            return restricted_versions.shown_held_names(conn, ids, instant(self._clock()))

    def namings(self, article: str | None = None) -> list[ResolvedMention]:
        """Every mention of a photo, or those of one article, and what became of it; for the archivist, since held
        records are among them."""
        with self._read() as conn:
            return mentions.every(conn, article)

    def mentions(self, tie: MentionState, skip: int, most: int) -> list[ResolvedMention]:
        """At most so many mentions of that standing, after `skip` of them; for the archivist."""
        with self._read() as conn:
            return mentions.some(conn, tie, skip, most)

    def mention_counts(self) -> dict[MentionState, int]:
        """How many mentions there are of each standing; for the archivist."""
        with self._read() as conn:
            return mentions.counted(conn)

    def suggestions(self, namings: Collection[ResolvedMention]) -> dict[tuple[str, int], PhotoSuggestion]:
        """By (article, n), which photo is probably meant by those that are tied to none, and which have that name where
        several do; for the archivist."""
        with self._read() as conn:
            return suggesting.suggestions(conn, namings)

    def labels(self, ids: Collection[str]) -> dict[str, RecordLabel]:
        """What these records are called in lists, held ones too; for the archivist."""
        with self._read() as conn:
            return record_labels.labels_of(conn, ids)

    def unnamed_photos(self) -> list[UnnamedPhoto]:
        """The photos that no article names, by path; for the archivist."""
        with self._read() as conn:
            return mentions.photos_unnamed(conn)

    def worked_out(self, ids: Iterable[str], plan: Plan) -> Iterator[RecordRevision]:
        """What would become of these records by a plan, for a preview; held ones are among them."""
        with self._read() as conn:
            yield from value_changes.worked_out(conn, ids, plan)

    def meant(self, column: str, given: str) -> list[str]:
        """The ids of the records that are meant by an `id`, a `sha256` or a `filename`; for the archivist."""
        with self._read() as conn:
            return MEANT[column](conn, given)

    def change_sets(self) -> list[ChangeSet]:
        """What the archivist did to values, act by act, the newest first."""
        with self._read() as conn:
            return change_sets.all_sets(conn)

    def changed_values(self, change_set: int, after: str = "") -> Iterator[ChangedValue]:
        """What a change set did to values, by record and key, of the records after that one; for the archivist."""
        with self._read() as conn:
            yield from change_sets.values_of(conn, change_set, after)

    def rehearse_undo(self, n: int | None) -> UndoResult:
        """What taking change set `n` back would come to, by default the last that stands. Raises CannotUndo."""
        with self._read() as conn:
            return undo.rehearse(conn, n)

    def related(self, record: str | None = None) -> list[Related]:
        """All relations, or those of one record, each once; for the archivist, since held records are among them."""
        with self._read() as conn:
            return relations.every(conn, record)

    def relations(self, wanted: WantedRelations, skip: int, most: int) -> list[Related]:
        """At most so many of the relations asked for, the least certain first, after `skip` of them; for the
        archivist."""
        with self._read() as conn:
            return relations.some(conn, wanted, skip, most)

    def relation_counts(self) -> dict[tuple[Trust, str], int]:
        """How many relations there are of each trust and type; for the archivist."""
        with self._read() as conn:
            return relations.counted(conn)

    def decision(self, n: int) -> Decision | None:
        """One of the archivist's acts about a relation or a mention, None when there is none of that number."""
        with self._read() as conn:
            return decisions.one(conn, n)

    def decisions(self, ids: Collection[str]) -> list[Decision]:
        """Of each relation and each mention of these records the act that stands."""
        with self._read() as conn:
            return decisions.standing(conn, ids)

    def done_to(self, record: str, before: int | None, most: int) -> list[dict[str, Any]]:
        """At most so many events of a record, the newest first, of those before number `before`."""
        with self._read() as conn:
            return record_lists.list_record_events(conn, record, before, most)

    # For a viewer: only what that viewer may see.

    def get(self, id: str, viewer: Viewer) -> Record | None:  # noqa: A002
        """The record, None when it is not there or may not be seen: the two look the same."""
        return next(iter(self.get_many([id], viewer)), None)

    def get_many(self, ids: Collection[str], viewer: Viewer) -> list[Record]:
        """Those of the records that may be seen, in the order asked for, each once; links to what may not be seen are
        as if it had never come."""
        with self._read() as conn:
            return record_reads.get_many(conn, ids, self._sight(viewer))

    def text(self, id: str, viewer: Viewer) -> str | None:  # noqa: A002
        """The stored text, NFC; None as for `get`."""
        return self.texts([id], viewer).get(id)

    def texts(self, ids: Collection[str], viewer: Viewer) -> dict[str, str]:
        """The stored texts by id, of those that may be seen."""
        with self._read() as conn:
            return record_reads.texts_of(conn, ids, self._sight(viewer))

    def titles(self, ids: Collection[str], viewer: Viewer) -> dict[str, str]:
        """The titles, else the headlines, by id, of those that may be seen and have one; without reading the rest."""
        with self._read() as conn:
            return record_lists.titles_of(conn, ids, self._sight(viewer))

    def furniture(self, ids: Collection[str], viewer: Viewer) -> dict[str, list[str]]:
        """The lines that are neither title nor body, by id, of those that may be seen."""
        with self._read() as conn:
            return record_reads.furniture_of(conn, ids, self._sight(viewer))

    def now_at(self, old: str, viewer: Viewer) -> tuple[str, int] | None:
        """The record that one is a part of now, and by how much the numbers of its files were raised; None for one that
        is a part of none, or of one that may not be seen: the two look the same."""
        with self._read() as conn:
            found = record_lookup.merged_into(conn, old)
            return found if found and index_feed.visible(conn, [found[0]], self._sight(viewer)) else None

    def lately_added(self, viewer: Viewer, most: int) -> dict[str, str]:
        """When each was taken in, by id, of those taken in last that may be seen, the last first."""
        with self._read() as conn:
            return index_feed.lately_added(conn, self._sight(viewer), most)

    def counts(self, viewer: Viewer) -> dict[tuple[Kind, Status], int]:
        """How many records of each kind and status may be seen."""
        with self._read() as conn:
            return index_feed.counts(conn, self._sight(viewer))

    def visible(self, ids: Collection[str], viewer: Viewer) -> list[str]:
        """Those of the ids whose records may be seen, in the order given."""
        with self._read() as conn:
            seen = index_feed.visible(conn, ids, self._sight(viewer))
            return [id_ for id_ in dict.fromkeys(ids) if id_ in seen]

    def gives_away(self, sha256: str, viewer: Viewer) -> bool:
        """Whether these bytes hold a file that this viewer may not have, or one of a record that they may not see: a
        ZIP or a mail is not handed to whoever may not have all that lies in it."""
        with self._read() as conn:
            within, sight = record_lists.records_inside(conn, sha256), self._sight(viewer)
            if not within or sight.sees_all:
                return False
            hidden = within - index_feed.visible(conn, within, sight)
            return bool(hidden) or record_lists.closed_inside(conn, sha256, sight.now)

    def visible_ids(self, viewer: Viewer) -> set[str]:
        """The ids of all records that may be seen."""
        with self._read() as conn:
            return index_feed.visible_ids(conn, self._sight(viewer))

    def sequence(self, id: str, viewer: Viewer, most: int = image_sequences.MOST) -> ImageSequence | None:  # noqa: A002
        """The run of frames that a photo stands in (one prefix, one day, running numbers), of those that may be seen;
        None when there are not two. At most `most` of its records are read, those around this one."""
        with self._read() as conn:
            return image_sequences.sequence(conn, id, self._sight(viewer), most)

    def groups(self, ids: Collection[str], viewer: Viewer) -> dict[str, dict[str, str]]:
        """By id, for those that may be seen: under `sequence` and `version` what all members of its contact sheet, and
        all versions of its text, have in common, made of those that may be seen; absent for what stands alone."""
        with self._read() as conn:
            return collapse_groups.keys_of(conn, ids, self._sight(viewer))

    def changed_at(self, ids: Collection[str], viewer: Viewer) -> dict[str, str]:
        """When each of the records last changed or came out (UTC instants), by id, of those that may be seen."""
        with self._read() as conn:
            return index_feed.changed_at(conn, ids, self._sight(viewer))

    # What was done: accessions with their receipts, and events.

    def accessions(self) -> list[Accession]:
        """Every accession, newest first."""
        with self._read() as conn:
            return receipts.all_accessions(conn)

    def accession(self, n: int) -> Accession | None:
        """One accession, None when there is none of that number."""
        with self._read() as conn:
            return receipts.accession_of(conn, n)

    def receipt(self, accession: int, wanted: LineFilter = EVERY, after: int = 0, most: int = -1) -> list[ReceiptLine]:
        """Those lines of one receipt that are wanted, in the order they were written; with `most`, the next so many
        after number `after`, for a receipt may have millions."""
        with self._read() as conn:
            return receipts.lines_of(conn, accession, wanted, after, most)

    def has_line(self, accession: int, path: str) -> bool:
        """Whether a receipt has a line of the file at that path, as it was given."""
        with self._read() as conn:
            return receipts.has_line(conn, accession, path)

    def receipt_count(self, accession: int, wanted: LineFilter = EVERY) -> int:
        """How many lines of a receipt are wanted."""
        with self._read() as conn:
            return receipts.count_of(conn, accession, wanted)

    def files_told(self, accession: int) -> int:
        """How many files of the disk have their line in a receipt so far."""
        with self._read() as conn:
            return receipts.count_reported_files(conn, accession)

    def receipt_reasons(self, accession: int, outcome: Outcome, most: int) -> list[tuple[str, int]]:
        """The commonest reasons of one outcome in a receipt, each with its count, with ANY_FILE for the file's name."""
        with self._read() as conn:
            return receipts.reasons_of(conn, accession, outcome, most)

    def receipt_codes(self, accession: int) -> list[str]:
        """Return the codes of the reasons in a receipt, the commonest first."""
        with self._read() as conn:
            return receipts.codes_in(conn, accession)

    def events(self, record: str | None = None) -> list[dict[str, Any]]:
        """What was done, oldest first, in PREMIS words: n, at, agent, type, record, outcome, detail."""
        wanted = select(events).order_by(events.c.n)
        with self._read() as conn:
            rows = conn.execute(wanted if record is None else wanted.where(events.c.record == record))
            return [dict(row._mapping) for row in rows]

    def damaged(self) -> set[str]:
        """The digests of originals that the last `verify` of them found missing or altered, and that did not come in
        again since."""
        with self._read() as conn:
            return audit.damaged(conn)

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """A reading transaction for `archive.catalogue.receipts.audit`."""
        with self._read() as conn:
            yield conn

    def open_due_names(self) -> None:
        """Let the names of held copies whose hour has come be like all others. Write nothing where there are none."""
        now = instant(self._clock())
        with self._read() as conn:
            if not file_paths.are_due(conn, now):
                return
        with self.write() as writer:
            writer.open_due_names()

    @contextmanager
    def write(self, agent: str = "press-archive") -> Iterator[Writer]:
        """One transaction, which is kept when the block ends and undone when it raises. It takes one new revision, none
        when it changed no record. Other writers wait meanwhile, readers do not."""
        with writing(self._engine) as connection:
            batch = Batch(connection, agent, instant(self._clock()))
            yield Writer(batch)
            resolution.resolve(batch)
            embargo_propagation.propagate_embargoes(batch)
            before = collapse_groups.before(batch)
            image_sequences.renumber(batch)
            (shelf, library), self._shelves = (
                self._shelves,
                (near_duplicate_images.HashCache(), text_versions.SketchCache()),
            )
            near_duplicate_images.compare(batch, shelf)
            text_versions.update_text_versions(batch, sorted(batch.worded), library)
            relation_finder.update_relations(batch)
            collapse_groups.touch_members(batch, before)
            batch.finish()
        self._shelves = (shelf, library)  # only now, for what they read may have been undone
