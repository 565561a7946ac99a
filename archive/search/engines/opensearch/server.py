"""HTTP to an OpenSearch cluster: addresses, TLS, credentials, retries, and errors that say what to do.

Every request here can safely be repeated: it contains ids and whole values.
"""

from __future__ import annotations

import json
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import urllib3

from archive.errors import ConfigError, IndexUnavailable
from archive.messages import Message
from archive.search.engines.engine import seconds_left

CONNECT_SECONDS, READ_SECONDS = 5.0, 60.0  # for one attempt
LONGEST_SECONDS = 30.0  # seconds, after which there are no more attempts
PAUSES = (0.1, 0.3, 1.0, 3.0)  # seconds before each further attempt
MAJORS = (2, 3)  # supported major versions of OpenSearch
_BUSY = frozenset({429, 500, 502, 503, 504})  # 500: from a node that is shutting down
_REFUSED = frozenset({401, 403})
_UNPROVEN = "CERTIFICATE_VERIFY_FAILED"  # in OpenSSL's message
EXISTS = "resource_already_exists_exception"  # for an index created twice
BLOCKED = "cluster_block_exception"  # mostly from a nearly full disk

Json = dict[str, Any]


class RequestRefused(IndexUnavailable):
    """The server answered with an error that retries did not solve."""

    def __init__(self, status: int, kind: str, reason: str) -> None:
        self.why = f"{status} {kind}: {reason}"
        super().__init__(Message("search-server-wrong", error=self.why))
        self.status = status
        self.kind = kind
        self.too_long = "maxClauseCount" in reason  # a query of more terms than the cluster allows


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """How to reach a cluster, and settings for new indexes. `urls` are addresses of its nodes. `credentials_file` has
    one line, `user:password`, sent only to this machine or over TLS; `ca_file` has the certificates to trust instead of
    the system's."""

    urls: tuple[str, ...]
    credentials_file: str = ""
    ca_file: str = ""
    shards: int = 1
    replicas: int = 0


class Server:
    """A cluster, for any number of threads."""

    def __init__(self, settings: ServerSettings, sleep: Callable[[float], None] = time.sleep) -> None:
        self.settings = settings
        self._sleep = sleep
        self._first = 0  # index of the address that answered last

    @cached_property
    def _pool(self) -> urllib3.PoolManager:
        trusted: Json = {}
        if self.settings.ca_file:
            try:
                trusted["ssl_context"] = ssl.create_default_context(cafile=self.settings.ca_file)
            except OSError as error:
                raise ConfigError(Message("search-server-file", path=self.settings.ca_file, error=error)) from error
        return urllib3.PoolManager(num_pools=2 * len(self.settings.urls), maxsize=16, retries=False, **trusted)

    @cached_property
    def _headers(self) -> Mapping[str, str]:
        if not self.settings.credentials_file:
            return {}
        for url in self.settings.urls:
            host = urlsplit(url).hostname or ""
            if not url.startswith("https:") and not (host == "localhost" or host.startswith("127.") or host == "::1"):
                raise ConfigError(Message("search-server-plain", url=url))
        try:
            line = Path(self.settings.credentials_file).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            path = self.settings.credentials_file
            raise ConfigError(Message("search-server-file", path=path, error=error)) from error
        return urllib3.make_headers(basic_auth=line)

    def check_version(self) -> str:
        """Return its version. Raise IndexUnavailable unless it is a supported OpenSearch."""
        told = self.ask("GET", "/")
        version = told.get("version", {})
        name, number = version.get("distribution", "elasticsearch"), str(version.get("number", "?"))
        if name != "opensearch" or number.partition(".")[0] not in map(str, MAJORS):
            known = " and ".join(map(str, MAJORS))
            raise IndexUnavailable(Message("search-server-version", found=f"{name} {number}", known=known))
        return number

    def ask(self, method: str, path: str, body: object = None, **parameters: str) -> Json:
        """Return the response to a request with a JSON body. Raise RequestRefused; IndexUnavailable if no node answers,
        all are too busy, or the credentials are refused."""
        data = json.dumps(body).encode() if body is not None else None
        return self.send(method, path, data, "application/json", **parameters)

    def send(self, method: str, path: str, data: bytes | None, content: str, **parameters: str) -> Json:
        """Return the response to a request with this body. Raise as `ask` does."""
        query = "&".join(f"{key}={quote(value, safe='*,')}" for key, value in parameters.items())
        target = f"{path}?{query}" if query else path
        headers = {**self._headers, "Content-Type": content}
        failed, began, unproven = "its time is over", time.monotonic(), False
        for pause in (*PAUSES, None):
            first, nodes = self._first, len(self.settings.urls)
            for place in range(nodes):
                number = (first + place) % nodes
                url = self.settings.urls[number]
                if not (left := seconds_left()):
                    break
                left /= nodes - place  # leave time for the others if a node hangs
                timeout = urllib3.Timeout(connect=min(CONNECT_SECONDS, left), read=min(READ_SECONDS, left))
                try:
                    response = self._pool.request(
                        method, url.rstrip("/") + target, body=data, headers=headers, timeout=timeout
                    )
                except urllib3.exceptions.HTTPError as error:
                    failed = f"{url}: {_plainly(error)}"
                    unproven = isinstance(error, urllib3.exceptions.SSLError) and _UNPROVEN in failed
                    self._first = (number + 1) % nodes
                    continue
                refusal = _refusal(response) if response.status >= 400 else None
                if refusal is None or response.status not in _BUSY or refusal.too_long:
                    self._first = number
                    return self._answer(url, response)
                failed, unproven = f"{url}: {refusal.why}", False
            if unproven:  # a retry would get the same certificate
                raise IndexUnavailable(Message("search-server-unproven", error=failed))
            if pause is None or time.monotonic() - began > LONGEST_SECONDS or seconds_left() <= pause:
                break
            self._sleep(pause)
        raise IndexUnavailable(Message("search-server-gone", error=failed))

    def _answer(self, url: str, response: urllib3.BaseHTTPResponse) -> Json:
        if response.status in _REFUSED and (refusal := _refusal(response)).kind == BLOCKED:
            raise IndexUnavailable(Message("search-server-full", error=refusal.why))
        if response.status in _REFUSED:
            raise IndexUnavailable(Message("search-server-refused", url=url, status=response.status))
        if response.status >= 400:
            raise _refusal(response)
        try:
            told = json.loads(response.data) if response.data else {}
        except ValueError as error:
            raise IndexUnavailable(Message("search-server-gone", error=f"{url}: {error}")) from error
        return told if isinstance(told, dict) else {"told": told}


def _refusal(response: urllib3.BaseHTTPResponse) -> RequestRefused:
    """Return the refusal, with a shard's message if the response only says that all failed."""
    try:
        error = json.loads(response.data)["error"]
        error = (error.get("root_cause") or [error])[0]
        return RequestRefused(response.status, str(error["type"]), str(error["reason"])[:500])
    except (ValueError, KeyError, TypeError, AttributeError):
        return RequestRefused(response.status, "", response.data[:200].decode("utf-8", "replace"))


def _plainly(error: Exception) -> str:
    return str(error.__cause__ or error)[:300]
