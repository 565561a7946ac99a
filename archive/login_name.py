"""Who acts: the user who sent the request or the token of a script, else the account of this machine."""

from __future__ import annotations

import getpass
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

_USER: ContextVar[str] = ContextVar("user", default="")
_VARIABLE = "LOGNAME"  # which getpass asks first


def get_login_name() -> str:
    """Return the name of the user or token that acts. Without one, return the account's name, as far as the system
    knows it."""
    if name := _USER.get():
        return name
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"


@contextmanager
def acting_as(name: str) -> Iterator[None]:
    """Let what is done in the block be done by the user or token `name`; by the account if it is empty."""
    before = _USER.set(name)
    try:
        yield
    finally:
        _USER.reset(before)


def child_environment() -> Mapping[str, str]:
    """Return the environment of a child process that acts for the same user."""
    return {**os.environ, _VARIABLE: get_login_name()}
