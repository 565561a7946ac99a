"""Release, hold and withdraw records. A preview names what becomes public or disappears."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from flask import Response, abort, render_template, request

from archive.access import ARCHIVIST, PUBLIC, instant, utc_now
from archive.edits.bulk_process import BulkTask
from archive.edits.bundles import BundleMember, bundle_of
from archive.edits.edits import decide
from archive.edits.reasons import reason_of
from archive.edits.typed_instants import read_instant
from archive.errors import ChangedMeanwhile, NotEditable
from archive.messages import Message
from archive.record import Record, Status
from archive.search.index import index_sync
from archive.settings import zone_of
from webui.desk.forms import background_jobs
from webui.desk.forms.form_tokens import once
from webui.desk.forms.notices import AGENT, typed_reason
from webui.desk.forms.return_place import lead_back, return_place
from webui.desk.records.bulk_edit import APART
from webui.desk.records.meanwhile import tell_meanwhile
from webui.desk.records.record_list import listed, standing
from webui.desk.records.selection import NothingChosen, RecordSelection, chosen, read_form_search
from webui.i18n import labels, words
from webui.i18n.message_lookup import localised_message
from webui.services import desk_links
from webui.services.services import services

ZONES = ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura", "Asia/Ho_Chi_Minh", "UTC")
"""Those offered beside the archive's own; any other of the IANA database may be typed."""


_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_HOUR = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")


def is_day(text: str) -> bool:
    """Return whether the text is a day such as 2026-05-03."""
    try:
        return bool(_DAY.fullmatch(text) and date.fromisoformat(text))
    except ValueError:
        return False


def is_hour(text: str) -> bool:
    """Return whether the text is an hour such as 10:00."""
    return bool(_HOUR.fullmatch(text))


def until(day: str, hour: str, place: str) -> str:
    """Return the instant, in the form of the catalogue, at which a clock there shows that day and hour; the later one
    if there are two. Raise NotEditable, also for an instant that has passed."""
    try:
        there = zone_of(place)
    except (ValueError, OSError, KeyError):
        raise NotEditable(Message("zone-unknown")) from None
    try:
        if not (is_day(day) and is_hour(hour)):
            raise ValueError
        meant = datetime.combine(date.fromisoformat(day), time.fromisoformat(hour)).replace(tzinfo=there, fold=1)
        found = instant(meant)
    except (ValueError, OverflowError):
        raise NotEditable(Message("hour-malformed")) from None
    if found <= instant(utc_now()):
        raise NotEditable(Message("hour-passed"))
    return found


_NAMED = 50  # records that a confirmation names


@dataclass(frozen=True, slots=True)
class AccessForm:
    """The values of the form: the status, and for a hold whether it ends by itself, and when, as typed, by day and
    hour or in words; for a release whether earlier versions that were never public are released too; and the reason.
    `bundled`: whether annexes, translations and photos are included, and which of them are ticked, None before they
    were shown."""

    status: Status
    ends: bool
    day: str
    hour: str
    place: str
    earlier: bool
    why: str
    words: str
    bundled: bool = False
    along: frozenset[str] | None = None

    @classmethod
    def of_form(cls) -> AccessForm:
        """Return the status, or answer 400 for an unknown one."""
        form = request.form
        try:
            status = Status(form.get("status", ""))
        except ValueError:
            abort(400)
        here = services().settings.archive.timezone
        day, hour, place = (
            form.get(name, usual).strip() for name, usual in (("day", ""), ("hour", ""), ("place", here))
        )
        earlier = status is Status.RELEASED and form.get("earlier") == "yes"
        typed = form.get("when", "").strip()
        ends = status is Status.HELD and (form.get("ends") == "at" or bool(typed))
        bundled = form.get("bundle") == "yes"
        along = frozenset(form.getlist("along")) if bundled and "members" in form else None
        return cls(status, ends, day, hour, place, earlier, typed_reason(), typed, bundled, along)

    @property
    def is_day(self) -> bool:
        """Return whether a field for days can hold the typed text."""
        return not self.day or is_day(self.day)

    @property
    def is_hour(self) -> bool:
        """Return whether a field for hours can."""
        return not self.hour or is_hour(self.hour)

    def until(self) -> str | None:
        """Return the end of the hold. Raise NotEditable."""
        if self.ends and self.words:
            return read_instant(self.words, services().settings.archive.zone, utc_now())
        return until(self.day, self.hour, self.place) if self.ends else None


def confirm_access() -> Response:
    """Return the names of the records that would become public or disappear."""
    try:
        return _page(chosen(), AccessForm.of_form())
    except NothingChosen as error:
        return listed(read_form_search(), localised_message(error.message))


