"""What a clause says of who speaks; `attributions.py` reads it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto


class Sort(Enum):
    """How a clause names who speaks: by name, by pronoun, by office; UNKNOWN: it says that somebody does."""

    NAME = auto()
    PRONOUN = auto()
    OFFICE = auto()
    UNKNOWN = auto()


@dataclass(frozen=True, slots=True)
class Attribution:
    """`words` are the name, the pronoun or the office; [start, end) is the clause in the text."""

    sort: Sort
    words: str
    start: int
    end: int
    title: str = ""
    doubtful: bool = False  # what begins a sentence and may be no name: `Timidity asks`
