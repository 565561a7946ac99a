"""The public address of the archive, where visitors reach it: [web] public_url, or the headers of a trusted proxy.

Absolute addresses (feeds, citations, exports, the OpenSearch description) begin with it. Headers of a proxy count only
if the request comes from an address in [web] trusted_proxies. Anyone else can send the same headers. If the archive is
below a path, links begin with it, and cookies are limited to it, since other programs may be on the same host.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from ipaddress import ip_address, ip_network
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, request

from archive.settings import WebSection
from webui.identity.connection import PUBLIC_ORIGIN, THROUGH_PROXY, origin_of

_PREFIX = "webui.prefix"
_PUBLIC = "press-archive-public-url"
_LONGEST = 200  # characters of a prefix
_PATH = re.compile(r"(?:/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+", re.ASCII)
_HOST = re.compile(r"[A-Za-z0-9.-]{1,253}(?::[0-9]{1,5})?|\[[0-9A-Fa-f:.]{2,45}\](?::[0-9]{1,5})?", re.ASCII)
_IN_PAGES = re.compile(
    r'(?<=[\s:])((?:href|src|action|formaction|data-(?:root|before|after|now|preview|original|begin))=")/(?!/)'
)
_IN_SETS = re.compile(r'(?<=\ssrcset=")/(?!/)[^"]*')
_IN_SET = re.compile(r"(?:^|(?<=, ))/(?!/)")  # addresses of a set have commas of their own, without a space behind them
_IN_JSON = re.compile(r'("(?:url|api_url|text_url|next|prev|thumbnail|more|openapi|help)": ?")/(?!/)')
# In both, a quotation mark that is part of a text is escaped, so no text looks like an address of ours.
_ADDRESSES = {"text/html": _IN_PAGES, "application/json": _IN_JSON}
_LINK = re.compile(r"<(/[^/>])")
_COOKIE_PATH = re.compile(r"(?<=; Path=)/(?=;|$)")

Environ = dict[str, Any]
Headers = Iterable[tuple[str, str]]


def home() -> str:
    """Return the public address of the archive, without a trailing slash. Without public_url and a proxy, it is the
    host of the request, which must be one of the trusted hosts."""
    public: str = current_app.extensions[_PUBLIC]
    return public or request.host_url.rstrip("/") + _prefix()


def host_of(public_url: str) -> tuple[str, ...]:
    """Return a tuple with the host of a public URL, without the port; an empty one for an empty URL."""
    host = urlsplit(public_url).hostname
    return (host,) if host else ()


def use_public_address(app: Flask, web: WebSection) -> None:
    """Make `home` return the public address of the settings, and put the path of that address before every link. Call
    this after `compress_responses`: Flask runs what comes first last."""
    public = web.public_url.rstrip("/")
    app.extensions[_PUBLIC] = public
    app.jinja_env.globals["home"] = home
    app.wsgi_app = _ProxyHeaders(app.wsgi_app, web.trusted_proxies, public)  # type: ignore[method-assign]
    app.after_request(_add_prefix)


class _ProxyHeaders:
    """Reads the client, scheme, host and prefix from the headers that a trusted proxy adds."""

    def __init__(self, application: Callable[..., Any], proxies: Sequence[str], public_url: str) -> None:
        self._application = application
        self._networks = [ip_network(one, strict=False) for one in proxies]
        self._is_address_set = bool(public_url)  # then no header, which a client may have sent, changes the prefix
        self._prefix = urlsplit(public_url).path
        self._origin = origin_of(public_url) if public_url else ""

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        if self._is_trusted(proxy := environ.get("REMOTE_ADDR", "")):
            environ[THROUGH_PROXY] = proxy
            environ[PUBLIC_ORIGIN] = self._origin
            self._take_headers(environ)
        if self._prefix:
            environ[_PREFIX] = self._prefix
        _strip_prefix(environ)
        if _PREFIX in environ:
            start_response = partial(_start_below, environ[_PREFIX], start_response)
        answer: Iterable[bytes] = self._application(environ, start_response)
        return answer

    def _is_trusted(self, address: str) -> bool:
        try:
            found = ip_address(address.partition("%")[0])
        except ValueError:
            return False
        plain = getattr(found, "ipv4_mapped", None) or found
        return any(plain in network for network in self._networks)

    def _take_headers(self, environ: Environ) -> None:
        client = self._client(environ)
        if client:
            environ["REMOTE_ADDR"] = client
        if (scheme := _last(environ, "PROTO").lower()) in {"http", "https"}:
            environ["wsgi.url_scheme"] = scheme
        if _HOST.fullmatch(host := _last(environ, "HOST")):
            environ["HTTP_HOST"] = host
        prefix = _last(environ, "PREFIX").rstrip("/")
        if not self._is_address_set and len(prefix) <= _LONGEST and _PATH.fullmatch(prefix):
            environ[_PREFIX] = prefix

    def _client(self, environ: Environ) -> str:
        """Return the last address in X-Forwarded-For that is not a trusted proxy."""
        named = [one.strip() for one in environ.get("HTTP_X_FORWARDED_FOR", "").split(",")]
        found = next((one for one in reversed(named) if not self._is_trusted(one)), named[0])
        return found if _is_address(found) else ""


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def _last(environ: Environ, name: str) -> str:
    """Return the value that the nearest proxy added to its header."""
    return str(environ.get(f"HTTP_X_FORWARDED_{name}", "")).rpartition(",")[2].strip()


def _start_below(prefix: str, start: Callable[..., Any], status: str, headers: Headers, *error: Any) -> Any:
    """Start a response whose cookies are limited to addresses below the prefix."""
    return start(status, [(name, _below(prefix, name, value)) for name, value in headers], *error)


def _below(prefix: str, name: str, value: str) -> str:
    return _COOKIE_PATH.sub(prefix, value) if name.casefold() == "set-cookie" else value


def _strip_prefix(environ: Environ) -> None:
    """Remove the prefix from the path: some proxies leave it in place, others remove it."""
    prefix, path = environ.get(_PREFIX, ""), environ.get("PATH_INFO", "")
    if prefix and (path == prefix or path.startswith(f"{prefix}/")):
        environ["PATH_INFO"] = path[len(prefix) :] or "/"


def _prefix() -> str:
    public: str = current_app.extensions[_PUBLIC]  # in an export by the command, no request came through the proxy
    return str(request.environ.get(_PREFIX, urlsplit(public).path))


def _add_prefix(response: Response) -> Response:
    """Put the prefix before the links of a page or JSON, which all begin at the root."""
    prefix = _prefix()
    if not prefix:
        return response
    if _is_ours(location := response.headers.get("Location", "")):
        response.headers["Location"] = prefix + location
    if _is_ours(location := response.headers.get("Content-Location", "")):
        response.headers["Content-Location"] = prefix + location
    if found := response.headers.getlist("Link"):
        response.headers.setlist("Link", [_LINK.sub(rf"<{prefix}\1", link) for link in found])
    pattern = _ADDRESSES.get(response.mimetype or "")
    is_short = not response.is_streamed or response.location is not None  # such as the page of a raised redirect
    if pattern is not None and is_short and not response.direct_passthrough:
        text = pattern.sub(rf"\g<1>{prefix}/", response.get_data(as_text=True))
        if pattern is _IN_PAGES:
            text = _IN_SETS.sub(lambda found: _IN_SET.sub(f"{prefix}/", found[0]), text)
        response.set_data(text)
    return response


def prefix_links(text: str) -> str:
    """Return JSON that is streamed, or one address, with the prefix before the links that begin at the root."""
    prefix = _prefix()
    if not prefix:
        return text
    return prefix + text if _is_ours(text) else _IN_JSON.sub(rf"\g<1>{prefix}/", text)


def _is_ours(location: str) -> bool:
    return location.startswith("/") and not location.startswith("//")
