"""The jobs of an accession that any number of machines read: which files form a job, and in which turn they come.

A file comes in the turn that `ReadOrder` assigns, and a turn begins when all jobs of the previous one have ended. So a
photo comes after all texts and tables that may hold it, as in an ingest by one process. Files of one photo are in one
job, and are written together.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from enum import IntEnum
from pathlib import Path
from typing import Any

from archive.catalogue import printable, restore_path
from archive.errors import StoreError
from archive.messages import Message, message_from_json, message_to_json
from archive.record import Status
from archive.storage.archive import Archive
from archive.storage.job_queue import JobQueue, QueuedJob
from ingest.files.donor_checksums import DonorChecksums
from ingest.files.read_order import DueFile, ReadOrder, Stage, stage_of
from ingest.files.walk import WalkedPath, walk
from ingest.files.workers import pool
from ingest.pipeline.accessions import open_accession

JOB_FILES = 100
JOB_BYTES = 200_000_000


class Turn(IntEnum):
    """When a job comes, the first turn first.

    A job without files, one number after a turn, stops the accession there: see `stop_after`.

    NOTES are such as `README.txt`, which hold all files beside them.
    CONTAINERS are those whose pictures waited: a text inside may hold photos of the disk, so they come before these.
    STRAY are pictures that only their reader recognised: they come after the sidecars that may hold them.
    """

    NOTES = 5
    HOLDERS = 10
    DOCUMENTS = 20
    CONTAINERS = 30
    PICTURES = 40
    STRAY = 50
    TABLES = 60

    @property
    def stage(self) -> Stage:
        """Return the stage in which the files of a job are read."""
        return Stage.PICTURES if self in (Turn.CONTAINERS, Turn.STRAY) else Stage[self.name]


def enqueue(
    paths: Sequence[Path], archive: Archive, queue: JobQueue, access: Status, values: Mapping[str, str]
) -> tuple[int, int, int]:
    """Open an accession for all files below `paths`, queue its jobs, and return its number, that of the files and that
    of the jobs. Raise StoreError if there are no files."""
    paths = [Path(os.path.abspath(path)) for path in paths]  # noqa: PTH100 - a link stays one
    archive.derived.mkdir(exist_ok=True)
    with ReadOrder(archive.derived) as order, pool(archive.settings, archive.derived) as workers:
        walked = walk(paths, archive.settings.intake.skip, [archive.folder])
        parts = list(_parts(DonorChecksums(workers, paths).with_missing(walked), order))
    if not parts:
        raise StoreError(Message("queue-no-files", folder=paths[0]))
    files = sum(len(part) for _, part in parts)
    accession = open_accession(archive, access, paths, values, queued=files)
    queue.put([QueuedJob(accession, turn, part) for turn, part in parts])
    return accession, files, len(parts)


def _parts(found: Iterable[WalkedPath], order: ReadOrder) -> Iterator[tuple[Turn, list[dict[str, Any]]]]:
    """The files of each job to be, with its turn."""
    unread: list[DueFile] = []  # of which only is told why
    for one in found:
        if one.skip is not None or one.reject is not None:
            unread.append(DueFile(one))
        else:
            order.put(one, stage_of(one.file))
    order.join_texts()
    for stage in Stage:
        if stage is Stage.HOLDERS:
            yield from _cut(Turn.HOLDERS, unread)
        yield from _cut(Turn[stage.name], order.of(stage))


def _cut(turn: Turn, due: Iterable[DueFile]) -> Iterator[tuple[Turn, list[dict[str, Any]]]]:
    """Yield groups of at most JOB_FILES and JOB_BYTES, except files written together."""
    part: list[dict[str, Any]] = []
    size = 0
    for one in due:
        part.append(_to_json(one))
        with suppress(OSError):
            size += os.lstat(one.found.file).st_size
        if not one.followed and (len(part) >= JOB_FILES or size >= JOB_BYTES):
            yield turn, part
            part, size = [], 0
    if part:
        yield turn, part


Orders = dict[tuple[str, str], list[dict[str, Any]]]
"""Embargoes for all that lies in a container, by its file and its name in that (`ReadingContext.orders`)."""


def later_jobs(accession: int, turn: Turn, order: ReadOrder, orders: Orders) -> list[QueuedJob]:
    """Return the jobs for what a job of this turn put off. What files in a container ordered goes with it, for another
    machine may read the rest."""
    found: list[QueuedJob] = []
    for stage in Stage:
        if stage > turn.stage:
            put_off = [_with_orders(one, orders) for one in order.of(stage)]
            packed, single = [one for one in put_off if one.sha256], [one for one in put_off if not one.sha256]
            if stage is Stage.PICTURES:
                parts = [*_cut(Turn.CONTAINERS, packed), *_cut(Turn.STRAY, single)]
            else:
                parts = [*_cut(Turn[stage.name], put_off)]
            found += [QueuedJob(accession, when, part) for when, part in parts]
    return found


def _with_orders(due: DueFile, orders: Orders) -> DueFile:
    of_file = {member: found for (file, member), found in orders.items() if found and file == due.found.file}
    return due._replace(orders=of_file) if due.sha256 else due


def stop_after(job: QueuedJob) -> list[QueuedJob]:
    """Return what follows a job that failed: a job without files, which ends the accession after this turn, when a file
    of it may hold photos of later ones; else nothing.

    The accession stops instead of adding its photos as held: with the text, a later ingest gives each its correct
    embargo. An archivist who releases thousands of held photos by hand would override embargoes that nobody has read
    yet.
    """
    return [QueuedJob(job.accession, job.turn + 1, [])] if job.turn <= Turn.CONTAINERS else []


def apart(job: QueuedJob) -> list[QueuedJob]:
    """Return a job for each file of this one, including what is written together with it."""
    parts: list[list[Mapping[str, Any]]] = [[]]
    for one in job.files:
        parts[-1].append(one)
        if not one.get("followed"):
            parts.append([])
    return [QueuedJob(job.accession, job.turn, part) for part in parts if part]


def files_of(job: QueuedJob) -> list[DueFile]:
    """Return the files of a job."""
    return [_from_json(one) for one in job.files]


def _to_json(due: DueFile) -> dict[str, Any]:
    """Return JSON without lone surrogates, which PostgreSQL does not accept."""
    found = due.found
    told: dict[str, Any] = {"file": printable(found.file), "shown": printable(found.shown)}
    told |= {key: message_to_json(said) for key in ("skip", "reject") if (said := getattr(found, key)) is not None}
    if due.followed:
        told["followed"] = True
    if due.sha256:
        told |= {"sha256": due.sha256, "done": sorted(map(printable, due.done))}
        if unread := sorted(printable(member) for member, was_read in due.done.items() if not was_read):
            told["unread"] = unread
    if due.orders:
        told["orders"] = [[printable(member), list(found)] for member, found in due.orders.items()]
    return told


def _from_json(told: Mapping[str, Any]) -> DueFile:
    said = {key: message_from_json(told[key], "") for key in ("skip", "reject") if key in told}
    found = WalkedPath(restore_path(told["file"]), restore_path(told["shown"]), **said)
    unread = set(told.get("unread", ()))
    done = {restore_path(member): member not in unread for member in told.get("done", ())}
    orders = {restore_path(member): list(found) for member, found in told.get("orders", ())}
    return DueFile(found, told.get("followed", False), sha256=told.get("sha256", ""), done=done, orders=orders)
