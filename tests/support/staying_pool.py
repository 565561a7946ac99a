"""A pool of workers for several ingests: starting workers takes most of the time of a short one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from archive.sandbox.pool import Pool


class StayingPool(Pool):
    """A pool that outlives the runs it serves. `errors`: what reading a file of that name raises."""

    errors: Mapping[str, Exception] = {}

    def close(self) -> None:
        pass

    def end(self) -> None:
        super().close()

    def run(self, function: str, arguments: dict[str, Any], limits: Any = None) -> Any:
        if error := self.errors.get(arguments.get("filename", "")):
            raise error
        return super().run(function, arguments, limits)
