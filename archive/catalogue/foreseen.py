"""What a batch of files brings that the catalogue has nothing of: asked once for all of them, so that it need not be
asked of each. A first intake is of little else."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import Connection, bindparam, select

from archive.catalogue.many import EACH
from archive.catalogue.paths import folder_of, printable
from archive.catalogue.tables import assets, companions, names

At = tuple[str, str, str]  # root, path, member

_BYTES = (
    select(assets.c.sha256).where(assets.c.sha256.in_(EACH)),
    select(names.c.sha256).where(names.c.sha256.in_(EACH)),
)
_NAMES = select(names.c.root, names.c.path, names.c.member)
_NAMES = _NAMES.where(names.c.root == bindparam("root"), names.c.path.in_(EACH))
_FOLDERS = select(companions.c.root, companions.c.folder)
_FOLDERS = _FOLDERS.where(companions.c.root == bindparam("root"), companions.c.folder.in_(EACH))


@dataclass(slots=True)
class Foreseen:
    """Of what was foreseen, what is still unknown: `bytes` that no record and no name has, `names` that hold and held
    nothing, `folders` (root, folder) where no sidecar is. What is in none of them may be known or not."""

    bytes: set[str] = field(default_factory=set)
    names: set[At] = field(default_factory=set)
    folders: set[tuple[str, str]] = field(default_factory=set)

    def named(self, at: At, sha256: str) -> None:
        """That name holds these bytes from now on."""
        self.names.discard(at)
        self.bytes.discard(sha256)

    def stored(self, sha256: str) -> None:
        """A record has these bytes from now on."""
        self.bytes.discard(sha256)

    def accompanied(self, at: At) -> None:
        """There is a sidecar under that name from now on."""
        self.folders.discard(place_of(at))


def foresee(conn: Connection, digests: Iterable[str], at: Iterable[At]) -> Foreseen:
    """What is unknown of all this."""
    unknown = set(digests)
    for statement in _BYTES:
        unknown -= set(conn.execute(statement, {"ids": json.dumps(list(unknown))}).scalars())
    return Foreseen(unknown, *_unknown_names(conn, [one for one in at if all(map(_plain, one))]))


def _unknown_names(conn: Connection, at: list[At]) -> tuple[set[At], set[tuple[str, str]]]:
    by_root: dict[str, list[At]] = {}
    for one in at:
        by_root.setdefault(one[0], []).append(one)
    unknown, folders = set(at), set(map(place_of, at))
    for root, here in by_root.items():
        paths, around = {path for _, path, _ in here}, {place_of(one)[1] for one in here}
        for found, asked, left in ((_NAMES, paths, unknown), (_FOLDERS, around, folders)):
            left -= {tuple(row) for row in conn.execute(found, {"root": root, "ids": json.dumps(list(asked))})}
    return unknown, folders


def place_of(at: At) -> tuple[str, str]:
    """The root and the folder of a name."""
    return at[0], "/".join(folder_of(at[1], at[2]))


def _plain(part: str) -> bool:
    """Whether it can be asked for among others: what is no text, or has a zero character, cannot."""
    return "\0" not in part and printable(part) == part
