"""GET /about: who runs the archive, what it contains, and how it may be used."""

from __future__ import annotations

import re

from flask import Response, render_template

from archive.access import PUBLIC
from archive.errors import IndexUnavailable
from archive.search.execution.requests import Results
from webui.http.responses import add_etag
from webui.i18n.moments import day
from webui.pages import browse
from webui.pages.timeline import set_apart
from webui.presentation.periods import period_counts
from webui.presentation.series import public_nodes
from webui.services import links
from webui.services.services import services

PATH = "/about"
_FACETS = {"kind": 10, "language": 10, "source": 12, "collection": 12}  # values that are shown


def about() -> Response:
    """Return the view. Settings without a value are not shown; nor are the contents while there is no index."""
    given = services().settings.about
    try:
        found = browse.everything(_FACETS, max(_FACETS.values()))
    except IndexUnavailable:
        found = None
    added = services().catalogue.lately_added(PUBLIC, 1)
    body = render_template(
        "about.html",
        given=given,
        paragraphs=_paragraphs(given.text),
        terms=_paragraphs(given.terms),
        website=links.outside(given.website),
        terms_url=links.outside(given.terms_url),
        total=found.total if found else 0,
        is_empty=found is not None and not found.total,
        undated=found.undated if found else 0,
        years=_years(found) if found else None,
        contents=[browse.browse(found, facet, most) for facet, most in _FACETS.items()] if found else [],
        series=len(public_nodes()[0]),
        added=next((day(when) for when in added.values()), None),
    )
    return add_etag(Response(body), body)


def _paragraphs(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"\n\s*\n", text) if part.strip()]


def _years(found: Results) -> tuple[int, int] | None:
    """Return the first year and the last, ignoring a few outliers."""
    counted = {int(year): many for year, many in period_counts(found, "year").items() if year.isdecimal()}
    line = set_apart(counted)
    return (min(line), max(line)) if line else None
