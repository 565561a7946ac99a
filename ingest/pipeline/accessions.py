"""Accessions: opened before their files are read, and retried."""

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
BAGGED = "bagged"  # in the arguments of an accession of a bag, whose statuses a retry cannot know
FILES = "files"  # in the arguments of a queued accession: the number of lines that ends it


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
    """Open an accession, and return its number. `values`: the archivist's values for every new or changed record, by
    key; `retry`: the accession being retried; `queued`: the number of files waiting in the queue, None for an ingest of
    this process alone; `bagged`: a bag determines the access of records; `note`: for its accession sheet."""
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
    """Return the status of new records when files of an accession are retried. Statuses from a bag are unknown by then:
    they are held."""
    return Status.HELD if BAGGED in accession.arguments else accession.access
