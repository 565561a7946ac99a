"""Write one batch: originals on disk, then records, names and receipt lines in one transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace

from archive.catalogue import (
    DONE,
    QUEUED,
    STOPPED,
    WAITING,
    Access,
    NamedFile,
    NewAsset,
    PhotoArrival,
    SidecarMatch,
    is_sidecar_name,
)
from archive.catalogue import ReceiptLine as KeptLine
from archive.catalogue import Writer as Transaction
from archive.catalogue.receipts.audit import RECOVERY
from archive.errors import AccessionClosed
from archive.messages import Message, join_messages
from archive.record import Outcome, Role, Status
from archive.storage.archive import Archive
from archive.virus_scanner import VirusCheck
from ingest.files.file_reading import FileInProgress
from ingest.files.restrictions import (
    access_by_order,
    access_for,
    choose_stricter_access,
    forget_known_secrets,
    forget_known_virus,
    is_for_secrets,
    tighten_access,
    tighten_members,
)
from ingest.files.roots import RootPath, Roots
from ingest.identity.bagged_records import UNTOLD, BaggedRecord, BaggedRecords, lies_in_own_bag
from ingest.identity.identity import IdentityDecision, IdentityFacts, decide, gather_facts
from ingest.identity.record_exports import (
    EXPORT_OF_KNOWN,
    LATER_EXPORT,
    PICTURE_OF_EXPORT,
    Export,
    of_export,
    picture_of_export,
    repeat_archivist_values,
)
from ingest.identity.sidecars import (
    describe_neighbour_sidecars,
    describe_sidecar,
    hold,
    is_sidecar,
    make_companion,
    tighten_companion_access,
    update_moved_sidecar,
    waits_for,
)
from ingest.ocr.scan_records import Scans, waits_for_ocr
from ingest.pipeline.accessions import AGENT
from ingest.pipeline.bundles import has_passed_on
from ingest.pipeline.containers import access_of_name, access_within, is_lines, is_packed, settle_members
from ingest.pipeline.erased_files import ErasedFiles
from ingest.pipeline.neighbours import Neighbours
from ingest.pipeline.receipt import (
    HIDDEN_NOW,
    NEW,
    FileOutcome,
    find_restriction_cause,
    held_by,
    is_caption_sheet,
    kept_back,
    reasons_of,
    reasons_of_hold,
    seen_before,
    virus_reason,
)
from ingest.pipeline.run_control import LOCK
from ingest.pipeline.unlocked_files import lock_again, read_at_last

_OPEN = Access()
_UNTOUCHED = Message("untouched")
_SINCE = {  # it was not added
    Outcome.REJECTED: Message("untouched-rejected"),
    Outcome.SKIPPED: Message("untouched-skipped"),
    Outcome.ENCRYPTED: Message("untouched-encrypted"),
}
_SCAN_NAMESAKE = Access(Status.HELD, hold_reason=Message("hold-scan-namesake"))
_SCAN_BESIDE = Access(Status.HELD, hold_reason=Message("hold-scan-beside"))


@dataclass(frozen=True, slots=True)
class _Written:
    """A file whose record is written: the decision, the outcome for the receipt, and the access of the record before.
    `is_first_read`: the file needed a password until now."""

    decision: IdentityDecision
    record: str
    outcome: Outcome
    before: Access | None
    is_first_read: bool


class BatchWriter:
    """The writer of one accession, whose number is `accession`. `access` is the status of its new records."""

    def __init__(
        self,
        archive: Archive,
        accession: int,
        access: Status,
        values: Mapping[str, str],
        *,
        shared: bool = False,
        bagged: BaggedRecords | None = None,
    ) -> None:
        """`access` and `values` are those with which the accession was opened. `shared`: other machines write lines of
        it too, so each batch waits for the ingest lock, and a file with a line gets no second one. `bagged`: the
        records of the bag being ingested."""
        self.accession = accession
        self._shared = shared
        self._archive = archive
        self._values = values
        self._bagged = bagged
        self._statuses: Mapping[str, Status] = {}  # of the records of a batch that changes none
        self.access = access
        self._scans = Scans(archive.settings.ocr)
        self._scanner = archive.settings.intake.virus_scanner or None
        self._added: set[str] = set()  # records created by this batch, which nobody saw yet
        self._recovered: set[str] = set()  # digests whose originals this batch restored
        self._erased = ErasedFiles(archive)
        self._neighbours = Neighbours(accession)
        self.roots = Roots(archive.catalogue.roots())

    def write(self, batch: Iterable[FileInProgress]) -> list[FileOutcome]:
        """Write these files, and return their lines when they are durable. Raise AccessionClosed if it is shared and
        somebody closed it."""
        batch = sorted(batch, key=lambda taken: is_sidecar_name(taken.name))  # after the photos that they may describe
        self._added = set()
        batch = self._erased.reject(batch)
        placed = self._archive.store.settle([taken.incoming for taken in batch if taken.incoming is not None])
        turn = self._archive.lock(LOCK, wait=True) if self._shared else nullcontext()
        with turn, self._archive.catalogue.write(AGENT) as w:
            told = self._told(w, batch)
            places = [self.roots.place(taken.found.file, taken.member) for taken in batch]
            read = [(taken.incoming, at) for taken, at in zip(batch, places, strict=True) if taken.incoming is not None]
            w.foresee([one.sha256 for one, _ in read], [(at.root, at.path, at.member) for _, at in read])
            self._recovered = {
                sha256
                for sha256 in placed
                if w.records_of(sha256) or any(name.record is None for name in w.names_of(sha256))
            }
            quiet = all(taken.known is not None for taken in batch)
            known = {taken.known.record for taken in batch if taken.known and taken.known.record} if quiet else set()
            self._statuses = w.statuses(known)
            lines = [self._one(w, taken, place) for taken, place in zip(batch, places, strict=True)]
            kept = w.keep_back()
            lines = [kept_back(line, kept) for line in lines]
            if not quiet:
                lines = _as_they_stand(w, lines)
            new = [one for one in zip(batch, places, lines, strict=True) if one[0].shown not in told]
            for taken, place, line in new:
                w.receipt_line(self.accession, _receipt_line(taken, place, line))
            return [line for _, _, line in new]

    def _told(self, w: Transaction, batch: Sequence[FileInProgress]) -> Collection[str]:
        """Return the files of a batch that already have a line: another machine read them too, because one of the two
        was considered dead."""
        if not self._shared:
            return ()
        if w.accession_state(self.accession) != QUEUED:
            raise AccessionClosed(Message("accession-closed", number=self.accession))
        return w.reported(self.accession, [taken.shown for taken in batch])

    def close(self, *, complete: bool) -> None:
        """Close the accession. Its totals are counted from its lines."""
        with self._archive.catalogue.write(AGENT) as w:
            w.close_accession(self.accession, DONE if complete else STOPPED)

    def _one(self, w: Transaction, taken: FileInProgress, place: RootPath) -> FileOutcome:
        if taken.known is not None:
            line = self._untouched(w, taken, place)
        elif taken.incoming is None or taken.description is None:
            line = self._not_taken(w, taken, place)
        elif is_sidecar(taken):
            line = self._sidecar(w, taken, place)
        elif is_lines(taken) and not self._has_record(w, taken, place):
            line = self._lines(w, taken, place)
        else:
            line = self._taken(w, taken, place)
        reason = join_messages([line.reason, taken.checksum]) if taken.checksum else line.reason
        return replace(line, kept=bool(_digest_of(taken) or taken.member), reason=reason)

    def _not_taken(self, w: Transaction, taken: FileInProgress, place: RootPath) -> FileOutcome:
        """Write a skipped or rejected file. The name is stored if the bytes were the cause, so that they are not read
        again in vain, and the next receipt can say so. Its previous content stays with its record: then only the
        receipt line has the digest of this one."""
        assert taken.outcome is not None
        before = w.name(place.root, place.path, place.member)
        nothing = before is None or before.is_left_out
        sha256 = taken.incoming.sha256 if taken.incoming is not None else ""
        if nothing and taken.stat is not None and taken.of_the_bytes:
            self._put_name(w, taken, place, None, taken.outcome, sha256)
        reasons = [taken.reason, *self._whole_again(w, sha256, None)]
        return FileOutcome(taken.shown, taken.outcome, join_messages(reasons))

    def _taken(self, w: Transaction, taken: FileInProgress, place: RootPath) -> FileOutcome:
        """Write a file that was read: its record, access, and receipt line."""
        facts, others = gather_facts(w, self.roots, taken)
        decision = _identify(w, taken, facts)
        if isinstance(decision, Export):
            return self._kept_beside(w, taken, place, decision)
        written = self._write_record(w, decision, taken, place)
        self._write_name(w, written, taken, place, others)
        hidden = self._restrict(w, written, taken)
        if written.outcome in NEW:
            hidden += self._neighbours.hold_others(w, written.record, taken, place)
        if taken.inner is not None:
            hidden += tighten_members(w, written.record, self._neighbours.access_beside(w, taken, place))
        beside = _take_beside(w, place, written.decision, written.record, facts.name_record)
        if self._scanner is not None:
            is_part = written.outcome in NEW or written.is_first_read
            self._note_virus_check(w, written.record, taken, is_part=is_part)
        status = w.status(written.record)
        reasons = self._reasons(w, written, taken, status, beside)
        return FileOutcome(
            taken.shown, written.outcome, join_messages(reasons), status, written.record, frozenset(hidden)
        )

    def _write_record(
        self, w: Transaction, decision: IdentityDecision, taken: FileInProgress, place: RootPath
    ) -> _Written:
        """Write a file's data to its record, with the archivist's values."""
        assert taken.incoming is not None
        assert taken.description is not None
        sha256, description = taken.incoming.sha256, taken.description
        known = w.known(decision.record) if decision.record is not None else None
        before = known.access if known is not None else None
        if decision.record is not None:
            is_copy = decision.outcome is Outcome.DUPLICATE
            forget_known_secrets(w, decision.record, description, same_file=is_copy)
            forget_known_virus(w, decision.record, description, sha256)
        record = self._write_decision(w, decision, taken, place)
        if self._bagged is not None and decision.outcome is Outcome.ADDED:
            _say_again(w, record, self._bagged.of(sha256))
        is_first_read = False
        if decision.outcome is Outcome.UNCHANGED:
            decision = read_at_last(w, self._scans, decision, taken, place, self.access)
            is_first_read = decision.outcome is Outcome.ADDED
        if decision.outcome in (Outcome.ADDED, Outcome.NEW_VERSION):
            repeat_archivist_values(w, record, description, known.origins if known is not None else {})
            for key, value in self._values.items():
                w.set_value(record, key, value, accession=self.accession)
        return _Written(decision, record, _outcome_told(decision, taken), before, is_first_read)

    def _write_name(
        self, w: Transaction, written: _Written, taken: FileInProgress, place: RootPath, others: Sequence[NamedFile]
    ) -> None:
        """Write the name of a file, and update `others` with the same bytes and the files inside it."""
        assert taken.incoming is not None
        sha256, decision = taken.incoming.sha256, written.decision
        seen = access_of_name(taken, self.access) if decision.outcome is Outcome.DUPLICATE else Access()
        if self._bagged is not None and decision.outcome is Outcome.DUPLICATE:
            seen = self._bagged.of(sha256).access_with(seen)
        if decision.moved and seen.status is Status.RELEASED:  # otherwise the public would see that it moved
            for name in others:
                w.mark_gone(name.root, name.path, name.member)
        self._put_name(w, taken, place, written.record, written.outcome, sha256, seen)
        if taken.inner is not None or decision.outcome is Outcome.NEW_VERSION:
            settle_members(w, place, written.record, taken)

    def _restrict(self, w: Transaction, written: _Written, taken: FileInProgress) -> list[str]:
        """Apply a file's embargo to the files inside it, and let what waits for OCR wait. Return the records that this
        hides."""
        assert taken.description is not None
        decision, description, hidden = written.decision, taken.description, []
        is_new = decision.outcome is Outcome.NEW_VERSION
        if is_new or written.is_first_read or has_passed_on(description):
            hidden += tighten_members(w, written.record, access_by_order(description, Status.RELEASED))
        if is_new:
            hidden += self._scans.settle(w, written.record, description)
        if decision.outcome in NEW:
            self._scans.settle_within(w, written.record, taken.within)
        return hidden

    def _reasons(
        self, w: Transaction, written: _Written, taken: FileInProgress, status: Status, beside: list[SidecarMatch]
    ) -> list[str]:
        """Return what the receipt says about a file and the files beside it."""
        assert taken.incoming is not None
        assert taken.description is not None
        record, outcome = written.record, written.outcome
        reasons = reasons_of(written.decision, taken, outcome)
        reasons += describe_neighbour_sidecars(beside, record)
        if outcome in NEW:
            reasons += self._scans.reasons(w, record, taken.description)
        if status is Status.HELD:
            reasons += reasons_of_hold(w, taken, record, outcome, [one.companion.description for one in beside])
        if written.before is not None and outcome is not Outcome.UNCHANGED:
            copy = access_within(taken, Status.RELEASED) if outcome is Outcome.DUPLICATE else None
            reasons += seen_before(written.before, status, copy, record)
        return [*reasons, *self._whole_again(w, taken.incoming.sha256, record)]

    def _kept_beside(self, w: Transaction, taken: FileInProgress, place: RootPath, export: Export) -> FileOutcome:
        """Store an export that adds nothing: its bytes are kept, and the record is unchanged."""
        assert taken.incoming is not None
        self._put_name(w, taken, place, None, Outcome.DUPLICATE, taken.incoming.sha256)
        reason = join_messages([export.reason, *self._whole_again(w, taken.incoming.sha256, export.record)])
        return FileOutcome(taken.shown, Outcome.DUPLICATE, reason, w.status(export.record), export.record)

    def _note_virus_check(self, w: Transaction, record: str, taken: FileInProgress, *, is_part: bool) -> None:
        """Store the virus scanner's result for a file that is part of a record now, and hold the record if needed. For
        a file known before, only a virus counts."""
        assert taken.incoming is not None
        assert taken.description is not None
        check = VirusCheck(taken.description.virus, taken.description.unscanned)
        if is_part or check.signature:
            w.note_virus_check(record, taken.incoming.sha256, check)
        if check.signature:
            tighten_access(w, record, access_for(taken.description, Status.RELEASED))
        elif check.unscanned and is_part:
            w.wait_for_virus_scan(record, check.unscanned)

    def _has_record(self, w: Transaction, taken: FileInProgress, place: RootPath) -> bool:
        """Return whether a file of lines has a separate record, as created by earlier versions."""
        assert taken.incoming is not None
        before = w.name(place.root, place.path, place.member)
        return bool((before is not None and before.record) or w.records_of(taken.incoming.sha256))

    def _lines(self, w: Transaction, taken: FileInProgress, place: RootPath) -> FileOutcome:
        """Write a file of lines of records: the bytes are kept under their name, and each line is a record or belongs
        to one."""
        assert taken.incoming is not None
        sha256, before = taken.incoming.sha256, w.name(place.root, place.path, place.member)
        settle_members(w, place, None, taken)
        again = self._whole_again(w, sha256, None)
        if before is not None and before.live and before.sha256 == sha256:
            self._put_name(w, taken, place, None, Outcome.UNCHANGED, sha256)
            return self._unchanged(w, taken, before, join_messages([Message("same-bytes-here"), *again]))
        self._put_name(w, taken, place, None, Outcome.ATTACHED, sha256)
        new = IdentityDecision(Outcome.ADDED, None, Message("new"))
        reasons = [*reasons_of(new, taken, Outcome.ATTACHED), *again]
        return FileOutcome(taken.shown, Outcome.ATTACHED, join_messages(reasons))

    def _sidecar(self, w: Transaction, taken: FileInProgress, place: RootPath) -> FileOutcome:
        """Write a sidecar, which belongs to the photos it describes, even if others have the same bytes; otherwise it
        waits."""
        assert taken.incoming is not None
        sha256, before = taken.incoming.sha256, w.name(place.root, place.path, place.member)
        if before is not None and before.live and before.sha256 == sha256:
            self._put_name(w, taken, place, before.record, Outcome.UNCHANGED, sha256)
            again = [Message("same-bytes-here"), *self._whole_again(w, sha256, before.record)]
            return self._unchanged(w, taken, before, join_messages(again))
        brought = make_companion(taken, place, Role.SIDECAR, self.access)
        self._put_name(w, taken, place, None, Outcome.ATTACHED, sha256)
        settled = w.sidecar(brought, self.accession)
        seen = any(record not in self._added and w.status(record) is Status.RELEASED for record in settled.joined)
        for record in settled.joined:
            if self._scanner is not None:
                self._note_virus_check(w, record, taken, is_part=True)
        hold(w, settled)
        first = settled.photos[0].record if settled.photos else None
        status = w.status(first) if first else None
        reasons = [describe_sidecar(settled), *brought.description.notes]
        if (moved := update_moved_sidecar(w, self.roots, taken, settled)) is not None:
            reasons.append(Message("sidecar-moved", path=moved))
        if status is Status.HELD and settled.joined:
            access = w.known(str(first)).access
            cause = held_by(access) if is_for_secrets(access) else find_restriction_cause(brought.description)
            reasons += [virus_reason(access) or cause, *([HIDDEN_NOW] if seen else [])]
        reasons += self._whole_again(w, sha256, first)
        return FileOutcome(taken.shown, Outcome.ATTACHED, join_messages(reasons), status, first)

    def _untouched(self, w: Transaction, taken: FileInProgress, place: RootPath) -> FileOutcome:
        """Write an untouched file, with the same size, time and inode as when last read: it is not read again."""
        known = taken.known
        assert known is not None
        if known.record is None or is_sidecar_name(taken.name):  # its photo may have arrived since
            known = w.name(place.root, place.path, place.member) or known
        if known.is_left_out:
            last = known.last_seen
            reason = [_SINCE[known.outcome], Message("earlier-receipt", receipt=last, again=last)]
            return FileOutcome(taken.shown, Outcome.UNCHANGED, join_messages(reason))
        return self._unchanged(w, taken, known, _UNTOUCHED)

    def _unchanged(self, w: Transaction, taken: FileInProgress, known: NamedFile, reason: str) -> FileOutcome:
        if known.record is None:
            parts = [reason]
            if is_sidecar_name(taken.name):
                parts.append(waits_for(taken.name))
            elif known.outcome is Outcome.DUPLICATE:
                parts.append(EXPORT_OF_KNOWN)
            return FileOutcome(taken.shown, Outcome.UNCHANGED, join_messages(parts))
        status = self._statuses.get(known.record) or w.status(known.record)
        return FileOutcome(taken.shown, Outcome.UNCHANGED, reason, status, known.record)

    def _whole_again(self, w: Transaction, sha256: str, record: str | None) -> list[Message]:
        """Note in the receipt and in an event that this batch restored an original."""
        if sha256 not in self._recovered:
            return []
        w.event(RECOVERY, record, sha256=sha256)
        return [Message("original-restored")]

    def _write_decision(
        self, w: Transaction, decision: IdentityDecision, taken: FileInProgress, place: RootPath
    ) -> str:
        assert taken.incoming is not None
        assert taken.description is not None
        description = taken.description
        asset = NewAsset(taken.incoming.sha256, taken.incoming.size, description.media_type)
        if decision.outcome is Outcome.ADDED:
            access = choose_stricter_access(
                access_within(taken, self.access), self._neighbours.access_beside(w, taken, place)
            )
            if decision.namesake is not None and decision.copy:  # a copy must not release what was held
                before = w.access_once_scanned(decision.namesake)
                access = choose_stricter_access(access, _SCAN_NAMESAKE if before in WAITING else before)
            if self._bagged is None and lies_in_own_bag(taken.found.path.parent):
                access = choose_stricter_access(access, UNTOLD)
            if self._bagged is not None and self.access is Status.RELEASED:
                access = self._bagged.of(asset.sha256).access_with(access)
            self._scans.tell(description)
            record = w.add_record(description, asset, access)
            self._added.add(record)
            if description.scans:
                self._scans.settle(w, record, description)
            if decision.namesake is not None:
                w.relate(record, "same-as-name", decision.namesake, "rule:name")
            return record
        assert decision.record is not None
        if decision.outcome is Outcome.NEW_VERSION:
            self._scans.tell(description)
            w.new_version(decision.record, description, asset)
            tighten_access(w, decision.record, lock_again(access_within(taken, Status.RELEASED)))
            tighten_access(w, decision.record, self._neighbours.access_beside(w, taken, place))
        if decision.outcome is Outcome.ATTACHED:
            brought = make_companion(taken, place, Role.ATTACHMENT, self.access)
            w.attach(brought, decision.record, self.accession)
            tighten_companion_access(w, decision.record, brought)
            access, before = access_within(taken, Status.RELEASED), w.known(decision.record).access
            tighten_access(w, decision.record, lock_again(access) if before.status is Status.HELD else access)
            if waits_for_ocr(description, self._archive.settings.ocr):
                tighten_access(w, decision.record, _SCAN_BESIDE)
        if self._bagged is not None and decision.outcome in (Outcome.NEW_VERSION, Outcome.ATTACHED):
            tighten_access(w, decision.record, self._bagged.of(asset.sha256).access)
        return decision.record

    def _put_name(
        self,
        w: Transaction,
        taken: FileInProgress,
        place: RootPath,
        record: str | None,
        outcome: Outcome,
        sha256: str,
        seen: Access = _OPEN,
    ) -> None:
        stat = taken.stat
        assert stat is not None
        at = (place.root, place.path, place.member)
        name = NamedFile(*at, sha256, record, outcome, stat.size, stat.mtime_ns, stat.inode)
        if seen.status is not Status.RELEASED:
            name = replace(name, status=seen.status, release_at=seen.release_at)
        w.put_name(name, self.accession)


def _say_again(w: Transaction, record: str, told: BaggedRecord) -> None:
    """Apply the archivist's values from a bag to a new record."""
    for key, value in told.values.items():
        w.set_value(record, key, value, bagged=told.id)
    if told.text is not None and told.text.strip():
        w.put_text(record, told.text)


