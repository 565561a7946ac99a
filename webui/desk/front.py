"""The desk's first page and its tabs: what waits, with counts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from weakref import WeakKeyDictionary

from flask import current_app, render_template, request

from archive.access import ARCHIVIST, clock_doubt
from archive.edits.typed_instants import describe_doubt
from archive.messages import Message
from archive.record import Status
from archive.storage.archive import Archive
from webui.desk.accounts import users
from webui.desk.ingest import locked, rejected, scans
from webui.desk.ingest.upload_pages import waiting
from webui.desk.links.events import count_doubtful_events
from webui.desk.links.mentions import count_open_mentions
from webui.desk.links.relations import count_doubtful_relations
from webui.desk.permissions import PERMISSION_OF
from webui.desk.records import changes, record_pages, rights, series
from webui.desk.rules import collections, disposals, erasures, legal_holds
from webui.i18n import words
from webui.i18n.message_lookup import localised_message
from webui.i18n.moments import moment
from webui.i18n.words import _, marked
from webui.identity.identity import may
from webui.services import desk_links
from webui.services.services import services

Count = Callable[[Archive], int]
_HELD, _WITHDRAWN = (f"{desk_links.RECORDS}?status={status}" for status in (Status.HELD, Status.WITHDRAWN))


@dataclass(frozen=True, slots=True)
class DeskSection:
    """A section of the desk: its name, purpose, address, and number of entries. `waits`: a fast count of what waits for
    the archivist, for the tab on every page."""

    label: str
    purpose: str
    url: str
    count: Count
    waits: Count | None = None


@dataclass(frozen=True, slots=True)
class DeskTab:
    """A section as its tab shows it: 0 if nothing waits, `current` as in `aria-current`."""

    label: str
    url: str
    count: int
    current: str


def _receipts(archive: Archive) -> int:
    return archive.catalogue.accession_count()


def _users(archive: Archive) -> int:
    return len(archive.catalogue.users())


def _units(archive: Archive) -> int:
    return len(archive.catalogue.series_units())


def _counted_once(count: Count) -> Count:
    """Count again only when records or links have changed, a decision was made, or a new day has begun."""
    kept: WeakKeyDictionary[Archive, tuple[tuple[int, int, date], int]] = WeakKeyDictionary()

    def counted(archive: Archive) -> int:
        state = archive.catalogue.revision(), archive.catalogue.last_event(), archive.catalogue.today()
        found = kept.get(archive)
        if found is None or found[0] != state:
            found = kept[archive] = (state, count(archive))
        return found[1]

    return counted


GROUPS = (
    (
        marked("To decide"),
        (
            DeskSection(
                marked("Held"),
                marked("Not public yet: until when, and why."),
                _HELD,
                record_pages.held,
                record_pages.held,
            ),
            DeskSection(
                marked("Photos in articles"),
                marked("Photos named in articles: suggested, or not found."),
                "/desk/mentions",
                count_open_mentions,
                _counted_once(count_open_mentions),
            ),
            DeskSection(
                marked("Relations"),
                marked("Doubtful relations between records, to confirm or refuse."),
                "/desk/relations",
                count_doubtful_relations,
                _counted_once(count_doubtful_relations),
            ),
            DeskSection(
                marked("Events"),
                marked("Records of one occasion."),
                desk_links.EVENTS,
                count_doubtful_events,
                _counted_once(count_doubtful_events),
            ),
            DeskSection(
                marked("Rights"),
                marked("Rights that expire, and photos without a credit or an owner."),
                rights.HERE,
                rights.urgent,
            ),
            DeskSection(
                marked("Not added"),
                marked("Files that were rejected or need a password: why, and what to do."),
                rejected.HERE,
                rejected.count_rejected,
                rejected.count_rejected,
            ),
        ),
    ),
    (
        marked("Records"),
        (
            DeskSection(
                marked("All records"),
                marked("Search records, set fields of many, release, hold or withdraw them."),
                desk_links.RECORDS,
                record_pages.every_record,
            ),
            DeskSection(marked("Withdrawn"), marked("No longer public."), _WITHDRAWN, record_pages.withdrawn),
            DeskSection(
                marked("Series"),
                marked("Fonds, series and files above the records."),
                series.HERE,
                _units,
            ),
            DeskSection(
                marked("Changes"),
                marked("What archivists changed, with undo."),
                desk_links.CHANGES,
                changes.how_many,
            ),
            DeskSection(
                marked("Collections"),
                marked("How long each is closed, and how long it is kept."),
                collections.HERE,
                _counted_once(collections.count_collections),
            ),
            DeskSection(
                marked("Due for disposal"),
                marked("Records past the time they must be kept. Nothing is erased automatically."),
                disposals.HERE,
                _counted_once(disposals.count_due),
                _counted_once(disposals.count_due),
            ),
            DeskSection(
                marked("Legal holds"),
                marked("Records that cannot be removed while a case is open."),
                legal_holds.HERE,
                legal_holds.count_holds,
            ),
            DeskSection(
                marked("Erasures"),
                marked("Requests to erase a record for good, and what was erased."),
                erasures.HERE,
                erasures.count_erasures,
                erasures.count_requests,
            ),
        ),
    ),
    (
        marked("Files"),
        (
            DeskSection(marked("Add files"), marked("From this browser, as a new accession."), "/desk/intake", waiting),
            DeskSection(
                marked("Passwords"),
                marked("Files that need a password."),
                locked.HERE,
                locked.count_locked,
                locked.count_locked,
            ),
            DeskSection(
                marked("Scans"),
                marked("Scanned pages that wait for OCR."),
                scans.HERE,
                scans.count_scans,
                _counted_once(scans.count_scans),
            ),
            DeskSection(
                marked("Receipts"),
                marked("Accessions, with the outcome of each file."),
                "/receipts",
                _receipts,
            ),
        ),
    ),
    (
        marked("Administration"),
        (DeskSection(marked("Users"), marked("Who may log in, and tokens of scripts."), users.USERS, _users),),
    ),
)


def tabs() -> list[tuple[str, list[DeskTab]]]:
    """Return the tabs of the desk in groups, each with its name."""
    archive, groups = services().archive, _shown_groups()
    here = _here([one.url for _label, sections in groups for one in sections])
    return [
        (
            _(label),
            [
                DeskTab(_(one.label), one.url, one.waits(archive) if one.waits else 0, here.get(one.url, ""))
                for one in sections
            ],
        )
        for label, sections in groups
    ]


def _shown_groups() -> list[tuple[str, list[DeskSection]]]:
    """Return the groups with the sections that the user's role allows."""
    groups = [(label, [one for one in sections if _is_allowed(one.url)]) for label, sections in GROUPS]
    return [(label, sections) for label, sections in groups if sections]


