"""What each role may do. No other module decides this."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Permission(StrEnum):
    """A right of a person or script. Scopes of tokens have the same names."""

    READ = "read"  # public records, in a closed archive
    READ_HELD = "read-held"  # all records, held and withdrawn ones too
    EDIT = "edit"  # metadata, mentions, relations, events
    ACCESS = "access"  # release, hold, withdraw; merge and split
    INGEST = "ingest"  # add files
    ADMIN = "admin"  # users and tokens


class Role(StrEnum):
    """A user's role."""

    READER = "reader"
    EDITOR = "editor"
    ARCHIVIST = "archivist"
    ADMIN = "admin"


_READER = frozenset({Permission.READ})
_EDITOR = _READER | {Permission.READ_HELD, Permission.EDIT}
_ARCHIVIST = _EDITOR | {Permission.ACCESS, Permission.INGEST}

PERMISSIONS: Mapping[Role, frozenset[Permission]] = {
    Role.READER: _READER,
    Role.EDITOR: _EDITOR,
    Role.ARCHIVIST: _ARCHIVIST,
    Role.ADMIN: _ARCHIVIST | {Permission.ADMIN},
}

SCOPES = (Permission.READ, Permission.READ_HELD, Permission.INGEST, Permission.EDIT, Permission.ADMIN)
"""What a token may be for."""


def permissions_of(scopes: tuple[Permission, ...]) -> frozenset[Permission]:
    """Return the permissions of a token with these scopes. `read-held` includes `read`."""
    given = frozenset(scopes)
    return given | {Permission.READ} if Permission.READ_HELD in given else given
