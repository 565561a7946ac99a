"""Send a report to a web address: one signed POST that follows no redirect.

The archivist configures the address, but it must not reach what only this machine can reach, such as a service behind
the firewall or cloud metadata. So the host is looked up once, all its addresses must be public unless the settings
allow others, and the connection goes to the checked address.
"""

from __future__ import annotations

import hashlib
import hmac
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

from archive.alerts.failure import DeliveryFailed, error_text
from archive.messages import Message

DELIVERY_HEADER = "X-Press-Archive-Delivery"
TIMESTAMP_HEADER = "X-Press-Archive-Timestamp"
SIGNATURE_HEADER = "X-Press-Archive-Signature"
CONNECT_SECONDS, ANSWER_SECONDS = 10.0, 20.0  # without receiving a byte
LONGEST_SECONDS = 60.0  # for a whole delivery, however slow the server is
_GONE = 410
_NAT64 = ip_network("64:ff9b::/96")  # RFC 6052: IPv4 addresses embedded in IPv6 addresses


@dataclass(frozen=True, slots=True)
class WebhookAddress:
    """The target of a webhook: the checked address, and host, port, path and scheme of its URL."""

    address: str
    host: str
    port: int
    target: str
    is_encrypted: bool

    @property
    def named(self) -> str:
        """Return the value of the header Host."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == (443 if self.is_encrypted else 80) else f"{host}:{self.port}"


def sign(secret: str, timestamp: str, body: bytes) -> str:
    """Return the signature of a body: HMAC-SHA256 (RFC 2104) over the timestamp, a full stop and the body."""
    signed = f"{timestamp}.".encode() + body
    return f"sha256={hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()}"


def post(url: str, body: bytes, headers: Mapping[str, str], *, private: bool) -> None:
    """Send a body of JSON. `private`: whether private addresses and http may be used. Raise DeliveryFailed."""
    place = find_address(url, private=private)
    given = {"Host": place.named, "Content-Type": "application/json", "User-Agent": "press-archive", **headers}
    connection = HTTPConnection(place.host, place.port)
    try:
        plain = socket.create_connection((place.address, place.port), timeout=CONNECT_SECONDS)
        with _cut_off_after(plain, LONGEST_SECONDS):
            connection.sock = _encrypted(plain, place)
            connection.request("POST", place.target, body, given)
            status = connection.getresponse().status
    except (HTTPException, OSError, ValueError) as error:  # ssl.CertificateError is a ValueError
        raise DeliveryFailed(Message("alert-unreached", error=error_text(error))) from error
    finally:
        connection.close()
    if status == _GONE:
        raise DeliveryFailed(Message("alert-gone"), for_good=True)
    if 300 <= status < 400:
        raise DeliveryFailed(Message("alert-redirected", status=status))
    if not 200 <= status < 300:
        raise DeliveryFailed(Message("alert-answered", status=status))


@contextmanager
def _cut_off_after(connection: socket.socket, seconds: float) -> Iterator[None]:
    """Close a connection after that time. A timeout of the socket would restart with each byte."""
    same = connection.dup()  # TLS takes the socket over, but both are one connection
    timer = threading.Timer(seconds, _cut_off, [same])
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
        same.close()


def _cut_off(connection: socket.socket) -> None:
    with suppress(OSError):  # it has ended already
        connection.shutdown(socket.SHUT_RDWR)


def _encrypted(plain: socket.socket, place: WebhookAddress) -> socket.socket:
    plain.settimeout(ANSWER_SECONDS)
    if not place.is_encrypted:
        return plain
    try:
        return ssl.create_default_context().wrap_socket(plain, server_hostname=place.host)
    except BaseException:
        plain.close()
        raise


def find_address(url: str, *, private: bool) -> WebhookAddress:
    """Return the address that the URL's host resolves to now. Raise DeliveryFailed."""
    parts = urlsplit(url)
    if parts.scheme != "https" and not private:
        raise DeliveryFailed(Message("alert-not-https"))
    host = parts.hostname or ""
    is_encrypted = parts.scheme == "https"
    try:
        port = parts.port or (443 if is_encrypted else 80)
        found = [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except (OSError, ValueError) as error:  # the UnicodeError of an invalid host name is a ValueError
        raise DeliveryFailed(Message("alert-address-unknown", host=host)) from error
    if not private and not all(map(is_public_address, found)):
        raise DeliveryFailed(Message("alert-address-private", host=host))
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return WebhookAddress(found[0], host, port, target, is_encrypted)


def is_public_address(text: str) -> bool:
    """Return whether an IP address is public (IANA's special-purpose registries)."""
    address: IPv4Address | IPv6Address | None = ip_address(text.partition("%")[0])
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if address in _NAT64:
            inner = IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is None and (address.is_site_local or address.is_reserved):
            return False  # what `ipaddress` still counts as global
        address = inner or address
    return address is not None and address.is_global and not address.is_multicast
