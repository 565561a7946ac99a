"""Uploads of scripts: bound to the token that sent them, and to its Idempotency-Key.

A key is stored in a file of `derived/ingest-keys` as long as its upload is listed. Other tokens see neither.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from archive.access import ARCHIVIST, PUBLIC, Viewer
from archive.catalogue import DONE, EVERY, ReceiptLine
from archive.commands.csv_output import path_of
from archive.errors import ArchiveBusy, PressArchiveError, UnknownRecord
from archive.messages import Message, join_messages, messages_of, reason_to_json
from archive.record import Record
from archive.storage.archive import Archive
from webui.api.ingest_models import IngestAnswer, IngestLine, State
from webui.api.paths import INGEST
from webui.desk.ingest import upload_process, uploads
from webui.desk.ingest.multipart_files import ReceivedForm
from webui.desk.ingest.uploads import KEPT_DAYS, Drop, Note, drop_of, free, parts_of
from webui.services import links

AT_ONCE = 8  # uploads of scripts being ingested or waiting
MOST_LINES = 1_000  # of a receipt in one answer
_KEYS = "ingest-keys"
_LOOK_SECONDS = 0.05


class KeyReused(PressArchiveError):
    """An Idempotency-Key that was used before with other files."""


def under_way(archive: Archive) -> int:
    """Return how many uploads of scripts are not ingested yet."""
    return sum(drop.is_busy and bool(note.token) for drop, note in uploads.list_uploads(archive))


def upload_of(archive: Archive, id_: str, token: int) -> tuple[Drop, Note]:
    """Return an upload of this token, with its state. Raise UnknownRecord."""
    drop = drop_of(archive, id_)
    note = drop.settle(archive)
    if note.token != token:
        raise UnknownRecord(Message("ingest-unknown"))
    return drop, note


def put_in_place(drop: Drop, form: ReceivedForm, paths: Sequence[str]) -> None:
    """Move each received file to the path that it was sent with. Raise PathRefused before anything is moved."""
    wanted = [parts_of(path) for path in paths]
    for file, parts in zip(form.files, wanted, strict=True):
        with file.path.open("rb") as opened:
            os.fsync(opened.fileno())  # before renaming, so that a named file is complete even after a power cut
        file.path.rename(free(drop.files, parts))
    drop.parts.rmdir()


def begin_again(archive: Archive, drop: Drop, options: Mapping[str, str]) -> None:
    """Start the ingest of an upload, or continue an interrupted one. Raise CannotIngest."""
    with suppress(ArchiveBusy):  # another process began it
        note = drop.settle(archive)
        if not note.done:
            upload_process.start_ingest_process(archive, drop, note.options if note.asked else options)


def bind_key(archive: Archive, token: int, key: str, digest: str, drop: Drop) -> Drop | None:
    """Bind a key of the token to the files sent with it, and return None. If it is bound to an upload of the same
    files, return that one. Raise KeyReused if it is bound to other files."""
    folder = archive.derived / _KEYS
    folder.mkdir(mode=0o700, exist_ok=True)
    _forget_old(folder)
    path = folder / hashlib.sha256(f"{token}\0{key}".encode()).hexdigest()
    with _alone(folder):
        said, earlier = _read(archive, path)
        if earlier is None:
            new = folder / "new"
            new.write_text(json.dumps({"digest": digest, "upload": drop.id}), encoding="ascii")
            new.replace(path)
            return None
    if said != digest:
        raise KeyReused(Message("ingest-key-reused"))
    return earlier


def release_key(archive: Archive, token: int, key: str) -> None:
    """Forget a key whose files were not kept."""
    (archive.derived / _KEYS / hashlib.sha256(f"{token}\0{key}".encode()).hexdigest()).unlink(missing_ok=True)


def _read(archive: Archive, path: Path) -> tuple[str, Drop | None]:
    """Return the digest that a key is bound to, and the upload; None if the upload no longer exists, or if a kill left
    only some of its files in place."""
    with suppress(OSError, ValueError, TypeError, KeyError, UnknownRecord, ArchiveBusy):
        told = json.loads(path.read_bytes())
        drop = drop_of(archive, str(told["upload"]))
        if drop.is_busy or not drop.parts.exists():
            return str(told["digest"]), drop
        drop.remove()
    return "", None


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keep out other requests, including those of other servers, while a key is looked up and bound."""
    file = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
    finally:
        os.close(file)


