"""Thumbnails, previews and pages of originals: made by workers at the first request, stored by digest.

The folder in derived/ is kept below a size. It may be deleted at any time, even while in use.
"""

from __future__ import annotations

import contextlib
import logging
import re
import secrets
import shutil
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Literal

from archive.errors import (
    Encrypted,
    StoreError,
    Unreadable,
    WorkerCrashed,
    WorkerError,
    WorkerMemory,
    WorkerOutput,
    WorkerTimeout,
)
from archive.sandbox.limits import Limits
from archive.sandbox.pool import Pool


def prune(folder: Path, most: int) -> None:
    """Remove the oldest files until at most `most` bytes are left. Others may make and remove files there meanwhile."""
    found: list[tuple[float, int, Path]] = []
    for path in folder.rglob("*"):
        with contextlib.suppress(OSError):
            if path.is_file():
                state = path.stat()
                found.append((state.st_mtime, state.st_size, path))
    left = sum(size for _, size, _ in found)
    for _, size, path in sorted(found):
        if left <= most:
            return
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)
        left -= size


Name = Literal["thumbnail", "preview"]

VERSION = 2  # of how they look; with another one all are made again
_CALLS = {
    "thumbnail": "archive.pictures.thumbnails:thumbnail",
    "preview": "archive.pictures.thumbnails:preview",
    "page": "archive.pictures.pdf_pages:page_picture",
    "page-small": "archive.pictures.pdf_pages:page_thumbnail",
    "letters": "archive.pictures.pdf_pages:page_letters",
}
_log = logging.getLogger(__name__)
_DIGEST = re.compile(r"[0-9a-f]{64}")
PAGE_BYTES = 2 << 30  # of pictures of pages and their letters; those made longest ago go first
_PAGES = "pages"  # the folder of all that is of single pages
_PRUNE_AFTER = 100  # pages made
_PAGES_AT_ONCE = 2
_PATIENCE = 5.0  # seconds that a page waits for its turn before there is none of it now
_SLOW = "slow"  # marks a document of which a page passed the limits
_RETRY_SECONDS = 24 * 3600  # after a limit: the machine may have been busy; a file that is no picture stays one


