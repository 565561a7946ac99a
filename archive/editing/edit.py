"""One wish of the archivist: values to set, to take over from what is on offer, and to give back to the files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from archive.catalogue import CLEAR, Described, Saying
from archive.editing.values import Edits, accepted, cleared, edits_of, shown
from archive.errors import NotEditable
from archive.record import Record


@dataclass(slots=True)
class Edit:
    """What is to be said of each record. `without`: the records that have not the value on offer that is to be taken
    over, met so far."""

    edits: Edits
    accepts: Sequence[str]
    clears: Sequence[str]
    words: str
    without: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, given: Sequence[str], accepts: Sequence[str], clears: Sequence[str]) -> Edit:
        """Raises NotEditable."""
        edits, gone = edits_of(given), cleared(clears)
        if both := [key for key in gone if key in edits]:
            raise NotEditable(f"{both[0]} is to be set and to be cleared: choose one.")
        words = [f"{key}={shown(value)}" for key, value in edits.items() if not key.endswith("_precision")]
        words += [f"--accept {word}" for word in accepts] + [f"--clear {key}" for key in clears]
        return cls(edits, accepts, gone, " ".join(words))

    def one(self, record: Record | Described) -> Mapping[str, Saying]:
        """For this record. Raises NotEditable when it has no such value on offer, or a key is set twice."""
        wanted = {key: Saying(value) for key, value in self.edits.items()}
        for word in self.accepts:
            found, origin = accepted(record, word)
            if both := [key for key in found if key in wanted or key in self.clears]:
                raise NotEditable(f"{both[0]} is given more than once: choose one.")
            wanted |= {key: Saying(value, origin) for key, value in found.items()}
        return wanted | dict.fromkeys(self.clears, CLEAR)

    def each(self, record: Described) -> Mapping[str, Saying]:
        """The same, where one of many records that has not such a value stays as it is."""
        try:
            return self.one(record)
        except NotEditable:
            self.without.add(record.id)
            return {}
