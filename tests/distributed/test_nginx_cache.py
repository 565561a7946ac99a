"""Caches in front of the archive: held, withdrawn or erased records are gone from them when the command returns.

One is nginx, set up as in docs/deploy/nginx.conf with a cache for all addresses. The other stores everything that HTTP
allows, and revalidates each time (RFC 9111).
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import cached_property
from pathlib import Path
from urllib.parse import urlencode

import pytest
from reportlab.pdfgen.canvas import Canvas

from archive.catalogue.accounts.passwords import hash_password
from archive.catalogue.accounts.roles import Permission, Role
from archive.storage.archive import Archive
from tests.support.access_copies import keep_access_copies
from tests.support.commands import json_lines, run, some
from tests.support.nginx import HOST, PATIENCE, TELLS_CACHE, Answer, Nginx, Served, Visitor, folder_for_nginx, served
from tests.webui.test_web_compression import addresses_of
from tests.webui.test_web_walk import frame

CANARY, HELD_CANARY = "zamrudkanaria", "mirahkanaria"
PASSWORD = "tujuh kapal di dermaga"
TEXT = """The harbour of {where} opens a pier

KUPANG, 4 May 2025 - Sari Dewi opened the pier of {where} on Sunday. The konvensi of the harbours met there.

{photo}
Sari Dewi at the pier of {where}. Photo: Ali Ahmad/ANTARA FOTO

