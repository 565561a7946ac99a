"""A small OpenID Connect provider (code flow, PKCE) on a port of this machine, which can also misbehave."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from authlib.oauth2.rfc7636 import create_s256_code_challenge
from flask import Flask, Response, jsonify, request
from joserfc import jwt
from joserfc.jwk import RSAKey

from tests.support.serving import serving

CLIENT, SECRET = "press", "the secret of the archive"
LIFETIME = 300  # seconds of an ID token


class OpenIdProvider:
    """A provider. `spoiled`: claims with wrong values; `header`: the signature header; `issuer`: its name for
    itself."""

    def __init__(self) -> None:
        self.url = self.issuer = ""
        self.key = RSAKey.generate_key(2048, {"kid": "first", "use": "sig", "alg": "RS256"})
        self.signed_by = self.key
        self.spoiled: dict[str, Any] = {}
        self.header: dict[str, Any] = {}
        self.algorithms = ["RS256"]
        self._codes: dict[str, dict[str, Any]] = {}
        self.app = Flask(__name__)
        self.app.add_url_rule("/.well-known/openid-configuration", view_func=self._describe)
        self.app.add_url_rule("/keys", view_func=self._keys)
        self.app.add_url_rule("/token", view_func=self._token, methods=["POST"])

    def approve(self, address: str, **claims: Any) -> str:
        """Return the redirect address for a browser that was sent to `address`, after its user has logged in."""
        asked = {key: values[0] for key, values in parse_qs(urlsplit(address).query).items()}
        assert asked["client_id"] == CLIENT
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        assert "openid" in asked["scope"].split()
        code = secrets.token_urlsafe(16)
        self._codes[code] = {"asked": asked, "claims": claims}
        back = urlsplit(asked["redirect_uri"])
        return f"{back.path}?{urlencode({'code': code, 'state': asked['state']})}"

    def _describe(self) -> Response:
        return jsonify(
            issuer=self.issuer,
            authorization_endpoint=f"{self.url}/authorize",
            token_endpoint=f"{self.url}/token",
            jwks_uri=f"{self.url}/keys",
            id_token_signing_alg_values_supported=self.algorithms,
        )

    def _keys(self) -> Response:
        return jsonify(keys=[self.key.as_dict(private=False)])

    def _token(self) -> tuple[Response, int]:
        form, credentials = request.form, request.authorization
        found = self._codes.pop(form["code"], None)  # a code is valid once
        if credentials is None or (credentials.username, credentials.password) != (CLIENT, SECRET):
            return jsonify(error="invalid_client"), 401
        if found is None or form["redirect_uri"] != found["asked"]["redirect_uri"]:
            return jsonify(error="invalid_grant"), 400
        if create_s256_code_challenge(form["code_verifier"]) != found["asked"]["code_challenge"]:
            return jsonify(error="invalid_grant"), 400
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "sub": "1",
            "aud": CLIENT,
            "exp": now + LIFETIME,
            "iat": now,
            "nonce": found["asked"]["nonce"],
        }
        claims |= found["claims"] | self.spoiled
        header = {"alg": "RS256", "kid": self.key.kid} | self.header
        token = jwt.encode(header, claims, self.signed_by, algorithms=[header["alg"]])
        return jsonify(access_token="for nothing", token_type="Bearer", expires_in=LIFETIME, id_token=token), 200


@contextmanager
def openid_provider() -> Iterator[OpenIdProvider]:
    """Yield a running provider."""
    provider = OpenIdProvider()
    with serving(provider.app, set()) as url:
        provider.url = provider.issuer = url
        yield provider
