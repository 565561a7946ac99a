"""The language of a page, what determines it, and that caches and scripts are not misled by it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from archive.config import load
from tests.support.commands import desk_app, desk_client, some
from tests.support.desk_shelf import fill
from tests.support.web_fakes import FakeServices
from tests.webui.test_web_pages import page, words
from webui import create_app
from webui.i18n import labels, languages
from webui.i18n import words as said

PAGES = ["/", "/search?q=konvensi", "/help/search", "/records/release1", "/records/photo1"]
FRONT = {
    "en": "Press releases, speeches and photographs",
    "id": "Siaran pers, pidato, dan foto",
    "vi": "Thông cáo báo chí, bài phát biểu và ảnh",
}


def spoken(response: TestResponse) -> str:
    return response.text.split('<html lang="', 1)[1].split('"', 1)[0]


@pytest.mark.parametrize(
    ("wished", "language"),
    [
        ("", "en"),
        ("id", "id"),
        ("vi-VN,vi;q=0.9,en;q=0.8", "vi"),
        ("en-GB,id;q=0.9", "en"),
        ("en;q=0.3, id;q=0.7, vi;q=0.5", "id"),
        ("de-DE,de;q=0.9,vi;q=0.2", "vi"),
        ("de, fr;q=0.5", "en"),
        ("vi;q=0, id;q=0.1", "id"),
        ("de, *;q=0.5, vi;q=0.1", "en"),
        ("ID_id", "id"),
        ("vi" * 3000, "en"),
        (";;;q=x,\x7f", "en"),
    ],
)
def test_the_browser_says_which_language_it_likes_best(client: FlaskClient, wished: str, language: str) -> None:
    response = client.get("/", headers={"Accept-Language": wished})
    assert spoken(response) == language
    assert FRONT[language] in response.text


def test_the_settings_say_what_everyone_else_gets(services: FakeServices) -> None:
    services.settings = replace(services.settings, web=replace(services.settings.web, language="vi"))
    client = create_app({"SERVICES": services}).test_client()
    assert spoken(client.get("/")) == "vi"
    assert spoken(client.get("/", headers={"Accept-Language": "de, *;q=0.5"})) == "vi"
    assert spoken(client.get("/", headers={"Accept-Language": "id"})) == "id"


def test_a_language_in_the_settings_must_be_one_there_is(tmp_path: Path) -> None:
    assert load(tmp_path, {"PRESS_ARCHIVE_WEB_LANGUAGE": "id"}).web.language == "id"
    for tag in languages.NAMES:
        load(tmp_path, {"PRESS_ARCHIVE_WEB_LANGUAGE": tag})
    with pytest.raises(Exception, match="must be one of: en, id, vi"):
        load(tmp_path, {"PRESS_ARCHIVE_WEB_LANGUAGE": "fr"})


def test_the_address_wins_and_a_cookie_remembers_it(client: FlaskClient) -> None:
    asked = client.get("/search?q=konvensi&lang=id", headers={"Accept-Language": "vi"})
    assert spoken(asked) == "id"
    (cookie,) = asked.headers.getlist("Set-Cookie")
    assert cookie.startswith("lang=id;")
    assert "Max-Age=31536000" in cookie
    assert "SameSite=Lax" in cookie
    assert "Path=/" in cookie
    assert asked.headers["Cache-Control"].startswith("private")
    later = client.get("/", headers={"Accept-Language": "vi"})
    assert spoken(later) == "id"
    assert "Set-Cookie" not in later.headers
    assert later.headers["Cache-Control"] == "public, no-cache"
    assert spoken(client.get("/?lang=vi")) == "vi"
    assert spoken(client.get("/")) == "vi"


@pytest.mark.parametrize("odd", ["fr", "", "ID", "../id", "id\x00", "<b>", "id" * 500])
def test_a_language_that_is_none_changes_nothing(client: FlaskClient, odd: str) -> None:
    response = client.get("/", query_string={"lang": odd}, headers={"Accept-Language": "vi"})
    assert (response.status_code, spoken(response)) == (200, "vi")
    assert "Set-Cookie" not in response.headers
    client.set_cookie("lang", odd or "x")
    assert spoken(client.get("/", headers={"Accept-Language": "vi"})) == "vi"


@pytest.mark.parametrize("path", PAGES)
def test_the_switch_keeps_the_address_and_names_each_language_in_its_own_words(client: FlaskClient, path: str) -> None:
    links = page(client, path).xpath("//nav[@class='languages']//a")
    assert [(a.text, a.get("lang"), a.get("hreflang")) for a in links] == [
        ("English", "en", "en"), ("Bahasa Indonesia", "id", "id"), ("Tiếng Việt", "vi", "vi"),
    ]  # fmt: skip
    assert [a.get("aria-current") for a in links] == ["true", None, None]
    question = path.partition("?")[2]
    assert [a.get("href") for a in links] == [
        "?" + "&".join(filter(None, (question, f"lang={tag}"))) for tag in languages.NAMES
    ]


def test_the_switch_leads_to_no_other_host_and_repeats_nothing_that_went_wrong(client: FlaskClient) -> None:
    assert 'href="?lang=id"' in client.get("//evil.example/%2f..").text
    missing = client.get("/records/never?q=kenari&lang=vi")
    assert missing.status_code == 404
    assert "kenari" not in missing.text
    assert spoken(missing) == "vi"


@pytest.mark.parametrize("path", PAGES)
def test_caches_keep_the_languages_of_one_address_apart(client: FlaskClient, path: str) -> None:
    tags = {}
    for tag in some(languages.NAMES):
        response = client.get(path, headers={"Accept-Language": tag})
        assert {"Accept-Language", "Cookie"} <= set(response.vary)
        assert response.headers["Cache-Control"] == "public, no-cache"
        tags[tag] = response.headers["ETag"]
    assert len(set(tags.values())) == 3
    for mine in some(tags):
        for theirs, etag in some(tags.items()):
            response = client.get(path, headers={"Accept-Language": mine, "If-None-Match": etag})
            assert response.status_code == (304 if mine == theirs else 200)
            assert {"Accept-Language", "Cookie"} <= set(response.vary)


def test_a_tag_differs_by_language_also_where_the_page_would_not(client: FlaskClient) -> None:
    asked = client.get("/search?q=konvensi", headers={"Accept-Language": "id"})
    held = client.get("/search?q=konvensi", headers={"Accept-Language": "vi", "If-None-Match": asked.headers["ETag"]})
    assert held.status_code == 200
    assert spoken(held) == "vi"


@pytest.mark.parametrize(
    "path", ["/api/v1/search?q=konvensi", "/api/v1/records/photo1", "/openapi.json", "/api/v1/search?x=1", "/api/v1/x"]
)
def test_what_is_for_scripts_does_not_change_with_whoever_asks(client: FlaskClient, path: str) -> None:
    plain = client.get(path)
    client.set_cookie("lang", "vi")
    other = client.get(path, headers={"Accept-Language": "id"})
    assert {**plain.get_json(), "took_ms": 0} == {**other.get_json(), "took_ms": 0}
    assert plain.headers.get("ETag") == other.headers.get("ETag")
    assert "Cookie" not in other.vary


def test_pictures_and_originals_have_no_language(client: FlaskClient) -> None:
    for path in ("/records/photo1/thumbnail?lang=vi", "/records/release1/assets/0?lang=vi", "/static/archive.css"):
        with client.get(path) as response:
            assert "Cookie" not in response.vary
            assert "Set-Cookie" not in response.headers


def test_the_desk_takes_a_language_too(services: FakeServices, tmp_path: Path) -> None:
    services.receipts = fill(tmp_path / "desk.sqlite")  # type: ignore[attr-defined]
    services.intake_runs = lambda: False  # type: ignore[attr-defined]
    client = desk_client(desk_app(services))
    for path in ("/receipts?lang=id", "/receipts/1?outcome=rejected&lang=id"):
        response = client.get(path)
        assert (response.status_code, spoken(response)) == (200, "id")
        assert response.headers["Cache-Control"] == "no-store"
    assert client.get("/receipts/1?long=id").status_code == 400


@pytest.mark.parametrize(
    ("tag", "number", "size", "day", "span", "month"),
    [
        ("en", "12,345", "1.8 MB", "25 October 2025", "25–26 October 2025", "October 2025"),
        ("id", "12.345", "1,8 MB", "25 Oktober 2025", "25–26 Oktober 2025", "Oktober 2025"),
        ("vi", "12.345", "1,8 MB", "25 tháng 10 năm 2025", "25–26 tháng 10 năm 2025", "Tháng 10 năm 2025"),
    ],
)
def test_numbers_sizes_and_dates_are_written_as_in_that_language(
    services: FakeServices, tag: str, number: str, size: str, day: str, span: str, month: str
) -> None:
    with create_app({"SERVICES": services}).test_request_context(headers={"Accept-Language": tag}):
        assert said.number(12345) == number
        assert said.file_size(1_800_000) == size
        assert labels.date("2025-10-25") == day
        assert labels.date("2025-10-25/2025-10-26") == span
        assert labels.date("2025-10") == month
        assert labels.date("2025") == "2025"


def test_one_and_many_follow_the_language(services: FakeServices) -> None:
    app = create_app({"SERVICES": services})
    forms = {}
    for tag in languages.NAMES:
        with app.test_request_context(headers={"Accept-Language": tag}):
            forms[tag] = [said.ngettext("%(num)s record", "%(num)s records", n) for n in (0, 1, 1234)]
    assert forms["en"] == ["0 records", "1 record", "1,234 records"]
    assert forms["id"] == ["0 arsip", "1 arsip", "1.234 arsip"]
    assert forms["vi"] == ["0 bản ghi", "1 bản ghi", "1.234 bản ghi"]


def test_the_months_of_a_timeline_fit_below_their_bars(services: FakeServices) -> None:
    app = create_app({"SERVICES": services})
    for tag in some(languages.NAMES):
        with app.test_request_context(headers={"Accept-Language": tag}):
            assert all(len(languages.month_mark(n)) <= 3 for n in range(1, 13))


def test_the_words_are_the_same_in_all_threads_and_requests(client: FlaskClient) -> None:
    for tag in ["vi", "id", "en"] * 3:
        tree = page(client, f"/search?q=konvensi&lang={tag}")
        kind = {"en": "Kind", "id": "Jenis", "vi": "Loại"}[tag]
        assert kind in words(tree.xpath("//aside")[0])


def test_outside_a_request_the_words_are_those_of_the_source() -> None:
    assert said.KINDS["photo"] == "Photo"
    assert said.number(12345) == "12,345"
    assert labels.date("2025-10-25") == "25 October 2025"
