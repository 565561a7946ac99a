"""Receipt lines: the outcome of each file, why it is held, and a summary whose counts add up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from archive.access import instant, is_public, utc_now
from archive.catalogue import ANY_FILE, UNREAD, UNSCANNED, WAITING, WITHIN, Access, RestrictedRecord, Writer, printable
from archive.messages import Message, has_code, join_messages, messages_of, reason_to_json, replace_values
from archive.messages.message import code_and_params
from archive.record import CAPTION_SHEET, Description, Outcome, Status
from ingest.files.file_reading import FileInProgress
from ingest.files.restrictions import (
    LOCKED,
    LOCKED_INSIDE,
    MAIL_STORE,
    NOT_READ,
    PART_NOT_READ,
    UNREAD_INSIDE,
    is_for_secrets,
)
from ingest.identity.identity import IdentityDecision

_UNREAD = (NOT_READ, PART_NOT_READ, UNREAD_INSIDE)
NOT_TAKEN = (Outcome.REJECTED, Outcome.ENCRYPTED)
TOLD = (*NOT_TAKEN, Outcome.SKIPPED, Outcome.ATTACHED)  # outcomes whose reasons are counted
MOST_REASONS = 1000  # counted separately: a reason may contain a path, and there may be millions
SHORTEST = 4  # minimum length of names replaced in reasons
_SIDECARS = "sidecars of photos"
# What is attached, by the code of its reason.
_ATTACHED = {
    "container": "containers: their files are records of their own",
    "caption-table": "caption tables: their rows describe photos",
    "sidecar": _SIDECARS,
    "sidecar-of-raw": _SIDECARS,
    "sidecar-of-several": _SIDECARS,
    "sidecar-waits": "sidecars that wait for their photos",
}
CHECKSUMS = {  # results of comparing with a donor's list, by the code of the reason
    "checksum-verified": "verified",
    "checksum-differs": "differs",
    "checksum-not-listed": "not-listed",
    "checksum-missing": "missing",
}
_OTHER_FILES = "other files of records, as a camera's JPEG beside its raw file"
OTHER_REASONS = "other reasons; the receipt has each"


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """The outcome of one file. `path` is as given; `status` and `record` are None for files without a record. `holds`
    are the records in it that were public and are held now; `kept_back` tells how many. `kept`: its bytes are among the
    originals, directly or in the file that contains it."""

    path: str
    outcome: Outcome
    reason: str
    status: Status | None = None
    record: str | None = None
    holds: frozenset[str] = frozenset()
    kept: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return the keys of a line of `ingest --json`."""
        return {
            "path": self.path,
            "outcome": self.outcome.value,
            "reason": self.reason,
            "status": self.status.value if self.status else None,
            "record": self.record,
            "kept": self.kept,
            **reason_to_json(self.reason),
        }


@dataclass(slots=True)
class Receipt:
    """The summary of an accession so far.

    `number` is its number in the catalogue. `reasons` counts the reasons of files not added or skipped, and the kinds
    of attached ones. `bytes_read` were copied; `bytes_seen` adds the sizes of unchanged files. `complete` is False
    after an interruption. `warning` is a sentence about something behind, though nothing is lost. `held` counts the
    files of held records by outcome. A `dry` receipt has no accession. `indexed`, set at the end, is how many records
    of how many are in the index. `checksums` counts what the donor's lists say, `old_embargoes` the public files
    with an embargo that is not enforced because their text is old.
    """

    number: int
    outcomes: Counter[Outcome] = field(default_factory=Counter)
    reasons: Counter[tuple[Outcome, str]] = field(default_factory=Counter)
    bytes_read: int = 0
    bytes_seen: int = 0
    seconds: float = 0.0
    complete: bool = False
    warning: Message | None = None
    dry: bool = False
    indexed: tuple[int, int] | None = None
    held: Counter[Outcome] = field(default_factory=Counter)
    checksums: Counter[str] = field(default_factory=Counter)
    old_embargoes: int = 0

    def count(self, line: FileOutcome) -> None:
        """Add a line to the totals."""
        self.outcomes[line.outcome] += 1
        if line.status is Status.HELD:
            self.held[line.outcome] += 1
        self.old_embargoes += line.status is Status.RELEASED and has_code(line.reason, "embargo-not-enforced")
        self.checksums.update(CHECKSUMS[one.code] for one in messages_of(line.reason) if one.code in CHECKSUMS)
        if line.outcome in TOLD:  # other outcomes have specific reasons
            reason = _attached_kind(line) if line.outcome is Outcome.ATTACHED else _of_any_file(line)
            known = (line.outcome, reason) in self.reasons or len(self.reasons) < MOST_REASONS
            self.reasons[line.outcome, reason if known else OTHER_REASONS] += 1

    @property
    def files(self) -> int:
        """Return how many files had an outcome: the sum over all outcomes."""
        return sum(self.outcomes.values())

    def to_json(self) -> dict[str, Any]:
        """Return the summary, the last line of `ingest --json`."""
        return {
            "summary": True,
            "accession": None if self.dry else self.number,
            "dry_run": self.dry,
            "complete": self.complete,
            "files": self.files,
            "outcomes": {outcome.value: self.outcomes[outcome] for outcome in Outcome},
            "held": {outcome.value: self.held[outcome] for outcome in Outcome if self.held[outcome]},
            "checksums": {result: self.checksums[result] for result in CHECKSUMS.values() if self.checksums},
            "old_embargoes": self.old_embargoes,
            "bytes": self.bytes_read,
            "seconds": round(self.seconds, 3),
            "warning": self.warning,
            "warning_message": code_and_params(self.warning) if self.warning else None,
        }


