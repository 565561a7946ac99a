"""What is known of an act beside what it did to values, in words; by the names that events of the catalogue have."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from webui import labels, words
from webui.desk.change_words import titles
from webui.told import reason
from webui.words import _, ngettext

_LONGEST = 300  # characters
_UNTOLD = frozenset({"cleared", "before"})


def in_words(detail: Mapping[str, Any]) -> str:
    """All of it on one line; what has no words here by its name."""
    told = (_told(name, value) for name, value in detail.items() if name not in _UNTOLD and value not in (None, "", []))
    return labels.shorten("; ".join(one for one in told if one), _LONGEST)


def _told(name: str, value: Any) -> str:
    say = _SAYINGS.get(name)
    try:
        return say(value) if say else f"{name}: {labels.name(json.dumps(value, ensure_ascii=False))}"
    except (KeyError, TypeError, ValueError):  # written by another version
        return f"{name}: {labels.name(value)}"


def _records(ids: Any) -> str:
    return "; ".join(titles([ids] if isinstance(ids, str) else ids).values())


_SAYINGS: Mapping[str, Callable[[Any], str]] = {
    "sha256": lambda value: f"SHA-256 {value[:12]}…",
    "status": lambda value: words.STATUSES[value],
    "role": lambda value: words.ROLES[value],
    "version": lambda value: _("version %(n)d", n=int(value)),
    "pages": lambda value: ngettext("%(num)s page", "%(num)s pages", int(value)),
    "confidence": lambda value: _("confidence %(n)d %%", n=round(float(value))),
    "changed": lambda value: ", ".join(labels.field(key) for key in value),
    "reason": lambda value: reason(str(value)).words,
    "merged": lambda value: ngettext("%(num)s record", "%(num)s records", len(value)),
    "split": _records,
    "earlier_files": lambda value: ngettext("%(num)s earlier file", "%(num)s earlier files", int(value)),
    "held_names": lambda value: ngettext("%(num)s name of a held copy", "%(num)s names of held copies", int(value)),
    "taken_back": lambda value: _("Undone: change %(n)s", n=words.number(int(value))),
}
