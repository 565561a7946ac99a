"""The unpacked copy of the language model beside the index: its name, and who writes it.

Workers that have read files are not trusted to write what others load, and may write only in their job's folder. So a
worker that reads no files makes the copy, and the process that asked puts it in place.
"""

from __future__ import annotations

import hashlib
import logging
import shutil
from collections.abc import Collection
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from archive.errors import PressArchiveError
from ingest.extract.language.language_detection import LANGUAGES

if TYPE_CHECKING:
    from archive.sandbox.pool import Pool

WORTH_A_COPY = 200  # records of an archive
ROOM = 1 << 30  # bytes that must be free on the disk for a copy of 43 MB
_UNPACK = "ingest.extract.language.language_detection:unpack_language_model"
_log = logging.getLogger(__name__)


def name(languages: Collection[str] = LANGUAGES) -> str:
    """Return the name of the copy, made from the model and its languages."""
    told = f"{version('py3langid')} {sorted(languages)}"
    return hashlib.sha256(told.encode()).hexdigest()[:24]


def is_shared(kept: Path) -> bool:
    """Return whether there is a copy in the folder `kept`."""
    return (kept / name()).is_dir()


def share(kept: Path, pool: Pool) -> None:
    """Put a copy that a worker of `pool` makes into the folder `kept`, whole or not at all. Where that cannot be,
    nothing is lost but time."""
    folder = kept / name()
    try:
        kept.mkdir(parents=True, exist_ok=True)
        if shutil.disk_usage(kept).free < ROOM:
            return
        for other in kept.iterdir():  # of another version, or cut short
            shutil.rmtree(other, ignore_errors=True)
        new = kept / f"new-{folder.name}"
        with pool.run(_UNPACK, {}) as job:
            new.mkdir()  # with the permissions of an archive's folders, which those of a job are not
            for file in job.folder.iterdir():
                shutil.move(file, new)
        new.rename(folder)
    except (PressArchiveError, OSError):
        _log.debug("no copy of the language model could be made", exc_info=True)
