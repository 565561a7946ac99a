"""An archive: one folder with settings, catalogue, originals and derived files."""

from __future__ import annotations

import logging
import math
import os
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, closing, suppress
from datetime import datetime
from pathlib import Path, PurePath
from types import TracebackType

from archive import config
from archive.access import clock_time, instant, stop_trusting, trust_clock, utc_now
from archive.authority import authorities
from archive.authority.authorities import Authorities
from archive.authority.card_index import Cards
from archive.catalogue import Catalogue
from archive.catalogue.schema.migration import Older
from archive.catalogue.schema.postgresql import PostgresqlDatabase
from archive.catalogue.writer import Writer
from archive.clock import TrustedClock
from archive.config import DERIVED
from archive.errors import ArchiveExists, ArchiveMissing, ConfigError, StoreError
from archive.lock_protocol import Locks
from archive.messages import Message
from archive.record import Status
from archive.search.engines.engine import ON_SERVERS
from archive.settings import Settings
from archive.storage import permissions
from archive.storage.locks import FolderLocks
from archive.storage.object_store import ObjectStore, open_bucket
from archive.storage.originals import FolderStore, explain_store_errors, sync_folder
from archive.storage.settings_note import SettingsNote
from archive.storage.store import Store

log = logging.getLogger(__name__)

CATALOGUE = "catalogue.sqlite"
ORIGINALS = "originals"
DROPPED = "dropped"  # below derived/, where an ingest enters only folders of uploads with this name
TABLES = "catalogue"  # the catalogue as tables
CURRENT = "current"  # in it, until the catalogue changes
LOCKS = ".locks"  # not below derived/, which may be deleted at any time
CLOCK = "clock"  # in it, the last time
SETTINGS_NOTE = "settings"  # in it, the settings and cards as last seen
_OURS = {
    CATALOGUE,
    f"{CATALOGUE}-wal",
    f"{CATALOGUE}-shm",
    ORIGINALS,
    DERIVED,
    LOCKS,
    authorities.FILE,
    "archive.toml.new",
}
SETTINGS_CHANGE = "settings change"  # the type of its event
CARDS_SECONDS = 1.0  # between checks whether the cards of all machines have changed
_OF_THE_INDEX = {"index", "rebuild", "follow"}  # local to this machine, unless the index is on a server
_OF_THE_DISK = {"lost+found"}  # present on an empty disk

AUTHORITIES_TEXT = """\
# Name cards. Each is one agency, person, place, body, office or concept, with its names in all languages.
# A search for one of these names finds the others too. Cards of agencies do something else: all names of an agency are
# one in credits and filters, whatever their case, accents, blanks and punctuation.
# Many cards are shipped; `press-archive names find WORDS` shows them. A card here adds to a shipped card of its name.
# For an agency, give the name you want to see, and one shipped name among its forms. The cards here win.
# `press-archive names check` finds mistakes in this file. `serve` takes up changes at once. If it does not run,
# `press-archive index rebuild` does. Then type `press-archive events rebuild`: events are found by these names too.
# Cards look like this; remove the # to use one:
#
# [[card]]
# kind = "agency"
# name = "Antara"
# forms = ["LKBN Antara", "ANTARA FOTO"]
#
# [[card]]
# kind = "place"
# name = "Jakarta"
# forms = { vi = ["Gia-các-ta"], en = ["Batavia"] }
#
# [[card]]
# kind = "person"
# name = "Wayan Sudarta"
# forms = ["I Wayan Sudarta"]
# short = ["Pak Wayan"]            # counts only if the record has a full name as well
# common = ["Sudarta"]             # has other meanings: offered, not searched by itself; true: all forms
# not_in = ["Wayan Sudarta Putra"] # longer names of others
# titles = ["Kelian Adat"]         # ignored before the name; the usual ones are known
#
# [[card]]
# kind = "office"
# name = "Bupati Gianyar"
# forms = { en = ["Regent of Gianyar"] }
# terms = [{ holder = "Wayan Sudarta", from = 2018-09-20, to = 2023-09-20 }]
# checked = 2025-10-31             # holders are known up to this day; nobody is guessed after it
#
# [[card]]
# kind = "concept"
# name = "speech"
# remove = true                    # do not use the shipped card of this kind and name
"""


def was_dropped(folder: PurePath) -> bool:
    """Return whether a folder contains uploads of an archive: `derived/dropped/<id>/dropped`."""
    return folder.parts[-1:] == (DROPPED,) and folder.parts[-4:-2] == (DERIVED, DROPPED)


