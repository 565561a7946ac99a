"""Regular expressions that are compiled on first use.

There are hundreds, and most files need few of them. Compiling all took two fifths of a worker's start.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any, AnyStr, Generic, cast


class LazyPattern(Generic[AnyStr]):
    """A regular expression that is compiled when anything except its text is first used."""

    def __init__(self, pattern: AnyStr, flags: int) -> None:
        self.pattern: AnyStr = pattern
        self._flags = flags

    @cached_property
    def compiled(self) -> re.Pattern[AnyStr]:
        """Return the pattern itself. Raise re.error if it is invalid."""
        return re.compile(self.pattern, self._flags)

    def __getattr__(self, name: str) -> Any:
        found = getattr(self.compiled, name)
        setattr(self, name, found)  # direct access from now on
        return found


def lazy_regex(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return the same as `re.compile`, compiled on first use. For module-level patterns, above all those with word
    lists. Do not pass it to functions of `re`, which need a compiled one."""
    return cast("re.Pattern[AnyStr]", LazyPattern(pattern, flags))
