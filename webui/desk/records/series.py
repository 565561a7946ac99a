"""The tree of series at the desk: shown and edited, with the assignments of its units."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import Response, abort, render_template, request

from archive.access import ARCHIVIST
from archive.catalogue.records.series import LEVELS, LONGEST, WAYS, SeriesPart, SeriesUnit, digest_with_parts, path_to
from archive.edits.edits import expect
from archive.edits.reasons import reason_of
from archive.errors import ChangedMeanwhile, NotEditable, SeriesError
from webui.desk.forms.form_tokens import once, sent
from webui.desk.forms.notices import AGENT, meant, typed_reason
from webui.desk.records.meanwhile import tell_meanwhile
from webui.i18n import labels
from webui.i18n.message_lookup import localised_message
from webui.i18n.words import MessageTable, marked
from webui.presentation.series import LEVEL_NAMES, count_records
from webui.services import links
from webui.services.services import services

HERE = "/desk/series"
_VALUES = ("level", *LONGEST, "parent")
WAY_NAMES = MessageTable(
    {
        "collection": marked("Collection"),
        "accession": marked("Accession"),
        "folder": marked("Folder"),
        "record": marked("Record"),
    }
)


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit with its depth from 0, the code of its parent, its assignments, and how many records are in it and below
    it. `previewed` is the digest of all that."""

    unit: SeriesUnit
    depth: int
    parent: str
    parts: tuple[SeriesPart, ...]
    count: int
    url: str
    previewed: str


def desk_series() -> Response:
    """Return the tree."""
    return _page()


def change_series() -> Response:
    """Add, edit or remove a unit, or add or remove an assignment; redirect to the tree."""
    try:
        reason = reason_of(typed_reason())
        return once(lambda: _done(reason))
    except (SeriesError, NotEditable) as error:
        return _page(localised_message(error.message), 400)
    except ChangedMeanwhile as error:
        tell_meanwhile([request.form.get("unit", "")])
        return _page(localised_message(error.message), 409)


def _done(reason: str | None) -> str:
    act, code = request.form.get("act", ""), request.form.get("unit", "")
    values = {name: request.form[name] for name in _VALUES if name in request.form}
    way, value = request.form.get("way", ""), request.form.get("value", "")
    if way == "record":
        value = meant(services().archive, value) or value
    with services().archive.catalogue.write(AGENT, reason) as writer:
        if act == "add":
            writer.add_series(values)
            return f"{HERE}#unit-{values.get('code', '')}"
        expect(request.form.get("previewed", ""), lambda: writer.series_digest(code))
        acts: Mapping[str, Callable[[], object]] = {
            "edit": lambda: writer.edit_series(code, values),
            "remove": lambda: writer.remove_series(code),
            "assign": lambda: writer.assign_to_series(code, way, value),
            "unassign": lambda: writer.assign_to_series(code, way, value, remove=True),
        }
        if act not in acts:
            abort(400)
        acts[act]()
    return HERE


def _page(problem: str = "", status: int = 200) -> Response:
    catalogue = services().archive.catalogue
    units, parts = catalogue.series_units(), catalogue.series_parts()
    _seen, within = catalogue.series_seen(ARCHIVIST)
    known, counts = {one.key: one for one in units}, count_records(units, within)
    single = [part.value for part in parts if part.way == "record"]
    body = render_template(
        "desk/series.html",
        rows=[_row(one, known, [part for part in parts if part.unit == one.key], counts[one.key]) for one in units],
        titles={one.id: labels.shorten(one.title, 120) for one in catalogue.get_many(single, ARCHIVIST)},
        levels=[(level, LEVEL_NAMES[level]) for level in LEVELS],
        level_names=LEVEL_NAMES,
        ways=[(way, WAY_NAMES[way]) for way in WAYS],
        way_names=WAY_NAMES,
        longest=LONGEST,
        typed=sent() if problem else {},
        problem=problem,
        place=HERE,
    )
    return Response(body, status)


def _row(one: SeriesUnit, known: Mapping[str, SeriesUnit], parts: list[SeriesPart], count: int) -> UnitRow:
    above = known.get(one.parent)
    return UnitRow(
        one,
        len(path_to(known, one.key)) - 1,
        above.code if above else "",
        tuple(parts),
        count,
        links.series(one.code),
        digest_with_parts(one, parts),
    )
