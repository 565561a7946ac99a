"""Passwords: their hashes (Argon2id, RFC 9106) and the rules for new ones."""

from __future__ import annotations

from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from archive.errors import BadAccount
from archive.messages import Message

SHORTEST, LONGEST = 12, 200  # characters
_BUSY_SECONDS = 2.0  # to wait while other passwords are compared
# The second choice in OWASP's Password Storage Cheat Sheet: 19 MiB, so that guesses do not fill the memory.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_AT_ONCE = BoundedSemaphore(2)
_NOBODY = _HASHER.hash("nobody has this password")


class PasswordsBusy(BadAccount):
    """Too many passwords are being compared at once."""


def hash_password(password: str, name: str) -> str:
    """Return the hash of a new password of user `name`. Raise BadAccount if it is too short, too long, or the name."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise BadAccount(Message("password-length", least=SHORTEST, most=LONGEST))
    if password.casefold().strip() == name.casefold() or len(set(password)) < 4:
        raise BadAccount(Message("password-plain"))
    return _HASHER.hash(password.encode("utf-8", "surrogatepass"))


def is_password(password: str, hashed: str) -> bool:
    """Return whether a password matches this hash. An empty hash matches no password, and takes as long. Raise
    PasswordsBusy."""
    if not _AT_ONCE.acquire(timeout=_BUSY_SECONDS):
        raise PasswordsBusy(Message("login-busy"))
    try:
        same = _HASHER.verify(hashed or _NOBODY, password[: LONGEST + 1].encode("utf-8", "surrogatepass"))
    except (VerificationError, InvalidHashError):
        return False
    finally:
        _AT_ONCE.release()
    return same and bool(hashed)
