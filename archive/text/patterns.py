"""Regular expressions that are compiled when they are first used.

There are hundreds, and most files need few of them. To compile them all took two fifths of a worker's start.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any, AnyStr, Generic, cast


class LazyPattern(Generic[AnyStr]):
    """A regular expression that is compiled when anything of it but its text is first asked for."""

    def __init__(self, pattern: AnyStr, flags: int) -> None:
        self.pattern: AnyStr = pattern
        self._flags = flags

    @cached_property
    def compiled(self) -> re.Pattern[AnyStr]:
        """The pattern itself. Raises re.error for a wrong one."""
        return re.compile(self.pattern, self._flags)

    def __getattr__(self, name: str) -> Any:
        found = getattr(self.compiled, name)
        setattr(self, name, found)  # from now on without this detour
        return found


def lazy_regex(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return the same as `re.compile`, compiled at its first use. For patterns of modules, above all those with lists
    of words. Hand it to no function of `re`: these want a compiled one."""
    return cast("re.Pattern[AnyStr]", LazyPattern(pattern, flags))