def _forget_old(folder: Path) -> None:
    oldest = time.time() - KEPT_DAYS * 86_400
    with os.scandir(folder) as entries:
        for entry in entries:
            with suppress(OSError):
                if entry.name != "lock" and entry.stat().st_mtime < oldest:
                    Path(entry.path).unlink()


def wait_until_done(archive: Archive, drop: Drop, seconds: float) -> Note:
    """Return the state of an upload: when its receipt is complete, or after some seconds."""
    until = time.monotonic() + seconds
    while _state(archive, drop, note := drop.settle(archive)) in ("waiting", "running") and time.monotonic() < until:
        time.sleep(_LOOK_SECONDS)
    return note


def _state(archive: Archive, drop: Drop, note: Note) -> State:
    state = archive.catalogue.accession_state(note.accession) if note.accession is not None else None
    if note.done or state == DONE:  # scans may still be unread then
        return "done"
    if drop.is_busy:
        return "waiting" if state is None else "running"
    return "stopped"


def receipt_of(archive: Archive, drop: Drop, note: Note, viewer: Viewer, after: int = 0) -> IngestAnswer:
    """Return the receipt of an upload as its token may read it, with the lines after number `after`."""
    state, accession = _state(archive, drop, note), note.accession
    found = archive.catalogue.accession(accession) if accession is not None else None
    lines = archive.catalogue.receipt(accession, EVERY, after, MOST_LINES + 1) if accession is not None else []
    url = f"{INGEST}/{drop.id}"
    return IngestAnswer(
        id=drop.id,
        state=state,
        accession=accession,
        received=note.began,
        files=note.files,
        bytes=note.bytes,
        outcomes=dict(found.totals) if found else {},
        lines=_lines(archive, lines[:MOST_LINES], note.token, viewer),
        next=f"{url}?after={lines[MOST_LINES - 1].n}" if len(lines) > MOST_LINES else None,
        url=url,
    )


def _lines(archive: Archive, lines: Sequence[ReceiptLine], token: int, viewer: Viewer) -> list[IngestLine]:
    """Return the lines. A token sees records that it may read and those that it added itself. For others it only learns
    that its file is a duplicate."""
    ids = {line.record for line in lines if line.record}
    public = set(archive.catalogue.visible([*ids], PUBLIC))
    readable = set(archive.catalogue.visible([*ids], viewer))
    mine = _accessions_of(archive, token)
    own = {id_ for id_, first in archive.catalogue.accessions_of(ids).items() if first in mine}
    orders = {_embargo_words(record) for record in archive.catalogue.get_many([*own], ARCHIVIST)}
    found = []
    for line in lines:
        id_, known = line.record or "", not line.record or line.record in readable | own
        reason = line.reason if known else None
        if viewer is PUBLIC:
            reason = _without_words_of_others(_without_places(reason), orders)
        told: dict[str, Any] = {"n": line.n, "path": path_of(line), "outcome": line.outcome, "reason": reason}
        told |= {"record": line.record if known else None, "status": line.status if known else None}
        told |= {"url": links.record(id_) if id_ in public else None}
        told |= {"api_url": f"/api/v1{links.record(id_)}" if id_ in readable else None}
        found.append(IngestLine(**told, **reason_to_json(reason)))
    return found


def _embargo_words(record: Record) -> str:
    """Return the words of the embargo in a record's own file, if a hold quotes them."""
    return str((record.values.get("embargo") or {}).get("words") or "")[:200]


def _without_words_of_others(reason: str | None, own: Collection[str]) -> str | None:
    """Return a reason without the words and the time of an embargo from another sender's file, such as a table of
    captions that names this photo."""
    if not reason:
        return reason
    told = [
        Message("held")
        if isinstance(one, Message) and isinstance(words := one.params.get("words"), str) and words not in own
        else one
        for one in messages_of(reason)
    ]
    return join_messages(told)


def _accessions_of(archive: Archive, token: int) -> set[int]:
    """Return the accessions of the uploads of this token that are still listed."""
    notes = (note for _drop, note in uploads.list_uploads(archive))
    return {note.accession for note in notes if note.token == token and note.accession is not None}


def _without_places(reason: str | None) -> str | None:
    """Return a reason without the folders of other files, which are the archivist's."""
    if not reason:
        return reason
    told = [
        Message(one.code, **one.params | {"path": str(one.params["path"]).rpartition("/")[2]})
        if isinstance(one, Message) and "path" in one.params
        else one
        for one in messages_of(reason)
    ]
    return join_messages(told)
