"""`python -m archive.edits.bulk_process DIR`: change very many records in a separate process.

Input is one JSON object (`BulkTask`). Output is lines of JSON: `{"reached": 4000}` for progress, at the end
`{"change_set": 7}` (null if nothing changed) or `{"error": "...", "message": {}}`. The server stays responsive
meanwhile. A change that is stopped leaves nothing behind.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypedDict

from archive.catalogue import EDIT
from archive.edits.edits import Edit, change, decide, take_back
from archive.errors import PressArchiveError
from archive.messages.message import code_and_params
from archive.record import Status
from archive.storage.archive import Archive


class BulkTask(TypedDict, total=False):
    """A bulk change of these records, described by `about`: values to set and keys to clear, a new access, or a change
    set to undo, without records changed since (`skip`). `reason`: the one given by the archivist. `previewed` is the
    digest of the preview: if it differs by now, nothing is changed."""

    agent: str
    ids: list[str]
    given: list[str]
    clears: list[str]
    about: str
    status: str
    until: str | None
    earlier: bool
    undo: int
    skip: bool
    previewed: str | None
    reason: str | None


def run_bulk_edit(archive: Archive, task: BulkTask) -> int | None:
    """Run the change, and return the number of the change set."""
    previewed, reason = task.get("previewed"), task.get("reason")
    if "undo" in task:
        skip = task.get("skip", False)
        done = take_back(archive, task["undo"], task["agent"], skip=skip, previewed=previewed, reason=reason)
        return done.change_set
    if "status" in task:
        status, earlier = Status(task["status"]), task.get("earlier", False)
        ids, until, agent = task["ids"], task.get("until"), task["agent"]
        return decide(archive, ids, status, until, agent, earlier=earlier, previewed=previewed, reason=reason)
    edit = Edit.of(task["given"], (), task["clears"])
    act = (EDIT, f"{task['about']} {edit.words}".strip())
    ids, agent = task["ids"], task["agent"]
    return change(archive, ids, edit.each, act, agent, _say_reached, previewed=previewed, reason=reason)[0]


def _say_reached(n: int) -> None:
    _say({"reached": n})


def _say(told: Mapping[str, Any]) -> None:
    print(json.dumps(told), flush=True)


def main(folder: Path) -> None:
    """Read the task, run it, and report the result."""
    task: BulkTask = json.load(sys.stdin)
    try:
        with Archive.open(folder) as archive:
            _say({"change_set": run_bulk_edit(archive, task)})
    except PressArchiveError as error:
        _say({"error": str(error), "message": code_and_params(error.message)})


if __name__ == "__main__":
    main(Path(sys.argv[1]))
