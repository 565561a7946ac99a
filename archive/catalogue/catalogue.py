"""The catalogue: everything known about the records, in one SQLite file. `Catalogue` reads it, `Writer` writes it.

Each method runs a function of a subfolder in one transaction. Methods with a `viewer` return only what that viewer may
see. All others include held records.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, tzinfo
from functools import cache, wraps
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection, func, select

from archive.access import PUBLIC, Viewer, instant, is_public, utc_now
from archive.authority.authorities import Authorities
from archive.authority.card_index import Cards
from archive.catalogue import alert_deliveries, index_feed, shared_cards
from archive.catalogue.accounts import tokens as token_rows
from archive.catalogue.accounts import users as user_rows
from archive.catalogue.alert_deliveries import AlertDelivery, AlertProgress
from archive.catalogue.events import event_decisions
from archive.catalogue.events import events as press_events
from archive.catalogue.events.event_candidates import doubtful_events, events_around, events_of
from archive.catalogue.events.event_finder import found_by_these_rules, rebuild_events, update_events
from archive.catalogue.events.events import PressEvent
from archive.catalogue.history import access_changes, erasure, event_log, record_versions, split, undo, value_changes
from archive.catalogue.history import change_sets as sets
from archive.catalogue.history import decisions as decision_events
from archive.catalogue.history import disposal as disposing
from archive.catalogue.history.change_sets import ChangedValue
from archive.catalogue.history.snapshots import digest_of_records
from archive.catalogue.history.value_changes import Plan, RecordRevision
from archive.catalogue.image_links import mentions as mention_rows
from archive.catalogue.image_links import resolution
from archive.catalogue.image_links import suggestions as suggesting
from archive.catalogue.index_feed import RecordView
from archive.catalogue.photos import collapse_groups, image_sequences
from archive.catalogue.photos.image_sequences import ImageSequence
from archive.catalogue.receipts import accession_sheets, audit, file_paths, receipts, record_labels
from archive.catalogue.records import (
    arrivals,
    public_revisions,
    record_lists,
    record_lookup,
    record_reads,
    scan_state,
    series,
    virus_state,
)
from archive.catalogue.records.public_history import PublicItem, removed_items, second
from archive.catalogue.records.public_revisions import PublicChange
from archive.catalogue.records.record_lists import RecordReading
from archive.catalogue.records.record_lookup import MEANT
from archive.catalogue.records.record_reads import Sight
from archive.catalogue.records.series import SeriesUnit
from archive.catalogue.relations import near_duplicate_images, relation_finder, text_versions
from archive.catalogue.relations import relations as relation_rows
from archive.catalogue.relations.hash_file import HashFile
from archive.catalogue.restrictions import embargo_propagation, restricted_versions
from archive.catalogue.restrictions.shown_access import digest_of_access
from archive.catalogue.rules import closures, rule_dates
from archive.catalogue.rules import collection_rules as rule_rows
from archive.catalogue.rules import legal_holds as holding
from archive.catalogue.schema.batch import Batch
from archive.catalogue.schema.copying import CopiedTable, copy_catalogue
from archive.catalogue.schema.database import Database, Progress, ServerState
from archive.catalogue.schema.migration import Older, ensure, version_of
from archive.catalogue.schema.sqlite import SqliteDatabase
from archive.catalogue.schema.tables import events
from archive.catalogue.writer import Writer
from archive.config import DERIVED
from archive.messages import Message
from archive.record import Kind, Record, Status

P = ParamSpec("P")
R = TypeVar("R")


def _reading(function: Callable[Concatenate[Connection, P], R]) -> Callable[Concatenate[Catalogue, P], R]:
    """Return the function as a method in a separate transaction."""

    @wraps(function)
    def method(catalogue: Catalogue, /, *args: P.args, **kwargs: P.kwargs) -> R:
        with catalogue._read() as conn:
            return function(conn, *args, **kwargs)

    return method


def _seen(
    function: Callable[[Connection, Collection[str], Sight], R],
) -> Callable[[Catalogue, Collection[str], Viewer], R]:
    """Return the function as a method that takes a viewer."""

    @wraps(function)
    def method(catalogue: Catalogue, ids: Collection[str], viewer: Viewer) -> R:
        with catalogue._read() as conn:
            return function(conn, ids, catalogue._sight(viewer))

    return method


@cache
def _shipped_cards() -> Cards:
    return Cards.of(Authorities())


class Catalogue:
    """The catalogue in the file at `path`, created if missing. Many threads and processes may use it at once.

    Every method raises ArchiveBusy if another process writes for too long, and StoreError if the disk is full,
    permissions are missing or the file is damaged. `clock` is the clock by which embargoes end.
    """

    def __init__(
        self,
        path: Path,
        clock: Callable[[], datetime] = utc_now,
        database: Database | None = None,
        older: Older = Older.UPGRADE,
    ) -> None:
        """Raise CatalogueNewer if a later version of this project wrote the file. `older`: what to do if an earlier one
        did."""
        self.path = path
        self._clock = clock
        self._database = database or SqliteDatabase(path)
        try:
            ensure(self._database, older)
        except BaseException:
            self._database.close()
            raise
        self._hashes = HashFile(path.parent / DERIVED / "looks")
        self._series: tuple[tuple[int, int], list[SeriesUnit], dict[str, str]] | None = None
        self.name_cards: Callable[[], Cards] = _shipped_cards
        self.zone: tzinfo = UTC  # the archive's time zone, in which days of rules begin
        self.before_change: Callable[[Writer], None] = lambda _: None  # called in each transaction before its commit

    def close(self) -> None:
        """Close the file. The object cannot be used afterwards."""
        self._database.close()
        self._hashes.close()

    @property
    def address(self) -> str:
        """Return the catalogue's address without a password."""
        return self._database.address

    def server(self) -> ServerState | None:
        """Return a description of the catalogue's server, None for a file."""
        return self._database.server()

    def newest_event(self) -> str | None:
        """Return the instant of the newest event, None for an archive without events."""
        with self._read() as conn:
            newest: str | None = conn.execute(select(func.max(events.c.at))).scalar()
        return newest

    def schema_version(self) -> str | None:
        """Return the schema version of its tables."""
        return version_of(self._database)

    def is_writable(self) -> bool:
        """Return whether this process may write it."""
        return self._database.is_writable()

    def wait_for_write(self, seconds: float) -> bool:
        """Wait up to this long until something is written after the last call. Return False immediately if the database
        does not notify."""
        return self._database.wait_for_write(seconds)

    def copy_into(self, target: Database, progress: Progress | None = None) -> list[CopiedTable]:
        """Copy everything to an empty database and compare. Nobody can write meanwhile. Raise StoreError."""
        return copy_catalogue(self._database, target, progress, hold=True)

    def copy_to(self, target: Path, progress: Progress | None = None) -> None:
        """Write a consistent copy to a new file. Raise StoreError if the disk is full."""
        self._database.copy_to(target, progress)

    def _read(self) -> Any:
        return self._database.reading()

    def _sight(self, viewer: Viewer) -> Sight:
        return Sight(viewer, instant(self._clock()))

    # For ingest and index: held records are included.

    revision = _reading(index_feed.revision)
    last_event = _reading(index_feed.last_event)
    revisions = _reading(index_feed.revisions)
    changes = _reading(index_feed.since)
    public_revision = _reading(public_revisions.current)

    def archive_id(self, *, make: bool = False) -> int | None:
        """Return the number by which servers identify this archive; None if it has none yet, unless it is to be
        created. A copy of the catalogue has the same number."""
        with self._read() as conn:
            found = index_feed.archive_id(conn)
        if found is not None or not make:
            return found
        with self._database.writing() as conn:
            return index_feed.make_archive_id(conn)

    def next_generation(self, least: int) -> int:
        """Return a unique number for a new index on a server."""
        with self._database.writing() as conn:
            return index_feed.next_generation(conn, least)

    def hidden_since(self, revision: int, at: str) -> tuple[list[str], list[str]]:
        """Return what an index that reached this revision at that instant must not show the public; see
        `index_feed.hidden_since`. If the clock was set back since, this includes records whose embargo applies
        again."""
        with self._read() as conn:
            sight = self._sight(PUBLIC)
            hidden, changed = index_feed.hidden_since(conn, revision, at, sight)
            again = index_feed.due(conn, sight.now, at) if sight.now < at else []
            return [*dict.fromkeys([*hidden, *again])], changed

    def publish(self, forms: Mapping[str, str], least: int = 0) -> int:
        """Store the public form, by id, in which an index now shows these records; empty for hidden ones. Return the
        public revision: the next one if any form changed, and at least `least`."""
        with self._read() as conn:
            if not public_revisions.changed(conn, forms) and public_revisions.current(conn) >= least:
                return public_revisions.current(conn)
        with self._database.writing() as conn:
            index_feed.make_archive_id(conn)  # clients that follow the changes identify the archive by it
            public_revisions.publish(conn, forms, instant(self._clock()), least)
            return public_revisions.current(conn)

    def public_changes(self, after: tuple[int, str], limit: int) -> tuple[int, list[PublicChange]]:
        """Return the public revision, and up to `limit` records that changed for the public after (revision, id); see
        `public_revisions.changes_since`."""
        with self._read() as conn:
            now = instant(self._clock())
            return public_revisions.current(conn), public_revisions.changes_since(conn, after, limit, now)

    alert_progress = _reading(alert_deliveries.progress_of)
    due_deliveries = _reading(alert_deliveries.due_deliveries)
    last_deliveries = _reading(alert_deliveries.last_deliveries)
    waiting_deliveries = _reading(alert_deliveries.waiting_counts)

    def note_alert_progress(
        self, alert: str, progress: AlertProgress, reports: Mapping[str, Sequence[str]] | None = None
    ) -> None:
        """Store an alert's progress and the records of its new reports, by report id."""
        with self._database.writing() as conn:
            alert_deliveries.note_progress(conn, alert, progress, reports)

    def note_delivery(self, delivery: AlertDelivery) -> None:
        """Store the outcome of an alert's delivery."""
        with self._database.writing() as conn:
            alert_deliveries.note_delivery(conn, delivery)

    def forget_deliveries(self, before: str) -> None:
        """Delete alert reports that were finished before that instant."""
        with self._database.writing() as conn:
            alert_deliveries.forget_deliveries(conn, before)

    due = _reading(index_feed.due)
    cards_text = _reading(shared_cards.text)
    cards_digest = _reading(shared_cards.digest)

    def views(self, ids: Collection[str]) -> list[tuple[RecordView, RecordView | None]]:
        """Return the archivist's and the public's view of each of these records now, for an index; see `views_of`."""
        with self._read() as conn:
            return index_feed.views_of(conn, ids, instant(self._clock()))

    name = _reading(file_paths.name_at)
    names_in = _reading(file_paths.names_in)
    names_below = _reading(file_paths.names_below)
    members_of = _reading(file_paths.members_of)
    names_of = _reading(file_paths.names_of)
    added_at = _reading(file_paths.added_at)
    names_of_record = _reading(file_paths.names_of_record)
    live_names = _reading(file_paths.live_names)
    records_of = _reading(file_paths.records_of)
    roots = _reading(file_paths.all_roots)
    part_of = _reading(split.part_of)
    may_split = _reading(split.may_split)
    record_digest = _reading(digest_of_records)
    pending_scans = _reading(scan_state.pending)
    scan = _reading(scan_state.of_record)
    unscanned_records = _reading(virus_state.unscanned_records)
    files_to_scan = _reading(virus_state.files_to_scan)
    files_scanned_before = _reading(virus_state.files_scanned_before)
    count_viruses = _reading(virus_state.count_viruses)
    read_pages = _reading(scan_state.pages_of)
    count_read_pages = _reading(scan_state.count_read_pages)

    def readings(self, ids: Collection[str] | None = None) -> Iterator[RecordReading]:
        """Yield how each of these records (default: all) was read. The catalogue may be written meanwhile."""
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

    # For the archivist: held records are included.

    def of_status(self, status: Status) -> list[str]:
        """Return the ids of records with this status now: held ones by the end of their embargo, open-ended ones last;
        others newest first."""
        with self._read() as conn:
            return record_lists.of_status(conn, status, instant(self._clock()))

    of_collection = _reading(record_labels.of_collection)
    access_digest = _reading(digest_of_access)
    access_is_decided = _reading(access_changes.is_decided)
    undo_digest = _reading(undo.digest_of_undo)

    def closed_files(self, ids: Collection[str]) -> dict[str, int]:
        """Return, by id, the number of files that stay hidden when the record is released, because they were replaced
        while restricted. Records without such files are left out."""
        with self._read() as conn:
            marks = restricted_versions.marks_of(conn, ids)
        now = instant(self._clock())
        hidden = {
            id_: [m for m in some if not is_public(Status(m["status"]), m["release_at"], now)]
            for id_, some in marks.items()
        }
        return {id_: len(some) for id_, some in hidden.items() if some}

    def held_names(self, ids: Collection[str]) -> dict[str, dict[str, str | None]]:
        """Return, by id, the names under which copies of a record's files arrived held, with the end of their embargo,
        None until someone decides. They stay hidden when the record is released."""
        with self._read() as conn:
            return restricted_versions.shown_held_names(conn, ids, instant(self._clock()))

    namings = _reading(mention_rows.every)
    mentions = _reading(mention_rows.some)
    mention_counts = _reading(mention_rows.counted)
    suggestions = _reading(suggesting.suggestions)
    labels = _reading(record_labels.labels_of)
    unnamed_photos = _reading(mention_rows.photos_unnamed)

    def worked_out(self, ids: Iterable[str], plan: Plan) -> Iterator[RecordRevision]:
        """Yield the changes that an edit would make to these records, for a preview."""
        with self._read() as conn:
            yield from value_changes.worked_out(conn, ids, plan)

    def meant(self, column: str, given: str) -> list[str]:
        """Return the ids of the records with this `id`, `sha256` or `filename`."""
        with self._read() as conn:
            return MEANT[column](conn, given)

    change_sets = _reading(sets.all_sets)

    def changed_values(self, change_set: int, after: str = "") -> Iterator[ChangedValue]:
        """Yield the value changes of a change set, by record and key; only records after `after`."""
        with self._read() as conn:
            yield from map(access_changes.described, sets.values_of(conn, change_set, after))

    rehearse_undo = _reading(undo.rehearse)
    related = _reading(relation_rows.every)
    relations = _reading(relation_rows.some)
    relation_counts = _reading(relation_rows.counted)
    decision = _reading(decision_events.one)
    decisions = _reading(decision_events.standing)
    original_versions = _reading(record_versions.original_versions)
    text_versions = _reading(record_versions.text_versions)
    description_versions = _reading(record_versions.description_versions)

    def values_at(self, record: str, n: int) -> dict[str, Any]:
        """Return the values in use in version `n` of a description."""
        with self._read() as conn:
            return record_versions.values_at(conn, record, record_versions.description_versions(conn, record), n)

    done_to = _reading(record_lists.list_record_events)
    events_since = _reading(record_lists.list_events_since)

    # For a viewer: only what that viewer may see.

    def get(self, id: str, viewer: Viewer) -> Record | None:  # noqa: A002
        """Return the record, or None if it is missing or hidden, without distinction."""
        return next(iter(self.get_many([id], viewer)), None)

    get_many = _seen(record_reads.get_many)

    def text(self, id: str, viewer: Viewer) -> str | None:  # noqa: A002
        """Return the stored text (NFC), or None as `get` does."""
        return self.texts([id], viewer).get(id)

    texts = _seen(record_reads.texts_of)
    titles = _seen(record_lists.titles_of)
    furniture = _seen(record_reads.furniture_of)

    def now_at(self, old: str, viewer: Viewer) -> tuple[str, int] | None:
        """Return the record that this one was merged into, and the offset of its file numbers there; None if it was not
        merged, or into a hidden record, without distinction."""
        with self._read() as conn:
            found = record_lookup.merged_into(conn, old)
            return found if found and index_feed.visible(conn, [found[0]], self._sight(viewer)) else None

    came_at = _seen(arrivals.came_at)

    def lately_added(self, viewer: Viewer, most: int) -> dict[str, str]:
        """Return when the `most` newest visible records were added, by id, newest first."""
        with self._read() as conn:
            return index_feed.lately_added(conn, self._sight(viewer), most)

    def counts(self, viewer: Viewer) -> dict[tuple[Kind, Status], int]:
        """Return the number of visible records by kind and status."""
        with self._read() as conn:
            return index_feed.counts(conn, self._sight(viewer))

    def visible(self, ids: Collection[str], viewer: Viewer) -> list[str]:
        """Return the ids of visible records among these, in the order given."""
        with self._read() as conn:
            seen = index_feed.visible(conn, ids, self._sight(viewer))
            return [id_ for id_ in dict.fromkeys(ids) if id_ in seen]

    def gives_away(self, sha256: str, viewer: Viewer) -> bool:
        """Return whether these bytes contain a file of a record hidden from this viewer, or a closed file. A ZIP or
        mail is served only to viewers who may see all its files."""
        with self._read() as conn:
            within, sight = record_lists.records_inside(conn, sha256), self._sight(viewer)
            if not within or sight.sees_all:
                return False
            hidden = within - index_feed.visible(conn, within, sight)
            return bool(hidden) or record_lists.closed_inside(conn, sha256, sight.now)

    def visible_ids(self, viewer: Viewer) -> set[str]:
        """Return the ids of all visible records."""
        with self._read() as conn:
            return index_feed.visible_ids(conn, self._sight(viewer))

    def public_items(self, only: Collection[str] | None = None) -> list[PublicItem]:
        """Return records that are or were public, by the instant of their last change. `only`: limit to these."""
        with self._read() as conn:
            sight = self._sight(PUBLIC)
            seen = index_feed.visible_kinds(conn, sight, only)
            at = index_feed.changed_at(conn, seen, sight)
            here = [PublicItem(second(at[id_]), id_, kind) for id_, kind in seen.items() if id_ in at]
            return sorted([*here, *removed_items(conn, sight, only)])

    def sequence(self, id: str, viewer: Viewer, most: int = image_sequences.MOST) -> ImageSequence | None:  # noqa: A002
        """Return the image sequence of a photo (same prefix and day, by frame number) with visible photos only, or None
        if there are fewer than two. At most `most` of its records are read, those around this one."""
        with self._read() as conn:
            return image_sequences.sequence(conn, id, self._sight(viewer), most)

    def press_event(self, key: str, viewer: Viewer) -> PressEvent | None:
        """Return the event with this key, built from the records that the viewer sees; None if these are fewer than
        two."""
        with self._read() as conn:
            return press_events.event(conn, key, self._sight(viewer))

    def press_event_of(self, record: str, viewer: Viewer) -> PressEvent | None:
        """Return the event of a record, or None if the viewer sees none."""
        with self._read() as conn:
            return press_events.event_of(conn, record, self._sight(viewer))

    def press_event_keys(self, viewer: Viewer) -> list[str]:
        """Return the keys of all events that the viewer sees, the newest first."""
        with self._read() as conn:
            return press_events.event_keys(conn, self._sight(viewer))

    def press_event_lead(self, key: str, viewer: Viewer) -> str | None:
        """Return the key of the event that this one was merged into, or None if the viewer must not see that."""
        with self._read() as conn:
            return press_events.lead_of(conn, key, self._sight(viewer))

    press_event_acts = _reading(event_decisions.acts)
    doubtful_press_events = _reading(doubtful_events)
    press_events_around = _reading(events_around)
    press_events_of = _reading(events_of)

    def rebuild_press_events(self) -> None:
        """Find all events again, for example after new name cards."""
        cards = self.name_cards()
        with self._database.writing() as conn:
            rebuild_events(conn, cards)

    press_events_are_current = _reading(found_by_these_rules)

    series_units = _reading(series.all_units)
    series_parts = _reading(series.all_parts)
    units_of_records = _reading(series.units_of_records)

    def series_seen(self, viewer: Viewer) -> tuple[list[SeriesUnit], dict[str, list[str]]]:
        """Return the units in which the viewer sees a record directly or below, each after its parent; and, by key, the
        visible records directly in a unit."""
        state = (self.revision(), self.last_event())
        if self._series is None or self._series[0] != state:
            self._series = (state, self.series_units(), self.units_of_records())
        _, units, placed = self._series
        within: dict[str, list[str]] = {}
        for record in self.visible(list(placed), viewer):
            within.setdefault(placed[record], []).append(record)
        known = {one.key: one for one in units}
        seen = {one.key for key in within for one in series.path_to(known, key)}
        return [one for one in units if one.key in seen], within

    def series_path(self, record: str, viewer: Viewer) -> list[SeriesUnit]:
        """Return the units above a record, highest first; empty if the viewer does not see the record."""
        with self._read() as conn:
            if not index_feed.visible(conn, [record], self._sight(viewer)):
                return []
            unit = series.unit_of_record(conn, record)
            return series.path_to({one.key: one for one in series.all_units(conn)}, unit.key) if unit else []

    groups = _seen(collapse_groups.keys_of)
    changed_at = _seen(index_feed.changed_at)

    # History: accessions with their receipts, and events.

    accessions = _reading(receipts.all_accessions)
    last_accession = _reading(receipts.last_accession)
    accession_count = _reading(receipts.count_accessions)
    accession = _reading(receipts.accession_of)
    sheet_digest = _reading(accession_sheets.sheet_digest)
    accession_sheets = _reading(accession_sheets.sheets)
    accession_state = _reading(receipts.state_of)
    accessions_of = _reading(receipts.accessions_of)
    records_in = _reading(receipts.records_in)
    receipt = _reading(receipts.lines_of)
    has_line = _reading(receipts.has_line)
    reported = _reading(receipts.reported)
    queued_accessions = _reading(receipts.queued_accessions)
    receipt_count = _reading(receipts.count_of)
    files_told = _reading(receipts.count_reported_files)
    receipt_reasons = _reading(receipts.reasons_of)
    receipt_codes = _reading(receipts.codes_in)

    def events(self, record: str | None = None) -> list[dict[str, Any]]:
        """Return events, oldest first, in PREMIS terms: n, at, agent, type, record, outcome, detail."""
        wanted = select(events).order_by(events.c.n)
        with self._read() as conn:
            rows = conn.execute(wanted if record is None else wanted.where(events.c.record == record))
            return [dict(row._mapping) for row in rows]

    def log(self, wanted: event_log.LogFilter) -> Iterator[event_log.LoggedEvent]:
        """Yield the events that match, oldest first."""
        with self._read() as conn:
            yield from event_log.log_of(conn, wanted)

    # Rules of collections, legal holds, disposals.

    collections = _reading(rule_rows.count_by_collection)
    records_in_collection = _reading(rule_rows.records_in_collection)
    collection_rules = _reading(rule_rows.all_rules)
    legal_holds = _reading(holding.all_holds)
    legal_hold_counts = _reading(holding.count_under_holds)
    legal_hold_records = _reading(holding.records_under)
    legal_holds_on = _reading(holding.holds_on)
    disposals = _reading(disposing.all_disposals)
    disposal = _reading(disposing.disposal_of)
    disposals_by_erasure = _reading(disposing.disposals_by_erasure)

    def closures_of(self, ids: Collection[str]) -> dict[str, list[closures.Closure]]:
        """Return the rules that close these records now, by id."""
        with self._read() as conn:
            return closures.closures_of(conn, ids, instant(self._clock()))

    def today(self) -> date:
        """Return the current day in the archive's time zone."""
        return rule_dates.local_day(instant(self._clock()), self.zone)

    def due_records(self, on: date | None = None, collection: str | None = None) -> list[disposing.DueRecord]:
        """Return what is due for disposal by that day, by default today."""
        with self._read() as conn:
            return disposing.due_records(conn, on or self.today(), self.zone, collection)

    def reason_to_keep(self, one: disposing.DisposedRecord) -> Message | None:
        """Return why a record of a disposal cannot be disposed of today, or None."""
        with self._read() as conn:
            return disposing.reason_to_keep(conn, one, self.today(), self.zone)

    erasures = _reading(erasure.all_erasures)
    erasure_preview = _reading(erasure.preview)
    tombstone = _reading(erasure.tombstone)
    erased_among = _reading(erasure.erased_among)

    def compact(self) -> None:
        """Rewrite the database without deleted data. Raise ArchiveBusy while others have it open, and StoreError."""
        self._database.compact()

    check_log = _reading(event_log.check_chain)
    damaged = _reading(audit.damaged)

    # Accounts for the pages and the API.

    has_users = _reading(user_rows.has_users)
    users = _reading(user_rows.all_users)
    user = _reading(user_rows.find_user)
    tokens = _reading(token_rows.all_tokens)
    token = _reading(token_rows.find_token)

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """Yield a read transaction for `archive.catalogue.receipts.audit`."""
        with self._read() as conn:
            yield conn

    def damaged_hashes(self) -> Path | None:
        """Return the folder of the photos' perceptual hashes if its files are damaged, else None."""
        return self._hashes.damaged_folder()

    @contextmanager
    def between_writes(self) -> Iterator[None]:
        """Keep others from writing during the block."""
        with self._database.writing():
            yield

    def open_due_names(self) -> None:
        """Open names of held copies whose embargo ended. Write nothing if there are none."""
        now = instant(self._clock())
        with self._read() as conn:
            if not file_paths.are_due(conn, now):
                return
        with self.write() as writer:
            writer.open_due_names()

    @contextmanager
    def write(self, agent: str = "press-archive", reason: str | None = None) -> Iterator[Writer]:
        """Yield a writer: one transaction, committed when the block ends and rolled back if it raises. It takes one new
        revision, or none if it changed no record. Other writers wait meanwhile, readers do not. `reason` is stored with
        the change set of the transaction."""
        with self._database.writing() as conn:
            batch = Batch(conn, agent, instant(self._clock()), reason, self.zone)
            writer = Writer(batch)
            yield writer
            resolution.resolve(batch)
            holding.keep_under_holds(batch)
            closures.apply_closures(batch)
            embargo_propagation.propagate_embargoes(batch)
            moved_frames = image_sequences.moves(batch)
            collapse_groups.before(batch, moved_frames)
            image_sequences.renumber(batch, moved_frames)
            head = near_duplicate_images.compare(batch, self._hashes)
            text_versions.update_text_versions(batch, sorted(batch.worded))
            relation_finder.update_relations(batch)
            if moved := batch.touched | batch.of_events:
                update_events(conn, moved, self.name_cards())
            collapse_groups.touch_members(batch, moved_frames)
            public_revisions.hide(conn, batch.touched - batch.fresh, batch.now)
            self.before_change(writer)
            batch.finish()
        if head is not None:
            self._hashes.confirm(head)
