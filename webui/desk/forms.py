"""What a form of the desk must bring: the token of this server, from a page of its own.

A page elsewhere can make the archivist's browser send a form here, but it can neither read the token nor claim to be
this address, which `guard.may_come` asks. `Origin` is sent with every form because pages of the desk say
`Referrer-Policy: same-origin`; with `no-referrer`, as everywhere else, browsers would send `null`.
"""

from __future__ import annotations

import secrets
from hmac import compare_digest

from flask import Flask, current_app, request
from werkzeug.datastructures import MultiDict

from archive.errors import PressArchiveError
from webui.languages import PARAMETER
from webui.words import _

FIELD = "token"
_SAME = "same-origin"
HEADER = "X-Form-Token"  # for what a script of ours sends


class FormRefused(PressArchiveError):
    """The form does not come from a page that this server made."""


class FormOutdated(FormRefused):
    """It comes from this address, and from a page that was made before the server was started anew."""


def prepare(app: Flask) -> None:
    """Give the application the token that its forms carry until it ends; templates write it as `form_token`."""
    app.config["FORM_TOKEN"] = secrets.token_urlsafe(32)
    app.jinja_env.globals |= {"form_token": lambda: current_app.config["FORM_TOKEN"], "form_sent": sent}


def check() -> None:
    """Raises FormRefused unless the request brings the token and comes from a page; FormOutdated when the browser says
    that it comes from here, and only the token is another one."""
    origin, site = request.headers.get("Origin"), request.headers.get("Sec-Fetch-Site", _SAME)
    if site != _SAME:
        raise FormRefused(_("That form was sent from another site: nothing was changed."))
    said = request.headers.get(HEADER) or request.form.get(FIELD, "")
    if not compare_digest(said.encode("utf-8", "replace"), current_app.config["FORM_TOKEN"].encode()):
        if HEADER not in request.headers and (origin is not None or "Sec-Fetch-Site" in request.headers):
            raise FormOutdated(
                _(
                    "The server was started anew since that page was made, so its form was not taken: "
                    "nothing was changed."
                )
            )
        raise FormRefused(
            _("The page was made before the server was started anew: nothing was changed. Load it again and repeat.")
        )


def sent() -> MultiDict[str, str]:
    """What a form said, without what every form says; lines end as a page writes them."""
    said = ((name, value) for name, value in request.form.items(multi=True) if name != FIELD)
    return MultiDict((name, value.replace("\r\n", "\n").replace("\r", "\n")) for name, value in said)


def only_shown() -> bool:
    """Whether a page that answers a form is asked for once more, in another language: that does nothing."""
    return PARAMETER in request.args
