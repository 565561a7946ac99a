"""`press-archive users`: who may log in."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from archive.catalogue.accounts.passwords import hash_password
from archive.catalogue.accounts.roles import Role
from archive.catalogue.accounts.users import User
from archive.cli import archive_option, json_option, print_json, say
from archive.commands.change_options import reason_option
from archive.errors import BadAccount
from archive.messages import Message
from archive.storage.archive import Archive

AGENT = "press-archive users"
_ROLE = click.Choice([role.value for role in Role])
_STDIN = click.option(
    "--password-stdin", "from_stdin", is_flag=True, help="Read the password from standard input, as one line."
)


@click.group()
def users() -> None:
    """List or add users; change their role or password.

    As soon as there is a user, the desk asks for a name and a password, and its secret address stops working. A reader
    sees the public pages of a closed archive. An editor also edits metadata, mentions, relations and events. An
    archivist does everything at the desk. An admin also manages users and tokens.
    """


@users.command("list")
@archive_option
@json_option
def list_(folder: Path, as_json: bool) -> None:
    """List all users with their roles."""
    with Archive.open_to_read(folder) as archive:
        for user in archive.catalogue.users():
            if as_json:
                print_json(_json(user))
            else:
                state = "  disabled" if user.disabled else ""
                say(f"{user.name}  {user.role}  {user.full_name}{state}".rstrip())


@users.command()
@archive_option
@reason_option
@click.argument("name")
@click.option("--role", type=_ROLE, default=Role.ARCHIVIST.value, show_default=True, help="What the user may do.")
@click.option("--full-name", default="", help="Name to show, such as Nur Aini.")
@click.option("--no-password", is_flag=True, help="Give no password: a proxy tells who the user is (`user_header`).")
@_STDIN
def add(
    folder: Path,
    name: str,
    role: str,
    full_name: str,
    no_password: bool,
    from_stdin: bool,
    reason: str | None,
) -> None:
    """Add user NAME. The password is asked for."""
    with Archive.open(folder) as archive:
        if archive.catalogue.user(name) is not None:
            raise BadAccount(Message("user-taken", name=name))
        hashed = "" if no_password else hash_password(_password(from_stdin), name)
        with archive.catalogue.write(AGENT, reason) as writer:
            writer.add_user(name, full_name, Role(role), hashed)


@users.command()
@archive_option
@reason_option
@click.argument("name")
@click.argument("role", type=_ROLE)
def role(folder: Path, name: str, role: str, reason: str | None) -> None:
    """Give user NAME another ROLE. It takes effect at once."""
    with Archive.open(folder) as archive, archive.catalogue.write(AGENT, reason) as writer:
        writer.set_role(name, Role(role))


@users.command()
@archive_option
@reason_option
@click.argument("name")
@_STDIN
def password(folder: Path, name: str, from_stdin: bool, reason: str | None) -> None:
    """Give user NAME another password. All sessions of the user end."""
    with Archive.open(folder) as archive:
        if archive.catalogue.user(name) is None:
            raise BadAccount(Message("user-unknown", name=name))
        hashed = hash_password(_password(from_stdin), name)
        with archive.catalogue.write(AGENT, reason) as writer:
            writer.set_password(name, hashed)


@users.command()
@archive_option
@reason_option
@click.argument("name")
@click.option("--undo", is_flag=True, help="Let the user in again.")
def disable(folder: Path, name: str, undo: bool, reason: str | None) -> None:
    """Shut user NAME out. All sessions of the user end."""
    with Archive.open(folder) as archive, archive.catalogue.write(AGENT, reason) as writer:
        writer.set_disabled(name, not undo)


def _json(user: User) -> dict[str, Any]:
    shown = {"name": user.name, "full_name": user.full_name, "role": user.role.value}
    return {**shown, "created": user.created, "disabled": user.disabled, "password": bool(user.password)}


def _password(from_stdin: bool) -> str:
    """Return the password typed twice, or the first line of standard input. Raise BadAccount."""
    if from_stdin:
        given = sys.stdin.readline().rstrip("\r\n")
        if not given:
            raise BadAccount(Message("password-missing"))
        return given
    if not sys.stdin.isatty():
        raise BadAccount(Message("password-no-terminal"))
    given = click.prompt("Password", hide_input=True, err=True)
    if click.prompt("Once more", hide_input=True, err=True) != given:
        raise BadAccount(Message("password-unlike"))
    return str(given)
