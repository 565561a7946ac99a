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

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection

from archive.authority.card_index import Cards
from archive.catalogue import shared_cards
from archive.catalogue.accounts import tokens, users
from archive.catalogue.events import event_decisions
from archive.catalogue.events.event_finder import EventMove, update_events
from archive.catalogue.history import access_changes, change_sets, decisions, disposal, erasure
from archive.catalogue.history import merge as joining
from archive.catalogue.history import split as parting
from archive.catalogue.history import undo as undoing
from archive.catalogue.history.shown_links import mention_digest, relation_digest, user_digest
from archive.catalogue.history.snapshots import digest_of_records
from archive.catalogue.image_links import mentions, resolution
from archive.catalogue.photos import sidecars
from archive.catalogue.photos.sidecars import Companion, PhotoArrival, PhotoFile, SidecarMatch, last_part, stem_of
from archive.catalogue.receipts import accession_sheets, file_paths, receipts
from archive.catalogue.receipts.file_paths import NamedFile
from archive.catalogue.records import record_lookup, record_writes, scan_state, series, virus_state
from archive.catalogue.records.record_lookup import MEANT
from archive.catalogue.relations import relations
from archive.catalogue.restrictions import record_access
from archive.catalogue.restrictions.embargo_propagation import RestrictedRecord, access_by_texts, propagate_embargoes
from archive.catalogue.restrictions.shown_access import digest_of_access
from archive.catalogue.rules import closures, collection_rules, legal_holds
from archive.catalogue.schema.batch import Batch, prefetch_batch

P = ParamSpec("P")
R = TypeVar("R")


def _writing(function: Callable[Concatenate[Batch, P], R]) -> Callable[Concatenate[Writer, P], R]:
    """Return the function as a method that passes the batch."""

    @wraps(function)
    def method(writer: Writer, /, *args: P.args, **kwargs: P.kwargs) -> R:
        return function(writer._batch, *args, **kwargs)

    return method


def _reading(function: Callable[Concatenate[Connection, P], R]) -> Callable[Concatenate[Writer, P], R]:
    """Return the function as a method that reads within the transaction."""

    @wraps(function)
    def method(writer: Writer, /, *args: P.args, **kwargs: P.kwargs) -> R:
        return function(writer._batch.conn, *args, **kwargs)

    return method


