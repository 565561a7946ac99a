"""What has been found in a credit so far, and names in scripts that put no blanks between them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from archive.authorities import Authorities
from archive.credits.flags import FILE_PHOTO, SUPPLIED
from archive.credits.labels import PICTURE
from archive.credits.lookup import known

_OF_FILE = re.compile(rf"\sfiles?(?:\s+{PICTURE})?\Z", re.IGNORECASE)
_HANDOUT = re.compile(rf"\shand-?outs?(?:\s+{PICTURE})?\Z", re.IGNORECASE)
_REPORTER = re.compile(r"(.*?)(?:记者|記者|特派员|特派員|기자|摄影师)\s*(.*)")
_MADE = re.compile(r"(?:(?<!\s)\s++)?(?:摄|攝|撮影|기자)\Z")
_GIVEN = re.compile(r"(?:(?<!\s)\s++)?(?:提供|供图|供圖|제공)\Z")


@dataclass(slots=True)
class Found:
    """What has been found so far, in order."""

    authorities: Authorities
    photographers: list[str] = field(default_factory=list)
    agencies: list[str] = field(default_factory=list)
    via: list[str] = field(default_factory=list)
    initials: list[str] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)

    def known(self, part: str) -> str | None:
        """The one name of a known agency."""
        return known(part, self.authorities)

    def takes(self, part: str) -> bool:
        """Whether a part is the name of a known agency, which is taken with the flags that stand behind it."""
        name = self.known(part)
        if name is None:
            return False
        self.agencies.append(name)
        if _OF_FILE.search(part):
            self.flags.append(FILE_PHOTO)
        if _HANDOUT.search(part):
            self.flags.append(SUPPLIED)
        return True


def once(names: Iterable[str]) -> tuple[str, ...]:
    """Each name once; two that differ only in case are one, written as it came first."""
    kept: dict[str, str] = {}
    for name in names:
        kept.setdefault(name.casefold(), name)
    return tuple(kept.values())


def cjk(part: str, found: Found) -> list[str] | None:
    """`新华社记者 李明 摄` -> the agency and the name."""
    if part.isascii():
        return None
    if _GIVEN.search(part):
        found.flags.append(SUPPLIED)
        return [_GIVEN.sub("", part)]
    reporter = _REPORTER.fullmatch(part)
    if reporter and (reporter[1] or reporter[2]):
        return [piece for piece in (reporter[1], _MADE.sub("", reporter[2])) if piece]
    return [_MADE.sub("", part)] if _MADE.search(part) else None
