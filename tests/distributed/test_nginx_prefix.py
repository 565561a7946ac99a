"""An archive below a path behind nginx with TLS, set up as in docs/deploy/nginx.conf: no address leads elsewhere.

Visitors connect to another port than nginx listens on, as with port mapping in a firewall.
"""

from __future__ import annotations

import html
import json
import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from http.client import HTTPConnection
from urllib.parse import urlencode, urlsplit

import pytest

from archive.catalogue.accounts.passwords import hash_password
from archive.catalogue.accounts.roles import Role
from archive.storage.archive import Archive
from tests.support.access_copies import keep_access_copies
from tests.support.commands import run, some
from tests.support.nginx import HOST, VISITOR, Answer, Nginx, Served, Visitor, folder_for_nginx, served
from tests.support.touring import BOOK, PAGES_OF_USERS, PHOTO, ROOT, SPEECH, STORY, page_types
from tests.webui.test_web_compression import addresses_of
from webui.api import batch
from webui.desk.ingest.upload_transfer import PIECE

CORPUS = ROOT / "sample_corpus"
FILES = (
    CORPUS / "photos" / PHOTO,
    CORPUS / "photos" / "W-HAI_1276.jpg",
    CORPUS / "speeches" / SPEECH,
    CORPUS / "releases" / BOOK,
    CORPUS / "releases" / "clippings" / STORY,
    CORPUS / "releases" / "2025-04-19-forum-koridor-maritim.en.md",
    CORPUS / "releases" / "2025-04-19-forum-koridor-maritim.id.md",
)
OF_ASEAN = """ASEAN opens a school for pilots

KUPANG, 4 May 2025 - The Association of Southeast Asian Nations (ASEAN) opened a school for harbour pilots on Sunday.
"""
NAMED, PREFIX = f"{HOST}:8443", "/press"
PUBLIC = f"https://{NAMED}{PREFIX}"
PASSWORD = "tujuh kapal di dermaga"
FROM_OWN_PAGES = {"Origin": f"https://{NAMED}", "Sec_Fetch_Site": "same-origin"}
FORGED = {
    "X_Forwarded_For": "198.51.100.4",
    "X_Forwarded_Proto": "http",
    "X_Forwarded_Host": "evil.example.com",
    "X_Forwarded_Port": "81",
    "X_Forwarded_Prefix": "/evil",
    "X_Real_IP": "198.51.100.4",
    "X_Request_ID": "evil",
    "Forwarded": "for=198.51.100.4;host=evil.example.com;proto=http",
}
NO_PAGES = re.compile(r"/iiif/.*/canvas(?:/page|/painting)?$|/ID[./?]")  # names in manifests, and placeholders
UNFOLLOWED = re.compile(r"/openapi\.json$|/api/v1$")  # responses of another archive; no parameters
_ABSOLUTE = re.compile(rf"https?://(?:{re.escape(HOST)}|localhost|127\.0\.0\.1)[^\s\"'<>\\)}}\]]*")
_TOOK = re.compile(rb'"took_ms": \d+')
_IN_TAGS = re.compile(r"""\s([a-z-]+)=(["'])(/.*?)\2""")
SENT_BACK = {"value"}  # form fields: the server adds the prefix when they are submitted
TO_FORMS = {"action", "formaction", "data-begin"}
_IN_JSON = re.compile(r'"(/[^"\\]*)"')


class Site:
    """The archive behind nginx."""

    def __init__(self, nginx: Nginx, server: Served) -> None:
        self.nginx, self.server = nginx, server
        self.pages = page_types(f"http://127.0.0.1:{server.port}")

    def visitor(self) -> Visitor:
        """Return a visitor with a new browser."""
        return Visitor(self.nginx.port, self.nginx.authority, NAMED)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("press") / "archive"
    (body := folder.with_name("asean.txt")).write_text(OF_ASEAN, encoding="utf-8")
    run("init", "--archive", folder)
    settings = (folder / "archive.toml").read_text(encoding="utf-8")
    (folder / "archive.toml").write_text(settings.replace('email = ""', 'email = "desk@example.org"'), encoding="utf-8")
    run("ingest", "--archive", folder, *FILES, body)
    keep_access_copies(folder)
    run("series", "add", "KPA", "Press office", "--level", "fonds", "--archive", folder)
    run("series", "assign", "KPA", "--accession", 1, "--archive", folder)
    run("records", "edit", "--archive", folder, "--where", f"filename:{PHOTO}", "city=Da Nang", "--yes")
    with Archive.open(folder) as archive, archive.catalogue.write() as writer:
        writer.add_user("nur", "Nur", Role.ADMIN, hash_password(PASSWORD, "nur"))
    with (
        folder_for_nginx() as nginx,
        served(folder, "--desk", public_url=PUBLIC, trusted_proxies="127.0.0.1") as server,
        nginx.running(nginx.example(server.port, PREFIX)),
    ):
        yield Site(nginx, server)


