"""The bodies of `press-archive ingest --enqueue`, `--work` and `--cancel`: an ingest that several machines share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from archive.cli import print_json, progress
from archive.errors import many
from archive.record import Status
from archive.startup import INTERRUPTED
from archive.storage.archive import Archive
from archive.storage.job_queue import JobQueue
from ingest.commands.arguments import check_ingest_paths
from ingest.commands.cli import given_values
from ingest.commands.ingest_report import IngestReporter, report_missing_confinement
from ingest.commands.ocr_command import after_ingest
from ingest.commands.progress import FileCounter, format_duration
from ingest.pipeline.queue_jobs import enqueue
from ingest.pipeline.queue_worker import WorkOptions, cancel, work
from ingest.pipeline.receipt import Receipt
from ingest.pipeline.run_control import KEPT, asked_to_stop


def run_enqueue(folder: Path, paths: Sequence[Path], how: Mapping[str, Any]) -> None:
    """Put the files below the paths into the queue, and print how many."""
    with Archive.open(folder) as archive, _queue(archive) as queue:
        check_ingest_paths(archive, paths)
        values = given_values(how)
        access = Status(how["access"] or archive.settings.intake.access)
        accession, files, jobs = enqueue(paths, archive, queue, access, values)
    if how["as_json"]:
        print_json({"accession": accession, "files": files, "jobs": jobs})
    else:
        click.echo(f"Accession {accession}: {many(files, 'file')} in {many(jobs, 'job')}, in the queue.")
        click.echo("`press-archive ingest --work` reads them, on any machine that sees these folders.")


def run_work(folder: Path, how: Mapping[str, Any]) -> None:
    """Run jobs of the queue until Ctrl-C, or until none is left. Raise SystemExit if any were left."""
    with Archive.open(folder) as archive, asked_to_stop() as stop, _queue(archive) as queue:
        report_missing_confinement()
        nothing = FileCounter([], (), archive.folder, 0)  # the number of files is unknown in advance
        with IngestReporter(how["as_json"], nothing) as teller:
            options = WorkOptions(stop, how["once"], not how["no_index"], progress, teller.line)
            receipt = work(archive, queue, options)
        _sum_up(receipt, as_json=how["as_json"])
        left = not receipt.complete
        if not left and not how["no_ocr"]:
            stop.said = KEPT
            left = after_ingest(archive, stop)
        if stop.is_set():
            raise SystemExit(INTERRUPTED)
        if left:
            raise SystemExit(1)


def run_cancel(folder: Path, number: int) -> None:
    """Cancel a queued accession: its receipt ends with the files read so far."""
    with Archive.open(folder) as archive, _queue(archive) as queue:
        jobs = cancel(archive, queue, number)
    progress(f"Accession {number} is cancelled; {many(jobs, 'job')} not begun. What its receipt names is kept.")


def _queue(archive: Archive) -> JobQueue:
    return JobQueue(archive.settings.catalogue.address(archive.folder))


def _sum_up(receipt: Receipt, *, as_json: bool) -> None:
    if as_json:
        print_json(receipt.to_json() | {"accession": None})
        return
    told = f"{many(receipt.files, 'file')} of the queue read here in {format_duration(receipt.seconds)}"
    progress(f"{told}. `press-archive receipts` lists the accessions.")
    if receipt.warning:
        progress(f"Warning: {receipt.warning}")
