"""What a credit says."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Credit:
    """A credit and its parts. `words` are as printed. `photographers` are names, in title case where only capitals were
    printed; `agencies` for whom they were made and `via` who passed them on, under their one name; `initials` are those
    of editors (`nym`); `flags` are of FLAGS."""

    words: str
    photographers: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    via: tuple[str, ...] = ()
    initials: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Plain values; lists for the parts."""
        return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(self).items()}
