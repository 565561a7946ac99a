"""The collection and location that the folders of a disk say, where archive.toml lets them."""

from __future__ import annotations

from pathlib import PurePosixPath

from archive.media_types import SIDECAR
from archive.record import Description
from archive.settings import IntakeSection

ORIGIN = "folder"


def offer_folders(description: Description, relpath: str, intake: IntakeSection) -> None:
    """Offers the name of the folder at the level that the settings give, behind what the file says of itself. `relpath`
    begins with the root's own name; a file that lies higher than the level has no such folder, and gets nothing."""
    if description.media_type == SIDECAR:
        return  # it is of a photo, which has a folder of its own
    folders = PurePosixPath(relpath).parts[1:-1]
    for key, level in (("collection", intake.collection_from_folder), ("location", intake.location_from_folder)):
        if 0 < level <= len(folders):
            description.offer(key, " ".join(folders[level - 1].split()), ORIGIN)
