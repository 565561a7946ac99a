"""POST /api/v1/ingest: a script with a token of the scope `ingest` adds files, and asks for their outcomes."""

from __future__ import annotations

import errno
import os
import re
import shutil
from collections.abc import Mapping
from contextlib import suppress
from threading import BoundedSemaphore
from typing import cast

from flask import Flask, Response, current_app, request
from pydantic import BaseModel, ConfigDict, Field
from werkzeug.exceptions import RequestEntityTooLarge

from archive.access import instant, utc_now
from archive.catalogue.accounts.roles import Permission
from archive.errors import PressArchiveError, UnknownRecord
from archive.messages import Message
from archive.record import Status
from archive.storage.archive import DROPPED, Archive
from webui.api import problems
from webui.api.ingest_models import IngestAnswer
from webui.api.paths import INGEST
from webui.desk.ingest import token_uploads, uploads
from webui.desk.ingest.multipart_files import MOST_FILES, MalformedForm, ReceivedForm, boundary_of, receive_form
from webui.desk.ingest.token_uploads import AT_ONCE, KeyReused
from webui.desk.ingest.upload_pages import BLANKS
from webui.desk.ingest.upload_process import CannotIngest
from webui.desk.ingest.upload_transfer import SPARE
from webui.desk.ingest.uploads import Drop, Note, PathRefused
from webui.http.connections import BODY_REFUSED, BODY_ROOM, DISK_FULL, TOO_LARGE, UNWANTED, BodyRoom
from webui.http.parameters import Whole
from webui.http.requests import BadParameters, Refusal, checked
from webui.identity.identity import identity, secret_of, viewer
from webui.services.services import OpenArchive, services, services_of

KEY = "Idempotency-Key"  # draft-ietf-httpapi-idempotency-key-header
WAIT_SECONDS, LONGEST_WAIT = 10, 60  # for the receipt; a client may request another time (RFC 7240)
_VALUES: Mapping[str, int] = {"collection": 300, "location": 300, "source": 300, "note": 2_000, "access": 8}
_PATH = "path"
_SECONDS = re.compile(r"[0-9]{1,6}", re.ASCII)
_KEY_FORM = re.compile(r'"([\x21\x23-\x5b\x5d-\x7e]{1,255})"|([\x21\x23-\x5b\x5d-\x7e]{1,255})')
_WAITING = "press-archive-ingest-waits"
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class NoParameters(BaseModel):
    """The parameters of the address: none."""

    model_config = ConfigDict(extra="forbid")


class ReceiptQuery(BaseModel):
    """The parameters of a receipt."""

    model_config = ConfigDict(extra="forbid")

    after: Whole = Field(default=0, ge=0, description="Only the lines after this number.")


