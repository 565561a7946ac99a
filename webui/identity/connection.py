"""From where a request comes, and whether others can read it on its way.

Headers of proxies count only if the proxy is one of `[web] trusted_proxies`.
"""

from __future__ import annotations

from ipaddress import ip_address, ip_network

from flask import request

THROUGH_PROXY = "webui.proxy"  # key of the WSGI environment: the address of the trusted proxy that passed it on
_PASSED_ON = ("HTTP_X_FORWARDED_", "HTTP_FORWARDED", "HTTP_VIA", "HTTP_X_REAL_IP")  # how headers of proxies begin
_OWN_SITES = ("same-origin", "none")  # what browsers say of our own pages, and of an address that was typed


def is_by_trusted_proxy() -> bool:
    """Return whether a trusted proxy passed the request on."""
    return THROUGH_PROXY in request.environ


def is_encrypted() -> bool:
    """Return whether the browser sent it over TLS, as far as a trusted proxy says so."""
    return is_by_trusted_proxy() and request.scheme == "https"


def is_local() -> bool:
    """Return whether it comes from this machine, was sent to this machine's own name, and no proxy had a part in it."""
    if any(name.startswith(_PASSED_ON) for name in request.environ):
        return False
    return _is_loopback(request.remote_addr or "") and _is_loopback(_host_without_port())


def is_of_own_pages() -> bool:
    """Return whether no other site, or page of one, had a part in it."""
    if request.headers.get("Sec-Fetch-Site", "none") not in _OWN_SITES:
        return False
    scheme = "https" if is_encrypted() else "http"
    return request.headers.get("Origin", own := f"{scheme}://{request.host}") == own


def client_address() -> str:
    """Return the address of the client, which trusted proxies name. Of IPv6 it is the network of 64 bits, all of which
    one client may have."""
    found = _plain(request.remote_addr or "")
    return str(ip_network((found, 64), strict=False)) if ":" in found and "%" not in found else found


def _plain(address: str) -> str:
    """An address in the one way to write it."""
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
