"""The page of files that need a password: the archivist types it, and they are read from their originals.

The password goes through a pipe to the process that reads. It is not stored, and never appears in addresses, logs or
events.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from typing import Annotated, Any, Literal

from flask import Response, render_template, request
from pydantic import BaseModel, ConfigDict, Field

from archive.catalogue.receipts.receipts import RefusedFile
from archive.messages.message import has_code
from archive.record import Outcome
from archive.storage.archive import Archive
from webui.desk.forms.form_tokens import PASSWORD_FIELD, once
from webui.desk.ingest import rejected
from webui.desk.ingest.receipts import line_row
from webui.desk.ingest.side_jobs import SideJob, side_jobs
from webui.http.parameters import Whole
from webui.http.requests import checked
from webui.i18n import negotiation
from webui.services.services import services

HERE = "/desk/passwords"
LONGEST = 500  # characters of a password
A_PAGE = 100
MOST_TOLD = 200  # files whose outcome is shown; the receipt lists all
_TRIED = ("encrypted-passwords-tried", "names-password-wrong")  # codes of reasons
_OPENED_BY_PASSWORD = ("give-passwords", "encrypted-inside", *_TRIED)
_LINE = re.compile(r"(\d{1,9})-(\d{1,9})", re.ASCII)
_CONTROLS = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


class LockedQuery(BaseModel):
    """The page of the list, and the error of the submitted form."""

    model_config = ConfigDict(extra="forbid")

    page: Annotated[Whole, Field(ge=1, le=100_000)] = 1
    lacks: Literal["", "password", "files"] = ""


def locked_files(archive: Archive) -> list[RefusedFile]:
    """Return the files that need a password."""
    return [one for one in rejected.all_rejected(archive) if one.outcome is Outcome.ENCRYPTED]


def count_locked(archive: Archive) -> int:
    """Return how many files need a password."""
    return len(locked_files(archive))


def desk_passwords() -> Response:
    """Return the list, the form, and what the last password opened."""
    query = checked(LockedQuery, negotiation.arguments())
    files, job = locked_files(services().archive), side_jobs().latest(HERE)
    start = (query.page - 1) * A_PAGE
    shown = files[start : start + A_PAGE]
    lines = dict(zip(shown, rejected.lines_of_files(shown), strict=True))
    body = render_template(
        "desk/passwords.html",
        query=query,
        total=len(files),
        rows=[
            {
                **rejected.rejected_row(*line),
                "line": f"{one.accession}-{one.n}",
                "opens": _opens(one),
                "tried": has_code(one.reason, *_TRIED),
            }
            for one, line in lines.items()
        ],
        earlier=f"{HERE}?page={query.page - 1}" if query.page > 1 else None,
        later=f"{HERE}?page={query.page + 1}" if start + A_PAGE < len(files) else None,
        longest=LONGEST,
        job=job,
        receipts=[*_receipts(job)] if job is not None else [],
    )
    response = Response(body)
    if job is not None and not job.over:
        response.headers["Refresh"] = "2"
    return response


def is_password(text: str) -> bool:
    """Return whether a text can be tried as a password."""
    return 0 < len(text) <= LONGEST and not _CONTROLS.search(text)


def try_password() -> Response:
    """Read the ticked files, or all of them, with the password of the form."""
    return once(_try)


def stop_passwords() -> Response:
    """Stop after the files in progress."""
    side_jobs().stop(HERE)
    return Response(status=303, headers={"Location": HERE})


def _try() -> str:
    password = request.form.get(PASSWORD_FIELD, "")
    if not is_password(password):
        return f"{HERE}?lacks=password"
    archive = services().archive
    files = [one for one in locked_files(archive) if _opens(one)]
    if request.form.get("which") != "all":
        ticked = {
            (int(found[1]), int(found[2])) for one in request.form.getlist("file") if (found := _LINE.fullmatch(one))
        }
        files = [one for one in files if (one.accession, one.n) in ticked]
    if not files:
        return f"{HERE}?lacks=files"
    task = {"passwords": [password], "lines": [(one.accession, one.n) for one in files]}
    command = [sys.executable, "-m", "ingest.pipeline.locked_files", str(archive.folder.resolve())]
    side_jobs().begin(HERE, command, json.dumps(task), len(files))
    return HERE


def _opens(one: RefusedFile) -> bool:
    """Return whether a password may open it here."""
    return has_code(one.reason, *_OPENED_BY_PASSWORD)


def _receipts(job: SideJob) -> Iterator[dict[str, Any]]:
    """Return the accessions that a job made, each with its first files."""
    for number in (one["accession"] for one in job.lines if "accession" in one):
        lines = services().receipts.receipt(number, most=MOST_TOLD)
        yield {"n": number, "url": f"/receipts/{number}", "rows": [line_row(line) for line in lines]}