@pytest.fixture
def visitor(site: Site) -> Iterator[Visitor]:
    one = site.visitor()
    yield one
    one.close()


@pytest.fixture(scope="module")
def admin(site: Site) -> Iterator[Visitor]:
    one = site.visitor()
    answer = log_in(one, PASSWORD)
    assert answer.status == 303, answer.text
    yield one
    one.close()


def log_in(visitor: Visitor, password: str, **headers: str) -> Answer:
    """Send the login form as a browser does."""
    form = visitor.ask(f"{PREFIX}/desk/login?next=/desk")
    assert f'action="{PREFIX}/desk/login' in form.text
    body = urlencode({"name": "nur", "password": password, "next": "/desk"})
    return visitor.ask(f"{PREFIX}/desk/login", "POST", body, **(FROM_OWN_PAGES | headers))


def form_token(visitor: Visitor, path: str) -> str:
    """Return the token in the forms of a page."""
    return re.findall(r'name="token" value="([^"]+)"', visitor.ask(PREFIX + path).text)[0]


class Walk:
    """Follows every kind of address in responses, and records those that lead outside the prefix or nowhere."""

    def __init__(self, visitor: Visitor, server: Served, begin: Iterable[str]) -> None:
        self._visitor, self._inner = visitor, f":{server.port}"
        self._waiting = deque((path, "begin") for path in begin)
        self._kinds: Counter[object] = Counter()
        self.seen: dict[str, Answer] = {}
        self.faults: list[str] = []

    def go(self) -> Walk:
        """Follow all addresses."""
        while self._waiting:
            path, origin = self._waiting.popleft()
            if path in self.seen or (origin != "begin" and not self._is_new_kind(path)):
                continue
            answer = self.seen[path] = self._visitor.ask(path)
            if answer.status >= 400:
                self.faults.append(f"{answer.status} {path} in {origin}")
            for address, leads in self._addresses(answer):
                if not address.startswith(f"{PREFIX}/"):
                    self.faults.append(f"{address} in {path}")
                elif leads and not (NO_PAGES.search(address) or UNFOLLOWED.search(path)):
                    self._waiting.append((address, path))
        return self

    def _is_new_kind(self, path: str) -> bool:
        """Return whether to follow an address: three pages of each path with ids or names, and each set of
        parameters."""
        parts = urlsplit(path)
        pattern = re.sub(r"\b(?:[a-z2-7]{12,16}|[0-9a-f]{32,}|\d+)\b", "*", parts.path)
        pattern = re.sub(r"(?<=/(?:people|places)/).*", "*", pattern)
        asked = frozenset(one.partition("=")[0] for one in parts.query.split("&"))
        self._kinds.update([pattern, (pattern, asked)])
        return self._kinds[pattern] <= 3 and self._kinds[pattern, asked] == 1

    def _addresses(self, answer: Answer) -> Iterator[tuple[str, bool]]:
        """Yield each address of this archive in a response as a path, and whether it must be a page."""
        names = ("Location", "Content-Location", "Link", "Set-Cookie")
        head = "\n".join(value for name in names for value in answer.headers.get_all(name, ()))
        kind = answer.headers.get_content_type()
        is_text = kind.startswith("text/") or kind.endswith(("json", "xml", "bibtex", "info-systems"))
        body = html.unescape(answer.text) if is_text else ""
        assert self._inner not in head + body
        for found in _ABSOLUTE.findall(f"{head}\n{body.replace(',', chr(10)) if kind == 'text/csv' else body}"):
            address = found.rstrip(".,;").partition("#")[0]
            if address != PUBLIC and "{" not in address:
                yield address.replace(f"https://{NAMED}", ""), True
        if (place := answer.headers.get("Location", "")).startswith("/"):
            yield place, True
        yield from ((link, True) for link in re.findall(r"<(/[^>]*)>", head))
        if kind == "text/html":
            for name, _, found in _IN_TAGS.findall(answer.text):
                several = re.split(r" \d+w(?:, |$)", found) if name == "srcset" else [found]
                for one in filter(None, several if name not in SENT_BACK else ()):
                    yield html.unescape(one).partition("#")[0], name not in TO_FORMS
        if kind.endswith("json") and "openapi" not in body[:20]:
            yield from ((found, True) for found in _IN_JSON.findall(answer.text))


