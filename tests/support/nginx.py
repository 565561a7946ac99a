"""nginx as configured by docs/deploy/nginx.conf: in its own folder, on free ports, without root privileges."""

from __future__ import annotations

import os
import pwd
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPSConnection
from http.cookies import SimpleCookie
from pathlib import Path
from socket import create_connection
from ssl import SSLContext, create_default_context
from typing import Any
from urllib.parse import quote

import pytest

from tests.support.certificates import Authority
from tests.support.commands import COMMAND, clean_environment
from tests.support.postgresql import as_login
from tests.support.serving import free_ports

HOST = "archive.example.org"
EXAMPLE = Path(__file__).parents[2] / "docs" / "deploy" / "nginx.conf"
VISITOR = "127.0.0.2"  # the address of visitors; nginx itself connects to the server from 127.0.0.1
PATIENCE = 120  # seconds for anything: other tests may be using the machine
TELLS_CACHE = "add_header X-Cache $upstream_cache_status always;"
_LOGIN = "www-data"  # the user of nginx if the tests run as root
# As in Debian's nginx.conf: it compresses by default.
_MAIN = """daemon off; pid nginx.pid; error_log stderr crit; worker_processes 1;
events {{}}
http {{
    access_log off; keepalive_timeout 1h; keepalive_requests 1000000; gzip on; gzip_types *;
    client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path f; uwsgi_temp_path u; scgi_temp_path s;
{site}
}}
"""


class Answer:
    """A response: `status`, `headers`, `body`."""

    def __init__(self, status: int, headers: Any, body: bytes) -> None:
        self.status, self.headers, self.body = status, headers, body

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8", "replace")

    @property
    def cache(self) -> str:
        """Return the cache status: HIT, MISS, REVALIDATED; "" if the response may not be cached."""
        return str(self.headers.get("X-Cache", ""))


class _Connection(HTTPSConnection):
    """Connects to a port of this machine under the public name."""

    def connect(self) -> None:
        """Connect like a visitor whose DNS resolves the name."""
        plain = create_connection(("127.0.0.1", self.port), PATIENCE, (VISITOR, 0))
        self.sock = self._context.wrap_socket(plain, server_hostname=HOST)  # type: ignore[attr-defined]

    _context: SSLContext


class Visitor:
    """A browser without script: it uses TLS, and keeps cookies with their paths."""

    def __init__(self, port: int, authority: Authority, named: str = HOST) -> None:
        self._context = create_default_context(cafile=authority.certificate)
        self._connection = _Connection(HOST, port, context=self._context)
        self._named = named
        self.cookies: dict[str, tuple[str, str]] = {}  # the value and the path of each

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def ask(self, path: str, method: str = "GET", body: str | None = None, **headers: str) -> Answer:
        """Return the response. Header names are written with _ for -."""
        sent = {"Host": self._named} | {name.replace("_", "-"): value for name, value in headers.items()}
        path = quote(path, safe="/%?=&+,:;@!*'()~$[]{}")  # as browsers do with non-ASCII characters
        if known := "; ".join(
            f"{name}={value}" for name, (value, below) in self.cookies.items() if _is_at(path, below)
        ):
            sent["Cookie"] = known
        if body is not None:
            sent.setdefault("Content-Type", "application/x-www-form-urlencoded")
        self._connection.request(method, path, body, sent)
        with self._connection.getresponse() as found:
            answer = Answer(found.status, found.headers, found.read())
        for line in found.headers.get_all("Set-Cookie", ()):
            self.cookies |= {one.key: (one.value, one["path"]) for one in SimpleCookie(line).values()}
        return answer

    def leave_within(self, path: str, some: int = 1000) -> None:
        """Read some bytes of a response, and disconnect."""
        self._connection.request("GET", path, headers={"Host": self._named})
        assert len(self._connection.getresponse().read(some)) == some
        self.close()


