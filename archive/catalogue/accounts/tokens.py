"""Tokens: what scripts show instead of a password (RFC 6750). Only the hash of the secret is kept."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from archive.access import instant
from archive.catalogue.accounts.roles import SCOPES, Permission
from archive.catalogue.schema.batch import Batch
from archive.catalogue.schema.tables import tokens
from archive.errors import BadAccount
from archive.messages import Message

PREFIX = "press_"  # prefix of each secret, so that programs recognise one published by mistake
LONGEST_DAYS = 1825
_LONGEST_NAME = 100  # characters


@dataclass(frozen=True, slots=True)
class Token:
    """A token: number, name, scopes, and UTC instants of creation, expiry and revocation."""

    n: int
    name: str
    scopes: tuple[Permission, ...]
    created: str
    expires: str
    revoked: str | None

    def is_valid(self, now: str) -> bool:
        """Return whether it may be used at the instant `now`."""
        return self.revoked is None and now < self.expires


def create_token(batch: Batch, name: str, scopes: Sequence[Permission], days: int) -> tuple[Token, str]:
    """Add a token that ends in `days`, and return it with its secret, which cannot be read again. Raise BadAccount."""
    called = name.strip()
    if not called or len(called) > _LONGEST_NAME or not called.isprintable() or not scopes or {*scopes} - {*SCOPES}:
        raise BadAccount(Message("token-malformed"))
    if not 1 <= days <= LONGEST_DAYS:
        raise BadAccount(Message("token-days", most=LONGEST_DAYS))
    secret = PREFIX + secrets.token_urlsafe(32)
    n = batch.conn.execute(select(func.coalesce(func.max(tokens.c.n), 0) + 1)).scalar_one()
    expires = instant(datetime.fromisoformat(batch.now) + timedelta(days=days))
    given = tuple(one for one in SCOPES if one in scopes)
    row = {"n": n, "name": called, "scopes": [*given], "created": batch.now, "expires": expires, "revoked": None}
    batch.conn.execute(insert(tokens), row | {"sha256": _digest(secret)})
    batch.decision("token created", token=called, number=n, scopes=[*given])
    return Token(n, called, given, batch.now, expires, None), secret


def revoke_token(batch: Batch, n: int) -> None:
    """End a token now. Raise BadAccount if it does not exist or was revoked."""
    live = tokens.c.n == n, tokens.c.revoked.is_(None)
    if not batch.conn.execute(update(tokens).where(*live).values(revoked=batch.now)).rowcount:
        raise BadAccount(Message("token-unknown", n=n))
    batch.decision("token revoked", number=n)


def find_token(conn: Connection, secret: str) -> Token | None:
    """Return the token with this secret, even if expired."""
    row = conn.execute(select(tokens).where(tokens.c.sha256 == _digest(secret))).first()
    return _token(row) if row else None


def all_tokens(conn: Connection) -> list[Token]:
    """Return all tokens, the newest first."""
    return [_token(row) for row in conn.execute(select(tokens).order_by(tokens.c.n.desc()))]


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def _token(row: Row[Any]) -> Token:
    scopes = tuple(Permission(one) for one in row.scopes)
    return Token(row.n, row.name, scopes, row.created, row.expires, row.revoked)
