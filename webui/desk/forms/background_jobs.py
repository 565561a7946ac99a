"""Changes of very many records, made by a separate process while a page shows their progress."""

from __future__ import annotations

import json
import secrets
import subprocess
import sys
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import IO

from flask import Flask, Response, abort, current_app, render_template

from archive.edits.bulk_process import BulkTask
from archive.errors import PressArchiveError
from archive.login_name import child_environment
from archive.messages import message_from_json
from archive.search.index import index_sync
from archive.storage.archive import Archive
from webui.desk.forms.return_place import lead_back
from webui.i18n.message_lookup import localised_message
from webui.i18n.words import _, marked
from webui.services.services import services

PATH = "/desk/doing"
_KEPT = 100  # jobs that are remembered, the newest
_CUT = marked("It was interrupted, and nothing was changed: start again.")
_WAIT = 2.0  # seconds in which most jobs finish, before a page is shown


@dataclass(slots=True)
class BackgroundJob:
    """A change in the background: the number of its records, how many are written, and how it ended. `behind`: the
    index is not up to date. `place`: the page that it was begun on."""

    records: int
    place: str
    reached: int = 0
    change_set: int | None = None
    error: str = ""
    behind: bool = False
    over: bool = False


def prepare(app: Flask) -> None:
    """Give the application its background jobs."""
    app.extensions["press-archive-doing"] = OrderedDict()


def begin(task: BulkTask, records: int, place: str) -> str:
    """Begin a job that returns to `place`, and return the address of its progress page."""
    known: OrderedDict[str, BackgroundJob] = current_app.extensions["press-archive-doing"]
    key, one = secrets.token_urlsafe(9), BackgroundJob(records, place)
    known[key] = one
    while len(known) > _KEPT:
        known.popitem(last=False)
    environment = child_environment()
    thread = Thread(target=_follow, args=(one, task, services().archive, environment), daemon=True)
    thread.start()
    thread.join(_WAIT)
    return f"{PATH}/{key}"


def under_way(key: str) -> Response:
    """Return its progress, refreshed every other second; then its result."""
    known: OrderedDict[str, BackgroundJob] = current_app.extensions["press-archive-doing"]
    one = known.get(key)
    if one is None:
        abort(404, _("That change is no longer known here: the list of changes shows what was done."))
    if one.change_set is not None:
        return Response(status=303, headers={"Location": lead_back(one.place, one.change_set, behind=one.behind)})
    response = Response(
        render_template(
            "desk/doing.html", doing=one, error=_(_CUT) if one.error == _CUT else localised_message(one.error)
        )
    )
    if not one.over:
        response.headers["Refresh"] = "2"
    return response


def _follow(one: BackgroundJob, task: BulkTask, archive: Archive, environment: Mapping[str, str]) -> None:
    try:
        change_set = _finished_change_set(one, task, archive.folder.resolve(), environment)
        one.behind = bool(index_sync.confirm(archive))
        one.change_set = change_set
    except (PressArchiveError, OSError) as error:
        one.error = one.error or (error.message if isinstance(error, PressArchiveError) else str(error))
    finally:
        one.over = True  # always, since a page waits for it


def _finished_change_set(
    one: BackgroundJob, task: BulkTask, folder: Path, environment: Mapping[str, str]
) -> int | None:
    command = [sys.executable, "-m", "archive.edits.bulk_process", str(folder)]
    with subprocess.Popen(  # noqa: S603 - our own module; in a session of its own, so that Ctrl-C here does not cut it
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
        start_new_session=True,
    ) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        with child.stdin as given:
            json.dump(task, given)
        change_set = _read(one, child.stdout)
    if child.returncode and not one.error:
        one.error = _CUT
    return change_set


def _read(one: BackgroundJob, lines: IO[str]) -> int | None:
    change_set: int | None = None
    for line in lines:
        said = json.loads(line)
        one.reached = said.get("reached", one.reached)
        change_set = said.get("change_set", change_set)
        if "error" in said:
            one.error = message_from_json([said["message"]], said["error"])
    return change_set
