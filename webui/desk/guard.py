"""Who may use the desk: someone at this machine who opened it with its secret.

Errors of the desk are pages with the sentence that the command line would print.
"""

from __future__ import annotations

from ipaddress import ip_address

from flask import Blueprint, Response, current_app, request, session

from archive.errors import (
    ArchiveBusy,
    IndexUnavailable,
    IndexUnusable,
    PressArchiveError,
    QueryError,
    UnknownRecord,
)
from webui.desk.forms.form_tokens import FormOutdated, FormRefused
from webui.desk.forms.stale_forms import show_stale_form
from webui.i18n.message_lookup import localised_message
from webui.pages.errors import page

_STATUS = {
    FormRefused: 403,
    UnknownRecord: 404,
    QueryError: 400,
    ArchiveBusy: 503,
    IndexUnusable: 503,
    IndexUnavailable: 503,
}
_OTHERWISE = 409


def refused(desk: Blueprint) -> None:
    """Show every error of a desk page as a page. Nothing was changed then."""
    desk.register_error_handler(PressArchiveError, _page)
    desk.register_error_handler(FormOutdated, lambda error: show_stale_form(localised_message(error.message)))


def _page(error: PressArchiveError) -> Response:
    return page(_STATUS.get(type(error), _OTHERWISE), localised_message(error.message))


USER, ARCHIVIST = "user", "archivist"  # what a session says; logins may write other users there
_PASSED_ON = ("Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP")  # what proxies add
_OWN_SITES = ("same-origin", "none")  # what browsers say of our own pages, and of an address that was typed


def at_the_desk() -> bool:
    """Return whether the request may come to the desk and has a session that the desk's secret opened. Other accounts
    of this machine, and proxies on it that do not say that they are one, have none."""
    return may_come() and session.get(USER) == ARCHIVIST


def may_come() -> bool:
    """Return whether the desk is open (`press-archive serve --desk`) and the request comes from this machine, was sent
    to this machine's own name, and no other site, proxy or page of one had a part in it."""
    if not current_app.config.get("DESK") or any(name in request.headers for name in _PASSED_ON):
        return False
    if request.headers.get("Sec-Fetch-Site", "none") not in _OWN_SITES:
        return False
    if request.headers.get("Origin", own := request.host_url.rstrip("/")) != own:
        return False
    return _is_local(request.remote_addr or "") and _is_local(_host_without_port())


def _host_without_port() -> str:
    host = request.environ.get("HTTP_HOST", "")
    bare = host if host.endswith("]") else host.rpartition(":")[0] or host
    return str(bare).strip("[]")


def _is_local(host: str) -> bool:
    if host.casefold() == "localhost":
        return True
    try:
        address = ip_address(host)
    except ValueError:
        return False
    return (getattr(address, "ipv4_mapped", None) or address).is_loopback
