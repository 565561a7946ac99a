"""Protection of the desk's forms: a token against other sites, and a key so that a form sent twice acts once.

A page elsewhere can make the archivist's browser send a form here. But it cannot read the token or forge the origin,
which `guard.may_come` checks. `Origin` comes with every form because pages of the desk say `Referrer-Policy:
same-origin`; with `no-referrer`, as everywhere else, browsers would send `null`. A form sent again leads to the result
of the first.
"""

from __future__ import annotations

import hmac
import secrets
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from hmac import compare_digest
from threading import Event, Lock

from flask import Flask, Response, current_app, request
from werkzeug.datastructures import MultiDict

from archive.errors import PressArchiveError
from archive.messages import Message
from webui.i18n.negotiation import PARAMETER
from webui.identity.identity import identity

TOKEN_FIELD = "token"  # noqa: S105 - the name of a field
SEEN_FIELD = "seen"  # the number of the newest event when the page was made
PASSWORD_FIELD = "password"  # noqa: S105 - the name of the field that no page repeats
_SAME = "same-origin"
HEADER = "X-Form-Token"  # for requests of our own scripts


class FormRefused(PressArchiveError):
    """A form that does not come from a page of this server."""


class FormOutdated(FormRefused):
    """A form from this address, but from before the server was restarted."""


def prepare_tokens(app: Flask) -> None:
    """Give the application the token that its forms carry for its lifetime; templates write it as `form_token`."""
    app.config["FORM_TOKEN"] = secrets.token_urlsafe(32)
    app.jinja_env.globals |= {"form_token": form_token, "form_sent": sent}


def form_token() -> str:
    """Return the token of forms: for a user, one that only this user's pages have, until the session ends."""
    secret, binding = str(current_app.config["FORM_TOKEN"]), identity().binding
    return hmac.new(secret.encode(), binding.encode(), "sha256").hexdigest() if binding else secret


def check() -> None:
    """Raise FormRefused unless the request has the token and comes from a page of the desk; FormOutdated if only the
    token is old."""
    origin, site = request.headers.get("Origin"), request.headers.get("Sec-Fetch-Site", _SAME)
    if site != _SAME:
        raise FormRefused(Message("form-foreign"))
    said = request.headers.get(HEADER) or request.form.get(TOKEN_FIELD, "")
    if not compare_digest(said.encode("utf-8", "replace"), form_token().encode()):
        if HEADER not in request.headers and (origin is not None or "Sec-Fetch-Site" in request.headers):
            raise FormOutdated(Message("form-outdated"))
        raise FormRefused(Message("form-of-earlier-server"))


def check_of_login() -> None:
    """Raise FormRefused if the browser says that the form is from another site. The login form has no other token,
    since everybody would have the same."""
    if request.headers.get("Sec-Fetch-Site", _SAME) != _SAME:
        raise FormRefused(Message("form-foreign"))


def sent() -> MultiDict[str, str]:
    """Return the fields of a form to repeat in a page: without passwords and the fields of all forms; lines end as a
    page writes them."""
    left_out = (TOKEN_FIELD, PASSWORD_FIELD, SEEN_FIELD)
    said = ((name, value) for name, value in request.form.items(multi=True) if name not in left_out)
    return MultiDict((name, value.replace("\r\n", "\n").replace("\r", "\n")) for name, value in said)


def only_shown() -> bool:
    """Return whether the page after a form is only requested again in another language, which changes nothing."""
    return PARAMETER in request.args


ONCE_FIELD = "once"
_KEPT = 1000  # forms that are remembered
_PATIENCE = 300.0  # seconds to wait for the first of two equal forms


@dataclass(slots=True)
class _SentForm:
    done: Event = field(default_factory=Event)
    address: str | None = None


class SentForms:
    """The forms that were sent, each with the address of its result."""

    def __init__(self) -> None:
        self._guard = Lock()
        self._known: OrderedDict[str, _SentForm] = OrderedDict()

    def address(self, key: str, do: Callable[[], str]) -> str:
        """Return the result of `do`, called once for a key; if it raises, it may be called again."""
        with self._guard:
            doing = self._known.get(key)
            if first := doing is None:
                doing = self._known[key] = _SentForm()
                while len(self._known) > _KEPT:
                    self._known.popitem(last=False)
        assert doing is not None
        if not first:
            doing.done.wait(_PATIENCE)
            if doing.address is not None:
                return doing.address
        try:
            doing.address = do()
        except BaseException:
            with self._guard:
                self._known.pop(key, None)
            raise
        finally:
            doing.done.set()
        return doing.address


def prepare_once(app: Flask) -> None:
    """Give templates `{{ once() }}`, which every form that changes something contains."""
    app.extensions["press-archive-once"] = SentForms()
    app.jinja_env.globals["once"] = lambda: secrets.token_urlsafe(12)


def once(do: Callable[[], str]) -> Response:
    """Do what the form says, and redirect (303) to the address that `do` returns."""
    if only_shown():
        return Response(status=303, headers={"Location": request.path})
    known: SentForms = current_app.extensions["press-archive-once"]
    key = request.form.get(ONCE_FIELD, "")
    return Response(status=303, headers={"Location": known.address(key, do) if key else do()})
