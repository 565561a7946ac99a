"""Digests of what a form shows of a mention, a relation or a user, like those of shown_access.py for access.

They are compared again when the decision is written, while nobody else can write.
"""

from __future__ import annotations

import hashlib
from typing import Any

from sqlalchemy import Connection

from archive.catalogue.accounts.users import User, find_user
from archive.catalogue.image_links import mentions
from archive.catalogue.image_links.mentions import ResolvedMention
from archive.catalogue.relations import relations
from archive.catalogue.relations.relations import Related

NOTHING = "nothing"


def digest_of_mention(one: ResolvedMention | None) -> str:
    """Return sixteen hex digits for a mention: its name, its photo, whether that is doubtful or decided, and which
    photos were rejected. None stands for a missing one."""
    return _digest(one and (one.mention.filename, one.photo, one.doubtful, one.origin, one.refused))


def digest_of_relation(one: Related | None, *, refused: bool = False) -> str:
    """Return sixteen hex digits for a relation: its source and certainty, or that it was refused. None stands for a
    missing one."""
    return _digest("refused" if refused else one and (one.origin, f"{one.certainty:.4f}"))


def digest_of_user(user: User | None) -> str:
    """Return sixteen hex digits for a user: name, role, password, and whether disabled."""
    return _digest(user and (user.name, user.full_name, user.role.value, user.password, user.disabled))


def mention_digest(conn: Connection, article: str, n: int) -> str:
    """Return the present digest of the n-th mention of an article."""
    return digest_of_mention(next((one for one in mentions.every(conn, article) if one.n == n), None))


def relation_digest(conn: Connection, subject: str, type_: str, other: str) -> str:
    """Return the present digest of a relation, named from either end."""
    return digest_of_relation(
        relations.find_relation(conn, subject, type_, other),
        refused=relations.is_refused_now(conn, subject, type_, other),
    )


def user_digest(conn: Connection, name: str) -> str:
    """Return the present digest of a user."""
    return digest_of_user(find_user(conn, name))


def _digest(shown: Any) -> str:
    return hashlib.sha256(repr(shown or NOTHING).encode("utf-8", "surrogatepass")).hexdigest()[:16]
