"""Accessions: begun before their files are read, and tried again."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from archive.catalogue import QUEUED, RETRY, RUNNING, Accession, printable
from archive.login_name import get_login_name
from archive.record import Status
from archive.storage.archive import Archive
from ingest.files.roots import new_roots
from ingest.pipeline.unchanged_files import LIMITS, limits_of

AGENT = "ingest"
BAGGED = "bagged"  # among the arguments of an accession: what its bag says, a retry cannot know
FILES = "files"  # among the arguments of an accession in the queue: so many lines end it


def open_accession(
    archive: Archive,
    access: Status,
    paths: Sequence[Path],
    values: Mapping[str, str],
    retry: int | None = None,
    queued: int | None = None,
    *,
    bagged: bool = False,
    note: str = "",
) -> int:
    """Begin an accession, and return its number. `values`: what the archivist says of every record that is new or
    changes, by key; `retry`: the accession that is tried again; `queued`: so many files on the disk wait in the queue,
    None for an ingest of this process alone; `bagged`: a bag says who may see the records; `note`: for its
    accession sheet."""
    given = {"paths": [printable(os.fspath(path)) for path in paths], "folder": printable(os.getcwd())}  # noqa: PTH109
    how = {"values": dict(values), LIMITS: limits_of(archive)} | ({} if retry is None else {RETRY: retry})
    if queued is not None:
        how[FILES] = queued
    if bagged:
        how[BAGGED] = True
    with archive.catalogue.write(AGENT) as w:
        number = w.open_accession({**given, **how}, access, RUNNING if queued is None else QUEUED)
        for folder in new_roots(paths, archive.catalogue.roots()):
            w.root(folder)
        if note:
            w.edit_accession_sheet(number, {"note": note}, get_login_name())
    return number


def access_again(accession: Accession) -> Status:
    """Return the status of new records when files of an accession are tried again. What a bag says of them is not known
    any more: they are held."""
    return Status.HELD if BAGGED in accession.arguments else accession.access
