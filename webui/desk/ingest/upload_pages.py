"""The upload page, and the endpoint for the pieces that its script sends."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps
from typing import Annotated, TypeVar

from flask import Response, abort, jsonify, redirect, render_template, request
from pydantic import BaseModel, ConfigDict, Field

from archive.messages import Message
from archive.record import Status
from archive.storage.archive import Archive
from webui.desk.ingest import upload_process, uploads
from webui.desk.ingest.upload_progress import UploadState, state_of
from webui.desk.ingest.upload_transfer import (
    MOST_FILES,
    PIECE,
    FileChanged,
    Misplaced,
    UploadChunk,
    UploadOver,
    UploadRefused,
    get_current_sendings,
)
from webui.desk.ingest.uploads import PathRefused, drop_of
from webui.http.parameters import Whole
from webui.http.requests import checked
from webui.i18n import labels, negotiation, words
from webui.i18n.message_lookup import localised_message
from webui.i18n.words import _
from webui.services.services import services

HERE = "/desk/intake"
LONGEST_PATH = 4000  # characters of a path that are considered
LONGEST_VALUE = 300
BLANKS = re.compile(r"[\x00-\x20\x7f-\x9f\u2028\u2029]+")
_Size = Annotated[int, Field(ge=0, le=1 << 50)]

Answer = TypeVar("Answer", bound=Callable[..., Response])


class BeginQuery(BaseModel):
    """How many files will be sent, and their bytes."""

    model_config = ConfigDict(extra="forbid")

    files: Annotated[int, Field(ge=1)]
    bytes: _Size


class PieceQuery(BaseModel):
    """Where the bytes of a request belong: see `Piece`."""

    model_config = ConfigDict(extra="forbid")

    n: Annotated[Whole, Field(ge=0, lt=MOST_FILES)]
    path: Annotated[str, Field(min_length=1, max_length=LONGEST_PATH)]
    size: _Size
    offset: _Size = 0


class OneFile(BaseModel):
    """One of the files to be sent."""

    model_config = ConfigDict(extra="forbid")

    n: Annotated[Whole, Field(ge=0, lt=MOST_FILES)]


def _options() -> dict[str, str]:
    """Return the options in the form for all files of an accession, as `press-archive ingest` takes them, without empty
    ones."""
    said = {name: " ".join(BLANKS.split(request.form.get(name, ""))).strip() for name in upload_process.OPTIONS}
    too_long = any(len(value) > LONGEST_VALUE for value in said.values())
    if too_long or said["access"] not in ("", Status.RELEASED, Status.HELD):
        abort(400, _("That form says what no intake can take. Load the page again and repeat."))
    return {name: value for name, value in said.items() if value}


def waiting(archive: Archive) -> int:
    """Return how many uploads are not accounted for yet."""
    return sum(not note.done for _drop, note in uploads.list_uploads(archive))


def intake() -> str:
    """Return the page to choose files on, with earlier uploads."""
    archive = services().archive
    found = [(drop, note) for drop, note in uploads.list_uploads(archive) if not (note.done and note.token)]
    return render_template(
        "desk/intake.html",
        found=[state_of(archive, drop, note) for drop, note in found],
        usual=words.STATUSES[Status(services().settings.intake.access)],
        piece=PIECE,
        longest=LONGEST_VALUE,
    )


def _for_script(view: Answer) -> Answer:
    """Return errors as JSON with a `problem`, for the script of the page to show."""

    @wraps(view)
    def answered(*args: str, **values: str) -> Response:
        try:
            return view(*args, **values)
        except Misplaced as error:
            response = jsonify(have=error.have)
        except (FileChanged, PathRefused) as error:
            response = jsonify(problem=localised_message(error.message), file=True)
        except UploadOver as error:
            response = jsonify(problem=localised_message(error.message), over=True)
        except UploadRefused as error:
            response = jsonify(problem=localised_message(error.message))
        response.status_code = 409
        return response

    return answered  # type: ignore[return-value]


@_for_script
def begin_intake() -> Response:
    """Begin an upload, and return its address."""
    query = checked(BeginQuery, negotiation.arguments())
    sending = get_current_sendings().begin(services().archive, query.files, query.bytes)
    return jsonify(url=f"{HERE}/{sending.drop.id}")


@_for_script
def resume_intake(drop: str) -> Response:
    """Receive the rest of an interrupted upload."""
    query = checked(BeginQuery, negotiation.arguments())
    archive = services().archive
    get_current_sendings().resume(archive, drop_of(archive, drop), query.files, query.bytes)
    return jsonify(have=0)


@_for_script
def take_piece(drop: str) -> Response:
    """Store the bytes of this request; return how much of that file is here."""
    query = checked(PieceQuery, negotiation.arguments())
    sending = get_current_sendings().of(drop_of(services().archive, drop))
    if sending is None:
        raise UploadOver(Message("upload-over"))
    have = sending.take(UploadChunk(query.n, query.path, query.size, query.offset), request.stream)
    return jsonify(have=have)


@_for_script
def forget_file(drop: str) -> Response:
    """Remove a file that can no longer be read on the sender's side, since what arrived is incomplete."""
    query = checked(OneFile, negotiation.arguments())
    if (sending := get_current_sendings().of(drop_of(services().archive, drop))) is not None:
        sending.drop_part(query.n)
    return jsonify(have=0)


def start_intake(drop: str) -> Response:
    """Ingest everything that has been sent. An interrupted ingest continues with the options of the first time."""
    archive = services().archive
    found = drop_of(archive, drop)
    get_current_sendings().end(found)
    note = found.settle(archive)
    if not note.done:
        upload_process.start_ingest_process(archive, found, note.options if note.asked else _options())
    return _to(f"{HERE}/{found.id}")


def stop_intake(drop: str) -> Response:
    """Stop after the files in progress; the rest waits."""
    found = drop_of(services().archive, drop)
    upload_process.stop(found)
    return _to(f"{HERE}/{found.id}")


def discard_drop(drop: str) -> Response:
    """Discard what was sent; what has been ingested stays in the archive."""
    found = drop_of(services().archive, drop)
    get_current_sendings().end(found)
    found.remove()
    return _to(HERE)


def intake_progress(drop: str) -> str:
    """Return the progress of the ingest of an upload."""
    return render_template("desk/intake_progress.html", state=_state(drop))


def intake_now(drop: str) -> Response:
    """Return the progress as JSON, for the script of the page."""
    state = _state(drop)
    return jsonify(
        name=state.name,
        moving=state.moving,
        said=state.said,
        done=state.done,
        of=state.of,
        figures=[[label, words.number(count), url] for label, count, url in state.totals],
        pace=state.pace,
        newest=state.newest,
        last=labels.shorten(state.last, 300),
    )


def _state(drop: str) -> UploadState:
    archive = services().archive
    found = drop_of(archive, drop)
    get_current_sendings().of(found)  # released when the page that sent it is gone
    return state_of(archive, found, found.settle(archive))


def _to(address: str) -> Response:
    return redirect(address, 303)  # type: ignore[return-value]
