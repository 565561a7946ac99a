"""What whoever looks may see of the records: every question is asked for a viewer."""

from __future__ import annotations

from collections.abc import Collection

from archive.access import Viewer
from archive.catalogue import changes, finding, frames, groups, heads, inside, reading
from archive.catalogue.frames import Run
from archive.catalogue.opened import Opened
from archive.record import Kind, Record, Status


class ForViewers(Opened):
    """The part of a catalogue that answers whoever looks."""

    def get(self, id: str, viewer: Viewer) -> Record | None:  # noqa: A002
        """The record, None when it is not there or may not be seen: the two look the same."""
        return next(iter(self.get_many([id], viewer)), None)

    def get_many(self, ids: Collection[str], viewer: Viewer) -> list[Record]:
        """Those of the records that may be seen, in the order asked for, each once; links to what may not be seen are
        as if it had never come."""
        with self._read() as conn:
            return reading.get_many(conn, ids, self._sight(viewer))

    def text(self, id: str, viewer: Viewer) -> str | None:  # noqa: A002
        """The stored text, NFC; None as for `get`."""
        return self.texts([id], viewer).get(id)

    def texts(self, ids: Collection[str], viewer: Viewer) -> dict[str, str]:
        """The stored texts by id, of those that may be seen."""
        with self._read() as conn:
            return reading.texts_of(conn, ids, self._sight(viewer))

    def titles(self, ids: Collection[str], viewer: Viewer) -> dict[str, str]:
        """The titles, else the headlines, by id, of those that may be seen and have one; without reading the rest."""
        with self._read() as conn:
            return heads.titles_of(conn, ids, self._sight(viewer))

    def furniture(self, ids: Collection[str], viewer: Viewer) -> dict[str, list[str]]:
        """The lines that are neither title nor body, by id, of those that may be seen."""
        with self._read() as conn:
            return reading.furniture_of(conn, ids, self._sight(viewer))

    def now_at(self, old: str, viewer: Viewer) -> tuple[str, int] | None:
        """The record that one is a part of now, and by how much the numbers of its files were raised; None for one that
        is a part of none, or of one that may not be seen: the two look the same."""
        with self._read() as conn:
            found = finding.now_at(conn, old)
            return found if found and changes.visible(conn, [found[0]], self._sight(viewer)) else None

    def lately_added(self, viewer: Viewer, most: int) -> dict[str, str]:
        """When each was taken in, by id, of those taken in last that may be seen, the last first."""
        with self._read() as conn:
            return changes.lately_added(conn, self._sight(viewer), most)

    def counts(self, viewer: Viewer) -> dict[tuple[Kind, Status], int]:
        """How many records of each kind and status may be seen."""
        with self._read() as conn:
            return changes.counts(conn, self._sight(viewer))

    def visible(self, ids: Collection[str], viewer: Viewer) -> list[str]:
        """Those of the ids whose records may be seen, in the order given."""
        with self._read() as conn:
            seen = changes.visible(conn, ids, self._sight(viewer))
            return [id_ for id_ in dict.fromkeys(ids) if id_ in seen]

    def gives_away(self, sha256: str, viewer: Viewer) -> bool:
        """Whether these bytes hold a file that this viewer may not have, or one of a record that they may not see: a
        ZIP or a mail is not handed to whoever may not have all that lies in it."""
        with self._read() as conn:
            within, sight = inside.records_inside(conn, sha256), self._sight(viewer)
            if not within or sight.sees_all:
                return False
            hidden = within - changes.visible(conn, within, sight)
            return bool(hidden) or inside.closed_inside(conn, sha256, sight.now)

    def visible_ids(self, viewer: Viewer) -> set[str]:
        """The ids of all records that may be seen."""
        with self._read() as conn:
            return changes.visible_ids(conn, self._sight(viewer))

    def sequence(self, id: str, viewer: Viewer, most: int = frames.MOST) -> Run | None:  # noqa: A002
        """The run of frames that a photo stands in (one prefix, one day, running numbers), of those that may be seen;
        None when there are not two. At most `most` of its records are read, those around this one."""
        with self._read() as conn:
            return frames.sequence(conn, id, self._sight(viewer), most)

    def groups(self, ids: Collection[str], viewer: Viewer) -> dict[str, dict[str, str]]:
        """By id, for those that may be seen: under `sequence` and `version` what all members of its contact sheet, and
        all versions of its text, have in common, made of those that may be seen; absent for what stands alone."""
        with self._read() as conn:
            return groups.keys_of(conn, ids, self._sight(viewer))

    def changed_at(self, ids: Collection[str], viewer: Viewer) -> dict[str, str]:
        """When each of the records last changed or came out (UTC instants), by id, of those that may be seen."""
        with self._read() as conn:
            return changes.changed_at(conn, ids, self._sight(viewer))
