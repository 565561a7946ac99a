"""Log in with name and password, log out, and change the own password.

Both pages exist in an archive with users, if it has a desk or is closed.
"""

from __future__ import annotations

import logging
import re
from urllib.parse import quote

from flask import Flask, Response, abort, current_app, render_template, request, session

from archive.catalogue.accounts.passwords import LONGEST, SHORTEST, PasswordsBusy, hash_password, is_password
from archive.catalogue.accounts.users import User, folded_name
from archive.errors import BadAccount
from archive.messages import Message, MessageList
from webui.desk.forms import form_tokens
from webui.desk.forms.notices import AGENT
from webui.i18n.message_lookup import localised_message
from webui.i18n.words import _
from webui.identity.connection import client_address, is_of_own_pages
from webui.identity.identity import has_logins, has_users, identity, is_safe_line
from webui.identity.identity import log_in as begin_session
from webui.identity.throttle import LoginThrottle
from webui.pages.errors import page
from webui.services.services import services

LOGIN, ACCOUNT, NEXT = "/desk/login", "/desk/account", "next"
_PLACE = re.compile(r"/(?![/\\])[!-\[\]-~]{0,4000}")  # a path of this server, without backslashes
_THROTTLE = "press-archive-logins"
_log = logging.getLogger(__name__)


def prepare(app: Flask) -> None:
    """Give the application its memory of failed logins."""
    app.extensions[_THROTTLE] = LoginThrottle()


def login() -> Response:
    """Return the page that asks for name and password."""
    check_reachable()
    if identity().user is not None:
        return go(place())
    return page_of_login()


def log_in() -> Response:
    """Begin a session for the right password; a wrong password and an unknown name get the same answer."""
    check_reachable()
    form_tokens.check_of_login()
    user = services().archive.catalogue.user(request.form.get("name", ""))
    # Spelling variants of a name are one user here.
    name = user.name if user else folded_name(request.form.get("name", ""))[:100]
    throttle: LoginThrottle = current_app.extensions[_THROTTLE]
    address = client_address()
    if wait := throttle.begin(name, address):
        seconds = int(wait) + 1
        response = page_of_login(Message("login-wait", count=seconds), 429)
        response.headers["Retry-After"] = str(seconds)
        return response
    try:
        same = is_password(request.form.get(form_tokens.PASSWORD_FIELD, ""), user.password if user else "")
    except PasswordsBusy as error:
        return page_of_login(error.message, 503)
    if user is None or user.disabled or not same:
        _log.warning("login refused from %s", address)
        return page_of_login(Message("login-refused"), 403)
    throttle.succeed(name, address)
    begin_session(user)
    return go(place())


def may_come_to_account() -> bool:
    """Return whether the page of a user is available: in an archive with logins, on a secure line, from one of our
    pages."""
    return has_logins() and has_users() and is_safe_line() and is_of_own_pages()


def ask_login() -> Response:
    """Return a redirect to the login for a page; for a form, a page that says why it was refused."""
    if request.method not in {"GET", "HEAD"}:
        return page(
            403, _("You are not logged in any more. Log in in another tab, then go back here and send it again.")
        )
    wanted = request.full_path.rstrip("?") if "token" not in request.args else request.path
    return go(f"{LOGIN}?{NEXT}={quote(wanted, safe='/')}" if _PLACE.fullmatch(wanted) else LOGIN)


def account() -> Response:
    """Return the page of the logged-in user."""
    return _account()


def change_own_password() -> Response:
    """Change the user's password, if the old one is right. All other sessions end."""
    user = _own()
    throttle: LoginThrottle = current_app.extensions[_THROTTLE]
    if wait := throttle.begin(user.name, address := client_address()):
        return _account(Message("login-wait", count=int(wait) + 1), 429)
    new = request.form.get("new", "")
    try:
        if not is_password(request.form.get(form_tokens.PASSWORD_FIELD, ""), user.password):
            raise BadAccount(Message("password-wrong"))
        throttle.succeed(user.name, address)
        if new != request.form.get("again"):
            raise BadAccount(Message("password-unlike"))
        hashed = hash_password(new, user.name)
    except BadAccount as error:
        return _account(error.message, 400)
    with services().archive.catalogue.write(AGENT) as writer:
        writer.set_password(user.name, hashed)
    changed = services().archive.catalogue.user(user.name)
    assert changed is not None
    begin_session(changed)
    return go(f"{ACCOUNT}?done=password")


def log_out() -> Response:
    """End all sessions of the user, so that a copy of the cookie elsewhere is useless too."""
    user = _own()
    if services().writes:
        with services().archive.catalogue.write(AGENT) as writer:
            writer.end_sessions(user.name)
    session.clear()
    return go(LOGIN)


def _own() -> User:
    user = identity().user
    if user is None:
        abort(404)
    return user


def check_reachable() -> None:
    """Answer 404 if there is no login, 403 if others could read the password or the form is from another site."""
    if not has_logins() or not has_users():
        abort(404)
    if not is_safe_line() or (request.method == "POST" and not is_of_own_pages()):
        abort(page(403, _("Log in over https, or on the machine of the archive itself.")))


def place() -> str:
    """Return where a login leads: the requested page, or else the user's account."""
    wanted = request.values.get(NEXT, "")
    return wanted if _PLACE.fullmatch(wanted) else ACCOUNT


def go(to: str) -> Response:
    """Return a redirect to a page."""
    return Response(status=303, headers={"Location": to})


def page_of_login(problem: Message | MessageList | None = None, status: int = 200) -> Response:
    """Return the login page, with the previous error."""
    body = render_template(
        "desk/login.html",
        problem=localised_message(problem) if problem else "",
        place=request.values.get(NEXT, ""),
        name=request.form.get("name", "")[:100],
        longest=LONGEST,
        openid=bool(services().settings.web.oidc_issuer),
    )
    return Response(body, status)


def _account(problem: Message | MessageList | None = None, status: int = 200) -> Response:
    body = render_template(
        "desk/account.html",
        user=_own(),
        problem=localised_message(problem) if problem else "",
        done=request.args.get("done") == "password" and not problem,
        shortest=SHORTEST,
        longest=LONGEST,
    )
    return Response(body, status)
