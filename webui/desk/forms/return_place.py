"""The page that a form of the desk was sent from. The result redirects back to it, and it shows what was done."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit

from flask import Flask, request
from werkzeug.datastructures import MultiDict

from webui.i18n import negotiation
from webui.services import desk_links, links

BACK = "back"  # the form field and the parameter that name the page
CHANGE, INDEX = "change", "index"  # parameters for the page: the change set, and that the index is behind
_TOLD = frozenset({CHANGE, INDEX, "done"})  # what was done, here and on the page of a record
NOTHING = "none"  # instead of a change set
_LONGEST = 20_000  # characters of an address
_PLACE = re.compile(r"/desk/(?:rights|records(?:/[A-Za-z0-9_-]{1,64})?)")


def prepare(app: Flask) -> None:
    """Give templates `{{ return_place() }}`, which every form of the desk contains, and `{{ with_place(url) }}`."""
    app.jinja_env.globals |= {"return_place": return_place, "with_place": with_place}


def arguments() -> MultiDict[str, str]:
    """Return the parameters of the address without those that report what was done."""
    given = negotiation.arguments().items(multi=True)
    return MultiDict((name, value) for name, value in given if name not in _TOLD)


def return_place() -> str:
    """Return the page to return to: the given one, or else the current one; "" for a page that nothing starts from."""
    given = request.form.get(BACK) or request.args.get(BACK, "")
    if not given and request.method == "GET":
        given = links.with_query(request.path, arguments().items(multi=True))
    return _checked(given)


def with_place(url: str) -> str:
    """Return the address of an intermediate page, with the page to return to."""
    place = return_place()
    return f"{url}{'&' if '?' in url else '?'}{urlencode({BACK: place})}" if place else url


def lead_back(place: str, n: int | None, *, behind: bool = False, first: str = "") -> str:
    """Return `place` with what was done (change set `n` or nothing) at record `first`. Without a place, return the page
    of the change, or the list."""
    if not place:
        return desk_links.RECORDS if n is None else desk_links.change(n, behind=behind)
    path, _mark, query = place.partition("?")
    said = [*parse_qsl(query), (CHANGE, str(n or NOTHING)), *([(INDEX, "behind")] if behind else [])]
    return links.with_query(path, said) + (f"#tick-{first}" if first else "")


def _checked(given: str) -> str:
    """Return the address if it belongs to the desk."""
    if len(given) > _LONGEST:
        return ""
    try:
        parts = urlsplit(given)
    except ValueError:
        return ""
    if parts.scheme or parts.netloc or not _PLACE.fullmatch(parts.path):
        return ""
    pairs = [pair for pair in parse_qsl(parts.query) if pair[0] not in {*_TOLD, BACK}]
    return links.with_query(parts.path, pairs)