def _identify(w: Transaction, taken: FileInProgress, facts: IdentityFacts) -> IdentityDecision | Export:
    """Return the decision about a file that was read; for an export that adds nothing, the export."""
    assert taken.incoming is not None
    assert taken.description is not None
    sha256, description = taken.incoming.sha256, taken.description
    decision = decide(sha256, description.values, facts)
    if decision.outcome in (Outcome.ADDED, Outcome.NEW_VERSION) and (export := of_export(w, description)):
        if export.brings_nothing:
            return export
        decision = IdentityDecision(Outcome.NEW_VERSION, export.record, LATER_EXPORT)
    if decision.outcome is Outcome.ADDED and (shown := picture_of_export(w, taken.name, sha256, description)):
        decision = IdentityDecision(Outcome.NEW_VERSION, shown, PICTURE_OF_EXPORT)
    return decision


def _outcome_told(decision: IdentityDecision, taken: FileInProgress) -> Outcome:
    """Return the outcome for the receipt: a file that needs a password is encrypted, and one that describes or contains
    others is attached, although each is a record."""
    assert taken.description is not None
    outcome = decision.outcome
    if taken.outcome is Outcome.ENCRYPTED and outcome in (Outcome.ADDED, Outcome.NEW_VERSION):
        outcome = Outcome.ENCRYPTED
    if outcome is Outcome.ADDED and (is_caption_sheet(taken.description) or is_packed(taken)):
        outcome = Outcome.ATTACHED
    return outcome