def test_every_address_that_the_public_meets_is_below_the_public_one(site: Site, visitor: Visitor) -> None:
    walk = Walk(visitor, site.server, [PREFIX + path for path in some(public_addresses(visitor).values())]).go()
    assert not walk.faults, "\n".join(walk.faults)
    assert len(walk.seen) > 100


def test_every_address_at_the_desk_is_below_the_public_one(site: Site, admin: Visitor) -> None:
    walk = Walk(admin, site.server, [PREFIX + path for path in (*site.pages.values(), *PAGES_OF_USERS.values())]).go()
    assert not walk.faults, "\n".join(walk.faults)
    assert len(walk.seen) > 100


def test_a_list_of_as_many_queries_as_may_be_comes_through(visitor: Visitor) -> None:
    asked = json.dumps([{"q": f"kapal {'o' * 90}"}] * batch.MOST)
    answer = visitor.ask(f"{PREFIX}{batch.PATH}?page_size=0", "POST", asked, Content_Type="application/json")
    assert (answer.status, answer.text.count("\n")) == (200, batch.MOST)


def test_a_file_is_uploaded_in_pieces(admin: Visitor) -> None:
    token = {"X_Form_Token": form_token(admin, "/desk/intake"), "Content_Type": "application/octet-stream"}
    begun = admin.ask(f"{PREFIX}/desk/intake/begin?files=1&bytes={PIECE}", "POST", "", **FROM_OWN_PAGES, **token)
    url = json.loads(begun.text)["url"]
    query = urlencode({"n": 0, "path": "kapal.txt", "size": PIECE, "offset": 0})
    answer = admin.ask(f"{url}/piece?{query}", "POST", "k" * PIECE, **FROM_OWN_PAGES, **token)
    assert (answer.status, "problem" in json.loads(answer.text)) == (200, False)


def test_the_cookies_are_for_this_path_and_for_tls_alone(visitor: Visitor) -> None:
    answer = log_in(visitor, PASSWORD)
    assert (answer.status, answer.headers["Location"]) == (303, f"{PREFIX}/desk")
    chosen = visitor.ask(f"{PREFIX}/search?lang=id")
    for given in (answer, chosen):
        (cookie,) = given.headers.get_all("Set-Cookie")
        assert {"Secure", "HttpOnly", f"Path={PREFIX}", "SameSite=Lax"} <= set(cookie.split("; "))
    assert 'lang="id"' in visitor.ask(f"{PREFIX}/search?q=kapal").text
    assert visitor.ask(f"{PREFIX}/desk/records").status == 200
    token = form_token(visitor, "/desk/account")
    out = visitor.ask(f"{PREFIX}/desk/logout", "POST", urlencode({"token": token}), **FROM_OWN_PAGES)
    assert (out.status, out.headers["Location"]) == (303, f"{PREFIX}/desk/login")
    assert visitor.ask(f"{PREFIX}/desk/records").headers["Location"].startswith(f"{PREFIX}/desk/login?next=")


@pytest.mark.parametrize("origin", [f"https://{HOST}:9443", "https://evil.example.com", "null", f"http://{NAMED}"])
def test_a_form_of_another_origin_logs_nobody_in(visitor: Visitor, origin: str) -> None:
    assert log_in(visitor, PASSWORD, Origin=origin).status == 403
    assert not visitor.cookies


