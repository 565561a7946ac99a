"""Headers of every response, downloads that cannot be executed, host names, and addresses that may become links."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from archive.record import Kind
from tests.support.web_fakes import FakeServices, record
from webui import create_app
from webui.http.responses import make_content_disposition
from webui.services import links

EVERYWHERE = [
    "/", "/search?q=konvensi", "/search?q=(", "/records/release1", "/records/never", "/nothing", "/healthz", "/readyz",
    "/openapi.json", "/api/v1/search", "/api/v1/search?x=1", "/api/v1/records/release1", "/static/archive.css",
]  # fmt: skip


@pytest.mark.parametrize("path", EVERYWHERE)
def test_every_answer_is_strict(client: FlaskClient, path: str) -> None:
    with client.get(path) as response:
        policy = response.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Referrer-Policy"] == "no-referrer"
        assert response.headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert "geolocation=()" in response.headers["Permissions-Policy"]
        assert response.headers["Cache-Control"]
        assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize("path", ["/records/{}/assets/0", "/api/v1/records/{}/assets/0"])
@pytest.mark.parametrize("media_type", ["text/html", "image/svg+xml", "text/html; charset=x", "x\r\nSet-Cookie: a=b"])
def test_an_original_is_sent_to_be_kept_not_to_be_run(services: FakeServices, path: str, media_type: str) -> None:
    body = b"<script>alert(1)</script>"
    services.add(record("page1", Kind.DOCUMENT, "a.html", {}, body, media_type), body=body)
    response = create_app({"SERVICES": services}).test_client().get(path.format("page1"))
    assert response.data == body
    assert response.headers["Content-Disposition"].startswith('attachment; filename="a.html"')
    assert response.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cache-Control"] == "public, no-cache"
    assert "\n" not in str(response.headers["Content-Type"])
    assert "Set-Cookie" not in response.headers


def test_an_original_comes_in_parts_and_by_its_digest(client: FlaskClient, services: FakeServices) -> None:
    digest = services.catalogue.records["release1"].original.sha256
    whole = client.get("/records/release1/assets/0")
    assert whole.headers["ETag"] == f'"{digest}"'
    assert whole.content_length == 8
    assert client.get("/records/release1/assets/0", headers={"If-None-Match": f'"{digest}"'}).status_code == 304
    part = client.get("/records/release1/assets/0", headers={"Range": "bytes=2-4"})
    assert (part.status_code, part.data) == (206, b"lea")
    assert part.headers["Content-Range"] == "bytes 2-4/8"
    assert client.get("/records/release1/assets/0", headers={"Range": "bytes=90-"}).status_code == 416
    assert client.head("/records/release1/assets/0").content_length == 8


@pytest.mark.parametrize("n", ["1", "-1", "00", "x", "0.0", "9" * 5000, "\u0660"])
def test_an_original_that_is_not_there_is_not_found(client: FlaskClient, n: str) -> None:
    assert client.get(f"/records/release1/assets/{n}").status_code == 404
    assert client.get(f"/api/v1/records/release1/assets/{n}").status_code == 404


@pytest.mark.parametrize(
    ("filename", "plain", "encoded"),
    [
        ("W-HAI_1275.jpg", "W-HAI_1275.jpg", "W-HAI_1275.jpg"),
        ("lễ ký.txt", "l_ k_.txt", "l%E1%BB%85%20k%C3%BD.txt"),
        ('a"b\\c/d.txt', "a_b_c_d.txt", "a_b_c_d.txt"),
        ("a\r\nSet-Cookie: x=y.txt", "a__Set-Cookie_ x=y.txt", "a__Set-Cookie%3A%20x%3Dy.txt"),
        ("\u202egpj.exe", "_gpj.exe", "_gpj.exe"),
        ("...", "original", "original"),
        ("%41;x=1.txt", "_41_x=1.txt", "%2541%3Bx%3D1.txt"),
    ],
)
def test_download_names_are_safe_and_true(filename: str, plain: str, encoded: str) -> None:
    assert make_content_disposition(filename) == f"attachment; filename=\"{plain}\"; filename*=UTF-8''{encoded}"


def test_a_download_name_of_any_length_fits_a_header() -> None:
    assert len(make_content_disposition("ễ" * 100_000 + ".jpg")) < 2000
    assert make_content_disposition("ễ" * 100_000 + ".jpg").endswith(".jpg")


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 200),
        ("localhost:8080", 200),
        ("127.0.0.1:5000", 200),
        ("192.168.1.20", 400),
        ("[2001:db8::7]:8080", 400),
        ("[::1]:8080", 200),
        ("archive.example.org", 200),
        ("evil.example", 400),
        ("localhost.evil.example", 400),
        ("127.0.0.1.evil.example", 400),
        ("", 400),
        ("localhost@evil.example", 400),
    ],
)
def test_only_known_names_are_answered_to(services: FakeServices, host: str, status: int) -> None:
    app = create_app({"SERVICES": services, "ALLOWED_HOSTS": ("localhost", "archive.example.org")})
    for path in ("/", "/api/v1/search", "/static/archive.js"):
        with app.test_client().get(path, headers={"Host": host}) as response:
            assert response.status_code == status


@pytest.mark.parametrize(
    ("host", "came_in_on", "status"),
    [
        ("192.0.2.7", "192.0.2.7", 200),
        ("192.0.2.7:8080", "::ffff:192.0.2.7", 200),
        ("[2001:DB8:0::7]:8080", "2001:db8::7", 200),
        ("[fe80::1]", "fe80::1%eth0", 200),
        ("192.0.2.8", "192.0.2.7", 400),
        ("127.0.0.1", "192.0.2.7", 400),
        ("192.0.2.7", "127.0.0.1", 400),
        ("0.0.0.0", "127.0.0.1", 400),
        ("[::]", "::1", 400),
        ("3221225991", "192.0.2.7", 400),
        ("0xc0.0.2.7", "192.0.2.7", 400),
        ("203.0.113.9:80", "127.0.0.1", 200),
        ("[2001:db8::9]", "127.0.0.1", 200),
    ],
)
@pytest.mark.parametrize("language", ["en", "id", "vi"])
def test_an_address_is_answered_to_when_the_connection_came_in_on_it_or_it_is_trusted(
    services: FakeServices, host: str, came_in_on: str, status: int, language: str
) -> None:
    app = create_app({"SERVICES": services, "ALLOWED_HOSTS": ("localhost", "203.0.113.9", "2001:db8::9")})
    for path in ("/", "/api/v1/search", "/static/archive.js"):
        headers = {"Host": host, "Accept-Language": language}
        with app.test_client().get(path, headers=headers, environ_overrides={"SERVER_ADDR": came_in_on}) as response:
            assert response.status_code == status
            assert status == 200 or ("trusted_hosts" in response.text and host not in response.text)


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,<script>",
        "vbscript:x",
        "//evil.example/x",
        "/\\evil.example",
        "https:evil.example",
        "https:///x",
        "http://",
        "ftp://example.org/x",
        "file:///etc/passwd",
        "https://user:pass@example.org/",
        "https://example.org@evil.example/",
        "https://example.org/\u202egpj.exe",
        "https://exa mple.org/",
        'https://example.org/"onmouseover="x',
        "https://[::1",
        "https://example.org:99999/",
        "https://example.org/" + "a" * 5000,
        "",
        None,
        7,
    ],
)
def test_an_address_that_is_not_plainly_of_the_web_is_no_link(address: object) -> None:
    assert links.outside(address) is None


@pytest.mark.parametrize("address", ["https://vietnamnet.vn/a-2456194.html", "HTTP://example.org", "https://vi.vn/lễ"])
def test_a_plain_address_is_a_link(address: str) -> None:
    assert links.outside(address) == address


def test_style_and_script_may_be_kept_for_good(client: FlaskClient) -> None:
    address = client.get("/").text.split('src="/static/archive.js')[1].split('"')[0]
    with client.get(f"/static/archive.js{address}") as response:
        assert "immutable" in response.headers["Cache-Control"]
    with client.get("/static/archive.js?v=old") as response:
        assert response.headers["Cache-Control"] == "no-cache"
    with client.get("/static/../__init__.py") as response:
        assert response.status_code == 404
