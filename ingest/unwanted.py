"""Which names of files and folders no archive wants: what systems leave on disks, by the patterns of archive.toml."""

from __future__ import annotations

import fnmatch
import re
import unicodedata
from collections.abc import Iterable


class Unwanted:
    """Answers for one list of glob patterns; case and the way accents are written make no difference."""

    def __init__(self, patterns: Iterable[str]) -> None:
        self._patterns = [_plain(pattern) for pattern in patterns]
        # One expression for all: each file of a disk is asked about, and next to none of them is unwanted.
        self._any = re.compile("|".join(map(fnmatch.translate, self._patterns)) or r"(?!)")

    def pattern(self, name: str) -> str | None:
        """The first pattern that a name falls under, None when it is wanted."""
        name = _plain(name)
        if not self._any.match(name):
            return None
        return next(pattern for pattern in self._patterns if fnmatch.fnmatchcase(name, pattern))


def _plain(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
