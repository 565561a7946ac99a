"""Users and tokens on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from archive.catalogue.accounts.passwords import is_password
from archive.catalogue.accounts.roles import Role
from archive.cli import main
from archive.storage.archive import Archive
from tests.support.commands import json_lines, run

PASSWORD = "tujuh kapal di dermaga"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("archive")
    Archive.create(folder).close()
    return folder


def users(folder: Path, *given: str, typed: str = "") -> Result:
    """Run `press-archive users` with `typed` on standard input."""
    return CliRunner().invoke(main, ["users", *given, "--archive", str(folder)], input=typed)


def test_a_user_is_added_changed_and_shut_out(folder: Path) -> None:
    added = users(folder, "add", "Nur", "--full-name", "Nur Aini", "--password-stdin", typed=f"{PASSWORD}\n")
    assert added.exit_code == 0, added.output
    run("users", "role", "nur", "admin", "--archive", folder)
    run("users", "disable", "nur", "--archive", folder)
    (user,) = json_lines(run("users", "list", "--json", "--archive", folder))
    told = {key: user[key] for key in ("name", "full_name", "role", "disabled", "password")}
    assert told == {"name": "nur", "full_name": "Nur Aini", "role": "admin", "disabled": True, "password": True}
    run("users", "disable", "nur", "--undo", "--archive", folder)
    assert users(folder, "password", "nur", "--password-stdin", typed="delapan kapal di laut\n").exit_code == 0
    with Archive.open(folder) as archive:
        found = archive.catalogue.user("NUR")
        assert found is not None
        assert (found.role, found.disabled) == (Role.ADMIN, False)
        assert is_password("delapan kapal di laut", found.password)
        acts = [event["type"] for event in archive.catalogue.events()]
    assert acts[-5:] == ["user added", "user role", "user disabled", "user enabled", "user password"]
    assert PASSWORD not in run("users", "list", "--archive", folder).stdout


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (("add", "a b", "--password-stdin"), "A user name has up to 64"),
        (("add", "budi", "--password-stdin"), "12 to 200 characters"),
        (("add", "budi"), "Send it with --password-stdin"),
        (("role", "nobody", "editor"), "There is no user nobody"),
        (("password", "nobody", "--password-stdin"), "There is no user nobody"),
        (("disable", "../etc"), "There is no user ../etc"),
    ],
)
def test_what_cannot_be_says_why(folder: Path, given: tuple[str, ...], told: str) -> None:
    refused = users(folder, *given, typed=f"{PASSWORD}\n" if "a b" in given else "short\n")
    assert refused.exit_code == 1
    assert told in refused.output


def test_the_secret_of_a_token_is_shown_once(folder: Path) -> None:
    made = run("tokens", "create", "backup", "--scope", "read-held", "--days", "90", "--archive", folder)
    secret = made.stdout.strip()
    assert secret.startswith("press_")
    listed = run("tokens", "list", "--archive", folder).stdout
    assert "backup  read-held  until" in listed
    assert "never used" in listed
    assert secret not in listed
    (token,) = json_lines(run("tokens", "list", "--json", "--archive", folder))
    assert (token["scopes"], token["revoked"], token["last_used"]) == (["read-held"], None, None)
    assert secret.encode() not in (folder / "catalogue.sqlite").read_bytes()
    run("tokens", "revoke", "1", "--archive", folder)
    assert "revoked" in run("tokens", "list", "--archive", folder).stdout
    assert "no token 1" in run("tokens", "revoke", "1", "--archive", folder, code=1).stderr
    run("tokens", "create", "x", "--scope", "everything", "--archive", folder, code=2)
