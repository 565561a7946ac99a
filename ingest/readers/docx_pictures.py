"""The pictures inside a Word document: left beside it as files, under the names they had when they were put in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any
from urllib.parse import unquote

from archive.media_types import PHOTOS, has_suffix, of_suffix
from archive.record import Member
from ingest.readers.fields import one_line
from ingest.readers.html_pictures import SMALL

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
V = "{urn:schemas-microsoft-com:vml}"
OFFICE = "{urn:schemas-microsoft-com:office:office}"
PIC = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
EMU = 9_525  # a pixel, in the units of drawings (ECMA-376, 20.1.2.1)
MAX_PICTURES = 500


@dataclass(slots=True)
class Pictures:
    """Takes pictures out of a document as it is read. `relations` are those of the part being read."""

    folder: Path
    members: list[Member] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)  # by part

    def of(self, drawing: Any, relations: Mapping[str, Any]) -> list[str]:
        """The names of the pictures in a drawing (`w:drawing`, `w:pict`); none for icons, shapes and metafiles."""
        found = []
        if not _too_small(drawing):
            for blip in drawing.iter(f"{A}blip", f"{V}imagedata"):
                relation = relations.get(blip.get(f"{R}embed") or blip.get(f"{R}id") or blip.get(f"{R}link") or "")
                name = None if relation is None else self._name(relation, _given(blip))
                if name and name not in found:
                    found.append(name)
        return found

    def _name(self, relation: Any, given: str) -> str | None:
        if relation.is_external:
            linked = one_line(PurePosixPath(unquote(str(relation.target_ref)).replace("\\", "/")).name, 250)
            return linked if has_suffix(linked, PHOTOS) else None
        part = relation.target_part
        path = str(part.partname)
        if path in self.names:
            return self.names[path]
        suffix = PurePosixPath(path).suffix.lower()
        if not has_suffix(path, PHOTOS) or len(self.members) >= MAX_PICTURES:
            return None
        name = self._free(given, suffix) or self._free(PurePosixPath(path).name, suffix)
        if name is None:
            return None
        file = f"inside-{len(self.members) + 1}{suffix}"
        (self.folder / file).write_bytes(part.blob)
        self.members.append(Member(name, file))
        self.names[path] = name
        return name

    def _free(self, given: str, suffix: str) -> str | None:
        """A name for a picture of this type, None for no name or one that another picture of the document has."""
        name = one_line(PureWindowsPath(given).name, 200)
        if name and not has_suffix(name, PHOTOS):
            name = ""
        elif name and of_suffix(name) is not of_suffix(f"x{suffix}"):
            name = f"{PurePosixPath(name).stem}{suffix}"
        return name if name and name not in self.names.values() else None


def _given(blip: Any) -> str:
    """What the picture's file was called: Word keeps it as the name or the description of the picture."""
    if title := blip.get(f"{OFFICE}title"):
        return title if has_suffix(title, PHOTOS) else f"{title}.jpg"
    picture = next(blip.iterancestors(f"{PIC}pic"), None)
    about = None if picture is None else picture.find(f"{PIC}nvPicPr/{PIC}cNvPr")
    for name in () if about is None else (about.get("name", ""), about.get("descr", "")):
        if has_suffix(name, PHOTOS) and len(name) < 300:
            return str(name)
    return ""


def _too_small(drawing: Any) -> bool:
    extent = next(drawing.iter(f"{WP}extent"), None)
    sides = [] if extent is None else [extent.get("cx", ""), extent.get("cy", "")]
    return any(side.isdigit() and int(side) < SMALL * EMU for side in sides)