class Archive:
    """An open archive, as a context manager. `close` closes its catalogue."""

    _shared = (-math.inf, "")  # when the catalogue was last asked for the cards of all machines, and their digest

    def __init__(
        self,
        folder: Path,
        settings: Settings,
        clock: Callable[[], datetime] = utc_now,
        older: Older = Older.UPGRADE,
    ) -> None:
        """Use `create` or `open` instead."""
        self.folder = folder
        self.settings = settings
        self.derived = folder / DERIVED
        self.store = store_of(folder, settings)
        self._cards: tuple[object, Authorities] = (_look(folder), authorities.load(folder))
        server = _server_of(folder, settings)
        here = FolderLocks(folder / LOCKS)
        self.locks: Locks = server.locks if server else here
        self.index_locks: Locks = self.locks if settings.index.engine in ON_SERVERS else here
        self.catalogue = Catalogue(folder / CATALOGUE, clock, server, older)
        self.catalogue.name_cards = self.name_cards
        self.catalogue.zone = settings.archive.zone
        self.catalogue.before_change = self._before_change
        self.clock = TrustedClock(folder / LOCKS / CLOCK, clock_time)
        trust_clock(self.clock)
        self.settings_note = SettingsNote(folder, folder / LOCKS / SETTINGS_NOTE)
        self.shares_cards = server is not None
        self._card_index: tuple[Authorities, Cards] | None = None

    @classmethod
    def create(cls, folder: Path, access: Status = Status.RELEASED) -> Archive:
        """Create an archive in a missing or empty folder, and return it. `access` is the status of new records. Raise
        ArchiveExists if the folder contains an archive or anything else. An interrupted attempt is completed by the
        next."""
        folder = Path(folder)
        _check_free(folder)
        settings = config.load(folder)  # there is no file yet, but there may be environment variables
        group = settings.archive.group
        with explain_store_errors(folder):
            folder.mkdir(parents=True, exist_ok=True)
            permissions.close_folder(folder, group)
            permissions.keep_closed(folder, group)
            (folder / DERIVED).mkdir(exist_ok=True)
            (folder / LOCKS).mkdir(exist_ok=True)
            store_of(folder, settings).create()
            (folder / authorities.FILE).write_text(AUTHORITIES_TEXT, encoding="utf-8")
            with closing(Catalogue(folder / CATALOGUE, database=_server_of(folder, settings))) as catalogue:
                if catalogue.server() is not None and catalogue.revision():
                    raise ArchiveExists(Message("catalogue-in-use", path=catalogue.address))
            config.write_default(folder, access)  # last: this makes the folder an archive
            sync_folder(folder)
        return cls.open(folder)

    @classmethod
    def open_to_read(cls, folder: Path) -> Archive:
        """Return the archive in that folder for a command that only reads. Raise StoreError if an earlier version wrote
        the catalogue, which only a writing command upgrades; otherwise like `open`."""
        return cls.open(folder, older=Older.REFUSE)

    @classmethod
    def open(cls, folder: Path, clock: Callable[[], datetime] = utc_now, *, older: Older = Older.UPGRADE) -> Archive:
        """Return the archive in that folder. `older`: what to do with a catalogue of an earlier version. Raise
        ArchiveMissing if there is none, ConfigError for its settings or name cards, CatalogueNewer if a later version
        wrote it, StoreError if this account may not open it. From then on, no file written by the process is more
        accessible than the archive's folder."""
        folder = Path(folder)
        try:
            if not (folder / config.FILE).is_file():
                default = str(folder) == config.DEFAULT_FOLDER
                raise ArchiveMissing(
                    Message("archive-missing-default" if default else "archive-missing", folder=folder)
                )
            settings = config.load(folder)
            parts = {CATALOGUE: not settings.catalogue.address(folder), ORIGINALS: not settings.originals.url}
            for part in (part for part, is_here in parts.items() if is_here):
                if not (folder / part).exists():
                    has_tables = part == CATALOGUE and (folder / TABLES).is_dir()
                    code = "archive-catalogue-missing" if has_tables else "archive-part-missing"
                    raise ArchiveMissing(Message(code, path=folder / part))
            if not parts[CATALOGUE] and (folder / CATALOGUE).exists():
                raise StoreError(Message("catalogue-twice", path=folder / CATALOGUE))
        except PermissionError as error:
            raise StoreError(Message("archive-closed", folder=folder)) from error
        permissions.keep_closed(folder, settings.archive.group)
        return cls(folder, settings, clock, older)

    def authorities(self) -> Authorities:
        """Return the name cards, read again if authorities.toml has changed, or those of a catalogue on a server. While
        the file is invalid (it may be half written), return the earlier cards and log a line."""
        look = self._digest_of_cards() or _look(self.folder)
        if look != self._cards[0]:
            try:
                if isinstance(look, str):
                    cards = authorities.parse(self.catalogue.cards_text(), self.catalogue.address)
                else:
                    cards = authorities.load(self.folder)
                self._cards = (look, cards)
            except ConfigError as error:
                self._cards = (look, self._cards[1])
                log.warning("%s The cards it held before stay in use.", error)
        return self._cards[1]

    def name_cards(self) -> Cards:
        """Return the same cards indexed by the words of their forms."""
        known, read = self._card_index, self.authorities()
        if known is None or known[0] is not read:
            known = self._card_index = (read, Cards.of(read))
        return known[1]

    def _digest_of_cards(self) -> str:
        """Return the digest of the cards shared by all machines, empty if each has its own; queried once in
        CARDS_SECONDS."""
        if self.shares_cards and time.monotonic() - self._shared[0] >= CARDS_SECONDS:
            self._shared = (time.monotonic(), self.catalogue.cards_digest())
        return self._shared[1]

    def lock(self, name: str, wait: bool | float = False) -> AbstractContextManager[None]:
        """Hold the lock `name` (`ingest`, `index`) against other processes; also against other machines, if the
        catalogue is on a server and the lock is not for an index in the folder. With True, wait forever. Raise
        ArchiveBusy, naming the holder, if another process has it after `wait` seconds; LockLost at the end of the
        block, as `check_locks` does."""
        return self._locks_with(name).lock(name, wait)

    def is_locked(self, name: str) -> bool:
        """Return whether a process holds the lock `name` now."""
        return self._locks_with(name).is_locked(name)

    def holder(self, name: str) -> str | None:
        """Return who holds the lock `name` now, since when and by which command, or None."""
        return self._locks_with(name).holder(name)

    def check_locks(self) -> None:
        """Raise LockLost if a lock taken here has ended before its block."""
        self.locks.check()
        self.index_locks.check()

    def _before_change(self, writer: Writer) -> None:
        self.outdate_tables()
        self.clock.keep()

        def log_change(name: str, before: str, now: str) -> None:
            writer.event(SETTINGS_CHANGE, file=name, before=before, after=now)

        self.settings_note.keep(instant(utc_now()), log_change)

    def outdate_tables(self) -> None:
        """Remove, durably, the mark that the tables are up to date."""
        current = self.folder / TABLES / CURRENT
        with suppress(FileNotFoundError), explain_store_errors(current.parent):
            if current.exists():
                current.unlink()
                sync_folder(current.parent)

    def _locks_with(self, name: str) -> Locks:
        return self.index_locks if name in _OF_THE_INDEX else self.locks

    def close(self) -> None:
        """Close the catalogue."""
        stop_trusting(self.clock)
        self.catalogue.close()

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


