"""Changes by others since a page of the desk was shown, listed when a form was refused because of them.

Each form carries the number of the newest event when its page was made (`seen`). The state that it decides on has its
own digest (`previewed`, `was`), which the writing code compares. If they differ, the page lists the events since then.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from flask import Flask, g, request

from webui.desk.forms.form_tokens import SEEN_FIELD
from webui.desk.records.history import act_of
from webui.services.services import services

_MOST = 10  # acts that are listed
_LOOKED_AT = 2000  # events
_MOST_DIGITS = 12
_ABOUT = ("id", "ids", "one", "other", "article", "photo", "subject", "object")  # fields of forms that name records


def prepare(app: Flask) -> None:
    """Give templates `{{ seen() }}`, which every form contains, and `{{ meanwhile() }}`."""
    app.jinja_env.globals |= {"seen": lambda: g.get("seen", ""), "meanwhile": lambda: g.get("meanwhile", [])}


def note_seen() -> None:
    """Note the newest event before anything is read: the page is at least as new."""
    g.seen = services().archive.catalogue.last_event()


def seen_by_form() -> int | None:
    """Return the newest event when the page of the form was made, or None if the form does not say."""
    said = request.form.get(SEEN_FIELD, "")
    return int(said) if said.isascii() and said.isdecimal() and len(said) <= _MOST_DIGITS else None


def tell_meanwhile(about: Iterable[str] = ()) -> None:
    """Make the page list the acts since the form was shown that concern these records, events or users, or those named
    in the form."""
    since, wanted = seen_by_form(), {*about, *_named()}
    if since is None:
        return
    catalogue = services().archive.catalogue
    sets = {one.n: one for one in catalogue.change_sets()}
    events = catalogue.events_since(since, _LOOKED_AT)
    g.meanwhile = [act_of(one, sets) for one in events if _is_about(one, wanted)][:_MOST]


def _named() -> Iterator[str]:
    yield from map(str, (request.view_args or {}).values())
    for name in _ABOUT:
        for value in request.form.getlist(name):
            yield from (part.rpartition("/")[2] for part in value.split(",") if part)


def _is_about(event: Mapping[str, Any], wanted: set[str]) -> bool:
    detail = event["detail"]
    named = [event["record"], *(detail.get(key) for key in ("event", "other", "made", "object", "user", "series"))]
    named += [one for pair in detail.get("after") or () if isinstance(pair, list) for one in pair[:2]]  # of an event
    named += [f"accession {detail['accession']}"] if event["type"] == "accession" else []
    return bool(wanted.intersection(one for one in named if isinstance(one, str)))
