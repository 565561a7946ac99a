"""When each token was last used: the times of empty files, so that reading the archive never waits for a writer."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from archive.access import instant

_FOLDER = "tokens"  # below derived/


def note_use(derived: Path, n: int) -> None:
    """Note that token `n` is being used, if this account may write there."""
    folder = derived / _FOLDER
    with suppress(OSError):
        folder.mkdir(mode=0o700, exist_ok=True)
        os.close(os.open(folder / str(n), os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600))
        os.utime(folder / str(n))


def last_uses(derived: Path) -> Mapping[int, str]:
    """Return the UTC instants at which tokens were last used on this machine, by number."""
    try:
        found = [path for path in (derived / _FOLDER).iterdir() if path.name.isdecimal()]
    except OSError:
        return {}
    return {int(path.name): instant(datetime.fromtimestamp(path.stat().st_mtime, UTC)) for path in found}
