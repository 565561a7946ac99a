"""The headers every answer carries, and the check of the host it was asked for."""

from __future__ import annotations

import ipaddress

from flask import Flask, Response, current_app, request
from werkzeug.exceptions import SecurityError
from werkzeug.sansio.utils import host_is_trusted

from webui.words import _, marked

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


Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_UNKNOWN_HOST = marked(
    "This archive does not answer to the name or number in this address. Whoever runs it can allow it: under [web] "
    "trusted_hosts in archive.toml, or with serve --name."
)


def _check_host() -> None:
    """A page elsewhere can make a name of its own point at this machine (DNS rebinding), or have an address of its own
    forwarded to it: names must be known ones, an address that on which the connection came in, or a known one."""
    host = request.environ.get("HTTP_HOST", "")
    allowed = current_app.config["ALLOWED_HOSTS"]
    address = _address(host if host.endswith("]") else host.rsplit(":", 1)[0])
    if address is None:
        known = host_is_trusted(host, allowed)
    else:
        known = _came_in_on(address) or address in map(_address, allowed)
    if not known:
        raise SecurityError(_(_UNKNOWN_HOST))


def _came_in_on(address: Address) -> bool:
    """Return whether the connection was made to this address of ours. A server that does not say to which, as in tests,
    is taken to be on loopback."""
    own = request.environ.get("SERVER_ADDR")
    return address.is_loopback if own is None else address == _address(own)


def _address(host: str) -> Address | None:
    """Return the address that a host is, without port; None for a name."""
    try:
        found = ipaddress.ip_address(host.strip("[]").partition("%")[0])
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found


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
