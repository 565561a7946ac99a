"""Files that needed a password when they came, and can be read now."""

from __future__ import annotations

from dataclasses import replace

from archive.catalogue import Writer as Transaction
from archive.record import Outcome, Status
from ingest.holding import LOCKED, hold_more
from ingest.identity import Decision
from ingest.members import access_within
from ingest.reading import Taken
from ingest.roots import Place
from ingest.scans import Scans


def read_at_last(
    w: Transaction, scans: Scans, decision: Decision, taken: Taken, place: Place, default: Status
) -> Decision:
    """Of a file that needed a password when it came: what it says now is its record's, if it can be read; and that
    alone holds it, unless someone decided meanwhile."""
    before = w.name(place.root, place.path, place.member)
    if before is None or before.record is None or before.outcome is not Outcome.ENCRYPTED:
        return decision
    if taken.outcome is Outcome.ENCRYPTED:
        return replace(decision, outcome=Outcome.ADDED)  # it is told as encrypted, as the first time
    assert taken.description is not None
    scans.tell(taken.description)
    w.describe(before.record, taken.description)
    if w.known(before.record).access == LOCKED:  # nobody decided, and what held it is no more
        w.set_status(before.record, access_within(taken, default))
    else:
        hold_more(w, before.record, access_within(taken, Status.RELEASED))
    scans.settle(w, before.record, taken.description)
    return replace(decision, outcome=Outcome.ADDED, reason="it needed a password when it came, and could be read now")
