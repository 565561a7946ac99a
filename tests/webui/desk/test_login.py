"""Users at the desk: who can log in, with which role, and how sessions end."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from archive.catalogue import EDIT
from archive.catalogue.accounts import passwords
from archive.catalogue.accounts.roles import PERMISSIONS, Permission, Role
from archive.edits.edits import Edit, change
from archive.record import Status
from archive.storage.archive import Archive
from tests.support.commands import desk_app, some
from tests.support.search_shelf import SearchShelf
from webui.desk.permissions import OPEN, PERMISSION_OF
from webui.identity.throttle import LoginThrottle
from webui.services.services import OpenArchive

PASSWORD = "tujuh kapal di dermaga"
ROLES = {role.value: role for role in Role}


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenArchive]:
    folder = tmp_path_factory.mktemp("archive")
    Archive.create(folder).close()
    services = OpenArchive(folder)
    hashed = passwords.hash_password(PASSWORD, "")
    with services.archive.catalogue.write() as writer:
        for role in Role:
            writer.add_user(role.value, f"The {role.value}", role, hashed)
    shelf = SearchShelf(services.archive)
    added = shelf.add("Kapal")
    change(services.archive, [added], Edit.of(["city=Da Nang"], (), ()).each, (EDIT, "a city"), "test")
    yield services
    shelf.searcher.close()
    services.close()


@pytest.fixture(scope="module")
def app(services: OpenArchive) -> Flask:
    return desk_app(services)


@pytest.fixture(autouse=True)
def free(app: Flask) -> None:
    """Forget the failed logins of other tests."""
    app.extensions["press-archive-logins"] = LoginThrottle()


@pytest.fixture(scope="module")
def record(services: OpenArchive) -> str:
    (found,) = services.archive.catalogue.of_status(Status.RELEASED)
    return found


def log_in(client: FlaskClient, name: str, password: str = PASSWORD, **more: str) -> TestResponse:
    return client.post("/desk/login", data={"name": name, "password": password, **more})


def user(app: Flask, name: str) -> FlaskClient:
    client = app.test_client()
    assert log_in(client, name).status_code == 303
    return client


def token(client: FlaskClient) -> str:
    """Return the token of this user's forms."""
    return re.findall(r'name="token" value="([^"]+)"', client.get("/desk/account").text)[0]


def addresses(app: Flask) -> Iterator[tuple[str, str, str]]:
    """Yield every address of the desk: method, path, name of its view."""
    for rule in app.url_map.iter_rules():
        blueprint, _, view = rule.endpoint.rpartition(".")
        if blueprint == "desk":
            for method in {"GET", "POST"} & (rule.methods or set()):
                path = rule.rule.replace("<number>", "1")
                yield method, re.sub(r"<[^>]*>", "1", path), view


def test_each_view_of_the_desk_says_what_it_needs(app: Flask) -> None:
    views = {view for _, _, view in addresses(app)}
    assert views == OPEN | PERMISSION_OF.keys()


@pytest.mark.parametrize("role", [*Role, None])
def test_each_role_opens_its_own_pages_and_no_other(app: Flask, role: Role | None) -> None:
    """Forms are sent without their token: those allowed for the role are refused only for that reason, so nothing is
    done."""
    client = user(app, role.value) if role else app.test_client()
    held = PERMISSIONS[role] if role else frozenset()
    for method, path, view in some(addresses(app)):
        if view in OPEN:
            continue
        answer = client.open(path, method=method, buffered=True)
        if role is None:
            asked = answer.headers.get("Location", "").startswith("/desk/login?next=/")
            assert asked if method == "GET" else "Log in in another tab" in answer.text, path
        elif method == "GET" and PERMISSION_OF[view] in held:
            assert answer.status_code not in (401, 403), (path, view)
        else:
            assert answer.status_code == 403, (path, view)
            assert ("Your role does not allow" in answer.text) == (PERMISSION_OF[view] not in held), (path, view)


def test_roles_hold_what_the_table_in_the_guide_says() -> None:
    order = [Permission.READ, Permission.READ_HELD, Permission.EDIT, Permission.ACCESS, Permission.INGEST]
    assert {role: [one for one in [*order, Permission.ADMIN] if one in held] for role, held in PERMISSIONS.items()} == {
        Role.READER: order[:1],
        Role.EDITOR: order[:3],
        Role.ARCHIVIST: order,
        Role.ADMIN: [*order, Permission.ADMIN],
    }


def test_the_secret_address_opens_nothing_once_there_are_users(app: Flask) -> None:
    client = app.test_client()
    answer = client.get("/desk", query_string={"token": app.config["DESK_TOKEN"]})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/desk/login?next=/desk")
    with client.session_transaction() as session:
        session["user"] = "archivist"  # as set by the secret address; it is also a user's name
    assert client.get("/desk").status_code == 303


