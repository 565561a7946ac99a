"""What a change of many records comes to, before it is done and after."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from archive.catalogue import Change, Revised

FIRST = 10  # records that a preview shows


@dataclass(slots=True)
class Preview:
    """What a change comes to: how many records it is about, of these how many change, have it so by the archivist's
    word already (`same`), have these values from their files and get them as the archivist's (`confirmed`), and how
    many lose an archivist's value; `without`: those that it cannot be said of. The first that change, in full."""

    matched: int = 0
    changed: int = 0
    same: int = 0
    confirmed: int = 0
    overwritten: int = 0
    without: int = 0
    first: list[Revised] = field(default_factory=list)

    def count(self, one: Revised) -> Revised:
        """One more record; gives it back."""
        self.matched += 1
        self.changed += bool(one.changes)
        self.same += not one.changes
        self.confirmed += one.only_origin
        self.overwritten += one.overwrites
        if one.changes and len(self.first) < FIRST:
            self.first.append(one)
        return one


def plain_changes(changes: Iterable[Change]) -> list[Change]:
    """These without the precisions, which stand in the dates as they are written."""
    return [change for change in changes if not change.key.endswith("_precision")]
