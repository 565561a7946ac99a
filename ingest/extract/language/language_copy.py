"""The unpacked copy of the language model beside the index: its name, and who writes it.

Workers that have read files are not trusted to write what others load, and may only write in their job's folder. So a
worker that reads no files makes the copy, and the calling process moves it into place.
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
ROOM = 1 << 30  # free bytes required on the disk for a copy of 43 MB
_UNPACK = "ingest.extract.language.language_detection:unpack_language_model"
_log = logging.getLogger(__name__)


def name(languages: Collection[str] = LANGUAGES) -> str:
    """Return the name of the copy, made from the model and its languages."""
    told = f"{version('py3langid')} {sorted(languages)}"
    return hashlib.sha256(told.encode()).hexdigest()[:24]


def is_shared(kept: Path) -> bool:
    """Return whether the folder `kept` contains a copy."""
    return (kept / name()).is_dir()


def share(kept: Path, pool: Pool) -> None:
    """Put a copy made by a worker of `pool` into the folder `kept`, atomically. A failure only costs time."""
    folder = kept / name()
    try:
        kept.mkdir(parents=True, exist_ok=True)
        if shutil.disk_usage(kept).free < ROOM:
            return
        for other in kept.iterdir():  # of another version, or incomplete
            shutil.rmtree(other, ignore_errors=True)
        new = kept / f"new-{folder.name}"
        with pool.run(_UNPACK, {}) as job:
            new.mkdir()  # with the permissions of an archive's folders, unlike those of a job
            for file in job.folder.iterdir():
                shutil.move(file, new)
        new.rename(folder)
    except (PressArchiveError, OSError):
        _log.debug("no copy of the language model could be made", exc_info=True)
