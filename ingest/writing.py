"""Writing a batch: originals on the disk, then records, names and receipt lines in one transaction."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from archive.access import instant, utc_now
from archive.archive import Archive
from archive.catalogue import DONE, STOPPED, Access, Name, NewAsset
from archive.catalogue import Line as KeptLine
from archive.catalogue import Writer as Transaction
from archive.record import Description, Outcome, Status
from ingest.identity import Decision, Facts, decide
from ingest.reading import Taken
from ingest.receipt import Line
from ingest.roots import Place, Roots, new_roots

AGENT = "ingest"


class Writer:
    """Writes the batches of one accession, whose number is `accession`."""

    def __init__(self, archive: Archive, access: Status, paths: Sequence[Path]) -> None:
        self._archive = archive
        self._access = access
        with archive.catalogue.write(AGENT) as w:
            arguments = {"paths": [os.fspath(path) for path in paths]}
            self.accession = w.open_accession(arguments, access)
            for folder in new_roots(paths, archive.catalogue.roots()):
                w.root(folder)
        self.roots = Roots(archive.catalogue.roots())

    def write(self, batch: Iterable[Taken]) -> list[Line]:
        """The lines of these files, safe on the disk when this returns."""
        batch = list(batch)
        self._archive.store.settle([taken.incoming for taken in batch if taken.incoming is not None])
        with self._archive.catalogue.write(AGENT) as w:
            return [self._one(w, taken) for taken in batch]

    def close(self, *, complete: bool) -> None:
        """Ends the accession; its totals are counted from its lines."""
        with self._archive.catalogue.write(AGENT) as w:
            w.close_accession(self.accession, DONE if complete else STOPPED)

    def _one(self, w: Transaction, taken: Taken) -> Line:
        place = self.roots.place(taken.found.path)
        if taken.known is not None:
            line = _untouched(w, taken)
        elif taken.incoming is None or taken.description is None:
            line = self._not_taken(w, taken, place)
        else:
            line = self._taken(w, taken, place)
        sha256 = taken.incoming.sha256 if taken.incoming else taken.known.sha256 if taken.known else ""
        kept = KeptLine(
            path=taken.found.shown,
            outcome=line.outcome,
            reason=line.reason,
            status=line.status,
            record=line.record,
            root=place.root,
            relpath=place.path,
            sha256=sha256 or None,
            size=taken.stat.size if taken.stat else None,
        )
        w.receipt_line(self.accession, kept)
        return line

    def _not_taken(self, w: Transaction, taken: Taken, place: Place) -> Line:
        """Skipped or rejected: no bytes are kept. A rejected file's name is, so that it is not read again for nothing
        and the next receipt can say what became of it; what the name held before stays its record's."""
        assert taken.outcome is not None
        before = w.name(place.root, place.path)
        nothing = before is None or before.record is None
        if nothing and taken.stat is not None and taken.outcome is Outcome.REJECTED:
            self._put_name(w, taken, place, None, Outcome.REJECTED, "")
        return Line(taken.found.shown, taken.outcome, taken.reason)

    def _taken(self, w: Transaction, taken: Taken, place: Place) -> Line:
        assert taken.incoming is not None
        assert taken.description is not None
        sha256, description = taken.incoming.sha256, taken.description
        others = [
            name for name in w.names_of(sha256) if name.live and (name.root, name.path) != (place.root, place.path)
        ]
        decision = decide(sha256, description.values, self._facts(w, place, sha256, others))
        record = self._apply(w, decision, taken)
        if decision.moved:
            for name in others:
                w.mark_gone(name.root, name.path, name.member)
        outcome = decision.outcome
        if taken.outcome is Outcome.ENCRYPTED and outcome in (Outcome.ADDED, Outcome.NEW_VERSION):
            outcome = Outcome.ENCRYPTED
        self._put_name(w, taken, place, record, outcome, sha256)
        status = w.known(record).status
        return Line(taken.found.shown, outcome, _reason(decision, taken, outcome), status, record)

    def _facts(self, w: Transaction, place: Place, sha256: str, others: list[Name]) -> Facts:
        before = w.name(place.root, place.path)
        if before is not None and before.record is None:
            before = None  # it was rejected: nothing is known of that name
        old = w.known(before.record).values if before and before.record else None
        twins = _other_names(w, before.sha256, place) if before else []
        here = next(iter(w.records_of(sha256)), None)
        if before is not None and before.record in w.records_of(sha256):
            here = before.record
        shown = next((name for name in others if name.record == here), None)
        return Facts(
            name_sha256=before.sha256 if before else None,
            name_record=before.record if before else None,
            bytes_record=here,
            bytes_name=shown.shown if shown else "an earlier name",
            bytes_name_gone=bool(others) and all(self.roots.is_gone(name) for name in others),
            old_bytes_elsewhere=any(not self.roots.is_gone(name) for name in twins),
            old_values=old,
        )

    def _apply(self, w: Transaction, decision: Decision, taken: Taken) -> str:
        """Writes what was decided; gives the record."""
        assert taken.incoming is not None
        assert taken.description is not None
        description = taken.description
        asset = NewAsset(taken.incoming.sha256, taken.incoming.size, description.media_type)
        if decision.outcome is Outcome.ADDED:
            record = w.add_record(description, asset, access_for(description, self._access))
            if decision.namesake is not None:
                w.relate(record, "same-as-name", decision.namesake, "rule:name")
            return record
        assert decision.record is not None
        if decision.outcome is Outcome.NEW_VERSION:
            w.new_version(decision.record, description, asset)
            held = access_for(description, Status.RELEASED)
            if held.status is Status.HELD:  # a new version may hold a record back; it never lets one out
                w.set_status(decision.record, held)
        return decision.record

    def _put_name(
        self, w: Transaction, taken: Taken, place: Place, record: str | None, outcome: Outcome, sha256: str
    ) -> None:
        stat = taken.stat
        assert stat is not None
        name = Name(place.root, place.path, "", sha256, record, outcome, stat.size, stat.mtime_ns, stat.inode)
        w.put_name(name, self.accession)