def set_access() -> Response:
    """Change the access, and redirect to the result."""
    try:
        those, asked = chosen(), AccessForm.of_form()
    except NothingChosen as error:
        return listed(read_form_search(), localised_message(error.message))
    try:
        hour, reason = asked.until(), reason_of(asked.why)
    except NotEditable as error:
        return _page(those, asked, problem=localised_message(error.message))
    try:
        return once(lambda: _done(those, asked, hour, reason))
    except NotEditable as error:
        return _page(those, asked, problem=localised_message(error.message))
    except ChangedMeanwhile:
        tell_meanwhile(those.ids)
        return _page(those, asked, status=409)


@dataclass(frozen=True, slots=True)
class _Meant:
    """The records that go along with the chosen ones, and all that change together."""

    members: list[BundleMember]
    ids: list[str]

    @classmethod
    def of(cls, those: RecordSelection, asked: AccessForm) -> _Meant:
        """Return them; for very many chosen records no others are looked for."""
        few = len(those.ids) <= _NAMED
        members = bundle_of(services().archive.catalogue, those.ids, asked.status) if few else []
        return cls(members, [*those.ids, *(one.record.id for one in members if _is_ticked(one, asked))])

    def digest(self, those: RecordSelection, asked: AccessForm) -> str:
        """Return the digest of everything that the page shows."""
        members = [one.record.id for one in self.members] if asked.bundled else []
        return services().archive.catalogue.access_digest([*those.ids, *members])


def _is_ticked(member: BundleMember, asked: AccessForm) -> bool:
    """Return whether a record goes along: as ticked; before the first form, unless it has its own reason to stay."""
    if not asked.bundled:
        return False
    return member.stays is None if asked.along is None else member.record.id in asked.along


def _done(those: RecordSelection, asked: AccessForm, hour: str | None, reason: str | None) -> str:
    archive, place = services().archive, return_place()
    meant = _Meant.of(those, asked)
    ids, previewed = meant.ids, archive.catalogue.access_digest(meant.ids)
    if meant.digest(those, asked) != request.form.get("previewed", ""):  # reported at once; the writer checks again
        raise ChangedMeanwhile(Message("changed-meanwhile"))
    if len(ids) > APART:
        task: BulkTask = {"agent": AGENT, "ids": ids, "status": asked.status.value, "until": hour}
        task |= {"earlier": asked.earlier, "previewed": previewed, "reason": reason}
        return background_jobs.begin(task, len(ids), place)
    how: dict[str, Any] = {"earlier": asked.earlier, "previewed": previewed, "reason": reason}
    n = decide(archive, ids, asked.status, hour, AGENT, **how)
    behind = index_sync.confirm(archive)
    return lead_back(place, n, behind=bool(behind), first=those.first)


def _page(those: RecordSelection, asked: AccessForm, *, problem: str = "", status: int = 200) -> Response:
    catalogue = services().archive.catalogue
    previewed = catalogue.access_digest(those.ids)  # before reading the rest, so it is no newer
    if asked.bundled:
        previewed = _Meant.of(those, asked).digest(those, asked)
    meant = _Meant.of(those, asked)
    ids = meant.ids
    public = set(catalogue.visible(ids, PUBLIC))
    held = catalogue.held_names(ids) if asked.status is Status.RELEASED else {}
    moving = [one for one in ids if (one in public) != (asked.status is Status.RELEASED)]
    along = {one.record.id for one in meant.members} if asked.bundled else set[str]()  # these have their own list
    named = [one for one in moving if one not in along]
    body = render_template(
        "desk/access.html",
        those=those,
        asked=asked,
        previewed=previewed,
        problem=problem,
        moved=_was_shown(asked) and request.form.get("previewed", previewed) != previewed,
        count=len(ids),
        members=[_member(one, asked) for one in meant.members],
        moving=len(moving),
        closed_by_rule=len(catalogue.closures_of(moving)) if asked.status is Status.RELEASED else 0,
        staying=len(ids) - len(moving),
        closed=sum(catalogue.closed_files(ids).values()) if asked.status is Status.RELEASED else 0,
        held_names=sum(map(len, held.values())),
        named=[_named(one) for one in catalogue.get_many(named[:_NAMED], ARCHIVIST)],
        more=max(0, len(named) - _NAMED),
        statuses=words.STATUSES,
        zones=ZONES,
        large=len(ids) > APART,
    )
    return Response(body, 400 if problem else status)


def _was_shown(asked: AccessForm) -> bool:
    """Return whether the form comes from a page that showed the same records."""
    return not asked.bundled or asked.along is not None


def _member(member: BundleMember, asked: AccessForm) -> dict[str, Any]:
    """Return a record that may go along; `standing` says why one that is not public stays."""
    return _named(member.record) | {
        "id": member.record.id,
        "ticked": _is_ticked(member, asked),
        "why": localised_message(member.why),
        "stays": localised_message(member.stays) if member.stays and member.record.status is Status.RELEASED else "",
    }


def _named(record: Record) -> dict[str, Any]:
    return {
        "url": desk_links.record(record.id),
        "title": labels.shorten(record.title, 160),
        "lang": labels.lang(record.values.get("language")),
        "kind": words.KINDS[record.kind],
        "date": labels.date(record.date),
        "standing": standing(record),
    }
