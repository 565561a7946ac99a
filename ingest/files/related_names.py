"""The names in a folder that belong together: one text in several formats or languages, what describes a file by its
whole name, and notes on all files beside them.

Of one stem are `release.docx`, `release.pdf`, `release_id.docx`, and, as Google Takeout has it, `pier.jpg` and
`pier.jpg.supplemental-metadata.json`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePath

from archive.media_types import PHOTOS, Family, has_suffix, of_suffix
from ingest.files.note_files import is_note

MOST_FOLDERS = 200  # that are remembered
MOST_NOTES, MOST_FORMATS = 20, 100  # of a folder, of a name
CUT = 46  # characters at which Google Takeout cuts a name off
_LANGUAGES = (
    "ar|arabic|cn|de|deu|en|eng|english|es|esp|fr|fra|french|german|id|ind|ina|indonesia|it|ja|jp|km|ko|kr|lo|ms|my|nl"
    "|por|portuguese|pt|ru|spa|spanish|tet|th|tl|uk|vi|vie|vietnamese|vn|zh"
)
_LANGUAGE = re.compile(rf"[-_. ](?:{_LANGUAGES})\Z", re.I)
_DESCRIBES = re.compile(r"(.+?\.\w{2,5})(?:\.s[a-z-]{0,21})?(\(\d{1,4}\))?")  # `pier.jpg.supplemental-met(1)`


class RelatedNames:
    """The related names in a folder: its notes, and those with one stem."""

    def __init__(self, names: Iterable[str]) -> None:
        names = sorted(names)
        stems: defaultdict[str, list[str]] = defaultdict(list)
        self.notes: list[str] = []
        for name in names:
            stems[_whole_name(name, names) or shared_stem(name)].append(name)
            if is_note(name) and len(self.notes) < MOST_NOTES:
                self.notes.append(name)
        self._formats = {stem: found[:MOST_FORMATS] for stem, found in stems.items() if len(found) > 1}

    def others(self, name: str) -> list[str]:
        """Return the other names of the same stem."""
        return [other for other in self._formats.get(shared_stem(name), []) if other != name]


class FolderNames:
    """The related names of the folders on disk that were asked for last."""

    def __init__(self) -> None:
        self._folders: dict[Path, tuple[int, RelatedNames]] = {}  # with the time at which a name came or went

    def of(self, folder: Path) -> RelatedNames:
        """Return the related names of a folder, none if it cannot be read."""
        try:
            changed = folder.stat().st_mtime_ns
            if self._folders.get(folder, (0, None))[0] != changed:
                if len(self._folders) >= MOST_FOLDERS:
                    self._folders.clear()
                self._folders[folder] = changed, RelatedNames(file.name for file in folder.iterdir())
            return self._folders[folder][1]
        except OSError:
            return RelatedNames([])


def shared_stem(name: str) -> str:
    """Return the name of a file without its type and its language; of one that describes a photo or a film by its whole
    name, that of the photo."""
    stem = PurePath(name).stem
    found = _DESCRIBES.fullmatch(stem)
    if found and (told := of_suffix(found[1])) is not None and told.family in (Family.PICTURE, Family.SOUND):
        stem = PurePath(found[1]).stem + (found[2] or "")
    return _LANGUAGE.sub("", stem).casefold()


def _whole_name(name: str, names: Sequence[str]) -> str:
    """The stem of the photo that a name which was cut off describes, empty where it does none; `names` are sorted."""
    begins = name.removesuffix(".json")
    if len(begins) != CUT or begins == name:
        return ""
    at = bisect_left(names, begins)
    found = next((other for other in names[at : at + 2] if other != name and other.startswith(begins)), "")
    return shared_stem(found) if has_suffix(found, PHOTOS) else ""
