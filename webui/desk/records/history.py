"""The history of a record in words, newest first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from archive.catalogue import ChangeSet
from archive.catalogue.accounts.roles import Role
from archive.catalogue.history.event_log import reason_in
from archive.record import Status
from webui.desk.forms.notices import AGENT, in_words
from webui.desk.records.change_wording import act_in_words as told
from webui.desk.records.change_wording import action, one_line
from webui.i18n import labels, words
from webui.i18n.moments import moment
from webui.i18n.words import MessageTable, marked
from webui.services import desk_links
from webui.services.services import services

MOST = 25  # acts on one page

# The events of the catalogue, in words of PREMIS, as pages call them.
_ACTS = MessageTable(
    {
        "ingestion": marked("Taken in"),
        "modification": marked("Its files changed"),
        "metadata modification": marked("Described again"),
        "metadata extraction": marked("Read again"),
        "policy assignment": marked("Who may see it"),
        "text recognition": marked("Words read by machine"),
        "virus check": marked("Scanned for viruses"),
        "accession": marked("Accession sheet changed"),
        "erasure requested": marked("Erasure requested"),
        "erasure cancelled": marked("Request to erase it cancelled"),
        "fixity check": marked("Originals checked"),
        "legal hold set": marked("Put under a legal hold"),
        "legal hold lifted": marked("Legal hold lifted"),
        "event decision": marked("Event decided"),
        "series": marked("Series changed"),
        "user added": marked("User added"),
        "user role": marked("Role changed"),
        "user password": marked("Password changed"),
        "user disabled": marked("User disabled"),
        "user enabled": marked("User enabled"),
    }
)


@dataclass(frozen=True, slots=True)
class Act:
    """A row of the history: when, what, and by whom. `key` is the label of a changed field, with its value before and
    after; `told` has further details that need no translation; `reason`: the archivist's own words; `change`: the
    number and address of its change set."""

    when: str
    what: str
    who: str
    key: str
    before: str
    after: str
    told: str
    reason: str
    change: tuple[int, str] | None


def history(record: str, before: int | None) -> tuple[list[Act], int | None]:
    """Return the acts before event number `before`, and the number to continue from, or None at the end."""
    catalogue = services().archive.catalogue
    found = catalogue.done_to(record, before, MOST + 1)
    sets = {one.n: one for one in catalogue.change_sets()}
    more = int(found[MOST - 1]["n"]) if len(found) > MOST else None
    return [
        act_of(event, sets) for event in found[:MOST] if not str(event["detail"].get("key", "")).endswith("_precision")
    ], more


def act_of(event: Mapping[str, Any], sets: Mapping[int, ChangeSet]) -> Act:
    """Return an event in words; `sets` are the change sets by number."""
    detail = dict(event["detail"])
    n = detail.pop("change_set", None)
    of = sets.get(n) if isinstance(n, int) else None
    key, before, after = (detail.pop(name, None) for name in ("key", "before", "after"))
    became = after
    if event["type"] == "policy assignment":
        before, after = (_status(one) for one in (before, after))
        after = f"{after} ({moment(detail['until'])})" if isinstance(detail.get("until"), str) else after
        detail.pop("until", None)
    elif isinstance(key, str):
        before, after = one_line(key, before), one_line(key, after)
    elif event["type"] == "user role":
        before, after = (words.ROLES_OF_USERS.get(Role(one), one) for one in (before, after))
    else:
        before = after = ""
    why = reason_in(detail, of)
    if of is None and why is not None:
        detail.pop("reason")
    decided = in_words(event["n"], detail)
    return Act(
        moment(event["at"]),
        decided or (action(of, [became]) if of else act_name(event["type"])),
        labels.name(of.by if of else _who(event), 60),
        labels.field(key) if isinstance(key, str) else "",
        before,
        after,
        "" if decided else told(detail),
        why or "",
        (of.n, desk_links.change(of.n)) if of else None,
    )


def act_name(type_: str) -> str:
    """Return the name of events of that type."""
    return _ACTS.get(type_, type_)


def _who(event: Mapping[str, Any]) -> str:
    """Return the user for whom the desk acted, or else the program."""
    return str(event["by"] if event["agent"] == AGENT and event["by"] else event["agent"])


def _status(value: Any) -> str:
    return words.STATUSES[value] if value in set(Status) else str(value or "")
