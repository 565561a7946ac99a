"""The workers that read files, and the validation of their results.

A worker had foreign bytes in its memory, so its result is checked before use.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from archive.config import DERIVED, FILE
from archive.config import load as settings_of
from archive.errors import PressArchiveError, WorkerCrashed
from archive.messages import Message
from archive.record import Description, Outcome
from archive.sandbox.limits import Limits
from archive.sandbox.pool import Pool
from archive.settings import Settings
from archive.storage.archive import Archive
from archive.storage.permissions import keep_closed
from ingest.extract.language.language_copy import share
from ingest.extract.secrets import KINDS as SECRETS
from ingest.files.restrictions import hold_named, note_old
from ingest.files.roots import add_folder_candidate
from ingest.readers.base.members import LATER, MOST_FILES, MOST_LAID_OUT, is_inner_path

_NOT_LEFT = frozenset({Outcome.SKIPPED, Outcome.ENCRYPTED, Outcome.REJECTED, LATER})
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_HASH = re.compile(r"[0-9a-f]{1,16}")


def validate_worker_result(answer: Any, name: str) -> Description:
    """Return the description of the file `name` in a worker's result. Raise WorkerCrashed if its structure is not what
    the rest of the ingest relies on: one file's result must not end the whole accession."""
    try:
        description = Description.from_json(answer)
        sound = _shaped(description)
    except (KeyError, TypeError, ValueError, AttributeError):
        sound = False
    if not sound:
        raise WorkerCrashed(Message("worker-answer-unusable", file=name))
    return description


def accept_description(answer: Any, name: str, relpath: str, archive: Archive, sha256: str) -> Description:
    """Return the description in a worker's result completed by the archive's rules, for a new file, a reread one, and a
    scan whose text is known now: an embargo that was old when these bytes were added becomes a note, one in force holds
    the named photos, and folders provide values. Raise WorkerCrashed as `validate_worker_result` does."""
    description, intake = validate_worker_result(answer, name), archive.settings.intake
    if "embargo" in description.origins:
        added = archive.catalogue.added_at(sha256)
        note_old(description, intake.embargo_enforced_days, datetime.fromisoformat(added) if added else None)
    hold_named(description)
    if not intake.hold_secrets:
        description.secrets = []
    description.virus = description.unscanned = None  # which no worker knows
    add_folder_candidate(description, relpath, intake)
    return description


def _shaped(description: Description) -> bool:
    """Return whether every part has its type, and values used in computations are valid."""
    d, values = description, description.values
    embargo, look = values.get("embargo"), values.get("difference_hash")
    return (
        all(isinstance(text, str) for text in (d.media_type, d.reader, d.text, *d.pages, *d.furniture, *d.notes))
        and isinstance(d.reader_version, int)
        and all(isinstance(number, int) and number > 0 for number in d.scans)
        and isinstance(values, dict)
        and all(offers for offers in d.origins.values())
        and all(isinstance(m.filename, str) and isinstance(m.offset, int) for m in d.mentions)
        and all(
            isinstance(w, str | None)
            for m in d.mentions
            for w in (m.caption, m.credit, m.caption_raw, m.date, m.language)
        )
        and isinstance(values.get("kind"), str | None)
        and isinstance(values.get("genre"), str | None)
        and (embargo is None or _holds_shaped(embargo))
        and all(_holds_shaped(offer.value) for offer in d.origins.get("embargo", []))
        and (look is None or bool(_HASH.fullmatch(str(look))))
        and isinstance(d.thumbnail, str | None)
        and isinstance(d.miniature, str | None)
        and all(kind in SECRETS for kind in d.secrets)
        and _members_shaped(description)
    )


def _members_shaped(description: Description) -> bool:
    """Return whether each file inside has a unique name within the container, and exists or has a reason."""
    found = description.members
    return bool(
        all(isinstance(part, str) for m in found for part in (m.name, m.file, m.outcome, m.reason))
        and all(is_inner_path(m.name) for m in found)
        and all(bool(m.file) or (m.outcome in _NOT_LEFT and m.reason) for m in found)
        and len({m.name for m in found}) == len(found) <= MOST_FILES
    )


def _holds_shaped(embargo: Any) -> bool:
    return isinstance(embargo, Mapping) and _is_instant(embargo.get("until"))


def _is_instant(until: Any) -> bool:
    return until is None or bool(_INSTANT.fullmatch(str(until)))


DESCRIBE = "ingest.description.file_description:describe"
FEW = 500  # files and folders
LANGUAGES = "languages"  # the folder in derived/ with the copy of the language model


def count_workers(settings: Settings) -> int:
    """Return the number of workers."""
    return settings.worker.processes or os.cpu_count() or 1


def pool(settings: Settings, derived: Path) -> Pool:
    """Return a pool whose workers are not started yet."""
    kept = derived / LANGUAGES
    with suppress(OSError):
        kept.mkdir(parents=True, exist_ok=True)  # so that workers that start before it has content can read it
    return Pool(count_workers(settings), derived / "jobs", _limits(settings), (kept,))


def share_languages(settings: Settings, derived: Path) -> None:
    """Share a copy of the language model among all workers. It is made by one that has read no file."""
    with suppress(PressArchiveError), Pool(1, derived / "jobs", _limits(settings)) as pool:
        share(derived / LANGUAGES, pool)


def _limits(settings: Settings) -> Limits:
    worker = settings.worker
    return Limits(
        wall_seconds=worker.wall_seconds,
        cpu_seconds=worker.cpu_seconds,
        memory_bytes=worker.memory_mb << 20,
        output_bytes=MOST_LAID_OUT,
    )


def are_few(paths: Iterable[Path]) -> bool:
    """Return whether the input is so small that a worker should only be started if any of it is new."""
    unseen, seen = [os.fspath(path) for path in paths], 0
    while unseen:
        with suppress(OSError), os.scandir(unseen.pop()) as entries:
            for entry in entries:
                seen += 1
                if seen > FEW:
                    return False
                if entry.is_dir(follow_symlinks=False):
                    unseen.append(entry.path)
    return True


@contextmanager
def begun(folder: Path) -> Iterator[Pool | None]:
    """Yield a pool in which one worker loads the readers while the caller loads the ingest code. None if that is
    impossible: the caller will report why."""
    found = None
    with suppress(PressArchiveError, PermissionError):
        if (folder / FILE).is_file() and (folder / DERIVED).is_dir():
            settings = settings_of(folder)
            keep_closed(folder, settings.archive.group)  # the archive is opened later, and files created here stay
            found = pool(settings, folder / DERIVED)
            found.begin(DESCRIBE)
    try:
        yield found
    finally:
        if found is not None:
            found.close()