def _is_at(path: str, below: str) -> bool:
    """RFC 6265, 5.1.4."""
    return path == below or path.startswith((f"{below.rstrip('/')}/", f"{below}?"))


@dataclass(frozen=True, slots=True)
class Served:
    """A server: its port, process id and log."""

    port: int
    process: int
    log: Path


@contextmanager
def served(archive: Path, *options: str, **web: str) -> Iterator[Served]:
    """Run `press-archive serve` with these settings of [web]."""
    environment = clean_environment() | {f"PRESS_ARCHIVE_WEB_{name.upper()}": value for name, value in web.items()}
    command = [str(COMMAND), "serve", "--archive", str(archive), "--port", "0", *options]
    log = archive.with_suffix(".log")
    with (
        log.open("wb") as written,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=written, text=True, env=environment) as server,
    ):
        try:
            assert server.stdout is not None
            yield Served(int(server.stdout.readline().rstrip("/\n").rpartition(":")[2]), server.pid, log)
        finally:
            server.terminate()


class Nginx:
    """The ports: `port` is TLS, `plain` is not; `other` and `inner` are for servers that a test puts before or behind
    the example."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.authority = folder, Authority(folder, "ca")
        self.certificate, self.key = self.authority.certify(folder, HOST)
        self.plain, self.port, self.other, self.inner = free_ports(4)

    def example(self, server: int, prefix: str = "", *, cached: bool = False) -> str:
        """Return the example of docs/deploy for a server on this port. With a cache, X-Cache has its status."""
        text = re.sub(r"^ *listen \[::\].*\n", "", EXAMPLE.read_text(encoding="utf-8"), flags=re.MULTILINE)
        if cached:  # as described in its comment
            text = re.sub(r"^( *)# (location|proxy_cache|    proxy_|\})", r"\1\2", text, flags=re.MULTILINE)
            text = text.replace("    add_header ", f"    {TELLS_CACHE}\n    add_header ")
        changes = {
            "listen 80;": f"listen 127.0.0.1:{self.plain};",
            "listen 443 ssl http2;": f"listen 127.0.0.1:{self.port} ssl http2;",
            "/etc/letsencrypt/live/archive.example.org/fullchain.pem": str(self.certificate),
            "/etc/letsencrypt/live/archive.example.org/privkey.pem": str(self.key),
            "http://127.0.0.1:8080;": f"http://127.0.0.1:{server};",
            "location / {": f"location {prefix}/ {{",
        } | ({"/var/cache/nginx/press": "kept"} if cached else {})
        for before, after in changes.items():
            assert before in text, before
            text = text.replace(before, after)
        return text

    @contextmanager
    def running(self, site: str) -> Iterator[None]:
        """Run nginx with this site for the block."""
        nginx = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
        if nginx is None:
            pytest.fail("nginx is missing: apt-get install nginx")
        (config := self.folder / "nginx.conf").write_text(_MAIN.format(site=site), encoding="utf-8")
        if not os.getuid():
            for path in (self.folder, *self.folder.iterdir()):
                os.chown(path, pwd.getpwnam(_LOGIN).pw_uid, -1)
        command = [*as_login(_LOGIN), nginx, "-p", f"{self.folder}/", "-e", "stderr", "-c", str(config)]
        with subprocess.Popen(command) as process:
            try:
                self._wait(process)
                yield
            finally:
                process.terminate()

    def _wait(self, process: subprocess.Popen[bytes]) -> None:
        while process.poll() is None:
            try:
                create_connection(("127.0.0.1", self.port)).close()
            except OSError:
                continue
            return
        pytest.fail(f"nginx ended with {process.returncode}")


@contextmanager
def folder_for_nginx() -> Iterator[Nginx]:
    """Yield ports, certificates and a folder that nginx may write to."""
    with tempfile.TemporaryDirectory(prefix="nginx-") as folder:
        yield Nginx(Path(folder))
