"""Access copies: a PDF/A or JPEG for an original in a format that browsers do not show.

They are made by `press-archive access-copies`, and found by the SHA-256 of the original. They may be deleted at any
time, because only the original is preserved.
"""

from __future__ import annotations

import secrets
import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from archive.media_types import BY_NAME, JPEG, PDF
from archive.storage.originals import explain_store_errors

SUFFIXES = {media_type: f".{BY_NAME[media_type].suffixes[0]}" for media_type in (PDF, JPEG)}


@dataclass(frozen=True, slots=True)
class AccessCopy:
    """An existing copy. `size` in bytes."""

    path: Path
    media_type: str
    size: int

    def filename(self, original: str) -> str:
        """Return the name of this copy for an original with that name: `pidato.doc.pdf`."""
        return original + SUFFIXES[self.media_type]


class AccessCopies:
    """The copies in the folder `derived` of an archive, for any number of threads and processes."""

    def __init__(self, derived: Path) -> None:
        self._folder = derived / "access"

    def find(self, sha256: str) -> AccessCopy | None:
        """Return the copy of the original with this digest, or None."""
        for media_type in SUFFIXES:
            path = self._path(sha256, media_type)
            with suppress(OSError):
                return AccessCopy(path, media_type, path.stat().st_size)
        return None

    def keep(self, sha256: str, made: Path, media_type: str) -> AccessCopy:
        """Use a file as the copy of that original, replacing any earlier one. Raise StoreError."""
        target = self._path(sha256, media_type)
        part = target.with_name(f"{target.name}.{secrets.token_hex(4)}.part")
        with explain_store_errors(self._folder):
            target.parent.mkdir(parents=True, exist_ok=True)
            try:
                shutil.copyfile(made, part)
                part.replace(target)
            finally:
                part.unlink(missing_ok=True)
            return AccessCopy(target, media_type, target.stat().st_size)

    def _path(self, sha256: str, media_type: str) -> Path:
        return self._folder / sha256[:2] / (sha256 + SUFFIXES[media_type])