def test_what_a_visitor_says_of_proxies_changes_nothing(site: Site, visitor: Visitor) -> None:
    for path in some({PREFIX + path for path in public_addresses(visitor).values()}):
        plain, forged = visitor.ask(path), visitor.ask(path, **FORGED)
        assert (forged.status, forged.headers.get("Location")) == (plain.status, plain.headers.get("Location")), path
        assert "evil" not in forged.text, path
        assert "evil" not in str(forged.headers), path
        if "ETag" in plain.headers:
            forged_body, plain_body = (_TOOK.sub(b"", answer.body) for answer in (forged, plain))
            assert (forged.headers["ETag"], len(forged_body)) == (plain.headers["ETag"], len(plain_body)), path


def test_the_log_names_the_address_of_a_visitor_who_claims_another(site: Site, visitor: Visitor) -> None:
    assert log_in(visitor, "wrong", **FORGED).status == 403
    told = [line for line in site.server.log.read_text().splitlines() if "login refused" in line]
    assert told[-1].endswith(f"from {VISITOR}")
    assert log_in(visitor, PASSWORD, **FORGED).status == 303


@pytest.mark.parametrize("named", ["evil.example.com", f"{HOST}.evil.example.com", f"{HOST}@evil.example.com"])
def test_a_host_that_is_none_of_ours_is_refused(visitor: Visitor, named: str) -> None:
    for path in some(("/", "/search.atom", "/api/v1", "/desk/login")):
        for asked in (path, f"https://{named}{path}"):
            answer = visitor.ask(PREFIX + asked if asked == path else asked.replace(path, PREFIX + path), Host=named)
            assert answer.status == 400
            assert "evil" not in answer.text


def test_another_host_of_ours_changes_no_address(visitor: Visitor) -> None:
    answer = visitor.ask(f"{PREFIX}/search.atom", Host="localhost")
    assert answer.status == 200
    assert set(_ABSOLUTE.findall(answer.text)) == set(_ABSOLUTE.findall(visitor.ask(f"{PREFIX}/search.atom").text))


def test_an_address_without_tls_or_without_the_last_slash_leads_on(site: Site, visitor: Visitor) -> None:
    connection = HTTPConnection("127.0.0.1", site.nginx.plain)
    connection.request("GET", f"{PREFIX}/search?q=kapal", headers={"Host": HOST})
    answer = connection.getresponse()
    connection.close()
    assert (answer.status, answer.headers["Location"]) == (301, f"https://{HOST}{PREFIX}/search?q=kapal")
    answer = visitor.ask(PREFIX)
    assert (answer.status, answer.headers["Location"]) == (301, f"{PREFIX}/")


def test_an_original_comes_as_it_is(site: Site, visitor: Visitor) -> None:
    path = f"{PREFIX}{site.pages['speech']}/assets/0"
    whole = visitor.ask(path, Accept_Encoding="gzip")
    assert whole.body == (CORPUS / "speeches" / SPEECH).read_bytes()
    assert "Content-Encoding" not in whole.headers
    part = visitor.ask(path, Range="bytes=10-19", If_Range=whole.headers["ETag"])
    assert (part.status, part.body) == (206, whole.body[10:20])
    assert visitor.ask(path, If_None_Match=whole.headers["ETag"]).status == 304


def public_addresses(visitor: Visitor) -> dict[str, str]:
    """Return an address of each route outside the desk, with records of this archive instead of those of other
    tests."""
    found = json.loads(visitor.ask(f"{PREFIX}/api/v1/search?page_size=100").text)["results"]
    ids = {one["filename"]: one["id"] for one in found}
    release, other = (ids[f"2025-04-19-forum-koridor-maritim.{language}.md"] for language in ("en", "id"))
    book = json.loads(visitor.ask(f"{PREFIX}/api/v1/records/{ids[BOOK]}").text)
    event = json.loads(visitor.ask(f"{PREFIX}/api/v1/events/{release}").text)["id"]
    here = {
        "release1": release, "release2": other, "photo1": ids[PHOTO], "speech1": ids[BOOK], "event1": event,
        "luong-cuong": "trinh-khanh-van", "hanoi": "da-nang", "antara": "bao-song-han-example",
        "/ali": "/hoang-minh-hai",
    }  # fmt: skip
    return addresses_of(here, book["assets"][0]["sha256"][:32])