def _take_beside(
    w: Transaction, place: RootPath, decision: IdentityDecision, record: str, before: str | None
) -> list[SidecarMatch]:
    """Assign the sidecars beside a new photo to it. `before`: the record that its name meant so far."""
    stranger = record if before not in (None, record) and not decision.copy else None
    arrival = PhotoArrival(copy_of=decision.namesake if decision.copy else None, stranger=stranger)
    found = w.beside(place.root, place.path, place.member, arrival)
    for settled in found:
        hold(w, settled)
    return found


def _as_they_stand(w: Transaction, lines: Sequence[FileOutcome]) -> list[FileOutcome]:
    """Return the lines of a batch after all of it was written: a sidecar, or the camera's other file, may have held its
    photo."""
    statuses = w.statuses({line.record for line in lines if line.record and line.status is Status.RELEASED})
    return [
        replace(line, status=Status.HELD, reason=join_messages([line.reason, held_by(w.known(line.record).access)]))
        if line.record and line.status is Status.RELEASED and statuses.get(line.record) is Status.HELD
        else line
        for line in lines
    ]


def _digest_of(taken: FileInProgress) -> str:
    """Return the digest of a file's bytes in the archive, empty if they are not in it."""
    return taken.incoming.sha256 if taken.incoming else taken.known.sha256 if taken.known else ""


def _receipt_line(taken: FileInProgress, place: RootPath, line: FileOutcome) -> KeptLine:
    return KeptLine(
        path=taken.shown,
        outcome=line.outcome,
        reason=line.reason,
        status=line.status,
        record=line.record,
        root=place.root,
        relpath=place.path,
        member=place.member,
        sha256=_digest_of(taken) or None,
        size=taken.stat.size if taken.stat else None,
    )
