"""One source of a photo's metadata (sidecar, XMP, IIM, EXIF, PNG text, JPEG comment) as fields that all look alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Said:
    """One value as a source says it, and in which language where it names one; `variant`: a translation of another."""

    value: str
    language: str | None = None
    variant: bool = False


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of one source by name: `dc:description`, `2:120`, `270`, `Description`, `comment`.

    `numbers` holds fields that are numbers rather than text (EXIF rationals and integers). `format` is that of the
    file a comment stands in.
    """

    name: str
    fields: Mapping[str, Sequence[Said]]
    numbers: Mapping[str, Sequence[float]] = field(default_factory=dict)
    format: str = "jpeg"

    @property
    def is_xmp(self) -> bool:
        """Whether it is an XMP packet, in the file or in a sidecar."""
        return self.name in ("xmp", "sidecar")

    def first(self, name: str) -> str:
        """The first value of a field, empty when it has none."""
        said = self.fields.get(name)
        return said[0].value if said else ""

    def origin(self, *names: str) -> str:
        """How the origin of a value from these fields is written."""
        return f"{self.format} comment" if self.name == "jpeg" else f"{self.name}:{'+'.join(names)}"
