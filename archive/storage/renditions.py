"""Thumbnails, previews and pages of originals: made by workers on first request, stored by digest.

The folder in derived/ is kept below a size. It may be deleted at any time, even while in use.
"""

from __future__ import annotations

import contextlib
import logging
import re
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Literal, get_args

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
from archive.seal import seal, unseal


def prune(folder: Path, most: int) -> None:
    """Remove the oldest files until at most `most` bytes are left. Others may create and remove files there
    meanwhile."""
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


Name = Literal["thumbnail", "medium", "preview"]

VERSION = 2  # of their appearance; a new version means that all are made again
_CALLS = {
    "thumbnail": "archive.pictures.thumbnails:thumbnail",
    "medium": "archive.pictures.thumbnails:medium",
    "preview": "archive.pictures.thumbnails:preview",
    "page": "archive.pictures.pdf_pages:page_picture",
    "page-small": "archive.pictures.pdf_pages:page_thumbnail",
    "letters": "archive.pictures.pdf_pages:page_letters",
}
_log = logging.getLogger(__name__)
_DIGEST = re.compile(r"[0-9a-f]{64}")
PAGE_BYTES = 2 << 30  # of pictures of pages and their letters; the oldest are removed first
_PAGES = "pages"  # the folder for single pages
_PRUNE_AFTER = 100  # pages made between two prunings
_PAGES_AT_ONCE = 2
_PATIENCE = 5.0  # seconds that a page waits for its turn before giving up
_SLOW = "slow"  # marks a document of which a page exceeded the limits
_RETRY_SECONDS = 24 * 3600  # after a limit: the machine may have been busy; other failures stay


class Renditions:
    """The renditions in `folder`. `local` returns the file of an original, as `Store.local` does. Thread-safe."""

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
        """Return the path of a JPEG, made now if missing; None if it is impossible for this original.

        `copyright` is written into it when it is made. A failure is stored, so that repeated requests cost nothing: for
        a day if limits were exceeded, else until the folder is deleted. Raise ValueError for an invalid SHA-256 or
        rendition name.
        """
        if name not in get_args(Name):
            raise ValueError(f"{name!r} is not a rendition; ask for {', '.join(get_args(Name))}.")
        return self._once(self._path(sha256, name), name, sha256, {"copyright": copyright})

    def page(self, sha256: str, number: int, small: bool = False) -> Path | None:
        """Return the picture of a page (from 1) of a PDF as `get` does; with `small` its thumbnail. There are no
        thumbnails for a document whose pages exceeded the limits."""
        name = "page-small" if small else "page"
        target = self._page_path(sha256, name, number)
        if small and not _present(target) and _known_failure(self._path(sha256, _SLOW)):
            return None
        return self._once(target, name, sha256, {"page": number})

    def letters(self, sha256: str, number: int) -> Path | None:
        """Return the letter positions of that page, as a file for `PageLetters.read`, or None."""
        target = self._page_path(sha256, "letters", number).with_suffix(".json")
        return self._once(target, "letters", sha256, {"page": number})

    def why_not(self, sha256: str, number: int) -> str | None:
        """Return why `page` returned no picture, in a sentence; None if unknown, or not the original's fault."""
        marker = _failed(self._page_path(sha256, "page", number))
        try:
            return unseal(marker.read_bytes()).decode().partition("\n")[2].strip() or None
        except (OSError, ValueError):
            return None

    def _page_path(self, sha256: str, name: str, number: int) -> Path:
        if not 1 <= number <= 1_000_000:
            raise ValueError(f"{number} is not a page number; pages count from 1.")
        return self._path(sha256, f"{name}-{number}", self._folder / _PAGES)

    def keep(self, sha256: str, name: Name, path: Path) -> Path:
        """Move a rendition made during ingest into place; return where it is now."""
        target = self._path(sha256, name)
        _place(path, target)
        _failed(target).unlink(missing_ok=True)
        return target

    def _path(self, sha256: str, name: str, folder: Path | None = None) -> Path:
        if not _DIGEST.fullmatch(sha256):
            raise ValueError(f"{sha256[:80]!r} is not a SHA-256; it has 64 digits of 0-9 and a-f.")
        return (folder or self._folder) / sha256[:2] / f"{sha256}-{name}.jpg"

    def _once(self, target: Path, name: str, sha256: str, arguments: dict[str, Any]) -> Path | None:
        """Return the path of `target`; if it is missing, one of the requesting threads makes it and the others wait."""
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
        """Do as `_make`, with limits so that slow documents do not keep everyone waiting, and pages do not fill the
        disk."""
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
        except (WorkerError, StoreError, OSError) as error:  # not the original's fault: retried on the next request
            _log.warning("no %s of %s could be made: %s", name, sha256, type(error).__name__)
        else:
            return target
        return None


def damaged_renditions(folder: Path) -> Iterator[Path]:
    """Yield the damaged files in a folder of renditions. Others may create and remove files there meanwhile."""
    for path in sorted((folder / str(VERSION)).rglob("*")):
        if path.suffix != ".part" and path.is_file() and not _present(path) and path.exists():
            yield path


def _present(target: Path) -> bool:
    """Return whether it exists, undamaged. It is read each time, because what is damaged is made again."""
    try:
        return bool(unseal(target.read_bytes()))
    except (OSError, ValueError):
        return False


def _place(source: Path, target: Path) -> None:
    """Move a file to `target` atomically. It is copied, since the two may be on different disks; tried twice, since the
    folder may be deleted meanwhile."""
    for last in (False, True):
        part = target.with_name(f"{target.name}.{secrets.token_hex(4)}.part")
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            part.write_bytes(seal(source.read_bytes()))
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
    """Leave a marker with the reason. If it cannot be written, that is ignored: it only saves work."""
    with contextlib.suppress(OSError):
        target.parent.mkdir(parents=True, exist_ok=True)
        _failed(target).write_bytes(seal(f"{how_long}\n{error}\n".encode(errors="replace")))


def _known_failure(target: Path) -> bool:
    marker = _failed(target)
    try:
        for_good = unseal(marker.read_bytes()).startswith(b"for good\n")
        return for_good or time.time() - marker.stat().st_mtime < _RETRY_SECONDS
    except (OSError, ValueError):
        return False
