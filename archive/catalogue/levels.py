"""How a photo's name is like the name that an article gives, level by level."""

from __future__ import annotations

from enum import IntEnum

from archive.catalogue.forms import Shape, tighten


class Level(IntEnum):
    """How a photo's name is like the one given, the strongest first."""

    EXACT = 0
    SAME = 1  # but for percent signs, or a type that is left out or spelled otherwise
    TYPE = 2
    MARKS = 3
    SEPARATORS = 4
    COUNTED = 5
    ACCENTS = 6
    DIGITS = 7


RULES = {
    Level.EXACT: "rule:file-name",
    Level.SAME: "rule:file-name",
    Level.TYPE: "rule:file-type",
    Level.MARKS: "rule:copy-marks",
    Level.SEPARATORS: "rule:separators",
    Level.COUNTED: "rule:copy-number",
    Level.ACCENTS: "rule:accents",
    Level.DIGITS: "rule:digits",
}


def level_of(asked: Shape, name: Shape) -> Level | None:
    """How a photo's name is like the name asked for; None: it is another."""
    if asked.key == name.key:
        return Level.EXACT
    if asked.stem == name.stem:
        return Level.SAME if asked.type == name.type or not (asked.type and name.type) else Level.TYPE
    if asked.base == name.base:
        if asked.marks == name.marks:
            return _level_of_cores(asked.core, name.core)
        if extra_mark(asked, name):
            return max(Level.COUNTED, _level_of_cores(asked.core, name.core))
    if asked.tight == name.tight and "(" not in asked.stem + name.stem:  # `kapal2`, `kapal-2`; not `kapal (2)`
        return _level_of_cores(asked.stem, name.stem)
    if asked.digits and asked.digits == name.digits and not _other_frame(asked, name):
        return Level.DIGITS
    return None


def _other_frame(asked: Shape, name: Shape) -> bool:
    """Whether the number they share is that of a job or a day, and each has a number of its own in it."""
    return bool(asked.numbers - name.numbers and name.numbers - asked.numbers)


def extra_mark(one: Shape, other: Shape) -> str:
    """The mark that one of two names has at its end and the other, the plain one, has not; empty when they differ in
    more: `-1` counts only where the plain name stands on the other side."""
    shorter, longer = sorted((one.marks, other.marks), key=len)
    return longer[-1] if longer[:-1] == shorter and longer else ""


def _level_of_cores(one: str, other: str) -> Level:
    if one == other:
        return Level.MARKS
    return Level.SEPARATORS if _parted(one) == _parted(other) else Level.ACCENTS


def _parted(core: str) -> str:
    return tighten(" ".join("".join(char if char.isalnum() else " " for char in core).split()))
