"""What is written of a record itself: its values, its text, its files, who may see it; and the words of scans."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from archive.access import Access
from archive.catalogue import access_sets, record_access, records, scans
from archive.catalogue.in_batch import InBatch
from archive.catalogue.records import Known, NewAsset
from archive.catalogue.scans import ReadPage, Scan
from archive.record import Description, Status

RELEASED = Access()


class WritesRecords(InBatch):
    """The part of a writer for what a record is."""

    def add_record(self, description: Description, asset: NewAsset, access: Access = RELEASED) -> str:
        """A new record with its first original and its mentions; gives its id."""
        return records.add(self._batch, description, asset, access)

    def new_version(self, record: str, description: Description, asset: NewAsset) -> int:
        """New bytes and what they say; the archivist's values stay. Gives the version."""
        return records.new_version(self._batch, record, description, asset)

    def describe(self, record: str, description: Description) -> None:
        """What a newer reader makes of the same bytes; the archivist's values stay."""
        records.describe(self._batch, record, description)

    def add_asset(self, record: str, asset: NewAsset) -> int:
        """A sidecar or attachment; gives its number within the record."""
        return records.add_asset(self._batch, record, asset)

    def set_value(self, record: str, key: str, value: Any, **detail: Any) -> None:
        """The archivist's value for a key, over every later reading; `detail` is told in the event."""
        records.set_value(self._batch, record, key, value, **detail)

    def clear_value(self, record: str, key: str) -> None:
        """What the files say of a key, in place of the archivist's value; nothing when they say nothing."""
        records.clear_value(self._batch, record, key)

    def set_status(self, record: str, access: Access) -> None:
        """Who may see it; what is linked with it is indexed again too."""
        record_access.set_access(self._batch, record, access)

    def decide_access(self, ids: Iterable[str], access: Access, by: str, *, earlier: bool = False) -> int | None:
        """The archivist's word, by that login, on who may see these records, as one change set; gives its number, None
        when all were so before. `earlier`: what was replaced while the public did not see it comes out with them."""
        return access_sets.decide(self._batch, ids, access, by, earlier=earlier)

    def put_text(self, record: str, text: str) -> None:
        """The archivist's text, over every later reading of the same bytes; what stood there is kept."""
        records.put_text(self._batch, record, text)

    def clear_text(self, record: str) -> bool:
        """What the file says, in place of the archivist's text; False when there is none."""
        return records.clear_text(self._batch, record)

    def scan(self, record: str) -> Scan | None:
        """What is known of a record as a scan; None when it is none."""
        return scans.of_record(self._batch.conn, record)

    def expect_words(self, record: str, pages: Sequence[int], hold: bool) -> None:
        """The words of these pages of its present bytes are to be read; with `hold` it is held until then."""
        scans.expect(self._batch, record, pages, hold)

    def hold_scan_also(self, record: str, otherwise: Access) -> None:
        """Who may see a record that is held as a scan once it is read."""
        scans.hold_also(self._batch, record, otherwise)

    def keep_pages(self, sha256: str, pages: Sequence[ReadPage]) -> None:
        """What was read on pages of these bytes."""
        scans.keep_pages(self._batch, sha256, pages)

    def words_read(self, record: str, pages: Sequence[int]) -> None:
        """The words of all these pages are read."""
        scans.done(self._batch, record, pages)

    def no_scan(self, record: str) -> None:
        """It has no pages to be read any more; what was held only for them is as it was."""
        scans.over(self._batch, record)

    def touch(self, *ids: str) -> None:
        """Counts these records as changed, so that they are indexed again."""
        self._batch.touch(*ids)

    def known(self, record: str) -> Known:
        """What is known of a record as of this transaction."""
        return records.known(self._batch, record)

    def status(self, record: str) -> Status:
        """Who may see a record as of this transaction."""
        return record_access.status_of(self._batch, record)

    def statuses(self, ids: Iterable[str]) -> dict[str, Status]:
        """Who may see these records as of this transaction, by id."""
        return record_access.statuses_of(self._batch, ids)

    def text(self, record: str) -> str:
        """The stored text of a record as of this transaction."""
        return records.text_of(self._batch, record)

    def newest(self, record: str) -> str | None:
        """The SHA-256 of the original of a record's present version; None when it has none."""
        return records.newest(self._batch, record)
