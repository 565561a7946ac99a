"""Responses: headers, the check of the host, caching and downloads.

Originals are sent as attachments that cannot run anything, derived pictures inline. A cacheable response has an
ETag, by which a cache asks before it shows it again.
"""

from __future__ import annotations

import hashlib
import io
import ipaddress
import os
import re
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

from flask import Flask, Response, current_app, request, send_file
from werkzeug.exceptions import RequestedRangeNotSatisfiable, SecurityError
from werkzeug.sansio.utils import host_is_trusted

from archive.media_types import JPEG
from archive.record import Asset
from archive.seal import unseal
from archive.storage.access_copies import AccessCopy
from webui.i18n import languages
from webui.i18n.words import _, marked
from webui.identity.identity import identity, viewer

# A record that is held back or withdrawn must not live on in caches: each asks again, mostly for a 304, before it shows
# what it has.
REVALIDATED = "public, no-cache"


def add_etag(response: Response, *states: object) -> Response:
    """Return the response with a weak ETag over `states`, or 304 if the client already has that state.

    The states must include everything that is shown: a revision alone is not enough, since an embargo ends without one.
    The language of the answer and its viewer are added here.
    """
    told = "\x1f".join(str(state) for state in (languages.current(), *_reader(), *states))
    digest = hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()
    response.headers["Cache-Control"] = REVALIDATED
    response.set_etag(digest[:32], weak=True)
    response.make_conditional(request)
    return response


def _reader() -> tuple[str, ...]:
    """Return for whom an answer is; nothing if it is for everyone."""
    return (viewer().name, identity().name) if identity().permissions else ()


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
    """Return whether the connection was made to this address of ours. A server that does not give its address, as in
    tests, is taken to be on loopback."""
    own = request.environ.get("SERVER_ADDR")
    return address.is_loopback if own is None else address == _address(own)


def _address(host: str) -> Address | None:
    """Return the address in a host, without the port; None for a name."""
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
    """Put the check before every view and the headers on every answer. ALLOWED_HOSTS are the accepted names;
    `.example.org` includes all names below it."""
    app.before_request(_check_host)
    app.after_request(_add_headers)


_MEDIA_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,100}/[a-z0-9][a-z0-9!#$&^_.+-]{0,100}")
# Controls, path separators, quotes, and marks that turn the direction of what follows (gpj.exe read as exe.jpg).
_UNFIT = re.compile(r"[\x00-\x1f\x7f-\x9f/\\\"\u200e\u200f\u061c\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_UNFIT_ASCII = re.compile(r"[^A-Za-z0-9 ._()+,=@-]")


def _open_plain(path: Path) -> BinaryIO | None:
    """Open the file without following a link planted in its place; None if it does not exist."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError:
        return None
    return os.fdopen(handle, "rb")


def make_content_disposition(filename: str) -> str:
    """Return Content-Disposition by RFC 6266: an ASCII name for every client, and the exact one in UTF-8 (RFC 5987)."""
    true = _UNFIT.sub("_", filename).strip(" .") or "original"
    stem, dot, suffix = true.rpartition(".")
    true = f"{stem[:150]}.{suffix[:20]}" if dot and stem else true[:150]
    return f"attachment; filename=\"{_UNFIT_ASCII.sub('_', true)}\"; filename*=UTF-8''{quote(true, safe='')}"


def original(asset: Asset, handle: BinaryIO) -> Response:
    """Return an original as an attachment, with ranges and its SHA-256 as ETag. The response closes the handle. Raises
    RequestedRangeNotSatisfiable for a range that it does not have."""
    return _download(handle, asset.media_type.lower(), asset.filename, asset.sha256)


def access_copy(copy: AccessCopy, asset: Asset) -> Response | None:
    """Return the access copy of an original as `original` does; None if it no longer exists."""
    handle = _open_plain(copy.path)
    if handle is None:
        return None
    state = os.fstat(handle.fileno())
    tag = f"{asset.sha256[:32]}-copy-{state.st_ino:x}-{state.st_mtime_ns:x}"
    return _download(handle, copy.media_type, copy.filename(asset.filename), tag)


def _download(handle: BinaryIO, media_type: str, filename: str, tag: str) -> Response:
    response = send_file(
        handle,
        mimetype=media_type if _MEDIA_TYPE.fullmatch(media_type) else "application/octet-stream",
        conditional=False,
        etag=False,
    )
    size = handle.seek(0, os.SEEK_END)
    handle.seek(0)
    response.headers["Content-Disposition"] = make_content_disposition(filename)
    response.headers["Content-Security-Policy"] = FILE_POLICY
    response.headers["Cache-Control"] = REVALIDATED
    response.content_length = size
    response.set_etag(tag)
    try:
        response.make_conditional(request, accept_ranges=True, complete_length=size)
    except RequestedRangeNotSatisfiable:
        handle.close()
        raise
    return response


def picture(path: Path, tag: str) -> Response | None:
    """Return a derived JPEG without its checksum, shown inline; None if it no longer exists or was damaged just now.
    `tag` identifies this picture."""
    handle = _open_plain(path)
    if handle is None:
        return None
    try:
        with handle:
            content = io.BytesIO(unseal(handle.read()))
    except (OSError, ValueError):
        return None
    response = send_file(content, mimetype=JPEG, conditional=False, etag=False)
    response.headers["Content-Security-Policy"] = FILE_POLICY
    response.headers["Cache-Control"] = REVALIDATED
    response.set_etag(tag)
    response.make_conditional(request)
    return response