def register(app: Flask) -> None:
    """Add the endpoints to the application, and let its server accept long bodies from those who may send them."""
    app.add_url_rule(INGEST, "api.ingest", ingest, methods=["POST"])
    app.add_url_rule(f"{INGEST}/<upload>", "api.ingest_state", ingest_state, methods=["GET"])
    found = services_of(app)
    app.extensions.setdefault(BODY_ROOM, []).append(lambda path, headers: _room(found, path, headers))
    app.extensions[_WAITING] = BoundedSemaphore(max(1, found.settings.web.threads // 2))


def ingest() -> Response:
    """Return the receipt of the files in the request, or where it will be. A refused request leaves nothing behind."""
    if (refusal := _refuse_sender()) is not None:
        return refusal
    archive = services().archive
    if not services().writes or not services().settings.web.ingest_mb:
        return problems.refuse(503, Message("ingest-not-here"))
    if (why := request.environ.get(BODY_REFUSED)) is not None:
        return _no_room() if why == DISK_FULL else _too_large()
    checked(NoParameters, request.args)
    key, patience = _key(), _patience()
    if token_uploads.under_way(archive) >= AT_ONCE:
        return _later(Message("ingest-busy"))
    try:
        drop, options = _receive(archive, key)
        token_uploads.begin_again(archive, drop, options)
    except MalformedForm as error:
        return problems.refuse(400, error.message)
    except PathRefused as error:
        raise BadParameters([Refusal("file", cast(Message, error.message))]) from None
    except KeyReused as error:
        return problems.refuse(422, error.message)
    except RequestEntityTooLarge:
        return _too_large()
    except CannotIngest as error:
        return _later(error.message)
    except OSError as error:
        if error.errno not in _NO_ROOM:
            raise
        return _no_room()
    return _answer(archive, drop, _wait(archive, drop, patience))


def ingest_state(upload: str) -> Response:
    """Return the receipt of files that this token sent."""
    if (refusal := _refuse_sender()) is not None:
        return refusal
    query, archive = checked(ReceiptQuery, request.args), services().archive
    try:
        drop, note = token_uploads.upload_of(archive, upload, identity().token)
    except UnknownRecord:
        return problems.refuse(404, Message("ingest-unknown"))
    return _json(token_uploads.receipt_of(archive, drop, note, viewer(), query.after))


def _refuse_sender() -> Response | None:
    who = identity()
    if not who.is_token:
        return problems.refuse_token(401, Message("token-needed-ingest"))
    if not who.may(Permission.INGEST):
        return problems.refuse_token(403, Message("token-too-narrow"), "insufficient_scope")
    return None


def _room(found: OpenArchive, path: str, headers: Mapping[str, str]) -> BodyRoom | None:
    """Return the room for a body, judged by headers alone. Its bytes are on the disk three times until they are
    ingested: as sent, as files of the upload, and as originals."""
    if not path.endswith(INGEST):
        return None
    folder, most = found.archive.derived / DROPPED, found.settings.web.ingest_mb << 20
    try:
        if not most or not found.writes or not _may_add(found.archive, headers.get("AUTHORIZATION", "")):
            return BodyRoom(0, folder, UNWANTED)
        folder.mkdir(parents=True, exist_ok=True)
        room = max(0, (shutil.disk_usage(folder).free - SPARE) // 3)
    except (OSError, PressArchiveError):
        return BodyRoom(0, folder, UNWANTED)  # the view gives the reason
    return BodyRoom(most, folder, TOO_LARGE) if most <= room else BodyRoom(room, folder, DISK_FULL)


def _may_add(archive: Archive, authorization: str) -> bool:
    token = archive.catalogue.token(secret_of(authorization) or "")
    return token is not None and token.is_valid(instant(utc_now())) and Permission.INGEST in token.scopes


def _receive(archive: Archive, key: str) -> tuple[Drop, dict[str, str]]:
    """Keep the files of the request as an upload, or find the one that its key is bound to."""
    boundary = boundary_of(request.headers.get("Content-Type", ""))
    request.max_content_length = services().settings.web.ingest_mb << 20
    drop, lock = uploads.new(archive, 0, identity().token)
    bound = kept = False
    try:
        form = receive_form(request.stream, boundary, drop.parts)
        paths, options = _paths(form), _options(form)
        if key:
            earlier = token_uploads.bind_key(archive, identity().token, key, form.digest(paths), drop)
            if earlier is not None:
                return earlier, options
            bound = True
        token_uploads.put_in_place(drop, form, paths)
        kept = True
        return drop, options
    finally:
        os.close(lock)
        if not kept:
            if bound:
                token_uploads.release_key(archive, identity().token, key)
            with suppress(PressArchiveError):
                drop.remove()


def _paths(form: ReceivedForm) -> list[str]:
    """Return where each file was: as the `path` fields say, or else under its name. Raise BadParameters."""
    if not form.files:
        raise BadParameters([Refusal("file", Message("ingest-no-file"))])
    paths = form.values.get(_PATH, [])
    if paths and len(paths) != len(form.files):
        raise BadParameters([Refusal(_PATH, Message("ingest-paths", paths=len(paths), count=len(form.files)))])
    found = paths or [file.name for file in form.files]
    for path in found:
        uploads.parts_of(path)
    return found


def _options(form: ReceivedForm) -> dict[str, str]:
    """Return the options of the form for all files. Raise BadParameters."""
    refusals, options = [], {}
    for name, given in form.values.items():
        if name == _PATH:
            continue
        said = " ".join(BLANKS.split(given[0])).strip()
        if name not in _VALUES:
            refusals.append(Refusal(name[:100], Message("parameter-unknown")))
        elif len(given) > 1:
            refusals.append(Refusal(name, Message("parameter-repeated", times=len(given))))
        elif len(said) > _VALUES[name]:
            refusals.append(Refusal(name, Message("parameter-value-too-long", most=_VALUES[name], given=len(said))))
        elif name == "access" and said not in ("", Status.HELD):
            refusals.append(Refusal(name, Message("parameter-no-choice", values="'held'")))
        elif said:
            options[name] = said
    if refusals:
        raise BadParameters(refusals)
    return options


def _key() -> str:
    given = request.headers.get(KEY)
    if given is None:
        return ""
    found = _KEY_FORM.fullmatch(given)
    if found is None:
        raise BadParameters([Refusal(KEY, Message("ingest-key-malformed"))])
    return found[1] or found[2]


def _patience() -> float:
    """Return how many seconds the client waits for the receipt (RFC 7240)."""
    said = [part.strip().casefold() for part in request.headers.get("Prefer", "").split(",")]
    if "respond-async" in said:
        return 0.0
    wanted = next((part[5:] for part in said if part.startswith("wait=")), "")
    return float(min(int(wanted), LONGEST_WAIT)) if _SECONDS.fullmatch(wanted) else WAIT_SECONDS


def _wait(archive: Archive, drop: Drop, seconds: float) -> Note:
    """Wait for the receipt; only some requests may, so that threads remain for others."""
    waiting: BoundedSemaphore = current_app.extensions[_WAITING]
    if not seconds or not waiting.acquire(blocking=False):
        return drop.settle(archive)
    try:
        return token_uploads.wait_until_done(archive, drop, seconds)
    finally:
        waiting.release()


def _answer(archive: Archive, drop: Drop, note: Note) -> Response:
    told = token_uploads.receipt_of(archive, drop, note, viewer())
    response = _json(told)
    if told.state != "done":
        response.status_code = 202
        response.headers["Location"] = f"{INGEST}/{drop.id}"
        response.headers["Retry-After"] = "2"
    response.headers["Content-Location"] = f"{INGEST}/{drop.id}"
    return response


def _json(told: IngestAnswer) -> Response:
    response = Response(told.model_dump_json(), content_type="application/json")
    response.headers["Cache-Control"] = "no-store"
    return response


def _too_large() -> Response:
    size = services().settings.web.ingest_mb
    return problems.refuse(413, Message("ingest-too-large", size=size, files=MOST_FILES))


def _no_room() -> Response:
    return problems.refuse(507, Message("ingest-disk-full"))


def _later(why: str) -> Response:
    response = problems.refuse(503, why)
    response.headers["Retry-After"] = "10"
    return response
