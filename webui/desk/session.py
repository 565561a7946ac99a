"""The desk's session: a password or an address with a secret opens it, and a signed cookie keeps it open.

Every start of the server has a new secret. The key that signs the cookie stays, so a form typed before a restart can
still be sent. Cookies ignore ports, so the cookie's name distinguishes the archives on one machine.
"""

from __future__ import annotations

import secrets
from datetime import timedelta
from hashlib import sha256
from hmac import compare_digest

from flask import Flask, Response, current_app, g, request, session
from flask.sessions import SecureCookieSessionInterface, SessionMixin

from webui.desk import guard
from webui.identity.connection import is_encrypted
from webui.identity.identity import PENDING, SECRET_ARCHIVIST, SESSION, USER, has_users

TOKEN = "token"  # the parameter of the address that opens the desk  # noqa: S105
_LIFETIME = timedelta(days=30)


class _Sessions(SecureCookieSessionInterface):
    """Sessions whose cookie is sent only by TLS if it was set by TLS. The cookie of a user is also sent when a link of
    another site is followed (SameSite=Lax), since otherwise each link to a closed archive would ask for the password
    again; the same holds for a browser that returns from a provider of OpenID Connect."""

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Leave a session that was not used unchanged, so that the answer does not vary by its cookie."""
        if session.accessed or session.modified:
            super().save_session(app, session, response)

    def get_cookie_secure(self, app: Flask) -> bool:  # noqa: ARG002
        return is_encrypted()

    def get_cookie_samesite(self, app: Flask) -> str:  # noqa: ARG002
        return "Lax" if SESSION in session or PENDING in session else "Strict"


def prepare(app: Flask) -> None:
    """Give the application the secret DESK_TOKEN and the key that signs its sessions, unless it already has them."""
    app.session_interface = _Sessions()
    app.config.setdefault("DESK_TOKEN", new_secret())
    sign_with(app, app.secret_key or new_secret())


def new_secret() -> str:
    """Return 256 random bits as text."""
    return secrets.token_urlsafe(32)


def sign_with(app: Flask, key: str | bytes) -> None:
    """Sign the sessions of the application with `key`."""
    raw = key if isinstance(key, bytes) else key.encode()
    app.secret_key = key
    app.permanent_session_lifetime = _LIFETIME
    app.config.update(
        SESSION_COOKIE_NAME=f"desk-{sha256(b'cookie name' + raw).hexdigest()[:12]}",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Strict",
        SESSION_REFRESH_EACH_REQUEST=False,
    )


def address(base: str, token: str) -> str:
    """Return the address that opens the desk of the server at `base`, which ends with a slash."""
    return f"{base}desk?{TOKEN}={token}"


def opened() -> Response | None:
    """Return a redirect to the address without its secret, and the cookie, for a request that brings the secret of this
    server. Return None for any other request, and always in an archive with users."""
    given = request.args.get(TOKEN)
    if given is None or request.method != "GET" or not guard.may_come() or has_users():
        return None
    if compare_digest(given.encode("utf-8", "replace"), current_app.config["DESK_TOKEN"].encode()):
        session.clear()
        session.permanent = True
        session[USER] = SECRET_ARCHIVIST
        g.pop("identity", None)
    return Response(status=303, headers={"Location": request.path}) if guard.at_the_desk() else None
