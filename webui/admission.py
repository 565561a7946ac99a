"""Checks before any page: invalid tokens are refused, and a closed archive asks visitors to log in.

Answers made for one reader are kept out of shared caches.
"""

from __future__ import annotations

from contextlib import ExitStack

from flask import Flask, Response, g, request

from archive.catalogue.accounts.roles import Permission
from archive.login_name import acting_as
from archive.messages import Message
from webui.api import problems
from webui.api.paths import is_api
from webui.desk.accounts.login import ask_login
from webui.i18n.words import _, marked
from webui.identity.identity import has_users, identity, is_safe_line
from webui.pages.errors import page
from webui.services.services import services

ALWAYS_OPEN = frozenset({"static", "feeds.robots", "feeds.security", "api.healthz", "api.readyz"})
"""Endpoints that a closed archive serves to everyone: none of them shows a record. The desk has its own checks."""
OF_INGEST = frozenset({"api.ingest", "api.ingest_state"})
"""Endpoints of a closed archive for a token that may add files but read nothing."""
_HELD_BACK = marked("This archive is closed. Ask the person who runs it for a user name.")


def admit(app: Flask) -> None:
    """Run the checks before every view except that of the host."""
    app.before_request(_check)
    app.after_request(_keep_apart)
    app.teardown_request(_end)


def _check() -> Response | None:
    who = identity()
    g.acting = ExitStack()
    g.acting.enter_context(acting_as(who.name))
    if who.refused:
        return problems.refuse_token(401, Message("token-refused"), "invalid_token")
    if who.is_token and who.permissions - {Permission.READ} and not is_safe_line():
        return problems.refuse_token(403, Message("token-in-clear"))
    if not services().settings.web.closed or who.may(Permission.READ) or request.blueprint == "desk":
        return None
    if request.endpoint in ALWAYS_OPEN or (request.endpoint in OF_INGEST and who.may(Permission.INGEST)):
        return None
    if who.is_token:
        return problems.refuse_token(403, Message("token-too-narrow"), "insufficient_scope")
    if is_api(request.path) or not request.accept_mimetypes.accept_html:
        return problems.refuse_token(401, Message("token-needed"))
    return ask_login() if has_users() else page(403, _(_HELD_BACK))


def _keep_apart(response: Response) -> Response:
    """Keep an answer out of shared caches: one reader may get links or records that others do not."""
    who, closed = identity(), services().settings.web.closed
    told = response.headers.get("Cache-Control", "")
    if told and request.endpoint != "static" and "no-store" not in told and "private" not in told:
        if closed or who.is_token:
            response.headers["Cache-Control"] = "private, no-cache"
        elif who.permissions:
            response.headers["Cache-Control"] = told.replace("public", "private")
    if is_api(request.path):
        response.vary.add("Authorization")
        if who.permissions:
            response.headers.pop("Access-Control-Allow-Origin", None)
    return response


def _end(error: BaseException | None) -> None:  # noqa: ARG001
    if (acting := g.pop("acting", None)) is not None:
        acting.close()
