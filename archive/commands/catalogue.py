"""`press-archive catalogue`: upgrade it, copy it to a database server or back, write it as tables, rebuild it from
them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import click

from archive.authority import authorities
from archive.catalogue.schema.database import Database
from archive.catalogue.schema.migration import Older
from archive.catalogue.schema.postgresql import PostgresqlDatabase
from archive.catalogue.schema.sqlite import new_file
from archive.cli import PLAIN_SECONDS, archive_option, json_option, print_json, progress, progress_line
from archive.config import load
from archive.custody.tables import TableState, rebuild_catalogue, write_tables
from archive.errors import StoreError, many
from archive.login_name import get_login_name
from archive.messages import Message
from archive.search.index import index_sync
from archive.setting_checks import POSTGRESQL
from archive.settings import CatalogueSection
from archive.storage import permissions
from archive.storage.archive import CATALOGUE, TABLES, Archive


@click.group()
def catalogue() -> None:
    """Upgrade, copy or rebuild the catalogue, or write it as tables."""


@catalogue.command()
@archive_option
@json_option
def upgrade(folder: Path, as_json: bool) -> None:
    """Upgrade a catalogue that an earlier version of press-archive wrote.

    A copy of the old catalogue is kept beside it. Its name has the number of the old format, such as
    catalogue-0022.sqlite. On a database server, no copy is kept.

    Every command that changes the archive does this automatically. Those that only read change nothing. They end with
    an error that names this command. An upgraded catalogue can only be opened by this version or a later one.
    """
    with Archive.open(folder, older=Older.LEAVE) as archive:
        before = archive.catalogue.schema_version()
    with Archive.open(folder) as archive:
        now = archive.catalogue.schema_version()
    if as_json:
        print_json({"from": before, "to": now})
    elif before == now:
        click.echo(f"The catalogue is up to date (format {now}).")
    else:
        click.echo(f"Upgraded the catalogue from format {before} to {now}.")


@catalogue.command()
@archive_option
@click.option("--to", metavar="TARGET", help="Where to: the address of a database, a folder, or a file that is new.")
@click.option("--to-url-file", metavar="FILE", help="A file that holds the address, for one with a password.")
@json_option
def copy(folder: Path, to: str | None, to_url_file: str | None, as_json: bool) -> None:
    """Copy the catalogue to a database server, or back to a file.

    TARGET is the address of an empty PostgreSQL database, such as postgresql+psycopg://archive@db/archive. It can also
    be a folder, in which catalogue.sqlite is made, or the path of a new file.

    Stop `serve`, `watch` and `index follow` first. What they write after the copy is not in it. While the copy is
    made, nobody can write.

    Each table of the copy is compared with the original: the number of its rows, and a digest of their values. If one
    differs, nothing is kept. The copy changes no setting. The command says what to do next.
    """
    if (to is None) == (to_url_file is None):
        raise click.UsageError("Give either --to or --to-url-file.")
    address = CatalogueSection(url_file=to_url_file).address(Path()) if to_url_file else to or ""
    if "://" in address and not address.startswith(POSTGRESQL):  # it may contain a password, so it is not repeated
        raise click.UsageError(f"The address of a database begins with {POSTGRESQL}")
    began = time.monotonic()
    with Archive.open(folder) as archive, archive.lock("ingest"), _target(address) as target:
        tables = archive.catalogue.copy_into(target, progress_line("row", "copied and compared"))
        archive.outdate_tables()  # a server is changed without notice here, and the file may be lost meanwhile
        was_on_server, source = archive.catalogue.server() is not None, archive.catalogue.address
        cards = archive.catalogue.cards_digest() if was_on_server and not address.startswith(POSTGRESQL) else ""
    where = target.address if address.startswith(POSTGRESQL) else str(_file(address))
    steps = _next(folder, to_url_file, where, is_server=address.startswith(POSTGRESQL), was_on_server=was_on_server)
    if cards:
        steps.insert(1, f"Run `press-archive names export --archive {folder} > {folder / authorities.FILE}`.")
    rows, seconds = sum(one.rows for one in tables), round(time.monotonic() - began, 3)
    if as_json:
        for one in tables:
            print_json({"table": one.name, "rows": one.rows, "sha256": one.sha256})
        told = {"summary": True, "from": source, "to": where, "tables": len(tables), "rows": rows}
        print_json(told | {"seconds": seconds, "next": steps})
        return
    click.echo(f"Copied {many(rows, 'row')} of {len(tables)} tables to {where} in {seconds} s. Each table is the same.")
    click.echo("The archive still uses the catalogue that was copied. To use the copy:")
    for n, step in enumerate(steps, 1):
        click.echo(f"  {n}. {step}")


@catalogue.command()
@archive_option
@json_option
def tables(folder: Path, as_json: bool) -> None:
    """Write the catalogue as CSV and NDJSON into the archive's folder `catalogue`.

    `ingest` and `watch` do so after each accession. Run it yourself after edits. The file manifest-sha256.txt lists the
    SHA-256 of each original and table. Everyone who can read these files can read held records.
    """
    with Archive.open_to_read(folder) as archive:
        rows = write_tables(archive, _rows("written"))
    if as_json:
        print_json({"rows": rows})
    else:
        click.echo(f"Wrote {many(rows, 'row')} to {folder / TABLES}.")


@catalogue.command()
@archive_option
@click.option("--hold", is_flag=True, help="If the tables are old: hold all that is public or has an hour.")
@click.option("--as-written", is_flag=True, help="If the tables are old: make records as public as they were then.")
@json_option
def rebuild(folder: Path, hold: bool, as_written: bool, as_json: bool) -> None:
    """Rebuild a lost catalogue from the tables in the archive's folder `catalogue`.

    Move what is left of catalogue.sqlite out of the folder first. If you have a backup that is newer than the tables,
    restore that.

    If the catalogue was changed after the tables were written, the command asks for --hold or --as-written. With
    --hold, embargoes that end release no record either; `records undo` takes that back.
    """
    if hold and as_written:
        raise click.UsageError("Give either --hold or --as-written.")
    settings = load(folder)
    if settings.catalogue.address(folder):
        raise StoreError(Message("rebuild-server"))
    state = TableState.of(folder)
    if not (state.is_current or hold or as_written):
        raise StoreError(Message("tables-behind"))
    permissions.keep_closed(folder, settings.archive.group)
    held_now = rebuild_catalogue(folder, state, _rows("read"), hold_by=get_login_name() if hold else None)
    with Archive.open(folder) as archive:
        index_sync.rebuild(archive, progress_line("record", "indexed"))
        records = len(archive.catalogue.changes(0))
    if as_json:
        print_json({"records": records, "current": state.is_current, "held_now": held_now})
    else:
        held = f" {many(held_now, 'record is', 'records are')} held now." if hold else ""
        click.echo(f"Rebuilt the catalogue, with {many(records, 'record')}.{held} Next: press-archive check")


def _rows(done_to_it: str) -> Callable[[int], None]:
    last = time.monotonic()

    def tell(done: int) -> None:
        nonlocal last
        if time.monotonic() - last >= PLAIN_SECONDS:
            last = time.monotonic()
            progress(f"{many(done, 'row')} {done_to_it}")

    return tell


@contextmanager
def _target(address: str) -> Iterator[Database]:
    """Yield the database of the copy. A file exists only if the block ends without an error."""
    if address.startswith(POSTGRESQL):
        with closing(PostgresqlDatabase(address)) as database:
            yield database
    else:
        with new_file(_file(address)) as file:
            yield file


def _file(address: str) -> Path:
    path = Path(address)
    return path / CATALOGUE if path.is_dir() else path


def _next(folder: Path, url_file: str | None, where: str, *, is_server: bool, was_on_server: bool) -> list[str]:
    """Print how to use the copy."""
    steps = ["Stop `serve`, `watch` and `index follow` if they still run."]
    if is_server:
        name = f'url_file = "{Path(url_file).absolute()}"' if url_file else "url, with the address of the copy,"
        steps.append(f"Write {name} below [catalogue] in {folder / 'archive.toml'}.")
    elif was_on_server:
        steps.append(f"Take url and url_file out of {folder / 'archive.toml'} and of the environment.")
    if not is_server and Path(where).absolute() != (folder / CATALOGUE).absolute():
        steps.append(f"Move {where} to {folder / CATALOGUE}.")
    if is_server and not was_on_server:
        steps.append(f"Move {folder / CATALOGUE} out of the folder, and keep it as a backup.")
    steps.append(f"Run `press-archive check --archive {folder}`, then start them again.")
    return steps