def _is_allowed(url: str) -> bool:
    endpoint, _arguments = current_app.url_map.bind("localhost").match(url.partition("?")[0])
    return may(PERMISSION_OF[endpoint.rpartition(".")[2]])


def _here(urls: Sequence[str]) -> dict[str, str]:
    """Return the section of the request, with its `aria-current`; the inner one if sections are nested."""
    of_status = f"{request.path}?status={request.args.get('status')}"
    here = of_status if of_status in {_HELD, _WITHDRAWN} else request.path
    if here in urls:
        return {here: "page"}
    around = [url for url in urls if request.path.startswith(f"{url}/")]
    return {max(around, key=len): "true"} if around else {}


def _clock_problem() -> str:
    doubt = clock_doubt()
    if doubt is None:
        return ""
    archive = services().archive
    told = describe_doubt(doubt, archive.settings.archive.zone, moment)
    cure = Message("clock-jumped-cure", folder=archive.folder)
    return f"{localised_message(told)} {localised_message(cure)}"


def desk() -> str:
    """Return all sections with their counts, and how many records are of each status."""
    archive = services().archive
    found = dict.fromkeys(Status, 0)
    for (_kind, status), count in archive.catalogue.counts(ARCHIVIST).items():
        found[status] += count
    return render_template(
        "desk/front.html",
        problem=_clock_problem(),
        groups=[(_(label), [(one, one.count(archive)) for one in sections]) for label, sections in _shown_groups()],
        counts=[(words.STATUSES[status], count) for status, count in found.items()],
    )
