"""Arguments of several commands: paths to ingest, password files, and the selected records.

Passwords are written nowhere.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import click

from archive.access import ARCHIVIST
from archive.catalogue import printable
from archive.commands.record_edits import found_by
from archive.errors import NotEditable, UnknownRecord
from archive.messages import Message
from archive.storage.archive import Archive, was_dropped

_SYSTEM = tuple(map(Path, ("/", "/proc", "/sys", "/dev")))


def check_ingest_paths(archive: Archive, paths: Sequence[Path]) -> None:
    """Raise click.UsageError for a path that must be a mistake, before work begins. A folder around the archive is
    allowed."""
    itself = archive.folder.resolve()
    for path in paths:
        there, shown = path.resolve(), printable(os.fspath(path))
        if there in _SYSTEM:
            raise click.UsageError(f"{shown} is the system's own: give the folders that hold what is to be kept.")
        if there.is_relative_to(itself) and not any(map(was_dropped, (there, *there.parents))):
            raise click.UsageError(
                f"{shown} is in the archive itself, which is never taken into itself: give the folders beside it."
            )


MOST_BYTES, MOST = 1 << 20, 200  # each is tried on each file that needs one, which takes time


def passwords_in(file: Path | None) -> tuple[str, ...]:
    """Return the passwords in a file, in order, each once. Raise click.UsageError if it cannot be read."""
    if file is None:
        return ()
    try:
        with file.open("rb") as opened:
            lines = opened.read(MOST_BYTES).decode("utf-8-sig").splitlines()
    except OSError as error:
        raise click.UsageError(f"{printable(str(file))} cannot be read ({error.strerror}).") from error
    except UnicodeDecodeError:
        raise click.UsageError(f"{printable(str(file))} is not UTF-8: save it as such, one password a line.") from None
    found = tuple(dict.fromkeys(line for line in lines if line))
    if len(found) > MOST:
        raise click.UsageError(f"{printable(str(file))} holds {len(found):,} passwords; at most {MOST} are tried.")
    return found


def refuse_within(file: Path | None, paths: Sequence[Path]) -> None:
    """Raise click.UsageError if the password file is below an ingested path: the archive would store and show it."""
    if file is not None and any(file.resolve().is_relative_to(path.resolve()) for path in paths):
        raise click.UsageError(f"{printable(str(file))} would be taken in itself: move it out of what is handed in.")


def selected_records(archive: Archive, where: str | None, records: Sequence[str]) -> list[str] | None:
    """Return the ids of the selected records: those given, limited to those that match a query, including held ones.
    None for all. Raise UnknownRecord, QueryError."""
    if where is not None and not where.strip():
        raise NotEditable(Message("where-empty"))
    known = set(archive.catalogue.visible(records, ARCHIVIST))
    if unknown := [record for record in records if record not in known]:
        raise UnknownRecord(Message("record-unknown", record=unknown[0]))
    if where is None:
        return list(dict.fromkeys(records)) or None
    return [record for record in found_by(archive, where) if not known or record in known]
