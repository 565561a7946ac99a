"""Who may use the desk: a user who logged in, or someone at this machine who opened it with its secret.

Errors of the desk are pages with the sentence that the command line would print.
"""

from __future__ import annotations

from flask import Blueprint, Response, current_app

from archive.catalogue.accounts.roles import Permission
from archive.errors import (
    ArchiveBusy,
    BadAccount,
    ChangedMeanwhile,
    IndexUnavailable,
    IndexUnusable,
    PressArchiveError,
    QueryError,
    UnknownRecord,
)
from webui.desk.forms.form_tokens import FormOutdated, FormRefused
from webui.desk.forms.stale_forms import show_stale_form
from webui.desk.records.meanwhile import tell_meanwhile
from webui.i18n.message_lookup import localised_message
from webui.identity.connection import is_encrypted, is_local, is_of_own_pages
from webui.identity.identity import has_users, identity
from webui.pages.errors import page

_STATUS = {
    FormRefused: 403,
    BadAccount: 400,
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
    desk.register_error_handler(ChangedMeanwhile, _overtaken)
    desk.register_error_handler(FormOutdated, lambda error: show_stale_form(localised_message(error.message)))


def _overtaken(error: ChangedMeanwhile) -> Response:
    """Return the form as typed, below the changes that others made meanwhile. Sending it again applies it."""
    tell_meanwhile()
    return show_stale_form(localised_message(error.message), 409, {"previewed": error.now})


def _page(error: PressArchiveError) -> Response:
    return page(_STATUS.get(type(error), _OTHERWISE), localised_message(error.message))


def at_the_desk() -> bool:
    """Return whether the request may reach the desk and was sent by a user whose role has a desk, or, in an archive
    without users, has a session that the desk's secret opened. Other accounts of this machine have none; nor have
    proxies on it that do not identify themselves."""
    who = identity()
    return may_come() and not who.is_token and who.may(Permission.READ_HELD)


def may_come() -> bool:
    """Return whether the desk is open (`press-archive serve --desk`), and no other site was involved in the request. It
    comes from this machine to this machine's own name, without a proxy; in an archive with users, it may also come by
    TLS through a trusted proxy."""
    if not current_app.config.get("DESK") or not is_of_own_pages():
        return False
    return is_local() or (is_encrypted() and has_users())
