"""Log in with an account of an OpenID Connect provider: the authorization code flow with PKCE, state and nonce, by
Authlib. The user must be known by name, unless the settings give a role to a claim.

Checked in an ID token: signature, algorithm, issuer, audience, nonce and time (OpenID Connect Core 1.0, section
3.1.3.7).
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from threading import Lock
from typing import Any

from flask import Response, abort, current_app, session

from archive.catalogue.accounts.roles import Role
from archive.catalogue.accounts.users import User, folded_name
from archive.errors import BadAccount, ConfigError, PressArchiveError
from archive.messages import Message
from archive.secret_files import read_secret
from archive.settings import WebSection
from webui.desk.accounts import login
from webui.desk.forms.notices import AGENT
from webui.http.public_address import home
from webui.identity.connection import client_address, is_of_own_pages
from webui.identity.identity import PENDING, identity
from webui.identity.identity import log_in as begin_session
from webui.services.services import services

try:
    import requests
    from authlib.common.errors import AuthlibBaseError
    from authlib.integrations.flask_client import FlaskIntegration, FlaskOAuth2App
    from joserfc.errors import JoseError
except ImportError:  # the extra oidc is not installed
    FlaskOAuth2App = None

START, BACK = f"{login.LOGIN}/openid", f"{login.LOGIN}/openid/back"
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
_LEEWAY_SECONDS = 60  # allowed difference between two clocks
_PATIENCE_SECONDS = 10.0  # for one answer of the provider
_NAME = "openid"
_PROVIDER, _GUARD = "press-archive-openid", Lock()
_STATES = f"_state_{_NAME}_"  # prefix of the names that Authlib puts into a session
_log = logging.getLogger(__name__)


class LoginRefused(BadAccount):
    """The provider refuses the login, or its claims do not allow one."""


def is_offered() -> bool:
    """Return whether the settings name a provider."""
    return bool(services().settings.web.oidc_issuer)


def start_openid() -> Response:
    """Send the browser to the provider."""
    provider = _reached()
    if not is_of_own_pages():
        return login.go(login.LOGIN)  # a login cannot begin on another site
    if identity().user is not None:
        return login.go(login.place())
    for key in [*session]:
        if key.startswith(_STATES):
            del session[key]
    try:
        with _explained():
            _check_provider(provider)
            session[PENDING] = login.place()
            answer: Response = provider.authorize_redirect(f"{home()}{BACK}")
            return answer
    except LoginRefused as error:
        return _refuse(error)


def end_openid() -> Response:
    """Begin a session in this browser for the user that the provider names."""
    provider = _reached()
    place = session.pop(PENDING, login.ACCOUNT)
    try:
        with _explained():
            _check_provider(provider)
            web = services().settings.web
            told = provider.authorize_access_token(
                claims_options={
                    "iss": {"essential": True, "value": web.oidc_issuer},
                    "aud": {"essential": True, "value": web.oidc_client_id},
                },
                leeway=_LEEWAY_SECONDS,
            )
            user = _user_of(told.get("userinfo") or {}, web)
    except LoginRefused as error:
        return _refuse(error)
    begin_session(user)
    return login.go(place)


def _refuse(error: LoginRefused) -> Response:
    _log.warning("login by OpenID Connect refused from %s: %s", client_address(), error)
    return login.page_of_login(error.message, 403)


def _reached() -> Any:
    """Return the provider; answer 404 if there is none, 403 on a line that others can read."""
    login.check_reachable()
    if not is_offered():
        abort(404)
    with _GUARD:
        if _PROVIDER not in current_app.extensions:
            current_app.extensions[_PROVIDER] = _made(services().settings.web)
    return current_app.extensions[_PROVIDER]


def _made(web: WebSection) -> Any:
    if FlaskOAuth2App is None:
        raise ConfigError(Message("openid-missing"))
    return FlaskOAuth2App(
        FlaskIntegration(_NAME),
        _NAME,
        client_id=web.oidc_client_id,
        client_secret=_client_secret(web),
        server_metadata_url=f"{web.oidc_issuer.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={
            "scope": "openid profile email",
            "code_challenge_method": "S256",
            "default_timeout": _PATIENCE_SECONDS,
        },
    )


def _client_secret(web: WebSection) -> str | None:
    """Return the secret of this archive at the provider; None for a public client, which only PKCE protects."""
    if not web.oidc_client_secret_file:
        return None
    path = services().archive.folder / web.oidc_client_secret_file
    return read_secret(path, "[web] oidc_client_secret_file")


def _check_provider(provider: Any) -> None:
    """Load the provider's metadata, and refuse ID tokens without a signature or signed with a shared secret."""
    metadata = provider.load_server_metadata()
    wanted = services().settings.web.oidc_issuer
    if metadata.get("issuer") != wanted:
        current_app.extensions.pop(_PROVIDER, None)  # ask again once it is fixed
        raise LoginRefused(Message("openid-issuer", issuer=wanted, found=str(metadata.get("issuer"))[:200]))
    offered = metadata.get("id_token_signing_alg_values_supported") or ["RS256"]
    metadata["id_token_signing_alg_values_supported"] = [one for one in offered if one in ALGORITHMS] or ["RS256"]


@contextmanager
def _explained() -> Iterator[None]:
    """Turn errors of the provider and its answers into messages that reveal no secret."""
    try:
        yield
    except PressArchiveError:
        raise
    except requests.RequestException as error:
        raise LoginRefused(Message("openid-silent", error=type(error).__name__)) from error
    except (AuthlibBaseError, JoseError) as error:
        raise LoginRefused(Message("openid-refused", error=str(error)[:200])) from error
    except (ValueError, KeyError, TypeError, AttributeError, RuntimeError) as error:
        raise LoginRefused(Message("openid-refused", error=type(error).__name__)) from error


def _user_of(claims: Mapping[str, Any], web: WebSection) -> User:
    """Return the user named in the claims. Raise LoginRefused if there is none and no role for one, or it is
    disabled."""
    name = claims.get(web.oidc_name_claim)
    if not isinstance(name, str) or not name.strip():
        raise LoginRefused(Message("openid-no-name", claim=web.oidc_name_claim))
    if web.oidc_name_claim == "email" and claims.get("email_verified") is not True:
        raise LoginRefused(Message("openid-email"))
    user = services().archive.catalogue.user(name)
    if user is None and (role := _role_of(claims, web)) is not None and services().writes:
        full_name = claims.get("name")
        with services().archive.catalogue.write(AGENT) as writer:
            writer.add_user(folded_name(name), full_name[:200] if isinstance(full_name, str) else "", role, "")
        user = services().archive.catalogue.user(name)
    if user is None or user.disabled:
        raise LoginRefused(Message("openid-unknown", name=name[:64]))
    return user


def _role_of(claims: Mapping[str, Any], web: WebSection) -> Role | None:
    """Return the highest role that the settings give to a value of the claim."""
    if not web.oidc_role_claim:
        return None
    found: Any = claims.get(web.oidc_role_claim)
    if found is None:  # of a nested claim, such as realm_access.roles
        found = claims
        for key in web.oidc_role_claim.split("."):
            found = found.get(key) if isinstance(found, Mapping) else None
    values = found if isinstance(found, list) else [found]
    pairs = (one.rpartition("=") for one in web.oidc_roles)
    given = {role for value, _, role in pairs if value in values}
    return next((role for role in reversed(Role) if role.value in given), None)