class Renditions:
    """The renditions in `folder`. `local` gives the file of an original, as `Store.local` does. Thread-safe."""

    def __init__(
        self,
        folder: Path,
        pool: Pool,
        local: Callable[[str], AbstractContextManager[Path]],
        page_limits: Limits | None = None,
    ) -> None:
        """`page_limits` are for pages of documents, for which someone waits; None for those of the pool."""
        self._folder = folder / str(VERSION)
        self._page_limits = page_limits
        self._page_places = threading.BoundedSemaphore(_PAGES_AT_ONCE)
        self._pages_made = 0
        self._pool = pool
        self._local = local
        self._guard = threading.Lock()
        self._making: dict[Path, Future[Path | None]] = {}

    def get(self, sha256: str, name: Name, copyright: str | None = None) -> Path | None:  # noqa: A002
        """Return the path of a JPEG, made now when it is not there; None when there can be none of this original.

        `copyright` is written into it when it is made. A failure is remembered, so that asking again costs nothing: for
        a day when limits were passed, else until the folder is deleted. Raises ValueError for what is no SHA-256 or no
        name of a rendition.
        """
        if name not in ("thumbnail", "preview"):
            raise ValueError(f"{name!r} is no rendition; ask for thumbnail or preview.")
        return self._once(self._path(sha256, name), name, sha256, {"copyright": copyright})

    def page(self, sha256: str, number: int, small: bool = False) -> Path | None:
        """Return the picture of a page (from 1) of a PDF as `get` does; with `small` its thumbnail. No thumbnails are
        made of a document whose pages passed the limits."""
        name = "page-small" if small else "page"
        target = self._page_path(sha256, name, number)
        if small and not _present(target) and _known_failure(self._path(sha256, _SLOW)):
            return None
        return self._once(target, name, sha256, {"page": number})

    def letters(self, sha256: str, number: int) -> Path | None:
        """Return where the letters of that page stand, as a file for `PageLetters.read`; None when it
        cannot be told."""
        target = self._page_path(sha256, "letters", number).with_suffix(".json")
        return self._once(target, "letters", sha256, {"page": number})

    def why_not(self, sha256: str, number: int) -> str | None:
        """Return why `page` gave no picture, in a sentence; None when that is not known, or no fault of
        the original."""
        marker = _failed(self._page_path(sha256, "page", number))
        try:
            return marker.read_text(encoding="utf-8").partition("\n")[2].strip() or None
        except (OSError, ValueError):
            return None

    def _page_path(self, sha256: str, name: str, number: int) -> Path:
        if not 1 <= number <= 1_000_000:
            raise ValueError(f"{number} is no page number; pages count from 1.")
        return self._path(sha256, f"{name}-{number}", self._folder / _PAGES)

    def keep(self, sha256: str, name: Name, path: Path) -> Path:
        """Move a rendition that was made during ingest into place; where it is now."""
        target = self._path(sha256, name)
        _place(path, target)
        _failed(target).unlink(missing_ok=True)
        return target

    def _path(self, sha256: str, name: str, folder: Path | None = None) -> Path:
        if not _DIGEST.fullmatch(sha256):
            raise ValueError(f"{sha256[:80]!r} is no SHA-256; it has 64 digits of 0-9 and a-f.")
        return (folder or self._folder) / sha256[:2] / f"{sha256}-{name}.jpg"

    def _once(self, target: Path, name: str, sha256: str, arguments: dict[str, Any]) -> Path | None:
        """The path of `target`; of the threads that ask while it is not there, one makes it and the others wait."""
        if _present(target):
            return target
        with self._guard:
            waiting = self._making.get(target)
            if waiting is None:
                own = self._making[target] = Future()
        if waiting is not None:
            return waiting.result()
        try:
            make = self._make_page if "page" in arguments else self._make
            path = target if _present(target) else make(target, name, sha256, arguments)
            own.set_result(path)
            return path
        except BaseException as error:
            own.set_exception(error)
            raise
        finally:
            with self._guard:
                del self._making[target]

    def _make_page(self, target: Path, name: str, sha256: str, arguments: dict[str, Any]) -> Path | None:
        """As `_make`, with not so many at once that slow documents keep everyone waiting, and of not so many that they
        fill the disk."""
        if not self._page_places.acquire(timeout=_PATIENCE):
            return None
        try:
            path = self._make(target, name, sha256, arguments)
        finally:
            self._page_places.release()
        self._pages_made += 1
        if self._pages_made % _PRUNE_AFTER == 0:
            prune(self._folder / _PAGES, PAGE_BYTES)
        return path

    def _make(self, target: Path, name: str, sha256: str, arguments: dict[str, Any]) -> Path | None:
        if _known_failure(target):
            return None
        try:
            limits = self._page_limits if "page" in arguments else None
            with self._local(sha256) as original:
                if not original.is_file():
                    return None
                with self._pool.run(_CALLS[name], {"path": str(original), **arguments}, limits) as job:
                    _place(job.file(str(job.result)), target)
        except (Unreadable, Encrypted) as error:
            _remember(target, "for good", error)
        except (WorkerTimeout, WorkerMemory, WorkerOutput, WorkerCrashed) as error:
            _remember(target, "for a day", error)
            if "page" in arguments:
                _remember(self._path(sha256, _SLOW), "for a day", error)
        except (WorkerError, StoreError, OSError) as error:  # no fault of the original: asked for again, it is tried
            _log.warning("no %s of %s could be made: %s", name, sha256, type(error).__name__)
        else:
            return target
        return None


def _present(target: Path) -> bool:
    """Whether it is there with something in it: a machine that lost power may leave an empty file."""
    try:
        return target.stat().st_size > 0
    except OSError:
        return False


def _place(source: Path, target: Path) -> None:
    """Move a file to `target`, which appears whole or not at all. Copied, since the two may lie on different disks;
    tried twice, since the folder may be deleted meanwhile."""
    for last in (False, True):
        part = target.with_name(f"{target.name}.{secrets.token_hex(4)}.part")
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, part)
            part.replace(target)
            break
        except OSError:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)
            if last:
                raise
    source.unlink(missing_ok=True)


def _failed(target: Path) -> Path:
    return target.with_suffix(".failed")


def _remember(target: Path, how_long: str, error: Exception) -> None:
    """Leave a marker with the reason. That it cannot be written is no reason to fail: it saves work, no more."""
    with contextlib.suppress(OSError):
        target.parent.mkdir(parents=True, exist_ok=True)
        _failed(target).write_text(f"{how_long}\n{error}\n", encoding="utf-8", errors="replace")


def _known_failure(target: Path) -> bool:
    marker = _failed(target)
    try:
        for_good = marker.read_text(encoding="utf-8").startswith("for good\n")
        return for_good or time.time() - marker.stat().st_mtime < _RETRY_SECONDS
    except (OSError, ValueError):
        return False
