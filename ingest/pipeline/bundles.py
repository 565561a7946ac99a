"""Files that belong together: a mail with its attachments, a document with the files in it, a ZIP with one release.

An embargo on one of them holds all. In a ZIP with several texts, only a note on all files does, such as a README: the
texts may be of different days.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from archive.catalogue import is_sidecar_name
from archive.media_types import PHOTOS, has_suffix
from archive.record import Description
from archive.text.embargo.instants import read_end
from ingest.extract.embargo.embargo_candidates import embargo
from ingest.extract.embargo.file_names import read_name
from ingest.files.file_reading import FileInProgress
from ingest.files.note_files import is_note, speaks_for_all
from ingest.files.roots import ContainerContext
from ingest.readers.base.members import PACKED

ORIGIN = "file inside"
_KITS = frozenset(("zip", "tar", "archive"))


def may_order_all(container: Description) -> bool:
    """Return whether an embargo in one file of a container may hold all."""
    return container.reader not in PACKED or container.reader in _KITS


def orders_for_all(around: ContainerContext, inside: Iterable[FileInProgress]) -> list[dict[str, Any]]:
    """Return the orders of files in a container that are for all of them. Whatever lies in a container is held by its
    own orders, so they become these."""
    texts = [name for name in around.names if not (has_suffix(name, PHOTOS) or is_sidecar_name(name))]
    texts = [name for name in texts if not is_note(name)] or texts  # a release may be called `EMBARGO until Friday`
    together = around.description.reader not in PACKED or len(texts) == 1
    orders = [_order_of(taken) for taken in inside if together or _is_for_all(taken)]
    return [{**order, "origin": ORIGIN} for order in orders if order and order.get("enforced") is not False]


def _is_for_all(taken: FileInProgress) -> bool:
    said = taken.description
    order = str((said.values.get("embargo") or {}).get("words") or "") if said is not None else ""
    return speaks_for_all(taken.name, said.text if said is not None else "", order)


def _order_of(taken: FileInProgress) -> dict[str, Any] | None:
    """Return the embargo in a file, or in the name of an empty one."""
    said = taken.description
    if said is not None and (order := said.values.get("embargo")):
        return dict(order)
    if (said is None or not said.text) and read_name(taken.name) is not None:
        return embargo(read_end(taken.name.replace("_", " ")), taken.name, ORIGIN)
    return None


def has_passed_on(container: Description) -> bool:
    """Return whether a file inside passed its embargo on to a container."""
    return any(offer.origin == ORIGIN for offer in container.origins.get("embargo", []))
