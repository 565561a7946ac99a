"""What a file inside another lies in: the containers around it, and what else is in them."""

from __future__ import annotations

from dataclasses import dataclass

from archive.record import Description

INSIDE = "!/"  # stands between a container and what is in it, in names and receipts


@dataclass(frozen=True, slots=True)
class Within:
    """A container as its members see it. `names` are all members right in it, as the catalogue names them;
    `description` is what was read from it, `above` the container that it lies in itself."""

    names: frozenset[str]
    description: Description
    above: Within | None = None

    @property
    def depth(self) -> int:
        """How many containers are around its members: 1 for those of a file on the disk."""
        return 1 if self.above is None else 1 + self.above.depth

    @property
    def descriptions(self) -> list[Description]:
        """What was read from it, and from each container around it."""
        return [self.description, *(self.above.descriptions if self.above else [])]

    def has(self, member: str) -> bool:
        """Whether the file on the disk, which is the outermost container, has this member; of one within a member it
        is only known whether that is there."""
        if self.above is not None:
            return self.above.has(member)
        return member in self.names or member.partition(INSIDE)[0] in self.names


def inner_name(container: str, name: str) -> str:
    """What a file called `name` in a container is called in the catalogue; `container` is that one's own member name,
    empty for a file on the disk."""
    return f"{container}{INSIDE}{name}" if container else name
