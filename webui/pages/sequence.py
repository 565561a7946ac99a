"""The contact sheet: all frames of a run, by number, the one it was opened from marked."""

from __future__ import annotations

from flask import Response, abort, render_template

from archive.record import Kind
from webui import labels, words
from webui.caching import tagged
from webui.lookup import visible
from webui.runs import SHEET, run
from webui.words import _


def sequence(record_id: str) -> Response:
    """The view; 404 for what stands in no run."""
    found = visible(record_id)
    seen = run(found, SHEET) if found.kind is Kind.PHOTO else None
    if seen is None:
        abort(404, _("This record stands in no sequence of frames."))
    body = render_template(
        "sequence.html",
        record=found,
        run=seen,
        days=" – ".join(labels.date(day) for day in seen.days),
        photographers=", ".join(labels.name(name, 80) for name in seen.photographers[:5]),
        left_out=seen.count - len(seen.frames),
        count=words.ngettext("%(num)s frame", "%(num)s frames", seen.count),
    )
    return tagged(Response(body), body)