Two hundred pilots from nine harbours came. The first ships are expected in the week after the opening of the pier.
"""
LONG = 24 << 20  # bytes of an original that exceeds any proxy buffer
THREADS = 4
CACHES = ("nginx", "asks")
TOOK = re.compile(rb'"took_ms": ?[0-9]+')
WITH_IDS = re.compile(r"/api/v1/changes|/oai\?")  # list withdrawn records
ASKS = """
proxy_cache_path asked keys_zone=asked:1m;
map $upstream_http_cache_control $until {{
    default 0;
    "public, no-cache" @1;
    "no-cache" @1;
    "~immutable" 31536000;
}}
server {{
    listen 127.0.0.1:{inner};
    gzip off;
    location / {{
        proxy_pass http://127.0.0.1:{server};
        proxy_http_version 1.1;
        proxy_set_header Host $host;
        proxy_set_header Connection "";
        add_header X-Accel-Expires $until always;
    }}
}}
server {{
    listen 127.0.0.1:{port} ssl;
    ssl_certificate {certificate};
    ssl_certificate_key {key};
    gzip off;
    {tells}
    location / {{
        proxy_pass http://127.0.0.1:{inner};
        proxy_http_version 1.1;
        proxy_set_header Connection "";
        proxy_set_header Host $host;
        proxy_set_header X-Forwarded-Proto $scheme;
        proxy_set_header X-Forwarded-For $remote_addr;
        proxy_ignore_headers Cache-Control Expires;
        proxy_cache asked;
        proxy_cache_key $scheme$host$request_uri;
        proxy_cache_revalidate on;
    }}
}}
"""
"""A cache that stores no-cache responses as immediately stale. nginx itself would not store them."""


def caches_before(server: Served, nginx: Nginx) -> str:
    """Return the configuration of both caches."""
    example = nginx.example(server.port, cached=True)
    everything = "location / { proxy_cache press; proxy_cache_key $scheme$host$request_uri; proxy_cache_valid any 1h;"
    return example.replace("location / {", everything) + ASKS.format(
        inner=nginx.inner, port=nginx.other, server=server.port, tells=TELLS_CACHE,
        certificate=nginx.certificate, key=nginx.key,
    )  # fmt: skip


def visitor_of(cache: str, nginx: Nginx) -> Visitor:
    """Return a visitor of a cache."""
    return Visitor({"nginx": nginx.port, "asks": nginx.other}[cache], nginx.authority)


class Site:
    """The archive behind both caches."""

    def __init__(self, folder: Path, nginx: Nginx, server: Served) -> None:
        self.folder, self.nginx, self.server = folder, nginx, server
        self.caches = {cache: visitor_of(cache, nginx) for cache in CACHES}
        found = json.loads(self.ask("nginx", "/api/v1/search?page_size=100").text)["results"]
        self.ids = {one["filename"]: one["id"] for one in found}

    def ask(self, cache: str, path: str, **headers: str) -> Answer:
        """Return the response to an anonymous visitor."""
        return self.caches[cache].ask(path, **headers)

    def archivist(self, *words: object) -> None:
        """Run a command."""
        run(*words, "--archive", self.folder)

    @cached_property
    def addresses(self) -> dict[str, str]:
        """Return an address of each route for the records with the canary, while they are public."""
        book = self.ids["zamrud.pdf"]
        (original, *_) = json.loads(self.ask("nginx", f"/api/v1/records/{book}").text)["assets"]
        event = json.loads(self.ask("nginx", f"/api/v1/events/{self.ids['zamrud.txt']}").text)["id"]
        here = {
            "release1": self.ids["zamrud.txt"], "release2": self.ids["other.txt"], "photo1": self.ids["W-ZAM_0001.jpg"],
            "speech1": book, "event1": event, "luong-cuong": "sari-dewi", "hanoi": "kupang", "/ali": "/ali-ahmad",
            "ListSets": "ListRecords&metadataPrefix=oai_dc",
        }  # fmt: skip
        return addresses_of(here, original["sha256"][:32])


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cached")
    (disk := folder / "disk").mkdir()
    for name, where, photo in (("zamrud", CANARY, "W-ZAM_0001.jpg"), ("other", "Ende", "W-END_0001.jpg")):
        (disk / f"{name}.txt").write_text(TEXT.format(where=where, photo=photo), encoding="utf-8")
        for n in (1, 2):
            (disk / photo.replace("1.jpg", f"{n}.jpg")).write_bytes(frame(n, f"Sari Dewi at the pier of {where}."))
    (disk / "held.txt").write_text(TEXT.format(where=HELD_CANARY, photo="a.jpg"), encoding="utf-8")
    (disk / "long.jpg").write_bytes(frame(7, "A pier.") + bytes(LONG))
    canvas = Canvas(str(disk / "zamrud.pdf"))
    for page in (1, 2):
        canvas.drawString(72, 700, f"Page {page} of the report on the pier of {CANARY}, for the konvensi.")
        canvas.showPage()
    canvas.save()
    run("init", "--archive", folder / "archive")
    told = json_lines(run("ingest", disk, "--json", "--archive", folder / "archive"))
    keep_access_copies(folder / "archive")
    (held,) = (one["record"] for one in told if one.get("path", "").endswith("held.txt"))
    run("access", "held", held, "--yes", "--archive", folder / "archive")
    with Archive.open(folder / "archive") as opened, opened.catalogue.write() as writer:
        writer.add_user("nur", "Nur", Role.ARCHIVIST, hash_password(PASSWORD, "nur"))
        _, secret = writer.create_token("script", [Permission.READ_HELD], 30)
    (folder / "held").write_text(held)
    (folder / "secret").write_text(secret)
    return folder / "archive"


@pytest.fixture(scope="module")
def site(archive: Path) -> Iterator[Site]:
    settings = {"public_url": f"https://{HOST}", "trusted_proxies": "127.0.0.1", "threads": str(THREADS)}
    with (
        folder_for_nginx() as nginx,
        served(archive, "--desk", **settings) as server,
        nginx.running(caches_before(server, nginx)),
    ):
        made = Site(archive, nginx, server)
        yield made
        for visitor in made.caches.values():
            visitor.close()


def wait_for(is_so: Callable[[], bool]) -> None:
    """Wait until a condition is true."""
    ends = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < ends
        time.sleep(0.05)


def test_what_never_changes_comes_from_the_cache_and_all_else_is_asked_again(site: Site) -> None:
    (style,) = set(re.findall(r"/static/archive\.css\?v=\w+", site.ask("nginx", "/").text))
    for cache in site.caches:
        first, again = site.ask(cache, style), site.ask(cache, style)
        assert (again.cache, again.body) == ("HIT", first.body)
    for path in some(site.addresses.values()):
        plain, again = site.ask("nginx", path), site.ask("nginx", path)
        assert (plain.cache, again.cache) == ("MISS", "MISS"), path
        site.ask("asks", path)
        asked = site.ask("asks", path)
        is_kept = "no-store" not in plain.headers["Cache-Control"]
        assert asked.cache == ("REVALIDATED" if is_kept else "MISS"), path
        if is_kept:
            assert TOOK.sub(b"", asked.body) == TOOK.sub(b"", plain.body), path
            assert (asked.headers["ETag"], asked.headers["Vary"]) == (plain.headers["ETag"], plain.headers["Vary"])
            assert site.ask("asks", path, If_None_Match=plain.headers["ETag"]).status == 304
    kept = [path.read_bytes() for path in some((site.nginx.folder / "kept").rglob("*")) if path.is_file()]
    assert not any(CANARY.encode() in body or b"image/jpeg" in body for body in kept)


def test_languages_and_codings_are_kept_apart(site: Site) -> None:
    for _ in range(2):
        for language in ("id", "vi", "en"):
            assert f'lang="{language}"' in site.ask("asks", "/search?q=pier", Accept_Language=language).text[:200]
        assert site.ask("asks", "/", Accept_Encoding="br").headers["Content-Encoding"] == "br"
        assert "Content-Encoding" not in site.ask("asks", "/").headers
    assert site.ask("asks", "/", Accept_Encoding="br").cache == "REVALIDATED"


ACTS: dict[str, list[str]] = {
    "hold": ["access", "held"],
    "embargo": ["access", "held", "--until", "2090-05-03T10:00+07:00"],
    "withdrawal": ["access", "withdrawn"],
}


@pytest.mark.parametrize("act", [*ACTS, "erasure"])
def test_nothing_of_a_record_comes_from_a_cache_when_the_command_has_returned(site: Site, act: str) -> None:
    ids = [site.ids[name] for name in ("zamrud.txt", "zamrud.pdf", "W-ZAM_0001.jpg", "W-ZAM_0002.jpg")]
    site.archivist("access", "released", *ids, "--yes")
    wait_for(lambda: site.ask("asks", "/api/v1/search?q=konvensi").text.count(CANARY) >= 2)
    before = {path: site.ask("asks", path) for path in site.addresses.values()}
    shown = {
        path: answer for path, answer in before.items() if any(one in path + answer.text for one in (CANARY, *ids))
    }
    assert len(shown) > 30
    assert {answer.status for answer in shown.values()} == {200, 302, 303}
    pictures = {answer.body for answer in shown.values() if answer.headers["Content-Type"] == "image/jpeg"}
    assert len(pictures) > 3
    if act == "erasure":
        erase(site, ids)
    else:
        site.archivist(*ACTS[act], *ids, "--yes")
    for path, was in shown.items():
        tag = was.headers.get("ETag", "none")
        for answer in (site.ask("nginx", path), site.ask("asks", path), site.ask("asks", path, If_None_Match=tag)):
            assert CANARY not in answer.text.casefold(), path
            assert answer.body not in pictures, path
            if any(id_ in path for id_ in ids) and "/list?" not in path:
                assert answer.status in (404, 410), path
            elif not WITH_IDS.search(path) and "/list?" not in path:
                assert not any(id_ in answer.text for id_ in ids), path
    assert "Ende" in site.ask("asks", "/search?q=konvensi").text


def erase(site: Site, ids: list[str]) -> None:
    """Erase records, as two people."""
    for id_ in ids:
        site.archivist("erase", "request", id_, "--reason", "a court", "--by", "nur")
    requests = json_lines(run("erase", "list", "--json", "--archive", site.folder))
    for one in some(requests):
        site.archivist("erase", "carry-out", one["erasure"], "--by", "sari", "--yes")


def log_in(visitor: Visitor) -> None:
    """Log the archivist in."""
    body = urlencode({"name": "nur", "password": PASSWORD, "next": "/desk"})
    answer = visitor.ask("/desk/login", "POST", body, Origin=f"https://{HOST}", Sec_Fetch_Site="same-origin")
    assert answer.status == 303, answer.text


@pytest.mark.parametrize("cache", CACHES)
def test_what_one_user_sees_nobody_else_gets(site: Site, archive: Path, cache: str) -> None:
    held, secret = (archive.with_name(name).read_text() for name in ("held", "secret"))
    nginx = site.nginx
    token = {"Authorization": f"Bearer {secret}"}
    other = f"/records/{site.ids['other.txt']}"
    pages = ("/", "/search?q=pier", other, f"/desk/records/{held}", "/desk", "/receipts/1")
    api = f"/api/v1/records/{held}"
    scripts = (api, f"{api}/text", f"{api}/assets/0", "/api/v1/search?q=pier", "/api/v1/export?q=pier")
    with closing(visitor_of(cache, nginx)) as user:
        log_in(user)
        for _ in range(2):
            for path in pages:
                answer = user.ask(path)
                assert (answer.status, answer.cache) in ((200, "MISS"), (200, "EXPIRED")), path
                assert "public" not in answer.headers["Cache-Control"]
                assert "/desk/account" in answer.text
                public = site.ask(cache, path)
                assert "/desk/account" not in public.text
                assert HELD_CANARY not in public.text
            for path in scripts:
                answer = user.ask(path, **token)
                assert HELD_CANARY in answer.text, path
                assert answer.cache in ("MISS", "EXPIRED")
                assert HELD_CANARY not in site.ask(cache, path).text
    kept = [path.read_bytes() for path in some(nginx.folder.glob("*/*")) if path.is_file()]
    assert not any(HELD_CANARY.encode() in body for body in kept)


def test_a_closed_archive_opens_for_nobody_by_a_cache(archive: Path) -> None:
    secret = archive.with_name("secret").read_text()
    settings = {"public_url": f"https://{HOST}", "trusted_proxies": "127.0.0.1", "closed": "true"}
    with (
        folder_for_nginx() as nginx,
        served(archive, "--no-indexer", **settings) as server,
        nginx.running(caches_before(server, nginx)),
    ):
        for cache in CACHES:
            with closing(visitor_of(cache, nginx)) as user, closing(visitor_of(cache, nginx)) as stranger:
                log_in(user)
                for path in ("/", "/search?q=pier", "/sitemap.xml", "/api/v1/search?q=pier"):
                    for _ in range(2):
                        answer = user.ask(path, **({"Authorization": f"Bearer {secret}"} if "api" in path else {}))
                        assert (answer.status, answer.cache) == (200, "MISS"), path
                        assert stranger.ask(path).status in (303, 401)


def test_parts_of_an_original_are_those_of_the_file(site: Site, archive: Path) -> None:
    cache = "asks"  # nginx itself, which may not store it, sends the whole file
    whole = (archive.with_name("disk") / "long.jpg").read_bytes()
    path = f"/records/{site.ids['long.jpg']}/assets/0"
    for asked, first, end in (("0-99", 0, 100), ("1000-1999", 1000, 2000), ("-500", len(whole) - 500, len(whole))):
        answer = site.ask(cache, path, Range=f"bytes={asked}")
        assert (answer.status, answer.body) == (206, whole[first:end])
        assert answer.headers["Content-Range"] == f"bytes {first}-{end - 1}/{len(whole)}"
    assert site.ask(cache, path, Range=f"bytes={len(whole)}-").status == 416
    changed = site.ask(cache, path, Range="bytes=0-99", If_Range='"another"')
    assert (changed.status, changed.body) == (200, whole)


@pytest.mark.parametrize("cache", CACHES)
@pytest.mark.parametrize("form", ["ndjson", "csv"])
def test_an_export_comes_whole(site: Site, cache: str, form: str) -> None:
    rows = site.ask(cache, f"/api/v1/export?format={form}").text.splitlines()
    assert len(rows) == json.loads(site.ask(cache, "/api/v1/search").text)["total"] + (form == "csv")
    if form == "ndjson":
        assert all(json.loads(row)["id"] for row in rows)


@pytest.mark.parametrize("cache", CACHES)
def test_clients_that_go_in_the_middle_leave_no_thread_and_no_file_behind(site: Site, cache: str) -> None:
    nginx, path = site.nginx, f"/records/{site.ids['long.jpg']}/assets/0"
    for _ in range(2 * THREADS):
        visitor_of(cache, nginx).leave_within(path)
    assert site.ask(cache, "/search?q=pier").status == 200
    wait_for(lambda: not any("/originals/" in name for name in open_files(site.server.process)))


def open_files(process: int) -> list[str]:
    """Return the names of a process's open files."""
    found = []
    for one in Path(f"/proc/{process}/fd").iterdir():
        try:
            found.append(str(one.readlink()))
        except FileNotFoundError:
            continue
    return found
