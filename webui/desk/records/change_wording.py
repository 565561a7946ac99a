"""Changes in the reader's words: values, change sets and the events of a record.

A change set is worded by what it changed, because its own text is for the command line.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from archive.access import ARCHIVIST
from archive.catalogue import MERGE, SPLIT, Change, ChangedValue, ChangeSet, RecordLabel, RecordRevision
from archive.edits.edits import plain_changes
from archive.messages import message_from_json
from webui.i18n import labels, words
from webui.i18n.message_lookup import in_page_words, reason
from webui.i18n.moments import moment
from webui.i18n.words import MessageTable, _, marked, ngettext
from webui.presentation.record_values import value_in_words
from webui.services import desk_links
from webui.services.services import services

ACCESS = "access"  # the key of a change of access, in messages
LONGEST = 400  # characters of a value


def shown_revised(one: RecordRevision) -> dict[str, Any]:
    """Return a record of a preview: its address, its title, and the changes of its fields."""
    title = labels.shorten(one.title, 120) or one.id
    return {"url": desk_links.record(one.id), "title": title, "changes": [*map(_shown, plain_changes(one.changes))]}


def _shown(one: Change) -> dict[str, Any]:
    return {
        "label": labels.field(one.key),
        "before": one_line(one.key, one.before),
        "before_origin": one.before_origin,
        "after": one_line(one.key, one.after),
        "after_origin": one.after_origin,
    }


def one_line(key: str, value: Any) -> str:
    """Return a value for a line of a list, or "" if there is none."""
    if value is None:
        return ""
    if key == "kind" and value in words.KINDS:
        return words.KINDS[value]
    if key == ACCESS:
        return in_page_words(value)
    return labels.shorten("; ".join(value_in_words(key, value)), LONGEST)


_LOOKED_AT = 200  # values of a set that its summary considers
_NAMED = 3  # records, and fields, that are named
_LONGEST = 100  # characters of a title, or of a value
_WHERE = "--where "
_ACTIONS = MessageTable(
    {
        "edit": marked("Fields set"),
        "import": marked("Table of corrections"),
        "undo": marked("Undone"),
        "merge": marked("Merged"),
        "split": marked("Split off"),
        "access": marked("Who may see it"),
    }
)


@dataclass(frozen=True, slots=True)
class TitledRecord:
    """A record: its page at the desk, and its title."""

    url: str
    title: str


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field, and its value before and after if all records share one; otherwise `various`."""

    label: str
    before: str
    after: str
    various: bool


@dataclass(frozen=True, slots=True)
class ChangeSummary:
    """`action` in a word or two, the first records and fields, and how many more there are; `query`: the search that
    found the records; `table`: the name of the file that the values came from, if any."""

    action: str
    records: tuple[TitledRecord, ...]
    more_records: int
    values: tuple[FieldChange, ...]
    more_values: int
    query: str
    query_url: str
    table: str


def changes_in_words(sets: Sequence[ChangeSet]) -> dict[int, ChangeSummary]:
    """Return these change sets in words, by number."""
    catalogue = services().archive.catalogue
    values = {one.n: [*islice(catalogue.changed_values(one.n), _LOOKED_AT)] for one in sets}
    ids = {one.n: _records(one, values[one.n]) for one in sets}
    called = titles({record for some in ids.values() for record in some[:_NAMED]})
    return {one.n: _summed_up(one, values[one.n], ids[one.n], called) for one in sets}


def titles(ids: Iterable[str]) -> dict[str, str]:
    """Return the titles of these records for a list of the desk; merged records have the title of the record that they
    were merged into."""
    catalogue = services().archive.catalogue
    wanted = [*ids]
    known = catalogue.labels(wanted)
    moved = {one: now[0] for one in wanted if one not in known and (now := catalogue.now_at(one, ARCHIVIST))}
    known |= catalogue.labels(moved.values())
    return {one: _title(known.get(moved.get(one, one))) or one for one in wanted}


def _title(label: RecordLabel | None) -> str:
    return labels.shorten(label.title or label.file.rpartition("/")[2], _LONGEST) if label else ""


def _records(one: ChangeSet, values: Iterable[ChangedValue]) -> list[str]:
    """Return the first records. Merges and splits change no values, so they name their records themselves."""
    joined = one.what.split(" ")[:1] if one.action in (MERGE, SPLIT) else []
    return joined or [*dict.fromkeys(value.record for value in values)]


