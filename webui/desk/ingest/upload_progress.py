"""Progress of an upload, in words and figures for the pages."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from archive.access import ARCHIVIST, PUBLIC, utc_now
from archive.catalogue import RUNNING, LineFilter
from archive.record import Outcome, Status
from archive.storage.archive import Archive
from webui.desk.ingest.receipts import line_row
from webui.desk.ingest.time_left import time_left
from webui.desk.ingest.uploads import Drop, Note
from webui.desk.records.record_list import standing
from webui.i18n import labels, words
from webui.i18n.moments import moment
from webui.i18n.words import MessageTable, _, file_size, marked, ngettext

MOST_NEW = 12  # records that are named
_SAID = 4096  # bytes at the end of the output of the ingest
_SAYS = "press-archive: "  # prefix of the last sentence of a command

Name = Literal["sending", "left", "waiting", "running", "scans", "done", "stopped"]

_SAID_OF = MessageTable(
    {
        "sending": marked("The files are being sent."),
        "left": marked("The files were sent, but not added yet."),
        "waiting": marked("The intake begins."),
        "running": marked("The files are being added."),
        "scans": marked("Every file is accounted for. If there are scans among them, their words are read now."),
        "done": marked("Every file is accounted for."),
        "stopped": marked("The intake ended before all files were added."),
    }
)
_MOVING = ("sending", "waiting", "running", "scans")


@dataclass(frozen=True, slots=True)
class UploadState:
    """An upload as pages show it. `done` of `of` files have an outcome; `totals` counts these by outcome, each with the
    address of its lines. `newest` is the file that was read last, `last` is why an ingest ended early. `fresh` are new
    records with titles, `held` held ones with title and end, and `more_held` how many more there are. `outside` are
    lines of files that were not added."""

    id: str
    name: Name
    began: str
    said: str
    size: str
    done: int
    of: int
    accession: int | None
    totals: Sequence[tuple[str, int, str]]
    pace: str
    newest: str
    last: str
    fresh: Sequence[tuple[str, str]]
    held: Sequence[tuple[str, str, str]]
    more_held: int
    outside: Sequence[dict[str, Any]]

    @property
    def moving(self) -> bool:
        """Return whether it continues without the archivist."""
        return self.name in _MOVING

    @property
    def encrypted(self) -> bool:
        """Return whether a file needs a password."""
        return any(line["encrypted"] for line in self.outside)

    @property
    def url(self) -> str:
        """Return its page."""
        return f"/desk/intake/{self.id}"


def state_of(archive: Archive, drop: Drop, note: Note) -> UploadState:
    """Return the present state of an upload."""
    busy = drop.is_busy
    if not busy:
        note = drop.settle(archive)  # it may have ended since the note was read
    accession = archive.catalogue.accession(note.accession) if note.accession is not None else None
    files, size = (note.files, note.bytes) if note.asked else drop.count()
    done = archive.catalogue.files_told(note.accession) if note.accession is not None else 0
    name = _name(note, busy, accession is not None and accession.state == RUNNING)
    totals = accession.totals if accession is not None else {}
    held, more_held = _held(archive, note.accession) if note.accession is not None else ([], 0)
    receipt = f"/receipts/{note.accession}"
    figures = [
        (words.OUTCOMES[one], totals[one.value], f"{receipt}?outcome={one.value}")
        for one in Outcome
        if totals.get(one.value)
    ]
    figures += [(_("of which held"), len(held) + more_held, f"{receipt}?held=on")] if held else []
    return UploadState(
        id=drop.id,
        name=name,
        began=moment(note.began),
        said=_said(archive, drop, name, (files, note.announced)),
        size=file_size(size),
        done=done,
        of=max(files, done),
        accession=note.accession,
        totals=figures,
        pace=_pace(accession.started, done, files) if accession is not None and name == "running" else "",
        newest=_newest(archive, accession.n) if accession is not None and name == "running" else "",
        last=_last_said(drop) if name == "stopped" else "",
        fresh=_first_new_records(archive, note.accession)
        if note.accession is not None and name in ("done", "scans")
        else [],
        held=held if name in ("done", "scans", "stopped") else [],
        more_held=more_held,
        outside=_outside(archive, note.accession)
        if note.accession is not None and name in ("done", "scans", "stopped")
        else [],
    )


def _name(note: Note, busy: bool, running: bool) -> Name:
    if note.done:
        return "done"
    if not note.asked:
        return "sending" if busy else "left"
    if not busy:
        return "stopped"
    if note.accession is None:
        return "waiting"
    return "running" if running else "scans"


def _said(archive: Archive, drop: Drop, name: Name, came: tuple[int, int]) -> str:
    if name == "left" and came[0] < came[1]:
        n, of = map(words.number, came)
        return _("Files received: %(n)s of %(of)s. None has been added yet.", of=of, n=n)
    who = archive.holder("ingest") if name == "waiting" else None
    if who is not None and not who.startswith(f"Process {drop.holder()} "):
        return _("Another intake is under way (%(who)s); this one waits until it has ended.", who=who)
    return _SAID_OF[name]


def _pace(started: str, done: int, of: int) -> str:
    with suppress(ValueError):
        seconds = (utc_now() - datetime.fromisoformat(started)).total_seconds()
        if done and seconds >= 1:
            a_minute = round(done * 60 / seconds)
            pace = ngettext("%(num)s file a minute", "%(num)s files a minute", a_minute)
            return " · ".join(filter(None, [pace, time_left(seconds, done, of)]))
    return ""


def _newest(archive: Archive, accession: int) -> str:
    lines = archive.catalogue.receipt(accession, after=archive.catalogue.receipt_count(accession) - 1, most=1)
    return labels.name(lines[0].path, 160) if lines else ""


def _outside(archive: Archive, accession: int) -> list[dict[str, Any]]:
    """Return the first files that were not added, and why: rejected and encrypted ones before duplicates."""
    found: list[dict[str, Any]] = []
    for outcome in (Outcome.REJECTED, Outcome.ENCRYPTED, Outcome.DUPLICATE):
        lines = archive.catalogue.receipt(accession, LineFilter(outcome), 0, MOST_NEW)
        found += map(line_row, lines)
    return found


def _last_said(drop: Drop) -> str:
    """Return why the ingest ended, as printed for people; "" if it did not say."""
    with suppress(OSError), drop.said.open("rb") as file:
        file.seek(max(0, file.seek(0, 2) - _SAID))
        lines = file.read().decode("utf-8", "replace").split("\n")
        return next((line.removeprefix(_SAYS) for line in reversed(lines) if line.startswith(_SAYS)), "").strip()
    return ""


def _first_new_records(archive: Archive, accession: int) -> list[tuple[str, str]]:
    lines = archive.catalogue.receipt(accession, LineFilter(Outcome.ADDED), 0, MOST_NEW)
    names = {line.record: line.path.rpartition("/")[2] for line in lines if line.record}
    titles = archive.catalogue.titles(names, ARCHIVIST)
    return [(id_, labels.name(titles.get(id_, name))) for id_, name in names.items()]


def _held(archive: Archive, accession: int) -> tuple[list[tuple[str, str, str]], int]:
    """Return the first records of an accession that are held now, with title and end; and how many more there are."""
    lines = archive.catalogue.receipt(accession, LineFilter(status=Status.HELD))
    ids = [*dict.fromkeys(line.record for line in lines if line.record and line.outcome is not Outcome.UNCHANGED)]
    out = set(archive.catalogue.visible(ids, PUBLIC))
    held = [id_ for id_ in ids if id_ not in out]
    named = archive.catalogue.get_many(held[:MOST_NEW], ARCHIVIST)
    shown = [(one.id, labels.shorten(one.title, 160), standing(one).label) for one in named]
    return shown, len(held) - len(shown)