def _attached_kind(line: FileOutcome) -> str:
    return _ATTACHED.get(messages_of(line.reason)[0].code, _OTHER_FILES)


def _of_any_file(line: FileOutcome) -> str:
    """Return the reason without the file's name, so that equal reasons are counted together."""
    path = printable(line.path)
    names = {one: ANY_FILE for one in (path, path.rpartition("/")[2]) if len(one) >= SHORTEST}
    return replace_values(line.reason, names)


HIDDEN_NOW = Message("hidden-now")
NEW = (Outcome.ADDED, Outcome.NEW_VERSION, Outcome.ATTACHED)  # what was read is part of a record now


def reasons_of(decision: IdentityDecision, taken: FileInProgress, outcome: Outcome) -> list[str]:
    """Return the reason for the outcome of a file that was read, with the notes of its reader."""
    assert taken.description is not None
    parts: list[str] = [decision.reason]
    if outcome is Outcome.ENCRYPTED:
        parts = [taken.reason]
    elif decision.outcome is Outcome.ADDED and is_caption_sheet(taken.description):
        rows = len({mention.offset for mention in taken.description.mentions})
        parts = [Message("caption-table", count=rows), *taken.description.notes]
    elif outcome is Outcome.ATTACHED and decision.outcome is Outcome.ADDED:
        first, *rest = join_messages(taken.description.notes).parts
        parts = [Message("container", what=first), *rest]
    elif outcome in NEW:
        parts += taken.description.notes
    return parts


def find_restriction_cause(*descriptions: Description) -> Message:
    """Return what holds a record: the first of these descriptions that does."""
    embargo = next(filter(_enforced, (said.values.get("embargo") for said in descriptions)), None)
    if not embargo:
        return Message("held")
    return _held(embargo.get("until"), str(embargo.get("words") or "embargo"))


def held_by(access: Access) -> Message:
    """Return what a held record waits for, and why."""
    return _held(access.release_at, access.hold_reason or "embargo")


def reasons_of_hold(
    w: Writer, taken: FileInProgress, record: str, outcome: Outcome, sidecars: Sequence[Description]
) -> Iterator[Message]:
    """Yield why the public does not see the record of a file. `sidecars` are those beside it."""
    assert taken.description is not None
    access = w.known(record).access if outcome in NEW or taken.description.virus else None
    if access is not None and (why := virus_reason(access)) is not None:
        yield why
    elif access is not None and (access in (WITHIN, *_UNREAD, MAIL_STORE) or is_for_secrets(access)):
        yield held_by(access)
    elif access is not None and access != UNREAD:
        around = taken.within.descriptions if taken.within else []
        yield find_restriction_cause(taken.description, *sidecars, *around)
    if outcome is Outcome.ENCRYPTED:
        yield find_restriction_cause()


def virus_reason(access: Access) -> Message | None:
    """Return that a record is held for a virus, or until it is scanned; or None."""
    if access in UNSCANNED.values():
        return Message("virus-unscanned", why=access.hold_reason)
    for one in messages_of(access.hold_reason or ""):
        if one.code == "hold-virus":
            return Message("virus-found", signature=one.params["signature"])
    return None


def seen_before(before: Access, now: Status, copy: Access | None, record: str) -> list[Message]:
    """Return the note on earlier access: the bytes are public although this copy (`copy`) would be held, the file
    releases nothing, or the record is hidden now."""
    was_public = is_public(before.status, before.release_at, instant(utc_now()))
    if was_public and now is Status.HELD:
        return [HIDDEN_NOW]
    if copy is None or before in WAITING:
        return []
    if was_public and copy.status is Status.HELD and copy not in (LOCKED, LOCKED_INSIDE, *_UNREAD):
        words = " ".join((copy.hold_reason or "embargo").split()).replace(";", ",")[:200]
        return [Message("public-copy", words=words), Message("hide", record=record)]
    return [Message("held-copy")] if now is Status.HELD else []


def kept_back(line: FileOutcome, kept: Sequence[RestrictedRecord]) -> FileOutcome:
    """Return the line of a file after caption tables and photos held each other."""
    mine = [one for one in kept if line.record is not None and one.record == line.record]
    tied = {one.record for one in kept if line.record is not None and one.because == line.record}
    others = (line.holds | tied) - {line.record}
    reason: list[str] = [line.reason]
    if mine:
        before, after = mine[0].before, mine[-1].access
        reason.append(held_by(after))
        if line.outcome not in NEW and is_public(before.status, before.release_at, instant(utc_now())):
            reason.append(HIDDEN_NOW)
    if others:
        reason.append(Message("holds-others", count=len(others)))
    return replace(line, reason=join_messages(reason), status=mine[-1].access.status if mine else line.status)


def _held(until: str | None, words: str) -> Message:
    words = words if isinstance(words, Message) else words[:200]
    return Message("held-until", instant=until, words=words) if until else Message("held-because", words=words)


def _enforced(embargo: Mapping[str, object] | None) -> bool:
    return bool(embargo) and embargo is not None and embargo.get("enforced") is not False


def is_caption_sheet(description: Description) -> bool:
    """Return whether it is a table of captions, a row for each photo."""
    return description.values.get("genre") == CAPTION_SHEET
