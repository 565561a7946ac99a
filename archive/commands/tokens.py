"""`press-archive tokens`: by which scripts are identified."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from archive.access import instant, utc_now
from archive.catalogue.accounts.roles import SCOPES, Permission
from archive.catalogue.accounts.tokens import LONGEST_DAYS, Token
from archive.cli import archive_option, json_option, print_json, say
from archive.commands.change_options import reason_option
from archive.storage.archive import Archive
from archive.storage.token_uses import last_uses

AGENT = "press-archive tokens"


@click.group()
def tokens() -> None:
    """List, create or revoke tokens, which identify scripts.

    A script sends its token with each request to the API: `Authorization: Bearer TOKEN`. The scope `read` opens a
    closed archive. With `read-held`, the API also answers with held and withdrawn records. With `ingest`, a script adds
    files: `POST /api/v1/ingest`. Nothing uses the scopes edit and admin yet.
    """


@tokens.command("list")
@archive_option
@json_option
def list_(folder: Path, as_json: bool) -> None:
    """List all tokens: scopes, end, and last use. Secrets are not stored."""
    with Archive.open_to_read(folder) as archive:
        uses, now = last_uses(archive.derived), instant(utc_now())
        for token in archive.catalogue.tokens():
            if as_json:
                print_json(_json(token, uses.get(token.n)))
            else:
                state = "revoked" if token.revoked else f"{'until' if token.is_valid(now) else 'ended'} {token.expires}"
                used = f"last used {uses[token.n]}" if token.n in uses else "never used"
                say(f"{token.n}  {token.name}  {','.join(token.scopes)}  {state}  {used}")


@tokens.command()
@archive_option
@reason_option
@json_option
@click.argument("name")
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    required=True,
    type=click.Choice([scope.value for scope in SCOPES]),
    help="What the token may do. Repeat --scope for several.",
)
@click.option(
    "--days",
    type=click.IntRange(1, LONGEST_DAYS),
    default=365,
    show_default=True,
    help="Days until the token ends.",
)
def create(folder: Path, as_json: bool, name: str, scopes: tuple[str, ...], days: int, reason: str | None) -> None:
    """Create a token called NAME, and print its secret, once."""
    with Archive.open(folder) as archive, archive.catalogue.write(AGENT, reason) as writer:
        token, secret = writer.create_token(name, [Permission(one) for one in scopes], days)
    if as_json:
        print_json({**_json(token, None), "secret": secret})
    else:
        click.echo(secret)
        click.echo(f"Token {token.n} ends at {token.expires}. Its secret cannot be shown again.", err=True)


@tokens.command()
@archive_option
@reason_option
@click.argument("number", type=click.IntRange(1, 2**31 - 1))
def revoke(folder: Path, number: int, reason: str | None) -> None:
    """End token NUMBER now."""
    with Archive.open(folder) as archive, archive.catalogue.write(AGENT, reason) as writer:
        writer.revoke_token(number)


def _json(token: Token, last_used: str | None) -> dict[str, Any]:
    return {**asdict(token), "last_used": last_used}
