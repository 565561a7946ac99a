"""Look for the value of every tag that exiftool reports among all our values of a photo."""

from __future__ import annotations

import json
import re
import subprocess
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from archive.record import Description

# The groups (exiftool's family 1) of the standards that we read; maker notes, colour profiles and pictures are not
# included.
_GROUPS = re.compile(r"XMP-|IPTC|IFD0$|IFD1$|ExifIFD$|GPS$|InteropIFD$|PNG$")
# Values that exiftool invents or computes: positions in the file, and pictures.
_MADE_UP = re.compile(
    r"(?:Offset|Offsets|Length|ByteCounts|Image|ThumbnailTIFF|PrintIM|MakerNote\w*|Padding|XMPToolkit|Warning)$"
    r"|^(?:PNG:(?!Title|Author|Description|Comment|Copyright|Keywords|Creation|Software|Artist).*|IFD\d:Strip\w+"
    r"|IFD0:(?:SubIFD\w*|Tile\w+))$|CodedCharacterSet$|XMP-rdf:About$"
)

_APEX = frozenset({"exif:37377", "exif:37378", "exif:37381"})  # exiftool converts them to the aperture and the time


@dataclass
class Tally:
    """The number of tags checked and found, by group, and the missing ones."""

    asked: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    held: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    missing: list[str] = field(default_factory=list)

    def share(self) -> float:
        """Return the share of all tags that was found."""
        return sum(self.held.values()) / sum(self.asked.values())

    def table(self) -> str:
        """Return the tally as text, and the missing tags."""
        lines = [f"{group:22s} {self.held[group]:4d} {n:4d} {self.held[group] / n:7.1%}" for group, n in self.rows()]
        return "\n".join(["group                  held of   share", *lines, *self.missing])

    def rows(self) -> list[tuple[str, int]]:
        """Return the groups, with the number of their checked tags."""
        return sorted(self.asked.items())


def add(tally: Tally, name: str, tags: dict[str, Any], description: Description | None) -> None:
    """Count one file: exiftool's values and ours."""
    texts, numbers = _offered(description) if description else (set(), [])
    for tag, value in tags.items():
        group = tag.partition(":")[0]
        if not _GROUPS.match(group) or _MADE_UP.search(tag):
            continue
        for part in _parts(value):
            tally.asked[group] += 1
            if _held(part, texts, numbers):
                tally.held[group] += 1
            else:
                tally.missing.append(f"{name}: {tag} = {str(part)[:70]!r}")


def exiftool(folder: Path) -> dict[str, dict[str, Any]]:
    """Return exiftool's output for the files in a folder, by file name; structures as such, numbers as numbers."""
    command = ["exiftool", "-j", "-n", "-G1", "-struct", "-api", "MissingTagValue=", str(folder)]
    output = subprocess.run(command, capture_output=True, check=False).stdout
    return {Path(entry["SourceFile"]).name: entry for entry in json.loads(output)}


def _parts(value: Any) -> Iterator[Any]:
    """Yield the single values of lists and structures."""
    if isinstance(value, dict):
        for one in value.values():
            yield from _parts(one)
    elif isinstance(value, list):
        for one in value:
            yield from _parts(one)
    elif _plain(value).strip(" :0.-") and value not in ("undef", "inf"):
        yield value


def _plain(value: Any) -> str:
    text = " ".join(unicodedata.normalize("NFC", str(value)).replace("\0", "").split())
    if re.fullmatch(r"\d{4}[:-]\d\d([:-]\d\d.{0,25})?|\d\d:\d\d:\d\d.{0,12}", text):
        text = re.sub(r"[^\d]", "", text)
    return text.casefold()


def _offered(description: Description) -> tuple[set[str], list[float]]:
    texts: set[str] = set()
    numbers: list[float] = []
    for offers in description.origins.values():
        for offer in offers:
            values = offer.value if isinstance(offer.value, list) else [offer.value]
            texts.update(map(_plain, values))
            texts.update(_plain(str(value).rpartition("/")[2]) for value in values)  # a term of a vocabulary
            texts.add(_plain("; ".join(map(str, values))))
            texts.add(_plain(" ".join(map(str, values))))
            numbers += filter(None, map(_number, values))
            if len(values) == 3 and all(isinstance(value, int | float) for value in values):
                numbers.append(sum(value / unit for value, unit in zip(values, (1, 60, 3600), strict=True)))
                texts.add("".join(f"{int(value):02d}" for value in values))
            if offer.origin in _APEX and isinstance(offer.value, int | float):
                numbers += [2 ** (offer.value / 2), 2**-offer.value]
    return texts, numbers


def _number(value: Any) -> float | None:
    """Return a number, also if written as in XMP and IIM (`35/10`, `0004`)."""
    if place := re.fullmatch(r"(\d+),(\d+(?:\.\d+)?)([NSEW])", str(value)):
        return (float(place[1]) + float(place[2]) / 60) * (-1 if place[3] in "SW" else 1)
    match = re.fullmatch(r"([-+]?\d+(?:\.\d+)?(?:e[-+]?\d+)?)(?:/(\d+))?", str(value).strip(), re.IGNORECASE)
    if match is None or (match[2] and not int(match[2])):
        return None
    return float(match[1]) / float(match[2] or 1)


def _held(value: Any, texts: set[str], numbers: list[float]) -> bool:
    text = _plain(value)
    if text in texts or (text.isdigit() and len(text) >= 6 and any(text in one for one in texts)):
        return True
    number = _number(value)
    if number is not None:
        return any(abs(number - one) <= 1e-4 * max(1.0, abs(number)) for one in numbers)
    several = [_number(part) for part in text.split()]
    return len(several) > 1 and all(part is not None and _held(part, texts, numbers) for part in several if part)