def test_a_wrong_password_an_unknown_name_and_a_disabled_user_read_the_same(app: Flask, services: OpenArchive) -> None:
    with services.archive.catalogue.write() as writer:
        writer.add_user("gone", "", Role.ADMIN, passwords.hash_password(PASSWORD, ""))
        writer.set_disabled("gone", True)
        writer.add_user("proxied", "", Role.ADMIN, "")
    answers = [
        log_in(app.test_client(), name, password)
        for name, password in (("editor", "wrong"), ("nobody", PASSWORD), ("gone", PASSWORD), ("proxied", ""))
    ]
    assert {answer.status_code for answer in answers} == {403}
    assert len({re.sub(r'value="\w+"', "", answer.text) for answer in answers}) == 1
    assert not any("Set-Cookie" in answer.headers for answer in answers)


def test_an_unknown_name_costs_as_many_hashes_as_a_known_one(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    class Counting:
        def verify(self, hashed: str, given: bytes) -> bool:
            asked.append(hashed)
            return not given

    monkeypatch.setattr(passwords, "_HASHER", Counting())
    for name in ("editor", "nobody"):
        log_in(app.test_client(), name)
    assert len(asked) == 2
    assert {len(hashed) for hashed in asked} == {len(asked[0])}


def test_ten_thousand_guesses_are_refused_without_being_compared(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    compared = []
    monkeypatch.setattr("webui.desk.accounts.login.is_password", lambda *given: bool(compared.append(given)))
    app.extensions["press-archive-logins"] = LoginThrottle(clock=lambda: 0.0)
    client = app.test_client()
    answers = [log_in(client, "editor", str(n)) for n in range(10_000)]
    assert len(compared) == 5
    assert answers[-1].status_code == 429
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 61
    assert "Too many attempts" in answers[-1].text
    assert log_in(client, "editor").status_code == 429, "the right password is not tried either, or guesses would show"


def test_spaces_around_a_name_give_no_further_guesses(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    compared = []
    monkeypatch.setattr("webui.desk.accounts.login.is_password", lambda *given: bool(compared.append(given)))
    app.extensions["press-archive-logins"] = LoginThrottle(clock=lambda: 0.0)
    client = app.test_client()
    for spaces in (" " * 91, "\t" + " " * 90, "\u2003" * 91, "\xa0" * 91, "\u2002 " * 45 + " ", ""):
        answer = log_in(client, f"Editor{spaces}" + ("x" if spaces else ""), "wrong")
        log_in(client, f" {'EDITOR'}{spaces}", "wrong")
    assert len([hashed for _, hashed in compared if hashed]) == 5
    assert answer.status_code == 429


def test_logging_in_leaves_nothing_of_the_session_before(app: Flask) -> None:
    client = app.test_client()
    with client.session_transaction() as session:
        session["planted"] = "x"
    assert log_in(client, "editor").status_code == 303
    with client.session_transaction() as session:
        assert {*session} == {"_permanent", "user", "session"}


def test_the_cookie_is_closed_to_scripts_and_other_sites(app: Flask) -> None:
    cookie = log_in(app.test_client(), "editor").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Secure" not in cookie, "within one machine there is no TLS"


@pytest.mark.parametrize("place", ["//evil.example", "/\\evil.example", "https://evil.example", "/\nx", "javascript:1"])
def test_a_login_leads_to_no_other_site(app: Flask, place: str) -> None:
    assert log_in(app.test_client(), "editor", next=place).headers["Location"] == "/desk/account"
    assert log_in(app.test_client(), "editor", next="/desk/records?q=a").headers["Location"] == "/desk/records?q=a"


def test_disabling_a_user_or_a_new_password_ends_the_sessions(app: Flask, services: OpenArchive) -> None:
    with services.archive.catalogue.write() as writer:
        writer.add_user("dewi", "", Role.EDITOR, passwords.hash_password(PASSWORD, ""))
    ends = {
        "disabled": lambda writer: writer.set_disabled("dewi", True),
        "enabled, which lets no old session in": lambda writer: writer.set_disabled("dewi", False),
        "password": lambda writer: writer.set_password("dewi", passwords.hash_password(PASSWORD, "")),
    }
    client = user(app, "dewi")
    for how, end in ends.items():
        with services.archive.catalogue.write() as writer:
            end(writer)
        assert client.get("/desk").status_code == 303, how
    client = user(app, "dewi")
    with services.archive.catalogue.write() as writer:
        writer.set_role("dewi", Role.READER)
    assert client.get("/desk").status_code == 403, "a role counts at once"


def test_logging_out_ends_copies_of_the_cookie_too(app: Flask) -> None:
    client = user(app, "archivist")
    copy = app.test_client()
    copy._cookies = dict(client._cookies)
    assert copy.get("/desk").status_code == 200
    assert client.post("/desk/logout", data={"token": token(client)}).status_code == 303
    assert [one.get("/desk").status_code for one in (client, copy)] == [303, 303]


def test_a_user_changes_the_own_password(app: Flask, services: OpenArchive) -> None:
    with services.archive.catalogue.write() as writer:
        writer.add_user("budi", "", Role.READER, passwords.hash_password(PASSWORD, ""))
    client, other = user(app, "budi"), user(app, "budi")
    new = {"new": "delapan kapal di laut", "again": "delapan kapal di laut"}
    refused = client.post("/desk/account", data={"token": token(client), "password": "wrong", **new})
    assert refused.status_code == 400
    assert "Your present password is wrong" in refused.text
    short = client.post("/desk/account", data={"token": token(client), "password": PASSWORD, "new": "a", "again": "a"})
    assert "12 to 200 characters" in short.text
    done = client.post("/desk/account", data={"token": token(client), "password": PASSWORD, **new})
    assert "Your password was changed" in client.get(done.headers["Location"]).text
    assert other.get("/desk/account").status_code == 303
    assert log_in(app.test_client(), "budi").status_code == 403
    assert log_in(app.test_client(), "budi", new["new"]).status_code == 303


def test_a_form_of_one_user_is_nothing_in_the_hands_of_another(app: Flask, record: str) -> None:
    editor, admin = user(app, "editor"), user(app, "admin")
    value = {"key": "city", "value": "Hue"}
    for stolen in (token(editor), app.config["FORM_TOKEN"], ""):
        assert admin.post(f"/desk/records/{record}", data={"token": stolen, **value}).status_code == 403
    own = {"token": token(admin), **value}
    assert admin.post(f"/desk/records/{record}", data=own, headers={"Origin": "http://evil.example"}).status_code == 404
    assert admin.post(f"/desk/records/{record}", data=own, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 404
    assert admin.post(f"/desk/records/{record}", data=own).status_code == 303


def test_a_login_from_another_site_is_refused(app: Flask) -> None:
    for header in ({"Origin": "http://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        answer = app.test_client().post("/desk/login", data={"name": "editor", "password": PASSWORD}, headers=header)
        assert answer.status_code == 403
        assert "Set-Cookie" not in answer.headers


def test_what_a_user_did_has_the_users_name(app: Flask, services: OpenArchive, record: str) -> None:
    client = user(app, "editor")
    given = {"token": token(client), "key": "city", "value": "Hoi An"}
    assert client.post(f"/desk/records/{record}", data=given).status_code == 303
    newest = services.archive.catalogue.change_sets()[0]
    assert (newest.by, newest.records) == ("editor", 1)
    assert services.archive.catalogue.events(record)[-1]["by"] == "editor"
    with services.archive.catalogue.write() as writer:
        writer.set_role("editor", Role.EDITOR)
    assert services.archive.catalogue.events()[-1]["by"] != "editor"


def test_an_editor_undoes_edits_but_no_release(app: Flask, services: OpenArchive, record: str) -> None:
    archivist, editor = user(app, "archivist"), user(app, "editor")
    shown = archivist.post("/desk/access", data={"token": token(archivist), "id": record, "status": "withdrawn"}).text
    previewed = re.findall(r'name="previewed" value="([^"]+)"', shown)[0]
    form = {"token": token(archivist), "id": record, "status": "withdrawn", "previewed": previewed}
    assert archivist.post("/desk/access/apply", data=form).status_code == 303
    newest = services.archive.catalogue.change_sets()[0]
    assert newest.action == "access"
    for method in ("GET", "POST"):
        form = {"token": token(editor)} if method == "POST" else None
        assert editor.open(f"/desk/changes/{newest.n}/undo", method=method, data=form).status_code == 403
    assert archivist.get(f"/desk/changes/{newest.n}/undo").status_code == 200
    assert editor.get("/desk/changes/1/undo").status_code in (200, 409)
    assert services.archive.catalogue.of_status(Status.WITHDRAWN) == [record]
    assert 'formaction="/desk/access"' not in editor.get("/desk/records").text


def test_the_last_admin_stays_one_however_the_name_is_written(app: Flask, services: OpenArchive) -> None:
    catalogue = services.archive.catalogue
    others = [one.name for one in catalogue.users() if one.role is Role.ADMIN and one.name != "admin"]
    with catalogue.write() as writer:
        for name in others:
            writer.set_role(name, Role.READER)
    client = user(app, "admin")
    for name in ("admin", "ADMIN", "Admin "):
        form = {"token": token(client), "act": "role", "role": "reader"}
        assert client.post(f"/desk/users/{name}", data=form).status_code == 400
    found = catalogue.user("admin")
    assert found is not None
    assert found.role is Role.ADMIN


def test_tabs_are_those_of_the_role(app: Flask) -> None:
    assert 'href="/desk/intake"' in user(app, "archivist").get("/desk").text
    assert 'href="/desk/intake"' not in user(app, "editor").get("/desk").text
