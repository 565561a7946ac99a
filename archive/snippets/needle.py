"""One thing that is to be marked in texts."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Needle:
    """One thing to mark: words side by side (with up to `slop` others between), the words that begin like it, or those
    that are it but for one edit. A single word is marked in all its inflections, a quoted one only as it is. What was
    typed with marks is marked where they stand as typed, when the text has that; a `form` of a name also where it is
    written without any."""

    exact: tuple[str, ...]
    folded: tuple[str, ...]
    slop: int = 0
    begins: bool = False
    inflected: bool = False
    almost: bool = False
    form: bool = False

    @property
    def marked(self) -> bool:
        """Whether it was typed with marks."""
        return self.exact != self.folded
