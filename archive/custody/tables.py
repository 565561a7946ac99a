"""The catalogue as tables that need no program to read: next to the originals, updated after each accession.

```
manifest-sha256.txt          the originals and the tables, as `sha256sum --check` reads them
catalogue/records.csv        the descriptions
catalogue/names.csv          under which name each file came
catalogue/receipts.csv       the outcome of each file
catalogue/catalogue.ndjson   all rows of the catalogue, from which it can be made again
```
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any, BinaryIO

from archive.authority import authorities
from archive.catalogue.receipts.audit import original_sizes
from archive.catalogue.schema.row_lines import dump_rows, load_rows
from archive.catalogue.schema.sqlite import new_file
from archive.csv_rows import BYTE_ORDER_MARK, row
from archive.custody.backup_folder import original_name, write_whole
from archive.custody.hold import hold_catalogue
from archive.custody.manifest import MANIFEST, hash_file, read_manifest, write_manifest
from archive.errors import PressArchiveError, StoreError
from archive.messages import Message, MessageList
from archive.seal import seal, unseal
from archive.storage.archive import CATALOGUE, CURRENT, LOCKS, TABLES, Archive
from archive.storage.locks import FolderLocks
from archive.storage.originals import explain_store_errors, make_durable, sync_folder

ROWS = "catalogue.ndjson"
_FACTS = (
    *("title", "creator", "language", "date", "event_date", "caption", "keywords", "source", "source_url"),
    *("copyright", "usage_terms", "collection", "location"),
)
_CSV: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "records": ("records.csv", ("id", "kind", "genre", "status", "release_at", "hold_reason", "added_at", *_FACTS)),
    "names": ("names.csv", ("root", "path", "member", "sha256", "size", "record", "outcome", "live", "first_seen")),
    "receipt_lines": (
        "receipts.csv",
        ("accession", "n", "path", "outcome", "reason", "status", "record", "sha256", "size"),
    ),
}
_EARLIER_TOKEN = re.compile(rb"[0-9a-f]{32}")  # without a seal
_SHARE = 10  # maximum share of time spent on tables, as 1/n
_SPEED = 20e6  # bytes of rows written per second
Progress = Callable[[int], None]  # called with the number of rows done


def write_tables(archive: Archive, progress: Progress = lambda _: None) -> int:
    """Write all tables and the manifest again, each atomically. Return the number of rows. Others may read and write
    the catalogue meanwhile. Raise StoreError, and ArchiveBusy if another process writes the tables."""
    folder, token = archive.folder / TABLES, secrets.token_hex(16)
    with FolderLocks(archive.folder / LOCKS).lock("tables"), explain_store_errors(folder):
        folder.mkdir(exist_ok=True)
        for left in folder.glob("*.part"):
            left.unlink()
        if archive.catalogue.server() is None:  # other machines write to a server without notice here
            with archive.catalogue.between_writes():  # the next writer removes the token
                write_whole(folder / CURRENT, seal(token.encode()))
        with archive.catalogue.snapshot() as conn:
            count = _write(folder, dump_rows(conn, token=token, program=version("press-archive")), progress)
            names = [ROWS, *(name for name, _ in _CSV.values())]
            tables = [(hash_file(folder / f"{name}.part"), f"{TABLES}/{name}") for name in sorted(names)]
            originals = ((sha256, original_name(sha256)) for sha256, _ in original_sizes(conn))
            manifest = archive.folder / f"{MANIFEST}.part"
            manifest.unlink(missing_ok=True)  # only now: a part says that the tables may not agree
            write_manifest(manifest, (*tables, *originals))
        for path in [folder / name for name in names] + [archive.folder / MANIFEST]:
            part = path.with_name(f"{path.name}.part")
            make_durable(part)
            part.replace(path)
        sync_folder(folder)
        sync_folder(archive.folder)
    return count


def _write(folder: Path, lines: Iterator[dict[str, Any]], progress: Progress) -> int:
    """Write the rows as JSON and CSV; return how many there are. The last line has the sum of the previous ones."""
    digest, count, roots = hashlib.sha256(), 0, {}
    with ExitStack() as stack:

        def fresh(name: str) -> BinaryIO:
            return stack.enter_context((folder / f"{name}.part").open("xb"))

        rows, tables = fresh(ROWS), {table: fresh(name) for table, (name, _) in _CSV.items()}
        for table, (_, columns) in _CSV.items():
            tables[table].write((BYTE_ORDER_MARK + row(columns)).encode())
        for line in lines:
            if "rows" in line:
                line["sha256"] = digest.hexdigest()
            written = _line(line)
            digest.update(written)
            rows.write(written)
            values, table = line.get("row", {}), line.get("table", "")
            if table == "roots":
                roots[values["label"]] = values["path"]
            if table in tables:
                told = {**values, **values.get("facts", {})}
                if table == "names":
                    told["root"] = roots.get(values["root"], values["root"])
                cells = (_cell(told.get(column)) for column in _CSV[table][1])
                tables[table].write(row(cells).encode())
            if table:
                count += 1
                progress(count)
    return count


def _line(told: Mapping[str, Any]) -> bytes:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _cell(value: object) -> object:
    return "; ".join(map(str, value)) if isinstance(value, list) else value


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise StoreError(Message("tables-missing", path=path)) from error
    except OSError as error:
        raise StoreError(Message("backup-unreadable", path=path, error=error.strerror)) from error


def altered_tables(folder: Path) -> list[Path]:
    """Return the tables that are not as the manifest of an archive says, and the manifest itself if it is altered; none
    while they are being written, and after a write that was interrupted, which the next one completes."""
    before = _changed_at(folder / MANIFEST)
    if _has_part(folder):
        return []
    altered = list(_altered_tables(folder))
    return [] if _has_part(folder) or _changed_at(folder / MANIFEST) != before else altered


def _has_part(folder: Path) -> bool:
    return (folder / f"{MANIFEST}.part").exists() or any((folder / TABLES).glob("*.part"))


def _altered_tables(folder: Path) -> Iterator[Path]:
    path, current = folder / MANIFEST, folder / TABLES / CURRENT
    try:
        _read_token(current)
    except ValueError:
        yield current
    if not path.exists():
        return
    try:
        lines = list(read_manifest(path))
    except (OSError, ValueError):
        yield path
        return
    if any(not name.startswith(f"{TABLES}/") and original_name(sha256) != name for sha256, name in lines):
        yield path
    for sha256, name in lines:
        table = folder / name
        if name.startswith(f"{TABLES}/") and not (table.is_file() and hash_file(table) == sha256):
            yield table


def _changed_at(path: Path) -> int | None:
    return path.stat().st_mtime_ns if path.exists() else None


def _read_token(path: Path) -> str:
    """Return the token of the tables that the catalogue agrees with; empty if it was changed since. Raise ValueError if
    it is damaged."""
    try:
        token = path.read_bytes()
    except FileNotFoundError:
        return ""
    return token.decode() if _EARLIER_TOKEN.fullmatch(token) else unseal(token).decode()


def altered_row(archive: Archive) -> tuple[str, str] | None:
    """Return the table and content of the first row in the catalogue that is not as the tables say, although nothing
    was written since; None if there is none, the tables are not current or damaged, or the catalogue is on a server,
    which other machines write without notice here. Reads the whole catalogue."""
    path = archive.folder / TABLES / ROWS
    if archive.catalogue.server() is not None or not _are_current(archive.folder) or altered_tables(archive.folder):
        return None
    with path.open("rb") as file, archive.catalogue.snapshot() as conn:
        file.readline()
        for line in dump_rows(conn):
            if "row" in line and _line(line) != file.readline():
                return line["table"], json.dumps(line["row"], ensure_ascii=False)[:200]
            if "rows" in line and json.loads(file.readline()).get("rows") != line["rows"]:
                return "", ""
    return None


def _are_current(folder: Path) -> bool:
    try:
        return TableState.of(folder).is_current
    except StoreError:
        return False


@dataclass(slots=True)
class TableUpdates:
    """Write tables after accessions, for at most a tenth of the time if accessions are frequent: with 100,000 records
    every eight minutes, regardless of the number of processes."""

    archive: Archive
    _due: bool = field(default=False)

    def after_accession(self) -> Message | MessageList | None:
        """Write them now, or leave it to a later call. Return why they could not be written, or None."""
        self._due = True
        return None if self._is_early() else self.finish()

    def finish(self) -> Message | MessageList | None:
        """Write them if an earlier call left it to a later one. Return why that failed."""
        if not self._due:
            return None
        self._due = False
        try:
            write_tables(self.archive)
        except PressArchiveError as error:
            return error.message
        return None

    def _is_early(self) -> bool:
        try:
            last = (self.archive.folder / TABLES / ROWS).stat()
        except OSError:
            return False
        return 0 <= time.time() - last.st_mtime < _SHARE * last.st_size / _SPEED


@dataclass(frozen=True, slots=True)
class TableState:
    """The tables of an archive. `is_current`: the catalogue was not changed after they were written."""

    path: Path
    is_current: bool

    @classmethod
    def of(cls, folder: Path) -> TableState:
        """Return it for the archive in a folder. Raise StoreError when there are no tables."""
        path = folder / TABLES / ROWS
        with _explained(path), path.open("rb") as file:
            header = _object(file.readline(), 1)
        try:
            token = _read_token(folder / TABLES / CURRENT)
        except ValueError:
            token = ""
        return cls(path, bool(token) and token == header.get("token"))


def rebuild_catalogue(
    folder: Path, state: TableState, progress: Progress = lambda _: None, *, hold_by: str | None = None
) -> int:
    """Rebuild the missing catalogue of the archive in a folder from its tables, atomically, and with all records held
    if the login `hold_by` is given. Return how many it held. Raise StoreError if there is a catalogue or the tables are
    damaged, ConfigError for the name cards."""
    catalogue, cards, held = folder / CATALOGUE, authorities.load(folder), 0
    with FolderLocks(folder / LOCKS).lock("ingest"):
        for beside in ("", "-wal", "-shm"):  # an old journal would be taken for that of the new file
            if (path := catalogue.with_name(f"{CATALOGUE}{beside}")).exists():
                raise StoreError(Message("rebuild-exists", path=path))
        with new_file(catalogue) as database, _explained(state.path), state.path.open("rb") as file:
            load_rows(database, _checked(file, progress))
            if hold_by is not None:
                held = hold_catalogue(database, cards, "press-archive catalogue rebuild", hold_by)
    return held


def _checked(file: BinaryIO, progress: Progress) -> Iterator[dict[str, Any]]:
    """Yield the lines; the last one without the sum, which must match."""
    digest = hashlib.sha256()
    for n, line in enumerate(file, 1):
        told = _object(line, n)
        if "rows" in told and told.pop("sha256", None) != digest.hexdigest():
            raise StoreError(Message("tables-damaged", line=n))
        digest.update(line)
        progress(n)
        yield told


def _object(line: bytes, n: int) -> dict[str, Any]:
    try:
        told = json.loads(line)
    except ValueError as error:
        raise StoreError(Message("tables-damaged", line=n)) from error
    if not isinstance(told, dict):
        raise StoreError(Message("tables-damaged", line=n))
    return told
