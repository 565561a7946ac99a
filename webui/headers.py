"""The headers every answer carries, and the check of the host it was asked for."""

from __future__ import annotations

import ipaddress

from flask import Flask, Response, current_app, request
from werkzeug.exceptions import SecurityError
from werkzeug.sansio.utils import host_is_trusted

PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
# An original may be HTML or SVG with script in it: even if a browser shows it, it stays without origin and powers.
FILE_POLICY = "sandbox; default-src 'none'"

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}


def _check_host() -> None:
    """A page elsewhere can make a name of its own point at this machine (DNS rebinding): names must be known ones.
    Plain addresses cannot be claimed by others, so they always pass."""
    host = request.environ.get("HTTP_HOST", "")
    bare = host.rsplit(":", 1)[0] if not host.endswith("]") else host
    try:
        ipaddress.ip_address(bare.strip("[]"))
    except ValueError:
        if not host_is_trusted(host, current_app.config["ALLOWED_HOSTS"]):
            raise SecurityError(f"This archive does not answer to the host name {host[:100]!r}.") from None


def _add_headers(response: Response) -> Response:
    for name, value in ALWAYS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Content-Security-Policy", PAGE_POLICY)
    response.headers.setdefault("Cache-Control", "no-store")
    return response


def protect(app: Flask) -> None:
    """Put the check before every view and the headers on every answer. ALLOWED_HOSTS are the names answered to;
    `.example.org` takes in all names below it."""
    app.before_request(_check_host)
    app.after_request(_add_headers)
