"""Who sends a request, and what they may do.

This is decided once per request, in this order: the token of a script, the user that a trusted proxy names, the session
of a user, the session of the secret address. The last counts only while there are no users.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hmac import compare_digest

from flask import current_app, g, request, session

from archive.access import ARCHIVIST, PUBLIC, Viewer, instant, utc_now
from archive.catalogue.accounts.roles import PERMISSIONS, Permission, Role, permissions_of
from archive.catalogue.accounts.users import User
from archive.login_name import acting_as
from archive.storage.token_uses import note_use
from webui.identity.connection import is_by_trusted_proxy, is_encrypted, is_local
from webui.services.services import services

USER, SECRET_ARCHIVIST, SESSION = "user", "archivist", "session"  # keys of a session; archivist: the user without users
PENDING = "pending"  # in the session of a browser sent to an OpenID Connect provider: where it goes afterwards
_BEARER = "bearer"
_FOR_ALL = frozenset({"api", "feeds", "static"})  # prefixes of endpoints


@dataclass(frozen=True, slots=True)
class Identity:
    """A user, a token or nobody. `name` is empty where the archive has no users; `binding` is what forms are bound to;
    `refused`: an invalid token was sent; `is_token`: it is the token of a script, of number `token`."""

    name: str = ""
    permissions: frozenset[Permission] = frozenset()
    binding: str = ""
    user: User | None = None
    is_token: bool = False
    token: int = 0
    refused: bool = False

    def may(self, permission: Permission) -> bool:
        """Return whether they may do that."""
        return permission in self.permissions


_NOBODY = Identity()
# The user of the desk in an archive without users. Users are added by a command, or by an admin.
_SECRET = Identity(permissions=PERMISSIONS[Role.ARCHIVIST])


def identity() -> Identity:
    """Return who sends the request."""
    if "identity" not in g:
        g.identity = _find()
    found: Identity = g.identity
    return found


def viewer() -> Viewer:
    """Return the viewer of the API: the archivist for a token with `read-held`, else the public."""
    who = identity()
    in_api = (request.endpoint or "").startswith("api.")
    return ARCHIVIST if in_api and who.is_token and who.may(Permission.READ_HELD) else PUBLIC


def may(permission: str) -> bool:
    """Return whether the sender may do that."""
    return identity().may(Permission(permission))


def has_users() -> bool:
    """Return whether the archive has users, so that its secret address opens nothing."""
    if "has_users" not in g:
        g.has_users = services().archive.catalogue.has_users()
    return bool(g.has_users)


def is_safe_line() -> bool:
    """Return whether a password or a held record may be sent: by TLS, or within this machine."""
    return is_encrypted() or is_local()


def is_logged_in() -> bool:
    """Return whether a user sends it, or the archivist without users; also if the answer is the same for everyone."""
    if identity().is_token:
        return False
    return bool(identity().permissions) or (has_logins() and bool(_of_browser().permissions))


def log_in(user: User) -> None:
    """Begin a session of the user, without anything from the previous session."""
    session.clear()
    session.permanent = True
    session[USER], session[SESSION] = user.name, user.session
    g.pop("identity", None)


@contextmanager
def as_sender() -> Iterator[None]:
    """Attribute the changes made in the block to the sender of the request."""
    with acting_as(identity().name):
        yield


def _find() -> Identity:
    if (secret := secret_of(request.headers.get("Authorization", ""))) is not None:
        return _of_token(secret)
    return _NOBODY if not has_logins() or _is_alike_for_all() else _of_browser()


def _of_browser() -> Identity:
    """Return the user that a trusted proxy or the session names."""
    header = services().settings.web.user_header
    if header and is_by_trusted_proxy() and header in request.headers:
        return _of_user(services().archive.catalogue.user(request.headers[header]))
    if (name := session.get(USER)) is None:
        return _NOBODY
    if not has_users():
        return _SECRET if name == SECRET_ARCHIVIST and SESSION not in session and is_local() else _NOBODY
    user = services().archive.catalogue.user(str(name))
    same = user is not None and compare_digest(str(session.get(SESSION, "")).encode(), user.session.encode())
    return _of_user(user) if same else _NOBODY


def secret_of(authorization: str) -> str | None:
    """Return the secret of a token in an Authorization header (RFC 6750); None if it has none."""
    scheme, _, secret = authorization.partition(" ")
    return secret.strip() if scheme.casefold() == _BEARER else None


def has_logins() -> bool:
    """Return whether anybody can log in here: at a desk, or to a closed archive."""
    return bool(current_app.config.get("DESK") or services().settings.web.closed)


def _is_alike_for_all() -> bool:
    """Return whether everyone gets the same answer without a token: from the API, feeds and static files of an open
    archive."""
    return not services().settings.web.closed and (request.endpoint or "").partition(".")[0] in _FOR_ALL


def _of_user(user: User | None) -> Identity:
    if user is None or user.disabled:
        return _NOBODY
    return Identity(user.name, PERMISSIONS[user.role], f"{user.name} {user.session}", user)


def _of_token(secret: str) -> Identity:
    archive = services().archive
    token = archive.catalogue.token(secret)
    if token is None or not token.is_valid(instant(utc_now())):
        return Identity(refused=True)
    note_use(archive.derived, token.n)
    return Identity(f"token {token.name}", permissions_of(token.scopes), is_token=True, token=token.n)