class Writer:
    """One write transaction. Its reads see what it wrote."""

    def __init__(self, batch: Batch) -> None:
        self._batch = batch

    @property
    def revision(self) -> int | None:
        """Return the revision of this batch; None before its end, or if it changed no record."""
        return self._batch.revision

    # Decisions of the archivist, and relations found by rules.

    open_changes = _writing(change_sets.open_set)

    def meant(self, column: str, given: str) -> list[str]:
        """Return the ids of the records with this `id`, `sha256` or `filename`."""
        return MEANT[column](self._batch.conn, given)

    revise = _writing(change_sets.revise_in)
    close_changes = _writing(change_sets.close_set)
    undo = _writing(undoing.undo)
    merge = _writing(joining.merge)
    split = _writing(parting.split)
    seal = _writing(parting.seal)
    record_digest = _reading(digest_of_records)
    add_mentions = _writing(mentions.put)
    decide_mention = _writing(mentions.decide)

    refuse_mention = _writing(mentions.refuse)
    resolve_mentions = _writing(resolution.resolve)

    def keep_back(self) -> list[RestrictedRecord]:
        """Hold what rules of collections close, photos under an embargo in their row of a caption table, and tables of
        held photos, among what this batch changed, linked or held. Return the records held. Also done at the end of a
        batch."""
        resolution.resolve(self._batch)
        return [*closures.apply_closures(self._batch), *propagate_embargoes(self._batch)]

    relate = _writing(relations.relate)
    decide_relation = _writing(relations.decide)
    refuse_relation = _writing(relations.refuse)
    take_back = _writing(decisions.undo_decision)
    mention_digest = _reading(mention_digest)
    relation_digest = _reading(relation_digest)

    # Users and tokens.

    add_user = _writing(users.add_user)
    set_role = _writing(users.set_role)
    set_password = _writing(users.set_password)
    set_disabled = _writing(users.set_disabled)
    end_sessions = _writing(users.end_sessions)
    user_digest = _reading(user_digest)
    create_token = _writing(tokens.create_token)
    revoke_token = _writing(tokens.revoke_token)

    # Events, and the archivist's decisions about them.

    confirm_member = _writing(event_decisions.confirm)
    reject_member = _writing(event_decisions.reject)
    merge_press_events = _writing(event_decisions.merge)
    split_press_event = _writing(event_decisions.split)
    undo_event_act = _writing(event_decisions.undo)

    def find_press_events(self, cards: Cards) -> list[EventMove]:
        """Find the events after the decisions so far, and return the records that moved. Also done at the end of a
        batch."""
        return update_events(self._batch.conn, self._batch.of_events, cards)

    # Files: names, companions, receipts.

    root = _writing(file_paths.put_root)

    def foresee(self, digests: Iterable[str], at: Iterable[tuple[str, str, str]]) -> None:
        """Find, in one query, which of the digests and (root, path, member) of this batch are new. Later calls then
        skip their query."""
        self._batch.unknown = prefetch_batch(self._batch.conn, digests, at)

    put_name = _writing(file_paths.put)
    open_due_names = _writing(file_paths.open_due)
    mark_gone = _writing(file_paths.mark_gone)

    def name(self, root: str, path: str, member: str = "") -> NamedFile | None:
        """Return what a name refers to now, else what it last referred to (not live), or None."""
        if (root, path, member) in self._batch.unknown.names:
            return None
        return file_paths.name_at(self._batch.conn, root, path, member)

    def names_of(self, sha256: str) -> list[NamedFile]:
        """Return every present or former name of these bytes, live ones first."""
        return [] if sha256 in self._batch.unknown.bytes else file_paths.names_of(self._batch.conn, sha256)

    members_of = _reading(file_paths.members_of)
    names_in = _reading(file_paths.names_in)
    first_accession = _reading(file_paths.first_accession)
    came_in = _reading(scan_state.came_in)
    came_from = _reading(file_paths.read_containers)

    def records_of(self, sha256: str) -> list[str]:
        """Return the ids of records with these bytes among their assets, oldest asset first."""
        return [] if sha256 in self._batch.unknown.bytes else file_paths.records_of(self._batch.conn, sha256)

    at_home = _reading(record_lookup.at_home)
    exported = _reading(record_lookup.by_exported_id)
    exported_picture = _reading(record_lookup.by_exported_picture)
    sidecar = _writing(sidecars.arrive)

    def beside(self, root: str, path: str, member: str, arrival: PhotoArrival) -> list[SidecarMatch]:
        """Return the sidecars of a photo that arrived under that name, which is stored already."""
        return sidecars.match_waiting_sidecars(self._batch, (root, path, member), arrival)

    attach = _writing(sidecars.attach)

    def standing(self, root: str, path: str, member: str) -> list[PhotoFile]:
        """Return the photos in the folder of that name with its stem, including itself."""
        stem = stem_of(last_part(path, member))
        found = sidecars.standing(self._batch.conn, (root, path, member), stem)
        return [photo for photo in found if stem_of(photo.filename) == stem]

    def waits(self, root: str, path: str, member: str) -> bool:
        """Return whether the sidecar with that name is waiting for its photo."""
        return sidecars.waiting(self._batch.conn, (root, path, member))

    def elsewhere(self, sidecar: Companion, record: str) -> list[NamedFile]:
        """Return the other names under which a record has these bytes as a sidecar."""
        at = sidecars.elsewhere(self._batch.conn, sidecar, record)
        found = [file_paths.name_at(self._batch.conn, *name) for name in at]
        return [name for name in found if name is not None and name.sha256 == sidecar.sha256]

    def forget(self, record: str, root: str, path: str, member: str = "") -> None:
        """Note that a name no longer gives a record values, because another name with the same bytes does."""
        sidecars.forget(self._batch, record, (root, path, member))

    said_by = _reading(sidecars.said_by)
    present = _reading(sidecars.present)
    is_joined = _reading(sidecars.joined_with)
    types_of = _reading(sidecars.types_of)
    role_of = _writing(record_writes.role_of)

    def event(self, type: str, record: str | None = None, outcome: str = "success", **detail: object) -> None:  # noqa: A002
        """Add an event in PREMIS terms. New and changed records and their status add their own."""
        self._batch.event(type, record, outcome, **detail)

    request_erasure = _writing(erasure.request_erasure)
    erasure_preview = _reading(erasure.preview)
    cancel_erasure = _writing(erasure.cancel_erasure)
    carry_out_erasure = _writing(erasure.carry_out)
    forget_erased = _writing(erasure.forget_remains)
    finish_erasure = _writing(erasure.finish_erasure)
    # Rules of collections, legal holds, disposals.

    set_closure = _writing(closures.set_closure)
    lift_closure = _writing(closures.lift_closure)
    add_rule = _writing(collection_rules.add_rule)
    rule = _reading(collection_rules.rule_of)
    records_in_collection = _reading(collection_rules.records_in_collection)
    mark_rule_lifted = _writing(collection_rules.mark_lifted)
    set_legal_hold = _writing(legal_holds.set_legal_hold)
    lift_legal_hold = _writing(legal_holds.lift_legal_hold)
    hold_in_the_way = _reading(legal_holds.hold_in_the_way)
    legal_holds_on = _reading(legal_holds.holds_on)
    request_disposal = _writing(disposal.request_disposal)
    cancel_disposal = _writing(disposal.cancel_disposal)
    carry_out_disposal = _writing(disposal.carry_out_disposal)

    add_series = _writing(series.add_unit)
    edit_series = _writing(series.edit_unit)
    remove_series = _writing(series.remove_unit)
    assign_to_series = _writing(series.assign_part)
    series_digest = _reading(series.unit_digest)
    share_cards = _writing(shared_cards.replace)

    open_accession = _writing(receipts.open_accession)
    close_accession = _writing(receipts.close_accession)
    sheet_digest = _reading(accession_sheets.sheet_digest)
    edit_accession_sheet = _writing(accession_sheets.edit_sheet)
    receipt_line = _writing(receipts.add_line)
    reported = _reading(receipts.reported)
    accession_state = _reading(receipts.state_of)

    # Records: values, text, files, access, scans.

    add_record = _writing(record_writes.add)
    new_version = _writing(record_writes.new_version)
    describe = _writing(record_writes.describe)
    add_asset = _writing(record_writes.add_asset)
    set_value = _writing(record_writes.set_value)
    clear_value = _writing(record_writes.clear_value)
    set_status = _writing(record_access.set_access)
    decide_access = _writing(access_changes.decide)
    hold_all = _writing(access_changes.hold_all)
    note_hold = _writing(access_changes.note_hold_for_undo)
    access_by_texts = _writing(access_by_texts)
    access_is_decided = _reading(access_changes.is_decided)
    access_digest = _reading(digest_of_access)
    undo_digest = _reading(undoing.digest_of_undo)
    put_text = _writing(record_writes.put_text)
    clear_text = _writing(record_writes.clear_text)
    scan = _reading(scan_state.of_record)
    expect_words = _writing(scan_state.expect)
    hold_scan_also = _writing(scan_state.hold_also)
    wait_within = _writing(scan_state.wait_within)
    open_scan = _writing(scan_state.open_scan)
    open_within = _writing(scan_state.open_within)
    keep_pages = _writing(scan_state.keep_pages)
    words_read = _writing(scan_state.done)
    no_scan = _writing(scan_state.over)
    note_virus_check = _writing(virus_state.note_virus_check)
    virus_results = _writing(virus_state.virus_results)
    wait_for_virus_scan = _writing(virus_state.wait_for_virus_scan)
    access_once_scanned = _writing(virus_state.access_once_scanned)
    hold_for_virus = _writing(virus_state.hold_for_virus)
    files_to_scan = _writing(virus_state.left_to_scan)
    is_unscanned = _writing(virus_state.is_unscanned)
    viruses_among = _reading(virus_state.viruses_among)
    end_virus_wait = _writing(virus_state.end_virus_wait)

    def touch(self, *ids: str) -> None:
        """Mark these records as changed, so that they are indexed again."""
        self._batch.touch(*ids)

    known = _writing(record_writes.known)
    status = _writing(record_access.status_of)
    statuses = _writing(record_access.statuses_of)
    text = _writing(record_writes.text_of)
    newest = _writing(record_writes.newest)