def store_of(folder: Path, settings: Settings, derived: Path | None = None, *, patient: bool = True) -> Store:
    """Return the store of the originals: a folder of the archive, or a bucket, whose client is an extra. `derived` is
    the folder that caches a bucket's recently used originals, None for the archive's own. `patient`: wait for a server
    that does not answer, unlike for visitors. Raise StoreError if the extra is not installed, ConfigError if the file
    of the secret key cannot be read."""
    if not settings.originals.url:
        return FolderStore(folder / ORIGINALS)
    bucket, most = open_bucket(settings.originals, patient=patient), settings.originals.cache_mb << 20
    return ObjectStore(bucket, settings.originals.url, (derived or folder / DERIVED) / ORIGINALS, most, patient=patient)


def load_cards(folder: Path) -> Authorities:
    """Return the name cards of an archive, without opening it if they are in its folder. Raise ConfigError."""
    if not config.load(folder).catalogue.address(folder):
        return authorities.load(folder)
    with Archive.open_to_read(folder) as archive:
        return archive.authorities()


def _server_of(folder: Path, settings: Settings) -> PostgresqlDatabase | None:
    """Return the database of the catalogue on a server, None for a file."""
    address = settings.catalogue.address(folder)
    return PostgresqlDatabase(address) if address else None


def _look(folder: Path) -> tuple[int, int, int]:
    """Return what changes when authorities.toml is rewritten; zeros if it is missing."""
    try:
        told = os.stat(f"{folder}/{authorities.FILE}")  # noqa: PTH116 - asked several times a request; a Path costs more
    except OSError:
        return (0, 0, 0)
    return (told.st_mtime_ns, told.st_size, told.st_ino)


def _check_free(folder: Path) -> None:
    if not folder.exists():
        return
    if not folder.is_dir():
        raise ArchiveExists(Message("archive-is-file", folder=folder))
    found = {path.name for path in folder.iterdir()} - _OF_THE_DISK
    if config.FILE in found:
        raise ArchiveExists(Message("archive-exists", folder=folder))
    holds_originals = (folder / ORIGINALS).is_dir() and any(
        path.name != ".incoming" for path in (folder / ORIGINALS).iterdir()
    )
    if found - _OURS or holds_originals:
        raise ArchiveExists(Message("archive-not-empty", folder=folder))
