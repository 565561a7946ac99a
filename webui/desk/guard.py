"""Who sits at the desk: someone at this machine, and nobody else."""

from __future__ import annotations

from ipaddress import ip_address

from flask import current_app, request

_PASSED_ON = ("Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP")  # what proxies add


def at_the_desk() -> bool:
    """Whether the desk is open (`press-archive serve --desk`), the request comes from this machine and was sent to this
    machine's own name. What a proxy here passes on comes from this machine too, which is why the desk is closed until
    it is asked for, and closed to what says of itself that it was passed on."""
    if any(name in request.headers for name in _PASSED_ON):
        return False
    return bool(current_app.config.get("DESK")) and _is_near(request.remote_addr or "") and _is_near(_host())


def _host() -> str:
    """The host that was asked for, without its port."""
    host = request.environ.get("HTTP_HOST", "")
    bare = host if host.endswith("]") else host.rpartition(":")[0] or host
    return str(bare).strip("[]")


def _is_near(host: str) -> bool:
    """Whether a name or an address is this machine's own."""
    if host.casefold() == "localhost":
        return True
    try:
        address = ip_address(host)
    except ValueError:
        return False
    return (getattr(address, "ipv4_mapped", None) or address).is_loopback
