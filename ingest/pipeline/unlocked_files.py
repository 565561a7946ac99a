"""A file that needed a password on arrival updates the description of its record once it can be read."""

from __future__ import annotations

from dataclasses import replace

from archive.catalogue import Access
from archive.catalogue import Writer as Transaction
from archive.messages import Message
from archive.record import Outcome, Status
from ingest.files.file_reading import FileInProgress
from ingest.files.restrictions import LOCKED, LOCKED_AGAIN, LOCKED_INSIDE, UNREAD_INSIDE, tighten_access
from ingest.files.roots import RootPath
from ingest.identity.identity import IdentityDecision
from ingest.ocr.scan_records import Scans
from ingest.pipeline.containers import access_within


def read_at_last(
    w: Transaction, scans: Scans, decision: IdentityDecision, taken: FileInProgress, place: RootPath, default: Status
) -> IdentityDecision:
    """Return the decision for a file that needed a password on arrival: its description becomes that of its record, and
    alone determines whether the record is held, unless someone decided meanwhile. The same applies to a record held
    because of files inside it that can be read now."""
    before = w.name(place.root, place.path, place.member)
    if before is None or before.record is None:
        return decision
    if before.outcome is not Outcome.ENCRYPTED:
        cannot_be_read = taken.locked_inside or taken.unread_inside
        if cannot_be_read or w.known(before.record).access not in (LOCKED_INSIDE, UNREAD_INSIDE):
            return decision
        w.set_status(before.record, access_within(taken, default))
        return replace(decision, reason=Message("readable-now"))
    if taken.outcome is Outcome.ENCRYPTED:
        return replace(decision, outcome=Outcome.ADDED)  # reported as encrypted, as the first time
    assert taken.description is not None
    scans.tell(taken.description)
    w.describe(before.record, taken.description)
    if w.known(before.record).access == LOCKED:  # nobody decided, and the reason for the hold is gone
        w.set_status(before.record, access_within(taken, default))
    else:
        tighten_access(w, before.record, access_within(taken, Status.RELEASED))
    scans.settle(w, before.record, taken.description)
    return replace(decision, outcome=Outcome.ADDED, reason=Message("readable-now"))


def lock_again(access: Access) -> Access:
    """Return the access for a locked file in addition to the previous one: the password alone releases nothing, because
    that could release what was held before."""
    return LOCKED_AGAIN if access in (LOCKED, LOCKED_INSIDE) else access
