"""Rate limits per client: `requests_per_minute` and others below [web]. Without them, nothing here runs.

Requests with a token are counted by token, all others by address; logged-in users are not counted. Answers give the
remaining quota in the headers RateLimit and RateLimit-Policy (draft-ietf-httpapi-ratelimit-headers-10). Counts depend
on the requests, never on the results.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from flask import Flask, Response, current_app, g, request

from archive.settings import WebSection
from webui.identity.connection import client_address
from webui.identity.identity import identity, is_logged_in
from webui.identity.request_counts import Balance, Quota, QuotaExceeded, RequestCounts

COUNTS = "press-archive-limits"  # the extension of the application: its RequestCounts
UNCOUNTED = frozenset(
    {"static", "feeds.robots", "api.healthz", "api.readyz"}
    | {"pages.thumbnail", "pages.preview", "pages.page_thumbnail", "pages.page_picture"}
    | {"feeds.iiif_picture", "feeds.iiif_page"}
)
"""What is never limited: what watches the server, and the parts of a page, of which a browser asks for many at once."""
SEARCHES = frozenset(
    {"pages.search", "pages.facet_values", "feeds.atom"}
    | {"api.search", "api.histogram", "api.similar", "api.export", "api.passages", "api.quotes", "api.batch"}
)
"""What runs a search of its own. Suggestions while one types count as requests alone."""
_SEARCHES = "searches"


@dataclass(slots=True)
class _Limited:
    """The client of a request, its quotas, and the remainder of those that the request uses."""

    client: str
    quotas: tuple[Quota, ...]
    balances: dict[Quota, Balance] = field(default_factory=dict)

    def take(self, costs: dict[Quota, int]) -> None:
        counts: RequestCounts = current_app.extensions[COUNTS]
        try:
            self._note(counts.take(self.client, costs))
        except QuotaExceeded as error:
            self._note(error.balances)
            raise

    def _note(self, balances: Iterable[Balance]) -> None:
        self.balances.update((one.quota, one) for one in balances)


def quotas_of(web: WebSection) -> tuple[Quota, ...]:
    """Return the quotas of an address; none if the settings have no limits."""
    found = (
        Quota("requests", web.requests_per_minute, 60),
        Quota("requests-of-day", web.requests_per_day, 24 * 3600),
        Quota(_SEARCHES, web.searches_per_minute, 60),
    )
    return tuple(quota for quota in found if quota.most)


def limit_requests(app: Flask, web: WebSection) -> None:
    """Count each request, and refuse those above the limits of the settings. Do nothing if these have none."""
    quotas, factor = quotas_of(web), web.token_limit_factor

    def count() -> None:
        if request.endpoint in UNCOUNTED or request.method == "OPTIONS" or is_logged_in():
            return
        who = identity()
        if who.is_token and not factor:
            return
        if who.is_token:
            own = tuple(replace(quota, most=quota.most * factor) for quota in quotas)
            g.limited = _Limited(f"token {who.token}", own)
        else:
            g.limited = _Limited(client_address(), quotas)
        g.limited.take({one: 1 for one in g.limited.quotas if one.name != _SEARCHES or request.endpoint in SEARCHES})

    if quotas:
        app.extensions[COUNTS] = RequestCounts()
        app.before_request(count)
        app.after_request(_tell)


def most_at_once() -> int | None:
    """Return how many searches one request of this client can ever have; None without limits."""
    limited: _Limited | None = g.get("limited")
    return min(quota.most for quota in limited.quotas) if limited else None


def take_further(count: int) -> None:
    """Count further searches of the current request, each as one more request. Raise QuotaExceeded."""
    limited: _Limited | None = g.get("limited")
    if limited and count:
        limited.take(dict.fromkeys(limited.quotas, count))


def _tell(response: Response) -> Response:
    limited: _Limited | None = g.get("limited")
    if limited:
        policies = (f'"{quota.name}";q={quota.most};w={quota.seconds}' for quota in limited.quotas)
        response.headers["RateLimit-Policy"] = ", ".join(policies)
        if limited.balances:
            left = (f'"{quota.name}";r={one.left};t={one.reset}' for quota, one in limited.balances.items())
            response.headers["RateLimit"] = ", ".join(left)
    return response
