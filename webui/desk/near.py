"""Which photos a name may mean, kept for a while: to look for it walks through all photos of the archive."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import replace
from threading import Lock
from time import monotonic

from flask import current_app

from archive.catalogue import Naming, Suggested
from webui.services import services

_KEPT = 2000  # names
_FOR = 600.0  # seconds
_EXTENSION = "press-archive-near"
Key = tuple[str, int, str, tuple[str, ...]]


class Near:
    """What was found for each name, while nothing was decided about it."""

    def __init__(self) -> None:
        self._guard = Lock()
        self._known: OrderedDict[Key, tuple[float, Suggested]] = OrderedDict()

    def of(self, key: Key) -> Suggested | None:
        """What was found less than ten minutes ago."""
        with self._guard:
            when, found = self._known.get(key, (0.0, None))
            return found if monotonic() - when < _FOR else None

    def keep(self, key: Key, found: Suggested) -> None:
        """For the next time."""
        with self._guard:
            self._known[key] = (monotonic(), found)
            self._known.move_to_end(key)
            while len(self._known) > _KEPT:
                self._known.popitem(last=False)


def near(namings: Sequence[Naming], soon: Sequence[Naming] = ()) -> dict[tuple[str, int], Suggested]:
    """By (article, n), the photos that these names may mean, whatever is tied to them now. Where it must be looked for,
    it is for those that are asked for `soon` too, since one walk does for all."""
    kept: Near = current_app.extensions.setdefault(_EXTENSION, Near())
    if any(kept.of(_key(naming)) is None for naming in namings):
        unknown = [naming for naming in (*namings, *soon) if kept.of(_key(naming)) is None]
        new = services().archive.catalogue.suggestions([replace(naming, photo=None) for naming in unknown])
        for naming in unknown:
            kept.keep(_key(naming), new.get((naming.article, naming.n), Suggested()))
    return {(naming.article, naming.n): kept.of(_key(naming)) or Suggested() for naming in namings}


def _key(naming: Naming) -> Key:
    return naming.article, naming.n, naming.mention.filename, naming.refused
