"""Users: who may log in, with which role."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from typing import Any
from unicodedata import normalize

from sqlalchemy import Connection, Row, insert, select, update

from archive.catalogue.accounts.roles import Role
from archive.catalogue.schema.batch import Batch
from archive.catalogue.schema.tables import users
from archive.errors import BadAccount
from archive.messages import Message

_NAME = re.compile(r"\w[\w.@-]{0,63}")
_LONGEST = 200  # characters of a full name


@dataclass(frozen=True, slots=True)
class User:
    """A user. `password`: the hash, empty if the user has none. `session`: the value required in the user's cookies."""

    name: str
    full_name: str
    role: Role
    password: str
    session: str
    created: str
    disabled: bool


def folded_name(typed: str) -> str:
    """Return a login name as stored: composed (NFC), in lower case."""
    return normalize("NFC", typed.strip().casefold())


def has_users(conn: Connection) -> bool:
    """Return whether there are users, including disabled ones. Without any, the desk opens by its secret address."""
    return conn.execute(select(users.c.name).limit(1)).first() is not None


def all_users(conn: Connection) -> list[User]:
    """Return all users by name."""
    return [_user(row) for row in conn.execute(select(users).order_by(users.c.name))]


def find_user(conn: Connection, name: str) -> User | None:
    """Return the user with this name, in any case."""
    wanted = folded_name(name)
    row = conn.execute(select(users).where(users.c.name == wanted)).first() if _NAME.fullmatch(wanted) else None
    return _user(row) if row else None


def add_user(batch: Batch, name: str, full_name: str, role: Role, password: str) -> None:
    """Add a user with the hash of a password. Raise BadAccount if the name is taken or malformed."""
    wanted = folded_name(name)
    if not _NAME.fullmatch(wanted) or len(full_name) > _LONGEST:
        raise BadAccount(Message("user-malformed"))
    if find_user(batch.conn, wanted) is not None:
        raise BadAccount(Message("user-taken", name=wanted))
    row = {"name": wanted, "full_name": full_name.strip(), "role": role.value, "password": password}
    made = {"session": secrets.token_urlsafe(16), "created": batch.now, "disabled": False}
    batch.conn.execute(insert(users), row | made)
    batch.decision("user added", user=wanted, role=role.value)


def set_role(batch: Batch, name: str, role: Role) -> None:
    """Give a user another role. Raise BadAccount."""
    before = _change(batch, name, role=role.value).role
    batch.decision("user role", user=folded_name(name), before=before.value, after=role.value)


def set_password(batch: Batch, name: str, password: str) -> None:
    """Give a user the hash of another password, and end the user's sessions. Raise BadAccount."""
    _change(batch, name, password=password, session=secrets.token_urlsafe(16))
    batch.decision("user password", user=folded_name(name))


def set_disabled(batch: Batch, name: str, disabled: bool) -> None:
    """Disable a user and end all sessions, or enable the user again. Raise BadAccount."""
    _change(batch, name, disabled=disabled, session=secrets.token_urlsafe(16))
    batch.decision("user disabled" if disabled else "user enabled", user=folded_name(name))


def end_sessions(batch: Batch, name: str) -> None:
    """Log a user out everywhere. Raise BadAccount."""
    _change(batch, name, session=secrets.token_urlsafe(16))


def _change(batch: Batch, name: str, **values: Any) -> User:
    """Write these values, and return the user as before."""
    before = find_user(batch.conn, name)
    if before is None:
        raise BadAccount(Message("user-unknown", name=name))
    batch.conn.execute(update(users).where(users.c.name == before.name).values(**values))
    return before


def _user(row: Row[Any]) -> User:
    return User(**{**row._mapping, "role": Role(row.role)})
