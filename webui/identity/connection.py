"""Where a request comes from, and whether others can read it on its way.

Headers of proxies count only if the proxy is one of `[web] trusted_proxies`.
"""

from __future__ import annotations

from ipaddress import ip_address, ip_network
from urllib.parse import urlsplit

from flask import request

# Keys of the WSGI environment.
THROUGH_PROXY = "webui.proxy"  # the address of the trusted proxy that passed the request on
PUBLIC_ORIGIN = "webui.public-origin"  # the origin of public_url
_PASSED_ON = ("HTTP_X_FORWARDED_", "HTTP_FORWARDED", "HTTP_VIA", "HTTP_X_REAL_IP")  # prefixes of the headers of proxies
_OWN_SITES = ("same-origin", "none")  # what browsers send for our own pages, and for a typed address


def is_by_trusted_proxy() -> bool:
    """Return whether a trusted proxy passed the request on."""
    return THROUGH_PROXY in request.environ


def is_encrypted() -> bool:
    """Return whether the browser sent it over TLS, according to a trusted proxy."""
    return is_by_trusted_proxy() and request.scheme == "https"


def is_local() -> bool:
    """Return whether it comes from this machine, was sent to this machine's own name, and passed no proxy."""
    if any(name.startswith(_PASSED_ON) for name in request.environ):
        return False
    return _is_loopback(request.remote_addr or "") and _is_loopback(_host_without_port())


def is_of_own_pages() -> bool:
    """Return whether no other site was involved in it. The host that a proxy passes on may lack the browser's port, so
    the origin of the public address counts too."""
    if request.headers.get("Sec-Fetch-Site", "none") not in _OWN_SITES:
        return False
    if (origin := request.headers.get("Origin")) is None:
        return True
    if is_encrypted():
        return origin in (f"https://{request.host}", request.environ.get(PUBLIC_ORIGIN))
    return origin == f"http://{request.host}"


def origin_of(address: str) -> str:
    """Return the origin of an address of the web as browsers write it (RFC 6454, 6.2)."""
    parts = urlsplit(address)
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    usual = {"http": 80, "https": 443}.get(parts.scheme)
    return f"{parts.scheme}://{host}" + (f":{parts.port}" if parts.port not in (None, usual) else "")


def client_address() -> str:
    """Return the address of the client, which trusted proxies name. For IPv6 it is the /64 network, since one client
    may have all of it."""
    found = _plain(request.remote_addr or "")
    return str(ip_network((found, 64), strict=False)) if ":" in found and "%" not in found else found


def _plain(address: str) -> str:
    """Return an address in its canonical form."""
    try:
        found = ip_address(address)
    except ValueError:
        return address[:64]
    found = getattr(found, "ipv4_mapped", None) or found
    return str(found)


def _host_without_port() -> str:
    host = request.environ.get("HTTP_HOST", "")
    bare = host if host.endswith("]") else host.rpartition(":")[0] or host
    return str(bare).strip("[]")


def _is_loopback(host: str) -> bool:
    if host.casefold() == "localhost":
        return True
    try:
        address = ip_address(host)
    except ValueError:
        return False
    return (getattr(address, "ipv4_mapped", None) or address).is_loopback
