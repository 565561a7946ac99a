"""What an intake and an index must know to go on from where the archive is; held records are among it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from archive.catalogue import changes, mentions, names, parting, public_revisions, readings, scans
from archive.catalogue.connect import writing
from archive.catalogue.names import Name
from archive.catalogue.opened import Opened
from archive.catalogue.parting import Part
from archive.catalogue.readings import Reading
from archive.catalogue.scans import ReadPage, Scan
from archive.record import Mention


class ForIntake(Opened):
    """The part of a catalogue that intake and indexing ask."""

    def revision(self) -> int:
        """The revision of the last batch that changed a record, 0 at first."""
        with self._read() as conn:
            return changes.revision(conn)

    def changes(self, since: int) -> list[str]:
        """The ids of records changed after that revision, in the order they changed; 0 gives all."""
        with self._read() as conn:
            return changes.since(conn, since)

    def public_revision(self) -> int:
        """Return the number of the last change that an index showed the public, 0 at first."""
        with self._read() as conn:
            return public_revisions.current(conn)

    def publish(self, forms: Mapping[str, str]) -> int:
        """Note the forms, by id, in which an index shows these records to the public from now on; empty: it does not.
        Return the public revision, which is the next one if any of them changed."""
        with self._read() as conn:
            if not public_revisions.changed(conn, forms):
                return public_revisions.current(conn)
        with writing(self._engine) as conn:
            public_revisions.publish(conn, forms)
            return public_revisions.current(conn)

    def due(self, after: str, until: str) -> list[str]:
        """The ids of held records whose hour came in (after, until], and of those linked or grouped with them."""
        with self._read() as conn:
            return changes.due(conn, after, until)

    def name(self, root: str, path: str, member: str = "") -> Name | None:
        """What a name holds now, else what it held last (not live), else None."""
        with self._read() as conn:
            return names.name_at(conn, root, path, member)

    def names_in(self, root: str, folder: str) -> dict[str, tuple[Name, bool]]:
        """What the names right in a folder of a root hold now, by path, each with whether there are files inside it;
        `folder` is empty for the root itself."""
        with self._read() as conn:
            return names.names_in(conn, root, folder)

    def names_below(self, root: str, folder: str, most: int) -> dict[str, tuple[Name, bool]] | None:
        """The same of all below a folder, however deep; None when there are more than `most`."""
        with self._read() as conn:
            return names.names_below(conn, root, folder, most)

    def members_of(self, root: str, path: str) -> list[Name]:
        """What the names inside a file on the disk hold now, however deep, in the order they came."""
        with self._read() as conn:
            return names.members_of(conn, root, path)

    def names_of(self, sha256: str) -> list[Name]:
        """Every name that holds or held these bytes, live ones first."""
        with self._read() as conn:
            return names.names_of(conn, sha256)

    def names_of_record(self, record: str) -> list[Name]:
        """Every name of a record's files, those held by themselves last, live ones first."""
        with self._read() as conn:
            return names.names_of_record(conn, record)

    def live_names(self, root: str, folder: str = "") -> list[Name]:
        """What all names below a folder of a root hold now."""
        with self._read() as conn:
            return names.live_names(conn, root, folder)

    def records_of(self, sha256: str) -> list[str]:
        """The ids of the records that have these bytes among their assets."""
        with self._read() as conn:
            return names.records_of(conn, sha256)

    def roots(self) -> dict[str, str]:
        """Label to path of every folder that files were taken from."""
        with self._read() as conn:
            return names.all_roots(conn)

    def part_of(self, record: str, n: int) -> Part:
        """File `n` of a record, about to become one of its own. Raises UnknownRecord, CannotMerge saying why not."""
        with self._read() as conn:
            return parting.part_of(conn, record, n)

    def waiting_mentions(self) -> list[tuple[str, Mention, str | None]]:
        """(article, mention, reason) of every mention that has no photo, by file name."""
        with self._read() as conn:
            return mentions.waiting(conn)

    def pending_scans(self) -> list[Scan]:
        """The records whose words are still to be read, those with few pages first."""
        with self._read() as conn:
            return scans.pending(conn)

    def scan(self, record: str) -> Scan | None:
        """What is known of a record as a scan; None when it is none."""
        with self._read() as conn:
            return scans.of_record(conn, record)

    def read_pages(self, sha256: str) -> list[ReadPage]:
        """What was read on the pages of these bytes, in order."""
        with self._read() as conn:
            return scans.pages_of(conn, sha256)

    def readings(self, ids: Collection[str] | None = None) -> Iterator[Reading]:
        """How each of these records was read, or each of all; between two, the catalogue may be written."""
        after = ""
        while some := self._some_ids(after) if ids is None else list(ids):
            with self._read() as conn:
                found = list(readings.readings_of(conn, some))
            yield from found
            if ids is not None:
                return
            after = some[-1]

    def _some_ids(self, after: str) -> list[str]:
        with self._read() as conn:
            return readings.ids_after(conn, after)
