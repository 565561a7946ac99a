"""What an accession reports: one line a file, and a summary that adds up."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from archive.catalogue import printable
from archive.record import Outcome, Status

NOT_TAKEN = (Outcome.REJECTED, Outcome.ENCRYPTED)
TOLD = (*NOT_TAKEN, Outcome.SKIPPED, Outcome.ATTACHED)  # outcomes whose reasons are counted
MOST_REASONS = 1000  # told apart: a reason may hold a path, and there may be millions
SHORTEST = 4  # of the names that are looked for in reasons
# What is attached, by how its reason begins.
_ATTACHED = {
    "container": "containers: their files are records of their own",
    "caption table": "caption tables: their rows describe photos",
    "sidecar": "sidecars of photos",
    "waits": "sidecars that wait for their photos",
}
_OTHER_FILES = "other files of records, as a camera's JPEG beside its raw file"
OTHER_REASONS = "other reasons; the receipt has each"


@dataclass(frozen=True, slots=True)
class Line:
    """What became of one file. `path` is as it was given; `status` and `record` are None where no record came of it."""

    path: str
    outcome: Outcome
    reason: str
    status: Status | None = None
    record: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The five keys of a line of `ingest --json`."""
        return {
            "path": self.path,
            "outcome": self.outcome.value,
            "reason": self.reason,
            "status": self.status.value if self.status else None,
            "record": self.record,
        }


@dataclass(slots=True)
class Receipt:
    """An accession so far. `number` is its number in the catalogue; `reasons` counts those of files not taken in
    or skipped, and the sorts of those attached; `bytes_read` were copied, `bytes_seen` are the sizes of these and of
    the files that are unchanged; `complete` is False when it was interrupted; `warning` is a sentence about something
    that is behind though nothing is lost; `held`: of how many files of an outcome the record is held back; `dry`: it
    only says what would be, and there is no such accession; `indexed`, once all files have their outcome: how many
    records of how many are in the index since then."""

    number: int
    outcomes: Counter[Outcome] = field(default_factory=Counter)
    reasons: Counter[tuple[Outcome, str]] = field(default_factory=Counter)
    bytes_read: int = 0
    bytes_seen: int = 0
    seconds: float = 0.0
    complete: bool = False
    warning: str | None = None
    dry: bool = False
    indexed: tuple[int, int] | None = None
    held: Counter[Outcome] = field(default_factory=Counter)

    def count(self, line: Line) -> None:
        """Add a line to the sums."""
        self.outcomes[line.outcome] += 1
        if line.status is Status.HELD:
            self.held[line.outcome] += 1
        if line.outcome in TOLD:  # the others say other things of every file
            reason = _sort(line) if line.outcome is Outcome.ATTACHED else _of_any_file(line)
            known = (line.outcome, reason) in self.reasons or len(self.reasons) < MOST_REASONS
            self.reasons[line.outcome, reason if known else OTHER_REASONS] += 1

    @property
    def files(self) -> int:
        """How many files had an outcome: the sum over all outcomes."""
        return sum(self.outcomes.values())

    def to_json(self) -> dict[str, Any]:
        """The summary, the last line of `ingest --json`."""
        return {
            "summary": True,
            "accession": None if self.dry else self.number,
            "dry_run": self.dry,
            "complete": self.complete,
            "files": self.files,
            "outcomes": {outcome.value: self.outcomes[outcome] for outcome in Outcome},
            "held": {outcome.value: self.held[outcome] for outcome in Outcome if self.held[outcome]},
            "bytes": self.bytes_read,
            "seconds": round(self.seconds, 3),
            "warning": self.warning,
        }


def _sort(line: Line) -> str:
    """What sort of file was attached."""
    return next((told for begins, told in _ATTACHED.items() if line.reason.startswith(begins)), _OTHER_FILES)


def _of_any_file(line: Line) -> str:
    """The reason without the name of this one file, so that it is counted with those of others."""
    path = printable(line.path)
    reason = line.reason.replace(path, "the file")
    name = path.rpartition("/")[2]
    return re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", "the file", reason) if len(name) >= SHORTEST else reason
