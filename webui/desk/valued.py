"""Values, changes of values and the records they are of, as lists of the desk show them."""

from __future__ import annotations

from typing import Any

from archive.catalogue import Change, Revised
from archive.editing.previews import plain_changes
from webui import labels, words
from webui.desk import links
from webui.moments import moment
from webui.values import in_words
from webui.words import _

ACCESS = "access"  # what a change set says of who may see a record, `held until 2026-05-03T10:00:00Z`
LONGEST = 400  # characters of a value


def shown_revised(one: Revised) -> dict[str, Any]:
    """A record of a preview: its address, its title, and what becomes of its fields."""
    title = labels.shorten(one.title, 120) or one.id
    return {"url": links.record(one.id), "title": title, "changes": [*map(_shown, plain_changes(one.changes))]}


def _shown(one: Change) -> dict[str, Any]:
    return {
        "label": labels.field(one.key),
        "before": one_line(one.key, one.before),
        "before_origin": one.before_origin,
        "after": one_line(one.key, one.after),
        "after_origin": one.after_origin,
    }


def one_line(key: str, value: Any) -> str:
    """A value for a line of a list; empty where there is none."""
    if value is None:
        return ""
    if key == "kind" and value in words.KINDS:
        return words.KINDS[value]
    if key == ACCESS:
        said, _with, earlier = str(value).partition(" with ")
        status, _until, hour = said.partition(" until ")
        if earlier:
            return _("%(status)s, with its earlier versions", status=words.STATUSES.get(status, status))
        return f"{words.STATUSES.get(status, status)}{f' ({moment(hour)})' if hour else ''}"
    return labels.shorten("; ".join(in_words(key, value)), LONGEST)