def _summed_up(
    one: ChangeSet, values: Sequence[ChangedValue], ids: Sequence[str], called: Mapping[str, str]
) -> ChangeSummary:
    by_key: dict[str, list[ChangedValue]] = {}
    for value in values:
        if not value.key.endswith("_precision") and not (value.key == "date_created" and "created" in by_key):
            by_key.setdefault(value.key, []).append(value)
    said = [_said(key, some) for key, some in by_key.items()]
    named = [TitledRecord(desk_links.record(record), called[record]) for record in ids[:_NAMED]]
    query = _query(one, by_key)
    return ChangeSummary(
        action=action(one, [value.says[0]["status"] for value in by_key.get(ACCESS, [])]),
        records=tuple(named),
        more_records=0 if one.action in (MERGE, SPLIT) else max(0, one.records - len(named)),
        values=tuple(said[:_NAMED]),
        more_values=max(0, len(said) - _NAMED),
        query=labels.shorten(query, _LONGEST),
        query_url=f"{desk_links.RECORDS}?q={quote(query, safe='')}" if query else "",
        table=labels.name(PurePath(one.what).name, _LONGEST) if one.action == "import" else "",
    )


def action(one: ChangeSet, statuses: Iterable[object]) -> str:
    """Return the name of an act. A change of access is named after the status it set, if there is only one."""
    given = {str(status) for status in statuses}
    if one.action == "access" and len(given) == 1 and (status := given.pop()) in words.STATUSES:
        return words.STATUSES[status]
    return _ACTIONS.get(one.action, one.action)


def _said(key: str, values: Sequence[ChangedValue]) -> FieldChange:
    ends = [(_line(key, value.before), _line(key, value.after)) for value in values]
    before, after = ({end[n] for end in ends} for n in (0, 1))
    various = len(after) > 1
    return FieldChange(
        labels.field(key),
        before.pop() if len(before) == 1 and not various else "",
        after.pop() if not various else "",
        various,
    )


def _line(key: str, value: Any) -> str:
    """Return a value for a line, or the word for no value."""
    return labels.shorten(one_line(key, value), _LONGEST) or _("nothing")


def _query(one: ChangeSet, keys: Iterable[str]) -> str:
    """Return the search of `records edit --where QUERY`, which comes before the first field in its reason."""
    if one.action != "edit" or not one.what.startswith(_WHERE):
        return ""
    said = one.what.removeprefix(_WHERE)
    ends = [said.find(mark) for key in keys for mark in _marks(key)]
    return said[: min((end for end in ends if end >= 0), default=0)].strip()


def _marks(key: str) -> tuple[str, ...]:
    return (f" {key}=", f" {key}+=", f" {key}-=", f" --accept {key}=", f" --clear {key}")


def head(one: ChangeSet, summary: ChangeSummary) -> dict[str, Any]:
    """Return the heading of a change set, as lists and its own page show it."""
    return {
        "n": one.n,
        "url": desk_links.change(one.n),
        "undo": f"{desk_links.change(one.n)}/undo",
        "when": moment(one.at),
        "by": labels.name(one.by, 60),
        "reason": one.reason,
        "records": one.records,
        "stands": one.stands,
        "undone_by": (one.undone_by, desk_links.change(one.undone_by)) if one.undone_by else None,
        "undoes": (one.undoes, desk_links.change(one.undoes)) if one.undoes else None,
        "said": summary,
    }


_LONGEST_ACT = 300  # characters
_UNTOLD = frozenset({"cleared", "before", "messages"})


def act_in_words(detail: Mapping[str, Any]) -> str:
    """Return the act on one line; types without a wording here by their names."""
    if "messages" in detail:
        detail = {**detail, "reason": message_from_json(detail["messages"], str(detail.get("reason", "")))}
    told = (_told(name, value) for name, value in detail.items() if name not in _UNTOLD and value not in (None, "", []))
    return labels.shorten("; ".join(one for one in told if one), _LONGEST_ACT)


def _told(name: str, value: Any) -> str:
    say = _SAYINGS.get(name)
    try:
        return say(value) if say else f"{name}: {labels.name(json.dumps(value, ensure_ascii=False))}"
    except (KeyError, TypeError, ValueError):  # written by another version
        return f"{name}: {labels.name(value)}"


def _records_line(ids: Any) -> str:
    return "; ".join(titles([ids] if isinstance(ids, str) else ids).values())


_SAYINGS: Mapping[str, Callable[[Any], str]] = {
    "sha256": lambda value: f"SHA-256 {value[:12]}…",
    "signatures": labels.name,
    "status": lambda value: words.STATUSES[value],
    "role": lambda value: words.ROLES[value],
    "version": lambda value: _("version %(n)d", n=int(value)),
    "pages": lambda value: ngettext("%(num)s page", "%(num)s pages", int(value)),
    "confidence": lambda value: _("confidence %(n)d %%", n=round(float(value))),
    "changed": lambda value: ", ".join(labels.field(key) for key in value),
    "reason": lambda value: reason(value).words,
    "merged": lambda value: ngettext("%(num)s record", "%(num)s records", len(value)),
    "split": _records_line,
    "earlier_files": lambda value: ngettext("%(num)s earlier file", "%(num)s earlier files", int(value)),
    "held_names": lambda value: ngettext("%(num)s name of a held copy", "%(num)s names of held copies", int(value)),
    "taken_back": lambda value: _("Undone: change %(n)s", n=words.number(int(value))),
}
