"""The acting login: the user who sent the request, or the token of a script, else the account on this machine."""

from __future__ import annotations

import getpass
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from unicodedata import normalize

_USER: ContextVar[str] = ContextVar("user", default="")
_VARIABLE = "LOGNAME"  # which getpass reads first


def get_login_name() -> str:
    """Return the name of the acting user or token; without one, the account's name, as far as the system knows it."""
    if name := _USER.get():
        return name
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"


def is_same_login(one: str, other: str) -> bool:
    """Return whether two names are the same login, ignoring case, blanks, invisible characters and full or half
    width."""
    return _typed(one) == _typed(other)


def is_nameless(name: str) -> bool:
    """Return whether a name has no visible character."""
    return not _typed(name)


def _typed(name: str) -> str:
    folded = normalize("NFKC", normalize("NFKC", name).casefold())
    return "".join(sign for sign in folded if sign.isprintable() and not sign.isspace())


@contextmanager
def acting_as(name: str) -> Iterator[None]:
    """Run the block as the user or token `name`; as the account if it is empty."""
    before = _USER.set(name)
    try:
        yield
    finally:
        _USER.reset(before)


def child_environment() -> Mapping[str, str]:
    """Return the environment of a child process that acts for the same user."""
    return {**os.environ, _VARIABLE: get_login_name()}
