"""The desk's first page and its sections: what waits, and how much of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import render_template

from archive.access import ARCHIVIST
from archive.record import Status
from archive.storage.archive import Archive
from webui.desk.ingest import locked, rejected, scans
from webui.desk.ingest.upload_pages import waiting
from webui.desk.links.events import doubtful_events
from webui.desk.links.mentions import open_mentions
from webui.desk.links.relations import doubtful_relations
from webui.desk.records import changes, record_pages, rights
from webui.i18n import words
from webui.i18n.words import marked
from webui.services import desk_links
from webui.services.services import services


@dataclass(frozen=True, slots=True)
class DeskSection:
    """A section of the desk: its name, purpose, address, and number of entries."""

    label: str
    purpose: str
    url: str
    count: Callable[[Archive], int]


def _receipts(archive: Archive) -> int:
    return archive.catalogue.accession_count()


PARTS = (
    DeskSection(
        marked("Records"),
        marked("Find them, set fields of many at once, release, hold back and withdraw."),
        desk_links.RECORDS,
        record_pages.every_record,
    ),
    DeskSection(marked("Hand in files"), marked("From this browser into a new accession."), "/desk/intake", waiting),
    DeskSection(
        marked("Held back"),
        marked("What is not public yet: until when, and why."),
        f"{desk_links.RECORDS}?status=held",
        record_pages.held,
    ),
    DeskSection(
        marked("Photos in articles"),
        marked("Which photo an article means: what rules guessed, and what they did not find."),
        "/desk/mentions",
        open_mentions,
    ),
    DeskSection(
        marked("Relations"),
        marked("Which records belong together: what rules doubt, to confirm or to refuse."),
        "/desk/relations",
        doubtful_relations,
    ),
    DeskSection(marked("Events"), marked("Which records are of one occasion."), desk_links.EVENTS, doubtful_events),
    DeskSection(
        marked("Rights"),
        marked("What has expired or soon will, and photos without a credit or an owner."),
        rights.HERE,
        rights.urgent,
    ),
    DeskSection(
        marked("Not taken in"),
        marked("Files that were refused and have not come in since: why, and what to do."),
        rejected.HERE,
        rejected.outside,
    ),
    DeskSection(marked("Passwords"), marked("Files that need one to be read."), locked.HERE, locked.count_locked),
    DeskSection(marked("Scans"), marked("Pages whose words are not read yet."), scans.HERE, scans.count_scans),
    DeskSection(
        marked("Changes"), marked("What was done by hand, and to undo it."), desk_links.CHANGES, changes.how_many
    ),
    DeskSection(
        marked("Withdrawn"),
        marked("What is public no more."),
        f"{desk_links.RECORDS}?status=withdrawn",
        record_pages.withdrawn,
    ),
    DeskSection(
        marked("Receipts"), marked("What was handed in, and what became of each file."), "/receipts", _receipts
    ),
)


def desk() -> str:
    """Return all parts with their counts, and how many records are of each status."""
    archive = services().archive
    found = dict.fromkeys(Status, 0)
    for (_kind, status), count in archive.catalogue.counts(ARCHIVIST).items():
        found[status] += count
    return render_template(
        "desk/front.html",
        parts=[(part, part.count(archive)) for part in PARTS],
        counts=[(words.STATUSES[status], count) for status, count in found.items()],
    )