def _other_names(w: Transaction, sha256: str, place: Place) -> list[Name]:
    """The other names that hold these bytes now, as far as the catalogue knows."""
    return [name for name in w.names_of(sha256) if name.live and (name.root, name.path) != (place.root, place.path)]


def _untouched(w: Transaction, taken: Taken) -> Line:
    """Same size, time and inode as when it was last read: not read again."""
    assert taken.known is not None
    known = taken.known
    if known.record is None:
        reason = f"untouched since it was {known.outcome.value}; receipt {known.last_seen} says why"
        return Line(taken.found.shown, Outcome.UNCHANGED, reason)
    return Line(taken.found.shown, Outcome.UNCHANGED, "untouched", w.known(known.record).status, known.record)


def access_for(description: Description, default: Status) -> Access:
    """What a record with this description becomes: held while its embargo lasts or cannot be read, else the default.
    Where the default is to hold, an embargo's hour lets nothing out: someone decides."""
    if default is Status.HELD:
        return Access(Status.HELD, hold_reason="held on intake, until someone decides")
    embargo = description.values.get("embargo")
    if not embargo:
        return Access(Status.RELEASED)
    until, words = embargo.get("until"), str(embargo.get("words") or "embargo")
    if until is not None and until <= instant(utc_now()):
        return Access(Status.RELEASED)
    return Access(Status.HELD, release_at=until, hold_reason=words)


def _reason(decision: Decision, taken: Taken, outcome: Outcome) -> str:
    assert taken.description is not None
    parts = [decision.reason]
    if outcome is Outcome.ENCRYPTED:
        parts = [taken.reason]
    elif outcome in (Outcome.ADDED, Outcome.NEW_VERSION):
        parts += taken.description.notes
    return "; ".join(parts)
