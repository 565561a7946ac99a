"""Rights review: photos and texts that lack information needed to print them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Annotated, Any, Literal
from urllib.parse import urlencode
from weakref import WeakKeyDictionary

from flask import render_template
from pydantic import BaseModel, ConfigDict, Field

from archive.access import ARCHIVIST, utc_now
from archive.authority.credits import credits_of, parse
from archive.authority.credits.flags import OWNER_UNKNOWN
from archive.authority.credits.print_rights import is_over, last_day
from archive.catalogue.records.record_lists import RecordRights, rights_of_all
from archive.record import Kind, Record
from archive.search.execution.requests import Hit
from archive.storage.archive import Archive
from webui.desk.forms.return_place import arguments
from webui.desk.records.record_list import standing
from webui.http.parameters import Whole
from webui.http.requests import checked
from webui.i18n import labels
from webui.i18n.words import MessageTable, marked
from webui.pages.result_cards import card
from webui.presentation.print_rights import may_print
from webui.services import desk_links
from webui.services.services import services

HERE = "/desk/rights"
A_PAGE = 50
SOON_DAYS = 90

Question = Literal["expired", "expires-soon", "no-credit", "owner-unknown", "no-copyright", "no-terms"]
Of = Literal["photo", "text"]

QUESTIONS: Mapping[Of, tuple[Question, ...]] = {
    "photo": ("expired", "expires-soon", "no-credit", "owner-unknown", "no-copyright", "no-terms"),
    "text": ("expired", "expires-soon", "no-copyright", "no-terms"),
}
NAMES = MessageTable(
    {
        "expired": marked("Expired"),
        "expires-soon": marked("Expires soon"),
        "no-credit": marked("No credit"),
        "owner-unknown": marked("Owner unknown"),
        "no-copyright": marked("No copyright line"),
        "no-terms": marked("No usage terms"),
    }
)
ADVICE = MessageTable(
    {
        "expired": marked("Their use has ended. Withdraw them, or set the date until which they may be used now."),
        "expires-soon": marked(
            "Their use ends within 90 days. Ask for more, and set the date until which they may be used."
        ),
        "no-credit": marked("Neither the file nor an article says who took them. Set the field Credit."),
        "owner-unknown": marked("Their credit says that nobody knows whose they are. Set Credit once you do."),
        "no-copyright": marked("Nothing says who owns them. Set the field Copyright."),
        "no-terms": marked("Nothing says how they may be used. Set the field Usage terms."),
    }
)
FIELDS: Mapping[Question, str] = {
    "no-credit": "credit",
    "owner-unknown": "credit",
    "no-copyright": "copyright",
    "expired": "expiry_date",
    "expires-soon": "expiry_date",
    "no-terms": "usage_terms",
}
"""What is set to take a record off a list, or to say what holds now."""
QUERIES: Mapping[str, str] = {"owner-unknown": "flag:owner-unknown"}  # lists that a search query can express

Found = Mapping[tuple[Of, Question], list[str]]


class RightsQuery(BaseModel):
    """The list and the page of it; by default the first list that is not empty."""

    model_config = ConfigDict(extra="forbid")

    of: Of = "photo"
    show: Question | None = None
    page: Annotated[Whole, Field(ge=1, le=100_000)] = 1


@dataclass(slots=True)
class _RightsCache:
    """The lists for one revision of the catalogue and one day."""

    revision: int
    today: date
    found: Found


_KEPT: WeakKeyDictionary[Archive, _RightsCache] = WeakKeyDictionary()


def urgent(archive: Archive) -> int:
    """Return how many records may no longer be used or only for a while, and how many photos have no credit."""
    found = review(archive)
    ends = sum(len(found[of, what]) for of in QUESTIONS for what in ("expired", "expires-soon"))
    return ends + sum(len(found["photo", what]) for what in ("no-credit", "owner-unknown"))


def desk_rights() -> str:
    """Return one list, and the lengths of the others."""
    archive, query = services().archive, checked(RightsQuery, arguments())
    found, questions = review(archive), QUESTIONS[query.of]
    show = query.show if query.show in questions else next((q for q in questions if found[query.of, q]), questions[0])
    ids, start = found[query.of, show], (query.page - 1) * A_PAGE
    read = archive.catalogue.get_many(ids[start : start + A_PAGE], ARCHIVIST)
    return render_template(
        "desk/rights.html",
        of=query.of,
        show=show,
        kinds=[(of, _address(of), of == query.of) for of in QUESTIONS],
        choices=[(NAMES[q], len(found[query.of, q]), _address(query.of, q), q == show) for q in questions],
        name=NAMES[show],
        advice=ADVICE[show],
        field=FIELDS[show],
        query=QUERIES.get(show, "") if query.of == "photo" else "",
        total=len(ids),
        rows=[_row(record) for record in read],
        start=start + 1,
        earlier=_address(query.of, show, query.page - 1) if query.page > 1 else None,
        later=_address(query.of, show, query.page + 1) if start + A_PAGE < len(ids) else None,
    )


def review(archive: Archive) -> Found:
    """Return the ids of all lists for the current state of the catalogue; computed once for each state."""
    revision, today = archive.catalogue.revision(), utc_now().astimezone(archive.settings.archive.zone).date()
    kept = _KEPT.get(archive)
    if kept is None or (kept.revision, kept.today) != (revision, today):
        with archive.catalogue.snapshot() as conn:
            kept = _RightsCache(revision, today, _sorted(rights_of_all(conn), _owner_unknown(archive), today))
        _KEPT[archive] = kept
    return kept.found


def _sorted(rights: Any, unknown: Callable[[str], bool], today: date) -> Found:
    found: dict[tuple[Of, Question], list[str]] = {(of, what): [] for of in QUESTIONS for what in QUESTIONS[of]}
    soon = (today + timedelta(days=SOON_DAYS)).isoformat()
    for one in rights:
        of: Of = "photo" if one.kind is Kind.PHOTO else "text"
        for what in _questions(one, unknown, today, soon):
            if what in QUESTIONS[of]:
                found[of, what].append(one.id)
    return found


def _questions(one: RecordRights, unknown: Callable[[str], bool], today: date, soon: str) -> list[Question]:
    asked: list[Question] = []
    if one.expiry:
        soon_over = last_day(one.expiry) <= soon
        asked += ["expired"] if is_over(one.expiry, today) else ["expires-soon"] if soon_over else []
    if not one.credits:
        asked.append("no-credit")
    if any(unknown(words) for words in one.credits):
        asked.append("owner-unknown")
    if not one.copyright.strip():
        asked.append("no-copyright")
    if not one.terms:
        asked.append("no-terms")
    return asked


def _owner_unknown(archive: Archive) -> Callable[[str], bool]:
    """Return whether a credit says that the owner of a picture is unknown; each wording is parsed once."""
    cards = archive.authorities()

    @cache
    def unknown(words: str) -> bool:
        return OWNER_UNKNOWN in parse(words, cards).flags

    return unknown


def _row(record: Record) -> dict[str, Any]:
    given = credits_of(record, services().authorities())
    return {
        "id": record.id,
        "card": card(Hit(record, 0.0)),
        "url": desk_links.record(record.id),
        "thumbnail": desk_links.thumbnail(record),
        "standing": standing(record),
        "expiry": labels.date(str(record.values.get("expiry_date") or "")),
        "answer": may_print(record, given).words if record.kind is Kind.PHOTO else "",
    }


def _address(of: Of, show: str = "", page: int = 1) -> str:
    pairs = [("of", of if of != "photo" else ""), ("show", show), ("page", page if page > 1 else "")]
    said = urlencode([(key, value) for key, value in pairs if value])
    return f"{HERE}?{said}" if said else HERE
