"""The page of scans: how many pages wait for OCR, and `press-archive ocr --pending` as a separate process."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from flask import Response, abort, render_template, request

from archive.messages import Message
from archive.storage.archive import Archive
from archive.tesseract import ORIENTATION, installed
from webui.desk.forms.form_tokens import PASSWORD_FIELD, once
from webui.desk.forms.notices import RecordLink, ends
from webui.desk.ingest.locked import LONGEST, is_password
from webui.desk.ingest.side_jobs import SideJob, side_jobs
from webui.desk.ingest.time_left import time_left
from webui.desk.ingest.upload_process import CannotIngest
from webui.i18n.words import _
from webui.services.services import services

HERE = "/desk/scans"
MOST_NAMED = 100
_LOCK = "ocr"


@dataclass(frozen=True, slots=True)
class WaitingScan:
    """A record that waits for OCR: its number of pages, 0 before they are counted, and how many have been read."""

    record: str
    pages: int
    read: int

    @property
    def left(self) -> int:
        """Return how many pages are left, at least one."""
        return max(1, self.pages - self.read)


def waiting_scans(archive: Archive) -> list[WaitingScan]:
    """Return the records that wait, those with few pages first."""
    most, read = archive.settings.ocr.pages_per_file, archive.catalogue.count_read_pages()
    scans = archive.catalogue.pending_scans()
    return [WaitingScan(one.record, min(len(one.pages), most), read.get(one.sha256, 0)) for one in scans]


def count_scans(archive: Archive) -> int:
    """Return how many records wait."""
    return len(archive.catalogue.pending_scans())


def desk_scans() -> Response:
    """Return what waits, the installed OCR, and the progress of the reading."""
    archive, job = services().archive, side_jobs().latest(HERE)
    waiting, languages, recognition = waiting_scans(archive), archive.settings.ocr.languages, installed()
    left, runs = sum(one.left for one in waiting), job is not None and not job.over
    body = render_template(
        "desk/scans.html",
        total=len(waiting),
        left=left,
        rows=[*_rows(waiting[:MOST_NAMED])],
        more=max(0, len(waiting) - MOST_NAMED),
        wanted=languages.split("+"),
        packs=sorted(recognition.languages - {ORIENTATION}),
        lacks=recognition.lacks(languages),
        holds=archive.settings.ocr.hold_until_read,
        job=job,
        runs=runs,
        done=max(0, job.of - left) if job is not None else 0,
        remaining=_remaining(job, left) if job is not None else "",
        summary=next((one for one in reversed(job.lines) if "scans" in one), None) if job is not None else None,
        read=[*_read_records(job)] if job is not None else [],
        elsewhere=None if runs else archive.holder(_LOCK),
        longest=LONGEST,
    )
    response = Response(body)
    if runs:
        response.headers["Refresh"] = "2"
    return response


def read_scans() -> Response:
    """Read everything that waits, in a separate process."""
    return once(_begin)


def stop_scans() -> Response:
    """Stop after the pages in progress; what was read is kept."""
    side_jobs().stop(HERE)
    return Response(status=303, headers={"Location": HERE})


def _begin() -> str:
    archive, password = services().archive, request.form.get(PASSWORD_FIELD, "")
    if password and not is_password(password):
        abort(400, _("This password cannot be used. Go back and type another."))
    script = Path(sys.executable).with_name("press-archive")
    if not script.is_file():
        raise CannotIngest(Message("intake-no-command"))
    folder = os.fspath(archive.folder.resolve())
    command = [sys.executable, os.fspath(script), "ocr", "--archive", folder, "--json", "--pending"]
    with_password = ["--pdf-passwords", "/dev/stdin"] if password else []  # through the pipe, not as an argument
    side_jobs().begin(HERE, command + with_password, password, sum(one.left for one in waiting_scans(archive)))
    return HERE


def _remaining(job: SideJob, left: int) -> str:
    return time_left(time.monotonic() - job.began, job.of - left, job.of)


def _rows(waiting: list[WaitingScan]) -> Iterator[tuple[RecordLink, WaitingScan]]:
    links = ends(one.record for one in waiting)
    return ((links[one.record], one) for one in waiting if one.record in links)


def _read_records(job: SideJob) -> Iterator[tuple[RecordLink, int | None]]:
    """Return the records that a job read last, each with its OCR confidence."""
    told = {str(one["record"]): one.get("confidence") for one in job.lines if "record" in one}
    links = ends([*told][-MOST_NAMED:])
    return ((link, told[id_]) for id_, link in links.items())
